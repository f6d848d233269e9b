"""terms.japanese: which stretches of Japanese text could be terms."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jacyber_nlp.records import CharSpan
from jacyber_nlp.terms import Candidate, candidates
from jacyber_nlp.terms.candidates import MAX_TOKENS
from jacyber_nlp.tokens import tokenizer
from toy.terms import found, runs, surfaces


def ja(text: str) -> list[str]:
    return surfaces(text, "ja")


def one(text: str, surface: str) -> Candidate:
    (candidate,) = (c for c in found(text, "ja") if c.surface == surface)
    return candidate


# --- compounds -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("非国家主体が動く。", "非国家主体"),  # a prefix
        ("脱炭素社会を作る。", "脱炭素社会"),
        ("サイバー空間は広い。", "サイバー空間"),  # UniDic calls サイバー a 形状詞
        ("重要インフラ防護計画を作る。", "重要インフラ防護計画"),
        ("民主的統制を保つ。", "民主的統制"),
        ("通信網を守る。", "通信網"),  # a suffix
        ("必要性を論じる。", "必要性"),  # the suffix makes a noun of what is cut elsewhere
        ("全体主義が広がる。", "全体主義"),
        ("第五世代移動通信を導入した。", "第五世代移動通信"),  # numeral and counter
        ("三権分立を守る。", "三権分立"),
        ("一国一票を求める。", "一国一票"),
        ("第三国に移す。", "第三国"),
        ("安全保障理事会決議1373を採択した。", "安全保障理事会決議1373"),
    ],
)
def test_a_compound_is_found_as_it_stands(text: str, expected: str) -> None:
    assert ja(text) == [expected]


def test_what_stands_in_a_longer_compound_is_found_only_where_it_stands_free() -> None:
    text = "サイバー攻撃対策本部が動く。サイバー攻撃がある。"

    assert [(c.surface, c.span.start) for c in found(text, "ja")] == [
        ("サイバー攻撃対策本部", 0),
        ("サイバー攻撃", text.rindex("サイバー攻撃")),
    ]


def test_a_compound_longer_than_any_term_is_left_out() -> None:
    assert ja("通信" * MAX_TOKENS + "を守る。") == ["通信" * MAX_TOKENS]
    assert ja("通信" * (MAX_TOKENS + 1) + "を守る。") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("主権・統制を重んじる。", ["主権・統制", "主権", "統制"]),
        ("マルチ・ステークホルダーを招く。", ["マルチ・ステークホルダー"]),
        ("サイバー・フィジカル・セキュリティを守る。", ["サイバー・フィジカル・セキュリティ"]),
        (
            "情報通信・データ・センターを守る。",
            ["情報通信・データ・センター", "情報通信", "データ・センター"],
        ),
        ("・主権を守る。", ["主権"]),
        ("主権・を守る。", ["主権"]),
        ("主権・各国家を守る。", ["主権・各国家", "主権", "国家"]),
        ("・・・", []),
    ],
)
def test_a_dot_joins_katakana_to_one_name_and_other_words_with_their_parts(
    text: str, expected: list[str]
) -> None:
    assert ja(text) == expected


# --- names, numbers, Latin letters ---------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ASEAN地域フォーラムが始まる。", ["ASEAN地域フォーラム"]),
        ("Tallinn Manualを読む。", ["Tallinn Manual"]),
        ("Internet Governance Forumに臨む。", ["Internet Governance Forum"]),
        ("EUとNATOがある。", ["EU", "NATO"]),
        ("5G基地局を置く。", ["5G基地局"]),
        ("ＥＵが５Ｇを導く。", ["ＥＵ", "５Ｇ"]),
        ("G7が集う。", ["G7"]),
        ("WSIS+20が集う。", ["WSIS+20"]),
        ("決議74/247を読む。", ["決議74/247"]),
        ("24/7ネットワークを読む。", ["24/7ネットワーク"]),
        ("国家/情報を読む。", ["国家", "情報"]),  # a sign joins Latin letters and digits alone
    ],
)
def test_english_and_mixed_names_are_found_with_their_numbers(
    text: str, expected: list[str]
) -> None:
    assert ja(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2025年3月10日に来た。",
        "二〇二五年三月に来た。",
        "10月までに終わる。",
        "令和7年度に始まる。",
        "令和七年三月に始まる。",
        "平成30年に始まる。",
        "第3回に臨んだ。",
        "第二票を投じた。",
        "三十か国が加わった。",
        "30人が加わった。",
        "2割を超えた。",
        "三億円を超えた。",
        "5年間続いた。",
        "第 三条を読む。",
        "第I部を読む。",
        "12,000人が加わった。",
        "約3億4,500万円相当を失った。",
        "7,000人規模を保つ。",
        "12 34",
    ],
)
def test_dates_and_quantities_are_no_terms(text: str) -> None:
    assert ja(text) == []


@pytest.mark.xfail(strict=True, reason="terms/edges.py:is_quantity: 元年 is no numeral")
def test_the_first_year_of_an_era_is_no_term() -> None:
    assert ja("令和元年に始まる。") == []


@pytest.mark.xfail(strict=True, reason="terms/edges.py:is_quantity: 代 is not in ja_units")
def test_a_decade_of_an_era_is_no_term() -> None:
    assert ja("昭和二十年代に始まる。") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("島しょ国4か国が加わった。", "島しょ国"),
        ("刑法第168条を読む。", "刑法"),
        ("通信網約1,200キロを敷いた。", "通信網"),
        ("サイバーセキュリティ基本法第三条を読む。", "サイバーセキュリティ基本法"),
    ],
)
def test_a_number_of_things_behind_a_name_is_cut(text: str, expected: str) -> None:
    assert ja(text) == [expected]


@pytest.mark.parametrize("name", ["大統領令第12345号", "大統領令12345号", "決議第1373号"])
def test_the_number_of_an_instrument_belongs_to_its_name(name: str) -> None:
    assert ja(f"{name}を出した。") == [name]


def test_a_third_party_is_no_number_of_things() -> None:
    assert ja("第三者機関が見る。") == ["第三者機関"]


def test_a_mark_of_a_list_belongs_to_no_term() -> None:
    found_marks = {
        c.surface: c.marks for c in found("措置（①通信網の防護、②暗号鍵）を行う。", "ja")
    }

    assert set(found_marks) == {"措置", "通信網の防護", "通信網", "防護", "暗号鍵"}
    assert not any(found_marks.values())  # ① in the bracket is no gloss


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("犯罪人引渡しの前に会う。", "犯罪人引渡し"),
        ("犯罪人引渡し、刑罰、", "犯罪人引渡し"),
        ("通信網お助け隊を送る。", "通信網お助け隊"),
    ],
)
def test_the_stem_of_a_verb_behind_a_noun_is_one_noun_with_it(text: str, expected: str) -> None:
    assert expected in ja(text)


def test_the_stem_of_a_verb_behind_a_particle_is_a_verb() -> None:
    assert ja("犯罪人を引渡し、罰する。") == ["犯罪人"]


@pytest.mark.parametrize("country", ["我が国", "わが国"])
def test_our_country_begins_no_phrase(country: str) -> None:
    assert ja(f"{country}の通信網を守る。") == ["通信網"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2031年4月16日閣議決定", "閣議決定"),
        ("4月16日閣議決定", "閣議決定"),
        ("2031年問題", "2031年問題"),
    ],
)
def test_a_date_before_a_name_is_cut_but_for_a_year_alone(text: str, expected: str) -> None:
    assert ja(f"{text}を見る。") == [expected]


def test_an_era_that_dates_nothing_stays() -> None:
    assert "令和の時代" in ja("令和の時代が来た。")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("安倍首相が述べた。", ["安倍"]),
        ("バラク・オバマ大統領が述べた。", ["バラク・オバマ"]),
        ("ティム・バーナーズ=リーが作った。", ["ティム・バーナーズ=リー"]),
        ("岸田 文雄が述べた。", ["岸田 文雄"]),
        ("国連事務総長が述べた。", ["国連事務総長"]),  # no person: the office
        ("首相が述べた。", ["首相"]),
    ],
)
def test_a_person_loses_the_title_and_an_office_keeps_it(text: str, expected: list[str]) -> None:
    assert ja(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("規範起業家（Norm Entrepreneurs）が動く。", ["規範起業家"]),
        ("規範起業家(norm entrepreneurs)が動く。", ["規範起業家"]),
        ("枠組み（Asia-Pacific Economic Cooperation）が動く。", ["枠組み"]),
        ("欧州連合（EU）が動く。", ["欧州連合", "EU"]),
        ("国連（United Nations、UN）が動く。", ["国連", "UN"]),
        ("クラウド法（CLOUD Act）を定めた。", ["クラウド法"]),
        ("信頼醸成措置（Confidence-Building Measures: CBMs）を取る。", ["信頼醸成措置", "CBMs"]),
        ("会合（WSIS+20）が始まる。", ["会合", "WSIS+20"]),
        ("Norm Entrepreneursが動く。", ["Norm Entrepreneurs"]),  # without brackets no gloss
    ],
)
def test_of_an_english_gloss_in_brackets_acronyms_alone_are_candidates(
    text: str, expected: list[str]
) -> None:
    assert ja(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("国家 主権を守る。", ["国家", "主権"]),
        ("国家\u3000主権を守る。", ["国家", "主権"]),
        ("国家\n主権を守る。", ["国家", "主権"]),
        ("国家 Cyber Normを守る。", ["国家", "Cyber Norm"]),
        ("第 五世代移動通信を守る。", ["第 五世代移動通信"]),
    ],
)
def test_a_blank_parts_compounds_but_no_latin_words(text: str, expected: list[str]) -> None:
    assert ja(text) == expected


# --- linked phrases ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "phrase", "parts"),
    [
        ("情報の自由な流通を守る。", "情報の自由な流通", {"自由な流通", "情報", "流通"}),
        ("国家の責任ある行動を求める。", "国家の責任ある行動", {"国家の責任", "責任ある行動"}),
        ("情報に関する政策を作る。", "情報に関する政策", {"情報", "政策"}),
        ("国家に対する攻撃が増えた。", "国家に対する攻撃", {"国家", "攻撃"}),
        ("サイバー空間における脅威が増えた。", "サイバー空間における脅威", {"サイバー空間"}),
        ("サイバー空間への脅威が増えた。", "サイバー空間への脅威", {"サイバー空間", "脅威"}),
        ("国境を越えるデータ移転が進む。", "国境を越えるデータ移転", {"データ移転"}),
        ("国境をまたぐデータ流通が進む。", "国境をまたぐデータ流通", {"データ流通"}),
        ("民主的な統制を保つ。", "民主的な統制", {"統制"}),
        ("自由で開かれたインド太平洋を守る。", "自由で開かれたインド太平洋", {"インド太平洋"}),
        ("国家の自由で開かれた通信網を守る。", "国家の自由で開かれた通信網", {"国家", "通信網"}),
        ("平和的かつ民主的な統制を保つ。", "平和的かつ民主的な統制", {"民主的な統制", "統制"}),
        ("公正、平和的解決を求める。", "公正、平和的解決", {"平和的解決"}),
        (
            "自由、公正かつ安全なサイバー空間を守る。",
            "自由、公正かつ安全なサイバー空間",
            {"サイバー空間", "安全なサイバー空間"},
        ),
    ],
)
def test_a_linked_phrase_is_found_with_its_parts(text: str, phrase: str, parts: set[str]) -> None:
    candidates = found(text, "ja")

    assert candidates[0].surface == phrase
    assert candidates[0].free
    assert parts <= {c.surface for c in candidates}
    assert not any(c.free for c in candidates[1:])


@pytest.mark.parametrize(
    ("text", "not_there"),
    [
        ("国家が情報を守る。", "国家が情報"),
        ("国家と情報を守る。", "国家と情報"),
        ("国家、情報を守る。", "国家、情報"),
        ("国家は情報を求める。", "国家は情報"),
        ("国家を守る情報がある。", "国家を守る情報"),
        ("新しい技術の出現に備える。", "新しい技術の出現"),
        ("情報の、流通を守る。", "情報の、流通"),
        ("漏洩、通信障害を防ぐ。", "漏洩、通信障害"),
        ("自由、安全保障を守る。", "自由、安全保障"),
        ("2031年4月の会合を開く。", "2031年4月の会合"),
        ("六つの会合を開く。", "六つの会合"),
    ],
)
def test_other_particles_and_verbs_link_nothing(text: str, not_there: str) -> None:
    assert not_there not in ja(text)


def test_a_phrase_has_four_parts_at_most() -> None:
    words = ["国家", "情報", "流通", "規範", "原則"]
    text = "の".join(words) + "を守る。"

    found_ = ja(text)

    assert "の".join(words) not in found_
    assert {"の".join(words[:4]), "の".join(words[1:])} <= set(found_)


def test_edges_are_cut_inside_a_phrase_as_well() -> None:
    assert ja("各国家の主権等を守る。") == ["国家の主権", "国家", "主権"]


# --- quotation marks -----------------------------------------------------------------


@pytest.mark.parametrize("marks", ["「」", "“”", "〈〉"])
def test_a_name_is_found_within_its_quotation_marks_and_with_what_goes_on_behind(
    marks: str,
) -> None:
    text = f"{marks[0]}一帯一路{marks[1]}構想を進める。"

    assert [(c.surface, c.marks) for c in found(text, "ja")] == [
        (f"{marks[0]}一帯一路{marks[1]}構想", ()),
        ("一帯一路", ("quoted",)),
        ("構想", ()),
    ]


def test_a_date_behind_a_quoted_name_does_not_go_on_with_it() -> None:
    assert ja("「一帯一路」2031年4月公表。") == ["一帯一路"]


@pytest.mark.parametrize("marks", ["『』", "《》"])
def test_the_title_of_a_work_is_no_quoted_name(marks: str) -> None:
    text = f"{marks[0]}規範とゲーム{marks[1]}を読む。"

    assert [(c.surface, c.marks) for c in found(text, "ja")] == [("規範", ()), ("ゲーム", ())]


def test_a_quoted_phrase_is_a_candidate_whatever_its_form() -> None:
    assert ja("「網を守ること」が要る。")[0] == "網を守ること"
    assert ja("「情報の自由な流通」が要る。")[0] == "情報の自由な流通"


@pytest.mark.parametrize(
    "text",
    [
        "「網を守る。」と述べた。",
        "「国家、情報」と述べた。",
        "「本当？」と述べた。",
        "「」と述べた。",
    ],
)
def test_a_quoted_sentence_and_an_empty_quotation_are_no_terms(text: str) -> None:
    assert not any(c.marks for c in found(text, "ja") if c.surface not in ("国家", "情報"))
    assert not any(sign in surface for surface in ja(text) for sign in "。、？「」")


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("「通信網」を守る。", ("quoted",)),
        ("網（通信網）を守る。", ("in_brackets",)),
        ("網(通信網)を守る。", ("in_brackets",)),
        ("「通信網」（NET）を守る。", ("quoted", "glossed")),
        ("通信網（NET）を守る。", ("glossed",)),
        ("通信網（network protection）を守る。", ("glossed",)),
        ("通信網（日本国内）を守る。", ()),
        ("「通信網を守る」と決めた。", ()),
        ("通信網を守る。", ()),
    ],
)
def test_marks_directly_around_a_term_are_told(text: str, marks: tuple[str, ...]) -> None:
    assert one(text, "通信網").marks == marks


# --- edges, verbs, 的な --------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "各同盟国が動く。",
        "同同盟国が動く。",
        "当該同盟国が動く。",
        "同盟国側が動く。",
        "同盟国等が動く。",
        "同盟国間で話す。",
        "同盟国向けに話す。",
        "諸同盟国側等が動く。",
        "現在同盟国が動く。",
    ],
)
def test_edges_that_belong_to_no_term_are_cut(text: str) -> None:
    candidates = found(text, "ja")

    assert [c.surface for c in candidates] == ["同盟国"]
    assert candidates[0].span.of(text) == "同盟国"


@pytest.mark.parametrize("form", ["する", "した", "され", "すれば", "せよ", "しろ"])
def test_the_stem_of_a_verb_is_no_term_and_the_noun_is(form: str) -> None:
    assert "規制" not in ja(f"国家が規制{form}。")
    assert "情報規制" not in ja(f"国家が情報規制{form}。")
    assert "規制" in ja("規制が進む。")


@pytest.mark.parametrize(
    "text",
    [
        "国際的に進める。",
        "国際的な。",
        "安全に進める。",
        "安全な。",
        "それが重要である。",
        "その場合、問題がある。",
        "これは、そもそも誰のか。",
    ],
)
def test_qualities_and_general_words_are_no_terms_by_themselves(text: str) -> None:
    assert ja(text) == []


def test_a_general_word_may_be_part_of_a_term() -> None:
    assert ja("問題意識を持つ。") == ["問題意識"]


@pytest.mark.parametrize("text", ["", "\n", "\u3000", "。、！", "— … —", "😀👩\u200d👩", "\0"])
def test_text_without_words_has_no_candidates(text: str) -> None:
    assert ja(text) == []


# --- known places --------------------------------------------------------------------


def test_a_known_place_is_a_candidate_even_inside_a_longer_word() -> None:
    text = "国家主権論を読む。"

    got = found(text, "ja", [(CharSpan(2, 4), "lexicon")])

    assert [(c.surface, c.marks, c.free) for c in got] == [
        ("国家主権論", (), True),
        ("主権", ("lexicon",), False),
    ]


def test_a_phrase_of_the_lexicon_that_ends_inside_a_compound_is_passed_over() -> None:
    text = "データの越境移転とデータの越境を認める。"
    spans = [CharSpan(i, i + 6) for i in range(len(text)) if text.startswith("データの越境", i)]

    got = found(text, "ja", [(span, "lexicon") for span in spans])

    assert [c.span for c in got if c.surface == "データの越境"] == spans[1:]


def test_a_known_place_that_cuts_a_token_is_passed_over() -> None:
    assert [c.marks for c in found("国家主権論を読む。", "ja", [(CharSpan(1, 4), "lexicon")])] == [
        ()
    ]


def test_a_term_of_the_user_keeps_others_from_lying_in_it_or_across_its_edge() -> None:
    text = "情報の自由な流通の規範を守る。"
    user = CharSpan(text.index("自由"), text.index("規範"))  # 自由な流通の

    got = [c.surface for c in found(text, "ja", [(user, "user")])]

    assert "自由な流通の" in got
    assert "情報の自由な流通の規範" in got  # it holds the whole of it
    assert not {"流通", "自由な流通", "情報の自由な流通", "流通の規範"} & set(got)
    assert {"情報", "規範"} <= set(got)


def test_marks_of_one_place_are_gathered() -> None:
    text = "「主権」を守る。"
    span = CharSpan(1, 3)

    (got,) = found(text, "ja", [(span, "lexicon"), (span, "paired"), (span, "lexicon")])

    assert got.marks == ("lexicon", "paired", "quoted")


def test_offsets_move_every_candidate_and_what_is_known() -> None:
    ((run, _),) = runs("国家主権論を読む。", "ja")

    here = candidates(run, 0, [(CharSpan(2, 4), "lexicon")])
    there = candidates(run, 70, [(CharSpan(72, 74), "lexicon")])

    assert [(c.start + 70, c.surface, c.marks) for c in here] == [
        (c.start, c.surface, c.marks) for c in there
    ]
    assert len(here) == 2


# --- properties ----------------------------------------------------------------------

PIECES = [
    *["情報の自由な流通", "主権・統制", "サイバー攻撃", "対策", "国家", "規制する", "民主的"],
    *["を", "の", "な", "に", "で", "は、", "ある", "に関する", "へ", "・", "。", "かつ", "、"],
    *["各", "等", "側", "第", "三", "2025年", "か国", "令和7年度", "安倍首相", "一国一票"],
    *["「", "」", "『", "（", "）", "(", ")", " ", "\n", "\u3000", "CBM", "Norm", "/", "+", "-"],
    *["=", "＝", "\0", "😀", "\u200d", "\ud800", "𠮷", "”", "が開かれた", "を越える", "\ufeff"],
]
PIECED = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


@settings(deadline=None, max_examples=300)
@given(PIECED | st.text(max_size=40))
def test_candidates_of_any_text_are_in_order_and_hold_the_text_at_their_place(text: str) -> None:
    got = found(text, "ja")

    assert [(c.start, -len(c.surface)) for c in got] == sorted(
        {(c.start, -len(c.surface)) for c in got}
    )
    for c in got:
        assert c.span.of(text) == c.surface == c.surface.strip()
        assert 1 <= len(c.shape) == len(c.words) == len(c.lemmas) <= MAX_TOKENS
        assert "".join(c.words) == "".join(c.surface.split(" "))


@settings(deadline=None, max_examples=200)
@given(PIECED)
def test_a_candidate_is_free_if_it_lies_in_no_longer_one(text: str) -> None:
    got = found(text, "ja")

    for c in got:
        inside = any(
            o.span.start <= c.span.start and c.span.end <= o.span.end and o.span != c.span
            for o in got
        )
        assert c.free != inside


WITHOUT_SURROGATES = st.lists(
    st.sampled_from([p for p in PIECES if p != "\ud800" and not p.isspace()]), max_size=25
)


@settings(deadline=None, max_examples=200)
@given(WITHOUT_SURROGATES.map("".join) | WITHOUT_SURROGATES.map(" ".join))
def test_a_doc_gives_the_candidates_of_the_run(text: str) -> None:
    of_doc = candidates(tokenizer("ja").make_doc(text))

    assert [(c.span, c.surface, c.shape, c.marks, c.free, c.lemmas) for c in of_doc] == [
        (c.span, c.surface, c.shape, c.marks, c.free, c.lemmas) for c in found(text, "ja")
    ]


@pytest.mark.xfail(
    strict=True,
    reason="terms/japanese.py:_cuts: two blanks part 第 and its number in a Doc, not in a run",
)
def test_a_doc_with_two_blanks_in_a_row_gives_the_candidates_of_the_run() -> None:
    text = "第  国家を守る。"

    assert [c.surface for c in candidates(tokenizer("ja").make_doc(text))] == ja(text)


def test_a_line_of_half_a_million_characters_is_read_whole() -> None:
    text = "サイバー空間の主権を、" * 45_000

    got = found(text, "ja")

    assert sum(c.surface == "サイバー空間の主権" for c in got) >= 44_000  # few are cut in two
    assert got[-1].span.end == len(text) - 2 or got[-1].span.end == len(text) - 1


def test_acronyms_joined_by_a_dot_are_so_many_terms() -> None:
    listed = surfaces("GGE・OEWGが並走する。", "ja")

    assert listed == ["GGE", "OEWG"]


def test_the_number_of_a_meeting_belongs_to_no_name() -> None:
    assert surfaces("第5回GGEが開かれた。", "ja") == ["GGE"]


@pytest.mark.parametrize(
    "text", ["「逸脱する誘因をもたない」と述べた。", "「国家が守る」と述べた。"]
)
def test_a_quoted_clause_is_no_name(text: str) -> None:
    assert not any(c.marks == ("quoted",) for c in found(text, "ja"))


def test_an_address_of_the_web_is_no_term() -> None:
    assert "https" not in surfaces("https://example.org/を見よ。", "ja")
