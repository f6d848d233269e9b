"""What a batch of many documents needs, by simulation from measured costs.

    python scripts/simulate_scale.py --costs FILE [--documents N …] [--cores N …]

``benchmark_batch.py --json FILE costs`` measures the costs. How long documents are is an
assumption, no measurement: log-normal with a median of 10,000 characters (the project's
samples have 1,200 to 5,200; statements some thousands, strategies some ten thousands),
and one in a hundred with a Pareto tail from 200,000 on (compilations, annual reports).
So are failures (each worker every 200 hours) and slow workers (one in twenty, half as fast).
"""

from __future__ import annotations

import argparse
import json
import math
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from batch_simulation import (
    MANY,
    Population,
    World,
    blocks_of,
    on,
    population,
    run,
    run_shares,
)
from jacyber_nlp.batch.parts import PART, tables_of_stages
from jacyber_nlp.records import STAGES

ENGINES = ("processes", "Dask", "shards, merged", "folders of their own")
DOCUMENTS = (100_000, 1_000_000, 10_000_000)
CORES = (2, 64, 512)
ONE_MACHINE = 64  # cores beyond which processes of one machine are not simulated
RUNS = 20
SEED = 8
Table = list[tuple[str, ...]]


class Need(NamedTuple):
    """What documents need.

    Attributes:
        hours: 5th, 50th and 95th per cent of the simulated runs.
        core_hours: While workers work, idle cores as well.
        last: Hours behind the last worker: tables that wait, or the merge.
        main: Share of the time for which the main process is busy.
    """

    hours: tuple[float, float, float]
    core_hours: float
    last: float
    main: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--costs", type=Path, required=True, help="of benchmark_batch.py --json")
    parser.add_argument("--documents", type=int, nargs="*", default=DOCUMENTS)
    parser.add_argument("--cores", type=int, nargs="*", default=CORES)
    parser.add_argument("--runs", type=int, default=RUNS)
    for name in ("median", "sigma", "tail", "limit", "hours-to-failure", "restart"):
        parser.add_argument(f"--{name}", type=float)
    for name in ("slow", "slowness"):
        parser.add_argument(f"--{name}", type=float)
    parser.add_argument("--share", type=int, help="workers of a shard")
    given = vars(parser.parse_args())
    costs = json.loads(given.pop("costs").read_text())["costs"]
    documents, cores, runs = (given.pop(name) for name in ("documents", "cores", "runs"))
    assumed = {name: value for name, value in given.items() if value is not None}
    for table in (
        hours_table(costs, documents, cores, runs=runs, **assumed),
        storage_table(costs, documents, **assumed),
        limits_table(costs, **assumed),
    ):
        print(markdown(table))


def world_of(costs: dict[str, Any], engine: str, **assumed: Any) -> World:
    """Return measured costs with what is assumed."""
    return World(
        work=tuple(costs["work"]),
        main=tuple(costs["main"]),
        merge=tuple(costs["merge"]),
        start=costs["start"],
        handover=costs["handover"]["dask" if engine == "Dask" else "pool"],
        **assumed,
    )


def need(
    n: int, workers: int, engine: str, world: World, people: Population, *, runs: int, seed: int
) -> Need:
    """Simulate runs of ``n`` documents."""
    rng = np.random.default_rng(seed)
    outcomes = []
    for _ in range(runs):
        if engine in ENGINES[2:]:
            merged = engine == "shards, merged"
            outcomes.append(run_shares(n, workers, world, people, rng, merged=merged))
        else:
            blocks = blocks_of(n, workers, people, rng)
            outcomes.append(run(*blocks, workers, world, rng))
    low, middle, high = (np.percentile([o.seconds for o in outcomes], (5, 50, 95)) / 3600).tolist()
    last = float(np.median([one.last for one in outcomes])) / 3600
    busy = float(np.median([one.busy / (one.seconds - one.last) for one in outcomes]))
    return Need((low, middle, high), (middle - last) * workers, last, min(busy, 1.0))


def hours_table(
    costs: dict[str, Any],
    documents: tuple[int, ...] = DOCUMENTS,
    cores: tuple[int, ...] = CORES,
    *,
    runs: int = RUNS,
    **assumed: Any,
) -> Table:
    """Return hours by documents, cores and engine."""
    rows: Table = [
        ("documents", "cores", "engine", "hours (5–95 %)", "core-hours", "after the last worker",
         "main process busy")
    ]  # fmt: skip
    worlds = {engine: world_of(costs, engine, **assumed) for engine in ENGINES}
    people = {e: population(w, np.random.default_rng(SEED)) for e, w in worlds.items()}
    for n in documents:
        for workers in cores:
            for engine in ENGINES if workers <= ONE_MACHINE else ENGINES[1:]:
                found = need(
                    n, workers, engine, worlds[engine], people[engine], runs=runs, seed=SEED
                )
                low, middle, high = map(figure, found.hours)
                rows.append((
                    f"{n:,}", f"{workers}", engine, f"{middle} ({low}–{high})",
                    figure(found.core_hours), f"{figure(found.last)} h", f"{found.main:.0%}",
                ))  # fmt: skip
    return rows


def storage_table(
    costs: dict[str, Any], documents: tuple[int, ...] = DOCUMENTS, **assumed: Any
) -> Table:
    """Return bytes on the disk and in the main process, and files, by documents."""
    lengths = population(world_of(costs, "processes", **assumed), np.random.default_rng(SEED))[0]
    mean = {
        name: float(on(tuple(costs[name]), lengths).mean())
        for name in ("journal_bytes", "table_bytes", "raw_bytes")
    }
    rows: Table = [("documents", "characters", "journal", "tables", "files of tables", "index")]
    for n in documents:
        files = math.ceil(n * mean["raw_bytes"] / PART) * len(tables_of_stages(STAGES))
        rows.append((
            f"{n:,}", f"{n * float(lengths.mean()):.1e}", size(n * mean["journal_bytes"]),
            size(n * mean["table_bytes"]), f"{files:,}", size(n * costs["index_bytes"]),
        ))  # fmt: skip
    return rows


def limits_table(costs: dict[str, Any], **assumed: Any) -> Table:
    """Return what limits: workers that one main process keeps busy, the merge, the time limit."""
    rows: Table = [("engine", "workers that one main process keeps busy", "documents a second")]
    for engine in ENGINES[:2]:
        world = world_of(costs, engine, **assumed)
        people = population(world, np.random.default_rng(SEED))
        main = float(people.main.sum())
        rows.append((engine, figure(float(people.work.sum()) / main), figure(MANY / main)))
    beyond = float((people.spent >= world.limit).mean())
    rows.append(("merge of shards", "–", figure(1 / people.merge)))
    rows.append(("documents beyond the time limit", f"{beyond:.2%}", "–"))
    return rows


def markdown(table: Table) -> str:
    """Return a table as Markdown."""
    head, *rows = ("| " + " | ".join(row) + " |\n" for row in table)
    return head + "|" + "---|" * len(table[0]) + "\n" + "".join(rows)


def figure(n: float) -> str:
    """Return a number with two or three digits that count."""
    return f"{n:,.0f}" if n >= 100 else f"{n:.3g}" if n >= 1 else f"{n:.2f}"


def size(n: float) -> str:
    """Return bytes in a unit that fits."""
    for unit in ("bytes", "kB", "MB", "GB"):
        if n < 1000:
            return f"{figure(n)} {unit}"
        n /= 1000
    return f"{figure(n)} TB"


if __name__ == "__main__":
    main()
