"""cues: the words that govern, and the look-alikes that do not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jacyber_nlp import resources
from jacyber_nlp.runs import Run
from jacyber_nlp.scope import KINDS
from jacyber_nlp.scope import cues as module
from jacyber_nlp.scope.cues import CueMatch, find_cues
from jacyber_nlp.tokens import tokenizer

REACHES = {
    "ja": {"phrase", "clause", "sentence", "rest", "whole", "main", "none"},
    "en": {"clause", "subject", "rest", "opening", "opening_rest", "quoted", "whole", "none"},
}


def cues(text: str, lang: str) -> list[CueMatch]:
    return find_cues(Run.of(tokenizer(lang).make_doc(text)))


def kinds(text: str, lang: str) -> list[tuple[str, str]]:
    return [(match.cue.kind, match.span.of(text)) for match in cues(text, lang)]


@pytest.fixture
def with_cues(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Put a user's cues in the place of those that ship."""

    def put(lang: str, *pairs: tuple[str, str]) -> None:
        entries = [{"kind": kind, "reach": "clause", "cue": cue} for kind, cue in pairs]
        monkeypatch.setattr(resources, "scope_cues", lambda: {lang: entries})
        module._cues.cache_clear()

    yield put
    module._cues.cache_clear()


# --- the data ------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_entry_has_a_known_kind_reach_and_holder(lang: str) -> None:
    entries: list[dict[str, Any]] = list(resources.scope_cues()[lang])

    assert {e["kind"] for e in entries} == {*KINDS, "none"} - {"quotation"}
    for entry in entries:
        report = entry["kind"] == "report"
        assert entry.get("reach", "") in (REACHES[lang] if entry["kind"] != "none" else {""})
        assert entry.get("holder", "") in (
            {"subject", "cue", "unnamed", "author"} if report else {""}
        )


# --- Japanese ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("検閲に反対する。", "反対する"),
        ("検閲に反対した。", "反対し"),
        ("検閲に反対して、去る。", "反対し"),
        ("検閲に反対していた。", "反対し"),
        ("検閲を拒む。", "拒む"),
        ("検閲を拒んだ。", "拒ん"),
        ("検閲を拒み、去る。", "拒み"),
    ],
)
def test_one_entry_covers_every_inflection(text: str, cue: str) -> None:
    assert kinds(text, "ja") == [("opposition", cue)]


@pytest.mark.parametrize(
    ("text", "cue"),
    [("国は動かない。", "ない"), ("国は動かなかった。", "なかっ"), ("国は動きません。", "ん")],
)
def test_a_denial_is_found_in_the_plain_and_the_polite_form(text: str, cue: str) -> None:
    assert kinds(text, "ja") == [("negation", cue)]


@pytest.mark.parametrize(
    "text",
    [
        "報告しなければならない。",
        "攻撃があるかもしれない。",
        "政府だけでなく企業も動く。",
        "被害は一部に過ぎない。",
        "申し訳ない。",
        "国境なき記者団が動く。",
        "独占禁止法を読む。",
        "反対側に立つ。",
        "余念がない。",
        "忌憚のない意見を聞く。",
        "忌憚ない意見を聞く。",
        "政府のみならず企業も動く。",
        "さようなら。",
    ],
)
def test_a_japanese_look_alike_is_no_cue(text: str) -> None:
    assert kinds(text, "ja") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("根拠がないわけではない。", [("double_negation", "ないわけではない")]),
        ("根拠があるわけではない。", [("negation", "わけではない")]),
        ("関与を否定できない。", [("double_negation", "否定できない")]),
        ("関与を否定する。", [("opposition", "否定する")]),
        ("反対できない。", [("opposition", "反対でき"), ("negation", "できない")]),
    ],
)
def test_a_denial_inside_a_double_one_does_not_count(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert kinds(text, "ja") == expected


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("証拠がそろったら、動く。", "たら、"),
        ("雨だったら動く。", "たら"),
        ("酒を飲んだら動く。", "だら"),
        ("学生なら、動く。", "なら、"),
        ("国が動くなら動く。", "なら"),
    ],
)
def test_a_conditional_form_of_ta_and_da_is_a_cue(text: str, cue: str) -> None:
    assert kinds(text, "ja") == [("condition", cue)]


@pytest.mark.parametrize("text", ["証拠がそろった。", "学生だ。", "学生だった。", "学生で、動く。"])
def test_other_forms_of_ta_and_da_are_none(text: str) -> None:
    assert kinds(text, "ja") == []


def test_what_must_precede_a_japanese_cue_is_no_part_of_it() -> None:
    assert kinds("網が広がったものの、遅い。", "ja") == [("concession", "ものの、")]
    assert kinds("国のものの、遅い。", "ja") == []


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("反対", "反対と賛成", ["反対"]),
        ("反対 と", "反対と賛成", ["反対と"]),
        ("反対 と? 賛成", "反対賛成、反対と賛成", ["反対賛成", "反対と賛成"]),
        ("(反対|賛成) を", "反対と賛成を", ["賛成を"]),
        ("[反対] と", "反対と賛成と", ["と"]),
        ("_ と", "反対と", ["反対と"]),
        ("/動詞", "網を守る。", ["守る"]),
        ("守る/動詞", "網を守った。", ["守っ"]),
        ("守る/名詞", "網を守った。", []),
        ("対", "反対と賛成", []),
        ("が.", "国が網", []),
    ],
)
def test_a_japanese_pattern_is_read_token_by_token(
    pattern: str, text: str, expected: list[str], with_cues: Callable[..., None]
) -> None:
    with_cues("ja", ("question", pattern))

    assert [span for _, span in kinds(text, "ja")] == expected


# --- English -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They act without fear.", ["without"]),
        ("ACT WITHOUT FEAR.", ["WITHOUT"]),
        ("Without fear they act.", ["Without"]),
        ("We notify a nonstate not-for-profit.", []),
        ("It can’t and can't.", ["can’t", "can't"]),
        ("The stop-gap stopwatch is unstoppable.", []),
    ],
)
def test_an_english_cue_is_a_whole_word_in_small_or_capital_letters(
    text: str, expected: list[str]
) -> None:
    assert [span for _, span in kinds(text, "en")] == expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Without club met.", False),
        ("They met, Without Fear and others.", False),
        ("We ran. Without fear we ran.", True),
        ("We met “Without fear” there.", True),
        ("We ran, WITHOUT fear.", True),
    ],
)
def test_a_capital_inside_a_sentence_is_a_name_and_no_cue(text: str, found: bool) -> None:
    assert bool(kinds(text, "en")) is found


@pytest.mark.parametrize(
    "text",
    [
        "It binds not only states.",
        "Reports come no later than June.",
        "No doubt it works.",
        "Non-state actors met.",
        "The crime prevention office moved.",
        "Bus stops moved.",
        "It is revised if necessary.",
        "Nothing short of a pact will do.",
    ],
)
def test_an_english_look_alike_is_no_cue(text: str) -> None:
    assert kinds(text, "en") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is not without merit.", [("double_negation", "not without")]),
        ("It is not in use.", [("negation", "is not")]),
        ("He did not deny it.", [("double_negation", "did not deny")]),
        ("He did deny it.", [("opposition", "deny")]),
        ("He did not see it.", [("negation", "did not")]),
        ("No one denies it.", [("double_negation", "No one denies")]),
        ("No doubt that no state acts.", [("negation", "no")]),
    ],
)
def test_a_longer_cue_takes_the_place_of_those_in_it(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert kinds(text, "en") == expected


def test_the_reach_and_the_holder_are_those_of_the_entry() -> None:
    (said,) = cues("It was said that order matters.", "en")
    (banned,) = cues("Spying was banned.", "en")
    (told,) = cues("政府によれば、網は安全だ。", "ja")

    assert (said.cue.reach, said.cue.holder) == ("rest", "unnamed")
    assert (banned.cue.reach, banned.cue.holder) == ("subject", "")
    assert (told.cue.reach, told.cue.holder) == ("rest", "cue")


def test_a_look_alike_takes_away_every_cue_that_touches_it(with_cues: Callable[..., None]) -> None:
    with_cues(
        "en", ("negation", "red|blue green"), ("opposition", "green"), ("none", "green grass")
    )

    assert kinds("red green blue green grass green", "en") == [
        ("negation", "red"),
        ("opposition", "green"),
        ("opposition", "green"),
    ]


def test_of_cues_of_a_kind_the_first_counts_and_then_the_longest(
    with_cues: Callable[..., None],
) -> None:
    with_cues(
        "en", ("negation", "a b"), ("negation", "a b c"), ("negation", "c d"), ("question", "b")
    )

    assert kinds("b a b c d", "en") == [("question", "b"), ("negation", "a b c")]


# --- properties ----------------------------------------------------------------------


@given(
    st.lists(
        st.sampled_from(
            "ない ず を 反対する に 限り、 わけではない だけでなく が 、 。 \n 国".split(" ")
        )
        | st.characters(),
        max_size=14,
    ).map("".join)
    | st.lists(
        st.sampled_from("not without no only deny said that if , . \n The Stop".split(" "))
        | st.characters(),
        max_size=14,
    ).map(" ".join),
    st.sampled_from(["ja", "en"]),
)
def test_cues_stand_in_the_text_in_order_and_are_no_look_alikes(text: str, lang: str) -> None:
    found = cues(text, lang)

    assert [m.span.start for m in found] == sorted(m.span.start for m in found)
    assert all(m.span.end <= len(text) and m.span.of(text).strip() for m in found)
    assert {m.cue.kind for m in found} <= set(KINDS) - {"quotation"}


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("text", ["", "\n", "\0", "😀"])
def test_a_text_without_words_has_no_cues(text: str, lang: str) -> None:
    assert cues(text, lang) == []
