"""The heads of the sentence model, and the codebook's rule on reports."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jacyber_nlp.errors import EncoderMismatchError, ModelError
from jacyber_nlp.records import CharSpan, Holder, ScopeSpan, Sentence, SentenceStance
from jacyber_nlp.stance import NO_CONFUSION, Inputs, Marks, StanceModel, classify
from jacyber_nlp.stance.classifier import ACROSS, Head
from jacyber_nlp.stance.voice import LINKED
from toy.models import LINKING

POLES = ("control", "freedom", "neutral")
MODES = ("asserted", "evaluated", "reported")
ISSUES = ("A", "B")
LOGIT = st.floats(-40, 40, width=32)
N = len(POLES) + len(ISSUES)
NOBODY = Holder("unnamed", None, None, "", "", 1.0)
AUTHOR = Holder("author", None, CharSpan(0, 1), "topic", "author", 0.95)
PLAIN = Marks((), (), NOBODY)


def identity(classes: tuple[str, ...], first: int, n: int = N) -> Head:
    """A head whose logits are columns of the features, from ``first`` on."""
    weights = np.zeros((len(classes), n), dtype=np.float32)
    for i in range(len(classes)):
        weights[i, first + i] = 1
    return Head(classes, weights, np.zeros(len(classes), dtype=np.float32))


def model_of(*poles_to_issues: Head, stays: float = 0.0, link: str = "alike") -> StanceModel:
    """Return a model in which a mode stays, the more so by a mark of the link."""
    pole, issue = poles_to_issues or (identity(POLES, 0), identity(ISSUES, len(POLES)))
    pairs = tuple(f"{before} {mode}" for before in MODES for mode in MODES)
    weights = np.zeros((len(pairs), LINKED), dtype=np.float32)
    for i, pair in enumerate(pairs):
        before, mode = pair.split()
        weights[i, LINKING[link]] = stays if before == mode else 0
    # The modes are the columns behind the features.
    return StanceModel(
        "m/1",
        "toy/1",
        None,
        pole=pole,
        issue=issue,
        mode=identity(MODES, N, N + len(MODES)),
        link=Head(pairs, weights, np.zeros(len(pairs), dtype=np.float32)),
    )


MODEL = model_of()


def named(name: str, place: str = "topic", head: str = "name", p: float = 0.99) -> Holder:
    return Holder(name, None, CharSpan(0, 1), place, head, p)


def stance(
    control: float = 0.0,
    freedom: float = 0.0,
    neutral: float = 0.0,
    reported: float = -9.0,
    b: float = 0.0,
    *,
    marks: Marks = PLAIN,
    model: StanceModel = MODEL,
) -> SentenceStance:
    (found,) = classify(
        Inputs(
            np.array([[control, freedom, neutral, 0, b]], dtype=np.float32),
            np.zeros((1, 1), dtype=np.float32),
            np.array([[0, -99, reported]], dtype=np.float32),
            ["国は動く。"],
            [Sentence(CharSpan(3, 9), "ja", 2)],
            [marks],
        ),
        model,
    )
    return found


def by(name: str) -> Marks:
    return Marks((), (), named(name))


@dataclass(frozen=True)
class Said:
    """A sentence of a row: how much it reports, who may hold it, and its paragraph."""

    reported: float
    holder: Holder = NOBODY
    paragraph: int = 0
    reports: bool = False
    text: str = "国は動く。"
    evaluated: float = -99.0


def row(*said: Said, stays: float = 0.0, link: str = "alike") -> list[SentenceStance]:
    """Classify control sentences that follow each other, all of one meaning."""
    n = len(said)
    return classify(
        Inputs(
            np.tile(np.array([9, 0, 0, 0, 0], dtype=np.float32), (n, 1)),
            np.ones((n, 1), dtype=np.float32),
            np.array([[0, s.evaluated, s.reported] for s in said], dtype=np.float32),
            [s.text for s in said],
            [Sentence(CharSpan(10 * i, 10 * i + 9), "ja", s.paragraph) for i, s in enumerate(said)],
            [Marks((), (scope("report"),) if s.reports else (), s.holder) for s in said],
        ),
        model_of(stays=stays, link=link),
    )


def modes(found: Sequence[SentenceStance]) -> list[str]:
    return [one.mode for one in found]


def holders(found: Sequence[SentenceStance]) -> list[str]:
    return [one.holder for one in found]


def scope(kind: str) -> ScopeSpan:
    return ScopeSpan(CharSpan(3, 5), kind, CharSpan(5, 6))


@given(st.lists(st.lists(LOGIT, min_size=N, max_size=N), min_size=1, max_size=4))
@settings(deadline=None, max_examples=60)
def test_probabilities_of_every_head_add_up_to_one(rows: list[list[float]]) -> None:
    x = np.array(rows, dtype=np.float32)

    for head in (MODEL.pole, MODEL.issue):
        found = head.probabilities(x)
        assert found.shape == (len(rows), len(head.classes))
        assert found.sum(axis=1) == pytest.approx(np.ones(len(rows)), abs=1e-5)
        assert (found >= 0).all()


def test_logits_beyond_the_range_of_floats_are_no_trouble() -> None:
    x = np.array([[1e30, -1e30, 0, 0, 0]], dtype=np.float32)

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
    found = stance(control, freedom, neutral, reported, marks=by(holder))

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
    found = stance(control=9, reported=9, marks=by("ロシア連邦"))

    assert (found.label, found.mode, found.holder) == ("neutral", "reported", "ロシア連邦")
    assert (found.pole, found.reported_label) == ("control", "control")
    assert found.p_neutral > 0.99
    assert found.p_pole > 0.99
    assert found.phenomena == ("reported",)


def test_a_report_of_nobody_in_particular_has_an_unnamed_holder() -> None:
    found = stance(control=9, reported=9)

    assert (found.holder, found.reported_label) == ("unnamed", "control")


def test_what_the_author_asserts_is_the_authors_whomever_it_names() -> None:
    found = stance(freedom=9, marks=by("ロシア"))

    assert (found.label, found.holder, found.reported_label) == ("freedom", "author", None)


def test_a_report_begins_at_even_odds() -> None:
    assert stance(freedom=9, reported=0.01).mode == "reported"
    assert stance(freedom=9, reported=-0.01).mode == "asserted"


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
    marks = Marks((), tuple(scope(kind) for kind in kinds), NOBODY)

    assert stance(freedom=9, reported=reported, marks=marks).phenomena == expected


def test_the_order_of_the_poles_in_the_file_does_not_matter() -> None:
    turned = model_of(
        Head(POLES[::-1], MODEL.pole.weights[::-1], MODEL.pole.bias),
        Head(ISSUES[::-1], MODEL.issue.weights[::-1], MODEL.issue.bias),
    )

    for logits in ((2, 1, 0, -1, 1), (0, 3, 1, 2, -1), (0, 0, 1, -9, 1)):
        assert stance(*logits, model=turned) == stance(*logits)


def test_places_go_through_and_no_sentences_have_no_stance() -> None:
    found = stance(freedom=9)

    assert (found.span, found.paragraph) == (CharSpan(3, 9), 2)
    nothing = np.zeros((0, N), dtype=np.float32)
    assert classify(Inputs(nothing, nothing, nothing, [], [], []), MODEL) == []


# Sentences that follow each other

RUSSIA, CHINA = named("ロシア"), named("中国")


def test_a_report_goes_on_over_a_sentence_in_doubt() -> None:
    doubtful = Said(-1.0)

    assert modes(row(Said(9, RUSSIA), doubtful, stays=4)) == ["reported", "reported"]
    assert modes(row(doubtful, Said(9, RUSSIA), stays=4)) == ["reported", "reported"]
    assert modes(row(Said(9, RUSSIA), doubtful, stays=0)) == ["reported", "asserted"]
    assert modes(row(Said(-9), doubtful, stays=4)) == ["asserted", "asserted"]


def test_a_report_ends_where_the_author_surely_speaks() -> None:
    found = row(Said(9, RUSSIA), Said(-9), Said(-1), stays=4)

    assert modes(found) == ["reported", "asserted", "asserted"]
    assert holders(found) == ["ロシア", "author", "author"]
    assert [one.label for one in found] == ["neutral", "control", "control"]


def test_a_new_paragraph_weakens_what_the_one_before_says_of_it() -> None:
    """The stronger tie is brought down to the weaker one, no further."""
    within = row(Said(30, RUSSIA), Said(-2), stays=1.5)[1]
    across = row(Said(30, RUSSIA), Said(-2, paragraph=1), stays=1.5 / ACROSS)[1]

    assert across.p_neutral == pytest.approx(within.p_neutral, abs=2e-4)
    assert within.p_neutral == pytest.approx(1 / (1 + np.exp(0.5)), abs=2e-3)
    assert modes(row(Said(9, RUSSIA), Said(-2), stays=5)) == ["reported", "reported"]
    assert modes(row(Said(9, RUSSIA), Said(-2, paragraph=1), stays=5)) == ["reported", "asserted"]


def test_a_paragraph_of_its_own_number_is_new_whether_it_is_the_next_or_not() -> None:
    for paragraphs in ((0, 4), (4, 0)):
        first, second = paragraphs
        found = row(Said(9, RUSSIA, first), Said(-2, paragraph=second), stays=5)
        assert modes(found) == ["reported", "asserted"]


def test_the_marks_of_the_second_sentence_tell_whether_it_goes_on() -> None:
    first = Said(9, RUSSIA, text="ロシアはこう述べた。「国は動く。")

    for text, link, expected in (
        ("統制は要る。」", "open_quote", "reported"),
        ("統制は要る。", "item", "asserted"),
        ("（１）統制は要る。", "item", "reported"),
    ):
        assert row(first, Said(-2, text=text), stays=5, link=link)[1].mode == expected


def test_the_first_sentence_goes_on_from_none() -> None:
    alone = row(Said(0.5, RUSSIA), stays=9)

    assert alone == row(Said(0.5, RUSSIA), stays=0)


def test_a_report_that_goes_on_keeps_its_holder() -> None:
    found = row(Said(9, RUSSIA), Said(9), Said(9, AUTHOR), Said(9, named("国", "subject", "other")))

    assert holders(found) == ["ロシア"] * 4
    assert [one.reported_label for one in found] == ["control"] * 4


def test_a_holder_named_anew_takes_over() -> None:
    found = row(
        Said(9, RUSSIA), Said(9, CHINA, reports=True), Said(9), Said(9, named("EU", "source"))
    )

    assert holders(found) == ["ロシア", "中国", "中国", "EU"]


def test_a_topic_that_is_nobody_takes_over_only_if_a_word_reports() -> None:
    topic = named("安全保障論", "topic", "other")

    assert holders(row(Said(9, RUSSIA), Said(9, topic))) == ["ロシア", "ロシア"]
    assert holders(row(Said(9, RUSSIA), Said(9, topic, reports=True))) == ["ロシア", "安全保障論"]


def test_what_an_author_asserts_in_between_ends_the_holder() -> None:
    found = row(Said(9, RUSSIA), Said(-9, CHINA), Said(9))

    assert holders(found) == ["ロシア", "author", "unnamed"]


def test_a_report_keeps_its_holder_over_a_new_paragraph() -> None:
    found = row(Said(9, RUSSIA), Said(9, paragraph=1))

    assert holders(found) == ["ロシア", "ロシア"]


def test_a_report_whose_likeliest_holder_is_the_author_is_of_nobody() -> None:
    (found,) = row(Said(9, AUTHOR))

    assert (found.mode, found.holder) == ("reported", "unnamed")


@given(
    st.lists(
        st.tuples(
            LOGIT, LOGIT, st.sampled_from([NOBODY, AUTHOR, RUSSIA, CHINA]), st.integers(0, 2)
        ),
        min_size=1,
        max_size=6,
    ),
    st.floats(-9, 9),
)
@settings(deadline=None, max_examples=80)
def test_an_author_is_never_robbed_of_what_it_asserts(
    drawn: list[tuple[float, float, Holder, int]], stays: float
) -> None:
    said = [Said(r, h, p, evaluated=e) for r, e, h, p in drawn]

    for found in row(*said, stays=stays):
        own = found.mode != "reported"
        assert (found.holder == "author") is own
        assert found.label == ("control" if own else "neutral")
        assert found.reported_label == (None if own else "control")
        assert ("reported" in found.phenomena) is not own
        assert found.p_freedom + found.p_control + found.p_neutral == pytest.approx(1, abs=1e-9)


def test_a_view_that_the_author_judges_is_its_own_and_ends_the_report() -> None:
    found = row(Said(9, RUSSIA), Said(0, CHINA, evaluated=9), Said(9))

    assert modes(found) == ["reported", "evaluated", "reported"]
    assert holders(found) == ["ロシア", "author", "unnamed"]
    assert (found[1].label, found[1].reported_label) == ("control", None)


# The file


def data(weights: bytes, *, classes: int = 2, features: int = 3) -> dict[str, Any]:
    head = {
        "classes": list("abcdefg"[:classes]),
        "features": features,
        "weights": base64.b64encode(weights).decode(),
        "bias": [0.0] * classes,
    }
    heads = dict.fromkeys(("pole", "issue", "mode", "link"), head)
    confusion = {"ja": [[8, 1, 1], [0, 9, 1], [0, 0, 5]]}
    return {
        "name": "stance/9",
        "encoder": "toy/1",
        "reader": None,
        "heads": heads,
        "confusion": confusion,
    }


def test_weights_are_read_row_by_row_as_little_endian_halves() -> None:
    weights = np.array([[1, 2, 3], [-0.5, 0, 8]], dtype="<f2")

    model = StanceModel.from_data(data(weights.tobytes()))

    assert (model.name, model.encoder, model.pole.classes) == ("stance/9", "toy/1", ("a", "b"))
    assert model.pole.weights.tolist() == weights.tolist()
    assert model.pole.weights.dtype == np.float32
    assert model.confusion_in("ja").counts.tolist() == [[8, 1, 1], [0, 9, 1], [0, 0, 5]]
    assert model.confusion_in("en") is NO_CONFUSION


def test_each_head_is_read_from_its_own_place() -> None:
    written = data(b"\0" * 12)
    for i, name in enumerate(("pole", "issue", "mode", "link")):
        head = data(b"\0" * 6 * (i + 1), classes=i + 1)["heads"]["pole"]
        written["heads"] = written["heads"] | {name: head | {"bias": [float(i)] * (i + 1)}}

    model = StanceModel.from_data(written)

    read = [model.pole, model.issue, model.mode, model.link]
    assert [head.classes for head in read] == [tuple("abcd"[:n]) for n in (1, 2, 3, 4)]
    assert [head.bias[0] for head in read] == [0, 1, 2, 3]


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
