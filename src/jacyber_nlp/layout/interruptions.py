"""Running heads and page numbers amid text whose pages are not known."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from jacyber_nlp.layout.heads import (
    NUMBER_AT_EDGE,
    PAGE_NUMBER,
    compared,
    may_be_head,
    without_number,
)
from jacyber_nlp.layout.lines import Line
from jacyber_nlp.layout.patterns import begins_part
from jacyber_nlp.layout.widths import Widths, ends_sentence

# Pages are at least and at most so many lines long.
SHORTEST_PAGE, LONGEST_PAGE = 8, 150
SHORT = 20  # characters of a line that may be a page number with its dashes
LOOK_BACK = 400  # numbers before one with which it may count
FRONT = 4  # lines of a document that may be its title
SAME_BEGINNING = 7  # characters
INDENT, INDENT_SHARE = 2, 0.04  # first lines of paragraphs begin so many cells later
SHORT_HEAD = 0.8  # part of the column that a head amid text fills at most
NEAR = 3  # lines between a page number and its running head

_CLAUSE = re.compile(r"^[a-z]|[。、]|[.;,] |[はがを]")
_GOES_ON = re.compile(r"[をにがはのともへやでし、。」）]")


def furniture_amid_text(lines: Sequence[Line], widths: Widths | None) -> set[int]:
    """Return the lines that count up, stand beside those, or cut the text again and again."""
    found = _counting(lines)
    beside = _heads_beside(lines, found, widths)
    heads = Counter(compared(lines[i]) for i in beside)
    found |= beside
    for i, line in enumerate(lines[FRONT:-1], FRONT):
        n = heads[compared(line)]
        if n > 1 or (n and _cuts(lines, i, found, widths, indents=False)):
            found.add(i)
    found |= {
        i for i in range(FRONT, len(lines) - 1) if _is_doubled(lines[i], lines[i + 1], widths)
    }
    return found | _interrupting(lines, found, widths)


def _counting(lines: Sequence[Line]) -> set[int]:
    """Return lines that hold a number which counts up at the distance of pages."""
    groups: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for i, line in enumerate(lines):
        if not (line.text[0].isdigit() or line.text[-1].isdigit() or len(line.text) < SHORT):
            continue
        number = PAGE_NUMBER.fullmatch(line.text)
        if not number and not may_be_head(line, None):
            continue
        edge = NUMBER_AT_EDGE.search(line.text)
        if number:
            groups[""].append((i, int(number.group(1))))
        elif edge:
            # Even pages have it on the left, odd ones on the right.
            groups[without_number(line)].append((i, int(edge.group(1) or edge.group(2))))
    return {i for group in groups.values() for i in _longest_count(group, len(lines))}


class _Count(NamedTuple):
    """The longest count that ends in a line: its length, its first line, the line before."""

    length: int
    first: int
    before: int | None


def _longest_count(group: Sequence[tuple[int, int]], n_lines: int) -> set[int]:
    """Return the lines of the longest count n, n + 1, … in steps of a page's length."""
    best: dict[int, _Count] = {}
    for k, (i, n) in enumerate(group):
        count = _Count(1, i, None)
        for j, m in group[max(0, k - LOOK_BACK) : k]:
            step = n - m
            # The last page may have a line or two.
            short = i >= n_lines - NEAR and best[j].length > 1
            shortest = 2 if short else SHORTEST_PAGE * step
            pages = 1 <= step <= 2 and shortest <= i - j <= LONGEST_PAGE * step
            if pages and best[j].length + 1 > count.length:
                count = _Count(best[j].length + 1, best[j].first, j)
        best[i] = count
    end = max(best, key=lambda i: (best[i].length, -best[i].first))
    if best[end].length < 2:
        return set()
    lines: set[int] = set()
    at: int | None = end
    while at is not None:
        lines.add(at)
        at = best[at].before
    return lines


def _heads_beside(lines: Sequence[Line], numbers: set[int], widths: Widths | None) -> set[int]:
    """Return running heads beside page numbers: they repeat, or begin as the title does."""
    if not numbers:
        return set()
    counted = Counter(compared(line) for line in lines)
    titles = {compared(line)[:SAME_BEGINNING] for line in lines[:FRONT]}
    found = set()
    for i in numbers:
        for step in (-1, 1):
            for j in range(i + step, i + (NEAR + 1) * step, step):
                if not FRONT <= j < len(lines) or not may_be_head(lines[j], None):
                    break
                name = compared(lines[j])
                cuts = abs(i - j) == 1 and _is_wedged(lines, j, numbers, widths)
                named = len(name) > SAME_BEGINNING and name[:SAME_BEGINNING] in titles
                if counted[name] > 1 or cuts or (named and may_be_head(lines[j], widths)):
                    found.add(j)
    return found


def _is_wedged(lines: Sequence[Line], i: int, numbers: set[int], widths: Widths | None) -> bool:
    """Tell whether a short line stands between two halves of a sentence."""
    width = widths.nearest(lines[i]) if widths is not None else None
    return (
        width is not None
        and lines[i].cells <= SHORT_HEAD * width
        and may_be_head(lines[i], widths)
        and not begins_part(lines[i].text)
        and not _CLAUSE.search(lines[i].text)
        and _cuts(lines, i, numbers, widths, indents=False)
    )


def _is_doubled(line: Line, following: Line, widths: Widths | None) -> bool:
    """Tell whether a running head stands right above the heading that it names."""
    same = len(line.text) >= SAME_BEGINNING and compared(line) == compared(following)
    return same and may_be_head(line, widths)


def _interrupting(lines: Sequence[Line], numbers: set[int], widths: Widths | None) -> set[int]:
    """Return lines that repeat far from each other and cut the text more often than not."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        if i not in numbers and 0 < i < len(lines) - 1 and len(line.text) > 1:
            places[compared(line)].append(i)
    indents = sum(line.indent == INDENT for line in lines) >= INDENT_SHARE * len(lines)
    found = set()
    for at in places.values():
        if len(at) < 2 or not may_be_head(lines[at[0]], widths):
            continue
        if len({compared(lines[i - 1]) for i in at}) < len(at):
            continue  # a passage that stands twice
        apart = all(b - a >= SHORTEST_PAGE for a, b in pairwise(at))
        cuts = sum(_cuts(lines, i, numbers, widths, indents=indents) for i in at)
        if apart and 2 * cuts >= len(at):
            found |= set(at)
    return found


def _cuts(
    lines: Sequence[Line], i: int, numbers: set[int], widths: Widths | None, *, indents: bool
) -> bool:
    """Tell whether the text goes on over a line as if it were not there."""
    before = next((lines[j] for j in range(i - 1, -1, -1) if j not in numbers), None)
    after = next((lines[j] for j in range(i + 1, len(lines)) if j not in numbers), None)
    if before is None or after is None or widths is None:
        return False
    if widths.full(before) and not ends_sentence(before.text):
        return True
    if after.text[0].islower() or _GOES_ON.match(after.text):
        return True
    return indents and after.indent == 0 and widths.full(after) and not begins_part(after.text)
