"""An encoder by its name, or out of a folder."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from jacyber_nlp import resources
from jacyber_nlp.encoders.base import Encoder
from jacyber_nlp.encoders.packaged import PackagedEncoder
from jacyber_nlp.errors import EncoderNotFoundError, MissingExtraError, UnusableEncoderError
from jacyber_nlp.records import EncoderEntry

# All that a model is loaded from, and nothing that runs code when it is loaded.
DOWNLOADED = ("*.json", "*.txt", "*.model", "*.vocab", "*.safetensors")
PICKLED = (".bin", ".pt", ".pth", ".pkl", ".ckpt")
PATIENCE = 10.0  # seconds for the hub to answer
DIGITS = 12  # of a digest or revision in a name


def default_encoder() -> Encoder:
    """Return the encoder that ships: USE-multilingual, no download, no torch."""
    return PackagedEncoder()


def load_encoder(name_or_path: str | Path) -> Encoder:
    """Return an encoder by its name, or out of a folder.

    Args:
        name_or_path: A name of the registry (``use-multilingual-v3``,
            ``multilingual-e5-small``), a local folder with a model of
            sentence-transformers, or a model's name on the Hugging Face hub. A
            folder comes before a name.

    Raises:
        MissingExtraError: If the extra ``sentence-transformers`` is not installed.
        EncoderNotFoundError: If there is no such folder, or the hub does not give
            the model and it was not downloaded before.
        UnusableEncoderError: If the model has code of its own or pickled weights,
            or cannot be loaded.
    """
    folder = Path(name_or_path)
    if str(name_or_path) and folder.is_dir():
        return _from_folder(folder)
    name = str(name_or_path)
    if name.startswith((".", "/", "~")) or "\\" in name or name.count("/") > 1 or not name:
        raise EncoderNotFoundError(name, "no such folder", "フォルダがありません")
    entry = next((entry for entry in resources.encoders() if entry.id == name), None)
    if entry is not None and not entry.hub:
        return default_encoder()
    return _from_hub(entry.hub if entry else name, entry)


def folder_digest(folder: Path) -> str:
    """Return one digest over the files that a model is loaded from, and their places."""
    total = hashlib.sha256()
    for path in _model_files(folder):
        with path.open("rb") as handle:
            content = hashlib.file_digest(handle, "sha256").hexdigest()
        total.update(f"{path.relative_to(folder).as_posix()}\0{content}\n".encode())
    return total.hexdigest()


def _from_folder(folder: Path) -> Encoder:
    from jacyber_nlp.encoders.transformer import TransformerEncoder

    _refuse_pickles(folder)
    digest = folder_digest(folder)[:DIGITS]
    entry = next((e for e in resources.encoders() if digest in e.folders), None)
    return TransformerEncoder(
        folder,
        f"{entry.id if entry else 'folder'}@{digest}",
        prompts=entry.prompts if entry else None,
    )


def _from_hub(name: str, entry: EncoderEntry | None) -> Encoder:
    folder = _snapshot(name, entry.revision if entry else None)
    from jacyber_nlp.encoders.transformer import TransformerEncoder

    # A snapshot's folder has the name of its commit.
    return TransformerEncoder(
        folder,
        f"{entry.id if entry else name}@{folder.name[:DIGITS]}",
        prompts=entry.prompts if entry else None,
    )


def _snapshot(name: str, revision: str | None) -> Path:
    """Return the folder of a model, fetched from the hub or, where that fails, before."""
    try:
        import httpx  # what the hub's client speaks with
        from huggingface_hub import HfApi, snapshot_download
    except ModuleNotFoundError as err:
        raise MissingExtraError("sentence-transformers", err.name or "huggingface_hub") from err
    wanted: Any = {"allow_patterns": list(DOWNLOADED), "ignore_patterns": ["onnx/*", "openvino/*"]}
    try:
        # Asked first, since a download tries for half a minute before it fails.
        commit = HfApi().model_info(name, revision=revision, timeout=PATIENCE).sha
        return Path(snapshot_download(name, revision=commit, **wanted))
    except (OSError, ValueError, httpx.HTTPError) as err:
        try:
            return Path(snapshot_download(name, revision=revision, local_files_only=True, **wanted))
        except (OSError, ValueError):
            raise EncoderNotFoundError(
                name, "the hub does not give it", "Hugging Face Hubから取得できません"
            ) from err


def _model_files(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and any(path.match(pattern) for pattern in DOWNLOADED)
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def _refuse_pickles(folder: Path) -> None:
    """Refuse weights that only exist pickled: loading them would run what they say."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in PICKLED and not any(path.parent.glob("*.safetensors")):
            raise UnusableEncoderError(
                str(folder),
                f"{path.name} holds pickled weights, which can run code",
                f"{path.name}はpickle形式の重みで、読み込むとコードを実行するおそれがあります",
            )
