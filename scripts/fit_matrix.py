"""Fit the model of norm × norm on the pairs that the crosswalk judges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np

from fit_alignment import logistic
from jacyber_nlp import resources
from jacyber_nlp.alignment import PAIR_FEATURES, MatrixModel, NormPairs
from jacyber_nlp.encoders import Encoder, default_encoder
from jacyber_nlp.pipeline.matrix import pairs_of

MATCH = ("same", "overlaps")


@dataclass(frozen=True)
class Judged:
    """All pairs of the catalogue, with what the crosswalk says of them.

    ``rows`` and ``columns`` are those to fit on: of instruments of which the
    crosswalk judges several pairs, so that a pair that it does not name is no
    match; without those of opposite poles, which likeness does not decide.
    """

    pairs: NormPairs
    match: np.ndarray
    rows: np.ndarray
    columns: np.ndarray

    @cached_property
    def homes(self) -> np.ndarray:
        """Instrument of each provision."""
        return np.array([p.instrument_id for p in self.pairs.index.provisions])

    @cached_property
    def opposite(self) -> np.ndarray:
        """Which pairs have opposite poles."""
        return np.outer(self.pairs.index.poles, self.pairs.index.poles) < 0

    def touch(self, instrument: str) -> np.ndarray:
        """Which of the pairs to fit on have a provision of an instrument."""
        return (self.homes[self.rows] == instrument) | (self.homes[self.columns] == instrument)

    def likely(self, model: MatrixModel) -> np.ndarray:
        """Return what the model makes of all pairs; 0 for opposite poles."""
        return np.where(self.opposite, 0, model.probabilities(self.pairs))


def fit_matrix(config: dict[str, Any], encoder: Encoder) -> tuple[dict[str, Any], dict[str, Any]]:
    """Fit on all pairs; the figures are those with instruments held out in turn."""
    judged = read_judged(config, encoder)
    weights = fit(judged, np.ones(len(judged.rows), dtype=bool), config)
    ranks = [r for name, model in held_out(judged, config) for r in ranks_of(judged, model, name)]
    return weights, {
        "pairs": len(judged.rows),
        "matches": int(judged.match[judged.rows, judged.columns].sum()),
        "within_three_held_out": round(float(np.mean([r <= 3 for r in ranks])), 4),
        "first_held_out": round(float(np.mean([r == 1 for r in ranks])), 4),
    }


def read_judged(config: dict[str, Any], encoder: Encoder | None = None) -> Judged:
    """Return all pairs of the catalogue."""
    pairs = pairs_of(resources.provisions(), encoder or default_encoder())
    norms, n = pairs.index.provisions, len(pairs.index.provisions)
    at = {p.id: i for i, p in enumerate(norms)}
    home = [p.instrument_id for p in norms]
    match = np.zeros((n, n), dtype=bool)
    counts: Counter[frozenset[str]] = Counter()
    for c in resources.crosswalk():
        if c.other_id is not None:
            i, j = at[c.provision_id], at[c.other_id]
            counts[frozenset((home[i], home[j]))] += 1
            match[i, j] = match[j, i] = c.strength in MATCH
    rows, columns = zip(
        *(
            (i, j)
            for i, j in combinations(range(n), 2)
            if counts[frozenset((home[i], home[j]))] >= config["least_judged"]
            and norms[i].pole * norms[j].pole >= 0
        ),
        strict=True,
    )
    return Judged(pairs, match, np.array(rows), np.array(columns))


def fit(judged: Judged, keep: np.ndarray, config: dict[str, Any]) -> dict[str, Any]:
    """Fit on some of the pairs."""
    rows, columns = judged.rows[keep], judged.columns[keep]
    x, y = judged.pairs.features[rows, columns], judged.match[rows, columns]
    return {
        "name": f"matrix/{config['version']}",
        "encoder": judged.pairs.encoder,
        "match": logistic(x, y, np.ones(len(rows)), PAIR_FEATURES, config),
        "bare": logistic(x[:, :-1], y, np.ones(len(rows)), PAIR_FEATURES[:-1], config),
    }


def held_out(judged: Judged, config: dict[str, Any]) -> Iterator[tuple[str, MatrixModel]]:
    """Yield each instrument of a match, with a model that saw no pair with it."""
    for instrument in sorted(set(judged.homes[judged.match.any(axis=1)])):
        yield instrument, MatrixModel.from_data(fit(judged, ~judged.touch(instrument), config))


def ranks_of(judged: Judged, model: MatrixModel, instrument: str) -> list[int]:
    """Return the rank of each partner of or in an instrument, among its own instrument's.

    From 1; of equally likely ones it is the last.
    """
    p, homes, found = judged.likely(model), judged.homes, []
    for i, j in zip(*np.nonzero(judged.match), strict=True):
        if instrument in (homes[i], homes[j]):
            found.append(int((p[i, homes == homes[j]] >= p[i, j]).sum()))
    return found
