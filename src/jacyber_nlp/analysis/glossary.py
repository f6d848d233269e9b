"""Terms and pairs of many documents → the entries of one bilingual glossary."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from jacyber_nlp.analysis.naming import Naming, Pool, language_of_name
from jacyber_nlp.pipeline import Analyser, default_analyser
from jacyber_nlp.records import (
    CharSpan,
    Document,
    GlossaryContext,
    GlossaryEntry,
    GlossaryUse,
    Sentence,
    Term,
    TermPair,
)
from jacyber_nlp.script import is_acronym
from jacyber_nlp.sentences import sentences_of

Found: TypeAlias = tuple[Document, Sequence[Term], Sequence[TermPair]]

DIGEST = 16  # digits of the SHA-256 that tell documents apart
SURE = 0.5  # termhood in one document at least, for an entry of a glossary
CONTEXT = 300  # longest sentence that is kept whole, in characters


def build_glossary(
    documents: Iterable[Document],
    *,
    analyser: Analyser | None = None,
    min_count: int = 1,
    top: int | None = None,
) -> tuple[GlossaryEntry, ...]:
    """Make a glossary of the terms of documents and the pairs that they state.

    A term enters it if it is more likely one than not in one of the documents.
    Documents are taken one by one; what is kept grows with the glossary, not
    with the texts.

    Args:
        documents: In either language.
        analyser: Finds terms and pairs; None for the one with everything that ships.
        min_count: Leave out what stands in fewer places, in all documents.
        top: How many entries, best first; None for all.

    Returns:
        Entries as of ``join_terms``.
    """
    analyser = analyser or default_analyser()
    found = ((d, *analyser.terms_and_pairs(d)) for d in documents)
    entries = (
        entry
        for entry in join_terms(found)
        if entry.count >= min_count and any(use.score >= SURE for use in entry.uses)
    )
    return tuple(entries)[:top]


def join_terms(found: Iterable[Found]) -> tuple[GlossaryEntry, ...]:
    """Join terms and pairs of documents into entries.

    Within a document every name of a pair, its abbreviation too, means one
    thing (Gale, Church and Yarowsky 1992, "One sense per discourse"). Across
    documents names in full join entries, with width, case, blanks and English
    number folded; abbreviations do not, which mean different things in different
    documents (NIS), unless an entry has no other name. Of several names of one
    language the one that pairs state most often is preferred, then the one that
    is used most often, then the first.

    Args:
        found: Documents with their terms and pairs; a document that comes twice
            counts once.

    Returns:
        Entries, the greatest score first, then by number of places.
    """
    pool = Pool()
    for document, terms, pairs in found:
        for naming in _of_document(document, terms, pairs):
            pool.add(naming, naming.lasting_keys())
    return pool.entries()


def merge_glossaries(*glossaries: Iterable[GlossaryEntry]) -> tuple[GlossaryEntry, ...]:
    """Join glossaries into one, by the rule of ``join_terms``.

    Preferred names, kind and context are those of the first glossary that has
    them; the others' names become variants. What several glossaries count in
    one document counts once: merging a glossary with itself changes nothing, and
    in any order the counts are the same.

    Returns:
        Entries, the greatest score first, then by number of places.
    """
    pool = Pool()
    for glossary in glossaries:
        for entry in glossary:
            naming = Naming.of(entry)
            pool.add(naming, naming.lasting_keys())
    return pool.entries()


def _of_document(
    document: Document, terms: Sequence[Term], pairs: Sequence[TermPair]
) -> Iterable[Naming]:
    """Return what one document calls things, those that it states pairs of first."""
    pool = Pool()
    for naming in (*map(_of_pair, pairs), *map(_of_term, terms)):
        pool.add(naming, naming.all_keys())
    sentences = sentences_of(document) if pool.namings else ()
    for naming in pool.namings:
        naming.context = _context(document, sentences, min(naming.stated or naming.places))
        for form, count in _counts(naming).items():
            naming.add_use(
                GlossaryUse(
                    form,
                    document.id,
                    document.source.sha256[:DIGEST],
                    count,
                    document.metadata.date,
                    naming.score,
                )
            )
        naming.places, naming.stated = {}, {}
    return pool.namings


def _of_pair(pair: TermPair) -> Naming:
    label = pair.ja or pair.en or pair.abbreviation or ""
    naming = Naming(kinds={pair.kind: None}, stated=dict.fromkeys(pair.spans, label), score=1.0)
    times = len(pair.spans)
    naming.add_name("ja", pair.ja, (times, 0))
    naming.add_name("en", pair.en, (times, 0))
    if pair.abbreviation is not None:
        if pair.where == "alias" and not is_acronym(pair.abbreviation):
            # Another full name (ブダペスト条約), not preferred to the first.
            naming.add_name(language_of_name(pair.abbreviation), pair.abbreviation)
        else:
            naming.add_name("abbreviations", pair.abbreviation, (times, 0))
    return naming


def _of_term(term: Term) -> Naming:
    naming = Naming(
        kinds={"term": None},
        places=dict.fromkeys(term.spans, term.surface),
        score=term.score if term.measure == "termhood" else 0.0,
    )
    for name in (term.surface, *term.variants):
        met = term.count if name == term.surface else 0
        field = "abbreviations" if is_acronym(name) else language_of_name(name)
        naming.add_name(field, name, (0, met))
    return naming


def _counts(naming: Naming) -> Counter[str]:
    """Count the places of each form; a pair counts where none of its names is a term."""
    counts = Counter(naming.places.values())
    places = sorted(naming.places)
    for span, label in naming.stated.items():
        inside = bisect_left(places, span.start, key=lambda place: place.start)
        if inside == len(places) or places[inside].end > span.end:
            counts[label] += 1
    return counts


def _context(document: Document, sentences: Sequence[Sentence], span: CharSpan) -> GlossaryContext:
    """Return the sentence around a place, cut to ``CONTEXT`` characters."""
    at = bisect_right(sentences, span.start, key=lambda s: s.span.start) - 1
    around = sentences[max(at, 0)].span if sentences else span
    start, end = min(around.start, span.start), max(around.end, span.end)
    if end - start > CONTEXT:
        margin = (CONTEXT - min(span.end - span.start, CONTEXT)) // 2
        start, end = max(start, span.start - margin), min(end, span.end + margin)
    text = " ".join(document.text[start:end].split())
    text = "…" * (start > around.start) + text + "…" * (end < around.end)
    page, line = document.place(span)
    return GlossaryContext(text, document.id, page, line)
