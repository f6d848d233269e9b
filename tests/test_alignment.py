"""Terms and the provisions they mean, in the toy world."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jacyber_nlp.alignment import AlignmentModel, ProvisionIndex, align, texts_of_provisions
from jacyber_nlp.alignment.index import FEATURES, unit
from jacyber_nlp.errors import EncoderMismatchError
from jacyber_nlp.records import Alignment, NormProvision, TermQuery
from toy.models import toy_alignment_model
from toy.world import CONCEPTS, PROVISIONS, ToyEncoder

ENCODER = ToyEncoder()
POLE = {p.id: p.pole for p in PROVISIONS}
CONCEPT_POLE = {c.id: c.pole for c in CONCEPTS}
FLAT = dict.fromkeys(FEATURES, 0.0)


def named_in(text: str) -> list[str]:
    return [c.id for c in CONCEPTS if c.preferred.ja in text or c.preferred.en in text.lower()]


def index_of(provisions: Sequence[NormProvision] = PROVISIONS) -> ProvisionIndex:
    texts = texts_of_provisions(provisions)
    return ProvisionIndex.build(
        provisions, ENCODER.encode(texts), [named_in(text) for text in texts], CONCEPTS
    )


INDEX = index_of()


def run(
    queries: Sequence[TermQuery],
    *,
    index: ProvisionIndex = INDEX,
    model: AlignmentModel | None = None,
    top: int = 5,
) -> list[list[Alignment]]:
    vectors = ENCODER.encode([q.text for q in queries])
    return align(
        queries, vectors, index, model or toy_alignment_model(), encoder=ENCODER.name, top=top
    )


def query(text: str, *concept_ids: str) -> TermQuery:
    return TermQuery(text, "ja", concept_ids)


QUERIES = st.builds(
    TermQuery,
    st.text(alphabet="情報の自由な流通主権検閲公共的核心abc ", min_size=1, max_size=12),
    st.sampled_from(["ja", "en"]),
    st.lists(st.sampled_from([*CONCEPT_POLE, "no-such-concept"]), max_size=1).map(tuple),
)


@given(st.lists(QUERIES, max_size=5))
@settings(deadline=None, max_examples=60)
def test_a_term_of_one_pole_is_never_matched_to_the_other(queries: list[TermQuery]) -> None:
    for one, found in zip(queries, run(queries), strict=True):
        pole = CONCEPT_POLE.get(one.concept_ids[0], 0) if one.concept_ids else 0
        assert all(pole * POLE[a.provision_id] >= 0 for a in found)
        # … and nothing else is left out.
        assert len(found) == sum(pole * p.pole >= 0 for p in PROVISIONS)


def test_a_control_term_does_not_meet_a_freedom_norm_however_alike() -> None:
    """「情報の自由な流通」 is word for word the title of toy-1."""
    (free,) = run([query("情報の自由な流通の確保", "free-flow")])
    (control,) = run([query("情報の自由な流通の確保", "censorship")])

    assert free[0].provision_id == "toy-1"
    assert [a.provision_id for a in control] == ["toy-4", "toy-3"] or [
        a.provision_id for a in control
    ] == ["toy-3", "toy-4"]
    assert {a.provision_id for a in free} == {"toy-1", "toy-2", "toy-4", "toy-5"}


def test_the_strongest_pole_of_several_concepts_decides() -> None:
    (found,) = run([query("サイバー空間の検閲と信頼醸成措置", "cbm", "cyberspace", "censorship")])

    assert {a.provision_id for a in found} == {"toy-3", "toy-4"}


def test_the_order_of_a_terms_concepts_does_not_matter() -> None:
    one, other = run(
        [
            query("表現の自由と検閲", *ids)
            for ids in itertools.permutations(("censorship", "expression"))
        ]
    )

    assert one == other


@given(st.lists(QUERIES, min_size=1, max_size=4))
@settings(deadline=None, max_examples=60)
def test_the_likeliest_come_first_and_ranks_count_from_one(queries: list[TermQuery]) -> None:
    for one, found in zip(queries, run(queries), strict=True):
        assert [a.rank for a in found] == list(range(1, len(found) + 1))
        probabilities = [a.probability for a in found]
        assert probabilities == sorted(probabilities, reverse=True)
        assert {a.text for a in found} == {one.text}
        assert all(0 <= a.probability <= 1 and -1 <= a.similarity <= 1.0001 for a in found)


def test_equal_provisions_come_by_id() -> None:
    model = toy_alignment_model(**FLAT)
    expected = [p.id for p in PROVISIONS]

    (found,) = run([query("タイ", "tie")], model=model)
    (backwards,) = run([query("タイ", "tie")], model=model, index=index_of(PROVISIONS[::-1]))

    assert len({a.probability for a in found}) == 1
    assert [a.provision_id for a in found] == expected
    assert [a.provision_id for a in backwards] == expected


def test_noise_of_the_last_digits_does_not_break_a_tie() -> None:
    """Sums in another order differ in the seventh digit between machines; the ranking not."""
    index = index_of(PROVISIONS[:2])
    noisy = dataclasses.replace(index, labels=index.labels * 0)
    noisy.labels[1, 0] = 1e-5  # of the probability: 2e-7
    vectors = np.eye(1, ENCODER.dim, dtype=np.float32)
    model = toy_alignment_model(**(FLAT | {"label_cosine": 1.0}))

    (found,) = align([query("タイ")], vectors, noisy, model, encoder=ENCODER.name)

    probabilities = model.probabilities(noisy.features([query("タイ")], vectors))[0]
    assert 0 < probabilities[1] - probabilities[0] < 1e-6
    assert [a.provision_id for a in found] == ["toy-1", "toy-2"]


@given(st.permutations(PROVISIONS), QUERIES)
@settings(deadline=None, max_examples=30)
def test_the_order_of_the_provisions_does_not_matter(
    provisions: list[NormProvision], one: TermQuery
) -> None:
    (expected,) = run([one])
    (found,) = run([one], index=index_of(provisions))

    assert {a.provision_id: a.probability for a in found} == pytest.approx(
        {a.provision_id: a.probability for a in expected}, abs=2e-4
    )


@given(st.lists(QUERIES, min_size=1, max_size=4), QUERIES)
@settings(deadline=None, max_examples=30)
def test_a_terms_result_does_not_hang_on_its_neighbours(
    others: list[TermQuery], one: TermQuery
) -> None:
    (alone,) = run([one])
    among = run([*others, one])[-1]

    assert [(a.provision_id, a.probability) for a in among] == [
        (a.provision_id, pytest.approx(a.probability, abs=2e-4)) for a in alone
    ]


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


def test_no_terms_have_no_alignments() -> None:
    assert run([]) == []


@pytest.mark.parametrize(("top", "n"), [(1, 1), (3, 3), (99, 5)])
def test_no_more_provisions_come_than_were_asked_for(top: int, n: int) -> None:
    (found,) = run([query("サイバー空間", "cyberspace")], top=top)

    assert len(found) == n


def test_a_match_begins_at_the_threshold() -> None:
    (found,) = run([query("検閲の禁止", "expression"), query("羊羹")][:1])
    below = dataclasses.replace(toy_alignment_model(), threshold=found[0].probability + 0.001)
    at = dataclasses.replace(toy_alignment_model(), threshold=0.0)

    assert found[0].provision_id == "toy-5"
    assert found[0].matched
    assert not any(a.matched for a in run([query("検閲の禁止", "expression")], model=below)[0])
    assert all(a.matched for a in run([query("羊羹")], model=at)[0])
    assert not any(a.matched for a in run([query("羊羹")])[0])


def test_the_route_tells_lexicon_from_likeness() -> None:
    (known,) = run([query("公共的な核心", "public-core")])
    (unknown,) = run([query("公共的な核心")])

    routes = {a.provision_id: a.route for a in known}
    assert routes["toy-2"] == "lexicon"
    assert routes["toy-1"] == "embedding"
    assert {a.route for a in unknown} == {"embedding"}


def test_how_far_a_norm_was_verified_goes_with_every_alignment() -> None:
    (found,) = run([query("サイバー空間", "cyberspace")])

    assert {a.provision_id: a.verified for a in found} == {
        "toy-1": "true",
        "toy-2": "true",
        "toy-3": "false",
        "toy-4": "heading",
        "toy-5": "true",
    }
    assert {a.encoder for a in found} == {"toy/1"}


# The index


def test_an_index_encodes_four_texts_a_provision() -> None:
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
        ProvisionIndex.build(PROVISIONS, vectors, [()] * n_named, CONCEPTS)

    assert str(caught.value) == (
        f"5 provisions need 20 vectors and lists of concepts, not {n_vectors} and {n_named}"
    )


def test_features_are_what_their_names_say() -> None:
    text = "公共的な核心の保護"
    table = INDEX.features([query(text, "public-core")], ENCODER.encode([text]))
    of = {name: table[0, :, i] for i, name in enumerate(FEATURES)}

    assert table.shape == (1, 5, len(FEATURES))
    assert of["label_cosine"].argmax() == 1
    assert of["cosine"].argmax() == of["centred"].argmax() == 1
    assert of["label_overlap"][1] == 1.0
    assert of["label_overlap"].argmax() == 1
    assert of["in_label"].tolist() == of["in_summary"].tolist() == [0, 1, 0, 0, 0]
    assert of["topics"].tolist() == [0, 1, 0, 0, 0]
    assert of["known"].tolist() == [1] * 5


def test_a_concept_that_no_lexicon_holds_counts_as_unknown() -> None:
    table = INDEX.features([query("核心", "no-such-concept")], ENCODER.encode(["核心"]))

    assert not table[0, :, FEATURES.index("in_label") :].any()


def test_a_zero_vector_is_alike_to_nothing_and_stays_zero() -> None:
    zero = np.zeros((1, ENCODER.dim), dtype=np.float32)

    table = INDEX.features([query("?")], zero)

    assert not table[0, :, [0, 2]].any()
    assert np.isfinite(table).all()
    assert not unit(zero).any()


def test_a_model_is_read_by_the_names_of_its_features() -> None:
    weights = {name: float(i) for i, name in enumerate(FEATURES)}
    data = {
        "name": "m/1",
        "encoder": "toy/1",
        "weights": dict(reversed(weights.items())),
        "bias": -1.0,
        "threshold": 0.25,
    }

    model = AlignmentModel.from_data(data)

    assert model.weights.tolist() == [float(i) for i in range(len(FEATURES))]
    assert (model.name, model.encoder, model.bias, model.threshold) == ("m/1", "toy/1", -1.0, 0.25)
    row = np.zeros(len(FEATURES), dtype=np.float32)
    assert float(model.probabilities(row)) == pytest.approx(1 / (1 + np.e))
