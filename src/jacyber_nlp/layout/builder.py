"""The clean text as it grows, and the way back."""

from __future__ import annotations

from collections.abc import Container, Sequence

from jacyber_nlp.layout.joining import URL_LENGTH, joint
from jacyber_nlp.layout.lines import Line
from jacyber_nlp.records import Anchor, CharSpan

JOINT = 20  # characters kept on each side of a joint


class Builder:
    """Joins lines to paragraphs, and remembers where each character came from."""

    def __init__(self, words: Container[str] = frozenset()) -> None:
        """Begin with no text; ``words`` are those that the document spells in one piece."""
        self._words = words
        self._has_url = False  # the paragraph, so that its lines may be halves of one
        self.size = 0
        self.paragraphs: list[CharSpan] = []
        self.joints: list[tuple[str, str]] = []  # what stood on both sides of line breaks
        self._parts: list[str] = []
        self._anchors: dict[int, Anchor] = {}
        self._starts: dict[int, int] = {}  # by index of the line

    def paragraph(self, lines: Sequence[tuple[int, Line]]) -> CharSpan:
        """Append a paragraph made of lines, each with its index, and return its span."""
        if self.size:
            self._append("\n")
        start = self.size
        self._has_url = False
        before: Line | None = None
        for index, line in lines:
            self._add(index, line, before)
            before = line
        span = CharSpan(start, self.size)
        self.paragraphs.append(span)
        return span

    def offset_of(self, index: int, at: int) -> int | None:
        """Return where a line's character stands; None if the line was not added."""
        start = self._starts.get(index)
        return None if start is None else start + at

    def text(self) -> str:
        """Return the whole text."""
        return "".join(self._parts)

    def since(self, start: int) -> str:
        """Return the text from an offset on."""
        parts: list[str] = []
        size = self.size
        for part in reversed(self._parts):
            if size <= start:
                break
            parts.append(part)
            size -= len(part)
        return "".join(reversed(parts))[start - size :]

    def anchors(self) -> tuple[Anchor, ...]:
        """Return the anchors in order, one for each offset."""
        return tuple(self._anchors[offset] for offset in sorted(self._anchors))

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self.size += len(text)

    def _add(self, index: int, line: Line, before: Line | None) -> None:
        if before is not None:
            self._join(before, line)
        for clean, raw in line.offsets:
            at = self.size + clean
            self._anchors[at] = Anchor(at, line.page, line.number, raw)
        self._starts[index] = self.size
        self._append(line.text)
        self._has_url = self._has_url or "://" in line.text or "www." in line.text

    def _join(self, before: Line, line: Line) -> None:
        tail = self._tail()
        wide = before.wide_ends[1] and line.wide_ends[0]
        between, drop = joint(tail, line.text, self._words, wide=wide)
        self.joints.append((tail[-JOINT:], line.text[:JOINT]))
        if drop:
            self._parts[-1] = self._parts[-1][:-drop]
            self.size -= drop
        if between:
            self._append(between)

    def _tail(self) -> str:
        if not self._has_url:
            return self._parts[-1]
        tail = ""
        for part in reversed(self._parts):
            tail = part + tail
            if len(tail) > URL_LENGTH:
                break
        return tail.rpartition("\n")[2]
