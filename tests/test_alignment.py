"""Terms and the provisions they mean, in the toy world."""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from jacyber_nlp.alignment import (
    AlignmentModel,
    Evidence,
    ProvisionIndex,
    align,
    evidence_for,
    share_features,
)
from jacyber_nlp.alignment.align import CLEAR, SHARE_FEATURES, pole_of
from jacyber_nlp.alignment.evidence import GATE_FEATURES, RANK_FEATURES
from jacyber_nlp.errors import EncoderMismatchError
from jacyber_nlp.records import Alignment, NormProvision, Phrase, TermQuery
from toy.alignment import index_of, query
from toy.models import toy_alignment_model, toy_memory
from toy.world import CONCEPTS, PHRASES, PROVISIONS, ToyEncoder

ENCODER = ToyEncoder()
POLE = {p.id: p.pole for p in PROVISIONS}
INDEX = index_of()
MODEL = toy_alignment_model()
IDS = [p.id for p in PROVISIONS]


def run(
    queries: Sequence[TermQuery],
    *,
    index: ProvisionIndex = INDEX,
    model: AlignmentModel = MODEL,
    cited: Sequence[tuple[str, ...]] | None = None,
    top: int = 5,
) -> list[list[Alignment]]:
    vectors = ENCODER.encode([q.text for q in queries])
    return align(queries, vectors, index, model, encoder=ENCODER.name, cited=cited, top=top)


def ids(found: Sequence[Alignment]) -> list[str]:
    return [a.provision_id for a in found]


def probability_of(found: Sequence[Alignment]) -> dict[str, float]:
    return {a.provision_id: a.probability for a in found}


QUERIES = st.builds(
    TermQuery,
    st.text(alphabet="情報の自由な流通主権検閲公共的核心abc ", max_size=12),
    st.sampled_from(["ja", "en"]),
    st.lists(st.sampled_from([*(c.id for c in CONCEPTS), "gone"]), max_size=2).map(tuple),
    st.just(""),
    st.booleans(),
)


# What comes first


@pytest.mark.parametrize(
    ("text", "concept_id", "expected"),
    [
        ("情報の自由な流通", "free-flow", "toy-1"),
        ("インターネットの公共的な核心", "public-core", "toy-2"),
        ("サイバー主権", "cyber-sovereignty", "toy-3"),
        ("信頼醸成措置", "cbm", "toy-4"),
        ("検閲をやめる", "censorship", "toy-5"),
    ],
)
def test_a_term_means_the_provision_that_speaks_of_it(
    text: str, concept_id: str, expected: str
) -> None:
    (found,) = run([query(text, concept_id)])

    assert found[0].provision_id == expected
    assert found[0].matched
    assert not any(a.matched for a in found[1:])


@pytest.mark.parametrize("text", ["羊羹", "国境管理", "weather report", "和菓子の羊羹"])
def test_a_term_like_phrases_for_other_things_means_no_norm(text: str) -> None:
    (found,) = run([query(text)])

    assert len(found) == 5
    assert not any(a.matched for a in found)
    assert found[0].probability < 0.05


@given(st.lists(QUERIES, min_size=1, max_size=4))
@settings(deadline=None, max_examples=60)
def test_all_five_come_best_first_with_ranks_from_one(queries: list[TermQuery]) -> None:
    found = run(queries)

    assert len(found) == len(queries)
    for one, of_one in zip(queries, found, strict=True):
        assert sorted(ids(of_one)) == IDS
        assert [a.rank for a in of_one] == [1, 2, 3, 4, 5]
        probabilities = [a.probability for a in of_one]
        assert probabilities == sorted(probabilities, reverse=True)
        assert {a.text for a in of_one} == {one.text}
        assert all(0 <= a.probability <= 1 and -1 <= a.similarity <= 1 for a in of_one)
        assert all(a.matched == (a.probability >= 0.5) for a in of_one)


def test_repeated_terms_have_repeated_results_in_order() -> None:
    one, other, again = run([query("検閲"), query("羊羹"), query("検閲")])

    assert one == again != other


@given(st.lists(QUERIES, min_size=1, max_size=4), QUERIES)
@settings(deadline=None, max_examples=40)
def test_a_terms_result_does_not_hang_on_its_neighbours(
    others: list[TermQuery], one: TermQuery
) -> None:
    (alone,) = run([one])
    among = run([*others, one])[-1]

    assert probability_of(among) == pytest.approx(probability_of(alone), abs=2e-4)


@given(st.permutations(PROVISIONS), QUERIES)
@settings(deadline=None, max_examples=40)
def test_the_order_of_the_provisions_does_not_matter(
    provisions: list[NormProvision], one: TermQuery
) -> None:
    (expected,) = run([one])
    (found,) = run([one], index=index_of(provisions))

    assert probability_of(found) == pytest.approx(probability_of(expected), abs=2e-4)


@pytest.mark.parametrize(("top", "n"), [(1, 1), (3, 3), (99, 5)])
def test_no_more_provisions_come_than_were_asked_for(top: int, n: int) -> None:
    (found,) = run([query("サイバー空間", "cyberspace")], top=top)

    assert len(found) == n


def test_no_terms_have_no_alignments() -> None:
    assert run([]) == []


# Ties


class Given(AlignmentModel):
    """Gives the same probabilities whatever the evidence."""

    values: NDArray[np.float32]

    def probabilities(self, evidence: Evidence, own_phrases: object) -> NDArray[np.float32]:
        return np.repeat(self.values[None], len(evidence.gate), axis=0)


def giving(*values: float) -> Given:
    model = Given(**{f.name: getattr(MODEL, f.name) for f in dataclasses.fields(MODEL)})
    object.__setattr__(model, "values", np.array(values, dtype=np.float32))
    return model


@given(st.permutations(PROVISIONS))
@settings(deadline=None, max_examples=30)
def test_equal_provisions_come_by_id(provisions: list[NormProvision]) -> None:
    (found,) = run([query("羊羹", "tie")], index=index_of(provisions), model=giving(*[0.3] * 5))

    assert ids(found) == IDS


@pytest.mark.parametrize(("difference", "first"), [(0, "toy-1"), (2e-7, "toy-1"), (2e-6, "toy-2")])
def test_numeric_noise_does_not_break_ties(difference: float, first: str) -> None:
    """Batches and processors differ in the seventh digit."""
    model = giving(0.3, 0.3 + difference, 0.2, 0.2, 0.2)
    assert (model.values[1] > model.values[0]) == (difference > 0)

    (found,) = run([query("羊羹")], model=model)

    assert found[0].provision_id == first
    assert ids(found)[2:] == ["toy-3", "toy-4", "toy-5"]


# Poles


def test_a_control_term_does_not_meet_a_freedom_norm_however_alike() -> None:
    """The wording is the title of toy-1."""
    index = index_of(memory=toy_memory(PHRASES[6:]))  # no phrase has a pole

    (free,) = run([query("情報の自由な流通の確保", "free-flow")], index=index)
    (control,) = run([query("情報の自由な流通の確保", "censorship")], index=index)

    assert ids(free)[0] == "toy-1"
    assert ids(free)[-1] == "toy-3"
    assert ids(control)[2:] == ["toy-1", "toy-2", "toy-5"]
    assert set(ids(control)[:2]) == {"toy-3", "toy-4"}
    assert [a.probability for a in control[2:]] == [0, 0, 0]
    assert [a.matched for a in control[2:]] == [False] * 3
    # Likeness is told all the same.
    assert control[2].similarity == max(a.similarity for a in control) > 0.7


@given(st.lists(QUERIES, min_size=1, max_size=4))
@settings(deadline=None, max_examples=80)
def test_provisions_of_the_other_pole_stand_last_with_probability_0(
    queries: list[TermQuery],
) -> None:
    seen = evidence_for(queries, ENCODER.encode([q.text for q in queries]), INDEX)
    for i, (one, found) in enumerate(zip(queries, run(queries), strict=True)):
        pole = pole_of(one, float(seen.poles[i]), INDEX)
        exempt = {p.id for p, known in zip(PROVISIONS, seen.known[i], strict=True) if known}
        barred = [pole * POLE[a.provision_id] < 0 and a.provision_id not in exempt for a in found]
        assert barred == sorted(barred)
        assert all(a.probability == 0 for a, out in zip(found, barred, strict=True) if out)


def test_a_provision_barred_stands_behind_one_that_is_merely_unlikely() -> None:
    (found,) = run([query("サイバー主権", "cyber-sovereignty")], model=giving(0.9, 0.9, 0, 0, 0.9))

    assert ids(found) == ["toy-3", "toy-4", "toy-1", "toy-2", "toy-5"]


@pytest.mark.parametrize(
    ("concept_ids", "denied", "pole"),
    [
        ((), False, 0),
        (("gone",), False, 0),
        (("tie",), False, 0),
        (("free-flow",), False, 1),
        (("treaty",), False, -1),
        (("free-flow", "treaty"), False, 1),
        (("treaty", "censorship", "cyberspace"), False, -1),
        (("expression", "censorship"), False, 0),
        (("expression", "public-core"), False, 1),
        (("censorship",), True, 1),
        (("free-flow",), True, -1),
        (("tie",), True, 0),
        (("expression", "censorship"), True, 0),
    ],
)
def test_without_like_phrases_the_strongest_concept_gives_the_pole(
    concept_ids: tuple[str, ...], denied: bool, pole: int
) -> None:
    for order in itertools.permutations(concept_ids):
        assert pole_of(query("x", *order, denied=denied), 0.0, INDEX) == pole
        # Phrases that are not clear decide nothing.
        assert pole_of(query("x", *order, denied=denied), -(CLEAR - 0.01), INDEX) == pole


@pytest.mark.parametrize(("like", "pole"), [(CLEAR, 1), (1.0, 1), (-CLEAR, -1), (-0.8, -1)])
def test_like_phrases_of_one_pole_win_over_the_lexicon(like: float, pole: int) -> None:
    assert pole_of(query("x"), like, INDEX) == pole
    assert pole_of(query("x", "free-flow"), like, INDEX) == pole
    assert pole_of(query("x", "censorship"), like, INDEX) == pole


@pytest.mark.parametrize("like", [-1.0, 1.0])
def test_like_phrases_do_not_tell_what_is_denied_from_what_is_asked_for(like: float) -> None:
    """「検閲をしない」 and 「検閲をする」 are like the same phrases."""
    assert pole_of(query("x", "censorship", denied=True), like, INDEX) == 1
    assert pole_of(query("x", "expression", denied=True), like, INDEX) == -1


def test_a_concept_that_is_denied_turns_the_pole_of_the_term() -> None:
    (asserted,) = run([query("サイバー主権", "cyber-sovereignty")])
    (denied,) = run([query("サイバー主権", "cyber-sovereignty", denied=True)])

    assert (ids(asserted)[0], ids(denied)[-1]) == ("toy-3", "toy-3")
    assert (asserted[0].matched, denied[-1].probability) == (True, 0)


def test_a_known_wording_means_what_it_means_whatever_its_pole() -> None:
    """A phrase of the control pole whose reader said that a freedom norm is meant."""
    taught = (*PHRASES, Phrase("検閲の是非", "ja", ("toy-5",), -2))
    index = index_of(memory=toy_memory(taught))

    known, other = run(
        [query("検閲の・是非", "censorship"), query("検閲の是", "censorship")], index=index
    )

    assert (known[0].provision_id, known[0].matched, known[0].route) == ("toy-5", True, "lexicon")
    assert probability_of(known)["toy-1"] == 0
    assert probability_of(other)["toy-5"] == 0


# Citations


def test_what_is_cited_comes_first_with_its_own_probability_and_route() -> None:
    (found,) = run([query("情報の自由な流通", "free-flow")], cited=[("toy-4",)])

    assert ids(found)[:2] == ["toy-4", "toy-1"]
    assert [(a.route, a.probability) for a in found[:2]] == [
        ("citation", 0.9),
        ("lexicon", found[1].probability),
    ]
    assert found[1].probability > 0.9 > 0.5
    assert found[0].matched


def test_several_that_are_cited_come_by_id() -> None:
    cited = [("toy-5", "gone", "toy-2"), ()]

    one, other = run([query("羊羹"), query("羊羹")], cited=cited)

    assert ids(one)[:2] == ["toy-2", "toy-5"]
    assert [a.route for a in one] == ["citation"] * 2 + ["embedding"] * 3
    assert other == run([query("羊羹")])[0]


def test_a_citation_is_no_likeness_and_so_not_barred() -> None:
    (found,) = run([query("サイバー主権", "cyber-sovereignty")], cited=[("toy-1",)])

    assert ids(found)[:2] == ["toy-1", "toy-3"]
    assert found[0].matched


def test_a_citation_of_nothing_that_was_chosen_changes_nothing() -> None:
    one = query("検閲", "censorship")

    assert run([one], cited=[("gone",)]) == run([one], cited=[()]) == run([one])


# Routes, thresholds and what goes with an alignment


def test_the_route_tells_lexicon_from_likeness() -> None:
    (named,) = run([query("公共的な核心", "public-core")])
    (wording,) = run([query("ネットの公共的な核心")])
    (like,) = run([query("公共的な核心")])

    assert {a.provision_id: a.route for a in named} == {
        "toy-1": "embedding",
        "toy-2": "lexicon",
        "toy-3": "embedding",
        "toy-4": "embedding",
        "toy-5": "embedding",
    }
    assert wording[0].route == "lexicon"
    assert {a.route for a in like} == {"embedding"}


def test_a_match_begins_at_the_threshold() -> None:
    values = (0.5, 0.4990, 0.1, 0.1, 0.1)

    (found,) = run([query("羊羹")], model=giving(*values))

    assert [a.matched for a in found] == [True, False, False, False, False]


def test_what_made_an_alignment_and_how_far_its_norm_was_verified_go_with_it() -> None:
    (found,) = run([query("サイバー空間", "cyberspace")])

    assert {a.provision_id: a.verified for a in found} == {
        "toy-1": "true",
        "toy-2": "true",
        "toy-3": "false",
        "toy-4": "heading",
        "toy-5": "true",
    }
    assert {a.encoder for a in found} == {"toy/1"}


def test_a_text_without_visible_characters_means_no_norm() -> None:
    """Whatever the model makes of features that are all nothing."""
    (found,) = run([query("")], model=giving(*[0.99] * 5))

    assert ids(found) == IDS
    assert {(a.probability, a.similarity, a.matched) for a in found} == {(0, 0, False)}


def test_a_text_without_vector_still_means_what_it_cites() -> None:
    (found,) = run([query("")], cited=[("toy-3",)])

    assert [(a.provision_id, a.probability) for a in found[:2]] == [("toy-3", 0.9), ("toy-1", 0)]


def test_vectors_of_another_encoder_are_refused_with_what_to_do() -> None:
    model = toy_alignment_model("use-multilingual-v3/0.2.1")

    with pytest.raises(EncoderMismatchError) as caught:
        run([query("主権")], model=model)

    assert str(caught.value) == (
        "toy-alignment/1: fitted on vectors of use-multilingual-v3/0.2.1, but was given toy/1. "
        "Its figures would mean nothing. Use that encoder, "
        "or another model."
    )
    assert caught.value.message("ja") == (
        "toy-alignment/1: use-multilingual-v3/0.2.1のベクトルで学習したモデルに"
        "toy/1が渡されました。数値が意味を持ちません。"
        "このエンコーダーか、別のモデルを使ってください。"
    )


def test_a_wrong_encoder_is_refused_even_without_terms() -> None:
    with pytest.raises(EncoderMismatchError):
        run([], model=toy_alignment_model("other/1"))


# The model


def evidence_of(rank: NDArray[np.float32], gate: NDArray[np.float32]) -> Evidence:
    n, m = rank.shape[:2]
    flat = np.zeros((n, m), dtype=np.float32)
    return Evidence(flat, rank, gate, np.zeros(n, dtype=np.float32), flat > 0)


def drawn(seed: int, n: int = 3, m: int = 4) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    rng = np.random.default_rng(seed)
    rank = rng.normal(size=(n, m, len(RANK_FEATURES)), scale=3).astype(np.float32)
    return rank, rng.normal(size=(n, len(GATE_FEATURES)), scale=3).astype(np.float32)


def test_a_model_is_read_by_the_names_of_its_features() -> None:
    def reversed_(features: Sequence[str]) -> dict[str, float]:
        return {name: float(i) for i, name in reversed(list(enumerate(features)))}

    model = AlignmentModel.from_data(
        {
            "name": "m/1",
            "encoder": "toy/1",
            "gate": {"weights": reversed_(GATE_FEATURES), "bias": -1.0},
            "rank": reversed_(RANK_FEATURES),
            "kin": {"topics": 2.5, "no longer a feature": 9.0},
            "share": {"weights": reversed_(SHARE_FEATURES), "bias": 0.5},
            "citation": 0.98,
            "threshold": 0.25,
            "phrases": {"encoder": "toy/1", "sha256": ""},
        }
    )

    assert model.gate.weights.tolist() == list(range(len(GATE_FEATURES)))
    assert model.rank.tolist() == list(range(len(RANK_FEATURES)))
    assert model.share.weights.tolist() == list(range(len(SHARE_FEATURES)))
    assert model.kin.tolist() == [2.5 * (name == "topics") for name in RANK_FEATURES]
    assert (model.gate.bias, model.share.bias) == (-1.0, 0.5)
    assert (model.name, model.encoder) == ("m/1", "toy/1")
    assert (model.citation, model.threshold) == (0.98, 0.25)


def test_a_probability_is_that_of_any_norm_times_that_of_this_one() -> None:
    model = toy_alignment_model(gate={"nearest": 2.0}, rank={"topics": 1.0}, kin={"label": 1.0})
    rank, gate = np.zeros((1, 3, len(RANK_FEATURES))), np.zeros((1, len(GATE_FEATURES)))
    rank[0, :, RANK_FEATURES.index("topics")] = [3, 1, 9]
    rank[0, :, RANK_FEATURES.index("label")] = [9, 9, 2]
    gate[0, GATE_FEATURES.index("nearest")] = 0.7

    def logistic(x: float) -> float:
        return 1 / (1 + math.exp(-x))

    found = model.probabilities(evidence_of(rank, gate), np.array([True, True, False]))

    # Scores 3, 1 (rank) and 2 (kin); the best, and 2 and 1 below it.
    any_ = logistic(2 * 0.7 - 1)
    assert found[0] == pytest.approx(
        [any_ * logistic(3), any_ * logistic(3 - 1.5 * 2), any_ * logistic(3 - 1.5)], abs=1e-6
    )


def test_shares_are_told_as_logarithms_and_below_the_best() -> None:
    scores = np.log(np.array([[1, 2, 5]], dtype=np.float32))
    rank = np.zeros((1, 3, len(RANK_FEATURES)), dtype=np.float32)
    rank[0, :, RANK_FEATURES.index("vote")] = [4, 5, 6]
    rank[0, :, RANK_FEATURES.index("trained")] = [7, 8, 9]

    found = dict(zip(SHARE_FEATURES, share_features(scores, rank)[0].T, strict=True))

    assert found["share"] == pytest.approx(np.log([1 / 8, 2 / 8, 5 / 8]))
    assert found["below"] == pytest.approx(np.log([1 / 5, 2 / 5, 1]))
    assert found["vote"].tolist() == [4, 5, 6]
    assert found["trained"].tolist() == [7, 8, 9]


@given(st.integers(0, 200), st.floats(0, 1e3))
@settings(deadline=None, max_examples=60)
def test_probabilities_lie_between_zero_and_one(seed: int, scale: float) -> None:
    rank, gate = drawn(seed)

    found = MODEL.probabilities(evidence_of(rank * scale, gate * scale), np.ones(4, bool))

    assert found.shape == (3, 4)
    assert found.min() >= 0
    assert found.max() <= 1


@given(st.integers(0, 200), st.floats(0, 5))
@settings(deadline=None, max_examples=60)
def test_what_speaks_for_any_norm_makes_each_of_them_likelier(seed: int, more: float) -> None:
    rank, gate = drawn(seed)
    raised = gate.copy()
    raised[:, GATE_FEATURES.index("vote")] += more  # of positive weight

    before = MODEL.probabilities(evidence_of(rank, gate), np.ones(4, bool))
    after = MODEL.probabilities(evidence_of(rank, raised), np.ones(4, bool))

    assert (after >= before - 1e-7).all()
    assert (after.argsort(axis=1) == before.argsort(axis=1)).all() or after.max() < 1e-6


@given(st.integers(0, 200), st.floats(0, 5))
@settings(deadline=None, max_examples=60)
def test_what_speaks_for_a_provision_raises_it_and_no_other(seed: int, more: float) -> None:
    rank, gate = drawn(seed)
    raised = rank.copy()
    raised[:, 0, RANK_FEATURES.index("topics")] += more

    before = MODEL.probabilities(evidence_of(rank, gate), np.ones(4, bool))
    after = MODEL.probabilities(evidence_of(raised, gate), np.ones(4, bool))

    assert (after[:, 0] >= before[:, 0] - 1e-6).all()
    assert (after[:, 1:] <= before[:, 1:] + 1e-6).all()


@given(st.integers(0, 200))
@settings(deadline=None, max_examples=60)
def test_a_higher_score_is_never_less_likely(seed: int) -> None:
    rank, gate = drawn(seed)
    own = np.array([True, False, True, True])

    scores = MODEL.scores(rank, own)
    found = MODEL.probabilities(evidence_of(rank, gate), own)

    for row in range(len(found)):
        ordered = found[row][scores[row].argsort()]
        assert (np.diff(ordered) >= -1e-6).all()
