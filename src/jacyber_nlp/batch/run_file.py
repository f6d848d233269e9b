"""``run.json``: what a run was given, on what it ran, and what it came to."""

from __future__ import annotations

import os
import platform
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from jacyber_nlp.batch.parts import write_json
from jacyber_nlp.batch.progress import Summary
from jacyber_nlp.batch.settings import Execution, Settings, versions

NAME = "run.json"
SCHEMA = "jacyber-run/1"


def begin(
    folder: Path,
    settings: Settings,
    digest: str,
    execution: Execution,
    *,
    documents: int,
    ignored: int,
) -> dict[str, Any]:
    """Write that a run has begun, and return what was written."""
    told = {
        "schema": SCHEMA,
        "command": sys.argv[1:],
        "started": _now(),
        "host": platform.node(),
        "pid": os.getpid(),
        "machine": {
            "system": platform.platform(),
            "python": platform.python_version(),
            "cores": os.cpu_count(),
        },
        "settings": asdict(settings),
        "settings_digest": digest,
        "execution": asdict(execution),
        "packages": versions(),
        "inputs": {"documents": documents, "ignored": ignored},
        "status": "running",
    }
    write_json(folder / NAME, told)
    return told


def end(
    folder: Path,
    told: dict[str, Any],
    summary: Summary,
    versions: dict[str, str],
    rows: dict[str, int],
) -> None:
    """Write what a run came to behind what ``begin`` told."""
    progress = summary.progress
    figures = {
        "status": summary.status,
        "finished": _now(),
        "elapsed": round(summary.seconds, 3),
        "versions": versions,
        "counts": {
            "documents": progress.total,
            "reused": progress.reused,
            "done": progress.done,
            "failed": progress.failed,
            "characters": progress.characters,
            "sentences": progress.sentences,
        },
        "errors": dict(sorted(progress.errors.items())),
        "rows": rows,
        "seconds": {stage: round(n, 3) for stage, n in progress.seconds.items()},
    }
    write_json(folder / NAME, told | figures)


def read(folder: Path) -> dict[str, Any]:
    """Return what the last run in a folder tells; empty if it tells nothing."""
    try:
        return msgspec.json.decode((folder / NAME).read_bytes(), type=dict[str, Any])
    except (OSError, msgspec.DecodeError):
        return {}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
