"""A glossary read back from its JSON lines, which people may have edited."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any, BinaryIO

from jacyber_nlp.errors import GlossaryError, MissingFileError, UnreadableFileError
from jacyber_nlp.records import GlossaryContext, GlossaryEntry, GlossaryUse, from_json

MAX_LINE = 16 * 2**20  # bytes: an entry of a hundred thousand documents
MAX_ENTRIES = 2_000_000
_BOM = b"\xef\xbb\xbf"
_FIELDS = {
    "": tuple(f.name for f in fields(GlossaryEntry)),
    "uses": tuple(f.name for f in fields(GlossaryUse)),
    "context": tuple(f.name for f in fields(GlossaryContext)),
}


def read_glossary(path: Path | str) -> tuple[GlossaryEntry, ...]:
    """Read a glossary: JSON lines, one entry a line; blank lines are skipped.

    Args:
        path: A file, or ``"-"`` for stdin.

    Raises:
        GlossaryError: With file and line, if a line is no entry, an entry comes
            twice, or the file is beyond the limits.
        DocumentError: If the file cannot be opened.
    """
    name = str(path)
    entries: list[GlossaryEntry] = []
    seen: dict[tuple[object, ...], int] = {}
    with _opened(name) as handle:
        for number, line in _lines(handle, name):
            entry = _entry(line, name, number)
            identity = entry.ja, entry.en, entry.abbreviations
            if first := seen.setdefault(identity, number) - number:
                raise GlossaryError(
                    name,
                    number,
                    f"{entry.label}: the same names as in line {number + first}. "
                    "One line an entry is right: make one of the two.",
                    f"{entry.label}: {number + first}行目と同じ名称の項目です。"
                    "1項目は1行です。一つにまとめてください。",
                )
            entries.append(entry)
    return tuple(entries)


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    if name == "-":
        yield sys.stdin.buffer
        return
    try:
        with Path(name).open("rb") as handle:
            yield handle
    except FileNotFoundError as err:
        raise MissingFileError(name) from err
    except OSError as err:
        raise UnreadableFileError(name, err.strerror or str(err)) from err


def _lines(handle: BinaryIO, name: str) -> Iterator[tuple[int, bytes]]:
    number = 0
    while line := handle.readline(MAX_LINE + 1):
        number += 1
        if len(line) > MAX_LINE or number > MAX_ENTRIES:
            raise GlossaryError(
                name,
                number,
                f"beyond what can be read: {MAX_LINE:,} bytes a line, {MAX_ENTRIES:,} lines. "
                "A glossary has one entry a line: is this the right file? Split a longer one.",
                f"読める上限（1行{MAX_LINE:,}バイト、{MAX_ENTRIES:,}行）を超えています。"
                "用語集は1行1項目です。ファイルが正しいか確かめ、長いものは分けてください。",
            )
        line = (line.removeprefix(_BOM) if number == 1 else line).strip()
        if line:
            yield number, line


def _entry(line: bytes, name: str, number: int) -> GlossaryEntry:
    try:
        known = json.loads(line)
    except (ValueError, RecursionError) as err:
        raise GlossaryError(
            name,
            number,
            f"no JSON ({err}). One object a line is right, as `jacyber glossary build` writes it.",
            f"JSONとして読めません（{err}）。"
            "`jacyber glossary build`の出力のように、1行に1オブジェクトを書いてください。",
        ) from err
    _check_fields(known, name, number)
    try:
        return from_json(line, GlossaryEntry)
    except ValueError as err:
        raise GlossaryError(
            name,
            number,
            f"{err}. Correct this entry.",
            f"値が正しくありません（{err}）。この項目を直してください。",
        ) from err


def _check_fields(known: Any, name: str, number: int) -> None:
    """Refuse misspelt fields, which would be lost without a word."""
    if not isinstance(known, dict):
        return
    uses = known.get("uses")
    parts = [("", known), ("context", known.get("context"))]
    parts += [("uses", use) for use in uses] if isinstance(uses, list) else []
    for part, values in parts:
        for key in values if isinstance(values, dict) else ():
            if key not in _FIELDS[part]:
                right = get_close_matches(key, _FIELDS[part], n=1) or _FIELDS[part]
                raise GlossaryError(
                    name,
                    number,
                    f"{key}: no such field. Right would be: {', '.join(right)}.",
                    f"{key}: この項目名はありません。正しくは: {'、'.join(right)}。",
                )
