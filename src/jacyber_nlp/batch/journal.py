"""Outcomes in a file that only grows, so that a run that ends anyhow loses none.

A frame is two lengths and a checksum (12 bytes, little-endian), an entry in
msgpack, and the packed tables. The last entry of an id counts. Whatever follows a
frame that is cut off or damaged is dropped, and done again.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import IO, NamedTuple

import msgspec

from jacyber_nlp.batch.files import temporary, write_whole
from jacyber_nlp.batch.outcomes import MAX_BYTES, Entry, Tables, unpack
from jacyber_nlp.errors import ForeignJournalError

NAME = "journal"
SCHEMA = b"jacyber-journal/1\n"
_HEAD = struct.Struct("<III")
_MAX_ENTRY = 1_000_000  # bytes: an id has four a byte of its path at most (items.MAX_PATH)
_COPY = 1 << 20


class Place(NamedTuple):
    """An entry, and where in the file its frame is."""

    entry: Entry
    start: int
    end: int
    checksum: int


class Journal:
    """Outcomes by document id; one process at a time may write.

    Attributes:
        places: The last outcome of each id.
        dropped: Bytes at the end that were no whole frames.
    """

    def __init__(self, path: Path) -> None:
        """Open or make the file, look through it, and cut off what is no whole frame.

        Raises:
            ForeignJournalError: If the file is none of ours, or of another version.
            OSError: If it cannot be read or written.
        """
        self.path = path
        self.places: dict[str, Place] = {}
        self.dropped = 0
        self._file = self._opened()

    def _opened(self) -> IO[bytes]:
        file = self.path.open("r+b" if self.path.exists() else "w+b")
        end = 0
        head = file.read(len(SCHEMA))
        # Nothing but NUL is what a machine that lost power may leave of a new file.
        if head.strip(b"\0") and not SCHEMA.startswith(head):
            file.close()
            raise ForeignJournalError(str(self.path))
        if head == SCHEMA:
            end = len(SCHEMA)
            for place in frames(file):
                self.places[place.entry.id] = place
                end = place.end
        self.dropped = max(file.seek(0, os.SEEK_END) - end, 0)
        if self.dropped:
            file.truncate(end)
        file.seek(end)
        if not end:
            file.write(SCHEMA)
        return file

    def append(self, entry: Entry, packed: bytes) -> None:
        """Add an outcome; it counts once ``sync`` was called."""
        start = self._file.tell()
        frame, checksum = frame_of(entry, packed)
        self._file.write(frame)
        self.places[entry.id] = Place(entry, start, start + len(frame), checksum)

    def sync(self) -> None:
        """Bring what was added to the disk."""
        self._file.flush()
        os.fsync(self._file.fileno())

    def tables(self, id: str) -> Tables:
        """Return the tables of a document.

        Raises:
            KeyError: If there is no outcome of it.
            ValueError: If its bytes have changed since they were looked through.
        """
        place = self.places[id]
        frame = self._bytes(place)
        if zlib.crc32(frame[_HEAD.size :]) != place.checksum:
            raise ValueError(f"{self.path}: the outcome of {id} is damaged")
        header = int.from_bytes(frame[:4], "little")
        return unpack(place.entry.size, frame[_HEAD.size + header :])

    def settle(self, ids: Iterable[str]) -> None:
        """Write the file anew with the outcomes of these ids in this order, and no others.

        So its bytes hang on what is in it and not on how it came there. Where they are
        so already nothing is written.
        """
        kept = [self.places[id] for id in ids]
        if self._is_settled(kept):
            temporary(self.path).unlink(missing_ok=True)  # of a run that was killed here
            return
        self.sync()
        write_journal(self.path, (self._bytes(place) for place in kept))
        self._file.close()
        self.places = {}
        self._file = self._opened()

    def frame(self, id: str) -> bytes:
        """Return the frame of an outcome, for another journal."""
        return self._bytes(self.places[id])

    def close(self) -> None:
        """Bring everything to the disk and close the file."""
        try:
            self.sync()
        finally:
            self._file.close()

    def _is_settled(self, kept: list[Place]) -> bool:
        end = len(SCHEMA)
        for place in kept:
            if place.start != end:
                return False
            end = place.end
        return end == self._file.seek(0, os.SEEK_END)

    def _bytes(self, place: Place) -> bytes:
        here = self._file.tell()
        self._file.seek(place.start)
        frame = self._file.read(place.end - place.start)
        self._file.seek(here)
        return frame


def write_journal(path: Path, frames: Iterable[bytes]) -> None:
    """Write a journal of whole frames; it gets its name when it is whole."""
    write_whole(path, chain((SCHEMA,), frames))


def frames(file: IO[bytes]) -> Iterator[Place]:
    """Return the whole frames from here on, up to the first that is not."""
    start = file.tell()
    while len(head := file.read(_HEAD.size)) == _HEAD.size:
        header, payload, checksum = _HEAD.unpack(head)
        if header > _MAX_ENTRY or payload > MAX_BYTES:
            return
        body = file.read(header)
        found = zlib.crc32(body)
        left = payload
        while left and (part := file.read(min(left, _COPY))):
            found = zlib.crc32(part, found)
            left -= len(part)
        if len(body) < header or left or found != checksum:
            return
        try:
            entry = msgspec.msgpack.decode(body, type=Entry)
        except msgspec.DecodeError:
            return
        end = start + _HEAD.size + header + payload
        yield Place(entry, start, end, checksum)
        start = end


def frame_of(entry: Entry, packed: bytes) -> tuple[bytes, int]:
    """Return an outcome as it stands in a journal, and its checksum."""
    header = msgspec.msgpack.encode(entry)
    checksum = zlib.crc32(packed, zlib.crc32(header))
    return _HEAD.pack(len(header), len(packed), checksum) + header + packed, checksum
