"""A command and the processes below it: time, memory and work, read from /proc."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

LOOK = 0.05  # seconds between two looks
_TICKS = os.sysconf("SC_CLK_TCK")


class Watched(NamedTuple):
    """What a command took.

    Attributes:
        seconds: From start to end.
        main: Peak memory of the process that was started, bytes.
        worker: Peak memory of the largest process below it; 0 without one.
        main_seconds: Processor time of the process that was started.
    """

    seconds: float
    main: int
    worker: int
    main_seconds: float


def watch(command: Sequence[str], env: dict[str, str]) -> Watched:
    """Run a command to its end.

    Raises:
        RuntimeError: If it fails; with what it wrote to stderr.
    """
    with tempfile.TemporaryFile() as errors:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command, env={**os.environ, **env}, stdout=subprocess.DEVNULL, stderr=errors
        )
        main = worker = 0
        spent = 0.0
        while process.poll() is None:
            main = max(main, _peak(process.pid))
            spent = max(spent, _spent(process.pid))
            worker = max([worker, *map(_peak, _below(process.pid))])
            time.sleep(LOOK)
        seconds = time.perf_counter() - begun
        if process.returncode:
            errors.seek(0)
            raise RuntimeError(f"{' '.join(command)}: {errors.read().decode(errors='replace')}")
    return Watched(seconds, main, worker, spent)


def _below(pid: int) -> Iterator[int]:
    """Return the processes below one, at any depth, as they are now."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        fields = _stat(path)
        if fields:
            parents[int(path.parent.name)] = int(fields[1])
    for one in parents:
        above = parents[one]
        while above in parents and above != pid:
            above = parents[above]
        if above == pid:
            yield one


def _peak(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    except OSError:  # it is gone
        pass
    return 0


def _spent(pid: int) -> float:
    fields = _stat(Path(f"/proc/{pid}/stat"))
    return (int(fields[11]) + int(fields[12])) / _TICKS if fields else 0.0


def _stat(path: Path) -> list[str]:
    """Return the fields behind the name, which may hold blanks; empty if it is gone."""
    try:
        return path.read_text().rpartition(")")[2].split()
    except OSError:
        return []
