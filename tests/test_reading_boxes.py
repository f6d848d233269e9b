"""Characters with boxes → lines: where one ends, and what is raised on it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jacyber_nlp.reading.boxes import Glyphs, lines_of_glyphs
from jacyber_nlp.records import Box
from jacyber_nlp.script import is_wide

QUICK = settings(deadline=None, max_examples=60)
WIDTH, HEIGHT = 600.0, 800.0
JA = "各国は情報の自由な流通を守る"


@dataclass
class Sheet:
    """A page to write on; y is given from above, as people measure.

    Characters have their font size and the place of their pen; a wide one moves
    the pen by its size, a narrow one by half of it.
    """

    vertical: bool = False
    text: str = ""
    rows: list[tuple[float, float, float, float]] = field(default_factory=list)
    fonts: list[tuple[float, float, float]] = field(default_factory=list)
    inks: list[float] = field(default_factory=list)
    pen: float = 0.0

    def write(
        self,
        text: str,
        x: float | None = None,
        base: float = 100.0,
        size: float = 10.0,
        *,
        ink: float = 0.0,
        hang: float = 0.0,
    ) -> Sheet:
        """Write from ``x`` on (the pen's place if None) at a baseline.

        A page of vertical writing is the same, turned: lines run downward, and
        follow each other from right to left.

        Args:
            text: ``\\n`` is a line end of the file, without a box of its own.
            x: Of the first character's left edge.
            base: Baseline, from the page's top.
            size: Font size.
            ink: How high above the baseline its ink begins.
            hang: By how much its box reaches lower than the font's.
        """
        at = self.pen if x is None else x
        for char in text:
            step = 0.0 if char in "\r\n" else size if is_wide(char) else size / 2
            top, bottom = base - 0.88 * size, base + 0.12 * size + hang
            if self.vertical:  # the left edge of a line is its page's upper one
                self.rows.append((WIDTH - bottom, HEIGHT - at, WIDTH - top, HEIGHT - at - step))
                self.fonts.append((size, WIDTH - base, HEIGHT - at))
            else:
                self.rows.append((at, HEIGHT - top, at + step, HEIGHT - bottom))
                self.fonts.append((size, at, HEIGHT - base))
            self.inks.append(HEIGHT - base + ink)
            self.text += char
            at += step
        self.pen = at
        return self

    def skip(self, points: float) -> Sheet:
        """Move the pen without a character."""
        self.pen += points
        return self

    def glyphs(self) -> Glyphs:
        boxes = np.array(self.rows, np.float32).reshape(-1, 4)
        return Glyphs(
            self.text, boxes, self.fonts.__getitem__, self.inks.__getitem__, WIDTH, HEIGHT
        )

    def lines(self) -> list[str]:
        return lines_of_glyphs(self.glyphs())[0]

    def boxes(self) -> list[Box]:
        return lines_of_glyphs(self.glyphs())[1]


def raised(sheet: Sheet) -> list[list[str]]:
    lines, boxes = lines_of_glyphs(sheet.glyphs())
    return [
        [line[start:end] for start, end in box.raised]
        for line, box in zip(lines, boxes, strict=True)
    ]


# --- where a line ends -------------------------------------------------------


def test_a_page_without_characters_has_no_lines() -> None:
    assert lines_of_glyphs(Sheet().glyphs()) == ([], [])
    assert lines_of_glyphs(Sheet().write(" \r\n ").glyphs()) == ([], [])


def test_characters_beside_each_other_are_a_line_with_its_box() -> None:
    sheet = Sheet().write("情報の自由", 50, 100)

    assert lines_of_glyphs(sheet.glyphs()) == (
        ["情報の自由"],
        [Box(50.0, 91.2, 100.0, 101.2, 10.0)],
    )


def test_a_new_baseline_is_a_new_line_whether_or_not_the_file_says_so() -> None:
    for end in ("\r\n", ""):
        sheet = Sheet().write(f"情報の{end}", 50, 100).write("自由", 50, 115)

        assert sheet.lines() == ["情報の", "自由"]
        assert [box.bottom for box in sheet.boxes()] == [101.2, 116.2]


def test_lines_keep_the_order_of_the_file() -> None:
    sheet = Sheet().write("二\r\n", 50, 115).write("一", 50, 100)

    assert sheet.lines() == ["二", "一"]


@pytest.mark.parametrize(("off", "lines"), [(0.0, 1), (3.4, 1), (3.6, 2)])
def test_a_baseline_that_is_a_little_off_is_still_the_lines(off: float, lines: int) -> None:
    sheet = Sheet().write("free", 50, 100).write("flow", 70, 100 + off)

    assert len(sheet.lines()) == lines


@pytest.mark.parametrize(("gap", "lines"), [(0, 1), (15, 1), (17, 2), (60, 2)])
def test_a_gap_as_between_cells_divides_a_line(gap: float, lines: int) -> None:
    assert len(Sheet().write("情報", 50).skip(gap).write("自由").lines()) == lines


@pytest.mark.parametrize(("gap", "lines"), [(8, ["情報 自由"]), (10, ["情報", "自由"])])
def test_a_line_that_the_file_breaks_is_one_only_where_its_parts_touch(
    gap: float, lines: list[str]
) -> None:
    assert Sheet().write("情報\r\n", 50).skip(gap).write("自由").lines() == lines


def test_fragments_that_the_file_breaks_are_one_line() -> None:
    assert Sheet().write("free\r\n", 50).write("dom\n").write("s").lines() == ["freedoms"]


def test_a_pen_that_goes_back_begins_a_line() -> None:
    sheet = Sheet().write("right", 300).write("left", 50)

    assert sheet.lines() == ["right", "left"]


def test_columns_beside_each_other_are_two_lines_of_their_widths() -> None:
    sheet = Sheet().write(JA, 50).write(JA, 320)

    assert sheet.lines() == [JA, JA]
    assert [(box.left, box.right) for box in sheet.boxes()] == [(50.0, 190.0), (320.0, 460.0)]


def test_letters_that_hang_below_the_fonts_box_divide_nothing() -> None:
    sheet = Sheet().write("le", 50).write("g", hang=3).write("ality and law", None)

    assert sheet.lines() == ["legality and law"]
    assert sheet.boxes() == [Box(50.0, 91.2, 130.0, 101.2, 10.0)]


# --- blanks ------------------------------------------------------------------


def test_blanks_of_the_file_stay_between_words() -> None:
    assert Sheet().write("free flow of data", 50).lines() == ["free flow of data"]


def test_a_blank_is_put_where_the_file_has_none_and_pieces_stand_apart() -> None:
    assert Sheet().write("Article", 50).skip(3).write("12").lines() == ["Article 12"]
    assert Sheet().write("Article", 50).skip(1).write("12").lines() == ["Article12"]


@pytest.mark.parametrize(
    ("sheet", "line"),
    [
        pytest.param(Sheet().write("全", 50).skip(2.5).write("26"), "全26", id="no blank, quarter"),
        pytest.param(
            Sheet().write("国連 GGE", 50).skip(-2.5).write(" の報告"), "国連 GGEの報告", id="thin"
        ),
        pytest.param(Sheet().write("第 3 条", 50), "第 3 条", id="half an em is a blank"),
        pytest.param(
            Sheet().write("第", 50).skip(-2.5).write(" 3").skip(-2.5).write(" 条"),
            "第3条",
            id="quarters of an em around a digit",
        ),
        pytest.param(
            Sheet().write("free", 50).skip(-2.5).write(" flow"), "free flow", id="thin in English"
        ),
    ],
)
def test_the_quarter_of_an_em_between_ideographs_and_latin_is_no_blank(
    sheet: Sheet, line: str
) -> None:
    assert sheet.lines() == [line]


# --- numbers before their text -----------------------------------------------


@pytest.mark.parametrize(
    "number", ["1.", "12)", "(3)", "（4）", "a)", "iv.", "B.", "•", "■", "○", "–"]
)
def test_a_number_and_its_text_are_one_line(number: str) -> None:
    sheet = Sheet().write(number, 50).write("States act", 50 + len(number) * 10 + 40)

    assert sheet.lines() == [f"{number} States act"]


@pytest.mark.parametrize("number", ["2024.", "12", "表1", "Art.", "1.2.", "1,"])
def test_what_is_no_number_of_an_item_stays_apart_from_what_follows(number: str) -> None:
    sheet = Sheet().write(number, 50).skip(40).write("States act")

    assert sheet.lines() == [number, "States act"]


def test_a_number_too_far_from_its_text_is_a_cell() -> None:
    assert Sheet().write("1.", 50).skip(59).write("States").lines() == ["1. States"]
    assert Sheet().write("1.", 50).skip(61).write("States").lines() == ["1.", "States"]


def test_only_the_first_piece_of_a_line_is_its_number() -> None:
    sheet = Sheet().write("1.", 50).skip(40).write("States 2.").skip(40).write("act")

    assert sheet.lines() == ["1. States 2.", "act"]


# --- raised marks ------------------------------------------------------------


def test_a_small_mark_above_the_baseline_is_raised_and_on_its_line() -> None:
    sheet = Sheet().write("規範", 50).write("12", None, 96, 6).write("を守る")

    assert sheet.lines() == ["規範12を守る"]
    assert raised(sheet) == [["12"]]
    assert sheet.boxes() == [Box(50.0, 91.2, 106.0, 101.2, 10.0, ((2, 4),))]


def test_the_same_digits_in_full_size_are_not_raised() -> None:
    sheet = Sheet().write("規範", 50).write("12", None, 100).write("を守る")

    assert (sheet.lines(), raised(sheet)) == (["規範12を守る"], [[]])


def test_a_small_mark_on_the_baseline_is_not_raised() -> None:
    sheet = Sheet().write("H", 50).write("2", None, 100, 6).write("O")

    assert (sheet.lines(), raised(sheet)) == (["H2O"], [[]])


def test_a_subscript_is_not_raised() -> None:
    sheet = Sheet().write("CO", 50).write("2", None, 102, 6).write(" rises")

    assert (sheet.lines(), raised(sheet)) == (["CO2 rises"], [[]])


def test_digits_that_the_font_itself_raises_show_by_their_ink() -> None:
    sheet = Sheet().write("規範", 50).write("3", ink=3).write("を守る")

    assert (sheet.lines(), raised(sheet)) == (["規範3を守る"], [["3"]])


@pytest.mark.parametrize(("ink", "found"), [(1.9, []), (2.1, ["3"])])
def test_ink_a_little_above_the_baseline_is_no_superscript(ink: float, found: list[str]) -> None:
    sheet = Sheet().write("law", 50).write("3", ink=ink).write(" holds")

    assert raised(sheet) == [found]


def test_a_quotation_mark_begins_high_and_is_no_superscript() -> None:
    sheet = (
        Sheet().write("the ", 50).write("12", ink=0).write("”", ink=6).write("3 and ").write("4")
    )
    quoted = Sheet().write("the year 1999", 50)

    for mark in "”*°":
        quoted.write("7").write(mark, ink=6)

    assert raised(sheet) == raised(quoted) == [[]]


def test_marks_beside_each_other_are_one_run_and_marks_apart_are_two() -> None:
    together = Sheet().write("規範", 50).write("1", None, 96, 6).write(",", None, 96, 6)
    together.write("2", None, 96, 6).write("を守る")
    apart = Sheet().write("規範", 50).write("1", None, 96, 6).write("と").write("2", None, 96, 6)

    assert raised(together.write("自由")) == [["1,2"]]
    assert raised(apart.write("を守る。自由")) == [["1", "2"]]


def test_a_mark_at_the_head_of_a_note_is_raised() -> None:
    sheet = Sheet().write("7", 50, 696, 6).write("See the report of the group.", None, 700)

    assert sheet.lines() == ["7See the report of the group."]
    assert raised(sheet) == [["7"]]


def test_the_size_of_a_line_is_that_of_most_of_its_characters() -> None:
    sheet = Sheet().write("第1章", 50, 100, 16).write(JA, 115, 100, 10)

    assert [box.size for box in sheet.boxes()] == [10.0]


def test_a_line_half_of_marks_has_the_size_of_its_words() -> None:
    sheet = Sheet().write("法", 50).write("12", None, 96, 6)

    assert [(box.size, box.top) for box in sheet.boxes()] == [(10.0, 91.2)]
    assert raised(sheet) == [["12"]]


def test_readings_above_kanji_are_no_part_of_the_lines_around() -> None:
    """Ruby stands a whole line higher than a note's mark."""
    sheet = Sheet().write("みんしゅしゅぎ\r\n", 50, 89, 5).write("民主主義を守る", 50, 100)

    assert sheet.lines() == ["みんしゅしゅぎ", "民主主義を守る"]


# --- vertical pages ----------------------------------------------------------


def test_a_vertical_page_comes_out_as_if_it_were_turned() -> None:
    across, down = Sheet(), Sheet(vertical=True)
    for sheet in (across, down):
        sheet.write(f"{JA}\r\n", 60, 100).write(f"{JA}\r\n", 60, 120).write("自由", 60, 140)

    assert down.lines() == [JA, JA, "自由"]
    assert down.boxes() == across.boxes()


def test_a_few_characters_below_each_other_do_not_turn_a_page() -> None:
    sheet = Sheet()
    for i, char in enumerate("縦書き"):
        sheet.write(char, 50, 100 + 10 * i)

    assert sheet.lines() == ["縦", "書", "き"]


def test_a_page_of_short_lines_is_not_turned_by_its_line_heads() -> None:
    """Twelve characters stand below each other, as in a column; more stand side by side."""
    sheet = Sheet()
    for i in range(12):
        sheet.write("国", 50, 100 + 12 * i)
    sheet.write(JA, 50, 300)

    assert sheet.lines() == [*"国" * 12, JA]


def test_a_column_of_digits_does_not_turn_a_page_of_lines() -> None:
    sheet = Sheet()
    for i in range(12):
        sheet.write(JA, 50, 100 + 12 * i).write(str(i % 10), 400, 100 + 12 * i)

    assert sheet.lines() == [line for i in range(12) for line in (JA, str(i % 10))]


# --- properties --------------------------------------------------------------

WORDS = st.lists(st.text("国家主権自由freedom,", min_size=1, max_size=12), min_size=1, max_size=8)


@QUICK
@given(WORDS)
def test_no_character_is_lost_or_added_but_blanks(words: list[str]) -> None:
    sheet = Sheet()
    for i, word in enumerate(words):
        sheet.write(word, 50 + 37 * (i % 3), 100 + 6 * i, 6 + i)

    assert "".join("".join(sheet.lines()).split()) == "".join("".join(words).split())


@QUICK
@given(WORDS, st.integers(0, 200), st.integers(0, 300))
def test_lines_do_not_depend_on_where_the_page_shows_them(
    words: list[str], right: int, down: int
) -> None:
    here, there = Sheet(), Sheet()
    for i, word in enumerate(words):
        here.write(word, 50, 100 + 15 * i)
        there.write(word, 50 + right, 100 + down + 15 * i)

    assert here.lines() == words == there.lines()
    for a, b in zip(here.boxes(), there.boxes(), strict=True):
        moved = replace(
            a, left=a.left + right, right=a.right + right, top=a.top + down, bottom=a.bottom + down
        )
        assert (moved.left, moved.right, moved.size) == (b.left, b.right, b.size)
        assert (moved.top, moved.bottom) == pytest.approx((b.top, b.bottom), abs=0.011)


@QUICK
@given(WORDS)
def test_every_raised_run_lies_within_its_line(words: list[str]) -> None:
    sheet = Sheet()
    for i, word in enumerate(words):
        sheet.write("国家主権", 50 if i == 0 else None).write(word, None, 95, 6)

    lines, boxes = lines_of_glyphs(sheet.glyphs())

    assert "".join(
        line[start:end] for line, box in zip(lines, boxes, strict=True) for start, end in box.raised
    ) == "".join(words)
