"""Places that state the same names become one pair."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from jacyber_nlp.records import CharSpan, TermPair
from jacyber_nlp.script import is_japanese
from jacyber_nlp.terms.pairs.names import is_initialism

_FIELDS = ("ja", "en", "abbreviation")
# What says more plainly that two names mean one thing comes first.
_PLAINNESS = {"definition": 0, "bracket": 1, "note": 2, "alias": 3}


def merge_pairs(found: Iterable[TermPair]) -> tuple[TermPair, ...]:
    """Merge the pairs of a document and put the best first.

    Pairs are the same if their names are, after NFKC and folding of case and
    blanks. A pair takes in another that shares a name with it and contradicts
    it in none (name and English name, name and acronym); another name in
    Japanese, or a short form that is no acronym, stays a pair of its own.

    Returns:
        Pairs by falling number of places; of equals the more plainly stated
        (definition, bracket, note, alias), then the first in the text.
    """
    merged: list[TermPair] = []
    # Kept beside them: to sort the places anew at each merger costs their square.
    places_of: list[set[CharSpan]] = []
    by_name: dict[tuple[str, str], list[int]] = {}
    ordered = sorted(found, key=lambda pair: (-_n_names(pair), pair.spans[0]))
    for pair in ordered:
        keys = [(field, _fold(getattr(pair, field))) for field in _FIELDS if getattr(pair, field)]
        near = sorted({i for key in keys for i in by_name.get(key, ())})
        home = next((i for i in near if _fit(merged[i], pair)), None)
        if home is None:
            home = len(merged)
            merged.append(pair)
            places_of.append(set(pair.spans))
        else:
            merged[home] = _union(merged[home], pair)
            places_of[home].update(pair.spans)
        for key in keys:
            places = by_name.setdefault(key, [])
            if home not in places:
                places.append(home)
    whole = [
        replace(pair, spans=tuple(sorted(places)))
        for pair, places in zip(merged, places_of, strict=True)
    ]
    whole.sort(key=lambda pair: (-len(pair.spans), _PLAINNESS[pair.where], pair.spans[0]))
    return tuple(whole)


def _n_names(pair: TermPair) -> int:
    return sum(getattr(pair, field) is not None for field in _FIELDS)


def _fold(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _fit(one: TermPair, other: TermPair) -> bool:
    """Tell whether two pairs that share a name mean the same, and nothing is lost by saying so."""
    both = [(getattr(one, field), getattr(other, field)) for field in _FIELDS]
    if any(a and b and _fold(a) != _fold(b) for a, b in both):
        return _is_shortened(one, other)
    if all(b is None or a is not None for a, b in both):
        return True
    short = one.abbreviation or other.abbreviation
    return short is None or (is_initialism(short) and not any(map(is_japanese, short)))


def _is_shortened(one: TermPair, other: TermPair) -> bool:
    """Tell whether one English name is the other without whose it is: UN … Forum (F)."""
    if one.ja or other.ja or not (one.en and other.en and one.abbreviation):
        return False
    longer, shorter = sorted((_fold(one.en), _fold(other.en)), key=len, reverse=True)
    same = _fold(one.abbreviation) == _fold(other.abbreviation or "")
    return same and longer.endswith(shorter) and is_initialism(one.abbreviation)


def _union(one: TermPair, other: TermPair) -> TermPair:
    """Return the names of both, with the first place alone."""
    first = min(one, other, key=lambda pair: pair.spans[0])
    plain = min(one, other, key=lambda pair: _PLAINNESS[pair.where])
    return TermPair(
        first.ja or one.ja or other.ja,
        first.en or one.en or other.en,
        first.abbreviation or one.abbreviation or other.abbreviation,
        "person" if "person" in (one.kind, other.kind) else (one if one.ja else other).kind,
        plain.where,
        first.spans[:1],
    )
