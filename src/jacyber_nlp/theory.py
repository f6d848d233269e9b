"""A user's own theory: concepts, actors and norms out of files, or by id."""

from __future__ import annotations

import difflib
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from jacyber_nlp import catalogue, resources
from jacyber_nlp.catalogue import yaml_lines
from jacyber_nlp.catalogue.choice import Choice, is_file, narrow, parse_choice
from jacyber_nlp.errors import CatalogueError, ConfigError, UnknownIdError
from jacyber_nlp.records import Bilingual
from jacyber_nlp.script import fold

if TYPE_CHECKING:
    from jacyber_nlp.catalogue import Fault
    from jacyber_nlp.records import Actor, Concept, Instrument, NormProvision


def load_concepts(path: Path | str) -> tuple[Concept, ...]:
    """Read a lexicon of one's own (see ``docs/own-theory.md`` for its shape).

    Raises:
        CatalogueError: With file, line and key of the first fault.
    """
    concepts = catalogue.parse_concepts(Path(path))
    _refuse(Path(path), catalogue.check_concepts(concepts), "concepts", [c.id for c in concepts])
    return concepts


def load_actors(path: Path | str) -> tuple[Actor, ...]:
    """Read actors of one's own.

    Raises:
        CatalogueError: With file, line and key of the first fault.
    """
    actors = catalogue.parse_actors(Path(path))
    _refuse(Path(path), catalogue.check_actors(actors), "actors", [a.id for a in actors])
    return actors


def load_norms(choice: str) -> tuple[NormProvision, ...]:
    """Return provisions by name and by property.

    Args:
        choice: Parts separated by commas. Ids of instruments or provisions that
            ship, and paths of ``.yaml`` files of one's own, add up; none: all
            that ship. ``property:value`` narrows them: ``camp``, ``year``
            (``2015`` or ``2013-2018``), ``status``, ``topic``, ``kind``,
            ``verified``; of one property any value is enough, all properties
            must be met (``own.yaml,gge-2015,topic:elections,year:2013-2018``).

    Returns:
        In the order named; each once. A text in one language stands for both.

    Raises:
        CatalogueError: With file, line and key of the first fault in a file.
        ConfigError: If nothing is named, or two provisions have one id.
        UnknownIdError: If nothing has one of the ids; names those near it.
        UnknownConditionError: If no norm has such a property or value.
        NoNormsLeftError: If nothing meets a condition; names it.
    """
    return _choose(choice)[1]


def load_instruments(choice: str = "") -> tuple[Instrument, ...]:
    """Return the instruments of the provisions that ``load_norms`` returns.

    Args:
        choice: As there; empty for all that ship.

    Returns:
        In the order of their first provisions; those that ship by id.
    """
    if not choice:
        return resources.instruments()
    instruments, provisions = _choose(choice)
    of = {instrument.id: instrument for instrument in instruments}
    return tuple(of[name] for name in dict.fromkeys(p.instrument_id for p in provisions))


def _choose(choice: str) -> tuple[tuple[Instrument, ...], tuple[NormProvision, ...]]:
    shipped = resources.provisions()
    instruments = {i.id: i for i in resources.instruments()}
    one_file = is_file(choice) and Path(choice).is_file()  # its name may have commas
    asked = Choice((choice,), ()) if one_file else parse_choice(choice)
    if not asked.names and not asked.conditions:
        raise ConfigError(
            "norms: no id is named. Name instruments or provisions, as in gge-2015,paris-call.",
            "規範のidがありません。gge-2015,paris-callのように指定してください。",
        )
    chosen: dict[str, NormProvision] = {} if asked.names else {p.id: p for p in shipped}
    for name in asked.names:
        if is_file(name):
            instrument, provisions = _own(Path(name))
            instruments[instrument.id] = instrument
        else:
            provisions = _by_id(name)
        for p in provisions:
            if chosen.setdefault(p.id, p) != p:
                raise ConfigError(
                    f"{p.id}: two of the chosen provisions have this id. Rename one in its file.",
                    f"{p.id}: 選ばれた条項のうち2つが同じidです。ファイルの側を変えてください。",
                )
    every = (*shipped, *chosen.values())
    left = narrow(chosen.values(), asked.conditions, instruments.values(), every)
    return tuple(instruments.values()), left


def _own(path: Path) -> tuple[Instrument, tuple[NormProvision, ...]]:
    instrument, provisions = catalogue.parse_instrument(path)
    faults = catalogue.check_instruments([instrument], provisions)
    _refuse(path, faults, "provisions", [p.id for p in provisions])
    return replace(instrument, title=_both(instrument.title)), tuple(
        replace(p, label=_both(p.label), summary=_both(p.summary)) for p in provisions
    )


def _both(text: Bilingual) -> Bilingual:
    """Let what is written in one language stand for both."""
    return Bilingual(text.ja or text.en, text.en or text.ja)


def _by_id(name: str) -> tuple[NormProvision, ...]:
    shipped = resources.provisions()
    found = tuple(p for p in shipped if name in (p.id, p.instrument_id))
    if not found:
        known = sorted({i for p in shipped for i in (p.id, p.instrument_id)})
        near = difflib.get_close_matches(name, known, n=3)
        raise UnknownIdError("norm", "規範", name, near)
    return found


def find_provisions(words: str, choice: str = "") -> tuple[NormProvision, ...]:
    """Return the provisions that hold every one of ``words``, best first.

    Looks, without regard to case, into ids, numbers, labels, summaries and
    topics in both languages, and into the titles of their instruments. A word
    counts most in a label, then in an id, number or topic, then in a summary,
    least in the title of the instrument; a whole word more than a part of one.
    Ties keep the order of the catalogue.

    Args:
        words: Separated by blanks; none: all provisions.
        choice: Where to look, as for ``load_norms``; empty for all that ship.
    """
    wanted = fold(words).split()
    provisions = load_norms(choice) if choice else resources.provisions()
    titles = {
        i.id: fold(f"{i.title.ja} {i.title.en} {i.symbol or ''}") for i in load_instruments(choice)
    }
    ranked = [(_score(wanted, p, titles[p.instrument_id]), p) for p in provisions]
    ranked.sort(key=lambda pair: -pair[0])
    return tuple(p for score, p in ranked if score > 0 or not wanted)


def _score(words: list[str], p: NormProvision, title: str) -> float:
    """Return how well a provision answers to words; 0 if it lacks one."""
    fields = (
        (4.0, fold(f"{p.label.ja} {p.label.en}")),
        (3.0, fold(" ".join((p.id, p.number, *p.topics)))),
        (2.0, fold(f"{p.summary.ja} {p.summary.en}")),
        (1.0, title),
    )
    total = 0.0
    for word in words:
        weight, text = next(((w, t) for w, t in fields if word in t), (0.0, ""))
        if not weight:
            return 0.0
        part = word.isascii() and not re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)
        total += weight / 2 if part else weight
    return total


def check_concept_file(path: Path | str) -> list[Fault]:
    """Return every fault of a lexicon of one's own; empty if it is well.

    Raises:
        CatalogueError: If the file cannot be read as a lexicon at all.
    """
    return catalogue.check_concepts(catalogue.parse_concepts(Path(path)))


def _refuse(path: Path, faults: list[Fault], key: str, ids: list[str]) -> None:
    if not faults:
        return
    first = faults[0]
    _, lines = yaml_lines.load(path)
    # The last of several entries of one id is the one too many.
    named = max((i for i, name in enumerate(ids) if name == first.entry), default=None)
    place = f"$.{key}" if named is None else f"$.{key}[{named}]"
    raise CatalogueError(
        str(path),
        yaml_lines.line_of(lines, place),
        place.removeprefix("$."),
        f"{first}. Correct this entry.",
        f"{first.ja}。直してください。",
    )
