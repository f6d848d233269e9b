"""The flow: a file → a document → what it says and where it stands.

``read`` is the way from a file to a document, ``Analyser.analyse`` the way on;
``found`` holds the stages before the encoder. Nothing else knows their order.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jacyber_nlp.layout import repair
from jacyber_nlp.pipeline.analyser import (
    Analyser,
    default_alignment_model,
    default_stance_model,
)
from jacyber_nlp.reading import read_raw
from jacyber_nlp.records import Alignment, Analysis, Document, DocumentStance, Metadata, Term


def read(
    path: Path | str,
    *,
    lang: str = "auto",
    input_format: str | None = None,
    encoding: str | None = None,
    metadata: Metadata | None = None,
) -> Document:
    """Read a file and repair its text.

    Args:
        path: A ``.txt`` or ``.pdf`` file, or ``"-"`` for stdin.
        lang: ``"ja"``, ``"en"``, or ``"auto"`` to go by the characters.
        input_format: ``"txt"`` or ``"pdf"`` where the suffix does not tell.
        encoding: Encoding of a text file; None tries the usual ones in order.
        metadata: Whose voice the document is, as far as known.

    Raises:
        DocumentError: If the file cannot be read as a document; the message
            says why and what to do.
    """
    if lang not in ("ja", "en", "auto"):
        raise ValueError(f"lang is {lang!r}; 'ja', 'en' or 'auto' would be right")
    raw = read_raw(path, input_format=input_format, encoding=encoding)
    return repair(raw, lang=lang, metadata=metadata)


@cache
def default_analyser() -> Analyser:
    """Return the analyser with everything that ships, loaded once a process."""
    return Analyser()


def analyse(document: Document) -> Analysis:
    """Analyse a document with everything that ships; see ``Analyser``."""
    return default_analyser().analyse(document)


def extract_terms(document: Document) -> tuple[Term, ...]:
    """Return the terms of a document in its main language, best first."""
    return default_analyser().terms(document)


def align(document: Document) -> list[list[Alignment]]:
    """Return for each term of a document the five nearest provisions."""
    return default_analyser().align(document)


def score(document: Document) -> DocumentStance:
    """Return where a document stands on the freedom-control axis."""
    return default_analyser().score(document)


__all__ = [
    "Analyser",
    "align",
    "analyse",
    "default_alignment_model",
    "default_analyser",
    "default_stance_model",
    "extract_terms",
    "read",
    "score",
]
