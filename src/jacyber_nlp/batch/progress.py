"""How far a batch is, and what it came to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from jacyber_nlp.batch.journal import Journal
from jacyber_nlp.batch.outcomes import Entry

SHOWN = 10  # failures in a summary


@dataclass(slots=True)
class Progress:
    """How far a run is.

    Attributes:
        total: Documents.
        reused: Of these, those whose outcome an earlier run left.
        done: Those that this run has done, whatever became of them.
        failed: Of all so far, those that failed.
        errors: How often each error was met, by its class.
        characters: Of the documents that this run has done.
        sentences: The same.
        bytes_done: Of the files that this run has done.
        bytes_left: Of the files that are still to be done.
        seconds: By stage, over all workers.
    """

    total: int
    reused: int = 0
    done: int = 0
    failed: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    characters: int = 0
    sentences: int = 0
    bytes_done: int = 0
    bytes_left: int = 0
    seconds: Counter[str] = field(default_factory=Counter)

    def reuse(self, entry: Entry) -> None:
        """Count an outcome of an earlier run."""
        self.reused += 1
        self._count(entry)

    def add(self, entry: Entry, size: int) -> None:
        """Count an outcome of this run; ``size`` is that of its file in bytes."""
        self.done += 1
        self.characters += entry.characters
        self.sentences += entry.sentences
        self.bytes_done += size
        self.bytes_left -= size
        self._count(entry)

    def _count(self, entry: Entry) -> None:
        if entry.error is not None:
            self.failed += 1
            self.errors[entry.error] += 1


class Failure(NamedTuple):
    """Why a document failed, in both languages."""

    en: str
    ja: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run came to.

    Attributes:
        progress: At the end.
        seconds: From start to end.
        status: ``complete``, ``stopped`` by too many errors, or ``interrupted``.
        failures: The first documents that failed, by id.
    """

    progress: Progress
    seconds: float
    status: str
    failures: tuple[Failure, ...]


def failures_of(journal: Journal, ids: Sequence[str]) -> tuple[Failure, ...]:
    """Return the first documents that failed, in the order of their ids."""
    failures: list[Failure] = []
    for id in ids:
        place = journal.places.get(id)
        if place is not None and place.entry.error is not None and len(failures) < SHOWN:
            errors = journal.tables(id)["errors"]
            failures.append(Failure(str(errors["message"][0]), str(errors["message_ja"][0])))
    return tuple(failures)
