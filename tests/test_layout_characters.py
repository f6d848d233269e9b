from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jacyber_nlp.layout.characters import clean_line, raw_offset, without

QUICK = settings(deadline=None, max_examples=60)


def cleaned(raw: str) -> str:
    return clean_line(raw, 0)[0]


def raw_chars(raw: str, at: int = 0) -> str:
    """Return the raw character to which each clean one leads back."""
    text, offsets = clean_line(raw, at)
    return "".join(raw[raw_offset(offsets, i) - at] for i in range(len(text)))


# --- the long-vowel mark and dashes --------------------------------------------


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("サイバ－空間", "サイバー空間"),
        ("サ－バ", "サーバ"),
        ("メ−ルを送る", "メールを送る"),
        ("セキュリティポリシ‐の", "セキュリティポリシーの"),
        ("サイバ‑攻撃", "サイバー攻撃"),
        ("サイバ-攻撃", "サイバー攻撃"),
        ("デ―タ", "データ"),
        ("サ—バ", "サーバ"),
        ("キ─を", "キ─を"),  # kana behind it: a dash
        ("ﾃﾞ-ﾀ流通", "データ流通"),
    ],
)
def test_a_dash_within_a_katakana_word_is_the_long_vowel_mark(raw: str, text: str) -> None:
    assert cleaned(raw) == text


@pytest.mark.parametrize(
    "text",
    [
        "サイバー空間",
        "プラン-策定",  # no vowel after ン
        "ネッ－ト",  # nor after ッ
        "官－民の連携",
        "データ-1",
        "サイバー―物理空間",
        "プライバシー－保護",
        "サイバー攻撃―その対策",
        "インフラ―重要なもの",
        "1-2月",
        "IoT-機器",
        "デ一タ",  # the kanji 一 is left to the reader
    ],
)
def test_other_dashes_stay(text: str) -> None:
    assert cleaned(text) == text


@pytest.mark.parametrize(
    "text", ["アジア－太平洋地域", "アメリカ－中国間の対話", "ロシア-米国関係"]
)
def test_a_dash_between_two_names_stays(text: str) -> None:
    assert cleaned(text) == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("cyber‐security", "cyber-security"),
        ("multi‑stakeholder", "multi-stakeholder"),
        ("A/79‐214", "A/79-214"),
    ],
)
def test_typographic_hyphens_in_words_are_hyphens(raw: str, text: str) -> None:
    assert clean_line(raw, 5) == (text, ((0, 5),))


@pytest.mark.parametrize("text", ["free – or not", "2015–2016", "open—and free", "‐ 3 ‐"])
def test_dashes_between_words_and_numbers_stay(text: str) -> None:
    assert cleaned(text) == text


# --- unseen characters ---------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "text", "offsets"),
    [
        ("coop\u00aderation", "cooperation", ((0, 0), (4, 5))),
        ("国\u200b家\u200d", "国家", ((0, 0), (1, 2))),
        ("\ufeff国家", "国家", ((0, 1),)),
        ("free\u2060flow", "freeflow", ((0, 0), (4, 5))),
        ("国\x0b家\x08", "国家", ((0, 0), (1, 2))),
        ("\u200b \u3000国家\u200b \u200b", "国家", ((0, 3), (2, 6))),  # behind the end
        ("rights\x00", "rights", ((0, 0),)),
        ("\u200b\u200c", "", ()),
        ("\u200b \u00a0\ufeff", "", ()),
    ],
)
def test_unseen_characters_go_and_the_way_back_goes_round_them(
    raw: str, text: str, offsets: tuple[tuple[int, int], ...]
) -> None:
    assert clean_line(raw, 0) == (text, offsets)


def test_tabs_and_blanks_within_a_line_stay() -> None:
    assert cleaned("総務省\t3  件\u3000増") == "総務省\t3  件\u3000増"


# --- stray blanks --------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("は じ め に", "はじめに"),
        ("は\u3000じ\u3000め\u3000に", "はじめに"),
        ("目  次", "目次"),
        ("国\u3000際 法", "国際法"),
        (
            "情報 の 自由 な 流通 を 確保 する こと",
            "情報の自由な流通を確保すること",
        ),
        ("主権 の 尊重 と 国際 法、 対話", "主権の尊重と国際法、 対話"),
    ],
)
def test_blanks_go_where_a_line_of_ideographs_is_full_of_them(raw: str, text: str) -> None:
    assert cleaned(raw) == text


@pytest.mark.parametrize(
    "text",
    [
        "基本 方針",
        "主権と 自由な 流通",  # two only
        "第1章\u3000総則",
        "総務省\u3000外務省\u3000防衛省\u3000警察庁",
        "国の OEWG 案 を NISC と議論",  # beside Latin letters
        "3 件 5 件 8 件",
        "free flow of information",
        # three in a long line
        "国家 は情報の自由な流通 を確保するため多様な主体と協力して取り組む 必要がある",
    ],
)
def test_blanks_that_part_words_stay(text: str) -> None:
    assert cleaned(text) == text


@pytest.mark.parametrize(
    "text", ["総務省 外務省 防衛省 警察庁", "国名 人口 首都 通貨", "日本 米国 豪州 英国 仏国"]
)
def test_blanks_between_names_in_a_row_stay(text: str) -> None:
    assert cleaned(text) == text


# --- folding -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("第１条（目的）", "第1条（目的）"),
        ("ＯＥＷＧ", "OEWG"),
        ("ｶﾞﾊﾞﾅﾝｽ", "ガバナンス"),
        ("⼈権", "人権"),
        ("oﬃce", "office"),
        ("A\u00a0B", "A B"),
        ("！？：；", "！？：；"),
    ],
)
def test_characters_that_only_look_different_are_folded(raw: str, text: str) -> None:
    assert cleaned(raw) == text


@pytest.mark.parametrize("raw", ["", " ", "\u3000\t ", "\u00a0", "\n"])
def test_a_line_of_white_space_is_nothing(raw: str) -> None:
    assert clean_line(raw, 7) == ("", ())


def test_the_way_back_counts_from_where_the_line_begins_on_its_page() -> None:
    assert clean_line("  free flow  ", 40) == ("free flow", ((0, 42),))
    assert clean_line("\u3000は じ め に", 40) == (
        "はじめに",
        ((0, 41), (1, 43), (2, 45), (3, 47)),
    )
    assert clean_line("国のｶﾞﾊﾞﾅﾝｽと主権", 40) == (
        "国のガバナンスと主権",
        ((0, 40), (2, 42), (3, 44), (4, 46)),
    )


def test_a_kana_of_two_halves_leads_back_to_its_first() -> None:
    assert raw_chars("国 の ｶﾞ と ﾊﾟ を") == "国のｶとﾊを"


# --- properties ----------------------------------------------------------------

# Each of these is one character before and after folding; dashes may change.
ONE_FOR_ONE = "国際法のサイバータッンー－−‐-—―、。「」１Ａ⼈ab./"
UNSEEN = "\u00ad\u200b\ufeff\x01\x0b"
LINES = st.text(alphabet=ONE_FOR_ONE + UNSEEN + "  \u3000\t\u00a0", max_size=40)
DASHES = "ー－−‐-—―"


@QUICK
@given(LINES, st.integers(0, 5000))
def test_every_kept_character_leads_back_to_itself(raw: str, at: int) -> None:
    text, offsets = clean_line(raw, at)

    for i, char in enumerate(text):
        origin = raw[raw_offset(offsets, i) - at]
        same = unicodedata.normalize("NFKC", origin) == unicodedata.normalize("NFKC", char)
        assert same or (origin in DASHES and char in "ー-")


@QUICK
@given(LINES)
def test_what_goes_is_white_space_or_unseen(raw: str) -> None:
    def seen(text: str) -> list[str]:
        return [c for c in text if not c.isspace() and c not in UNSEEN]

    assert len(seen(cleaned(raw))) == len(seen(raw))


@QUICK
@given(LINES, st.integers(0, 99))
def test_offsets_ascend_on_both_sides_and_begin_the_line(raw: str, at: int) -> None:
    text, offsets = clean_line(raw, at)

    assert bool(text) == bool(offsets)
    assert text == text.strip()
    if offsets:
        assert offsets[0][0] == 0
        assert [c for c, _ in offsets] == sorted({c for c, _ in offsets})
        assert [r for _, r in offsets] == sorted({r for _, r in offsets})
        assert offsets[-1][0] <= len(text)


@QUICK
@given(LINES)
def test_a_clean_line_stays_as_it_is(raw: str) -> None:
    once = cleaned(raw)
    # Blanks that went may bring others, or dashes, within reach.
    if " " not in once and not any(dash in once for dash in DASHES):
        assert cleaned(once) == once


@QUICK
@given(
    st.text(alphabet="abc国 ", min_size=1, max_size=20),
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=4),
)
def test_without_drops_just_the_ranges(text: str, ranges: list[tuple[int, int]]) -> None:
    drops: list[tuple[int, int]] = []
    for start, end in sorted((min(r), min(max(r), len(text))) for r in ranges):
        if start < end and (not drops or start >= drops[-1][1]):
            drops.append((start, end))
    left = [i for i in range(len(text)) if not any(s <= i < e for s, e in drops)]

    out, offsets = without(text, ((0, 100),), drops)

    assert out == "".join(text[i] for i in left)
    assert [raw_offset(offsets, i) - 100 for i in range(len(out))] == left
