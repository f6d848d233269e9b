"""terms.ranking: candidates merged, measured and ordered."""

from __future__ import annotations

import math
import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jacyber_nlp.records import CharSpan, Term, TermPair
from jacyber_nlp.terms import (
    Candidate,
    TermLists,
    default_termhood_model,
    measures,
    rank_terms,
    variant_key,
)
from toy.terms import candidate, found, places, use_model


def ranked(met: list[Candidate], **given: object) -> dict[str, Term]:
    """Rank by C-value unless another measure is given; the terms by surface, best first."""
    terms = rank_terms(met, **{"lang": "ja", "measure": "c-value", **given})
    assert len({term.surface for term in terms}) == len(terms)
    return {term.surface: term for term in terms}


def pair(long: str, short: str, *, lang: str = "ja", other: str | None = None) -> TermPair:
    names = (long, other) if lang == "ja" else (other, long)
    return TermPair(*names, short, "term", "bracket", (CharSpan(0, 1),))


# --- what a term says ----------------------------------------------------------------


def test_a_term_tells_its_places_lemmas_measure_and_marks() -> None:
    met = [
        candidate("通信 網", 40, marks=("quoted", "lexicon")),
        candidate("通信 網", 3),
        candidate("通信 網", 20, marks=("in_brackets",)),
    ]

    (term,) = ranked(met).values()

    assert term == Term(
        surface="通信網",
        lemmas=("通信", "網"),
        lang="ja",
        spans=(CharSpan(3, 6), CharSpan(20, 23), CharSpan(40, 43)),
        score=round(3 * math.log2(3), 6),
        measure="c-value",
        evidence=("in_brackets", "lexicon", "quoted"),
        variants=(),
    )
    assert term.count == 3


def test_no_candidates_give_no_terms() -> None:
    for measure in measures("en"):
        assert rank_terms([], lang="en", measure=measure) == ()


def test_a_candidate_of_signs_alone_is_no_term() -> None:
    assert rank_terms([candidate("- -")], lang="en", measure="flr") == ()


@pytest.mark.parametrize("measure", ["keyness", "tf-idf"])
def test_a_measure_that_japanese_lacks_is_refused(measure: str) -> None:
    with pytest.raises(ValueError, match=f"^no measure '{measure}' for 'ja': termhood, c-value, f"):
        rank_terms([], lang="ja", measure=measure)


# --- order ---------------------------------------------------------------------------


def test_terms_come_best_first() -> None:
    met = places("主権", 0) + places("通信 網", 5, 15) + places("国家", 50, 60)

    assert list(ranked(met)) == ["通信網", "国家", "主権"]


def test_equal_scores_come_by_their_first_place() -> None:
    assert list(ranked(places("検閲", 30) + places("監視", 3))) == ["監視", "検閲"]


def test_the_fitted_model_orders_by_what_its_features_weigh(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    use_model(monkeypatch, {"bias": -1.0, "quoted": 3.0, "frequency": 0.5})
    met = [*places("通信", 0, 9, 18), candidate("主権", 30, marks=("quoted",)), candidate("網目")]

    got = ranked(met, measure="termhood")

    assert list(got) == ["主権", "通信", "網目"]
    assert got["主権"].score == pytest.approx(1 / (1 + math.exp(-2.5)), abs=1e-6)
    assert {term.measure for term in got.values()} == {"termhood"}


# --- what is left out ----------------------------------------------------------------


@pytest.mark.parametrize("mark", ["lexicon", "paired", "user"])
def test_below_the_least_termhood_only_what_is_certain_stays(
    monkeypatch: pytest.MonkeyPatch, mark: str
) -> None:
    use_model(monkeypatch, {"bias": -3.0}, least=0.5)
    met = [candidate("主権", 0, marks=(mark,)), candidate("国家", 9, marks=("quoted",))]

    assert list(ranked(met, measure="termhood")) == ["主権"]
    assert set(ranked(met)) == {"主権", "国家"}  # the least holds for termhood alone


def test_a_list_of_the_user_keeps_a_form_however_low_its_termhood(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    use_model(monkeypatch, {"bias": -3.0}, least=0.5)
    met = [candidate("主権"), candidate("国家", 9)]

    got = ranked(met, measure="termhood", lists=TermLists(keep=("国家", "別の語")))

    assert list(got) == ["国家"]


def test_min_count_leaves_out_what_has_fewer_places() -> None:
    met = places("主権", 0, 9, 18) + places("国家", 30, 40) + places("検閲", 50)

    assert list(ranked(met, min_count=2)) == ["主権", "国家"]
    assert list(ranked(met, min_count=3)) == ["主権"]
    assert ranked(met, min_count=4) == {}


def test_min_count_counts_the_places_of_all_variants() -> None:
    met = places("コンピューター", 0) + places("コンピュータ", 20)

    assert ranked(met, min_count=2)["コンピューター"].count == 2


def test_min_count_spares_what_the_user_keeps_and_no_concept() -> None:
    met = [
        candidate("主権", 0, marks=("user",)),
        candidate("国家", 9, marks=("lexicon",)),
        candidate("検閲", 20),
    ]

    assert set(ranked(met, min_count=2, lists=TermLists(keep=("検閲",)))) == {"主権", "検閲"}


def test_a_stop_list_leaves_out_every_variant_also_of_the_lexicon() -> None:
    met = [
        candidate("コンピューター", 0, marks=("lexicon",)),
        candidate("コンピュータ", 20),
        candidate("主権", 40),
    ]

    assert list(ranked(met, lists=TermLists(stop=("ｺﾝﾋﾟｭｰﾀ",)))) == ["主権"]


def test_what_is_on_both_lists_stays() -> None:
    met = [candidate("主権")]

    assert list(ranked(met, lists=TermLists(keep=("主権",), stop=("主権",)))) == ["主権"]


# --- variants ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "lang"),
    [
        ("コンピューター", "コンピュータ", "ja"),
        ("データ ・ センター", "データ センター", "ja"),
        ("民主 的 統制", "民主 統制", "ja"),
        ("ＩＣＴ", "ICT", "ja"),
        ("取り組み", "取組", "ja"),
        ("norms", "norm", "en"),
        ("cyber - security", "cyber _security", "en"),
        ("organisation", "organization", "en"),
    ],
)
def test_variants_are_one_term_by_its_commonest_form(one: str, other: str, lang: str) -> None:
    met = places(one, 0) + places(other, 30, 60)

    (term,) = rank_terms(met, lang=lang, measure="flr")

    surfaces = [places(form, 0)[0].surface for form in (one, other)]
    assert (term.surface, term.variants) == (surfaces[1], (surfaces[0],))
    assert [s.start for s in term.spans] == [0, 30, 60]


def test_of_equally_common_forms_the_one_without_a_capital_stands_then_the_first() -> None:
    def surface(*forms: str) -> str:
        met = [candidate(form, 10 * i) for i, form in enumerate(forms)]
        (term,) = rank_terms(met, lang="en", measure="flr")
        return term.surface

    assert surface("Norm", "norms") == "norms"
    assert surface("norms", "norm") == "norms"
    assert surface("Norms", "Norm") == "Norms"
    assert surface("Norm", "Norm", "norms") == "Norm"


def test_the_lemmas_are_those_of_the_form_that_stands() -> None:
    met = places("データ ・ センター", 0) + places("データ センター", 30, 60)

    assert ranked(met)["データセンター"].lemmas == ("データ", "センター")


def test_variants_are_measured_as_one_form() -> None:
    apart = ranked(places("コンピュータ", 0, 20))
    merged = ranked(places("コンピューター", 0) + places("コンピュータ", 20))

    assert [t.score for t in merged.values()] == [t.score for t in apart.values()]


# --- pairs ---------------------------------------------------------------------------


def test_a_short_form_is_merged_with_the_long_one_that_the_document_states() -> None:
    met = places("信頼 醸成 措置", 0) + places("CBM", 9, 20, 30)

    got = ranked(met, pairs=[pair("信頼醸成措置", "CBM")])

    assert [(t.surface, t.variants, t.count) for t in got.values()] == [
        ("CBM", ("信頼醸成措置",), 4)
    ]
    apart = ranked(met)
    assert set(apart) == {"CBM", "信頼醸成措置"}
    assert got["CBM"].score == max(t.score for t in apart.values())


def test_a_short_form_of_plain_words_does_not_name_the_term_however_frequent() -> None:
    met = places("国家 戦略", 0) + places("戦略", 9, 20, 30)

    got = ranked(met, pairs=[pair("国家戦略", "戦略")])

    assert [(t.surface, t.variants, t.count) for t in got.values()] == [("国家戦略", ("戦略",), 4)]


def test_the_name_in_the_terms_own_language_is_the_long_one() -> None:
    met = places("cyber _norm", 0) + places("CN", 20)
    stated = pair("サイバー規範", "CN", other="cyber norms")

    (term,) = rank_terms(met, lang="en", measure="flr", pairs=[stated])

    assert {term.surface, *term.variants} == {"cyber norm", "CN"}


@given(st.permutations(range(4)))
def test_short_forms_of_short_forms_are_one_term_in_any_order(order: list[int]) -> None:
    names = ["欧州評議会条約", "ブダペスト条約", "欧評条約", "BC", "C"]
    met = [candidate(name, 10 * i) for i, name in enumerate(names)]
    pairs = [pair(names[i], names[i + 1]) for i in order]

    assert [t.count for t in ranked(met, pairs=pairs).values()] == [5]


def test_names_that_stand_for_each_other_in_a_ring_are_one_term() -> None:
    met = places("中国", 0) + places("PRC", 9) + places("華", 20)
    ring = [pair("中国", "PRC"), pair("PRC", "華"), pair("華", "中国")]

    assert len(ranked(met, pairs=ring)) == 1


def test_pairs_of_what_is_no_candidate_merge_nothing() -> None:
    met = places("信頼 醸成 措置", 0) + places("CBM", 9)
    pairs = [
        pair("別の語", "CBM"),
        pair("信頼醸成措置", "XYZ"),
        TermPair("信頼醸成措置", "CBM", None, "term", "bracket", (CharSpan(0, 1),)),
        TermPair(None, "信頼醸成措置", "CBM", "term", "bracket", (CharSpan(0, 1),)),
        pair("CBM", "ＣＢＭ"),
    ]

    assert len(ranked(met, pairs=pairs)) == 2


def test_a_short_form_belongs_to_the_first_long_one() -> None:
    met = places("中国", 0) + places("中央 部", 9) + places("C", 20)

    got = ranked(met, pairs=[pair("中国", "C"), pair("中央部", "C")])

    assert sorted(t.count for t in got.values()) == [1, 2]
    assert got["中国"].variants == ("C",)


def test_two_names_that_stand_for_each_other_are_one_term() -> None:
    met = places("中国", 0) + places("PRC", 9)

    assert len(ranked(met, pairs=[pair("中国", "PRC"), pair("PRC", "中国")])) == 1


def test_lists_hold_for_every_name_of_a_term() -> None:
    met = places("信頼 醸成 措置", 0) + places("CBM", 9)
    pairs = [pair("信頼醸成措置", "CBM")]

    assert ranked(met, pairs=pairs, lists=TermLists(stop=("cbm",))) == {}
    assert len(ranked(met, pairs=pairs, min_count=9, lists=TermLists(keep=("CBM",)))) == 1


# --- properties ----------------------------------------------------------------------

JA = st.lists(
    st.sampled_from(
        "情報の自由な流通 主権・統制 サイバー攻撃 対策 コンピューター コンピュータ 民主的統制"
        " 民主統制 を の な 、 。 規制する 各 等 「 」 （ ） CBM ＩＣＴ ICT 😀 は 2025年".split()
    ),
    max_size=25,
).map("".join)
EN = st.lists(
    st.sampled_from(
        "cyber attacks attack Attacks freedom of expression - , . the state's protects CBMs new"
        " “ ” ( ) organisation organization treaties cyber-attack".split()
    ),
    max_size=25,
).map(" ".join)
CASES = st.tuples(JA, st.just("ja")) | st.tuples(EN, st.just("en"))


@settings(deadline=None, max_examples=150)
@given(CASES, st.data())
def test_every_place_of_a_term_holds_one_of_its_forms(
    case: tuple[str, str], data: st.DataObject
) -> None:
    text, lang = case
    measure = data.draw(st.sampled_from(measures(lang)))
    met = found(text, lang)
    terms = rank_terms(met, lang=lang, measure=measure)

    for term in terms:
        surfaces = [span.of(text) for span in term.spans]
        assert {term.surface, *term.variants} == set(surfaces)
        assert term.surface not in term.variants
        assert Counter(surfaces)[term.surface] == max(Counter(surfaces).values())
        assert len({variant_key(surface, lang) for surface in surfaces}) == 1
        assert list(term.spans) == sorted(set(term.spans))
        assert term.measure == measure
    order = [(-t.score, t.spans[0].start) for t in terms]
    assert order == sorted(order)
    everywhere = sorted(span for term in terms for span in term.spans)
    if measure == "termhood":
        assert set(everywhere) <= {c.span for c in met}
        assert len(everywhere) == len(set(everywhere))
    else:
        assert everywhere == sorted(c.span for c in met if variant_key(c.surface, lang))


@settings(deadline=None, max_examples=100)
@given(CASES, st.integers(0, 1_000), st.sampled_from(["c-value", "termhood"]))
def test_the_order_of_candidates_without_variants_changes_nothing(
    case: tuple[str, str], seed: int, measure: str
) -> None:
    text, lang = case
    by_key: dict[str, set[str]] = {}
    for c in found(text, lang):
        by_key.setdefault(variant_key(c.surface, lang), set()).add(c.surface + c.shape)
    met = [c for c in found(text, lang) if len(by_key[variant_key(c.surface, lang)]) == 1]
    shuffled = random.Random(seed).sample(met, len(met))

    assert rank_terms(shuffled, lang=lang, measure=measure) == rank_terms(
        met, lang=lang, measure=measure
    )


@settings(deadline=None, max_examples=60)
@given(CASES)
def test_min_count_takes_away_and_moves_nothing(case: tuple[str, str]) -> None:
    text, lang = case
    met = found(text, lang)
    terms = rank_terms(met, lang=lang, measure="flr")

    for n in (2, 3):
        assert rank_terms(met, lang=lang, measure="flr", min_count=n) == tuple(
            t for t in terms if t.count >= n
        )


def test_the_model_that_ships_ranks_the_field_s_words_first() -> None:
    text = "サイバー主権を唱える国は、場合のことを考え、サイバー主権のために話す。"

    terms = rank_terms(found(text, "ja"), lang="ja")

    assert terms[0].surface == "サイバー主権"
    assert all(t.score >= default_termhood_model().least["ja"] for t in terms)
