"""``jacyber text``: each view in each format, and what it refuses."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from jacyber_nlp.cli import app
from jacyber_nlp.layout import explain_repair, repair
from jacyber_nlp.reading import read_raw
from jacyber_nlp.records import Document, from_json
from toy.pages import AID, wrapped

NORMS = (
    "国家は、サイバー空間における責任ある行動の規範を尊重し、情報の自由な流通を確保するため、多様な主体と"
    "協力して取り組む必要がある１。我が国は、国際法の適用に関する議論に積極的に参加し、信頼の醸成に努める。"
)
CLEAN = NORMS.replace("１", "")
REPORT = "\f".join(
    [
        "\n".join(["第１章　規範", *wrapped(NORMS, 28), "", "１ 付属書を参照。"]),
        "\n".join(["（１）支援", *wrapped(AID, 28), "表１　件数", "日本　三件"]),
    ]
)
GARBLED = "(cid:12)(cid:34)(cid:56)(cid:78)\n国家は責任を負う。\n"
VIEWS = ("--notes", "--raw", "--map", "--sections", "--explain")
FORMATS = ("table", "json", "jsonl", "csv")


@pytest.fixture(autouse=True)
def _in_an_empty_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JACYBER_UI", "en")
    monkeypatch.chdir(tmp_path)
    write("a.txt", REPORT)


def write(name: str, text: str) -> None:
    Path(name).write_bytes(text.encode())


def run(*args: str, stdin: str | None = None) -> Result:
    """Run ``jacyber text``; a traceback fails the test at once."""
    result = CliRunner().invoke(app, ["text", *args], input=stdin, prog_name="jacyber")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def rows_of(*args: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in run(*args, "--format", "jsonl").stdout.splitlines()]


def table_of(*args: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(run(*args, "--format", "csv").stdout)))


def repaired(name: str = "a.txt") -> Document:
    return repair(read_raw(name))


# --- what each view writes ---------------------------------------------------


def test_the_body_alone_is_the_default() -> None:
    result = run("a.txt")

    assert result.stdout == f"第1章　規範\n{CLEAN}\n（1）支援\n{AID}\n"
    assert (result.stderr, result.exit_code) == ("", 0)


def test_notes_are_written_with_their_marks() -> None:
    assert run("--notes", "a.txt").stdout == "1\t付属書を参照。\n"


def test_rows_of_notes_tell_where_the_mark_stood() -> None:
    (row,) = rows_of("--notes", "a.txt")

    assert row == {
        "document": "a",
        "mark": "1",
        "anchor": len("第1章　規範\n") + CLEAN.index("必要がある") + 5,
        "lang": "ja",
        "page": 1,
        "line": REPORT.split("\f")[0].count("\n") + 1,
        "text": "付属書を参照。",
    }


def test_a_document_without_notes_has_none_to_write() -> None:
    write("b.txt", "国家は責任を負う。\n")

    result = run("--notes", "b.txt")

    assert (result.stdout, result.stderr, result.exit_code) == ("", "", 0)


def test_raw_is_the_text_as_read_with_its_form_feeds() -> None:
    assert run("--raw", "a.txt").stdout == REPORT + "\n"


def test_rows_of_raw_are_the_lines_page_by_page() -> None:
    rows = rows_of("--raw", "a.txt")

    assert [(r["page"], r["line"], r["raw"]) for r in rows] == [
        (page, line, text)
        for page, whole in enumerate(REPORT.split("\f"), 1)
        for line, text in enumerate(whole.split("\n"), 1)
    ]


def test_map_tiles_the_clean_text_and_leads_back_to_the_raw_one() -> None:
    rows = rows_of("--map", "a.txt")
    pages = REPORT.split("\f")

    assert "".join(str(r["text"]) for r in rows) == repaired().text
    assert [r["start"] for r in rows[1:]] == [r["end"] for r in rows[:-1]]
    for row in rows:
        page, line, raw = (row[name] for name in ("page", "line", "raw"))
        assert isinstance(page, int)
        assert isinstance(raw, int)
        assert pages[page - 1].count("\n", 0, raw) + 1 == line


def test_map_without_a_format_is_the_same_with_tabs_between() -> None:
    names = ("start", "end", "page", "line", "raw", "text")
    expected = [
        "\t".join(str(row[name]) for name in names).replace("\n", "⏎")
        for row in rows_of("--map", "a.txt")
    ]

    assert run("--map", "a.txt").stdout.splitlines() == expected
    assert run("--map", "a.txt").stdout.splitlines()[0] == "0\t7\t1\t1\t0\t第1章　規範⏎"


def test_sections_are_a_tree_by_indent() -> None:
    assert run("--sections", "a.txt").stdout == (
        "section 第1章 規範\n  section （1） 支援\nnote 1\ntable 表1 件数\n"
    )


def test_rows_of_sections_are_the_documents_sections() -> None:
    document = repaired()
    rows = rows_of("--sections", "a.txt")

    assert [
        (r["kind"], r["level"], r["number"], r["title"], r["start"], r["end"]) for r in rows
    ] == [(s.kind, s.level, s.number, s.title, s.span.start, s.span.end) for s in document.sections]
    assert [(r["page"], r["line"]) for r in rows][:2] == [(1, 1), (2, 1)]


def test_rows_of_explain_are_the_lines_and_what_they_became() -> None:
    raw = read_raw("a.txt")
    lines = [line for line in explain_repair(raw, repair(raw)) if line.part != "blank"]

    assert [
        (r["page"], r["line"], r["part"], r["raw"], r["text"])
        for r in rows_of("--explain", "a.txt")
    ] == [(line.page, line.line, line.part, line.raw, line.text) for line in lines]


# --- every view in every format ----------------------------------------------

COLUMNS = {
    "": ["document", "page", "line", "text"],
    "--notes": ["document", "mark", "anchor", "lang", "page", "line", "text"],
    "--raw": ["document", "page", "line", "raw"],
    "--map": ["document", "start", "end", "page", "line", "raw", "text"],
    "--sections": [
        *("document", "kind", "level", "number", "title"),
        *("page", "line", "start", "end"),
    ],
    "--explain": ["document", "page", "line", "part", "raw", "text"],
}


def with_view(view: str, *args: str) -> list[str]:
    return [*([view] if view else []), *args]


@pytest.mark.parametrize("view", COLUMNS)
def test_csv_has_the_rows_of_jsonl(view: str) -> None:
    rows = rows_of(*with_view(view, "a.txt"))
    table = list(
        csv.DictReader(io.StringIO(run(*with_view(view, "a.txt"), "--format", "csv").stdout))
    )

    def safe(value: object) -> str:
        text = "" if value is None else str(value)
        return f"'{text}" if text.lstrip().startswith(tuple("=+-@")) else text

    assert rows
    assert list(rows[0]) == COLUMNS[view] == list(table[0])
    assert table == [{key: safe(value) for key, value in row.items()} for row in rows]


@pytest.mark.parametrize("view", VIEWS)
def test_json_holds_the_rows_of_each_document(view: str) -> None:
    write("b.txt", REPORT)
    one = json.loads(run(view, "a.txt", "--format", "json").stdout)
    two = json.loads(run(view, "a.txt", "b.txt", "--format", "json").stdout)

    assert one == {"document": "a", "rows": rows_of(view, "a.txt")}
    assert two == [one, {"document": "b", "rows": rows_of(view, "b.txt")}]


def test_json_without_a_view_is_the_whole_document() -> None:
    assert from_json(run("a.txt", "--format", "json").stdout, Document) == repaired()


HEADINGS = {
    "": ("Document Page Line Paragraph", "文書 頁 行 段落"),
    "--notes": (
        "Document Note Anchor Language Page Line Text",
        "文書 注 本文の位置 言語 頁 行 本文",
    ),
    "--raw": ("Document Page Line Raw", "文書 頁 行 原文"),
    "--map": (
        "Document Start End Page Line Raw offset Text",
        "文書 始め 終わり 頁 行 元の位置 本文",
    ),
    "--sections": (
        "Document Kind Level Number Title Page Line Start End",
        "文書 種類 深さ 番号 題 頁 行 始め 終わり",
    ),
    "--explain": ("Document Page Line Part Raw Repaired", "文書 頁 行 扱い 原文 修復後"),
}


@pytest.mark.parametrize("ui", ["en", "ja"])
@pytest.mark.parametrize("view", HEADINGS)
def test_tables_have_headings_in_the_readers_language(
    view: str, ui: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names follow the locale when the command is loaded, so it runs as its own process."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "jacyber_nlp",
            "text",
            *with_view(view, "a.txt"),
            "--format",
            "table",
        ],
        capture_output=True,
        env={**os.environ, "JACYBER_UI": ui, "PYTHONUTF8": "1"},
        timeout=60,
        check=False,
    )
    heading = next(line for line in done.stdout.decode().splitlines() if line.strip())

    assert heading.split() == HEADINGS[view][ui == "ja"].split()
    assert (done.stderr, done.returncode) == (b"", 0)


@pytest.mark.parametrize("view", COLUMNS)
def test_a_table_shows_every_row(view: str) -> None:
    shown = "".join(run(*with_view(view, "a.txt"), "--format", "table").stdout.split())
    for row in rows_of(*with_view(view, "a.txt")):
        last = list(row.values())[-1]
        assert "".join(str(last).split())[:8] in shown


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("view", VIEWS)
def test_each_view_goes_to_a_file_as_to_stdout(view: str, format: str) -> None:
    shown = run(view, "a.txt", "--format", format).stdout
    quiet = run(view, "a.txt", "--format", format, "-o", "out")

    assert Path("out").read_text(encoding="utf-8") == shown != ""
    assert (quiet.stdout, quiet.stderr, quiet.exit_code) == ("", "", 0)


@pytest.mark.parametrize("view", VIEWS)
def test_views_without_a_format_write_to_a_file_too(view: str) -> None:
    shown = run(view, "a.txt").stdout
    quiet = run(view, "a.txt", "-o", "out")

    assert Path("out").read_bytes().decode() == shown != ""
    assert quiet.stdout == ""


# --- two views ---------------------------------------------------------------


@pytest.mark.parametrize("pair", list(combinations(VIEWS, 2)))
@pytest.mark.parametrize("ui", ["en", "ja"])
def test_two_views_at_once_are_refused(
    pair: tuple[str, str], ui: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JACYBER_UI", ui)
    first, second = pair

    result = run(second, first, "a.txt")

    assert result.stderr == (
        f"{first} and {second}: cannot be combined. Name one of them.\n"
        if ui == "en"
        else f"{first}と{second}: 同時には使えません。一つだけ指定してください。\n"
    )
    assert (result.stdout, result.exit_code) == ("", 2)


@pytest.mark.parametrize(
    ("ui", "message"),
    [
        ("en", "--notes and --raw and --explain: cannot be combined. Name one of them.\n"),
        ("ja", "--notesと--rawと--explain: 同時には使えません。一つだけ指定してください。\n"),
    ],
)
def test_three_views_at_once_are_refused_by_name(
    ui: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JACYBER_UI", ui)

    result = run("--explain", "--raw", "--notes", "a.txt")

    assert (result.stderr, result.exit_code) == (message, 2)


def test_two_views_at_once_leave_the_output_file_alone() -> None:
    write("out", "old")

    assert run("--raw", "--map", "a.txt", "-o", "out").exit_code == 2
    assert Path("out").read_text(encoding="utf-8") == "old"


# --- files that cannot be repaired -------------------------------------------

MESSAGES = {
    "en": (
        "g.txt: 78% of the characters are (cid:…) numbers. Scores of such text would mean nothing. "
        "Fetch the file from its publisher, export it anew as text or PDF, or run OCR over its "
        "pages.\n"
    ),
    "ja": (
        "g.txt: 文字の78%が(cid:…)という番号です。このままでは数値に意味がありません。"
        "発行元から入手し直すか、テキストかPDFで書き出し直すか、OCRにかけてください。\n"
    ),
}


def test_raw_shows_a_file_that_cannot_be_repaired() -> None:
    write("g.txt", GARBLED)

    result = run("--raw", "g.txt")

    assert (result.stdout, result.stderr, result.exit_code) == (GARBLED + "\n", "", 0)


@pytest.mark.parametrize("format", FORMATS)
def test_raw_in_a_format_shows_a_file_that_cannot_be_repaired(format: str) -> None:
    write("g.txt", GARBLED)

    result = run("--raw", "g.txt", "--format", format)

    assert "(cid:12)" in result.stdout
    assert (result.stderr, result.exit_code) == ("", 0)


@pytest.mark.parametrize("ui", ["en", "ja"])
@pytest.mark.parametrize("view", ["", "--notes", "--map", "--sections", "--explain"])
def test_the_other_views_refuse_it_and_say_why(
    view: str, ui: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JACYBER_UI", ui)
    write("g.txt", GARBLED)

    result = run(*with_view(view, "g.txt"))

    assert (result.stdout, result.stderr, result.exit_code) == ("", MESSAGES[ui], 1)


@pytest.mark.parametrize("view", ["", *VIEWS])
def test_one_file_that_cannot_be_repaired_does_not_cost_the_next(view: str) -> None:
    write("g.txt", GARBLED)

    both = run(*with_view(view, "g.txt", "a.txt"))
    alone = run(*with_view(view, "a.txt"))

    assert both.stdout.endswith(alone.stdout)
    assert both.exit_code == (0 if view == "--raw" else 1)


@pytest.mark.parametrize(
    ("ui", "message"),
    [
        ("en", "nai.txt: no such file. Check the spelling and the folder you are in.\n"),
        (
            "ja",
            "nai.txt: ファイルがありません。綴りと、現在のフォルダを確かめてください。\n",
        ),
    ],
)
@pytest.mark.parametrize("view", VIEWS)
def test_a_missing_file_is_told_in_every_view(
    view: str, ui: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JACYBER_UI", ui)

    result = run(view, "nai.txt", "a.txt")

    assert result.stdout == run(view, "a.txt").stdout
    assert (result.stderr, result.exit_code) == (message, 1)


# --- stdin, language ---------------------------------------------------------


@pytest.mark.parametrize("view", ["", *VIEWS])
def test_stdin_reads_like_the_file(view: str) -> None:
    assert run(*with_view(view, "-"), stdin=REPORT).stdout == run(*with_view(view, "a.txt")).stdout


def test_lang_decides_the_language_of_a_note_without_letters() -> None:
    write("n.txt", REPORT.replace("付属書を参照。", "2021/7/1."))

    def languages(*args: str) -> Sequence[object]:
        return [row["lang"] for row in rows_of("--notes", "n.txt", *args)]

    assert languages() == ["ja"]
    assert languages("--lang", "en") == ["en"]


def test_cells_that_a_spreadsheet_would_compute_are_quoted_in_every_view() -> None:
    write("f.txt", "=1+2は式である。\n+3も式である。\n-4も式である。\n")
    for view in ("", "--raw", "--map", "--explain"):
        rows = table_of(*with_view(view, "f.txt"))
        last = list(rows[0])[-1]
        assert [row[last][:2] for row in rows[:3]] == ["'=", "'+", "'-"]
