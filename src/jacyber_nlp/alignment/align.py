"""Which provisions a term means, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from jacyber_nlp.alignment.evidence import (
    GATE_FEATURES,
    RANK_FEATURES,
    Evidence,
    evidence_for,
)
from jacyber_nlp.alignment.index import ProvisionIndex
from jacyber_nlp.errors import EncoderMismatchError
from jacyber_nlp.records import Alignment, TermQuery

if TYPE_CHECKING:
    from numpy.typing import NDArray

TOP = 5
SHARE_FEATURES = ("share", "below", "vote", "trained")
_KEPT = [RANK_FEATURES.index(name) for name in SHARE_FEATURES[2:]]
CLEAR = 0.5  # share of like phrases, one pole less the other, from which a term has that pole


@dataclass(frozen=True)
class Logistic:
    """A logistic model.

    Attributes:
        weights: One a feature. Shape: (n_features,).
        bias: Intercept.
    """

    weights: NDArray[np.float32]
    bias: float

    @classmethod
    def from_data(cls, data: Mapping[str, Any], features: Sequence[str]) -> Logistic:
        """Load from JSON; a feature that is not named weighs nothing."""
        return cls(weights_from(data["weights"], features), data["bias"])

    def __call__(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return probabilities in [0, 1], one for each row of features."""
        odds = features @ self.weights + self.bias
        return np.asarray(np.exp(-np.logaddexp(0, -odds)), np.float32)  # never overflows


@dataclass(frozen=True)
class AlignmentModel:
    """Two questions: does the term mean any of the norms, and if so, this one?

    Attributes:
        name: Name and version.
        encoder: The encoder whose cosines it was fitted on.
        gate: That a term means any of the provisions, over ``GATE_FEATURES``.
        rank: Weights of a choice among the provisions, over ``RANK_FEATURES``.
        kin: The same for provisions without phrases of their own.
        share: That the term means this provision, if any, over ``SHARE_FEATURES``:
            the logarithm of its share of the choice, that less the best one's,
            and two features of the rank.
        citation: That a provision which a term cites is the one meant.
        threshold: Probability from which a term counts as matched.
        calibrated: Whether the probabilities were fitted on this encoder.
    """

    name: str
    encoder: str
    gate: Logistic
    rank: NDArray[np.float32]
    kin: NDArray[np.float32]
    share: Logistic
    citation: float
    threshold: float
    calibrated: bool = True

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> AlignmentModel:
        """Load the model from its JSON."""
        return cls(
            data["name"],
            data["encoder"],
            Logistic.from_data(data["gate"], GATE_FEATURES),
            weights_from(data["rank"], RANK_FEATURES),
            weights_from(data["kin"], RANK_FEATURES),
            Logistic.from_data(data["share"], SHARE_FEATURES),
            data["citation"],
            data["threshold"],
        )

    def check(self, encoder: str) -> None:
        """Refuse vectors of another encoder than the model's own."""
        if encoder != self.encoder:
            raise EncoderMismatchError(self.name, self.encoder, encoder)

    def probabilities(
        self, evidence: Evidence, own_phrases: NDArray[np.bool_]
    ) -> NDArray[np.float32]:
        """Return the probability that each term means each provision.

        Args:
            evidence: Of the pairs.
            own_phrases: Which provisions have phrases of their own. Shape:
                (n_provisions,).

        Returns:
            In [0, 1]. Shape: (n_queries, n_provisions).
        """
        scores = self.scores(evidence.rank, own_phrases)
        given = self.share(share_features(scores, evidence.rank))
        return np.asarray(given * self.gate(evidence.gate)[:, None], dtype=np.float32)

    def scores(
        self, rank: NDArray[np.float32], own_phrases: NDArray[np.bool_]
    ) -> NDArray[np.float32]:
        """Return what speaks for each provision, on one scale. Shape: (n_queries, n_provisions)."""
        return np.asarray(np.where(own_phrases, rank @ self.rank, rank @ self.kin), np.float32)


def share_features(scores: NDArray[np.float32], rank: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return ``SHARE_FEATURES``. Shape: (n_queries, n_provisions, 4)."""
    below = scores - scores.max(axis=1, keepdims=True)
    logarithms = below - np.log(np.exp(below).sum(axis=1, keepdims=True))
    return np.concatenate([logarithms[:, :, None], below[:, :, None], rank[:, :, _KEPT]], axis=2)


def weights_from(data: Mapping[str, float], features: Sequence[str]) -> NDArray[np.float32]:
    """Return weights in the order of the features; one that is not named weighs nothing."""
    return np.array([data.get(name, 0.0) for name in features], dtype=np.float32)


def align(
    queries: Sequence[TermQuery],
    vectors: NDArray[np.float32],
    index: ProvisionIndex,
    model: AlignmentModel,
    *,
    encoder: str,
    cited: Sequence[tuple[str, ...]] | None = None,
    top: int = TOP,
) -> list[list[Alignment]]:
    """Rank the provisions for each term.

    What a term cites comes first, then what is likely by lexicon and embedding. A
    term of the control pole comes before no freedom provision on likeness
    alone, nor the reverse: such provisions stand last, with probability 0. A
    term without a visible character means no norm.

    Args:
        queries: The terms.
        vectors: Theirs, of unit length. Shape: (n_queries, dim).
        index: The provisions.
        model: Gives the probabilities.
        encoder: Name of what made the vectors.
        cited: For each term the ids of the provisions that it cites.
        top: How many provisions to return for a term, at most.

    Returns:
        For each term the likeliest provisions, best first; equal ones by id.

    Raises:
        EncoderMismatchError: If the model was fitted on another encoder.
    """
    model.check(encoder)
    if not queries:
        return []
    evidence = evidence_for(queries, vectors, index)
    probabilities = model.probabilities(evidence, index.own_phrases)
    probabilities[~vectors.any(axis=1)] = 0
    return [
        _ranked(query, i, evidence, probabilities[i], index, model, cited[i] if cited else (), top)
        for i, query in enumerate(queries)
    ]


def pole_of(query: TermQuery, like_phrases: float, index: ProvisionIndex) -> int:
    """Return the sign of a term's pole: what like phrases say, else what the lexicon says.

    Phrases are alike whether they affirm or deny; a concept that is denied has
    the other pole.

    Args:
        query: The term.
        like_phrases: The poles of the phrases that it is like, in [-1, 1].
        index: Has the lexicon.

    Returns:
        -1, 0 or 1; 0 also where concepts of both poles are equally strong.
    """
    if abs(like_phrases) >= CLEAR and not query.denied:
        return 1 if like_phrases > 0 else -1
    poles = [index.concepts[c].pole for c in query.concept_ids if c in index.concepts]
    strongest = max(map(abs, poles), default=0)
    sides = {pole for pole in poles if abs(pole) == strongest}
    pole = sides.pop() if len(sides) == 1 else 0
    sign = (pole > 0) - (pole < 0)
    return -sign if query.denied else sign


def _ranked(
    query: TermQuery,
    row: int,
    evidence: Evidence,
    probabilities: NDArray[np.float32],
    index: ProvisionIndex,
    model: AlignmentModel,
    cited: tuple[str, ...],
    top: int,
) -> list[Alignment]:
    cites = np.zeros(len(index.provisions), dtype=np.bool_)
    if cited:
        cites[:] = [p.id in cited for p in index.provisions]
    barred = pole_of(query, float(evidence.poles[row]), index) * index.poles < 0
    barred &= ~evidence.known[row] & ~cites
    probabilities = np.where(barred, 0, np.where(cites, model.citation, probabilities))
    rounded = np.round(probabilities.astype(np.float64), 6)
    order = np.lexsort((index.by_id, -rounded, barred, ~cites))
    lexical = evidence.known[row] | evidence.rank[row, :, 4:7].any(axis=1)
    routes = np.where(cites, "citation", np.where(lexical, "lexicon", "embedding"))
    return [
        Alignment(
            text=query.text,
            provision_id=index.provisions[i].id,
            similarity=round(float(evidence.cosines[row, i]), 4),
            probability=round(float(probabilities[i]), 4),
            rank=rank,
            route=str(routes[i]),
            encoder=model.encoder,
            matched=bool(probabilities[i] >= model.threshold),
            verified=index.provisions[i].verified,
            text_source=index.provisions[i].text_source,
        )
        for rank, i in enumerate(map(int, order[:top]), 1)
    ]
