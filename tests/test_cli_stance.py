"""``jacyber stance``: one result a sentence, in order, in every format."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

import jacyber_nlp as jc
from jacyber_nlp import resources
from jacyber_nlp.cli import app, stance
from jacyber_nlp.cli import run as cli_run
from jacyber_nlp.cli.options import Format
from jacyber_nlp.errors import ResourceError
from jacyber_nlp.stance import default_reader, read_sentences
from toy.models import toy_analyser

KEYS = [
    "id",
    "label",
    "p_freedom",
    "p_control",
    "p_neutral",
    "issue",
    "holder",
    "reported_label",
    "phenomena",
]
COLUMNS = ["id", "text", *KEYS[1:]]
ROWS = (
    {"id": "a", "text": "検閲を行う。", "lang": "ja"},
    {"id": 2, "text": "free flow of information", "lang": "en", "actor": "jp"},
    {"id": "a", "text": "検閲を行う。」", "before": "ロシアは「サイバー主権を主張した。"},
    {"text": "\u3000"},
    {"id": None, "text": "晴れである。", "topic": 1},
)
TOY = toy_analyser()
SHIPPED = cli_run.analyser


@pytest.fixture(autouse=True)
def _toy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Work in an empty folder, in English, with the toy world."""
    monkeypatch.setattr("jacyber_nlp.cli.run.analyser", lambda *_, **__: TOY)
    monkeypatch.setenv("JACYBER_UI", "en")
    monkeypatch.chdir(tmp_path)


def run(*args: object, stdin: str | bytes | None = None) -> Result:
    result = CliRunner().invoke(
        app, ["stance", *(str(a) for a in args)], input=stdin, prog_name="jacyber"
    )
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def write(*rows: dict[str, Any]) -> Path:
    path = Path("s.jsonl")
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def lines(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    result = run("--sentences", write(*rows), "--format", "jsonl")
    assert (result.stderr, result.exit_code) == ("", 0)
    return [json.loads(line) for line in result.stdout.split("\n")[:-1]]


def csv_rows(*rows: dict[str, Any]) -> list[dict[str, str]]:
    result = run("--sentences", write(*rows), "--format", "csv")
    assert (result.stderr, result.exit_code) == ("", 0)
    return list(csv.DictReader(io.StringIO(result.stdout)))


# What comes out


def test_a_sentence_has_one_line_with_all_keys_in_order() -> None:
    found = lines(*ROWS)

    assert all(list(one) == KEYS for one in found)
    assert [one["id"] for one in found] == ["a", 2, "a", None, None]
    assert [one["label"] for one in found] == [
        "control",
        "freedom",
        "neutral",
        "neutral",
        "neutral",
    ]
    assert [one["issue"] for one in found] == ["B", "A", "B", None, None]
    for one in found:
        assert sum(one[p] for p in KEYS[2:5]) == pytest.approx(1, abs=1e-9)
    assert found[0] == {
        "id": "a",
        "label": "control",
        "p_freedom": 0.0,
        "p_control": 0.999,
        "p_neutral": 0.001,
        "issue": "B",
        "holder": "author",
        "reported_label": None,
        "phenomena": ["plain"],
    }
    reported = found[2]
    assert (reported["holder"], reported["reported_label"]) == ("ロシア", "control")
    assert reported["phenomena"] == ["reported"]


def test_a_text_that_nobody_sees_is_neutral_and_the_authors() -> None:
    (found,) = lines({"id": "x", "text": " \u200b"})

    assert found == {
        "id": "x",
        "label": "neutral",
        "p_freedom": 0.0,
        "p_control": 0.0,
        "p_neutral": 1.0,
        "issue": None,
        "holder": "author",
        "reported_label": None,
        "phenomena": [],
    }


def test_a_list_gives_what_the_library_gives() -> None:
    found = lines(*ROWS)

    expected = jc.stances_of(list(read_sentences("s.jsonl")), analyser=TOY)
    for one, of_library in zip(found, expected, strict=True):
        if of_library is not None:
            shown = {name: getattr(of_library, name) for name in KEYS[1:]}
            assert one == {"id": one["id"]} | shown | {"phenomena": list(shown["phenomena"])}


def test_stdin_gives_what_a_file_gives() -> None:
    path = write(*ROWS)

    result = run("--sentences", "-", "--format", "jsonl", stdin=path.read_bytes())

    assert (result.stderr, result.exit_code) == ("", 0)
    assert result.stdout == run("--sentences", path, "--format", "jsonl").stdout


@given(st.permutations(range(7)), st.integers(1, 8))
@settings(deadline=None, max_examples=15)
def test_order_and_blocks_change_nothing(order: list[int], block: int) -> None:
    texts = [
        "検閲を行う。",
        "",
        "晴れ。",
        "ロシアはサイバー主権を主張した。",
        "tie",
        "主権」",
        "検閲",
    ]
    rows = [{"id": i, "text": text} for i, text in enumerate(texts)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("jacyber_nlp.cli.run.analyser", lambda *_, **__: TOY)
        in_order = lines(*rows)
        patch.setattr(stance, "AT_ONCE", block)
        found = lines(*(rows[i] for i in order))

    assert found == [in_order[i] for i in order]


def test_json_is_an_array_of_the_lines_even_of_one() -> None:
    for rows in (ROWS, ROWS[:1]):
        found = json.loads(run("--sentences", write(*rows), "--format", "json").stdout)

        assert found == lines(*rows)


def test_csv_has_the_text_as_well() -> None:
    found = csv_rows(*ROWS)

    assert list(found[0]) == COLUMNS
    assert [row["text"] for row in found] == [str(row["text"]) for row in ROWS]
    assert [row["id"] for row in found] == ["a", "2", "a", "", ""]
    assert found[2] == {
        "id": "a",
        "text": "検閲を行う。」",
        "label": "neutral",
        "p_freedom": "0.0",
        "p_control": "0.0",
        "p_neutral": "1.0",
        "issue": "B",
        "holder": "ロシア",
        "reported_label": "control",
        "phenomena": "reported",
    }


def test_phenomena_of_a_row_stand_apart() -> None:
    text = "ロシアは検閲を認めないと主張した。"
    (one,), (row,) = lines({"text": text}), csv_rows({"text": text})

    assert len(one["phenomena"]) > 1
    assert row["phenomena"] == " ".join(one["phenomena"])


def test_csv_cannot_be_computed() -> None:
    (found,) = csv_rows({"id": "@x", "text": "=cmd()\t検閲"})

    assert (found["id"], found["text"]) == ("'@x", "'=cmd()\t検閲")


@pytest.mark.parametrize(
    ("ui", "headings", "words"),
    [
        (
            "en",
            ["id", "Sentence", "Label", "Freedom", "Control", "Holder"],
            ["control", "freedom", "neutral", "author"],
        ),
        (
            "ja",
            ["id", "文", "ラベル", "自由", "統制", "主体"],
            ["統制", "自由", "中立", "著者"],
        ),
    ],
)
def test_a_table_shows_every_sentence(
    ui: str, headings: list[str], words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JACYBER_UI", ui)

    result = run("--sentences", write(*ROWS))

    assert (result.stderr, result.exit_code) == ("", 0)
    shown = [line.split() for line in result.stdout.splitlines() if line.strip()]
    assert shown[0] == headings
    control, freedom, neutral, author = words
    assert shown[2:] == [
        ["a", "検閲を行う。", control, "0.00", "1.00", author],
        ["2", "free", "flow", "of", "information", freedom, "1.00", "0.00", author],
        ["a", "検閲を行う。」", neutral, "0.00", "0.00", "ロシア"],
        ["–", neutral, "0.00", "0.00", author],
        ["–", "晴れである。", neutral, "0.05", "0.05", author],
    ]


@pytest.mark.parametrize("format", list(Format))
def test_an_empty_list_has_an_empty_result(format: Format) -> None:
    result = run("--sentences", "-", "--format", format.value, stdin="\n")

    assert (result.stderr, result.exit_code) == ("", 0)
    if format != Format.table:
        assert (
            result.stdout
            == {
                Format.json: "[\n]\n",
                Format.jsonl: "",
                Format.csv: ",".join(COLUMNS) + "\n",
            }[format]
        )


def test_a_sentence_cannot_drive_the_terminal_or_mark_up_the_table() -> None:
    evil = "\x1b[31m[red]検閲[/red]\x9b1m"
    path = write({"id": evil, "text": evil})

    for format in Format:
        out = run("--sentences", path, "--format", format.value).stdout
        assert "\x1b" not in out
        assert "\x9b" not in out
    assert run("--sentences", path).stdout.count("[red]") == 2
    assert lines({"id": evil, "text": evil})[0]["id"] == evil


@pytest.mark.parametrize("text", ["\ud800検閲", "\ufffd" * 9 + "検閲", "æ–‡å­—検閲åŒ–ã‘"], ids=ascii)
def test_a_garbled_sentence_does_not_cost_the_others(text: str) -> None:
    path = write({"id": text, "text": text}, ROWS[0])

    result = run("--sentences", path, "--format", "jsonl", "--out", "o.jsonl")

    assert (result.stderr, result.exit_code) == ("", 0)
    garbled, other = map(json.loads, Path("o.jsonl").read_text(encoding="utf-8").splitlines())
    assert garbled["id"] == text
    assert other["label"] == "control"


def test_a_list_goes_into_a_file() -> None:
    path = write(*ROWS)

    result = run("--sentences", path, "--format", "jsonl", "--out", "o.jsonl")

    assert (result.stdout, result.stderr, result.exit_code) == ("", "", 0)
    assert Path("o.jsonl").read_text(encoding="utf-8") == run(
        "--sentences", path, "--format", "jsonl"
    ).stdout  # fmt: skip


def test_sentences_too_long_for_the_encoder_are_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TOY.encoder, "windowed", 2, raising=False)

    result = run("--sentences", write(*ROWS), "--format", "jsonl")

    assert result.stderr.startswith(
        "toy/1: sentences or terms too long to be read in one piece: 2."
    )
    assert (len(result.stdout.splitlines()), result.exit_code) == (5, 0)


# How it ends


@pytest.mark.parametrize(
    ("ui", "said"),
    [
        (
            "en",
            "-:3: no sentence to label (Object missing required field `text`). "
            'Write {"id": "1", "text": "…", "lang": "ja"}.\n',
        ),
        (
            "ja",
            "-:3: 文として読めません（Object missing required field `text`）。"
            '{"id": "1", "text": "…", "lang": "ja"}の形で書いてください。\n',
        ),
    ],
)
def test_a_fault_is_told_with_its_line_behind_what_was_labelled(
    ui: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JACYBER_UI", ui)
    monkeypatch.setattr(stance, "AT_ONCE", 2)
    stdin = '{"id": 1, "text": "a"}\n{"id": 2, "text": "b"}\n{"id": 3}\n{"id": 4, "text": "d"}\n'

    result = run("--sentences", "-", "--format", "jsonl", stdin=stdin)

    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == [1, 2]
    assert (result.stderr, result.exit_code) == (said, 2)


def test_a_fault_leaves_an_earlier_file_alone() -> None:
    Path("o.jsonl").write_text("earlier", encoding="utf-8")

    result = run("--sentences", "-", "--format", "jsonl", "-o", "o.jsonl", stdin="x")

    assert result.exit_code == 2
    assert [path.name for path in Path().iterdir()] == ["o.jsonl"]
    assert Path("o.jsonl").read_text(encoding="utf-8") == "earlier"


@pytest.mark.parametrize(
    ("ui", "said"),
    [
        (
            "en",
            "gone.jsonl: cannot be read (No such file or directory). Check path and permissions.\n",
        ),
        (
            "ja",
            "gone.jsonl: 読み込めません（No such file or directory）。"
            "パスと権限を確かめてください。\n",
        ),
    ],
)
def test_a_list_that_is_not_there_is_named(
    ui: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JACYBER_UI", ui)

    result = run("--sentences", "gone.jsonl", "--format", "jsonl")

    assert (result.stdout, result.stderr, result.exit_code) == ("", said, 2)


@pytest.mark.parametrize(
    "args", [(), ("s.jsonl",), ("--sentences",), ("--sentences", "-", "--format", "xml")]
)
def test_wrong_usage_ends_with_2(args: tuple[str, ...]) -> None:
    result = run(*args, stdin="")

    assert (result.stdout, result.exit_code) == ("", 2)
    assert "Error" in result.stderr


def test_options_reach_the_analyser(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, Any]] = []

    def analyser(concepts: Path | None, **given: Any) -> Any:
        seen.append({"concepts": concepts} | given)
        return TOY

    monkeypatch.setattr("jacyber_nlp.cli.run.analyser", analyser)

    run("--sentences", write(*ROWS), "--encoder", "toy", "--concepts", "c.yaml", "--model", "m")

    assert seen == [
        {
            "concepts": Path("c.yaml"),
            "encoder": "toy",
            "stages": ("score",),
            "model": Path("m"),
        }
    ]


# As it ships


@pytest.fixture
def shipped(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The command with everything that ships, its reader not yet loaded."""
    monkeypatch.setattr("jacyber_nlp.cli.run.analyser", SHIPPED)
    default_reader.cache_clear()
    yield
    default_reader.cache_clear()


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize(
    "command", [("stance", "--sentences", "s.jsonl"), ("score", "s.txt"), ("analyse", "s.txt")]
)
def test_a_damaged_reader_is_told_before_the_first_sentence(
    command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(name: str) -> bytes:
        raise ResourceError(name, "is damaged")

    monkeypatch.setattr(resources, "read_whole", damaged)
    write(*ROWS)
    Path("s.txt").write_text("検閲は認められない。\n", encoding="utf-8")

    result = CliRunner().invoke(app, [*command, "--format", "jsonl"], prog_name="jacyber")

    assert isinstance(result.exception, SystemExit)
    assert (result.stdout, result.exit_code) == ("", 2)
    assert result.stderr == (
        "models/reader.model: package data is damaged. The installation is incomplete. "
        "Install jacyber-nlp again.\n"
    )


@pytest.mark.usefixtures("shipped")
def test_what_ships_labels_every_line_whatever_its_order() -> None:
    rows = [row | {"id": i} for i, row in enumerate(ROWS)]
    in_order = lines(*rows)

    shuffled = random.Random(0).sample(rows, len(rows))

    assert [one["id"] for one in in_order] == list(range(len(rows)))
    assert lines(*shuffled) == [in_order[row["id"]] for row in shuffled]
