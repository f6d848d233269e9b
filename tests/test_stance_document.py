"""From sentences to the position of a document."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jacyber_nlp.records import (
    Anchor,
    CharSpan,
    Document,
    DocumentStance,
    Metadata,
    SentenceStance,
    Source,
    from_json,
    to_json,
)
from jacyber_nlp.stance import MIN_EVIDENCE, NO_CONFUSION, Confusion, document_stance

LINES = [
    "我が国は情報の自由な流通を支持する。",
    "会議は三日間の日程で開かれた。",
    "Censorship has no place in cyberspace.",
    "各国の情報主権を尊重しなければならない。",
]


def make_document(n: int, lang: str = "ja") -> Document:
    """A document of n sentences, two a paragraph, ten paragraphs a page."""
    text, spans = "", []
    for i in range(n):
        line = LINES[i % len(LINES)]
        spans.append(CharSpan(len(text), len(text) + len(line)))
        text += line + "\n"
    text = text or "空。"
    anchors = [Anchor(s.start, 1 + i // 20, 1 + i % 20, 0) for i, s in enumerate(spans)]
    return Document(
        "toy",
        lang,
        text,
        CharSpan(0, len(text)),
        tuple(spans) or (CharSpan(0, 2),),
        (),
        (),
        tuple(anchors) or (Anchor(0, 1, 1, 0),),
        (),
        Source("folder/toy.pdf", "application/pdf", None, ""),
        Metadata(),
    )


def sentence(
    label: str,
    p: float = 0.9,
    *,
    holder: str = "author",
    at: int | None = None,
    paragraph: int | None = None,
    issue: str | None = "A",
) -> SentenceStance:
    """One of the author's sentences, or a view reported of ``holder``."""
    own = holder == "author"
    rest = round((1 - p) / 2, 4)
    shares = {"freedom": rest, "control": rest, "neutral": rest} | {label: p}
    start = at or 0
    return SentenceStance(
        span=CharSpan(start, start + 1),
        paragraph=start if paragraph is None else paragraph,
        pole=label,
        p_pole=p,
        mode="asserted" if own else "reported",
        label=label if own else "neutral",
        p_freedom=shares["freedom"] if own else 0.01,
        p_control=shares["control"] if own else 0.01,
        p_neutral=shares["neutral"] if own else 0.98,
        issue=None if label == "neutral" else issue,
        phenomena=("plain",),
        holder=holder,
        reported_label=None if own else label,
    )


def placed(sentences: list[SentenceStance], per_paragraph: int = 2) -> list[SentenceStance]:
    """Give the sentences the places of ``make_document`` in their order."""
    spans = make_document(len(sentences)).paragraphs
    return [
        dataclasses.replace(s, span=spans[i], paragraph=i // per_paragraph)
        for i, s in enumerate(sentences)
    ]


def score(sentences: list[SentenceStance], **options: Any) -> DocumentStance:
    put = placed(sentences)
    return document_stance(make_document(len(put)), put, model="test/1", **options)


def swapped(s: SentenceStance) -> SentenceStance:
    other = {"freedom": "control", "control": "freedom", "neutral": "neutral"}
    return dataclasses.replace(
        s,
        pole=other[s.pole],
        label=other[s.label],
        p_freedom=s.p_control,
        p_control=s.p_freedom,
        reported_label=s.reported_label and other[s.reported_label],
    )


SENTENCE = st.builds(
    sentence,
    st.sampled_from(["freedom", "control", "neutral"]),
    st.integers(34, 100).map(lambda n: n / 100),
    holder=st.sampled_from(["author", "author", "author", "ロシア", "unnamed"]),
    issue=st.sampled_from(list("ABG")),
)
SENTENCES = st.lists(SENTENCE, min_size=1, max_size=14)
# A tenth of each pole is called the other, a tenth of neutral each pole.
CONFUSED = Confusion(np.array([[90.0, 0, 10], [20, 160, 20], [10, 0, 90]]))
LOPSIDED = Confusion(np.array([[80.0, 12, 8], [9, 180, 11], [2, 30, 68]]))
OWN = [sentence("freedom", 0.9), sentence("freedom", 0.8), sentence("control", 0.6)]


def test_the_position_is_freedom_less_control_over_both() -> None:
    found = score(OWN)

    assert found.position == pytest.approx((0.9 + 0.8 - 0.6) / 2.3, abs=1e-4)
    assert (found.salience, found.n_evidence, found.n_sentences) == (1.0, 3, 3)
    assert (found.id, found.path, found.model) == ("toy", "folder/toy.pdf", "test/1")


def test_what_others_say_moves_salience_and_not_position() -> None:
    reported = [sentence("control", 0.9, holder="ロシア")] * 5

    alone, among = score(OWN), score(OWN + reported)

    assert alone.position == among.position == pytest.approx(1.1 / 2.3, abs=1e-4)
    assert (alone.salience, among.salience) == (1.0, 3 / 8)
    assert [e.contribution for e in alone.evidence] == [e.contribution for e in among.evidence]


def test_a_label_that_another_holds_is_no_evidence() -> None:
    foreign = dataclasses.replace(sentence("control", 0.9), holder="ロシア")

    found = score([*OWN, foreign])

    assert (found.position, found.n_evidence) == (score(OWN).position, 3)


def test_neutral_sentences_move_salience_and_not_position() -> None:
    alone, among = score(OWN), score(OWN + [sentence("neutral", 0.95)] * 9)

    assert alone.position == among.position
    assert (alone.salience, among.salience) == (1.0, 0.25)


@given(SENTENCES, st.lists(SENTENCE, max_size=6))
@settings(deadline=None, max_examples=40)
def test_only_the_authors_own_poles_ever_move_the_position(
    sentences: list[SentenceStance], more: list[SentenceStance]
) -> None:
    silent = [s for s in more if s.holder != "author" or s.label == "neutral"]

    alone, among = score(sentences), score(sentences + silent)

    assert alone.position == among.position
    assert among.salience == round(alone.n_evidence / (len(sentences) + len(silent)), 4)


@given(SENTENCES)
@settings(deadline=None, max_examples=40)
def test_swapping_the_poles_negates_the_position_and_mirrors_the_interval(
    sentences: list[SentenceStance],
) -> None:
    one, other = score(sentences), score([swapped(s) for s in sentences])

    assert (one.salience, one.n_evidence) == (other.salience, other.n_evidence)
    assert (one.density_freedom, one.density_control) == (
        other.density_control,
        other.density_freedom,
    )
    assert [-e.contribution for e in one.evidence] == [e.contribution for e in other.evidence]
    if one.position is None or one.interval is None or other.interval is None:
        assert one.position is other.position is one.interval is other.interval is None
        return
    assert other.position == -one.position
    assert other.interval == pytest.approx((-one.interval[1], -one.interval[0]), abs=1.01e-4)
    for holder, position in one.holders.items():
        assert other.holders[holder].position == -position.position


@given(SENTENCES)
@settings(deadline=None, max_examples=60)
def test_contributions_add_up_to_the_position(sentences: list[SentenceStance]) -> None:
    found = score(sentences)

    if found.position is None:
        assert found.evidence == ()
        return
    assert len(found.evidence) == found.n_evidence
    assert sum(e.contribution for e in found.evidence) == pytest.approx(found.position, abs=1e-4)
    assert sum(abs(e.contribution) for e in found.evidence) == pytest.approx(1, abs=1e-4)


@given(SENTENCES)
@settings(deadline=None, max_examples=60)
def test_the_interval_holds_the_position_within_the_axis(
    sentences: list[SentenceStance],
) -> None:
    found = score(sentences)

    positions = [p for p in (*found.issues.values(), *found.holders.values()) if p.interval]
    for position, interval in [
        *((p.position, p.interval) for p in positions),
        *([(found.position, found.interval)] if found.position is not None else []),
    ]:
        assert interval is not None
        assert -1 <= interval[0] <= position <= interval[1] <= 1


def test_an_interval_is_the_same_each_time_and_hangs_on_the_seed() -> None:
    mixed = OWN * 4

    assert score(mixed) == score(mixed)
    assert score(mixed, seed=0).interval != score(mixed, seed=1).interval
    assert score(mixed, seed=0).position == score(mixed, seed=1).position


def test_unanimous_evidence_is_the_surer_the_more_there_is() -> None:
    few, many = score([sentence("freedom", 1.0)] * 4), score([sentence("freedom", 1.0)] * 80)

    assert few.position == many.position == 1
    assert few.interval is not None
    assert many.interval is not None
    assert few.interval[0] < 0.75 < many.interval[0]
    assert few.interval[1] == many.interval[1] == 1


def test_few_pole_sentences_among_many_say_little_of_a_model_that_makes_such_mistakes() -> None:
    """Six of sixty are what mistakes alone would give: nothing is known of the author."""
    sentences = [sentence("freedom")] * 6 + [sentence("neutral")] * 54

    doubtful = score(sentences, confusion=CONFUSED)
    sure = score(sentences)

    assert doubtful.position == sure.position == 1
    assert sure.interval is not None
    assert sure.interval[0] > 0.3
    assert doubtful.interval is not None
    assert doubtful.interval[0] < -0.3


def test_more_paragraphs_narrow_the_interval_and_repetition_within_one_does_not() -> None:
    """A paragraph is drawn whole: twelve sentences in two places are two places."""
    mixed = [sentence("freedom", 0.95), sentence("control", 0.95)] * 6
    text = make_document(12)
    apart = document_stance(text, placed(mixed, per_paragraph=1), model="m")
    halves = [sentence("freedom", 0.95)] * 6 + [sentence("control", 0.95)] * 6
    together = document_stance(text, placed(halves, per_paragraph=6), model="m")

    assert apart.position == together.position == 0
    assert apart.interval is not None
    assert together.interval is not None
    assert apart.interval[1] - apart.interval[0] < together.interval[1] - together.interval[0]


def test_the_position_allows_for_poles_that_are_taken_for_each_other() -> None:
    """A tenth of each pole is called the other: 8 to 2 are given where 7/8 are true."""
    given = [sentence("freedom")] * 8 + [sentence("control")] * 2

    assert score(given).position == pytest.approx(0.6)
    assert score(given, confusion=CONFUSED).position == pytest.approx(0.6 / 0.8)


def test_a_corrected_position_ends_at_the_ends_of_the_axis() -> None:
    found = score([sentence("freedom")] * 9, confusion=CONFUSED)

    assert found.position == 1
    assert sum(e.contribution for e in found.evidence) == pytest.approx(1, abs=1e-4)


@given(SENTENCES)
@settings(deadline=None, max_examples=40)
def test_contributions_add_up_to_a_corrected_position(sentences: list[SentenceStance]) -> None:
    found = score(sentences, confusion=LOPSIDED)

    if found.position is not None:
        total = sum(e.contribution for e in found.evidence)
        assert total == pytest.approx(found.position, abs=1e-4)


@given(SENTENCES)
@settings(deadline=None, max_examples=40)
def test_swapping_poles_and_what_is_confused_negates_position_and_interval(
    sentences: list[SentenceStance],
) -> None:
    mirrored = Confusion(LOPSIDED.counts[::-1, ::-1])

    one = score(sentences, confusion=LOPSIDED)
    other = score([swapped(s) for s in sentences], confusion=mirrored)

    assert other.n_halved == one.n_halved
    assert other.n_turned == one.n_turned
    if one.position is None or one.interval is None or other.interval is None:
        assert one.position is other.position is one.interval is other.interval is None
        return
    assert other.position == pytest.approx(-one.position, abs=1e-4)
    assert other.interval == pytest.approx((-one.interval[1], -one.interval[0]), abs=1.01e-4)


def test_a_model_that_takes_no_pole_for_the_other_counts_each_as_one() -> None:
    assert NO_CONFUSION.values() == (1, -1)
    assert CONFUSED.values() == pytest.approx((1.25, -1.25))


# What carries a position


def test_the_weightiest_sentences_are_left_out_until_the_position_is_halved_and_turned() -> None:
    own = [sentence("freedom", p) for p in (0.9, 0.8, 0.7)]
    own += [sentence("control", p) for p in (0.6, 0.5)]

    found = score(own)  # 1.3 / 3.5; without .9: .4 / 2.6; without .8, too: -.4 / 1.8

    assert (found.n_halved, found.n_turned) == (1, 2)


def test_what_nothing_speaks_against_falls_only_with_its_evidence_and_is_never_turned() -> None:
    """Without four of the five there is no position any more."""
    found = score([sentence("control", 0.9)] * 5)

    assert (found.n_halved, found.n_turned) == (4, None)


def test_a_position_of_0_and_no_position_rest_on_nothing() -> None:
    level = score([sentence("freedom"), sentence("control")])

    assert (level.n_halved, level.n_turned) == (None, None)
    silent = score([sentence("freedom")])
    assert (silent.n_halved, silent.n_turned) == (None, None)


@given(SENTENCES)
@settings(deadline=None, max_examples=60)
def test_no_smaller_set_of_evidence_halves_the_position(sentences: list[SentenceStance]) -> None:
    """Against trying every set, of documents with up to eight sentences of evidence."""
    own = [s for s in sentences if s.holder == "author" and s.label != "neutral"][:8]
    found = score(own) if own else None
    if found is None or found.position in (None, 0) or found.n_halved is None:
        return
    assert found.position is not None

    def left(n: int) -> list[float | None]:
        sets = itertools.combinations(own, len(own) - n)
        return [position_of(s) for s in sets]

    def small(value: float | None) -> bool:
        assert found is not None
        assert found.position is not None
        return value is None or value / found.position <= 0.5 + 1e-4

    assert any(small(value) for value in left(found.n_halved))
    for n in range(1, found.n_halved):
        assert not any(small(v) and v is not None and v / found.position < 0.4999 for v in left(n))


def position_of(own: Sequence[SentenceStance]) -> float | None:
    """The position of evidence alone, without a word of the code under test."""
    freedom = sum(s.p_freedom for s in own if s.label == "freedom")
    control = sum(s.p_control for s in own if s.label == "control")
    return (freedom - control) / (freedom + control) if len(own) >= MIN_EVIDENCE else None


# Too little evidence


@pytest.mark.parametrize(
    "own",
    [[], [sentence("freedom", 0.99)]],
    ids=["none", "one"],
)
def test_below_two_evidence_sentences_there_is_no_position_and_no_evidence(
    own: list[SentenceStance],
) -> None:
    found = score([*own, sentence("neutral"), sentence("control", holder="中国")])

    assert MIN_EVIDENCE == 2
    assert (found.position, found.interval, found.evidence) == (None, None, ())
    assert found.n_evidence == min(len(own), 1)
    assert found.salience == round(found.n_evidence / (len(own) + 2), 4)


def test_no_evidence_is_null_in_json_and_never_zero() -> None:
    found = score([sentence("neutral")] * 3)

    assert '"position":null,"interval":null' in to_json(found)
    assert from_json(to_json(found), DocumentStance) == found


@pytest.mark.parametrize(("least", "given"), [(1, True), (3, True), (4, False)])
def test_the_least_evidence_can_be_chosen(least: int, given: bool) -> None:
    found = score(OWN, min_evidence=least)

    assert (found.position is not None) is given
    assert len(found.evidence) == (3 if given else 0)


def test_two_opposite_sentences_are_evidence_for_the_middle() -> None:
    found = score([sentence("freedom", 0.8), sentence("control", 0.8)])

    assert found.position == 0
    assert [e.contribution for e in found.evidence] == [0.5, -0.5]


def test_a_document_without_sentences_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^a document without sentences has no stance$"):
        document_stance(make_document(0), [], model="m")


# Evidence


def test_evidence_is_quoted_verbatim_with_page_and_line() -> None:
    document = make_document(25)
    sentences = placed([sentence("neutral")] * 25)
    sentences[2] = dataclasses.replace(sentence("freedom", 0.7), span=sentences[2].span)
    sentences[21] = dataclasses.replace(sentence("control", 0.9), span=sentences[21].span)

    found = document_stance(document, sentences, model="m").evidence

    assert [(e.quote, e.page, e.line, e.label) for e in found] == [
        ("会議は三日間の日程で開かれた。", 2, 2, "control"),
        ("Censorship has no place in cyberspace.", 1, 3, "freedom"),
    ]
    assert all(e.quote == document.text[e.span.start : e.span.end] for e in found)
    assert [e.contribution for e in found] == [-0.5625, 0.4375]


@given(SENTENCES)
@settings(deadline=None, max_examples=60)
def test_the_greatest_contribution_comes_first_and_equal_ones_by_place(
    sentences: list[SentenceStance],
) -> None:
    found = score(sentences).evidence

    keys = [(-abs(e.contribution), e.span.start) for e in found]
    assert keys == sorted(keys)
    assert all((e.contribution > 0) == (e.label == "freedom") for e in found)


# Issues and holders


def test_issues_divide_the_evidence_among_them() -> None:
    found = score(
        [
            sentence("control", 0.9, issue="C"),
            sentence("freedom", 0.9, issue="A"),
            sentence("freedom", 0.6, issue="C"),
        ]
    )

    assert {k: (p.position, p.n) for k, p in found.issues.items()} == {
        "A": (1.0, 1),
        "C": (-0.2, 2),
    }
    assert found.issues["A"].interval is None
    assert found.issues["C"].interval is not None


def test_holders_have_the_position_of_what_is_reported_of_them() -> None:
    found = score(
        [
            *OWN,
            sentence("control", 0.9, holder="ロシア"),
            sentence("freedom", 0.6, holder="ロシア"),
            sentence("freedom", 0.7, holder="EU"),
            sentence("neutral", 0.9, holder="日本"),
        ]
    )

    assert {k: (p.position, p.n) for k, p in found.holders.items()} == {
        "EU": (1.0, 1),
        "ロシア": (-0.2, 2),
    }


@given(SENTENCES, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=40)
def test_the_order_of_sentences_does_not_move_a_position(
    sentences: list[SentenceStance], random: Any
) -> None:
    put = placed(sentences)
    shuffled = random.sample(put, len(put))
    document = make_document(len(put))

    one = document_stance(document, put, model="m")
    other = document_stance(document, shuffled, model="m")

    assert (one.position, one.salience) == (other.position, other.salience)
    assert one.evidence == other.evidence
    for group, same in ((one.issues, other.issues), (one.holders, other.holders)):
        assert list(group) == list(same) == sorted(group)
        assert {k: (p.position, p.n) for k, p in group.items()} == {
            k: (p.position, p.n) for k, p in same.items()
        }


# Densities


def test_freedom_on_condition_is_told_apart_from_control_of_other_kinds() -> None:
    document = dataclasses.replace(make_document(3), text="あ い\n" * 250)
    document = dataclasses.replace(document, body_span=CharSpan(0, len(document.text)))
    granted = dataclasses.replace(sentence("control"), phenomena=("conditional",))
    own = [granted, sentence("control"), dataclasses.replace(OWN[0], phenomena=("conditional",))]

    found = document_stance(document, placed(own), model="m")

    assert (found.density_control, found.density_conditional) == (8.0, 4.0)


def test_density_counts_sentences_per_two_thousand_japanese_characters() -> None:
    document = dataclasses.replace(make_document(3), text="あ い\n" * 250)
    document = dataclasses.replace(document, body_span=CharSpan(0, len(document.text)))

    found = document_stance(document, placed(OWN), model="m")

    assert (found.density_freedom, found.density_control) == (8.0, 4.0)


def test_density_counts_sentences_per_thousand_english_words() -> None:
    document = dataclasses.replace(make_document(3), lang="en", text="open net " * 125)
    document = dataclasses.replace(document, body_span=CharSpan(0, len(document.text)))

    found = document_stance(document, placed(OWN), model="m")

    assert (found.density_freedom, found.density_control) == (8.0, 4.0)


def test_no_evidence_has_no_position_even_if_none_is_asked_for() -> None:
    assert score([sentence("neutral")], min_evidence=0).position is None
