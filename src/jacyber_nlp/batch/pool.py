"""Executors: in this process, in processes that may end, on a Dask cluster."""

from __future__ import annotations

import multiprocessing
import os
import queue
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import ExitStack, contextmanager
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from typing import Any, ParamSpec, TypeVar

from jacyber_nlp.errors import MissingExtraError, SchedulerError, WorkerLostError, WorkerStartError

P = ParamSpec("P")
T = TypeVar("T")
OUT_OF_MEMORY, OUT_OF_TIME = 86, 87  # exit statuses of a worker that went beyond its limits
RECYCLE = 250  # calls after which a worker is replaced: what leaks a little never grows large
START = 60.0  # seconds that a worker, or the answer of a cluster, may take
_CONTEXT = multiprocessing.get_context("spawn")  # a fork would copy locks that threads hold
_Task = tuple[Future[Any], Callable[..., Any], tuple[Any, ...], dict[str, Any]]


class Here(Executor):
    """Runs each call at once, in this process."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Call, and return what has become of it."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as err:  # noqa: BLE001  (what a Future is for)
            future.set_exception(err)
        return future


class Workers(Executor):
    """Processes of which one may end without harm to the others.

    A call whose process ends has the exception ``WorkerLostError``; the process is
    replaced. ``ProcessPoolExecutor`` instead gives up all calls for one.
    """

    def __init__(self, n: int) -> None:
        """Start ``n`` workers when they are first needed."""
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._stopped = threading.Event()
        self._threads = [threading.Thread(target=self._serve, daemon=True) for _ in range(n)]
        for thread in self._threads:
            thread.start()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Hand a call to the next worker that is free."""
        future: Future[T] = Future()
        self._tasks.put((future, fn, args, kwargs))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the workers: after their calls, or at once with ``cancel_futures``."""
        if cancel_futures:
            self._stopped.set()
        for _ in self._threads:
            self._tasks.put(None)
        for thread in self._threads if wait else ():
            thread.join()

    def _serve(self) -> None:
        """Give one worker its calls, one at a time."""
        _leave_interrupts_to_main()
        worker: _Worker | None = None
        while (task := self._tasks.get()) is not None:
            future, *call = task
            if self._stopped.is_set() or not future.set_running_or_notify_cancel():
                future.cancel()
                continue
            if worker is not None and not worker.alive:  # ended between two calls
                worker.end()
                worker = None
            try:
                worker = worker or _Worker()
                future.set_result(worker.call(tuple(call), self._stopped))
            except Exception as err:  # noqa: BLE001  (what a Future is for)
                future.set_exception(err)
            if worker is not None and worker.calls >= RECYCLE:
                worker.end()
                worker = None
        if worker is not None:
            worker.end()


def _leave_interrupts_to_main() -> None:
    """Keep Ctrl-C from this thread, and from the processes that it starts, from the first on."""
    if hasattr(signal, "pthread_sigmask"):
        resource_tracker.ensure_running()  # begun with a worker, it would let signals in again
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


class _Worker:
    """One process and the way to it."""

    def __init__(self) -> None:
        self.calls = 0
        self._ours, theirs = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=_serve, args=(theirs, os.getpid()), daemon=True)
        try:
            self._process.start()
        except OSError as err:  # no more processes or memory: not the output's fault
            raise WorkerStartError(None) from err
        finally:
            theirs.close()  # so that its end shows here
        try:
            if self._ours.poll(START):
                self._received()
                return
        except WorkerLostError as err:
            raise WorkerStartError(self._process.exitcode) from err
        self.end()
        raise WorkerStartError(None)

    @property
    def alive(self) -> bool:
        return self._process.is_alive()

    def call(self, call: tuple[Any, ...], stopped: threading.Event) -> Any:
        """Return what a call returns, or raise what it raises."""
        self.calls += 1
        try:
            self._ours.send(call)
        except OSError:
            raise self._lost() from None
        while not wait([self._ours, self._process.sentinel], timeout=0.2):
            if stopped.is_set():
                self._process.kill()
        good, value = self._received()
        if not good:
            raise value
        return value

    def end(self) -> None:
        """End the process and wait until it is gone."""
        self._ours.close()  # a worker without calls ends by that
        self._process.join(0.5)
        self._process.kill()
        self._process.join()

    def _received(self) -> tuple[bool, Any]:
        try:
            received: tuple[bool, Any] = self._ours.recv()
        except (EOFError, OSError):
            raise self._lost() from None
        return received

    def _lost(self) -> WorkerLostError:
        self._process.join()
        return WorkerLostError(self._process.exitcode)


def _serve(calls: Connection, parent: int) -> None:
    """Take calls until the pipe is closed or the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where it is not blocked: the parent has it
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    calls.send((True, None))
    while True:
        try:
            function, args, kwargs = calls.recv()
        except (EOFError, OSError):
            return
        try:
            answer = True, function(*args, **kwargs)
        except Exception as err:  # noqa: BLE001  (sent to whoever called)
            answer = False, err
        try:
            calls.send(answer)
        except OSError:  # nobody waits for it any more
            return


def _end_with(parent: int) -> None:
    """End this process when its parent is gone, in the middle of a call as well."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


@contextmanager
def on_dask(address: str, n: int) -> Iterator[tuple[Executor, Callable[[], int]]]:
    """Give an executor on a Dask cluster, and what tells how many workers it has by now.

    Args:
        address: Of the scheduler, or ``local`` for a cluster of ``n`` processes here.
        n: Workers of a local cluster.

    Raises:
        MissingExtraError: If the extra ``dask`` is not installed.
        SchedulerError: If no scheduler answers, or it gets no worker within ``START``.
    """
    try:
        from distributed import Client, LocalCluster
    except ModuleNotFoundError as err:
        raise MissingExtraError("dask", err.name or "distributed") from err
    with ExitStack() as stack:
        try:
            if address == "local":
                cluster = LocalCluster(n_workers=n, threads_per_worker=1, dashboard_address=None)
                client = stack.enter_context(Client(stack.enter_context(cluster)))
            else:
                client = stack.enter_context(Client(address, timeout=START))
            client.wait_for_workers(1, timeout=START)
        except (OSError, ValueError) as err:  # nobody there, no workers in time, no address
            raise SchedulerError(address, str(err) or type(err).__name__) from err
        # Not pure: two calls alike would be taken for one.
        executor = client.get_executor(pure=False)
        yield executor, lambda: len(client.scheduler_info()["workers"])
