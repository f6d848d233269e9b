from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jacyber_nlp.layout import repair
from jacyber_nlp.records import Document, RawPage, Section
from toy.pages import Put, drawn, raw_of, stacked, wrapped, wrapped_words

QUICK = settings(deadline=None, max_examples=40)

JA = (
    "我が国は、国際法がサイバー空間に適用されるとの立場に立ち、各国との対話を重ねる考えである。"
    "情報の自由な流通は、経済と社会の発展に欠かせず、過度な規制はこれを損なうおそれがある。"
)
EN = (
    "The group reaffirms that international law applies in cyberspace and that States should keep "
    "the free flow of information, which business and civil society need as much as they do."
)
# Level, kind, number, title.
Outline = list[tuple[int, str, str | None, str]]


def repaired(*lines: str) -> Document:
    """Repair a text; * is a paragraph of Japanese, + one of English, as a layout breaks them."""
    text: list[str] = []
    for line in lines:
        text += wrapped(JA, 24) if line == "*" else wrapped_words(EN, 60) if line == "+" else [line]
    return repair(raw_of("\n".join(text)))


def outline(document: Document) -> Outline:
    return [(s.level, s.kind, s.number, s.title) for s in document.sections]


def first_lines(document: Document) -> list[str]:
    return [s.span.of(document.text).split("\n")[0] for s in document.sections]


def under(document: Document, number: str) -> list[str]:
    """Return the paragraphs of the section with a number."""
    (found,) = (s for s in document.sections if s.number == number)
    return found.span.of(document.text).split("\n")


# --- headings ------------------------------------------------------------------------


def test_chapters_hold_sections_and_sections_hold_their_text() -> None:
    document = repaired(
        "サイバー政策の基本方針",
        "*",
        "第１章\u3000総則",
        "*",
        "第１節\u3000背景",
        "*",
        "第２節\u3000目的",
        "*",
        "第２章\u3000施策",
        "*",
    )

    assert outline(document) == [
        (1, "section", "第1章", "総則"),
        (2, "section", "第1節", "背景"),
        (2, "section", "第2節", "目的"),
        (1, "section", "第2章", "施策"),
    ]
    assert under(document, "第1章") == [
        "第1章\u3000総則",
        JA,
        "第1節\u3000背景",
        JA,
        "第2節\u3000目的",
        JA,
    ]
    assert under(document, "第2節") == ["第2節\u3000目的", JA]
    assert under(document, "第2章") == ["第2章\u3000施策", JA]


def test_full_width_numbers_in_three_styles_nest() -> None:
    document = repaired(
        "１．基本的な考え方",
        "*",
        "（１）自由の確保",
        "*",
        "（ア）検閲の禁止",
        "*",
        "（イ）暗号の保護",
        "*",
        "（２）国際的な協力",
        "*",
        "２．具体的な施策",
        "*",
    )

    assert outline(document) == [
        (1, "section", "1．", "基本的な考え方"),
        (2, "section", "（1）", "自由の確保"),
        (3, "section", "（ア）", "検閲の禁止"),
        (3, "section", "（イ）", "暗号の保護"),
        (2, "section", "（2）", "国際的な協力"),
        (1, "section", "2．", "具体的な施策"),
    ]


def test_kanji_numerals_and_circled_numbers_nest() -> None:
    document = repaired(
        "一\u3000基本方針", "*", "①検閲の禁止", "*", "②暗号の保護", "*", "二\u3000施策", "*"
    )

    assert outline(document) == [
        (1, "section", "一", "基本方針"),
        (2, "section", "①", "検閲の禁止"),
        (2, "section", "②", "暗号の保護"),
        (1, "section", "二", "施策"),
    ]


def test_decimal_numbers_nest_by_their_parts() -> None:
    document = repaired(
        "1 Introduction",
        "+",
        "1.1 Aims of this paper",
        "+",
        "1.1.1 Scope",
        "+",
        "1.2 Means",
        "+",
        "2 Norms of conduct",
        "+",
    )

    assert outline(document) == [
        (1, "section", "1", "Introduction"),
        (2, "section", "1.1", "Aims of this paper"),
        (3, "section", "1.1.1", "Scope"),
        (2, "section", "1.2", "Means"),
        (1, "section", "2", "Norms of conduct"),
    ]
    assert under(document, "1.2") == ["1.2 Means", EN]


def test_a_decimal_number_closes_a_deeper_one_even_if_its_own_was_not_open() -> None:
    document = repaired("1.1.1 Scope", "+", "1.2 Means", "+", "2. Norms", "+")

    assert [(level, number) for level, _, number, _ in outline(document)] == [
        (1, "1.1.1"),
        (1, "1.2"),
        (1, "2."),
    ]


def test_parts_and_chapters_in_english_nest() -> None:
    document = repaired("Part I: Norms", "+", "Chapter 1 Aims", "+", "Part II: Trust", "+")

    assert outline(document) == [
        (1, "section", "Part I:", "Norms"),
        (2, "section", "Chapter 1", "Aims"),
        (1, "section", "Part II:", "Trust"),
    ]


def test_a_usual_title_is_of_the_first_level_and_holds_nothing() -> None:
    document = repaired(
        "はじめに", "*", "第１章\u3000総則", "*", "第１節\u3000背景", "*", "おわりに", "*"
    )

    assert outline(document) == [
        (1, "section", None, "はじめに"),
        (1, "section", "第1章", "総則"),
        (2, "section", "第1節", "背景"),
        (1, "section", None, "おわりに"),
    ]


def test_text_before_the_first_heading_is_in_no_section() -> None:
    document = repaired("*", "第１章\u3000総則", "*")

    assert document.sections[0].span.start == len(JA) + 1


def test_the_title_heads_no_section() -> None:
    document = repaired("サイバー政策の基本方針", "*", "第１章\u3000総則", "*")

    assert first_lines(document) == ["第1章\u3000総則"]


def test_headings_without_number_are_told_by_their_size() -> None:
    body = stacked(wrapped(JA * 2, 24), top=150)
    below = body[-1].bottom
    page = drawn(
        Put("サイバー政策の基本方針", 50, 80, 20),
        Put("国の責務", 50, 120, 14),
        *body,
        Put("情報の流通", 50, below + 40, 12),
        *stacked(wrapped(JA, 24), top=below + 60),
        Put("企業の責務", 50, below + 200, 14),
        *stacked(wrapped(JA, 24), top=below + 230),
    )
    document = repair(raw_of(page))

    assert outline(document) == [
        (1, "section", None, "国の責務"),
        (2, "section", None, "情報の流通"),
        (1, "section", None, "企業の責務"),
    ]
    assert {s.page for s in document.sections} == {1}


def test_a_section_knows_the_page_on_which_it_begins() -> None:
    pages = [
        "\n".join(["第１章\u3000総則", *wrapped(JA, 24), "第２章\u3000施策", *wrapped(JA, 24)])
    ]
    pages += ["\n".join([*wrapped(JA, 24), "第３章\u3000附則", *wrapped(JA, 24)])]
    document = repair(raw_of(*pages))

    assert [(s.number, s.page) for s in document.sections] == [
        ("第1章", 1),
        ("第2章", 1),
        ("第3章", 2),
    ]
    assert under(document, "第2章") == ["第2章\u3000施策", JA, JA]
    assert repaired("第１章\u3000総則", "*").sections[0].page is None


# --- articles ------------------------------------------------------------------------------


def test_articles_hold_their_items_and_end_where_the_next_begins() -> None:
    document = repaired(
        "情報流通の確保に関する規則",
        "第一章\u3000総則",
        "第一条\u3000この規則は、情報の流通を定める。",
        "第二条\u3000用語は、次のとおりとする。",
        "一\u3000流通とは、情報の移転をいう。",
        "二\u3000主権とは、国の権限をいう。",
        "第二章\u3000責務",
        "第三条\u3000国は、責任を負う。",
    )

    assert outline(document) == [
        (1, "section", "第一章", "総則"),
        (2, "article", "第一条", ""),
        (2, "article", "第二条", ""),
        (3, "item", "一", ""),
        (3, "item", "二", ""),
        (1, "section", "第二章", "責務"),
        (2, "article", "第三条", ""),
    ]
    assert under(document, "一") == ["一\u3000流通とは、情報の移転をいう。"]
    assert under(document, "第二条")[-1] == "二\u3000主権とは、国の権限をいう。"


def test_a_paragraph_of_an_article_belongs_to_it() -> None:
    document = repaired(
        "第1条\u3000国は、責任を負う。",
        "2\u3000企業は、協力する。",
        "第2条\u3000施行は、別に定める。",
    )

    assert outline(document) == [
        (1, "article", "第1条", ""),
        (2, "item", "2", ""),
        (1, "article", "第2条", ""),
    ]


def test_plain_paragraphs_after_an_article_belong_to_it() -> None:
    document = repaired(
        "第1条\u3000国は、責任を負う。", "前項の責任は、重い。", "第2条\u3000略する。"
    )

    assert under(document, "第1条") == ["第1条\u3000国は、責任を負う。", "前項の責任は、重い。"]


def test_english_articles_are_articles() -> None:
    document = repaired("Article 1", "+", "Article 2. Norms", "+")

    assert outline(document) == [
        (1, "article", "Article 1", ""),
        (1, "article", "Article 2.", "Norms"),
    ]
    assert under(document, "Article 1") == ["Article 1", EN]


# --- items -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "numbers",
    [
        ["(a)", "(b)", "(c)"],
        ["(i)", "(ii)", "(iii)"],
        ["1)", "2)", "3)"],
    ],
    ids=lambda numbers: numbers[0],
)
def test_items_in_english_are_items(numbers: list[str]) -> None:
    document = repaired(
        "The States agree as follows.",
        f"{numbers[0]} to respect the norms of conduct;",
        f"{numbers[1]} to keep the flow of data free;",
        f"{numbers[2]} to talk.",
        "They meet again next year.",
    )

    assert outline(document) == [(1, "item", number, "") for number in numbers]
    assert document.sections[-1].span.of(document.text) == f"{numbers[2]} to talk."


@pytest.mark.parametrize(
    "numbers",
    [
        ["一\u3000", "二\u3000", "三\u3000"],
        ["イ\u3000", "ロ\u3000", "ハ\u3000"],
        ["ア．", "イ．", "ウ．"],
        ["（1）", "（2）", "（3）"],
        ["①", "②", "③"],
        ["○", "○", "○"],
    ],
    ids=lambda numbers: numbers[0],
)
def test_items_in_japanese_are_items(numbers: list[str]) -> None:
    document = repaired(
        "国は、次の措置をとる。",
        f"{numbers[0]}情報の流通を確保すること。",
        f"{numbers[1]}人材を育てること。",
        f"{numbers[2]}対話を重ねること。",
        "以上の措置は、毎年点検する。",
    )

    assert outline(document) == [(1, "item", number.strip(), "") for number in numbers]
    assert document.sections[-1].span.of(document.text) == f"{numbers[2]}対話を重ねること。"


def test_bullets_are_items() -> None:
    document = repaired(
        "国は、次の措置をとる。", "・流通を確保する。", "・人材を育てる。", "以上である。"
    )

    assert first_lines(document) == ["・流通を確保する。", "・人材を育てる。"]


def test_the_first_of_short_bullets_is_an_item_too() -> None:
    document = repaired("国は、次の措置をとる。", "・流通の確保", "・人材の育成", "以上である。")

    assert first_lines(document) == ["・流通の確保", "・人材の育成"]


@pytest.mark.parametrize("bullet", ["•", "-", "–"])
def test_the_first_of_english_bullets_is_an_item_too(bullet: str) -> None:
    document = repaired("The States agree.", f"{bullet} to respect norms;", f"{bullet} to talk.")

    assert len(document.sections) == 2


def test_items_of_another_kind_stand_inside() -> None:
    document = repaired(
        "第1条\u3000国は、次の措置をとる。",
        "一\u3000次の流通を確保すること。",
        "イ\u3000情報",
        "ロ\u3000技術",
        "二\u3000人材を育てること。",
        "第2条\u3000施行は、別に定める。",
    )

    assert [(level, number) for level, _, number, _ in outline(document)] == [
        (1, "第1条"),
        (2, "一"),
        (3, "イ"),
        (3, "ロ"),
        (2, "二"),
        (1, "第2条"),
    ]


def test_a_paragraph_after_a_list_ends_it() -> None:
    document = repaired(
        "第１章\u3000総則",
        "*",
        "・流通を確保する。",
        "・人材を育てる。",
        "*",
        "・対話を重ねる。",
        "第２章\u3000附則",
        "*",
    )

    assert outline(document) == [
        (1, "section", "第1章", "総則"),
        (2, "item", "・", ""),
        (2, "item", "・", ""),
        (2, "item", "・", ""),
        (1, "section", "第2章", "附則"),
    ]
    assert document.sections[2].span.of(document.text) == "・人材を育てる。"


def test_a_heading_closes_the_items_before_it() -> None:
    document = repaired("1. Aims", "+", "(a) to respect norms;", "(b) to talk.", "2. Means", "+")

    assert outline(document) == [
        (1, "section", "1.", "Aims"),
        (2, "item", "(a)", ""),
        (2, "item", "(b)", ""),
        (1, "section", "2.", "Means"),
    ]


# --- what is no section ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "11月に会合を開いた。",
        "3か国が賛成した。",
        "2024年3月に採択した。",
        "第3条に基づき、協議する。",
        "第三者の権利を守る。",
        "一般に、規範は守られる。",
        "アジアは広い。",
        "5つの原則がある。",
    ],
)
def test_a_sentence_that_begins_like_a_number_is_no_section(line: str) -> None:
    assert repaired("*", line, "*").sections == ()


def test_a_document_of_paragraphs_has_no_sections() -> None:
    assert repaired("*", "*").sections == ()
    assert repaired("+", "+").sections == ()


# --- properties --------------------------------------------------------------------------------


def is_nested(a: Section, b: Section) -> bool:
    """Tell whether two spans, the first one beginning earlier, nest or follow each other."""
    return b.span.end <= a.span.end or a.span.end <= b.span.start


PIECES = st.lists(
    st.sampled_from(
        [
            "*",
            "第１章\u3000総則",
            "第２節\u3000背景",
            "１．方針",
            "（１）自由の確保",
            "1.1\u3000目的",
            "第3条\u3000国は、責任を負う。",
            "一\u3000流通を確保すること。",
            "イ\u3000人材を育てること。",
            "・対話を重ねること。",
            "はじめに",
            "（ア）検閲の禁止",
        ]
    ),
    min_size=1,
    max_size=14,
)


@QUICK
@given(PIECES)
def test_sections_nest_and_their_levels_tell_how_deep(pieces: list[str]) -> None:
    document = repaired("*", *pieces, "*")
    sections = document.sections

    for a, b in pairwise(sections):
        assert (a.span.start, -a.span.end) <= (b.span.start, -b.span.end)
    for i, section in enumerate(sections):
        assert all(is_nested(section, other) for other in sections[i + 1 :])
        around = sum(s.span.start <= section.span.start < s.span.end for s in sections)
        assert section.level == around
        assert section.span.end <= document.body_span.end


@QUICK
@given(PIECES)
def test_a_section_begins_and_ends_with_a_paragraph(pieces: list[str]) -> None:
    document = repaired("*", *pieces, "*")
    starts = {p.start for p in document.paragraphs}
    ends = {p.end for p in document.paragraphs}

    for section in document.sections:
        assert section.span.start in starts
        assert section.span.end in ends
        text = section.span.of(document.text)
        assert text.startswith(section.number or section.title)
        assert section.title in text.split("\n")[0]


def test_pages_with_boxes_give_the_same_sections_as_plain_text() -> None:
    lines = ["第1章\u3000総則", *wrapped(JA, 24), "第1節\u3000背景", *wrapped(JA, 24)]
    page: RawPage = drawn(*stacked(lines))

    assert outline(repair(raw_of(page))) == outline(repair(raw_of("\n".join(lines))))
