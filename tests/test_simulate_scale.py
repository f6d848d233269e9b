"""The simulation of large batches against closed forms, and the tables made of it."""

from __future__ import annotations

import importlib
import json
import math
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"
pytestmark = pytest.mark.skipif(not SCRIPTS.exists(), reason="no checkout, only the wheel")
if SCRIPTS.exists():
    np = pytest.importorskip("numpy")
    sys.path.insert(0, str(SCRIPTS))
    simulation = importlib.import_module("batch_simulation")
    script = importlib.import_module("simulate_scale")

# All documents alike, nothing fails, nobody is slow: what remains has closed forms.
PLAIN = {"sigma": 0.0, "tail": 0.0, "slow": 0.0, "hours_to_failure": math.inf}
COSTS = {
    "work": [0.5, 1e-4],
    "main": [0.001, 1e-6],
    "merge": [0.002, 1e-6],
    "start": 2.0,
    "handover": {"pool": 1e-4, "dask": 2e-3},
    "index_bytes": 800.0,
    "journal_bytes": [1000.0, 3.0],
    "table_bytes": [0.0, 8.0],
    "raw_bytes": [3000.0, 17.0],
}


def plain(**costs: Any) -> Any:
    return simulation.World(**{"work": (2.0, 0.0), **PLAIN, **costs})


def run(n: int, workers: int, world: Any) -> Any:
    rng = np.random.default_rng(1)
    people = simulation.population(world, rng)
    return simulation.run(
        *simulation.blocks_of(n, workers, people, rng), workers, world, rng
    )  # fmt: skip


@given(n=st.integers(1, 3_000), start=st.floats(0, 100))
def test_one_worker_takes_the_sum_of_the_costs(n: int, start: float) -> None:
    blocks = np.full(n, 2.0)
    world = plain(start=start)

    seconds = simulation.run(blocks, 0 * blocks, 1, world, np.random.default_rng(1)).seconds

    assert seconds == pytest.approx(start + 2.0 * n)


@pytest.mark.parametrize("n", [80, 8_000, 8_000_000])
@pytest.mark.parametrize("workers", [1, 8, 40])
def test_equal_documents_take_their_share_of_the_workers(n: int, workers: int) -> None:
    assert run(n, workers, plain()).seconds == pytest.approx(2.0 * n / workers, rel=0.005)


def test_short_documents_are_handed_out_a_second_at_a_time() -> None:
    world = plain(work=(0.1, 0.0), handover=0.5)

    people = simulation.population(world, np.random.default_rng(1))

    assert people.work[:-1].tolist() == pytest.approx([1.0] * (len(people.work) - 1), abs=0.11)
    assert people.main.tolist() == [0.5] * len(people.main)


def test_where_the_main_process_is_slower_than_the_workers_it_sets_the_pace() -> None:
    world = plain(main=(0.1, 0.0))  # 64 workers do 32 documents a second, it takes 10

    outcome = run(100_000, 64, world)

    assert outcome.seconds == pytest.approx(10_000, rel=0.01)
    assert outcome.busy == pytest.approx(10_000, rel=0.01)


def test_what_the_main_process_does_meanwhile_costs_nothing() -> None:
    world = plain(main=(0.01, 0.0))

    assert run(10_000, 8, world).seconds == pytest.approx(2_500, rel=0.005)


def test_slow_workers_are_given_less() -> None:
    """All at half speed take twice as long; half of them, as list scheduling has it, 4/3."""
    half = run(40_000, 400, plain(slow=0.5, slowness=2.0)).seconds

    assert run(40_000, 400, plain(slow=1.0, slowness=2.0)).seconds == pytest.approx(400, rel=0.01)
    assert half == pytest.approx(200 * 4 / 3, rel=0.08)


def test_failures_cost_what_was_done_and_a_new_worker() -> None:
    """A failure an hour of work, each 600 s and half a block: a sixth on top."""
    world = plain(hours_to_failure=1.0, restart=590.0, start=10.0)

    seconds = run(100_000, 1, world).seconds

    assert seconds == pytest.approx(200_000 * (1 + 601 / 3600), rel=0.03)


def test_a_document_costs_no_more_than_its_time_limit() -> None:
    world = plain(work=(0.0, 1.0), median=10_000.0, limit=600.0)

    assert run(100, 1, world).seconds == pytest.approx(60_000)


@given(seed=st.integers(0, 10))
def test_more_workers_are_never_slower(seed: int) -> None:
    world = simulation.World(work=(0.5, 1e-4), main=(0.001, 1e-6), slow=0.0, start=1.0)
    people = simulation.population(world, np.random.default_rng(seed))
    blocks = simulation.blocks_of(20_000, 4, people, np.random.default_rng(seed))

    times = [
        simulation.run(*blocks, workers, world, np.random.default_rng(seed)).seconds
        for workers in (1, 2, 8, 64)
    ]

    assert all(fewer >= more for fewer, more in pairwise(times))


def test_bundles_of_blocks_cost_what_their_documents_do() -> None:
    world = simulation.World(work=(0.5, 1e-4))
    people = simulation.population(world, np.random.default_rng(3))

    work, _ = simulation.blocks_of(1_000_000, 8, people, np.random.default_rng(4))

    assert len(work) < 2_000
    assert work.sum() == pytest.approx(1_000_000 * people.spent.mean(), rel=0.01)


def test_shares_take_as_long_as_the_largest_and_the_merge() -> None:
    world = plain(merge=(0.01, 0.0), share=4)
    rng = np.random.default_rng(1)
    people = simulation.population(world, rng)

    merged = simulation.run_shares(16_000, 16, world, people, rng, merged=True)
    apart = simulation.run_shares(16_000, 16, world, people, rng, merged=False)

    assert (merged.last, apart.last) == (pytest.approx(160), 0)
    # 4,000 documents a share, some by chance a few more.
    assert 2_000 <= merged.seconds - 160 <= 2_000 * 1.05
    assert 2_000 <= apart.seconds <= 2_000 * 1.05


def test_the_same_seed_gives_the_same_table() -> None:
    def table() -> Any:
        return script.hours_table(COSTS, (1_000,), (2, 128), runs=3)

    rows = table()

    assert rows == table()
    # Processes of one machine have as many cores as one machine.
    assert [row[1:3] for row in rows[1:]] == [
        ("2", "processes"),
        ("2", "Dask"),
        ("2", "shards, merged"),
        ("2", "folders of their own"),
        ("128", "Dask"),
        ("128", "shards, merged"),
        ("128", "folders of their own"),
    ]


def test_storage_grows_with_the_documents_and_files_with_the_parts() -> None:
    rows = script.storage_table(COSTS, (1_000, 2_000), sigma=0.0, tail=0.0)

    # 10,000 characters each: 31 kB of journal, 80 kB of tables, 173 kB by which parts end.
    assert [row[1:] for row in rows[1:]] == [
        ("1.0e+07", "31 MB", "80 MB", "45", "800 kB"),
        ("2.0e+07", "62 MB", "160 MB", "90", "1.6 MB"),
    ]


def test_the_main_process_keeps_as_many_busy_as_its_time_goes_into_theirs() -> None:
    rows = script.limits_table(COSTS, sigma=0.0, tail=0.0, limit=600.0)

    # 1.5 s a document in a worker, 11.1 ms in the main process, 13 with Dask.
    assert [row[1:] for row in rows[1:]] == [
        ("135", "90.1"),
        ("115", "76.9"),
        ("–", "83.3"),
        ("0.00%", "–"),
    ]


def test_the_command_prints_its_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    costs = tmp_path / "costs.json"
    costs.write_text(json.dumps({"costs": COSTS}))
    arguments = "--documents 1000 --cores 2 --runs 2 --slow 0 --share 2".split()
    monkeypatch.setattr(sys, "argv", ["simulate_scale.py", "--costs", str(costs), *arguments])

    script.main()

    printed = capsys.readouterr().out
    assert "| 1,000 | 2 | processes |" in printed
    assert "| merge of shards |" in printed


def timed(function: Callable[..., Any], watch: Any) -> Callable[..., Any]:
    return importlib.import_module("batch_stages").timed(function, "inner", watch)


def test_time_is_counted_to_the_innermost_stage_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    stages = importlib.import_module("batch_stages")
    clock = [0.0]
    monkeypatch.setattr(stages.time, "perf_counter", lambda: clock[0])

    def steps() -> Any:
        for i in range(2):
            clock[0] += 1
            yield i

    watch = stages.Stopwatch()
    clock[0] += 4
    with watch.stage("outer"):
        clock[0] += 10
        for _ in timed(steps, watch)():
            clock[0] += 100

    assert watch.stop() == {"the rest": 4, "outer": 210, "inner": 2}


def test_every_function_that_the_profile_times_is_there() -> None:
    stages = importlib.import_module("batch_stages")

    for _, module, names in stages.STAGES.values():
        for name in names:
            owner, attribute = stages.place(module, name)
            assert callable(getattr(owner, attribute)), name


def test_generated_documents_have_their_sentences_once(tmp_path: Path) -> None:
    texts = importlib.import_module("policy_texts")

    size = texts.write_documents(tmp_path / "a", 4, 30)
    texts.write_documents(tmp_path / "b", 4, 30)

    written = {p.name: p.read_text(encoding="utf-8") for p in (tmp_path / "a").iterdir()}
    assert sorted(written) == ["00000-ja.txt", "00001-en.txt", "00002-ja.txt", "00003-en.txt"]
    assert sum(map(len, written.values())) == size
    assert written == {p.name: p.read_text(encoding="utf-8") for p in (tmp_path / "b").iterdir()}
    paragraphs = [line for text in written.values() for line in text.splitlines()]
    assert len(set(paragraphs)) == len(paragraphs)
