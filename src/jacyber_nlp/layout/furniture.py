"""What stands on pages without being text: page numbers and running heads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from jacyber_nlp.layout.lines import Columns, Line, ends_sentence
from jacyber_nlp.script import width

WIDEST_HEAD = 120  # cells
HEAD_LINES = 2  # a head or foot has one line or two

_PAGE_NUMBER = re.compile(r"^[-–—‐−\s]*([0-9]{1,4})[-–—‐−\s]*$")
Edge = tuple[int, bool]  # page, and whether it is its upper edge


def without_furniture(lines: Sequence[Line], columns: Columns | None) -> list[Line]:
    """Leave out page numbers and running heads of a document with pages.

    A page number is a first or last line that is one more than that of the page
    before. A running head or foot is a first or last line that stands word for
    word at the same edge of another page, and neither ends a sentence nor fills
    its column as text does; where it is the document's first line, that one is
    its title and stays. A document of nothing else keeps them all.
    """
    kept = list(lines)
    for _ in range(HEAD_LINES):
        numbers = _numbers(_edges(kept))
        kept = [line for line in kept if id(line) not in numbers]
        heads = _heads(_edges(kept), columns)
        kept = [line for line in kept if id(line) not in heads]
    return kept if any(line.text for line in kept) else list(lines)


def _edges(lines: Sequence[Line]) -> dict[Edge, Line]:
    """Return the first and the last visible line of every page."""
    edges: dict[Edge, Line] = {}
    for line in lines:
        if line.text and line.page is not None:
            edges.setdefault((line.page, True), line)
            edges[line.page, False] = line
    return edges


def _numbers(edges: dict[Edge, Line]) -> set[int]:
    numbers = {
        edge: int(match.group(1))
        for edge, line in edges.items()
        if (match := _PAGE_NUMBER.match(line.text))
    }
    return {
        id(edges[page, upper])
        for (page, upper), n in numbers.items()
        if any(numbers.get((page + step, upper)) == n + step for step in (-1, 1))
    }


def _heads(edges: dict[Edge, Line], columns: Columns | None) -> set[int]:
    first_page = min((page for page, _ in edges), default=0)
    counted = Counter((line.text, upper) for (_, upper), line in edges.items())
    return {
        id(line)
        for (page, upper), line in edges.items()
        if counted[line.text, upper] > 1
        and width(line.text) <= WIDEST_HEAD
        and not ends_sentence(line.text)
        and not _PAGE_NUMBER.match(line.text)
        and not (columns is not None and columns.full(line.text))
        and not (upper and page == first_page)
    }
