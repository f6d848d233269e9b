"""A user's own theory: concepts, actors and norms out of files, or by id."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import TYPE_CHECKING

from jacyber_nlp import catalogue, resources
from jacyber_nlp.catalogue import yaml_lines
from jacyber_nlp.errors import CatalogueError, ConfigError, UnknownIdError
from jacyber_nlp.script import fold

if TYPE_CHECKING:
    from jacyber_nlp.catalogue import Fault
    from jacyber_nlp.records import Actor, Concept, NormProvision


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
    """Return provisions of a user's instrument file, or of instruments by id.

    Args:
        choice: The path of a ``.yaml`` file, or ids of instruments or
            provisions that ship, separated by commas (``gge-2015,paris-call``).

    Raises:
        CatalogueError: With file, line and key of the first fault in a file.
        ConfigError: If no id is named.
        UnknownIdError: If nothing has one of the ids; names those near it.
    """
    if choice.lower().endswith((".yaml", ".yml")):
        path = Path(choice)
        instrument, provisions = catalogue.parse_instrument(path)
        faults = catalogue.check_instruments([instrument], provisions)
        _refuse(path, faults, "provisions", [p.id for p in provisions])
        return provisions
    chosen: list[NormProvision] = []
    shipped = resources.provisions()
    names = [part.strip() for part in choice.split(",") if part.strip()]
    if not names:
        raise ConfigError(
            "norms: no id is named. Name instruments or provisions, as in gge-2015,paris-call.",
            "規範のidがありません。gge-2015,paris-callのように指定してください。",
        )
    for name in names:
        found = [p for p in shipped if name in (p.id, p.instrument_id)]
        if not found:
            known = sorted({i for p in shipped for i in (p.id, p.instrument_id)})
            near = difflib.get_close_matches(name, known, n=3)
            raise UnknownIdError("norm", "規範", name, near)
        chosen += [p for p in found if p not in chosen]
    return tuple(chosen)


def find_provisions(words: str) -> tuple[NormProvision, ...]:
    """Return the provisions that hold every one of ``words``.

    Looks, without regard to case, into ids, numbers, labels, summaries and
    topics in both languages, and into the titles of their instruments. Without
    words: all of them.
    """
    wanted = fold(words).split()
    titles = {i.id: f"{i.title.ja} {i.title.en} {i.symbol or ''}" for i in resources.instruments()}
    return tuple(
        p
        for p in resources.provisions()
        if all(
            word
            in fold(
                " ".join(
                    (
                        p.id,
                        p.number,
                        p.label.ja,
                        p.label.en,
                        p.summary.ja,
                        p.summary.en,
                        *p.topics,
                        titles[p.instrument_id],
                    )
                )
            )
            for word in wanted
        )
    )


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
