"""Files that have their name only when they are whole and on the disk."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from jacyber_nlp.exchange.table_files import sync_folder


def write_whole(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file; until it is whole, an earlier one of its name stays.

    Raises:
        OSError: If it cannot be written; nothing is then left of it.
    """
    whole = temporary(path)
    try:
        with whole.open("wb") as handle:
            handle.writelines(pieces)
            handle.flush()
            os.fsync(handle.fileno())
        whole.replace(path)
    except BaseException:
        whole.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def temporary(path: Path) -> Path:
    """Return the name that a file has until it is whole; a killed run leaves it behind."""
    return path.with_name(f".{path.name}.tmp")
