"""Several documents of one actor → where it stands."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from jacyber_nlp.records import ActorPosition, DocumentStance
from jacyber_nlp.stance.confusion import LEVEL


def actor_position(stances: Sequence[DocumentStance]) -> ActorPosition | None:
    """Return the mean position of an actor's documents, with its 90 % interval.

    A hierarchical model with two levels: each document's position is known up to
    its own interval, and documents differ. The variance between them is that of
    Paule and Mandel (1982); the interval that of Hartung and Knapp (2001),
    never narrower than the one without it (Röver, Knapp and Friede 2015), cut to
    the axis. Of one document its own position and interval.

    Args:
        stances: Of documents that speak for one actor. Those without a position
            tell nothing here and do not count.

    Returns:
        None if no document has a position.
    """
    placed = [
        (stance.position, stance.interval)
        for stance in stances
        if stance.position is not None and stance.interval is not None
    ]
    if not placed:
        return None
    if len(placed) == 1:
        return ActorPosition(*placed[0], 0.0, 1)
    from scipy.stats import norm, t

    x = np.array([position for position, _ in placed])
    ends = np.array([interval for _, interval in placed])
    half = 2 * float(norm.ppf((1 + LEVEL) / 2))
    # Two documents that are sure to the last digit still count alike.
    own = np.maximum((ends[:, 1] - ends[:, 0]) / half, 0.01) ** 2
    between = _between(x, own)
    weights = 1 / (own + between)
    mean = float((weights * x).sum() / weights.sum())
    k = len(x)
    spread = float((weights * (x - mean) ** 2).sum() / (k - 1))
    error = (max(spread, 1.0) / float(weights.sum())) ** 0.5
    reach = float(t.ppf((1 + LEVEL) / 2, k - 1)) * error
    return ActorPosition(
        round(mean, 4),
        (round(max(mean - reach, -1.0), 4), round(min(mean + reach, 1.0), 4)),
        round(between**0.5, 4),
        k,
    )


def _between(x: np.ndarray, own: np.ndarray) -> float:
    """Return the variance between documents beyond what their intervals explain."""
    from scipy.optimize import brentq

    def excess(between: float) -> float:
        weights = 1 / (own + between)
        mean = (weights * x).sum() / weights.sum()
        return float((weights * (x - mean) ** 2).sum() - (len(x) - 1))

    if excess(0.0) <= 0:
        return 0.0
    # No variance of values within the axis is greater than 2.
    return float(brentq(excess, 0.0, 2.0))
