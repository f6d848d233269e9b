"""The doctor: what works, what ails, and what to do."""

from __future__ import annotations

import re

import numpy as np
import pytest
from numpy.typing import NDArray

from jacyber_nlp import diagnosis, encoders, resources
from jacyber_nlp.diagnosis import Check, diagnose
from jacyber_nlp.errors import ResourceError


@pytest.fixture(scope="module")
def checks() -> dict[str, Check]:
    return {check.name: check for check in diagnose()}


def test_every_part_is_tried_in_the_order_of_the_flow(checks: dict[str, Check]) -> None:
    assert list(checks) == [
        "tokenizer",
        "spaCy",
        "PDF",
        "data",
        "encoder",
        "models",
        "sentence-transformers",
        "dask",
        "analysis",
        "plot",
    ]


def test_all_required_parts_work_here(checks: dict[str, Check]) -> None:
    required = list(checks.values())[:6]

    assert [(c.name, c.ok, c.remedy) for c in required] == [(c.name, True, "") for c in required]
    assert checks["tokenizer"].detail.startswith("fugashi 1.")
    assert "unidic-lite" in checks["tokenizer"].detail
    assert checks["data"].detail == (
        f"44 instruments, 356 provisions, 219 concepts, 185 actors ({resources.data_digest()})"
    )
    assert checks["models"].detail == "stance/2, alignment/2"
    assert re.fullmatch(r"use-multilingual-v3/[\d.]+", checks["encoder"].detail)


def test_an_extra_that_is_missing_is_no_fault_and_has_a_remedy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(diagnosis, "find_spec", lambda name: None)

    assert diagnosis._extra("distributed", "dask") == Check(
        "dask", None, "not installed", "pip install 'jacyber-nlp[dask]'"
    )


def test_what_goes_wrong_is_reported_and_the_rest_still_tried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken() -> None:
        raise ResourceError("concepts.jsonl", "is missing")

    monkeypatch.setattr(resources, "concepts", broken)
    monkeypatch.setattr(diagnosis, "_encoder", lambda: "not tried here")

    checks = {check.name: check for check in diagnose()}

    assert checks["data"] == Check(
        "data",
        False,
        "ResourceError: concepts.jsonl: package data is missing. The installation is "
        "incomplete. Install jacyber-nlp again.",
        "pip install --force-reinstall jacyber-nlp",
    )
    assert checks["tokenizer"].ok
    assert checks["models"].ok is False  # the analyser needs the lexicon


def test_an_encoder_that_does_not_know_a_translation_is_found_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Blind:
        def encode(self, texts: list[str], role: str) -> NDArray[np.float32]:
            return np.ones((len(texts), 2), dtype=np.float32)

    monkeypatch.setattr(encoders, "default_encoder", Blind)

    check = diagnosis._try("encoder", diagnosis._encoder, "do this")

    assert check == Check(
        "encoder", False, "RuntimeError: a translation is less alike than another word", "do this"
    )
