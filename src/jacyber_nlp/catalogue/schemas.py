"""The shape of the files that people edit; unknown keys are refused."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

Pole = Literal[-2, -1, 0, 1, 2]
Camp = Literal["liberal", "control", "bridging"]
ActorCamp = Literal["liberal", "control", "digital-decider", "non-state"]


class Entry(msgspec.Struct, forbid_unknown_fields=True):
    """What every entry of a YAML file shares: no key that is not known."""


class ConceptEntry(Entry):
    """One concept."""

    id: str
    ja: str
    en: str
    pole: Pole
    topics: tuple[str, ...]
    definition_ja: str = ""
    definition_en: str = ""
    ja_variants: tuple[str, ...] = ()
    en_variants: tuple[str, ...] = ()


class ConceptFile(Entry):
    """A lexicon."""

    concepts: tuple[ConceptEntry, ...]


class ActorEntry(Entry):
    """One actor."""

    id: str
    type: str
    ja: str
    en: str
    camp: ActorCamp | None = None
    camp_basis: str = ""
    ja_aliases: tuple[str, ...] = ()
    en_aliases: tuple[str, ...] = ()
    ja_short: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    match: Literal["case", "standalone"] | None = None
    not_in: tuple[str, ...] = ()
    from_: str | None = msgspec.field(default=None, name="from")
    to: str | None = None
    predecessor: str | None = None
    successor: str | None = None
    note: str = ""


class ActorFile(Entry):
    """A list of actors."""

    actors: tuple[ActorEntry, ...]


class ProvisionEntry(Entry):
    """One provision."""

    id: str
    number: str
    topics: tuple[str, ...]
    pole: Pole
    label_en: str = ""
    label_ja: str = ""
    summary_en: str = ""
    summary_ja: str = ""
    pole_reason: str = ""
    verified: bool | Literal["heading"] = False
    kind: Literal["norm", "principle", "finding", "commitment"] = "norm"
    locator: str = ""
    sources: tuple[str, ...] = ()


class InstrumentFile(Entry):
    """One instrument with its provisions."""

    id: str
    body: str
    date: str | None
    legal_status: str
    provisions: tuple[ProvisionEntry, ...]
    title_en: str = ""
    title_ja: str = ""
    text_source: Literal["summary", "official"] = "summary"
    symbol: str | None = None
    camp: Camp = "bridging"
    camp_reason: str = ""
    official_url: str | None = None
    verified: bool | Literal["partial"] = False
    sources: tuple[str, ...] = ()
    names_ja: tuple[str, ...] = ()
    names_en: tuple[str, ...] = ()
    short_ja: tuple[str, ...] = ()
    short_en: tuple[str, ...] = ()
    cited_as: dict[str, str] = {}
    cited_alone: tuple[str, ...] = ()
    other_editions: bool = False
    date_note: str = ""
    endorsed_by: str | None = None
    follow_up: str | None = None
    participants: Any = None
    sponsors: Any = None
    sponsors_later: Any = None
    vote: Any = None


class EventEntry(Entry):
    """One dated event."""

    id: str
    date: str
    process: str
    event_en: str
    event_ja: str
    proposer: str | None
    participants: str | None
    sources: tuple[str, ...]
    verified: bool | Literal["partial"]
    vote: Any = None
    discrepancy: str | None = None


class EventFile(Entry):
    """A list of events."""

    events: tuple[EventEntry, ...]


class PhraseLine(Entry):
    """One phrase as documents have it, with the provisions that it means."""

    lang: Literal["ja", "en"]
    text: str
    provisions: tuple[str, ...]
    pole: Pole
    form: Literal[
        "plain", "katakana", "abbreviation", "paraphrase", "negated", "phrase", "sentence"
    ]
    context: str = ""


class TopicFile(Entry):
    """The topic ids, and what `verified` means."""

    topics: tuple[str, ...]
    verified_values: dict[str, str] = {}
