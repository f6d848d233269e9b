"""Instruments compared provision by provision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jacyber_nlp import alignment, resources
from jacyber_nlp.alignment import PAIR_FEATURES, NormPairs
from jacyber_nlp.alignment.matrix import NEW
from jacyber_nlp.encoders import default_encoder
from jacyber_nlp.errors import ConfigError, EncoderMismatchError
from jacyber_nlp.pipeline.matrix import default_matrix_model, norm_matrix, pairs_of
from jacyber_nlp.records import (
    Bilingual,
    Crosswalk,
    NormComparison,
    NormMatrix,
    NormPartner,
    NormProvision,
)
from jacyber_nlp.theory import load_norms

POLE = {p.id: p.pole for p in resources.provisions()}
EVERY = 99  # more partners than any instrument has provisions


@cache
def matrix(ids: str = "gge-2015,gcsc", *, crosswalk: bool = False, top: int = EVERY) -> NormMatrix:
    return norm_matrix(load_norms(ids), crosswalk=crosswalk, top=top)


def of(found: NormMatrix, provision_id: str, other: str) -> NormComparison:
    return next(
        c for c in found.comparisons if (c.provision_id, c.other_id) == (provision_id, other)
    )


def every_pair(found: NormMatrix) -> Iterator[tuple[str, NormPartner]]:
    for c in found.comparisons:
        for partner in c.partners:
            yield c.provision_id, partner


def copied(norms: tuple[NormProvision, ...], *, sign: int = 1) -> list[NormProvision]:
    """The same provisions as another instrument's, their poles times ``sign``."""
    return [replace(p, id=f"copy-{p.id}", instrument_id="copy", pole=sign * p.pole) for p in norms]


# What has a counterpart


def test_gge_2015_has_tampering_and_neither_public_core_nor_elections() -> None:
    for crosswalk in (False, True):
        found = matrix(crosswalk=crosswalk)
        new = {f"n{i}": of(found, f"gcsc-n{i}", "gge-2015").new for i in (1, 2, 3)}
        assert new == {"n1": True, "n2": True, "n3": False}
        assert of(found, "gcsc-n3", "gge-2015").partners[0].provision_id == "gge-2015-13i"


def test_what_a_provision_has_and_the_other_instrument_lacks_is_told_by_topic() -> None:
    found = matrix()

    assert of(found, "gcsc-n1", "gge-2015").lacking == ("public-core",)
    assert of(found, "gcsc-n3", "gge-2015").lacking == ("product-security",)
    assert of(found, "gcsc-n5", "gge-2015").lacking == ()


def test_novelty_is_what_the_best_probability_leaves() -> None:
    for c in matrix().comparisons:
        best = max(partner.probability for partner in c.partners)
        assert c.novelty == pytest.approx(1 - best, abs=1e-9)
        assert c.new == (best < NEW)


def test_a_pair_of_instruments_is_covered_by_the_mean_of_the_best_probabilities() -> None:
    found = matrix("gge-2010,res-73-27")
    one, other = found.overlaps

    assert (one.instrument_id, one.other_id) == ("gge-2010", "res-73-27")
    assert (other.instrument_id, other.other_id) == ("res-73-27", "gge-2010")
    for overlap in found.overlaps:
        compared = [c for c in found.comparisons if c.instrument_id == overlap.instrument_id]
        covered = sum(1 - c.novelty for c in compared) / len(compared)
        assert overlap.covered == pytest.approx(covered, abs=1e-4)
        assert overlap.new == tuple(c.provision_id for c in compared if c.new)
    assert one.covered != other.covered


def test_a_partner_comes_with_the_topics_concepts_and_wordings_that_both_have() -> None:
    best = of(matrix("gcsc,paris-call"), "gcsc-n1", "paris-call").partners[0]

    assert (best.provision_id, best.relation, best.judged) == ("paris-2", "likely", False)
    assert best.topics == ("public-core",)
    assert "public-core" in best.concepts
    assert 0 < len(best.phrases) <= 3


def test_what_is_not_verified_says_so_on_both_sides() -> None:
    found, verified = matrix(), {p.id: p.verified for p in resources.provisions()}

    assert {c.verified for c in found.comparisons} > {"true"}
    assert all(c.verified == verified[c.provision_id] for c in found.comparisons)
    assert all(q.verified == verified[q.provision_id] for _, q in every_pair(found))


# Properties


def test_similarity_and_probability_are_the_same_from_both_sides() -> None:
    for crosswalk in (False, True):
        found = list(every_pair(matrix(crosswalk=crosswalk)))
        values = {(p, q.provision_id): (q.similarity, q.probability, q.relation) for p, q in found}
        assert len(values) == 2 * 17 * 19
        assert all(values[q, p] == value for (p, q), value in values.items())


@settings(max_examples=8, deadline=None)
@given(st.permutations(load_norms("gge-2010,london-process,gcig-2016")))
def test_the_order_of_what_is_compared_changes_nothing(norms: list[NormProvision]) -> None:
    found = norm_matrix(norms, crosswalk=False)
    wanted = matrix("gge-2010,london-process,gcig-2016", top=3)

    assert {(c.provision_id, c.other_id): c for c in found.comparisons} == {
        (c.provision_id, c.other_id): c for c in wanted.comparisons
    }


def test_what_else_is_compared_changes_no_pair() -> None:
    two, three = matrix("gge-2015,gcsc"), matrix("gge-2015,gcsc,paris-call")

    assert all(c == of(three, c.provision_id, c.other_id) for c in two.comparisons)


def test_an_instrument_beside_its_copy_gives_the_identity() -> None:
    norms = load_norms("gge-2015")
    found = norm_matrix([*norms, *copied(norms)], crosswalk=False)

    assert [(c.provision_id, c.partners[0].provision_id) for c in found.comparisons[:17]] == [
        (p.id, f"copy-{p.id}") for p in norms
    ]
    assert all(c.partners[0].similarity == pytest.approx(1, abs=1e-4) for c in found.comparisons)
    assert [o.new for o in found.overlaps] == [(), ()]
    assert min(o.covered for o in found.overlaps) > 0.99


def test_opposite_poles_never_match_on_likeness_alone() -> None:
    for p, q in every_pair(matrix("sco-2015,paris-call,jp-strategy-2015")):
        if POLE[p] * POLE[q.provision_id] < 0:
            assert (q.probability, q.relation in ("contrast", "none")) == (0, True)


def test_the_same_words_with_the_opposite_pole_are_a_contrast() -> None:
    norms = load_norms("sco-2015")
    found = norm_matrix([*norms, *copied(norms, sign=-1)], crosswalk=False, top=EVERY)

    for p in norms:
        twin = next(q for q in of(found, p.id, "copy").partners if q.provision_id == f"copy-{p.id}")
        wanted = ("contrast", True) if p.pole else ("likely", False)
        assert (twin.relation, twin.probability == 0) == wanted


# The crosswalk


def test_without_the_crosswalk_nothing_of_it_enters(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = matrix("gcsc,paris-call", top=3)
    monkeypatch.setattr(resources, "crosswalk", lambda: pytest.fail("the crosswalk was read"))
    monkeypatch.setattr("jacyber_nlp.pipeline.aligner._kin", dict)

    found = norm_matrix(load_norms("gcsc,paris-call"), crosswalk=False)

    assert found == wanted
    assert not any(q.judged or q.note for _, q in every_pair(found))


def test_what_phrases_mean_does_not_enter_without_the_crosswalk(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A phrase that means provisions of two instruments is a judged link between them."""
    wanted = matrix("gcsc,paris-call", top=3)
    bare = tuple(replace(p, provision_ids=()) for p in resources.phrases())
    monkeypatch.setattr(resources, "phrases", lambda: bare)

    assert norm_matrix(load_norms("gcsc,paris-call"), crosswalk=False) == wanted


def test_with_the_crosswalk_wordings_that_are_known_to_mean_both_come_first() -> None:
    meant = {p.text: {*p.provision_ids} for p in resources.phrases()}

    best = of(matrix("gcsc,paris-call", crosswalk=True), "gcsc-n1", "paris-call").partners[0]

    assert len(best.phrases) == 3
    assert all(meant[text] >= {"gcsc-n1", "paris-2"} for text in best.phrases)


def test_judged_matches_come_first_with_strength_and_note() -> None:
    best = of(matrix(crosswalk=True), "gge-2015-13j", "gcsc").partners[0]
    judged = next(
        c
        for c in resources.crosswalk()
        if (c.provision_id, c.other_id) == ("gge-2015-13j", "gcsc-n5")
    )

    assert of(matrix(), "gge-2015-13j", "gcsc").partners[0].provision_id == "gcsc-n6"
    assert (best.provision_id, best.probability, best.judged) == ("gcsc-n5", 1, True)
    assert (best.relation, best.note) == (judged.strength, judged.note)


def test_a_pair_judged_as_only_related_stands_behind_every_possible_match() -> None:
    found = of(matrix("gge-2015,oewg-2021", crosswalk=True), "gge-2015-13g", "oewg-2021")

    assert [(q.provision_id, q.relation) for q in found.partners[:3]] == [
        ("oewg-2021-31", "likely"),
        ("oewg-2021-26", "related"),
        ("oewg-2021-18", "none"),
    ]
    assert found.partners[1].probability == 0 < found.partners[2].probability


def test_what_a_reader_found_unique_is_told_with_his_words() -> None:
    note = next(c.note for c in resources.crosswalk() if c.provision_id == "gcsc-n4")

    assert of(matrix(crosswalk=True), "gcsc-n4", "gge-2015").note == note
    assert of(matrix(), "gcsc-n4", "gge-2015").note == ""
    assert of(matrix(crosswalk=True), "gcsc-n3", "gge-2015").note == ""


def test_a_judgement_outweighs_the_poles() -> None:
    norms = load_norms("sco-2015-8,paris-pre-5")
    pairs = pairs_of(norms, default_encoder())
    judged = [Crosswalk("sco-2015-8", "paris-pre-5", "overlaps", "internet-governance", "so")]

    found = alignment.norm_matrix(pairs, default_matrix_model(), crosswalk=judged, top=1)

    assert [(q.relation, q.probability, q.note) for _, q in every_pair(found)] == [
        ("overlaps", 1, "so")
    ] * 2


# Features and model


def features(ids: str) -> tuple[NormPairs, dict[str, np.ndarray]]:
    pairs = pairs_of(load_norms(ids), default_encoder())
    return pairs, {name: pairs.features[:, :, k] for k, name in enumerate(PAIR_FEATURES)}


def test_a_topic_weighs_the_more_the_fewer_provisions_have_it() -> None:
    """The whole instruments count, also where one provision of each is compared."""

    def n(instrument: str) -> int:
        return sum(
            "supply-chain" in p.topics and p.instrument_id == instrument
            for p in resources.provisions()
        )

    _, seen = features("gcsc-n3,gge-2015-13i")

    assert seen["topics"][0, 1] == pytest.approx(sqrt(1 / sqrt(n("gcsc") * n("gge-2015"))))


def test_topics_that_nobody_named_do_not_speak_against_a_match() -> None:
    own = [replace(p, topics=()) for p in load_norms("gcsc-n1,gcsc-n2")]
    found = norm_matrix([*own, *load_norms("paris-call")], crosswalk=False)

    assert [of(found, p.id, "paris-call").partners[0].provision_id for p in own] == [
        "paris-2",
        "paris-3",
    ]
    assert not any(of(found, p.id, "paris-call").new for p in own)
    assert all(c.lacking == () for c in found.comparisons)


def test_wording_is_compared_in_the_languages_that_both_are_written_in() -> None:
    """A text of one's own in one language stands for both."""
    (norm,) = load_norms("gcsc-n1")
    for lang in ("ja", "en"):
        label, summary = (
            Bilingual(getattr(t, lang), getattr(t, lang)) for t in (norm.label, norm.summary)
        )
        own = replace(norm, id="own-1", instrument_id="own", label=label, summary=summary)
        pairs = pairs_of([own, norm], default_encoder())

        assert pairs.features[0, 1, PAIR_FEATURES.index("words")] == pytest.approx(1, abs=1e-5)


def test_features_are_symmetric_and_greatest_for_a_provision_itself() -> None:
    _, seen = features("gcsc,sco-2015")

    for name in ("statements", "words"):
        x = seen[name]
        assert np.array_equal(x, x.T)
        assert np.allclose(np.diag(x), 1, atol=1e-5)
        assert x.max() < 1 + 1e-5
    assert np.array_equal(seen["crossed"], seen["crossed"].T)


def test_a_model_of_another_encoder_is_refused() -> None:
    pairs, _ = features("gcsc-n1,paris-2")
    other = replace(default_matrix_model(), encoder="other/1")

    with pytest.raises(EncoderMismatchError):
        alignment.norm_matrix(pairs, other, crosswalk=None, top=1)


def test_for_an_encoder_without_a_fitted_model_the_name_says_that_it_is_not_calibrated() -> None:
    model = default_matrix_model("other/1")

    assert model.encoder == "other/1"
    assert "not calibrated for other/1" in model.name


def test_one_instrument_alone_is_refused_in_both_languages() -> None:
    with pytest.raises(ConfigError) as err:
        norm_matrix(load_norms("gge-2015"))

    assert "gge-2015 alone cannot be compared" in err.value.message("en")
    assert "二つ以上" in err.value.message("ja")


def test_overlaps_come_for_each_ordered_pair_in_the_order_given() -> None:
    found = matrix("gcsc,gge-2010,dfi-2022")

    assert found.instruments == ("gcsc", "gge-2010", "dfi-2022")
    assert [(o.instrument_id, o.other_id) for o in found.overlaps] == [
        ("gcsc", "gge-2010"),
        ("gcsc", "dfi-2022"),
        ("gge-2010", "gcsc"),
        ("gge-2010", "dfi-2022"),
        ("dfi-2022", "gcsc"),
        ("dfi-2022", "gge-2010"),
    ]
    assert all(0 <= o.covered <= 1 for o in found.overlaps)
