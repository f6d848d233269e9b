"""The stance of a sentence: pole, mode and issue, each by a head of its own."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from jacyber_nlp.actors import AUTHOR, UNNAMED, is_named_anew
from jacyber_nlp.errors import EncoderMismatchError, ModelError
from jacyber_nlp.records import Sentence, SentenceStance
from jacyber_nlp.scope import REVERSING
from jacyber_nlp.stance.chain import marginals
from jacyber_nlp.stance.features import Marks
from jacyber_nlp.stance.voice import link_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray


# What a sentence says of the next one in another paragraph: reports mostly end there.
ACROSS = 0.3


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
        pole: Of the proposition, whoever holds it.
        issue: Of the codebook's seven.
        mode: Whether the author asserts, judges another's view, or only reports it.
        link: Of each mode after each mode of the sentence before.
    """

    name: str
    encoder: str
    pole: Head
    issue: Head
    mode: Head
    link: Head

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> StanceModel:
        """Load the model from its JSON, weights as base64 of float16.

        Raises:
            ModelError: If a head's weights are not of the size that it names.
        """
        return cls(
            data["name"],
            data["encoder"],
            *(
                _head(data["name"], data["heads"][name])
                for name in ("pole", "issue", "mode", "link")
            ),
        )

    def check(self, encoder: str) -> None:
        """Refuse vectors of another encoder than the model's own."""
        if encoder != self.encoder:
            raise EncoderMismatchError(self.name, self.encoder, encoder)


def classify(
    x: NDArray[np.float32],
    vectors: NDArray[np.float32],
    voices: NDArray[np.float32],
    texts: Sequence[str],
    sentences: Sequence[Sentence],
    marks: Sequence[Marks],
    model: StanceModel,
) -> list[SentenceStance]:
    """Tell the stance of each sentence.

    A sentence is reported if the mode head says so; its label is then neutral,
    its pole the reported label. Otherwise its label is its pole, and the author
    holds it, whomever it names. Since a report goes on over sentences that name
    nobody, the modes are told together, and a reported sentence that names
    nobody anew keeps the holder of the one before.

    Args:
        x: Features of the sentences. Shape: (n, n_features).
        vectors: Their embeddings. Shape: (n, dim).
        voices: What each says of whose view it gives. Shape: (n, VOICED).
        texts: The sentences' characters.
        sentences: The sentences.
        marks: What the earlier stages say of each.
        model: The fitted model.
    """
    if not len(sentences):
        return []
    poles = model.pole.probabilities(x)
    issues = model.issue.probabilities(x)
    modes = _modes(x, vectors, voices, texts, sentences, marks, model)
    found: list[SentenceStance] = []
    for i, sentence in enumerate(sentences):
        name = marks[i].holder.name
        goes_on = bool(found) and found[-1].mode == "reported"
        reports = any(scope.kind == "report" for scope in marks[i].scopes)
        if goes_on and not is_named_anew(marks[i].holder, reports=reports):
            name = found[-1].holder
        found.append(_stance(poles[i], modes[i], issues[i], sentence, marks[i], name, model))
    return found


def _modes(
    x: NDArray[np.float32],
    vectors: NDArray[np.float32],
    voices: NDArray[np.float32],
    texts: Sequence[str],
    sentences: Sequence[Sentence],
    marks: Sequence[Marks],
    model: StanceModel,
) -> NDArray[np.float64]:
    """Return the probabilities of the modes, the sentences as a chain. Shape: (n, n_modes)."""
    langs, holders = [s.lang for s in sentences], [m.holder for m in marks]
    links = link_rows(texts, langs, holders, vectors)
    k = len(model.mode.classes)
    after = model.link.scores(links).reshape(-1, k, k)
    paragraphs = np.array([s.paragraph for s in sentences])
    after[1:][np.diff(paragraphs) != 0] *= ACROSS
    first = np.zeros(len(texts), dtype=bool)
    first[0] = True
    return marginals(model.mode.scores(np.hstack([x, voices])), after, first).single


def _stance(
    poles: NDArray[np.float32],
    modes: NDArray[np.float64],
    issues: NDArray[np.float32],
    sentence: Sentence,
    marks: Marks,
    holder: str,
    model: StanceModel,
) -> SentenceStance:
    pole = model.pole.classes[int(poles.argmax())]
    mode = model.mode.classes[int(modes.argmax())]
    reported = mode == "reported"
    p_reported = float(modes[model.mode.classes.index("reported")])
    p_freedom, p_control = (
        float(poles[model.pole.classes.index(name)]) * (1 - p_reported)
        for name in ("freedom", "control")
    )
    return SentenceStance(
        span=sentence.span,
        paragraph=sentence.paragraph,
        pole=pole,
        p_pole=round(float(poles.max()), 4),
        mode=mode,
        label="neutral" if reported else pole,
        p_freedom=round(p_freedom, 4),
        p_control=round(p_control, 4),
        p_neutral=round(1 - round(p_freedom, 4) - round(p_control, 4), 4),
        issue=None if pole == "neutral" else model.issue.classes[int(issues.argmax())],
        phenomena=_phenomena(marks, reported),
        holder=(UNNAMED if holder == AUTHOR else holder) if reported else AUTHOR,
        reported_label=pole if reported else None,
    )


def _phenomena(marks: Marks, reported: bool) -> tuple[str, ...]:
    kinds = {scope.kind for scope in marks.scopes}
    found = [
        name
        for name, holds in (
            ("reported", reported),
            ("negation", not kinds.isdisjoint(REVERSING)),
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
