"""``jacyber align``: a list of terms, or documents, and the norms that they mean."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from jacyber_nlp.cli import align, app
from jacyber_nlp.cli import run as cli_run
from jacyber_nlp.cli.options import Format
from jacyber_nlp.records import TermQuery
from toy.models import toy_analyser
from toy.world import PROVISIONS

MATCH = ["provision_id", "similarity", "probability", "route", "verified", "text_source"]
OF_TERM = ["text", "matched", *MATCH[:3], "rank", *MATCH[3:]]
OF_DOCUMENT = ["document", "path", "text", "kind", "page", "line", "sentence", *OF_TERM[1:]]
PAGES = "検閲は認められない。\n\n\fサイバー主権を主張する国もある。\n"
CITING = "A/70/174 para. 13(c)は規範を示す。\n"
TOY = toy_analyser()
SHIPPED = cli_run.analyser


@pytest.fixture(autouse=True)
def _toy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Work in an empty folder, in English, with the toy world."""
    monkeypatch.setattr("jacyber_nlp.cli.run.analyser", lambda **_: TOY)
    monkeypatch.setenv("JACYBER_UI", "en")
    monkeypatch.chdir(tmp_path)


def run(*args: object, stdin: str | bytes | None = None) -> Result:
    result = CliRunner().invoke(
        app, ["align", *(str(a) for a in args)], input=stdin, prog_name="jacyber"
    )
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def lines(result: Result) -> list[dict[str, Any]]:
    assert (result.stderr, result.exit_code) == ("", 0)
    return [json.loads(line) for line in result.stdout.split("\n")[:-1]]


def rows(result: Result) -> list[dict[str, str]]:
    assert (result.stderr, result.exit_code) == ("", 0)
    return list(csv.DictReader(io.StringIO(result.stdout)))


def write(name: str, text: str) -> Path:
    Path(name).write_text(text, encoding="utf-8")
    return Path(name)


def table(result: Result) -> list[list[str]]:
    """Cells of each line below the headings."""
    shown = [line for line in result.stdout.splitlines() if line.strip()]
    rule = next(i for i, line in enumerate(shown) if set(line.strip()) == {"─"})
    return [line.split("  ") for line in shown[rule + 1 :]]


# A list


def test_a_list_has_one_line_out_for_each_line_in() -> None:
    stdin = "サイバー主権\n\n羊羹\nサイバー主権\n" + json.dumps({"text": "検閲をやめる", "id": 3})

    found = lines(run("--terms", "-", "--format", "jsonl", stdin=stdin))

    assert [one["text"] for one in found] == [
        "サイバー主権",
        "",
        "羊羹",
        "サイバー主権",
        "検閲をやめる",
    ]
    assert [one["matched"] for one in found] == [True, False, False, True, True]
    assert found[0] == found[3]
    for one in found:
        assert list(one) == ["text", "matched", "matches"]
        assert [list(match) for match in one["matches"]] == [MATCH] * 5
        probabilities = [match["probability"] for match in one["matches"]]
        assert probabilities == sorted(probabilities, reverse=True)
        assert one["matched"] == (probabilities[0] >= 0.5)
        assert {match["provision_id"] for match in one["matches"]} == {p.id for p in PROVISIONS}
    best = [one["matches"][0] for one in found]
    assert [b["provision_id"] for b in best][::3] == ["toy-3", "toy-3"]
    assert (best[4]["provision_id"], best[4]["route"], best[4]["verified"]) == (
        "toy-5",
        "lexicon",
        "true",
    )


def test_a_list_gives_what_the_library_gives() -> None:
    texts = ["データの越境流通", "主権", "検閲を認めない"]

    found = lines(run("--terms", write("t.txt", "\n".join(texts)), "--format", "jsonl"))

    expected = TOY.align_terms([TermQuery(text, "ja") for text in texts])
    assert [one["matches"] for one in found] == [
        [{name: getattr(a, name) for name in MATCH} for a in of_one] for of_one in expected
    ]


def test_the_context_of_a_json_line_counts() -> None:
    stdin = '{"text": "主権"}\n{"text": "主権", "context": "データの越境流通を守る。"}\n'

    plain, within = lines(run("--terms", "-", "--format", "jsonl", stdin=stdin))

    assert plain["text"] == within["text"] == "主権"
    assert plain["matches"] != within["matches"]


@given(
    st.lists(st.sampled_from(["検閲", "", "羊羹", "主権 ", "=1", '{"text": "a\\nb"}']), max_size=9)
)
@settings(deadline=None, max_examples=15)
def test_order_and_number_of_lines_hold_across_blocks(terms: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(align, "AT_ONCE", 2)
        patch.setattr("jacyber_nlp.cli.run.analyser", lambda **_: TOY)
        found = lines(
            run("--terms", "-", "--format", "jsonl", stdin="".join(f"{t}\n" for t in terms))
        )

    expected = [json.loads(t)["text"] if t.startswith("{") else t.strip() for t in terms]
    assert [one["text"] for one in found] == expected


def test_a_list_is_aligned_as_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(align, "AT_ONCE", 2)

    result = run("--terms", "-", "--format", "jsonl", stdin=b"a\nb\nc\n\xff\n")

    assert [json.loads(line)["text"] for line in result.stdout.splitlines()] == ["a", "b"]
    assert result.stderr == "-:4: is not UTF-8. Save the terms as UTF-8.\n"
    assert result.exit_code == 2


@pytest.mark.parametrize("format", list(Format))
def test_an_empty_list_has_an_empty_result(format: Format) -> None:
    result = run("--terms", write("t.txt", ""), "--format", format.value)

    assert (result.stderr, result.exit_code) == ("", 0)
    assert result.stdout.strip() in {
        Format.json: ["[\n]"],
        Format.jsonl: [""],
        Format.csv: [",".join(OF_TERM)],
    }.get(format, [result.stdout.strip()])
    if format == Format.table:
        assert table(result) == []


def test_json_of_a_list_is_an_array_of_its_lines() -> None:
    path = write("t.txt", "検閲\n羊羹\n")

    found = json.loads(run("--terms", path, "--format", "json").stdout)

    assert found == lines(run("--terms", path, "--format", "jsonl"))
    assert isinstance(
        json.loads(run("--terms", write("one.txt", "a"), "--format", "json").stdout), list
    )


def test_csv_of_a_list_has_five_rows_a_line_and_cannot_be_computed() -> None:
    path = write("t.txt", "=1+1\n@検閲\nサイバー主権\n")

    result = run("--terms", path, "--format", "csv")

    found = rows(result)
    assert list(found[0]) == OF_TERM
    assert [row["text"] for row in found[::5]] == ["'=1+1", "'@検閲", "サイバー主権"]
    assert [row["rank"] for row in found] == ["1", "2", "3", "4", "5"] * 3
    assert [row["matched"] for row in found[10:]] == ["True"] * 5  # the line's, not the row's
    assert found[10]["provision_id"] == "toy-3"


def test_a_table_shows_every_line_of_a_list() -> None:
    path = write("t.txt", "羊羹\nサイバー主権\n\n羊羹\n")

    result = run("--terms", path)

    first, second, third, fourth = table(result)
    assert first == fourth
    assert (first[0].strip(), "(no norm)" in "".join(first), "0.00" in "".join(first)) == (
        "羊羹",
        True,
        True,
    )
    text = "  ".join(second)
    for word in ("サイバー主権", "toy-3", "Respect cyber sovereignty", "0.95", "lexicon", "false"):
        assert word in text
    assert not third[0].strip()
    assert "(no norm)" in "".join(third)


def test_a_term_that_means_several_norms_is_named_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JACYBER_UI", "ja")

    result = run("--terms", write("t.txt", "言論の検閲をやめ、データの越境流通\n羊羹"))

    shown = table(result)
    assert [bool(row[0].strip()) for row in shown] == [True, False, True]
    assert "規範なし" in result.stdout
    assert "検閲の禁止" in result.stdout
    assert "情報の自由な流通の確保" in result.stdout


def test_a_term_cannot_drive_the_terminal() -> None:
    path = write("t.txt", "\x1b[31m検閲\x9b1m\n")

    for format in Format:
        out = run("--terms", path, "--format", format.value).stdout
        assert "\x1b" not in out
        assert "\x9b" not in out
    assert (
        json.loads(run("--terms", path, "--format", "jsonl").stdout)["text"] == "\x1b[31m検閲\x9b1m"
    )


@pytest.mark.parametrize("text", ["\ud800", "\ufffd\ufffd\ufffd検閲", "æ–‡å­—åŒ–ã‘"], ids=ascii)
def test_a_garbled_term_does_not_cost_the_others(text: str) -> None:
    stdin = json.dumps({"text": text}) + "\nサイバー主権\n"

    result = run("--terms", "-", "--format", "jsonl", "--out", "o.jsonl", stdin=stdin)

    assert (result.stderr, result.exit_code) == ("", 0)
    garbled, other = map(json.loads, Path("o.jsonl").read_text(encoding="utf-8").splitlines())
    assert garbled["text"] == text
    assert len(garbled["matches"]) == 5
    assert other["matches"][0]["provision_id"] == "toy-3"


def test_a_list_goes_into_a_file() -> None:
    path = write("t.txt", "検閲\n羊羹\n")

    result = run("--terms", path, "--format", "jsonl", "--out", "o.jsonl")

    assert (result.stdout, result.exit_code) == ("", 0)
    assert Path("o.jsonl").read_text(encoding="utf-8") == run(
        "--terms", path, "--format", "jsonl"
    ).stdout  # fmt: skip


@pytest.mark.parametrize("args", [(), ("a.txt", "--terms", "t.txt"), ("-", "--terms", "-")])
@pytest.mark.parametrize(
    ("ui", "said"),
    [
        ("en", "Give either files or a list by --terms, not both."),
        ("ja", "文書のファイルか--termsの一覧のどちらか一方を指定してください。"),
    ],
)
def test_files_and_list_or_neither_are_wrong_usage(
    args: tuple[str, ...], ui: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JACYBER_UI", ui)

    result = run(*args)

    assert (result.exit_code, result.stdout) == (2, "")
    unboxed = "".join(char for char in result.stderr if char not in "│\n ")
    assert said.replace(" ", "") in unboxed
    assert "FILE/--terms" in unboxed


@pytest.mark.parametrize(
    ("ui", "said"),
    [
        (
            "en",
            "t.txt: cannot be read (No such file or directory). A text file with one term a line "
            "is needed. Check path and permissions.\n",
        ),
        (
            "ja",
            "t.txt: 読み込めません（No such file or directory）。"
            "1行に1語のテキストファイルが必要です。パスと権限を確かめてください。\n",
        ),
    ],
)
def test_a_list_that_is_not_there_is_named(
    ui: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JACYBER_UI", ui)

    result = run("--terms", "t.txt", "--format", "jsonl")

    assert (result.stdout, result.stderr, result.exit_code) == ("", said, 2)


# Documents


def test_a_term_of_a_document_comes_with_kind_page_line_and_sentence() -> None:
    write("a.txt", PAGES)

    found = {one["text"]: one for one in lines(run("a.txt", "--format", "jsonl"))}

    one = found["サイバー主権"]
    assert list(one) == [*OF_DOCUMENT[:8], "matches"]
    assert {key: value for key, value in one.items() if key != "matches"} == {
        "document": "a",
        "path": "a.txt",
        "text": "サイバー主権",
        "kind": "term",
        "page": 2,
        "line": 1,
        "sentence": "サイバー主権を主張する国もある。",
        "matched": True,
    }
    assert (found["検閲"]["page"], found["検閲"]["line"]) == (1, 1)
    assert [list(match) for match in one["matches"]] == [[*MATCH, "matched"]] * 5
    assert [match["matched"] for match in one["matches"]] == [True] + [False] * 4


def test_what_a_document_cites_is_a_kind_of_its_own() -> None:
    write("a.txt", CITING)

    (one,) = (x for x in lines(run("a.txt", "--format", "jsonl")) if x["kind"] == "citation")

    assert (one["text"], one["sentence"]) == ("A/70/174 para. 13(c)", CITING.strip())
    assert not one["matched"]  # the toy world has no such norm


def test_json_of_documents_holds_their_terms() -> None:
    write("a.txt", PAGES)
    write("b.txt", CITING)

    single = json.loads(run("a.txt", "--format", "json").stdout)
    both = json.loads(run("a.txt", "b.txt", "--format", "json").stdout)

    assert list(single) == ["document", "path", "terms"]
    assert both[0] == single
    assert [one["document"] for one in both] == ["a", "b"]
    assert [t for one in both for t in one["terms"]] == lines(
        run("a.txt", "b.txt", "--format", "jsonl")
    )


def test_csv_of_documents_tells_of_each_row_whether_it_matched() -> None:
    write("a.txt", PAGES)

    found = [row for row in rows(run("a.txt", "--format", "csv")) if row["text"] == "サイバー主権"]

    assert list(found[0]) == OF_DOCUMENT
    assert [row["rank"] for row in found] == ["1", "2", "3", "4", "5"]
    assert [row["matched"] for row in found] == ["True"] + ["False"] * 4
    assert (found[0]["page"], found[0]["kind"]) == ("2", "term")


def test_a_table_of_a_document_shows_what_matches_alone() -> None:
    write("a.txt", "和菓子の羊羹とサイバー主権。\n")

    result = run("a.txt")

    assert result.stdout.splitlines()[0].strip() == "a"
    shown = table(result)
    assert "サイバー主権" in {row[0].strip() for row in shown}
    assert "羊羹" not in {row[0].strip() for row in shown}
    assert "(no norm)" not in result.stdout


def test_a_document_that_cannot_be_read_does_not_cost_the_others() -> None:
    write("a.txt", PAGES)

    result = run("gone.txt", "a.txt", "--format", "jsonl")

    assert result.exit_code == 1
    assert result.stderr.startswith("gone.txt: no such file. ")
    assert {json.loads(line)["document"] for line in result.stdout.splitlines()} == {"a"}


@pytest.mark.parametrize("args", [("a.txt",), ("--terms", "a.txt")])
def test_options_reach_the_analyser(args: Sequence[str], monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, Any]] = []

    def analyser(**given: Any) -> Any:
        seen.append(given)
        return TOY

    monkeypatch.setattr("jacyber_nlp.cli.run.analyser", analyser)
    write("a.txt", "検閲\n")

    run(*args, "--norms", "gge-2015", "--encoder", "toy", "--concepts", "c.yaml")

    assert seen == [
        {
            "concepts": Path("c.yaml"),
            "norms": "gge-2015",
            "official": None,
            "encoder": "toy",
            "stages": ("align",),
        }
    ]


@pytest.fixture
def shipped(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """The command with everything that ships."""
    monkeypatch.setattr("jacyber_nlp.cli.run.analyser", SHIPPED)
    return run


def test_the_keynotes_of_the_field_find_their_norms(shipped: Callable[..., Result]) -> None:
    stdin = "情報の自由な流通\nfree movement of information\nA/70/174 para. 13(c)\n和菓子の羊羹\n"

    ja, en, cited, none = lines(
        shipped("--terms", "-", "--norms", "gge-2015", "--format", "jsonl", stdin=stdin)
    )

    assert ja["matches"][0]["provision_id"] == en["matches"][0]["provision_id"] == "gge-2015-13e"
    assert ja["matched"]
    assert cited["matches"][0]["provision_id"] == "gge-2015-13c"
    assert (cited["matches"][0]["route"], cited["matches"][0]["similarity"]) == ("citation", 0)
    assert not none["matched"]
    assert [len(one["matches"]) for one in (ja, en, cited, none)] == [5] * 4


def test_unknown_norms_are_wrong_usage(shipped: Callable[..., Result]) -> None:
    result = shipped("--terms", "-", "--norms", "gge-2051", stdin="a\n")

    assert (result.stdout, result.exit_code) == ("", 2)
    assert result.stderr.startswith("gge-2051: no norm has this id. Near it: ")
