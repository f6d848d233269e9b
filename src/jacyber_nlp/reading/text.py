"""Text files: which encoding, which pages."""

from __future__ import annotations

import unicodedata

from jacyber_nlp.errors import DecodingError
from jacyber_nlp.records import RawPage

# In this order the ladder was right on every Japanese sample tried, where
# statistical detection failed on short EUC-JP; each step is strict.
LADDER = ("iso2022_jp_2", "utf-16", "utf-8-sig", "euc_jp", "cp932")
MAX_CONTROL_SHARE = 0.01


def read_text(
    data: bytes, name: str, encoding: str | None
) -> tuple[tuple[RawPage, ...], str | None]:
    """Decode a text file; form feeds separate its pages.

    Args:
        data: The bytes.
        name: Name for messages.
        encoding: Wins over the ladder of encodings if given.

    Raises:
        DecodingError: If no encoding fits, or what fits is no text.
    """
    text, found = _decode(data, name, encoding)
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    parts = text.split("\f")
    if len(parts) > 1 and not parts[-1].strip():
        parts.pop()  # a form feed ends the last page, it does not begin another
    if len(parts) == 1:
        return (RawPage(None, parts[0]),), found
    return tuple(RawPage(number, part) for number, part in enumerate(parts, 1)), found


def _decode(data: bytes, name: str, encoding: str | None) -> tuple[str, str]:
    tried = (encoding,) if encoding else tuple(e for e in LADDER if _may_be(e, data))
    reason = "no encoding fits"
    for candidate in tried:
        try:
            text = data.decode(candidate)
        except LookupError:
            reason = f"{candidate} is no known encoding"
        except UnicodeDecodeError as err:
            reason = f"byte {err.start} does not fit {candidate}"
        else:
            share = _control_share(text)
            if share <= MAX_CONTROL_SHARE:
                return text, candidate
            reason = f"{share:.0%} of the characters are control characters"
    raise DecodingError(name, tried, reason)


def _may_be(encoding: str, data: bytes) -> bool:
    """Leave out encodings that fit nearly any bytes unless the bytes announce them."""
    if encoding == "iso2022_jp_2":
        return b"\x1b$" in data or b"\x1b(" in data
    if encoding == "utf-16":
        return data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return True


def _control_share(text: str) -> float:
    """Return the share of control and unassigned characters, in [0, 1]."""
    sample = text[:200_000]
    bad = sum(
        1
        for char in sample
        if char not in "\n\r\t\f\v\x1a" and unicodedata.category(char) in ("Cc", "Cn", "Cs", "Co")
    )
    return bad / max(len(sample), 1)
