"""Labelled sentences → a model of one's own; a model → how well it tells them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix, vstack

from jacyber_nlp import stance
from jacyber_nlp.errors import SentenceListError
from jacyber_nlp.pipeline.analyser import Analyser
from jacyber_nlp.pipeline.names import without_names
from jacyber_nlp.pipeline.sentence_list import passage_of, stances_of_list
from jacyber_nlp.records import Axis, LabelledSentence, StanceQuality
from jacyber_nlp.stance.training import FOLDS, TrainedStance, check_enough, fit_stance, whose_voice

if TYPE_CHECKING:
    from numpy.typing import NDArray

AT_ONCE = 256  # sentences that are encoded together


def train_stance(
    labels: Path | str,
    *,
    axis: Axis | None = None,
    analyser: Analyser | None = None,
    name: str = "own",
    folds: int = FOLDS,
) -> TrainedStance:
    """Fit the sentence model on labels, and an axis, of one's own.

    Pole and issue are fitted on the labels. Whose view a sentence gives is told as
    by the model that ships for the encoder: that does not hang on the axis.

    Args:
        labels: A file of labelled sentences (``stance.read_labels`` tells its
            shape), or ``"-"`` for stdin.
        axis: Names of the poles, as in the labels; None for freedom and control.
        analyser: With encoder and lexicon of one's own; None for what ships. Its
            stance model tells the modes.
        name: Of the model.
        folds: Of the cross-validation by document, 2 at least.

    Returns:
        The model, for ``Analyser(stance_model=…)`` with the same encoder and
        lexicon, and its quality on documents that it had not seen.

    Raises:
        SentenceListError: If a line is no labelled sentence; names file and line.
        TooFewLabelsError: If there are too few documents, or sentences of a class.
        NoFittedModelError: If no model ships for the encoder.
        MissingExtraError: If scikit-learn (the extra ``analysis``) is missing.
    """
    if folds < 2:
        raise ValueError(f"folds is {folds}; 2 or more would be right")
    chosen = axis or Axis()
    labelled = list(stance.read_labels(labels, chosen))
    check_enough(labelled, chosen)
    with_what = analyser or Analyser()
    model = whose_voice(with_what.stance_model)
    x, p_reported = _seen(labelled, with_what, model)
    return fit_stance(
        labelled,
        x,
        p_reported,
        model,
        axis=chosen,
        lexicon=stance.lexicon_digest(with_what.concepts),
        name=name,
        folds=folds,
    )


def evaluate_stance(
    labels: Path | str, *, analyser: Analyser | None = None
) -> dict[str, StanceQuality]:
    """Return language → how well a stance model tells the labels of sentences.

    Each is told with what stands before it and its kind of source, as in the file.

    Args:
        labels: As for ``train_stance``, with the names of the model's axis.
        analyser: With the model to measure; None for what ships.

    Raises:
        SentenceListError: If a line is no labelled sentence; names file and line.
            Or if there is none at all.
    """
    with_what = analyser or Analyser()
    axis = with_what.stance_model.axis
    labelled = list(stance.read_labels(labels, axis))
    if not labelled:
        raise SentenceListError(
            str(labels),
            None,
            "holds no labelled sentence. Write one JSON object a line.",
            "ラベル付きの文がありません。1行に1つのJSONオブジェクトで書いてください。",
        )
    told = [one for block in _blocks(labelled) for one in _told(block, with_what)]
    return stance.quality(labelled, told, axis)


def _blocks(labelled: Sequence[LabelledSentence]) -> Iterator[Sequence[LabelledSentence]]:
    for at in range(0, len(labelled), AT_ONCE):
        yield labelled[at : at + AT_ONCE]


def _seen(
    labelled: Sequence[LabelledSentence], analyser: Analyser, model: stance.StanceModel
) -> tuple[csr_matrix, NDArray[np.float64]]:
    """Return features of the sentences, and how likely each only reports a view."""
    rows, p_reported = [], []
    for block in _blocks(labelled):
        for inputs in analyser.inputs_together([passage_of(one.query) for one in block]):
            rows.append(csr_matrix(inputs.x[-1:].astype(np.float64)))
            p_reported.append(stance.reported(inputs, model)[-1])
    return vstack(rows).tocsr(), np.array(p_reported)


def _told(labelled: Sequence[LabelledSentence], analyser: Analyser) -> Iterator[stance.Told]:
    axis = analyser.stance_model.axis
    for found in stances_of_list([one.query for one in labelled], analyser):
        if found is None:
            raise ValueError("a labelled sentence without a visible character")
        one = without_names(found, axis)
        shares = (one.p_freedom, one.p_neutral, one.p_control)
        yield stance.Told(one.label, shares, one.mode, one.holder)
