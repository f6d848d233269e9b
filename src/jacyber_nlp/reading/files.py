"""The bytes of a file, without waiting for anything that is none."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from jacyber_nlp.errors import ChangedFileError, MissingFileError, UnreadableFileError

# A pipe without writer would block open() for ever; Windows has no such flag, but
# needs to be told that line ends are bytes.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_bytes(path: Path, limit: int) -> bytes:
    """Read a regular file in one go, ``limit`` + 1 bytes at most.

    Returns:
        The whole file; of one that is beyond the limit, one byte more than that.

    Raises:
        MissingFileError: If there is none.
        UnreadableFileError: If it is a folder, a pipe, a device, or not permitted.
        ChangedFileError: If somebody wrote it meanwhile.
    """
    try:
        # Devices are not even opened: that alone can set them going.
        _check_kind(path.stat(), path)
        with os.fdopen(os.open(path, _FLAGS), "rb") as handle:
            before = os.fstat(handle.fileno())
            _check_kind(before, path)  # another may have taken its place
            data = handle.read(limit + 1)
            after = os.fstat(handle.fileno())
    except FileNotFoundError as err:
        raise MissingFileError(str(path)) from err
    except UnreadableFileError:
        raise
    except (OSError, ValueError) as err:  # ValueError: NUL in the path
        raise UnreadableFileError(str(path), getattr(err, "strerror", None) or str(err)) from err
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise ChangedFileError(str(path))
    return data


def _check_kind(found: os.stat_result, path: Path) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise UnreadableFileError(str(path), "a folder", "フォルダです")
    if not stat.S_ISREG(found.st_mode):
        raise UnreadableFileError(str(path), "no regular file", "通常のファイルではありません")
