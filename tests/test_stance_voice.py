"""What tells a report from the author's own words, column by column."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jacyber_nlp.records import CharSpan, Holder, ScopeSpan
from jacyber_nlp.stance import VOICED, link_rows, voice_row
from jacyber_nlp.stance.voice import (
    KINDS,
    LIKELY,
    LINKED,
    LINKED_MARKS,
    PLACES,
    TURNS,
    TURNS_SCALE,
    turns,
)
from toy.models import LINKS, VOICES

NOBODY = Holder("unnamed", None, None, "", "", 1.0)
RUSSIA = Holder("ロシア", "russia", CharSpan(3, 4), "topic", "name", 0.9)
AUTHOR = Holder("author", None, CharSpan(3, 4), "subject", "author", 0.8)
SAID = "ロシアは統制が要ると述べた。"  # 14 characters
PLAIN = "各国は通信網を守るために動くべきである。"
TEXT = st.text(
    alphabet=st.sampled_from("主権の、。：？」「“”\" 　（１）12aB'z-é") | st.characters(),
    max_size=40,
)


PINNED = {"ja": [73, 128, 196, 223, 344, 388, 405], "en": [17, 69, 111, 349, 371]}


def holder(name: str = "ロシア", place: str = "topic", p: float = 0.9) -> Holder:
    return Holder(name, None, CharSpan(3, 4), place, "name", p)


def report(start: int, end: int, cue: int, cue_end: int, kind: str = "report") -> ScopeSpan:
    return ScopeSpan(CharSpan(start, end), kind, CharSpan(cue, cue_end))


def marked(
    text: str = PLAIN,
    *scopes: ScopeSpan,
    lang: str = "ja",
    start: int = 0,
    holder: Holder = NOBODY,
    kind: str | None = None,
) -> dict[str, float]:
    """Return the columns that are not zero, by name."""
    row = voice_row(text, lang, scopes, start, holder, kind)
    values = (round(float(v), 4) for v in row[: len(VOICES)])
    return {name: v for name, v in zip(VOICES, values, strict=True) if v}


def linked(
    *texts: str, lang: str = "ja", holders: Sequence[Holder] = (), vectors: Any = None
) -> list[dict[str, float]]:
    rows = link_rows(
        texts,
        [lang] * len(texts),
        holders or [NOBODY] * len(texts),
        np.zeros((len(texts), 2), dtype=np.float32) if vectors is None else vectors,
    )
    named = (dict(zip(LINKS, row[:LINKED_MARKS].tolist(), strict=True)) for row in rows)
    return [{name: round(v, 4) for name, v in row.items() if v} for row in named]


# One sentence


def test_a_sentence_that_names_nobody_says_so() -> None:
    assert marked() == {"unnamed": 1, "in_japanese": 1}
    assert marked("We act.", lang="en") == {"unnamed": 1}


def test_a_holder_has_the_column_of_its_place_and_its_probability() -> None:
    found = marked(holder=RUSSIA)

    assert found == {"topic": 1, "p_topic": 0.9, "catalogued": 1, "sure": 1, "in_japanese": 1}


@pytest.mark.parametrize("place", PLACES)
def test_every_place_has_a_column_and_no_other(place: str) -> None:
    assert {name for name in marked(holder=holder(place=place)) if name.removeprefix("p_") in PLACES
            } == {place, f"p_{place}"}  # fmt: skip


def test_the_author_in_a_place_counts_against_a_report() -> None:
    assert marked(holder=AUTHOR) == {"subject": 1, "p_subject": -1, "author": 1, "in_japanese": 1}


def test_a_place_that_is_none_of_ours_has_no_column() -> None:
    assert set(marked(holder=holder(place="elsewhere"))) == {"sure", "in_japanese"}


@pytest.mark.parametrize(("p", "sure"), [(LIKELY, False), (LIKELY + 0.01, True), (0.2, False)])
def test_a_holder_is_sure_above_its_bound(p: float, sure: bool) -> None:
    assert ("sure" in marked(holder=holder(p=p))) is sure


def test_a_report_of_somebody_at_the_end_of_a_japanese_sentence_is_the_plainest() -> None:
    found = marked(SAID, report(4, 10, 9, 13), holder=RUSSIA)

    assert found == {
        "topic": 1,
        "p_topic": 0.9,
        "catalogued": 1,
        "sure": 1,
        "reports": 1,
        "named_report": 1,
        "ends": 1,
        "sure_ends": 1,
        "sure_ends_first": 1,
        "said": round(6 / 14, 4),
        "in_japanese": 1,
    }


@pytest.mark.parametrize(
    ("place", "first"),
    [("topic", 1), ("source", 1), ("quote", 1), ("saying", 1), ("label", 0), ("subject", 0)],
)
def test_some_places_bear_a_report_more_than_others(place: str, first: int) -> None:
    found = marked(SAID, report(4, 10, 9, 13), holder=holder(place=place))

    assert (found["sure_ends"], found.get("sure_ends_first", 0)) == (1, first)


@pytest.mark.parametrize(("tail", "ends"), [(14, True), (15, False)])
def test_a_japanese_report_ends_the_sentence_or_not(tail: int, ends: bool) -> None:
    text = "国" * 30
    cue = report(0, 5, 8, len(text) - tail)

    assert ("ends" in marked(text, cue)) is ends
    assert ("sure_ends" in marked(text, cue, holder=RUSSIA)) is ends


def test_a_short_japanese_sentence_without_a_report_ends_with_none() -> None:
    assert marked("国は動く。") == {"unnamed": 1, "in_japanese": 1}


def test_places_count_from_the_first_character_of_the_sentence() -> None:
    text = "国" * 30

    at = [marked(text, report(100, 105, 108, 115), start=start) for start in (100, 85)]

    assert ["ends" in found for found in at] == [False, True]


def test_an_english_report_stands_anywhere_and_never_ends() -> None:
    text = "Russia says that censorship, which nobody else has asked for, is necessary."
    found = marked(text, report(17, 74, 7, 16), lang="en", holder=RUSSIA)

    assert "ends" not in found
    assert (found["sure_ends"], found["sure_ends_first"]) == (1, 1)
    assert found["said"] == pytest.approx(57 / 75, abs=1e-4)


def test_a_report_of_nobody_is_no_named_one() -> None:
    assert set(marked(SAID, report(4, 10, 9, 13))) == {
        "unnamed", "reports", "ends", "said", "in_japanese",
    }  # fmt: skip
    assert "named_report" not in marked(SAID, report(4, 10, 9, 13), holder=AUTHOR)


def test_only_reports_report_and_only_quotations_quote() -> None:
    found = marked(
        "一二三四五六七八九十" * 2,
        report(0, 4, 19, 20, "negation"),
        report(1, 5, 1, 5, "quotation"),
        report(6, 12, 6, 12, "quotation"),
    )

    assert found == {"unnamed": 1, "quoted": 0.5, "in_japanese": 1}


def test_the_longest_report_counts_and_none_is_longer_than_its_sentence() -> None:
    ten = "一二三四五六七八九十"

    assert marked(ten, report(0, 2, 3, 4), report(4, 8, 9, 10))["said"] == 0.4
    assert marked(ten, report(0, 25, 3, 4))["said"] == 1
    assert marked(ten, report(0, 25, 0, 25, "quotation"))["quoted"] == 1


@pytest.mark.parametrize(
    ("kind", "columns"),
    [
        ("news", {"news", "independent"}),
        ("analysis", {"analysis", "independent"}),
        ("primary", {"primary", "own_cause"}),
        ("state_medium", {"state_medium", "own_cause"}),
        ("company", {"company", "own_cause"}),
        ("civil_society", {"civil_society", "own_cause"}),
        (None, set()),
        ("diary", set()),
    ],
)
def test_who_publishes_decides_what_a_report_of_a_name_means(
    kind: str | None, columns: set[str]
) -> None:
    named = marked(SAID, report(4, 10, 9, 13), holder=RUSSIA, kind=kind)
    unnamed = marked(SAID, report(4, 10, 9, 13), kind=kind)

    of_kind = {*KINDS, "independent", "own_cause"}
    assert of_kind & set(named) == columns
    assert of_kind & set(unnamed) == columns & set(KINDS)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("「国は動く。", {"opens_quote"}),
        ("国は動く。」", {"closes_quote"}),
        ("「国は動く」と。", set()),
        ("“Act now", {"opens_quote"}),
        ("Act now”", {"closes_quote"}),
        ("」「", set()),
    ],
)
def test_a_quotation_that_opens_or_closes_here_is_seen(text: str, columns: set[str]) -> None:
    assert {"opens_quote", "closes_quote"} & set(marked(text)) == columns


ITEMS = [
    "（１）国は動く。", "(a) Act.", "一　国は動く。", "1. Act.", "２）国は動く。",
    "・ 国は動く。", "- Act.", "第一に、国は動く。", " (iv) Act.",
]  # fmt: skip
NO_ITEMS = [
    "一国は動く。",
    "（国連）国は動く。",
    "100. Act.",
    "-3 度。",
    "・国は動く。",
    "第六に動く。",
]


@pytest.mark.parametrize(
    ("text", "item"), [*((t, True) for t in ITEMS), *((t, False) for t in NO_ITEMS)]
)
def test_an_item_of_a_list_is_seen(text: str, item: bool) -> None:
    assert ("item" in marked(text)) is item
    assert ("item" in linked(PLAIN, text)[1]) is item


@given(TEXT, st.sampled_from(["ja", "en"]), st.sampled_from([NOBODY, RUSSIA, AUTHOR]))
@settings(deadline=None, max_examples=80)
def test_every_sentence_has_values_within_bounds(text: str, lang: str, who: Holder) -> None:
    scopes = [report(0, 3, 2, 5), report(0, 30, 0, 30, "quotation")]

    row = voice_row(text, lang, scopes, 0, who, "news")

    assert row.shape == (VOICED,)
    assert row.dtype == np.float32
    assert np.isfinite(row).all()
    assert (np.abs(row[: len(VOICES)]) <= 1).all()
    assert (row[len(VOICES) :] == turns(text, lang)).all()


# The words that turn


def columns(text: str, lang: str) -> list[int]:
    return np.flatnonzero(turns(text, lang)).tolist()


def test_hashed_words_are_the_same_on_every_machine() -> None:
    assert columns("もっとも、国は動く。", "ja") == PINNED["ja"]
    assert columns("However, this reading is wrong.", "en") == PINNED["en"]


def test_japanese_is_seen_by_its_head_and_its_tail() -> None:
    grams = ["もっ", "もっと", "もっとも", "$く", "$動く", "$は動く", "$国は動く"]

    found = columns("「もっとも、国は動く。」", "ja")

    assert set(found) == {zlib.crc32(f"ja{gram}".encode()) % TURNS for gram in grams}


def test_a_clause_of_up_to_eight_characters_counts_whole() -> None:
    eight = zlib.crc32("ja一二三四五六七八".encode()) % TURNS

    assert eight in columns("一二三四五六七八、国は動く。", "ja")
    assert eight not in columns("一二三四五六七八九、国は動く。", "ja")


def test_english_is_seen_by_its_first_words_and_its_short_ones() -> None:
    grams = ["^however", "^however this", "this", "is", "wrong"]

    found = columns("However, this reading is wrong.", "en")

    assert set(found) == {zlib.crc32(f"en{gram}".encode()) % TURNS for gram in grams}


def test_the_same_letters_turn_in_each_language_by_themselves() -> None:
    assert columns("They act.", "en") != columns("They act.", "ja")


@given(TEXT, st.sampled_from(["ja", "en"]))
@settings(deadline=None, max_examples=80)
def test_turns_weigh_the_same_however_many_there_are(text: str, lang: str) -> None:
    row = turns(text, lang)

    assert row.shape == (TURNS,)
    assert not row.any() or float(np.linalg.norm(row)) == pytest.approx(TURNS_SCALE, abs=1e-4)
    assert len(set(row.tolist()) - {0.0}) <= 1


# A sentence and the one before


def test_the_first_sentence_goes_on_from_none() -> None:
    rows = link_rows(
        [f"「（１）{PLAIN}", PLAIN], ["ja"] * 2, [RUSSIA] * 2, np.ones((2, 1), dtype=np.float32)
    )

    assert rows.shape == (2, LINKED)
    assert not rows[0].any()
    assert rows[1].any()


def test_no_sentences_have_no_rows() -> None:
    assert link_rows([], [], [], np.zeros((0, 2), dtype=np.float32)).shape == (0, LINKED)


def test_a_link_has_the_words_of_the_second_sentence() -> None:
    rows = link_rows(
        ["国は動く。", "They act."], ["ja", "en"], [NOBODY] * 2, np.zeros((2, 1), dtype=np.float32)
    )

    assert (rows[1, LINKED_MARKS:] == turns("They act.", "en")).all()


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (RUSSIA, {"names": 1}),
        (holder(p=LIKELY), {}),
        (NOBODY, {}),
        (AUTHOR, {"author": 1}),
    ],
    ids=["sure", "not sure", "nobody", "author"],
)
def test_a_holder_of_its_own_speaks_against_going_on(
    who: Holder, expected: dict[str, float]
) -> None:
    assert linked(PLAIN, PLAIN, holders=[NOBODY, who])[1] == expected
    assert linked(PLAIN, PLAIN, holders=[who, NOBODY])[1] == {}


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("次を求める：", {"colon": 1}),
        ("It asks: ", {"colon": 1}),
        ("次：を求める。", {}),
        ("誰が守るのか。", {"question": 1}),
        ("Who acts?”", {"question": 1}),
        ("誰が守る？」 ", {"question": 1}),
        ("いつか動く。", {}),
        ("Who? Nobody.", {}),
    ],
)
def test_a_colon_or_a_question_before_is_seen(before: str, expected: dict[str, float]) -> None:
    assert linked(before, PLAIN)[1] == expected
    assert linked(PLAIN, before)[1] == {}


def test_likeness_of_meaning_is_the_cosine() -> None:
    vectors = np.array([[1, 0], [0.6, 0.8], [0, 1]], dtype=np.float32)

    found = linked(PLAIN, PLAIN, PLAIN, vectors=vectors)

    assert [row.get("alike") for row in found] == [None, 0.6, 0.8]


@pytest.mark.parametrize(
    ("texts", "opened"),
    [
        (["述べた。「国は動く。", "国は守る。", "終わる。」と。", PLAIN], [0, 1, 1, 0]),
        (["「国は動く。」", PLAIN], [0, 0]),
        (["It said “act.", "Act.", "Now.” So", "End."], [0, 1, 1, 0]),
        (['It said "act.', "Act.", 'Now." So', "End."], [0, 1, 1, 0]),
        (['It said "act" and', "Act."], [0, 0]),
        (["終わる。」", "」」", "「国は", PLAIN], [0, 0, 0, 1]),  # never less than none
        (["「「「「国は", "」」", PLAIN], [0, 1, 0]),  # no more than two are kept
    ],
)
def test_a_quotation_stays_open_until_it_is_closed(texts: list[str], opened: list[int]) -> None:
    assert [row.get("open_quote", 0) for row in linked(*texts)] == opened


@given(st.lists(TEXT, min_size=2, max_size=5), st.sampled_from(["ja", "en"]))
@settings(deadline=None, max_examples=60)
def test_what_links_two_sentences_does_not_hang_on_those_that_follow(
    texts: list[str], lang: str
) -> None:
    def rows(n: int) -> Any:
        vectors = np.ones((n, 2), dtype=np.float32) * 0.5**0.5
        return link_rows(texts[:n], [lang] * n, [NOBODY] * n, vectors)

    whole = rows(len(texts))

    assert np.isfinite(whole).all()
    assert (np.abs(whole[:, :LINKED_MARKS]) <= 1.0001).all()
    assert (rows(len(texts) - 1) == whole[:-1]).all()
