"""Norm × norm: which provisions of two instruments say the same."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NormPartner:
    """A provision of another instrument beside one that is compared.

    Attributes:
        provision_id: The partner.
        similarity: Cosine of both statements (title and summary, mean of both
            languages), in [-1, 1]; the same from both sides.
        probability: That both say the same or overlap, calibrated, in [0, 1]; the
            same from both sides. 1 or 0 where the crosswalk judges the pair, 0
            for provisions of opposite poles that it does not judge.
        relation: ``same``, ``overlaps``, ``related`` or ``contrast`` by the
            crosswalk; where it says nothing, ``likely`` (probability from .5),
            ``possible`` (from .05), ``none``, or ``contrast`` (like, but of
            opposite poles).
        judged: Whether the relation is the crosswalk's.
        note: What the crosswalk says of the pair; may be empty.
        topics: Topic ids that both have, ascending.
        concepts: Concepts of the lexicon that both name, ascending.
        phrases: Wordings that are like both, most like first; three at most.
        verified: How far the partner's text was checked against a source.
    """

    provision_id: str
    similarity: float
    probability: float
    relation: str
    judged: bool
    note: str
    topics: tuple[str, ...]
    concepts: tuple[str, ...]
    phrases: tuple[str, ...]
    verified: str


@dataclass(frozen=True, slots=True)
class NormComparison:
    """One provision beside another instrument.

    Attributes:
        provision_id: The provision.
        instrument_id: Its instrument.
        other_id: The other instrument.
        partners: Provisions of the other instrument, best first; equal ones by id.
        novelty: 1 less the best probability, in [0, 1].
        new: Whether the other instrument has no counterpart: no probability
            reaches .05.
        lacking: Its topics that no provision of the other instrument has; empty where
            nobody has named the topics of those.
        note: What the crosswalk says of its being without counterpart, where it is
            new; may be empty, and may speak of other instruments.
        verified: How far the provision's text was checked against a source.
    """

    provision_id: str
    instrument_id: str
    other_id: str
    partners: tuple[NormPartner, ...]
    novelty: float
    new: bool
    lacking: tuple[str, ...]
    note: str
    verified: str


@dataclass(frozen=True, slots=True)
class InstrumentOverlap:
    """How much of one instrument another has; not the same from both sides.

    Attributes:
        instrument_id: The one.
        other_id: The other.
        covered: Share of the one's provisions with a counterpart in the other: mean
            of their best probabilities, in [0, 1].
        new: Provisions of the one without counterpart, in the order of its text.
    """

    instrument_id: str
    other_id: str
    covered: float
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NormMatrix:
    """Instruments compared provision by provision.

    Attributes:
        instruments: Ids of the instruments, in the order given.
        overlaps: One for each ordered pair of them.
        comparisons: One for each provision and other instrument, in that order.
        crosswalk: Whether the crosswalk's judgements were used.
        model: Name and version of what gave the probabilities.
        encoder: Name and version of the encoder.
    """

    instruments: tuple[str, ...]
    overlaps: tuple[InstrumentOverlap, ...]
    comparisons: tuple[NormComparison, ...]
    crosswalk: bool
    model: str
    encoder: str
