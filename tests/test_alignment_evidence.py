"""What speaks for a term's meaning a provision: each feature by a case made by hand."""

from __future__ import annotations

import dataclasses
import math
import random
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jacyber_nlp.alignment import Evidence, PhraseMemory, ProvisionIndex, evidence, evidence_for
from jacyber_nlp.alignment.evidence import FLOOR, GATE_FEATURES, RANK_FEATURES
from jacyber_nlp.alignment.index import FAR
from jacyber_nlp.records import Bilingual, Concept, Phrase, TermQuery
from toy.alignment import index_of, query
from toy.models import toy_memory
from toy.world import CONCEPTS, PHRASES, PROVISIONS, ToyEncoder

INDEX = index_of()
LABELS = {p.id: p.label.ja for p in PROVISIONS}


def seen(
    queries: Sequence[TermQuery],
    index: ProvisionIndex = INDEX,
    without: Sequence[int | None] | None = None,
) -> Evidence:
    vectors = ToyEncoder().encode([q.text for q in queries])
    return evidence_for(queries, vectors, index, without=without)


def rank_of(found: Evidence, row: int = 0) -> dict[str, list[float]]:
    columns = zip(RANK_FEATURES, found.rank[row].T.tolist(), strict=True)
    return dict(columns)


def gate_of(found: Evidence, row: int = 0) -> dict[str, float]:
    return dict(zip(GATE_FEATURES, found.gate[row].tolist(), strict=True))


# A case that can be followed on paper: three dimensions, two provisions, and two
# phrases, which are too few for a scale, so that likeness is the cosine itself.
E0, E1, E2 = np.eye(3, dtype=np.float32)
A, B = (
    dataclasses.replace(
        PROVISIONS[0], id=name, label=Bilingual(label, label), topics=topics, pole=2
    )
    for name, label, topics in (("a", "vwxy", ("t1", "t2")), ("b", "zz", ("t3",)))
)
SMALL = ProvisionIndex.build(
    (A, B),
    # Statement, statement, title, title of each.
    np.array([E0, E0, E2, E2, E1, E1, E1, E1]),
    [["named"], [], [], ["titled"], [], [], [], []],
    [
        Concept("named", Bilingual("", ""), (), (), Bilingual("", ""), 0, ("t1",)),
        Concept("titled", Bilingual("", ""), (), (), Bilingual("", ""), 0, ("t3", "t4")),
    ],
    PhraseMemory((Phrase("pa", "en", ("a",), 2), Phrase("none", "en", (), -1)), np.array([E0, E2])),
    {"b": {"a": 0.6}},
)
TERM = np.array([[0.6, 0.0, 0.8]], dtype=np.float32)


def small(text: str, *concept_ids: str) -> Evidence:
    return evidence_for([TermQuery(text, "en", concept_ids)], TERM, SMALL)


def test_each_feature_of_a_pair_has_the_value_that_paper_and_pencil_give() -> None:
    narrow = math.exp(3.2 * 0.6) / (math.exp(3.2 * 0.6) + math.exp(3.2 * 0.8))

    found = rank_of(small("WX y7", "named", "titled", "gone"))

    assert list(found) == list(RANK_FEATURES)
    assert found["statement"] == pytest.approx([0.6, 0])
    # (.6, 0, .8) - (.5, .5, 0), against ±(.5, -.5, 0)
    assert found["centred"] == pytest.approx([0.447214, -0.447214], abs=1e-5)
    assert found["label"] == pytest.approx([0.8, 0])
    assert found["label_overlap"] == pytest.approx([2 / 3, 0])  # wx, xy; not y7
    assert found["in_label"] == [1, 0]
    assert found["in_summary"] == [1, 0]
    assert found["topics"] == pytest.approx([1 / 2, 1 / 2])  # t1 of t1, t2; t3 of t3, t4
    assert found["vote"] == pytest.approx(
        [math.log(narrow + FLOOR), math.log(0.6 * narrow + FLOOR)], abs=1e-5
    )
    # A linear model that knows one provision gives it the whole share.
    assert found["trained"] == pytest.approx([math.log(1 + FLOOR), math.log(0.6 + FLOOR)], abs=1e-5)


def test_each_feature_of_a_term_has_the_value_that_paper_and_pencil_give() -> None:
    narrow = math.exp(3.2 * 0.6) / (math.exp(3.2 * 0.6) + math.exp(3.2 * 0.8))

    found = gate_of(small("NATO", "titled"))

    assert found == pytest.approx(
        {
            "vote": math.log((narrow + FLOOR) / (1 - narrow + FLOOR)),
            "lead": 0.6 - 0.8,
            "nearest": 0.8,
            # Centred phrases are ±(½, 0, -½), their scatter with the penalty has
            # the eigenvalue 2 along them: slope ¼ along (1, 0, -1), mean ½.
            "trained": 0.5 + 0.25 * (0.6 - 0.8),
            "statement": 0.6,
            "in_label": 1,
            "strange": 1,
            "extracted": 0,
        },
        abs=1e-5,
    )


def test_poles_and_cosines_of_the_case_are_those_on_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    assert small("WX y7").poles.tolist() == [0]  # no phrase is near
    monkeypatch.setattr(evidence, "NEAR", 0.7)

    narrow = math.exp(3.2 * 0.6) / (math.exp(3.2 * 0.6) + math.exp(3.2 * 0.8))

    found = small("wxy")

    assert found.poles == pytest.approx([narrow - (1 - narrow)], abs=1e-5)
    # The title of a is nearer than its statement and its phrase; b has no phrase
    # that just means it.
    assert found.cosines == pytest.approx(np.array([[0.8, 0.0]]))
    assert not found.known.any()


def test_a_phrase_nearer_than_the_provision_tells_its_cosine() -> None:
    vectors = np.array([[0.9, np.sqrt(0.19), 0]], dtype=np.float32)
    far = dataclasses.replace(SMALL, statements=SMALL.labels)

    found = evidence_for([TermQuery("wxy", "en")], vectors, far)

    assert found.cosines[0] == pytest.approx([0.9, np.sqrt(0.19)])


# In the toy world


def test_a_phrase_of_just_this_wording_tells_what_a_term_means() -> None:
    found = seen([query("ネット・主権"), query("言論の検閲をやめる"), query("羊羹"), query("主権")])

    assert found.known.tolist() == [
        [False, False, True, False, False],
        [True, False, False, False, True],
        [False] * 5,
        [False] * 5,
    ]


@pytest.mark.parametrize(
    ("text", "strange"),
    [("WTO", True), ("ＷＴＯ", True), ("wto", False), ("主権", False), ("WTO rules", False)],
)
def test_an_acronym_is_strange_until_a_phrase_has_it(text: str, strange: bool) -> None:
    taught = index_of(memory=toy_memory((*PHRASES, Phrase("WTO", "en", (), 0))))

    assert gate_of(seen([query(text)]))["strange"] == strange
    assert gate_of(seen([query(text)], taught))["strange"] == 0


def test_a_term_out_of_a_document_is_told_from_one_that_is_asked_for() -> None:
    asked, taken = query("主権"), dataclasses.replace(query("主権"), extracted=True)

    found = seen([asked, taken, asked])

    column = GATE_FEATURES.index("extracted")
    assert found.gate[:, column].tolist() == [0, 1, 0]
    assert found.rank[0] == pytest.approx(found.rank[1], abs=1e-5)


def test_a_phrase_that_is_not_to_be_seen_says_nothing() -> None:
    one = query("ネット主権")

    plain, hidden = seen([one]), seen([one], without=[3])

    assert plain.known[0, 2]
    assert not hidden.known.any()
    assert rank_of(hidden)["vote"][2] < rank_of(plain)["vote"][2]
    assert rank_of(hidden)["trained"][2] < rank_of(plain)["trained"][2]
    assert gate_of(hidden)["nearest"] < gate_of(plain)["nearest"]
    assert hidden.cosines[0, 2] < plain.cosines[0, 2] == pytest.approx(1)
    # Another phrase than the one of this wording leaves it known.
    assert seen([one], without=[4]).known[0, 2]


def test_hiding_a_phrase_is_forgetting_it() -> None:
    """All but the scale and the linear model, whose oracle stands with them."""
    i = 4
    rest = (*PHRASES[:i], *PHRASES[i + 1 :])
    memory = toy_memory(rest)
    memory.__dict__["scale"] = INDEX.memory.scale
    forgetful = dataclasses.replace(index_of(memory=memory), kin=INDEX.kin)

    hidden = seen([query(PHRASES[i].text)], without=[i])
    forgotten = seen([query(PHRASES[i].text)], forgetful)

    assert hidden.rank == pytest.approx(forgotten.rank, abs=2e-4)
    assert hidden.gate == pytest.approx(forgotten.gate, abs=2e-4)
    assert hidden.poles == pytest.approx(forgotten.poles, abs=1e-5)
    assert hidden.cosines == pytest.approx(forgotten.cosines, abs=1e-5)


def test_concepts_speak_for_what_names_them_and_shares_their_topic() -> None:
    found = rank_of(seen([query("核心", "public-core")]))

    assert found["in_label"] == found["in_summary"] == [0, 1, 0, 0, 0]
    assert found["topics"] == [0, 1, 0, 0, 0]


def test_a_concept_that_no_lexicon_holds_says_nothing() -> None:
    assert seen([query("核心", "gone")]).rank.tolist() == seen([query("核心")]).rank.tolist()


def test_a_term_without_characters_is_like_nothing_and_finite() -> None:
    found = seen([query("")])

    assert not found.cosines.any()
    assert not found.known.any()
    assert rank_of(found)["label_overlap"] == [0] * 5
    assert all(np.isfinite(part).all() for part in found)


def test_without_phrases_titles_and_concepts_still_speak() -> None:
    for phrases in ((), PHRASES[6:]):
        index = index_of(memory=toy_memory(phrases))

        found = seen([query("公共的な核心", "public-core")], index)

        assert rank_of(found)["statement"][1] == max(rank_of(found)["statement"])
        assert rank_of(found)["in_label"] == [0, 1, 0, 0, 0]
        for name in ("vote", "trained"):
            assert rank_of(found)[name] == pytest.approx([math.log(FLOOR)] * 5)
        assert found.poles.tolist() == [0]
        assert all(np.isfinite(part).all() for part in found)


def test_a_memory_whose_phrases_all_mean_a_norm_has_nothing_to_set_against() -> None:
    index = index_of(memory=toy_memory(PHRASES[:6]))

    found = gate_of(seen([query("ネット主権")], index))

    assert found["lead"] == pytest.approx(found["nearest"] - FAR)
    assert found["vote"] == pytest.approx(math.log((1 + FLOOR) / FLOOR), rel=1e-3)


def test_phrases_for_norms_that_were_not_chosen_mean_none() -> None:
    chosen = index_of(PROVISIONS[:1])
    one = query("ネット主権")

    assert not seen([one], chosen).known.any()
    assert gate_of(seen([one], chosen))["vote"] < 0 < gate_of(seen([one]))["vote"]


def test_likeness_to_the_lexicons_phrases_has_a_pole() -> None:
    free, control, none = seen(
        [query("データの越境流通"), query("ネット主権"), query("羊羹")]
    ).poles

    assert control < -0.5 < 0.5 < free
    assert none == pytest.approx(0, abs=0.2)


QUERIES = st.builds(
    TermQuery,
    st.text(alphabet="情報の自由な流通主権検閲公共的核心ABC ", max_size=12),
    st.just("ja"),
    st.lists(st.sampled_from([*(c.id for c in CONCEPTS), "gone"]), max_size=2).map(tuple),
)


def assert_same(one: Evidence, other: Evidence, within: float = 1e-4) -> None:
    for a, b in zip(one, other, strict=True):
        assert a.shape == b.shape
        assert a == pytest.approx(b, abs=within)


@given(st.lists(QUERIES, min_size=1, max_size=7), st.integers(1, 4))
@settings(deadline=None, max_examples=40)
def test_blocks_change_nothing(queries: list[TermQuery], block: int) -> None:
    hidden = [i % 9 if i % 2 else None for i in range(len(queries))]
    whole = seen(queries, without=hidden)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(evidence, "BLOCK", block)
        assert_same(seen(queries, without=hidden), whole)


@given(st.lists(QUERIES, min_size=1, max_size=6), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=40)
def test_neighbours_and_their_order_change_nothing(
    queries: list[TermQuery], chance: random.Random
) -> None:
    order = list(range(len(queries)))
    chance.shuffle(order)
    whole = seen(queries)

    assert_same(seen([queries[i] for i in order]), Evidence(*(part[order] for part in whole)))
    for i, one in enumerate(queries):
        assert_same(seen([one]), Evidence(*(part[i : i + 1] for part in whole)))


@given(st.permutations(range(5)), QUERIES)
@settings(deadline=None, max_examples=30)
def test_the_order_of_the_provisions_changes_nothing(order: list[int], one: TermQuery) -> None:
    found, moved = seen([one]), seen([one], index_of([PROVISIONS[i] for i in order]))

    assert moved.rank == pytest.approx(found.rank[:, order], abs=1e-4)
    assert moved.cosines == pytest.approx(found.cosines[:, order], abs=1e-5)
    assert moved.known.tolist() == found.known[:, order].tolist()
    assert moved.gate == pytest.approx(found.gate, abs=1e-4)
    assert moved.poles == pytest.approx(found.poles, abs=1e-5)


@given(st.permutations(range(9)), QUERIES)
@settings(deadline=None, max_examples=30)
def test_the_order_of_the_phrases_changes_nothing_but_the_scale(
    order: list[int], one: TermQuery
) -> None:
    memory = toy_memory([PHRASES[i] for i in order])
    memory.__dict__["scale"] = INDEX.memory.scale

    assert_same(seen([one], index_of(memory=memory)), seen([one]), 1e-3)


@given(QUERIES)
@settings(deadline=None, max_examples=60)
def test_evidence_stays_in_its_ranges(one: TermQuery) -> None:
    found = seen([one])
    rank = rank_of(found)

    assert all(np.isfinite(part).all() for part in found)
    for name in ("label_overlap", "in_label", "in_summary", "topics"):
        assert 0 <= min(rank[name]) <= max(rank[name]) <= 1
    for name in ("vote", "trained"):
        assert math.log(FLOOR) - 1e-4 <= min(rank[name])
        assert max(rank[name]) <= math.log(1 + FLOOR) + 1e-4
    assert -1 <= found.poles[0] <= 1
    assert abs(found.cosines).max() <= 1 + 1e-5
    assert gate_of(found)["strange"] in (0, 1)
