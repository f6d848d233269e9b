"""Labelled sentences as users write them, and as the project's own files have them."""

from __future__ import annotations

import io
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from jacyber_nlp.errors import SentenceListError
from jacyber_nlp.records import Axis, LabelledSentence, SentenceQuery
from jacyber_nlp.stance import read_labels
from jacyber_nlp.stance.labels import MAX_SENTENCES
from jacyber_nlp.stance.sentence_list import MAX_LENGTH

CORPORA = Path(__file__).resolve().parent.parent / "corpora"
OWN = Axis("openness", "closure")


def labels(tmp_path: Path, *rows: Any, axis: Axis | None = None) -> list[LabelledSentence]:
    path = tmp_path / "labels.jsonl"
    lines = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("\n".join(lines), encoding="utf-8")
    return list(read_labels(path, axis))


def test_text_and_label_are_enough(tmp_path: Path) -> None:
    (one,) = labels(tmp_path, {"text": "検閲に反対する。", "label": "freedom"})

    assert one == LabelledSentence(
        SentenceQuery(None, "検閲に反対する。", "ja"),
        "line 1",
        "freedom",
        "asserted",
        "freedom",
        None,
        None,
        (),
    )


def test_all_that_is_known_is_kept_and_other_keys_are_passed_over(tmp_path: Path) -> None:
    row = {
        "id": 7,
        "text": "Ruritania calls for censorship.",
        "lang": "en",
        "label": "neutral",
        "document": 3,
        "passage": "p1",
        "before": "The session opened.",
        "actor": "japan",
        "kind": "news",
        "mode": "reported",
        "issue": "B",
        "holder": "Ruritania",
        "reported_label": "control",
        "phenomena": ["reported"],
        "strength": 0.5,
        "note": "x",
    }

    (one,) = labels(tmp_path, row)

    assert one == LabelledSentence(
        SentenceQuery(7, row["text"], "en", "japan", "The session opened.", "news"),
        "3",
        "neutral",
        "reported",
        "control",
        "B",
        "Ruritania",
        ("reported",),
    )


@pytest.mark.parametrize(
    ("keys", "document"),
    [
        ({"document": "d", "passage": "p", "id": "i"}, "d"),
        ({"passage": "p", "id": "i"}, "p"),
        ({"id": "i"}, "i"),
        ({}, "line 2"),
    ],
)
def test_a_sentence_belongs_to_its_document_or_passage_or_stands_alone(
    tmp_path: Path, keys: dict[str, str], document: str
) -> None:
    (one,) = labels(tmp_path, "", {"text": "a", "label": "neutral"} | keys)

    assert one.document == document


@pytest.mark.parametrize(
    ("keys", "mode", "pole"),
    [
        ({}, "asserted", "neutral"),
        ({"mode": "evaluated"}, "evaluated", "neutral"),
        ({"mode": "reported"}, "reported", None),
        ({"mode": "reported", "reported_label": "control"}, "reported", "control"),
        ({"reported_label": "freedom"}, "reported", "freedom"),
    ],
)
def test_the_pole_is_that_of_the_view_whoever_holds_it(
    tmp_path: Path, keys: dict[str, str], mode: str, pole: str | None
) -> None:
    (one,) = labels(tmp_path, {"text": "a", "label": "neutral"} | keys)

    assert (one.label, one.mode, one.pole) == ("neutral", mode, pole)


def test_labels_by_other_names_are_the_poles_of_the_axis(tmp_path: Path) -> None:
    rows = [{"text": "a", "label": name} for name in ("openness", "closure", "neutral")]
    rows.append({"text": "a", "label": "neutral", "reported_label": "closure"})

    found = labels(tmp_path, *rows, axis=OWN)

    assert [one.label for one in found] == ["freedom", "control", "neutral", "neutral"]
    assert [one.pole for one in found] == ["freedom", "control", "neutral", "control"]


def test_an_axis_needs_two_names_beside_neutral() -> None:
    for names in (("a", "a"), ("a", "neutral"), ("", "b"), (" a", "b")):
        with pytest.raises(ValueError, match="not the names of two poles"):
            Axis(*names)
    assert [OWN.label(name) for name in OWN.names] == ["freedom", "neutral", "control"]
    assert [OWN.name(label) for label in ("freedom", "neutral", "control")] == list(OWN.names)
    with pytest.raises(ValueError, match="'freedom' is none of 'openness', 'closure', 'neutral'"):
        OWN.label("freedom")


@pytest.mark.parametrize(
    ("row", "en", "ja"),
    [
        (
            '{"text": "a"}',
            "2: no sentence to label (Object missing required field `label`). "
            'Write {"text": "…", "label": "openness", "document": "1"}.',
            "2: 文として読めません（Object missing required field `label`）。"
            '{"text": "…", "label": "openness", "document": "1"}の形で書いてください。',
        ),
        (
            {"text": "a", "label": "freedom"},
            "2: label is 'freedom'. Right would be one of: openness, neutral, closure. "
            "Name other poles with --poles POSITIVE,NEGATIVE.",
            "2: labelが'freedom'です。使えるもの: openness、neutral、closure。"
            "別の極は--poles 正の極,負の極で指定します。",
        ),
        (
            {"text": "a", "label": "neutral", "reported_label": "control"},
            "2: reported_label is 'control'. Right would be one of: openness, neutral, closure. "
            "Name other poles with --poles POSITIVE,NEGATIVE.",
            "2: reported_labelが'control'です。使えるもの: openness、neutral、closure。"
            "別の極は--poles 正の極,負の極で指定します。",
        ),
        (
            {"text": "a", "label": "neutral", "mode": "said"},
            "2: mode is 'said'. Right would be one of: asserted, evaluated, reported.",
            "2: modeが'said'です。使えるもの: asserted、evaluated、reported。",
        ),
        (
            {"text": "a", "label": "neutral", "kind": "blog"},
            "2: kind is 'blog'. Right would be one of: primary, state_medium, company, "
            "civil_society, analysis, news.",
            "2: kindが'blog'です。使えるもの: primary、state_medium、company、civil_society、"
            "analysis、news。",
        ),
        (
            {"text": " \u200b", "label": "neutral"},
            "2: text is empty. Write a sentence.",
            "2: textが空です。文を書いてください。",
        ),
        (
            {"text": "a", "label": "neutral", "before": "a" * (MAX_LENGTH + 1)},
            "2: text and before have 10,000 characters at most. "
            "Write one sentence a line; whole documents go to `jacyber score`.",
            "2: textとbeforeは10,000字までです。"
            "1行に1文ずつ書いてください（文書全体は`jacyber score`に渡してください）。",
        ),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(
    tmp_path: Path, row: Any, en: str, ja: str
) -> None:
    with pytest.raises(SentenceListError) as caught:
        labels(tmp_path, {"text": "a", "label": "neutral"}, row, axis=OWN)

    path = tmp_path / "labels.jsonl"
    assert str(caught.value) == f"{path}:{en}"
    assert caught.value.message("ja") == f"{path}:{ja}"
    assert caught.value.line == 2


def test_a_file_that_is_not_there_is_told_of_and_stdin_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SentenceListError, match=r"nowhere\.jsonl: cannot be read \(No such file"):
        list(read_labels(tmp_path / "nowhere.jsonl"))
    stdin = io.BytesIO(b'\xef\xbb\xbf{"text": "a", "label": "control"}\n')
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=stdin))

    assert [one.label for one in read_labels("-")] == ["control"]


def test_more_sentences_than_can_be_fitted_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MAX_SENTENCES == 100_000
    monkeypatch.setattr("jacyber_nlp.stance.labels.MAX_SENTENCES", 1)
    row = {"text": "a", "label": "neutral"}

    with pytest.raises(SentenceListError, match=r":2: more than 1 sentences\. Leave some out\."):
        labels(tmp_path, row, row)


PASSAGES = "stance-other"  # has lists of sentences without labels


def files() -> list[Path]:
    gold = [path for path in (CORPORA / "gold").glob("stance-*.jsonl") if path.stem != PASSAGES]
    return [*(CORPORA / "stance").glob("*.jsonl"), *gold]


@pytest.mark.parametrize("path", sorted(files()), ids=lambda path: path.stem)
def test_the_projects_own_files_can_be_read(path: Path) -> None:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

    found = list(read_labels(path))

    assert [one.label for one in found] == [row["label"] for row in rows]
    assert [one.query.kind for one in found] == [row["source_kind"] for row in rows]
    assert [one.pole for one in found] == [
        row["reported_label"] if row.get("mode") == "reported" else row["label"] for row in rows
    ]
