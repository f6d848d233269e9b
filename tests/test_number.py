"""number: what the singular of a word is; more cases are in golden/noun_lemmas.jsonl."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jacyber_nlp.number import noun_lemma


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("CBMs", "CBM"),
        ("ICTs", "ICT"),
        ("USA", "USA"),
        ("SMS", "SMS"),
        ("US", "US"),
        ("A", "a"),
        ("Is", "is"),
        ("Norms", "norm"),
        ("Policies", "policy"),
        ("ties", "tie"),
        ("buses", "bus"),
        ("breaches", "breach"),
        ("boxes", "box"),
        ("classes", "class"),
        ("caches", "cache"),
        ("children", "child"),
        ("analyses", "analysis"),
        ("analysis", "analysis"),
        ("virus", "virus"),
        ("data", "data"),
        ("means", "means"),
        ("its", "its"),
        ("state's", "state's"),
        ("state’s", "state’s"),
        ("", ""),
        ("s", "s"),
        ("国家", "国家"),
        ("2s", "2s"),
    ],
)
def test_a_word_is_folded_to_its_singular(word: str, lemma: str) -> None:
    assert noun_lemma(word) == lemma


@given(st.text(max_size=12))
def test_a_lemma_is_no_longer_than_its_word_in_lower_case_and_never_lost(word: str) -> None:
    lemma = noun_lemma(word)

    assert bool(lemma) == bool(word)
    assert len(lemma) <= max(len(word), len(word.lower()))


def test_the_module_loads_without_spacy() -> None:
    code = "import sys, jacyber_nlp.number; print('spacy' in sys.modules, 'numpy' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )

    assert done.stdout == "False False\n"
