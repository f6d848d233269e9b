from __future__ import annotations

import pytest

from jacyber_nlp.layout.headings import body_size, find_headings
from jacyber_nlp.layout.lines import lines_of
from jacyber_nlp.layout.order import in_reading_order
from jacyber_nlp.layout.patterns import begins_part, is_caption, is_contents_line, number_of
from jacyber_nlp.layout.widths import find_widths
from toy.pages import Put, drawn, lines_from, raw_of, stacked, wrapped, wrapped_words

JA = (
    "我が国は、国際法がサイバー空間に適用されるとの立場に立ち、各国との対話を重ねる考えである。"
    "情報の自由な流通は、経済と社会の発展に欠かせず、過度な規制はこれを損なうおそれがある。"
)
EN = (
    "The group reaffirms that international law applies in cyberspace and that States should keep "
    "the free flow of information, which business and civil society need as much as they do."
)


def headings_in(text: str) -> list[str]:
    lines = lines_from(text)
    return [lines[i].text for i in sorted(find_headings(lines, find_widths(lines)))]


def between(heading: str, *more: str) -> str:
    """Put a line (or lines) between two paragraphs that a layout broke."""
    return "\n".join([*wrapped(JA, 24), heading, *more, *wrapped(JA, 24)])


def between_words(heading: str) -> str:
    return "\n".join([*wrapped_words(EN, 60), heading, *wrapped_words(EN, 60)])


# --- number_of ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("第1編 総論", "編", "第1編"),
        ("第2部\u3000資料", "編", "第2部"),
        ("第1章\u3000総則", "章", "第1章"),
        ("第十二章 国際協力", "章", "第十二章"),
        ("第2節 現状", "節", "第2節"),
        ("第3款\u3000例外", "款", "第3款"),
        ("第3条\u3000国は、責任を負う。", "条", "第3条"),
        ("第3条", "条", "第3条"),
        ("第3条の2（定義）", "条", "第3条の2"),
        ("第二十条（罰則）", "条", "第二十条"),
        ("第4\u3000基本方針", "第", "第4"),
        ("第一 総則", "第", "第一"),
        ("Part II: Norms", "part", "Part II:"),
        ("PART 3", "part", "PART 3"),
        ("Chapter 2 Norms", "chapter", "Chapter 2"),
        ("Annex A. Terms", "chapter", "Annex A."),
        ("Section 3. Scope", "section", "Section 3."),
        ("Article 5", "article", "Article 5"),
        ("ARTICLE IV. Aims", "article", "ARTICLE IV."),
        ("（1）背景", "(1)", "（1）"),
        ("(12) Background", "(1)", "(12)"),
        ("(i) first", "(i)", "(i)"),
        ("(iv) fourth", "(i)", "(iv)"),
        ("(a) to respect", "(a)", "(a)"),
        ("(B) to respect", "(A)", "(B)"),
        ("（ア）検閲", "(ア)", "（ア）"),
        ("（一）目的", "(一)", "（一）"),
        ("1.2.3 Scope", "1.1.1", "1.2.3"),
        ("1-2-3 範囲", "1.1.1", "1-2-3"),
        ("1.2 Scope", "1.1", "1.2"),
        ("1.2. Scope", "1.1", "1.2."),
        ("2．3\u3000範囲", "1.1", "2．3"),
        ("1.2範囲", "1.1", "1.2"),
        ("1) first", "1)", "1)"),
        ("2）規範", "1)", "2）"),
        ("1. Aims", "1.", "1."),
        ("10．目的", "1.", "10．"),
        ("3、目的", "1.", "3、"),
        ("5\u3000目的", "1.", "5"),
        ("5 目的", "1 ", "5"),
        ("1 Introduction", "1 ", "1"),
        ("①検閲の禁止", "①", "①"),
        ("IV. Norms", "I.", "IV."),
        ("Ⅳ\u3000規範", "I.", "Ⅳ"),
        ("Ⅴ 規範", "I.", "Ⅴ"),
        ("B. Norms", "A.", "B."),
        ("a) norms", "a)", "a)"),
        ("ア\u3000検閲", "ア", "ア"),
        ("ロ．主権", "ア", "ロ．"),
        ("一\u3000目的", "一", "一"),
        ("十二、目的", "一", "十二、"),
        ("■基本方針", "■", "■"),
        ("○ 基本方針", "■", "○"),
        ("・流通の確保", "•", "・"),
        ("• free flow", "•", "•"),
        ("- free flow", "•", "-"),
        ("※詳細は別紙", "•", "※"),
    ],
)
def test_the_number_that_begins_a_part_is_read_with_its_kind(
    text: str, kind: str, number: str
) -> None:
    assert number_of(text) == (kind, number)
    assert begins_part(text)


@pytest.mark.parametrize(
    "text",
    [
        # dates and quantities
        "11月に会合を開いた",
        "2019年に採択された",
        "3月29日の会合",
        "3か国が賛成した",
        "3ヶ国が賛成した",
        "5つの原則",
        "10億円の予算",
        "100 社が参加した",
        "2 国間の協議",
        "10 分野にわたる",
        "5 本柱の計画",
        "20 states agreed",
        "47 of the members",
        "1st meeting",
        "3.14",
        "1,000 reports",
        "2015 was a good year",
        "5Gの普及",
        "-5",
        "2019",
        "12",
        # words that begin like a number
        "一般に、規範は",
        "一方、各国は",
        "一つの国が",
        "三権分立",
        "二十か国",
        "アジアは",
        "イロハから",
        "I think",
        "A State may",
        "Articles of faith",
        "Partners agreed",
        "Part of the text",
        "Annex to the report",
        # of an ordinal, not of a part
        "第3回会合",
        "第2部会の報告",
        "第三者の権利",
        "第一に、規範を",
        "第二目的の",
        "第3条に基づき",
        "第5条第2項の規定",
        "(100) reports",
        "（注）詳細",
        "(see below)",
        "※1 詳細",
        "規範",
        "free flow",
        "",
    ],
)
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert number_of(text) is None
    assert not begins_part(text)


@pytest.mark.parametrize("text", ["20 States agreed", "47 Governments took part"])
def test_a_number_of_states_begins_no_part(text: str) -> None:
    assert number_of(text) is None


@pytest.mark.parametrize("text", ["1.5倍に増えた", "3.5億円を投じる", "2.5 percent"])
def test_a_decimal_number_begins_no_part(text: str) -> None:
    assert number_of(text) is None


@pytest.mark.parametrize("text", ["A.I. is new", "A.P. Moller"])
def test_initials_begin_no_part(text: str) -> None:
    assert not begins_part(text)


@pytest.mark.parametrize(
    "text", ["Q1. なぜか", "問２：なぜか", "○山田委員長 では", "【要旨】", "A: yes"]
)
def test_labels_of_speakers_and_questions_begin_a_part(text: str) -> None:
    assert begins_part(text)


@pytest.mark.parametrize("text", ["第 1 章 総則", "第 3 条\u3000国は、責任を負う。"])
def test_blanks_within_a_number_do_not_hide_it(text: str) -> None:
    assert number_of(text) is not None


# --- captions, tables of contents ----------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "表1 各国の立場",
        "図2－1\u3000体制",
        "【図表3】経緯",
        "別表",
        "Table 2: States",
        "Figure A. Map",
    ],
)
def test_captions_are_told_by_their_beginning(text: str) -> None:
    assert is_caption(text) is (text != "別表")


@pytest.mark.parametrize("text", ["表1のとおり", "図る", "Tables of", "表現の自由", "Box"])
def test_other_lines_are_no_captions(text: str) -> None:
    assert not is_caption(text)


@pytest.mark.parametrize(
    "text",
    [
        "第1章 総則 ........ 3",
        "はじめに……………1",
        "Aims . . . . 12",
        "施策 ・・・・・・・ 5",
        "概要…… ",
    ],
)
def test_leaders_tell_a_line_of_a_table_of_contents(text: str) -> None:
    assert is_contents_line(text.strip())


@pytest.mark.parametrize("text", ["しかし…", "and so on ...", "第1章 総則 3", "主権・自由・責任"])
def test_other_lines_are_of_no_table_of_contents(text: str) -> None:
    assert not is_contents_line(text)


# --- find_headings without geometry ------------------------------------------------------


@pytest.mark.parametrize(
    "heading",
    [
        "第1章\u3000総則",
        "第2節 現状と課題",
        "（1）情報の自由な流通",
        "1．基本的な考え方",
        "1-2 規範の形成",
        "3 国際協力",
        "ア\u3000検閲の禁止",
        "①検閲の禁止",
        "Ⅱ\u3000規範",
        "■今後の課題",
        "はじめに",
        "おわりに",
        "【要旨】",
        "Introduction",
        "1. なぜ規範が要るのか？",
    ],
)
def test_a_short_line_with_number_or_usual_title_is_a_heading(heading: str) -> None:
    assert headings_in(between(heading)) == [heading]


@pytest.mark.parametrize(
    "heading",
    ["1. Introduction", "II. Norms of conduct", "Chapter 2 Norms", "Conclusion", "2.1 Scope"],
)
def test_english_headings_are_found_between_english_paragraphs(heading: str) -> None:
    assert headings_in(between_words(heading)) == [heading]


@pytest.mark.parametrize(
    "line",
    [
        "11月に会合を開いた",
        "3か国が賛成した",
        "2024年3月29日",
        "（1）国は、責任を負う。",
        "1．規範は、",
        "・検閲の禁止",
        "第1章 総則 ........ 3",
        "（2）国際法の適用については",
        "（2）次の措置：",
    ],
)
def test_short_lines_of_other_kinds_are_no_headings(line: str) -> None:
    assert headings_in(between(line)) == []


@pytest.mark.parametrize("line", ["次のとおり：", "具体的な措置："])
def test_a_line_that_leads_to_a_list_is_no_heading(line: str) -> None:
    assert headings_in(between(line)) == []


@pytest.mark.parametrize(
    "line",
    ["20 states agreed", "1. The States agree.", "- free flow", "1. Norms of", "2 March 2024"],
)
def test_short_english_lines_of_other_kinds_are_no_headings(line: str) -> None:
    assert headings_in(between_words(line)) == []


def test_the_last_line_is_no_heading() -> None:
    assert headings_in("\n".join([*wrapped(JA, 24), "第1章 総則"])) == []


def test_a_line_as_wide_as_its_column_is_no_heading() -> None:
    full = "1．国際法の適用に関する議論に積極的に参加する国家"

    assert headings_in(between(full)) == []


def test_items_of_a_list_are_no_headings() -> None:
    text = "\n".join(["（1）流通の確保", "（2）人材の育成", "（3）能力構築"])

    assert headings_in(between(text)) == []


def test_the_title_of_an_article_is_a_heading_above_its_article_only() -> None:
    article = "第3条\u3000国は、情報の自由な流通を確保する責任を負う。"

    assert headings_in(between("（目的及び定義）", article)) == ["（目的及び定義）"]
    assert headings_in(between("（目的及び定義）")) == []


def test_a_short_line_alone_after_a_sentence_is_a_heading() -> None:
    assert headings_in(between("現状と課題")) == ["現状と課題"]
    assert headings_in(between_words("The way ahead")) == ["The way ahead"]


def test_a_heading_without_number_is_found_with_a_paragraph_a_line() -> None:
    text = "\n".join([JA, "現状と課題", JA, JA])

    assert headings_in(text) == ["現状と課題"]


# --- with geometry ------------------------------------------------------------------------


def headings_on(*puts: Put) -> list[str]:
    lines = in_reading_order(lines_of(raw_of(drawn(*puts))))
    return [lines[i].text for i in sorted(find_headings(lines, find_widths(lines)))]


def test_a_larger_line_is_a_heading_without_any_number() -> None:
    body = stacked(wrapped(JA, 24), top=160)

    assert headings_on(Put("協力を進める", 50, 120, 12), *body) == ["協力を進める"]
    assert headings_on(Put("協力を進める", 50, 120, 10), *body) == []
    assert headings_on(Put("—— 3 ——", 50, 120, 12), *body) == []


def test_a_smaller_line_is_no_heading_even_with_a_number() -> None:
    body = stacked(wrapped(JA, 24), top=160)

    assert headings_on(Put("（1）流通の確保", 50, 120), *body) == ["（1）流通の確保"]
    assert headings_on(Put("（1）流通の確保", 50, 120, 8), *body) == []


def test_a_line_with_space_above_is_a_heading_of_its_own() -> None:
    first = stacked(wrapped_words(EN, 60), top=100)
    below = first[-1].bottom

    def found(space: float) -> list[str]:
        return headings_on(
            *first,
            Put("The present state", 50, below + space),
            *stacked(wrapped_words(EN, 60), top=below + space + 16),
        )

    assert found(40) == ["The present state"]
    assert found(16) == []


def test_a_flush_line_above_an_indented_paragraph_is_a_heading_too() -> None:
    first = stacked(wrapped(JA, 24), top=100)
    below = first[-1].bottom + 16
    heading = Put("現状と課題", 50, below)

    assert headings_on(*first, heading, *stacked(wrapped(JA, 24), top=below + 16)) == ["現状と課題"]


def test_the_size_of_the_body_is_the_largest_that_is_common() -> None:
    notes = stacked([EN] * 6, top=400, size=8)
    body = stacked(wrapped(JA * 3, 24), top=100)
    title = Put("基本方針", 50, 60, 20)

    assert body_size(lines_of(raw_of(drawn(title, *body, *notes[:2])))) == 10
    assert body_size(lines_of(raw_of(drawn(*notes)))) == 8
    assert body_size(lines_from(JA)) is None
