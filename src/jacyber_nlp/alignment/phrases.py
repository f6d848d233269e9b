"""Phrases whose meaning is known: what a term is like, and what those mean."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from jacyber_nlp.records import Phrase
from jacyber_nlp.script import fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

OTHERS = 997  # phrases that lie this far apart in the list are about other things
PENALTY = 1.0  # of the linear model, on the squares of its weights
HIDDEN = -1e3  # likeness of a phrase that is not to be seen


class Linear(NamedTuple):
    """A linear model from vectors to meanings, by least squares with a penalty.

    Attributes:
        origin: Mean vector of the phrases. Shape: (dim,).
        inverse: Of the vectors' penalised scatter. Shape: (dim, dim).
        weights: Shape: (dim, n_known).
        base: Mean target. Shape: (n_known,).
        best: Column of the best provision of each phrase; -1 where it means none.
            Shape: (n_phrases,).
    """

    origin: NDArray[np.float32]
    inverse: NDArray[np.float32]
    weights: NDArray[np.float32]
    base: NDArray[np.float32]
    best: NDArray[np.intp]


@dataclass(frozen=True)
class PhraseMemory:
    """Phrases with their vectors.

    Attributes:
        phrases: In the order of all arrays.
        vectors: Theirs, of unit length. Shape: (n_phrases, dim).
    """

    phrases: tuple[Phrase, ...]
    vectors: NDArray[np.float32]

    @cached_property
    def known(self) -> tuple[str, ...]:
        """The provisions that any phrase means, by id."""
        return tuple(sorted({name for p in self.phrases for name in p.provision_ids}))

    @cached_property
    def meaning(self) -> NDArray[np.bool_]:
        """Whether a phrase means a provision. Shape: (n_phrases, n_known)."""
        column = {name: j for j, name in enumerate(self.known)}
        table = np.zeros((len(self.phrases), len(column)), dtype=np.bool_)
        for i, phrase in enumerate(self.phrases):
            table[i, [column[name] for name in phrase.provision_ids]] = True
        return table

    @cached_property
    def poles(self) -> NDArray[np.float32]:
        """Sign of the pole of each phrase. Shape: (n_phrases,)."""
        return np.sign(np.array([p.pole for p in self.phrases], dtype=np.float32))

    @cached_property
    def by_text(self) -> Mapping[str, int]:
        """Which phrase has a wording, whatever its case, width, blanks and ・."""
        return {key_of(phrase.text): i for i, phrase in enumerate(self.phrases)}

    @cached_property
    def scale(self) -> tuple[float, float]:
        """Mean and standard deviation of the cosine of phrases on other things.

        Encoders differ in both; likeness is told in these units, so that one
        model serves all. (0, 1) for fewer than three phrases.
        """
        if len(self.phrases) < 3:
            return 0.0, 1.0
        step = OTHERS % len(self.phrases) or 1
        cosines = (self.vectors * np.roll(self.vectors, step, axis=0)).sum(axis=1)
        return float(cosines.mean()), float(max(cosines.std(), 1e-3))

    def in_units(self, cosines: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return likeness: cosines in units of ``scale``, 0 for nothing in common."""
        mean, deviation = self.scale
        out = np.asarray(cosines, dtype=np.float32) - np.float32(mean)
        out /= np.float32(deviation)
        return out

    def likeness(
        self, vectors: NDArray[np.float32], without: Sequence[int | None] | None = None
    ) -> NDArray[np.float32]:
        """Return how alike texts and phrases are.

        Args:
            vectors: Of unit length. Shape: (n_texts, dim).
            without: For each text a phrase that is not to be seen, or None.

        Returns:
            In units of ``scale``. Shape: (n_texts, n_phrases).
        """
        out = self.in_units(vectors @ self.vectors.T)
        for i, hidden in enumerate(without or ()):
            if hidden is not None:
                out[i, hidden] = HIDDEN
        return out

    def trained(
        self, vectors: NDArray[np.float32], without: Sequence[int | None] | None = None
    ) -> NDArray[np.float32]:
        """Return what a linear model over all phrases makes of texts.

        Args:
            vectors: Of unit length. Shape: (n_texts, dim).
            without: For each text a phrase that the model is not to have seen,
                or None; exact, by the hat matrix of least squares.

        Returns:
            Near 1 for the provision that a text means, near 0 for the others.
            Shape: (n_texts, n_known).
        """
        linear = self._linear
        centred = vectors - linear.origin
        out = np.asarray(centred @ linear.weights + linear.base, dtype=np.float32)
        for i, hidden in enumerate(without or ()):
            if hidden is not None:
                pull = centred[i] @ linear.inverse @ centred[i] + 1 / len(self.phrases)
                if linear.best[hidden] >= 0:
                    out[i, linear.best[hidden]] -= pull
                out[i] /= 1 - pull
        return out

    @cached_property
    def _linear(self) -> Linear:
        column = {name: j for j, name in enumerate(self.known)}
        best = np.array(
            [column[p.provision_ids[0]] if p.provision_ids else -1 for p in self.phrases]
        )
        targets = np.zeros((len(self.phrases), len(column)), dtype=np.float32)
        targets[best >= 0, best[best >= 0]] = 1
        origin, base = self.vectors.mean(axis=0), targets.mean(axis=0)
        centred = self.vectors - origin
        scatter = centred.T @ centred + PENALTY * np.eye(centred.shape[1], dtype=np.float32)
        inverse = np.linalg.inv(scatter).astype(np.float32)
        return Linear(origin, inverse, inverse @ (centred.T @ (targets - base)), base, best)


def weights_of(likeness: NDArray[np.float32], sharpness: float) -> NDArray[np.float32]:
    """Return the weight of each phrase for each text; a row adds up to 1.

    Args:
        likeness: Shape: (n_texts, n_phrases), at least one phrase.
        sharpness: Exponent; the higher, the more the nearest phrases count.
    """
    out = np.exp(sharpness * (likeness - likeness.max(axis=1, keepdims=True)))
    out /= out.sum(axis=1, keepdims=True)
    return np.asarray(out, dtype=np.float32)


def key_of(text: str) -> str:
    """Return a wording without what does not tell it apart: case, width, blanks, ・."""
    low = fold(unicodedata.normalize("NFKC", text))
    return "".join(char for char in low if not char.isspace() and char not in "・-‐–")
