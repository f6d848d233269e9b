"""The provisions, as terms are compared with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from jacyber_nlp.alignment.phrases import PhraseMemory, weights_of
from jacyber_nlp.records import Concept, NormProvision

if TYPE_CHECKING:
    from numpy.typing import NDArray

# By the crosswalk, how far a phrase for one provision speaks for another.
KIN = {"same": 1.0, "overlaps": 0.6}
KIN_SHARPNESS = 2.6
FAR = -9.0  # likeness where nothing is near


@dataclass(frozen=True)
class ProvisionIndex:
    """Provisions with their vectors, the concepts that they name and the phrases for them.

    Attributes:
        provisions: In the order of all arrays.
        statements: Vectors of title and summary, mean of both languages, of
            unit length. Shape: (n_provisions, dim).
        labels: The same of the short titles.
        in_label: Concept id → which provisions name it in their short title.
        in_summary: Concept id → which name it in their summary.
        concepts: The lexicon, by id.
        memory: Phrases whose meaning is known.
        kin: How far a phrase for each provision that the memory knows speaks
            for each of these, from 0 to 1; 1 for itself. Shape: (n_known,
            n_provisions).
    """

    provisions: tuple[NormProvision, ...]
    statements: NDArray[np.float32]
    labels: NDArray[np.float32]
    in_label: Mapping[str, NDArray[np.bool_]]
    in_summary: Mapping[str, NDArray[np.bool_]]
    concepts: Mapping[str, Concept]
    memory: PhraseMemory
    kin: NDArray[np.float32]

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
    def by_pair(self) -> Mapping[str, NDArray[np.intp]]:
        """Pair of characters → provisions that have it in their short titles."""
        found: dict[str, list[int]] = {}
        for i, p in enumerate(self.provisions):
            for pair in bigrams(f"{p.label.ja} {p.label.en}"):
                found.setdefault(pair, []).append(i)
        return {pair: np.array(at, dtype=np.intp) for pair, at in found.items()}

    @cached_property
    def topics_shared(self) -> Mapping[str, NDArray[np.float32]]:
        """Concept id → share of topics that it has in common with each provision."""
        return {
            name: np.array(
                [jaccard(concept.topics, p.topics) for p in self.provisions], dtype=np.float32
            )
            for name, concept in self.concepts.items()
        }

    @cached_property
    def own_phrases(self) -> NDArray[np.bool_]:
        """Whether a provision has phrases of its own. Shape: (n_provisions,)."""
        return np.array([p.id in self.memory.known for p in self.provisions])

    @cached_property
    def meaning(self) -> NDArray[np.float32]:
        """How far each phrase means each provision. Shape: (n_phrases, n_provisions)."""
        table = np.zeros((len(self.memory.phrases), len(self.provisions)), dtype=np.float32)
        for known in range(len(self.memory.known)):
            at = self.memory.meaning[:, known]
            table[at] = np.maximum(table[at], self.kin[known])
        return table

    @cached_property
    def by_phrase(self) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float32]]:
        """What phrases mean, row by row.

        Returns:
            Where the row of each phrase begins and the last ends, the provisions
            in it, and how far it means them. Shapes: (n_phrases + 1,), twice
            (n_pairs,).
        """
        phrases, provisions = np.nonzero(self.meaning)
        starts = np.searchsorted(phrases, np.arange(len(self.meaning) + 1))
        return starts, provisions, self.meaning[phrases, provisions]

    @cached_property
    def means_any(self) -> NDArray[np.float32]:
        """How far each phrase means any of the provisions. Shape: (n_phrases,)."""
        return np.asarray(self.meaning.max(axis=1), dtype=np.float32)

    def nearest(self, likeness: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the likeness of the nearest phrase that just means each provision.

        Args:
            likeness: Of texts and phrases. Shape: (n_texts, n_phrases).

        Returns:
            ``FAR`` for a provision without phrases. Shape: (n_texts, n_provisions).
        """
        phrases, found, starts = self._by_provision
        out = np.full((len(likeness), len(self.provisions)), FAR, dtype=np.float32)
        if len(phrases):
            out[:, found] = np.maximum.reduceat(likeness[:, phrases], starts, axis=1)
        return out

    @cached_property
    def _by_provision(
        self,
    ) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
        """Phrases by the provision that they just mean, those provisions, where each begins."""
        columns, phrases = np.nonzero(self.meaning.T == 1)
        found, starts = np.unique(columns, return_index=True)
        return phrases, found, starts

    @classmethod
    def build(
        cls,
        provisions: Sequence[NormProvision],
        vectors: NDArray[np.float32],
        named: Sequence[Iterable[str]],
        concepts: Sequence[Concept],
        memory: PhraseMemory,
        crosswalk: Mapping[str, Mapping[str, float]],
    ) -> ProvisionIndex:
        """Build the index.

        Args:
            provisions: At least one.
            vectors: Of ``texts_of_provisions(provisions)``, in that order.
            named: For each of those texts the ids of the concepts in it.
            concepts: The lexicon.
            memory: Phrases whose meaning is known.
            crosswalk: Provision id → how far phrases for others speak for it,
                from 0 to 1. A provision without phrases of its own has those of
                its kin; one that is not named here has those of the provisions
                whose phrases its own statement is like.
        """
        if len(vectors) != 4 * len(provisions) or len(named) != len(vectors):
            raise ValueError(
                f"{len(provisions)} provisions need {4 * len(provisions)} vectors and lists of "
                f"concepts, not {len(vectors)} and {len(named)}"
            )
        by_text = vectors.reshape(len(provisions), 4, -1)
        statements = unit(by_text[:, 0] + by_text[:, 1])
        return cls(
            tuple(provisions),
            statements,
            unit(by_text[:, 2] + by_text[:, 3]),
            _where(named, (2, 3), len(provisions)),
            _where(named, (0, 1), len(provisions)),
            {concept.id: concept for concept in concepts},
            memory,
            _kin([p.id for p in provisions], statements, memory, crosswalk),
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


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return rows of unit length; a zero row stays zero."""
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.where(norms > 1e-9, norms, 1), dtype=np.float32)


def bigrams(text: str) -> frozenset[str]:
    """Return the pairs of characters of a text, without case and blanks."""
    low = "".join(text.lower().split())
    return frozenset(low[i : i + 2] for i in range(len(low) - 1))


def jaccard(a: Sequence[str], b: Sequence[str]) -> float:
    """Return the share of entries that two lists have in common; 0 for two empty ones."""
    return len(set(a) & set(b)) / len(set(a) | set(b)) if a or b else 0.0


def _kin(
    ids: Sequence[str],
    statements: NDArray[np.float32],
    memory: PhraseMemory,
    crosswalk: Mapping[str, Mapping[str, float]],
) -> NDArray[np.float32]:
    row = {name: i for i, name in enumerate(memory.known)}
    table = np.zeros((len(row), len(ids)), dtype=np.float32)
    for j, name in enumerate(ids):
        if name in row:
            table[row[name], j] = 1
        elif name in crosswalk:
            for other, weight in crosswalk[name].items():
                if other in row:
                    table[row[other], j] = weight
    alone = [j for j in range(len(ids)) if not table[:, j].any()]
    if alone and row:
        weights = weights_of(memory.likeness(statements[alone]), KIN_SHARPNESS)
        table[:, alone] = np.minimum(weights @ memory.meaning, 1).T
    return table


def _where(
    named: Sequence[Iterable[str]], columns: tuple[int, ...], n: int
) -> dict[str, NDArray[np.bool_]]:
    table: dict[str, NDArray[np.bool_]] = {}
    for i in range(n):
        for column in columns:
            for concept_id in named[4 * i + column]:
                table.setdefault(concept_id, np.zeros(n, dtype=np.bool_))[i] = True
    return table
