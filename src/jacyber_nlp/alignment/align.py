"""Which provisions a term means, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from jacyber_nlp.alignment.index import FEATURES, ProvisionIndex
from jacyber_nlp.errors import EncoderMismatchError
from jacyber_nlp.records import Alignment, TermQuery

if TYPE_CHECKING:
    from numpy.typing import NDArray

TOP = 5


@dataclass(frozen=True)
class AlignmentModel:
    """A logistic model over ``FEATURES``, fitted on judged pairs.

    Attributes:
        name: Name and version.
        encoder: The encoder whose cosines it was fitted on.
        weights: One a feature. Shape: (len(FEATURES),).
        bias: Intercept.
        threshold: Probability from which a term counts as matched.
    """

    name: str
    encoder: str
    weights: NDArray[np.float32]
    bias: float
    threshold: float

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> AlignmentModel:
        """Load the model from its JSON."""
        return cls(
            data["name"],
            data["encoder"],
            np.array([data["weights"][feature] for feature in FEATURES], dtype=np.float32),
            data["bias"],
            data["threshold"],
        )

    def check(self, encoder: str) -> None:
        """Refuse vectors of another encoder than the model's own."""
        if encoder != self.encoder:
            raise EncoderMismatchError(self.name, self.encoder, encoder)

    def probabilities(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the probability that each pair is a match, in [0, 1]."""
        logits = features @ self.weights + self.bias
        return np.asarray(1 / (1 + np.exp(-logits)), dtype=np.float32)


def align(
    queries: Sequence[TermQuery],
    vectors: NDArray[np.float32],
    index: ProvisionIndex,
    model: AlignmentModel,
    *,
    encoder: str,
    top: int = TOP,
) -> list[list[Alignment]]:
    """Rank the provisions for each term.

    The lexicon comes first: provisions that name the term's concept, or share
    its topics, and only then those that are merely alike. A term of the control
    pole is never matched to a freedom provision, nor the reverse.

    Args:
        queries: The terms.
        vectors: Theirs, of unit length. Shape: (n_queries, dim).
        index: The provisions.
        model: Gives the probabilities.
        encoder: Name of what made the vectors.
        top: How many provisions to return for a term, at most.

    Returns:
        For each term the likeliest provisions, best first; equal ones by id.

    Raises:
        EncoderMismatchError: If the model was fitted on another encoder.
    """
    model.check(encoder)
    if not queries:
        return []
    features = index.features(queries, vectors)
    probabilities = model.probabilities(features)
    return [
        _ranked(query, features[i], probabilities[i], index, model, encoder, top)
        for i, query in enumerate(queries)
    ]


def _ranked(
    query: TermQuery,
    features: NDArray[np.float32],
    probabilities: NDArray[np.float32],
    index: ProvisionIndex,
    model: AlignmentModel,
    encoder: str,
    top: int,
) -> list[Alignment]:
    poles = [index.concepts[c].pole for c in query.concept_ids if c in index.concepts]
    strongest = max(map(abs, poles), default=0)
    sides = {pole for pole in poles if abs(pole) == strongest}
    pole = sides.pop() if len(sides) == 1 else 0  # both poles at once: neither is barred
    rounded = np.round(probabilities.astype(np.float64), 6)
    rounded[pole * index.poles < 0] = -1  # a term of one pole never means the other
    order = [int(i) for i in np.lexsort((index.by_id, -rounded)) if rounded[i] >= 0]
    found = []
    for rank, i in enumerate(order[:top], 1):
        provision = index.provisions[i]
        lexical = features[i, FEATURES.index("in_label") : FEATURES.index("known")].any()
        found.append(
            Alignment(
                text=query.text,
                provision_id=provision.id,
                similarity=round(float(features[i, 0]), 4),
                probability=round(float(probabilities[i]), 4),
                rank=rank,
                route="lexicon" if lexical else "embedding",
                encoder=encoder,
                matched=bool(probabilities[i] >= model.threshold),
                verified=provision.verified,
            )
        )
    return found
