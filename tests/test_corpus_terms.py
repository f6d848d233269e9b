"""Terms over many documents: counts, dispersion, first use, co-occurrence."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import jacyber_nlp as jc
from jacyber_nlp.analysis.cooccurrence import cooccurrences
from jacyber_nlp.analysis.corpus import corpus_terms
from jacyber_nlp.analysis.counts import term_counts
from jacyber_nlp.records import CharSpan, Document, Term, TermCounts

Make = Callable[..., Document]


def counts(
    name: str, n_tokens: int, date: str | None = None, lang: str = "ja", **of_term: int
) -> TermCounts:
    keys = tuple(of_term)
    return TermCounts(name, date, lang, n_tokens, keys, keys, tuple(of_term.values()))


def term(text: str, surface: str, *lemmas: str, lang: str = "ja", **given: tuple[str, ...]) -> Term:
    """Make a term with every place of its surface and variants in ``text``."""
    forms = (surface, *given.get("variants", ()))
    spans = {
        CharSpan(i, i + len(form))
        for form in forms
        for i in range(len(text))
        if text.startswith(form, i)
    }
    return Term(surface, lemmas or (surface,), lang, tuple(sorted(spans)), 1.0, "toy", (), **given)


# --- one document's share ------------------------------------------------------------


def test_a_record_counts_the_terms_of_its_document_and_tokens_with_a_letter_or_digit() -> None:
    document = jc.read_text(
        "サイバー空間を守る。サイバー空間の規範は、2024年に合意された。\n", id="a"
    )

    record = jc.count_terms(document)

    found = dict(zip(record.keys, record.counts, strict=True))
    assert (record.document, record.lang) == ("a", "ja")
    assert found["サイバー空間"] == 2
    # サイバー 空間 を 守る / サイバー 空間 の 規範 は 2024 年 に 合意 さ れ た
    assert record.n_tokens == 16


def test_sentences_of_another_language_are_no_tokens_of_the_document() -> None:
    alone = jc.count_terms(jc.read_text("国際法は適用される。\n規範を守る。\n"))
    mixed = jc.count_terms(
        jc.read_text("国際法は適用される。\nThe law applies to all of us here.\n規範を守る。\n")
    )

    assert mixed.n_tokens == alone.n_tokens


def test_width_case_blanks_and_english_number_make_no_other_term(document: Make) -> None:
    ja, en = document("国連　GGE"), document("x", "en")
    terms_ja = [term("国連 GGE", "国連 GGE"), term("国連ＧＧＥ", "国連ＧＧＥ")]
    norms = term("Norms", "Norms", "norm", lang="en")
    norm = term("norm norm", "norm", "norm", lang="en")

    one = term_counts(ja, terms_ja, n_tokens=9)
    other = term_counts(en, [norms, norm], n_tokens=9)

    assert (one.keys, one.counts, one.surfaces) == (("国連gge",), (2,), ("国連 GGE",))
    assert (other.keys, other.counts, other.surfaces) == (("norm",), (3,), ("Norms",))


@pytest.mark.parametrize(
    ("keys", "places", "n_tokens"), [(("a",), (), 9), (("a",), (0,), 9), (("a",), (10,), 9)]
)
def test_a_record_that_does_not_add_up_is_refused(
    keys: tuple[str, ...], places: tuple[int, ...], n_tokens: int
) -> None:
    with pytest.raises(ValueError, match=r"length|places"):
        TermCounts("a", None, "ja", n_tokens, keys, keys, places)


# --- many documents ------------------------------------------------------------------


def test_dispersion_is_that_of_the_example_of_gries() -> None:
    """Gries (2008: 409, 416): a in b a m n i b e u p | … has DP = .18, normed .2195."""
    parts = (
        "b a m n i b e u p",
        "b a s a t b e w q n",
        "b c a g a b e s t a",
        "b a g h a b e a a t",
        "b a h a a b e a x a t",
    )
    records = [
        counts(str(i), len(words), **{w: words.count(w) for w in words})
        for i, words in enumerate(part.split() for part in parts)
    ]

    found = {t.surface: t for t in corpus_terms(records)}

    assert (found["a"].count, found["a"].documents) == (15, 5)
    assert found["a"].dispersion == pytest.approx(0.18 / (1 - 0.18))
    assert found["x"].dispersion == pytest.approx((1 - 11 / 50) / (1 - 9 / 50))
    assert found["m"].dispersion == 1.0  # in the shortest part alone


def test_a_single_document_has_no_dispersion() -> None:
    (alone,) = corpus_terms([counts("a", 100, x=3)])
    (beside,) = corpus_terms([counts("a", 100, x=3), counts("b", 100, lang="en")])

    assert alone.dispersion is None
    assert beside.dispersion is None


def test_a_document_without_tokens_is_no_part() -> None:
    records = [counts("a", 30, x=3, y=1), counts("b", 70, x=2)]

    assert corpus_terms([*records, counts("empty", 0)]) == corpus_terms(records)


def test_the_first_use_is_the_earliest_dated_document_that_has_the_term() -> None:
    records = [
        counts("undated", 10, x=1, y=1),
        counts("late", 10, "2024-03-29", x=1),
        counts("year", 10, "2024", x=1),
        counts("early", 10, "2010", z=1),
    ]

    found = {t.surface: t for t in corpus_terms(records)}

    assert (found["x"].first_date, found["x"].first_document) == ("2024", "year")
    assert (found["y"].first_date, found["y"].first_document) == (None, None)
    assert found["z"].first_date == "2010"


def test_forms_that_one_document_holds_to_be_one_are_one_everywhere() -> None:
    long_, short = "国際電気通信連合", "itu"
    both = TermCounts("a", None, "ja", 50, (long_,), (long_,), (2,), ((short, long_),))
    only_short = TermCounts("b", None, "ja", 50, (short,), ("ITU",), (3,))
    reverse = TermCounts("c", None, "ja", 50, (short,), ("ITU",), (1,), ((long_, short),))

    found = corpus_terms([only_short, both, reverse])

    assert [(t.surface, t.count, t.documents) for t in found] == [("ITU", 6, 3)]


def test_a_short_form_of_two_terms_stays_by_itself() -> None:
    strategy, office = "国家安全保障戦略", "国家安全保障局"
    records = [
        TermCounts("a", None, "ja", 50, (strategy,), (strategy,), (4,), (("nss", strategy),)),
        TermCounts("b", None, "ja", 50, (office,), (office,), (3,), (("nss", office),)),
        TermCounts("c", None, "ja", 50, ("nss",), ("NSS",), (2,)),
    ]

    found = corpus_terms(records)

    assert [(t.surface, t.count) for t in found] == [(strategy, 4), (office, 3), ("NSS", 2)]


def test_a_short_form_joins_two_terms_that_are_one_already() -> None:
    records = [
        TermCounts(
            "a", None, "ja", 50, ("長い",), ("長い",), (1,), (("短", "長い"), ("並", "長い"))
        ),
        TermCounts("b", None, "ja", 50, ("並",), ("並",), (1,), (("短", "並"),)),
        TermCounts("c", None, "ja", 50, ("短",), ("短",), (1,)),
    ]

    assert [t.count for t in corpus_terms(records)] == [3]


RECORDS = st.lists(
    st.builds(
        lambda i, lang, date, of_term: counts(str(i), 60, date, lang, **of_term),
        st.integers(0, 9),
        st.sampled_from(["ja", "en"]),
        st.sampled_from([None, "2020", "2021-05"]),
        st.dictionaries(st.sampled_from("abcde"), st.integers(1, 12)),
    ),
    max_size=6,
)


@settings(deadline=None)
@given(RECORDS, st.randoms(use_true_random=False))
def test_the_order_of_documents_does_not_matter(records: list[TermCounts], random: object) -> None:
    shuffled = list(records)
    random.shuffle(shuffled)

    found, again = corpus_terms(records), corpus_terms(shuffled)

    assert [(t.surface, t.lang, t.count, t.documents, t.first_date) for t in found] == [
        (t.surface, t.lang, t.count, t.documents, t.first_date) for t in again
    ]
    for one, other in zip(found, again, strict=True):
        assert one.dispersion == pytest.approx(other.dispersion)
        assert one.dispersion is None or 0 <= one.dispersion <= 1


# --- co-occurrence -------------------------------------------------------------------


def test_pmi_and_dice_are_those_worked_out_by_hand(document: Make) -> None:
    text = "主権と検閲。検閲と主権。主権。規範。\n検閲。規範。規範。規範。"
    found = (document(text), [term(text, word) for word in ("主権", "検閲", "規範")])

    (pair,) = cooccurrences([found])

    assert (pair.first, pair.second, pair.unit) == ("主権", "検閲", "sentence")
    assert (pair.count, pair.count_first, pair.count_second) == (2, 3, 3)
    assert pair.pmi == pytest.approx(math.log2(2 * 8 / (3 * 3)))
    assert pair.dice == pytest.approx(2 * 2 / (3 + 3))


def test_in_paragraphs_more_terms_meet_than_in_sentences(document: Make) -> None:
    text = "主権と検閲。検閲と主権。主権。規範。\n検閲。規範。規範。規範。"
    found = (document(text), [term(text, word) for word in ("主権", "検閲", "規範")])

    pairs = cooccurrences([found], unit="paragraph", min_count=1)

    assert [(p.first, p.second, p.count) for p in pairs] == [
        ("検閲", "規範", 2),
        ("主権", "検閲", 1),
        ("主権", "規範", 1),
    ]
    assert pairs[0].pmi == 0.0  # both are in every paragraph


def test_a_part_does_not_meet_its_whole_but_stands_beside_it(document: Make) -> None:
    text = "サイバー空間。サイバー空間と空間。サイバー空間と空間。"
    found = (document(text), [term(text, "サイバー空間"), term(text, "空間")])

    (pair,) = cooccurrences([found])

    assert (pair.count, pair.count_first, pair.count_second) == (2, 3, 2)


def test_only_the_most_frequent_terms_are_paired(document: Make) -> None:
    text = "主権と検閲と規範。" * 2 + "主権。検閲。"
    found = (document(text), [term(text, word) for word in ("主権", "検閲", "規範")])

    assert len(cooccurrences([found])) == 3
    assert [(p.first, p.second) for p in cooccurrences([found], top=2)] == [("主権", "検閲")]
    assert cooccurrences([found], min_count=3) == ()


def test_forms_of_one_term_are_one_and_languages_are_apart(document: Make) -> None:
    one, two = "規範とITU。", "規範と国際電気通信連合。規範とITU。"
    long_ = term(two, "国際電気通信連合", variants=("ITU",))
    found = [
        (document(one), [term(one, "規範"), term(one, "ITU")]),
        (document(two), [term(two, "規範"), long_]),
        (document(one, "en"), [term(one, "規範"), term(one, "ITU")]),
    ]

    pairs = cooccurrences(found, min_count=1)

    assert [(p.first, p.second, p.lang, p.count) for p in pairs] == [
        ("国際電気通信連合", "規範", "ja", 3),
        ("ITU", "規範", "en", 1),
    ]


@pytest.mark.parametrize("given_", [{"unit": "page"}, {"top": 0}, {"min_count": 0}])
def test_wrong_arguments_are_refused(given_: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="would be right"):
        cooccurrences([], **given_)


def test_without_terms_nothing_meets(document: Make) -> None:
    assert cooccurrences([]) == ()
    assert cooccurrences([(document("何もない。"), [])]) == ()


@settings(deadline=None, max_examples=50)
@given(st.lists(st.lists(st.sampled_from("甲乙丙丁"), max_size=5), min_size=1, max_size=8))
def test_pairs_are_those_of_a_slow_count(
    sentences: list[list[str]],
) -> None:
    from jacyber_nlp.records import Anchor, Metadata, Source

    lines = ["と".join(words) or "無" for words in sentences]
    text = "\n".join(lines)
    starts = [sum(len(line) + 1 for line in lines[:i]) for i in range(len(lines))]
    spans = tuple(CharSpan(s, s + len(line)) for s, line in zip(starts, lines, strict=True))
    toy = Document(
        "toy",
        "ja",
        text,
        CharSpan(0, len(text)),
        spans,
        (),
        (),
        (Anchor(0, None, 1, 0),),
        (),
        Source("toy", "text/plain", None, ""),
        Metadata(),
    )
    terms = [term(text, word) for word in sorted(set("".join(map("".join, sentences))))]

    pairs = cooccurrences([(toy, terms)], min_count=1)

    slow = {
        (x, y): n
        for x, y in combinations(sorted("甲乙丙丁"), 2)
        if (n := sum(x in words and y in words for words in sentences))
    }
    assert {(p.first, p.second): p.count for p in pairs} == slow
