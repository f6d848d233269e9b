"""A file → RawDocument, by a registry of formats."""

from __future__ import annotations

import hashlib
import re
import stat
import sys
from collections.abc import Callable
from pathlib import Path

from jacyber_nlp.errors import (
    EmptyDocumentError,
    MissingFileError,
    TooLargeError,
    UnreadableFileError,
    UnsupportedFormatError,
)
from jacyber_nlp.reading.pdf import read_pdf
from jacyber_nlp.reading.sidecar import check_metadata, read_sidecar
from jacyber_nlp.reading.text import pages_of, read_text
from jacyber_nlp.records import RawDocument, RawPage, Source
from jacyber_nlp.script import is_visible

MAX_BYTES = 200_000_000
MAX_CHARACTERS = 20_000_000
MAX_LINE = 2_000_000
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")

# Reader: bytes, name, encoding → pages and the encoding found.
Reader = Callable[[bytes, str, str | None], tuple[tuple[RawPage, ...], str | None]]
READERS: dict[str, tuple[str, Reader]] = {
    ".pdf": ("application/pdf", read_pdf),
    ".txt": ("text/plain", read_text),
}


def read_raw(
    path: Path | str, *, input_format: str | None = None, encoding: str | None = None
) -> RawDocument:
    """Read a file, or stdin for ``"-"``, without repairing its text.

    Args:
        path: The file; its suffix names the format unless ``input_format`` does.
        input_format: ``"txt"`` or ``"pdf"``. stdin is a PDF if it begins like
            one, else text.
        encoding: Encoding of a text file; None tries the usual ones in order.

    Raises:
        DocumentError: If the file is missing, unreadable, of unknown format,
            damaged, too large, not text, or without any visible character.
    """
    name = str(path)
    data = _stdin() if name == "-" else _bytes_of(Path(path))
    if len(data) > MAX_BYTES:
        raise TooLargeError(name, "the file in bytes", "ファイルのバイト数", len(data), MAX_BYTES)
    if not data:
        raise EmptyDocumentError(name, "the file is empty", "ファイルが空です")
    suffix = f".{input_format.lstrip('.').lower()}" if input_format else Path(name).suffix.lower()
    if name == "-" and not input_format:
        suffix = ".pdf" if data.startswith(b"%PDF-") else ".txt"
    if suffix not in READERS:
        raise UnsupportedFormatError(name, suffix, READERS)
    media_type, reader = READERS[suffix]
    pages, found = reader(data, name, encoding)
    _check_size(pages, name)
    # A file name may hold bytes that are no UTF-8; JSON cannot.
    uri = name.encode("utf-8", "backslashreplace").decode("utf-8")
    return RawDocument(pages, Source(uri, media_type, found, hashlib.sha256(data).hexdigest()))


def raw_text(text: str, name: str) -> RawDocument:
    """Return text in memory as a raw document; what no file can hold is replaced."""
    text = _UNWRITABLE.sub("\ufffd", text)
    pages = pages_of(text)
    _check_size(pages, name)
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return RawDocument(pages, Source(name, "text/plain", None, digest))


def _stdin() -> bytes:
    if sys.stdin is None:
        raise UnreadableFileError("-", "stdin is closed", "標準入力が閉じています")
    return sys.stdin.buffer.read(MAX_BYTES + 1)


def _bytes_of(path: Path) -> bytes:
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            if stat.S_ISDIR(mode):
                raise UnreadableFileError(str(path), "a folder", "フォルダです")
            raise UnreadableFileError(str(path), "no regular file", "通常のファイルではありません")
        with path.open("rb") as handle:
            return handle.read(MAX_BYTES + 1)
    except FileNotFoundError as err:
        raise MissingFileError(str(path)) from err
    except UnreadableFileError:
        raise
    except (OSError, ValueError) as err:  # ValueError: NUL in the path
        raise UnreadableFileError(str(path), getattr(err, "strerror", None) or str(err)) from err


def _check_size(pages: tuple[RawPage, ...], name: str) -> None:
    total = sum(len(page.text) for page in pages)
    if total > MAX_CHARACTERS:
        raise TooLargeError(name, "the text in characters", "文字数", total, MAX_CHARACTERS)
    if not any(is_visible(char) for page in pages for char in page.text):
        raise EmptyDocumentError(name, "no visible character", "目に見える文字がありません")
    longest = max(len(line) for page in pages for line in page.text.split("\n"))
    if longest > MAX_LINE:
        raise TooLargeError(
            name, "the longest line in characters", "最も長い行の文字数", longest, MAX_LINE
        )


__all__ = ["READERS", "check_metadata", "raw_text", "read_raw", "read_sidecar"]
