"""From sentences to the position of a document, of its issues and holders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jacyber_nlp.records import Document, DocumentStance, Evidence, Position, SentenceStance
from jacyber_nlp.stance.confusion import LABELS, NO_CONFUSION, Confusion, interval

MIN_EVIDENCE = 2
PER_CHARACTERS = 2_000  # densities: Japanese
PER_WORDS = 1_000  # densities: English
ISSUES = 7  # of the annotation guide


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence as it counts for a position.

    Attributes:
        label: Of the view that counts, the author's or a holder's.
        weight: Its probability.
        paragraph: Where it stands.
    """

    label: str
    weight: float
    paragraph: int


def document_stance(
    document: Document,
    sentences: Sequence[SentenceStance],
    *,
    model: str,
    confusion: Confusion = NO_CONFUSION,
    min_evidence: int = MIN_EVIDENCE,
    seed: int = 0,
) -> DocumentStance:
    """Place a document on the axis by what its author asserts.

    A sentence is evidence if its label is a pole and the author holds it. Neutral
    and reported sentences lower the salience and may widen the interval; they
    never move the position.

    Args:
        document: The document, for quotes and places.
        sentences: The body's sentences in order; at least one.
        model: Name and version of the classifier, kept in the result.
        confusion: What the classifier takes for what in the document's language.
        min_evidence: With fewer evidence sentences the position is None.
        seed: Of the interval's replicates.

    Returns:
        Position (F - C) / (F + C) in [-1, 1], with F and C the sums of the
        evidence's pole probabilities, corrected for poles taken for each other
        (``Confusion.values``); its 90 % interval (``confusion.interval``, widened
        to hold the position); and the evidence, the greatest contribution first;
        contributions add up to the position.

    Raises:
        ValueError: If there are no sentences.
    """
    if not sentences:
        raise ValueError("a document without sentences has no stance")
    own = [s for s in sentences if s.holder == "author" and s.label != "neutral"]
    said = [
        _Said(s.label, _weight(s), s.paragraph)
        if s.holder == "author"
        else _Said("neutral", 0.0, s.paragraph)
        for s in sentences
    ]
    enough = len(own) >= max(min_evidence, 1)
    whole = _position(said, confusion, seed) if enough else None
    evidence = _evidence(document, own, confusion) if enough else ()
    unit = _size(document)
    n_freedom = sum(s.label == "freedom" for s in own)
    n_conditional = sum(s.label == "control" and "conditional" in s.phenomena for s in own)
    n_halved, n_turned = _removals(own, confusion, min_evidence) if enough else (None, None)
    return DocumentStance(
        id=document.id,
        path=document.source.uri,
        position=whole.position if whole else None,
        interval=whole.interval if whole else None,
        salience=round(len(own) / len(sentences), 4),
        density_freedom=round(n_freedom / unit, 4),
        density_control=round((len(own) - n_freedom) / unit, 4),
        density_conditional=round(n_conditional / unit, 4),
        n_sentences=len(sentences),
        n_evidence=len(own),
        n_halved=n_halved,
        n_turned=n_turned,
        evidence=evidence,
        issues=_by_issue(sentences, confusion, seed),
        holders=_by_holder(sentences, confusion, seed),
        model=model,
    )


def _weight(sentence: SentenceStance) -> float:
    """Return the probability of the label; 0 for neutral."""
    return {"freedom": sentence.p_freedom, "control": sentence.p_control}.get(sentence.label, 0.0)


def _position(said: Sequence[_Said], confusion: Confusion, seed: int) -> Position:
    """Return the position of what somebody holds; at least one sentence has a pole."""
    polar = [s for s in said if s.label != "neutral"]
    position = max(-1.0, min(1.0, _mean([(s.label, s.weight) for s in polar], confusion)))
    ends = None
    if len(polar) >= MIN_EVIDENCE:
        labels = np.array([LABELS.index(s.label) for s in said])
        low, high = interval(labels, np.array([s.paragraph for s in said]), confusion, seed)
        ends = (round(min(low, position), 4), round(max(high, position), 4))
    return Position(round(position, 4), ends, len(polar))


def _mean(weighted: Sequence[tuple[str, float]], confusion: Confusion) -> float:
    """Return the corrected position before it is cut to the axis."""
    freedom = sum(weight for label, weight in weighted if label == "freedom")
    control = sum(weight for label, weight in weighted if label == "control")
    counts_free, counts_control = confusion.values()
    return (freedom * counts_free + control * counts_control) / (freedom + control)


def _evidence(
    document: Document, own: Sequence[SentenceStance], confusion: Confusion
) -> tuple[Evidence, ...]:
    values = dict(zip(("freedom", "control"), confusion.values(), strict=True))
    total = sum(map(_weight, own))
    mean = _mean([(s.label, _weight(s)) for s in own], confusion)
    # A mean beyond the axis is cut to its end, and each share of it alike.
    cut = 1 / max(abs(mean), 1.0)
    found = []
    for s in own:
        page, line = document.place(s.span)
        contribution = values[s.label] * _weight(s) / total * cut
        quote = s.span.of(document.text)
        found.append(Evidence(s.span, quote, page, line, s.label, round(contribution, 6)))
    return tuple(sorted(found, key=lambda e: (-abs(e.contribution), e.span.start)))


def _removals(
    own: Sequence[SentenceStance], confusion: Confusion, min_evidence: int
) -> tuple[int | None, int | None]:
    """Return the size of the smallest set without which the position is halved, or turned.

    It is the evidence of the position's own pole, the weightiest first: each of
    them moves the mean the more, the more it weighs. A position that would have
    too little evidence left counts as halved, and is turned by nothing. None if the
    position is 0.
    """
    whole = _mean([(s.label, _weight(s)) for s in own], confusion)
    if whole == 0:
        return None, None
    side, other = ("freedom", "control") if whole > 0 else ("control", "freedom")
    against = sum(_weight(s) for s in own if s.label == other)
    for_it = sorted((_weight(s) for s in own if s.label == side), reverse=True)
    left = sum(for_it)
    position = max(-1.0, min(1.0, whole))
    halved = None
    for n, weight in enumerate(for_it, start=1):
        if len(own) - n < max(min_evidence, 1):
            return halved or n, None
        left = left - weight if n < len(for_it) else 0.0
        share = _mean([(side, left), (other, against)], confusion) / position
        if halved is None and share <= 0.5:
            halved = n
        if share < 0:
            return halved, n
    return halved, None


def _by_issue(
    sentences: Sequence[SentenceStance], confusion: Confusion, seed: int
) -> dict[str, Position]:
    """Return the position of the evidence under each issue.

    Mistakes among neutral sentences are spread over the issues: each has its share
    of these sentences beside its evidence.
    """
    groups: dict[str, list[_Said]] = {}
    rest = []
    for s in sentences:
        if s.holder != "author" or s.label == "neutral":
            rest.append(_Said("neutral", 0.0, s.paragraph))
        elif s.issue is not None:
            groups.setdefault(s.issue, []).append(_Said(s.label, _weight(s), s.paragraph))
    return {
        issue: _position(groups[issue] + rest[i % ISSUES :: ISSUES], confusion, seed)
        for i, issue in enumerate(sorted(groups))
    }


def _by_holder(
    sentences: Sequence[SentenceStance], confusion: Confusion, seed: int
) -> dict[str, Position]:
    """Return the position of the views that the text reports of each holder.

    Their intervals know the sampling of paragraphs and poles taken for each other,
    not what was taken for a report of this holder by mistake.
    """
    groups: dict[str, list[_Said]] = {}
    for s in sentences:
        if s.holder != "author" and s.pole != "neutral":
            groups.setdefault(s.holder, []).append(_Said(s.pole, s.p_pole, s.paragraph))
    return {holder: _position(groups[holder], confusion, seed) for holder in sorted(groups)}


def _size(document: Document) -> float:
    """Return the body's length in units of the densities."""
    body = document.body_span.of(document.text)
    if document.lang == "ja":
        return max(sum(not char.isspace() for char in body) / PER_CHARACTERS, 1e-9)
    return max(len(body.split()) / PER_WORDS, 1e-9)
