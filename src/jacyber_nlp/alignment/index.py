"""The provisions, as terms are compared with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from jacyber_nlp.records import Concept, NormProvision, TermQuery

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEATURES = (
    "cosine",  # of term and provision, raw: how alike they are
    "centred",  # after taking off the mean of the terms of that language: ranks
    "label_cosine",  # of term and short title
    "label_overlap",  # share of character pairs that term and short title have in common
    "in_label",  # a concept of the term stands in the provision's short title
    "in_summary",  # … or in its summary
    "topics",  # share of topics that concept and provision have in common
    "known",  # the term names a concept of the lexicon
)


def texts_of_provisions(provisions: Sequence[NormProvision]) -> list[str]:
    """Return what to encode for an index: four texts a provision.

    Short title with summary in Japanese and English, short title alone in
    Japanese and English: the title beside the statement ranks best.
    """
    return [
        text
        for p in provisions
        for text in (
            f"{p.label.ja}。{p.summary.ja}",
            f"{p.label.en}. {p.summary.en}",
            p.label.ja,
            p.label.en,
        )
    ]


@dataclass(frozen=True)
class ProvisionIndex:
    """Provisions with their vectors and the concepts that they name.

    Attributes:
        provisions: In the order of all arrays.
        statements: Vectors of title and summary, mean of both languages, of
            unit length. Shape: (n_provisions, dim).
        labels: The same of the short titles.
        in_label: Concept id → which provisions name it in their short title.
        in_summary: Concept id → which name it in their summary.
        concepts: The lexicon, by id.
    """

    provisions: tuple[NormProvision, ...]
    statements: NDArray[np.float32]
    labels: NDArray[np.float32]
    in_label: Mapping[str, NDArray[np.bool_]]
    in_summary: Mapping[str, NDArray[np.bool_]]
    concepts: Mapping[str, Concept]

    @cached_property
    def poles(self) -> NDArray[np.int64]:
        """Pole of each provision. Shape: (n_provisions,)."""
        return np.array([p.pole for p in self.provisions])

    @cached_property
    def by_id(self) -> NDArray[np.int64]:
        """Place of each provision in the order of ids, which breaks ties."""
        ids = [p.id for p in self.provisions]
        return np.array([sorted(ids).index(name) for name in ids])

    @cached_property
    def label_pairs(self) -> list[frozenset[str]]:
        """Pairs of characters in the short titles of each provision."""
        return [_bigrams(f"{p.label.ja} {p.label.en}") for p in self.provisions]

    @classmethod
    def build(
        cls,
        provisions: Sequence[NormProvision],
        vectors: NDArray[np.float32],
        named: Sequence[Iterable[str]],
        concepts: Sequence[Concept],
    ) -> ProvisionIndex:
        """Build the index.

        Args:
            provisions: At least one.
            vectors: Of ``texts_of_provisions(provisions)``, in that order.
            named: For each of those texts the ids of the concepts in it.
            concepts: The lexicon.
        """
        if len(vectors) != 4 * len(provisions) or len(named) != len(vectors):
            raise ValueError(
                f"{len(provisions)} provisions need {4 * len(provisions)} vectors and lists of "
                f"concepts, not {len(vectors)} and {len(named)}"
            )
        by_text = vectors.reshape(len(provisions), 4, -1)
        return cls(
            tuple(provisions),
            unit(by_text[:, 0] + by_text[:, 1]),
            unit(by_text[:, 2] + by_text[:, 3]),
            _where(named, (2, 3), len(provisions)),
            _where(named, (0, 1), len(provisions)),
            {concept.id: concept for concept in concepts},
        )

    def features(
        self, queries: Sequence[TermQuery], vectors: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Return what speaks for each pair of term and provision.

        Args:
            queries: The terms.
            vectors: Theirs, of unit length. Shape: (n_queries, dim).

        Returns:
            Shape: (n_queries, n_provisions, len(FEATURES)).
        """
        provisions = self.provisions
        shared: dict[str, list[float]] = {}
        out = np.zeros((len(queries), len(self.provisions), len(FEATURES)), dtype=np.float32)
        out[:, :, 0] = vectors @ self.statements.T
        out[:, :, 1] = self._centred(queries, vectors)
        out[:, :, 2] = vectors @ self.labels.T
        for i, query in enumerate(queries):
            grams = _bigrams(query.text)
            out[i, :, 3] = [len(grams & other) / max(len(grams), 1) for other in self.label_pairs]
            for concept_id in query.concept_ids:
                concept = self.concepts.get(concept_id)
                if concept is None:
                    continue
                for column, table in ((4, self.in_label), (5, self.in_summary)):
                    if concept_id in table:
                        out[i, :, column] = np.maximum(out[i, :, column], table[concept_id])
                if concept_id not in shared:
                    shared[concept_id] = [_jaccard(concept.topics, p.topics) for p in provisions]
                out[i, :, 6] = np.maximum(out[i, :, 6], shared[concept_id])
                out[i, :, 7] = 1
        return out

    def _centred(
        self, queries: Sequence[TermQuery], vectors: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Compare after taking off each side's mean, which no term is about.

        The provisions' own mean serves both sides, so that a term's rank does
        not hang on the other terms of its document.
        """
        mean = self.statements.mean(axis=0)
        out: NDArray[np.float32] = unit(vectors - mean) @ unit(self.statements - mean).T
        return out if len(queries) else np.zeros((0, len(self.provisions)), dtype=np.float32)


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return rows of unit length; a zero row stays zero."""
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.where(norms > 1e-9, norms, 1), dtype=np.float32)


def _where(
    named: Sequence[Iterable[str]], columns: tuple[int, ...], n: int
) -> dict[str, NDArray[np.bool_]]:
    table: dict[str, NDArray[np.bool_]] = {}
    for i in range(n):
        for column in columns:
            for concept_id in named[4 * i + column]:
                table.setdefault(concept_id, np.zeros(n, dtype=np.bool_))[i] = True
    return table


def _jaccard(a: Sequence[str], b: Sequence[str]) -> float:
    return len(set(a) & set(b)) / len(set(a) | set(b)) if a or b else 0.0


def _bigrams(text: str) -> frozenset[str]:
    low = "".join(text.lower().split())
    return frozenset(low[i : i + 2] for i in range(len(low) - 1))
