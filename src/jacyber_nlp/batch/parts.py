"""Outcomes in a journal → tables in files, by document id."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec

from jacyber_nlp.batch.files import temporary, write_whole
from jacyber_nlp.batch.journal import Journal
from jacyber_nlp.exchange.table_columns import TABLES, TABLES_SCHEMA
from jacyber_nlp.exchange.table_files import PartWriter
from jacyber_nlp.exchange.table_rows import Format

PART = 64_000_000  # bytes of outcomes, before compression, at which a part of the tables ends
NAME = "tables.json"
# Every run has these, whatever its stages …
_ALWAYS = ("documents", "sections", "sentences", "errors")
# … and of each stage what it finds.
_OF_STAGE = {
    "terms": ("terms", "term_places", "pairs", "concepts"),
    "align": ("citations", "alignments"),
    "score": ("sentence_stances", "document_stances", "evidence", "issues", "holders"),
}


class Part(msgspec.Struct, frozen=True):
    """One part of every table.

    Attributes:
        documents: How many.
        digest: Of its outcomes: equal ones make the same files.
        files: Path under the output folder, rows, bytes and sha256 of each.
    """

    documents: int
    digest: str
    files: tuple[tuple[str, int, int, str], ...]


class Contents(msgspec.Struct, frozen=True):
    """What ``tables.json`` says of an output folder."""

    schema: str
    format: str
    tables: tuple[str, ...]
    parts: tuple[Part, ...]


class TableParts:
    """Writes the tables of documents in order, part by part, as outcomes come in.

    What a part holds, and its bytes, hang on the outcomes alone. A part whose files
    are there already is not written again.
    """

    def __init__(
        self, out: Path, journal: Journal, ids: Sequence[str], stages: Sequence[str], format: Format
    ) -> None:
        """Begin with the first of ``ids``, which ascend."""
        self._out = out
        self._journal = journal
        self._ids = ids
        self._format = format
        self._tables = tables_of_stages(stages)
        self._known = _contents(out)
        self._parts: list[Part] = []
        self._first = self._next = self._size = 0

    def advance(self, pending: set[str]) -> None:
        """Write every part that is full and of which no document is pending."""
        while self._next < len(self._ids) and self._ids[self._next] not in pending:
            self._size += self._journal.places[self._ids[self._next]].entry.size
            self._next += 1
            if self._size >= PART:
                self._write()

    def finish(self) -> dict[str, int]:
        """Write what is left, remove files of earlier runs that are no part of it.

        Returns:
            How many rows each table has.
        """
        self.advance(set())
        if self._next > self._first or not self._parts:
            self._write()
        contents = self._told()
        current = {self._out / name for part in contents.parts for name, *_ in part.files}
        for folder in (self._out / table for table in TABLES):
            # Those of a killed run have temporary names.
            for path in chain(folder.glob("part-*"), folder.glob(".part-*.tmp")):
                if path not in current:
                    path.unlink()
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
        rows = dict.fromkeys(self._tables, 0)
        for part in contents.parts:
            for name, n, *_ in part.files:
                rows[name.split("/")[0]] += n
        return rows

    def _write(self) -> None:
        number = len(self._parts)
        ids = self._ids[self._first : self._next]
        digest = self._digest(ids)
        part = self._there(number, digest)
        if part is None:
            if self._known is not None:
                self._told()  # its files change now: from here on they are not what was told
            with PartWriter(self._out, number, self._tables, self._format) as writer:
                for id in ids:
                    writer.add(self._journal.tables(id))
                part = Part(len(ids), digest, tuple(writer.close()))
            self._parts.append(part)
            self._told()
        else:
            self._parts.append(part)
        self._first, self._size = self._next, 0

    def _there(self, number: int, digest: str) -> Part | None:
        """Return what is known of a part whose files are there and hold these outcomes."""
        if self._known is None or number >= len(self._known.parts):
            return None
        part = self._known.parts[number]
        whole = all(_size(self._out / name) == size for name, _, size, _ in part.files)
        return part if whole and part.digest == digest else None

    def _digest(self, ids: Sequence[str]) -> str:
        digest = hashlib.sha256(f"{TABLES_SCHEMA} {self._format} {self._tables}".encode())
        for id in ids:
            place = self._journal.places[id]
            digest.update(f"{id}\0{place.entry.size}\0{place.checksum}\n".encode())
        return digest.hexdigest()

    def _told(self) -> Contents:
        contents = Contents(TABLES_SCHEMA, self._format, self._tables, tuple(self._parts))
        write_json(self._out / NAME, contents)
        return contents


def tables_of_stages(stages: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the tables that stages fill."""
    return _ALWAYS + tuple(name for stage in stages for name in _OF_STAGE[stage])


def write_json(path: Path, value: Any) -> None:
    """Write a file of JSON; it gets its name when it is whole. The same bytes stay."""
    data = msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"
    if path.exists() and path.read_bytes() == data:
        temporary(path).unlink(missing_ok=True)  # of a run that was killed here
        return
    write_whole(path, (data,))


def _contents(out: Path) -> Contents | None:
    try:
        return msgspec.json.decode((out / NAME).read_bytes(), type=Contents)
    except (OSError, msgspec.DecodeError):  # none yet, or damaged: the parts are written anew
        return None


def _size(path: Path) -> int | None:
    return path.stat().st_size if path.is_file() else None
