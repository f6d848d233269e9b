"""Everything that is loaded once, and the flow through it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from jacyber_nlp import alignment, resources, stance
from jacyber_nlp.actors import HolderFinder
from jacyber_nlp.encoders import CachedEncoder, Encoder, VectorCache, default_encoder
from jacyber_nlp.pipeline.aligner import Aligner, Encode
from jacyber_nlp.pipeline.found import (
    Findings,
    Found,
    SentenceFeatures,
    find,
    questions_of,
    voices_of,
)
from jacyber_nlp.pipeline.headings import names_in
from jacyber_nlp.pipeline.inputs import inputs_of_bodies
from jacyber_nlp.pipeline.models import default_citation_finder, default_stance_model
from jacyber_nlp.pipeline.names import with_names, with_names_of_evidence, without_names
from jacyber_nlp.pipeline.terms import DEFAULT_OPTIONS, TermOptions, find_terms
from jacyber_nlp.pipeline.versions import versions_of
from jacyber_nlp.records import (
    STAGES,
    Actor,
    AlignedTerm,
    Alignment,
    Analysis,
    Citation,
    Concept,
    Document,
    DocumentStance,
    NormProvision,
    Sentence,
    SentenceStance,
    Term,
    TermPair,
    TermQuery,
    Voice,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

SCHEMA = "jacyber/1"


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
        cache: VectorCache | None = None,
    ) -> None:
        """Choose what to analyse with.

        Args:
            encoder: None for the one that ships.
            concepts: A lexicon of one's own; None for the one that ships.
            actors: Actors of one's own; None for those that ship.
            norms: The provisions to align with; None for all that ship.
            stance_model: None for the one that ships for the encoder.
            alignment_model: None for the one that ships for the encoder.
            cache: Keeps vectors and the reader's scores between runs; None for none.

        Raises:
            EncoderMismatchError: If a model belongs to another encoder.
            LexiconMismatchError: If the stance model was fitted with another lexicon.
            ValueError: If ``norms`` is empty.
        """
        encoder = encoder or default_encoder()
        self.encoder = encoder if cache is None else CachedEncoder(encoder, cache)
        self._cache = cache
        self.concepts = tuple(resources.concepts() if concepts is None else concepts)
        self.actors = tuple(resources.actors() if actors is None else actors)
        self.norms = tuple(resources.provisions() if norms is None else norms)
        if not self.norms:
            raise ValueError("norms is empty: at least one provision is needed")
        self._stance_model = stance_model
        for model in (stance_model, alignment_model):
            if model is not None:
                model.check(self.encoder.name)
        if stance_model is not None:
            stance_model.check_lexicon(self.concepts)
        self.aligner = Aligner(self.norms, self.concepts, self.encoder, alignment_model)
        self._matcher = self.aligner.matcher
        self._finder = HolderFinder(self.actors)
        self._poles = {concept.id: concept.pole for concept in self.concepts}

    @cached_property
    def stance_model(self) -> stance.StanceModel:
        """The sentence model.

        Raises:
            NoFittedModelError: If none is given and none ships for the encoder.
            EncoderMismatchError: If the one that ships is for another version of it.
        """
        model = self._stance_model or default_stance_model(self.encoder.name)
        model.check(self.encoder.name)
        return model

    @cached_property
    def reader(self) -> stance.Reader | None:
        """What reads sentences for the stance model, loaded; None if it needs none.

        Raises:
            ReaderMismatchError: If the model was fitted on another.
            ResourceError: If its files are damaged.
        """
        if self.stance_model.reader is None:
            return None
        reader = stance.default_reader() if self._cache is None else stance.Reader(self._cache)
        self.stance_model.check_reader(reader.name)
        reader.load()
        return reader

    @property
    def alignment_model(self) -> alignment.AlignmentModel:
        """The model that tells how likely a term means a provision."""
        return self.aligner.model

    def analyse(self, document: Document) -> Analysis:
        """Return everything that is found in a document, and what found it."""
        found, citations, aligned, stances, placed = self.findings(document)
        if citations is None or aligned is None or stances is None or placed is None:
            raise AssertionError("all stages were asked for")
        return Analysis(
            schema=SCHEMA,
            document=document,
            sentences=found.sentences,
            terms=found.terms,
            pairs=found.pairs,
            concepts=found.concepts,
            citations=citations,
            scopes=found.scopes,
            alignments=tuple(a for term in aligned for a in term.alignments if a.matched),
            sentence_stances=stances,
            stance=placed,
            versions=self.versions(),
        )

    def findings(self, document: Document, stages: Collection[str] = STAGES) -> Findings:
        """Return what some stages find in a document; each text is encoded once.

        ``align`` adds citations and provisions, ``score`` stances; what comes before
        them runs always.
        """
        with_terms = "terms" in stages or "align" in stages
        found = find(document, self._matcher, self._finder, with_terms=with_terms)
        citations = aligned = stances = placed = None
        texts: list[str] = []
        if "align" in stages:
            citations = self.citations(document)
            asked = questions_of(document, found, citations)
            texts += [text for q in asked for text in (q.query.text, q.query.context) if text]
        if "score" in stages:
            sentences = [s.span.of(document.text) for s in found.body]
            texts += sentences
        vectors = self._encode(texts)
        if "align" in stages:
            vector_of = dict(zip(texts, vectors, strict=True))
            aligned = tuple(self.aligner.align_found(document, asked, vector_of))
        if "score" in stages:
            own = vectors[len(vectors) - len(sentences) :]
            (inputs,) = self._inputs([(document, found)], lambda _: own)
            stances = tuple(self._classified(document, inputs))
            placed = self.place(document, stances)
        return Findings(found, citations, aligned, stances, placed)

    def terms(self, document: Document, options: TermOptions = DEFAULT_OPTIONS) -> tuple[Term, ...]:
        """Return the terms of a document, best first; only the stages for it run.

        Raises:
            MeasureError: If a language lacks the measure that is asked for.
        """
        return find_terms(document, self._matcher, options).terms()

    def terms_and_pairs(self, document: Document) -> tuple[tuple[Term, ...], tuple[TermPair, ...]]:
        """Return the terms of a document, and the names that it gives to one thing."""
        finder = find_terms(document, self._matcher)
        return finder.terms(), finder.pairs()

    def citations(self, document: Document) -> tuple[Citation, ...]:
        """Return what a document cites of the catalogue, in order of place."""
        return default_citation_finder().find(document)

    def align(self, document: Document) -> list[AlignedTerm]:
        """Return the terms, concepts and citations of a document with their five nearest norms.

        Terms come first, in the order of their termhood, then concepts that are no
        terms and what is cited, in the order of their first places.
        """
        return list(self.findings(document, ("align",)).aligned or ())

    def score(self, document: Document) -> DocumentStance:
        """Return where a document stands."""
        return self.place(document, self.stances(document))

    def place(self, document: Document, stances: Sequence[SentenceStance]) -> DocumentStance:
        """Return where a document stands by the stances of its sentences."""
        model = self.stance_model
        confusion = model.confusion_in(document.lang)
        own = [without_names(s, model.axis) for s in stances]
        placed = stance.document_stance(document, own, model=model.name, confusion=confusion)
        return with_names_of_evidence(placed, model.axis)

    def stances(
        self, document: Document, sentences: tuple[Sentence, ...] | None = None
    ) -> list[SentenceStance]:
        """Return the stance of every sentence of a document's body, in order.

        ``sentences`` None for those that the splitter finds.
        """
        return self.stances_together([(document, sentences)])[0]

    def stances_together(
        self, passages: Sequence[tuple[Document, tuple[Sentence, ...] | None]]
    ) -> list[list[SentenceStance]]:
        """Return the stances of several documents, whose sentences are encoded together."""
        return [
            self._classified(document, inputs)
            for (document, _), inputs in zip(passages, self.inputs_together(passages), strict=True)
        ]

    def inputs_together(
        self, passages: Sequence[tuple[Document, tuple[Sentence, ...] | None]]
    ) -> list[stance.Inputs]:
        """Return what the stance model is given of documents; they are encoded together."""
        return self._inputs(
            [
                (document, find(document, self._matcher, self._finder, sentences, with_terms=False))
                for document, sentences in passages
            ]
        )

    def voices(
        self, document: Document, sentences: tuple[Sentence, ...] | None = None
    ) -> list[Voice]:
        """Return whose view each sentence of the body gives, with the words that show it.

        ``sentences`` None for those that the splitter finds.
        """
        found = self.find(document, sentences)
        (inputs,) = self._inputs([(document, found)])
        return list(voices_of(found, self._classified(document, inputs)))

    def sentence_features(
        self,
        document: Document,
        sentences: tuple[Sentence, ...] | None = None,
        *,
        reader: stance.Reader | None = None,
    ) -> SentenceFeatures:
        """Return what a stance model sees of each sentence of the body, for fitting it.

        ``reader`` None leaves its columns 0.
        """
        found = self.find(document, sentences)
        (seen,) = inputs_of_bodies([(document, found)], self._encode, self._poles, reader)
        return SentenceFeatures(seen.x, seen.voices, found.holders[: len(found.body)])

    def align_terms(self, queries: Sequence[TermQuery]) -> list[list[Alignment]]:
        """Return for each term the five nearest provisions, best first.

        Terms come in the order given, equal ones as often as they were given.
        What a term cites ("A/70/174 para. 13(c)") comes first. The concepts that
        each names are looked up here.
        """
        return self.aligner.align_terms(queries)

    def load(self, stages: Collection[str] = STAGES) -> None:
        """Load what stages need, so that a fault in it shows before the first document.

        Raises:
            ModelError: If a model is missing, or fitted on something else.
            ResourceError: If data that ships is damaged.
        """
        if "align" in stages:
            self.aligner.index, self.alignment_model  # noqa: B018  (loaded on first use)
        if "score" in stages:
            self.stance_model, self.reader  # noqa: B018  (loaded on first use)

    def versions(self, stages: Collection[str] = STAGES) -> dict[str, str]:
        """Return names and versions of everything that computes a result."""
        return versions_of(
            encoder=self.encoder.name,
            holder=self._finder.model,
            stance=self.stance_model if "score" in stages else None,
            alignment=self.aligner.model.name if "align" in stages else None,
        )

    def find(self, document: Document, sentences: tuple[Sentence, ...] | None = None) -> Found:
        """Return what the stages before the encoder find in a document."""
        return find(document, self._matcher, self._finder, sentences)

    def _encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.aligner.encode(texts)

    def _inputs(
        self, bodies: Sequence[tuple[Document, Found]], encode: Encode | None = None
    ) -> list[stance.Inputs]:
        return inputs_of_bodies(bodies, encode or self._encode, self._poles, self.reader)

    def _classified(self, document: Document, inputs: stance.Inputs) -> list[SentenceStance]:
        model = self.stance_model
        names = names_in(document)
        return [
            with_names(stance.neutral(s) if s.span.start in names else s, model.axis)
            for s in stance.classify(inputs, model)
        ]
