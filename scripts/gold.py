"""What the scripts share: reading labelled files, and features of them."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from jacyber_nlp.records import (
    Anchor,
    CharSpan,
    Document,
    Metadata,
    Sentence,
    Source,
    TermQuery,
)

ROOT = Path(__file__).resolve().parent.parent
INSTRUMENTS = ("gge-2015", "paris-call", "gcsc", "sco-2015", "budapest")


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def training_rows() -> list[dict[str, Any]]:
    """Return the labelled sentences that models are fitted on, in the order of their files."""
    return [
        row
        for path in sorted((ROOT / "corpora" / "stance").glob("*.jsonl"))
        for row in read_jsonl(path)
    ]


def held_out(row: dict[str, Any]) -> bool:
    """Return whether the reader is not trained on a row: one passage in eight, by its name."""
    return zlib.crc32(str(row.get("passage") or row["id"]).encode()) % 8 == 0


def passage(text: str, lang: str, kind: str | None = None) -> Document:
    """Wrap one labelled sentence as a document of one paragraph."""
    span = CharSpan(0, len(text))
    anchors = (Anchor(0, None, 1, 0),)
    source = Source("gold", "text/plain", None, "")
    return Document(
        "gold", lang, text, span, (span,), (), (), anchors, (), source, Metadata(kind=kind)
    )


def passages(rows: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Group rows that follow each other in a passage; others stand alone."""
    grouped: list[list[dict[str, Any]]] = []
    for row in rows:
        name = row.get("passage")
        if name and grouped and grouped[-1][0].get("passage") == name:
            grouped[-1].append(row)
        else:
            grouped.append([row])
    return grouped


def document_of(rows: list[dict[str, Any]]) -> tuple[Document, tuple[Sentence, ...]]:
    """Join the rows of a passage to a document of one paragraph, a sentence a row."""
    lang = rows[0]["lang"]
    blank = "" if lang == "ja" else " "
    text, spans = "", []
    for row in rows:
        text += blank if text else ""
        spans.append(CharSpan(len(text), len(text) + len(row["text"])))
        text += row["text"]
    document = passage(text, lang, rows[0].get("source_kind"))
    return document, tuple(Sentence(span, lang, 0) for span in spans)


def alignment_rows(part: str) -> list[dict[str, Any]]:
    """Return the terms of one half of the gold, Japanese first."""
    folder = ROOT / "corpora" / "gold" / "alignment"
    rows = read_jsonl(folder / "ja.jsonl") + read_jsonl(folder / "en.jsonl")
    return [row for row in rows if row["part"] == part]


def queries_of(rows: Iterable[dict[str, Any]]) -> list[TermQuery]:
    """Return the terms of the gold as they are looked up."""
    return [TermQuery(row["text"], row["lang"], (), row["context"]) for row in rows]


def mean(values: Iterable[Any]) -> float:
    """Return the mean; 0 of nothing, which no floor lets pass."""
    numbers = [float(value) for value in values]
    return sum(numbers) / len(numbers) if numbers else 0.0
