"""Sixty-three labelled sentences in nine documents, of words of the toy lexicon."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

SUBJECTS = ("我が国", "本省", "この戦略", "両国", "委員会", "事業者", "代表団", "議会", "当局")
FREEDOM = (
    "{}は情報の自由な流通を支持する。",
    "{}は表現の自由を守る。",
    "{}は検閲を認めない。",
)
CONTROL = (
    "{}はサイバー主権を支持する。",
    "{}は検閲を支持する。",
)
NEUTRAL = (
    "{}は会合を三日間開いた。",
    "{}は信頼醸成措置の会合を首都で開いた。",
)
ISSUES = {"情報": "A", "表現": "B", "検閲": "B", "サイバー主権": "F"}
EXCHANGED = {"freedom": "control", "control": "freedom"}


def toy_labels(freedom: str = "freedom", control: str = "control") -> list[dict[str, Any]]:
    """Return the rows of a file, a document a subject, under two names of poles."""
    rows = []
    for subject in SUBJECTS:
        for label, patterns in ((freedom, FREEDOM), (control, CONTROL), ("neutral", NEUTRAL)):
            for pattern in patterns:
                text = pattern.format(subject)
                issue = next((i for word, i in ISSUES.items() if word in text), None)
                rows.append({"text": text, "label": label, "document": subject, "issue": issue})
    return rows


def write_labels(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    """Write rows as JSON lines."""
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
