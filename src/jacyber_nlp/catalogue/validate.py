"""What must hold between entries, beyond the shape of each.

Every check returns faults (an empty list: all well), so that a user sees all of
them at once.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Sequence
from unicodedata import category

from jacyber_nlp.catalogue.faults import Fault, ambiguous, duplicates, no_date, unknown
from jacyber_nlp.records import (
    Actor,
    Concept,
    Crosswalk,
    Event,
    Instrument,
    NormProvision,
    Phrase,
    Vote,
)
from jacyber_nlp.script import is_visible

STRENGTHS = ("same", "overlaps", "related", "contrast", "unique")
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


def check_concepts(concepts: Sequence[Concept], topics: Collection[str] = ()) -> list[Fault]:
    """Check ids, topics (if any are given) and that no form names two concepts."""
    faults = duplicates("concept", (c.id for c in concepts))
    faults += [
        unknown("concept", c.id, "topic", "主題", topic)
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
        faults += ambiguous(
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
    faults = duplicates("actor", (a.id for a in actors))
    for actor in actors:
        others = (*actor.members, actor.predecessor, actor.successor)
        faults += [
            unknown("actor", actor.id, "actor", "主体", o) for o in others if o and o not in known
        ]
        faults += [
            no_date("actor", actor.id, day)
            for day in (actor.since, actor.until)
            if day and not _is_date(day)
        ]
    for lang in ("ja", "en"):
        faults += ambiguous(
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
    """Check ids, dates, topics and sources (if known ones are given).

    With known topics each provision needs one. With known sources, as the
    project's own files have, all is in both languages, and a provision is
    verified only by a source and its place there.
    """
    faults = duplicates("instrument", (i.id for i in instruments))
    faults += duplicates("provision", (p.id for p in provisions))
    faults += [
        no_date("instrument", i.id, i.date)
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
        unknown("instrument", i.id, "source", "出典", key)
        for i in instruments
        for key in i.sources
        if source_keys and key not in source_keys
    ]
    faults += [
        Fault.of("provision", p.id, "no topic", "主題がありません")
        for p in provisions
        if topics and not p.topics
    ]
    faults += [
        Fault.of(
            kind,
            name,
            f"no {what} in {'both languages' if source_keys else 'either language'}",
            f"{what_ja}が{'両言語で必要です' if source_keys else 'どの言語にもありません'}",
        )
        for kind, name, what, what_ja, text in (
            *(("instrument", i.id, "title", "題名", i.title) for i in instruments),
            *(("provision", p.id, "label", "見出し", p.label) for p in provisions),
            *(("provision", p.id, "summary", "要約", p.summary) for p in provisions),
        )
        if not (all if source_keys else any)((text.ja.strip(), text.en.strip()))
    ]
    faults += [
        unknown("provision", p.id, "source", "出典", key)
        for p in provisions
        for key in p.sources
        if source_keys and key not in source_keys
    ]
    faults += [
        Fault.of(
            "provision",
            p.id,
            "verified without a source and a locator",
            "出典と箇所の記載がないのに「確認済み」です",
        )
        for p in provisions
        if source_keys and p.verified == "true" and not (p.sources and p.locator)
    ]
    return faults + [
        unknown("provision", p.id, "topic", "主題", topic)
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
            unknown("crosswalk", name, "provision", "条項", end) for end in ends if end not in pole
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
            faults.append(unknown("crosswalk", name, "topic", "主題", pair.topic))
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
    return faults + duplicates(
        "crosswalk", (" / ".join(sorted((p.provision_id, str(p.other_id)))) for p in pairs)
    )


def check_phrases(phrases: Sequence[Phrase], provisions: Sequence[NormProvision]) -> list[Fault]:
    """Check that phrases stand once and mean provisions that exist."""
    known = {p.id for p in provisions}
    faults = [
        unknown("phrase", phrase.text, "provision", "条項", name)
        for phrase in phrases
        for name in phrase.provision_ids
        if name not in known
    ]
    faults += [
        Fault.of("phrase", p.text, "no visible character", "目に見える文字がありません")
        for p in phrases
        if not _visible(p.text)
    ]
    return faults + duplicates("phrase", (p.text for p in phrases))


def check_events(events: Sequence[Event], source_keys: Collection[str]) -> list[Fault]:
    """Check ids and sources."""
    return duplicates("event", (e.id for e in events)) + [
        unknown("event", e.id, "source", "出典", key)
        for e in events
        for key in e.sources
        if key not in source_keys
    ]


def check_votes(votes: Sequence[Vote], instruments: Sequence[Instrument]) -> list[Fault]:
    """Check states, resolutions and values."""
    known = {i.id for i in instruments}
    faults = duplicates("vote", (f"{v.country_code} {v.resolution}" for v in votes))
    faults += [
        Fault.of(
            "vote", v.country_code, f"{v.vote!r} is no vote", f"「{v.vote}」は票ではありません"
        )
        for v in votes
        if v.vote not in ("yes", "no", "abstain", None)
    ]
    return faults + [
        unknown("vote", name, "resolution", "決議", name)
        for name in sorted({v.resolution for v in votes} - known)
    ]


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
