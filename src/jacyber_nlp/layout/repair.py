"""Put a document together from its lines, with the way back to each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jacyber_nlp.layout.furniture import without_furniture
from jacyber_nlp.layout.lines import URL_LENGTH, Line, continues, find_columns, joint
from jacyber_nlp.records import Anchor, CharSpan, Document, Metadata, RawDocument
from jacyber_nlp.script import language_of, normalise


class _Builder:
    """The clean text as it grows, and its anchors."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.size = 0
        self.anchors: list[Anchor] = []
        self.paragraphs: list[CharSpan] = []

    def add(self, line: Line, *, lead: str) -> None:
        """Append a line after ``lead``."""
        self.parts.append(lead)
        self.size += len(lead)
        text, offsets = normalise(line.text)
        self.anchors += [
            Anchor(self.size + clean, line.page, line.number, line.raw + raw)
            for clean, raw in offsets
        ]
        self.parts.append(text)
        self.size += len(text)

    def tail(self) -> str:
        """Return the end of the text so far: enough to see a URL that goes on."""
        tail = ""
        for part in reversed(self.parts):
            tail = part + tail
            if len(tail) > URL_LENGTH:
                break
        return tail.rpartition("\n")[2]

    def drop(self, count: int) -> None:
        """Take the last characters back."""
        if count:
            self.parts[-1] = self.parts[-1][:-count]
            self.size -= count


def repair(raw: RawDocument, *, lang: str = "auto", metadata: Metadata | None = None) -> Document:
    r"""Join broken lines by script and keep page, line and offset of every character.

    Half-width kana, full-width letters and digits, Kangxi radicals and
    ligatures become the ordinary characters. Paragraphs are separated by one
    ``\n``; lines that the layout broke are joined without a blank between wide
    characters, with one between words. Page numbers and running heads that
    repeat across pages are left out.

    Args:
        raw: The document as read; at least one visible character.
        lang: ``"ja"``, ``"en"``, or ``"auto"`` for the language of most text.
        metadata: Whose voice it is, as far as the caller knows.

    Returns:
        The repaired document. An empty page gives nothing.
    """
    builder = _Builder()
    lines = _lines(raw)
    lines = without_furniture(lines, find_columns(lines))
    columns = find_columns(lines)
    start = 0
    previous: Line | None = None
    gap = False
    for line in lines:
        if not line.text:
            gap = True
            continue
        # A page break is no gap: paragraphs go on over it.
        gap = gap and previous is not None and previous.page == line.page
        if previous is not None and continues(previous, line, columns, gap=gap):
            between, drop = joint(builder.tail(), line.text)
            builder.drop(drop)
            builder.add(line, lead=between)
        else:
            if builder.size:
                builder.paragraphs.append(CharSpan(start, builder.size))
            start = builder.size + (1 if builder.size else 0)
            builder.add(line, lead="\n" if builder.size else "")
        previous, gap = line, False
    builder.paragraphs.append(CharSpan(start, builder.size))
    text = "".join(builder.parts)
    found = language_of(text) if lang == "auto" else lang
    return Document(
        id=_name(raw.source.uri),
        lang=found if found in ("ja", "en") else "en",
        text=text,
        body_span=CharSpan(0, len(text)),
        paragraphs=tuple(builder.paragraphs),
        sections=(),
        anchors=tuple(_distinct(builder.anchors)),
        source=raw.source,
        metadata=metadata or Metadata(),
    )


def _lines(raw: RawDocument) -> list[Line]:
    lines = []
    for page in raw.pages:
        at = 0
        for number, text in enumerate(page.text.split("\n"), 1):
            stripped = text.strip()
            lead = len(text) - len(text.lstrip())
            lines.append(Line(stripped, page.number, number, at + lead, lead > 0))
            at += len(text) + 1
    return lines


def _distinct(anchors: Sequence[Anchor]) -> list[Anchor]:
    """Keep the last anchor at each offset."""
    by_offset = {anchor.offset: anchor for anchor in anchors}
    return [by_offset[offset] for offset in sorted(by_offset)]


def _name(uri: str) -> str:
    return "stdin" if uri == "-" else Path(uri).stem
