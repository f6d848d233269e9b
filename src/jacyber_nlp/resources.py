"""The only door to the data that ships with the package."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import msgspec

from jacyber_nlp.errors import ResourceError
from jacyber_nlp.records import (
    Actor,
    Concept,
    Crosswalk,
    Event,
    Instrument,
    NormProvision,
    Vote,
    from_json,
)

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
def crosswalk() -> tuple[Crosswalk, ...]:
    """Return the judged pairs of provisions."""
    return _table("crosswalk", Crosswalk)


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
    rows = (line.split("\t") for line in _read("english_words.tsv").decode().splitlines())
    return {word: (float(logarithm), parts) for word, logarithm, parts in rows}


@cache
def manifest() -> dict[str, Any]:
    """Return digest, rows and licence of every data file."""
    return _object("manifest.json")


def data_digest() -> str:
    """Return one digest over all data: what an analysis was made with."""
    return hashlib.sha256(_read("manifest.json")).hexdigest()[:16]


def model(name: str) -> dict[str, Any]:
    """Return the fitted weights and settings of a model, with its name inside.

    Raises:
        ResourceError: If the package has no such model.
    """
    return _object(f"models/{name}.json")


def _table(name: str, type_: type[T]) -> tuple[T, ...]:
    lines = _read(f"{name}.jsonl").splitlines()
    try:
        return tuple(from_json(line, type_) for line in lines)
    except ValueError as err:
        raise ResourceError(f"{name}.jsonl", str(err)) from err


def _object(name: str) -> dict[str, Any]:
    try:
        value: dict[str, Any] = msgspec.json.decode(_read(name))
    except msgspec.DecodeError as err:
        raise ResourceError(name, str(err)) from err
    return value


def _read(name: str) -> bytes:
    place: Traversable = files("jacyber_nlp") / "data" / name
    try:
        return place.read_bytes()
    except FileNotFoundError as err:
        raise ResourceError(name, "is missing") from err
