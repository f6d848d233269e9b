"""From terms to provisions: concepts, contexts and citations that are looked up on the way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import jacyber_nlp as jc
from jacyber_nlp import resources
from jacyber_nlp.alignment import evidence_for
from jacyber_nlp.encoders import Role
from jacyber_nlp.errors import EncoderMismatchError
from jacyber_nlp.pipeline import aligner, default_alignment_model
from jacyber_nlp.pipeline.aligner import CONTEXT, Aligner
from jacyber_nlp.records import Alignment, Crosswalk, TermQuery
from toy.models import toy_alignment_model, toy_analyser
from toy.world import CONCEPTS, PHRASES, PROVISIONS, ToyEncoder

TOY = toy_analyser().aligner


def ja(text: str, context: str = "") -> TermQuery:
    return TermQuery(text, "ja", (), context)


def first(found: Sequence[Alignment]) -> tuple[str, str, bool]:
    return found[0].provision_id, found[0].route, found[0].matched


class Counting(ToyEncoder):
    """Remembers what it was asked to encode."""

    def __init__(self) -> None:
        self.calls: list[tuple[Role, list[str]]] = []

    def encode(self, texts: Sequence[str], role: Role) -> NDArray[np.float32]:  # type: ignore[override]
        self.calls.append((role, list(texts)))
        return super().encode(texts, role)


# Concepts in the wording


@pytest.mark.parametrize(
    ("text", "concept_ids", "denied"),
    [
        ("サイバー主権", ("cyber-sovereignty",), False),
        ("ネット主権と検閲", ("censorship", "cyber-sovereignty"), False),
        ("検閲を認めない", ("censorship",), True),
        ("検閲に反対する", ("censorship",), True),
        ("no censorship", ("censorship",), True),
        ("oppose cyber sovereignty", ("cyber-sovereignty",), True),
        # What is denied here is more than the concept.
        ("サイバー主権に関する検閲を認めない", ("censorship", "cyber-sovereignty"), False),
        ("サイバー空間の羊羹", ("cyberspace",), False),
        ("羊羹", (), False),
        ("", (), False),
        ("\u200b \n", (), False),
        ("\ufffd\ufffd\ufffd", (), False),
        ("\ud800検閲", (), False),
    ],
    ids=ascii,
)
def test_concepts_are_found_in_the_wording_with_their_denial(
    text: str, concept_ids: tuple[str, ...], denied: bool
) -> None:
    found = TOY._with_concepts(ja(text, "文脈"))

    assert found == TermQuery(text, "ja", concept_ids, "文脈", denied)


def test_concepts_that_a_query_brings_along_count_beside_those_found() -> None:
    query = TermQuery("核心と検閲", "ja", ("public-core",))

    assert TOY._with_concepts(query).concept_ids == ("censorship", "public-core")
    plain, taught = TOY.align_terms([ja("中核"), TermQuery("中核", "ja", ("public-core",))])
    assert plain[0].provision_id != "toy-2"
    assert first(taught) == ("toy-2", "lexicon", True)


def test_denying_control_means_a_freedom_norm() -> None:
    """Proposition, not vocabulary."""
    asserted, denied = TOY.align_terms([ja("サイバー主権"), ja("サイバー主権を認めない")])

    assert first(asserted) == ("toy-3", "lexicon", True)
    of_control = next(a for a in denied if a.provision_id == "toy-3")
    assert (of_control.rank, of_control.probability) == (5, 0)


# Vectors


def test_a_sentence_turns_the_vector_of_its_term() -> None:
    term, sentence = TOY.encode(["主権", "データの越境流通は自由である。"])

    plain, turned = TOY.query_vectors(
        [ja("主権"), ja("主権", "データの越境流通は自由である。")], TOY.encode
    )

    mixed = (1 - CONTEXT) * term + CONTEXT * sentence
    assert plain == pytest.approx(term)
    assert turned == pytest.approx(mixed / np.linalg.norm(mixed), abs=1e-6)


def test_a_term_without_characters_borrows_none_from_its_sentence() -> None:
    vectors = TOY.query_vectors([ja("", "サイバー主権を尊重する。")], TOY.encode)
    (found,) = TOY.align_terms([ja("", "サイバー主権を尊重する。")])

    assert not vectors.any()
    assert [(a.provision_id, a.probability) for a in found] == [(p.id, 0) for p in PROVISIONS]


def test_a_term_that_is_its_own_sentence_keeps_its_vector() -> None:
    (vector,) = TOY.query_vectors([ja("主権", "主権")], TOY.encode)

    assert vector == pytest.approx(TOY.encode(["主権"])[0], abs=1e-6)


def test_each_distinct_text_is_encoded_once_and_norms_are_what_is_found() -> None:
    encoder = Counting()
    one = toy_analyser(encoder=encoder)

    found = one.align_terms([ja("検閲"), ja("主権", "検閲"), ja("検閲"), ja("主権")])

    queries = [texts for role, texts in encoder.calls if role == "query"]
    assert queries == [["検閲", "主権"]]
    (norms,) = (texts for role, texts in encoder.calls if role == "document")
    assert len(norms) == len(set(norms)) == 4 * len(PROVISIONS)
    assert found[0] == found[2]
    assert found[1] != found[3]
    one.align_terms([ja("検閲")])
    assert [role for role, _ in encoder.calls].count("document") == 1


def test_no_texts_have_no_vectors() -> None:
    assert TOY.encode([]).shape == (0, ToyEncoder.dim)
    assert TOY.align_terms([]) == []


# Citations


@pytest.fixture(scope="module")
def norms() -> Aligner:
    return toy_analyser(norms=jc.load_norms("gge-2015,paris-call")).aligner


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A/70/174 para. 13(c)", ["gge-2015-13c"]),
        ("パリ・コール第2原則", ["paris-2"]),
        ("A/70/174, paras. 13(e) and 13(c)", ["gge-2015-13c", "gge-2015-13e"]),
    ],
)
def test_what_a_term_cites_comes_first_and_is_like_nothing(
    norms: Aligner, text: str, expected: list[str]
) -> None:
    (found,) = norms.align_terms([ja(text)])

    n = len(expected)
    assert [a.provision_id for a in found[:n]] == expected
    assert [a.route for a in found] == ["citation"] * n + ["embedding"] * (5 - n)
    assert [a.probability for a in found] == [0.9] * n + [0] * (5 - n)
    assert {a.similarity for a in found} == {0}


def test_words_beside_a_citation_are_looked_up_too(norms: Aligner) -> None:
    symbol, words = norms.align_terms(
        [ja("A/70/174 para. 13(c) 等"), ja("A/70/174 para. 13(c) and the sharing of information")]
    )

    assert first(symbol) == first(words) == ("gge-2015-13c", "citation", True)
    assert {a.similarity for a in symbol} == {0}
    assert {a.similarity for a in words} != {0}


def test_a_citation_of_norms_that_were_not_chosen_means_none() -> None:
    (found,) = TOY.align_terms([ja("A/70/174 para. 13(c)")])

    assert len(found) == 5
    assert not any(a.matched for a in found)


# What is loaded


def test_vectors_of_phrases_that_ship_are_taken_as_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shipped = np.eye(len(PHRASES), ToyEncoder.dim, dtype=np.float32)
    monkeypatch.setattr(resources, "phrases", lambda: PHRASES)
    monkeypatch.setattr(
        resources, "phrase_vectors", lambda name: shipped if name == "toy/1" else None
    )
    encoder, other = Counting(), Counting()
    other.name = "toy/2"

    own, theirs = (Aligner(PROVISIONS, CONCEPTS, one, None).memory for one in (encoder, other))

    assert own.vectors is shipped
    assert encoder.calls == []
    assert other.calls == [("query", [p.text for p in PHRASES])]
    assert theirs.vectors == pytest.approx(ToyEncoder().encode([p.text for p in PHRASES]))
    assert own.phrases == theirs.phrases == PHRASES


def test_the_crosswalk_makes_kin_from_both_sides(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = (
        Crosswalk("a", "b", "same", "x", ""),
        Crosswalk("c", "a", "overlaps", "x", ""),
        Crosswalk("a", "d", "related", "x", ""),
        Crosswalk("b", "d", "contrast", "x", ""),
        Crosswalk("e", None, "unique", "x", ""),
    )
    monkeypatch.setattr(resources, "crosswalk", lambda: rows)

    kin = aligner._kin.__wrapped__()

    assert kin == {"a": {"b": 1.0, "c": 0.6}, "b": {"a": 1.0}, "c": {"a": 0.6}}


def test_an_encoder_without_a_model_of_its_own_has_the_shipped_one_and_is_told_so() -> None:
    shipped, other = default_alignment_model(), default_alignment_model("toy/1")

    assert other.name == (f"{shipped.name} (fitted on {shipped.encoder}; not calibrated for toy/1)")
    assert other.encoder == "toy/1"
    assert (other.rank == shipped.rank).all()
    assert default_alignment_model(shipped.encoder).name == shipped.name


def test_a_model_that_is_given_is_the_one_that_serves() -> None:
    model = toy_alignment_model()

    assert Aligner(PROVISIONS, CONCEPTS, ToyEncoder(), model).model is model
    with pytest.raises(EncoderMismatchError):
        _ = Aligner(PROVISIONS, CONCEPTS, ToyEncoder(), toy_alignment_model("other/1")).model


def test_evidence_for_fitting_is_what_aligning_sees() -> None:
    queries = [ja("公共的な核心"), ja("検閲を認めない", "検閲を認めないと述べた。")]
    named = [TOY._with_concepts(query) for query in queries]

    found = TOY.evidence(queries, [2, None])

    vectors = TOY.query_vectors(named, TOY.encode)
    expected = evidence_for(named, vectors, TOY.index, without=[2, None])
    assert all((a == b).all() for a, b in zip(found, expected, strict=True))
    assert found.rank[0, :, 4].tolist() == [0, 1, 0, 0, 0]


# As it ships


def test_terms_may_be_texts_or_queries_and_come_in_order_with_their_repeats() -> None:
    norms = jc.load_norms("gcsc")
    terms: list[Any] = ["public core", TermQuery("羊羹", "ja"), "public core", ""]

    found = jc.align_terms(terms, norms)

    assert [of_one[0].text for of_one in found] == ["public core", "羊羹", "public core", ""]
    assert [len(of_one) for of_one in found] == [5] * 4
    assert found[0] == found[2]
    assert first(found[0])[::2] == ("gcsc-n1", True)
    assert [any(a.matched for a in of_one) for of_one in found] == [True, False, True, False]
    assert {a.provision_id for of_one in found for a in of_one} <= {p.id for p in norms}
    assert {a.probability for a in found[3]} == {0}


def test_a_sentence_that_a_query_stands_in_counts() -> None:
    norms = jc.load_norms("gcsc")
    sentence = "選挙の投票を支える機器と名簿を守る。"

    plain, within = jc.align_terms(["機器", TermQuery("機器", "ja", (), sentence)], norms)

    def of_elections(found: list[Alignment]) -> float:
        return next((a.probability for a in found if a.provision_id == "gcsc-n2"), 0.0)

    assert of_elections(within) > of_elections(plain)


def test_all_norms_that_ship_are_there_when_none_are_chosen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[int] = []

    class Few:
        def __init__(self, **given: Any) -> None:
            seen.append(len(given["norms"]))

        def align_terms(self, queries: Sequence[TermQuery]) -> list[list[Alignment]]:
            assert [(q.text, q.lang) for q in queries] == [("検閲", "ja"), ("tie", "en")]
            return []

    monkeypatch.setattr("jacyber_nlp.pipeline.Analyser", Few)
    monkeypatch.setattr("jacyber_nlp.pipeline.default_analyser", lambda: Few(norms=(1, 2, 3)))

    assert jc.align_terms(["検閲", "tie"]) == []
    assert jc.align_terms(["検閲", "tie"], PROVISIONS) == []
    assert seen == [3, 5]
