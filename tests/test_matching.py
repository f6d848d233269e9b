"""matching and concepts: longest forms on token boundaries."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jacyber_nlp import resources
from jacyber_nlp.concepts import ConceptMatcher
from jacyber_nlp.matching import Form, FormMatcher, forms_of
from jacyber_nlp.script import fold
from jacyber_nlp.tokens import tokenizer
from toy.world import CONCEPTS, concept


def found(text: str, lang: str, *forms: Form) -> list[tuple[str, str]]:
    doc = tokenizer(lang).make_doc(text)
    return [(text[a:b], id_) for a, b, id_ in FormMatcher(forms).find(doc)]


def concepts(text: str, lang: str) -> list[tuple[str, str]]:
    doc = tokenizer(lang).make_doc(text)
    return [(m.span.of(text), m.concept_id) for m in ConceptMatcher(CONCEPTS).match(doc)]


# --- longest, on token boundaries ----------------------------------------------------


def test_the_longest_form_wins_and_a_shorter_one_is_found_where_it_stands_alone() -> None:
    assert concepts("サイバー主権と主権、そして主権・統制。", "ja") == [
        ("サイバー主権", "cyber-sovereignty"),
        ("主権", "sovereignty"),
        ("主権・統制", "state-control"),
    ]
    assert concepts("Cyber sovereignty is more than sovereignty.", "en") == [
        ("Cyber sovereignty", "cyber-sovereignty"),
        ("sovereignty", "sovereignty"),
    ]


def test_the_longest_wins_whatever_the_order_of_the_lexicon() -> None:
    text = "サイバー主権を守る。"
    short, long = Form("サイバー", "cyber"), Form("サイバー主権", "cyber-sovereignty")

    assert (
        found(text, "ja", short, long)
        == found(text, "ja", long, short)
        == [("サイバー主権", "cyber-sovereignty")]
    )


def test_of_two_entries_with_one_form_the_first_is_kept() -> None:
    assert found("主権", "ja", Form("主権", "first"), Form("主権", "second")) == [("主権", "first")]


@pytest.mark.parametrize(
    ("text", "lang", "form"),
    [
        ("disinformation spreads", "en", "information"),
        ("informational needs", "en", "information"),
        ("statecontrol", "en", "state control"),
        ("東京都に行く。", "ja", "京都"),
        ("国際線が飛ぶ。", "ja", "際線"),
    ],
)
def test_no_form_is_found_across_the_border_of_a_token(text: str, lang: str, form: str) -> None:
    assert form in text or form == "state control"
    assert found(text, lang, Form(form, "x")) == []


def test_a_form_that_also_runs_across_a_border_is_found_at_its_own_token() -> None:
    doc = tokenizer("ja").make_doc("すもももももも")  # すもも|も|もも|も
    assert [t.text for t in doc] == ["すもも", "も", "もも", "も"]

    assert FormMatcher([Form("もも", "peach")]).find(doc) == [(4, 6, "peach")]


def test_matches_do_not_overlap() -> None:
    forms = (Form("情報主権", "a"), Form("主権国家", "b"))

    assert found("情報主権国家", "ja", *forms) == [("情報主権", "a")]
    assert found("情報主権と主権国家", "ja", *forms) == [("情報主権", "a"), ("主権国家", "b")]


# --- katakana ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("タイトルを変える。", 0),
        ("タイムを計る。", 0),
        ("ネクタイを買う。", 0),
        ("タイは加盟した。", 1),
        ("在タイ大使館", 1),
        ("日本・タイ協力", 1),
        ("日本、タイ、インド", 1),
    ],
)
def test_thailand_is_not_found_inside_other_katakana(text: str, matches: int) -> None:
    assert concepts(text, "ja") == [("タイ", "tie")] * matches


@pytest.mark.parametrize("text", ["データセンター", "ビッグデータ"])
def test_katakana_beside_katakana_is_no_match_even_on_a_token_boundary(text: str) -> None:
    words = [t.text for t in tokenizer("ja").make_doc(text)]

    assert "データ" in words
    assert found(text, "ja", Form("データ", "d")) == []


def test_a_mixed_form_may_stand_beside_katakana() -> None:
    assert concepts("サイバー主権モデル", "ja") == [("サイバー主権", "cyber-sovereignty")]


# --- case ----------------------------------------------------------------------------


def test_a_short_latin_form_is_compared_with_case() -> None:
    assert found("The US asked us; Us and US.", "en", Form("US", "us")) == [
        ("US", "us"),
        ("US", "us"),
    ]
    assert concepts("A CBM is no cbm.", "en") == [("CBM", "cbm")]
    assert concepts("信頼醸成措置（CBM）とｃｂｍ", "ja") == [
        ("信頼醸成措置", "cbm"),
        ("CBM", "cbm"),
    ]


def test_a_form_of_five_letters_is_compared_without_case_unless_it_asks() -> None:
    text = "APPLE, Apple and apple"

    assert [m for m, _ in found(text, "en", Form("Apple", "a"))] == ["APPLE", "Apple", "apple"]
    assert found(text, "en", Form("Apple", "a", cased=True)) == [("Apple", "a")]


def test_case_holds_for_longer_forms_too() -> None:
    assert concepts("FREE FLOW OF INFORMATION", "en") == [("FREE FLOW OF INFORMATION", "free-flow")]


# --- number --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("new treaty", "new treaties"),
        ("new treaties", "new treaty"),
        ("cyber attack", "Cyber attacks"),
        ("cyber attacks", "cyber attack"),
        ("data breach", "data breaches"),
        ("proxy", "proxies"),
        ("public key", "public keys"),
        ("process", "processes"),
        ("virus", "viruses"),
    ],
)
def test_an_english_form_is_found_in_the_other_number_of_its_last_word(
    form: str, text: str
) -> None:
    assert found(text, "en", Form(form, "x")) == [(text, "x")]


@pytest.mark.parametrize(("form", "text"), [("breaches", "breach"), ("losses", "loss")])
def test_a_plural_form_in_es_is_found_in_the_singular(form: str, text: str) -> None:
    assert found(text, "en", Form(form, "x")) == [(text, "x")]


@pytest.mark.parametrize(
    ("form", "text"), [("access", "acces"), ("consensus", "consensu"), ("analysis", "analysi")]
)
def test_a_singular_that_ends_in_s_is_not_cut(form: str, text: str) -> None:
    assert found(text, "en", Form(form, "x")) == []


def test_only_the_last_word_changes_its_number() -> None:
    assert found("states control", "en", Form("state control", "x")) == []


def test_a_japanese_form_has_one_number() -> None:
    assert [f.text for f in forms_of("x", ("主権", ""))] == ["主権"]
    assert found("主権s", "ja", Form("主権", "x")) == [("主権", "x")]


# --- what voids a match --------------------------------------------------------------


def test_a_longer_word_of_not_in_voids_the_match_it_surrounds_and_no_other() -> None:
    form = Form("中国", "china", not_in=("中国地方",))

    assert found("中国地方は中国ではない。", "ja", form) == [("中国", "china")]
    assert found("中国地方", "ja", Form("中国", "china")) == [("中国", "china")]


def test_not_in_may_stand_before_the_match() -> None:
    form = Form("Georgia", "georgia", not_in=("South Georgia",))

    assert found("South Georgia and Georgia", "en", form) == [("Georgia", "georgia")]


def test_a_longer_word_beside_the_match_does_not_void_it() -> None:
    form = Form("中国", "china", not_in=("中国地方",))

    assert found("中国、中国地方", "ja", form) == [("中国", "china")]


# --- forms of one character ----------------------------------------------------------


def test_a_form_of_one_character_is_found_wherever_it_stands() -> None:
    assert found("法を守る。国の法", "ja", Form("法", "law")) == [("法", "law"), ("法", "law")]


# --- concepts ------------------------------------------------------------------------


def test_offsets_move_every_match() -> None:
    text = "主権と検閲"
    doc = tokenizer("ja").make_doc(text)

    matches = ConceptMatcher(CONCEPTS).match(doc, 100)

    assert [(m.concept_id, m.span.start, m.span.end) for m in matches] == [
        ("sovereignty", 100, 102),
        ("censorship", 103, 105),
    ]


def test_alternative_labels_and_both_languages_name_the_concept() -> None:
    assert concepts("ネット主権", "ja") == [("ネット主権", "cyber-sovereignty")]
    assert concepts("「cyber sovereignty」という語", "ja") == [
        ("cyber sovereignty", "cyber-sovereignty")
    ]


def test_a_concept_without_a_label_in_one_language_matches_in_the_other() -> None:
    matcher = ConceptMatcher([concept("own", "", "digital commons", 1, "core")])

    assert [m.concept_id for m in matcher.match(tokenizer("en").make_doc("Digital commons"))] == [
        "own"
    ]
    assert matcher.match(tokenizer("ja").make_doc("主権 と commons")) == []


def test_an_empty_text_and_an_empty_lexicon_give_no_match() -> None:
    assert concepts("", "ja") == concepts("", "en") == []
    assert found("主権", "ja") == []


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_preferred_label_that_ships_is_found_as_a_whole(lang: str) -> None:
    matcher = ConceptMatcher(resources.concepts())
    labels = [getattr(c.preferred, lang) for c in resources.concepts()]

    missed = [
        label
        for label in labels
        if [(m.span.start, m.span.end) for m in matcher.match(tokenizer(lang).make_doc(label))]
        != [(0, len(label))]
    ]

    assert len(labels) > 100
    assert missed == []


PIECES = [
    "主権",
    "サイバー",
    "サイバー主権",
    "・",
    "統制",
    "タイ",
    "トル",
    "検閲",
    "の",
    " ",
    "\n",
    "\u3000",
    "CBM",
    "cbm",
    "new ",
    "treaties",
    "Treaty",
    "İ",
    "😀",
    "\0",
    "。",
]


@settings(deadline=None, max_examples=100)
@given(st.lists(st.sampled_from(PIECES), max_size=15).map("".join), st.sampled_from(["ja", "en"]))
def test_matches_agree_with_a_slow_search_from_the_left(text: str, lang: str) -> None:
    """Oracle: try every form at every token, the longest first."""
    doc = tokenizer(lang).make_doc(text)
    forms = [("主権", "sovereignty"), ("サイバー主権", "cyber"), ("主権・統制", "control")]
    starts = [t.idx for t in doc if not t.is_space]
    ends = {t.idx + len(t) for t in doc}
    expected, at = [], 0
    for start in starts:
        for form, id_ in sorted(forms, key=lambda f: -len(f[0])):
            end = start + len(form)
            if start >= at and end in ends and text[start:end] == form:
                expected.append((start, end, id_))
                at = end
                break

    assert FormMatcher([Form(f, i) for f, i in forms]).find(doc) == expected


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=40))
def test_folding_keeps_every_place(text: str) -> None:
    """Matches in folded text point into the text only if the lengths agree."""
    assert len(fold(text)) == len(text)


def test_matching_in_text_whose_lower_case_is_longer_points_to_the_right_place() -> None:
    assert found("İİİ State Control", "en", Form("state control", "x")) == [("State Control", "x")]


def test_the_module_loads_without_spacy() -> None:
    import subprocess

    code = "import sys, jacyber_nlp.matching, jacyber_nlp.concepts; print('spacy' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )

    assert done.stdout == "False\n"
