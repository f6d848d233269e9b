"""From sentences to the position of a document, of its issues and holders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from jacyber_nlp.records import Document, DocumentStance, Evidence, Position, SentenceStance

if TYPE_CHECKING:
    from numpy.typing import NDArray

MIN_EVIDENCE = 2
# The model learned from sentences two thirds of which take a stand; in documents
# most do not. A pole label that is barely likelier than its rivals is therefore
# mostly wrong there: on the samples it made evidence out of technical text.
EVIDENCE_PROBABILITY = 0.6
REPLICATES = 2_000
LEVEL = 0.90
PER_CHARACTERS = 2_000  # densities: Japanese
PER_WORDS = 1_000  # densities: English


def document_stance(
    document: Document,
    sentences: Sequence[SentenceStance],
    *,
    model: str,
    min_evidence: int = MIN_EVIDENCE,
    seed: int = 0,
) -> DocumentStance:
    """Place a document on the axis by what its author asserts.

    A sentence is evidence if its label is a pole with a probability of at least
    ``EVIDENCE_PROBABILITY``, and the author holds it. Neutral and reported
    sentences lower the salience; they never move the position.

    Args:
        document: The document, for quotes and places.
        sentences: The body's sentences in order; at least one.
        model: Name and version of the classifier, kept in the result.
        min_evidence: With fewer evidence sentences the position is None.
        seed: Of the bootstrap.

    Returns:
        Position (F - C) / (F + C) in [-1, 1], with F and C the sums of the
        evidence's pole probabilities, its 90 % interval (see ``_interval``),
        and the evidence, the greatest contribution first; contributions add up
        to the position.

    Raises:
        ValueError: If there are no sentences.
    """
    if not sentences:
        raise ValueError("a document without sentences has no stance")
    own = [s for s in sentences if s.holder == "author" and abs(_signed(s)) >= EVIDENCE_PROBABILITY]
    enough = len(own) >= max(min_evidence, 1)
    whole = _position(own, seed) if enough else None
    n_freedom = sum(s.label == "freedom" for s in own)
    unit = _size(document)
    return DocumentStance(
        id=document.id,
        path=document.source.uri,
        position=whole.position if whole else None,
        interval=whole.interval if whole else None,
        salience=round(len(own) / len(sentences), 4),
        density_freedom=round(n_freedom / unit, 4),
        density_control=round((len(own) - n_freedom) / unit, 4),
        n_sentences=len(sentences),
        n_evidence=len(own),
        evidence=_evidence(document, own) if enough else (),
        issues=_by(own, [s.issue or "" for s in own], seed),
        holders=_by_holder(sentences, seed),
        model=model,
    )


def _signed(sentence: SentenceStance) -> float:
    """Return the probability of the label, negative for control, 0 for neutral."""
    return {"freedom": sentence.p_freedom, "control": -sentence.p_control}.get(sentence.label, 0.0)


def _evidence(document: Document, own: Sequence[SentenceStance]) -> tuple[Evidence, ...]:
    total = sum(abs(_signed(s)) for s in own)
    found = []
    for s in own:
        page, line = document.place(s.span)
        found.append(
            Evidence(
                s.span,
                s.span.of(document.text),
                page,
                line,
                s.label,
                round(_signed(s) / total, 6),
            )
        )
    return tuple(sorted(found, key=lambda e: (-abs(e.contribution), e.span.start)))


def _by(sentences: Sequence[SentenceStance], keys: Sequence[str], seed: int) -> dict[str, Position]:
    groups: dict[str, list[SentenceStance]] = {}
    for sentence, key in zip(sentences, keys, strict=True):
        groups.setdefault(key, []).append(sentence)
    return {key: _position(groups[key], seed) for key in sorted(groups)}


def _by_holder(sentences: Sequence[SentenceStance], seed: int) -> dict[str, Position]:
    """Position of the views that the text reports of each holder.

    A view counts if its pole is as likely as evidence has to be.
    """
    reported = [
        s
        for s in sentences
        if s.holder != "author" and s.pole != "neutral" and s.p_pole >= EVIDENCE_PROBABILITY
    ]
    return _by(reported, [s.holder for s in reported], seed)


def _position(sentences: Sequence[SentenceStance], seed: int) -> Position:
    """Return the position of evidence that somebody holds, with its interval."""
    own = sentences[0].holder == "author"
    if own:
        weights = np.array([_signed(s) for s in sentences])
        p_same = np.array([abs(_signed(s)) for s in sentences])
        p_other = np.array(
            [s.p_control if s.label == "freedom" else s.p_freedom for s in sentences]
        )
    else:  # a reported view counts by the pole of its proposition
        weights = np.array([s.p_pole if s.pole == "freedom" else -s.p_pole for s in sentences])
        p_same = np.abs(weights)
        p_other = (1 - p_same) / 2
    position = float(weights.sum() / np.abs(weights).sum())
    paragraphs = np.array([s.paragraph for s in sentences])
    interval = (
        _interval(weights, p_same, p_other, paragraphs, position, seed)
        if len(sentences) >= MIN_EVIDENCE
        else None
    )
    return Position(round(position, 4), interval, len(sentences))


def _interval(
    weights: NDArray[np.float64],
    p_same: NDArray[np.float64],
    p_other: NDArray[np.float64],
    paragraphs: NDArray[np.int64],
    position: float,
    seed: int,
) -> tuple[float, float]:
    """Return the 90 % interval by a bootstrap with two sources of doubt.

    In each replicate paragraphs are drawn with replacement and sentences within
    them, and each sentence keeps its pole, turns to the other, or drops out by
    the classifier's own probabilities. The ends are percentiles, widened to hold
    the position.
    """
    rng = np.random.default_rng(seed)
    ids, members = np.unique(paragraphs, return_inverse=True)
    drawn = rng.multinomial(len(ids), np.full(len(ids), 1 / len(ids)), size=REPLICATES)
    within = np.empty((REPLICATES, len(weights)))
    for i in range(len(ids)):
        inside = np.flatnonzero(members == i)
        share = np.full(len(inside), 1 / len(inside))
        within[:, inside] = rng.multinomial(len(inside), share, size=REPLICATES)
    chance = rng.random((REPLICATES, len(weights)))
    sign = np.where(chance < p_same, 1.0, np.where(chance < p_same + p_other, -1.0, 0.0))
    counted = drawn[:, members] * within * np.abs(weights) * np.abs(sign)
    totals = counted.sum(axis=1)
    alive = totals > 0
    if not alive.any():
        return -1.0, 1.0
    values = (counted * np.sign(weights) * sign).sum(axis=1)[alive] / totals[alive]
    low, high = np.quantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return round(min(float(low), position), 4), round(max(float(high), position), 4)


def _size(document: Document) -> float:
    """Return the body's length in units of the densities."""
    body = document.body_span.of(document.text)
    if document.lang == "ja":
        return max(sum(not char.isspace() for char in body) / PER_CHARACTERS, 1e-9)
    return max(len(body.split()) / PER_WORDS, 1e-9)
