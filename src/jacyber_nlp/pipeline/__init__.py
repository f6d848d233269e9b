"""The flow: a file → a document → what it says and where it stands.

``read`` is the way from a file to a document, ``Analyser.analyse`` the way on;
``found`` holds the stages before the encoder. Nothing else knows their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path

from jacyber_nlp.layout import explain_repair, repair
from jacyber_nlp.pipeline.analyser import Analyser
from jacyber_nlp.pipeline.found import scopes_of
from jacyber_nlp.pipeline.matrix import default_matrix_model, norm_matrix
from jacyber_nlp.pipeline.models import (
    default_alignment_model,
    default_citation_finder,
    default_stance_model,
)
from jacyber_nlp.pipeline.sentence_list import stances_of_list
from jacyber_nlp.pipeline.terms import DEFAULT_OPTIONS, TermOptions, find_pairs
from jacyber_nlp.pipeline.training import evaluate_stance, train_stance
from jacyber_nlp.reading import DEFAULT_LIMITS, Limits, raw_text, read_raw, read_sidecar
from jacyber_nlp.records import (
    AlignedTerm,
    Alignment,
    Analysis,
    Citation,
    Document,
    DocumentStance,
    Metadata,
    NormProvision,
    ScopeSpan,
    SentenceQuery,
    SentenceStance,
    Term,
    TermPair,
    TermQuery,
    Voice,
)
from jacyber_nlp.script import language_of
from jacyber_nlp.stance import load_stance_model


def read(
    path: Path | str,
    *,
    lang: str = "auto",
    input_format: str | None = None,
    encoding: str | None = None,
    metadata: Metadata | None = None,
    limits: Limits = DEFAULT_LIMITS,
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
        limits: What the document may have at most.

    Raises:
        DocumentError: If the file cannot be read as a document; the message
            says why and what to do.
    """
    if lang not in ("ja", "en", "auto"):
        raise ValueError(f"lang is {lang!r}; 'ja', 'en' or 'auto' would be right")
    raw = read_raw(path, input_format=input_format, encoding=encoding, limits=limits)
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


def extract_citations(document: Document) -> tuple[Citation, ...]:
    """Return what a document cites of the catalogue, in order of place.

    Instruments by name or document symbol, with the provisions that their
    locators name; and symbols that the catalogue lacks.
    """
    return default_citation_finder().find(document)


def resolve_citations(text: str) -> tuple[str, ...]:
    """Return the ids of the provisions that a term, sentence or passage cites, none twice."""
    return default_citation_finder().resolve(text)


def extract_pairs(document: Document) -> tuple[TermPair, ...]:
    """Return the names that a document itself gives to one thing, best first."""
    return find_pairs(document)


def align(document: Document) -> list[AlignedTerm]:
    """Return the terms, concepts and citations of a document with their five nearest norms."""
    return default_analyser().align(document)


def align_terms(
    terms: Sequence[str | TermQuery], norms: Sequence[NormProvision] | None = None
) -> list[list[Alignment]]:
    """Return for each term, phrase or sentence its five nearest provisions, best first.

    Args:
        terms: Texts, or queries with the sentence that each stands in.
        norms: The provisions to align with; None for all that ship.

    Returns:
        One list a term, in the order given; ``matched`` tells whether a provision
        is likely enough to be meant.
    """
    queries = [
        term if isinstance(term, TermQuery) else TermQuery(term, language_of(term))
        for term in terms
    ]
    analyser = default_analyser() if norms is None else Analyser(norms=norms)
    return analyser.align_terms(queries)


def score(document: Document) -> DocumentStance:
    """Return where a document stands on the freedom-control axis."""
    return default_analyser().score(document)


def stances_of(
    sentences: Sequence[str | SentenceQuery], *, analyser: Analyser | None = None
) -> list[SentenceStance | None]:
    """Return for each sentence what it says on the axis, and whose view that is.

    Args:
        sentences: Texts, or queries with language, actor and what stands before.
            The stance of one hangs on no other.
        analyser: None for everything that ships.

    Returns:
        One stance a sentence, in the order given; None for a text without a
        visible character.
    """
    queries = [
        one
        if isinstance(one, SentenceQuery)
        else SentenceQuery(None, one, "en" if language_of(one) == "en" else "ja")
        for one in sentences
    ]
    return stances_of_list(queries, analyser or default_analyser())


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
    "align_terms",
    "analyse",
    "default_alignment_model",
    "default_analyser",
    "default_citation_finder",
    "default_matrix_model",
    "default_stance_model",
    "evaluate_stance",
    "explain_repair",
    "extract_citations",
    "extract_pairs",
    "extract_terms",
    "load_stance_model",
    "norm_matrix",
    "read",
    "read_raw",
    "read_text",
    "repair",
    "resolve_citations",
    "scopes",
    "score",
    "stances_of",
    "train_stance",
    "voices",
]
