"""Headings that only name what stands under them."""

from __future__ import annotations

from pathlib import Path

import pytest

import jacyber_nlp as jc
from jacyber_nlp.pipeline.headings import names_in
from toy.models import toy_analyser


def document(tmp_path: Path, text: str) -> jc.Document:
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    return jc.read(path)


JA = """1　基本原則

我が国は、次の原則に立つ。この章では順に述べる。

（1）検閲の禁止

政府の方針を述べる。方針は毎年見直す。

（2）検閲は認めない

政府の方針を述べる。方針は毎年見直す。
"""


def test_headings_that_are_names_are_found_and_propositions_are_not(tmp_path: Path) -> None:
    found = document(tmp_path, JA)

    lines = [found.text[start:].split("\n", 1)[0] for start in sorted(names_in(found))]

    assert lines == ["1\u3000基本原則", "（1）検閲の禁止"]


def test_a_heading_that_is_a_name_takes_no_stand_whatever_its_words(tmp_path: Path) -> None:
    found = document(tmp_path, JA.replace("検閲の禁止", "主権の尊重"))

    labels = {
        s.span.of(found.text): (s.label, s.mode, s.p_neutral) for s in toy_analyser().stances(found)
    }

    assert labels["（1）主権の尊重"] == ("neutral", "asserted", 1.0)


@pytest.mark.parametrize("text", ["Sovereignty is respected.\n", "主権を尊重する。\n"])
def test_a_text_without_headings_has_none(tmp_path: Path, text: str) -> None:
    assert names_in(document(tmp_path, text)) == frozenset()
