from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jacyber_nlp.layout import repair
from jacyber_nlp.layout.joining import continues, joint, spelled_words
from jacyber_nlp.layout.lines import Line
from jacyber_nlp.layout.widths import Widths
from jacyber_nlp.records import Box
from toy.pages import lines_from, raw_of, wrapped, wrapped_words

QUICK = settings(deadline=None, max_examples=60)

WIDTHS = Widths((38,), 60)
FULL = "国家の責任ある行動の規範を尊重する考え"  # 38 cells
FULL_STOP = "国家の責任ある行動の規範を尊重をする。"
NEXT = "我が国は対話を重ねる立場である"
FULL_EN = "States keep the free flow of information in cyberspace open"  # 59 cells
NEXT_EN = "The group met again in Geneva to go on with its report."


def line(text: str, **fields: Any) -> Line:
    (only,) = lines_from(text)
    return replace(only, **fields)


def box(size: float = 10, left: float = 50, right: float = 240, bottom: float = 100) -> Box:
    return Box(left, bottom - size, right, bottom, size)


def goes_on(before: str, after: str, widths: Widths | None = WIDTHS) -> bool:
    return continues(line(before), line(after), widths)


# --- full and short lines --------------------------------------------------------------


def test_the_lines_of_these_tests_are_what_they_are_meant_to_be() -> None:
    assert line(FULL).cells == line(FULL_STOP).cells == 38
    assert WIDTHS.full(line(FULL_EN))
    assert not WIDTHS.full(line(NEXT))


def test_nothing_goes_on_where_no_layout_broke_lines() -> None:
    assert not goes_on(FULL, NEXT, None)
    assert not goes_on("国家は、", NEXT, None)


@pytest.mark.parametrize(
    ("before", "after"),
    [(FULL, NEXT), (FULL_STOP, NEXT), (FULL_EN, NEXT_EN), (FULL_EN + ".", NEXT_EN)],
)
def test_a_full_line_goes_on(before: str, after: str) -> None:
    assert goes_on(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("責任を負う。", NEXT),
        ("基本方針", NEXT),
        ("情報の流通", "能力構築"),
        ("They met.", NEXT_EN),
        ("Aims", NEXT_EN),
        ("信頼を守る。」", NEXT),
    ],
)
def test_a_short_line_that_ends_something_does_not_go_on(before: str, after: str) -> None:
    assert not goes_on(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("我が国は対話を重ねる立", "場である。"),  # 22 of 38 cells, with a topic
        ("The group met again in Geneva and", "Vienna."),
        ("The group met again in Geneva", "to go on with its report."),  # small letter
        ("国際法の適用", "については、議論がある。".replace("については", "に関しては")),
    ],
)
def test_a_short_line_in_the_middle_of_a_sentence_goes_on(before: str, after: str) -> None:
    assert goes_on(before, after)


def test_the_share_of_the_column_decides_of_prose_without_a_mark() -> None:
    """Without topic or object, six tenths of the column; with one, three tenths."""
    widths = Widths((100,), None)
    noun = "情報の自由な流通の確保に向けた取り組みの"

    assert not goes_on(noun + "ため", NEXT, widths)  # 44 cells
    assert goes_on(noun + "具体的な措置の検討のため", NEXT, widths)  # 64
    assert goes_on("我が国は対話と協力とを重ねる立場", NEXT, widths)  # 32
    assert not goes_on("我が国は対話を重ねる", NEXT, widths)  # 20


# --- dates ------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["2024年3月29日", "令和6年3月", "29 March 2024", "二〇二四年三月"])
def test_a_date_alone_on_its_line_is_a_paragraph(text: str) -> None:
    assert not goes_on(FULL, text)
    assert not goes_on(text, "に会合を開いた。")


def test_a_date_in_a_sentence_is_none() -> None:
    assert goes_on(FULL, "2024年3月29日に会合を開いた")


# --- what cannot be parted ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("国家の責任", "、規範"),
        ("国家の責任", "。"),
        ("サイバ", "ー空間"),
        ("国家（略称", "）は"),
        ("人", "々の声"),
        ("あ", "った。"),
        ("（1）", "情報の流通"),
        ("(a)", "to respect the norms"),
        ("3.", "Norms"),
        ("採択は2015", "年である"),
        ("賛成した国は15", "か国"),
        ("審議会（以下「審議会」という。）", "を置く。"),
        ("They speak of the", "Norms of conduct"),
        ("States are free to", "Object"),
        ("国家は、", "責任を負う"),
        ("いわゆる（国際法", "International Law"),
    ],
)
def test_what_cannot_be_parted_goes_on_from_a_short_line(before: str, after: str) -> None:
    assert goes_on(before, after)


@pytest.mark.parametrize("bullet", ["•", "・", "■", "○"])
def test_a_bullet_alone_on_its_line_goes_on(bullet: str) -> None:
    assert goes_on(bullet, "自由な流通")


@pytest.mark.parametrize("rule", ["＊＊＊", "――――――――――", "* * *"])
def test_a_line_without_letters_stands_alone(rule: str) -> None:
    assert not goes_on(FULL, rule)
    assert not goes_on(rule, NEXT)


@pytest.mark.parametrize("title", ["はじめに", "おわりに", "Introduction", "References"])
def test_a_usual_title_stands_alone(title: str) -> None:
    assert not goes_on(FULL, title)
    assert not goes_on(title, "に関する議論")


@pytest.mark.parametrize(
    "after", ["Noting the report", "Deeply concerned", "Guided by the Charter"]
)
def test_the_paragraphs_of_a_preamble_are_apart(after: str) -> None:
    assert not goes_on(FULL_EN + ",", after)
    assert not goes_on(FULL_EN + ";", after)
    assert goes_on(FULL_EN, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("国家の責任", "規範"),
        ("国家（略称）", "規範"),
        ("（1）背景", "規範"),
        ("附属書2015", "規範"),
        ("They speak of the", "(a) norms"),
        ("They speak of the", "• norms"),
        ("国家は、", "（1）責任を負う"),
        ("「国際法", "国家主権"),  # a quotation over several paragraphs
    ],
)
def test_what_can_be_parted_does_not_go_on_from_a_short_line(before: str, after: str) -> None:
    assert not goes_on(before, after)


@pytest.mark.parametrize("after", ["国際協力の推進", "人材の育成", "社会の変化", "条約の締結"])
def test_a_title_that_ends_in_a_year_does_not_go_on_in_a_word(after: str) -> None:
    assert not goes_on("基本方針2024", after)


@pytest.mark.parametrize("word", ["はじめに", "ところで", "もっとも", "では", "とりわけ", "のちに"])
def test_a_word_that_begins_like_a_particle_begins_a_paragraph(word: str) -> None:
    assert not goes_on("審議会（略称）", word)
    assert goes_on("審議会（略称）", "の設置")


# --- numbers ------------------------------------------------------------------------------


def test_a_number_begins_a_paragraph_after_a_sentence_or_a_short_line() -> None:
    assert not goes_on(FULL_STOP, "（1）流通の確保")
    assert not goes_on("次の措置", "（1）流通の確保")
    assert not goes_on("（1）" + FULL[:16], "（2）流通の確保")


def test_a_number_in_the_middle_of_a_sentence_begins_none() -> None:
    assert goes_on(FULL, "（1）流通の確保を定める")


def test_a_quantity_begins_no_paragraph() -> None:
    assert goes_on(FULL_STOP, "3か国が賛成した。")
    assert not goes_on(FULL_STOP, "3．国が賛成した。")


# --- indents --------------------------------------------------------------------------------


def test_a_line_that_begins_later_begins_a_paragraph() -> None:
    assert not continues(line(FULL_STOP), line(NEXT, indent=2), WIDTHS)
    assert not continues(line(FULL), line(NEXT, indent=2), WIDTHS)
    assert continues(line(FULL), line(NEXT, indent=1), WIDTHS)
    assert continues(line(FULL, indent=2), line(NEXT, indent=2), WIDTHS)
    assert continues(line(FULL, indent=2), line(NEXT), WIDTHS)


def test_the_lines_under_an_items_number_may_hang() -> None:
    assert continues(line("（1）" + FULL[:16]), line(NEXT, indent=2), WIDTHS)
    assert not continues(line("（1）" + FULL[:15] + "。"), line(NEXT, indent=2), WIDTHS)


def test_a_line_that_begins_far_later_goes_on_nowhere_in_a_known_column() -> None:
    right = line(FULL, indent=20, room=0.0)

    assert not continues(right, line(NEXT, room=9.0), WIDTHS)
    assert continues(replace(right, indent=2), line(NEXT, room=9.0), WIDTHS)
    assert continues(line(FULL, indent=20), line(NEXT), WIDTHS)


# --- gaps -------------------------------------------------------------------------------------


def test_a_gap_ends_a_paragraph_but_not_a_sentence() -> None:
    assert not continues(line(FULL_STOP), line(NEXT, gap=True), WIDTHS)
    assert not continues(line("基本方針は次のとおり"), line(NEXT, gap=True), WIDTHS)
    assert not continues(line(FULL), line(NEXT, gap=True, indent=2), WIDTHS)
    assert continues(line(FULL), line(NEXT, gap=True), WIDTHS)
    assert continues(line(FULL[:16] + "a"), line(NEXT, gap=True), WIDTHS)  # nearly full
    assert not continues(line(FULL[:16]), line(NEXT, gap=True), WIDTHS)
    item = line("（1）" + FULL[:16])
    assert continues(item, line(NEXT, gap=True), WIDTHS)
    assert not continues(item, line(NEXT, gap=True, indent=2), WIDTHS)


def test_a_gap_between_the_languages_ends_a_paragraph() -> None:
    assert not continues(line(FULL), line(NEXT_EN, gap=True), WIDTHS)
    assert continues(line(FULL), line(NEXT_EN), WIDTHS)


def test_a_gap_before_a_capital_letter_ends_a_paragraph() -> None:
    title = "Report of the Working Group to the General Assembly"

    assert not continues(line(title), line(NEXT_EN, gap=True), WIDTHS)


def test_the_gap_at_a_page_break_is_none() -> None:
    assert continues(line(FULL_STOP), line(NEXT, gap=True, starts_page=True), WIDTHS)
    assert not continues(line("負う。"), line(NEXT, gap=True, starts_page=True), WIDTHS)


# --- boxes --------------------------------------------------------------------------------------


def test_lines_of_different_size_are_of_different_paragraphs() -> None:
    small, large = box(8), box(12)

    assert not continues(line(FULL, box=box()), line(NEXT, box=small), WIDTHS)
    assert not continues(line("国家は、", box=large), line(NEXT, box=box()), WIDTHS)
    assert continues(line(FULL, box=box()), line(NEXT, box=box(10.4)), WIDTHS)


def test_a_line_with_room_left_goes_on_with_a_small_letter_only() -> None:
    def roomy(before: str, after: str) -> bool:
        return continues(line(before, room=9.0), line(after, room=9.0), WIDTHS)

    assert roomy("The group met again in Geneva", "after the vote.")
    assert not roomy("The group met again in Geneva", "After the vote")
    assert not roomy("我が国は対話を重ねる立", "場である。")


def test_two_halves_of_one_row_go_on() -> None:
    left = line("基本方針", page=1, box=box(right=90))

    assert continues(left, line("規範", page=1, box=box(left=92)), WIDTHS)
    assert not continues(left, line("規範", page=1, box=box(left=130)), WIDTHS)
    assert not continues(left, line("規範", page=1, box=box(left=92, bottom=116)), WIDTHS)
    assert not continues(left, line("規範", page=2, box=box(left=92)), WIDTHS)


# --- hyphens at line ends -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "right", "words", "joined"),
    [
        ("cyber secu-", "rity", [], "cyber security"),
        ("the infor-", "mation flow", ["information"], "the information flow"),
        ("a multi-", "stakeholder forum", [], "a multi-stakeholder forum"),
        ("non-", "binding norms", [], "non-binding norms"),
        ("cross-", "border data", [], "cross-border data"),
        ("a state-", "of-the-art system", [], "a state-of-the-art system"),
        ("English-", "speaking", ["english", "speaking"], "English-speaking"),
        ("decision-", "making", ["decision-making"], "decision-making"),
        ("decision-", "making", [], "decision-making"),  # a usual first part
        ("outcome-", "making", [], "outcomemaking"),  # nothing tells
        ("state-", "ments", [], "statements"),
        ("Multi-", "lateral", ["multilateral"], "Multilateral"),
        ("non-", "sense", ["nonsense"], "nonsense"),
        ("long-", "term", ["long-term", "longterm"], "long-term"),
        ("the Anglo-", "American view", ["angloamerican"], "the Anglo-American view"),
    ],
)
def test_a_hyphen_stays_in_a_compound_and_goes_from_a_broken_word(
    left: str, right: str, words: list[str], joined: str
) -> None:
    between, drop = joint(left, right, frozenset(words))

    assert left[: len(left) - drop] + between + right == joined


def test_a_hyphen_stays_after_the_name_of_a_language() -> None:
    assert joint("English-", "speaking") == ("", 0)


@pytest.mark.parametrize(("left", "right"), [("the UN-", "led talks"), ("an AI-", "enabled tool")])
def test_a_hyphen_stays_after_a_name_in_capitals(left: str, right: str) -> None:
    assert joint(left, right) == ("", 0)


def test_words_within_lines_are_spelled_and_those_at_breaks_are_not() -> None:
    lines = lines_from("Decision-making on cyber secu-\nrity is a Long-term task for all")

    words = spelled_words(lines)

    assert {"decision-making", "long-term", "task", "cyber"} <= words
    assert "security" not in words


def test_words_are_not_gathered_where_no_line_ends_in_a_hyphen() -> None:
    assert spelled_words(lines_from("Decision-making is hard\nand 2015-\nlong")) == frozenset()
    assert spelled_words([]) == frozenset()


def test_the_document_itself_tells_how_its_words_are_spelled() -> None:
    text = "\n".join(
        [
            "Decision-making on the norms is for all States, and infor-",
            "mation for all people. No decision is taken without decision-",
            "making bodies, and no body is without the information that it",
            "needs in the work which it is to do in the years to come, and",
            "which all of them together have agreed upon in their report to",
            "the General Assembly.",
        ]
    )

    (paragraph,) = repair(raw_of(text)).text.split("\n")
    assert "and information for all people" in paragraph
    assert "without decision-making bodies" in paragraph


# --- properties -----------------------------------------------------------------------------------

SENTENCES = (
    "我が国は、国際法がサイバー空間に適用されるとの立場に立つ。",
    "情報の自由な流通は、経済と社会の発展に欠かせない。",
    "政府は、民間部門や市民社会と協力して、開かれた空間を守る。",
    "国家の責任ある行動の規範を、各国が着実に実施することが重要である。",
)


@QUICK
@given(st.permutations(SENTENCES), st.integers(15, 40), st.booleans())
def test_a_broken_paragraph_goes_on_at_every_break(
    sentences: list[str], n: int, indented: bool
) -> None:
    broken = wrapped("".join(sentences), n, "\u3000" if indented else "")
    lines = lines_from("\n".join(broken))
    widths = Widths((2 * n,), None)

    assert all(continues(a, b, widths) for a, b in pairwise(lines))


@QUICK
@given(st.integers(45, 90))
def test_broken_english_goes_on_at_every_break(n: int) -> None:
    text = (
        "The group reaffirms that international law applies in cyberspace and that all States "
        "should keep the free flow of information, which business and civil society need as much "
        "as they do, and that trust makes all of us safer than any control of content."
    )
    lines = lines_from("\n".join(wrapped_words(text, n)))

    assert all(continues(a, b, Widths((), n)) for a, b in pairwise(lines))


@QUICK
@given(st.text("国のabAB-/.、。 1", min_size=1), st.text("国のabAB-/.、。 1", min_size=1))
def test_a_joint_puts_at_most_a_blank_and_drops_at_most_a_hyphen(left: str, right: str) -> None:
    left, right = left.rstrip() or "a", right.lstrip() or "b"
    between, drop = joint(left, right)

    assert between in ("", " ")
    assert drop == 0 or (drop == 1 and left[-1] == "-" and between == "")
