"""Folders, patterns, manifests and lists → the documents of a batch."""

from __future__ import annotations

import csv
import glob
import hashlib
import io
import json
import os
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from jacyber_nlp.errors import ManifestError, MissingFileError, NoDocumentsError, SidecarError
from jacyber_nlp.reading import READERS, check_metadata
from jacyber_nlp.records import Metadata

MANIFESTS = (".csv", ".jsonl")
MAX_PATH = 32_767  # bytes; no system has longer ones, and the journal takes any up to this
_COLUMNS = ("path", *(field.name for field in fields(Metadata)))


@dataclass(frozen=True, slots=True)
class Item:
    """One document to analyse.

    Attributes:
        id: Its path in characters that every file can hold; none has it twice.
        path: As the system names it.
        metadata: What a manifest says of it; None for nothing.
    """

    id: str
    path: str
    metadata: Metadata | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What inputs come to.

    Attributes:
        items: By id, ascending.
        ignored: Files in folders whose format no reader knows, and hidden ones.
        unused: Columns of manifests that nothing reads, ascending.
    """

    items: tuple[Item, ...]
    ignored: int
    unused: tuple[str, ...]


def list_items(inputs: Sequence[str]) -> Listing:
    """Return the documents that inputs name, each once.

    An input is a folder (all files below it that a reader knows), a file, a pattern
    (``docs/*/2024-*.pdf``), a manifest (CSV or JSON lines with ``path`` and, where
    known, ``actor``, ``date``, ``kind``, ``title``, ``issuer``; its paths are seen from
    its folder), or ``-`` for a list of paths on stdin, one a line or parted by NUL. A
    link to a folder inside a folder is not followed. What a manifest says of a file
    that another input names as well counts.

    Raises:
        MissingFileError: If an input is neither there nor a pattern that fits a file.
        ManifestError: If a line of a manifest is wrong.
        NoDocumentsError: If there is no document at all.
    """
    found: dict[str, Item] = {}
    ignored = 0
    unused: set[str] = set()
    for one in inputs:
        for path, metadata in _expanded(one, unused):
            if path is None:
                ignored += 1
                continue
            path = os.path.normpath(path)
            known = found.get(path)
            if known is None or metadata is not None:
                found[path] = Item(_id(path), path, metadata)
    if not found:
        raise NoDocumentsError(inputs, ignored, READERS)
    return Listing(tuple(_distinct(found.values())), ignored, tuple(sorted(unused)))


def content_of(item: Item, max_bytes: int) -> str:
    """Return a digest of a document's file, its sidecar, and what a manifest says of it.

    Returns:
        Empty if the file cannot be read; of a file that is too large its size counts.
    """
    digest = hashlib.sha256()
    try:
        sidecar = Path(item.path).with_suffix(".meta.toml")
        # Devices are not even opened, and a pipe that took a file's place does not block.
        if not stat.S_ISREG(Path(item.path).stat().st_mode):
            return ""
        with open(item.path, "rb", opener=_at_once) as file:
            size = os.fstat(file.fileno()).st_size
            if size > max_bytes:
                digest.update(str(size).encode())
            else:
                digest.update(hashlib.file_digest(file, "sha256").digest())
        if sidecar.is_file() and sidecar.stat().st_size <= max_bytes:
            digest.update(sidecar.read_bytes())
    except (OSError, ValueError):
        return ""
    if item.metadata is not None:
        digest.update(json.dumps(asdict(item.metadata), sort_keys=True).encode())
    return digest.hexdigest()


def _at_once(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _id(path: str) -> str:
    """Return a path in characters that every file can hold, with / between folders."""
    return os.fsencode(path).decode("utf-8", "backslashreplace").replace(os.sep, "/")


def _distinct(items: Iterable[Item]) -> list[Item]:
    """Return items by id; names that only differ in bytes that are no text get a number."""
    distinct: dict[str, Item] = {}
    for item in sorted(items, key=lambda item: (item.id, item.path)):
        id, number = item.id, 1
        while id in distinct:
            number += 1
            id = f"{item.id} ({number})"
        distinct[id] = Item(id, item.path, item.metadata)
    return sorted(distinct.values(), key=lambda item: item.id)


def _expanded(one: str, unused: set[str]) -> Iterator[tuple[str | None, Metadata | None]]:
    """Return paths with their metadata; None for a file of no use."""
    # Unlike those of Path, these are quiet of names that cannot be.
    if one == "-":
        yield from ((name, None) for name in _listed())
    elif os.path.isdir(one):  # noqa: PTH112
        yield from ((name, None) for name in _below(one))
    elif Path(one).suffix.lower() in MANIFESTS and os.path.isfile(one):  # noqa: PTH113
        yield from _manifest(Path(one), unused)
    elif os.path.lexists(one):
        yield one, None
    else:
        names = sorted(glob.glob(one, recursive=True))  # noqa: PTH207  (may be absolute)
        if not names:
            raise MissingFileError(one)
        for name in names:
            if os.path.isdir(name):  # noqa: PTH112
                yield from ((inside, None) for inside in _below(name))
            else:
                yield name, None


def _below(folder: str) -> Iterator[str | None]:
    """Return the files below a folder that a reader knows; folders that cannot be read, too."""
    unreadable: list[str] = []
    for root, folders, files in os.walk(
        folder, onerror=lambda err: unreadable.append(err.filename)
    ):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in files:
            known = Path(name).suffix.lower() in READERS and not name.startswith(".")
            yield str(Path(root) / name) if known else None
    yield from unreadable


def _listed() -> Iterator[str]:
    data = sys.stdin.buffer.read() if sys.stdin else b""
    names = data.split(b"\0") if b"\0" in data else data.splitlines()
    for number, name in enumerate(map(os.fsdecode, names), 1):
        if name.strip():
            _check_path("-", number, name)
            yield name


def _manifest(path: Path, unused: set[str]) -> Iterator[tuple[str, Metadata | None]]:
    rows = _csv_rows(path) if path.suffix.lower() == ".csv" else _json_rows(path)
    for line, row in rows:
        name = row.pop("path", None)
        if not isinstance(name, str) or not name.strip():
            raise ManifestError(
                str(path),
                line,
                "there is no path. A column path with the document's file is needed.",
                "pathがありません。文書のファイルを示すpathの列が必要です。",
            )
        _check_path(str(path), line, name)
        unused |= set(row) - set(_COLUMNS)
        given = {key: row[key] for key in _COLUMNS if row.get(key) not in (None, "")}
        try:
            metadata = check_metadata(given, "")
            "".join(map(str, given.values())).encode()
        except SidecarError as err:
            raise ManifestError(str(path), line, err.en, err.ja) from err
        except UnicodeEncodeError as err:
            raise ManifestError(
                str(path),
                line,
                f"no Unicode text ({err.reason}). Write the characters themselves, or pairs of "
                "surrogates.",
                f"Unicodeの文字列ではありません（{err.reason}）。"
                "文字をそのまま書くか、サロゲートを対にしてください。",
            ) from err
        yield str(path.parent / name), metadata if given else None


def _check_path(source: str, line: int, name: str) -> None:
    """Refuse what can be no file's path on any system."""
    try:
        possible = "\0" not in name and len(os.fsencode(name)) <= MAX_PATH
    except UnicodeEncodeError:
        possible = False
    if not possible:
        raise ManifestError(
            source,
            line,
            f"no path. At most {MAX_PATH} bytes are needed, without NUL. Correct the line.",
            f"パスとして使えません。NULを含まず、{MAX_PATH}バイト以内である必要があります。"
            "この行を直してください。",
        )


def _csv_rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    # Not splitlines(): that also cuts at characters which cells may hold, such as U+2028.
    reader = csv.DictReader(io.StringIO(_text(path), newline=""), strict=True)
    try:
        for row in reader:
            if None in row:
                raise csv.Error("more cells than the header has")
            yield reader.line_num, {key.strip(): value for key, value in row.items()}
    except csv.Error as err:
        raise ManifestError(
            str(path),
            reader.reader.line_num,
            f"no CSV ({err}). A header and rows with as many cells are needed. Save it anew.",
            f"CSVとして読めません（{err}）。見出しの行と、同じ数のセルの行が必要です。"
            "保存し直してください。",
        ) from err


def _json_rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(_text(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict):
            raise ManifestError(
                str(path),
                number,
                'no JSON object. A line like {"path": "a.pdf", "actor": "jp"} is needed.',
                '1行に1つのJSONオブジェクト（{"path": "a.pdf", "actor": "jp"}など）が必要です。',
            )
        yield number, row


def _text(path: Path) -> str:
    """Return a manifest's text: UTF-8, or what Japanese spreadsheets write."""
    try:
        data = path.read_bytes()
    except OSError as err:
        raise ManifestError(
            str(path),
            None,
            f"cannot be read ({err.strerror}). Check path and permissions.",
            f"読み込めません（{err.strerror}）。パスと権限を確かめてください。",
        ) from err
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ManifestError(
        str(path),
        None,
        "is neither UTF-8 nor Shift_JIS. Save it as UTF-8.",
        "UTF-8でもShift_JISでもありません。UTF-8で保存し直してください。",
    )
