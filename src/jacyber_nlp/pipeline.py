"""The flow on one page: a file → a document → what it says and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from jacyber_nlp import alignment, resources, stance, terms
from jacyber_nlp.actors import AUTHOR, HolderFinder, topics
from jacyber_nlp.concepts import ConceptMatcher
from jacyber_nlp.encoders import Encoder, default_encoder
from jacyber_nlp.layout import repair
from jacyber_nlp.reading import read_raw
from jacyber_nlp.records import (
    Actor,
    Alignment,
    Analysis,
    CharSpan,
    Concept,
    ConceptMatch,
    Document,
    DocumentStance,
    Metadata,
    NormProvision,
    ScopeSpan,
    Sentence,
    SentenceStance,
    Term,
    TermQuery,
)
from jacyber_nlp.scope import find_scopes, scopes_in
from jacyber_nlp.sentences import sentences_of
from jacyber_nlp.tokens import tokenize

if TYPE_CHECKING:
    from numpy.typing import NDArray

SCHEMA = "jacyber/1"
# Beyond the best terms by termhood a term is looked up among the norms only if
# the lexicon knows it.
ALIGNED_TERMS = 200


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


@dataclass(frozen=True)
class _Found:
    """What the stages before the encoder find in one document."""

    sentences: tuple[Sentence, ...]
    concepts: tuple[ConceptMatch, ...]
    scopes: tuple[ScopeSpan, ...]
    holders: dict[CharSpan, str]  # by cue
    topics: tuple[str, ...]  # one a sentence
    terms: tuple[Term, ...]


class Analyser:
    """Loads lexicon, norms, encoder and models once, and analyses many documents.

    The encoder and the norms' vectors load on first use. Not to be shared
    between threads.
    """

    def __init__(
        self,
        *,
        encoder: Encoder | None = None,
        concepts: Sequence[Concept] | None = None,
        actors: Sequence[Actor] | None = None,
        norms: Sequence[NormProvision] | None = None,
        stance_model: stance.StanceModel | None = None,
        alignment_model: alignment.AlignmentModel | None = None,
    ) -> None:
        """Choose what to analyse with.

        Args:
            encoder: None for the one that ships.
            concepts: A lexicon of one's own; None for the one that ships.
            actors: Actors of one's own; None for those that ship.
            norms: The provisions to align with; None for all that ship.
            stance_model: None for the one that ships.
            alignment_model: None for the one that ships.

        Raises:
            EncoderMismatchError: If a model belongs to another encoder.
            ValueError: If ``norms`` is empty.
        """
        self.encoder = encoder or default_encoder()
        self.concepts = tuple(resources.concepts() if concepts is None else concepts)
        self.actors = tuple(resources.actors() if actors is None else actors)
        self.norms = tuple(resources.provisions() if norms is None else norms)
        if not self.norms:
            raise ValueError("norms is empty: at least one provision is needed")
        self._given = stance_model, alignment_model
        for model in self._given:
            if model is not None:
                model.check(self.encoder.name)
        self._matcher = ConceptMatcher(self.concepts)
        self._finder = HolderFinder(self.actors)
        self._poles = {concept.id: concept.pole for concept in self.concepts}

    @cached_property
    def stance_model(self) -> stance.StanceModel:
        """The sentence model."""
        model = self._given[0] or default_stance_model()
        model.check(self.encoder.name)
        return model

    @cached_property
    def alignment_model(self) -> alignment.AlignmentModel:
        """The model that tells how likely a term means a provision."""
        return self._given[1] or default_alignment_model()

    def analyse(self, document: Document) -> Analysis:
        """Return everything that is found in a document, and what found it."""
        found = self._find(document)
        queries = _queries(found)
        vectors = self._encode(
            [q.text for q in queries] + [s.span.of(document.text) for s in found.sentences]
        )
        alignments = self._align(queries, vectors[: len(queries)])
        stances = self._stances(document, found, vectors[len(queries) :])
        return Analysis(
            schema=SCHEMA,
            document=document,
            sentences=found.sentences,
            terms=found.terms,
            concepts=found.concepts,
            scopes=found.scopes,
            alignments=tuple(a for of_one in alignments for a in of_one if a.matched),
            sentence_stances=tuple(stances),
            stance=stance.document_stance(document, stances, model=self.stance_model.name),
            versions=self.versions(),
        )

    def terms(self, document: Document) -> tuple[Term, ...]:
        """Return the terms of a document in its main language, best first."""
        return self._find(document).terms

    def align(self, document: Document) -> list[list[Alignment]]:
        """Return for each term the five nearest provisions, best first.

        Terms come in the order of their termhood; ``matched`` tells whether a
        provision is likely enough to be meant.
        """
        queries = _queries(self._find(document))
        return self._align(queries, self._encode([q.text for q in queries]))

    def score(self, document: Document) -> DocumentStance:
        """Return where a document stands."""
        return stance.document_stance(
            document, self.stances(document), model=self.stance_model.name
        )

    def stances(self, document: Document) -> list[SentenceStance]:
        """Return the stance of every sentence of a document, in order."""
        found = self._find(document)
        vectors = self._encode([s.span.of(document.text) for s in found.sentences])
        return self._stances(document, found, vectors)

    def sentence_features(
        self, document: Document
    ) -> tuple[tuple[Sentence, ...], NDArray[np.float32], list[str]]:
        """Return the sentences, what the stance model sees of each, and holders.

        For fitting a model. Shape of the features: (n_sentences, n_features).
        """
        found = self._find(document)
        vectors = self._encode([s.span.of(document.text) for s in found.sentences])
        marks, holders = _marks(found, self._poles)
        return found.sentences, self._features(document, found.sentences, vectors, marks), holders

    def term_features(self, queries: Sequence[TermQuery]) -> NDArray[np.float32]:
        """Return what the alignment model sees of each pair of term and provision.

        For fitting a model. Shape: (n_queries, n_provisions, n_features).
        """
        named = [
            TermQuery(q.text, q.lang, tuple(sorted(set(self._concepts_in(q.text)))))
            for q in queries
        ]
        return self._index.features(named, self._encode([q.text for q in queries]))

    def versions(self) -> dict[str, str]:
        """Return names and versions of everything that computes a result."""
        from jacyber_nlp.tokens.japanese import dictionary

        return {
            "jacyber_nlp": version("jacyber-nlp"),
            "spacy": version("spacy"),
            "fugashi": version("fugashi"),
            "dictionary": dictionary(),
            "pypdfium2": version("pypdfium2"),
            "encoder": self.encoder.name,
            "stance_model": self.stance_model.name,
            "alignment_model": self.alignment_model.name,
            "data": resources.data_digest(),
        }

    def _find(self, document: Document) -> _Found:
        sentences = sentences_of(document)
        own_names = self._finder.own_names(document.metadata.actor)
        concepts: list[ConceptMatch] = []
        scopes: list[ScopeSpan] = []
        holders: dict[CharSpan, str] = {}
        named_topics: list[str] = []
        candidates: list[terms.Candidate] = []
        for doc, offset, n in tokenize(document.text, sentences):
            named = self._matcher.match(doc, offset)
            governed = find_scopes(doc, offset)
            held = self._finder.find(
                doc, governed, offset, own_names=own_names, kind=document.metadata.kind
            )
            concepts += named
            scopes += governed
            holders |= {holder.cue: holder.name for holder in held}
            inside = sentences[len(named_topics) : len(named_topics) + n]
            named_topics += topics(doc, [s.span for s in inside], offset, own_names=own_names)
            if doc.lang_ == document.lang:
                candidates += terms.candidates(doc, offset, named)
        return _Found(
            sentences,
            tuple(concepts),
            tuple(sorted(scopes, key=lambda s: (s.cue, s.span))),
            holders,
            tuple(named_topics),
            terms.rank_terms(candidates, lang=document.lang),
        )

    def _encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode each distinct text once."""
        distinct = list(dict.fromkeys(texts))
        row = {text: i for i, text in enumerate(distinct)}
        vectors = self.encoder.encode(distinct)
        return vectors[[row[text] for text in texts]] if texts else vectors

    @cached_property
    def _index(self) -> alignment.ProvisionIndex:
        texts = alignment.texts_of_provisions(self.norms)
        vectors = self._encode(texts)
        return alignment.ProvisionIndex.build(
            self.norms, vectors, [self._concepts_in(text) for text in texts], self.concepts
        )

    def _concepts_in(self, text: str) -> list[str]:
        document = _passage(text)
        return [
            match.concept_id
            for doc, offset, _ in tokenize(document.text, sentences_of(document))
            for match in self._matcher.match(doc, offset)
        ]

    def _align(
        self, queries: Sequence[TermQuery], vectors: NDArray[np.float32]
    ) -> list[list[Alignment]]:
        return alignment.align(
            queries, vectors, self._index, self.alignment_model, encoder=self.encoder.name
        )

    def _features(
        self,
        document: Document,
        sentences: Sequence[Sentence],
        vectors: NDArray[np.float32],
        marks: Sequence[stance.Marks],
    ) -> NDArray[np.float32]:
        texts = [s.span.of(document.text) for s in sentences]
        return stance.features(texts, [s.lang for s in sentences], vectors, marks)

    def _stances(
        self, document: Document, found: _Found, vectors: NDArray[np.float32]
    ) -> list[SentenceStance]:
        marks, holders = _marks(found, self._poles)
        x = self._features(document, found.sentences, vectors, marks)
        return stance.classify(x, found.sentences, marks, holders, self.stance_model)


def _marks(found: _Found, poles: dict[str, int]) -> tuple[list[stance.Marks], list[str]]:
    """Return what lexicon and scopes say of each sentence, and whose view it is.

    The holder counts only if the model takes the sentence for a report.
    """
    marks, holders = [], []
    for sentence, topic in zip(found.sentences, found.topics, strict=True):
        scopes = scopes_in(found.scopes, sentence.span)
        named = [found.holders[s.cue] for s in scopes if s.cue in found.holders]
        others = [name for name in named if name != AUTHOR]
        holders.append(others[0] if others else topic)
        inside = tuple(
            (c.span, poles[c.concept_id])
            for c in found.concepts
            if sentence.span.start <= c.span.start and c.span.end <= sentence.span.end
        )
        marks.append(stance.Marks(inside, tuple(scopes), bool(others)))
    return marks, holders


def _queries(found: _Found) -> list[TermQuery]:
    """Return the terms to look up, with the concepts that each names."""
    by_span: dict[CharSpan, str] = {match.span: match.concept_id for match in found.concepts}
    queries = []
    for rank, term in enumerate(found.terms):
        named = tuple(sorted({by_span[span] for span in term.spans if span in by_span}))
        if named or rank < ALIGNED_TERMS:
            queries.append(TermQuery(term.surface, term.lang, named))
    return queries


def _passage(text: str) -> Document:
    """Wrap a passage that has no file."""
    from jacyber_nlp.records import RawDocument, RawPage, Source

    return repair(RawDocument((RawPage(None, text),), Source("passage", "text/plain", None, "")))


@cache
def default_stance_model() -> stance.StanceModel:
    """Return the stance model that ships."""
    return stance.StanceModel.from_data(resources.model("stance"))


@cache
def default_alignment_model() -> alignment.AlignmentModel:
    """Return the alignment model that ships."""
    return alignment.AlignmentModel.from_data(resources.model("alignment"))


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
