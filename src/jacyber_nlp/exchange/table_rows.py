"""Rows of a table as bytes: Parquet, CSV, JSON lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any, Literal, Protocol

from jacyber_nlp.exchange.arrow import arrow_schema, arrow_table
from jacyber_nlp.exchange.table_columns import TABLES, names_of
from jacyber_nlp.exchange.tables import Columns
from jacyber_nlp.records import to_json
from jacyber_nlp.script import spreadsheet_cell, well_formed

Format = Literal["parquet", "jsonl", "csv"]

# Python values go to Arrow in blocks, which cost less than many small tables, and
# from there to the file in row groups; so memory does not grow with the part.
BLOCK_ROWS = 1_000
BLOCK_CHARACTERS = 1 << 20
GROUP_ROWS = 1 << 16
GROUP_BYTES = 500_000  # of Arrow; with 8 million the process that writes grew by 100 MB, not 30


class Sink(Protocol):
    """Takes bytes, as a file does."""

    def write(self, data: bytes, /) -> int:
        """Take all of them, and return how many they are."""


class Rows(Protocol):
    """Writes rows of one table into a sink."""

    def add(self, columns: Columns) -> None:
        """Take rows; they may be held back."""

    def finish(self) -> None:
        """Write what is held back, and the end of the file."""


def rows_of(name: str, format: Format, sink: Sink) -> Rows:
    """Begin a table in a sink."""
    if format == "parquet":
        return _ParquetRows(name, sink)
    return _CsvRows(name, sink) if format == "csv" else _JsonRows(name, sink)


class _ParquetRows:
    """Rows in groups of Parquet."""

    def __init__(self, name: str, sink: Sink) -> None:
        from pyarrow import parquet

        self._name = name
        self._texts = [c.name for c in TABLES[name] if c.kind == "text"]
        self._held: Columns = {column: [] for column in names_of(name)}
        self._characters = 0
        self._blocks: list[Any] = []
        self._writer = parquet.ParquetWriter(
            sink,
            arrow_schema(name),
            compression="zstd",
            use_dictionary=[c.name for c in TABLES[name] if c.kind != "text"],
            write_statistics=True,
        )

    def add(self, columns: Columns) -> None:
        for held, column in zip(self._held.values(), columns.values(), strict=True):
            held += column
        self._characters += sum(sum(map(len, filter(None, columns[t]))) for t in self._texts)
        rows = len(self._held["document_id"])
        if rows >= BLOCK_ROWS or self._characters >= BLOCK_CHARACTERS:
            self._end_block()

    def finish(self) -> None:
        self._end_block()
        self._end_group()
        self._writer.close()

    def _end_block(self) -> None:
        if not self._held["document_id"]:
            return
        self._blocks.append(arrow_table(self._name, self._held))
        self._held = {column: [] for column in self._held}
        self._characters = 0
        rows = sum(block.num_rows for block in self._blocks)
        if rows >= GROUP_ROWS or sum(block.nbytes for block in self._blocks) >= GROUP_BYTES:
            self._end_group()

    def _end_group(self) -> None:
        import pyarrow as pa

        if self._blocks:
            # In one piece, for pages end where pieces do.
            self._writer.write_table(pa.concat_tables(self._blocks).combine_chunks())
            self._blocks = []


class _TextRows:
    """Rows that are written as they come."""

    def __init__(self, name: str, sink: Sink) -> None:
        self._names = names_of(name)
        self._sink = sink

    def finish(self) -> None:
        """Hold nothing back."""


class _CsvRows(_TextRows):
    """Rows of CSV under a header."""

    def __init__(self, name: str, sink: Sink) -> None:
        super().__init__(name, sink)
        self._write([self._names])

    def add(self, columns: Columns) -> None:
        safe = [
            [spreadsheet_cell(value) if isinstance(value, str) else value for value in column]
            for column in columns.values()
        ]
        self._write(zip(*safe, strict=True))

    def _write(self, rows: Iterable[Sequence[Any]]) -> None:
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\n").writerows(rows)
        self._sink.write(well_formed(text.getvalue()).encode("utf-8"))


class _JsonRows(_TextRows):
    """Rows of JSON lines."""

    def add(self, columns: Columns) -> None:
        rows = zip(*columns.values(), strict=True)
        self._sink.write("".join(map(self._line, rows)).encode("utf-8"))

    def _line(self, row: Sequence[Any]) -> str:
        try:
            return to_json(dict(zip(self._names, row, strict=True))) + "\n"
        except UnicodeEncodeError:
            return self._line([well_formed(v) if isinstance(v, str) else v for v in row])
