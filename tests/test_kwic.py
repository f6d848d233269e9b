"""kwic: a term in context, and the command."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from typer.testing import CliRunner, Result

import jacyber_nlp as jc
from jacyber_nlp.cli import app
from jacyber_nlp.records import Document
from jacyber_nlp.terms import kwic

Make = Callable[..., Document]


def matches(term: str, document: Document) -> list[str]:
    return [context.match for context in kwic(term, document)]


def test_a_place_has_its_words_context_and_line(document: Make) -> None:
    toy = document("前の段落。\n国は検閲を認めない。")

    (found,) = kwic("検閲", toy, window=3)

    assert (found.left, found.match, found.right) == ("国は", "検閲", "を認め")
    assert (found.page, found.line) == (None, 2)
    assert found.span.of(toy.text) == "検閲"
    assert (found.document, kwic("検閲", toy, window=0)[0].left) == ("toy", "")


def test_a_term_is_found_across_a_line_break_of_the_original(samples: Path) -> None:
    (found,) = kwic("サーバー", jc.read(samples / "ja-copied-report.txt"), window=4)

    assert (found.left, found.match, found.right) == ("に国外の", "サーバー", "を利用し")
    assert found.line == 8  # …のために国外のサー / バーを利用していると…


def test_a_place_in_a_pdf_has_its_page(samples: Path) -> None:
    found = kwic("公共的な核心", jc.read(samples / "ja-research-paper.pdf"))

    assert found
    assert all(context.page for context in found)


@pytest.mark.parametrize("term", ["マルチ", "ﾏﾙﾁ", "ＭＬｔ", "mlt", "㈱", "(株)", "が", "か\u3099"])
def test_width_case_and_composition_make_no_difference(term: str, document: Make) -> None:
    assert len(kwic(term, document("マルチ＝MLT（株）が㈱"))) >= 1


def test_a_character_that_folds_to_several_is_found_whole(document: Make) -> None:
    toy = document("㈱甲と㈱乙")

    assert matches("株", toy) == ["㈱", "㈱"]
    assert [c.span.of(toy.text) for c in kwic("(株)乙", toy)] == ["㈱乙"]


def test_japanese_is_found_inside_longer_words_too(document: Make) -> None:
    toy = document("国家主権と主権国家。タイトル")

    assert matches("主権", toy) == ["主権", "主権"]
    assert matches("タイ", toy) == ["タイ"]


@pytest.mark.parametrize(
    ("term", "text", "expected"),
    [
        ("norm", "Norms, normal, a norm; enormous. NORM", ["Norms", "norm", "NORM"]),
        ("norms", "a norm and norms", ["norm", "norms"]),
        ("policy", "policies policy policyholder", ["policies", "policy"]),
        ("cyber norms", "Cyber  norm and cyber\u00a0norms", ["Cyber  norm", "cyber\u00a0norms"]),
        ("5G", "5Gの網、15G、5GHz", ["5G"]),
        ("ASEAN地域", "ASEAN地域フォーラムとXASEAN地域", ["ASEAN地域"]),
        ("C++", "C++ and c++11", ["C++", "c++"]),
        ("résumé", "Résumé résumés", ["Résumé"]),
    ],
)
def test_latin_words_are_found_whole_and_in_both_numbers(
    term: str, text: str, expected: list[str], document: Make
) -> None:
    assert matches(term, document(text, "en")) == expected


def test_neither_place_nor_context_leaves_its_paragraph(document: Make) -> None:
    toy = document("自由な\n流通と自由")

    assert matches("自由な流通", toy) == []
    assert [(c.left, c.right) for c in kwic("流通", toy)] == [("", "と自由")]


def test_signs_of_regular_expressions_are_characters(document: Make) -> None:
    assert matches("第.条", document("第3条と第.条")) == ["第.条"]


@pytest.mark.parametrize(("term", "window"), [("", 9), (" \u3000", 9), ("x", -1)])
def test_a_blank_term_and_a_negative_window_are_refused(
    term: str, window: int, document: Make
) -> None:
    with pytest.raises(ValueError, match=r"blank|window"):
        kwic(term, document("x"), window=window)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from("国ヶか゛ｶﾞ㍿Aaé́ 　ﬁß𝔸"), min_size=1, max_size=25).map("".join))
def test_every_character_of_a_text_is_found_where_it_stands(text: str) -> None:
    try:
        document = jc.read_text(text, lang="ja")
    except jc.JacyberError:
        return
    for paragraph in document.paragraphs:
        words = paragraph.of(document.text)

        spans = [context.span for context in kwic(words, document, window=2)]

        assert any(s.start <= paragraph.start and paragraph.end <= s.end for s in spans)
        assert all(a.end <= b.start for a, b in pairwise(spans))


# --- the command ---------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JACYBER_UI", "en")
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("各国は検閲を認めず、検閲に反対する。\n\n検閲。\n", encoding="utf-8")
    Path("b.txt").write_text("Censorship is no norm of ours.\n", encoding="utf-8")


def run(*args: str) -> Result:
    return CliRunner().invoke(app, ["kwic", *args])


def test_rows_have_these_fields_and_lead_to_the_text() -> None:
    result = run("検閲", "a.txt", "b.txt", "--format", "jsonl", "--window", "3")

    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert (result.exit_code, result.stderr) == (0, "")
    assert lines[0] == {
        "document": "a",
        "path": "a.txt",
        "page": None,
        "line": 1,
        "span": [3, 5],
        "left": "各国は",
        "match": "検閲",
        "right": "を認め",
    }
    assert [line["line"] for line in lines] == [1, 1, 3]


def test_json_is_by_document_and_csv_by_place() -> None:
    one = json.loads(run("検閲", "a.txt", "--format", "json").stdout)
    both = json.loads(run("検閲", "a.txt", "b.txt", "--format", "json").stdout)
    cells = list(csv.DictReader(io.StringIO(run("norms", "b.txt", "--format", "csv").stdout)))

    assert (one["document"], len(one["contexts"])) == ("a", 3)
    assert [len(document["contexts"]) for document in both] == [3, 0]
    assert [(row["left"], row["match"]) for row in cells] == [("Censorship is no ", "norm")]


def test_places_of_a_table_stand_below_each_other() -> None:
    Path("long.txt").write_text(
        "。".join(f"{'国際' * i}ABC検閲を{'認めない' * i}" for i in range(1, 15)), encoding="utf-8"
    )

    table = run("検閲", "long.txt", "--window", "200").stdout
    lines = [line for line in table.splitlines() if "検閲" in line]

    # The contexts hold the term as well: the column is where all lines have it.
    columns = [
        {cell_len(line[:i]) for i in range(len(line)) if line.startswith(" 検閲 ", i)}
        for line in lines
    ]
    assert len(lines) == 14
    assert len(set.intersection(*columns)) == 1
    assert len(table.splitlines()) == 14 + 5  # title, head, rule and edges: no line is folded
    assert max(map(cell_len, lines)) <= 120


def test_a_term_that_is_nowhere_is_told_and_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    result = run("規範", "a.txt", "b.txt")
    monkeypatch.setenv("JACYBER_UI", "ja")
    japanese = run("規範", "a.txt")

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "'規範' is nowhere in 2 documents.\n"
    assert japanese.stderr == "「規範」は1文書のどこにもありません。\n"


@pytest.mark.parametrize(
    "args",
    [["検閲"], [" ", "a.txt"], ["検閲", "a.txt", "--window", "-1"], ["検閲", "--format", "x"]],
)
def test_wrong_usage_exits_2_and_leaves_stdout_empty(args: list[str]) -> None:
    result = run(*args)

    assert (result.exit_code, result.stdout) == (2, "")


def test_one_bad_file_does_not_cost_the_others() -> None:
    result = run("検閲", "none.txt", "a.txt", "--format", "jsonl")

    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 3
    assert "none.txt: no such file" in result.stderr


def test_hostile_text_and_terms_cannot_drive_a_terminal() -> None:
    Path("x.txt").write_text("前\u202e検閲\u202c後[bold]\n", encoding="utf-8")

    shown = run("検閲", "x.txt")
    nowhere = run("\x1b[31m", "a.txt")

    assert "\u202e" not in shown.stdout
    assert "[bold]" in shown.stdout
    assert "\x1b" not in nowhere.stderr
