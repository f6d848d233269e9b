"""What must hold between entries, beyond the shape of each.

Every check returns messages (an empty list: all well), so that a user sees all
faults of a file at once.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence

from jacyber_nlp.records import Actor, Concept, Crosswalk, Event, Instrument, NormProvision, Vote

STRENGTHS = ("same", "overlaps", "related", "contrast", "unique")
SHORT_FORM = 4  # up to here upper and lower case tell forms apart (US, us)


def check_concepts(concepts: Sequence[Concept], topics: Collection[str] = ()) -> list[str]:
    """Check ids, topics (if any are given) and that no form names two concepts."""
    faults = _duplicates("concept", (c.id for c in concepts))
    faults += [
        f"concept {c.id}: unknown topic {topic}"
        for c in concepts
        for topic in c.topics
        if topics and topic not in topics
    ]
    faults += _ambiguous(
        "concept", "ja", ((c.id, (c.preferred.ja, *c.alternatives_ja)) for c in concepts)
    )
    return faults + _ambiguous(
        "concept", "en", ((c.id, (c.preferred.en, *c.alternatives_en)) for c in concepts)
    )


def check_actors(actors: Sequence[Actor]) -> list[str]:
    """Check ids, references, dates and that no form names two actors."""
    known = {a.id for a in actors}
    faults = _duplicates("actor", (a.id for a in actors))
    for actor in actors:
        others = (*actor.members, actor.predecessor, actor.successor)
        faults += [f"actor {actor.id}: unknown actor {o}" for o in others if o and o not in known]
        faults += [
            f"actor {actor.id}: {day} is no date (YYYY, YYYY-MM or YYYY-MM-DD)"
            for day in (actor.since, actor.until)
            if day and not _is_date(day)
        ]
    faults += _ambiguous("actor", "ja", ((a.id, (a.preferred.ja, *a.aliases_ja)) for a in actors))
    return faults + _ambiguous(
        "actor", "en", ((a.id, (a.preferred.en, *a.aliases_en)) for a in actors)
    )


def check_instruments(
    instruments: Sequence[Instrument],
    provisions: Sequence[NormProvision],
    *,
    topics: Collection[str] = (),
    source_keys: Collection[str] = (),
) -> list[str]:
    """Check ids, dates, topics and sources (if known ones are given)."""
    faults = _duplicates("instrument", (i.id for i in instruments))
    faults += _duplicates("provision", (p.id for p in provisions))
    faults += [
        f"instrument {i.id}: {i.date} is no date (YYYY, YYYY-MM or YYYY-MM-DD)"
        for i in instruments
        if i.date is not None and not _is_date(i.date)
    ]
    faults += [
        f"instrument {i.id}: unknown source {key}"
        for i in instruments
        for key in i.sources
        if source_keys and key not in source_keys
    ]
    faults += [f"provision {p.id}: no topic" for p in provisions if not p.topics]
    return faults + [
        f"provision {p.id}: unknown topic {topic}"
        for p in provisions
        for topic in p.topics
        if topics and topic not in topics
    ]


def check_crosswalk(
    pairs: Sequence[Crosswalk], provisions: Sequence[NormProvision], topics: Collection[str]
) -> list[str]:
    """Check that pairs exist, stand once, and that "same" pairs share a pole."""
    pole = {p.id: p.pole for p in provisions}
    faults = []
    for pair in pairs:
        name = f"crosswalk {pair.provision_id} / {pair.other_id}"
        ends = [end for end in (pair.provision_id, pair.other_id) if end is not None]
        faults += [f"{name}: unknown provision {end}" for end in ends if end not in pole]
        if pair.strength not in STRENGTHS or (pair.strength == "unique") != (pair.other_id is None):
            faults.append(f"{name}: strength {pair.strength}")
        if pair.topic not in topics:
            faults.append(f"{name}: unknown topic {pair.topic}")
        if (
            pair.strength == "same"
            and all(end in pole for end in ends)
            and abs(pole[ends[0]] - pole[ends[1]]) > 1
        ):
            faults.append(f'{name}: "same", but the poles differ by more than 1')
    counted = Counter(frozenset((p.provision_id, p.other_id)) for p in pairs)
    return faults + [
        f"crosswalk {' / '.join(sorted(str(end) for end in pair))}: stands {n} times"
        for pair, n in counted.items()
        if n > 1
    ]


def check_events(events: Sequence[Event], source_keys: Collection[str]) -> list[str]:
    """Check ids and sources."""
    return _duplicates("event", (e.id for e in events)) + [
        f"event {e.id}: unknown source {key}"
        for e in events
        for key in e.sources
        if key not in source_keys
    ]


def check_votes(votes: Sequence[Vote], instruments: Sequence[Instrument]) -> list[str]:
    """Check states, resolutions and values."""
    known = {i.id for i in instruments}
    faults = _duplicates("vote", (f"{v.country_code} {v.resolution}" for v in votes))
    faults += [
        f"vote {v.country_code}: {v.vote!r} is no vote"
        for v in votes
        if v.vote not in ("yes", "no", "abstain", None)
    ]
    unknown = {v.resolution for v in votes} - known
    return faults + [f"votes: unknown resolution {name}" for name in sorted(unknown)]


def _duplicates(kind: str, ids: Iterable[str]) -> list[str]:
    return [f"{kind} {name}: stands {n} times" for name, n in Counter(ids).items() if n > 1]


def _ambiguous(kind: str, lang: str, entries: Iterable[tuple[str, Iterable[str]]]) -> list[str]:
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for name, forms in entries:
        for form in forms:
            owners[form if len(form) <= SHORT_FORM else form.lower()].add(name)
    return [
        f"{kind} form ({lang}) {form}: is ambiguous, names {' and '.join(sorted(names))}"
        for form, names in owners.items()
        if len(names) > 1
    ]


def _is_date(text: str) -> bool:
    """Accept a day, or a month or year where no more is known."""
    try:
        datetime.date.fromisoformat(text + "-01-01"[len(text) - 10 :] if len(text) < 10 else text)
    except ValueError:
        return False
    return True
