"""scope: what is negated, opposed, conditioned on, conceded, asked or reported."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jacyber_nlp.records import CharSpan, ScopeSpan
from jacyber_nlp.scope import KINDS, REVERSING, find_scopes, scopes_in
from jacyber_nlp.sentences import split_sentences
from jacyber_nlp.tokens import tokenizer

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent / "golden" / "scopes.jsonl").read_text("utf-8").splitlines()
]
PASSING = [row for row in ROWS if "xfail" not in row]
LANGS = ("ja", "en")


def scopes(text: str, lang: str, offset: int = 0) -> list[ScopeSpan]:
    return find_scopes(tokenizer(lang).make_doc(text), offset)


def readable(found: list[ScopeSpan], text: str) -> list[list[str]]:
    return [[s.kind, s.cue.of(text), s.span.of(text)] for s in found]


def found_in(text: str, lang: str) -> list[list[str]]:
    return readable(scopes(text, lang), text)


# --- golden cases --------------------------------------------------------------------


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(
            row,
            id=row["label"],
            marks=[pytest.mark.xfail(reason=row["xfail"])] if "xfail" in row else [],
        )
        for row in ROWS
    ],
)
def test_a_sentence_has_just_these_cues_and_scopes(row: dict[str, Any]) -> None:
    assert found_in(row["input"]["text"], row["input"]["lang"]) == row["expected"]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", KINDS)
def test_six_cases_and_more_hold_each_kind(lang: str, kind: str) -> None:
    rows = [r for r in PASSING if r["input"]["lang"] == lang]

    assert sum(any(e[0] == kind for e in r["expected"]) for r in rows) >= 6


# --- properties ----------------------------------------------------------------------

WORDS = {
    "ja": "国家は 情報を 検閲が なく 、 。 ない ず 限り、 ので と主張する によれば という見解 "
    "反対する を禁じ られた か。 ？ \n 　 「国 国」 』 『国 （ ） \0 😀 not".split(" "),
    "en": "states courts not without if , . ? : ; \n that says said the “law law” ” rejected by "
    "was banned according to in Brazil’s view whether ( ) ’ \0 😀 国".split(" "),
}


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, str]:
    """Draw words that govern, marks that do not pair, and any other character."""
    lang = draw(st.sampled_from(LANGS))
    words = st.sampled_from(WORDS[lang]) | st.characters(exclude_characters='「『“"')
    return ("" if lang == "ja" else " ").join(draw(st.lists(words, max_size=16))), lang


@given(texts())
def test_scope_and_cue_lie_apart_in_one_sentence(drawn: tuple[str, str]) -> None:
    text, lang = drawn
    sentences = split_sentences(text)

    for scope in scopes(text, lang):
        if scope.kind == "quotation":  # may hold sentences; its mark stands before it
            assert scope.cue.end == scope.cue.start + 1 == scope.span.start
            continue
        (sentence,) = [s for s in sentences if s.start <= scope.cue.start < s.end]
        assert scope.cue.end <= sentence.end
        assert sentence.start <= scope.span.start
        assert scope.span.end <= sentence.end
        assert scope.span.end <= scope.cue.start or scope.cue.end <= scope.span.start


@given(texts())
def test_scopes_stand_in_order_of_their_cues_and_cues_of_a_kind_apart(
    drawn: tuple[str, str],
) -> None:
    found = scopes(*drawn)

    assert found == sorted(found, key=lambda s: (s.cue, s.kind))
    for kind in KINDS:
        cues = [s.cue for s in found if s.kind == kind]
        assert all(a.end <= b.start for a, b in pairwise(cues))
    assert {s.kind for s in found} <= set(KINDS)


@given(texts())
def test_no_scope_or_cue_begins_or_ends_with_a_blank_or_comma(drawn: tuple[str, str]) -> None:
    text, lang = drawn

    for scope in scopes(text, lang):
        if scope.kind != "quotation":
            words, cue = scope.span.of(text), scope.cue.of(text)
            assert words == words.strip(" \u3000、，,;:")
            assert cue == cue.strip(" \u3000、，。,;:")


@given(texts(), st.integers(0, 10_000))
def test_an_offset_moves_every_span_and_changes_nothing_else(
    drawn: tuple[str, str], offset: int
) -> None:
    def moved(span: CharSpan) -> CharSpan:
        return CharSpan(span.start + offset, span.end + offset)

    assert scopes(*drawn, offset) == [
        ScopeSpan(moved(s.span), s.kind, moved(s.cue)) for s in scopes(*drawn)
    ]


@pytest.mark.parametrize("lang", LANGS)
@given(data=st.data())
def test_the_scopes_of_a_text_are_those_of_its_sentences(lang: str, data: st.DataObject) -> None:
    """No cue reaches into another sentence."""
    pool = [row for row in PASSING if row["input"]["lang"] == lang]
    chosen = data.draw(st.lists(st.sampled_from(pool), max_size=6))
    text = "\n".join(row["input"]["text"] for row in chosen)

    assert found_in(text, lang) == [e for row in chosen for e in row["expected"]]


# --- what a scope is -----------------------------------------------------------------


def test_the_kinds_that_turn_round_are_kinds_and_hold_no_double_negation() -> None:
    assert set(REVERSING) == {"negation", "opposition", "prevention"}
    assert set(REVERSING) < set(KINDS)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("text", ["", " ", "\n", "。", "?", "\0", "😀", "」", "”"])
def test_a_text_without_words_has_no_scopes(text: str, lang: str) -> None:
    assert scopes(text, lang) == []


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("なしに、各国は動く。", "ja"),
        ("They go without.", "en"),
        ("The union demands rules.", "en"),
        ("委員会は対応を求めた。", "ja"),
    ],
)
def test_a_cue_that_governs_nothing_gives_no_scope(text: str, lang: str) -> None:
    assert scopes(text, lang) == []


def test_the_language_of_the_doc_chooses_the_cues() -> None:
    assert scopes("States act without control.", "ja") == []
    assert scopes("検閲なしに情報が流れる。", "en") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They act without fear, and favour; the law stands.", "fear, and favour"),
        ("They act without fear but the law stands.", "fear"),
        ("They act without fear, because the law stands.", "fear"),
        ("They act without fear if the law stands.", "fear"),
        ("They act without fear (and favour).", "fear"),
        ("They act without fear of the law and favour.", "fear of the law and favour"),
    ],
)
def test_an_english_denial_ends_at_a_clause_and_not_at_a_list(text: str, expected: str) -> None:
    spans = [s.span.of(text) for s in scopes(text, "en") if s.kind == "negation"]

    assert spans == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("国は各地の検閲を認めない。", "各地の検閲"),
        ("攻撃が続いたので、検閲を認めない。", "検閲"),
        ("攻撃が続くが、検閲を認めない。", "検閲"),
        ("攻撃が続けば、検閲を認めない。", "検閲"),
        ("近年、検閲を認めない。", "検閲"),
        ("各国に対して、検閲を認めない。", "各国に対して、検閲"),
    ],
)
def test_a_japanese_denial_begins_behind_the_topic_or_the_last_clause(
    text: str, expected: str
) -> None:
    spans = [s.span.of(text) for s in scopes(text, "ja") if s.kind == "negation"]

    assert spans == [expected]


def test_a_cue_inside_a_quotation_reaches_no_further_than_its_marks() -> None:
    japanese = "議会は「政府による検閲を認めない」と国に伝えた。"
    english = "The chair, who left, wrote that “we must not store or sell any data” to all."

    assert ["negation", "認めない", "政府による検閲"] in found_in(japanese, "ja")
    assert ["negation", "must not", "store or sell any data"] in found_in(english, "en")


def test_a_report_holds_all_scopes_of_its_words() -> None:
    text = "中国は、国際法に従い、国家が検閲を禁じないと主張する。"

    assert found_in(text, "ja")[-1] == [
        "report",
        "と主張する",
        "国際法に従い、国家が検閲を禁じない",
    ]
    assert {s.kind for s in scopes(text, "ja")} >= {"condition", "prevention", "report"}


@pytest.mark.parametrize(
    ("text", "lang", "quoted"),
    [
        ("彼は「主権」と言った。", "ja", []),
        ("「網は国民のものである」と述べた。", "ja", ["網は国民のものである"]),
        ("「国の規則を「古い」と思う」と述べた。", "ja", ["国の規則を「古い」と思う"]),
        ("「網の安全に関する国際会議」を開く。", "ja", []),
        ("「網は国民のものである", "ja", []),
        ("He said “no”.", "en", []),
        ("He wrote “the rules are old and unfair”.", "en", ["the rules are old and unfair"]),
        ("She read “The Master Switch And Its Heirs”.", "en", []),
        ("He wrote “the rules are old and unfair.", "en", []),
    ],
)
def test_names_and_open_marks_make_no_quotation(text: str, lang: str, quoted: list[str]) -> None:
    found = [s.span.of(text) for s in scopes(text, lang) if s.kind == "quotation"]

    assert found == quoted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("「」", []),
        ("『』が残る。", []),
        ("国は「」と述べた。", []),
        ("国は「」と書き、検閲を認めない。", [["negation", "認めない", "検閲"]]),
    ],
)
def test_marks_with_nothing_between_them_give_no_scope(
    text: str, expected: list[list[str]]
) -> None:
    assert found_in(text, "ja") == expected


@pytest.mark.parametrize(
    ("text", "lang", "cue"),
    [
        ("学生なら、申請できる。", "ja", "なら"),
        ("網が広がったものの、遅い。", "ja", "ものの"),
        ("なぜ検閲をするのか。", "ja", "のか"),
        ("According to Brazil, order matters.", "en", "According to"),
    ],
)
def test_a_cue_ends_before_the_mark_behind_it(text: str, lang: str, cue: str) -> None:
    assert [s.cue.of(text) for s in scopes(text, lang)] == [cue]


# --- scopes_in -----------------------------------------------------------------------


def test_scopes_in_a_span_are_those_whose_cue_stands_in_it() -> None:
    text = "検閲なしに情報が流れる。政府は、検閲を認めない。"
    found = scopes(text, "ja")
    border = text.index("政府")

    assert len(found) == 2
    assert scopes_in(found, CharSpan(0, border)) == found[:1]
    assert scopes_in(found, CharSpan(border, len(text))) == found[1:]
    assert scopes_in(found, CharSpan(found[0].cue.start, found[0].cue.start + 1)) == found[:1]
    assert scopes_in(found, CharSpan(found[0].cue.start + 1, border)) == []
    assert scopes_in([], CharSpan(0, 5)) == []


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
