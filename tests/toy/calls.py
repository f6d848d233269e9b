"""What workers are made to do in tests; a child process must be able to import it."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any


def double(n: int) -> int:
    return 2 * n


def process() -> int:
    return os.getpid()


def much(n: int) -> bytes:
    return b"x" * n


def fail(error: Exception) -> None:
    raise error


def kill(number: int = signal.SIGKILL) -> None:
    os.kill(os.getpid(), number)


def leave(status: int) -> None:
    os._exit(status)


def unsendable() -> Any:
    return lambda: None


def sleep(seconds: float, started: Path | None = None) -> None:
    if started is not None:
        started.write_text(str(os.getpid()), encoding="utf-8")
    time.sleep(seconds)


def once(path: Path) -> str:
    """End the process the first time."""
    if path.exists():
        return "survived"
    path.touch()
    os._exit(1)


def too_long(seconds: float) -> None:
    from jacyber_nlp.batch.settings import Settings
    from jacyber_nlp.batch.worker import limited

    with limited(Settings(max_seconds=seconds)):
        time.sleep(60)


def too_much(limit: int) -> None:
    from jacyber_nlp.batch.settings import Settings
    from jacyber_nlp.batch.worker import limited

    with limited(Settings(max_memory=limit)):
        held = bytearray(2 * limit)
        held[::1000] = b"x" * len(held[::1000])
        time.sleep(60)


def within_limits() -> str:
    """Two calls with limits, and longer than the first after it."""
    from jacyber_nlp.batch.settings import Settings
    from jacyber_nlp.batch.worker import limited

    with limited(Settings(max_seconds=0.2)):
        pass
    time.sleep(0.4)
    return "alive"
