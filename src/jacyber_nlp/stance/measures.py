"""How well labels are told: of sentences that people labelled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from jacyber_nlp.records import Axis, LabelledSentence, Share, StanceQuality
from jacyber_nlp.stance.confusion import LABELS

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_P = 1e-4  # probabilities are told to four decimals
STEEPEST = 20.0  # a slope beyond it tells nothing: every label is right, or wrong


class Told(NamedTuple):
    """What a model says of a labelled sentence.

    Attributes:
        label: As in ``LABELS``.
        shares: Probabilities in the order of ``LABELS``.
        mode: ``asserted``, ``evaluated`` or ``reported``; None if it was not asked.
        holder: Who holds the view; None if it was not asked.
    """

    label: str
    shares: tuple[float, float, float]
    mode: str | None = None
    holder: str | None = None


def quality(
    labelled: Sequence[LabelledSentence], told: Sequence[Told], axis: Axis
) -> dict[str, StanceQuality]:
    """Return language → how well its labels are told; a language without sentences is left out."""
    pairs = list(zip(labelled, told, strict=True))
    langs = sorted({one.query.lang for one in labelled}, reverse=True)  # ja, en
    return {
        lang: _quality([pair for pair in pairs if pair[0].query.lang == lang], axis)
        for lang in langs
    }


def confusion_counts(
    labelled: Sequence[LabelledSentence], told: Sequence[Told]
) -> NDArray[np.int64]:
    """Return true labels × labels told, in the order of ``LABELS``. Shape: (3, 3)."""
    counts = np.zeros((len(LABELS), len(LABELS)), dtype=np.int64)
    for one, found in zip(labelled, told, strict=True):
        counts[LABELS.index(one.label), LABELS.index(found.label)] += 1
    return counts


def _quality(pairs: Sequence[tuple[LabelledSentence, Told]], axis: Axis) -> StanceQuality:
    labelled, told = [one for one, _ in pairs], [found for _, found in pairs]
    counts = confusion_counts(labelled, told)
    truth = np.array([LABELS.index(one.label) for one in labelled])
    shares = np.array([found.shares for found in told], dtype=np.float64)
    names = [axis.name(label) for label in LABELS]
    reports = [
        (one, found)
        for one, found in pairs
        if one.mode == "reported" and one.holder is not None and found.mode is not None
    ]
    return StanceQuality(
        n=len(pairs),
        macro_f1=round(macro_f1(counts), 4),
        recall={
            name: round(float(row[i] / row.sum()), 4) if row.sum() else None
            for i, (name, row) in enumerate(zip(names, counts, strict=True))
        },
        brier_skill=_rounded(brier_skill(truth, shares)),
        calibration_slope=_rounded(calibration_slope(truth, shares)),
        confusion={
            name: dict(zip(names, row.tolist(), strict=True))
            for name, row in zip(names, counts, strict=True)
        },
        phenomena=_by_phenomenon(pairs),
        reported=Share(sum(_is_report_of(one, found) for one, found in reports), len(reports))
        if reports
        else None,
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def macro_f1(counts: NDArray[np.int64]) -> float:
    """Return the mean F1 of the classes that occur, truly or told."""
    right, size = np.diag(counts), counts.sum(axis=0) + counts.sum(axis=1)
    return float(np.mean(2 * right[size > 0] / size[size > 0]))


def brier_skill(truth: NDArray[np.int64], shares: NDArray[np.float64]) -> float | None:
    """Return 1 less the Brier score, over that of the classes' own frequencies.

    Brier (1950) summed over the three classes; None if there is one class alone.
    """
    hits = np.eye(len(LABELS))[truth]
    reference = float(((hits - hits.mean(axis=0)) ** 2).sum())
    return 1 - float(((hits - shares) ** 2).sum()) / reference if reference else None


def calibration_slope(truth: NDArray[np.int64], shares: NDArray[np.float64]) -> float | None:
    """Return the factor of log-probabilities under which the labels are likeliest.

    Cox (1958), Two further applications of a model for binary regression, for three
    classes: the inverse of the temperature of Guo et al. (2017). The likelihood is
    concave in it, so its derivative is halved towards 0; None where it has no zero.
    """
    logs = np.log(np.clip(shares, LEAST_P, 1.0))
    own = logs[np.arange(len(truth)), truth]

    def rises(slope: float) -> bool:
        raised = np.exp(slope * logs - (slope * logs).max(axis=1, keepdims=True))
        expected = (raised * logs).sum(axis=1) / raised.sum(axis=1)
        return float((own - expected).sum()) > 0

    low, high = -STEEPEST, STEEPEST
    if not rises(low) or rises(high):
        return None
    while high - low > 1e-6:
        middle = (low + high) / 2
        low, high = (middle, high) if rises(middle) else (low, middle)
    return (low + high) / 2


def _by_phenomenon(pairs: Sequence[tuple[LabelledSentence, Told]]) -> dict[str, Share]:
    names = sorted({name for one, _ in pairs for name in one.phenomena})
    return {
        name: Share(
            sum(one.label == found.label for one, found in pairs if name in one.phenomena),
            sum(name in one.phenomena for one, _ in pairs),
        )
        for name in names
    }


def _is_report_of(one: LabelledSentence, found: Told) -> bool:
    """Return whether it was told as a report of its holder; a name within the other is enough."""
    if found.mode != "reported" or one.holder is None or found.holder is None:
        return False
    if one.holder == found.holder:
        return True
    parts = len(found.holder) > 1 and len(one.holder) > 1
    return parts and (found.holder in one.holder or one.holder in found.holder)
