"""actors: who holds a reported view."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from jacyber_nlp import resources
from jacyber_nlp.actors import AUTHOR, UNNAMED, HolderFinder, topics
from jacyber_nlp.records import Actor, Bilingual, CharSpan, Holder, ScopeSpan
from jacyber_nlp.scope import find_scopes
from jacyber_nlp.sentences import split_sentences
from jacyber_nlp.tokens import tokenizer

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent / "golden" / "holders.jsonl").read_text("utf-8").splitlines()
]


def actor(id_: str, ja: str, en: str, *more_en: str, **fields: Any) -> Actor:
    values: dict[str, Any] = {
        "type": "country",
        "aliases_ja": (),
        "aliases_en": more_en,
        "short_ja": (),
        "camp": None,
        "camp_basis": "",
        "members": (),
        "match": None,
        "not_in": (),
        "since": None,
        "until": None,
        "predecessor": None,
        "successor": None,
    }
    return Actor(id=id_, preferred=Bilingual(ja, en), **{**values, **fields})


TOY = HolderFinder(
    (
        actor("rur", "ラシュタ国", "Rashuta", "Republic of Rashuta"),
        actor("who", "保健機関", "WHO", match="case"),
        actor("chu", "中部国", "Chubu", not_in=("中部国際空港",)),
    )
)


@cache
def shipped() -> HolderFinder:
    return HolderFinder(resources.actors())


def holders(text: str, lang: str, finder: HolderFinder = TOY, **options: Any) -> list[Holder]:
    doc = tokenizer(lang).make_doc(text)
    return finder.find(doc, find_scopes(doc), **options)


def named(text: str, lang: str, finder: HolderFinder = TOY, **options: Any) -> list[list[Any]]:
    return [[h.name, h.actor_id] for h in holders(text, lang, finder, **options)]


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
def test_a_sentence_has_just_these_holders(row: dict[str, Any]) -> None:
    found = named(row["input"]["text"], row["input"]["lang"], shipped())

    assert found == row["expected"]


def test_the_catalogue_only_adds_the_id_and_never_the_name() -> None:
    text = "ラシュタ国政府の代表は、主権が大切だと述べた。"

    assert named(text, "ja") == [["ラシュタ国政府の代表", "rur"]]
    assert named(text, "ja", HolderFinder(())) == [["ラシュタ国政府の代表", None]]


def test_the_cue_of_a_holder_is_that_of_its_report() -> None:
    text = "Rashuta argues that order matters. According to Chubu, it does not."
    doc = tokenizer("en").make_doc(text)
    reports = [s for s in find_scopes(doc) if s.kind == "report"]

    found = TOY.find(doc, find_scopes(doc))

    assert [h.cue.of(text) for h in found] == ["argues that", "According to"]
    assert [h.cue for h in found] == [s.cue for s in reports]


def test_offsets_move_cues_and_change_no_name() -> None:
    text = "ラシュタ国は、主権が大切だと主張する。"
    doc = tokenizer("ja").make_doc(text)

    found = TOY.find(doc, find_scopes(doc, 500), 500)

    assert [(h.name, h.actor_id) for h in found] == [("ラシュタ国", "rur")]
    assert found[0].cue.of(" " * 500 + text) == "と主張する"


def test_only_reports_have_holders() -> None:
    text = "ラシュタ国は検閲を認めない。検閲は必要だろうか。"
    doc = tokenizer("ja").make_doc(text)

    assert {s.kind for s in find_scopes(doc)} == {"negation", "question"}
    assert TOY.find(doc, find_scopes(doc)) == []


# --- the author ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("本稿は、検閲が広がっていると指摘する。", "ja"),
        ("筆者は、規制が行き過ぎだと主張する。", "ja"),
        ("We argue that censorship harms users.", "en"),
        ("This paper argues that controls are needed.", "en"),
        ("In passing, the authors note that controls are needed.", "en"),
    ],
)
def test_what_the_author_says_of_himself_is_his_own_view(text: str, lang: str) -> None:
    assert named(text, lang) == [[AUTHOR, None]]


@pytest.mark.parametrize(
    ("text", "lang", "name"),
    [
        ("政府は、監視が必要だと説明した。", "ja", "政府"),
        ("参加国は、主権が大切だと宣言した。", "ja", "参加国"),
        ("The government argues that order matters.", "en", "The government"),
        ("The Parties affirm that order matters.", "en", "The Parties"),
    ],
)
@pytest.mark.parametrize(
    ("kind", "own"),
    [(None, False), ("secondary", False), ("primary", True), ("state_medium", True)],
)
def test_a_government_is_the_author_in_its_own_text_alone(
    text: str, lang: str, name: str, kind: str | None, own: bool
) -> None:
    assert named(text, lang, kind=kind) == [[AUTHOR if own else name, None]]


@pytest.mark.parametrize("spoken_by", ["rur", "ラシュタ国", "Rashuta", "REPUBLIC OF RASHUTA"])
def test_all_names_of_the_document_s_actor_are_the_author(spoken_by: str) -> None:
    own = TOY.own_names(spoken_by)

    assert own == {"rur", "ラシュタ国", "rashuta", "republic of rashuta"} | {spoken_by.lower()}
    assert named("ラシュタ国は、主権が大切だと主張する。", "ja", own_names=own) == [[AUTHOR, None]]
    assert named("Rashuta argues that order matters.", "en", own_names=own) == [[AUTHOR, None]]
    assert named("中部国は、主権が大切だと主張する。", "ja", own_names=own) == [["中部国", "chu"]]


def test_an_actor_outside_the_catalogue_has_its_own_name_alone() -> None:
    own = TOY.own_names("Free Net Union")

    assert own == {"free net union"}
    assert named("Free Net Union argues that order matters.", "en", own_names=own) == [
        [AUTHOR, None]
    ]


@pytest.mark.parametrize("nobody", [None, ""])
def test_a_document_without_actor_has_no_own_names(nobody: str | None) -> None:
    assert TOY.own_names(nobody) == frozenset()


# --- names of the catalogue ----------------------------------------------------------


def test_an_actor_matched_by_case_is_not_found_in_small_letters() -> None:
    assert named("The WHO panel argues that rules matter.", "en") == [["The WHO panel", "who"]]
    assert named("The people who lead argue that rules matter.", "en")[0][1] is None


def test_a_longer_word_that_voids_an_actor_gives_no_id() -> None:
    text = "中部国際空港の社長は、規制が必要だと述べた。"

    assert named(text, "ja") == [["中部国際空港の社長", None]]


def test_the_last_actor_of_a_phrase_is_the_one_that_speaks() -> None:
    text = "ラシュタ国と中部国は、主権が大切だと主張する。"

    assert named(text, "ja") == [["ラシュタ国と中部国", "chu"]]


def test_a_pronoun_and_a_passive_name_nobody() -> None:
    for text, lang in (
        ("それは、問題だと指摘した。", "ja"),
        ("主権が大切だとされている。", "ja"),
        ("It is said that order matters.", "en"),
        ("Reportedly order matters.", "en"),
    ):
        assert named(text, lang) == [[UNNAMED, None]]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            "ラシュタ国 は 、 が 我々 の 「 」 主権 と主張する と述べ によれば とされる 。 \n 　 "
            "Rashuta argues that , . according to we says 😀 \0 (WHO)".split(" ")
        ),
        max_size=20,
    ).map(" ".join),
    st.sampled_from(["ja", "en"]),
)
def test_each_report_has_one_holder_whose_name_is_in_the_text(text: str, lang: str) -> None:
    doc = tokenizer(lang).make_doc(text)
    scopes = find_scopes(doc)

    found = TOY.find(doc, scopes)

    assert [h.cue for h in found] == [s.cue for s in scopes if s.kind == "report"]
    # Known, and held by the golden row "ja bracket before a blank".
    assume(not any(holder.name.isspace() for holder in found))
    for holder in found:
        assert holder.name.strip()
        assert holder.name in (AUTHOR, UNNAMED) or holder.name in text
        assert holder.actor_id is None or holder.name in text


def test_a_report_at_the_very_start_of_a_text_has_no_holder() -> None:
    doc = tokenizer("ja").make_doc("と主張する。")
    scope = ScopeSpan(CharSpan(5, 6), "report", CharSpan(0, 5))

    assert TOY.find(doc, [scope]) == [Holder(UNNAMED, None, CharSpan(0, 5))]


# --- topics, where only the model finds a report -------------------------------------


def test_each_sentence_has_the_topic_that_stands_first_in_it() -> None:
    text = "外務省は規制を評価する。専門家からは異論が出た。規制を求める。それは必要だ。"
    doc = tokenizer("ja").make_doc(text)

    assert topics(doc, split_sentences(text)) == ["外務省", "専門家", UNNAMED, UNNAMED]


def test_topics_are_found_by_their_place_in_the_document() -> None:
    doc = tokenizer("ja").make_doc("外務省は規制を評価する。中部国は動く。")

    assert topics(doc, [CharSpan(112, 119)], 100) == ["中部国"]


def test_english_marks_no_topic() -> None:
    doc = tokenizer("en").make_doc("Rashuta agreed.")

    assert topics(doc, [CharSpan(0, 15)]) == [UNNAMED]
    assert topics(doc, []) == []
