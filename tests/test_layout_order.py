"""The order in which people read a page, and how each line stands in its column."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jacyber_nlp.layout import repair
from jacyber_nlp.layout.lines import Line, lines_of
from jacyber_nlp.layout.order import in_reading_order
from toy.pages import (
    AID,
    ALERTS,
    LEADING,
    NORMS,
    NOTE_SIZE,
    Put,
    drawn,
    lines_from,
    raised_marks,
    raw_of,
    stacked,
    typeset,
)

QUICK = settings(deadline=None, max_examples=60)
LEFT, MIDDLE, RIGHT = 50.0, 180.0, 310.0


def ordered(*pages: Iterable[Put]) -> list[Line]:
    return in_reading_order(lines_of(raw_of(*(drawn(list(page)) for page in pages))))


def texts(lines: Iterable[Line | Put]) -> list[str]:
    return [line.text for line in lines]


def shuffled(put: Iterable[Put], seed: int = 1) -> list[Put]:
    made = list(put)
    random.Random(seed).shuffle(made)
    return made


def below(put: list[Put], lines: int = 1) -> float:
    """Return where the next line would stand below the lowest of these."""
    return max(p.bottom for p in put) + lines * LEADING


# --- order -------------------------------------------------------------------


def test_lines_without_boxes_keep_their_order() -> None:
    lines = lines_from("三つ目。\n一つ目。\n二つ目。")

    assert in_reading_order(lines) == lines


def test_no_lines_are_in_order() -> None:
    assert in_reading_order([]) == []


def test_if_one_line_has_no_box_all_keep_their_order() -> None:
    page = drawn([Put("下の行", 50, 200), Put("上の行", 50, 100)])
    lines = [*lines_of(raw_of(page)), *lines_from("箱のない行")]

    assert in_reading_order(lines) == lines


def test_one_column_is_read_from_top_to_bottom() -> None:
    column = typeset(NORMS, 24)

    assert texts(ordered(shuffled(column))) == texts(column)


@pytest.mark.parametrize("far", [1e9, 1e30])
def test_a_line_at_the_end_of_the_world_does_not_keep_the_others_waiting(far: float) -> None:
    column = typeset(NORMS, 24)
    column[-2] = replace(column[-2], right=far)

    assert texts(ordered(shuffled(column))) == texts(column)


def test_two_columns_are_read_one_after_the_other() -> None:
    left, right = typeset(NORMS, 14, left=LEFT), typeset(AID, 14, left=RIGHT)

    assert texts(ordered(shuffled([*left, *right]))) == texts([*left, *right])


def test_three_columns_are_read_one_after_the_other() -> None:
    columns = [
        typeset(text, 10, left=left)
        for text, left in zip((NORMS, AID, ALERTS), (LEFT, MIDDLE, RIGHT), strict=True)
    ]

    assert texts(ordered(shuffled(chain(*columns)))) == texts(chain(*columns))


@QUICK
@given(
    st.permutations((NORMS, AID, ALERTS)),
    st.integers(1, 3),
    st.integers(10, 14),
    st.sampled_from((16.0, 24.0, 40.0)),
    st.randoms(use_true_random=False),
)
def test_columns_of_any_number_and_width_are_read_in_turn(
    paragraphs: list[str], n: int, width: int, gutter: float, chance: random.Random
) -> None:
    step = 10.0 * width + gutter
    columns = [typeset(p, width, left=LEFT + step * i) for i, p in enumerate(paragraphs[:n])]
    drawn_order = list(chain(*columns))
    expected = texts(drawn_order)
    chance.shuffle(drawn_order)

    assert texts(ordered(drawn_order)) == expected


def test_a_title_across_the_columns_comes_first() -> None:
    title = Put("段にまたがる題名を大きな字で置く", LEFT + 40, 60, 16)
    left, right = typeset(NORMS, 14, left=LEFT), typeset(AID, 14, left=RIGHT - 80)

    assert texts(ordered(shuffled([title, *left, *right]))) == texts([title, *left, *right])


def test_what_spans_the_columns_divides_the_page_into_bands() -> None:
    near = RIGHT - 80
    above = typeset(NORMS, 14, left=LEFT), typeset(AID, 14, left=near)
    top = below([*above[0], *above[1]], 2)
    across = [
        Put("表1 支援の実績を国と地域と年度とに分けて示した表", LEFT, top),
        Put("国と地域の名、件数、金額、年度の欄を順に並べた行", LEFT, top + LEADING),
    ]
    top = below(across, 2)
    under = typeset(ALERTS, 14, top, LEFT), typeset(NORMS, 14, top, near)
    everything = [*above[0], *above[1], *across, *under[0], *under[1]]

    assert texts(ordered(shuffled(everything))) == texts(everything)


def test_a_row_of_several_cells_on_both_sides_spans_the_columns() -> None:
    near = RIGHT - 80
    left, right = typeset(NORMS, 14, left=LEFT), typeset(AID, 14, left=near)
    top = below([*left, *right], 2)
    cells = [
        Put(text, x, top + row * LEADING)
        for row, line in enumerate((("国", "件", "額", "年"), ("甲", "3", "7", "5")))
        for text, x in zip(line, (LEFT, LEFT + 60, near, near + 60), strict=True)
    ]

    assert texts(ordered(shuffled([*left, *right, *cells]))) == texts([*left, *right, *cells])


def test_notes_of_a_column_follow_its_text() -> None:
    near = RIGHT - 80
    left, right = typeset(NORMS, 14, left=LEFT), typeset(AID, 14, left=near)
    notes = [
        stacked(["1 左の段の注である。", "2 その次の注である。"], 500, LEFT, NOTE_SIZE),
        stacked(["3 右の段の注である。", "4 最後の注である。"], 500, near, NOTE_SIZE),
    ]
    everything = [*left, *notes[0], *right, *notes[1]]

    assert texts(ordered(shuffled(everything))) == texts(everything)


def test_notes_across_the_columns_follow_all_text() -> None:
    near = RIGHT - 80
    left, right = typeset(NORMS, 14, left=LEFT), typeset(AID, 14, left=near)
    notes = [
        Put(p.text, p.left, p.bottom, p.size, (), near + 140)
        for p in stacked(
            ["1 左の段から右の段まで続く長い注である。", "2 これも両方の段の下に置かれている。"],
            500,
            LEFT,
            NOTE_SIZE,
        )
    ]
    everything = [*left, *right, *notes]

    assert texts(ordered(shuffled(everything))) == texts(everything)


def test_a_short_note_above_notes_across_the_columns_follows_all_text_too() -> None:
    near = RIGHT - 80
    left, right = typeset(NORMS, 14, left=LEFT), typeset(AID, 14, left=near)
    short, *wide = stacked(
        ["1 短い注。", "2 両方の段の下に続く長い注である。", "3 これも段をまたいでいる。"],
        500,
        LEFT,
        NOTE_SIZE,
    )
    notes = [short, *(replace(note, right=near + 140) for note in wide)]

    assert texts(ordered(shuffled([*left, *right, *notes]))) == texts([*left, *right, *notes])


def test_notes_of_both_columns_leave_whole_paragraphs() -> None:
    near = RIGHT - 80
    text = NORMS.replace("必要がある。", "必要がある¹。") + AID.replace("いる。その", "いる²。その")
    lines = typeset(text, 14, left=LEFT)
    half = (len(lines) + 1) // 2
    right = [
        Put(p.text, near, 100 + i * LEADING, right=near + (p.box.right - p.left))
        for i, p in enumerate(lines[half:])
    ]
    notes = [
        Put("¹ 左の段の注である。", LEFT, 500, NOTE_SIZE),
        Put("² 右の段の注である。", near, 500, NOTE_SIZE),
    ]
    document = repair(raw_of(drawn(shuffled(raised_marks([*lines[:half], *right, *notes])))))

    assert document.body_span.of(document.text) == NORMS + AID
    assert [note.span.of(document.text) for note in document.notes] == [
        "左の段の注である。",
        "右の段の注である。",
    ]


def test_two_short_lists_side_by_side_are_rows_and_no_columns() -> None:
    left = stacked(["日本", "仏国", "豪州", "韓国", "印度", "伊国"], left=LEFT)
    right = stacked(["参加", "欠席のため書面で回答", "参加", "参", "欠席", "参加予定"], left=200)
    rows = [line for row in zip(left, right, strict=True) for line in row]

    assert texts(ordered(shuffled(rows))) == texts(rows)


def test_four_lines_beside_four_are_no_columns() -> None:
    left = stacked(["規範を尊重する国々"] * 4, left=LEFT)
    right = stacked(["支援を進める機関で"] * 4, left=200)
    rows = [line for row in zip(left, right, strict=True) for line in row]

    assert texts(ordered([*left, *right])) == texts(rows)
    more = [stacked([line.text for line in side] * 2, left=side[0].left) for side in (left, right)]
    assert texts(ordered([*more[1], *more[0]])) == texts([*more[0], *more[1]])


def test_every_page_has_its_own_columns_and_pages_stay_in_order() -> None:
    left, right = typeset(NORMS, 14, left=LEFT), typeset(AID, 14, left=RIGHT - 80)
    single = typeset(ALERTS, 28)
    found = ordered(shuffled([*left, *right]), shuffled(single, 2))

    assert texts(found) == texts([*left, *right, *single])
    assert [line.page for line in found] == [1] * len([*left, *right]) + [2] * len(single)
    assert [line.text for line in found if line.starts_page] == [left[0].text, single[0].text]


@QUICK
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 30)), min_size=1, max_size=40))
def test_no_line_is_lost_or_doubled_however_lines_stand(places: list[tuple[int, int]]) -> None:
    put = [
        Put(f"{i}行目の規範", 10.0 * x, 100 + 8.0 * y, (8.0, 10.0)[i % 2])
        for i, (x, y) in enumerate(places)
    ]

    assert sorted(texts(ordered(put))) == sorted(texts(put))


# --- how a line stands in its column -----------------------------------------


def stands(lines: Iterable[Line]) -> list[tuple[int, float | None]]:
    return [(line.indent, line.room) for line in lines]


def test_indent_is_counted_in_cells_from_the_left_edge_that_lines_share() -> None:
    column = [*typeset(NORMS, 20), *typeset(AID, 20, 300, indent=""), Put("・項目", 90, 600)]
    found = ordered(column)

    assert [line.indent for line in found if line.indent] == [2, 8]
    assert found[0].indent == 2


def test_each_column_has_its_own_left_edge() -> None:
    left, right = typeset(NORMS, 14, left=LEFT), typeset(AID, 14, left=RIGHT)
    found = ordered([*left, *right])

    assert [line.text for line in found if line.indent] == [left[0].text, right[0].text]
    assert {line.indent for line in found} == {0, 2}


def test_one_line_to_the_left_of_all_others_makes_no_edge() -> None:
    column = [Put("印", 20, 84), *typeset(NORMS, 20, indent=""), *typeset(AID, 20, 300, indent="")]

    assert [line.indent for line in ordered(column)] == [0] * len(column)


def test_room_is_what_is_left_free_at_the_right_end_in_cells() -> None:
    column = typeset(NORMS + AID, 20)
    rooms = [line.room for line in ordered(column)]

    assert rooms[:-1] == [0.0] * (len(column) - 1)
    assert rooms[-1] == 40 - 2 * len(column[-1].text)


def test_a_column_without_full_lines_is_as_wide_as_its_like_on_other_pages() -> None:
    full = typeset(NORMS + AID + ALERTS, 20)
    short = stacked(["これも短い行であるが、それほど短くはない", "短い行である。"])
    found = ordered(full, [replace(short[0], text=short[0].text[:-1]), short[1]])

    assert [line.room for line in found[-2:]] == [2.0, 26.0]


def test_a_wide_distance_is_a_gap_and_the_usual_one_is_none() -> None:
    first = typeset(NORMS, 20)
    second = typeset(AID, 20, below(first, 2))
    found = ordered([*first, *second])

    assert [line.text for line in found if line.gap] == [second[0].text]


def test_a_somewhat_wider_distance_is_no_gap() -> None:
    first = typeset(NORMS, 20)
    second = typeset(AID, 20, below(first) + 4)

    assert not any(line.gap for line in ordered([*first, *second]))


def test_a_document_with_wide_leading_has_no_gaps_but_its_own() -> None:
    lines = [Put(p.text, p.left, 100 + 32.0 * i) for i, p in enumerate(typeset(NORMS, 20))]
    more = [Put(p.text, p.left, 400 + 32.0 * i) for i, p in enumerate(typeset(AID, 20))]
    found = ordered([*lines, *more])

    assert [line.text for line in found if line.gap] == [more[0].text]


def test_the_first_line_of_a_column_has_no_gap() -> None:
    left, right = typeset(NORMS, 14, left=LEFT), typeset(AID, 14, 300, left=RIGHT)
    found = ordered([*left, *right])

    assert not any(line.gap for line in found)


@pytest.mark.parametrize("distance", [0.0, 2.0])
def test_lines_on_nearly_one_height_are_one_row(distance: float) -> None:
    row = [Put("左", 50, 100 + distance), Put("右", 90, 100)]

    assert texts(ordered(row)) == ["左", "右"]


def test_lines_on_different_heights_are_read_from_above() -> None:
    assert texts(ordered([Put("左", 50, 106), Put("右", 90, 100)])) == ["右", "左"]
