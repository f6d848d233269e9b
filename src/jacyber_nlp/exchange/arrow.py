"""Analyses as Arrow tables and pandas frames."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from jacyber_nlp.errors import MissingExtraError
from jacyber_nlp.exchange.table_columns import ARROW_TYPES, TABLES, TABLES_SCHEMA, names_of
from jacyber_nlp.exchange.tables import Columns, tables_of
from jacyber_nlp.records import AlignedTerm, Analysis, CharSpan
from jacyber_nlp.script import language_of, well_formed

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

MAX_SENTENCE = 500  # characters, as AlignedTerm has them
_Asked = tuple[str, str, CharSpan]  # kind, language, first place


def to_arrow(x: Analysis | Iterable[Analysis]) -> dict[str, pa.Table]:
    """Return one or more analyses as Arrow tables, by name.

    Every table but ``errors`` is there, with the version of their layout in its
    metadata, also where it has no rows; ``docs/tables.md`` lists the columns.
    Scopes, notes and versions stay in the records.
    """
    analyses = [x] if isinstance(x, Analysis) else x
    whole: dict[str, Columns] = {
        name: {column: [] for column in names_of(name)} for name in TABLES if name != "errors"
    }
    for analysis in analyses:
        for name, columns in _tables_of_analysis(analysis).items():
            for column, values in columns.items():
                whole[name][column] += values
    return {name: arrow_table(name, columns) for name, columns in whole.items()}


def to_pandas(x: Analysis | Iterable[Analysis]) -> dict[str, pd.DataFrame]:
    """Return one or more analyses as data frames, by name; the tables of ``to_arrow``.

    Raises:
        MissingExtraError: If pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError as err:
        raise MissingExtraError("analysis", "pandas") from err
    import pyarrow as pa

    # Pages that are not known must not make numbers of pages decimal.
    types = {pa.int32(): pd.Int32Dtype(), pa.int64(): pd.Int64Dtype()}
    return {name: table.to_pandas(types_mapper=types.get) for name, table in to_arrow(x).items()}


def arrow_schema(name: str) -> pa.Schema:
    """Return the Arrow schema of a table, with the layout's version in its metadata."""
    import pyarrow as pa

    fields = [
        pa.field(column.name, pa.type_for_alias(ARROW_TYPES[column.kind]))
        for column in TABLES[name]
    ]
    return pa.schema(fields, metadata={"schema": TABLES_SCHEMA, "table": name})


def arrow_table(name: str, columns: Mapping[str, Sequence[Any]]) -> pa.Table:
    r"""Return columns of a table as an Arrow table.

    Lone surrogates (of file names that are no UTF-8) become ``\udcXX``: Arrow has
    no room for them.
    """
    import pyarrow as pa

    schema = arrow_schema(name)
    arrays = []
    for field in schema:
        values = columns[field.name]
        try:
            arrays.append(pa.array(values, field.type))
        except UnicodeEncodeError:
            texts = [value and well_formed(value) for value in values]
            arrays.append(pa.array(texts, field.type))
    return pa.Table.from_arrays(arrays, schema=schema)


def _tables_of_analysis(analysis: Analysis) -> dict[str, Columns]:
    return tables_of(
        analysis.document,
        sentences=analysis.sentences,
        terms=analysis.terms,
        pairs=analysis.pairs,
        concepts=analysis.concepts,
        citations=analysis.citations,
        alignments=_aligned(analysis),
        stances=analysis.sentence_stances,
        stance=analysis.stance,
    )


def _aligned(analysis: Analysis) -> list[AlignedTerm]:
    """Give the alignments of an analysis back the places that their words have in it.

    Raises:
        ValueError: If what was aligned is none of its terms, concepts and citations.
    """
    document = analysis.document
    words, cited = _looked_up(analysis)
    sentences = sorted(sentence.span for sentence in analysis.sentences)
    starts = [span.start for span in sentences]
    made = []
    for text, group in groupby(analysis.alignments, key=attrgetter("text")):
        found = tuple(group)
        by_citation = any(one.route == "citation" for one in found)
        first, then = (cited, words) if by_citation else (words, cited)
        place = first.get(text) or then.get(text)
        if place is None:
            raise ValueError(f"{text!r} is aligned, but no term, concept or citation of the record")
        kind, lang, span = place
        at = bisect_right(starts, span.start) - 1
        inside = at >= 0 and span.start < sentences[at].end
        sentence = sentences[at].of(document.text)[:MAX_SENTENCE] if inside else ""
        page, line = document.place(span)
        made.append(AlignedTerm(text, lang, kind, span, sentence, page, line, found))
    return made


def _looked_up(analysis: Analysis) -> tuple[dict[str, _Asked], dict[str, _Asked]]:
    """Return terms and concepts, and citations, each by its text with its first place."""
    words: dict[str, _Asked] = {}
    cited: dict[str, _Asked] = {}
    within_terms = {span for term in analysis.terms for span in term.spans}
    for term in analysis.terms:
        words.setdefault(term.surface, ("term", term.lang, term.spans[0]))
    for match in analysis.concepts:
        if match.span not in within_terms:
            text = match.span.of(analysis.document.text)
            words.setdefault(text, ("concept", language_of(text), match.span))
    for one in analysis.citations:
        if one.provision_ids:
            cited.setdefault(one.quote, ("citation", language_of(one.quote), one.span))
    return words, cited
