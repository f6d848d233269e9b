"""The flow: a file → a document → what it says and where it stands.

``read`` is the way from a file to a document, ``Analyser.analyse`` the way on;
``found`` holds the stages before the encoder. Nothing else knows their order.
"""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from pathlib import Path

from jacyber_nlp.layout import explain_repair, repair
from jacyber_nlp.pipeline.analyser import (
    Analyser,
    default_alignment_model,
    default_stance_model,
)
from jacyber_nlp.pipeline.found import scopes_of
from jacyber_nlp.pipeline.terms import DEFAULT_OPTIONS, TermOptions, find_pairs
from jacyber_nlp.reading import raw_text, read_raw, read_sidecar
from jacyber_nlp.records import (
    Alignment,
    Analysis,
    Document,
    DocumentStance,
    Metadata,
    ScopeSpan,
    Term,
    TermPair,
    Voice,
)


def read(
    path: Path | str,
    *,
    lang: str = "auto",
    input_format: str | None = None,
    encoding: str | None = None,
    metadata: Metadata | None = None,
) -> Document:
    """Read a file and repair its text.

    What the document shows of its title, date and issuer is kept; what a file
    ``name.meta.toml`` beside it says wins over that, and ``metadata`` over both.

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
    return repair(raw, lang=lang, metadata=_over(metadata, read_sidecar(path)))


def read_text(
    text: str, *, id: str = "text", lang: str = "auto", metadata: Metadata | None = None
) -> Document:
    """Repair text that is already in memory.

    Args:
        text: With one visible character at least; form feeds part pages.
        id: Name of the document.
        lang: As for ``read``.
        metadata: Whose voice the document is, as far as known.

    Raises:
        DocumentError: If it has no visible character, is too long, or garbled.
    """
    if lang not in ("ja", "en", "auto"):
        raise ValueError(f"lang is {lang!r}; 'ja', 'en' or 'auto' would be right")
    return repair(raw_text(text, id), lang=lang, metadata=metadata)


def _over(given: Metadata | None, beside: Metadata | None) -> Metadata | None:
    """Return what the caller gave, filled up with what lies beside the document."""
    if given is None or beside is None:
        return given or beside
    values = asdict(beside) | {key: v for key, v in asdict(given).items() if v is not None}
    return Metadata(**values)


@cache
def default_analyser() -> Analyser:
    """Return the analyser with everything that ships, loaded once a process."""
    return Analyser()


def analyse(document: Document) -> Analysis:
    """Analyse a document with everything that ships; see ``Analyser``."""
    return default_analyser().analyse(document)


def extract_terms(document: Document, options: TermOptions = DEFAULT_OPTIONS) -> tuple[Term, ...]:
    """Return the terms of a document, best first; in its main language by default.

    Raises:
        MeasureError: If a language lacks the measure that is asked for.
    """
    return default_analyser().terms(document, options)


def extract_pairs(document: Document) -> tuple[TermPair, ...]:
    """Return the names that a document itself gives to one thing, best first."""
    return find_pairs(document)


def align(document: Document) -> list[list[Alignment]]:
    """Return for each term of a document the five nearest provisions."""
    return default_analyser().align(document)


def score(document: Document) -> DocumentStance:
    """Return where a document stands on the freedom-control axis."""
    return default_analyser().score(document)


def scopes(document: Document) -> tuple[ScopeSpan, ...]:
    """Return negations, conditions, reports … of a document, in order of their cues."""
    return scopes_of(document)


def voices(document: Document) -> list[Voice]:
    """Return whose view each sentence of a document's body gives, and why."""
    return default_analyser().voices(document)


__all__ = [
    "Analyser",
    "TermOptions",
    "align",
    "analyse",
    "default_alignment_model",
    "default_analyser",
    "default_stance_model",
    "explain_repair",
    "extract_pairs",
    "extract_terms",
    "read",
    "read_raw",
    "read_text",
    "repair",
    "scopes",
    "score",
    "voices",
]
