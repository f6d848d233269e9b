"""Text as citations are looked for in it: one width, no blanks within Japanese."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jacyber_nlp.script import is_wide

_BLANKS = re.compile(r"\s+")
_FOLDED = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys("‐‑‒–—−－", "-")  # no ー, which lengthens vowels
    | dict.fromkeys("〜～", "~")
    | dict.fromkeys("‘’", "'")
    | dict.fromkeys("“”", '"')
)


def squeeze(text: str) -> tuple[str, Sequence[int]]:
    """Fold widths, dashes and quotes; drop blanks beside wide characters.

    Any other run of blanks and line ends becomes one space.

    Returns:
        The squeezed text, and for each of its characters, and for its end, the
        place in ``text``.
    """
    parts: list[str] = []
    places: list[int] = []
    at = 0
    for blanks in _BLANKS.finditer(text):
        start, end = blanks.span()
        parts.append(text[at:start])
        places.extend(range(at, start))
        beside = text[start - 1 : start] + text[end : end + 1]
        if not any(map(is_wide, beside)):
            parts.append(" ")
            places.append(start)
        at = end
    parts.append(text[at:])
    places.extend(range(at, len(text) + 1))
    return "".join(parts).translate(_FOLDED), places
