"""The file beside a document that tells whose voice it is: ``name.meta.toml``."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import fields
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from jacyber_nlp.errors import SidecarError, TooLargeError
from jacyber_nlp.reading.files import read_bytes
from jacyber_nlp.records import KINDS, Metadata

MAX_BYTES = 100_000

_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")


def read_sidecar(path: Path | str) -> Metadata | None:
    """Read the metadata that lies beside a document.

    Beside ``report.pdf`` it is ``report.meta.toml``, with any of the keys title,
    issuer, actor, date and kind.

    Returns:
        None if there is no such file, or the document is stdin.

    Raises:
        SidecarError: If the file is no TOML, or holds anything else.
        UnreadableFileError: If it cannot be opened.
        ChangedFileError: If somebody wrote it meanwhile.
        TooLargeError: If it has more than ``MAX_BYTES``.
    """
    if str(path) == "-" or "\0" in str(path):
        return None
    sidecar = Path(path).with_suffix(".meta.toml")
    # Unlike Path.is_file this is quiet of names that are too long to exist.
    if not os.path.isfile(sidecar):  # noqa: PTH113
        return None
    name = str(sidecar)
    data = read_bytes(sidecar, MAX_BYTES)
    if len(data) > MAX_BYTES:
        raise TooLargeError(name, "the file in bytes", "ファイルのバイト数", len(data), MAX_BYTES)
    try:
        found = tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as err:  # ValueError: also a number without end
        raise SidecarError(
            name,
            f'no TOML ({err}). Lines like date = "2024-03-29" would be right. Correct the file.',
            f'TOMLとして読めません（{err}）。date = "2024-03-29"のように書いてください。',
        ) from err
    return check_metadata(found, f"{name}: ")


def check_metadata(found: dict[str, object], where: str) -> Metadata:
    """Return metadata of keys and values; errors begin with ``where`` and the key.

    Raises:
        SidecarError: If a key is unknown or a value is not right for it.
    """
    known = [field.name for field in fields(Metadata)]
    for key, value in found.items():
        if key not in known:
            near = get_close_matches(key, known, 1)
            hint, hint_ja = (
                (f" Near it: {near[0]}.", f"近いもの: {near[0]}。") if near else ("", "")
            )
            raise SidecarError(
                f"{where}{key}",
                f"no such key.{hint} Known: {', '.join(known)}.",
                f"このキーはありません。{hint_ja}使えるもの: {'、'.join(known)}。",
            )
        if not isinstance(value, str) or not value.strip():
            raise SidecarError(
                f"{where}{key}",
                "a text in quotation marks is needed.",
                "引用符で囲んだ文字列が必要です。",
            )
    kind, when = found.get("kind"), found.get("date")
    if kind is not None and kind not in KINDS:
        raise SidecarError(
            f"{where}kind",
            f"{kind} is none. Right would be one of: {', '.join(KINDS)}.",
            f"{kind}はありません。使えるもの: {'、'.join(KINDS)}。",
        )
    if when is not None and not _is_date(str(when)):
        raise SidecarError(
            f"{where}date",
            f"{when} is no date. Right would be 2024, 2024-03 or 2024-03-29.",
            f"{when}は日付ではありません。2024、2024-03、2024-03-29のように書いてください。",
        )
    return Metadata(**{key: str(value) for key, value in found.items()})


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    parts = [int(part) for part in text.split("-")]
    try:
        date(*parts, *[1] * (3 - len(parts)))
    except ValueError:
        return False
    return True
