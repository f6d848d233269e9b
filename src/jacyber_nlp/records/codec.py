"""Records to JSON and back."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from jacyber_nlp.script import escape_controls

T = TypeVar("T")


def to_json(record: Any) -> str:
    """Return a record as one line of JSON, characters outside ASCII as they are."""
    return escape_controls(msgspec.json.encode(record).decode("utf-8"))


def from_json(data: str | bytes, type_: type[T]) -> T:
    """Read a record from JSON and check every field.

    Raises:
        ValueError: With the place in the JSON (``$.evidence[0].span``); also if it
            is nested beyond what any record needs.
    """
    try:
        return msgspec.json.decode(data, type=type_)
    except RecursionError as err:
        raise ValueError("JSON is nested too deeply") from err
    except msgspec.DecodeError as err:
        raise ValueError(str(err)) from err
