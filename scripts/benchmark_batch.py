"""Batch scoring, each measure beside its limit or its peer in one run.

    python scripts/benchmark_batch.py [--quick] [--json FILE] [--figure FILE] [MEASURE…]

Measures: bare (end to end against bare tokens and inference), stages (where the time
goes), scaling (processes, Dask), memory, again (a second run), costs (what
``simulate_scale.py`` reads). Those named are written into FILE beside what it holds of the
others. Documents are made of labelled sentences, seeded; sides take turns, medians count.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import batch_sides
from batch_sides import fresh
from batch_stages import MAIN, STAGES, draw
from batch_tables import TABLES, Figures, Rows
from policy_texts import write_documents
from process_watch import Watched, watch

# Sizes by measure: quick ones only show that all of it runs.
FULL: dict[str, tuple[int, ...]] = {
    "bare": (4, 400, 5),  # documents, sentences, passes
    "stages": (8, 400),
    "scaling": (48, 60, 3),
    "memory": (200, 5_000, 40, 400),  # documents with terms alone, then with all stages
    "again": (300, 40),
    "costs": (120, 10),
}
QUICK: dict[str, tuple[int, ...]] = {
    "bare": (2, 60, 1),
    "stages": (2, 60),
    "scaling": (16, 20, 1),
    "memory": (20, 100, 10, 20),
    "again": (100, 6),
    "costs": (12, 10),
}
SHORT = 10  # sentences of a short document
Sizes = dict[str, tuple[int, ...]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("measures", nargs="*", metavar="MEASURE", help=", ".join(MEASURES))
    parser.add_argument("--quick", action="store_true", help="small sizes: does it run?")
    parser.add_argument("--json", type=Path, help="where figures are kept")
    parser.add_argument("--figure", type=Path, help="the stages as a chart (extra plot)")
    given = parser.parse_args()
    unknown = set(given.measures) - set(MEASURES)
    if unknown:
        parser.error(f"no measure {', '.join(sorted(unknown))}; there are {', '.join(MEASURES)}")
    # No side may have vectors from before, or threads of its own.
    os.environ |= {"JACYBER_CACHE": "off", "OMP_NUM_THREADS": "1"}
    known = given.json is not None and given.json.exists()
    figures: Figures = json.loads(given.json.read_text()) if known else {}
    for name in given.measures or MEASURES:
        with tempfile.TemporaryDirectory(prefix="batch") as folder:
            figures[name] = MEASURES[name](Path(folder), QUICK if given.quick else FULL)
            figures[name] |= {"quick": given.quick, "machine": machine()}
        print_table(name, TABLES[name](figures[name]))
        if given.json is not None:
            given.json.write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n")
    if given.figure is not None and "stages" in figures:
        seconds = figures["stages"]["seconds"]
        draw(seconds, given.figure, "jacyber batch, one process: time by stage")


def machine() -> str:
    """Return processor, cores and Python."""
    names = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    cores = len(os.sched_getaffinity(0))
    return f"{names[0] if names else platform.machine()}, {cores} cores, Python " + (
        platform.python_version()
    )


def against_bare(folder: Path, sizes: Sizes) -> Figures:
    """End to end, and bare tokenization and inference, in turns."""
    documents, sentences, passes = sizes["bare"]
    write_documents(folder / "long", documents, sentences)
    ours: list[Figures] = []
    bare: list[Figures] = []
    for _ in range(passes):
        ours.append(fresh(batch_sides.batch, folder / "long"))
        bare.append(fresh(batch_sides.bare, folder / "long"))
    parts = {name: statistics.median(one[name] for one in bare) for name in bare[0]}
    encoder = min(parts["encoder, one by one"], parts["encoder, all at once"])
    seconds = statistics.median(one["seconds"] for one in ours)
    bare_seconds = parts["tokens"] + encoder + parts["reader"]
    return ours[0] | {
        "seconds": seconds,
        "bare": parts,
        "bare_seconds": bare_seconds,
        "ratio": bare_seconds / seconds,
    }


def by_stage(folder: Path, sizes: Sizes) -> Figures:
    """Where the time of long documents goes."""
    write_documents(folder / "long", *sizes["stages"])
    return dict(fresh(batch_sides.stages, folder / "long"))


def scaling(folder: Path, sizes: Sizes) -> Figures:
    """One process, two, and Dask with two, in turns."""
    documents, sentences, passes = sizes["scaling"]
    write_documents(folder / "in", documents, sentences)
    engines = {"1 process": (1, None), "2 processes": (2, None), "Dask, 2 workers": (2, "local")}
    runs: dict[str, list[tuple[float, float]]] = {name: [] for name in engines}
    for number in range(passes):
        for name, (n, dask) in engines.items():
            out = folder / f"{number} {name}"
            runs[name].append(fresh(speed, folder / "in", out, n, dask))
    whole = {n: statistics.median(one[0] for one in found) for n, found in runs.items()}
    steady = {n: statistics.median(one[1] for one in found) for n, found in runs.items()}
    return {"documents": documents, "sentences": sentences, "whole": whole, "steady": steady}


def speed(folder: Path, out: Path, n: int, dask: str | None) -> tuple[float, float]:
    """Return characters a second of a whole run, and of its middle, start and end apart."""
    from jacyber_nlp.batch import Execution, Progress, Settings, list_items, run_batch

    seen: list[tuple[float, int]] = []

    def note(progress: Progress) -> None:
        seen.append((time.perf_counter(), progress.characters))

    begun = time.perf_counter()
    execution = Execution(n, 1, dask)
    listing = list_items([str(folder)])
    total = run_batch(listing, out, Settings(), execution=execution, on_progress=note).progress
    whole = total.characters / (time.perf_counter() - begun)
    middle = [one for one in seen if 0.2 <= one[1] / total.characters <= 0.9]
    (first, before), (last, after) = middle[0], middle[-1]
    return whole, (after - before) / (last - first)


def memory(folder: Path, sizes: Sizes) -> Figures:
    """Peak memory of the main process with few and many documents, and of a worker."""
    found: Figures = {}
    for stages, (few, many) in {
        "terms": sizes["memory"][:2],
        "terms,align,score": sizes["memory"][2:],
    }.items():
        for n in (few, many):
            write_documents(folder / f"{n}", n, SHORT)
            out = folder / f"{stages}-{n}"
            took = command(folder / f"{n}", out, "--stages", stages, "--processes", "2")
            found.setdefault(stages, []).append({"documents": n, **took._asdict()})
    return {"runs": found}


def again(folder: Path, sizes: Sizes) -> Figures:
    """Whole commands: a first run, one over unchanged input, one with 1 % changed."""
    documents, sentences = sizes["again"]
    write_documents(folder / "in", documents, sentences)
    cache = {"JACYBER_CACHE": str(folder / "cache")}
    options = ("--resume", "--processes", "2")
    first = command(folder / "in", folder / "out", *options, env=cache).seconds
    unchanged = statistics.median(
        command(folder / "in", folder / "out", *options, env=cache).seconds for _ in range(3)
    )
    for path in sorted((folder / "in").glob("*.txt"))[: documents // 100]:
        path.write_text(path.read_text(encoding="utf-8") + "国家は自由を守る。\n", encoding="utf-8")
    changed = command(folder / "in", folder / "out", *options, env=cache).seconds
    return {"documents": documents, "first": first, "unchanged": unchanged, "changed": changed}


def command(folder: Path, out: Path, *options: str, env: dict[str, str] | None = None) -> Watched:
    """Run ``jacyber batch`` as a user does."""
    line = [sys.executable, "-m", "jacyber_nlp", "batch", str(folder), "-o", str(out), *options]
    return watch(line, env or {})


def costs(folder: Path, sizes: Sizes) -> Figures:
    """What a document costs by its length, and each part of the machinery by itself.

    A cost is a + b · characters, through short and long documents.
    """
    write_documents(folder / "short", *sizes["costs"])
    write_documents(folder / "long", *sizes["stages"])
    short, long = (fresh(batch_sides.stages, folder / name) for name in ("short", "long"))
    begun = time.perf_counter()
    fresh(batch_sides.start)
    found: Figures = {"start": time.perf_counter() - begun}
    mains = {name for name, (where, *_) in STAGES.items() if where == MAIN}
    for one in (short, long):
        spent = one["seconds"]
        one["main"] = sum(spent.get(name, 0.0) for name in mains)
        one["work"] = sum(spent.values()) - one["main"]
    for name in ("work", "main", "merge", "journal_bytes", "table_bytes", "raw_bytes"):
        found[name] = line_through(short, long, name)
    found["index_bytes"] = fresh(batch_sides.index_bytes)
    found["handover"] = {e: fresh(batch_sides.handing_over, e) for e in ("pool", "dask")}
    return found


def line_through(short: Figures, long: Figures, name: str) -> list[float]:
    """Return what a document costs by itself, and what each character adds; none below 0."""
    (x1, y1), (x2, y2) = (
        (one["characters"] / one["documents"], one[name] / one["documents"])
        for one in (short, long)
    )
    slope = max((y2 - y1) / (x2 - x1), 0.0)
    return [max(y1 - slope * x1, 0.0), slope]


def print_table(name: str, rows: Rows) -> None:
    print(f"\n{name}")
    for first, second, third in rows:
        print(f"  {first:52} {second:>28}   {third}")


MEASURES: dict[str, Callable[[Path, Sizes], Figures]] = {
    "bare": against_bare,
    "stages": by_stage,
    "scaling": scaling,
    "memory": memory,
    "again": again,
    "costs": costs,
}
if __name__ == "__main__":
    main()
