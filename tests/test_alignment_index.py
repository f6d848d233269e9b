"""The provisions with their vectors, and the phrases that speak for them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jacyber_nlp.alignment import KIN, PhraseMemory, ProvisionIndex, texts_of_provisions, unit
from jacyber_nlp.alignment.index import FAR, KIN_SHARPNESS, bigrams
from jacyber_nlp.alignment.phrases import weights_of
from jacyber_nlp.records import Phrase
from toy.alignment import index_of
from toy.models import toy_memory
from toy.world import CONCEPTS, PHRASES, PROVISIONS, ToyEncoder

INDEX = index_of()
MEMORY = INDEX.memory
NOTHING = PhraseMemory((), np.zeros((0, ToyEncoder.dim), dtype=np.float32))


def test_four_texts_of_a_provision_are_encoded() -> None:
    assert texts_of_provisions(PROVISIONS[1:2]) == [
        "公共的な核心の保護。公共的な核心の保護を定める。",
        "Protect the public core. On Protect the public core.",
        "公共的な核心の保護",
        "Protect the public core",
    ]


@pytest.mark.parametrize(("n_vectors", "n_named"), [(19, 20), (20, 19), (5, 5)])
def test_an_index_refuses_vectors_that_do_not_fit(n_vectors: int, n_named: int) -> None:
    vectors = np.zeros((n_vectors, 4), dtype=np.float32)

    with pytest.raises(ValueError, match="5 provisions need 20 vectors") as caught:
        ProvisionIndex.build(PROVISIONS, vectors, [()] * n_named, CONCEPTS, NOTHING, {})

    assert str(caught.value) == (
        f"5 provisions need 20 vectors and lists of concepts, not {n_vectors} and {n_named}"
    )


def test_statement_and_title_are_each_the_mean_of_both_languages() -> None:
    vectors = np.eye(8, dtype=np.float32)
    index = ProvisionIndex.build(PROVISIONS[:2], vectors, [()] * 8, CONCEPTS, NOTHING, {})
    half = np.sqrt(0.5)

    assert index.statements == pytest.approx(
        np.array([[half, half, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, half, half, 0, 0]])
    )
    assert index.labels == pytest.approx(
        np.array([[0, 0, half, half, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, half, half]])
    )


def test_concepts_are_known_by_where_a_provision_names_them() -> None:
    named = [[], ["cyberspace"], ["tie"], [], ["tie"], [], [], ["cyberspace"]]
    index = ProvisionIndex.build(
        PROVISIONS[:2], np.eye(8, dtype=np.float32), named, CONCEPTS, NOTHING, {}
    )

    assert {name: at.tolist() for name, at in index.in_summary.items()} == {
        "cyberspace": [True, False],
        "tie": [False, True],
    }
    assert {name: at.tolist() for name, at in index.in_label.items()} == {
        "cyberspace": [False, True],
        "tie": [True, False],
    }


def test_provisions_have_their_poles_and_their_place_by_id() -> None:
    backwards = index_of(PROVISIONS[::-1])

    assert INDEX.poles.tolist() == [2, 2, -2, 0, 2]
    assert INDEX.by_id.tolist() == [0, 1, 2, 3, 4]
    assert backwards.by_id.tolist() == [4, 3, 2, 1, 0]


def test_pairs_of_characters_have_neither_case_nor_blanks() -> None:
    assert bigrams("Ab c") == {"ab", "bc"}
    assert bigrams("主権　論\n") == {"主権", "権論"}
    assert bigrams("a") == bigrams("") == frozenset()


@given(st.lists(st.floats(-5, 5, width=32), min_size=3, max_size=3))
def test_rows_have_unit_length_and_a_zero_row_stays_zero(row: list[float]) -> None:
    rows = unit(np.array([row, [0, 0, 0]], dtype=np.float32))

    length = np.linalg.norm(rows[0])
    assert length == pytest.approx(1, abs=1e-5) or np.linalg.norm(row) < 1e-8
    assert not rows[1].any()


# Phrases of one's own, of kin, and of what a provision is like


def test_phrases_of_its_own_mean_a_provision_and_no_other() -> None:
    assert INDEX.own_phrases.tolist() == [True, True, True, False, True]
    own = [INDEX.kin[MEMORY.known.index(p.id)] for p in PROVISIONS if p.id != "toy-4"]
    assert np.array(own)[:, [0, 1, 2, 4]].tolist() == np.eye(4).tolist()


def test_the_crosswalk_lends_a_provision_the_phrases_of_its_kin() -> None:
    kin = {"toy-4": {"toy-2": KIN["same"], "toy-5": KIN["overlaps"], "gone": 1.0}}
    index = index_of(crosswalk=kin)
    column = dict(zip(MEMORY.known, index.kin[:, 3].tolist(), strict=True))

    assert column == {"toy-1": 0, "toy-2": 1, "toy-3": 0, "toy-5": pytest.approx(0.6)}
    assert index.meaning[:, 3] == pytest.approx(
        np.array([1.0 * ("toy-2" in p.provision_ids) or 0.6 * ("toy-5" in p.provision_ids)
                  for p in PHRASES])
    )  # fmt: skip
    assert index.own_phrases[3] == np.False_  # what is lent is not its own


def test_the_crosswalk_adds_nothing_to_a_provision_with_phrases_of_its_own() -> None:
    index = index_of(crosswalk={"toy-1": {"toy-2": 1.0}})

    assert index.kin.tolist() == INDEX.kin.tolist()


@pytest.mark.parametrize("crosswalk", [{}, {"toy-4": {"gone": 1.0}}, {"toy-4": {}}])
def test_without_kin_a_provision_has_the_phrases_that_its_statement_is_like(
    crosswalk: dict[str, dict[str, float]],
) -> None:
    index = index_of(crosswalk=crosswalk)

    likeness = MEMORY.likeness(index.statements[3:4])
    expected = np.minimum(weights_of(likeness, KIN_SHARPNESS) @ MEMORY.meaning, 1)[0]
    assert index.kin[:, 3] == pytest.approx(expected)
    assert 0 < index.kin[:, 3].max() < 1


def test_a_provision_just_like_a_phrase_is_kin_to_what_that_means() -> None:
    """Without crosswalk, by its statement alone."""
    statement = texts_of_provisions(PROVISIONS[3:4])[0]
    phrases = (Phrase(statement, "ja", ("toy-2",), 2), *PHRASES)

    index = index_of(memory=toy_memory(phrases))

    assert index.kin[:, 3].argmax() == index.memory.known.index("toy-2")
    assert index.kin[:, 3].max() > 0.6


@given(st.integers(0, 30))
@settings(deadline=None, max_examples=20)
def test_kin_and_meaning_lie_between_zero_and_one(seed: int) -> None:
    """Also where a phrase means several provisions, whose shares overlap."""
    rng = np.random.default_rng(seed)
    phrases = tuple(
        Phrase(f"{PHRASES[i % 9].text}{i}", "ja", tuple(f"x-{j}" for j in np.flatnonzero(row)), 0)
        for i, row in enumerate(rng.integers(0, 2, size=(12, 4)))
    )
    index = index_of(memory=toy_memory(phrases))

    assert not index.own_phrases.any()
    for table in (index.kin, index.meaning):
        assert table.min() >= 0
        assert table.max() <= 1


def test_the_strongest_of_several_meanings_of_a_phrase_counts() -> None:
    """「言論の検閲をやめる」 means toy-5 and toy-1, which are kin to toy-4 by .6 and 1."""
    index = index_of(crosswalk={"toy-4": {"toy-5": 0.6, "toy-1": 1.0}})

    assert index.meaning[5].tolist() == [1, 0, 0, 1, 1]


def test_a_memory_that_knows_nothing_speaks_for_no_provision() -> None:
    for memory in (NOTHING, toy_memory(PHRASES[6:])):
        index = index_of(memory=memory, crosswalk={"toy-4": {"toy-1": 1.0}})

        assert index.kin.shape == (0, 5)
        assert index.meaning.shape == (len(memory.phrases), 5)
        assert not index.meaning.any()
        assert not index.own_phrases.any()
        likeness = np.zeros((2, len(memory.phrases)), dtype=np.float32)
        assert (index.nearest(likeness) == FAR).all()


def test_the_nearest_phrase_of_a_provision_is_one_that_just_means_it() -> None:
    likeness = np.array(
        [[1, 9, 2, 3, 5, 4, 8, 8, 8], [7, 0, 2, 3, 1, -4, 8, 8, 8]], dtype=np.float32
    )
    index = index_of(crosswalk={"toy-4": {"toy-2": 0.6}})

    assert index.nearest(likeness).tolist() == [[9, 2, 5, FAR, 4], [7, 2, 3, FAR, -4]]
    same = index_of(crosswalk={"toy-4": {"toy-2": 1.0}})
    assert same.nearest(likeness)[:, 3].tolist() == [2, 2]
