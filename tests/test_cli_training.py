"""``jacyber train``, ``evaluate`` and ``--model``: a theory of one's own from the shell."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from jacyber_nlp.cli import app
from toy.labels import toy_labels, write_labels
from toy.models import toy_stance_model
from toy.world import ToyEncoder

POLES = ("--poles", "openness,closure")
TEXT = "裁判所は表現の自由を守る。\n裁判所は検閲を認めない。\n隣国はサイバー主権を支持する。\n"
LEXICON = """concepts:
  - id: quiet-net
    ja: 静かな通信網
    en: quiet network
    pole: 1
    topics: []
"""


@pytest.fixture(autouse=True)
def _toy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Work in a folder with labels, in English, with an encoder that needs no weights."""
    monkeypatch.setattr("jacyber_nlp.encoders.default_encoder", ToyEncoder)
    monkeypatch.setattr(
        "jacyber_nlp.pipeline.analyser.default_stance_model", lambda _: toy_stance_model()
    )
    monkeypatch.setenv("JACYBER_UI", "en")
    monkeypatch.chdir(tmp_path)
    write_labels(Path("labels.jsonl"), toy_labels("openness", "closure"))
    Path("a.txt").write_text(TEXT, encoding="utf-8")
    Path("c.yaml").write_text(LEXICON, encoding="utf-8")


def run(*args: object) -> Result:
    result = CliRunner().invoke(app, [str(a) for a in args], prog_name="jacyber")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def done(*args: object) -> str:
    result = run(*args)
    assert (result.stderr, result.exit_code) == ("", 0)
    return result.stdout


def train(*more: object) -> str:
    return done("train", "--labels", "labels.jsonl", "-o", "own", *POLES, *more)


def test_a_theory_of_ones_own_goes_from_labels_to_positions() -> None:
    shown = train()
    score = json.loads(done("score", "a.txt", "--model", "own", "--format", "json"))

    assert shown.splitlines()[0].startswith("own/")
    assert "Recall: openness" in shown
    assert "Japanese: true (rows) and told (columns)" in shown
    assert sorted(path.name for path in Path("own").iterdir()) == [
        "card.md",
        "metrics.json",
        "weights.json",
    ]
    assert score["model"] == shown.split()[0]
    assert -1 < score["position"] < 1
    assert {e["quote"][:3]: e["label"] for e in score["evidence"]} == {
        "裁判所": "openness",
        "隣国は": "closure",
    }


def test_sentences_are_labelled_by_the_names_of_the_axis() -> None:
    train()
    rows = [{"id": i, "text": text} for i, text in enumerate(TEXT.splitlines())]
    rows.append({"id": 3, "text": "ロシアは、サイバー主権が必要だと主張している。"})
    rows.append({"id": 4, "text": " "})
    write_labels(Path("s.jsonl"), rows)
    asked = ("stance", "--sentences", "s.jsonl", "--model", "own")

    found = [json.loads(line) for line in done(*asked, "--format", "jsonl").splitlines()]
    shown = done(*asked)

    labels = ["openness", "openness", "closure", "neutral", "neutral"]
    assert [row["label"] for row in found] == labels
    assert [row["reported_label"] for row in found] == [None, None, None, "closure", None]
    assert found[0]["p_freedom"] > 0.5 > found[0]["p_control"]
    assert found[2]["p_control"] > 0.5 > found[2]["p_freedom"]
    assert shown.split()[:6] == ["id", "Sentence", "Label", "openness", "closure", "Holder"]


def test_figures_are_shown_or_written_as_json() -> None:
    train()
    asked = ("evaluate", "--labels", "labels.jsonl", "--model", "own")
    Path("test.jsonl").write_text(
        '{"text": "会合が開かれた。", "label": "neutral", "phenomena": ["technical"]}\n'
        '{"text": "ロシアは、サイバー主権が必要だと主張している。", "label": "neutral", '
        '"reported_label": "closure", "holder": "ロシア"}\n',
        encoding="utf-8",
    )

    found: dict[str, Any] = json.loads(done(*asked, "--format", "json"))
    shown = done(*asked)
    other = done("evaluate", "--labels", "test.jsonl", "--model", "own")

    assert found["model"].startswith("own/")
    assert list(found["languages"]) == ["ja"]
    assert found["languages"]["ja"]["n"] == 63
    assert found["languages"]["ja"]["confusion"]["closure"]["closure"] == 18
    assert "Macro-F1 1.00" in " ".join(shown.split())
    assert "Right: technical 1/1 Reports told with their holder 1/1" in " ".join(other.split())


def test_the_model_that_ships_is_measured_without_model() -> None:
    write_labels(Path("labels.jsonl"), toy_labels())

    found = json.loads(done("evaluate", "--labels", "labels.jsonl", "--format", "json"))

    assert found["model"] == "toy-stance/1"
    assert list(found["languages"]["ja"]["recall"]) == ["freedom", "neutral", "control"]


def test_a_folder_that_holds_a_model_is_kept_unless_told_otherwise() -> None:
    name = train().split()[0]
    before = Path("own/weights.json").read_bytes()
    write_labels(Path("labels.jsonl"), toy_labels("openness", "closure")[7:])

    refused = run("train", "--labels", "labels.jsonl", "-o", "own", *POLES)

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == (
        "own: exists and is not an empty folder. "
        "Name another, or write over the model in it with --overwrite.\n"
    )
    assert Path("own/weights.json").read_bytes() == before
    assert train("--overwrite").split()[0] != name


@pytest.mark.parametrize(
    ("args", "ui", "said"),
    [
        (
            ("train", "--labels", "labels.jsonl", "-o", "new"),
            "en",
            "labels.jsonl:1: label is 'openness'. Right would be one of: freedom, neutral, "
            "control. Name other poles with --poles POSITIVE,NEGATIVE.\n",
        ),
        (
            ("train", "--labels", "labels.jsonl", "-o", "new", "--poles", "openness"),
            "en",
            "openness: not two names of poles. Write the positive and the negative one, as in "
            "openness,closure; neutral is what has neither.\n",
        ),
        (
            ("train", "--labels", "labels.jsonl", "-o", "new", "--poles", "neutral、閉鎖"),
            "ja",
            "neutral、閉鎖: 2つの極の名前になっていません。openness,closureのように、正の極、"
            "負の極の順に書いてください。neutralはどちらでもない文のラベルなので使えません。\n",
        ),
        (
            ("score", "a.txt", "--model", "nowhere"),
            "en",
            "nowhere: cannot be read (No such file or directory). "
            "Name a folder that `jacyber train` wrote.\n",
        ),
    ],
)
def test_what_cannot_be_used_is_wrong_usage_and_told(
    args: tuple[str, ...], ui: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JACYBER_UI", ui)

    result = run(*args)

    assert (result.exit_code, result.stdout, result.stderr) == (2, "", said)
    assert not Path("new").exists()


@pytest.mark.parametrize(
    "args",
    [
        ("score", "a.txt"),
        ("stance", "--sentences", "labels.jsonl"),
        ("evaluate", "--labels", "labels.jsonl"),
    ],
)
def test_a_model_goes_with_the_lexicon_that_it_was_trained_with(args: tuple[str, ...]) -> None:
    train("--concepts", "c.yaml")

    refused = run(*args, "--model", "own")

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert ": fitted with lexicon " in refused.stderr
    assert "(--concepts FILE; none for the one that ships)" in refused.stderr
    done(*args, "--model", "own", "--concepts", "c.yaml")


def test_a_model_goes_with_the_encoder_that_it_was_trained_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    train()
    other = ToyEncoder()
    other.name = "toy/2"
    monkeypatch.setattr("jacyber_nlp.encoders.load_encoder", lambda _: other)

    result = run("score", "a.txt", "--model", "own", "--encoder", "toy")

    assert result.exit_code == 2
    assert "fitted on vectors of toy/1, but was given toy/2." in result.stderr


def test_labels_come_from_stdin_too(monkeypatch: pytest.MonkeyPatch) -> None:
    content = Path("labels.jsonl").read_text(encoding="utf-8")

    result = CliRunner().invoke(app, ["train", "--labels", "-", "-o", "own", *POLES], input=content)

    assert result.exit_code == 0
    assert result.stdout.splitlines()[0].startswith("own/")
