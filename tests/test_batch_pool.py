"""A worker that ends harms no call but its own, and none is left behind."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from pathlib import Path

import pytest

from jacyber_nlp.batch import pool
from jacyber_nlp.batch.pool import OUT_OF_MEMORY, Here, Workers
from jacyber_nlp.errors import MissingFileError, WorkerLostError, WorkerStartError
from toy import calls

LIMIT = 60  # seconds after which a call hangs


@pytest.fixture
def one() -> Iterator[Workers]:
    """A single worker."""
    executor = Workers(1)
    yield executor
    executor.shutdown(cancel_futures=True)


def test_calls_come_back_with_what_they_return_or_raise(one: Workers) -> None:
    good, much = one.submit(calls.double, 21), one.submit(calls.much, 20_000_000)
    bad, ours = one.submit(calls.fail, KeyError("x")), MissingFileError("a.txt")
    named = one.submit(calls.fail, ours)

    assert good.result(LIMIT) == 42
    assert much.result(LIMIT) == b"x" * 20_000_000
    assert repr(bad.exception(LIMIT)) == "KeyError('x')"
    assert named.exception(LIMIT).ja == ours.ja


def test_one_process_serves_all_calls(one: Workers) -> None:
    processes = {one.submit(calls.process).result(LIMIT) for _ in range(3)}

    assert len(processes) == 1
    assert os.getpid() not in processes


@pytest.mark.parametrize(
    ("call", "argument", "exitcode"),
    [
        (calls.kill, signal.SIGKILL, -9),
        (calls.leave, 3, 3),
        (calls.too_long, 0.2, -signal.SIGALRM),
        (calls.too_much, 400_000_000, OUT_OF_MEMORY),
    ],
)
def test_a_worker_that_ends_is_replaced(
    one: Workers, call: object, argument: object, exitcode: int
) -> None:
    lost, after = one.submit(call, argument), one.submit(calls.double, 2)

    error = lost.exception(LIMIT)
    assert isinstance(error, WorkerLostError)
    assert error.exitcode == exitcode
    assert after.result(LIMIT) == 4


def test_what_cannot_be_sent_back_costs_only_its_call(one: Workers) -> None:
    lost, after = one.submit(calls.unsendable), one.submit(calls.double, 2)

    assert isinstance(lost.exception(LIMIT), WorkerLostError)
    assert after.result(LIMIT) == 4


def test_what_cannot_be_sent_there_costs_only_its_call(one: Workers) -> None:
    lost, after = one.submit(lambda: None), one.submit(calls.double, 2)

    assert lost.exception(LIMIT) is not None
    assert after.result(LIMIT) == 4


def test_a_worker_killed_between_calls_costs_none(one: Workers) -> None:
    process = one.submit(calls.process).result(LIMIT)
    os.kill(process, signal.SIGKILL)
    wait_until_gone(process)

    assert one.submit(calls.double, 2).result(LIMIT) == 4


def test_limits_end_with_their_document(one: Workers) -> None:
    assert one.submit(calls.within_limits).result(LIMIT) == "alive"


def test_a_worker_is_replaced_after_many_calls(
    one: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "RECYCLE", 2)
    processes = [one.submit(calls.process).result(LIMIT) for _ in range(4)]

    assert processes[0] == processes[1] != processes[2] == processes[3]
    wait_until_gone(processes[0])


def test_two_workers_work_at_once(tmp_path: Path) -> None:
    executor = Workers(2)
    sleeping = executor.submit(calls.sleep, 60, tmp_path / "started")

    assert executor.submit(calls.double, 2).result(LIMIT) == 4
    assert not sleeping.done()
    executor.shutdown(cancel_futures=True)


def test_cancelling_ends_what_runs_and_what_waits(tmp_path: Path) -> None:
    threads = threading.active_count()
    executor = Workers(1)
    running = executor.submit(calls.sleep, 60, tmp_path / "started")
    waiting = executor.submit(calls.double, 2)
    while not (tmp_path / "started").exists():
        time.sleep(0.01)

    executor.shutdown(cancel_futures=True)

    assert isinstance(running.exception(0), WorkerLostError)
    with pytest.raises(CancelledError):
        waiting.result(0)
    assert threading.active_count() == threads
    wait_until_gone(int((tmp_path / "started").read_text(encoding="utf-8")))


def test_shutting_down_without_cancelling_ends_the_calls_first() -> None:
    executor = Workers(1)
    futures = [executor.submit(calls.double, n) for n in range(3)]
    executor.shutdown()

    assert [future.result(0) for future in futures] == [0, 2, 4]


def test_a_worker_that_does_not_start_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    executor = Workers(1)
    monkeypatch.setattr(pool, "_serve", calls.kill)  # called with a pipe for a signal: it ends
    error = executor.submit(calls.double, 1).exception(LIMIT)
    executor.shutdown()

    assert isinstance(error, WorkerStartError)
    assert error.exitcode == 1


def test_a_worker_that_does_not_answer_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "START", 0.1)
    monkeypatch.setattr(pool, "_serve", _silent)
    executor = Workers(1)
    error = executor.submit(calls.double, 1).exception(LIMIT)
    executor.shutdown()

    assert isinstance(error, WorkerStartError)
    assert error.exitcode is None


def test_a_system_without_room_for_a_worker_is_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(pool._CONTEXT.Process, "start", refuse)
    executor = Workers(1)
    error = executor.submit(calls.double, 1).exception(LIMIT)
    executor.shutdown()

    assert isinstance(error, WorkerStartError)


def test_here_calls_at_once_and_keeps_what_is_raised() -> None:
    executor = Here()

    assert executor.submit(calls.double, 4).result(0) == 8
    assert repr(executor.submit(calls.fail, KeyError("x")).exception(0)) == "KeyError('x')"
    with pytest.raises(KeyboardInterrupt):  # Ctrl-C is no outcome
        executor.submit(calls.fail, KeyboardInterrupt())


def _silent(*_: object) -> None:
    time.sleep(60)


def wait_until_gone(process: int) -> None:
    """Wait until a process is no more; whoever started it has taken its exit status."""
    for _ in range(500):
        try:
            os.kill(process, 0)
            if sys.platform == "linux":
                state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
                # The first thread of a process is Z before the others have ended, and the
                # process is alive to its parent until then.
                threads = len(list(Path(f"/proc/{process}/task").iterdir()))
                if state.rpartition(")")[2].split()[0] == "Z" and threads == 1:
                    time.sleep(0.1)
                    return
        except (ProcessLookupError, FileNotFoundError):
            return
        time.sleep(0.02)
    raise AssertionError(f"process {process} is still there")
