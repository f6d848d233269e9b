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
class RawPage:
    r"""One page as its format gives it, lines separated by ``\n``.

    Attributes:
        number: Page number from 1; None in a text file without form feeds.
        text: The characters, before any repair.
    """

    number: int | None
    text: str


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
    """A part of the document under its heading.

    Attributes:
        span: The heading and everything under it.
        level: Depth from 1.
        number: As it stands in the text (``第3条``, ``1.2``); None without one.
        title: The heading without its number.
        page: Page of the heading; None if the format has no pages.
    """

    span: CharSpan
    level: int
    number: str | None
    title: str
    page: int | None


@dataclass(frozen=True, slots=True)
class Metadata:
    """Whose voice the document is; None where it is not known.

    Attributes:
        title: Title of the document.
        actor: The body that speaks, by name or actor id.
        date: ISO 8601 date or the part of it that is known.
        kind: ``primary``, ``state_medium``, ``company``, ``civil_society``,
            ``analysis`` or ``news``: decides whether reports of the actor's own
            words are its own view.
    """

    title: str | None = None
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
        text: Clean text, paragraphs separated by one ``\n``.
        body_span: The part of ``text`` that is body.
        paragraphs: Paragraphs in order.
        sections: Headed parts in order.
        anchors: The way back to page, line and raw characters, ascending.
        source: Where it came from.
        metadata: Whose voice it is.
    """

    id: str
    lang: str
    text: str
    body_span: CharSpan
    paragraphs: tuple[CharSpan, ...]
    sections: tuple[Section, ...]
    anchors: tuple[Anchor, ...]
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
class Sentence:
    """One sentence, or one item of a list.

    Attributes:
        span: Its characters, without surrounding white space.
        lang: ``"ja"`` or ``"en"``.
        paragraph: Index into ``Document.paragraphs``.
    """

    span: CharSpan
    lang: str
    paragraph: int
