"""Running heads and page numbers where the pages are known."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from jacyber_nlp.layout.headings import body_size
from jacyber_nlp.layout.heads import (
    NUMBER_AT_EDGE,
    PAGE_NUMBER,
    WIDEST_HEAD,
    compared,
    may_be_head,
    without_number,
)
from jacyber_nlp.layout.lines import Line
from jacyber_nlp.layout.widths import Widths

EDGE_ROWS = 3  # a head or foot has at most so many rows
SAME_ROW = 0.5  # parts of the font size by which lines of a row differ in height
FRONT = 8  # lines of a document that hold its name
LONG_PAGE = 10  # lines, of pages that have more than edges
MANY = 3  # pages on which even a sentence, or a full line, is a head
HEAD_SHARE = 0.3  # of the pages that have a head which skips more than one
MOST_IN_ROW = 3  # lines of a head: left, middle, right
SMALLER = 0.95  # of the body's font size
SAME_PLACE = 3.0  # points by which the place of a head varies

_SYMBOL = re.compile(r"[A-Z]+(?:[/.-][A-Z0-9]+)*/[A-Za-z0-9/.()-]+")  # A/79/214


def furniture_on_pages(lines: Sequence[Line], widths: Widths | None) -> set[int]:
    """Return the lines at the edges of pages that repeat, or count with the pages."""
    edges = _edges(lines)
    known = _numbers(lines, edges)
    for upper, at_edge in edges.items():
        known |= _repeated(lines, at_edge, widths, upper=upper)
    found: set[int] = set()
    for at_edge in edges.values():
        for rows in at_edge.values():
            # From the edge inward: what stands behind text is text.
            for row in rows:
                found |= known.intersection(row)
                if not known.issuperset(row):
                    break
    return _at_same_place(lines, edges, found | _in_margin(lines, edges[True]), widths)


def _edges(lines: Sequence[Line]) -> dict[bool, dict[int, list[list[int]]]]:
    """Return the rows at the upper (True) and lower edge of every page, outer first."""
    pages: defaultdict[int, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        if line.page is not None:
            pages[line.page].append(i)
    edges: dict[bool, dict[int, list[list[int]]]] = {True: {}, False: {}}
    for page, at in pages.items():
        rows: list[list[int]] = []
        for i in sorted(at, key=lambda i: (_bottom(lines[i]), i)):
            box = lines[i].box
            if rows and box and box.bottom - _bottom(lines[rows[-1][0]]) <= SAME_ROW * box.size:
                rows[-1].append(i)
            else:
                rows.append([i])
        edges[True][page] = rows[:EDGE_ROWS]
        edges[False][page] = rows[::-1][:EDGE_ROWS]
    return edges


def _bottom(line: Line) -> float:
    return line.box.bottom if line.box else 0.0


def _numbers(lines: Sequence[Line], edges: dict[bool, dict[int, list[list[int]]]]) -> set[int]:
    """Return page numbers: what they count and the pages grow together."""
    by_distance: defaultdict[int, set[int]] = defaultdict(set)
    for at_edge in edges.values():
        for page, rows in at_edge.items():
            for i in (i for row in rows for i in row):
                match = PAGE_NUMBER.fullmatch(lines[i].text)
                if match:
                    by_distance[int(match.group(1)) - page].add(i)
    return {
        i for same in by_distance.values() if len({lines[i].page for i in same}) > 1 for i in same
    }


def _repeated(
    lines: Sequence[Line],
    at_edge: dict[int, list[list[int]]],
    widths: Widths | None,
    *,
    upper: bool,
) -> set[int]:
    """Return lines that repeat at one edge, word for word or but for the page's number."""
    pages_of: defaultdict[tuple[str, int | None], list[int]] = defaultdict(list)
    for page, rows in at_edge.items():
        for i in (i for row in rows for i in row):
            if lines[i].cells > WIDEST_HEAD or PAGE_NUMBER.fullmatch(lines[i].text):
                continue
            pages_of[compared(lines[i]), None].append(i)
            if may_be_head(lines[i], widths):
                match = NUMBER_AT_EDGE.search(lines[i].text)
                if match:
                    distance = int(match.group(1) or match.group(2)) - page
                    pages_of[without_number(lines[i]), distance].append(i)
    found = set()
    size = body_size(lines)
    is_long = len(lines) >= LONG_PAGE * len(at_edge)
    for (_, counted), same in pages_of.items():
        pages = {lines[i].page or 0 for i in same}
        alone = is_long and _differ(lines, same, upper=upper)
        is_head = _is_head(lines[same[0]], len(pages) if alone else 0, widths, size)
        if is_head and _are_near(pages, len(at_edge)):
            counts = counted is not None
            found |= {i for i in same if counts or not _is_title(lines, i, same)}
    return found


def _differ(lines: Sequence[Line], same: Sequence[int], *, upper: bool) -> bool:
    """Tell whether other text stands within each; in a passage that comes twice it does not."""
    inner = [i + 1 if upper else i - 1 for i in same]
    texts = {compared(lines[i]) for i in inner if 0 <= i < len(lines)}
    return len(texts) == len(same)


def _is_head(line: Line, n_pages: int, widths: Widths | None, size: float | None) -> bool:
    """Tell a running head; one that fills its column or ends a sentence stands on many pages."""
    if may_be_head(line, widths):
        return True
    is_small = line.box is not None and size is not None and line.box.size <= SMALLER * size
    return n_pages >= MANY and (is_small or may_be_head(line, None))


def _are_near(pages: set[int], n_pages: int) -> bool:
    """Tell a running head, on neighbouring pages, from a heading that comes twice."""
    near = min((b - a for a, b in pairwise(sorted(pages))), default=0)
    return len(pages) > 1 and (near <= 2 or len(pages) >= HEAD_SHARE * n_pages)


def _is_title(lines: Sequence[Line], i: int, same: Sequence[int]) -> bool:
    """Tell the title of the document from a running head that repeats it."""
    if i != 0 or _SYMBOL.fullmatch(lines[i].text):
        return False
    box = lines[i].box
    others = [other.size for j in same if j != i and (other := lines[j].box)]
    return box is None or box.size > 1.1 * max(others, default=0.0)


def _in_margin(lines: Sequence[Line], upper: dict[int, list[list[int]]]) -> set[int]:
    """Return small uppermost rows that stand at one height on several pages.

    Chapter names change from page to page, their place does not. At the lower
    edge the last line of the notes stands at one height, too.
    """
    size = body_size(lines)
    rows: defaultdict[tuple[int, float], list[list[int]]] = defaultdict(list)
    for page_rows in upper.values():
        first = page_rows[0]
        box = lines[first[0]].box
        following = lines[page_rows[1][0]].box if len(page_rows) > 1 else None
        if size is None or box is None or following is None or box.size > SMALLER * size:
            continue
        if following.top - box.bottom > size and len(first) <= MOST_IN_ROW:
            rows[round(box.bottom), box.size].append(first)
    named = Counter(compared(line) for line in lines)
    front = "".join(compared(line) for line in lines[:FRONT])
    return {
        i
        for same in rows.values()
        for row in same
        for i in row
        # On one page only, if it names the document or one of its parts.
        if len(same) > 1 or named[compared(lines[i])] > 1 or compared(lines[i]) in front
        if i >= FRONT or len(same) > 1
    }


def _at_same_place(
    lines: Sequence[Line],
    edges: dict[bool, dict[int, list[list[int]]]],
    found: set[int],
    widths: Widths | None,
) -> set[int]:
    """Return lines that stand just where heads of other pages stand (chapter names)."""
    new = set()
    for at_edge in edges.values():
        places = Counter(
            (round(box.bottom), box.size)
            for rows in at_edge.values()
            for i in (i for row in rows for i in row)
            if i in found and (box := lines[i].box)
        )
        for rows in at_edge.values():
            for i in (i for row in rows for i in row):
                box = lines[i].box
                if i in found or box is None or not may_be_head(lines[i], widths):
                    continue
                near = sum(
                    n
                    for (bottom, size), n in places.items()
                    if abs(bottom - box.bottom) <= SAME_PLACE and size == box.size
                )
                if near > 1:
                    new.add(i)
    return found | new
