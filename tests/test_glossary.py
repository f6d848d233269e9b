"""Terms and pairs of documents joined into a glossary, and glossaries into one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import jacyber_nlp as jc
from jacyber_nlp.analysis.glossary import CONTEXT, join_terms, merge_glossaries
from jacyber_nlp.analysis.naming import fold
from jacyber_nlp.records import (
    CharSpan,
    Document,
    GlossaryContext,
    GlossaryEntry,
    GlossaryUse,
    Metadata,
    Term,
    TermPair,
)


def spans(document: Document, text: str) -> tuple[CharSpan, ...]:
    return tuple(CharSpan(*m.span()) for m in re.finditer(re.escape(text), document.text))


def doc(text: str, name: str = "a", date: str | None = None) -> Document:
    return jc.read_text(text, id=name, metadata=Metadata(date=date))


def term(document: Document, surface: str, *variants: str) -> Term:
    lang = document.lang
    return Term(surface, (surface,), lang, spans(document, surface), 1.0, "toy", (), variants)


def pair(
    document: Document,
    stated: str,
    ja: str | None,
    en: str | None,
    abbreviation: str | None = None,
    kind: str = "term",
    where: str = "bracket",
) -> TermPair:
    return TermPair(ja, en, abbreviation, kind, where, spans(document, stated))


def names(entries: Iterable[GlossaryEntry]) -> set[tuple[str | None, ...]]:
    return {(e.ja, e.en, *e.abbreviations) for e in entries}


JA = doc("サイバー主権（cyber sovereignty）を論じる。サイバー主権は新しい。", "ja", "2021-03")
EN = doc("Cyber sovereignty is contested. They invoke cyber sovereignty.", "en", "2019")


def test_a_pair_joins_the_terms_of_documents_in_both_languages() -> None:
    stated = pair(JA, "サイバー主権（cyber sovereignty）", "サイバー主権", "cyber sovereignty")

    (entry,) = join_terms(
        [
            (JA, [term(JA, "サイバー主権")], [stated]),
            (EN, [term(EN, "cyber sovereignty", "Cyber sovereignty")], []),
        ]
    )

    assert (entry.ja, entry.en, entry.abbreviations) == ("サイバー主権", "cyber sovereignty", ())
    assert [(u.form, u.document, u.count, u.date) for u in entry.uses] == [
        ("cyber sovereignty", "en", 1, "2019"),
        ("サイバー主権", "ja", 2, "2021-03"),
    ]
    assert (entry.count, entry.documents) == (3, 2)
    assert entry.first == entry.uses[0]
    assert entry.context == GlossaryContext(
        "サイバー主権（cyber sovereignty）を論じる。", "ja", None, 1
    )


def test_a_term_without_a_pair_stays_in_its_language() -> None:
    made = join_terms(
        [(JA, [term(JA, "サイバー主権")], []), (EN, [term(EN, "cyber sovereignty")], [])]
    )

    assert names(made) == {("サイバー主権", None), (None, "cyber sovereignty")}


def test_of_two_translations_the_one_that_is_stated_more_often_is_preferred() -> None:
    once = doc("主権（supremacy）。", "once")
    twice = doc("主権（sovereignty）と主権（sovereignty）。", "twice")

    (entry,) = join_terms(
        [
            (once, [], [pair(once, "主権（supremacy）", "主権", "supremacy")]),
            (twice, [], [pair(twice, "主権（sovereignty）", "主権", "sovereignty")]),
        ]
    )

    assert (entry.en, entry.variants_en) == ("sovereignty", ("supremacy",))
    assert Counter({u.document: u.count for u in entry.uses}) == {"twice": 2, "once": 1}


def test_an_abbreviation_means_one_thing_in_a_document_and_not_in_all() -> None:
    korea = doc("国家情報院（NIS）が動く。NISは、NISである。", "korea")
    europe = doc("NIS指令（NIS）。NISが及ぶ。", "europe")
    neither = doc("NISを見る。", "neither")
    of_korea = pair(korea, "国家情報院（NIS）", "国家情報院", None, "NIS")
    of_europe = pair(europe, "NIS指令（NIS）", "NIS指令", None, "NIS")

    made = join_terms(
        [
            (korea, [term(korea, "NIS")], [of_korea]),
            (europe, [term(europe, "NIS")], [of_europe]),
            (neither, [term(neither, "NIS")], []),
        ]
    )

    assert {(e.label, e.abbreviations, e.count) for e in made} == {
        ("国家情報院", ("NIS",), 3),
        ("NIS指令", ("NIS",), 3),
        ("NIS", ("NIS",), 1),
    }


def test_a_bare_acronym_is_one_entry_in_both_languages() -> None:
    ja, en = doc("OEWGが始まる。", "ja"), doc("The OEWG begins.", "en")

    (entry,) = join_terms([(ja, [term(ja, "OEWG")], []), (en, [term(en, "OEWG")], [])])

    assert (entry.ja, entry.en, entry.abbreviations, entry.documents) == (None, None, ("OEWG",), 2)


def test_an_alias_is_another_full_name_that_joins_across_documents() -> None:
    long = doc("サイバー犯罪に関する条約（ブダペスト条約）。", "long")
    short = doc("ブダペスト条約を結ぶ。", "short")
    alias = pair(
        long,
        "サイバー犯罪に関する条約（ブダペスト条約）",
        "サイバー犯罪に関する条約",
        None,
        "ブダペスト条約",
        "instrument",
        "alias",
    )

    (entry,) = join_terms([(long, [], [alias]), (short, [term(short, "ブダペスト条約")], [])])

    assert (entry.ja, entry.variants_ja) == ("サイバー犯罪に関する条約", ("ブダペスト条約",))
    assert (entry.kind, entry.abbreviations, entry.documents) == ("instrument", (), 2)


def test_a_person_stays_a_person_where_the_name_is_but_a_term() -> None:
    one = doc("習近平（Xi Jinping）。", "one")
    other = doc("習近平が述べた。", "other")
    person = pair(one, "習近平（Xi Jinping）", "習近平", "Xi Jinping", kind="person")

    (entry,) = join_terms([(other, [term(other, "習近平")], []), (one, [], [person])])

    assert (entry.kind, entry.en) == ("person", "Xi Jinping")


def test_a_document_given_twice_counts_once_and_two_of_one_name_twice() -> None:
    other = doc("サイバー主権の終わり。", "ja")

    (same,) = join_terms([(JA, [term(JA, "サイバー主権")], [])] * 2)
    (two,) = join_terms([(d, [term(d, "サイバー主権")], []) for d in (JA, other)])

    assert (same.count, same.documents) == (2, 1)
    assert (two.count, two.documents) == (3, 2)


def test_a_long_sentence_is_cut_around_the_term() -> None:
    long = doc("前" * 5_000 + "主権" + "後" * 5_000, "long")

    ((context,),) = ([e.context for e in join_terms([(long, [term(long, "主権")], [])])],)

    assert context is not None
    half = CONTEXT // 2 - 1
    assert context.text == "…" + "前" * half + "主権" + "後" * half + "…"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("サイバー 主権", "サイバー主権"),
        ("Cyber Norms", "cyber norm"),
        ("ＡＳＥＡＮ地域フォーラム", "ASEAN地域フォーラム"),
        ("CBMs", "CBM"),
    ],
)
def test_spellings_of_one_name_fold_to_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


# --- merging -----------------------------------------------------------------


def glossaries() -> st.SearchStrategy[tuple[GlossaryEntry, ...]]:
    """Glossaries whose entries share names and documents every which way."""
    ja = st.sampled_from(("主権", "国家主権", "安保理", "ＡＩ戦略", "AI戦略", "NIS"))
    en = st.sampled_from(("sovereignty", "Sovereignty", "state", "States", "NIS"))
    short = st.sampled_from(("NIS", "AI", "安保理"))
    form = ja | en | short
    use = st.builds(
        lambda form, digest, count: GlossaryUse(form, f"doc-{digest}", digest, count),
        form,
        st.sampled_from("abc"),
        st.integers(1, 3),
    )
    uses = st.lists(use, max_size=3, unique_by=lambda u: (u.form, u.digest)).map(tuple)
    kind = st.sampled_from(("term", "person"))
    variants = st.lists(ja, max_size=2).map(tuple)
    full = st.builds(
        GlossaryEntry,
        ja=ja,
        en=st.none() | en,
        abbreviations=st.lists(short, max_size=2).map(tuple),
        variants_ja=variants,
        kind=kind,
        uses=uses,
    )
    bare = st.builds(GlossaryEntry, abbreviations=st.tuples(short), uses=uses)
    return st.lists(full | bare, max_size=5).map(tuple)


def all_names(e: GlossaryEntry) -> tuple[str | None, ...]:
    return e.ja, e.en, *e.abbreviations, *e.variants_ja, *e.variants_en


def content(entries: Sequence[GlossaryEntry]) -> set[object]:
    """What a glossary says, whichever name is preferred."""
    return {
        (
            frozenset(map(fold, filter(None, all_names(e)))),
            frozenset((u.form, u.digest, u.count) for u in e.uses),
        )
        for e in entries
    }


@given(glossaries())
def test_merging_a_glossary_with_itself_changes_nothing(made: tuple[GlossaryEntry, ...]) -> None:
    once = merge_glossaries(made)

    assert merge_glossaries(once) == once
    assert merge_glossaries(once, once) == once
    assert merge_glossaries(made, once) == once


@given(glossaries(), glossaries(), glossaries())
def test_the_order_of_merging_changes_preferences_alone(
    a: tuple[GlossaryEntry, ...], b: tuple[GlossaryEntry, ...], c: tuple[GlossaryEntry, ...]
) -> None:
    at_once = content(merge_glossaries(a, b, c))

    assert content(merge_glossaries(c, a, b)) == at_once
    assert content(merge_glossaries(merge_glossaries(a, b), c)) == at_once
    assert content(merge_glossaries(a, merge_glossaries(b, c))) == at_once


@given(glossaries(), glossaries())
def test_the_first_glossary_keeps_its_preferred_names(
    a: tuple[GlossaryEntry, ...], b: tuple[GlossaryEntry, ...]
) -> None:
    first = merge_glossaries(a)
    preferred = {entry.ja for entry in first}

    merged = merge_glossaries(first, b)

    # Entries of the first may have become one; none is headed by the second's name.
    known = {name for e in first for name in (e.ja, *e.variants_ja)}
    assert all(e.ja in preferred for e in merged if e.ja in known)


def test_an_entry_that_links_two_unites_them_and_all_that_comes_after() -> None:
    first, second = GlossaryEntry(ja="主権"), GlossaryEntry(ja="国家主権", en="sovereignty")
    link = GlossaryEntry(ja="国家主権", variants_ja=("主権",))
    late = GlossaryEntry(en="Sovereignty", variants_en=("sovereign power",))

    for order in ([first], [second], [link], [late]), ([first, second, link, late],):
        (entry,) = merge_glossaries(*order)
        assert (entry.ja, entry.variants_ja) == ("主権", ("国家主権",))
        assert (entry.en, entry.variants_en) == ("sovereignty", ("sovereign power",))


def test_acronyms_join_entries_only_where_both_have_no_other_name() -> None:
    bare = GlossaryEntry(en="NIS", abbreviations=("安保理",))
    again = GlossaryEntry(abbreviations=("NIS",))
    korea = GlossaryEntry(ja="国家情報院", variants_en=("NIS",), en="National Intelligence Service")
    europe = GlossaryEntry(ja="NIS指令", en="NIS")
    council = GlossaryEntry(ja="安保理")

    merged = merge_glossaries([bare, korea, europe, council, again])

    assert {(e.ja, e.en) for e in merged} == {
        (None, "NIS"),
        ("国家情報院", "National Intelligence Service"),
        ("NIS指令", "NIS"),
        ("安保理", None),
    }


def test_counts_of_different_documents_add_up() -> None:
    use = GlossaryUse("主権", "a", "a" * 16, 2)
    one = GlossaryEntry(ja="主権", uses=(use,))
    other = replace(one, uses=(replace(use, digest="b" * 16, count=5),))

    (entry,) = merge_glossaries([one], [other], [one])

    assert (entry.count, entry.documents) == (7, 2)


def test_building_in_two_halves_and_merging_counts_like_building_at_once() -> None:
    stated = pair(JA, "サイバー主権（cyber sovereignty）", "サイバー主権", "cyber sovereignty")
    ja = (JA, [term(JA, "サイバー主権"), term(JA, "論じる")], [stated])
    en = (EN, [term(EN, "cyber sovereignty")], [])

    assert merge_glossaries(join_terms([ja]), join_terms([en])) == join_terms([ja, en])


# --- the whole ---------------------------------------------------------------


def test_counts_and_top_cut_the_glossary_of_all_documents() -> None:
    documents = [
        doc("情報の自由な流通を守る。サイバー空間の規範。", "a"),
        doc("サイバー空間。", "b"),
    ]

    everything = jc.build_glossary(documents)
    cut = jc.build_glossary(documents, min_count=2)

    assert everything[0].label == cut[0].label == "サイバー空間"
    assert cut == tuple(e for e in everything if e.count >= 2) != everything
    assert jc.build_glossary(documents, top=1) == everything[:1]


def test_a_glossary_holds_the_pairs_that_its_documents_state() -> None:
    stated = doc("米国の学者は、規範起業家（norm entrepreneur）の役割を論じた。", "a")

    found = {e.en: e.ja for e in jc.build_glossary([stated])}

    assert found["norm entrepreneur"] == "規範起業家"
