"""Terms → provisions: what is loaded for it, and the way through it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from jacyber_nlp import alignment, resources
from jacyber_nlp.concepts import ConceptMatcher
from jacyber_nlp.encoders import Encoder, Role
from jacyber_nlp.errors import DocumentError
from jacyber_nlp.layout import repair
from jacyber_nlp.pipeline.found import Question, aligned_term
from jacyber_nlp.pipeline.models import default_alignment_model, default_citation_finder
from jacyber_nlp.reading import raw_text
from jacyber_nlp.records import (
    AlignedTerm,
    Alignment,
    CharSpan,
    Citation,
    Concept,
    Document,
    NormProvision,
    Sentence,
    TermQuery,
)
from jacyber_nlp.scope import find_scopes
from jacyber_nlp.script import is_visible, language_of
from jacyber_nlp.sentences import sentences_of
from jacyber_nlp.tokens import read_runs, tokenize

if TYPE_CHECKING:
    from numpy.typing import NDArray

DENIALS = ("negation", "opposition", "prevention")
CONTEXT = 0.3  # share of the sentence in the vector of a term that stands in one
WORDS = 3  # letters beside a citation from which a term says more than that
Encode = Callable[[Sequence[str]], "NDArray[np.float32]"]


class Aligner:
    """Finds the provisions that terms mean.

    The norms' vectors and the phrases of known meaning load on first use.
    """

    def __init__(
        self,
        norms: tuple[NormProvision, ...],
        concepts: tuple[Concept, ...],
        encoder: Encoder,
        model: alignment.AlignmentModel | None,
    ) -> None:
        """Keep what to align with; ``model`` None for the one that ships."""
        self.norms = norms
        self.concepts = concepts
        self.encoder = encoder
        self._given = model
        self.matcher = ConceptMatcher(concepts)

    @cached_property
    def model(self) -> alignment.AlignmentModel:
        """The model that tells how likely a term means a provision."""
        model = self._given or default_alignment_model(self.encoder.name)
        model.check(self.encoder.name)
        return model

    @cached_property
    def memory(self) -> alignment.PhraseMemory:
        """The phrases of known meaning that ship."""
        phrases = resources.phrases()
        vectors = resources.phrase_vectors(self.encoder.name)
        if vectors is None:
            vectors = self.encode([phrase.text for phrase in phrases])
        return alignment.PhraseMemory(phrases, vectors)

    @cached_property
    def index(self) -> alignment.ProvisionIndex:
        """The norms, as terms are compared with them."""
        named = self._concepts_in(alignment.texts_of_provisions(self.norms))
        vectors = self.vectors_of(self.norms)
        return alignment.ProvisionIndex.build(
            self.norms, vectors, named, self.concepts, self.memory, _kin()
        )

    def vectors_of(self, norms: Sequence[NormProvision]) -> NDArray[np.float32]:
        """Return vectors of ``texts_of_provisions``.

        Those that ship where the texts are those that ship; the rest is encoded.
        """
        texts = alignment.texts_of_provisions(norms)
        vectors = resources.norm_vectors(self.encoder.name)
        shipped = {}
        if vectors is not None:
            known = alignment.texts_of_provisions(resources.provisions())
            shipped = dict(zip(known, vectors, strict=True))
        missing = [text for text in dict.fromkeys(texts) if text not in shipped]
        made = dict(zip(missing, self.encode(missing, "document"), strict=True))
        return np.array([shipped[t] if t in shipped else made[t] for t in texts], dtype=np.float32)

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
        vectors = self.query_vectors(queries, encode)
        vectors[[q.kind == "citation" for q in asked]] = 0  # a symbol is like nothing
        found = self.align(queries, vectors, [q.cited for q in asked])
        return [aligned_term(document, *both) for both in zip(asked, found, strict=True)]

    def _concepts_in(self, texts: Sequence[str]) -> list[set[str]]:
        """Return the concepts that each text names; those of one language are read as one."""
        named: list[set[str]] = [set() for _ in texts]
        for lang in ("ja", "en"):
            at = [
                i for i, text in enumerate(texts) if (language_of(text) == "en") == (lang == "en")
            ]
            starts = list(accumulate((len(texts[i]) + 1 for i in at), initial=0))
            spans = [CharSpan(s, s + len(texts[i])) for s, i in zip(starts, at, strict=False)]
            sentences = [Sentence(span, lang, 0) for span in spans]
            for run, offset in read_runs("\n".join(texts[i] for i in at), sentences):
                for match in self.matcher.match(run, offset):
                    named[at[bisect_right(starts, match.span.start) - 1]].add(match.concept_id)
        return named

    def align_terms(self, queries: Sequence[TermQuery]) -> list[list[Alignment]]:
        """Return for each term the five nearest provisions, best first.

        What a term cites ("A/70/174 para. 13(c)") comes first. Concepts that its
        wording names are looked up here.
        """
        named = [self._with_concepts(query) for query in queries]
        vectors = self.query_vectors(named, self.encode)
        cited = []
        for i, query in enumerate(queries):
            citations = default_citation_finder().read(query.text)
            cited.append(tuple(name for one in citations for name in one.provision_ids))
            if cited[i] and not _says_more(query.text, citations):
                vectors[i] = 0  # a symbol is like nothing
        return self.align(named, vectors, cited)

    def align(
        self,
        queries: Sequence[TermQuery],
        vectors: NDArray[np.float32],
        cited: Sequence[tuple[str, ...]] | None = None,
    ) -> list[list[Alignment]]:
        """Return the five nearest provisions of terms with known concepts and vectors."""
        return alignment.align(
            queries, vectors, self.index, self.model, encoder=self.encoder.name, cited=cited
        )

    def evidence(
        self, queries: Sequence[TermQuery], without: Sequence[int | None] | None = None
    ) -> alignment.Evidence:
        """Return what the model sees of each pair of term and provision, for fitting it.

        ``without`` as for ``evidence_for``.
        """
        named = [self._with_concepts(query) for query in queries]
        vectors = self.query_vectors(named, self.encode)
        return alignment.evidence_for(named, vectors, self.index, without=without)

    def encode(self, texts: Sequence[str], role: Role = "query") -> NDArray[np.float32]:
        """Encode each distinct text once; sentences are queries like the terms in them."""
        distinct = list(dict.fromkeys(texts))
        row = {text: i for i, text in enumerate(distinct)}
        vectors = self.encoder.encode(distinct, role)
        return vectors[[row[text] for text in texts]] if texts else vectors

    @staticmethod
    def query_vectors(queries: Sequence[TermQuery], encode: Encode) -> NDArray[np.float32]:
        """Return the vectors of terms; the sentence of a term that has one tells its sense."""
        n = len(queries)
        within = [i for i, query in enumerate(queries) if query.context]
        both = encode([q.text for q in queries] + [queries[i].context for i in within])
        vectors = both[:n].copy()
        within_at = [(i, n + k) for k, i in enumerate(within) if vectors[i].any()]
        if within_at:
            terms, sentences = (list(at) for at in zip(*within_at, strict=True))
            mixed = (1 - CONTEXT) * both[terms] + CONTEXT * both[sentences]
            vectors[terms] = alignment.unit(mixed)
        return vectors

    def _with_concepts(self, query: TermQuery) -> TermQuery:
        """Return a query with the concepts that its wording names or denies, beside its own."""
        if not any(map(is_visible, query.text)):
            return query
        try:
            document = repair(raw_text(query.text, "passage"))
        except DocumentError:  # garbled: one line of a list must not cost the others
            return query
        named = set(query.concept_ids)
        denied = query.denied
        for doc, offset, _ in tokenize(document.text, sentences_of(document)):
            matches = self.matcher.match(doc, offset)
            named |= {match.concept_id for match in matches}
            spans = {match.span for match in matches}
            denied |= any(s.kind in DENIALS and s.span in spans for s in find_scopes(doc, offset))
        return replace(query, concept_ids=tuple(sorted(named)), denied=denied)


def _says_more(text: str, citations: Sequence[Citation]) -> bool:
    """Tell whether words stand beside what is cited."""
    rest = list(text)
    for one in citations:
        rest[one.span.start : one.span.end] = " " * (one.span.end - one.span.start)
    return sum(char.isalpha() for char in rest) >= WORDS


@cache
def _kin() -> dict[str, dict[str, float]]:
    """Return how far provisions say the same by the crosswalk, from both sides."""
    kin: dict[str, dict[str, float]] = {}
    for pair in resources.crosswalk():
        weight = alignment.KIN.get(pair.strength)
        if weight is not None and pair.other_id is not None:
            kin.setdefault(pair.provision_id, {})[pair.other_id] = weight
            kin.setdefault(pair.other_id, {})[pair.provision_id] = weight
    return kin
