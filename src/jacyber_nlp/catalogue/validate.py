"""What must hold between entries, beyond the shape of each.

Every check returns faults (an empty list: all well), so that a user sees all of
them at once.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Self
from unicodedata import category

from jacyber_nlp.records import Actor, Concept, Crosswalk, Event, Instrument, NormProvision, Vote
from jacyber_nlp.script import is_visible

STRENGTHS = ("same", "overlaps", "related", "contrast", "unique")
SHORT_FORM = 4  # up to here upper and lower case tell forms apart (US, us)

_KINDS_JA = {
    "concept": "概念",
    "actor": "主体",
    "instrument": "文書",
    "provision": "条項",
    "event": "出来事",
    "vote": "投票",
    "crosswalk": "対応",
}
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


class Fault(str):
    """A message in English that knows its entry and its Japanese.

    Attributes:
        entry: Id of the entry at fault.
        ja: The message in Japanese.
    """

    __slots__ = ("entry", "ja")
    entry: str
    ja: str

    @classmethod
    def of(cls, kind: str, entry: str, en: str, ja: str) -> Self:
        """Make the message out of the entry and what is wrong with it."""
        fault = cls(f"{kind} {entry}: {en}")
        fault.entry = entry
        fault.ja = f"{_KINDS_JA[kind]}「{entry}」: {ja}"
        return fault


def check_concepts(concepts: Sequence[Concept], topics: Collection[str] = ()) -> list[Fault]:
    """Check ids, topics (if any are given) and that no form names two concepts."""
    faults = _duplicates("concept", (c.id for c in concepts))
    faults += [
        _unknown("concept", c.id, "topic", "主題", topic)
        for c in concepts
        for topic in c.topics
        if topics and topic not in topics
    ]
    faults += [
        Fault.of(
            "concept",
            c.id,
            "a form without a visible character",
            "目に見える文字のない語形があります",
        )
        for c in concepts
        if not all(
            _visible(text)
            for text in (
                c.id,
                c.preferred.ja,
                c.preferred.en,
                *c.alternatives_ja,
                *c.alternatives_en,
            )
        )
    ]
    for lang in ("ja", "en"):
        faults += _ambiguous(
            "concept",
            lang,
            (
                (c.id, (getattr(c.preferred, lang), *getattr(c, f"alternatives_{lang}")))
                for c in concepts
            ),
        )
    return faults


def check_actors(actors: Sequence[Actor]) -> list[Fault]:
    """Check ids, references, dates and that no form names two actors."""
    known = {a.id for a in actors}
    faults = _duplicates("actor", (a.id for a in actors))
    for actor in actors:
        others = (*actor.members, actor.predecessor, actor.successor)
        faults += [
            _unknown("actor", actor.id, "actor", "主体", o) for o in others if o and o not in known
        ]
        faults += [
            _no_date("actor", actor.id, day)
            for day in (actor.since, actor.until)
            if day and not _is_date(day)
        ]
    for lang in ("ja", "en"):
        faults += _ambiguous(
            "actor",
            lang,
            ((a.id, (getattr(a.preferred, lang), *getattr(a, f"aliases_{lang}"))) for a in actors),
        )
    return faults


def check_instruments(
    instruments: Sequence[Instrument],
    provisions: Sequence[NormProvision],
    *,
    topics: Collection[str] = (),
    source_keys: Collection[str] = (),
) -> list[Fault]:
    """Check ids, dates, topics and sources (if known ones are given)."""
    faults = _duplicates("instrument", (i.id for i in instruments))
    faults += _duplicates("provision", (p.id for p in provisions))
    faults += [
        _no_date("instrument", i.id, i.date)
        for i in instruments
        if i.date is not None and not _is_date(i.date)
    ]
    named = {p.instrument_id for p in provisions}
    faults += [
        Fault.of("instrument", i.id, "has no provision", "条項がありません")
        for i in instruments
        if i.id not in named
    ]
    faults += [
        _unknown("instrument", i.id, "source", "出典", key)
        for i in instruments
        for key in i.sources
        if source_keys and key not in source_keys
    ]
    faults += [
        Fault.of("provision", p.id, "no topic", "主題がありません")
        for p in provisions
        if not p.topics
    ]
    return faults + [
        _unknown("provision", p.id, "topic", "主題", topic)
        for p in provisions
        for topic in p.topics
        if topics and topic not in topics
    ]


def check_crosswalk(
    pairs: Sequence[Crosswalk], provisions: Sequence[NormProvision], topics: Collection[str]
) -> list[Fault]:
    """Check that pairs exist, stand once, and that "same" pairs share a pole."""
    pole = {p.id: p.pole for p in provisions}
    faults = []
    for pair in pairs:
        name = f"{pair.provision_id} / {pair.other_id}"
        ends = [end for end in (pair.provision_id, pair.other_id) if end is not None]
        faults += [
            _unknown("crosswalk", name, "provision", "条項", end) for end in ends if end not in pole
        ]
        if pair.strength not in STRENGTHS or (pair.strength == "unique") != (pair.other_id is None):
            faults.append(
                Fault.of(
                    "crosswalk",
                    name,
                    f"strength {pair.strength}",
                    f"強さ「{pair.strength}」は誤りです",
                )
            )
        if pair.topic not in topics:
            faults.append(_unknown("crosswalk", name, "topic", "主題", pair.topic))
        if (
            pair.strength == "same"
            and len(ends) == 2
            and all(end in pole for end in ends)
            and abs(pole[ends[0]] - pole[ends[1]]) > 1
        ):
            faults.append(
                Fault.of(
                    "crosswalk",
                    name,
                    '"same", but the poles differ by more than 1',
                    "「same」ですが、極が2以上離れています",
                )
            )
    return faults + _duplicates(
        "crosswalk", (" / ".join(sorted((p.provision_id, str(p.other_id)))) for p in pairs)
    )


def check_events(events: Sequence[Event], source_keys: Collection[str]) -> list[Fault]:
    """Check ids and sources."""
    return _duplicates("event", (e.id for e in events)) + [
        _unknown("event", e.id, "source", "出典", key)
        for e in events
        for key in e.sources
        if key not in source_keys
    ]


def check_votes(votes: Sequence[Vote], instruments: Sequence[Instrument]) -> list[Fault]:
    """Check states, resolutions and values."""
    known = {i.id for i in instruments}
    faults = _duplicates("vote", (f"{v.country_code} {v.resolution}" for v in votes))
    faults += [
        Fault.of(
            "vote", v.country_code, f"{v.vote!r} is no vote", f"「{v.vote}」は票ではありません"
        )
        for v in votes
        if v.vote not in ("yes", "no", "abstain", None)
    ]
    return faults + [
        _unknown("vote", name, "resolution", "決議", name)
        for name in sorted({v.resolution for v in votes} - known)
    ]


def _duplicates(kind: str, ids: Iterable[str]) -> list[Fault]:
    return [
        Fault.of(kind, name, f"stands {n} times", f"{n}回書かれています")
        for name, n in Counter(ids).items()
        if n > 1
    ]


def _unknown(kind: str, entry: str, what: str, what_ja: str, name: str) -> Fault:
    return Fault.of(
        kind, entry, f"unknown {what} {name}", f"{what_ja}「{name}」は登録されていません"
    )


def _no_date(kind: str, entry: str, text: str) -> Fault:
    return Fault.of(
        kind,
        entry,
        f"{text} is no date (YYYY, YYYY-MM or YYYY-MM-DD)",
        f"「{text}」は日付ではありません（YYYY、YYYY-MM、YYYY-MM-DDのいずれか）",
    )


def _ambiguous(kind: str, lang: str, entries: Iterable[tuple[str, Iterable[str]]]) -> list[Fault]:
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for name, forms in entries:
        for form in forms:
            if form:
                owners[form if len(form) <= SHORT_FORM else form.lower()].add(name)
    faults = []
    for form, names in owners.items():
        if len(names) > 1:
            shared = sorted(names)
            en = f"form ({lang}) {form} is ambiguous, names {' and '.join(shared)}"
            named = "、".join(f"「{name}」" for name in shared)
            ja = f"語形「{form}」が{named}のどちらにも当たります"
            faults.append(Fault.of(kind, shared[-1], en, ja))
    return faults


def _visible(text: str) -> bool:
    return any(is_visible(char) for char in text) and not any(
        category(char) == "Cc" for char in text
    )


def _is_date(text: str) -> bool:
    """Accept a day, or a month or year where no more is known."""
    if not _DATE.fullmatch(text):
        return False
    try:
        datetime.date.fromisoformat(text + "-01-01"[len(text) - 10 :] if len(text) < 10 else text)
    except ValueError:
        return False
    return True
