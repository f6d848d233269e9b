"""What running heads and page numbers look like."""

from __future__ import annotations

import re

from jacyber_nlp.layout.lines import Line
from jacyber_nlp.layout.widths import Widths, ends_sentence

WIDEST_HEAD = 120  # cells

PAGE_NUMBER = re.compile(
    r"(?:[-–—‐−－―〜~|・＜<（(\[]\s*)?(?:p\.?\s*|page\s+|第(?=\d+\s*[頁ペ]))?(\d{1,4})(?:\s*(?:/|of)\s*\d{1,4})?"
    r"\s*(?:頁|ページ)?(?:\s*[-–—‐−－―〜~|・＞>）)\]])?",
    re.IGNORECASE,
)
NUMBER_AT_EDGE = re.compile(
    r"^(\d{1,4})(?:\s?/\s?\d{1,4})?(?=[\s|｜])|(?<=[\s|｜])(\d{1,4})(?:\s?/\s?\d{1,4})?$"
)
# Article 1, 資料 2: what counts up as pages do is a heading all the same.
_LABELLED = re.compile(
    r"(?:Article|Section|Annex|Appendix|Chapter|Part|Principle|Norm|Table|Figure|Box|Question|"
    r"資料|議題|別紙|別添|別表|図|表|図表|付録|様式|問|事例|参考|第)\s?\d{1,3}",
    re.IGNORECASE,
)


def may_be_head(line: Line, widths: Widths | None) -> bool:
    """Tell whether a line is short enough, and no sentence and no line of text."""
    return (
        line.cells <= WIDEST_HEAD
        and not ends_sentence(line.text)
        and not PAGE_NUMBER.fullmatch(line.text)
        and not _LABELLED.fullmatch(line.text)
        and (line.box is not None or widths is None or not widths.full(line))
    )


def compared(line: Line) -> str:
    """Return what is compared of two lines: their characters without blanks."""
    return "".join(line.text.split())


def without_number(line: Line) -> str:
    """Return a running head without the page number at its edge."""
    return NUMBER_AT_EDGE.sub("", line.text).strip(" \u3000|｜")
