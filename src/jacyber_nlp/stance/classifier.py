"""The stance of a sentence: pole, mode and issue, each by a head of its own."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from jacyber_nlp.errors import EncoderMismatchError, ModelError
from jacyber_nlp.records import Sentence, SentenceStance
from jacyber_nlp.stance.features import Marks

if TYPE_CHECKING:
    from numpy.typing import NDArray

AUTHOR = "author"


@dataclass(frozen=True)
class Head:
    """A softmax layer.

    Attributes:
        classes: Names of its outputs.
        weights: Shape: (n_classes, n_features).
        bias: Shape: (n_classes,).
    """

    classes: tuple[str, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def probabilities(self, x: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return one row of probabilities a sentence. Shape: (n, n_classes)."""
        logits = x @ self.weights.T + self.bias
        raised = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float32)


@dataclass(frozen=True)
class StanceModel:
    """The fitted sentence model.

    Attributes:
        name: Name and version.
        encoder: The encoder whose vectors it was fitted on.
        pole: Of the proposition, whoever holds it.
        mode: Whether the sentence only reports.
        issue: Of the codebook's seven.
    """

    name: str
    encoder: str
    pole: Head
    mode: Head
    issue: Head

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> StanceModel:
        """Load the model from its JSON, weights as base64 of float16.

        Raises:
            ModelError: If a head's weights are not of the size that it names.
        """
        return cls(
            data["name"],
            data["encoder"],
            *(_head(data["name"], data["heads"][name]) for name in ("pole", "mode", "issue")),
        )

    def check(self, encoder: str) -> None:
        """Refuse vectors of another encoder than the model's own."""
        if encoder != self.encoder:
            raise EncoderMismatchError(self.name, self.encoder, encoder)


def classify(
    x: NDArray[np.float32],
    sentences: Sequence[Sentence],
    marks: Sequence[Marks],
    holders: Sequence[str],
    model: StanceModel,
) -> list[SentenceStance]:
    """Tell the stance of each sentence.

    A sentence is reported if the mode head says so; its label is then neutral,
    its pole the reported label. Otherwise its label is its pole, and the author
    holds it, whomever it names.

    Args:
        x: Features of the sentences. Shape: (n, n_features).
        sentences: The sentences.
        marks: What the lexicon and the scopes say of each.
        holders: Whose view each one is if it is a report; ``"unnamed"`` where
            the text names nobody.
        model: The fitted model.
    """
    if not len(sentences):
        return []
    poles = model.pole.probabilities(x)
    reports = model.mode.probabilities(x)[:, model.mode.classes.index("reported")]
    issues = model.issue.probabilities(x)
    return [
        _stance(poles[i], float(reports[i]), issues[i], sentences[i], marks[i], holders[i], model)
        for i in range(len(sentences))
    ]


def _stance(
    poles: NDArray[np.float32],
    p_reported: float,
    issues: NDArray[np.float32],
    sentence: Sentence,
    marks: Marks,
    holder: str,
    model: StanceModel,
) -> SentenceStance:
    pole = model.pole.classes[int(poles.argmax())]
    reported = p_reported >= 0.5
    p_freedom, p_control = (
        float(poles[model.pole.classes.index(name)]) * (1 - p_reported)
        for name in ("freedom", "control")
    )
    return SentenceStance(
        span=sentence.span,
        paragraph=sentence.paragraph,
        pole=pole,
        p_pole=round(float(poles.max()), 4),
        mode="reported" if reported else "asserted",
        label="neutral" if reported else pole,
        p_freedom=round(p_freedom, 4),
        p_control=round(p_control, 4),
        p_neutral=round(1 - round(p_freedom, 4) - round(p_control, 4), 4),
        issue=None if pole == "neutral" else model.issue.classes[int(issues.argmax())],
        phenomena=_phenomena(marks, reported),
        holder=holder if reported else AUTHOR,
        reported_label=pole if reported else None,
    )


def _phenomena(marks: Marks, reported: bool) -> tuple[str, ...]:
    kinds = {scope.kind for scope in marks.scopes}
    found = [
        name
        for name, holds in (
            ("reported", reported),
            ("negation", "negation" in kinds),
            ("conditional", "condition" in kinds),
        )
        if holds
    ]
    return tuple(found) or ("plain",)


def _head(model: str, data: Mapping[str, Any]) -> Head:
    classes = tuple(data["classes"])
    try:
        flat = np.frombuffer(base64.b64decode(data["weights"], validate=True), dtype="<f2")
    except ValueError:  # broken base64, or half a number at the end
        flat = np.zeros(0, dtype="<f2")
    if flat.size != len(classes) * data["features"] or len(data["bias"]) != len(classes):
        raise ModelError(
            f"{model}: a head has {flat.size} weights, {len(classes)} × {data['features']} "
            "are needed. The file is damaged; install jacyber-nlp again.",
            f"{model}: 重みが{flat.size}個あります。{len(classes)}×{data['features']}個必要です。"
            "ファイルが壊れています。jacyber-nlpを入れ直してください。",
        )
    return Head(
        classes,
        flat.astype(np.float32).reshape(len(classes), data["features"]),
        np.array(data["bias"], dtype=np.float32),
    )
