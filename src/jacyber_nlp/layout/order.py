"""The order in which people read the lines of a page, by where they stand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from jacyber_nlp.layout.headings import body_size
from jacyber_nlp.layout.lines import WIDE_LEADING, Line
from jacyber_nlp.layout.starts import is_small
from jacyber_nlp.records import Box

LEAST_LINES = 5  # of a column
CROSSING = 0.35  # lines that span columns, against those that do not
FULL_LINE = 0.8  # most lines of a column of text are as wide as this part of it
FULL_SHARE = 0.45
SPANNING_FOOT = 0.3  # part of its lines from which a foot spans the columns
WIDEST = 14_400.0  # points: no page of a PDF is wider, but a character may stand anywhere
STEP = 2.0  # points between the places where a gutter is looked for
FEW = 0.08  # of a column's lines: an edge that fewer share is none
ROUGH = 40.0  # points in which widths of columns are told apart
MOST = 0.97  # of a document's lines are no wider than its column
HALF = 0.5


@dataclass(frozen=True, slots=True)
class _Placed:
    line: Line
    box: Box


def in_reading_order(lines: Sequence[Line]) -> list[Line]:
    """Put the lines of every page in reading order, and tell how they stand.

    Columns are read one after the other; what spans them divides the page into
    bands. Lines come back with their indent and room in their column, and with
    the gap before them. Lines without boxes keep their order.
    """
    placed = [_Placed(line, line.box) for line in lines if line.box is not None]
    if len(placed) < len(lines):
        return list(lines)
    size = body_size(lines)
    pages: defaultdict[int, list[_Placed]] = defaultdict(list)
    for each in placed:
        pages[each.line.page or 0].append(each)
    columns = [column for page in pages.values() for column in _columns(page, size)]
    leading = _leading(columns)
    width = _width(columns)
    ordered = [line for column in columns for line in _described(column, leading, width)]
    started: set[int | None] = set()
    out = []
    for line in ordered:
        first = line.page not in started
        started.add(line.page)
        out.append(line if line.starts_page == first else replace(line, starts_page=first))
    return out


def _columns(page: Sequence[_Placed], size: float | None) -> list[list[_Placed]]:
    """Return the columns of a page, each with its lines from top to bottom."""
    text = [each for each in page if not is_small(each.line, size)]
    gutter = _gutter(text)
    if gutter is None:
        return [_by_rows(page)]
    foot = _foot(page, size)
    if sum(_crosses(each, gutter) for each in foot) >= SPANNING_FOOT * len(foot) > 0:
        inside = {id(each) for each in foot}
        upper = [each for each in page if id(each) not in inside]
        return [*_banded(upper, gutter, size), _by_rows(foot)]
    return _banded(page, gutter, size)


def _foot(page: Sequence[_Placed], size: float | None) -> list[_Placed]:
    """Return the small lines below all text."""
    foot: list[_Placed] = []
    for each in sorted(page, key=lambda p: -p.box.top):
        if not is_small(each.line, size):
            break
        foot.append(each)
    return foot


def _crosses(each: _Placed, x: float) -> bool:
    return each.box.left < x - STEP and each.box.right > x + STEP


def _gutter(lines: Sequence[_Placed]) -> float | None:
    """Return the x between two columns of text; None where there is one column."""
    if len(lines) < 2 * LEAST_LINES:
        return None
    left = min(each.box.left for each in lines)
    right = min(max(each.box.right for each in lines), left + WIDEST)
    best: list[float] = []
    fewest = len(lines)
    x = left + 0.2 * (right - left)
    while x < left + 0.8 * (right - left):
        crossing = sum(_crosses(each, x) for each in lines)
        if crossing < fewest:
            best, fewest = [x], crossing
        elif crossing == fewest:
            best.append(x)
        x += STEP
    if not best:
        return None
    x = _middle_of_longest(best)
    before = [each for each in lines if each.box.right <= x + STEP]
    after = [each for each in lines if each.box.left >= x - STEP]
    if min(len(before), len(after)) < LEAST_LINES:
        return None
    if fewest > CROSSING * (len(before) + len(after)):
        return None
    return x if _is_text(before) and _is_text(after) else None


def _middle_of_longest(places: Sequence[float]) -> float:
    runs = [[places[0]]]
    for x in places[1:]:
        if x - runs[-1][-1] > 1.5 * STEP:
            runs.append([])
        runs[-1].append(x)
    longest = max(runs, key=len)
    return longest[len(longest) // 2]


def _is_text(lines: Sequence[_Placed]) -> bool:
    """Tell a column of text, most lines of which fill it, from one of cells."""
    widths = sorted(each.box.right - each.box.left for each in lines)
    widest = widths[int(MOST * (len(widths) - 1))]
    full = sum(width >= FULL_LINE * widest for width in widths)
    return full >= FULL_SHARE * len(widths) and len(_rows(lines)) >= LEAST_LINES


def _banded(page: Sequence[_Placed], gutter: float, size: float | None) -> list[list[_Placed]]:
    """Read bands between spanning lines from top to bottom, columns from the left."""
    columns: list[list[_Placed]] = []
    band: list[_Placed] = []
    spanning: list[_Placed] = []
    for row in _rows(page):
        left = [each for each in row if each.box.right <= gutter + STEP]
        right = [each for each in row if each.box.left >= gutter - STEP]
        if len(left) + len(right) < len(row) or (len(left) > 1 and len(right) > 1):
            columns += _sides(band, gutter, size)
            band = []
            spanning += row
        else:
            if spanning:
                columns.append(spanning)
                spanning = []
            band += row
    if spanning:
        columns.append(spanning)
    return columns + _sides(band, gutter, size)


def _sides(band: Sequence[_Placed], gutter: float, size: float | None) -> list[list[_Placed]]:
    sides = (
        [each for each in band if each.box.left < gutter],
        [each for each in band if each.box.left >= gutter],
    )
    return [column for side in sides if side for column in _columns(side, size)]


def _rows(lines: Iterable[_Placed]) -> list[list[_Placed]]:
    """Group lines that stand beside each other, from top to bottom."""
    rows: list[list[_Placed]] = []
    for each in sorted(lines, key=lambda p: (p.box.bottom, p.box.left)):
        if rows and each.box.bottom - rows[-1][0].box.bottom <= HALF * each.box.size:
            rows[-1].append(each)
        else:
            rows.append([each])
    return rows


def _by_rows(lines: Iterable[_Placed]) -> list[_Placed]:
    return [each for row in _rows(lines) for each in sorted(row, key=lambda p: p.box.left)]


# --- how a line stands in its column -----------------------------------------


def _leading(columns: Sequence[Sequence[_Placed]]) -> dict[float, float]:
    """Return the usual distance of baselines for each font size, in points."""
    distances: defaultdict[float, list[float]] = defaultdict(list)
    for column in columns:
        for a, b in pairwise(column):
            step = b.box.bottom - a.box.bottom
            if a.box.size == b.box.size and HALF * a.box.size < step < 4 * a.box.size:
                distances[a.box.size].append(step)
    return {size: median(steps) for size, steps in distances.items() if len(steps) > 2}


def _width(columns: Sequence[Sequence[_Placed]]) -> dict[int, float]:
    """Return the width of the columns of a document by their rough width, in points."""
    groups: defaultdict[int, list[float]] = defaultdict(list)
    for column in columns:
        if column:
            span = max(p.box.right for p in column) - min(p.box.left for p in column)
            groups[round(span / ROUGH)] += [p.box.right - p.box.left for p in column]
    return {
        key: sorted(widths)[int(MOST * (len(widths) - 1))]
        for key, widths in groups.items()
        if len(widths) >= LEAST_LINES
    }


def _described(
    column: Sequence[_Placed], leading: dict[float, float], widths: dict[int, float]
) -> Iterable[Line]:
    """Return the lines of a column with their indent, room and gap."""
    counted = Counter(round(each.box.left) for each in column)
    least = max(2, FEW * len(column)) if len(column) > 2 else 1
    shared = [left for left, n in counted.items() if n + counted[left + 1] >= least]
    left = min(shared, default=min(counted))
    right = max(each.box.right for each in column)
    span = right - min(each.box.left for each in column)
    if len(column) < LEAST_LINES:
        # Too few to show their column: one of the document's that holds them.
        right = left + min((w for w in widths.values() if w >= span - STEP), default=span)
    else:
        right = max(right, left + widths.get(round(span / ROUGH), 0.0))
    before: _Placed | None = None
    for each in column:
        cell = each.box.size / 2
        yield replace(
            each.line,
            indent=max(0, round((each.box.left - left) / cell)),
            room=max(0.0, (right - each.box.right) / cell),
            gap=before is not None and _is_gap(before, each, leading),
        )
        before = each


def _is_gap(before: _Placed, each: _Placed, leading: dict[float, float]) -> bool:
    step = each.box.bottom - before.box.bottom
    size = max(before.box.size, each.box.size)
    usual = leading.get(size, 1.6 * size)
    return step > WIDE_LEADING * max(usual, 1.2 * size)
