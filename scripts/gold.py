"""What the scripts share: reading labelled files, and features of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from jacyber_nlp import resources
from jacyber_nlp.pipeline import Analyser
from jacyber_nlp.records import (
    Anchor,
    CharSpan,
    Document,
    Metadata,
    Source,
    TermQuery,
)

INSTRUMENTS = ("gge-2015", "paris-call", "gcsc", "sco-2015", "budapest")


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def passage(text: str, lang: str, kind: str | None = None) -> Document:
    """Wrap one labelled sentence as a document of one paragraph."""
    span = CharSpan(0, len(text))
    anchors = (Anchor(0, None, 1, 0),)
    source = Source("gold", "text/plain", None, "")
    return Document(
        "gold", lang, text, span, (span,), (), (), anchors, (), source, Metadata(kind=kind)
    )


def labelled_features(rows: list[dict[str, Any]]) -> tuple[np.ndarray, str]:
    """Return the features of labelled sentences, one row each, and the encoder's name."""
    analyser = Analyser()
    found = [
        analyser.sentence_features(passage(row["text"], row["lang"], row.get("source_kind")))
        for row in rows
    ]
    # A labelled sentence that the splitter takes for several stands for its longest part.
    x = [
        features[max(range(len(sentences)), key=lambda i: len(sentences[i].span.of(row["text"])))]
        for row, (sentences, features, _) in zip(rows, found, strict=True)
    ]
    return np.array(x), analyser.encoder.name


def term_features(rows: list[dict[str, Any]]) -> tuple[np.ndarray, np.ndarray, str]:
    """Return features and truth of every pair of query and provision."""
    norms = tuple(p for p in resources.provisions() if p.instrument_id in INSTRUMENTS)
    analyser = Analyser(norms=norms)
    x = analyser.term_features([TermQuery(row["text"], row["lang"]) for row in rows])
    y = np.array([[p.id in row["provisions"] for p in norms] for row in rows])
    return x, y, analyser.encoder.name
