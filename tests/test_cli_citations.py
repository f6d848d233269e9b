"""``jacyber citations``: its formats, and what it says where nothing is cited."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import bibtexparser
import pytest
from typer.testing import CliRunner, Result

from jacyber_nlp.cli import app

JA = "報告書（A/70/174、第13項(c)）とパリ・コール第2原則がある。\n議長案はA/77/275である。\n"
EN = "The International Code of Conduct for Information Security is old.\n"


@pytest.fixture(autouse=True)
def _in_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JACYBER_UI", "en")
    monkeypatch.chdir(tmp_path)
    Path("ja.txt").write_text(JA, encoding="utf-8")
    Path("en.txt").write_text(EN, encoding="utf-8")
    Path("none.txt").write_text("何も引用しない文である。\n", encoding="utf-8")


def run(*args: object) -> Result:
    return CliRunner().invoke(app, ["citations", *map(str, args)], prog_name="jacyber")


def test_a_line_of_json_says_what_is_cited_and_where() -> None:
    first, second, third = map(json.loads, run("ja.txt", "--format", "jsonl").stdout.splitlines())

    assert first == {
        "document": "ja",
        "page": None,
        "line": 1,
        "quote": "A/70/174、第13項(c)",
        "status": "resolved",
        "instrument": "gge-2015",
        "provisions": ["gge-2015-13c"],
        "locator": "第13項(c)",
        "candidates": [],
        "start": 4,
        "end": 20,
    }
    assert second["provisions"] == ["paris-2"]
    assert (third["status"], third["instrument"], third["line"]) == ("unknown", None, 2)


def test_json_holds_one_object_a_document() -> None:
    made = json.loads(run("ja.txt", "en.txt", "--format", "json").stdout)

    assert [(one["document"], len(one["citations"])) for one in made] == [("ja", 3), ("en", 1)]


def test_csv_has_a_row_a_citation() -> None:
    rows = list(csv.DictReader(io.StringIO(run("en.txt", "--format", "csv").stdout)))

    assert [(r["status"], r["candidates"]) for r in rows] == [("ambiguous", "sco-2011 sco-2015")]


def test_bibtex_has_one_entry_for_each_instrument_cited() -> None:
    result = run("ja.txt", "ja.txt", "en.txt", "--format", "bibtex")

    library = bibtexparser.parse_string(result.stdout)
    assert [e.key for e in library.entries] == ["gge-2015", "paris-call"]
    assert library.failed_blocks == []


def test_the_table_tells_what_is_ambiguous_and_what_is_missing() -> None:
    shown = run("ja.txt", "en.txt").stdout

    assert "ambiguous: sco-2011 / sco-2015" in shown
    assert "not in the catalogue" in shown
    assert "l. 2" in shown


def test_a_document_without_citations_is_told_of_and_is_no_failure() -> None:
    result = run("none.txt", "--format", "jsonl")

    assert (result.stdout, result.exit_code) == ("", 0)
    assert result.stderr == "none: no citations found.\n"


def test_an_unreadable_file_is_a_failure_and_costs_no_other() -> None:
    result = run("missing.txt", "ja.txt", "--format", "jsonl")

    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 3
