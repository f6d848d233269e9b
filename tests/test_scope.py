"""scope: what is negated, conditioned on, conceded, asked or reported."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jacyber_nlp.records import CharSpan, ScopeSpan
from jacyber_nlp.scope import KINDS, find_scopes, scopes_in
from jacyber_nlp.tokens import tokenizer

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent / "golden" / "scopes.jsonl").read_text("utf-8").splitlines()
]


def scopes(text: str, lang: str, offset: int = 0) -> list[ScopeSpan]:
    return find_scopes(tokenizer(lang).make_doc(text), offset)


def readable(found: list[ScopeSpan], text: str) -> list[list[str]]:
    return [[s.kind, s.cue.of(text), s.span.of(text)] for s in found]


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(
            row,
            id=row["label"],
            marks=[pytest.mark.xfail(strict=True, reason=row["comment"])]
            if row["expect"] == "fail"
            else [],
        )
        for row in ROWS
    ],
)
def test_a_sentence_has_just_these_cues_and_scopes(row: dict[str, Any]) -> None:
    text = row["input"]["text"]

    assert readable(scopes(text, row["input"]["lang"]), text) == row["expected"]


PASSING = [row for row in ROWS if row["expect"] == "pass"]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_cases_cover_every_kind(lang: str) -> None:
    kinds = {e[0] for r in PASSING if r["input"]["lang"] == lang for e in r["expected"]}

    assert kinds == set(KINDS)


@pytest.mark.parametrize("lang", ["ja", "en"])
@settings(deadline=None, max_examples=30)
@given(data=st.data())
def test_the_scopes_of_a_text_are_those_of_its_sentences(lang: str, data: st.DataObject) -> None:
    """No cue reaches into another sentence."""
    pool = [row for row in PASSING if row["input"]["lang"] == lang]
    chosen = data.draw(st.lists(st.sampled_from(pool), max_size=6))
    text = "\n".join(row["input"]["text"] for row in chosen)

    assert readable(scopes(text, lang), text) == [e for row in chosen for e in row["expected"]]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            "国家は 情報を なく 、 。 ない ず 限り、 と主張する によれば か。 ？ \n 　 「 」 not "
            "without if that says ? . , \0 😀".split(" ")
        ),
        max_size=20,
    ).map("".join),
    st.sampled_from(["ja", "en"]),
    st.integers(0, 1000),
)
def test_scopes_stay_inside_the_text_in_order_and_move_with_the_offset(
    text: str, lang: str, offset: int
) -> None:
    found = scopes(text, lang)

    for scope in found:
        assert 0 <= scope.span.start < scope.span.end <= len(text)
        assert scope.span.end <= scope.cue.start or scope.span.start >= scope.cue.end
        assert scope.span.of(text) == scope.span.of(text).strip(" 　")
    assert [s.cue.start for s in found] == sorted(s.cue.start for s in found)
    for kind in KINDS:  # cues of one kind do not overlap
        ends = 0
        for scope in (s for s in found if s.kind == kind):
            assert scope.cue.start >= ends
            ends = scope.cue.end
    moved = [
        ScopeSpan(
            CharSpan(s.span.start + offset, s.span.end + offset),
            s.kind,
            CharSpan(s.cue.start + offset, s.cue.end + offset),
        )
        for s in found
    ]
    assert scopes(text, lang, offset) == moved


def test_a_cue_that_governs_nothing_gives_no_scope() -> None:
    assert scopes("なしに、各国は動く。", "ja") == []
    assert scopes("They go without.", "en") == []


def test_an_english_cue_is_found_in_capitals_and_not_inside_a_word() -> None:
    text = "WITHOUT CENSORSHIP. Gift wrap and notify."

    assert readable(scopes(text, "en"), text) == [["negation", "WITHOUT", "CENSORSHIP"]]


def test_an_english_scope_ends_at_a_clause_and_not_at_a_list() -> None:
    text = "They act without fear, and favour; the law stands, because it must."

    assert readable(scopes(text, "en"), text) == [["negation", "without", "fear, and favour"]]


def test_a_japanese_scope_begins_after_the_topic_or_the_last_comma() -> None:
    text = "各国は検閲を認めない。平時でも、各国の同意なしに情報を渡す。"

    assert readable(scopes(text, "ja"), text) == [
        ["negation", "を認めない", "検閲"],
        ["negation", "なしに", "各国の同意"],
    ]


def test_the_language_of_the_doc_chooses_the_cues() -> None:
    assert scopes("States act without control.", "ja") == []
    assert scopes("検閲なしに情報が流れる。", "en") == []


def test_an_empty_text_has_no_scopes() -> None:
    assert scopes("", "ja") == scopes("", "en") == []


def test_scopes_in_a_span_are_those_whose_cue_stands_in_it() -> None:
    text = "検閲なしに情報が流れる。政府は、検閲を認めない。"
    found = scopes(text, "ja")
    border = text.index("政府")

    assert scopes_in(found, CharSpan(0, border)) == found[:1]
    assert scopes_in(found, CharSpan(border, len(text))) == found[1:]
    assert scopes_in(found, CharSpan(found[0].cue.start, found[0].cue.start + 1)) == found[:1]
    assert scopes_in(found, CharSpan(found[0].cue.start + 1, border)) == []
    assert scopes_in([], CharSpan(0, 5)) == []


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 5)), max_size=12),
    st.integers(0, 30),
    st.integers(1, 20),
)
def test_scopes_in_a_span_agree_with_a_plain_search(
    cues: list[tuple[int, int]], start: int, length: int
) -> None:
    found = sorted(
        (ScopeSpan(CharSpan(0, 1), "negation", CharSpan(a, a + n)) for a, n in cues),
        key=lambda s: s.cue,
    )
    span = CharSpan(start, start + length)

    assert scopes_in(found, span) == [s for s in found if span.start <= s.cue.start < span.end]
