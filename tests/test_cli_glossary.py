"""``jacyber glossary``: made, merged, exported, and what it says of wrong input."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from jacyber_nlp.cli import app

JA = "サイバー主権（cyber sovereignty）を論じる。サイバー主権は新しい。\n"
EN = "They invoke cyber sovereignty.\n"


@pytest.fixture(autouse=True)
def _in_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JACYBER_UI", "en")
    monkeypatch.chdir(tmp_path)
    Path("ja.txt").write_text(JA, encoding="utf-8")
    Path("en.txt").write_text(EN, encoding="utf-8")


def run(*args: object, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, ["glossary", *map(str, args)], input=stdin)


def rows(result: Result) -> list[dict[str, str]]:
    assert result.exit_code == 0, result.stderr
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_a_stated_pair_joins_documents_of_both_languages() -> None:
    first = rows(run("build", "ja.txt", "en.txt", "--format", "csv"))[0]

    assert (first["ja"], first["en"]) == ("サイバー主権", "cyber sovereignty")
    assert (first["count"], first["documents"]) == ("3", "2")
    assert first["context"] == "サイバー主権（cyber sovereignty）を論じる。"


def test_one_bad_file_does_not_cost_the_others() -> None:
    result = run("build", "ja.txt", "nai.txt")

    assert '"サイバー主権"' in result.stdout
    assert result.stderr.startswith("nai.txt: no such file.")
    assert result.exit_code == 1


def test_merging_parts_gives_the_counts_of_the_whole() -> None:
    for name in ("ja", "en"):
        run("build", f"{name}.txt", "-o", f"{name}.jsonl")
    whole = run("build", "ja.txt", "en.txt", "--format", "csv").stdout

    assert run("merge", "ja.jsonl", "en.jsonl", "ja.jsonl", "--format", "csv").stdout == whole


def test_a_table_shows_both_languages_and_the_first_document() -> None:
    table = run("build", "ja.txt", "--format", "table", "--top", 1).stdout.splitlines()

    assert table[1].split() == "Japanese English Short Kind Count Documents First in".split()
    assert table[3].split() == ["サイバー主権", "cyber", "sovereignty", "–", "term", "2", "1", "ja"]


def test_every_export_is_written_to_a_file_as_to_stdout() -> None:
    run("build", "ja.txt", "-o", "g.jsonl")

    for name in ("tbx", "csv", "skos", "khcoder"):
        shown = run("export", "g.jsonl", "--format", name)
        quiet = run("export", "g.jsonl", "--format", name, "-o", f"g.{name}")
        assert shown.exit_code == quiet.exit_code == 0
        assert Path(f"g.{name}").read_bytes() == shown.stdout.encode()
    assert ET.parse("g.tbx").getroot().get("type") == "TBX-Basic"  # noqa: S314  (our own file)
    assert Path("g.khcoder").read_text("utf-8").startswith("サイバー主権\n")
    assert 'skos:prefLabel "サイバー主権"@ja' in Path("g.skos").read_text("utf-8")


def test_a_spreadsheet_computes_nothing_and_a_terminal_obeys_nothing() -> None:
    line = r'{"ja": "=1+1", "en": "\u001b[31mred", "variants_en": ["@a"]}'

    (row,) = rows(run("export", "-", "--format", "csv", stdin=line))

    assert (row["ja"], row["en"], row["variants_en"]) == ("'=1+1", "�[31mred", "'@a")


@pytest.mark.parametrize("ui", ["ja", "en"])
def test_a_misspelt_field_is_wrong_usage_told_in_both_languages(
    ui: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JACYBER_UI", ui)
    Path("own.jsonl").write_text('{"ja": "主権", "englisch": "x"}', encoding="utf-8")
    fields = "ja, en, abbreviations, variants_ja, variants_en, kind, uses, context"

    for command in (("merge", "own.jsonl"), ("export", "own.jsonl", "--format", "skos")):
        result = run(*command)
        assert (result.exit_code, result.stdout) == (2, "")
        assert (
            result.stderr
            == {
                "en": f"own.jsonl:1: englisch: no such field. Right would be: {fields}.\n",
                "ja": "own.jsonl:1: englisch: この項目名はありません。"
                f"正しくは: {fields.replace(', ', '、')}。\n",
            }[ui]
        )


def test_an_empty_glossary_is_no_tbx_and_an_earlier_file_stays() -> None:
    Path("old.tbx").write_text("old", encoding="utf-8")
    Path("own.jsonl").write_text("", encoding="utf-8")

    result = run("export", "own.jsonl", "--format", "tbx", "-o", "old.tbx")

    assert result.exit_code == 2
    assert result.stderr.startswith("own: no entries to write, and TBX needs one at least.")
    assert Path("old.tbx").read_text("utf-8") == "old"


def test_an_unknown_format_and_a_missing_glossary_are_wrong_usage() -> None:
    assert run("export", "nai.jsonl", "--format", "xls").exit_code == 2
    missing = run("merge", "nai.jsonl")
    assert (missing.exit_code, missing.stderr.split(".")[0]) == (2, "nai")
