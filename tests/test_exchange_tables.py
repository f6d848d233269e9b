"""Records as columns of plain values."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from jacyber_nlp.errors import MissingFileError
from jacyber_nlp.exchange.table_columns import TABLES, names_of
from jacyber_nlp.exchange.tables import Columns, error_row, tables_of
from jacyber_nlp.records import (
    AlignedTerm,
    Alignment,
    Anchor,
    CharSpan,
    Citation,
    ConceptMatch,
    Document,
    DocumentStance,
    Evidence,
    Metadata,
    PageRepair,
    Position,
    Section,
    Sentence,
    SentenceStance,
    Source,
    Term,
    TermPair,
)

TEXT = "第1条 検閲を認めない。\n検閲とサイバー主権。"
FIRST, SECOND = CharSpan(0, 12), CharSpan(13, 23)


@pytest.fixture
def paper() -> Document:
    """Two paragraphs, on pages 3 and 4, the first an article."""
    return Document(
        id="paper",
        lang="ja",
        text=TEXT,
        body_span=CharSpan(0, 23),
        paragraphs=(FIRST, SECOND),
        sections=(Section("article", FIRST, 1, "第1条", "", 3),),
        notes=(),
        anchors=(Anchor(0, 3, 7, 0), Anchor(13, 4, 1, 0)),
        pages=(PageRepair(3, 1.0, ()), PageRepair(4, 0.49, ("garbled",)), PageRepair(5, 0.5, ())),
        source=Source("in/paper.pdf", "application/pdf", None, "ab12"),
        metadata=Metadata("題", None, "jp", "2024-05", "primary"),
    )


def alignment(rank: int, matched: bool) -> Alignment:
    return Alignment("検閲", f"toy-{rank}", 0.5, 0.25, rank, "lexicon", "toy/1", matched, "true")


def rows(table: Columns) -> list[dict[str, Any]]:
    return [dict(zip(table, values, strict=True)) for values in zip(*table.values(), strict=True)]


def test_a_document_is_a_row_and_so_is_each_of_its_sections(paper: Document) -> None:
    made = tables_of(paper)

    assert list(made) == ["documents", "sections"]
    assert rows(made["documents"]) == [
        {
            "document_id": "paper",
            "path": "in/paper.pdf",
            "lang": "ja",
            "title": "題",
            "issuer": None,
            "actor": "jp",
            "date": "2024-05",
            "kind": "primary",
            "media_type": "application/pdf",
            "encoding": None,
            "sha256": "ab12",
            "n_characters": 23,
            "n_pages": 3,
            "n_sentences": None,
            "doubtful_pages": 1,
        }
    ]
    assert rows(made["sections"]) == [
        {
            "document_id": "paper",
            "section_id": 0,
            "kind": "article",
            "level": 1,
            "number": "第1条",
            "title": "",
            "start": 0,
            "end": 12,
            "page": 3,
            "line": 7,
        }
    ]


def test_a_format_without_pages_has_none_to_count(paper: Document) -> None:
    plain = dataclasses.replace(paper, pages=(PageRepair(None, 1.0, ()),))

    assert tables_of(plain)["documents"]["n_pages"] == [None]


def test_sentences_carry_their_text_place_and_section(paper: Document) -> None:
    made = tables_of(paper, sentences=(Sentence(FIRST, "ja", 0, 0, 3), Sentence(SECOND, "ja", 1)))

    assert made["documents"]["n_sentences"] == [2]
    first, second = rows(made["sentences"])
    assert first == {
        "document_id": "paper",
        "start": 0,
        "end": 12,
        "page": 3,
        "line": 7,
        "lang": "ja",
        "paragraph": 0,
        "section_id": 0,
        "section_number": "第1条",
        "text": "第1条 検閲を認めない。",
    }
    assert (second["page"], second["line"]) == (4, 1)
    assert (second["section_id"], second["section_number"]) == (None, None)


def test_terms_have_their_places_in_a_table_beside(paper: Document) -> None:
    terms = (
        Term(
            "検閲",
            ("検閲",),
            "ja",
            (CharSpan(4, 6), CharSpan(13, 15)),
            0.9,
            "termhood",
            ("lexicon", "quoted"),
            ("検 閲", "けんえつ"),
        ),
        Term("サイバー主権", ("サイバー", "主権"), "ja", (CharSpan(16, 22),), 0.8, "termhood", ()),
    )

    made = tables_of(paper, terms=terms)

    assert list(made) == ["documents", "sections", "terms", "term_places"]
    first, second = rows(made["terms"])
    assert first == {
        "document_id": "paper",
        "term_id": 0,
        "surface": "検閲",
        "lemmas": "検閲",
        "lang": "ja",
        "score": 0.9,
        "measure": "termhood",
        "evidence": "lexicon quoted",
        "variants": "検 閲\nけんえつ",
        "count": 2,
        "start": 4,
        "end": 6,
        "page": 3,
        "line": 7,
    }
    assert (second["term_id"], second["lemmas"], second["evidence"]) == (1, "サイバー 主権", "")
    assert made["term_places"] == {
        "document_id": ["paper"] * 3,
        "term_id": [0, 0, 1],
        "start": [4, 13, 16],
        "end": [6, 15, 22],
        "page": [3, 4, 4],
        "line": [7, 1, 1],
    }


def test_pairs_concepts_and_citations_are_a_row_each(paper: Document) -> None:
    made = tables_of(
        paper,
        pairs=(TermPair("検閲", "censorship", None, "term", "note", (FIRST, SECOND)),),
        concepts=(ConceptMatch("cyber-sovereignty", CharSpan(16, 22)),),
        citations=(
            Citation(CharSpan(0, 3), "第1条", "resolved", "toy", ("toy-1", "toy-2"), "第1条"),
            Citation(CharSpan(13, 15), "検閲", "ambiguous", candidates=("a", "b")),
        ),
    )

    assert rows(made["pairs"]) == [
        {
            "document_id": "paper",
            "ja": "検閲",
            "en": "censorship",
            "abbreviation": None,
            "kind": "term",
            "where": "note",
            "count": 2,
            "start": 0,
            "end": 12,
            "page": 3,
            "line": 7,
        }
    ]
    assert rows(made["concepts"]) == [
        {
            "document_id": "paper",
            "concept_id": "cyber-sovereignty",
            "start": 16,
            "end": 22,
            "page": 4,
            "line": 1,
            "quote": "サイバー主権",
        }
    ]
    assert made["citations"] == {
        "document_id": ["paper", "paper"],
        "start": [0, 13],
        "end": [3, 15],
        "page": [3, 4],
        "line": [7, 1],
        "quote": ["第1条", "検閲"],
        "status": ["resolved", "ambiguous"],
        "instrument_id": ["toy", None],
        "provision_ids": ["toy-1 toy-2", ""],
        "locator": ["第1条", None],
        "candidates": ["", "a b"],
    }


def test_only_provisions_that_a_term_means_are_rows(paper: Document) -> None:
    aligned = AlignedTerm(
        "検閲",
        "ja",
        "term",
        CharSpan(4, 6),
        "第1条 検閲を認めない。",
        3,
        7,
        (alignment(1, True), alignment(2, True), alignment(3, False)),
    )

    made = rows(tables_of(paper, alignments=[aligned])["alignments"])

    assert [(row["provision_id"], row["rank"]) for row in made] == [("toy-1", 1), ("toy-2", 2)]
    assert made[0] == {
        "document_id": "paper",
        "text": "検閲",
        "lang": "ja",
        "kind": "term",
        "start": 4,
        "end": 6,
        "page": 3,
        "line": 7,
        "sentence": "第1条 検閲を認めない。",
        "provision_id": "toy-1",
        "similarity": 0.5,
        "probability": 0.25,
        "rank": 1,
        "route": "lexicon",
        "encoder": "toy/1",
        "verified": "true",
        "text_source": "summary",
    }


def test_the_stance_of_a_document_is_four_tables(paper: Document) -> None:
    sentence = SentenceStance(
        FIRST, 0, "freedom", 0.9, "asserted", "freedom", 0.8, 0.1, 0.1, "B",
        ("negation", "plain"), "author", None,
    )  # fmt: skip
    stance = DocumentStance(
        "paper", "in/paper.pdf", 0.5, (-0.25, 1.0), 0.5, 1.5, 0.0, 0.0, 2, 1, 1, None,
        (Evidence(FIRST, "第1条 検閲を認めない。", 3, 7, "freedom", 0.5),),
        {"B": Position(0.5, None, 1)},
        {"ロシア": Position(-1.0, (-1.0, -0.5), 2)},
        "stance/2",
    )  # fmt: skip

    made = tables_of(paper, stances=[sentence], stance=stance)

    assert list(made)[2:] == [
        "sentence_stances",
        "document_stances",
        "evidence",
        "issues",
        "holders",
    ]
    assert rows(made["sentence_stances"]) == [
        {
            "document_id": "paper",
            "start": 0,
            "end": 12,
            "page": 3,
            "line": 7,
            "paragraph": 0,
            "pole": "freedom",
            "p_pole": 0.9,
            "mode": "asserted",
            "label": "freedom",
            "p_freedom": 0.8,
            "p_control": 0.1,
            "p_neutral": 0.1,
            "issue": "B",
            "phenomena": "negation plain",
            "holder": "author",
            "reported_label": None,
        }
    ]
    assert rows(made["document_stances"]) == [
        {
            "document_id": "paper",
            "path": "in/paper.pdf",
            "position": 0.5,
            "interval_low": -0.25,
            "interval_high": 1.0,
            "salience": 0.5,
            "density_freedom": 1.5,
            "density_control": 0.0,
            "density_conditional": 0.0,
            "n_sentences": 2,
            "n_evidence": 1,
            "n_halved": 1,
            "n_turned": None,
            "model": "stance/2",
        }
    ]
    assert rows(made["evidence"]) == [
        {
            "document_id": "paper",
            "start": 0,
            "end": 12,
            "page": 3,
            "line": 7,
            "quote": "第1条 検閲を認めない。",
            "label": "freedom",
            "contribution": 0.5,
        }
    ]
    assert list(made["issues"].values()) == [["paper"], ["B"], [0.5], [None], [None], [1]]
    assert list(made["holders"].values()) == [["paper"], ["ロシア"], [-1.0], [-1.0], [-0.5], [2]]


def test_a_document_without_position_has_null_and_not_zero(paper: Document) -> None:
    stance = DocumentStance(
        "paper", "in/paper.pdf", None, None, 0.0, 0.0, 0.0, 0.0, 2, 0, None, None, (), {}, {}, "m"
    )

    made = tables_of(paper, stance=stance)

    assert rows(made["document_stances"])[0]["position"] is None
    assert made["evidence"] == {name: [] for name in names_of("evidence")}
    assert made["holders"] == {name: [] for name in names_of("holders")}


def test_what_was_looked_for_and_not_found_is_a_table_without_rows(paper: Document) -> None:
    made = tables_of(paper, sentences=(), terms=(), pairs=(), concepts=(), citations=())

    assert made["documents"]["n_sentences"] == [0]
    for name in ("sentences", "terms", "term_places", "pairs", "concepts", "citations"):
        assert made[name] == {column: [] for column in names_of(name)}


def test_an_error_of_ours_is_told_in_both_languages() -> None:
    error = MissingFileError("in/a.txt")

    assert rows(error_row("a", "in/a.txt", "read", error)["errors"]) == [
        {
            "document_id": "a",
            "path": "in/a.txt",
            "type": "MissingFileError",
            "stage": "read",
            "message": error.en,
            "message_ja": error.ja,
        }
    ]


def test_an_error_of_others_keeps_its_words() -> None:
    made = rows(error_row("a", "a.txt", "analyse", ZeroDivisionError("division by zero"))["errors"])

    assert made[0]["type"] == "ZeroDivisionError"
    assert made[0]["message"] == made[0]["message_ja"] == "division by zero"


def test_every_table_begins_with_the_document_and_names_no_column_twice() -> None:
    for columns in TABLES.values():
        names = [column.name for column in columns]
        assert names[0] == "document_id"
        assert len(set(names)) == len(names)


def test_columns_are_made_without_arrow_spacy_or_numpy() -> None:
    code = (
        "import sys, jacyber_nlp.exchange.tables\n"
        "print([m for m in ('pyarrow', 'pandas', 'spacy', 'numpy') if m in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


def test_places_are_those_that_the_document_gives(document: Callable[..., Document]) -> None:
    made = document("一行目です。\n二行目です。\n三行目です。")
    sentences = tuple(Sentence(span, "ja", i) for i, span in enumerate(made.paragraphs))

    table = tables_of(made, sentences=sentences)["sentences"]

    told = list(zip(table["page"], table["line"], strict=True))
    assert told == [made.place(s.span) for s in sentences] == [(None, 1), (None, 2), (None, 3)]
