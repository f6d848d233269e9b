"""pipeline.terms: terms of a document by its language, options and lists."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jacyber_nlp import read_text
from jacyber_nlp.concepts import ConceptMatcher
from jacyber_nlp.errors import DocumentError, MeasureError
from jacyber_nlp.pipeline.terms import TermOptions, find_terms
from jacyber_nlp.records import CharSpan, Document, Term
from jacyber_nlp.terms import TermLists
from toy.terms import use_model
from toy.world import CONCEPTS

Make = Callable[..., Document]
MATCHER = ConceptMatcher(CONCEPTS)
TEXT = (
    "サイバー主権（cyber sovereignty）を唱える国がある。欧州連合（EU）は通信網防護を論じる。\n"
    "Open norms protect critical infrastructure. Open norms matter.\n"
    "コンピューターとコンピュータ。通信網防護が要る。"
)


def terms(document: Document, **options: object) -> dict[tuple[str, str], Term]:
    """Return terms by language and surface; by C-value, which needs no fitted model."""
    given = TermOptions(**{"measure": "c-value", **options})
    return {(t.lang, t.surface): t for t in find_terms(document, MATCHER, given).terms()}


# --- options -------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "", "auto", "JA"])
def test_a_language_that_has_no_terms_is_refused(lang: str) -> None:
    with pytest.raises(
        ValueError, match=f"^lang is '{lang}'; 'main', 'ja', 'en' or 'all' would be right$"
    ):
        TermOptions(lang=lang)


@pytest.mark.parametrize("measure", ["tf-idf", "", "C-value"])
def test_a_measure_that_does_not_exist_is_refused(measure: str) -> None:
    with pytest.raises(
        ValueError, match=f"^no measure '{measure}': termhood, c-value, flr, keyness are there$"
    ):
        TermOptions(measure=measure)


@pytest.mark.parametrize(
    ("lang", "main", "languages"),
    [
        ("main", "ja", ("ja",)),
        ("main", "en", ("en",)),
        ("ja", "en", ("ja",)),
        ("en", "ja", ("en",)),
        ("all", "en", ("ja", "en")),
    ],
)
def test_the_languages_are_those_asked_for(
    lang: str, main: str, languages: tuple[str, ...]
) -> None:
    assert TermOptions(lang=lang).languages(main) == languages


@pytest.mark.parametrize(("main", "lang"), [("ja", "main"), ("en", "all"), ("en", "ja")])
def test_keyness_of_japanese_terms_is_an_error_of_the_document(
    document: Make, main: str, lang: str
) -> None:
    with pytest.raises(MeasureError, match=r"^toy\.txt: no keyness for terms in 'ja': ") as caught:
        find_terms(document(TEXT, main), MATCHER, TermOptions(lang, "keyness"))

    assert (caught.value.path, caught.value.lang) == ("toy.txt", "ja")


def test_keyness_of_english_terms_is_none(document: Make) -> None:
    got = terms(document("Cyber norms matter.", "en"), measure="keyness")

    assert ("en", "Cyber norms") in got


# --- languages -----------------------------------------------------------------------


def test_terms_are_those_of_the_main_language_with_its_acronyms(document: Make) -> None:
    got = terms(document(TEXT))

    assert {lang for lang, _ in got} == {"ja"}
    assert {("ja", "通信網防護"), ("ja", "サイバー主権")} <= got.keys()
    assert got["ja", "欧州連合"].variants == ("EU",)


def test_terms_of_the_other_language_come_with_the_names_in_brackets(document: Make) -> None:
    got = terms(document(TEXT), lang="en")

    assert {lang for lang, _ in got} == {"en"}
    assert got["en", "Open norms"].count == 2
    sovereignty = got["en", "cyber sovereignty"]
    assert sovereignty.spans[0].of(TEXT) == "cyber sovereignty"
    assert sovereignty.evidence == ("paired",)


def test_all_terms_are_those_of_both_languages_best_first(document: Make) -> None:
    made = document(TEXT)

    got = terms(made, lang="all")

    assert got == {**terms(made, lang="ja"), **terms(made, lang="en")}
    order = [(-t.score, t.spans[0].start) for t in got.values()]
    assert order == sorted(order)


def test_every_span_points_into_the_document(document: Make) -> None:
    for term in terms(document(TEXT), lang="all").values():
        assert {span.of(TEXT) for span in term.spans} == {term.surface, *term.variants}


# --- evidence and lists --------------------------------------------------------------


def test_the_lexicon_and_pairs_are_evidence_and_the_lexicon_can_be_left_out(
    document: Make,
) -> None:
    made = document(TEXT)

    assert terms(made)["ja", "サイバー主権"].evidence == ("glossed", "lexicon", "paired")
    assert terms(made, lexicon=False)["ja", "サイバー主権"].evidence == ("glossed", "paired")
    assert not any("lexicon" in t.evidence for t in terms(made, lexicon=False).values())


def test_a_short_form_is_met_where_it_is_stated_and_not_in_the_long_one(document: Make) -> None:
    text = "国は「国家通信戦略」（以下「戦略」という。）を定めた。"

    term = terms(document(text))["ja", "国家通信戦略"]

    assert [(span.start, span.of(text)) for span in term.spans] == [
        (text.index("国家通信戦略"), "国家通信戦略"),
        (text.rindex("戦略"), "戦略"),
    ]


def test_the_lexicon_keeps_a_term_of_low_termhood(
    document: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_model(monkeypatch, {"bias": -5.0}, least=0.5)
    made = document("検閲と監視がある。")

    assert set(terms(made, measure="termhood")) == {("ja", "検閲")}
    assert terms(made, measure="termhood", lexicon=False) == {}


def test_a_term_of_the_user_is_found_whole_wherever_it_stands(document: Make) -> None:
    made = document("網を守ることと、通信網防護計画を論じる。")
    lists = TermLists(user=("網を守ること", "防護計画"))

    got = terms(made, lists=lists, min_count=9)

    assert {s: t.evidence for (_, s), t in got.items()} == {
        "網を守ること": ("user",),
        "防護計画": ("user",),
    }
    assert ("ja", "通信網防護計画") in terms(made, lists=lists)
    assert ("ja", "網") not in terms(made, lists=lists)


def test_english_terms_of_the_user_are_found_in_either_number(document: Make) -> None:
    made = document("They protect and promote open norms.", "en")

    got = terms(made, lists=TermLists(user=("Open norm", "protect and promote")))

    assert {s for (_, s), t in got.items() if t.evidence == ("user",)} == {
        "open norms",
        "protect and promote",
    }


def test_stop_keep_and_min_count_reach_the_ranking(document: Make) -> None:
    made = document(TEXT)

    assert ("ja", "通信網防護") not in terms(made, lists=TermLists(stop=("通信網防護",)))
    assert ("ja", "サイバー主権") not in terms(made, min_count=2)
    kept = terms(made, min_count=2, lists=TermLists(keep=("サイバー主権",)))
    assert ("ja", "サイバー主権") in kept


def test_the_pairs_of_the_finder_are_those_of_the_document(document: Make) -> None:
    finder = find_terms(document(TEXT), MATCHER)

    assert [(p.ja, p.en, p.abbreviation) for p in finder.pairs()] == [
        ("サイバー主権", "cyber sovereignty", None),
        ("欧州連合", None, "EU"),
    ]
    assert CharSpan(0, 6) in {c.span for c in finder.candidates["ja"]}


# --- any text ------------------------------------------------------------------------

PIECES = [
    *[
        "情報の自由な流通",
        "主権（cyber sovereignty）",
        "欧州連合（EU）",
        "Open norms matter.",
        "。",
    ],
    *["\n", " ", "\u3000", "「", "」", "（", "）", "(", ")", "\0", "😀", "👩\u200d👩", "\ud800"],
    *["する", "2025年", "A", "。\n", "#", "=" * 30, "\ufeff", "e\u0301", "ﾊﾞ", "以下「網」という"],
]


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join), st.sampled_from(["ja", "en"]))
def test_any_text_has_terms_that_stand_in_it_or_is_told_to_be_no_document(
    text: str, main: str
) -> None:
    try:
        made = read_text(text, lang=main)
    except DocumentError:
        return
    for term in terms(made, lang="all").values():
        assert {span.of(made.text) for span in term.spans} == {term.surface, *term.variants}
        assert term.surface.strip()


def test_a_line_of_a_million_characters_has_its_terms(document: Make) -> None:
    text = "通信網防護を論じ、国家主権を論じる" * 60_000
    assert len(text) > 1_000_000

    got = terms(document(text))

    assert got["ja", "通信網防護"].count > 59_000
    assert got["ja", "国家主権"].count > 59_000


@pytest.mark.parametrize("user", ["界中の", "磁界", "約の行"])
def test_a_term_of_the_user_is_forced_through_the_words_of_the_dictionary(
    document: Make, user: str
) -> None:
    made = document("電磁界中の規約の行方を論じる。")

    forced = terms(made, lists=TermLists(user=(user,)))

    assert ("ja", user) not in terms(made)
    assert forced["ja", user].evidence[-1] == "user"
    span = forced["ja", user].spans[0]
    assert span.of(made.text) == user
    assert not any(
        s.start < span.end
        and span.start < s.end
        and not (s.start <= span.start <= span.end <= s.end)
        for key, term in forced.items()
        if key != ("ja", user)
        for s in term.spans
    )
