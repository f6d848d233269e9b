"""The fitted sentence model: its heads, what it was fitted with, and its JSON."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from jacyber_nlp.errors import (
    EncoderMismatchError,
    LexiconMismatchError,
    ModelError,
    ReaderMismatchError,
)
from jacyber_nlp.records import Axis, Concept, to_json
from jacyber_nlp.stance.confusion import NO_CONFUSION, Confusion

if TYPE_CHECKING:
    from numpy.typing import NDArray


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
        return softmax(self.scores(x))

    def scores(self, x: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return one row of scores a sentence. Shape: (n, n_classes)."""
        return np.asarray(x @ self.weights.T + self.bias, dtype=np.float32)


def softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the probabilities of the last axis."""
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), dtype=np.float32)


@dataclass(frozen=True)
class StanceModel:
    """The fitted sentence model.

    Attributes:
        name: Name and version.
        encoder: The encoder whose vectors it was fitted on.
        reader: The reader whose scores it was fitted on; None if it needs none.
        pole: Of the proposition, whoever holds it.
        issue: Of the codebook's seven, or the user's own; None if none are told.
        mode: Whether the author asserts, judges another's view, or only reports it.
        link: Of each mode after each mode of the sentence before.
        confusion: Language → what it takes for what.
        axis: The names of its poles.
        lexicon: Digest of the lexicon that it was fitted with; None if it goes with any.
    """

    name: str
    encoder: str
    reader: str | None
    pole: Head
    issue: Head | None
    mode: Head
    link: Head
    confusion: Mapping[str, Confusion] = field(default_factory=dict)
    axis: Axis = field(default_factory=Axis)
    lexicon: str | None = None

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> StanceModel:
        """Load the model from its JSON, weights as base64 of float16.

        Raises:
            ModelError: If a head's weights are not of the size that it names.
        """
        name, heads = data["name"], data["heads"]
        return cls(
            name=name,
            encoder=data["encoder"],
            reader=data["reader"],
            pole=_head(name, heads["pole"]),
            issue=_head(name, heads["issue"]) if "issue" in heads else None,
            mode=_head(name, heads["mode"]),
            link=_head(name, heads["link"]),
            confusion={
                lang: Confusion(np.array(counts, dtype=np.float64))
                for lang, counts in data["confusion"].items()
            },
            axis=Axis(**data.get("axis", {})),
            lexicon=data.get("lexicon"),
        )

    def to_data(self) -> dict[str, Any]:
        """Return the model as ``from_data`` loads it, weights cut to float16."""
        heads = {"pole": self.pole, "issue": self.issue, "mode": self.mode, "link": self.link}
        return {
            "name": self.name,
            "encoder": self.encoder,
            "reader": self.reader,
            "lexicon": self.lexicon,
            "axis": {"positive": self.axis.positive, "negative": self.axis.negative},
            "heads": {name: _packed(head) for name, head in heads.items() if head is not None},
            "confusion": {lang: c.counts.tolist() for lang, c in sorted(self.confusion.items())},
        }

    def confusion_in(self, lang: str) -> Confusion:
        """Return what it takes for what in a language; nothing if that is not known."""
        return self.confusion.get(lang, NO_CONFUSION)

    def check(self, encoder: str) -> None:
        """Refuse vectors of another encoder than the model's own."""
        if encoder != self.encoder:
            raise EncoderMismatchError(self.name, self.encoder, encoder)

    def check_reader(self, reader: str) -> None:
        """Refuse scores of another reader than the model's own."""
        if reader != self.reader:
            raise ReaderMismatchError(self.name, str(self.reader), reader)

    def check_lexicon(self, concepts: Iterable[Concept]) -> None:
        """Refuse another lexicon than the one that the model was fitted with, if it names one."""
        if self.lexicon is not None and (found := lexicon_digest(concepts)) != self.lexicon:
            raise LexiconMismatchError(self.name, self.lexicon, found)


def lexicon_digest(concepts: Iterable[Concept]) -> str:
    """Return a digest of what a model sees of a lexicon: forms and poles, in any order."""
    seen = sorted(
        to_json([c.preferred, c.alternatives_ja, c.alternatives_en, c.pole]) for c in concepts
    )
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()[:12]


def _packed(head: Head) -> dict[str, Any]:
    return {
        "classes": list(head.classes),
        "features": int(head.weights.shape[1]),
        "weights": base64.b64encode(head.weights.astype("<f2").tobytes()).decode(),
        "bias": [round(float(b), 6) for b in head.bias],
    }


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
