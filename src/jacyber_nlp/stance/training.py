"""The sentence model on labels and an axis of one's own, measured on unseen documents."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from jacyber_nlp.errors import FolderNotEmptyError, MissingExtraError, TooFewLabelsError
from jacyber_nlp.records import Axis, LabelledSentence, StanceQuality
from jacyber_nlp.stance.card import card
from jacyber_nlp.stance.confusion import LABELS, Confusion
from jacyber_nlp.stance.features import LEXICAL, MARKED
from jacyber_nlp.stance.measures import Told, confusion_counts, quality
from jacyber_nlp.stance.model import Head, StanceModel
from jacyber_nlp.stance.model_file import WEIGHTS, digest_of, write_model
from jacyber_nlp.stance.reader import READ

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

FOLDS = 5
MIN_DOCUMENTS = 3
MIN_OF_CLASS = 10
# Inverse strength of the penalty, as in the model that ships (models/stance/config.toml).
POLE_C, ISSUE_C = 1.0, 3.0
# Exchanging the poles must exchange the weights: the solver goes on to the optimum.
TOLERANCE, MAX_ITERATIONS = 1e-6, 1_000


@dataclass(frozen=True)
class TrainedStance:
    """A model of one's own, and how well it told documents that it had not seen.

    Attributes:
        model: Fitted on all labelled sentences.
        quality: Language → how well labels were told in cross-validation.
        n_sentences: How many it was fitted on.
        n_documents: Out of how many documents.
        folds: Of the cross-validation; none parts a document.
    """

    model: StanceModel
    quality: dict[str, StanceQuality]
    n_sentences: int
    n_documents: int
    folds: int

    def save(self, folder: Path | str, *, overwrite: bool = False) -> None:
        """Write the model, its figures and its card: weights.json, metrics.json, card.md.

        Raises:
            FolderNotEmptyError: If the folder holds something and ``overwrite`` is
                not set.
        """
        check_folder(folder, overwrite=overwrite)
        path = Path(folder)
        path.mkdir(parents=True, exist_ok=True)
        write_model(self.model, path / WEIGHTS)
        (path / "metrics.json").write_text(
            json.dumps(self.metrics(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
        (path / "card.md").write_text(card(self), encoding="utf-8")

    def metrics(self) -> dict[str, Any]:
        """Return what the cross-validation measured, as plain data."""
        return {
            "model": self.model.name,
            "sentences": self.n_sentences,
            "documents": self.n_documents,
            "folds": self.folds,
            "languages": {lang: asdict(one) for lang, one in self.quality.items()},
        }


def check_folder(folder: Path | str, *, overwrite: bool) -> None:
    """Refuse a folder that would lose something, or a file in its place.

    Raises:
        FolderNotEmptyError: If it is none that is empty or still to be made.
    """
    path = Path(folder)
    filled = any(path.iterdir()) and not overwrite if path.is_dir() else path.exists()
    if filled:
        raise FolderNotEmptyError(str(folder))


def check_enough(labelled: Sequence[LabelledSentence], axis: Axis) -> None:
    """Refuse labels that are too few to fit and measure a model.

    Raises:
        TooFewLabelsError: Under 3 documents, or 10 sentences of a class.
    """
    told = [one for one in labelled if one.pole is not None]
    n = len({one.document for one in told})
    if n < MIN_DOCUMENTS:
        raise TooFewLabelsError(
            f"documents: {n}",
            f"文書が{n}件",
            f"{MIN_DOCUMENTS} documents (key document of each sentence)",
            f"{MIN_DOCUMENTS}件の文書（各文のdocument）",
        )
    counts = Counter(one.pole for one in told)
    if any(counts[label] < MIN_OF_CLASS for label in LABELS):
        found = [(axis.name(label), counts[label]) for label in LABELS]
        raise TooFewLabelsError(
            "sentences: " + ", ".join(f"{name} {n}" for name, n in found),
            "文の数は" + "、".join(f"{name} {n}" for name, n in found),
            f"{MIN_OF_CLASS} sentences of each class",
            f"各クラス{MIN_OF_CLASS}文",
        )


def whose_voice(model: StanceModel) -> StanceModel:
    """Return a model whose modes do not hang on which pole is called which.

    Whose view a sentence gives, the model that ships has learnt; what it makes of
    the lexicon's two poles becomes the same for both.
    """
    weights = model.mode.weights.copy()
    start = model.pole.weights.shape[1] - READ - MARKED
    lexical = weights[:, start : start + LEXICAL].reshape(len(weights), -1, 2)
    weights[:, start : start + LEXICAL] = lexical.mean(axis=2).repeat(2, axis=1)
    voiced = replace(model, mode=replace(model.mode, weights=weights))
    return StanceModel.from_data(voiced.to_data())  # with the weights that a file keeps


def fit_stance(
    labelled: Sequence[LabelledSentence],
    x: csr_matrix,
    p_reported: NDArray[np.float64],
    model: StanceModel,
    *,
    axis: Axis,
    lexicon: str,
    name: str,
    folds: int = FOLDS,
) -> TrainedStance:
    """Fit pole and issue on labels, and measure the labels told of unseen documents.

    Args:
        labelled: The sentences; ``check_enough`` tells whether they are enough.
        x: The features of each. Shape: (n, n_features).
        p_reported: How likely each only reports a view, by ``model``. Shape: (n,).
        model: What tells modes (``whose_voice``); names encoder and reader.
        axis: Names of the poles.
        lexicon: Digest of the lexicon that the features were made with.
        name: Of the model; its version is a digest of what it has learnt.
        folds: Of the cross-validation by document; at most one a document.

    Raises:
        TooFewLabelsError: If there is too little to fit or to measure it.
        MissingExtraError: If scikit-learn is not installed.
    """
    check_enough(labelled, axis)
    told, n_folds = _cross_validated(labelled, x, p_reported, folds)
    made = replace(
        model,
        name="",
        pole=_head(x, [one.pole for one in labelled], POLE_C),
        issue=_issues(labelled, x),
        confusion=_confusion(labelled, told),
        axis=axis,
        lexicon=lexicon,
    ).to_data()
    made["name"] = f"{name}/{digest_of(made)}"
    return TrainedStance(
        StanceModel.from_data(made),
        quality(labelled, told, axis),
        n_sentences=sum(one.pole is not None for one in labelled),
        n_documents=len({one.document for one in labelled if one.pole is not None}),
        folds=n_folds,
    )


def _cross_validated(
    labelled: Sequence[LabelledSentence],
    x: csr_matrix,
    p_reported: NDArray[np.float64],
    folds: int,
) -> tuple[list[Told], int]:
    """Return what models that have not seen its document tell of each sentence."""
    group_fold = _scikit_learn("model_selection").GroupKFold
    groups = np.array([one.document for one in labelled])
    n_folds = min(folds, len(set(groups)))
    poles = np.zeros((len(labelled), len(LABELS)))
    for train, test in group_fold(n_folds).split(x, groups=groups):
        head = _head(x[train], [labelled[i].pole for i in train], POLE_C)
        columns = [LABELS.index(label) for label in head.classes]
        poles[np.ix_(test, columns)] = head.probabilities(x[test])
    poles *= 1 - p_reported[:, None]
    poles[:, LABELS.index("neutral")] = 0
    poles[:, LABELS.index("neutral")] = 1 - poles.sum(axis=1)
    # As in classify: the order of poles, and neutral where two are alike.
    order = [LABELS.index(label) for label in ("neutral", "freedom", "control")]
    found = [LABELS[order[i]] for i in poles[:, order].argmax(axis=1)]
    rows = [(float(a), float(b), float(c)) for a, b, c in poles]
    return [Told(label, row) for label, row in zip(found, rows, strict=True)], n_folds


def _head(x: csr_matrix, targets: Sequence[str | None], c: float) -> Head:
    """Fit a logistic regression on the rows that have a target."""
    regression = _scikit_learn("linear_model").LogisticRegression
    keep = [i for i, target in enumerate(targets) if target is not None]
    y = np.array([targets[i] for i in keep])
    classes = tuple(sorted(set(y.tolist())))
    if len(classes) == 1:  # a fold that has seen nothing else
        weights = np.zeros((1, x.shape[1]), dtype=np.float32)
        return Head(classes, weights, np.zeros(1, dtype=np.float32))
    fitted = regression(C=c, solver="newton-cg", tol=TOLERANCE, max_iter=MAX_ITERATIONS)
    fitted.fit(x[keep], y)
    weights, bias = fitted.coef_, fitted.intercept_
    if len(classes) == 2:  # one row alone, of the second class against the first
        weights, bias = np.vstack([-weights, weights]) / 2, np.hstack([-bias, bias]) / 2
    return Head(classes, weights.astype(np.float32), bias.astype(np.float32))


def _issues(labelled: Sequence[LabelledSentence], x: csr_matrix) -> Head | None:
    """Fit the issues that have enough sentences with a pole; None for fewer than two of them."""
    targets = [None if one.pole in (None, "neutral") else one.issue for one in labelled]
    counts = Counter(targets)
    known = {name for name, n in counts.items() if name is not None and n >= MIN_OF_CLASS}
    if len(known) < 2:
        return None
    return _head(x, [target if target in known else None for target in targets], ISSUE_C)


def _confusion(labelled: Sequence[LabelledSentence], told: Sequence[Told]) -> dict[str, Confusion]:
    """Return language → confusion; that of the other where a language has no labels."""
    counts = {}
    for lang in ("ja", "en"):
        own = [i for i, one in enumerate(labelled) if one.query.lang == lang]
        rows = own or range(len(labelled))
        counts[lang] = Confusion(
            confusion_counts([labelled[i] for i in rows], [told[i] for i in rows]).astype(float)
        )
    return counts


def _scikit_learn(module: str) -> Any:
    """Return a module of scikit-learn.

    Raises:
        MissingExtraError: If it is not installed.
    """
    try:
        return import_module(f"sklearn.{module}")
    except ImportError as err:
        raise MissingExtraError("analysis", "scikit-learn") from err
