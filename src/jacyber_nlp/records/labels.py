"""An axis under names of one's own, labelled sentences, and how well labels are told."""

from __future__ import annotations

from dataclasses import dataclass

from jacyber_nlp.records.stance import SentenceQuery


@dataclass(frozen=True, slots=True)
class Axis:
    """The names of the two poles.

    Inside, every axis has the labels ``freedom`` (positive), ``control`` and
    ``neutral``; these names take their place where results leave.

    Attributes:
        positive: The pole towards +1.
        negative: The pole towards -1.
    """

    positive: str = "freedom"
    negative: str = "control"

    def __post_init__(self) -> None:
        """Refuse names that cannot be told apart."""
        names = (self.positive, self.negative)
        if len({*names, "neutral"}) < 3 or any(not n or n != n.strip() for n in names):
            raise ValueError(f"not the names of two poles beside neutral: {names}")

    def name(self, label: str) -> str:
        """Return the name of a label; neutral keeps its own."""
        return {"freedom": self.positive, "control": self.negative}.get(label, label)

    def label(self, name: str) -> str:
        """Return the label of a name.

        Raises:
            ValueError: If neither pole nor neutral has this name.
        """
        labels = {self.positive: "freedom", self.negative: "control", "neutral": "neutral"}
        if name not in labels:
            raise ValueError(f"{name!r} is none of {', '.join(map(repr, labels))}")
        return labels[name]

    @property
    def names(self) -> tuple[str, str, str]:
        """The positive pole, neutral, the negative pole."""
        return self.positive, "neutral", self.negative


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """A sentence with the stance that people gave it.

    Attributes:
        query: The sentence, with what stands before it and its kind of source.
        document: What is never parted in cross-validation.
        label: ``freedom``, ``control`` or ``neutral``, whatever names the axis has.
        mode: ``asserted``, ``evaluated`` or ``reported``.
        pole: Of the view that it gives, whoever holds it; None if it only reports
            a view whose pole is not labelled.
        issue: The user's own; None if there is none.
        holder: ``author``, a name, ``unnamed``; None if not labelled.
        phenomena: What makes it hard, the main one first; empty if not labelled.
    """

    query: SentenceQuery
    document: str
    label: str
    mode: str
    pole: str | None
    issue: str | None
    holder: str | None
    phenomena: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many.

    Attributes:
        right: How many are right.
        n: Of how many.
    """

    right: int
    n: int


@dataclass(frozen=True, slots=True)
class StanceQuality:
    """How well the labels of one language's sentences are told.

    Attributes:
        n: Sentences.
        macro_f1: Mean F1 of the classes that occur; each counts the same.
        recall: Class, by its name → share of its sentences that were given it;
            None if there are none.
        brier_skill: Of the three probabilities against the frequencies of the
            classes: 1 perfect, 0 no better; None if there is one class alone.
        calibration_slope: 1 if probabilities are as sure as they should be, less
            if they are too sure, more if too timid; None if it cannot be told.
        confusion: True class → class given → how many.
        phenomena: Phenomenon → how many labels are right; empty if not labelled.
        reported: Of the reported sentences with a holder, how many were told as
            reports of that holder; None if there are none.
    """

    n: int
    macro_f1: float
    recall: dict[str, float | None]
    brier_skill: float | None
    calibration_slope: float | None
    confusion: dict[str, dict[str, int]]
    phenomena: dict[str, Share]
    reported: Share | None
