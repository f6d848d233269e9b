"""One block of documents in a worker: read, analysed, packed."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from jacyber_nlp.batch.items import Item, content_of
from jacyber_nlp.batch.outcomes import Entry, Tables, pack
from jacyber_nlp.batch.pool import OUT_OF_MEMORY, OUT_OF_TIME
from jacyber_nlp.batch.settings import Settings
from jacyber_nlp.encoders import load_encoder, user_cache, using_threads
from jacyber_nlp.errors import (
    ChangedFileError,
    DocumentError,
    JacyberError,
    UnexpectedError,
    UnreadableFileError,
)
from jacyber_nlp.exchange.tables import error_row, tables_of
from jacyber_nlp.layout import repair
from jacyber_nlp.pipeline import Analyser, load_stance_model
from jacyber_nlp.reading import Limits, read_raw, read_sidecar
from jacyber_nlp.records import Document, Metadata
from jacyber_nlp.theory import load_actors, load_concepts, load_norms

_log = logging.getLogger(__name__)

_one_at_a_time = threading.Lock()  # a Dask worker may have threads; the analyser has none
_LOOK = 0.1  # seconds between two looks at its memory


class Block(NamedTuple):
    """What became of a block of documents.

    Attributes:
        outcomes: One a document, in order: what is known of it, and its packed tables.
        seconds: By stage: load, read, analyse, pack.
        versions: Of everything that computed it.
    """

    outcomes: tuple[tuple[Entry, bytes], ...]
    seconds: dict[str, float]
    versions: dict[str, str]


def work(
    items: Sequence[Item], settings: Settings, digest: str, *, threads: int, alone: bool
) -> Block:
    """Analyse documents one after the other; what fails is an outcome, too.

    Args:
        items: The documents.
        settings: How; the analyser for them is loaded once a process.
        digest: Of the settings.
        threads: Numeric threads of the models.
        alone: Whether this process does nothing else, so that it may end when a
            document takes too long (``SIGALRM`` or exit status ``OUT_OF_TIME``) or too
            much memory (``OUT_OF_MEMORY``).

    Raises:
        JacyberError: If the set-up is at fault.
    """
    from threadpoolctl import threadpool_limits

    clock = Clock()
    # One thread for matrices: with two, the last digits of a product are others.
    with _one_at_a_time, using_threads(threads), threadpool_limits(1):
        analyser = _analyser(settings)
        analyser.load(settings.stages)
        clock.stop("load")
        outcomes = []
        for item in items:
            with limited(settings) if alone else _unlimited():
                outcomes.append(_outcome(item, settings, digest, analyser, clock))
    return Block(tuple(outcomes), clock.seconds, analyser.versions(settings.stages))


class Clock:
    """Seconds by stage."""

    def __init__(self) -> None:
        """Start."""
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def stop(self, stage: str) -> None:
        """Put down what went by since the last stop."""
        now = time.perf_counter()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._last
        self._last = now


@cache
def _analyser(settings: Settings) -> Analyser:
    return Analyser(
        encoder=load_encoder(settings.encoder) if settings.encoder else None,
        concepts=load_concepts(Path(settings.concepts)) if settings.concepts else None,
        actors=load_actors(Path(settings.actors)) if settings.actors else None,
        norms=load_norms(settings.norms) if settings.norms else None,
        stance_model=load_stance_model(Path(settings.model)) if settings.model else None,
        # Another encoder's vectors may hang on what is encoded beside a text.
        cache=None if settings.encoder else user_cache(),
    )


def _outcome(
    item: Item, settings: Settings, digest: str, analyser: Analyser, clock: Clock
) -> tuple[Entry, bytes]:
    content = content_of(item, settings.max_bytes)
    characters = sentences = 0
    error: JacyberError | None = None
    stage = "read"
    try:
        document = _read(item, settings)
        if content_of(item, settings.max_bytes) != content:
            raise ChangedFileError(item.path)
        clock.stop("read")
        stage = "analyse"
        tables = _tables(document, settings, analyser)
        clock.stop("analyse")
        size, packed = pack(tables)
        characters, sentences = len(document.text), len(tables["sentences"]["document_id"])
    except DocumentError as err:
        error = err
    except MemoryError as err:
        error = UnexpectedError(item.path, f"out of memory ({err})")
    except Exception as err:  # noqa: BLE001  (a defect of ours must not cost the other documents)
        _log.exception("%s", item.path)
        error = UnexpectedError(item.path, f"{type(err).__name__}: {err}")
    clock.stop(stage if error is not None else "pack")
    if error is not None:
        size, packed = pack(_error(item, stage, error))
    entry = Entry(
        item.id,
        content,
        digest,
        type(error).__name__ if error else None,
        isinstance(error, ChangedFileError | UnreadableFileError | UnexpectedError),
        size,
        characters,
        sentences,
    )
    return entry, packed


def failed(item: Item, digest: str, content: str, error: JacyberError) -> tuple[Entry, bytes]:
    """Return the outcome of a document that its worker did not survive."""
    size, packed = pack(_error(item, "worker", error))
    return Entry(item.id, content, digest, type(error).__name__, True, size, 0, 0), packed


def _error(item: Item, stage: str, error: JacyberError) -> Tables:
    found = error_row(item.id, item.id, stage, error)
    for cells in found["errors"].values():  # a path may hold bytes that are no text
        cells[0] = str(cells[0]).encode("utf-8", "backslashreplace").decode()
    return found


def _read(item: Item, settings: Settings) -> Document:
    limits = Limits(bytes=settings.max_bytes, pages=settings.max_pages)
    raw = read_raw(item.path, encoding=settings.encoding, limits=limits)
    metadata = item.metadata or Metadata()
    beside = read_sidecar(item.path) or Metadata()
    # What the manifest says wins over the sidecar, and both over the document.
    given = {name: getattr(metadata, name) or getattr(beside, name) for name in _METADATA}
    document = repair(raw, lang=settings.lang, metadata=Metadata(**given))
    return replace(document, id=item.id)


_METADATA = ("title", "issuer", "actor", "date", "kind")


def _tables(document: Document, settings: Settings, analyser: Analyser) -> Tables:
    findings = analyser.findings(document, settings.stages)
    terms = "terms" in settings.stages
    found = findings.found
    return tables_of(
        document,
        sentences=found.sentences,
        terms=found.terms if terms else None,
        pairs=found.pairs if terms else None,
        concepts=found.concepts if terms else None,
        citations=findings.citations,
        alignments=findings.aligned,
        stances=findings.stances,
        stance=findings.stance,
    )


@contextmanager
def _unlimited() -> Iterator[None]:
    yield


@contextmanager
def limited(settings: Settings) -> Iterator[None]:
    """End this process if what is inside takes too long or too much memory.

    The system's own alarm ends it even where a library holds the interpreter.
    """
    alarm = getattr(signal, "setitimer", None)
    done = threading.Event()
    watch = threading.Thread(target=_watch, args=(settings, done, alarm is None), daemon=True)
    watch.start()
    if alarm is not None:
        alarm(signal.ITIMER_REAL, settings.max_seconds)
    try:
        yield
    finally:
        if alarm is not None:
            alarm(signal.ITIMER_REAL, 0)
        done.set()
        watch.join()


def _watch(settings: Settings, done: threading.Event, time_too: bool) -> None:
    end = time.monotonic() + settings.max_seconds
    while not done.wait(_LOOK):
        if memory() > settings.max_memory:
            os._exit(OUT_OF_MEMORY)
        if time_too and time.monotonic() > end:
            os._exit(OUT_OF_TIME)


def memory() -> int:
    """Return the bytes that this process holds; the most so far where only that is told."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
