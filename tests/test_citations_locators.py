"""Locators: one grammar for the catalogue's numbers and for what texts print."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jacyber_nlp import resources
from jacyber_nlp.citations.locators import find_locators, parse_number
from jacyber_nlp.citations.squeeze import squeeze


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("第3条第1項第2号", [("art", "3 1 2")]),
        ("第26条の2", [("art", "26の2")]),
        ("第百四条", [("art", "104")]),
        ("13項(c)", [("para", "13 c")]),
        ("paras 13(c) and (f)", [("para", "13 c"), ("para", "13 f")]),
        ("paras. 74–76", [("para", "74"), ("para", "75"), ("para", "76")]),
        ("norms 13(f)-(h)", [("norm", "13 f"), ("norm", "13 g"), ("norm", "13 h")]),
        ("Article 32, paragraph 2(b)", [("art", "32 2 b")]),
        ("paragraph 2 of Article 32", [("art", "32 2")]),
        ("Article 6 and 12 States", [("art", "6")]),
        ("原則2と3", [("principle", "2"), ("principle", "3")]),
        ("2番目の原則", [("principle", "2")]),
        ("3rd principle", [("principle", "3")]),
        ("preamble", [("preamble", "")]),
    ],
)
def test_a_locator_is_read_point_by_point(text: str, points: list[tuple[str, str]]) -> None:
    (found,) = find_locators(squeeze(text)[0])

    assert [(kind, " ".join(path)) for kind, path in found.points] == points


@pytest.mark.parametrize(
    "text", ["規範11項目", "原則3つ", "行動2021", "items", "the norm a State sets"]
)
def test_a_count_or_a_word_is_no_locator(text: str) -> None:
    assert find_locators(text) == []


def test_a_range_that_falls_or_is_far_too_long_ends_at_its_first_number() -> None:
    assert [locator.points for locator in find_locators("Articles 9-2")] == [(("art", ("9",)),)]
    assert len(find_locators("Articles 2-900")[0].points) == 1


def test_numbers_of_the_catalogue_that_hold_a_digit_can_be_cited() -> None:
    left = [p.number for p in resources.provisions() if not parse_number(p.number)]

    assert [number for number in left if any(map(str.isdigit, number))] == []


@given(st.text(alphabet="Ａa１1 　\n「（・－～国ア”’", max_size=40))
def test_squeezed_characters_know_where_they_stood(text: str) -> None:
    squeezed, places = squeeze(text)

    assert len(places) == len(squeezed) + 1
    assert list(places) == sorted(set(places)) or not text
    assert all(
        squeeze(text[place])[0] == char or (char == " " and text[place].isspace())
        for char, place in zip(squeezed, places, strict=False)
    )
