"""Analyses as Arrow tables and pandas frames."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import pyarrow as pa
import pytest

import jacyber_nlp as jc
from jacyber_nlp.errors import MissingExtraError
from jacyber_nlp.exchange.arrow import arrow_table
from jacyber_nlp.exchange.table_columns import TABLES, names_of
from jacyber_nlp.exchange.tables import error_row, tables_of
from jacyber_nlp.records import AlignedTerm, Analysis, CharSpan, Citation, ConceptMatch
from toy.models import toy_analyser

LONG = "検閲と" * 200  # a sentence beyond the characters that an aligned term keeps

ROUTES, KINDS = ("citation", "embedding"), ("citation", "term")


@pytest.fixture(scope="module")
def analyses() -> list[Analysis]:
    """Samples and a long sentence, analysed in the toy world."""
    folder = Path(__file__).resolve().parent.parent / "corpora" / "samples"
    names = ("ja-research-paper.pdf", "en-strategy.pdf", "ja-joint-statement.txt")
    documents = [jc.read(folder / name) for name in names]
    documents.append(
        jc.read_text(
            f"{LONG}情報の自由な流通を支持する。A/70/174の第13項(c)も同じである。", id="long"
        )
    )
    return [toy_analyser().analyse(document) for document in documents]


@pytest.fixture(scope="module")
def aligned(analyses: list[Analysis]) -> list[list[AlignedTerm]]:
    return [toy_analyser().align(one.document) for one in analyses]


def test_one_row_a_record_in_a_table_each(analyses: list[Analysis]) -> None:
    made = jc.to_arrow(analyses[0])

    one = analyses[0]
    assert {name: table.num_rows for name, table in made.items()} == {
        "documents": 1,
        "sections": len(one.document.sections),
        "sentences": len(one.sentences),
        "terms": len(one.terms),
        "term_places": sum(term.count for term in one.terms),
        "pairs": len(one.pairs),
        "concepts": len(one.concepts),
        "citations": len(one.citations),
        "alignments": len(one.alignments),
        "sentence_stances": len(one.sentence_stances),
        "document_stances": 1,
        "evidence": len(one.stance.evidence),
        "issues": len(one.stance.issues),
        "holders": len(one.stance.holders),
    }
    assert all(table.num_rows for table in made.values())


def test_values_are_those_of_the_records(analyses: list[Analysis]) -> None:
    one = analyses[0]
    made = jc.to_arrow(one)

    assert made["terms"]["surface"].to_pylist() == [term.surface for term in one.terms]
    assert made["terms"]["score"].to_pylist() == [term.score for term in one.terms]
    assert made["sentences"]["page"].to_pylist() == [s.page for s in one.sentences]
    assert made["sections"]["page"].to_pylist() == [s.page for s in one.document.sections]
    assert made["document_stances"]["position"].to_pylist() == [one.stance.position]
    stances = [s.p_control for s in one.sentence_stances]
    assert made["sentence_stances"]["p_control"].to_pylist() == stances


@pytest.mark.parametrize("i", range(4))
def test_alignments_of_an_analysis_find_their_places_again(
    i: int, analyses: list[Analysis], aligned: list[list[AlignedTerm]]
) -> None:
    """An analysis holds them without places; ``align`` gives both."""
    direct = tables_of(analyses[i].document, alignments=aligned[i])["alignments"]

    assert direct["text"]
    assert jc.to_arrow(analyses[i])["alignments"].to_pydict() == direct


def test_the_long_sentence_of_an_alignment_is_cut(analyses: list[Analysis]) -> None:
    sentences = jc.to_arrow(analyses[3])["alignments"]["sentence"].to_pylist()

    assert max(map(len, sentences)) == 500


def test_what_is_aligned_and_stands_nowhere_in_the_record_is_refused(
    analyses: list[Analysis],
) -> None:
    torn = dataclasses.replace(analyses[0], terms=(), concepts=(), citations=())

    with pytest.raises(ValueError, match="is aligned, but no term, concept or citation"):
        jc.to_arrow(torn)


def test_words_that_are_a_term_and_a_citation_are_told_by_their_route(
    analyses: list[Analysis],
) -> None:
    one = analyses[0]
    term, match = one.terms[0], one.alignments[0]
    place = CharSpan(0, len(term.surface))
    made = dataclasses.replace(
        one,
        citations=(Citation(place, term.surface, "resolved", "toy", ("toy-1",)),),
        alignments=tuple(dataclasses.replace(match, text=term.surface, route=r) for r in ROUTES),
    )

    for route, kind, span in zip(ROUTES, KINDS, (place, term.spans[0]), strict=True):
        alone = tuple(a for a in made.alignments if a.route == route)
        row = jc.to_arrow(dataclasses.replace(made, alignments=alone))["alignments"].to_pylist()[0]
        assert (row["kind"], row["start"], row["end"]) == (kind, span.start, span.end)


def test_a_concept_stands_where_no_term_does(analyses: list[Analysis]) -> None:
    """As it was looked up: where it is a form of a term, the term was."""
    one = analyses[3]
    first, second = CharSpan(0, 2), CharSpan(3, 5)
    term = dataclasses.replace(one.terms[0], surface="甲", spans=(first,), variants=("検閲",))
    made = dataclasses.replace(
        one,
        terms=(term,),
        concepts=(ConceptMatch("censorship", first), ConceptMatch("censorship", second)),
        alignments=(dataclasses.replace(one.alignments[0], text="検閲", route="lexicon"),),
    )

    row = jc.to_arrow(made)["alignments"].to_pylist()[0]

    assert (row["kind"], row["lang"], row["start"], row["end"]) == ("concept", "ja", 3, 5)


def test_several_analyses_follow_each_other_in_the_same_tables(analyses: list[Analysis]) -> None:
    together = jc.to_arrow(iter(analyses))

    apart = [jc.to_arrow(one) for one in analyses]
    for name, table in together.items():
        assert table.equals(pa.concat_tables([one[name] for one in apart]).combine_chunks())
    assert together["documents"]["document_id"].to_pylist() == [a.document.id for a in analyses]


def test_no_analysis_is_tables_without_rows() -> None:
    made = jc.to_arrow([])

    assert list(made) == [name for name in TABLES if name != "errors"]
    for name, table in made.items():
        assert table.num_rows == 0
        assert tuple(table.column_names) == names_of(name)


def test_the_schema_tells_types_layout_and_table() -> None:
    schema = jc.to_arrow([])["citations"].schema

    assert schema.metadata == {b"schema": b"jacyber-tables/1", b"table": b"citations"}
    assert {field.name: str(field.type) for field in schema} == {
        "document_id": "string",
        "start": "int64",
        "end": "int64",
        "page": "int32",
        "line": "int32",
        "quote": "string",
        "status": "string",
        "instrument_id": "string",
        "provision_ids": "string",
        "locator": "string",
        "candidates": "string",
    }
    assert jc.to_arrow([])["terms"].schema.field("score").type == pa.float64()


def test_a_file_name_that_is_no_utf_8_is_kept_readable() -> None:
    rows = error_row("a\udc80", "a\udc80.txt", "read", ValueError("x"))["errors"]

    table = arrow_table("errors", rows)

    assert table["path"].to_pylist() == ["a\\udc80.txt"]
    assert table["message"].to_pylist() == ["x"]


def test_pandas_keeps_numbers_whole_where_pages_are_not_known(analyses: list[Analysis]) -> None:
    pd = pytest.importorskip("pandas")
    made = jc.to_pandas(analyses)

    assert list(made) == list(jc.to_arrow(analyses))
    sentences = made["sentences"]
    assert sentences["page"].dtype == pd.Int32Dtype()
    known = [s.page for one in analyses for s in one.sentences]
    assert None in known
    assert [None if pd.isna(page) else page for page in sentences["page"]] == known
    assert list(sentences["text"]) == [
        s.span.of(one.document.text) for one in analyses for s in one.sentences
    ]


def test_without_pandas_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)

    with pytest.raises(MissingExtraError, match=r"pip install 'jacyber-nlp\[analysis\]'"):
        jc.to_pandas([])
