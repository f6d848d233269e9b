"""Tables and figures: captions, cells, sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from jacyber_nlp.layout.headings import LARGER
from jacyber_nlp.layout.lines import Line
from jacyber_nlp.layout.patterns import CAPTION, HEADED_BY, begins_part, is_caption, number_of
from jacyber_nlp.layout.widths import Widths, ends_sentence

SHORT_CELL = 0.6  # part of the column that a cell fills at most
CELL_CELLS = 44  # where no column is known
CELL_SPACE = 0.9  # font sizes between two cells of a row
MOST_LINES = 120
LEAST_CELLS, LONGEST_CELL = 3, 12  # cells of a row, and characters of one
MIN_ROWS = 3  # rows of cells that make a table without a caption

_SOURCE = re.compile(
    r"[（(【]?(?:出所|出典|資料|注|備考|データ|Sources?|Notes?|Data)(?:[）)】]|[:：]|[0-9]?[）)])"
)
_SEPARATED = re.compile(r"\S(?: {2,}|\t|\u3000{2,})\S")


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table or figure: its lines, the first of them the caption if it has one.

    Attributes:
        kind: ``table`` or ``figure``.
        number: As in the caption (``表1``); None without one.
        title: The caption without its number.
        lines: Indices, in order.
    """

    kind: str
    number: str | None
    title: str
    lines: tuple[int, ...]


def find_tables(lines: Sequence[Line], widths: Widths | None, taken: set[int]) -> list[FoundTable]:
    """Find the tables and figures of a document, in order.

    Args:
        lines: The document without its furniture, in reading order.
        widths: Of the document, None if no layout broke its lines.
        taken: Lines that are notes.
    """
    found: list[FoundTable] = []
    free = [i for i in range(len(lines)) if i not in taken]
    used: set[int] = set()
    for at, i in enumerate(free):
        match = None if i in used else _caption(lines, i, widths)
        if match is None:
            continue
        name = match["kind"] or match["bare"]
        kind = "figure" if name in ("図", "Figure", "FIGURE", "Fig.", "Chart") else "table"
        after = _after(lines, free, at, widths)
        before: list[int] = []
        if kind == "figure" or not _has_cells(lines, after):  # captions of figures stand below
            before = _before(lines, free, at, widths, used)
        if before:
            after = [j for j in after if _SOURCE.match(lines[j].text)]
        number = None
        if match["number"]:
            number = f"{name}{' ' if name[-1].isascii() else ''}{match['number']}"
        found.append(FoundTable(kind, number, match["title"].strip(), (*before, i, *after)))
        used |= {*before, i, *after}
    return sorted(found + _without_caption(lines, free, used), key=lambda table: table.lines)


def _caption(lines: Sequence[Line], i: int, widths: Widths | None) -> re.Match[str] | None:
    line = lines[i]
    match = CAPTION.match(line.text)
    if match is None or ends_sentence(line.text):
        return None
    if i and widths is not None:
        before = lines[i - 1]
        cells = i + 1 < len(lines) and (
            _SOURCE.match(lines[i + 1].text) or _is_cell(lines, i + 1, widths)
        )
        if widths.full(before) and not ends_sentence(before.text) and not line.gap and not cells:
            return None  # "… as shown in / Table 2"
    return match


def _after(lines: Sequence[Line], free: Sequence[int], at: int, widths: Widths | None) -> list[int]:
    """Return the cells and sources that follow a caption."""
    found: list[int] = []
    seen_source = open_source = False
    for i in free[at + 1 : at + 1 + MOST_LINES]:
        line = lines[i]
        if is_caption(line.text) and not ends_sentence(line.text):
            break
        if _SOURCE.match(line.text):
            seen_source = True
        elif seen_source:
            if not open_source or line.gap or begins_part(line.text):
                break
        elif _begins_text(lines, free[at], i) or not _is_cell(lines, i, widths):
            break
        open_source = (
            seen_source
            and widths is not None
            and (widths.full(line) or line.cells > (widths.nearest(line) or line.cells))
            and not ends_sentence(line.text)
        )
        found.append(i)
    return found


def _begins_text(lines: Sequence[Line], caption: int, i: int) -> bool:
    """Tell a heading or an item from a cell: by its number, or larger than the caption."""
    here, above = lines[i].box, lines[caption].box
    if here is not None and above is not None and here.size > LARGER * above.size:
        return True
    number = number_of(lines[i].text)
    if number is None or _in_row(lines, i) or _is_row(lines[i].text):
        return False
    title = lines[i].text[len(number[1]) :].strip()
    return number[0] in HEADED_BY or (
        number[0] in ("1.", "(1)", "I.", "一") and len(title) > 1 and not title[0].isdigit()
    )


def _before(
    lines: Sequence[Line], free: Sequence[int], at: int, widths: Widths | None, used: set[int]
) -> list[int]:
    """Return the texts of a figure whose caption stands under it."""
    found: list[int] = []
    for i in reversed(free[max(0, at - MOST_LINES) : at]):
        if i in used or not _is_cell(lines, i, widths) or not _is_apart(lines, i):
            break
        found.insert(0, i)
    return found if len(found) > 1 else []


def _is_apart(lines: Sequence[Line], i: int) -> bool:
    return lines[i].gap or _in_row(lines, i) or not begins_part(lines[i].text)


def _has_cells(lines: Sequence[Line], found: Sequence[int]) -> bool:
    return any(not _SOURCE.match(lines[i].text) for i in found)


def _is_cell(lines: Sequence[Line], i: int, widths: Widths | None) -> bool:
    line = lines[i]
    if _in_row(lines, i) or _is_row(line.text):
        return True
    if ends_sentence(line.text):
        return False
    if line.room is not None and widths is not None:
        return line.room > (1 - SHORT_CELL) * (line.room + line.cells)
    width = widths.nearest(line) if widths is not None else None
    return line.cells <= (SHORT_CELL * width if width else CELL_CELLS)


def _is_row(text: str) -> bool:
    """Tell a row of a table by its blanks: wide ones, or several between short cells."""
    if _SEPARATED.search(text):
        return True
    cells = re.split(r"\u3000", text)
    return len(cells) >= LEAST_CELLS and max(map(len, cells)) <= LONGEST_CELL


def _in_row(lines: Sequence[Line], i: int) -> bool:
    """Tell whether a neighbour stands on the same row."""
    box = lines[i].box
    if box is None:
        return False
    for j in (i - 1, i + 1):
        if 0 <= j < len(lines) and lines[j].page == lines[i].page:
            other = lines[j].box
            space = box.size * CELL_SPACE
            apart = other is not None and (
                other.left >= box.right + space or box.left >= other.right + space
            )
            if other is not None and apart and abs(other.bottom - box.bottom) < 0.6 * box.size:
                return True
    return False


def _without_caption(
    lines: Sequence[Line], free: Sequence[int], used: set[int]
) -> list[FoundTable]:
    """Find runs of rows with several cells each."""
    found = []
    run: list[int] = []
    for i in [*free, -1]:
        if i >= 0 and i not in used and (_in_row(lines, i) or _SEPARATED.search(lines[i].text)):
            run.append(i)
            continue
        rows = {((box := lines[j].box) and round(box.bottom)) or -j for j in run}
        if len(rows) >= MIN_ROWS:
            found.append(FoundTable("table", None, "", tuple(run)))
        run = []
    return found
