"""The chain over sentences, against the sum over all labellings written out."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jacyber_nlp.stance import marginals

QUICK = settings(deadline=None, max_examples=60)


@st.composite
def chains(draw: st.DrawFn, top: float = 8.0, longest: int = 6) -> tuple[Any, Any, Any]:
    """Draw scores of a few sentences and where chains begin among them."""
    n, k = draw(st.integers(1, longest)), draw(st.integers(1, 3))
    score = st.floats(-top, top)
    own = draw(st.lists(score, min_size=n * k, max_size=n * k))
    after = draw(st.lists(score, min_size=n * k * k, max_size=n * k * k))
    first = [True, *draw(st.lists(st.booleans(), min_size=n - 1, max_size=n - 1))]
    return np.reshape(own, (n, k)), np.reshape(after, (n, k, k)), np.array(first)


def by_hand(own: Any, after: Any, first: Any) -> tuple[Any, Any, float]:
    """Weigh every labelling of all sentences, one by one."""
    n, k = own.shape
    single, pairs, total = np.zeros((n, k)), np.zeros((n, k, k)), 0.0
    for labels in product(range(k), repeat=n):
        score = sum(own[i, label] for i, label in enumerate(labels))
        score += sum(after[i, labels[i - 1], labels[i]] for i in range(1, n) if not first[i])
        weight = np.exp(score)
        total += weight
        for i, label in enumerate(labels):
            single[i, label] += weight
            if not first[i]:
                pairs[i, labels[i - 1], label] += weight
    return single / total, pairs / total, float(np.log(total))


@given(chains())
@QUICK
def test_marginals_are_those_of_all_labellings_written_out(given: tuple[Any, Any, Any]) -> None:
    single, pairs, log_total = by_hand(*given)

    found = marginals(*given)

    assert np.allclose(found.single, single, atol=1e-9)
    assert np.allclose(found.pairs, pairs, atol=1e-9)
    assert found.log_total == pytest.approx(log_total, abs=1e-9)


@given(chains(top=1e6, longest=12))
@QUICK
def test_scores_of_any_size_give_finite_probabilities_that_add_up_to_one(
    given: tuple[Any, Any, Any],
) -> None:
    _, _, first = given

    found = marginals(*given)

    assert np.isfinite(found.log_total)
    assert np.allclose(found.single.sum(axis=1), 1, atol=1e-6)
    assert np.allclose(found.pairs.sum(axis=(1, 2)), ~first, atol=1e-6)
    assert ((found.single >= 0) & (found.single <= 1 + 1e-6)).all()
    assert ((found.pairs >= 0) & (found.pairs <= 1 + 1e-6)).all()


@given(chains(longest=10))
@QUICK
def test_a_pair_adds_up_to_its_sentence_and_to_the_one_before(given: tuple[Any, Any, Any]) -> None:
    _, _, first = given

    found = marginals(*given)

    for i in np.flatnonzero(~first):
        assert np.allclose(found.pairs[i].sum(axis=0), found.single[i])
        assert np.allclose(found.pairs[i].sum(axis=1), found.single[i - 1])


@given(chains(longest=8))
@QUICK
def test_chains_do_not_see_each_other(given: tuple[Any, Any, Any]) -> None:
    own, after, first = given
    ends = [*np.flatnonzero(first)[1:], len(first)]
    parts = zip(np.flatnonzero(first), ends, strict=True)
    alone = [marginals(own[a:b], after[a:b], first[a:b]) for a, b in parts]

    found = marginals(own, after, first)

    assert np.allclose(found.single, np.vstack([part.single for part in alone]))
    assert np.allclose(found.pairs, np.vstack([part.pairs for part in alone]))
    assert found.log_total == pytest.approx(sum(part.log_total for part in alone))


@given(chains(), st.floats(-1e9, 1e9))
@QUICK
def test_what_leads_into_a_chain_is_not_read(given: tuple[Any, Any, Any], anything: float) -> None:
    own, after, first = given
    changed = np.where(first[:, None, None], anything, after)

    found, again = marginals(own, after, first), marginals(own, changed, first)

    assert (found.single == again.single).all()
    assert (found.pairs == again.pairs).all()
    assert found.log_total == again.log_total


@given(chains(), st.floats(-50, 50))
@QUICK
def test_a_score_given_to_every_class_tells_nothing(
    given: tuple[Any, Any, Any], more: float
) -> None:
    own, after, first = given

    found, raised = marginals(own, after, first), marginals(own + more, after, first)

    assert np.allclose(found.single, raised.single)
    assert raised.log_total == pytest.approx(found.log_total + more * len(own), abs=1e-6)


def test_classes_that_turned_round_turn_the_marginals_round() -> None:
    rng = np.random.default_rng(1)
    own, after = rng.normal(size=(5, 3)), rng.normal(size=(5, 3, 3))
    first = np.array([True, False, False, True, False])

    found = marginals(own, after, first)
    turned = marginals(own[:, ::-1], after[:, ::-1, ::-1], first)

    assert np.allclose(turned.single, found.single[:, ::-1])
    assert np.allclose(turned.pairs, found.pairs[:, ::-1, ::-1])


def test_a_sentence_by_itself_is_a_softmax() -> None:
    found = marginals(np.array([[0.0, np.log(3)]]), np.full((1, 2, 2), 7.0), np.array([True]))

    assert found.single == pytest.approx(np.array([[0.25, 0.75]]))
    assert found.log_total == pytest.approx(np.log(4))
    assert not found.pairs.any()


def test_an_earlier_and_a_later_sentence_speak_for_the_one_between() -> None:
    own = np.array([[0.0, 9.0], [0.0, 0.0], [0.0, 9.0]])
    alike = np.zeros((3, 2, 2))
    alike[:, [0, 1], [0, 1]] = 2.0

    for chain, expected in (
        (slice(0, 3), 1 / (1 + np.exp(-4))),
        (slice(0, 2), 1 / (1 + np.exp(-2))),
        (slice(1, 3), 1 / (1 + np.exp(-2))),
    ):
        n = chain.stop - chain.start
        found = marginals(own[chain], alike[chain], np.arange(n) == 0)
        assert found.single[1 - chain.start, 1] == pytest.approx(expected, abs=1e-3)


def test_the_class_before_stands_first_in_what_comes_after() -> None:
    after = np.zeros((2, 2, 2))
    after[1, 0, 1] = 20.0  # class 0, then class 1

    found = marginals(np.zeros((2, 2)), after, np.array([True, False]))

    assert found.single.argmax(axis=1).tolist() == [0, 1]
    assert found.pairs[1, 0, 1] == pytest.approx(1, abs=1e-6)


def test_no_sentences_have_no_marginals() -> None:
    found = marginals(np.zeros((0, 3)), np.zeros((0, 3, 3)), np.zeros(0, dtype=bool))

    assert (found.single.shape, found.pairs.shape, found.log_total) == ((0, 3), (0, 3, 3), 0.0)
