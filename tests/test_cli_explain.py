"""``jacyber score --explain``: what a position is made of, as people read it."""

from __future__ import annotations

import json
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

import jacyber_nlp as jc
from jacyber_nlp.cli import app, explain
from jacyber_nlp.records import Axis, CharSpan, DocumentStance, Evidence, Position
from toy.models import toy_analyser

TOY = toy_analyser()
BOTH = (
    "各国は情報の自由な流通を守る。\n検閲は認められない。\nサイバー主権を尊重する。\n"
    "ロシアはサイバー主権を主張した。\n今日は晴れである。\n"
)
ENGLISH = """
a.txt
Sentences per 1,000 words or 2,000 characters: freedom 64.52, control 32.26 (of which freedom on \
condition 0.00)
Sentences of its own pole to leave out for half the position: 1. Nothing turns its sign.
Evidence, the greatest contribution first

 Contribution   Place   Sentence
 ─────────────────────────────────────────────────────
        +0.33   l. 1    各国は情報の自由な流通を守る。
        +0.33   l. 2    検閲は認められない。
        -0.33   l. 3    サイバー主権を尊重する。


 Issue       Position   90 % interval   Sentences
 ────────────────────────────────────────────────
 A flow         +1.00                           1
 B content      +0.00   LOW … HIGH           2


 Holder of reported views   Position   90 % interval   Sentences
 ───────────────────────────────────────────────────────────────
 ロシア                        -1.00                           1

"""
JAPANESE = """
a.txt
2,000字または1,000語当たりの文: 自由64.52、統制32.26（うち条件付きの自由0.00）
位置を半分にするには、位置と同じ極の根拠を、重い順に1文除く必要があります。符号を変える除き方はありません。
根拠（寄与の大きい順）

  寄与   箇所   文
 ─────────────────────────────────────────────
 +0.33   1行    各国は情報の自由な流通を守る。
 +0.33   2行    検閲は認められない。
 -0.33   3行    サイバー主権を尊重する。


 論点            位置   90%区間         文の数
 ─────────────────────────────────────────────
 A 情報の流通   +1.00                        1
 B 内容         +0.00   LOW … HIGH        2


 伝えられた見解の主体    位置   90%区間   文の数
 ───────────────────────────────────────────────
 ロシア                 -1.00                  1

"""
STANCE = DocumentStance(
    id="d",
    path="d.pdf",
    position=0.5,
    interval=(0.1, 0.9),
    salience=0.5,
    density_freedom=2.0,
    density_control=1.0,
    density_conditional=0.25,
    n_sentences=4,
    n_evidence=2,
    n_halved=1,
    n_turned=2,
    evidence=(Evidence(CharSpan(0, 3), "表現の\n自由。", 7, 12, "freedom", 0.5),),
    issues={},
    holders={},
    model="m/1",
)


@pytest.fixture(autouse=True)
def _toy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Work in an empty folder, in English, with the toy world."""
    monkeypatch.setattr("jacyber_nlp.cli.run.analyser", lambda *_, **__: TOY)
    monkeypatch.setenv("JACYBER_UI", "en")
    monkeypatch.chdir(tmp_path)


def run(*args: str) -> Result:
    result = CliRunner().invoke(app, ["score", *args], prog_name="jacyber")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def write(name: str, text: str) -> None:
    Path(name).write_text(text, encoding="utf-8")


def unpadded(text: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def shown(stance: DocumentStance) -> str:
    out = StringIO()
    console = Console(file=out, width=120, highlight=False, markup=False)
    explain.show(stance, console, Axis())
    return unpadded(out.getvalue())


@pytest.mark.parametrize(("ui", "expected"), [("en", ENGLISH), ("ja", JAPANESE)])
def test_an_explanation_stands_behind_the_table_in_the_users_language(
    ui: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JACYBER_UI", ui)
    write("a.txt", BOTH)

    table, explained = run("a.txt"), run("a.txt", "--explain")

    (low, high) = TOY.score(jc.read("a.txt")).issues["B"].interval or (0, 0)
    expected = expected.replace("LOW", f"{low:+.2f}").replace("HIGH", f"{high:+.2f}")
    assert (explained.stderr, explained.exit_code) == ("", 0)
    assert explained.stdout.startswith(table.stdout)
    assert unpadded(explained.stdout[len(table.stdout) :]) == expected


@pytest.mark.parametrize(
    ("ui", "cell", "said"),
    [
        ("en", "not enough", "Fewer than two sentences take a stand: no position.\n"),
        ("ja", "根拠不足", "立場を示す文が二つに満たないため、位置を示しません。\n"),
    ],
)
def test_a_document_without_a_position_says_why(
    ui: str, cell: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JACYBER_UI", ui)
    write("none.txt", "今日は晴れである。\n")
    write("one.txt", "検閲は認められない。\n")

    none, one = run("none.txt", "--explain"), run("one.txt", "--explain")

    for result in (none, one):
        assert (result.stderr, result.exit_code) == ("", 0)
        assert cell in result.stdout
        assert said in unpadded(result.stdout)
    assert unpadded(none.stdout).endswith(said)  # no empty tables
    assert "B " in one.stdout  # what its one sentence is about


@pytest.mark.parametrize(
    ("ui", "said"), [("en", "The position is 0.\n"), ("ja", "位置は0です。\n")]
)
def test_a_position_of_zero_has_nothing_to_halve(
    ui: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JACYBER_UI", ui)
    write("a.txt", "検閲は認められない。\n検閲を行う。\n")

    assert said in unpadded(run("a.txt", "--explain").stdout)


@pytest.mark.parametrize(
    ("ui", "said"),
    [
        (
            "en",
            "Sentences of its own pole to leave out for half the position: 3. "
            "Nothing turns its sign.\n",
        ),
        (
            "ja",
            "位置を半分にするには、位置と同じ極の根拠を、重い順に3文除く必要があります。"
            "符号を変える除き方はありません。\n",
        ),
    ],
)
def test_what_nothing_can_turn_is_told(ui: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JACYBER_UI", ui)

    assert said in shown(replace(STANCE, n_halved=3, n_turned=None))


def test_a_quote_stands_on_one_line_with_its_page() -> None:
    assert "+0.50   p. 7, l. 12   表現の 自由。\n" in shown(STANCE)


@pytest.mark.parametrize(("ui", "said"), [("en", "unnamed"), ("ja", "名指しなし")])
def test_views_of_nobody_in_particular_are_told_in_the_users_language(
    ui: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JACYBER_UI", ui)

    found = shown(replace(STANCE, holders={"unnamed": Position(1.0, None, 1)}))

    assert f"\n {said} " in found


def test_a_zero_has_no_minus() -> None:
    at = Position(-0.0, (-0.004, 0.0), 2)

    assert "B content      +0.00   +0.00 … +0.00           2\n" in shown(
        replace(STANCE, issues={"B": at})
    )


def test_density_tells_of_freedom_on_condition() -> None:
    assert "freedom 2.00, control 1.00 (of which freedom on condition 0.25)\n" in shown(STANCE)


def test_every_issue_has_its_name_and_an_unknown_one_its_key() -> None:
    at = Position(0.5, (-0.25, 1.0), 3)

    found = shown(replace(STANCE, issues=dict.fromkeys("ABCDEFGZ", at)))

    names = ("A flow", "B content", "C governance", "D law", "E rights", "F sovereignty", "G shape")
    for name in (*names, "Z"):
        (line,) = (line for line in found.splitlines() if line.strip().startswith(name))
        assert line.split()[-5:] == ["+0.50", "-0.25", "…", "+1.00", "3"]


def test_names_and_quotes_cannot_drive_the_terminal_or_mark_it_up() -> None:
    evil = "\x1b[31m[red]国[/red]\x9b1m"
    stance = replace(
        STANCE,
        path=evil,
        evidence=(replace(STANCE.evidence[0], quote=evil),),
        holders={evil: Position(1.0, None, 1)},
    )

    found = shown(stance)

    assert "\x1b" not in found
    assert "\x9b" not in found
    assert found.count("[red]国[/red]") == 3


def test_documents_are_explained_in_the_order_given_and_a_failure_costs_none() -> None:
    write("b.txt", BOTH)
    write("a.txt", BOTH)

    result = run("b.txt", "gone.txt", "a.txt", "--explain")

    assert result.exit_code == 1
    assert result.stderr.startswith("gone.txt: no such file. ")
    names = [line for line in unpadded(result.stdout).splitlines() if line in ("a.txt", "b.txt")]
    assert names == ["b.txt", "a.txt"]


@pytest.mark.parametrize("format", ["json", "jsonl", "csv"])
def test_for_machines_it_changes_nothing(format: str) -> None:
    write("a.txt", BOTH)

    plain = run("a.txt", "--format", format)

    assert run("a.txt", "--format", format, "--explain").stdout == plain.stdout


def test_json_has_the_explanation_always() -> None:
    write("a.txt", BOTH)

    found = json.loads(run("a.txt", "--format", "jsonl").stdout)

    assert list(found)[:2] == ["id", "path"]
    for name in ("position", "interval", "salience", "density_freedom", "density_control"):
        assert name in found
    assert found["n_evidence"] == len(found["evidence"]) == 3
    assert {"quote", "page", "line", "contribution"} <= set(found["evidence"][0])
    assert sum(e["contribution"] for e in found["evidence"]) == pytest.approx(
        found["position"], abs=1e-4
    )
    assert found["holders"] == {"ロシア": {"position": -1.0, "interval": None, "n": 1}}
    assert sorted(found["issues"]) == ["A", "B"]
