"""Vectors kept between runs, by text, model and role."""

from __future__ import annotations

import hashlib
import logging
import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jacyber_nlp.encoders.base import Encoder, Role

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_log = logging.getLogger(__name__)

LIMIT = 500_000_000  # bytes: some 200,000 vectors of the encoder that ships
VARIABLE = "JACYBER_CACHE"
_FILE = "vectors.sqlite"
_AT_ONCE = 500  # keys a SELECT: SQLite allowed 999 variables before 3.32
_PATIENCE = 2.0  # seconds that another process may hold the file
_HOUR = 3600  # use is noted by the hour, so that reading seldom writes
_TABLE = """
CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL, used INTEGER);
CREATE INDEX IF NOT EXISTS by_use ON vectors (used);
"""


@dataclass(frozen=True, slots=True)
class CacheInfo:
    """What a cache holds.

    Attributes:
        path: Its file; None if there is to be no cache.
        vectors: How many.
        size: Bytes in use.
        limit: Most bytes; beyond it the least recently used vectors go.
    """

    path: Path | None
    vectors: int
    size: int
    limit: int


class VectorCache:
    """A file of vectors that several processes may use at a time.

    SQLite with a write-ahead log: readers do not wait for a writer. Vectors are
    the bytes of their float32 numbers, little-endian; nothing is unpickled. Every
    method raises ``sqlite3.Error`` or ``OSError`` if the file cannot be used.
    """

    def __init__(self, path: Path, *, limit: int = LIMIT) -> None:
        """Name the file; it is made on first use, readable by its owner alone."""
        self.path = path
        self.limit = limit

    def get(self, keys: Sequence[bytes]) -> dict[bytes, NDArray[np.float32]]:
        """Return the vectors that are there, by key, and note that they were used."""
        import numpy as np

        found: dict[bytes, NDArray[np.float32]] = {}
        if not keys or not self.path.exists():
            return found
        hour, old = int(time.time()) // _HOUR, []
        with self._open() as db:
            for start in range(0, len(keys), _AT_ONCE):
                some = keys[start : start + _AT_ONCE]
                marks = ",".join("?" * len(some))
                query = f"SELECT key, vector, used FROM vectors WHERE key IN ({marks})"  # noqa: S608
                for key, vector, used in db.execute(query, some):
                    if len(vector) % 4 == 0:
                        found[key] = np.frombuffer(vector, dtype="<f4")
                        old += [(hour, key)] if used < hour else []
            db.executemany("UPDATE vectors SET used = ? WHERE key = ?", old)
        return found

    def put(self, vectors: Mapping[bytes, NDArray[np.float32]]) -> None:
        """Keep vectors; where that makes too many, the least recently used go."""
        if not vectors:
            return
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        hour = int(time.time()) // _HOUR
        rows = [(key, vector.astype("<f4").tobytes(), hour) for key, vector in vectors.items()]
        with self._open() as db:
            db.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)
            while _size(db) > self.limit:
                gone = db.execute(
                    "DELETE FROM vectors WHERE rowid IN (SELECT rowid FROM vectors "
                    "ORDER BY used, rowid LIMIT (SELECT 1 + COUNT(*) / 10 FROM vectors))"
                ).rowcount
                if not gone:
                    break

    def info(self) -> CacheInfo:
        """Return what is there."""
        if not self.path.exists():
            return CacheInfo(self.path, 0, 0, self.limit)
        with self._open() as db:
            (n,) = db.execute("SELECT COUNT(*) FROM vectors").fetchone()
            return CacheInfo(self.path, n, _size(db), self.limit)

    def clear(self) -> None:
        """Remove the file, also a broken one."""
        for suffix in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """Open the file for one transaction: a connection must not cross a fork."""
        if not self.path.exists():
            self.path.touch(mode=0o600)
        db = sqlite3.connect(self.path, timeout=_PATIENCE)
        try:
            # Of pages of 4,096 bytes a vector of 2,048 would take a whole one.
            db.execute("PRAGMA page_size = 16384")
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            db.executescript(_TABLE)
            with db:
                yield db
        finally:
            db.close()


class Kept:
    """Rows of numbers that are made once, in this run or an earlier one.

    A cache that cannot be used costs its speed and nothing else.

    Attributes:
        trouble: Why the cache was given up; None while it works.
    """

    def __init__(self, cache: VectorCache | None) -> None:
        """Name the cache; None to make each row once a call."""
        self.trouble: str | None = None
        self._cache = cache

    def rows(
        self, keys: Sequence[bytes], dim: int, make: Callable[[list[int]], NDArray[np.float32]]
    ) -> NDArray[np.float32]:
        """Return one row a key; what is not there is made, each key once, and kept.

        Args:
            keys: One an item.
            dim: Length of a row.
            make: Returns the rows of the items at these places, in their order.

        Returns:
            Shape: (n_keys, dim).
        """
        import numpy as np

        place = {key: i for i, key in enumerate(keys)}
        known = self._get(list(place))
        known = {key: row for key, row in known.items() if len(row) == dim}
        missing = [key for key in place if key not in known]
        if missing:
            new = dict(zip(missing, make([place[key] for key in missing]), strict=True))
            self._put(new)
            known |= new
        out = np.zeros((len(keys), dim), dtype=np.float32)
        for i, key in enumerate(keys):
            out[i] = known[key]
        return out

    def _get(self, keys: Sequence[bytes]) -> dict[bytes, NDArray[np.float32]]:
        try:
            return {} if self._cache is None else self._cache.get(keys)
        except (sqlite3.Error, OSError) as err:
            self._give_up(err)
            return {}

    def _put(self, vectors: Mapping[bytes, NDArray[np.float32]]) -> None:
        try:
            if self._cache is not None:
                self._cache.put(vectors)
        except (sqlite3.Error, OSError) as err:
            self._give_up(err)

    def _give_up(self, err: Exception) -> None:
        if self._cache is not None:
            self.trouble = f"{self._cache.path}: {err}"
        self._cache = None
        _log.warning("%s; going on without the cache of vectors", self.trouble)


class CachedEncoder:
    """An encoder that encodes no text twice, in this run or a later one."""

    def __init__(self, encoder: Encoder, cache: VectorCache) -> None:
        """Put a cache before an encoder."""
        self.name = encoder.name
        self.dim = encoder.dim
        self._encoder = encoder
        self._kept = Kept(cache)

    @property
    def trouble(self) -> str | None:
        """Why the cache was given up; None while it works."""
        return self._kept.trouble

    @property
    def windowed(self) -> int:
        """How many texts the encoder cut into windows; those out of the cache do not count."""
        return int(getattr(self._encoder, "windowed", 0))

    def encode(self, texts: Sequence[str], role: Role) -> NDArray[np.float32]:
        """Return one vector a text; see ``Encoder.encode``."""
        return self._kept.rows(
            [cache_key(self.name, role, text) for text in texts],
            self.dim,
            lambda places: self._encoder.encode([texts[i] for i in places], role),
        )


def cached(encoder: Encoder) -> Encoder:
    """Return the encoder behind the user's cache; as it is where there is to be none."""
    cache = user_cache()
    return encoder if cache is None else CachedEncoder(encoder, cache)


def cache_info() -> CacheInfo:
    """Return what the user's cache holds.

    Raises:
        sqlite3.Error, OSError: If it cannot be read.
    """
    cache = user_cache()
    return CacheInfo(None, 0, 0, 0) if cache is None else cache.info()


def clear_cache() -> Path | None:
    """Remove the user's cache, also a broken one, and return where it was; None if it is off.

    Raises:
        OSError: If it cannot be removed.
    """
    cache = user_cache()
    if cache is None:
        return None
    cache.clear()
    return cache.path


def user_cache() -> VectorCache | None:
    """Return the user's cache of vectors; None where there is to be none.

    ``JACYBER_CACHE`` names its folder, or is ``off``. Otherwise it lies where the
    system keeps caches (``XDG_CACHE_HOME``, ``~/.cache``, ``~/Library/Caches``,
    ``%LOCALAPPDATA%``).
    """
    chosen = os.environ.get(VARIABLE, "")
    if chosen.lower() == "off":
        return None
    if chosen:
        return VectorCache(Path(chosen) / _FILE)
    try:
        home = Path.home()
    except RuntimeError:  # nobody's home is known: a service, a bare container
        return None
    base = os.environ.get("XDG_CACHE_HOME")
    if not base and sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
    fallback = home / ("Library/Caches" if sys.platform == "darwin" else ".cache")
    return VectorCache((Path(base) if base else fallback) / "jacyber_nlp" / _FILE)


def cache_key(model: str, role: str, text: str) -> bytes:
    """Return the key of what a model makes of a text in a role."""
    content = f"{model}\0{role}\0{text}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(content, digest_size=16).digest()


def _size(db: sqlite3.Connection) -> int:
    """Return the bytes in use; pages that were freed are used again."""
    pages, free, bytes_each = (
        db.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * bytes_each)
