"""Everything that is loaded once, and the flow through it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING

from jacyber_nlp import alignment, resources, stance
from jacyber_nlp.actors import HolderFinder
from jacyber_nlp.concepts import ConceptMatcher
from jacyber_nlp.encoders import Encoder, default_encoder
from jacyber_nlp.layout import repair
from jacyber_nlp.pipeline.found import (
    Found,
    SentenceFeatures,
    find,
    marks_of,
    queries_of,
    voices_of,
)
from jacyber_nlp.pipeline.terms import DEFAULT_OPTIONS, TermOptions, find_terms
from jacyber_nlp.reading import raw_text
from jacyber_nlp.records import (
    Actor,
    Alignment,
    Analysis,
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
from jacyber_nlp.sentences import sentences_of
from jacyber_nlp.terms import default_termhood_model
from jacyber_nlp.tokens import tokenize

if TYPE_CHECKING:
    import numpy as np
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
        queries = queries_of(found)
        vectors = self._encode(
            [q.text for q in queries] + [s.span.of(document.text) for s in found.body]
        )
        alignments = self._align(queries, vectors[: len(queries)])
        stances = self._stances(document, found, vectors[len(queries) :])
        return Analysis(
            schema=SCHEMA,
            document=document,
            sentences=found.sentences,
            terms=found.terms,
            pairs=found.pairs,
            concepts=found.concepts,
            scopes=found.scopes,
            alignments=tuple(a for of_one in alignments for a in of_one if a.matched),
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

    def align(self, document: Document) -> list[list[Alignment]]:
        """Return for each term the five nearest provisions, best first.

        Terms come in the order of their termhood; ``matched`` tells whether a
        provision is likely enough to be meant.
        """
        queries = queries_of(self._find(document))
        return self._align(queries, self._encode([q.text for q in queries]))

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
        found = self._find(document, sentences)
        vectors = self._encode([s.span.of(document.text) for s in found.body])
        return self._stances(document, found, vectors)

    def voices(
        self, document: Document, sentences: tuple[Sentence, ...] | None = None
    ) -> list[Voice]:
        """Return whose view each sentence of the body gives, with the words that show it.

        ``sentences`` None for those that the splitter finds.
        """
        found = self._find(document, sentences)
        vectors = self._encode([s.span.of(document.text) for s in found.body])
        stances = self._stances(document, found, vectors)
        return list(voices_of(found, stances))

    def sentence_features(
        self, document: Document, sentences: tuple[Sentence, ...] | None = None
    ) -> SentenceFeatures:
        """Return what the stance model sees of each sentence of the body, for fitting it."""
        found = self._find(document, sentences)
        vectors = self._encode([s.span.of(document.text) for s in found.body])
        marks = marks_of(found, self._poles)
        return SentenceFeatures(
            self._features(document, found.body, vectors, marks),
            self._voice_rows(document, found.body, marks),
            found.holders[: len(found.body)],
        )

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
            "alignment_model": self.alignment_model.name,
            "data": resources.data_digest(),
        }

    def _find(self, document: Document, sentences: tuple[Sentence, ...] | None = None) -> Found:
        return find(document, self._matcher, self._finder, sentences)

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
        document = repair(raw_text(text, "passage"))
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
        import numpy as np

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
def default_stance_model() -> stance.StanceModel:
    """Return the stance model that ships."""
    return stance.StanceModel.from_data(resources.model("stance"))


@cache
def default_alignment_model() -> alignment.AlignmentModel:
    """Return the alignment model that ships."""
    return alignment.AlignmentModel.from_data(resources.model("alignment"))
