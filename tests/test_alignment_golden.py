"""Terms whose norm is clear, with everything that ships: what they mean must stay."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import jacyber_nlp as jc
from jacyber_nlp.alignment.phrases import key_of
from jacyber_nlp.records import Alignment
from toy.golden import GOLDEN, golden

CASES = [json.loads(line) for line in (GOLDEN / "alignment.jsonl").read_text("utf-8").splitlines()]
GOLD = Path(__file__).resolve().parent.parent / "corpora" / "gold" / "alignment"


@pytest.fixture(scope="module")
def found() -> dict[str, list[Alignment]]:
    """All cases at once, against the five instruments that the model is measured on."""
    norms = jc.load_norms("gge-2015,paris-call,gcsc,sco-2015,budapest")
    terms = [case["input"] for case in CASES]
    return dict(zip(terms, jc.align_terms(terms, norms), strict=True))


@pytest.mark.parametrize(("term", "expected"), golden("alignment"))
def test_a_clear_term_means_its_norm_or_none(
    term: str, expected: list[str], found: dict[str, list[Alignment]]
) -> None:
    """Any of those expected may come first; where none is, nothing matches."""
    first, *_ = found[term]

    assert first.matched == bool(expected)
    assert first.provision_id in expected or not expected


def test_no_control_term_of_these_meets_a_freedom_norm(found: dict[str, list[Alignment]]) -> None:
    pole = {p.id: p.pole for p in jc.load_norms("gge-2015,paris-call,gcsc,sco-2015,budapest")}

    for case in CASES:
        if case["comment"] == "control pole":
            matched = [a.provision_id for a in found[case["input"]] if a.matched]
            assert matched
            assert all(pole[name] <= 0 for name in matched)


@pytest.mark.skipif(not GOLD.exists(), reason="no checkout, only the wheel")
def test_none_of_these_is_a_term_that_the_alignment_is_measured_on() -> None:
    measured = {
        key_of(json.loads(line)["text"])
        for path in GOLD.glob("*.jsonl")
        for line in path.read_text(encoding="utf-8").splitlines()
    }

    assert len(measured) > 400
    assert not measured & {key_of(case["input"]) for case in CASES}
