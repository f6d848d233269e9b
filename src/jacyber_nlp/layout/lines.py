"""Raw pages → lines, ready to be looked at by every later step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from jacyber_nlp.layout.characters import Offsets, clean_line, without
from jacyber_nlp.records import Box, RawDocument, RawPage
from jacyber_nlp.script import count_wide, is_wide

# Blank lines that stand after most lines are the extractor's, not the author's.
USUAL_BLANKS = 0.6
WIDE_LEADING = 1.45  # a distance of so many usual ones is a gap
PAGE_STARTS = 0.05  # of all lines at most begin a page
EDGE_BLANK = 0.7  # parts of the font size by which an indented line begins later


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the document, folded and cut free of surrounding white space.

    Attributes:
        text: Its characters; never empty.
        page: Page from 1, or None.
        number: Line from 1 on the page, or in the file without pages.
        offsets: Pairs (offset in ``text``, offset on the raw page), ascending;
            from one to the next both grow together.
        indent: Cells (half a wide character) of white space before it.
        starts_page: Whether it is the first of a page, as far as is known.
        gap: Whether it is set off from the line before by more than usual.
        box: Where it stands; None for a format without geometry.
        room: Cells left free at the right end of its column; None where the
            column is not known.
        n_wide: Wide characters among the raw ones.
        wide_ends: Whether its first and last raw characters are wide.
        cells: Its width in cells, before any folding.
        wide: Whether most of its characters were wide.
    """

    text: str
    page: int | None
    number: int
    offsets: Offsets
    indent: int = 0
    gap: bool = False
    starts_page: bool = False
    box: Box | None = None
    room: float | None = None
    n_wide: int = -1
    wide_ends: tuple[bool, ...] = ()  # both are filled in below
    cells: int = field(init=False)
    wide: bool = field(init=False)

    def __post_init__(self) -> None:
        if self.n_wide < 0:
            object.__setattr__(self, "n_wide", count_wide(self.text))
        if not self.wide_ends:
            ends = is_wide(self.text[0]), is_wide(self.text[-1])
            object.__setattr__(self, "wide_ends", ends)
        object.__setattr__(self, "cells", len(self.text) + self.n_wide)
        object.__setattr__(self, "wide", 2 * self.n_wide >= len(self.text))

    @property
    def raised(self) -> tuple[tuple[int, int], ...]:
        """Runs of small raised characters, in ``text``."""
        return self.box.raised if self.box else ()


def lines_of(raw: RawDocument) -> list[Line]:
    """Return the visible lines of all pages, in the file's order."""
    return _with_gaps(
        [line for page in raw.pages for line in _lines_of_page(page)],
        has_boxes=any(page.boxes for page in raw.pages),
    )


@dataclass(frozen=True, slots=True)
class _Spaced:
    line: Line
    blanks: int  # blank lines before it


def _lines_of_page(page: RawPage) -> Iterable[_Spaced]:
    at = blanks = 0
    boxes = page.boxes or None
    for number, raw in enumerate(page.text.split("\n"), 1):
        text, offsets = clean_line(raw, at)
        if text:
            box = boxes[number - 1] if boxes else None
            if box is not None and box.raised:
                box = replace(box, raised=tuple(_moved(box.raised, offsets, at, len(text))))
            lead = raw[: len(raw) - len(raw.lstrip())]
            indent = sum(2 if char == "\u3000" else 4 if char == "\t" else 1 for char in lead)
            stripped = raw.strip()
            folded = stripped != text
            line = Line(
                text,
                page.number,
                number,
                offsets,
                indent,
                box=box,
                n_wide=count_wide(stripped) if folded else -1,
                wide_ends=(is_wide(stripped[0]), is_wide(stripped[-1])) if folded else (),
            )
            yield _Spaced(line, blanks)
            blanks = 0
        else:
            blanks += 1
        at += len(raw) + 1


def _moved(
    runs: Iterable[tuple[int, int]], offsets: Offsets, at: int, size: int
) -> Iterable[tuple[int, int]]:
    """Return runs of raw characters as runs of folded ones."""
    for start, end in runs:
        moved = [_folded(raw + at, offsets, size) for raw in (start, end)]
        if moved[0] < moved[1]:
            yield moved[0], moved[1]


def _folded(raw: int, offsets: Offsets, size: int) -> int:
    folded = 0
    for clean, begin in offsets:
        if begin > raw:
            break
        folded = clean + raw - begin
    return max(0, min(folded, size))


def _with_gaps(spaced: Sequence[_Spaced], *, has_boxes: bool) -> list[Line]:
    if has_boxes:
        return [each.line for each in spaced]
    usual = _usual_blanks(spaced)
    # Some extractors begin each page, and nothing else, with one blank.
    led = [each.line.indent == 1 for each in spaced]
    by_blank = 1 < sum(led) <= PAGE_STARTS * len(led)
    return [
        replace(
            each.line,
            gap=each.blanks > usual,
            starts_page=by_blank and begins,
            indent=0 if by_blank and begins else each.line.indent,
        )
        if each.blanks > usual or begins
        else each.line
        for each, begins in zip(spaced, led, strict=True)
    ]


def _usual_blanks(spaced: Sequence[_Spaced]) -> int:
    """Return how many blank lines stand between lines where nothing ends."""
    counted = Counter(b.blanks for a, b in pairwise(spaced) if a.line.page == b.line.page)
    total = sum(counted.values())
    if total < 2 or counted[0] > (1 - USUAL_BLANKS) * total:
        return 0
    return min(counted, key=lambda n: (-counted[n], n))


def cut(line: Line, ranges: Iterable[tuple[int, int]]) -> tuple[Line | None, dict[int, int]]:
    """Return a line without some of its characters, and where they stood.

    Args:
        line: The line.
        ranges: What goes; ranges may touch, but not overlap.

    Returns:
        The line, None if nothing is left of it; and for the first character of
        each range the offset in what is left.
    """
    drops = sorted({_with_blank(line.text, start, end) for start, end in ranges})
    text, offsets = without(line.text, line.offsets, drops)
    lead = len(text) - len(text.lstrip())
    places: dict[int, int] = {}
    gone = lead
    for start, end in drops:
        places[start] = max(0, min(start - gone, len(text.rstrip()) - lead))
        gone += end - start
    if lead:
        text, offsets = without(text, offsets, [(0, lead)])
    text = text.rstrip()
    if not text:
        return None, places
    ends = line.wide_ends
    if drops[-1][1] == len(line.text):
        ends = ends[0], is_wide(text[-1])
    if drops[0][0] == 0:
        ends = is_wide(text[0]), ends[1]
    made = replace(
        line,
        text=text,
        offsets=offsets,
        box=replace(line.box, raised=()) if line.box else None,
        n_wide=round(line.n_wide * len(text) / len(line.text)),
        wide_ends=ends,
    )
    # It still ends where it ended on the page.
    object.__setattr__(made, "cells", line.cells)
    return made, places


def _with_blank(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen what goes by a blank that would be left between wide characters."""
    after = text[end : end + 2]
    before = text[start - 1 : start]
    if (
        len(after) == 2
        and after[0] == " "
        and is_wide(after[1])
        and (not before or is_wide(before))
    ):
        return start, end + 1
    return start, end
