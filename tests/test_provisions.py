"""A text is split where its numbering says, and nothing of it is lost."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jacyber_nlp.catalogue import split_provisions
from jacyber_nlp.catalogue.numbering import marks_of

GOLDEN = Path(__file__).parent / "golden" / "provisions.jsonl"
LINES = st.lists(
    st.sampled_from(
        [
            "Chapter 1 General",
            "Chapter II",
            "第1章　総則",
            "Article 1",
            "Article 2 – Review",
            "第2条（見直し）国は、毎年会う。",
            "（目的）",
            "Principle 3: Care",
            "1. States protect networks from harm.",
            "2. States report to one another.",
            "13. (a) States meet.",
            "(a) hospitals;",
            "(b) States should answer requests for help at once.",
            "(i) grids",
            "一　病院",
            "2.1 Reports are public.",
            "II. Norms",
            "A. Smith chaired.",
            "2031. It met.",
            "Norms",
            "States meet.",
            "国は、通信を守る。",
            "",
            "12",
        ]
    ),
    max_size=12,
)


def golden() -> list[Any]:
    cases = [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]
    return [
        pytest.param(
            case,
            id=case["label"],
            marks=pytest.mark.xfail(strict=True, reason=case["comment"])
            if case["expect"] == "fail"
            else (),
        )
        for case in cases
    ]


@pytest.mark.parametrize("case", golden())
def test_a_text_is_split_at_the_numbers_of_its_provisions(case: dict[str, Any]) -> None:
    parts = split_provisions(case["input"].split("\n"))

    assert [[p.number, p.heading, p.text] for p in parts] == case["expected"]


def words(text: str) -> str:
    """Return the letters and kanji of a text that are no part of numbers or brackets."""
    return re.sub(r"[\W\d_]", "", text)


@given(LINES)
def test_every_word_of_a_numbered_text_is_kept_in_a_part(lines: list[str]) -> None:
    parts = split_provisions(lines)

    kept = {line for p in parts for line in f"{p.heading}\n{p.text}\n{p.within}".split("\n")}
    everything = words("".join(sorted(kept)))
    for line in lines:
        sentence = line.rpartition(". ")[2] if line.endswith((".", "。")) else ""
        if parts and sentence:
            assert words(sentence.rpartition(") ")[2].rpartition("）")[2]) in everything


@given(LINES)
def test_no_two_parts_share_a_key_and_keys_are_ascii(lines: list[str]) -> None:
    keys = [p.key for p in split_provisions(lines)]

    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", key) for key in keys)


@given(LINES)
def test_no_part_is_without_words(lines: list[str]) -> None:
    assert all(p.text.strip() and p.number for p in split_provisions(lines))


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("第二十三条　国は", "条", (23,)),
        ("第三条の二　国は", "条", (3, 2)),
        ("Article XIV", "article", (14,)),
        ("Art. 5 – Access", "article", (5,)),
        ("1－2　方法", "1.1", (1, 2)),
        ("13(e) States", "13(a)", (13, 5)),
        ("（三）企業", "(一)", (3,)),
        ("⑫ 企業", "①", (12,)),
        ("Ⅳ　展望", "I.", (4,)),
        ("エ　企業", "ア", (4,)),
    ],
)
def test_numbers_count_whatever_they_are_written_in(
    text: str, kind: str, value: tuple[int, ...]
) -> None:
    assert next((m.kind, m.value) for m in marks_of(text)) == (kind, value)


@pytest.mark.parametrize(
    "text",
    [
        "2031. It",
        "Article 5 of the Charter",
        "第5条の規定",
        "3か国は",
        "1.5 million",
        "Norms apply",
    ],
)
def test_years_quantities_and_mentions_are_no_numbers(text: str) -> None:
    assert marks_of(text) == ()
