"""A file → RawDocument, by a registry of formats."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Callable
from pathlib import Path

from jacyber_nlp.errors import (
    EmptyDocumentError,
    TooLargeError,
    UnreadableFileError,
    UnsupportedFormatError,
)
from jacyber_nlp.reading.files import read_bytes
from jacyber_nlp.reading.limits import DEFAULT_LIMITS, Limits
from jacyber_nlp.reading.pdf import read_pdf
from jacyber_nlp.reading.sidecar import check_metadata, read_sidecar
from jacyber_nlp.reading.text import pages_of, read_text
from jacyber_nlp.records import RawDocument, RawPage, Source
from jacyber_nlp.script import is_visible

_UNWRITABLE = re.compile("[\0\ud800-\udfff]")

# Reader: bytes, name, encoding, limits → pages and the encoding found.
Reader = Callable[[bytes, str, str | None, Limits], tuple[tuple[RawPage, ...], str | None]]
READERS: dict[str, tuple[str, Reader]] = {
    ".pdf": ("application/pdf", read_pdf),
    ".txt": ("text/plain", read_text),
}


def read_raw(
    path: Path | str,
    *,
    input_format: str | None = None,
    encoding: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> RawDocument:
    """Read a file, or stdin for ``"-"``, without repairing its text.

    Args:
        path: The file; its suffix names the format unless ``input_format`` does.
        input_format: ``"txt"`` or ``"pdf"``. stdin is a PDF if it begins like
            one, else text.
        encoding: Encoding of a text file; None tries the usual ones in order.
        limits: What it may have at most.

    Raises:
        DocumentError: If the file is missing, unreadable, of unknown format,
            damaged, too large, not text, without any visible character, or
            changed while it was read.
    """
    name = str(path)
    data = _stdin(limits.bytes) if name == "-" else read_bytes(Path(path), limits.bytes)
    if len(data) > limits.bytes:
        raise TooLargeError(
            name, "the file in bytes", "ファイルのバイト数", len(data), limits.bytes
        )
    if not data:
        raise EmptyDocumentError(name, "the file is empty", "ファイルが空です")
    suffix = f".{input_format.lstrip('.').lower()}" if input_format else Path(name).suffix.lower()
    if name == "-" and not input_format:
        suffix = ".pdf" if data.startswith(b"%PDF-") else ".txt"
    if suffix not in READERS:
        raise UnsupportedFormatError(name, suffix, READERS)
    media_type, reader = READERS[suffix]
    pages, found = reader(data, name, encoding, limits)
    _check_size(pages, name, limits)
    # A file name may hold bytes that are no UTF-8; JSON cannot.
    uri = name.encode("utf-8", "backslashreplace").decode("utf-8")
    return RawDocument(pages, Source(uri, media_type, found, hashlib.sha256(data).hexdigest()))


def raw_text(text: str, name: str) -> RawDocument:
    """Return text in memory as a raw document; what no file can hold is replaced."""
    text = _UNWRITABLE.sub("\ufffd", text)
    pages = pages_of(text)
    _check_size(pages, name, DEFAULT_LIMITS)
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return RawDocument(pages, Source(name, "text/plain", None, digest))


def _stdin(limit: int) -> bytes:
    if sys.stdin is None:
        raise UnreadableFileError("-", "stdin is closed", "標準入力が閉じています")
    return sys.stdin.buffer.read(limit + 1)


def _check_size(pages: tuple[RawPage, ...], name: str, limits: Limits) -> None:
    total = sum(len(page.text) for page in pages)
    if total > limits.characters:
        raise TooLargeError(name, "the text in characters", "文字数", total, limits.characters)
    if not any(is_visible(char) for page in pages for char in page.text):
        raise EmptyDocumentError(name, "no visible character", "目に見える文字がありません")
    longest = max(len(line) for page in pages for line in page.text.split("\n"))
    if longest > limits.line:
        raise TooLargeError(
            name, "the longest line in characters", "最も長い行の文字数", longest, limits.line
        )


__all__ = [
    "DEFAULT_LIMITS",
    "READERS",
    "Limits",
    "check_metadata",
    "raw_text",
    "read_raw",
    "read_sidecar",
]
