"""Phrases of known meaning: what a term is like, and what those mean."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from jacyber_nlp.alignment import PhraseMemory
from jacyber_nlp.alignment.phrases import HIDDEN, PENALTY, key_of, weights_of
from jacyber_nlp.records import Phrase
from toy.models import toy_memory
from toy.world import PHRASES

MEMORY = toy_memory()


def phrase(text: str, *provision_ids: str, pole: int = 0) -> Phrase:
    return Phrase(text, "en", provision_ids, pole)


def memory(vectors: list[list[float]], *meanings: tuple[str, ...]) -> PhraseMemory:
    phrases = tuple(phrase(f"p{i}", *ids) for i, ids in enumerate(meanings))
    return PhraseMemory(phrases, np.array(vectors, dtype=np.float32))


def some(n: int, dim: int, seed: int) -> NDArray[np.float32]:
    """Rows of unit length."""
    rows = np.random.default_rng(seed).normal(size=(n, dim)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


# What phrases mean


def test_a_memory_knows_the_provisions_that_its_phrases_mean_by_id() -> None:
    assert MEMORY.known == ("toy-1", "toy-2", "toy-3", "toy-5")
    assert {p.text: row.tolist() for p, row in zip(PHRASES, MEMORY.meaning, strict=True)} == {
        "データの越境流通": [1, 0, 0, 0],
        "free data flows": [1, 0, 0, 0],
        "ネットの公共的な核心": [0, 1, 0, 0],
        "ネット主権": [0, 0, 1, 0],
        "情報空間における主権": [0, 0, 1, 0],
        "言論の検閲をやめる": [1, 0, 0, 1],
        "羊羹": [0, 0, 0, 0],
        "国境管理": [0, 0, 0, 0],
        "weather report": [0, 0, 0, 0],
    }
    assert MEMORY.poles.tolist() == [1, 1, 1, -1, -1, 1, 0, 0, 0]


def test_a_memory_may_know_nothing() -> None:
    empty = PhraseMemory((), np.zeros((0, 4), dtype=np.float32))

    assert (empty.known, empty.scale, empty.by_text) == ((), (0.0, 1.0), {})
    assert empty.meaning.shape == (0, 0)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("サイバー主権", True),
        ("ｻｲﾊﾞｰ主権", True),
        ("サイバー 主権", True),
        ("サイバー・主権", True),
        ("サイバー　主権\n", True),
        ("サイバー主権論", False),
        ("サイバ主権", False),
    ],
)
def test_a_wording_is_found_whatever_its_width_and_blanks(text: str, same: bool) -> None:
    known = PhraseMemory((phrase("羊羹"), phrase("サイバー主権")), some(2, 4, 0))

    assert known.by_text.get(key_of(text)) == (1 if same else None)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Free Flow", "ＦＲＥＥ－ｆｌｏｗ"),
        ("cross-border", "cross\u2010border"),
        ("e‐mail", "Email"),
    ],
)
def test_case_width_and_hyphens_do_not_tell_english_wordings_apart(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)


@given(st.text(max_size=12))
def test_the_key_of_a_wording_is_its_own_key(text: str) -> None:
    once = key_of(text)

    assert key_of(f" {text}・") == once
    assert not any(char.isspace() for char in once)


# Likeness


def test_likeness_is_told_in_units_of_phrases_on_other_things() -> None:
    known = memory([[1, 0], [0, 1], [0.6, 0.8], [0.8, 0.6]], (), (), (), ())
    # 997 % 4 = 1: each beside the one before it.
    cosines = np.array([0.8, 0.0, 0.8, 0.96])

    assert known.scale == pytest.approx((cosines.mean(), cosines.std()))
    assert known.in_units(np.float32([cosines.mean()])) == pytest.approx([0.0], abs=1e-5)
    above = cosines.mean() + 2 * cosines.std()
    assert known.in_units(np.float32([above])) == pytest.approx([2.0], abs=1e-5)


@pytest.mark.parametrize("n", [1, 2])
def test_too_few_phrases_have_no_scale(n: int) -> None:
    assert memory([[1, 0], [0, 1]][:n], *[()] * n).scale == (0.0, 1.0)


def test_phrases_that_are_all_alike_have_a_scale_that_divides() -> None:
    assert memory([[1, 0]] * 5, *[()] * 5).scale == pytest.approx((1.0, 1e-3))


@pytest.mark.parametrize("n", [3, 996, 997, 998])
def test_no_phrase_is_compared_with_itself_for_the_scale(n: int) -> None:
    vectors = some(n, 64, seed=n)

    mean, _ = PhraseMemory(tuple(phrase(f"p{i}") for i in range(n)), vectors).scale

    assert mean < 0.9  # with itself: 1


def test_likeness_does_not_hang_on_the_encoders_level() -> None:
    """An encoder whose cosines all lie between .7 and 1 tells the same likeness."""
    vectors = some(40, 16, 1)
    near = 0.3 * vectors
    near = np.hstack([near, np.full((40, 1), np.sqrt(1 - 0.09), dtype=np.float32)])
    wide, narrow = (
        PhraseMemory(tuple(phrase(f"p{i}") for i in range(40)), rows) for rows in (vectors, near)
    )

    assert wide.likeness(vectors[:5]) == pytest.approx(narrow.likeness(near[:5]), abs=2e-3)


def test_a_phrase_that_is_not_to_be_seen_is_like_nothing() -> None:
    seen = MEMORY.likeness(MEMORY.vectors[:3])
    hidden = MEMORY.likeness(MEMORY.vectors[:3], [0, None, 5])

    changed = [(int(i), int(j)) for i, j in np.argwhere(seen != hidden)]
    assert changed == [(0, 0), (2, 5)]
    assert hidden[0, 0] == hidden[2, 5] == HIDDEN


@given(st.integers(0, 100), st.floats(0.5, 5))
@settings(deadline=None, max_examples=40)
def test_weights_add_up_to_one_and_keep_the_order(seed: int, sharpness: float) -> None:
    likeness = np.random.default_rng(seed).normal(size=(3, 7), scale=9).astype(np.float32)
    likeness[0, 2] = HIDDEN

    weights = weights_of(likeness, sharpness)

    assert weights.sum(axis=1) == pytest.approx(np.ones(3), abs=1e-5)
    assert (weights.argmax(axis=1) == likeness.argmax(axis=1)).all()
    assert weights[0, 2] == 0
    assert np.isfinite(weights).all()


def test_weights_follow_the_sharpness() -> None:
    likeness = np.log(np.array([[1, 2, 4]], dtype=np.float32))

    assert weights_of(likeness, 1.0)[0] == pytest.approx([1 / 7, 2 / 7, 4 / 7])
    assert weights_of(likeness, 2.0)[0] == pytest.approx([1 / 21, 4 / 21, 16 / 21])


# The linear model


def refitted(
    vectors: NDArray[np.float32], targets: NDArray[np.float32]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Oracle: ridge with a free intercept, solved as one system."""
    n, dim = vectors.shape
    x = np.hstack([vectors.astype(np.float64), np.ones((n, 1))])
    penalty = PENALTY * np.eye(dim + 1)
    penalty[dim, dim] = 0
    weights = np.linalg.solve(x.T @ x + penalty, x.T @ targets)
    return weights[:dim], weights[dim]


@given(st.integers(0, 50), st.integers(4, 30), st.integers(2, 8))
@settings(deadline=None, max_examples=25)
def test_a_phrase_left_out_gives_what_a_model_without_it_gives(seed: int, n: int, dim: int) -> None:
    vectors = some(n, dim, seed)
    meanings = [[("a", "b"), ("b",), ()][i % 3] for i in range(n)]
    known = PhraseMemory(tuple(phrase(f"p{i}", *m) for i, m in enumerate(meanings)), vectors)
    # Only the best provision of a phrase is its target.
    targets = np.array([[m[:1] == ("a",), m[:1] == ("b",)] for m in meanings], dtype=np.float64)

    found = known.trained(vectors, range(n))

    for i in range(n):
        rest = np.arange(n) != i
        weights, intercept = refitted(vectors[rest], targets[rest])
        assert found[i] == pytest.approx(vectors[i] @ weights + intercept, abs=1e-3)


def test_texts_that_are_no_phrase_see_the_whole_model() -> None:
    vectors, strange = some(12, 5, 3), some(4, 5, 4)
    meanings = [("a",) if row[0] > 0 else () for row in vectors]
    known = PhraseMemory(tuple(phrase(f"p{i}", *m) for i, m in enumerate(meanings)), vectors)
    weights, intercept = refitted(vectors, np.array([[bool(m)] for m in meanings], dtype=float))

    expected = strange @ weights + intercept
    assert known.trained(strange) == pytest.approx(expected, abs=1e-4)
    assert known.trained(strange, [None] * 4) == pytest.approx(expected, abs=1e-4)


def test_a_trained_model_knows_its_phrases() -> None:
    given = MEMORY.trained(MEMORY.vectors)

    for i, one in enumerate(PHRASES[:6]):
        assert MEMORY.known[int(given[i].argmax())] == one.provision_ids[0]
    assert given[:6].max(axis=1).min() > given[6:].max()
