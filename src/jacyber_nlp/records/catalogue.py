"""The catalogue: what the field's norms, concepts and actors are."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same text in Japanese and in English."""

    ja: str
    en: str


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept of the field's lexicon.

    Attributes:
        id: Unique name in ASCII.
        preferred: Preferred label (SKOS ``prefLabel``).
        alternatives_ja: Other Japanese forms (SKOS ``altLabel``).
        alternatives_en: Other English forms.
        definition: One sentence in each language.
        pole: Of the thing named, from -2 (control) to +2 (freedom).
        topics: Topic ids.
    """

    id: str
    preferred: Bilingual
    alternatives_ja: tuple[str, ...]
    alternatives_en: tuple[str, ...]
    definition: Bilingual
    pole: int
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Actor:
    """A state, bloc, body, firm or forum that can hold a view.

    Attributes:
        id: Unique name in ASCII.
        type: ``country``, ``bloc``, ``organisation`` …
        preferred: Preferred name.
        aliases_ja: Other Japanese names.
        aliases_en: Other English names.
        short_ja: One-character forms that count only beside other actors (米露).
        camp: ``liberal``, ``control``, ``digital-decider``, ``non-state`` or None.
        camp_basis: Source keys for the camp.
        members: Actor ids of a bloc's members.
        match: ``case`` or ``standalone`` where a form needs care; else None.
        not_in: Longer words that void a match.
        since: First day of its life, ISO 8601; None if not limited.
        until: Last day of its life; None if not limited.
        predecessor: Actor id of the body before it; None without one.
        successor: Actor id of the body after it; None without one.
    """

    id: str
    type: str
    preferred: Bilingual
    aliases_ja: tuple[str, ...]
    aliases_en: tuple[str, ...]
    short_ja: tuple[str, ...]
    camp: str | None
    camp_basis: str
    members: tuple[str, ...]
    match: str | None
    not_in: tuple[str, ...]
    since: str | None
    until: str | None
    predecessor: str | None
    successor: str | None


@dataclass(frozen=True, slots=True)
class Instrument:
    """A treaty, report, declaration, strategy or proposal that states norms.

    Attributes:
        id: Unique name in ASCII.
        title: Title with its usual abbreviation.
        body: The body that adopted or issued it.
        date: ISO 8601, perhaps without day or month; None if not known.
        symbol: Document symbol (``A/70/174``); None without one.
        legal_status: ``treaty``, ``consensus report``, ``voluntary`` …
        camp: ``liberal``, ``control`` or ``bridging``.
        camp_reason: Why it stands there.
        official_url: None if no address was seen in a source.
        verified: ``true``, ``partial`` or ``false``: how far the header was
            checked against a source.
        sources: Keys of the source list.
        names_ja: How Japanese texts name it, its title apart. A name that several
            instruments share is told by a year near it.
        names_en: How English texts name it, and further document symbols.
        short_ja: Names that count only with a locator that it has (GCSC規範1).
        short_en: The same in English.
        cited_as: Kind of locator → where such a one is looked up (``norm`` →
            ``para 13``).
        cited_alone: Locators that mean it where nothing is named (``norm 13``).
        other_editions: Whether others of its name exist that the catalogue lacks,
            so that only the year tells it.
    """

    id: str
    title: Bilingual
    body: str
    date: str | None
    symbol: str | None
    legal_status: str
    camp: str
    camp_reason: str
    official_url: str | None
    verified: str
    sources: tuple[str, ...]
    names_ja: tuple[str, ...] = ()
    names_en: tuple[str, ...] = ()
    short_ja: tuple[str, ...] = ()
    short_en: tuple[str, ...] = ()
    cited_as: dict[str, str] = field(default_factory=dict)
    cited_alone: tuple[str, ...] = ()
    other_editions: bool = False


@dataclass(frozen=True, slots=True)
class NormProvision:
    """One norm, principle, finding or commitment of an instrument.

    Attributes:
        id: Unique name in ASCII.
        instrument_id: The instrument that it belongs to.
        number: As the instrument counts (``para 13(e)``).
        label: Short title.
        summary: Its content: in the catalogue's own words unless ``text_source``
            says otherwise.
        topics: Topic ids.
        pole: From -2 (control) to +2 (freedom).
        pole_reason: Why it stands there.
        verified: ``true`` (seen in a source), ``heading`` (subject seen, detail
            not) or ``false`` (not seen in a source).
        kind: ``norm`` (what states or others should or must do or refrain
            from), ``principle`` (a value or rule that guides), ``finding`` (what
            the instrument notes or recognises) or ``commitment`` (what those who
            sign say that they will do).
        locator: Where it stands in the official text (``para. 13(e)``, ``art.
            32``); empty if not known.
        sources: Keys of the source list where its text was seen.
        text_source: ``summary`` (our own words) or ``official`` (the words of
            the instrument).
    """

    id: str
    instrument_id: str
    number: str
    label: Bilingual
    summary: Bilingual
    topics: tuple[str, ...]
    pole: int
    pole_reason: str
    verified: str
    kind: str = "norm"
    locator: str = ""
    sources: tuple[str, ...] = ()
    text_source: str = "summary"


@dataclass(frozen=True, slots=True)
class CatalogueSource:
    """Where something of the catalogue was read.

    Attributes:
        key: As ``sources`` of other records name it.
        address: None if it has none (a paper).
        note: What was read there.
    """

    key: str
    address: str | None
    note: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A term or phrase as documents have it, with the provisions that it means.

    Attributes:
        text: The wording; no two phrases share one.
        lang: ``"ja"`` or ``"en"``.
        provision_ids: Best first; empty if it means no norm.
        pole: Of the thing named, from -2 (control) to +2 (freedom).
    """

    text: str
    lang: str
    provision_ids: tuple[str, ...]
    pole: int


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """How two provisions relate, by a reader's judgement.

    Attributes:
        provision_id: First provision.
        other_id: Second provision; None with strength ``unique``.
        strength: ``same``, ``overlaps``, ``related``, ``contrast`` or ``unique``.
        topic: Topic id.
        note: What differs; may be empty.
    """

    provision_id: str
    other_id: str | None
    strength: str
    topic: str
    note: str


@dataclass(frozen=True, slots=True)
class Event:
    """A dated event of a norm process.

    Attributes:
        id: Unique name in ASCII.
        date: ISO 8601, or a range ``from/to``.
        process: Name of the process.
        event: What happened.
        proposer: None if nobody in particular.
        participants: None if not known.
        sources: Keys of the source list.
        verified: ``true``, ``partial`` or ``false``.
        discrepancy: Where sources differ; None where they do not.
    """

    id: str
    date: str
    process: str
    event: Bilingual
    proposer: str | None
    participants: str | None
    sources: tuple[str, ...]
    verified: str
    discrepancy: str | None


@dataclass(frozen=True, slots=True)
class Vote:
    """How one state voted in the plenary.

    Attributes:
        country_code: ISO 3166-1 alpha-2 (``NA`` is Namibia).
        country: English name.
        resolution: Instrument id.
        vote: ``yes``, ``no``, ``abstain``, or None for not voting.
    """

    country_code: str
    country: str
    resolution: str
    vote: str | None


@dataclass(frozen=True, slots=True)
class EncoderEntry:
    """An encoder that is loaded by name.

    Attributes:
        id: The name.
        dim: Length of its vectors.
        licence: Of its weights.
        package: The Python package that holds it; empty for one from the hub.
        hub: Its name on the Hugging Face hub; empty for one in a package.
        revision: Commit on the hub.
        prompts: By role, where the model's own configuration has none.
        folders: First digits of the digests of local folders that are this model.
    """

    id: str
    dim: int
    licence: str
    package: str = ""
    hub: str = ""
    revision: str = ""
    prompts: dict[str, str] = field(default_factory=dict)
    folders: tuple[str, ...] = ()
