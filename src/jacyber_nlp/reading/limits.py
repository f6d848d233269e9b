"""How much of a document can be read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What a document has at most; beyond it is a ``TooLargeError``.

    Attributes:
        bytes: Of the file.
        characters: Of the text.
        line: Characters of the longest line.
        pages: Of a PDF.
    """

    bytes: int = 200_000_000
    characters: int = 20_000_000
    line: int = 2_000_000
    pages: int = 5_000


DEFAULT_LIMITS = Limits()
