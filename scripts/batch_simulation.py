"""A batch over many workers as a simulation of events, from costs.

Documents go in blocks to workers as ``jacyber_nlp.batch`` hands them out, two for each
worker at a time; the main process takes each block back, one after the other, and may be
what limits. Workers start late, fail, and some are slow.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from heapq import heapify, heappop, heappush, heapreplace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jacyber_nlp.batch.run import BLOCK

Array = NDArray[np.float64]
Line = tuple[float, float]  # of a document, and of each of its characters
EXACT = 40  # blocks a worker at the end, simulated one by one …
FINER = 8  # … and before them bundles of this part of what is done, or left, to each
MANY = 200_000  # documents that stand for all


@dataclass(frozen=True, slots=True)
class World:
    """Costs as measured, and what is assumed; seconds and bytes.

    Attributes:
        work: In a worker.
        main: In the main process.
        merge: Of shares, in one process.
        start: Of a worker.
        handover: Of a block, in the main process.
        median: Characters of a document.
        sigma: Of their logarithm.
        tail: Share of documents with a Pareto tail from ``TAIL`` on.
        limit: Seconds at which a document fails.
        hours_to_failure: Of a worker, mean; infinite for none.
        restart: Until a failed worker is replaced, beside its start.
        slow: Share of workers that are slow.
        slowness: Their time, as a multiple.
        share: Workers of a shard.
    """

    work: Line
    main: Line = (0.0, 0.0)
    merge: Line = (0.0, 0.0)
    start: float = 0.0
    handover: float = 0.0
    median: float = 10_000.0
    sigma: float = 1.2
    tail: float = 0.01
    limit: float = 600.0
    hours_to_failure: float = 200.0
    restart: float = 60.0
    slow: float = 0.05
    slowness: float = 2.0
    share: int = 8


TAIL, SHAPE = 200_000, 1.5  # characters from which the tail begins, and its exponent


class Population(NamedTuple):
    """Documents that stand for all, and the blocks that they make.

    Attributes:
        lengths: Characters.
        spent: Seconds of each document in a worker, at most the limit.
        work: Seconds of each block in a worker.
        main: Seconds of each block in the main process.
        merge: Mean seconds of a document when shares are merged.
    """

    lengths: Array
    spent: Array
    work: Array
    main: Array
    merge: float


class Outcome(NamedTuple):
    """What a simulated run came to, in seconds.

    Attributes:
        seconds: From start to end.
        last: Of that, what was left to the main process when all workers had ended.
        busy: Of the main process; of shares that of the busiest.
    """

    seconds: float
    last: float
    busy: float


def population(world: World, rng: np.random.Generator) -> Population:
    """Draw documents, and cut them into blocks of ``BLOCK`` seconds at least, as a run does."""
    lengths = world.median * np.exp(world.sigma * rng.standard_normal(MANY))
    tailed = rng.random(MANY) < world.tail
    lengths[tailed] = TAIL * (1 + rng.pareto(SHAPE, int(tailed.sum())))
    spent = np.minimum(on(world.work, lengths), world.limit)
    ends, size = [-1], 0.0
    for i, one in enumerate(spent.tolist()):
        size += one
        if size >= BLOCK or i == MANY - 1:
            ends.append(i)
            size = 0.0
    starts = np.array(ends[:-1]) + 1
    main = np.add.reduceat(on(world.main, lengths), starts) + world.handover
    merge = float(on(world.merge, lengths).mean())
    return Population(lengths, spent, np.add.reduceat(spent, starts), main, merge)


def blocks_of(
    n: int, workers: int, people: Population, rng: np.random.Generator
) -> tuple[Array, Array]:
    """Draw the blocks of ``n`` documents: seconds in a worker, and in the main process.

    All but the last ``EXACT`` a worker are bundled, in bundles that grow at first, so that
    the main process has its part from the start, and become smaller towards the end. A
    bundle's cost is drawn by the central limit theorem: the tail ends at the limit.
    """
    left = total = max(round(n * len(people.work) / MANY), 1)
    sizes = []
    while left > EXACT * workers:
        part = min(left, total - left + FINER * workers) // (FINER * workers)
        sizes.append(max(part, 1))
        left -= sizes[-1]
    counts = np.array(sizes, dtype=float)
    drawn = rng.integers(len(people.work), size=left)
    work, main = (
        np.concatenate([
            np.maximum(
                counts * x.mean() + np.sqrt(counts) * x.std() * rng.standard_normal(len(sizes)), 0
            ),
            x[drawn],
        ])
        for x in (people.work, people.main)
    )  # fmt: skip
    return work, main


def run(
    work: Array, main: Array, workers: int, world: World, rng: np.random.Generator
) -> Outcome:  # fmt: skip
    """Hand blocks to workers, and take them back one by one."""
    speed = np.where(rng.random(workers) < world.slow, world.slowness, 1.0).tolist()
    costs = (work + lost(work, world, rng)).tolist()
    back_costs = main.tolist()
    ready = deque([0.0] * min(2 * workers, len(costs)))  # when each was handed out
    free = [(world.start, k) for k in range(workers)]
    heapify(free)
    under_way: list[tuple[float, float]] = []  # end, and cost in the main process
    clock = ended = 0.0

    def take_back() -> None:
        nonlocal clock
        end, cost = heappop(under_way)
        clock = max(clock, end) + cost
        ready.append(clock)

    for cost, own in zip(costs, back_costs, strict=True):
        while not ready:
            take_back()
        at, k = free[0]
        end = max(at, ready.popleft()) + cost * speed[k]
        heapreplace(free, (end, k))
        heappush(under_way, (end, own))
        ended = max(ended, end)
        # What came back before the next worker is free made room for another block.
        while under_way and under_way[0][0] <= free[0][0]:
            take_back()
    while under_way:
        take_back()
    return Outcome(clock, clock - ended, sum(back_costs))


def lost(work: Array, world: World, rng: np.random.Generator) -> Array:
    """Return what failures add to blocks: what was done of one, and a new worker."""
    if math.isinf(world.hours_to_failure):
        return np.zeros(len(work))
    failures = rng.poisson(work / (3600 * world.hours_to_failure))
    again = np.minimum(work, max(float(np.median(work)), BLOCK)) * rng.random(len(work))
    return failures * (again + world.restart + world.start)


def run_shares(
    n: int,
    workers: int,
    world: World,
    people: Population,
    rng: np.random.Generator,
    *,
    merged: bool,
) -> Outcome:
    """Run shares of the documents side by side.

    Which document falls into which share is chance, as with a checksum of its id.

    Args:
        n: Documents.
        workers: Of all shares together.
        world: What anything costs.
        people: What documents cost.
        rng: Chance.
        merged: Whether the shares keep journals alone, and are merged into one output;
            otherwise each is an output by itself, with tables.
    """
    shares, own = max(workers // world.share, 1), min(world.share, workers)
    if merged:
        people = people._replace(main=np.full(len(people.main), world.handover + world.main[0]))
    runs = [
        run(*blocks_of(int(k), own, people, rng), own, world, rng)
        for k in rng.multinomial(n, [1 / shares] * shares)
        if k
    ]
    seconds = max(one.seconds for one in runs)
    busy = max(one.busy for one in runs)
    if not merged:
        return Outcome(seconds, 0.0, busy)
    return Outcome(seconds + n * people.merge, n * people.merge, busy)


def on(line: Line, lengths: Array) -> Array:
    """Return what a document and its characters cost."""
    return line[0] + line[1] * lengths
