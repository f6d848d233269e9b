"""What the stages before the encoder find in one document."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from jacyber_nlp import stance
from jacyber_nlp.actors import HolderFinder
from jacyber_nlp.concepts import ConceptMatcher
from jacyber_nlp.pipeline.terms import TermFinder, TermOptions, main_language
from jacyber_nlp.records import (
    AlignedTerm,
    Alignment,
    CharSpan,
    Citation,
    ConceptMatch,
    Document,
    DocumentStance,
    Holder,
    ScopeSpan,
    Sentence,
    SentenceStance,
    Term,
    TermPair,
    TermQuery,
    Voice,
)
from jacyber_nlp.runs import Run
from jacyber_nlp.scope import find_scopes, scopes_in
from jacyber_nlp.script import language_of
from jacyber_nlp.sentences import sentences_of
from jacyber_nlp.tokens import tokenize

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Beyond the best terms by termhood a term is looked up among the norms only if
# the lexicon knows it.
ALIGNED_TERMS = 200
_LONGEST_BEFORE = 2 * max(stance.BEFORE.values())  # characters; some are blanks
MAX_CONTEXT = 500  # characters of the sentence of a term that tell its sense


@dataclass(frozen=True)
class Found:
    """Findings of one document, all spans in its text.

    Attributes:
        sentences: In order: of the body, then of notes, tables and figures.
        body: Those of the body.
        concepts: In order of place.
        scopes: In order of their cues.
        holders: One a sentence: whose view it is if the model calls it a report.
        terms: Of the main language, best first.
        pairs: Names of one thing, best first.
    """

    sentences: tuple[Sentence, ...]
    body: tuple[Sentence, ...]
    concepts: tuple[ConceptMatch, ...]
    scopes: tuple[ScopeSpan, ...]
    holders: tuple[Holder, ...]
    terms: tuple[Term, ...]
    pairs: tuple[TermPair, ...]


class Findings(NamedTuple):
    """What was asked for of one document; None where it was not.

    Attributes:
        found: Findings of the stages before the encoder.
        citations: What it cites, in order of place.
        aligned: Its terms, concepts and citations with their nearest provisions.
        stances: Of the sentences of its body.
        stance: Where it stands.
    """

    found: Found
    citations: tuple[Citation, ...] | None
    aligned: tuple[AlignedTerm, ...] | None
    stances: tuple[SentenceStance, ...] | None
    stance: DocumentStance | None


class Question(NamedTuple):
    """What is looked up among the norms.

    Attributes:
        kind: ``term``, ``concept`` or ``citation``.
        span: Its first place.
        query: Its wording, with the sentence that it stands in.
        cited: Provisions that it cites.
    """

    kind: str
    span: CharSpan
    query: TermQuery
    cited: tuple[str, ...]


class SentenceFeatures(NamedTuple):
    """What the stance model sees of the sentences of a body.

    Attributes:
        x: Shape: (n_sentences, n_features).
        voices: Shape: (n_sentences, n_columns).
        holders: The best candidate of each.
    """

    x: NDArray[np.float32]
    voices: NDArray[np.float32]
    holders: tuple[Holder, ...]


def find(
    document: Document,
    matcher: ConceptMatcher,
    finder: HolderFinder,
    sentences: tuple[Sentence, ...] | None = None,
    *,
    with_terms: bool = True,
) -> Found:
    """Run sentences, tokens, concepts, scopes, holders and terms over a document.

    ``sentences`` None for those that the splitter finds; without terms, which stance
    does not need, there are no pairs either.
    """
    sentences = sentences_of(document) if sentences is None else sentences
    own_names = finder.own_names(document.metadata.actor)
    concepts: list[ConceptMatch] = []
    scopes: list[ScopeSpan] = []
    holders: list[Holder] = []
    finding = TermFinder(document, TermOptions(), main_language(document, sentences))
    for doc, offset, n in tokenize(document.text, sentences):
        inside = [s.span for s in sentences[len(holders) : len(holders) + n]]
        run = Run.of(doc, document.text[offset : inside[-1].end])
        named = matcher.match(run, offset)
        governed = find_scopes(run, offset)
        concepts += named
        scopes += governed
        holders += finder.find(
            run, inside, governed, offset, own_names=own_names, kind=document.metadata.kind
        )
        if with_terms:
            finding.add(run, offset, named)
    return Found(
        sentences,
        tuple(s for s in sentences if s.span.end <= document.body_span.end),
        tuple(concepts),
        tuple(sorted(scopes, key=lambda s: (s.cue, s.span))),
        tuple(holders),
        finding.terms(),
        finding.pairs(),
    )


def scopes_of(document: Document) -> tuple[ScopeSpan, ...]:
    """Return the scopes of a document, in order of their cues; no other stage runs."""
    return tuple(
        scope
        for doc, offset, _ in tokenize(document.text, sentences_of(document))
        for scope in find_scopes(doc, offset)
    )


def marks_of(found: Found, poles: Mapping[str, int]) -> list[stance.Marks]:
    """Return what lexicon, scopes and holders say of each sentence of the body."""
    marks = []
    starts = [concept.span.start for concept in found.concepts]
    for sentence, holder in zip(found.body, found.holders, strict=False):
        first = bisect_left(starts, sentence.span.start)
        last = bisect_left(starts, sentence.span.end)
        inside = tuple(
            (concept.span, poles[concept.concept_id])
            for concept in found.concepts[first:last]
            if concept.span.end <= sentence.span.end
        )
        scopes = tuple(scopes_in(found.scopes, sentence.span))
        marks.append(stance.Marks(inside, scopes, holder))
    return marks


def readings_of(document: Document, sentences: Sequence[Sentence]) -> list[stance.Reading]:
    """Return each sentence with what stands before it, as the reader reads it."""
    readings = []
    start = sentences[0].span.start if sentences else 0
    before = " ".join(document.text[max(start - _LONGEST_BEFORE, 0) : start].split())
    for sentence in sentences:
        text = " ".join(sentence.span.of(document.text).split())
        kind = document.metadata.kind
        near = before[-stance.BEFORE[sentence.lang] :]
        readings.append(stance.Reading(text, sentence.lang, near, kind))
        before += text if sentence.lang == "ja" else f" {text}" if before else text
        before = before[-_LONGEST_BEFORE:]
    return readings


def voices_of(found: Found, stances: Sequence[SentenceStance]) -> Iterator[Voice]:
    """Return whose view each sentence of the body gives, and the words that show it."""
    before: Voice | None = None
    for sentence, one, holder in zip(found.body, stances, found.holders, strict=False):
        named = one.holder == holder.name
        cues = set()
        if one.mode == "reported":
            cues |= {holder.cue} if named and holder.cue else set()
            within = scopes_in(found.scopes, sentence.span)
            cues |= {scope.cue for scope in within if scope.kind == "report"}
        goes_on = before is not None and before.stance.holder == one.holder
        actor_id = holder.actor_id if named else before.actor_id if before and goes_on else None
        before = Voice(sentence, one, actor_id, tuple(sorted(cues)))
        yield before


def questions_of(document: Document, found: Found, citations: Sequence[Citation]) -> list[Question]:
    """Return the terms, concepts and citations to look up, each with its first sentence."""
    starts = [s.span.start for s in found.sentences]
    in_order = sorted(range(len(starts)), key=starts.__getitem__)
    ordered = [starts[i] for i in in_order]

    def ask(
        kind: str, span: CharSpan, text: str, lang: str, named: Sequence[str], cited: Sequence[str]
    ) -> Question:
        at = bisect_right(ordered, span.start) - 1
        sentence = found.sentences[in_order[at]] if at >= 0 else None
        context = ""
        if sentence is not None and sentence.span.end > span.start:
            context = sentence.span.of(document.text)
        query = TermQuery(text, lang, tuple(named), context[:MAX_CONTEXT], extracted=kind == "term")
        return Question(kind, span, query, tuple(cited))

    by_span = {match.span: match.concept_id for match in found.concepts}
    asked, seen = [], set()
    for rank, term in enumerate(found.terms):
        named = sorted({by_span[span] for span in term.spans if span in by_span})
        seen |= set(term.spans)
        if named or rank < ALIGNED_TERMS:
            asked.append(ask("term", term.spans[0], term.surface, term.lang, named, ()))
    concepts: set[str] = set()
    for match in found.concepts:
        if match.span not in seen and match.concept_id not in concepts:
            concepts.add(match.concept_id)
            text = match.span.of(document.text)
            asked.append(
                ask("concept", match.span, text, language_of(text), [match.concept_id], ())
            )
    cited: set[tuple[str, ...]] = set()
    for citation in citations:
        if citation.provision_ids and citation.provision_ids not in cited:
            cited.add(citation.provision_ids)
            lang = language_of(citation.quote)
            ids = citation.provision_ids
            asked.append(ask("citation", citation.span, citation.quote, lang, (), ids))
    return asked


def aligned_term(
    document: Document, question: Question, alignments: Sequence[Alignment]
) -> AlignedTerm:
    """Return a question with its answer and its place."""
    anchor = document.anchor_at(question.span.start)
    return AlignedTerm(
        text=question.query.text,
        lang=question.query.lang,
        kind=question.kind,
        span=question.span,
        sentence=question.query.context,
        page=anchor.page,
        line=anchor.line,
        alignments=tuple(alignments),
    )
