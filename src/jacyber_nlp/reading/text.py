"""Text files: which encoding, which pages."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from jacyber_nlp.errors import DecodingError, TooLargeError
from jacyber_nlp.reading.limits import DEFAULT_LIMITS, Limits
from jacyber_nlp.records import RawPage

# In this order the ladder was right on every Japanese sample tried, where
# statistical detection failed on short EUC-JP; each step is strict.
LADDER = ("iso2022_jp_2", "utf-16", "utf-8-sig", "euc_jp", "cp932", "cp1252")
EAST_ASIAN = ("euc_jp", "cp932")
MAX_BYTES_PER_CHARACTER = 4  # in any encoding of the ladder
MAX_CONTROL_SHARE = 0.01
MAX_WESTERN = 0.1  # share of accents and typographic marks in a Western text

_ASCII = bytes(range(128))
_KANA = re.compile(r"[\u3041-\u30ff]")
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff\uff61-\uff9f]")
_LONE_IDEOGRAPH = re.compile(
    r"(?<=[A-Za-z])[\u3400-\u9fff\uff61-\uff9f]|[\u3400-\u9fff\uff61-\uff9f](?=[A-Za-z])"
)


def read_text(
    data: bytes, name: str, encoding: str | None, limits: Limits = DEFAULT_LIMITS
) -> tuple[tuple[RawPage, ...], str | None]:
    """Decode a text file; form feeds separate its pages.

    Args:
        data: The bytes.
        name: Name for messages.
        encoding: Wins over the ladder of encodings if given.
        limits: What is beyond them is not decoded, or not decoded any further.

    Raises:
        DecodingError: If no encoding fits, or what fits is no text.
        TooLargeError: If there are more than ``limits.characters``.
    """
    # One emoji makes a text of 200 MB one of 800 MB in memory.
    most = MAX_BYTES_PER_CHARACTER * limits.characters
    if len(data) > most:
        raise TooLargeError(name, "the text in bytes", "テキストのバイト数", len(data), most)
    text, found = _decode(data, name, encoding, limits)
    return pages_of(text), found


def pages_of(text: str) -> tuple[RawPage, ...]:
    r"""Part text into pages at form feeds; line ends become ``\n``."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    parts = text.split("\f")
    if len(parts) > 1 and not parts[-1].strip():
        parts.pop()  # a form feed ends the last page, it does not begin another
    if len(parts) == 1:
        return (RawPage(None, parts[0]),)
    return tuple(RawPage(number, part) for number, part in enumerate(parts, 1))


def _decode(data: bytes, name: str, encoding: str | None, limits: Limits) -> tuple[str, str]:
    tried = (encoding,) if encoding else tuple(e for e in LADDER if _may_be(e, data))
    reason = "no encoding fits"
    for candidate in tried:
        try:
            text = data.decode(candidate)
        except LookupError:
            reason = f"{candidate} is no known encoding"
        except UnicodeDecodeError as err:
            reason = f"byte {err.start} does not fit {candidate}"
        except ValueError:  # punycode, undefined, a name with NUL
            reason = f"{candidate} is no encoding of text files"
        else:
            size = len(text) - text.count("\r\n")
            if size > limits.characters:
                raise TooLargeError(
                    name, "the text in characters", "文字数", size, limits.characters
                )
            share = _control_share(text, is_utf8=candidate.startswith("utf"))
            if share > MAX_CONTROL_SHARE:
                reason = f"{share:.0%} of the characters are control characters"
            elif not encoding and candidate in EAST_ASIAN and _is_western(text):
                reason = f"{candidate} would make ideographs of Western punctuation"
            else:
                return text, candidate
    raise DecodingError(name, tried, reason)


def _may_be(encoding: str, data: bytes) -> bool:
    """Leave out encodings that fit nearly any bytes unless the bytes announce them."""
    if encoding == "iso2022_jp_2":
        return b"\x1b$" in data or b"\x1b(" in data
    if encoding == "utf-16":
        return data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if encoding == "cp1252":
        return b"\0" not in data and len(data.translate(None, _ASCII)) <= MAX_WESTERN * len(data)
    return True


def _is_western(text: str) -> bool:
    """Tell English in Windows-1252 from Japanese: State’s would become State痴."""
    if _KANA.search(text):
        return False
    lone = sum(1 for _ in _LONE_IDEOGRAPH.finditer(text))
    return lone * 2 >= sum(1 for _ in _IDEOGRAPH.finditer(text))


def _control_share(text: str, *, is_utf8: bool) -> float:
    """Return the share of control and unassigned characters, in [0, 1].

    What is whole UTF-8 was text once: its private characters and C1 controls
    are garbling, which another stage names.
    """
    sample = text[:200_000]
    kinds = ("Cn", "Cs") if is_utf8 else ("Cc", "Cn", "Cs", "Co")
    bad = sum(
        count
        for char, count in Counter(sample).items()
        if char not in "\n\r\t\f\v\x1a" and (char < " " or unicodedata.category(char) in kinds)
    )
    return bad / max(len(sample), 1)
