"""Everything that is loaded once, and the flow through it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np

from jacyber_nlp import alignment, resources, stance
from jacyber_nlp.actors import HolderFinder
from jacyber_nlp.encoders import Encoder, default_encoder
from jacyber_nlp.pipeline.aligner import Aligner, default_citation_finder
from jacyber_nlp.pipeline.found import (
    Found,
    Question,
    SentenceFeatures,
    aligned_term,
    find,
    marks_of,
    questions_of,
    voices_of,
)
from jacyber_nlp.pipeline.terms import DEFAULT_OPTIONS, TermOptions, find_terms
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
from jacyber_nlp.terms import default_termhood_model

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
        aligned = self.align_found(document, asked, vector_of)
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
            stance=stance.document_stance(document, stances, model=self.stance_model.name),
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
        return self.align_found(document, asked, dict(zip(texts, self._encode(texts), strict=True)))

    def score(self, document: Document) -> DocumentStance:
        """Return where a document stands."""
        return stance.document_stance(
            document, self.stances(document), model=self.stance_model.name
        )

    def stances(
        self, document: Document, sentences: tuple[Sentence, ...] | None = None
    ) -> list[SentenceStance]:
        """Return the stance of every sentence of a document's body, in order.

        ``sentences`` None for those that the splitter finds.
        """
        found = self.find(document, sentences)
        vectors = self._encode([s.span.of(document.text) for s in found.body])
        return self._stances(document, found, vectors)

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
        self, document: Document, sentences: tuple[Sentence, ...] | None = None
    ) -> SentenceFeatures:
        """Return what the stance model sees of each sentence of the body, for fitting it."""
        found = self.find(document, sentences)
        vectors = self._encode([s.span.of(document.text) for s in found.body])
        marks = marks_of(found, self._poles)
        return SentenceFeatures(
            self._features(document, found.body, vectors, marks),
            self._voice_rows(document, found.body, marks),
            found.holders[: len(found.body)],
        )

    def align_terms(self, queries: Sequence[TermQuery]) -> list[list[Alignment]]:
        """Return for each term the five nearest provisions, best first.

        Terms come in the order given, equal ones as often as they were given.
        What a term cites ("A/70/174 para. 13(c)") comes first. The concepts that
        each names are looked up here.
        """
        return self.aligner.align_terms(queries)

    def versions(self) -> dict[str, str]:
        """Return names and versions of everything that computes a result."""
        from jacyber_nlp.tokens.english import parser_name
        from jacyber_nlp.tokens.japanese import dictionary

        return {
            "jacyber_nlp": version("jacyber-nlp"),
            "spacy": version("spacy"),
            "fugashi": version("fugashi"),
            "dictionary": dictionary(),
            "pypdfium2": version("pypdfium2"),
            "encoder": self.encoder.name,
            "english_parser": parser_name() or "none",
            "term_model": default_termhood_model().name,
            "holder_model": self._finder.model,
            "stance_model": self.stance_model.name,
            "alignment_model": self.aligner.model.name,
            "data": resources.data_digest(),
        }

    def find(self, document: Document, sentences: tuple[Sentence, ...] | None = None) -> Found:
        """Return what the stages before the encoder find in a document."""
        return find(document, self._matcher, self._finder, sentences)

    def _encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.aligner.encode(texts)

    def align_found(
        self,
        document: Document,
        asked: Sequence[Question],
        vector_of: Mapping[str, NDArray[np.float32]],
    ) -> list[AlignedTerm]:
        """Align what was found, with vectors that are known for every term and sentence."""

        def encode(texts: Sequence[str]) -> NDArray[np.float32]:
            rows = [vector_of[text] for text in texts]
            return np.array(rows, dtype=np.float32).reshape(-1, self.encoder.dim)

        queries = [q.query for q in asked]
        vectors = self.aligner.query_vectors(queries, encode)
        vectors[[q.kind == "citation" for q in asked]] = 0  # a symbol is like nothing
        found = self.aligner.align(queries, vectors, [q.cited for q in asked])
        return [aligned_term(document, *both) for both in zip(asked, found, strict=True)]

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
        self, document: Document, found: Found, vectors: NDArray[np.float32]
    ) -> list[SentenceStance]:
        marks = marks_of(found, self._poles)
        x = self._features(document, found.body, vectors, marks)
        voices = self._voice_rows(document, found.body, marks)
        texts = [s.span.of(document.text) for s in found.body]
        return stance.classify(x, vectors, voices, texts, found.body, marks, self.stance_model)

    def _voice_rows(
        self, document: Document, sentences: Sequence[Sentence], marks: Sequence[stance.Marks]
    ) -> NDArray[np.float32]:
        rows = [
            stance.voice_row(
                s.span.of(document.text),
                s.lang,
                m.scopes,
                s.span.start,
                m.holder,
                document.metadata.kind,
            )
            for s, m in zip(sentences, marks, strict=True)
        ]
        return np.array(rows) if rows else np.zeros((0, stance.VOICED), dtype=np.float32)


@cache
def default_stance_model(encoder: str | None = None) -> stance.StanceModel:
    """Return the stance model that ships for an encoder; None for the default encoder."""
    return stance.StanceModel.from_data(resources.model_for("stance", encoder))
