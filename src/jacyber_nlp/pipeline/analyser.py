"""Everything that is loaded once, and the flow through it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING

import numpy as np

from jacyber_nlp import alignment, resources, stance
from jacyber_nlp.actors import HolderFinder
from jacyber_nlp.encoders import Encoder, default_encoder
from jacyber_nlp.pipeline.aligner import Aligner, default_citation_finder
from jacyber_nlp.pipeline.found import (
    Found,
    SentenceFeatures,
    find,
    questions_of,
    voices_of,
)
from jacyber_nlp.pipeline.headings import names_in
from jacyber_nlp.pipeline.inputs import inputs_of
from jacyber_nlp.pipeline.names import with_names, with_names_of_evidence, without_names
from jacyber_nlp.pipeline.terms import DEFAULT_OPTIONS, TermOptions, find_terms
from jacyber_nlp.pipeline.versions import versions_of
from jacyber_nlp.records import (
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
    ) -> None:
        """Choose what to analyse with.

        Args:
            encoder: None for the one that ships.
            concepts: A lexicon of one's own; None for the one that ships.
            actors: Actors of one's own; None for those that ship.
            norms: The provisions to align with; None for all that ship.
            stance_model: None for the one that ships for the encoder.
            alignment_model: None for the one that ships for the encoder.

        Raises:
            EncoderMismatchError: If a model belongs to another encoder.
            LexiconMismatchError: If the stance model was fitted with another lexicon.
            ValueError: If ``norms`` is empty.
        """
        self.encoder = encoder or default_encoder()
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
        reader = stance.default_reader()
        self.stance_model.check_reader(reader.name)
        reader.load()
        return reader

    @property
    def alignment_model(self) -> alignment.AlignmentModel:
        """The model that tells how likely a term means a provision."""
        return self.aligner.model

    def analyse(self, document: Document) -> Analysis:
        """Return everything that is found in a document, and what found it."""
        found = self.find(document)
        asked = questions_of(document, found, self.citations(document))
        texts = [text for q in asked for text in (q.query.text, q.query.context) if text]
        sentences = [s.span.of(document.text) for s in found.body]
        vector_of = dict(zip(texts + sentences, self._encode(texts + sentences), strict=True))
        aligned = self.aligner.align_found(document, asked, vector_of)
        vectors = np.array([vector_of[text] for text in sentences]).reshape(-1, self.encoder.dim)
        stances = self._stances(document, found, vectors)
        return Analysis(
            schema=SCHEMA,
            document=document,
            sentences=found.sentences,
            terms=found.terms,
            pairs=found.pairs,
            concepts=found.concepts,
            citations=self.citations(document),
            scopes=found.scopes,
            alignments=tuple(a for term in aligned for a in term.alignments if a.matched),
            sentence_stances=tuple(stances),
            stance=self.place(document, stances),
            versions=self.versions(),
        )

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
        asked = questions_of(document, self.find(document), self.citations(document))
        texts = [text for q in asked for text in (q.query.text, q.query.context) if text]
        return self.aligner.align_found(
            document, asked, dict(zip(texts, self._encode(texts), strict=True))
        )

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
        found = [self.find(document, sentences) for document, sentences in passages]
        texts = [
            [s.span.of(document.text) for s in of_one.body]
            for (document, _), of_one in zip(passages, found, strict=True)
        ]
        vectors = self._encode([text for of_one in texts for text in of_one])
        out, at = [], 0
        for (document, _), of_one, own in zip(passages, found, texts, strict=True):
            out.append(self._inputs(document, of_one, vectors[at : at + len(own)]))
            at += len(own)
        return out

    def voices(
        self, document: Document, sentences: tuple[Sentence, ...] | None = None
    ) -> list[Voice]:
        """Return whose view each sentence of the body gives, with the words that show it.

        ``sentences`` None for those that the splitter finds.
        """
        found = self.find(document, sentences)
        vectors = self._encode([s.span.of(document.text) for s in found.body])
        stances = self._stances(document, found, vectors)
        return list(voices_of(found, stances))

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
        vectors = self._encode([s.span.of(document.text) for s in found.body])
        seen = inputs_of(document, found, vectors, self._poles, reader)
        return SentenceFeatures(seen.x, seen.voices, found.holders[: len(found.body)])

    def align_terms(self, queries: Sequence[TermQuery]) -> list[list[Alignment]]:
        """Return for each term the five nearest provisions, best first.

        Terms come in the order given, equal ones as often as they were given.
        What a term cites ("A/70/174 para. 13(c)") comes first. The concepts that
        each names are looked up here.
        """
        return self.aligner.align_terms(queries)

    def versions(self) -> dict[str, str]:
        """Return names and versions of everything that computes a result."""
        return versions_of(
            encoder=self.encoder.name,
            holder=self._finder.model,
            stance=self.stance_model,
            alignment=self.aligner.model.name,
        )

    def find(self, document: Document, sentences: tuple[Sentence, ...] | None = None) -> Found:
        """Return what the stages before the encoder find in a document."""
        return find(document, self._matcher, self._finder, sentences)

    def _encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.aligner.encode(texts)

    def _stances(
        self, document: Document, found: Found, vectors: NDArray[np.float32]
    ) -> list[SentenceStance]:
        return self._classified(document, self._inputs(document, found, vectors))

    def _inputs(
        self, document: Document, found: Found, vectors: NDArray[np.float32]
    ) -> stance.Inputs:
        return inputs_of(document, found, vectors, self._poles, self.reader)

    def _classified(self, document: Document, inputs: stance.Inputs) -> list[SentenceStance]:
        model = self.stance_model
        names = names_in(document)
        return [
            with_names(stance.neutral(s) if s.span.start in names else s, model.axis)
            for s in stance.classify(inputs, model)
        ]


@cache
def default_stance_model(encoder: str | None = None) -> stance.StanceModel:
    """Return the stance model that ships for an encoder; None for the default encoder."""
    return stance.StanceModel.from_data(resources.model_for("stance", encoder))
