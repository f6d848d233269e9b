"""The script with the baselines of stance: worked cases, and what holds of each method."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.sparse import csr_array

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"
pytestmark = pytest.mark.skipif(not SCRIPTS.exists(), reason="no checkout, only the wheel")

SWAPPED = {"freedom": "control", "control": "freedom", "neutral": "neutral"}
WORDS = ("open", "sovereign")
# Words that stand beside "open", beside "sovereign", and beside neither.
THEMES = {
    "freedom": "open network flow rights speech forum",
    "control": "sovereign border filter unity licence ministry",
    "neutral": "meeting agenda annex budget training patch",
}


def module(name: str) -> ModuleType:
    if str(SCRIPTS) not in sys.path:
        sys.path.insert(0, str(SCRIPTS))
    return importlib.import_module(name)


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, with as many components as there are themes: more would part all words."""
    baselines = module("baselines")
    monkeypatch.setattr(baselines, "COMPONENTS", 3)
    return baselines


def row(text: str, label: str, register: str = "speech", lang: str = "en") -> dict[str, Any]:
    return {"text": text, "label": label, "register": register, "lang": lang, "passage": text}


@pytest.fixture
def training() -> list[dict[str, Any]]:
    """Ninety sentences of four words of a theme; one register leans to each pole."""
    rng = np.random.default_rng(5)
    shares = {"speech": (20, 2, 8), "statute": (2, 20, 8), "journal": (10, 10, 10)}
    rows = []
    for register, numbers in shares.items():
        for label, n in zip(THEMES, numbers, strict=True):
            for _ in range(n):
                words = rng.choice(THEMES[label].split(), 4, replace=False)
                rows.append(row(" ".join(words), label, register))
    return rows


GOLD = [
    row("The network is a forum of speech.", ""),
    row("A licence by the ministry, for the border.", ""),
    row("The agenda and the budget stand in the annex.", ""),
]


class Themes:
    """An encoder whose vectors count the words of each theme."""

    name = "themes"
    dim = 3

    def encode(self, texts: list[str], _: str) -> NDArray[np.float32]:
        counts = [[sum(w in t for w in words.split()) for words in THEMES.values()] for t in texts]
        return np.array(counts, dtype=np.float32)


METHODS: dict[str, Callable[[ModuleType, list[Any]], list[str]]] = {
    "centroids": lambda s, t: s.centroids(t, GOLD, encoder=Themes()),
    "latent semantic scaling": lambda s, t: s.latent_semantic_scaling(t, GOLD, words=WORDS),
    "Wordscores": lambda s, t: s.wordscores(t, GOLD),
    "Wordfish": lambda s, t: s.wordfish(t, GOLD),
}


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_each_method_tells_three_vocabularies_apart(
    method: Callable[[ModuleType, list[Any]], list[str]],
    script: ModuleType,
    training: list[dict[str, Any]],
) -> None:
    assert method(script, training) == ["freedom", "control", "neutral"]


@pytest.mark.parametrize("method", ["centroids", "Wordscores", "Wordfish"])
def test_swapping_the_labels_of_the_training_swaps_the_answers(
    method: str, script: ModuleType, training: list[dict[str, Any]]
) -> None:
    swapped = [r | {"label": SWAPPED[r["label"]]} for r in training]

    found = METHODS[method](script, swapped)

    assert found == [SWAPPED[label] for label in METHODS[method](script, training)]


def test_swapping_seeds_and_labels_swaps_the_answers_of_latent_semantic_scaling(
    script: ModuleType, training: list[dict[str, Any]]
) -> None:
    swapped = [r | {"label": SWAPPED[r["label"]]} for r in training]

    found = script.latent_semantic_scaling(swapped, GOLD, words=WORDS[::-1])

    assert found == ["control", "freedom", "neutral"]


def test_majority_and_ten_words(script: ModuleType) -> None:
    rows = [row("", "neutral"), row("", "control"), row("", "neutral")]
    gold = [
        row("Free and OPEN networks under state control", ""),
        row("sovereignty", ""),  # within it also "sovereign"
        row("an open order", ""),
        row("表現の自由", "", lang="ja"),
        row("国家の安全と秩序", "", lang="ja"),
    ]

    assert script.majority(rows, gold[:2]) == ["neutral", "neutral"]
    assert script.ten_words(rows, gold) == ["freedom", "control", "neutral", "freedom", "control"]


def test_word_scores_by_hand(script: ModuleType) -> None:
    """ "a a b" at +1 and "b b c" at -1: b is seen twice as often in the second."""
    references = np.array([[2.0, 1, 0, 0], [0, 2, 1, 0]])

    words = script.word_scores(references, np.array([1.0, -1.0]))
    text = script.mean_score(csr_array([[1.0, 2, 0, 1], [0, 0, 0, 1]]), words)

    assert words == pytest.approx([1, -1 / 3, -1, np.nan], nan_ok=True)
    assert text == pytest.approx([(1 - 2 / 3) / 3, np.nan], nan_ok=True)


def test_word_scores_give_the_published_example(script: ModuleType) -> None:
    """Laver, Benoit & Garry (2003), table 1: five texts, and a sixth at -0.448."""
    bell = [2, 3, 10, 22, 45, 78, 115, 146, 158, 146, 115, 78, 45, 22, 10, 3, 2]
    counts = np.zeros((6, 37))
    for i, at in enumerate((0, 5, 10, 15, 20, 7)):
        counts[i, at : at + 17] = bell

    words = script.word_scores(counts[:5], np.array([-1.5, -0.75, 0, 0.75, 1.5]))

    assert script.mean_score(csr_array(counts[5:]), words) == pytest.approx([-0.448], abs=5e-4)


def test_a_word_beside_a_seed_has_the_seed_s_sign(
    script: ModuleType, training: list[dict[str, Any]]
) -> None:
    docs = script.lemmas(training)
    vocabulary = script.vocabulary_of(docs, 1)
    counts = script.count_matrix(docs, vocabulary)
    seeds = [counts[:, [vocabulary[word]]] for word in WORDS]

    polarity = script.word_polarity(counts, *seeds)
    back = script.word_polarity(counts, *seeds[::-1])

    assert all(polarity[vocabulary[word]] > 0 for word in ("network", "flow", "speech"))
    assert all(polarity[vocabulary[word]] < 0 for word in ("border", "filter", "unity"))
    assert back == pytest.approx(-polarity)


def test_a_seed_that_is_a_word_has_that_word_s_vector(script: ModuleType) -> None:
    """So with one seed a pole, each has half of 1 less half of their cosine."""
    counts = csr_array(np.array([[3.0, 0, 1, 0], [0, 2, 1, 0], [1, 1, 0, 2], [0, 1, 0, 1]]))

    polarity = script.word_polarity(counts, counts[:, [0]], counts[:, [1]])

    assert polarity[0] == pytest.approx(-polarity[1])
    _, _, right = np.linalg.svd(counts.toarray())
    vectors = right[:3].T / np.linalg.norm(right[:3].T, axis=1, keepdims=True)
    assert polarity == pytest.approx(vectors @ (vectors[0] - vectors[1]) / 2)


def test_the_poisson_model_finds_the_positions_that_made_the_counts() -> None:
    rng = np.random.default_rng(1)
    positions = module("poisson_scaling").standardised(np.linspace(-1, 1, 12))
    level, slope = rng.normal(2, 0.5, 300), rng.normal(0, 0.5, 300)
    counts = rng.poisson(np.exp(level + np.outer(positions, slope))).astype(float)
    counts = counts[:, counts.any(axis=0)]

    found, frequency, slopes = module("poisson_scaling").poisson_scaling(counts)

    sign = np.sign(found @ positions)
    assert sign * found == pytest.approx(positions, abs=0.1)
    expected = np.exp(frequency + np.outer(found, slopes))
    assert expected.sum(axis=0) / counts.sum(axis=0) == pytest.approx(
        np.full(counts.shape[1], expected.sum() / counts.sum()), rel=0.2
    )


def test_a_text_of_unknown_words_has_no_position_and_is_neutral(script: ModuleType) -> None:
    counts = np.array([[0.0, 0.0], [1.0, 0.0]])

    positions = script.placed(counts, np.zeros(2), np.array([1.0, -1.0]))

    assert np.isnan(positions[0])
    assert positions[1] > 0
    assert script.cut_in_three(np.array([-1.0, 0, 1]), list(SWAPPED)[::-1], positions[:1]) == [
        "neutral"
    ]


def test_cuts_by_hand(script: ModuleType) -> None:
    scores = np.array([-3.0, -1, 0, 2, 4])

    low, high = script.best_cuts(scores, ["control", "neutral", "neutral", "freedom", "freedom"])

    assert (low, high) == (-2, 1)


@given(
    st.lists(
        st.tuples(
            st.integers(-6, 6) | st.just(float("nan")),
            st.sampled_from(list(SWAPPED)),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_cuts_are_the_best_of_all(drawn: list[tuple[float, str]]) -> None:
    """Against every pair of cuts, tried one by one."""
    script = module("baselines")
    scores, labels = np.array([s for s, _ in drawn], dtype=float), [label for _, label in drawn]

    def macro(low: float, high: float) -> float:
        found = ["freedom" if s > high else "control" if s < low else "neutral" for s in scores]
        total = 0.0
        for kind in SWAPPED:
            both = sum(t == f == kind for t, f in zip(labels, found, strict=True))
            total += 2 * both / max(labels.count(kind) + found.count(kind), 1)
        return total

    places = np.arange(-7.5, 8)
    best = max(macro(low, high) for low in places for high in places if low <= high)

    assert macro(*script.best_cuts(scores, labels)) == pytest.approx(best)
