"""The heads of the sentence model, and the codebook's rule on reports."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jacyber_nlp.errors import EncoderMismatchError, ModelError
from jacyber_nlp.records import CharSpan, ScopeSpan, Sentence, SentenceStance
from jacyber_nlp.stance import Marks, StanceModel, classify
from jacyber_nlp.stance.classifier import Head

POLES = ("control", "freedom", "neutral")
MODES = ("asserted", "reported")
ISSUES = ("A", "B")
LOGIT = st.floats(-40, 40, width=32)
PLAIN = Marks((), (), False)


def identity(classes: tuple[str, ...], first: int) -> Head:
    """A head whose logits are columns of the features, from ``first`` on."""
    weights = np.zeros((len(classes), 7), dtype=np.float32)
    for i in range(len(classes)):
        weights[i, first + i] = 1
    return Head(classes, weights, np.zeros(len(classes), dtype=np.float32))


MODEL = StanceModel("m/1", "toy/1", identity(POLES, 0), identity(MODES, 3), identity(ISSUES, 5))


def stance(
    control: float = 0.0,
    freedom: float = 0.0,
    neutral: float = 0.0,
    reported: float = -9.0,
    b: float = 0.0,
    *,
    holder: str = "unnamed",
    marks: Marks = PLAIN,
    model: StanceModel = MODEL,
) -> SentenceStance:
    x = np.array([[control, freedom, neutral, 0, reported, 0, b]], dtype=np.float32)
    (found,) = classify(x, [Sentence(CharSpan(3, 9), "ja", 2)], [marks], [holder], model)
    return found


def scope(kind: str) -> ScopeSpan:
    return ScopeSpan(CharSpan(3, 5), kind, CharSpan(5, 6))


@given(st.lists(st.lists(LOGIT, min_size=7, max_size=7), min_size=1, max_size=4))
@settings(deadline=None, max_examples=60)
def test_probabilities_of_every_head_add_up_to_one(rows: list[list[float]]) -> None:
    x = np.array(rows, dtype=np.float32)

    for head in (MODEL.pole, MODEL.mode, MODEL.issue):
        found = head.probabilities(x)
        assert found.shape == (len(rows), len(head.classes))
        assert found.sum(axis=1) == pytest.approx(np.ones(len(rows)), abs=1e-5)
        assert (found >= 0).all()


def test_logits_beyond_the_range_of_floats_are_no_trouble() -> None:
    x = np.array([[1e30, -1e30, 0, 0, 0, 0, 0]], dtype=np.float32)

    assert MODEL.pole.probabilities(x).tolist() == [[1.0, 0.0, 0.0]]


def test_a_head_weighs_and_adds_its_bias() -> None:
    head = Head(
        ("a", "b"),
        np.array([[1, 0], [0, 2]], dtype=np.float32),
        np.array([0, np.log(3)], dtype=np.float32),
    )

    found = head.probabilities(np.array([[0, 0], [np.log(3), 0]], dtype=np.float32))

    assert found[:, 0] == pytest.approx([0.25, 0.5])


@given(LOGIT, LOGIT, LOGIT, LOGIT, st.sampled_from(["unnamed", "ロシア"]))
@settings(deadline=None, max_examples=100)
def test_a_sentences_label_probabilities_add_up_to_one_and_fit_its_mode(
    control: float, freedom: float, neutral: float, reported: float, holder: str
) -> None:
    found = stance(control, freedom, neutral, reported, holder=holder)

    assert found.p_freedom + found.p_control + found.p_neutral == pytest.approx(1, abs=1e-9)
    assert min(found.p_freedom, found.p_control, found.p_neutral) >= 0
    assert 1 / 3 - 1e-4 <= found.p_pole <= 1
    if found.mode == "reported":
        assert found.label == "neutral"
        assert found.reported_label == found.pole
        assert found.holder == holder
    else:
        assert found.label == found.pole
        assert found.reported_label is None
        assert found.holder == "author"
    assert (found.issue is None) == (found.pole == "neutral")


def test_a_reported_view_is_neutral_and_keeps_its_pole_beside() -> None:
    found = stance(control=9, reported=9, holder="ロシア連邦")

    assert (found.label, found.mode, found.holder) == ("neutral", "reported", "ロシア連邦")
    assert (found.pole, found.reported_label) == ("control", "control")
    assert found.p_neutral > 0.99
    assert found.p_pole > 0.99
    assert found.phenomena == ("reported",)


def test_a_report_of_nobody_in_particular_has_an_unnamed_holder() -> None:
    found = stance(control=9, reported=9, holder="unnamed")

    assert (found.holder, found.reported_label) == ("unnamed", "control")


def test_what_the_author_asserts_is_the_authors_whomever_it_names() -> None:
    found = stance(freedom=9, holder="ロシア")

    assert (found.label, found.holder, found.reported_label) == ("freedom", "author", None)


def test_a_report_begins_at_even_odds() -> None:
    assert stance(freedom=9, reported=0.0, holder="中国").mode == "reported"
    assert stance(freedom=9, reported=-0.01, holder="中国").mode == "asserted"


def test_doubt_whether_it_is_a_report_makes_a_label_less_likely() -> None:
    sure, doubtful = stance(freedom=9, reported=-9), stance(freedom=9, reported=-0.5)

    assert sure.p_freedom > 0.99
    assert doubtful.p_freedom == pytest.approx(0.6224, abs=2e-3)
    assert doubtful.p_pole == sure.p_pole


def test_the_issue_is_the_likeliest_and_neutral_sentences_have_none() -> None:
    assert stance(freedom=9, b=1).issue == "B"
    assert stance(freedom=9, b=-1).issue == "A"
    assert stance(neutral=9, b=1).issue is None


@pytest.mark.parametrize(
    ("kinds", "reported", "expected"),
    [
        ((), -9, ("plain",)),
        (("negation",), -9, ("negation",)),
        (("condition", "negation"), -9, ("negation", "conditional")),
        (("negation", "condition"), 9, ("reported", "negation", "conditional")),
        (("question", "report"), -9, ("plain",)),
    ],
)
def test_phenomena_come_from_mode_and_scopes(
    kinds: tuple[str, ...], reported: float, expected: tuple[str, ...]
) -> None:
    marks = Marks((), tuple(scope(kind) for kind in kinds), False)

    assert stance(freedom=9, reported=reported, marks=marks).phenomena == expected


def test_the_order_of_the_classes_in_the_file_does_not_matter() -> None:
    turned = StanceModel(
        "m/1",
        "toy/1",
        Head(POLES[::-1], MODEL.pole.weights[::-1], MODEL.pole.bias),
        Head(MODES[::-1], MODEL.mode.weights[::-1], MODEL.mode.bias),
        MODEL.issue,
    )

    for logits in ((2, 1, 0, -1), (0, 3, 1, 2), (0, 0, 1, -9)):
        assert stance(*logits, model=turned) == stance(*logits)


def test_places_go_through_and_no_sentences_have_no_stance() -> None:
    found = stance(freedom=9)

    assert (found.span, found.paragraph) == (CharSpan(3, 9), 2)
    assert classify(np.zeros((0, 7), dtype=np.float32), [], [], [], MODEL) == []


# The file


def data(weights: bytes, *, classes: int = 2, features: int = 3) -> dict[str, Any]:
    head = {
        "classes": list("abcdefg"[:classes]),
        "features": features,
        "weights": base64.b64encode(weights).decode(),
        "bias": [0.0] * classes,
    }
    heads = dict.fromkeys(("pole", "mode", "issue"), head)
    return {"name": "stance/9", "encoder": "toy/1", "heads": heads}


def test_weights_are_read_row_by_row_as_little_endian_halves() -> None:
    weights = np.array([[1, 2, 3], [-0.5, 0, 8]], dtype="<f2")

    model = StanceModel.from_data(data(weights.tobytes()))

    assert (model.name, model.encoder, model.pole.classes) == ("stance/9", "toy/1", ("a", "b"))
    assert model.pole.weights.tolist() == weights.tolist()
    assert model.pole.weights.dtype == np.float32


def test_weights_of_a_wrong_size_are_refused_with_what_to_do() -> None:
    with pytest.raises(ModelError) as caught:
        StanceModel.from_data(data(np.zeros(5, dtype="<f2").tobytes()))

    assert str(caught.value) == (
        "stance/9: a head has 5 weights, 2 × 3 are needed. "
        "The file is damaged; install jacyber-nlp again."
    )
    assert caught.value.message("ja") == (
        "stance/9: 重みが5個あります。2×3個必要です。"
        "ファイルが壊れています。jacyber-nlpを入れ直してください。"
    )


@pytest.mark.parametrize("cut", [1, 2], ids=["odd bytes", "broken base64"])
def test_weights_cut_off_within_a_number_are_refused_alike(cut: int) -> None:
    damaged = data(b"\0" * 11)
    if cut == 2:
        damaged["heads"]["pole"]["weights"] = "AAA"

    with pytest.raises(ModelError):
        StanceModel.from_data(damaged)


def test_a_bias_of_a_wrong_size_is_refused() -> None:
    damaged = data(b"\0" * 12)
    damaged["heads"]["pole"]["bias"] = [0.0]

    with pytest.raises(ModelError):
        StanceModel.from_data(damaged)


def test_vectors_of_another_encoder_are_refused_with_what_to_do() -> None:
    with pytest.raises(EncoderMismatchError) as caught:
        MODEL.check("other/2")

    assert str(caught.value) == (
        "m/1: fitted on vectors of toy/1, but was given other/2. "
        "Its figures would mean nothing. Use that encoder, or another model."
    )
    MODEL.check("toy/1")
