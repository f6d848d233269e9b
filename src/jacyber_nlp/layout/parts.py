"""What the lines of a document are: body, headings, notes, tables, furniture."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from jacyber_nlp.layout.furniture import without_furniture
from jacyber_nlp.layout.headings import find_headings
from jacyber_nlp.layout.lines import Line, cut, lines_of
from jacyber_nlp.layout.notes import FoundNote, find_notes
from jacyber_nlp.layout.order import in_reading_order
from jacyber_nlp.layout.readings import without_readings
from jacyber_nlp.layout.tables import FoundTable, find_tables
from jacyber_nlp.layout.widths import Widths, find_widths
from jacyber_nlp.records import RawDocument

_RUBY = re.compile(r"[\u3041-\u3096\u30a1-\u30fc]+")
Place = tuple[int, int]  # index of a line, character in it


@dataclass(frozen=True, slots=True)
class Parts:
    """What the lines of a document are.

    Attributes:
        lines: All lines but the furniture, in reading order, without the marks
            of notes.
        furniture: Running heads, page numbers and readings.
        widths: At which the layout broke the lines; None if it broke none.
        notes: Their lines are indices into ``lines``; so are the others.
        places: Where the mark of each note stood in the body; None without one.
        tables: Tables and figures.
        headings: Lines that are headings.
        body: Lines that are neither notes nor tables.
    """

    lines: list[Line]
    furniture: list[Line]
    widths: Widths | None
    notes: list[FoundNote]
    places: list[Place | None]
    tables: list[FoundTable]
    headings: set[int]
    body: list[int]


def part(raw: RawDocument) -> Parts:
    """Tell body, headings, notes, tables and furniture apart."""
    lines = lines_of(raw)
    widths = find_widths(lines)
    lines, readings = without_readings(lines, widths)
    lines, furniture = without_furniture(lines, widths)
    lines = in_reading_order(lines)
    widths = find_widths(lines)
    notes = find_notes(lines, widths)
    taken = {i for note in notes for i in (note.start.line, *note.lines)}
    tables = find_tables(lines, widths, taken)
    taken |= {i for table in tables for i in table.lines}
    body = [i for i in range(len(lines)) if i not in taken]
    if not body:  # a list of notes is its own body
        notes, tables, body = [], [], list(range(len(lines)))
    lines, body, places = _without_marks(lines, body, notes)
    headings = {body[i] for i in find_headings([lines[i] for i in body], widths)}
    return Parts(lines, furniture + readings, widths, notes, places, tables, headings, body)


def _without_marks(
    lines: list[Line], body: list[int], notes: Sequence[FoundNote]
) -> tuple[list[Line], list[int], list[Place | None]]:
    """Take marks out of the text and of their notes, and readings out of lines.

    Headings and joints are judged by what a line says, not by the mark at its end.
    """
    ranges: defaultdict[int, set[tuple[int, int]]] = defaultdict(set)
    for note in notes:
        ranges[note.start.line].add((0, note.start.length))
        if note.mark:
            ranges[note.mark.line].add((note.mark.start, note.mark.end))
    for i in body:
        for start, end in lines[i].raised:
            if _RUBY.fullmatch(lines[i].text[start:end]):
                ranges[i].add((start, end))
    cleaned = list(lines)
    moved: dict[Place, Place] = {}
    emptied: set[int] = set()
    for i, of_line in ranges.items():
        line, places = cut(lines[i], of_line)
        if line is None:
            emptied.add(i)
        else:
            cleaned[i] = line
        moved |= {(i, start): (i, at) for start, at in places.items()}
    kept = [i for i in body if i not in emptied]
    found: list[Place | None] = []
    for note in notes:
        place = moved.get((note.mark.line, note.mark.start)) if note.mark else None
        if place and place[0] in emptied:
            before = max((i for i in kept if i < place[0]), default=None)
            place = None if before is None else (before, len(cleaned[before].text))
        found.append(place)
    return cleaned, kept, found
