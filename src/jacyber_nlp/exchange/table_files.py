"""Tables as files: one part of each, which gets its name when it is whole."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from jacyber_nlp.exchange.table_rows import Format, rows_of
from jacyber_nlp.exchange.tables import Columns


class PartFile(NamedTuple):
    """One file of a part.

    Attributes:
        path: Below the folder, with ``/`` between its parts.
        rows: How many.
        bytes: Its size.
        sha256: Digest of its bytes, in hexadecimal.
    """

    path: str
    rows: int
    bytes: int
    sha256: str


class PartWriter:
    r"""Writes one part of every table: ``<folder>/<table>/part-00000.parquet``.

    The files have temporary names until ``close``; left without it, as by an
    exception, the context removes them and leaves earlier files as they were. The
    same calls make the same bytes.

    Every table gets its file, also without rows. Texts that are no Unicode (lone
    surrogates, of file names) are written as ``\udcXX``; in CSV, control characters
    become U+FFFD, and an apostrophe stands before what a spreadsheet would compute.
    """

    def __init__(self, folder: Path, part: int, tables: Sequence[str], format: Format) -> None:
        """Make the folders and begin the files.

        Args:
            folder: Of the tables; made if it is not there.
            part: Number of the part, from 0.
            tables: Names of the tables that it may get rows of.
            format: Of the files.

        Raises:
            OSError: If a folder or file cannot be made.
        """
        self._folder = folder
        self._files: dict[str, _TableFile] = {}
        try:
            for name in tables:
                path = folder / name / f"part-{part:05d}.{format}"
                path.parent.mkdir(parents=True, exist_ok=True)
                self._files[name] = _TableFile(name, path, format)
        except BaseException:
            self._discard()
            raise

    def add(self, tables: Mapping[str, Columns]) -> None:
        """Add rows, such as those of one document.

        Raises:
            KeyError: If a table is none of this part's.
            OSError: If they cannot be written; the part is then of no more use.
        """
        for name, columns in tables.items():
            self._files[name].add(columns)

    def close(self) -> tuple[PartFile, ...]:
        """Give the files their names, now that all of them are whole and on the disk.

        Raises:
            OSError: If one cannot be written or renamed.
        """
        for file in self._files.values():
            file.finish()
        for file in self._files.values():
            file.temporary.replace(file.path)
        for file in self._files.values():
            sync_folder(file.path.parent)
        sync_folder(self._folder)
        return tuple(file.described(self._folder) for file in self._files.values())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._discard()

    def _discard(self) -> None:
        for file in self._files.values():
            file.discard()


class _TableFile:
    """One table's file under its temporary name."""

    def __init__(self, name: str, path: Path, format: Format) -> None:
        self.path = path
        self.temporary = path.with_name(f".{path.name}.tmp")
        self.rows = 0
        self._sink = _Sink(self.temporary)
        self._rows = rows_of(name, format, self._sink)

    def add(self, columns: Columns) -> None:
        self.rows += len(columns["document_id"])
        self._rows.add(columns)

    def finish(self) -> None:
        """Write what is held back, and see it onto the disk."""
        self._rows.finish()
        self._sink.finish()

    def discard(self) -> None:
        """Remove the temporary file if it is there; a file that has its name stays."""
        self._sink.give_up()
        with suppress(OSError):
            self.temporary.unlink(missing_ok=True)

    def described(self, folder: Path) -> PartFile:
        path = self.path.relative_to(folder).as_posix()
        return PartFile(path, self.rows, self._sink.size, self._sink.digest.hexdigest())


class _Sink:
    """A file that is counted and digested as it is written."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._given_up = False
        self.size = 0
        self.digest = hashlib.sha256()

    @property
    def closed(self) -> bool:
        """As Arrow asks; it must not close what is not yet synced."""
        return False

    def close(self) -> None:
        """Do nothing: ``finish`` closes."""

    def flush(self) -> None:
        """Do nothing: ``finish`` flushes."""

    def tell(self) -> int:
        return self.size

    def write(self, data: bytes) -> int:
        if not self._given_up:
            self._file.write(data)
            self.digest.update(data)
            self.size += len(data)
        return len(data)

    def finish(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def give_up(self) -> None:
        """Close the file, and write nothing from now on: Arrow ends its own some time."""
        self._given_up = True
        with suppress(OSError):
            self._file.close()


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
