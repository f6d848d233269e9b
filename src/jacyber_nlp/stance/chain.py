"""A linear chain over sentences: later sentences speak for earlier ones and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Marginals(NamedTuple):
    """What a chain makes of its scores.

    Attributes:
        single: Probability of each class. Shape: (n, k).
        pairs: Probability of each class after each class of the sentence before;
            zero where a chain begins. Shape: (n, k, k).
        log_total: Logarithm of the sum over all labellings, of all chains.
    """

    single: NDArray[np.float64]
    pairs: NDArray[np.float64]
    log_total: float


def marginals(
    own: NDArray[np.floating], after: NDArray[np.floating], first: NDArray[np.bool_]
) -> Marginals:
    """Sum over all labellings of each chain, forward and backward.

    Lafferty, McCallum and Pereira (2001), Conditional random fields.

    Args:
        own: Score of each class by the sentence alone. Shape: (n, k).
        after: Score that each class before adds to each class; not read where a
            chain begins. Shape: (n, k, k).
        first: Whether a chain begins here. Shape: (n,), the first one true.
    """
    n, k = own.shape
    starts = np.flatnonzero(first)
    lengths = np.diff(np.append(starts, n))
    forward, backward = np.zeros((n, k)), np.zeros((n, k))
    forward[starts] = own[starts]
    longest = int(lengths.max(initial=0))
    for step in range(1, longest):
        at = starts[lengths > step] + step
        forward[at] = own[at] + _log_sum(forward[at - 1][:, :, None] + after[at], 1)
    for step in range(longest - 2, -1, -1):
        at = starts[lengths > step + 1] + step
        backward[at] = _log_sum(after[at + 1] + (own[at + 1] + backward[at + 1])[:, None, :], 2)
    totals = _log_sum(forward[starts + lengths - 1], 1)
    total = np.repeat(totals, lengths)[:, None]
    pairs = np.zeros((n, k, k))
    later = np.flatnonzero(~first)
    pairs[later] = np.exp(
        forward[later - 1][:, :, None]
        + after[later]
        + (own[later] + backward[later] - total[later])[:, None, :]
    )
    return Marginals(np.exp(forward + backward - total), pairs, float(totals.sum()))


def _log_sum(scores: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
    top = scores.max(axis=axis, keepdims=True)
    summed = np.log(np.exp(scores - top).sum(axis=axis, keepdims=True)) + top
    return np.asarray(np.squeeze(summed, axis))
