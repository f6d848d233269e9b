"""Many documents → tables, so that whatever ends a run, nothing is lost."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from jacyber_nlp.batch import run_file
from jacyber_nlp.batch.items import Listing
from jacyber_nlp.batch.journal import NAME as JOURNAL
from jacyber_nlp.batch.journal import SCHEMA, Journal
from jacyber_nlp.batch.parts import TableParts
from jacyber_nlp.batch.progress import Progress, Summary
from jacyber_nlp.batch.run import Run
from jacyber_nlp.batch.settings import Execution, Settings
from jacyber_nlp.errors import BatchFolderError, BatchLockedError, JacyberError, OutputError
from jacyber_nlp.exchange.table_rows import Format

ONE_WORKER = Execution()


def run_batch(
    listing: Listing,
    out: Path,
    settings: Settings,
    *,
    execution: Execution = ONE_WORKER,
    format: Format = "parquet",
    resume: bool = False,
    max_errors: int | None = None,
    shard: tuple[int, int] | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Summary:
    """Analyse documents into tables under a folder.

    Args:
        listing: The documents.
        out: The folder; made if it is not there.
        settings: What each is analysed with.
        execution: Where.
        format: Of the tables: ``parquet``, ``jsonl`` or ``csv``.
        resume: Whether ``out`` may hold outcomes already; those of unchanged documents
            by unchanged settings are kept.
        max_errors: Stop when more documents than this have failed; None for never.
        shard: (i, n) to do the i-th of n shares, from 1, of the documents; tables
            are then made by ``merge_shards``.
        on_progress: Called whenever a block is done.

    Raises:
        BatchFolderError: If ``out`` holds something and ``resume`` is False.
        BatchLockedError: If another run writes there.
        OutputError: If ``out`` cannot be written; what is done is kept.
        JacyberError: If the set-up is at fault.
    """
    items = listing.items
    folder = out
    if shard is not None:
        items = tuple(i for i in items if zlib.crc32(i.id.encode()) % shard[1] == shard[0] - 1)
        folder = shard_folder(out, *shard)
    with writing(folder, resume=resume):
        journal = Journal(folder / JOURNAL)
        try:
            tables = None
            if shard is None:
                ids = [item.id for item in items]
                tables = TableParts(out, journal, ids, settings.stages, format)
            return Run(items, journal, tables, settings, execution).run(
                folder, ignored=listing.ignored, max_errors=max_errors, on_progress=on_progress
            )
        finally:
            journal.close()


def shard_folder(out: Path, i: int, n: int) -> Path:
    """Return the folder of a share of the documents."""
    return out / "shards" / f"{i}-of-{n}"


@contextmanager
def writing(folder: Path, *, resume: bool) -> Iterator[None]:
    """Hold a folder for this process alone; errors of the disk get a name."""
    from filelock import FileLock, Timeout

    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / ".lock")
        try:
            lock.acquire(timeout=0)
        except Timeout as err:
            raise BatchLockedError(str(folder)) from err
        try:
            if not resume and _is_used(folder):
                raise BatchFolderError(str(folder))
            yield
        finally:
            lock.release()
    except OSError as err:
        if isinstance(err, JacyberError):
            raise
        raise OutputError(str(folder), err.strerror or str(err)) from err


def _is_used(folder: Path) -> bool:
    """Tell whether a folder holds anything but a run that did not get to its first outcome."""
    names = {path.name for path in folder.iterdir()} - {".lock", run_file.NAME}
    return bool(names - {JOURNAL}) or (
        names == {JOURNAL} and (folder / JOURNAL).stat().st_size > len(SCHEMA)
    )
