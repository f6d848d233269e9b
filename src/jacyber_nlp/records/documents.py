"""Documents: raw as read, repaired, and their sentences."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class CharSpan:
    """The characters ``[start, end)`` of a document's text.

    Attributes:
        start: First character, in code points from 0.
        end: One past the last character; greater than start.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse empty and backward ranges, also when loading from JSON."""
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: start={self.start}, end={self.end}")

    def of(self, text: str) -> str:
        """Return the characters that this span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document came from.

    Attributes:
        uri: The path or address as the caller gave it; ``"-"`` for stdin.
        media_type: ``"text/plain"`` or ``"application/pdf"``.
        encoding: Encoding of the bytes; None where the format has none.
        sha256: Digest of the bytes, in hexadecimal.
    """

    uri: str
    media_type: str
    encoding: str | None
    sha256: str


@dataclass(frozen=True, slots=True)
class Box:
    """Where a line stands on its page, in points from the page's upper left.

    On a page of vertical writing, as if the page were turned so that lines run
    from left to right.

    Attributes:
        left: Left edge.
        top: Upper edge of its highest full-size character.
        right: Right edge.
        bottom: Lower edge.
        size: Font size of most of its characters.
        raised: Runs ``[start, end)`` of small raised characters (note marks,
            readings), counted from the line's first character.
    """

    left: float
    top: float
    right: float
    bottom: float
    size: float
    raised: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class RawPage:
    r"""One page as its format gives it, lines separated by ``\n``.

    Attributes:
        number: Page number from 1; None in a text file without form feeds.
        text: The characters, before any repair.
        boxes: One for each line of ``text``; empty for a format without
            geometry.
        drawn: Whether the page shows anything but text (images, drawings).
    """

    number: int | None
    text: str
    boxes: tuple[Box, ...] = ()
    drawn: bool = False


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A file's text before repair, at least one page."""

    pages: tuple[RawPage, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a run of clean characters stands in the raw document.

    From ``offset`` up to the next anchor, clean and raw characters correspond
    one to one.

    Attributes:
        offset: First character of the run in ``Document.text``.
        page: Page number from 1; None if the format has no pages.
        line: Line from 1 on that page, or in the file where there are no pages.
        raw: The run's first character, counted from the page's first one.
    """

    offset: int
    page: int | None
    line: int
    raw: int


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the document under its heading, or set apart from its body.

    Attributes:
        kind: ``section`` (under a heading), ``article`` (第3条), ``item`` (of a
            list), ``note``, ``table`` or ``figure``.
        span: The heading or number and everything under it.
        level: Depth from 1; sections nest as their spans do.
        number: As it stands in the text (``第3条``, ``1.2``); None without one.
        title: The heading or caption without its number; empty where there is none.
        page: Page on which it begins; None if the format has no pages.
    """

    kind: str
    span: CharSpan
    level: int
    number: str | None
    title: str
    page: int | None


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote or endnote, cut out of the body.

    Attributes:
        span: Its characters, without the mark.
        mark: As it stands at the note (``12``, ``※1``), digits half-width.
        anchor: Offset in the body where its mark stood, after the character
            that it was attached to; None if no mark was found.
        lang: ``"ja"`` or ``"en"``.
        page: Page on which the note begins; None if the format has no pages.
    """

    span: CharSpan
    mark: str
    anchor: int | None
    lang: str
    page: int | None


@dataclass(frozen=True, slots=True)
class PageRepair:
    """How sure the repair of one page is.

    Attributes:
        page: Page number from 1; None for a document without pages.
        confidence: 1 where nothing was doubtful, down to 0 for a page whose text
            is missing. No probability: a share of what could go wrong.
        problems: What lowers it: ``no_text``, ``garbled``, ``short_lines``, ``notes``.
    """

    page: int | None
    confidence: float
    problems: tuple[str, ...]


KINDS = ("primary", "state_medium", "company", "civil_society", "analysis", "news")


@dataclass(frozen=True, slots=True)
class Metadata:
    """Whose voice the document is; None where it is not known.

    Attributes:
        title: Title of the document.
        issuer: The body that issued it, as the document names it.
        actor: The body that speaks, by name or actor id.
        date: ISO 8601 date or the part of it that is known.
        kind: One of ``KINDS``: decides whether reports of the actor's own words
            are its own view.
    """

    title: str | None = None
    issuer: str | None = None
    actor: str | None = None
    date: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    r"""A repaired document: all spans of all records point into ``text``.

    Attributes:
        id: The source's name without folder and suffix; unique within a run
            only if the names are.
        lang: Main language, ``"ja"`` or ``"en"``.
        text: Clean text, paragraphs separated by one ``\n``: the body, then the
            notes, then tables and figures. Note marks are not in it.
        body_span: The part of ``text`` that is body.
        paragraphs: Paragraphs in order.
        sections: Headed parts, articles, items of lists, notes, tables and
            figures, in order of their first character, outer before inner.
        notes: Footnotes and endnotes in order.
        anchors: The way back to page, line and raw characters, ascending.
        pages: How sure the repair is, page by page.
        source: Where it came from.
        metadata: Whose voice it is.
    """

    id: str
    lang: str
    text: str
    body_span: CharSpan
    paragraphs: tuple[CharSpan, ...]
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]
    anchors: tuple[Anchor, ...]
    pages: tuple[PageRepair, ...]
    source: Source
    metadata: Metadata

    def anchor_at(self, offset: int) -> Anchor:
        """Return the anchor of the run in which a clean character stands."""
        if not 0 <= offset < len(self.text):
            raise ValueError(f"offset {offset} is outside a text of {len(self.text)}")
        return self.anchors[bisect_right(self.anchors, offset, key=lambda a: a.offset) - 1]

    def place(self, span: CharSpan) -> tuple[int | None, int]:
        """Return page and line on which a span begins."""
        anchor = self.anchor_at(span.start)
        return anchor.page, anchor.line


@dataclass(frozen=True, slots=True)
class LineRepair:
    """What the repair made of one raw line.

    Attributes:
        page: Page number from 1; None if the format has no pages.
        line: Line from 1 on that page, or in the file where there are no pages.
        raw: Its characters as read.
        part: ``body``, ``heading``, ``article``, ``item``, ``note``, ``table``,
            ``figure``, ``removed`` (running heads, page numbers) or ``blank``.
        text: Its characters in ``Document.text``, with what joins it to the
            next line; empty if there are none.
    """

    page: int | None
    line: int
    raw: str
    part: str
    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, or one item of a list.

    Attributes:
        span: Its characters, without surrounding white space.
        lang: ``"ja"`` or ``"en"``.
        paragraph: Index into ``Document.paragraphs``.
        section: Index into ``Document.sections`` of the innermost one around it;
            None outside of all.
        page: Page on which it begins; None if the format has no pages.
    """

    span: CharSpan
    lang: str
    paragraph: int
    section: int | None = None
    page: int | None = None
