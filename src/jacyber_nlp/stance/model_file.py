"""A folder with a model that a user trained: checked before anything is told by it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from jacyber_nlp.errors import ModelError, ModelFileError, ReaderMismatchError
from jacyber_nlp.stance.confusion import LABELS
from jacyber_nlp.stance.features import HASHED, MARKED
from jacyber_nlp.stance.model import StanceModel
from jacyber_nlp.stance.reader import READ, default_reader
from jacyber_nlp.stance.voice import LINKED, VOICED

FORMAT = "jacyber-stance/1"
WEIGHTS = "weights.json"
MAX_BYTES = 100_000_000


class _Format(msgspec.Struct):
    format: str


class _Head(msgspec.Struct):
    classes: tuple[str, ...]
    features: int
    weights: str
    bias: tuple[float, ...]


class _Heads(msgspec.Struct):
    pole: _Head
    mode: _Head
    link: _Head
    issue: _Head | None = None


class _File(msgspec.Struct):
    name: str
    encoder: str
    reader: str | None
    lexicon: str | None
    axis: dict[str, str]
    heads: _Heads
    confusion: dict[str, tuple[tuple[float, float, float], ...]]


def digest_of(data: Mapping[str, Any]) -> str:
    """Return a digest of a model's data, whatever its name; the version of a user's model."""
    told = {key: value for key, value in data.items() if key not in ("name", "format")}
    text = json.dumps(told, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]


def write_model(model: StanceModel, path: Path) -> None:
    """Write a model, the version in whose name is the digest of its data."""
    data = {"format": FORMAT, **model.to_data()}
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def load_stance_model(path: Path | str) -> StanceModel:
    """Read a model of one's own.

    Args:
        path: Its folder, or the file in it.

    Raises:
        ModelFileError: If it cannot be read, has another format, or is damaged.
        ReaderMismatchError: If it was fitted on another version of the reader.
    """
    file = Path(path)
    file = file / WEIGHTS if file.is_dir() else file
    data = _decoded(file, _bytes(file))
    try:
        model = StanceModel.from_data(data)
    except (ModelError, ValueError, TypeError) as err:
        raise _damaged(file) from err
    if not _sound(model) or model.name.rpartition("/")[2] != digest_of(data):
        raise _damaged(file)
    reader = default_reader().name
    if model.reader not in (None, reader):
        raise ReaderMismatchError(model.name, str(model.reader), reader)
    return model


def _bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as err:
        raise ModelFileError(
            str(file),
            f"cannot be read ({err.strerror}). Name a folder that `jacyber train` wrote.",
            f"読み込めません（{err.strerror}）。"
            "`jacyber train`が書き出したフォルダを指定してください。",
        ) from err
    if len(content) > MAX_BYTES:
        raise _damaged(file)
    return content


def _decoded(file: Path, content: bytes) -> dict[str, Any]:
    try:
        made = msgspec.json.decode(content, type=_Format).format
        if made == FORMAT:
            msgspec.json.decode(content, type=_File)
        data: dict[str, Any] = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as err:
        raise _damaged(file) from err
    if made != FORMAT:
        raise ModelFileError(
            str(file),
            f"has the format {made}; this version of jacyber-nlp reads {FORMAT}. "
            "Train the model again, or install the version that it was trained with.",
            f"形式が{made}です。この版のjacyber-nlpが読めるのは{FORMAT}です。"
            "学習し直すか、学習したときの版を入れてください。",
        )
    return data


def _sound(model: StanceModel) -> bool:
    """Return whether the heads fit each other and hold numbers."""
    n = model.pole.weights.shape[1]
    k = len(model.mode.classes)
    heads = [head for head in (model.pole, model.issue, model.mode, model.link) if head]
    return (
        sorted(model.pole.classes) == sorted(LABELS)
        and n > HASHED + MARKED + READ
        and "reported" in model.mode.classes
        and model.mode.weights.shape[1] == n + VOICED
        and model.link.weights.shape == (k * k, LINKED)
        and (model.issue is None or model.issue.weights.shape[1] == n)
        and all(np.isfinite(h.weights).all() and np.isfinite(h.bias).all() for h in heads)
        and all(c.counts.shape == (3, 3) for c in model.confusion.values())
        and all((c.counts >= 0).all() for c in model.confusion.values())
    )


def _damaged(file: Path) -> ModelFileError:
    return ModelFileError(
        str(file),
        "is damaged, or was changed by hand. Copy the folder again, or train the model again.",
        "壊れているか、手で書き換えられています。フォルダをコピーし直すか、学習し直してください。",
    )
