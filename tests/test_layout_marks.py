"""What may be the mark of a note in the text, and what may begin a note."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jacyber_nlp.layout.lines import Line, lines_of
from jacyber_nlp.layout.marks import LEAST_SCORE, Mark, find_marks
from jacyber_nlp.layout.starts import Start, find_starts, is_small
from toy.pages import NOTE_SIZE, SIZE, Put, drawn, lines_from, raised_marks, raw_of

QUICK = settings(deadline=None, max_examples=60)


def marks_in(text: str, *, plain: bool = True) -> list[Mark]:
    return list(find_marks(lines_from(text), plain=plain))


def start_of(text: str) -> Start | None:
    return next(iter(find_starts(lines_from(text), None)), None)


def lines_put(*put: Put) -> list[Line]:
    return lines_of(raw_of(drawn(put)))


# --- marks in the text -------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "mark", "value", "style"),
    [
        ("表明してきた１。", "1", "1", "plain"),
        ("表明してきた12。", "12", "12", "plain"),
        ("表明してきた¹²。", "¹²", "12", "super"),
        ("表明してきた（注3）。", "（注3）", "3", "prefix"),
        ("表明してきた註3。", "註3", "3", "prefix"),
        ("措置※1を講じる", "※1", "1", "prefix"),
        ("措置＊2を講じる", "＊2", "2", "prefix"),
        ("措置*2を講じる", "*2", "2", "prefix"),
        ("表明した[4]。", "[4]", "4", "bracket"),
        ("表明した［４］。", "［4］", "4", "bracket"),
        ("表明した〔4〕。", "〔4〕", "4", "bracket"),
        ("表明した（４）。", "（4）", "4", "paren"),
        ("the report (1) for", "(1)", "1", "paren"),
        ("表明した4)。", "4)", "4", "close"),
        ("規範」3は", "3", "3", "plain"),
        ("計画（第2版）5に", "5", "5", "plain"),
        ("as OEWG3 and", "3", "3", "plain"),
        ("by States.12 It", "12", "12", "plain"),
        ("acts,2 and", "2", "2", "plain"),
        ("in 20212 and", "2", "2", "plain"),
        ("in 2021.3", "3", "3", "plain"),
        ("措置※を講じる", "※", "※", "symbol"),
        ("措置†を講じる", "†", "†", "symbol"),
        ("the norm** and", "**", "**", "symbol"),
    ],
)
def test_a_number_or_sign_after_a_word_may_be_a_mark(
    text: str, mark: str, value: str, style: str
) -> None:
    (found,) = marks_in(text)
    folded = lines_from(text)[0].text

    assert (folded[found.start : found.end].strip(), found.value, found.style) == (
        mark,
        value,
        style,
    )
    assert found.score >= LEAST_SCORE


@pytest.mark.parametrize(
    "text",
    [
        "2019年に15か国が参加した",
        "第3回の会合",
        "表2のとおり",
        "図1に示す",
        "11項目の規範",
        "24時間の体制",
        "20%の増加",
        "約20の機関",
        "全8章から成る",
        "12,500円の予算",
        "1.5倍に増えた",
        "令和6、7の各年度",
        "グループ4。",
        "レベル3に達した",
        "of 47 States",
        "A/70/174",
        "A/RES/73/27 and",
        "A/AC.290/2021/CRP.2/Rev.1",
        "COVID-19 and",
        "ISO/IEC 27001",
        "version 2.0 of",
        "pp. 12 and 14",
        "No. 5 of",
        "Article 51 of",
        "paragraph 3. It",
        "the 1990s",
        "5Gの整備",
        "１ 情報の共有",
        "（１）情報の共有",
        "1) an item",
        "[1] a note",
        "※1 声明による",
        "2",
    ],
)
def test_quantities_symbols_and_numbers_of_parts_are_no_marks(text: str) -> None:
    assert marks_in(text) == []


def test_the_unit_of_a_quantity_may_stand_on_the_next_line() -> None:
    assert marks_in("この会合に参加したのは15\nか国であった") == []
    assert [mark.value for mark in marks_in("この会合に参加した15\n我が国は")] == ["15"]


def test_a_bracket_that_closes_an_open_one_is_no_part_of_the_mark() -> None:
    (alone,) = marks_in("表明した4)。")
    (within,) = marks_in("（表明した4)。")
    (above,) = marks_in("（これを表明し、\nかつ確認した4)。")

    assert (alone.start, alone.end, alone.style) == (4, 6, "close")
    assert (within.start, within.end, within.style) == (5, 6, "plain")
    assert (above.line, above.start, above.end, above.style) == (1, 6, 7, "plain")


def test_a_year_with_a_mark_loses_the_mark_only() -> None:
    (mark,) = marks_in("as agreed in 202112 by all")

    assert (mark.start, mark.end, mark.value) == (len("as agreed in 2021"), 19, "12")


def test_a_blank_before_a_mark_goes_with_it() -> None:
    (mark,) = marks_in("議論が続く 5 。")

    assert (mark.start, mark.end) == (5, 7)


@pytest.mark.parametrize("text", ["表明してきた1。", "known as OEWG3 and", "in 20212 and"])
def test_where_the_layout_raises_marks_bare_digits_are_none(text: str) -> None:
    assert len(marks_in(text)) == 1
    assert marks_in(text, plain=False) == []


def test_brackets_and_superscripts_are_marks_also_where_bare_digits_are_none() -> None:
    found = marks_in("表明した[4]ことは、¹の示す（注2）とおり", plain=False)

    assert [(mark.value, mark.style) for mark in found] == [
        ("4", "bracket"),
        ("1", "super"),
        ("2", "prefix"),
    ]


def test_after_a_full_stop_or_bracket_a_digit_is_likelier_a_mark_than_after_a_word() -> None:
    scores = [marks_in(f"{word}3は")[0].score for word in ("規範」", "規範")]

    assert scores == [2.0, 1.1]
    assert marks_in("表明した1。")[0].score > marks_in("表明した1必要")[0].score


def test_marks_come_in_the_order_of_the_text() -> None:
    text = "一つ目の規範1と、二つ目の規範2がある。\n三つ目の規範3も、その後に加わった。"

    assert [(mark.line, mark.value) for mark in marks_in(text)] == [(0, "1"), (0, "2"), (1, "3")]


def test_a_raised_digit_is_a_mark_wherever_it_stands() -> None:
    lines = lines_put(*raised_marks([Put("15¹か国が参加した第3²回の会合", 50, 100)]))

    assert [(m.value, m.style, m.start, m.end) for m in find_marks(lines, plain=False)] == [
        ("1", "raised", 2, 3),
        ("2", "raised", 12, 13),
    ]


def test_a_raised_digit_is_one_mark_though_digits_without_raise_count_too() -> None:
    lines = lines_put(*raised_marks([Put("表明してきた¹。", 50, 100)]))

    assert [m.style for m in find_marks(lines, plain=True)] == ["raised"]


def test_a_raised_bracketed_number_goes_as_a_whole() -> None:
    lines = lines_put(Put("表明した1)ことは", 50, 100, raised=((4, 6),)))
    marks = list(find_marks(lines, plain=False))

    assert [(m.value, m.start, m.end) for m in marks] == [("1", 4, 6)]


def test_raised_signs_are_marks_and_raised_readings_are_none() -> None:
    lines = lines_put(
        Put("表明した※ことは", 50, 100, raised=((4, 5),)),
        Put("約款やっかんを定める", 50, 120, raised=((2, 6),)),
    )

    assert {(m.line, m.value) for m in find_marks(lines, plain=False)} == {(0, "※")}


def test_a_line_that_is_raised_as_a_whole_has_no_mark() -> None:
    lines = lines_put(Put("12", 50, 100, raised=((0, 2),)))

    assert list(find_marks(lines, plain=False)) == []


@pytest.mark.parametrize(
    ("text", "mark", "values"),
    [
        ("表明した[1,2]。", "[1,2]", "1 2"),
        ("表明した[1-3]。", "[1-3]", "1 2 3"),
        ("表明した（注1、2）。", "（注1、2）", "1 2"),
        ("表明した¹⁻³。", "¹⁻³", "1 2 3"),
        ("acts.1,2 It", "1,2", "1 2"),
        pytest.param(
            "表明した[1, 2]。",
            "[1, 2]",
            "1 2",
        ),
    ],
)
def test_one_mark_may_stand_for_several_notes(text: str, mark: str, values: str) -> None:
    found = marks_in(text)

    assert {text[m.start : m.end] for m in found} == {mark}
    assert " ".join(m.value for m in found) == values
    assert [m.order for m in found] == list(range(len(values.split())))


@pytest.mark.parametrize("raised", ["1,2", "1)2)"])
def test_a_raised_group_is_one_mark_for_several_notes(raised: str) -> None:
    lines = lines_put(Put(f"表明した{raised}ことは", 50, 100, raised=((4, 4 + len(raised)),)))
    found = list(find_marks(lines, plain=False))

    assert [(m.value, m.start, m.end, m.order) for m in found] == [
        ("1", 4, 4 + len(raised), 0),
        ("2", 4, 4 + len(raised), 1),
    ]


@pytest.mark.parametrize("mark", ["（3）", "[3]", "（注3）", "※3"])
@pytest.mark.parametrize("following", ["。その際", "、その際"])
def test_a_mark_begins_a_line_where_the_sentence_before_it_goes_on(
    mark: str, following: str
) -> None:
    open_sentence = marks_in(f"取組を進めている\n{mark}{following}")

    assert [(m.line, m.start, m.end, m.value) for m in open_sentence] == [(1, 0, len(mark), "3")]
    assert marks_in(f"取組を進めている。\n{mark}{following}") == []
    assert marks_in(f"取組を進めている\n{mark}情報の共有") == []


# --- what may begin a note ---------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "mark", "style", "rest"),
    [
        ("1 外務省の声明による。", "1", "1", "plain", "外務省の声明による。"),
        ("１　外務省の声明による。", "1", "1", "plain", "外務省の声明による。"),
        ("1外務省の声明による。", "1", "1", "plain", "外務省の声明による。"),
        ("1. See the report.", "1", "1.", "dot", "See the report."),
        ("1、声明による。", "1", "1、", "dot", "声明による。"),
        ("（１）声明による。", "1", "（1）", "paren", "声明による。"),
        ("12) 声明による。", "12", "12)", "close", "声明による。"),
        ("[12] 声明による。", "12", "[12]", "bracket", "声明による。"),
        ("注3 声明による。", "3", "注3", "prefix", "声明による。"),
        ("（注３）声明による。", "3", "（注3）", "prefix", "声明による。"),
        ("※1 声明による。", "1", "※1", "prefix", "声明による。"),
        ("*1 声明による。", "1", "*1", "prefix", "声明による。"),
        ("¹ 声明による。", "1", "1", "super", "声明による。"),
        ("¹²声明による。", "12", "12", "super", "声明による。"),
        ("※　声明による。", "※", "※", "symbol", "声明による。"),
        ("† See the report.", "†", "†", "symbol", "See the report."),
        ("** See the report.", "**", "**", "symbol", "See the report."),
    ],
)
def test_a_line_with_a_mark_before_it_may_begin_a_note(
    text: str, value: str, mark: str, style: str, rest: str
) -> None:
    found = start_of(text)

    assert found is not None
    assert (found.value, found.mark, found.style) == (value, mark, style)
    assert lines_from(text)[0].text[found.length :] == rest


@pytest.mark.parametrize(
    "text",
    [
        "声明による。",
        "1",
        "3か国は、これに応じた。",
        "11月に会合が開かれた。",
        "20th meeting of the group.",
        "12/3 の割合である。",
        "1,500円の予算である。",
        "2-3 の項目である。",
        "1) ",
        "(1 See the report.",
        "第1条 国は、責務を有する。",
        "* ",
    ],
)
def test_other_lines_begin_no_note(text: str) -> None:
    assert start_of(text) is None


@pytest.mark.parametrize("text", ["2019年の報告書がある。", "1234件の申請があった。"])
def test_a_year_or_a_long_number_begins_no_note(text: str) -> None:
    assert start_of(text) is None


def score_of(text: str, at: int = 0) -> float:
    return find_starts(lines_from(text), None)[at].score


def test_a_start_is_likelier_under_a_title_after_a_gap_and_after_a_full_stop() -> None:
    bare = score_of("1 声明による。")

    assert score_of("注\n1 声明による。") == bare + 1.0
    assert score_of("Notes\n1 声明による。") == pytest.approx(bare + 1.2)  # after ASCII, too
    assert score_of("これを守る。\n1 声明による。") == pytest.approx(bare + 0.2)
    assert score_of("これを守る。\n\n1 声明による。") == pytest.approx(bare + 0.6)


def test_a_short_line_that_ends_no_sentence_is_rather_a_heading() -> None:
    assert score_of("1 声明による。") - score_of("1 基本的な考え方") == pytest.approx(0.8)


def test_a_line_that_goes_on_in_small_letters_is_hardly_a_note_but_an_address_is() -> None:
    assert score_of("1 Below.") - score_of("1 below.") == pytest.approx(1.0)
    assert score_of("1 https://example.org/2") == score_of("1 Below.")


# --- with boxes --------------------------------------------------------------


def test_small_lines_are_those_set_below_the_size_of_the_body() -> None:
    body, note, near = lines_put(
        Put("本文", 50, 100), Put("注", 50, 120, NOTE_SIZE), Put("近い", 50, 140, 9.5)
    )

    assert [is_small(line, SIZE) for line in (body, note, near)] == [False, True, False]
    assert not is_small(note, None)
    assert not is_small(lines_from("注")[0], SIZE)


def test_a_small_line_is_a_start_and_one_of_the_bodys_size_is_none() -> None:
    small, large = lines_put(
        Put("1 声明による。", 50, 100, NOTE_SIZE), Put("2 報告書による。", 50, 120)
    )

    (found,) = find_starts([small, large], SIZE)
    assert (found.line, found.value, found.score) == (0, "1", 2.5)
    assert find_starts([large], SIZE) == []


def test_under_a_title_also_a_line_of_the_bodys_size_begins_a_note() -> None:
    lines = lines_put(Put("注", 50, 80), Put("2 報告書による。", 50, 100))

    assert [(start.value, start.titled) for start in find_starts(lines, SIZE)] == [("2", True)]


def test_a_raised_number_at_a_lines_beginning_begins_a_note() -> None:
    lines = lines_put(*raised_marks([Put("¹² 声明による。", 50, 100, NOTE_SIZE)]))

    assert find_starts(lines, SIZE) == [Start(0, "12", "12", "raised", 3, titled=False, score=3.0)]


def test_raised_words_at_a_lines_beginning_begin_no_note() -> None:
    lines = lines_put(Put("やっ1かん定める", 50, 100, NOTE_SIZE, ((0, 5),)))

    assert find_starts(lines, SIZE) == []


# --- properties --------------------------------------------------------------

PIECES = (
    "規範",
    "。",
    "、",
    " ",
    "（",
    "）",
    "1",
    "２",
    "12",
    "¹",
    "[3]",
    "※",
    "注",
    "A/",
    "年",
    "is ",
    "†",
)


@QUICK
@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), max_size=4))
def test_marks_and_starts_lie_within_their_lines(texts: list[str]) -> None:
    lines = lines_from("\n".join(texts))

    for mark in find_marks(lines, plain=True):
        text = lines[mark.line].text
        assert 0 <= mark.start < mark.end <= len(text)
        if mark.style != "symbol":
            assert mark.value.isdecimal()
            assert mark.value.isascii()
    for start in find_starts(lines, None):
        text = lines[start.line].text
        assert 0 < start.length <= len(text)
        assert text[: start.length].strip() != ""


@QUICK
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_marks_that_need_no_context_are_found_in_any_context(text: str) -> None:
    """Whether bare digits count or not, the others are the same."""

    def sure(*, plain: bool) -> list[Mark]:
        found = marks_in(text, plain=plain)
        return [m for m in found if m.style in ("super", "prefix", "bracket", "symbol")]

    assert sure(plain=True) == sure(plain=False)
