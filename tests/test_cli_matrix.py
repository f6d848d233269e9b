"""``jacyber norms matrix`` as its users meet it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from jacyber_nlp import resources
from jacyber_nlp.cli import app
from jacyber_nlp.records import NormComparison, NormMatrix, from_json


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JACYBER_UI", "en")
    monkeypatch.setenv("JACYBER_CACHE", "off")
    monkeypatch.chdir(tmp_path)


def run(*args: str) -> Result:
    result = CliRunner().invoke(app, ["norms", "matrix", *args], prog_name="jacyber")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_the_table_shows_the_best_partner_with_its_probability_or_that_it_is_new() -> None:
    lines = run("gge-2015", "gcsc", "--no-crosswalk").stdout.splitlines()
    row = {line.split()[0].rstrip("*"): line for line in lines if line.strip()}

    assert "– (new)" in row["gcsc-n1"]
    assert "– (new)" in row["gcsc-n2"]
    assert "gge-2015-13i 0." in row["gcsc-n3"]
    assert "gcsc-p4 0.9" in row["gge-2015-13e"]
    assert "Respect for human rights" in row["gge-2015-13e"]
    assert "gcsc has a counterpart for about 14% of them" in " ".join(lines)
    assert sum("Without counterpart: " in line for line in lines) == 2


def test_the_table_speaks_japanese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JACYBER_UI", "ja")

    shown = run("gge-2015-13e,gge-2015-13f", "gcsc-p4").stdout

    assert "gcsc-p4 1.00 重なる 人権の尊重" in shown
    assert "–（新規）" in shown
    assert "gcscには、このうち約50%（確率の平均）に対応する条項があります。" in shown


def test_what_is_not_verified_is_marked() -> None:
    ids = ("gge-2015-28e", "gge-2015-13e", "gcsc-n8")
    verified = {p.id: p.verified for p in resources.provisions() if p.id in ids}

    shown = run(*ids).stdout

    for name, how in verified.items():
        assert (f"{name}*" in shown) == (how != "true")
    assert "* Not fully verified against a source." in shown


def test_json_is_one_matrix_and_json_lines_are_its_comparisons() -> None:
    matrix = from_json(run("gge-2015", "gcsc", "--format", "json").stdout, NormMatrix)
    lines = run("gge-2015", "gcsc", "--format", "jsonl").stdout.splitlines()

    assert matrix.crosswalk
    assert matrix.instruments == ("gge-2015", "gcsc")
    assert tuple(from_json(line, NormComparison) for line in lines) == matrix.comparisons
    assert all(len(c.partners) == 3 for c in matrix.comparisons)


def test_csv_has_a_row_for_each_partner() -> None:
    args = ("gge-2015", "gcsc", "--no-crosswalk", "--format")
    rows = list(csv.DictReader(io.StringIO(run(*args, "csv").stdout)))
    matrix = json.loads(run(*args, "json").stdout)

    assert len(rows) == 3 * (17 + 19)
    wanted = matrix["comparisons"][0]
    assert rows[0]["provision_id"] == wanted["provision_id"]
    assert [row["partner_id"] for row in rows[:3]] == [
        q["provision_id"] for q in wanted["partners"]
    ]
    assert {row["judged"] for row in rows} == {"False"}


def test_one_instrument_or_an_unknown_one_is_wrong_usage() -> None:
    alone, unknown = run("gge-2015"), run("gge-2015", "gcsk")

    assert (alone.exit_code, unknown.exit_code) == (2, 2)
    assert "gge-2015 alone cannot be compared" in alone.stderr
    assert "gcsc" in unknown.stderr
