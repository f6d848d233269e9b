"""Norms by name and by property: ``gge-2015,own.yaml,camp:control,year:2013-2018``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from jacyber_nlp.errors import ConfigError, NoNormsLeftError, UnknownConditionError
from jacyber_nlp.records import Instrument, NormProvision
from jacyber_nlp.script import fold

Values = Callable[[Instrument, NormProvision], Sequence[str]]
# What a condition can name, with the values that a provision has of it.
PROPERTIES: dict[str, Values] = {
    "camp": lambda instrument, _: (instrument.camp,),
    "year": lambda instrument, _: (instrument.date[:4],) if instrument.date else (),
    "status": lambda instrument, _: (instrument.legal_status,),
    "topic": lambda _, provision: provision.topics,
    "kind": lambda _, provision: (provision.kind,),
    "verified": lambda _, provision: (provision.verified,),
}
_CONDITION = re.compile(r"([A-Za-z-]+):(.*)")
_YEARS = re.compile(r"(\d{4})(?:[-–](\d{4}))?")


@dataclass(frozen=True, slots=True)
class Condition:
    """A property and what it may be, as the user wrote it: ``camp:control``."""

    name: str
    value: str

    def __str__(self) -> str:
        """Return it as it is written."""
        return f"{self.name}:{self.value}"


@dataclass(frozen=True, slots=True)
class Choice:
    """Names of files, instruments and provisions, and conditions on them."""

    names: tuple[str, ...]
    conditions: tuple[Condition, ...]


def parse_choice(text: str) -> Choice:
    """Read a choice: parts separated by commas.

    ``name:value`` is a condition, everything else a name.

    Raises:
        UnknownConditionError: If a property does not exist, or a year is none.
    """
    names: list[str] = []
    conditions: list[Condition] = []
    for part in (part.strip() for part in text.split(",")):
        match = None if is_file(part) else _CONDITION.fullmatch(part)
        if match is not None:
            conditions.append(_condition(match[1].lower(), match[2].strip()))
        elif part:
            names.append(part)
    return Choice(tuple(names), tuple(conditions))


def is_file(name: str) -> bool:
    """Tell a file of norms from an id, by its suffix."""
    return name.lower().endswith((".yaml", ".yml"))


def _condition(name: str, value: str) -> Condition:
    if name not in PROPERTIES:
        raise UnknownConditionError(f"{name}:{value}", "property", name, PROPERTIES)
    years = _YEARS.fullmatch(value)
    if name == "year" and (years is None or (years[2] and years[2] < years[1])):
        raise ConfigError(
            f"year:{value}: no year. Write year:2015, or year:2013-2018, the earlier first.",
            f"year:{value}: 年ではありません。year:2015、またはyear:2013-2018（古い年が先）のように"
            "書いてください。",
        )
    return Condition(name, value)


def narrow(
    provisions: Iterable[NormProvision],
    conditions: Sequence[Condition],
    instruments: Iterable[Instrument],
    known: Iterable[NormProvision],
) -> tuple[NormProvision, ...]:
    """Return the provisions that meet the conditions.

    One of the values is enough for each property; all properties must be met.

    Args:
        provisions: What is chosen from, in order.
        conditions: In the order in which an error names them.
        instruments: Those of all provisions, by whatever order.
        known: Every provision whose values are no misspelling.

    Raises:
        UnknownConditionError: If no known provision has a value.
        NoNormsLeftError: If nothing meets a condition.
    """
    of = {instrument.id: instrument for instrument in instruments}
    left = tuple(provisions)
    known = tuple(known)
    met: list[str] = []
    for name in dict.fromkeys(c.name for c in conditions):
        wanted = [c for c in conditions if c.name == name]
        values = {v for p in known for v in PROPERTIES[name](of[p.instrument_id], p)}
        for condition in wanted:
            if name != "year" and not any(_meets(condition, value) for value in values):
                raise UnknownConditionError(str(condition), name, condition.value, values)
        before = left
        left = tuple(
            p
            for p in before
            if any(
                _meets(condition, value)
                for value in PROPERTIES[name](of[p.instrument_id], p)
                for condition in wanted
            )
        )
        said = ",".join(map(str, wanted))
        if not left:
            raise NoNormsLeftError(said, met, len(before))
        met.append(said)
    return left


def _meets(condition: Condition, value: str) -> bool:
    if condition.name == "year":
        years = _YEARS.fullmatch(condition.value)
        return years is not None and years[1] <= value <= (years[2] or years[1])
    return _plain(condition.value) == _plain(value)


def _plain(text: str) -> str:
    """Take ``consensus-report`` for ``consensus report``."""
    return fold(text).replace("-", " ").replace("_", " ")
