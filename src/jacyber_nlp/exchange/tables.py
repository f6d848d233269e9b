"""Records as flat tables: one a record type, columns of plain Python values."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any

from jacyber_nlp.errors import JacyberError
from jacyber_nlp.exchange.table_columns import names_of
from jacyber_nlp.records import (
    AlignedTerm,
    CharSpan,
    Citation,
    ConceptMatch,
    Document,
    DocumentStance,
    Position,
    Sentence,
    SentenceStance,
    Term,
    TermPair,
)

Columns = dict[str, list[Any]]

DOUBTFUL = 0.5  # confidence of a page's repair below which it is counted


def tables_of(
    document: Document,
    *,
    sentences: Sequence[Sentence] | None = None,
    terms: Sequence[Term] | None = None,
    pairs: Sequence[TermPair] | None = None,
    concepts: Sequence[ConceptMatch] | None = None,
    citations: Sequence[Citation] | None = None,
    alignments: Sequence[AlignedTerm] | None = None,
    stances: Sequence[SentenceStance] | None = None,
    stance: DocumentStance | None = None,
) -> dict[str, Columns]:
    """Lay out what was found in one document as columns.

    Args:
        document: The document; all spans point into its text.
        sentences: All of its sentences.
        terms: Best first.
        pairs: Best first.
        concepts: In order of place.
        citations: In order of place.
        alignments: As ``align`` returns them; only provisions that match get a row.
        stances: Of the sentences of the body.
        stance: The document's.

    Returns:
        Table → column → values, as ``TABLES`` defines and orders them: documents
        and sections always, and those of what was given. Terms give ``terms`` and
        ``term_places``; a document's stance gives ``document_stances``,
        ``evidence``, ``issues`` and ``holders``.
    """
    places = _Places(document)
    made = [
        ("documents", _document(document, sentences)),
        ("sections", _sections(document, places)),
    ]
    if sentences is not None:
        made.append(("sentences", _sentences(document, places, sentences)))
    if terms is not None:
        made.append(("terms", _terms(places, terms)))
        made.append(("term_places", _term_places(places, terms)))
    if pairs is not None:
        made.append(("pairs", _pairs(places, pairs)))
    if concepts is not None:
        made.append(("concepts", _concepts(document, places, concepts)))
    if citations is not None:
        made.append(("citations", _citations(places, citations)))
    if alignments is not None:
        made.append(("alignments", _alignments(alignments)))
    if stances is not None:
        made.append(("sentence_stances", _sentence_stances(places, stances)))
    if stance is not None:
        made += _document_stance(stance)
    return {name: _named(name, document.id, columns) for name, columns in made}


def error_row(document_id: str, path: str, stage: str, error: Exception) -> dict[str, Columns]:
    """Lay out why a document failed as one row of the table ``errors``.

    ``stage`` is ``read``, ``analyse`` or ``worker``. An error that is not ours has
    the same message in both columns.
    """
    if isinstance(error, JacyberError):
        messages = (error.message("en"), error.message("ja"))
    else:
        messages = (str(error), str(error))
    row = (path, type(error).__name__, stage, *messages)
    return {"errors": _named("errors", document_id, [[value] for value in row])}


class _Places:
    """Where characters of a document stand; its anchors are laid out once."""

    def __init__(self, document: Document) -> None:
        self._offsets = [anchor.offset for anchor in document.anchors]
        self._anchors = document.anchors

    def columns(self, spans: Sequence[CharSpan]) -> list[list[Any]]:
        """Return start, end, page and line of spans."""
        offsets, anchors = self._offsets, self._anchors
        starts = [span.start for span in spans]
        found = [anchors[bisect_right(offsets, start) - 1] for start in starts]
        return [
            starts,
            [span.end for span in spans],
            [anchor.page for anchor in found],
            [anchor.line for anchor in found],
        ]


def _named(name: str, document_id: str, columns: Sequence[list[Any]]) -> Columns:
    """Put names on columns, and the document's id before them."""
    ids = [document_id] * len(columns[0])
    return dict(zip(names_of(name), (ids, *columns), strict=True))


def _attributes(records: Sequence[Any], *names: str) -> list[list[Any]]:
    return [list(map(attrgetter(name), records)) for name in names]


def _document(document: Document, sentences: Sequence[Sentence] | None) -> list[list[Any]]:
    source, metadata = document.source, document.metadata
    has_pages = bool(document.pages) and document.pages[0].page is not None
    row = (
        source.uri,
        document.lang,
        metadata.title,
        metadata.issuer,
        metadata.actor,
        metadata.date,
        metadata.kind,
        source.media_type,
        source.encoding,
        source.sha256,
        len(document.text),
        len(document.pages) if has_pages else None,
        None if sentences is None else len(sentences),
        sum(page.confidence < DOUBTFUL for page in document.pages),
    )
    return [[value] for value in row]


def _sections(document: Document, places: _Places) -> list[list[Any]]:
    sections = document.sections
    return [
        list(range(len(sections))),
        *_attributes(sections, "kind", "level", "number", "title"),
        *places.columns([section.span for section in sections]),
    ]


def _sentences(
    document: Document, places: _Places, sentences: Sequence[Sentence]
) -> list[list[Any]]:
    text, sections = document.text, document.sections
    within = [s.section for s in sentences]
    return [
        *places.columns([s.span for s in sentences]),
        *_attributes(sentences, "lang", "paragraph"),
        within,
        [None if section is None else sections[section].number for section in within],
        [text[s.span.start : s.span.end] for s in sentences],
    ]


def _terms(places: _Places, terms: Sequence[Term]) -> list[list[Any]]:
    return [
        list(range(len(terms))),
        *_attributes(terms, "surface"),
        [" ".join(term.lemmas) for term in terms],
        *_attributes(terms, "lang", "score", "measure"),
        [" ".join(term.evidence) for term in terms],
        # Paragraphs end at a line end, so no form can hold one.
        ["\n".join(term.variants) for term in terms],
        [len(term.spans) for term in terms],
        *places.columns([term.spans[0] for term in terms]),
    ]


def _term_places(places: _Places, terms: Sequence[Term]) -> list[list[Any]]:
    return [
        [i for i, term in enumerate(terms) for _ in term.spans],
        *places.columns([span for term in terms for span in term.spans]),
    ]


def _pairs(places: _Places, pairs: Sequence[TermPair]) -> list[list[Any]]:
    return [
        *_attributes(pairs, "ja", "en", "abbreviation", "kind", "where"),
        [len(pair.spans) for pair in pairs],
        *places.columns([pair.spans[0] for pair in pairs]),
    ]


def _concepts(
    document: Document, places: _Places, concepts: Sequence[ConceptMatch]
) -> list[list[Any]]:
    spans = [concept.span for concept in concepts]
    quotes = [span.of(document.text) for span in spans]
    return [*_attributes(concepts, "concept_id"), *places.columns(spans), quotes]


def _citations(places: _Places, citations: Sequence[Citation]) -> list[list[Any]]:
    return [
        *places.columns([citation.span for citation in citations]),
        *_attributes(citations, "quote", "status", "instrument_id"),
        [" ".join(citation.provision_ids) for citation in citations],
        *_attributes(citations, "locator"),
        [" ".join(citation.candidates) for citation in citations],
    ]


def _alignments(aligned: Sequence[AlignedTerm]) -> list[list[Any]]:
    rows = [(term, one) for term in aligned for one in term.alignments if one.matched]
    terms, matches = [term for term, _ in rows], [one for _, one in rows]
    return [
        *_attributes(terms, "text", "lang", "kind", "span.start", "span.end", "page", "line"),
        *_attributes(terms, "sentence"),
        *_attributes(matches, "provision_id", "similarity", "probability", "rank", "route"),
        *_attributes(matches, "encoder", "verified", "text_source"),
    ]


def _sentence_stances(places: _Places, stances: Sequence[SentenceStance]) -> list[list[Any]]:
    return [
        *places.columns([one.span for one in stances]),
        *_attributes(stances, "paragraph", "pole", "p_pole", "mode", "label"),
        *_attributes(stances, "p_freedom", "p_control", "p_neutral", "issue"),
        [" ".join(one.phenomena) for one in stances],
        *_attributes(stances, "holder", "reported_label"),
    ]


def _document_stance(stance: DocumentStance) -> list[tuple[str, list[list[Any]]]]:
    low, high = stance.interval or (None, None)
    row = (
        stance.path,
        stance.position,
        low,
        high,
        stance.salience,
        stance.density_freedom,
        stance.density_control,
        stance.density_conditional,
        stance.n_sentences,
        stance.n_evidence,
        stance.n_halved,
        stance.n_turned,
        stance.model,
    )
    evidence = _attributes(
        stance.evidence, "span.start", "span.end", "page", "line", "quote", "label", "contribution"
    )
    return [
        ("document_stances", [[value] for value in row]),
        ("evidence", evidence),
        ("issues", _positions(stance.issues)),
        ("holders", _positions(stance.holders)),
    ]


def _positions(of: Mapping[str, Position]) -> list[list[Any]]:
    intervals = [one.interval or (None, None) for one in of.values()]
    return [
        list(of),
        *_attributes(list(of.values()), "position"),
        [low for low, _ in intervals],
        [high for _, high in intervals],
        *_attributes(list(of.values()), "n"),
    ]
