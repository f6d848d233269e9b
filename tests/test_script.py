from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jacyber_nlp.script import (
    CLOSING,
    OPENING,
    clean_for_terminal,
    fold,
    is_acronym,
    is_japanese,
    is_katakana,
    is_wide,
    language_of,
    normalise,
    spreadsheet_cell,
    well_formed,
    width,
)

QUICK = settings(deadline=None, max_examples=60)
# What normalise folds, what it must not, and everything else now and then.
MIXED = st.text(
    alphabet=st.sampled_from("国家のｶﾞﾊﾟｰﾞ｡｢｣ＡＺａｚ０９（）！：⼈⺠神ﬁﬃ\u00a0\u3000ab.- ")
    | st.characters()
)


@pytest.mark.parametrize("char", "国々〆ヶのカーｶﾞ㐀")
def test_kana_and_kanji_are_japanese(char: str) -> None:
    assert is_japanese(char)


@pytest.mark.parametrize("char", "aＡ1１。（、・！é한\u3000")
def test_letters_digits_and_punctuation_are_not_japanese(char: str) -> None:
    assert is_japanese(char) is (char == "・")  # ・ lies among the katakana


@pytest.mark.parametrize(
    ("char", "expected"), [("カ", True), ("ー", True), ("ｶ", True), ("か", False), ("国", False)]
)
def test_katakana_is_told_from_other_kana(char: str, expected: bool) -> None:
    assert is_katakana(char) is expected


@pytest.mark.parametrize(
    ("char", "expected"),
    [("国", True), ("Ａ", True), ("。", True), ("ｶ", False), ("a", False), ("“", False)],
)
def test_wide_characters_take_two_cells(char: str, expected: bool) -> None:
    assert is_wide(char) is expected


@pytest.mark.parametrize(
    ("text", "cells"), [("", 0), ("cyber", 5), ("国家", 4), ("OEWGは", 6), ("ｶﾞ", 2), ("é", 1)]
)
def test_width_counts_cells(text: str, cells: int) -> None:
    assert width(text) == cells


@QUICK
@given(MIXED, MIXED)
def test_width_of_two_texts_is_the_sum_of_their_widths(left: str, right: str) -> None:
    assert width(left + right) == width(left) + width(right)


def test_opening_and_closing_marks_have_the_same_partners() -> None:
    assert len(OPENING) == len(CLOSING) == len(set(OPENING)) == len(set(CLOSING))
    pairs = dict(zip(OPENING[::-1], CLOSING[::-1], strict=True))
    assert pairs["「"] == "」"
    assert pairs["（"] == "）"


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("国家は責任を負う。", "ja"),
        ("サイバー主権", "ja"),
        ("主権", "ja"),
        ("OEWGの報告書", "ja"),
        ("GGEとOEWGの作業", "ja"),
        ("States bear responsibility.", "en"),
        ("Résumé", "en"),
        ("The term 主権 means sovereignty over networks.", "en"),
        ("The Japanese term サイバー空間 means cyberspace in English documents.", "en"),
        ("Cyber 主権", "en"),
        ("A/70/174", "en"),
        ("2021", "und"),
        ("１．", "und"),
        ("。、（）", "und"),
        ("", "und"),
    ],
)
def test_the_language_of_a_passage_goes_by_its_characters(text: str, lang: str) -> None:
    assert language_of(text) == lang


@pytest.mark.parametrize("latin", [3, 4])
def test_kana_decide_until_latin_letters_are_four_times_as_many(latin: int) -> None:
    assert language_of("の" + "a" * latin) == ("ja" if latin < 4 else "en")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ｻｲﾊﾞｰ主権", "サイバー主権"),
        ("ｶﾞﾊﾞﾅﾝｽ", "ガバナンス"),
        ("ﾊﾟｿｺﾝ", "パソコン"),
        ("｢主権｣｡､･", "「主権」。、・"),
        ("ＧＧＥ２０２１", "GGE2021"),
        ("ａｚＡＺ０９", "azAZ09"),
        ("⼈権と⾃由", "人権と自由"),
        ("\uf9dc\ufa19", "隆神"),
        ("oﬃce, ﬁne, eﬀect, ﬂow", "office, fine, effect, flow"),
        ("free\u00a0flow", "free flow"),
    ],
)
def test_characters_that_only_look_different_are_folded(text: str, folded: str) -> None:
    assert normalise(text)[0] == folded


@pytest.mark.parametrize(
    "text",
    [
        "（自由）！：；？，．",
        "サイバー空間",
        "①㈱㌔™²½",
        "か\u3099",  # a decomposed が is not ours to compose
        "国\u3000家",
        "“free” – ‘flow’ … é",
        "髙﨑",
        "~〜～",
        "",
    ],
)
def test_good_typography_is_left_alone(text: str) -> None:
    assert normalise(text) == (text, ((0, 0),))


def test_every_kangxi_radical_becomes_an_ordinary_kanji() -> None:
    radicals = [chr(code) for code in range(0x2F00, 0x2FD6)]

    assert all(is_japanese(normalise(char)[0]) for char in radicals)


@pytest.mark.parametrize(
    ("text", "folded"), [("国⺠", "国民"), ("⻑官", "長官"), ("⻄側", "西側"), ("⻘年", "青年")]
)
def test_cjk_radicals_become_ordinary_kanji(text: str, folded: str) -> None:
    assert normalise(text)[0] == folded


@QUICK
@given(MIXED)
def test_folding_a_folded_text_changes_nothing(text: str) -> None:
    once, _ = normalise(text)

    assert normalise(once)[0] == once


def test_no_single_character_needs_folding_twice() -> None:
    for code in range(0x10000):
        once, _ = normalise(chr(code))
        assert normalise(once)[0] == once


@QUICK
@given(MIXED)
def test_what_stands_between_two_offsets_folds_to_itself(text: str) -> None:
    """The pairs cut both texts into the same pieces, in the same order."""
    folded, offsets = normalise(text)

    assert offsets[0] == (0, 0)
    assert all(a[0] < b[0] and a[1] <= b[1] for a, b in pairwise(offsets))
    # All letters of a ligature come from one character: its first pair cuts.
    cuts = [b for a, b in pairwise([(-1, -1), *offsets]) if a[1] < b[1]]
    for (clean, raw), (clean_end, raw_end) in pairwise([*cuts, (len(folded), len(text))]):
        assert normalise(text[raw:raw_end])[0] == folded[clean:clean_end]


def test_offsets_lead_over_a_ligature_and_over_joined_kana() -> None:
    assert normalise("ab ﬁc") == ("ab fic", ((0, 0), (3, 3), (4, 3), (5, 4)))
    assert normalise("のｶﾞｷﾞ国") == ("のガギ国", ((0, 0), (1, 1), (2, 3), (3, 5)))
    assert normalise("ＡＢ国") == ("AB国", ((0, 0),))  # one for one: nothing to remember


@QUICK
@given(MIXED | st.text(alphabet="İIıẞßΣσςÅÄﬁＡǅ"))
def test_folding_case_keeps_the_length(text: str) -> None:
    lowered = fold(text)

    assert len(lowered) == len(text)
    assert all(b in (a, a.lower(), "ς") for a, b in zip(text, lowered, strict=True))


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Free FLOW", "free flow"), ("ＧＧＥ", "ｇｇｅ"), ("İSTANBUL", "İstanbul"), ("国家", "国家")],
)
def test_letters_are_lowered_where_one_stands_for_one(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("\x1b[31m赤\x1b[0m", "\ufffd[31m赤\ufffd[0m"),
        ("a\rb\x08c\x07", "a\ufffdb\ufffdc\ufffd"),
        ("\x9b2J", "\ufffd2J"),
        ("\u202eevil", "\ufffdevil"),
        ("一\n二\t三　四", "一\n二\t三　四"),
        ("国家の責任", "国家の責任"),
    ],
)
def test_nothing_that_drives_a_terminal_gets_through(text: str, cleaned: str) -> None:
    assert clean_for_terminal(text) == cleaned


@QUICK
@given(st.text())
def test_cleaned_text_has_no_control_character_and_its_old_length(text: str) -> None:
    cleaned = clean_for_terminal(text)

    assert len(cleaned) == len(text)
    assert not [c for c in cleaned if c not in "\n\t" and unicodedata.category(c) in ("Cc", "Cf")]
    assert clean_for_terminal(cleaned) == cleaned


@pytest.mark.parametrize("name", ["ASEAN", "NIS", "5G", "IoT", "CBMs", "G7", "COVID-19", "ＥＵ"])
def test_acronyms_are_known(name: str) -> None:
    assert is_acronym(name)


@pytest.mark.parametrize(
    "name", ["Stuxnet", "norm", "2024", "EU law", "国連", "A", "UNITEDNATIONSORG", ""]
)
def test_other_names_are_no_acronyms(name: str) -> None:
    assert not is_acronym(name)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("主権", "主権"),
        ("-0.25", "'-0.25"),
        ("  =1+1", "'  =1+1"),
        ("\t1", "'\t1"),
        ("＠SUM(A1)", "'＠SUM(A1)"),
        ("a\r\nb", "a \nb"),
        ("a\x1b[2J", "a\ufffd[2J"),
        ("a=1", "a=1"),
        ("", ""),
    ],
)
def test_a_cell_is_text_that_nothing_computes(text: str, cell: str) -> None:
    assert spreadsheet_cell(text) == cell


@given(st.text())
def test_any_text_becomes_utf_8_and_what_is_stays(text: str) -> None:
    made = well_formed(text)

    made.encode("utf-8")
    assert well_formed(made) == made
    if not any("\ud800" <= char <= "\udfff" for char in text):
        assert made == text


def test_half_of_a_pair_is_written_out() -> None:
    assert well_formed("a\udc80主") == "a\\udc80主"
