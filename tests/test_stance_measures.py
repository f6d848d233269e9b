"""Figures that tell how well labels are told, against counts done by hand."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import f1_score

from jacyber_nlp.records import Axis, LabelledSentence, SentenceQuery, Share
from jacyber_nlp.stance import LABELS
from jacyber_nlp.stance.measures import Told, brier_skill, calibration_slope, macro_f1, quality


def labelled(label: str, lang: str = "ja", **more: object) -> LabelledSentence:
    given = {
        "query": SentenceQuery(None, "a", lang),
        "document": "d",
        "label": label,
        "mode": "asserted",
        "pole": label,
        "issue": None,
        "holder": None,
        "phenomena": (),
    } | more
    return LabelledSentence(**given)  # type: ignore[arg-type]


def told(label: str, p: float = 0.8, **more: str) -> Told:
    rest = (1 - p) / 2
    shares = tuple(p if one == label else rest for one in LABELS)
    return Told(label, shares, **more)  # type: ignore[arg-type]


def test_each_language_has_its_own_figures_under_the_names_of_the_axis() -> None:
    truth = [labelled(x) for x in ("freedom", "freedom", "control", "neutral")]
    truth.append(labelled("control", "en"))
    found = [told(x) for x in ("freedom", "control", "control", "neutral", "freedom")]

    measured = quality(truth, found, Axis("openness", "closure"))

    assert list(measured) == ["ja", "en"]
    ja, en = measured["ja"], measured["en"]
    assert (ja.n, en.n) == (4, 1)
    assert ja.recall == {"openness": 0.5, "neutral": 1.0, "closure": 1.0}
    assert en.recall == {"openness": None, "neutral": None, "closure": 0.0}
    assert ja.confusion["openness"] == {"openness": 1, "neutral": 0, "closure": 1}
    assert ja.macro_f1 == round((2 / 3 + 1 + 2 / 3) / 3, 4)
    assert (en.macro_f1, en.brier_skill) == (0.0, None)
    assert (ja.phenomena, ja.reported) == ({}, None)


def test_the_mean_of_f1_is_that_of_scikit_learn_over_the_classes_that_occur() -> None:
    rng = np.random.default_rng(1)
    truth, found = rng.integers(0, 3, 50), rng.integers(0, 3, 50)
    counts = np.zeros((3, 3), dtype=np.int64)
    np.add.at(counts, (truth, found), 1)

    assert macro_f1(counts) == pytest.approx(f1_score(truth, found, average="macro"))
    assert macro_f1(np.diag([3, 0, 2])) == 1.0


def test_frequencies_have_no_brier_skill_and_certainty_has_all_or_less_than_none() -> None:
    truth = np.array([0, 0, 1, 2])
    share = np.tile([0.5, 0.25, 0.25], (4, 1))

    assert brier_skill(truth, share) == pytest.approx(0)
    assert brier_skill(truth, np.eye(3)[truth]) == 1
    assert brier_skill(truth, np.eye(3)[[1, 1, 2, 0]]) == pytest.approx(1 - 8 / 2.5)
    assert brier_skill(truth[:2], share[:2]) is None


def test_the_slope_is_1_for_honest_and_a_half_for_doubled_log_probabilities() -> None:
    # Of ten sentences told with .6, .3 and .1, six, three and one are of that class.
    honest = np.tile([0.6, 0.3, 0.1], (10, 1))
    truth = np.array([0] * 6 + [1] * 3 + [2])
    doubled = honest**2 / (honest**2).sum(axis=1, keepdims=True)

    assert calibration_slope(truth, honest) == pytest.approx(1, abs=1e-5)
    assert calibration_slope(truth, doubled) == pytest.approx(0.5, abs=1e-5)
    assert calibration_slope(np.zeros(10, dtype=np.int64), honest) is None
    assert calibration_slope(truth, np.full((10, 3), 1 / 3)) is None


def test_phenomena_are_counted_where_they_are_given() -> None:
    truth = [
        labelled("freedom", phenomena=("negation", "mixed")),
        labelled("control", phenomena=("negation",)),
        labelled("neutral"),
    ]
    found = [told("freedom"), told("freedom"), told("neutral")]

    measured = quality(truth, found, Axis())["ja"]

    assert measured.phenomena == {"mixed": Share(1, 1), "negation": Share(1, 2)}


def test_a_report_is_right_with_its_holder_whose_name_may_be_longer() -> None:
    report = {"mode": "reported", "pole": "control"}
    truth = [
        labelled("neutral", holder="ロシア", **report),
        labelled("neutral", holder="ロシア政府", **report),
        labelled("neutral", holder="ロシア", **report),
        labelled("neutral", holder="ロシア", **report),
        labelled("neutral", **report),
        labelled("neutral", holder="author"),
    ]
    found = [
        told("neutral", mode="reported", holder="ロシア"),
        told("neutral", mode="reported", holder="ロシア"),
        told("neutral", mode="reported", holder="中国"),
        told("control", mode="asserted", holder="author"),
        told("neutral", mode="reported", holder="ロシア"),
        told("neutral", mode="asserted", holder="author"),
    ]

    assert quality(truth, found, Axis())["ja"].reported == Share(2, 4)
