"""Put a document together from its lines, with the way back to each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from jacyber_nlp.layout.builder import Builder
from jacyber_nlp.layout.headings import body_size
from jacyber_nlp.layout.joining import continues, spelled_words
from jacyber_nlp.layout.metadata import FRONT, find_metadata, find_title
from jacyber_nlp.layout.parts import Parts, part
from jacyber_nlp.layout.patterns import begins_part, is_contents_line
from jacyber_nlp.layout.quality import check_quality
from jacyber_nlp.layout.sections import Paragraph, sections_of
from jacyber_nlp.layout.widths import ends_sentence
from jacyber_nlp.records import CharSpan, Document, Metadata, Note, RawDocument, Section
from jacyber_nlp.script import language_of

TITLE_SIZE = 1.25  # lines so much larger than the body are one title
OTHER_SIZE = 0.92


def repair(raw: RawDocument, *, lang: str = "auto", metadata: Metadata | None = None) -> Document:
    r"""Make a document of raw text: body, notes and tables, each in order.

    Running heads and page numbers go; notes leave the body, and so do their
    marks; tables and figures stand apart; lines that the layout broke are
    joined, without a blank between wide characters, with one between words; a
    heading that cut a sentence stands after it. Half-width kana, full-width
    letters and digits, Kangxi radicals and ligatures become the ordinary
    characters. Paragraphs are separated by one ``\n``.

    Args:
        raw: The document as read; at least one visible character.
        lang: ``"ja"``, ``"en"``, or ``"auto"`` for the language of most text.
        metadata: Whose voice it is, as far as the caller knows.

    Returns:
        The repaired document.

    Raises:
        GarbledTextError: If its characters are not those of its text.
    """
    parts = part(raw)
    builder = Builder(spelled_words(parts.lines))
    paragraphs = [_add(builder, parts, group) for group in _paragraphs(parts)]
    body = CharSpan(0, builder.size)
    pages = check_quality(raw, parts.lines, parts.notes, builder.joints)
    size = body_size(parts.lines)
    notes = _add_notes(builder, parts)
    tables = _add_tables(builder, parts)
    text = builder.text()
    found = language_of(body.of(text)) if lang == "auto" else lang
    found = found if found in ("ja", "en") else "en"
    notes = [replace(n, lang=_language(n.span.of(text), found)) for n in notes]
    return Document(
        id=_name(raw.source.uri),
        lang=found,
        text=text,
        body_span=body,
        paragraphs=tuple(builder.paragraphs),
        sections=(
            *sections_of(paragraphs, find_title(paragraphs[:FRONT], size)),
            *(Section("note", n.span, 1, n.mark, "", n.page) for n in notes),
            *tables,
        ),
        notes=tuple(notes),
        anchors=builder.anchors(),
        pages=pages,
        source=raw.source,
        metadata=_merged(metadata, find_metadata(paragraphs, size)),
    )


def _paragraphs(parts: Parts) -> Iterable[list[int]]:
    """Group the lines of the body into paragraphs.

    A heading that stands in the middle of a sentence comes after its paragraph.
    """
    group: list[int] = []
    floating: list[list[int]] = []
    for at, i in enumerate(parts.body):
        if group and _is_next(parts, group[-1], i):
            group.append(i)
        elif group and _is_afloat(parts, group[-1], at):
            floating.append([i])
        else:
            yield from _closed(group, floating)
            group = [i]
    yield from _closed(group, floating)


def _is_next(parts: Parts, i: int, j: int) -> bool:
    """Tell whether a line goes on what the line before it belongs to."""
    if i in parts.headings:
        return _one_heading(parts, i, j) if j in parts.headings else _wrapped(parts, i, j)
    return j not in parts.headings and not _is_set_apart(parts, i, j) and _goes_on(parts, i, j)


def _is_afloat(parts: Parts, i: int, at: int) -> bool:
    """Tell whether a heading, or what stands in its place, cuts a sentence."""
    j = parts.body[at]
    if j not in parts.headings and not _is_set_apart(parts, i, j):
        return False
    following = next((k for k in parts.body[at + 1 :] if k not in parts.headings), None)
    return following is not None and _cuts(parts, i, following)


def _closed(group: list[int], floating: list[list[int]]) -> Iterable[list[int]]:
    if group:
        yield group
    yield from floating
    floating.clear()


def _goes_on(parts: Parts, i: int, j: int) -> bool:
    line, following = parts.lines[i], parts.lines[j]
    if i in parts.headings or is_contents_line(line.text):
        return False
    return continues(line, following, parts.widths)


def _is_set_apart(parts: Parts, i: int, j: int) -> bool:
    """Tell whether a line begins a page in another size than the text before it."""
    a, b = parts.lines[i].box, parts.lines[j].box
    return (
        parts.lines[i].page != parts.lines[j].page
        and a is not None
        and b is not None
        and b.size < OTHER_SIZE * a.size
    )


def _cuts(parts: Parts, i: int, j: int) -> bool:
    """Tell whether the headings between two lines stand in the middle of a sentence."""
    return not ends_sentence(parts.lines[i].text) and _goes_on(parts, i, j)


def _one_heading(parts: Parts, i: int, j: int) -> bool:
    """Tell whether two heading lines are one heading: of one large size, close by."""
    a, b = parts.lines[i].box, parts.lines[j].box
    return (
        j == i + 1
        and a is not None
        and b is not None
        and a.size == b.size
        and b.top - a.bottom < a.size
        and not begins_part(parts.lines[j].text)
        and (
            a.size >= TITLE_SIZE * (body_size(parts.lines) or 0.0)
            or (parts.widths is not None and parts.widths.full(parts.lines[i], parts.lines[j]))
        )
    )


def _wrapped(parts: Parts, i: int, j: int) -> bool:
    """Tell whether a heading goes on in a line that is none by itself."""
    line, following = parts.lines[i], parts.lines[j]
    return (
        parts.widths is not None
        and j == i + 1
        and parts.widths.full(line, following)
        and not following.gap
        and continues(line, following, parts.widths)
        and following.indent >= line.indent
    )


def _add(builder: Builder, parts: Parts, group: Sequence[int]) -> Paragraph:
    span = builder.paragraph([(i, parts.lines[i]) for i in group])
    return Paragraph(
        span, builder.since(span.start), group[0] in parts.headings, parts.lines[group[0]]
    )


def _add_notes(builder: Builder, parts: Parts) -> list[Note]:
    notes = []
    for note, place in zip(parts.notes, parts.places, strict=True):
        group = [note.start.line, *note.lines]
        span = builder.paragraph([(i, parts.lines[i]) for i in group])
        anchor = builder.offset_of(*place) if place else None
        page = parts.lines[note.start.line].page
        notes.append(Note(span, note.start.mark, anchor, "", page))
    return notes


def _add_tables(builder: Builder, parts: Parts) -> list[Section]:
    sections = []
    for table in parts.tables:
        spans = [builder.paragraph([(i, parts.lines[i])]) for i in table.lines]
        page = parts.lines[table.lines[0]].page
        span = CharSpan(spans[0].start, spans[-1].end)
        sections.append(Section(table.kind, span, 1, table.number, table.title, page))
    return sections


def _merged(given: Metadata | None, found: Metadata) -> Metadata:
    """Return what the caller gave, filled up with what the document shows."""
    if given is None:
        return found
    return replace(
        given,
        title=given.title or found.title,
        issuer=given.issuer or found.issuer,
        date=given.date or found.date,
    )


def _language(text: str, otherwise: str) -> str:
    found = language_of(text)
    return otherwise if found == "und" else found


def _name(uri: str) -> str:
    return "stdin" if uri == "-" else Path(uri).stem
