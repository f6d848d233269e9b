"""Headings and numbers → the tree of sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jacyber_nlp.layout.lines import Line
from jacyber_nlp.layout.patterns import TITLES, number_of
from jacyber_nlp.records import CharSpan, Section

_ARTICLES = ("条", "article")
_DECIMALS = {"1 ": 1, "1.": 1, "1.1": 2, "1.1.1": 3}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body: where it stands, its text, whether it is a heading."""

    span: CharSpan
    text: str
    heading: bool
    first: Line


@dataclass(slots=True)
class _Open:
    """A section whose end is not known yet."""

    kind: str
    number_kind: str
    start: int
    level: int
    number: str | None
    title: str
    page: int | None
    heading: bool


def sections_of(paragraphs: Sequence[Paragraph], title: Paragraph | None) -> tuple[Section, ...]:
    """Return the sections, articles and items of a body, outer before inner.

    The document's ``title`` heads no section.

    A part is inside those before it whose kind of number is another; a number of
    a kind that is open closes down to it. A heading without number is told by
    its font size; a usual title (はじめに, Introduction) is of the first level.
    """
    opened: list[_Open] = []
    closed: list[Section] = []
    end = 0
    for paragraph in paragraphs:
        part = None if paragraph is title else _part(paragraph)
        if part is not None:
            keep = _depth(opened, part)
            closed += [_close(each, end) for each in opened[keep:]]
            del opened[keep:]
            part.level = len(opened) + 1
            opened.append(part)
        elif opened and not opened[-1].heading:
            keep = next((k for k, each in enumerate(opened) if not each.heading), len(opened))
            closed += [_close(each, end) for each in opened[keep:]]
            del opened[keep:]
        end = paragraph.span.end
    closed += [_close(each, end) for each in opened]
    return tuple(sorted(closed, key=lambda s: (s.span.start, -s.span.end, s.level)))


def _part(paragraph: Paragraph) -> _Open | None:
    text = paragraph.text
    number = number_of(text)
    page = paragraph.first.page
    start = paragraph.span.start
    if paragraph.heading:
        if number is None:
            kind = "title" if TITLES.fullmatch(text) else _size_kind(paragraph.first)
            return _Open("section", kind, start, 1, None, text, page, heading=True)
        title = text[len(number[1]) :].strip()
        kind = "article" if number[0] in _ARTICLES else "section"
        return _Open(kind, number[0], start, 1, number[1].strip(), title, page, heading=True)
    if number is None:
        return None
    article = number[0] in _ARTICLES
    return _Open(
        "article" if article else "item",
        number[0],
        start,
        1,
        number[1].strip(),
        "",
        page,
        heading=article,
    )


def _size_kind(line: Line) -> str:
    return f"size {line.box.size:.0f}" if line.box else "plain"


def _depth(opened: Sequence[_Open], part: _Open) -> int:
    """Return how many open parts a new one stands inside of."""
    if part.number_kind == "title":
        return 0
    decimal = _DECIMALS.get(part.number_kind, 0)
    for depth, each in enumerate(opened):
        if (
            each.heading == part.heading
            and decimal
            and _DECIMALS.get(each.number_kind, 0) >= decimal
        ):
            return depth
        if each.number_kind == part.number_kind and each.heading == part.heading:
            return depth
        if part.heading and (not each.heading or each.number_kind == "title"):
            return depth
    return len(opened)


def _close(part: _Open, end: int) -> Section:
    return Section(
        part.kind, CharSpan(part.start, end), part.level, part.number, part.title, part.page
    )
