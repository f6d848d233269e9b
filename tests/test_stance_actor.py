"""Several documents of one actor."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

import jacyber_nlp as jc
from jacyber_nlp.records import ActorPosition, DocumentStance


def placed(position: float | None, half: float = 0.2) -> DocumentStance:
    """A document whose interval reaches ``half`` to either side, not cut at the ends."""
    interval = None if position is None else (position - half, position + half)
    return DocumentStance(
        "d", "d.txt", position, interval, 0.1, 1, 1, 0, 9, 3, 1, None, (), {}, {}, "m"
    )


def mean(*documents: DocumentStance) -> ActorPosition:
    found = jc.actor_position(documents)
    assert found is not None
    return found


def test_documents_that_agree_are_surer_together_than_alone() -> None:
    found = mean(*[placed(0.4)] * 6)

    assert (found.position, found.spread, found.n_documents) == (0.4, 0.0, 6)
    # Half a width of .2 is 1.645 standard errors; six documents, five degrees of freedom.
    assert found.interval == pytest.approx((0.4 - 0.1, 0.4 + 0.1), abs=1e-3)


def test_the_spread_is_what_makes_the_documents_differences_ordinary() -> None:
    """Of Paule and Mandel: weighed squares about the mean add up to the degrees of freedom."""
    x, errors = (0.5, 0.1, 0.3), (0.05, 0.1, 0.1)

    found = mean(*(placed(p, e * 1.644854) for p, e in zip(x, errors, strict=True)))

    weights = [1 / (e**2 + found.spread**2) for e in errors]
    position = sum(w * p for w, p in zip(weights, x, strict=True)) / sum(weights)
    assert found.position == pytest.approx(position, abs=1e-4)
    squares = sum(w * (p - position) ** 2 for w, p in zip(weights, x, strict=True))
    assert squares == pytest.approx(2, abs=1e-2)


def test_documents_that_differ_count_alike_and_leave_much_open() -> None:
    found = mean(placed(0.9, 0.05), placed(-0.9, 0.3), placed(0.9, 0.05), placed(-0.9, 0.3))

    assert abs(found.position) < 0.1
    assert found.spread > 0.8
    assert found.interval[0] < -0.8
    assert found.interval[1] > 0.8


def test_the_surer_document_weighs_more_where_documents_hardly_differ() -> None:
    found = mean(placed(0.5, 0.05), placed(0.4, 0.4))

    assert found.position > 0.49


def test_one_document_is_its_own_mean_and_documents_without_position_do_not_count() -> None:
    found = mean(placed(None), placed(0.3), placed(None))

    assert found == ActorPosition(0.3, pytest.approx((0.1, 0.5)), 0.0, 1)


@pytest.mark.parametrize("documents", [[], [placed(None)]])
def test_without_a_position_there_is_no_mean(documents: list[DocumentStance]) -> None:
    assert jc.actor_position(documents) is None


PLACES = st.lists(
    st.tuples(st.integers(-10, 10), st.integers(1, 8)).map(lambda p: placed(p[0] / 10, p[1] / 10)),
    min_size=1,
    max_size=7,
)


def swapped(document: DocumentStance) -> DocumentStance:
    assert document.position is not None
    assert document.interval is not None
    low, high = document.interval
    return placed(-document.position, (high - low) / 2)


@given(PLACES, st.randoms(use_true_random=False))
def test_order_changes_nothing_and_swapping_the_poles_mirrors_the_mean(
    documents: Sequence[DocumentStance], random: object
) -> None:
    found = mean(*documents)

    assert mean(*reversed(documents)) == found or mean(
        *reversed(documents)
    ).position == pytest.approx(found.position, abs=1.01e-4)
    mirrored = mean(*map(swapped, documents))
    assert mirrored.position == pytest.approx(-found.position, abs=1.01e-4)
    if len(documents) > 1:
        assert -1 <= found.interval[0] <= found.position <= found.interval[1] <= 1
