from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jacyber_nlp.layout.lines import Line
from jacyber_nlp.layout.widths import Widths, ends_sentence, find_widths
from toy.pages import lines_from, wrapped, wrapped_words

QUICK = settings(deadline=None, max_examples=60)

JA = (
    "我が国は、国際法がサイバー空間に適用されるとの立場に立ち、各国との対話を重ねる考えである。"
    "情報の自由な流通は、経済と社会の発展に欠かせず、過度な規制はこれを損なうおそれがある。"
    "政府は、民間部門や市民社会と協力して、開かれた空間を守るための取組を着実に進めていく。"
)
EN = (
    "The group reaffirms that international law applies in cyberspace and that States should keep "
    "the free flow of information, which business and civil society need as much as they do. "
    "Capacity building makes trust, and trust makes all of us safer than any control of content. "
)
BODY = "国家の責任ある行動の規範を尊重する考え"  # 19 characters, no sentence's end


def widths_of(*texts: str) -> Widths | None:
    return find_widths(lines_from("\n".join(texts)))


def line(text: str, room: float | None = None) -> Line:
    (only,) = lines_from(text)
    return replace(only, room=room)


# --- find_widths -----------------------------------------------------------------


@QUICK
@given(st.integers(15, 45), st.integers(2, 4))
def test_the_width_at_which_japanese_was_broken_is_found(n: int, times: int) -> None:
    found = widths_of(*wrapped(JA * times, n))

    assert found is not None
    assert any(abs(width - 2 * n) <= 2 for width in found.japanese)
    assert found.latin is None


@QUICK
@given(st.integers(50, 100))
def test_the_width_at_which_english_was_broken_is_found(n: int) -> None:
    found = widths_of(*wrapped_words(EN * 3, n))

    assert found is not None
    assert found.japanese == ()
    assert found.latin is not None
    assert 0.85 * n <= found.latin <= n


def test_the_widths_of_body_and_notes_are_both_found() -> None:
    found = widths_of(*[BODY] * 8, *[BODY[:13]] * 6)

    assert found == Widths((26, 38), None)


def test_widths_of_both_languages_are_found_in_one_document() -> None:
    found = widths_of(*wrapped(JA * 2, 20), *wrapped_words(EN, 60))

    assert found is not None
    assert found.japanese == (40,)
    assert found.latin is not None
    assert 50 <= found.latin <= 60


def test_five_lines_have_no_width_and_six_have() -> None:
    assert widths_of(*[BODY] * 5) is None
    assert widths_of(*[BODY] * 6) == Widths((38,), None)


def test_hanging_stops_do_not_make_a_width_of_their_own() -> None:
    found = widths_of(*[BODY] * 6, *[BODY + "、"] * 4)

    assert found is not None
    assert len(found.japanese) == 1
    assert found.full(line(BODY))
    assert found.full(line(BODY + "、"))


@pytest.mark.parametrize(
    "texts",
    [
        [BODY[:-3] + "する。"] * 9,
        ["States should keep the free flow of information."] * 9,
        [f"第{n}条\u3000国は、流通を確保する。" for n in range(1, 10)],
    ],
    ids=["ja", "en", "articles"],
)
def test_lines_that_end_their_sentences_were_broken_by_no_layout(texts: list[str]) -> None:
    assert widths_of(*texts) is None


def test_lines_wider_than_any_column_were_broken_by_no_layout() -> None:
    assert widths_of(*[BODY * 5] * 8) is None  # 190 cells
    assert widths_of(*[BODY * 4] * 8) == Widths((152,), None)


def test_lines_narrower_than_any_column_make_no_width() -> None:
    assert widths_of(*[BODY[:9]] * 8) is None  # 18 cells
    assert widths_of(*[BODY[:10]] * 8) == Widths((20,), None)


def test_headings_and_ends_of_paragraphs_are_no_width() -> None:
    headings = ["第1章\u3000総則と目的", "第2章\u3000国の責務", "第3章\u3000施策"]
    ends = ["協力を進める。", "自由な空間を守る考えである。", "対話に努める。"]

    assert widths_of(*[BODY] * 12, *headings, *ends) == Widths((38,), None)


def test_widths_of_any_size_are_no_column() -> None:
    """A paragraph a line: what stands out is by chance."""
    assert widths_of(*[(BODY * 3)[: 12 + 3 * n] for n in range(14)]) is None
    assert widths_of(*[(BODY * 3)[: 12 + n] for n in range(30)]) is None


def test_headings_of_one_width_are_no_column_beside_much_text() -> None:
    headings = [
        "第1章\u3000総則と目的に係る",
        "第2章\u3000国の責務に係る件",
        "第3章\u3000施策の推進の件",
    ]

    assert widths_of(*headings, *[BODY] * 12) == Widths((38,), None)


def test_the_width_of_english_is_that_of_its_wide_lines() -> None:
    narrow, wide = [c * 20 for c in "abcde"], [c * 60 for c in "fghi"]
    assert widths_of(*narrow, *wide) == Widths((), 60)


def test_no_lines_have_no_width() -> None:
    assert find_widths([]) is None


def test_a_known_column_always_has_widths() -> None:
    lines = [line("国家は責任を負う。", room=4.0)] * 6

    assert find_widths(lines) is not None
    assert find_widths([replace(each, room=None) for each in lines]) is None


# --- Widths ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "nearest"), [(10, 26), (26, 26), (30, 26), (31, 38), (38, 38), (60, 38)]
)
def test_a_line_was_set_in_the_narrowest_column_that_holds_it(cells: int, nearest: int) -> None:
    assert Widths((26, 38), 70).nearest(line("国" * (cells // 2) + "a" * (cells % 2))) == nearest


def test_a_line_of_words_was_set_in_the_column_of_words() -> None:
    assert Widths((38,), 70).nearest(line("free flow")) == 70
    assert Widths((38,), None).nearest(line("free flow")) is None
    assert Widths((), 70).nearest(line("自由な流通")) is None


@pytest.mark.parametrize(
    ("n", "full"), [(16, False), (17, True), (19, True), (21, True), (22, False), (5, False)]
)
def test_a_line_of_japanese_is_full_within_two_characters_of_a_width(n: int, full: bool) -> None:
    assert Widths((38,), None).full(line("国" * n)) is full


def test_a_line_is_full_at_any_of_the_widths() -> None:
    widths = Widths((26, 38), None)

    assert widths.full(line("国" * 13))
    assert widths.full(line("国" * 19))
    assert not widths.full(line("国" * 9))


def test_a_ragged_line_of_words_is_full_a_good_way_before_the_edge() -> None:
    widths = Widths((), 70)

    assert widths.full(line("a" * 62))
    assert not widths.full(line("a" * 52))


def test_a_line_of_words_that_ends_a_sentence_is_full_at_the_edge_only() -> None:
    widths = Widths((), 70)

    assert widths.full(line("a" * 69 + "."))
    assert not widths.full(line("a" * 61 + "."))


def test_a_line_of_words_is_full_if_the_next_word_had_no_room() -> None:
    widths = Widths((), 70)
    short = line("a" * 50)

    assert widths.full(short, line("internationalisation of norms"))
    assert not widths.full(short, line("free flow of information"))


def test_latin_in_japanese_is_full_by_the_width_of_japanese() -> None:
    mixed = line("OEWGはAI及びIoTの規範についてNISCと議論")

    assert Widths((mixed.cells,), None).full(mixed)
    assert not Widths((mixed.cells + 10,), None).full(mixed)


def test_plain_english_is_not_full_by_the_width_of_japanese() -> None:
    assert not Widths((38,), None).full(line("a" * 38))


def test_room_in_a_known_column_decides_alone() -> None:
    widths = Widths((38,), 70)

    assert widths.full(line("国" * 5, room=2.0))
    assert not widths.full(line("国" * 19, room=3.0))
    assert not widths.full(line("a" * 70, room=9.0), line("free flow"))
    assert widths.full(line("a" * 20, room=9.0), line("cyberspace is free"))


# --- ends_sentence -------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "責任を負う。",
        "責任を負う．",
        "責任を負う｡",
        "責任を負う。」",
        "（責任を負う。）",
        "責任を負うか？",
        "次のとおり：",
        "They agree.",
        "They “agree.”",
        "Do they agree?",
        "the following:",
        "to keep peace;",
        "They agree. ",
    ],
)
def test_a_full_stop_ends_a_sentence_also_before_brackets(text: str) -> None:
    assert ends_sentence(text)


@pytest.mark.parametrize(
    "text",
    [
        "責任を負う",
        "責任を負い、",
        "They agree",
        "a, b,",
        "１・",
        "「責任」",
        "(the States)",
        "3.5",
        "",
    ],
)
def test_other_ends_end_no_sentence(text: str) -> None:
    assert not ends_sentence(text)


@pytest.mark.parametrize("text", ['They said "no."', "They said 'no.'"])
def test_a_full_stop_before_a_straight_quotation_mark_ends_a_sentence(text: str) -> None:
    assert ends_sentence(text)
