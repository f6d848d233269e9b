"""What became of one document, and its bytes."""

from __future__ import annotations

from typing import Any, TypeAlias

import msgspec
import pyarrow

MAX_BYTES = 2_000_000_000  # of one outcome: what claims to be larger is no outcome
Value: TypeAlias = bool | int | float | str | None
Tables: TypeAlias = dict[str, dict[str, list[Value]]]
"""Columns of each table, by name."""


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """What is known of an outcome without unpacking it.

    Attributes:
        id: The document.
        content: Digest of file, sidecar and metadata; empty if it could not be read.
        settings: Digest of what it was analysed with.
        error: Name of the error's class; None if there is a result.
        again: Whether another run may have more luck: it failed by time, memory, a
            lost worker or the file system, not by its content.
        size: Bytes of the tables before compression.
        characters: Of the document's text; 0 for an error.
        sentences: Of the whole document; 0 for an error.
    """

    id: str
    content: str
    settings: str
    error: str | None
    again: bool
    size: int
    characters: int
    sentences: int


def pack(tables: Tables) -> tuple[int, bytes]:
    """Return how many bytes tables have, and the bytes compressed.

    Raises:
        ValueError: If they are beyond ``MAX_BYTES``, or a text is no Unicode.
    """
    raw = msgspec.msgpack.encode(tables)
    if len(raw) > MAX_BYTES:
        raise ValueError(f"an outcome of {len(raw)} bytes")
    return len(raw), pyarrow.Codec("zstd", 3).compress(raw, asbytes=True)


def unpack(size: int, packed: bytes) -> Tables:
    """Return tables from their bytes.

    Raises:
        ValueError: If they are none, or of another size.
    """
    if not 0 <= size <= MAX_BYTES:
        raise ValueError(f"an outcome of {size} bytes")
    try:
        raw: Any = pyarrow.Codec("zstd").decompress(packed, decompressed_size=size)
        return msgspec.msgpack.decode(raw, type=Tables)
    except (pyarrow.ArrowException, OSError, msgspec.DecodeError) as err:
        raise ValueError(str(err)) from err


def release_memory() -> None:
    """Give back to the system what the allocators of Arrow and Python hold for later."""
    for pool in (pyarrow.default_memory_pool(), pyarrow.system_memory_pool()):
        pool.release_unused()
