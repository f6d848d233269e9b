"""Golden cases: one JSON record a line, those expected to fail with their reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parents[1] / "golden"


def golden(name: str) -> list[object]:
    """Return a file's cases as pytest parameters (input, expected)."""
    rows = (GOLDEN / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [
        pytest.param(
            row["input"],
            row["expected"],
            id=row["label"],
            marks=[pytest.mark.xfail(strict=True, reason=row["comment"])]
            if row["expect"] == "fail"
            else [],
        )
        for row in map(json.loads, rows)
    ]
