"""From the files that people edit to records."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from jacyber_nlp.catalogue import yaml_lines
from jacyber_nlp.catalogue.schemas import (
    ActorFile,
    ConceptFile,
    EventFile,
    InstrumentFile,
    PhraseLine,
    TopicFile,
)
from jacyber_nlp.errors import CatalogueError, MissingFileError
from jacyber_nlp.records import (
    Actor,
    Bilingual,
    CatalogueSource,
    Concept,
    Crosswalk,
    Event,
    Instrument,
    NormProvision,
    Phrase,
    Vote,
)

T = TypeVar("T")
_SOURCE = re.compile(r"^- \*\*(\w+)\*\* (?:(https?://\S+)(?: - |$))?(.*)$", re.MULTILINE)
_NOTHING = ("", "")


def parse_concepts(path: Path) -> tuple[Concept, ...]:
    """Read a file of concepts.

    Raises:
        CatalogueError: With file, line and key, if an entry is not valid.
    """
    return tuple(
        Concept(
            id=e.id,
            preferred=Bilingual(e.ja, e.en),
            alternatives_ja=e.ja_variants,
            alternatives_en=e.en_variants,
            definition=Bilingual(e.definition_ja, e.definition_en),
            pole=e.pole,
            topics=e.topics,
        )
        for e in _read(path, ConceptFile).concepts
    )


def parse_actors(path: Path) -> tuple[Actor, ...]:
    """Read a file of actors.

    Raises:
        CatalogueError: With file, line and key, if an entry is not valid.
    """
    return tuple(
        Actor(
            id=e.id,
            type=e.type,
            preferred=Bilingual(e.ja, e.en),
            aliases_ja=e.ja_aliases,
            aliases_en=e.en_aliases,
            short_ja=e.ja_short,
            camp=e.camp,
            camp_basis=e.camp_basis,
            members=e.members,
            match=e.match,
            not_in=e.not_in,
            since=e.from_,
            until=e.to,
            predecessor=e.predecessor,
            successor=e.successor,
        )
        for e in _read(path, ActorFile).actors
    )


def parse_instrument(path: Path) -> tuple[Instrument, tuple[NormProvision, ...]]:
    """Read one instrument with its provisions.

    Raises:
        CatalogueError: With file, line and key, if the file is not valid.
    """
    e = _read(path, InstrumentFile)
    instrument = Instrument(
        id=e.id,
        title=Bilingual(e.title_ja, e.title_en),
        body=e.body,
        date=e.date,
        symbol=e.symbol,
        legal_status=e.legal_status,
        camp=e.camp,
        camp_reason=e.camp_reason,
        official_url=e.official_url,
        verified=_verified(e.verified),
        sources=e.sources,
        names_ja=e.names_ja,
        names_en=e.names_en,
        short_ja=e.short_ja,
        short_en=e.short_en,
        cited_as=e.cited_as,
        cited_alone=e.cited_alone,
        other_editions=e.other_editions,
    )
    return instrument, tuple(
        NormProvision(
            id=p.id,
            instrument_id=e.id,
            number=p.number,
            label=Bilingual(p.label_ja, p.label_en),
            summary=Bilingual(p.summary_ja, p.summary_en),
            topics=p.topics,
            pole=p.pole,
            pole_reason=p.pole_reason,
            verified=_verified(p.verified),
            kind=p.kind,
            locator=p.locator,
            sources=p.sources,
            text_source=e.text_source,
        )
        for p in e.provisions
    )


def parse_events(path: Path) -> tuple[Event, ...]:
    """Read the file of dated events.

    Raises:
        CatalogueError: With file, line and key, if an entry is not valid.
    """
    return tuple(
        Event(
            id=e.id,
            date=e.date,
            process=e.process,
            event=Bilingual(e.event_ja, e.event_en),
            proposer=e.proposer,
            participants=e.participants,
            sources=e.sources,
            verified=_verified(e.verified),
            discrepancy=e.discrepancy,
        )
        for e in _read(path, EventFile).events
    )


def parse_topics(path: Path) -> tuple[str, ...]:
    """Read the list of topic ids."""
    return _read(path, TopicFile).topics


def parse_sources(path: Path) -> tuple[CatalogueSource, ...]:
    """Read the list of sources, one ``- **key** address - note`` a line."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as err:
        raise MissingFileError(str(path)) from err
    return tuple(
        CatalogueSource(key, url or None, note) for key, url, note in _SOURCE.findall(text)
    )


def parse_crosswalk(path: Path) -> tuple[Crosswalk, ...]:
    """Read the tab-separated pairs of provisions.

    Raises:
        CatalogueError: With file and line, if a row has not five fields.
    """
    return tuple(
        Crosswalk(row[0], None if row[1] == "-" else row[1], row[2], row[3], row[4])
        for row in _rows(path, "\t", 5)
    )


def parse_phrases(path: Path) -> tuple[Phrase, ...]:
    """Read JSON lines of phrases with the provisions that they mean.

    Raises:
        CatalogueError: With file and line, if a line is not valid.
    """
    phrases = []
    try:
        lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    except FileNotFoundError as err:
        raise MissingFileError(str(path)) from err
    for number, line in enumerate(lines, 1):
        try:
            e = msgspec.json.decode(line, type=PhraseLine)
        except msgspec.DecodeError as err:
            raise CatalogueError(
                str(path),
                number,
                "line",
                f"{err}. Correct this line.",
                f"行が正しくありません（{err}）。直してください。",
            ) from err
        phrases.append(Phrase(e.text, e.lang, e.provisions, e.pole))
    return tuple(phrases)


def parse_votes(path: Path) -> tuple[Vote, ...]:
    """Read the votes by state, one column a resolution; empty: not voting.

    Raises:
        CatalogueError: With file and line, if a row lacks fields.
    """
    header = next(_rows(path, ",", None, skip_header=False))
    return tuple(
        Vote(row[0], row[1], resolution, vote or None)
        for row in _rows(path, ",", len(header))
        for resolution, vote in zip(header[2:], row[2:], strict=True)
    )


def _read(path: Path, schema: type[T]) -> T:
    data, lines = yaml_lines.load(path)
    try:
        return msgspec.convert(data, schema)
    except msgspec.ValidationError as err:
        # "Expected `int`, got `str` - at `$.concepts[3].pole`"
        problem, _, place = str(err).partition(" - at ")
        place = place.strip("`") or "$"
        missing = re.search(r"missing required field `(\w+)`", problem)
        unknown = re.search(r"unknown field `(.+)`", problem)
        name = (missing or unknown or _NOTHING)[1]
        line = yaml_lines.line_of(lines, f"{place}.{name}" if unknown else place)
        key = ".".join(part for part in (place.removeprefix("$").lstrip("."), name) if part)
        if missing:
            ja = f"項目「{name}」がありません。書き足してください。"
        elif unknown:
            ja = f"「{name}」という項目はありません。綴りを確かめてください。"
        else:
            ja = f"値が正しくありません（{problem}）。直してください。"
        raise CatalogueError(
            str(path), line, key or "file", f"{problem}. Correct this entry.", ja
        ) from err


def _rows(
    path: Path, delimiter: str, width: int | None, *, skip_header: bool = True
) -> Iterator[list[str]]:
    try:
        handle = path.open(encoding="utf-8", newline="")
    except FileNotFoundError as err:
        raise MissingFileError(str(path)) from err
    with handle:
        for number, row in enumerate(csv.reader(handle, delimiter=delimiter), 1):
            if width is not None and len(row) != width:
                raise CatalogueError(
                    str(path),
                    number,
                    "row",
                    f"{len(row)} fields, {width} are needed. Correct this row.",
                    f"列が{len(row)}個あります。{width}個必要です。",
                )
            if number > 1 or not skip_header:
                yield row


def _verified(value: bool | str) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else value
