"""What the sentence model is known to confuse, and positions that allow for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LABELS = ("freedom", "neutral", "control")
REPLICATES = 2_000
LEVEL = 0.90
_JEFFREYS = 0.5  # prior count of each class: Jeffreys' for a share


@dataclass(frozen=True)
class Confusion:
    """How often sentences of each label were given each label, unseen in training.

    Attributes:
        counts: Rows the true label, columns the one given, in the order of
            ``LABELS``. Shape: (3, 3).
    """

    counts: NDArray[np.float64]

    def values(self) -> tuple[float, float]:
        """Return what a freedom and a control sentence count for on the axis.

        Of poles taken for each other at known rates the mean of these is unbiased:
        (s + a - b) / (1 - a - b) for the sign s, with a the share of freedom
        sentences that were called control, of those called either, and b the
        reverse (Natarajan et al. 2013, Learning with noisy labels, lemma 1). Both
        are ±1 where no pole was ever taken for the other.
        """
        lost, gained = self._crossed(self.counts[0]), self._crossed(self.counts[2][::-1])
        spread = max(1 - lost - gained, 0.2)  # a worse model would tell nothing
        return (1 + lost - gained) / spread, (-1 + lost - gained) / spread

    @staticmethod
    def _crossed(row: NDArray[np.float64]) -> float:
        """Return the share of a pole's sentences called the other, of those called either."""
        return float(row[2] / max(row[0] + row[2], 1.0))


NO_CONFUSION = Confusion(np.diag([1e6, 1e6, 1e6]))


def interval(
    labels: NDArray[np.int64], paragraphs: NDArray[np.int64], confusion: Confusion, seed: int
) -> tuple[float, float]:
    """Return the 90 % interval of the position that sentences speak for.

    Replicates of a Bayesian bootstrap (Rubin 1981) over paragraphs, with Jeffreys'
    prior on the two poles, so that unanimous evidence is not sure evidence. Each
    replicate draws the confusion from its posterior as well, and turns the counts
    of labels given into counts of true labels by it (adjusted counts: Forman 2008,
    Quantifying counts and costs via classification).

    Args:
        labels: The label given to each sentence, as index into ``LABELS``. Shape: (n,).
        paragraphs: The paragraph of each. Shape: (n,).
        confusion: Of the model that gave the labels.
        seed: Of the replicates.
    """
    _, members = np.unique(paragraphs, return_inverse=True)
    counts = np.zeros((int(members.max(initial=0)) + 1, len(LABELS)))
    np.add.at(counts, (members, labels), 1.0)
    # Half of the replicates are of the mirror image, so that a text and its mirror
    # image have mirrored intervals, whatever the seed.
    values = np.concatenate(
        [
            _replicates(counts, confusion.counts, seed),
            -_replicates(counts[:, ::-1], confusion.counts[::-1, ::-1], seed),
        ]
    )
    low, high = np.quantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def _replicates(
    counts: NDArray[np.float64], confusion: NDArray[np.float64], seed: int
) -> NDArray[np.float64]:
    rng = np.random.default_rng(seed)
    n = REPLICATES // 2
    given = rng.exponential(size=(n, len(counts))) @ counts
    rates = rng.gamma(confusion + _JEFFREYS, size=(n, *confusion.shape))
    rates /= rates.sum(axis=2, keepdims=True)
    true = np.linalg.solve(rates.transpose(0, 2, 1), given[:, :, None])[:, :, 0]
    poles = np.maximum(true[:, [0, 2]], 0.0) + rng.gamma(_JEFFREYS, size=(n, 2))
    return np.asarray((poles[:, 0] - poles[:, 1]) / poles.sum(axis=1))
