"""What the repair made of each line."""

from __future__ import annotations

from collections import defaultdict

from jacyber_nlp.records import Document, LineRepair, RawDocument


def explain_repair(raw: RawDocument, document: Document) -> tuple[LineRepair, ...]:
    """Set the lines of a raw document beside what they became, in the file's order.

    Args:
        raw: The document as read.
        document: The same, repaired.
    """
    became: defaultdict[tuple[int | None, int], list[str]] = defaultdict(list)
    parts: dict[tuple[int | None, int], str] = {}
    ends = [anchor.offset for anchor in document.anchors[1:]] + [len(document.text)]
    kinds = _kinds(document)
    for anchor, end in zip(document.anchors, ends, strict=True):
        place = anchor.page, anchor.line
        became[place].append(document.text[anchor.offset : end])
        parts.setdefault(place, kinds.get(anchor.offset) or _kind_at(document, anchor.offset))
    return tuple(
        LineRepair(
            page.number,
            number,
            line,
            parts.get((page.number, number), "removed" if line.strip() else "blank"),
            "".join(became.get((page.number, number), ())),
        )
        for page in raw.pages
        for number, line in enumerate(page.text.split("\n"), 1)
    )


def _kinds(document: Document) -> dict[int, str]:
    return {
        section.span.start: "heading" if section.title else section.kind
        for section in document.sections
        if section.kind in ("section", "article", "item")
    }


def _kind_at(document: Document, offset: int) -> str:
    if offset < document.body_span.end:
        return "body"
    for section in document.sections:
        if section.span.start <= offset < section.span.end and section.kind in _APART:
            return section.kind
    return "body"


_APART = ("note", "table", "figure")
