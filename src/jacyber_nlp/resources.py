"""The only door to the data that ships with the package."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from jacyber_nlp.errors import NoFittedModelError, ResourceError
from jacyber_nlp.records import (
    Actor,
    CatalogueSource,
    Concept,
    Crosswalk,
    EncoderEntry,
    Event,
    Instrument,
    NormProvision,
    Phrase,
    Vote,
    from_json,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

T = TypeVar("T")


@cache
def concepts() -> tuple[Concept, ...]:
    """Return the lexicon of concepts, by id."""
    return _table("concepts", Concept)


@cache
def actors() -> tuple[Actor, ...]:
    """Return the actors, by id."""
    return _table("actors", Actor)


@cache
def instruments() -> tuple[Instrument, ...]:
    """Return the instruments, by id."""
    return _table("instruments", Instrument)


@cache
def provisions() -> tuple[NormProvision, ...]:
    """Return the provisions of all instruments, in the order of their texts."""
    return _table("provisions", NormProvision)


@cache
def sources() -> tuple[CatalogueSource, ...]:
    """Return where the catalogue was read, in the order of the list."""
    return _table("sources", CatalogueSource)


@cache
def crosswalk() -> tuple[Crosswalk, ...]:
    """Return the judged pairs of provisions."""
    return _table("crosswalk", Crosswalk)


@cache
def phrases() -> tuple[Phrase, ...]:
    """Return phrases with the provisions that they mean, in the order of their vectors."""
    return _table("phrases", Phrase)


@cache
def events() -> tuple[Event, ...]:
    """Return the dated events of norm processes, by date."""
    return _table("events", Event)


@cache
def votes() -> tuple[Vote, ...]:
    """Return the recorded plenary votes by state."""
    return _table("votes", Vote)


@cache
def topics() -> tuple[str, ...]:
    """Return the topic ids."""
    return tuple(_object("topics.json")["topics"])


@cache
def scope_cues() -> dict[str, Any]:
    """Return the cues of scopes and reports, by language and kind."""
    return _object("scope_cues.json")


@cache
def holder_words() -> dict[str, dict[str, list[str]]]:
    """Return words that decide who holds a view, by list and language."""
    return _object("holder_words.json")


@cache
def stop_words() -> dict[str, list[str]]:
    """Return words that are no terms, or no edges of terms, by list."""
    return _object("stop_words.json")


@cache
def english_words() -> dict[str, tuple[float, str]]:
    """Return the most frequent English words.

    For each, in lower case, the natural logarithm of its probability in general
    language and the parts of speech that it can be: letters of n, v, j, r.
    """
    rows = (line.split("\t") for line in read_bytes("english_words.tsv").decode().splitlines())
    return {word: (float(logarithm), parts) for word, logarithm, parts in rows}


@cache
def encoders() -> tuple[EncoderEntry, ...]:
    """Return the encoders that are loaded by name, the default first."""
    return _table("encoders", EncoderEntry)


@cache
def manifest() -> dict[str, Any]:
    """Return digest, rows and licence of every data file."""
    return _object("manifest.json")


def data_digest() -> str:
    """Return one digest over all data: what an analysis was made with."""
    return hashlib.sha256(read_bytes("manifest.json")).hexdigest()[:16]


def model(name: str) -> dict[str, Any]:
    """Return the fitted weights and settings of a model, with its name inside.

    Raises:
        ResourceError: If the package has no such model.
    """
    return _object(f"models/{name}.json")


@cache
def phrase_vectors(encoder: str) -> NDArray[np.float32] | None:
    """Return the vectors of ``phrases()`` by one encoder; None if they do not ship.

    Args:
        encoder: Full name of the encoder.

    Returns:
        Of unit length. Shape: (n_phrases, dim).
    """
    return _vectors("phrases", encoder)


@cache
def norm_vectors(encoder: str) -> NDArray[np.float32] | None:
    """Return the vectors of the four texts of each of ``provisions()``, as above.

    Returns:
        Of unit length. Shape: (4 * n_provisions, dim).
    """
    return _vectors("provisions", encoder)


def _vectors(name: str, encoder: str) -> NDArray[np.float32] | None:
    """Read vectors that are kept in 8 bits a value, each row scaled to its largest.

    None for another encoder, and where the texts have changed since; the build
    refuses to ship those.
    """
    import numpy as np

    made = model("alignment")["vectors"]
    if made["encoder"] != encoder or made[name] != digest_of(f"{name}.jsonl"):
        return None
    data = io.BytesIO(read_bytes(f"models/alignment.{name}.npy"))
    rows = np.load(data, allow_pickle=False).astype(np.float32)
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(norms > 0, norms, 1), dtype=np.float32)


def digest_of(name: str) -> str:
    """Return the SHA-256 digest of a data file."""
    return hashlib.sha256(read_bytes(name)).hexdigest()


def model_for(name: str, encoder: str | None = None) -> dict[str, Any]:
    """Return the fitted weights that belong to an encoder.

    Args:
        name: ``"stance"``, ``"alignment"`` or ``"matrix"``.
        encoder: Full name of the encoder; None for the default.

    Raises:
        NoFittedModelError: If the package has no weights for it.
    """
    entries = encoders()
    ids = [entry.id for entry in entries if f"models/{_weights(name, entry.id)}" in manifest()]
    # Behind the id comes a version ("/0.2.1") or the digest of the weights ("@1f2e…").
    wanted = entries[0].id if encoder is None else re.split("[/@]", encoder)[0]
    if wanted not in ids:
        raise NoFittedModelError(name, str(encoder), ids)
    return _object(f"models/{_weights(name, wanted)}")


def _weights(name: str, encoder_id: str) -> str:
    return f"{name}.json" if encoder_id == encoders()[0].id else f"{name}.{encoder_id}.json"


def _table(name: str, type_: type[T]) -> tuple[T, ...]:
    lines = read_bytes(f"{name}.jsonl").splitlines()
    try:
        return tuple(from_json(line, type_) for line in lines)
    except ValueError as err:
        raise ResourceError(f"{name}.jsonl", str(err)) from err


def _object(name: str) -> dict[str, Any]:
    try:
        value: dict[str, Any] = msgspec.json.decode(read_bytes(name))
    except msgspec.DecodeError as err:
        raise ResourceError(name, str(err)) from err
    return value


def read_whole(name: str) -> bytes:
    """Return a data file as it is, checked against the manifest.

    For files whose own format would not show the damage, or not say what to do.

    Raises:
        ResourceError: If it is missing or damaged.
    """
    data = read_bytes(name)
    if hashlib.sha256(data).hexdigest() != manifest()[name]["sha256"]:
        raise ResourceError(name, "is damaged")
    return data


@contextmanager
def whole_file(name: str) -> Iterator[Path]:
    """Give a data file for a library that reads files, checked against the manifest.

    Raises:
        ResourceError: If it is missing or damaged.
    """
    read_whole(name)
    with as_file(files("jacyber_nlp") / "data" / name) as path:
        yield path


def read_bytes(name: str) -> bytes:
    """Return a data file as it is.

    Raises:
        ResourceError: If it is missing.
    """
    place: Traversable = files("jacyber_nlp") / "data" / name
    try:
        return place.read_bytes()
    except FileNotFoundError as err:
        raise ResourceError(name, "is missing") from err
