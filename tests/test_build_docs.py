"""The script that writes the pages which follow from data or code."""

from __future__ import annotations

import csv
import dataclasses
import importlib.util
import re
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from jacyber_nlp import resources
from jacyber_nlp.exchange.table_columns import ARROW_TYPES, TABLES

SCRIPT = Path(__file__).resolve().parent.parent / "scripts" / "build_docs.py"

pytestmark = pytest.mark.skipif(not SCRIPT.exists(), reason="no checkout, only the wheel")


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, with its pages out of the way."""
    spec = importlib.util.spec_from_file_location("build_docs", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("PAGE", "TABLES_PAGE"):
        page = tmp_path / getattr(module, name).name
        page.write_bytes(getattr(module, name).read_bytes())
        monkeypatch.setattr(module, name, page)
    monkeypatch.setattr(sys, "argv", ["build_docs.py", "--check"])
    return module


def rows(page: str) -> list[list[str]]:
    """Cells of the tables, headings and rules apart."""
    cells = [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        for line in page.splitlines()
        if line.startswith("| ")
    ]
    return [row for row in cells if row[0] not in ("instrument", "provision")]


def test_what_is_committed_is_what_the_script_writes(script: ModuleType) -> None:
    assert script.main() == 0


@pytest.mark.parametrize("name", ["PAGE", "TABLES_PAGE"])
def test_a_page_that_differs_is_found_and_mended(
    name: str,
    script: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    page: Path = getattr(script, name)
    committed = page.read_bytes()
    page.write_text("stale", encoding="utf-8")

    assert script.main() == 1
    assert capsys.readouterr().out == (
        f"{page.name}: differs from its sources. Run python scripts/build_docs.py\n"
    )
    assert page.read_text(encoding="utf-8") == "stale"
    monkeypatch.setattr(sys, "argv", ["build_docs.py"])
    assert script.main() == 0
    assert page.read_bytes() == committed


def test_every_column_of_every_table_is_listed_with_its_type(script: ModuleType) -> None:
    sections = script.tables_page().split("\n## ")[1:]

    assert [section.split("\n")[0] for section in sections] == list(TABLES)
    for section, columns in zip(sections, TABLES.values(), strict=True):
        listed = rows(section)[1:]
        assert [row[:2] for row in listed] == [
            [f"`{c.name}`", ARROW_TYPES[c.kind]] for c in columns
        ]
        assert all(row[2].endswith(".") for row in listed)


def test_every_provision_that_is_not_verified_is_listed_once(script: ModuleType) -> None:
    not_true = {p.id: p for p in resources.provisions() if p.verified != "true"}

    listed = [row for row in rows(script.page()) if row[0] in not_true]

    assert len(not_true) > 0
    assert sorted(row[0] for row in listed) == sorted(not_true)
    for name, place, verified, is_open, closes in listed:
        assert verified == not_true[name].verified
        assert place in (not_true[name].locator, "–")
        assert is_open
        assert closes


def test_the_counts_are_those_of_the_catalogue(script: ModuleType) -> None:
    counts = {row[0]: [int(n) for n in row[1:]] for row in rows(script.page()) if row[1].isdigit()}

    assert set(counts) == {i.id for i in resources.instruments()} | {"all"}
    marks = Counter(p.verified for p in resources.provisions())
    assert counts["all"] == [len(resources.provisions())] + [
        marks[value] for value in ("true", "heading", "false")
    ]
    for name, (n, *of_marks) in counts.items():
        assert n == sum(of_marks), name


def test_a_provision_without_its_line_or_a_line_too_many_stops_the_script(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with script.OPEN.open(encoding="utf-8", newline="") as handle:
        lines = list(csv.DictReader(handle, delimiter="\t"))
    dropped = lines[0]["provision"]
    lines[0] = dict(lines[0], provision="gone-1")
    changed = tmp_path / "open.tsv"
    with changed.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(lines[0]), delimiter="\t")
        writer.writeheader()
        writer.writerows(lines)
    monkeypatch.setattr(script, "OPEN", changed)

    with pytest.raises(SystemExit) as caught:
        script.page()

    assert caught.value.code == (
        f"open.tsv: a line for each provision that is not verified: {sorted([dropped, 'gone-1'])}"
    )


def test_a_bar_in_a_cell_does_not_part_it(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    provisions = tuple(
        dataclasses.replace(p, locator="para. 1 | 2") if p.verified != "true" else p
        for p in resources.provisions()
    )
    monkeypatch.setattr(resources, "provisions", lambda: provisions)

    page = script.page()

    assert "para. 1 \\| 2" in page
    assert {len(row) for row in rows(page)} == {5}
