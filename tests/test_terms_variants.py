"""terms.variants: which forms are one term, rule by rule."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jacyber_nlp.terms import variant_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＩＣＴ", "ICT"),  # width
        ("ｻｲﾊﾞｰ空間", "サイバー空間"),
        ("Cyber Norm", "cyber norm"),  # case
        ("岸田 文雄", "岸田文雄"),  # blanks
        ("岸田\u3000文雄", "岸田文雄"),
        ("データ・センター", "データセンター"),  # ・ beside katakana
        ("バーナーズ＝リー", "バーナーズ・リー"),
        ("コンピューター", "コンピュータ"),  # long vowel at the end
        ("サーバー管理", "サーバ管理"),
        ("ヴァーチャル", "バーチャル"),  # sounds
        ("インターヴィュー", "インタービュー"),
        ("ヴェトナム", "ベトナム"),
        ("ラヴコール", "ラブコール"),
        ("ソフトウェア", "ソフトウエア"),
        ("ウィルス", "ウイルス"),
        ("民主的統制", "民主統制"),  # 的 of a quality
        ("民主的な統制", "民主的統制"),
        ("取り組み", "取組"),  # okurigana
        ("取組み", "取組"),
        ("読み取り", "読取"),
    ],
)
def test_japanese_forms_of_one_term_have_one_key(one: str, other: str) -> None:
    assert variant_key(one, "ja") == variant_key(other, "ja")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("主権・統制", "主権統制"),  # ・ between kanji joins two terms
        ("キー", "キ"),  # one syllable is a word of its own with the mark
        ("サーバー", "サーバーン"),
        ("目的", "目"),
        ("目的地", "目地"),
        ("国的規範", "国規範"),  # one letter is no quality: 標的, 目的
        ("情報", "情報網"),
        ("自由", "自由な"),
        ("ビル", "ビール"),
        ("CBM", "CBMs"),
    ],
)
def test_japanese_forms_of_two_terms_have_two_keys(one: str, other: str) -> None:
    assert variant_key(one, "ja") != variant_key(other, "ja")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Cyber Norm", "cyber norm"),
        ("cyber norms", "cyber norm"),
        ("data breaches", "data breach"),
        ("policies", "policy"),
        ("cyber security", "cyber-security"),
        ("cyber security", "cybersecurity"),
        ("cyber–security", "cybersecurity"),
        ("U.S.", "US"),
        ("client/server", "client server"),
        ("organisation", "organization"),
        ("recognise", "recognize"),
        ("recognising", "recognizing"),
        ("behaviour", "behavior"),
        ("labour law", "labor law"),
        ("cyber defence", "cyber defense"),
        ("data centre", "data center"),
        ("programme", "program"),
        ("analyses", "analysis"),
        ("ｃｙｂｅｒ", "cyber"),
    ],
)
def test_english_forms_of_one_term_have_one_key(one: str, other: str) -> None:
    assert variant_key(one, "en") == variant_key(other, "en")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("news", "new"),
        ("four", "for"),
        ("hour", "hor"),
        ("science", "scinse"),
        ("prize", "price"),
        ("norm", "form"),
    ],
)
def test_english_forms_of_two_terms_have_two_keys(one: str, other: str) -> None:
    assert variant_key(one, "en") != variant_key(other, "en")


@pytest.mark.parametrize("text", ["", " ", "\u3000", "\n"])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_blanks_have_no_key(text: str, lang: str) -> None:
    assert variant_key(text, lang) == ""


@pytest.mark.parametrize("text", ["- – /", "’", "...", "'"])
def test_english_signs_have_no_key(text: str) -> None:
    assert variant_key(text, "en") == ""


JA = st.lists(
    st.sampled_from(
        "民主的/な/統制/取り組み/取組/政策/コンピューター/サーバー/・/＝/ＩＣＴ/CBMs/ヴァーチャル"
        "/ウィルス/ﾃﾞｰﾀ/責任ある/行動/の/各国/々/ /\u3000".split("/")
    ),
    max_size=6,
).map("".join)
EN = st.lists(
    st.sampled_from("cyber norms policies sses es - organise U.S. CBMs a is centre data".split()),
    max_size=6,
)


@settings(max_examples=500)
@given(JA)
def test_the_key_of_a_japanese_key_is_itself(text: str) -> None:
    key = variant_key(text, "ja")

    assert variant_key(key, "ja") == key


@settings(max_examples=300)
@given(JA | st.text(max_size=20), EN)
def test_case_blanks_and_hyphens_change_no_key(ja: str, en: list[str]) -> None:
    spaced = " ".join(en)

    assert variant_key(f" {ja}\n", "ja") == variant_key(ja, "ja")
    assert variant_key(f" {spaced} ", "en") == variant_key(spaced, "en")
    assert variant_key("-".join(en), "en") == variant_key(spaced, "en")


@given(st.text(max_size=30))
def test_any_text_has_a_key_without_blanks(text: str) -> None:
    for lang in ("ja", "en"):
        assert not any(char.isspace() for char in variant_key(text, lang))
