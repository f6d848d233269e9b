"""Instruments compared provision by provision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from jacyber_nlp.alignment.kinship import MatrixModel, NormPairs
from jacyber_nlp.errors import ConfigError
from jacyber_nlp.records import (
    Crosswalk,
    InstrumentOverlap,
    NormComparison,
    NormMatrix,
    NormPartner,
    NormProvision,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

LIKELY = 0.5
NEW = 0.05  # below it a provision has no counterpart: at most one such in twenty has
# Probability by judgement, and what stands before what: judged pairs first, those
# that are no match behind every possible one.
JUDGED = {
    "same": (1.0, 3.0),
    "overlaps": (1.0, 2.0),
    "related": (0.0, NEW),
    "contrast": (0.0, NEW / 2),
}
PHRASES = 3
LIKE = 3.0  # likeness from which a phrase is like a provision, in units of the memory's scale


def norm_matrix(
    pairs: NormPairs, model: MatrixModel, *, crosswalk: Sequence[Crosswalk] | None, top: int
) -> NormMatrix:
    """Compare instruments provision by provision.

    Args:
        pairs: The provisions, of two instruments or more.
        model: Gives the probabilities.
        crosswalk: Judged pairs; None to use no judgement at all, also not what
            phrases are known to mean.
        top: How many partners to return for a provision, at most.

    Raises:
        ConfigError: If the provisions are all of one instrument.
        EncoderMismatchError: If the model was fitted on another encoder.
    """
    rows: dict[str, list[int]] = {}
    for i, p in enumerate(pairs.index.provisions):
        rows.setdefault(p.instrument_id, []).append(i)
    if len(rows) < 2:
        raise ConfigError(
            f"norms: {', '.join(rows)} alone cannot be compared. Name two instruments or more, "
            "as in gge-2015 gcsc.",
            f"比べる文書が{'、'.join(rows)}だけです。"
            "gge-2015 gcscのように二つ以上指定してください。",
        )
    seen = _Comparer(pairs, model.probabilities(pairs), crosswalk)
    compared = {
        (one, other): [seen.comparison(i, other, rows[other], top) for i in rows[one]]
        for one, other in permutations(rows, 2)
    }
    return NormMatrix(
        tuple(rows),
        tuple(_overlap(*both, of_both) for both, of_both in compared.items()),
        tuple(comparison for of_both in compared.values() for comparison in of_both),
        crosswalk is not None,
        model.name,
        model.encoder,
    )


class _Verdict(NamedTuple):
    """What is said of a pair; ``place`` is the higher, the nearer it stands to the front."""

    probability: float
    relation: str
    place: float
    judgement: Crosswalk | None = None


@dataclass(frozen=True)
class _Comparer:
    """Pairs of provisions, what the model makes of them, and what is judged.

    Attributes:
        pairs: The provisions.
        likeness: Probability of a match by likeness alone. Shape: (n, n).
        crosswalk: Judged pairs, or None.
    """

    pairs: NormPairs
    likeness: NDArray[np.float32]
    crosswalk: Sequence[Crosswalk] | None

    def comparison(self, i: int, other: str, rows: Sequence[int], top: int) -> NormComparison:
        """Compare one provision with another instrument, whose provisions are ``rows``."""
        p, topics = self._provision(i), self.pairs.topics
        verdicts = {j: self._verdict(i, j) for j in rows}
        ranked = sorted(rows, key=lambda j: (-verdicts[j].place, self._provision(j).id))
        best = round(max(v.probability for v in verdicts.values()), 4)
        # Where topics of the other are not named, nobody knows what it lacks.
        named = all(topics[j] for j in rows)
        others = frozenset[str]().union(*(topics[j] for j in rows)) if named else topics[i]
        unique = self._judged.get(frozenset((p.id,)))
        return NormComparison(
            p.id,
            p.instrument_id,
            other,
            tuple(self._partner(i, j, verdicts[j]) for j in ranked[:top]),
            novelty=round(1 - best, 4),
            new=best < NEW,
            lacking=tuple(sorted(topics[i] - others)),
            note=unique.note if unique and best < NEW else "",
            verified=p.verified,
        )

    def _verdict(self, i: int, j: int) -> _Verdict:
        p, q = self._provision(i), self._provision(j)
        judgement = self._judged.get(frozenset((p.id, q.id)))
        if judgement is not None:
            probability, place = JUDGED[judgement.strength]
            return _Verdict(probability, judgement.strength, place, judgement)
        likeness = round(float(self.likeness[i, j]), 6)
        if p.pole * q.pole < 0:  # likeness does not tell a norm from its opposite
            return _Verdict(0.0, "contrast" if likeness >= NEW else "none", likeness - 1)
        levels = ((LIKELY, "likely"), (NEW, "possible"), (0.0, "none"))
        relation = next(name for least, name in levels if likeness >= least)
        return _Verdict(likeness, relation, likeness)

    def _partner(self, i: int, j: int, verdict: _Verdict) -> NormPartner:
        q, index = self._provision(j), self.pairs.index
        return NormPartner(
            q.id,
            similarity=round(float(index.statements[i] @ index.statements[j]), 4),
            probability=round(verdict.probability, 4),
            relation=verdict.relation,
            judged=verdict.judgement is not None,
            note=verdict.judgement.note if verdict.judgement else "",
            topics=tuple(sorted(self.pairs.topics[i] & self.pairs.topics[j])),
            concepts=tuple(sorted(self.pairs.concepts[i] & self.pairs.concepts[j])),
            phrases=self._shared_phrases(i, j),
            verified=q.verified,
        )

    def _shared_phrases(self, i: int, j: int) -> tuple[str, ...]:
        """Return wordings that are like both provisions, most like first.

        With the crosswalk those that are known to mean both come before others;
        without it what a phrase means is not looked at.
        """
        both = np.minimum(self._phrases[i], self._phrases[j])
        near = [int(k) for k in np.flatnonzero(both >= LIKE)]
        phrases, first = self.pairs.index.memory.phrases, set[int]()
        if self.crosswalk is not None:
            ids = {self._provision(i).id, self._provision(j).id}
            first = {k for k in near if ids <= {*phrases[k].provision_ids}}
        near.sort(key=lambda k: (k not in first, -round(float(both[k]), 4), k))
        return tuple(phrases[k].text for k in near[:PHRASES])

    def _provision(self, i: int) -> NormProvision:
        return self.pairs.index.provisions[i]

    @cached_property
    def _judged(self) -> dict[frozenset[str], Crosswalk]:
        """Judgements by the ids that they name: two, or one without counterpart."""
        return {
            frozenset((c.provision_id, c.other_id or c.provision_id)): c
            for c in self.crosswalk or ()
        }

    @cached_property
    def _phrases(self) -> NDArray[np.float32]:
        """How like each provision each phrase is. Shape: (n, n_phrases)."""
        return self.pairs.index.memory.likeness(self.pairs.index.statements)


def _overlap(one: str, other: str, compared: Sequence[NormComparison]) -> InstrumentOverlap:
    return InstrumentOverlap(
        one,
        other,
        covered=round(1 - sum(c.novelty for c in compared) / len(compared), 4),
        new=tuple(c.provision_id for c in compared if c.new),
    )
