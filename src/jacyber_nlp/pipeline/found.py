"""What the stages before the encoder find in one document."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass

from jacyber_nlp import stance, terms
from jacyber_nlp.actors import AUTHOR, HolderFinder, topics
from jacyber_nlp.concepts import ConceptMatcher
from jacyber_nlp.records import (
    CharSpan,
    ConceptMatch,
    Document,
    ScopeSpan,
    Sentence,
    Term,
    TermQuery,
)
from jacyber_nlp.scope import find_scopes, scopes_in
from jacyber_nlp.sentences import sentences_of
from jacyber_nlp.tokens import tokenize

# Beyond the best terms by termhood a term is looked up among the norms only if
# the lexicon knows it.
ALIGNED_TERMS = 200


@dataclass(frozen=True)
class Found:
    """Findings of one document, all spans in its text.

    Attributes:
        sentences: In order: of the body, then of notes, tables and figures.
        body: Those of the body.
        concepts: In order of place.
        scopes: In order of their cues.
        holders: Cue of a report → name of its holder.
        topics: One a sentence: whose view it is if the model calls it a report.
        terms: Of the main language, best first.
    """

    sentences: tuple[Sentence, ...]
    body: tuple[Sentence, ...]
    concepts: tuple[ConceptMatch, ...]
    scopes: tuple[ScopeSpan, ...]
    holders: Mapping[CharSpan, str]
    topics: tuple[str, ...]
    terms: tuple[Term, ...]


def find(document: Document, matcher: ConceptMatcher, finder: HolderFinder) -> Found:
    """Run sentences, tokens, concepts, scopes, holders and terms over a document."""
    sentences = sentences_of(document)
    own_names = finder.own_names(document.metadata.actor)
    concepts: list[ConceptMatch] = []
    scopes: list[ScopeSpan] = []
    holders: dict[CharSpan, str] = {}
    named_topics: list[str] = []
    candidates: list[terms.Candidate] = []
    for doc, offset, n in tokenize(document.text, sentences):
        named = matcher.match(doc, offset)
        governed = find_scopes(doc, offset)
        held = finder.find(doc, governed, offset, own_names=own_names, kind=document.metadata.kind)
        concepts += named
        scopes += governed
        holders |= {holder.cue: holder.name for holder in held}
        inside = sentences[len(named_topics) : len(named_topics) + n]
        named_topics += topics(doc, [s.span for s in inside], offset, own_names=own_names)
        if doc.lang_ == document.lang:
            candidates += terms.candidates(doc, offset, named)
    return Found(
        sentences,
        tuple(s for s in sentences if s.span.end <= document.body_span.end),
        tuple(concepts),
        tuple(sorted(scopes, key=lambda s: (s.cue, s.span))),
        holders,
        tuple(named_topics),
        terms.rank_terms(candidates, lang=document.lang),
    )


def marks_of(found: Found, poles: Mapping[str, int]) -> tuple[list[stance.Marks], list[str]]:
    """Return what lexicon and scopes say of each sentence of the body, and whose view it is.

    The holder counts only if the model takes the sentence for a report.
    """
    marks, holders = [], []
    starts = [concept.span.start for concept in found.concepts]
    for sentence, topic in zip(found.body, found.topics, strict=False):
        scopes = scopes_in(found.scopes, sentence.span)
        named = [found.holders[s.cue] for s in scopes if s.cue in found.holders]
        others = [name for name in named if name != AUTHOR]
        holders.append(others[0] if others else topic)
        first = bisect_left(starts, sentence.span.start)
        last = bisect_left(starts, sentence.span.end)
        inside = tuple(
            (concept.span, poles[concept.concept_id])
            for concept in found.concepts[first:last]
            if concept.span.end <= sentence.span.end
        )
        marks.append(stance.Marks(inside, tuple(scopes), bool(others)))
    return marks, holders


def queries_of(found: Found) -> list[TermQuery]:
    """Return the terms to look up, with the concepts that each names."""
    by_span: dict[CharSpan, str] = {match.span: match.concept_id for match in found.concepts}
    queries = []
    for rank, term in enumerate(found.terms):
        named = tuple(sorted({by_span[span] for span in term.spans if span in by_span}))
        if named or rank < ALIGNED_TERMS:
            queries.append(TermQuery(term.surface, term.lang, named))
    return queries
