"""What the sentence model sees of a sentence."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jacyber_nlp.records import CharSpan, Holder, ScopeSpan
from jacyber_nlp.stance import Marks, features
from jacyber_nlp.stance.features import HASHED, HASHED_SCALE, MARKED
from jacyber_nlp.stance.reader import READ
from toy.models import MARKS

DIM = 4
NOBODY = Holder("unnamed", None, None, "", "", 1.0)
RUSSIA = Holder("ロシア", "russia", CharSpan(3, 4), "topic", "name", 0.9)
NONE = Marks((), (), NOBODY)


def row(text: str, lang: str = "ja", marks: Marks = NONE) -> Any:
    vectors = np.full((1, DIM), 0.5, dtype=np.float32)
    return features([text], [lang], vectors, [marks], read_of(1))[0]


def read_of(n: int) -> Any:
    return np.full((n, READ), 7.0, dtype=np.float32)


def words(text: str, lang: str = "ja") -> Any:
    return row(text, lang)[DIM : DIM + HASHED]


def marks(text: str = "主権の尊重", lang: str = "ja", **given: Any) -> dict[str, float]:
    made = Marks(given.get("concepts", ()), given.get("scopes", ()), given.get("holder", NOBODY))
    values = row(text, lang, made)[DIM + HASHED : -READ]
    return dict(zip(MARKS, (round(float(v), 4) for v in values), strict=True))


def scope(kind: str, start: int, end: int) -> ScopeSpan:
    return ScopeSpan(CharSpan(start, end), kind, CharSpan(end, end + 1))


TEXT = st.text(
    alphabet=st.sampled_from("主権の自由を、。 　12aB'z-é") | st.characters(), max_size=30
)


@given(TEXT, st.sampled_from(["ja", "en"]))
@settings(deadline=None, max_examples=60)
def test_every_text_has_finite_features_of_a_fixed_length(text: str, lang: str) -> None:
    found = row(text, lang)

    assert found.shape == (DIM + HASHED + MARKED + READ,)
    assert (found[-READ:] == 7).all()  # what was read stays as it is, behind the rest
    assert np.isfinite(found).all()
    assert (
        float(np.linalg.norm(found[DIM : DIM + HASHED])) == pytest.approx(HASHED_SCALE, abs=1e-4)
        or not found[DIM : DIM + HASHED].any()
    )
    marked = found[DIM + HASHED : -READ]
    assert ((marked >= 0) & (marked <= 1)).all()


@given(st.lists(TEXT, min_size=1, max_size=4))
@settings(deadline=None, max_examples=30)
def test_a_sentences_row_does_not_hang_on_its_neighbours(texts: list[str]) -> None:
    vectors = np.full((len(texts), DIM), 0.5, dtype=np.float32)
    together = features(
        texts, ["ja"] * len(texts), vectors, [NONE] * len(texts), read_of(len(texts))
    )

    assert all((together[i] == row(text)).all() for i, text in enumerate(texts))


def test_the_embedding_stands_first_as_it_is() -> None:
    vectors = np.arange(8, dtype=np.float32).reshape(2, 4)

    found = features(["一", "二"], ["ja", "ja"], vectors, [NONE, NONE], read_of(2))

    assert (found[:, :4] == vectors).all()


def test_no_sentences_have_no_rows() -> None:
    found = features([], [], np.zeros((0, DIM), dtype=np.float32), [], read_of(0))

    assert found.shape == (0, DIM + HASHED + MARKED + READ)


def test_spaces_digits_and_case_do_not_change_japanese_words() -> None:
    assert (words("サイバー 空間 2024 のAI") == words("サイバー空間のai")).all()
    assert (words("サイバー空間") != words("サイバー領域")).any()


def test_japanese_words_are_seen_by_their_characters() -> None:
    alike = float(words("情報の自由な流通") @ words("情報の自由な流れ"))
    other = float(words("情報の自由な流通") @ words("国家主権の尊重"))

    assert alike > 2.0
    assert other < 0.5


def test_english_is_seen_by_words_pairs_and_beginnings() -> None:
    assert (words("Sovereignty matters", "en") == words("sovereignty  MATTERS!", "en")).all()
    # the order of words counts, and inflected forms share their beginning
    assert (words("free flow", "en") != words("flow free", "en")).any()
    assert float(words("censoring", "en") @ words("censorship", "en")) > 1


def test_a_word_met_again_counts_by_the_root_of_its_number() -> None:
    ab, cd = (int(words(word, "en").argmax()) for word in ("ab", "cd"))
    thrice = words("ab ab ab cd", "en")

    assert thrice[ab] / thrice[cd] == pytest.approx(3**0.5)


def test_poles_of_concepts_go_to_the_columns_of_their_side() -> None:
    found = marks(concepts=((CharSpan(0, 2), -2), (CharSpan(3, 5), 1)))

    assert found["free_control"] == pytest.approx(1 / 3, abs=1e-4)
    assert found["free_freedom"] == pytest.approx(0.5 / 3, abs=1e-4)
    assert found["has_concepts"] == 1
    assert found["negated_freedom"] == found["negated_control"] == 0


def test_a_neutral_concept_weighs_nothing_but_is_one() -> None:
    found = marks(concepts=((CharSpan(0, 2), 0),))

    assert (found["free_freedom"], found["free_control"], found["has_concepts"]) == (0, 0, 1)


@pytest.mark.parametrize(
    ("scopes", "column"),
    [
        ((), "free_control"),
        ((scope("negation", 0, 4),), "negated_control"),
        ((scope("condition", 0, 4),), "conditioned_control"),
        ((scope("negation", 0, 4), scope("condition", 0, 4)), "negated_control"),
        ((scope("negation", 0, 4), scope("negation", 0, 5)), "free_control"),
        ((scope("negation", 1, 4),), "free_control"),  # does not cover all of it
        ((scope("report", 0, 4),), "free_control"),
    ],
)
def test_a_concept_counts_where_its_scopes_put_it(
    scopes: tuple[ScopeSpan, ...], column: str
) -> None:
    found = marks(concepts=((CharSpan(0, 2), -2),), scopes=scopes)

    lexical = {name: found[name] for name in MARKS[:6]}
    assert lexical == dict.fromkeys(MARKS[:6], 0.0) | {column: 0.3333}


def test_scopes_are_counted_by_kind_and_up_to_three() -> None:
    scopes = (scope("question", 0, 4), *[scope("negation", 0, 4)] * 5)

    found = marks(scopes=scopes)

    assert (found["question"], found["negation"], found["condition"]) == (0.3333, 1, 0)
    assert found["odd_negation"] == 1


@pytest.mark.parametrize(("n", "odd"), [(0, 0), (1, 1), (2, 0), (3, 1), (4, 0)])
def test_twice_negated_is_not_negated(n: int, odd: int) -> None:
    assert marks(scopes=(scope("negation", 0, 4),) * n)["odd_negation"] == odd


@pytest.mark.parametrize(
    ("holder", "named"),
    [(RUSSIA, 1), (NOBODY, 0), (dataclasses.replace(RUSSIA, name="author"), 0)],
    ids=["ロシア", "unnamed", "author"],
)
def test_a_holder_that_is_named_has_its_column(holder: Holder, named: int) -> None:
    assert marks(holder=holder)["named"] == named


def test_language_and_length_have_their_columns() -> None:
    short, long = marks("主権"), marks("主権" * 500)

    assert short["length"] == pytest.approx(2 / 100 / 3, abs=1e-4)
    assert long["length"] == 1
    assert (marks("x" * 250, "en")["length"], marks("x", "en")["japanese"]) == (0.3333, 0)
    assert short["japanese"] == 1
