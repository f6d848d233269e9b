"""The list of words that KH Coder takes whole."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jacyber_nlp.exchange import to_khcoder
from jacyber_nlp.records import GlossaryEntry
from toy.glossary import entries


def test_long_words_come_first_for_khcoder_takes_the_higher_of_two() -> None:
    made = to_khcoder(
        [GlossaryEntry(ja="主権"), GlossaryEntry(ja="サイバー主権", variants_ja=("国家主権",))]
    )

    assert made == "サイバー主権\n国家主権\n主権\n"


def test_words_are_written_as_khcoder_finds_them_in_its_texts() -> None:
    made = to_khcoder([GlossaryEntry(ja="ｻｲﾊﾞｰ 主権"), GlossaryEntry(ja="国家の'目'")])

    assert made == "サイバー\u3000主権\n国家の’目’\n"


def test_what_khcoder_would_find_inside_other_words_is_left_out() -> None:
    left_out = [
        GlossaryEntry(ja="国"),
        GlossaryEntry(ja="IT"),
        GlossaryEntry(ja="主<権>"),
        GlossaryEntry(ja="主権😀"),
        GlossaryEntry(en="sovereignty", abbreviations=("ICT",)),
    ]

    assert to_khcoder(left_out) == ""
    assert to_khcoder([GlossaryEntry(en="UN", abbreviations=("国連",))]) == "国連\n"


@given(st.lists(entries(), max_size=5))
def test_any_list_has_one_word_a_line_none_empty_none_twice(made: list[GlossaryEntry]) -> None:
    text = to_khcoder(made)

    lines = text.split("\n")
    assert lines.pop() == ""
    assert all(len(line) > 1 and line == line.strip() for line in lines)
    assert len(set(lines)) == len(lines)
    assert "\ufeff" not in text[:1]
    text.encode("utf-8")
