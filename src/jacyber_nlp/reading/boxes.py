"""Characters with boxes → lines with boxes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jacyber_nlp.records import Box

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# All in parts of the font size.
CELL_GAP = 1.6  # a wider gap divides a line: cells of a table, columns
TOUCHING = 0.9  # what stands nearer is one line, though the file breaks it
WORD_SPACE = 0.18  # what stands farther off is another word
SAME_BASE = 0.35  # baselines nearer than this are one line's
RAISED_SIZE = 0.82  # raised characters are smaller than this,
RAISED_BASE = 0.12  # and their baseline is higher by this at least
RAISED_INK = 0.2  # the ink of a superscript begins so high above the baseline,
SUPERSCRIPT = 0.6  # and it is as large as a character of so many sizes
AUTOMATIC_SPACE = 0.4
FIRST_WIDE = 0x2E80  # ideographs, kana and their punctuation come from here on
NUMBER_GAP = 6.0  # between the number of a paragraph or item and its text
ASCENT = 0.88  # of an ideograph, in any font
EVEN = 0.03  # upper edges of even text differ by less

_NUMBER = re.compile(r"[（(]?(?:[0-9]{1,3}|[A-Za-z]|[ivxIVX]{1,4})[.．）)]|[•・▪◦■□●○–]")

# Stands for the second half of a character beyond the basic plane: it has a box, too.
SECOND_HALF = "\u2060"
LEFT, TOP, RIGHT, BOTTOM = range(4)


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The characters of a page as drawn.

    Attributes:
        text: Characters in the file's order; line ends between lines.
        boxes: left, top, right, bottom of each, in points, y upward as in the
            PDF. Shape: (n_characters, 4).
        font_of: Index of a character → its font size and the x and y of its
            origin on the baseline, in points.
        ink_of: Index of a character → lower edge of its ink, y upward.
        width: Of the page, in points.
        height: Of the page, in points.
    """

    text: str
    boxes: NDArray[np.float32]
    font_of: Callable[[int], tuple[float, float, float]]
    ink_of: Callable[[int], float]
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Piece:
    """Characters ``[start, end)`` of a page, of one size and baseline."""

    start: int
    end: int
    left: float
    right: float
    base: float
    size: float


def lines_of_glyphs(glyphs: Glyphs) -> tuple[list[str], list[Box]]:
    """Put characters together to lines, in the file's order.

    A line ends where the file ends it, where the baseline changes, and at a gap
    as wide as between columns or cells; fragments that touch are one line.
    Vertical writing comes out as if its page were turned.
    """
    lines, boxes = [], []
    for run in _runs(glyphs.text, _pieces(glyphs)):
        line, box = _line(glyphs.text, run)
        lines.append(line)
        boxes.append(box)
    return lines, boxes


def _pieces(glyphs: Glyphs) -> list[_Piece]:
    """Cut the characters where anything but the pen's place changes."""
    import numpy as np

    codes = np.frombuffer(glyphs.text.encode("utf-32-le"), np.uint32)
    inked = np.flatnonzero((codes != 32) & (codes != 13) & (codes != 10))
    if not len(inked):
        return []
    box, vertical = _upright(glyphs, inked)
    height = box[:, BOTTOM] - box[:, TOP]
    larger = np.maximum(height[1:], height[:-1])
    gap = box[1:, LEFT] - box[:-1, RIGHT]
    digit = (codes[inked] >= 48) & (codes[inked] <= 57)
    wide = codes[inked] >= FIRST_WIDE
    broken = np.cumsum((codes == 10) | (codes == 13))[inked]
    cut = (
        (np.diff(broken) > 0)
        | (gap > CELL_GAP * larger)
        | (gap < -larger)
        # Letters that hang below the font's box stretch it: go by the upper edge.
        | (np.abs(np.diff(box[:, TOP])) > EVEN * larger)
        | np.diff(digit)
        | ((np.diff(inked) > 1) & (wide[1:] | wide[:-1]))
        | (np.minimum(height[1:], height[:-1]) < RAISED_SIZE * larger)
    )
    starts = np.concatenate(([0], np.flatnonzero(cut) + 1))
    ends = np.concatenate((starts[1:], [len(inked)]))
    edges = zip(
        inked[starts].tolist(),
        (inked[ends - 1] + 1).tolist(),
        box[starts, LEFT].tolist(),
        box[ends - 1, RIGHT].tolist(),
        strict=True,
    )
    pieces = []
    for start, end, left, right in edges:
        size, x, y = glyphs.font_of(start)
        base = glyphs.width - x if vertical else glyphs.height - y
        # Superscripts of the font itself have its size and its baseline.
        if glyphs.text[start].isdigit() and glyphs.ink_of(start) - y > RAISED_INK * size:
            base, size = base - RAISED_INK * size, SUPERSCRIPT * size
        pieces.append(_Piece(start, end, left, right, base, size))
    return pieces


def _upright(glyphs: Glyphs, inked: NDArray[np.intp]) -> tuple[NDArray[np.float64], bool]:
    """Return left, top, right, bottom with y downward, and whether the page was turned."""
    import numpy as np

    box = glyphs.boxes[inked].astype(np.float64)
    left, top, right, bottom = box.T
    size = np.maximum(top - bottom, 0.1)[1:]
    right_by, down_by = np.diff(left) / size, -np.diff(top) / size
    across = np.sum((np.abs(down_by) < 0.3) & (right_by > 0.3) & (right_by < 2.5))
    down = np.sum((np.abs(right_by) < 0.3) & (down_by > 0.3) & (down_by < 2.5))
    if down > 2 * across and down > 10:
        turned = (glyphs.height - top, glyphs.width - right, glyphs.height - bottom)
        return np.stack((*turned, glyphs.width - left), axis=1), True
    return np.stack((left, glyphs.height - top, right, glyphs.height - bottom), axis=1), False


def _runs(text: str, pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    """Put pieces together that stand on one line."""
    runs: list[list[_Piece]] = []
    for piece in pieces:
        # A line goes on behind the readings (ruby) that are drawn in its midst.
        small = len(runs) > 1 and _full(runs[-1]).size < RAISED_SIZE * _full(runs[-2]).size
        for run in runs[-2:][::-1] if small else runs[-1:]:
            if _goes_on(text, run, _full(run), piece):
                run.append(piece)
                break
        else:
            runs.append([piece])
    return runs


def _full(run: Sequence[_Piece]) -> _Piece:
    """Return the last piece of a run's full size: it has the baseline."""
    largest = max(piece.size for piece in run)
    return next(piece for piece in reversed(run) if piece.size >= RAISED_SIZE * largest)


def _goes_on(text: str, run: Sequence[_Piece], full: _Piece, piece: _Piece) -> bool:
    last = run[-1]
    larger = max(full.size, piece.size)
    level = (
        abs(piece.base - full.base) <= SAME_BASE * larger
        or (piece.size < RAISED_SIZE * full.size and _amid(piece, full))
        or (full.size < RAISED_SIZE * piece.size and _amid(full, piece))
    )
    between = text[last.end : piece.start]
    broken = "\n" in between or "\r" in between
    widest = TOUCHING if broken else CELL_GAP
    if _NUMBER.fullmatch(text, run[0].start, last.end):
        widest = NUMBER_GAP
    # A dash of two ems may be drawn as two glyphs, the second over the first.
    within = run[0].left <= piece.left and piece.right <= last.right + larger
    gap = piece.left - last.right
    return level and (-larger < gap <= widest * larger or (within and piece.end - piece.start < 3))


def _amid(small: _Piece, large: _Piece) -> bool:
    return large.base - large.size <= small.base - 0.4 * small.size <= large.base


def _line(text: str, run: Sequence[_Piece]) -> tuple[str, Box]:
    """Return the characters and the box of a line."""
    counted: dict[float, int] = {}
    for piece in run:
        size = round(piece.size, 1)
        counted[size] = counted.get(size, 0) + piece.end - piece.start
    # Of a line that is half small marks the larger size is the line's.
    most = max(counted.values())
    size = max(s for s, n in counted.items() if 3 * n >= most)
    full = [piece for piece in run if piece.size >= RAISED_SIZE * size]
    base = max(piece.base for piece in full)
    parts: list[str] = []
    raised: list[tuple[int, int]] = []
    length = 0
    end, right = run[0].start, run[0].left
    for piece in run:
        between = text[end : piece.start].replace("\r", "").replace("\n", "")
        chars = text[piece.start : piece.end]
        gap = piece.left - right
        if not between and gap > WORD_SPACE * size:
            between = " "
        # The quarter of an em that is set between ideographs and Latin is no blank.
        if (
            between
            and gap < AUTOMATIC_SPACE * size
            and (ord(chars[0]) >= FIRST_WIDE or ord(text[end - 1]) >= FIRST_WIDE)
        ):
            between = ""
        right = piece.right
        parts += (between, chars)
        length += len(between)
        if piece.size < RAISED_SIZE * size and piece.base < base - RAISED_BASE * size:
            begin = raised.pop()[0] if raised and raised[-1][1] == length else length
            raised.append((begin, length + len(chars)))
        length += len(chars)
        end = piece.end
    return "".join(parts).replace(SECOND_HALF, ""), Box(
        round(run[0].left, 2),
        round(base - ASCENT * size, 2),
        round(max(piece.right for piece in run), 2),
        round(base + (1 - ASCENT) * size, 2),
        size,
        tuple(raised),
    )
