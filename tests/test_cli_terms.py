"""``jacyber terms``: its options, formats, and what it says of wrong input."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from jacyber_nlp.cli import app

SCHEMA = Path(__file__).parent / "toy" / "tbx_basic_subset.rng"
TERM = "{urn:iso:std:iso:30042:ed-2}term"
FIELDS = ["document", "path", "surface", "lang", "score", "count", "variants", "evidence"]
JA = (
    "サイバー主権（cyber sovereignty）を唱える国がある。サイバー主権と通信網防護を論じる。"
    "欧州連合（EU）は情報の自由な流通を支持する。コンピューターとコンピュータ。\n"
)
EN = (
    "States must protect the free flow of information. Cyber sovereignty is old.\n"
    "The free flow of information is new.\n"
)


@pytest.fixture(autouse=True)
def _in_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JACYBER_UI", "en")
    monkeypatch.chdir(tmp_path)
    Path("ja.txt").write_text(JA, encoding="utf-8")
    Path("en.txt").write_text(EN, encoding="utf-8")


def run(*args: object, stdin: str | None = None) -> Result:
    result = CliRunner().invoke(app, ["terms", *map(str, args)], input=stdin, prog_name="jacyber")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def rows(*args: object, status: int = 0) -> list[dict[str, Any]]:
    """Return the JSON lines of a call that ends with ``status``."""
    result = run(*args, "--format", "jsonl")
    assert result.exit_code == status, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def surfaces(*args: object) -> list[str]:
    return [row["surface"] for row in rows(*args)]


def own(name: str, *terms: str) -> Path:
    path = Path(name)
    path.write_text("\n".join(terms), encoding="utf-8")
    return path


# --- formats -------------------------------------------------------------------------


def test_a_line_tells_everything_of_a_term() -> None:
    got = rows("ja.txt")

    assert list(got[0]) == [*FIELDS[:7], "spans", "evidence"]
    by_surface = {row["surface"]: row for row in got}
    row = by_surface["サイバー主権"]
    assert (row["document"], row["path"], row["lang"], row["count"]) == ("ja", "ja.txt", "ja", 2)
    assert row["evidence"] == ["glossed", "lexicon", "paired"]
    assert 0.9 < row["score"] < 1
    assert [JA[start:end] for start, end in row["spans"]] == ["サイバー主権"] * 2
    assert by_surface["欧州連合"]["variants"] == ["EU"]
    assert by_surface["コンピューター"]["variants"] == ["コンピュータ"]
    scores = [row["score"] for row in got]
    assert scores == sorted(scores, reverse=True)


def test_csv_and_json_tell_what_the_lines_tell() -> None:
    lines = rows("ja.txt", "en.txt")

    table = list(csv.DictReader(io.StringIO(run("ja.txt", "en.txt", "--format", "csv").stdout)))
    objects = json.loads(run("ja.txt", "en.txt", "--format", "json").stdout)

    assert list(table[0]) == FIELDS
    assert [(r["surface"], float(r["score"]), int(r["count"])) for r in table] == [
        (r["surface"], r["score"], r["count"]) for r in lines
    ]
    assert [r["evidence"].split() for r in table] == [r["evidence"] for r in lines]
    assert [row for found in objects for row in found["terms"]] == lines
    assert [found["document"] for found in objects] == ["ja", "en"]


def test_a_table_shows_the_first_place_and_variants() -> None:
    lines = run("ja.txt").stdout.splitlines()

    assert lines[2].split() == "Term Count Score Variants Evidence First place".split()
    (line,) = (line for line in lines if "コンピューター" in line)
    assert line.split()[0:2] == ["コンピューター", "2"]
    assert line.split()[3:] == ["コンピュータ", "l.", "1"]


def test_a_spreadsheet_computes_nothing_and_a_terminal_obeys_nothing() -> None:
    Path("own.txt").write_text("「=主権」を守る。\n", encoding="utf-8")
    Path("=a.txt").write_text("通信網防護を論じる。\n", encoding="utf-8")

    for line in run("own.txt", "=a.txt", "--format", "csv").stdout.splitlines():
        assert not line.startswith("=")
        assert ",=" not in line
    assert "\x1b" not in run("own.txt").stdout


def validate(xml: str) -> str:
    """Return what the schema says against TBX."""
    etree = pytest.importorskip("lxml.etree")
    schema = etree.RelaxNG(etree.parse(str(SCHEMA)))
    schema.validate(etree.fromstring(xml.encode()))
    return str(schema.error_log)


def test_tbx_holds_the_terms_of_all_documents_and_is_valid() -> None:
    result = run("ja.txt", "en.txt", "--term-lang", "all", "--format", "tbx")

    terms = [e.text for e in ET.fromstring(result.stdout.encode()).iter(TERM)]  # noqa: S314
    assert result.exit_code == 0
    assert {"サイバー主権", "通信網防護", "free flow of information", "EU"} <= set(terms)
    assert validate(result.stdout) == ""


def test_tbx_holds_the_best_of_each_document_alone_where_that_is_asked_for() -> None:
    result = run("ja.txt", "en.txt", "--top", 1, "--format", "tbx", "-o", "t.tbx")

    xml = Path("t.tbx").read_text("utf-8")
    assert (result.exit_code, result.stdout) == (0, "")
    terms = [e.text for e in ET.fromstring(xml.encode()).iter(TERM)]  # noqa: S314
    assert sorted(map(str, terms)) == sorted(
        surface for name in ("en.txt", "ja.txt") for surface in surfaces(name, "--top", 1)
    )
    assert validate(xml) == ""


def test_documents_without_terms_are_no_tbx_and_an_earlier_file_stays() -> None:
    Path("old.tbx").write_text("old", encoding="utf-8")

    result = run("en.txt", "--term-lang", "ja", "--format", "tbx", "-o", "old.tbx")

    assert result.exit_code == 2
    assert "Glossary: no entries to write, and TBX needs one at" in result.stderr
    assert Path("old.tbx").read_text("utf-8") == "old"


# --- options -------------------------------------------------------------------------


def test_the_language_of_terms_is_chosen_apart_from_that_of_the_document() -> None:
    assert {row["lang"] for row in rows("ja.txt", "en.txt", "--term-lang", "ja")} == {"ja"}
    assert surfaces("ja.txt", "--term-lang", "en") == ["cyber sovereignty"]
    assert surfaces("en.txt", "--term-lang", "ja") == []
    assert [r["lang"] for r in rows("en.txt", "--term-lang", "main")] == [
        r["lang"] for r in rows("en.txt")
    ]
    both = {(r["lang"], r["surface"]) for r in rows("ja.txt", "--term-lang", "all")}
    assert {("ja", "サイバー主権"), ("en", "cyber sovereignty")} <= both


@pytest.mark.parametrize("measure", ["termhood", "c-value", "flr", "keyness"])
def test_every_measure_ranks_english_terms(measure: str) -> None:
    got = rows("en.txt", "--measure", measure)
    scores = [row["score"] for row in got]

    assert "free flow of information" in {row["surface"] for row in got}
    assert scores == sorted(scores, reverse=True)
    assert got != rows("en.txt", "--measure", "flr" if measure != "flr" else "c-value")


def test_c_value_counts_and_termhood_does_not_exceed_one() -> None:
    (row,) = (r for r in rows("ja.txt", "--measure", "c-value") if r["surface"] == "通信網防護")

    assert row["score"] == 2.0  # log2(1 + 3 words) · 1 place
    assert max(r["score"] for r in rows("ja.txt")) <= 1


def test_a_document_that_lacks_the_measure_is_told_and_the_others_come() -> None:
    result = run("ja.txt", "en.txt", "ja.txt", "--measure", "keyness", "--format", "jsonl")

    assert result.exit_code == 1
    assert {json.loads(line)["document"] for line in result.stdout.splitlines()} == {"en"}
    message = (
        "ja.txt: no keyness for terms in 'ja': frequencies of general language ship for English "
        "alone. Choose the measure termhood, c-value or flr.\n"
    )
    assert result.stderr == message * 2


def test_the_lack_of_a_measure_is_told_in_japanese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JACYBER_UI", "ja")

    result = run("ja.txt", "--measure", "keyness")

    assert (result.exit_code, result.stdout.strip()) == (1, "")
    assert result.stderr == (
        "ja.txt: 'ja'の用語にはkeynessが使えません（一般語の頻度は英語だけ同梱）。"
        "尺度はtermhood、c-value、flrから選んでください。\n"
    )


def test_min_count_leaves_out_terms_of_fewer_places() -> None:
    everything = rows("ja.txt")

    assert rows("ja.txt", "--min-count", 1) == everything
    assert rows("ja.txt", "--min-count", 2) == [r for r in everything if r["count"] >= 2]
    assert 0 < len(rows("ja.txt", "--min-count", 2)) < len(everything)
    assert rows("ja.txt", "--min-count", 99) == []


def test_without_the_lexicon_no_concept_is_evidence() -> None:
    assert any("lexicon" in row["evidence"] for row in rows("ja.txt", "--lexicon"))
    without = rows("ja.txt", "--no-lexicon")
    assert not any("lexicon" in row["evidence"] for row in without)
    assert {"サイバー主権", "情報の自由な流通"} <= {row["surface"] for row in without}


def test_a_term_of_the_user_is_whole_and_stays() -> None:
    own("own.txt", "# 自分の語", "自由な流通", "を唱える国")

    got = {r["surface"]: r for r in rows("ja.txt", "--user-terms", "own.txt", "--min-count", 2)}

    assert {s for s, r in got.items() if "user" in r["evidence"]} == {"自由な流通", "を唱える国"}
    assert "流通" not in surfaces("ja.txt", "--user-terms", "own.txt")


def test_keep_and_stop_lists_decide_what_stays() -> None:
    assert "通信網防護" in surfaces("ja.txt")
    keep, stop = own("keep.txt", "通信網防護"), own("stop.txt", "コンピュータ", "EU")

    assert "通信網防護" in surfaces("ja.txt", "--min-count", 9, "--keep", keep)
    assert "通信網防護" not in surfaces("ja.txt", "--min-count", 9)
    assert not {"コンピューター", "欧州連合", "EU"} & set(surfaces("ja.txt", "--stop", stop))


@pytest.mark.parametrize("option", ["--user-terms", "--keep", "--stop"])
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "own.txt: cannot be read (No such file or directory). A text file with one term"),
        (b"", "own.txt: holds no term. Write one term a line; lines that begin with # are"),
        ("主権".encode("cp932"), "own.txt: is not UTF-8. Save the list as UTF-8."),
        (b"a\n" + b"b" * 201, "own.txt:2: a term has 200 characters at most, a list 100,000"),
    ],
)
def test_a_bad_list_is_wrong_usage(option: str, content: bytes | None, message: str) -> None:
    if content is not None:
        Path("own.txt").write_bytes(content)

    result = run("ja.txt", option, "own.txt")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(message)
    assert result.stderr.count("\n") == 1


def test_a_bad_list_is_told_in_japanese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JACYBER_UI", "ja")

    result = run("ja.txt", "--stop", own("own.txt", "#"))

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "own.txt: 用語がありません。1行に1語ずつ書いてください（#で始まる行は注釈）。\n"
    )


@pytest.mark.parametrize(
    "wrong",
    [
        ("--measure", "tf-idf"),
        ("--min-count", "0"),
        ("--min-count", "viele"),
        ("--term-lang", "zh"),
        ("--format", "xls"),
        ("--top", "0"),
    ],
)
def test_another_value_is_wrong_usage(wrong: tuple[str, str]) -> None:
    result = run("ja.txt", *wrong)

    assert (result.exit_code, result.stdout) == (2, "")
    assert wrong[0] in re.sub(r"\s+", " ", result.stderr)


def test_a_missing_file_costs_no_other_document() -> None:
    got = rows("nai.txt", "en.txt", status=1)

    assert {row["document"] for row in got} == {"en"}


def test_standard_input_is_a_document() -> None:
    result = run("-", "--format", "jsonl", stdin=JA)

    assert result.exit_code == 0
    assert "サイバー主権" in {json.loads(line)["surface"] for line in result.stdout.splitlines()}


@pytest.mark.parametrize("text", ["+-*/ … ☆★\n", "😀😀😀\n", "1 2 3\n", "。。。\n"])
def test_text_of_signs_alone_has_no_terms(text: str) -> None:
    Path("own.txt").write_text(text, encoding="utf-8")

    assert surfaces("own.txt", "--term-lang", "all") == []


def test_a_document_without_terms_is_told_of() -> None:
    Path("signs.txt").write_text("★☆※→←■□●\n" * 3, encoding="utf-8")

    result = run("signs.txt", "--format", "jsonl")

    assert (result.stdout, result.exit_code) == ("", 0)
    assert result.stderr == "signs: no terms found.\n"


def test_english_in_a_file_called_japanese_has_english_terms() -> None:
    listed = surfaces("en.txt", "--lang", "ja", "--term-lang", "all")

    assert listed[:2] == ["Cyber sovereignty", "free flow of information"]
    assert surfaces("en.txt", "--lang", "ja") == listed  # the only language it has
    assert surfaces("en.txt", "--lang", "ja", "--term-lang", "ja") == []
