"""The stance of a sentence: pole, mode and issue, each by a head of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from jacyber_nlp.actors import AUTHOR, UNNAMED, is_named_anew
from jacyber_nlp.records import ScopeSpan, Sentence, SentenceStance
from jacyber_nlp.scope import REVERSING
from jacyber_nlp.stance.chain import marginals
from jacyber_nlp.stance.features import Marks
from jacyber_nlp.stance.model import Head, StanceModel
from jacyber_nlp.stance.reader import HEADS, READ, columns
from jacyber_nlp.stance.voice import link_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray


PHENOMENA = HEADS["phenomena"]
# What a sentence says of the next one in another paragraph: reports mostly end there.
ACROSS = 0.3


class Inputs(NamedTuple):
    """What a model is given of sentences that follow each other.

    Attributes:
        x: Features of the sentences. Shape: (n, n_features).
        vectors: Their embeddings. Shape: (n, dim).
        voices: What each says of whose view it gives. Shape: (n, VOICED).
        texts: The sentences' characters.
        sentences: The sentences.
        marks: What the earlier stages say of each.
    """

    x: NDArray[np.float32]
    vectors: NDArray[np.float32]
    voices: NDArray[np.float32]
    texts: Sequence[str]
    sentences: Sequence[Sentence]
    marks: Sequence[Marks]


def classify(inputs: Inputs, model: StanceModel) -> list[SentenceStance]:
    """Tell the stance of each sentence.

    The label is the likeliest: freedom or control if the proposition has that
    pole and is not merely reported, neutral otherwise; pole and mode are the
    likeliest from which it follows. The author holds what is not reported,
    whomever it names. Since a report goes on over sentences that name nobody, the
    modes are told together, and a reported sentence that names nobody anew keeps
    the holder of the one before.

    Args:
        inputs: The sentences of a document, in order.
        model: The fitted model.
    """
    if not len(inputs.sentences):
        return []
    x, marks = inputs.x, inputs.marks
    poles = model.pole.probabilities(x)
    issues = [None] * len(x) if model.issue is None else _likeliest(model.issue, x)
    modes = _modes(inputs, model)
    found: list[SentenceStance] = []
    for i, sentence in enumerate(inputs.sentences):
        name = marks[i].holder.name
        goes_on = bool(found) and found[-1].mode == "reported"
        reports = any(scope.kind == "report" for scope in marks[i].scopes)
        if goes_on and not is_named_anew(marks[i].holder, reports=reports):
            name = found[-1].holder
        phenomena = _phenomena(x[i, -READ:], marks[i].scopes, model)
        found.append(_stance(poles[i], modes[i], issues[i], phenomena, sentence, name, model))
    return found


def neutral(stance: SentenceStance) -> SentenceStance:
    """Return the stance of a sentence that asserts nothing, whatever its words: a heading."""
    return replace(
        stance,
        pole="neutral",
        p_pole=1.0,
        mode="asserted",
        label="neutral",
        p_freedom=0.0,
        p_control=0.0,
        p_neutral=1.0,
        issue=None,
        phenomena=("technical",),
        holder=AUTHOR,
        reported_label=None,
    )


def reported(inputs: Inputs, model: StanceModel) -> NDArray[np.float64]:
    """Return how likely each sentence only reports a view. Shape: (n,)."""
    return _modes(inputs, model)[:, model.mode.classes.index("reported")]


def _modes(inputs: Inputs, model: StanceModel) -> NDArray[np.float64]:
    """Return the probabilities of the modes, the sentences as a chain. Shape: (n, n_modes)."""
    x, vectors, voices, texts, sentences, marks = inputs
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
    issue: str | None,
    phenomena: tuple[str, ...],
    sentence: Sentence,
    holder: str,
    model: StanceModel,
) -> SentenceStance:
    names = model.pole.classes
    p_reported = float(modes[model.mode.classes.index("reported")])
    p_freedom, p_control = (
        round(float(poles[names.index(name)]) * (1 - p_reported), 4)
        for name in ("freedom", "control")
    )
    p_neutral = round(1 - p_freedom - p_control, 4)
    shares = {"freedom": p_freedom, "control": p_control, "neutral": p_neutral}
    label = max(("neutral", "freedom", "control"), key=lambda name: shares[name])
    pole, mode = _parts(label, poles, modes, model)
    reported = mode == "reported"
    return SentenceStance(
        span=sentence.span,
        paragraph=sentence.paragraph,
        pole=pole,
        p_pole=round(float(poles[names.index(pole)]), 4),
        mode=mode,
        label=label,
        p_freedom=p_freedom,
        p_control=p_control,
        p_neutral=p_neutral,
        issue=None if pole == "neutral" else issue,
        phenomena=(("reported",) if reported else ()) + phenomena or ("plain",),
        holder=(UNNAMED if holder == AUTHOR else holder) if reported else AUTHOR,
        reported_label=pole if reported else None,
    )


def _likeliest(head: Head, x: NDArray[np.float32]) -> list[str | None]:
    return [head.classes[i] for i in head.scores(x).argmax(axis=1)]


def _parts(
    label: str, poles: NDArray[np.float32], modes: NDArray[np.float64], model: StanceModel
) -> tuple[str, str]:
    """Return the likeliest pole and mode that the label follows from by the codebook."""
    likeliest = max(
        (
            (float(poles[i]) * float(modes[k]), -i, -k)
            for i, pole in enumerate(model.pole.classes)
            for k, mode in enumerate(model.mode.classes)
            if label == ("neutral" if mode == "reported" else pole)
        )
    )
    return model.pole.classes[-likeliest[1]], model.mode.classes[-likeliest[2]]


def _phenomena(
    read: NDArray[np.float32], scopes: Sequence[ScopeSpan], model: StanceModel
) -> tuple[str, ...]:
    """Return what makes a sentence hard, the surest first; of a report see ``_stance``."""
    if model.reader is None:
        kinds = {scope.kind for scope in scopes}
        named = {
            "negation": not kinds.isdisjoint(REVERSING),
            "conditional": "condition" in kinds,
        }
        return tuple(name for name, holds in named.items() if holds)
    scores = read[columns("phenomena")]
    order = np.argsort(-scores, kind="stable")
    return tuple(PHENOMENA[i] for i in order if scores[i] > 0 and PHENOMENA[i] != "plain")


__all__ = ["ACROSS", "PHENOMENA", "Head", "Inputs", "StanceModel", "classify", "reported"]
