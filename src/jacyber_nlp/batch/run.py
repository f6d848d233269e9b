"""One run: blocks of documents to the workers, outcomes to the journal."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from jacyber_nlp.batch import run_file
from jacyber_nlp.batch.items import Item, content_of
from jacyber_nlp.batch.journal import Journal
from jacyber_nlp.batch.outcomes import Entry, release_memory
from jacyber_nlp.batch.parts import TableParts
from jacyber_nlp.batch.pool import OUT_OF_MEMORY, OUT_OF_TIME, Here, Workers, on_dask
from jacyber_nlp.batch.progress import Progress, Summary, failures_of
from jacyber_nlp.batch.settings import Execution, Settings, settings_digest
from jacyber_nlp.errors import DocumentError, MemoryLimitError, TimeLimitError, WorkerLostError

BLOCK = 1.0  # seconds of work in a task: far above what handing it over costs
LEAST = 0.05  # the same of the last tasks, which are smaller so that all end together
MAX_BLOCK = 200  # documents in a task
FIRST_GUESS = 1 / 20_000  # seconds a byte, until the first block tells
SYNC = 1.0  # seconds between two times that outcomes are brought to the disk


class Run:
    """The state of one run.

    Attributes:
        progress: How far it is.
    """

    def __init__(
        self,
        items: Sequence[Item],
        journal: Journal,
        tables: TableParts | None,
        settings: Settings,
        execution: Execution,
    ) -> None:
        """Take what there is to do; ``tables`` None to leave outcomes in the journal.

        Raises:
            MissingFileError: If a file that the settings name is not there.
        """
        self.progress = Progress(len(items))
        self._items = items
        self._journal = journal
        self._tables = tables
        self._settings = settings
        self._execution = execution
        self._digest = settings_digest(settings)
        self._versions: dict[str, str] = {}
        self._begun = self._synced = time.monotonic()
        self._guess = FIRST_GUESS
        self._sizes: dict[str, int] = {}
        self._pending: set[str] = set()
        self._lost_alone: set[str] = set()

    def run(
        self,
        folder: Path,
        *,
        ignored: int,
        max_errors: int | None,
        on_progress: Callable[[Progress], None] | None,
    ) -> Summary:
        """Do what is to be done, and tell in ``folder`` what it came to."""
        before = run_file.read(folder)
        if before.get("settings_digest") == self._digest:
            self._versions = before.get("versions", {})
        todo = self._todo()
        told = run_file.begin(
            folder,
            self._settings,
            self._digest,
            self._execution,
            documents=len(self._items),
            ignored=ignored,
        )
        status, rows = "interrupted", {}
        try:
            status = self._work(todo, max_errors, on_progress) if todo else "complete"
            if status == "complete":
                self._journal.settle(item.id for item in self._items)
                rows = self._tables.finish() if self._tables is not None else {}
        finally:
            failures = failures_of(self._journal, [item.id for item in self._items])
            seconds = time.monotonic() - self._begun
            summary = Summary(self.progress, seconds, status, failures)
            run_file.end(folder, told, summary, self._versions, rows)
        return summary

    def _todo(self) -> list[Item]:
        """Return the items without an outcome that still holds, and count the others."""
        todo = []
        for item in self._items:
            place = self._journal.places.get(item.id)
            if place is not None and self._holds(item, place.entry):
                self.progress.reuse(place.entry)
            else:
                todo.append(item)
                self._sizes[item.id] = _size(item.path)
        self._pending = {item.id for item in todo}
        self.progress.bytes_left = sum(self._sizes.values())
        return todo

    def _holds(self, item: Item, entry: Entry) -> bool:
        return (
            not entry.again
            and entry.settings == self._digest
            and bool(entry.content)
            and entry.content == content_of(item, self._settings.max_bytes)
        )

    def _work(
        self,
        todo: Sequence[Item],
        max_errors: int | None,
        on_progress: Callable[[Progress], None] | None,
    ) -> str:
        """Keep workers busy until nothing is pending; return the status."""
        with _executor(self._execution) as (executor, workers):
            call = partial(
                _work,
                settings=self._settings,
                digest=self._digest,
                threads=self._execution.threads,
                alone=workers() > 0,
            )
            blocks = self._blocks(todo, workers)
            again: list[list[Item]] = []  # documents of lost workers, each by itself
            running: dict[Future[Any], list[Item]] = {}
            while True:
                while len(running) < max(2 * workers(), 1):
                    block = again.pop() if again else next(blocks, None)
                    if block is None:
                        break
                    running[executor.submit(call, block)] = block
                if not running:
                    return "complete"
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    again += self._taken(future, running.pop(future))
                if self._tables is not None:
                    self._tables.advance(self._pending)
                if on_progress is not None:
                    on_progress(self.progress)
                if max_errors is not None and self.progress.failed > max_errors:
                    return "stopped"

    def _taken(self, future: Future[Any], block: list[Item]) -> list[list[Item]]:
        """Put down what became of a block; return what is to be done again, one by one."""
        err = future.exception()
        if err is None:
            outcomes, seconds, self._versions = future.result()
            self.progress.seconds.update(seconds)
            self._learn(block, sum(seconds.values()) - seconds.get("load", 0.0))
        elif not _is_lost(err):
            raise err
        elif len(block) > 1:
            return [[item] for item in reversed(block)]
        elif isinstance(err, WorkerLostError) and self._may_be_chance(block[0], err):
            return [block]
        else:
            outcomes = [self._lost(block[0], err)]
        for entry, packed in outcomes:
            self._journal.append(entry, packed)
            self._pending.discard(entry.id)
            self.progress.add(entry, self._sizes.pop(entry.id, 0))
        if time.monotonic() - self._synced > SYNC:
            self._journal.sync()
            release_memory()
            self._synced = time.monotonic()
        return []

    def _may_be_chance(self, item: Item, err: WorkerLostError) -> bool:
        """Tell, once a document, whether its worker may have ended by something else."""
        first = item.id not in self._lost_alone
        self._lost_alone.add(item.id)
        return first and isinstance(_error_of(err, item.path, self._settings), WorkerLostError)

    def _lost(self, item: Item, err: BaseException) -> tuple[Entry, bytes]:
        """Return the outcome of a document that its worker did not survive."""
        from jacyber_nlp.batch.worker import failed

        content = content_of(item, self._settings.max_bytes)
        return failed(item, self._digest, content, _error_of(err, item.path, self._settings))

    def _blocks(self, todo: Sequence[Item], workers: Callable[[], int]) -> Iterator[list[Item]]:
        """Cut what is to be done into tasks of about ``BLOCK`` seconds, smaller at the end."""
        left = sum(self._sizes[item.id] for item in todo)
        block: list[Item] = []
        size = 0
        for item in todo:
            block.append(item)
            size += self._sizes[item.id]
            share = max(min(BLOCK, left * self._guess / (4 * max(workers(), 1))), LEAST)
            if size * self._guess >= share or len(block) >= MAX_BLOCK:
                yield block
                left -= size
                block, size = [], 0
        if block:
            yield block

    def _learn(self, block: list[Item], seconds: float) -> None:
        """Move the guess of seconds a byte towards what a block took."""
        size = sum(self._sizes.get(item.id, 0) for item in block)
        if size:
            self._guess += 0.3 * (seconds / size - self._guess)


@contextmanager
def _executor(execution: Execution) -> Iterator[tuple[Executor, Callable[[], int]]]:
    """Give the executor, and what tells how many workers it has; 0 for this process."""
    n = execution.processes
    if execution.dask is not None:
        with on_dask(execution.dask, max(n, 1)) as found:
            yield found
        return
    executor: Executor = Workers(n) if n else Here()
    try:
        yield executor, lambda: n
    finally:
        executor.shutdown(cancel_futures=True)


def _work(items: list[Item], **how: Any) -> Any:
    """Load what a worker needs in the worker, not in the process that waits for it."""
    from jacyber_nlp.batch.worker import work

    return work(items, **how)


def _is_lost(err: BaseException) -> bool:
    """Tell whether a worker ended: ours, or as Dask says it."""
    return isinstance(err, WorkerLostError) or type(err).__name__ == "KilledWorker"


def _error_of(err: BaseException, path: str, settings: Settings) -> DocumentError:
    """Return what the end of a worker tells of the document that it had."""
    exitcode = err.exitcode if isinstance(err, WorkerLostError) else None
    if exitcode == OUT_OF_MEMORY:
        return MemoryLimitError(path, settings.max_memory)
    if exitcode in (OUT_OF_TIME, -14):  # of SIGALRM
        return TimeLimitError(path, settings.max_seconds)
    return WorkerLostError(exitcode, path)


def _size(path: str) -> int:
    try:
        return max(Path(path).stat().st_size, 1)
    except (OSError, ValueError):
        return 1
