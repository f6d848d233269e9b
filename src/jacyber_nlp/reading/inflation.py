"""Streams of a PDF that inflate beyond measure, found without inflating them whole."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator

from jacyber_nlp.errors import TooLargeError

MAX_STREAM = 100_000_000  # bytes; PDFium holds a stream twice
_RATIO = 1_032  # deflate gains no more
_CHUNK = 1 << 20
_HEAD = 4_096  # bytes in which a stream's dictionary stands
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_DEFLATED = re.compile(rb"/(?:FlateDecode|Fl)\b")
_IMAGE = re.compile(rb"/Subtype\s*/Image\b")


def check_streams(data: bytes, name: str) -> None:
    """Refuse a PDF of which a stream is too large when it is inflated.

    Images are let through: PDFium does not inflate them for their text. So are
    encrypted streams and rarer filters, which cannot be told from here.

    Raises:
        TooLargeError: If a stream has more than ``MAX_STREAM`` bytes.
    """
    at = 0
    while found := _STREAM.search(data, at):
        head = data[max(found.start() - _HEAD, 0) : found.start()].rpartition(b" obj")[2]
        end = data.find(b"endstream", found.end())
        at = end if end >= 0 else len(data)
        depth = len(_DEFLATED.findall(head))
        if not depth or _IMAGE.search(head):
            continue
        body = data[found.end() : at]
        if len(body) * _RATIO**depth > MAX_STREAM and _size(body, depth) > MAX_STREAM:
            # What lies beyond is not counted.
            what, what_ja = "a stream in bytes", "ストリームのバイト数"
            raise TooLargeError(name, what, what_ja, MAX_STREAM + 1, MAX_STREAM)


def _size(body: bytes, depth: int) -> int:
    """Return how many bytes a stream has, or some number beyond ``MAX_STREAM``."""
    pieces: Iterator[bytes] = iter((body,))
    for _ in range(depth):
        pieces = _inflated(pieces)
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > MAX_STREAM:
            break
    return total


def _inflated(pieces: Iterable[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj()
    for piece in pieces:
        rest = piece
        while rest:
            try:
                yield unpacker.decompress(rest, _CHUNK)
            except zlib.error:  # PDFium takes what comes before the fault, too
                return
            rest = unpacker.unconsumed_tail
