"""Tables and figures: apart from the body, with caption, cells and sources."""

from __future__ import annotations

import pytest

from jacyber_nlp.layout import repair
from jacyber_nlp.layout.patterns import is_caption
from jacyber_nlp.layout.tables import find_tables
from jacyber_nlp.layout.widths import find_widths
from jacyber_nlp.records import Document, RawPage, Section
from toy.pages import (
    AID,
    LEADING,
    NORMS,
    Put,
    drawn,
    lines_from,
    raw_of,
    typeset,
    wrapped,
    wrapped_words,
)

STATES = (
    "States should respect the norms of responsible behaviour and keep the free flow of "
    "information, as the group has said before, and as its report explains at length in the annex "
    "to which we refer here for all of the further details of the matter that was before us."
)
CELLS = ["国名　件数の多い順", "日本　三件", "豪州　七件"]


def text_of(*parts: str | list[str], n: int = 28) -> str:
    """Break paragraphs at a width; lists are lines that stay."""
    lines: list[str] = []
    for part in parts:
        if isinstance(part, list):
            lines += part
        else:
            lines += wrapped_words(part, 2 * n) if part.isascii() else wrapped(part, n)
    return "\n".join(lines)


def repaired(page: str | RawPage) -> Document:
    return repair(raw_of(page))


def apart(document: Document) -> list[Section]:
    return [section for section in document.sections if section.kind in ("table", "figure")]


def body_of(document: Document) -> list[str]:
    return document.body_span.of(document.text).split("\n")


def shown(document: Document) -> list[tuple[str, str | None, str, list[str]]]:
    """Return kind, number, title and lines of tables and figures."""
    return [
        (s.kind, s.number, s.title, s.span.of(document.text).split("\n")) for s in apart(document)
    ]


# --- text as copied ----------------------------------------------------------


def test_a_table_under_its_caption_leaves_the_body() -> None:
    table = ["表1　国別の支援件数", *CELLS, "（出所）公表資料から作成。"]
    document = repaired(text_of(NORMS, table, AID))

    assert body_of(document) == [NORMS, AID]
    assert shown(document) == [
        (
            "table",
            "表1",
            "国別の支援件数",
            ["表1　国別の支援件数", *CELLS, "（出所）公表資料から作成。"],
        )
    ]


def test_an_english_table_ends_with_its_source() -> None:
    table = ["Table 2. Norms by region", "Region 2020 2021", "Asia 3 5", "Source: our own count."]
    document = repaired(text_of(STATES, ["", *table, ""], STATES, n=31))

    assert body_of(document) == [STATES, STATES]
    assert shown(document) == [("table", "Table 2", "Norms by region", table)]


@pytest.mark.parametrize(
    "source",
    [
        "（出所）公表資料から作成。",
        "出典：公表資料",
        "資料：外務省の調べによる",
        "（注）件数は年度の合計。",
        "備考：件数は年度の合計。",
        "注1）件数は年度の合計。",
    ],
)
def test_sources_and_remarks_belong_to_their_table(source: str) -> None:
    document = repaired(text_of(NORMS, ["図２　攻撃の経路", source], AID))

    assert shown(document) == [("figure", "図2", "攻撃の経路", ["図2　攻撃の経路", source])]
    assert body_of(document) == [NORMS, AID]


def test_a_source_of_two_lines_goes_on_to_its_full_stop() -> None:
    source = wrapped("（出所）外務省の資料と、国連の公開した投票の記録とを合わせて作成。", 28, "")
    document = repaired(text_of(NORMS, ["図２　攻撃の経路", *source], AID))

    assert shown(document)[0][3] == ["図2　攻撃の経路", *source]
    assert body_of(document) == [NORMS, AID]


def test_the_words_of_a_figure_may_stand_above_its_caption() -> None:
    words = ["攻撃者", "踏み台", "標的"]
    document = repaired(text_of(NORMS, [*words, "図２　攻撃の経路"], AID))

    assert shown(document) == [("figure", "図2", "攻撃の経路", [*words, "図2　攻撃の経路"])]
    assert body_of(document) == [NORMS, AID]


def test_one_short_line_above_a_caption_is_text() -> None:
    document = repaired(text_of(NORMS, ["攻撃の手口", "図２　攻撃の経路"], AID))

    assert shown(document) == [("figure", "図2", "攻撃の経路", ["図2　攻撃の経路"])]
    assert "攻撃の手口" in body_of(document)


def test_items_of_a_list_above_a_caption_are_text() -> None:
    items = ["・攻撃者の端末", "・踏み台の機器", "・標的の組織"]
    document = repaired(text_of(NORMS, [*items, "図２　攻撃の経路"], AID))

    assert shown(document)[0][3] == ["図2　攻撃の経路"]
    assert body_of(document) == [NORMS, *items, AID]


def test_a_table_ends_where_a_chapter_begins() -> None:
    document = repaired(text_of(NORMS, ["表１　支援の件数", *CELLS, "第２章　能力の構築"], AID))

    assert shown(document)[0][3] == ["表1　支援の件数", *CELLS]
    assert body_of(document) == [NORMS, "第2章　能力の構築", AID]


def test_two_captions_are_two_tables() -> None:
    document = repaired(
        text_of(NORMS, ["表１　支援の件数", *CELLS, "表２　研修の件数", *CELLS[:2]], AID)
    )

    assert [(s.number, s.title) for s in apart(document)] == [
        ("表1", "支援の件数"),
        ("表2", "研修の件数"),
    ]
    assert [len(lines) for *_, lines in shown(document)] == [4, 3]


def test_a_table_set_off_by_blank_lines_does_not_cut_the_sentence_around_it() -> None:
    lines = wrapped(NORMS, 28)
    table = ["", "表１　支援の件数", *CELLS, "（出所）公表資料から作成。", ""]
    document = repaired(text_of(lines[:2], table, lines[2:], AID))

    assert body_of(document) == [NORMS, AID]
    assert shown(document)[0][:3] == ("table", "表1", "支援の件数")


def test_an_english_table_between_blank_lines_does_not_cut_the_sentence_around_it() -> None:
    lines = wrapped_words(STATES, 62)
    table = ["", "Table 2. Norms by region", "Asia 3 5", "Source: our own count.", ""]
    document = repaired(text_of(lines[:3], table, lines[3:], [""], STATES, n=31))

    assert body_of(document) == [STATES, STATES]


@pytest.mark.parametrize(
    ("paragraph", "table", "at"),
    [
        (NORMS, ["表１　支援の件数", *CELLS, "（出所）公表資料から作成。"], 2),
        (STATES, ["Table 2. Norms by region", "Asia three", "Source: our own count."], 3),
    ],
)
def test_a_table_between_two_halves_of_a_sentence_leaves_it_whole(
    paragraph: str, table: list[str], at: int
) -> None:
    lines = text_of(paragraph, n=31 if paragraph.isascii() else 28).split("\n")
    document = repaired(text_of(lines[:at], table, lines[at:], NORMS, AID))

    assert body_of(document)[0] == paragraph


def test_rows_of_numbers_are_cells_in_a_japanese_document() -> None:
    rows = ["国名　2020　2021", "日本　3　5", "豪州　7　9"]
    document = repaired(text_of(NORMS, ["表１　支援の件数", *rows], AID))

    assert shown(document)[0][3] == ["表1　支援の件数", *rows]
    assert body_of(document) == [NORMS, AID]


# --- what is no caption ------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "表1のとおり、支援は増えた",
        "表1で示す",
        "表題を変える",
        "図書館の利用",
        "図表の一覧",
        "Table of contents",
        "Tables 2 and 3",
        "Figures are rising",
        "Boxing day",
    ],
)
def test_words_that_begin_like_a_caption_are_none(text: str) -> None:
    assert not is_caption(text)


@pytest.mark.parametrize(
    ("caption", "number", "title"),
    [
        ("表1　件数", "表1", "件数"),
        ("表1", "表1", ""),
        ("図2：攻撃の経路", "図2", "攻撃の経路"),
        ("【図表4】 体制", "図表4", "体制"),
        ("〈表5〉 件数", "表5", "件数"),
        ("表１－２　件数", "表1－2", "件数"),
        ("別表一　国の一覧", "別表一", "国の一覧"),
        ("図3「情報の流れ」", "図3", "「情報の流れ」"),
        ("Figure A. Scope", "Figure A", "Scope"),
        ("Fig. 2: Scope", "Fig. 2", "Scope"),
        ("Box 1 What is a norm", "Box 1", "What is a norm"),
        ("TABLE IV Votes", "TABLE IV", "Votes"),
        ("Chart 5", "Chart 5", ""),
    ],
)
def test_a_caption_has_a_number_and_a_title(caption: str, number: str, title: str) -> None:
    lines = lines_from(caption)
    (found,) = find_tables(lines, find_widths(lines), set())

    assert (found.number, found.title, found.lines) == (number, title, (0,))


@pytest.mark.parametrize(
    ("caption", "kind"),
    [
        ("表1　件数", "table"),
        ("別表1　件数", "table"),
        ("図表1　件数", "table"),
        ("Box 1 Norms", "table"),
        ("図1　経路", "figure"),
        ("Figure 1 Path", "figure"),
        ("Chart 1 Path", "figure"),
    ],
)
def test_a_caption_tells_tables_from_figures(caption: str, kind: str) -> None:
    (found,) = find_tables(lines_from(caption), None, set())

    assert found.kind == kind


def test_a_sentence_that_begins_with_a_table_is_no_caption() -> None:
    document = repaired(text_of(NORMS, ["表１　件数は増えた。"], AID))

    assert apart(document) == []
    assert body_of(document) == [NORMS, "表1　件数は増えた。", AID]


@pytest.mark.parametrize("n", [24, 28])
def test_a_reference_that_begins_a_line_stays_in_its_sentence(n: int) -> None:
    filler = "支援の実績は、国や地域によって異なり、詳しくは次の頁に掲げた"
    text = filler[: n - 1] + "表１のとおり、大きく異なっている。" + NORMS
    lines = wrapped(text, n)
    assert lines[1].startswith("表１のとおり")

    document = repaired(text_of(lines, AID, n=n))

    assert apart(document) == []
    assert body_of(document) == [text.replace("１", "1"), AID]


def test_an_english_reference_that_begins_a_line_stays_in_its_sentence() -> None:
    text = (
        "The number of norms that States have put into practice differs, as we show in Table 2 of "
        "this report, from region to region. " + STATES + " " + STATES
    )
    lines = wrapped_words(text, 78)
    assert lines[1].startswith("Table 2 of")

    document = repaired(text_of(lines))

    assert apart(document) == []
    assert body_of(document) == [text]


def test_notes_are_no_tables() -> None:
    lines = lines_from("表1　件数\n国名　七件")

    assert find_tables(lines, None, {0, 1}) == []


# --- boxes -------------------------------------------------------------------

ROWS = (("国名", "前年", "今年"), ("日本", "3", "5"), ("豪州", "7", "9"), ("韓国", "4", "6"))


def cells(top: float, rows: tuple[tuple[str, ...], ...] = ROWS) -> list[Put]:
    return [
        Put(text, left, top + LEADING * r)
        for r, row in enumerate(rows)
        for text, left in zip(row, (60, 160, 220), strict=True)
    ]


def page_of(*lines: list[Put]) -> RawPage:
    return drawn(
        [*typeset(NORMS, 28), *(p for each in lines for p in each), *typeset(AID, 28, 450)]
    )


def flat(rows: tuple[tuple[str, ...], ...] = ROWS) -> list[str]:
    return [cell for row in rows for cell in row]


def test_three_rows_of_cells_are_a_table_without_caption() -> None:
    document = repaired(page_of(cells(300, ROWS[:3])))

    assert shown(document) == [("table", None, "", flat(ROWS[:3]))]
    assert body_of(document) == [NORMS, AID]
    assert apart(document)[0].page == 1


def test_two_rows_of_cells_are_no_table() -> None:
    document = repaired(page_of(cells(300, (("甲案", "賛成", "反対"), ("乙案", "棄権", "賛成")))))

    assert apart(document) == []
    assert body_of(document) == [NORMS, "甲案", "賛成", "反対", "乙案", "棄権", "賛成", AID]


def test_a_number_and_the_next_rows_country_are_not_one_word() -> None:
    document = repaired(page_of(cells(300, (("国名", "2020", "2021"), ("日本", "3", "5")))))

    assert body_of(document) == [NORMS, "国名", "2020", "2021", "日本", "3", "5", AID]


def test_caption_rows_and_remark_are_one_table() -> None:
    document = repaired(
        page_of(
            [Put("表３　支援の件数", 120, 280)],
            cells(300),
            [Put("（注）件数は年度の合計。", 60, 364)],
        )
    )

    assert shown(document) == [
        ("table", "表3", "支援の件数", ["表3　支援の件数", *flat(), "（注）件数は年度の合計。"])
    ]
    assert body_of(document) == [NORMS, AID]


def test_a_caption_below_the_rows_takes_them() -> None:
    document = repaired(page_of(cells(300), [Put("図３　攻撃の経路", 120, 370)]))

    assert shown(document) == [("figure", "図3", "攻撃の経路", [*flat(), "図3　攻撃の経路"])]
    assert body_of(document) == [NORMS, AID]


def test_a_long_cell_in_a_row_is_a_cell_though_it_ends_a_sentence() -> None:
    rows = (
        ("国名", "説明"),
        ("日本", "研修を三回にわたって行った。"),
        ("豪州", "専門家を派遣した。"),
    )
    put = [
        Put(text, left, 300 + LEADING * r)
        for r, row in enumerate(rows)
        for text, left in zip(row, (60, 130), strict=True)
    ]
    document = repaired(page_of([Put("表３　支援の内容", 120, 280)], put))

    assert shown(document)[0][3] == ["表3　支援の内容", *flat(rows)]
    assert body_of(document) == [NORMS, AID]


def test_a_boxed_table_does_not_cut_the_sentence_around_it() -> None:
    lines = typeset(NORMS, 28)
    rest = [Put(p.text, p.left, p.bottom + 200, right=p.right) for p in lines[2:]]
    page = drawn([*lines[:2], Put("表３　支援の件数", 120, 160), *cells(180), *rest])
    document = repaired(page)

    assert body_of(document) == [NORMS]
    assert shown(document)[0][3] == ["表3　支援の件数", *flat()]


def test_tables_stand_behind_the_notes_in_their_order() -> None:
    document = repaired(
        page_of(
            [Put("表１　支援の件数", 120, 260)], cells(280), [Put("図１　攻撃の経路", 120, 390)]
        )
    )

    assert [s.number for s in apart(document)] == ["表1", "図1"]
    assert apart(document)[0].span.start == document.body_span.end + 1
    assert apart(document)[1].span.end == len(document.text)
