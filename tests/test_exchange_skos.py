"""A glossary as SKOS: Turtle that parses, and SKOS's integrity conditions."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jacyber_nlp.exchange import to_skos
from jacyber_nlp.records import GlossaryContext, GlossaryEntry, GlossaryUse
from toy.glossary import entries

LABELS = ("prefLabel", "altLabel", "hiddenLabel")


def triples(turtle: str) -> list[tuple[str, str, str, str | None]]:
    """Subject, last part of the predicate, value and language, as rdflib reads them."""
    rdflib = pytest.importorskip("rdflib")
    graph = rdflib.Graph().parse(data=turtle, format="turtle")
    return [
        (str(s), str(p).rpartition("#")[2].rpartition("/")[2], str(o), getattr(o, "language", None))
        for s, p, o in graph
    ]


def test_an_entry_is_a_concept_with_labels_in_both_languages() -> None:
    entry = GlossaryEntry(
        ja="サイバー犯罪に関する条約",
        en="Convention on Cybercrime",
        abbreviations=("CoC",),
        variants_ja=("ブダペスト条約",),
        kind="instrument",
        uses=(GlossaryUse("ブダペスト条約", "paper", "0" * 16, 2, "2021"),),
        context=GlossaryContext('"ブダペスト条約"は\\発効した。', "paper", None, 4),
    )

    found = {(p, o, lang) for _, p, o, lang in triples(to_skos([entry], title="own"))}

    assert {row for row in found if row[0] not in ("type", "inScheme")} == {
        ("prefLabel", "サイバー犯罪に関する条約", "ja"),
        ("altLabel", "ブダペスト条約", "ja"),
        ("prefLabel", "Convention on Cybercrime", "en"),
        ("altLabel", "CoC", "en"),
        ("note", "instrument; 2 × in 1 document; first in paper (2021)", "en"),
        ("example", '"ブダペスト条約"は\\発効した。', "ja"),
        ("source", "paper, l. 4", None),
        ("title", "own", None),
    }


def test_an_abbreviation_is_preferred_only_where_there_is_no_other_name() -> None:
    made = to_skos(
        [
            GlossaryEntry(ja="国家情報院", abbreviations=("NIS",)),
            GlossaryEntry(abbreviations=("OEWG",)),
        ]
    )

    assert 'altLabel "NIS"@en' in made
    assert 'prefLabel "OEWG"@en' in made


def test_a_name_that_is_there_twice_is_one_label() -> None:
    entry = GlossaryEntry(ja="主権", variants_ja=("主権", " 主権 "), abbreviations=("主権",))

    assert to_skos([entry]).count('"主権"@ja') == 1


def test_a_concept_keeps_its_identifier_when_only_its_variants_change() -> None:
    before = to_skos([GlossaryEntry(ja="主権")])
    after = to_skos([GlossaryEntry(ja="主権", variants_ja=("国家主権",))])

    assert before.split("\n  a skos:Concept ;")[0] == after.split("\n  a skos:Concept ;")[0]


@given(st.lists(entries(), max_size=4, unique_by=lambda e: (e.ja, e.en)))
def test_any_glossary_parses_and_keeps_the_integrity_of_labels(made: list[GlossaryEntry]) -> None:
    """SKOS S13 and S14: labels are of one kind, one preferred a language."""
    found = triples(to_skos(made))

    preferred = Counter((s, lang) for s, p, _, lang in found if p == "prefLabel")
    assert all(n == 1 for n in preferred.values())
    labels = {kind: {(s, o, lang) for s, p, o, lang in found if p == kind} for kind in LABELS}
    assert all(not labels[a] & labels[b] for a, b in combinations(LABELS, 2))
