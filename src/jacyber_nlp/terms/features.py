"""What the termhood model sees of a term."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import log2

from jacyber_nlp import resources
from jacyber_nlp.terms.candidates import Candidate

RAREST = -14.5  # logarithm of the probability of a word that the list lacks
_LINKS = {"ja": frozenset("oyarnkjhdgw"), "en": frozenset("oftiz")}  # only in linked phrases
_TELLING = "IJCMLRGTDHxEUVWS"  # classes that are told wherever they stand
_KATAKANA = re.compile("[ァ-ヺー]")
_KANJI = re.compile("[一-龠々]")
_LATIN = re.compile("[A-Za-zＡ-Ｚａ-ｚ]")
_DIGIT = re.compile("[0-9０-９]")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9/&+-]{1,9}s?")


def form_features(candidate: Candidate, lang: str) -> Iterator[tuple[str, float]]:
    """Name what the form of a term says, whatever the document."""
    surface, shape, words = candidate.surface, candidate.shape, candidate.words
    size = len(surface)
    yield "bias", 1.0
    yield "characters", min(size, 24) / 10
    yield "katakana", len(_KATAKANA.findall(surface)) / size
    yield "kanji", len(_KANJI.findall(surface)) / size
    yield "latin", len(_LATIN.findall(surface)) / size
    yield "digit", float(bool(_DIGIT.search(surface)))
    yield "acronym", float(bool(_ACRONYM.fullmatch(surface)))
    links = links_of(shape, lang)
    yield (f"links {links}" if links else f"tokens {min(len(shape), 7)}"), 1.0
    yield f"begin {shape[0]}", 1.0
    yield f"end {shape[-2:]}", 1.0
    for letter in _TELLING:
        if letter in shape:
            yield f"has {letter}", 1.0
    yield f"tail {surface[-1].lower()}", 0.7
    low = [word.lower() for word in words]
    yield f"head {low[-1]}", 1.0
    if len(low) > 1:
        yield f"first {low[0]}", 1.0
        yield f"heads {' '.join(low[-2:])}", 1.0
        for word in dict.fromkeys(low[1:-1]):
            yield f"inside {word}", 1.0
    if lang == "en":
        yield from _of_english(words)


def place_features(places: Sequence[Candidate], lang: str) -> Iterator[tuple[str, float]]:
    """Name what a term's places in a document say; one at least."""
    n = len(places)
    free = sum([place.free for place in places])
    yield "frequency", log2(1 + n)
    yield "free", log2(1 + free)
    if not free:
        yield "never free", 1.0
    for mark in {mark for place in places if place.marks for mark in place.marks}:
        yield mark, 1.0
    shape = places[0].shape
    if links_of(shape, lang):
        yield "linked", log2(1 + n)
        if n == 1:
            yield "linked once", 1.0
    else:
        yield f"frequency of {min(len(shape), 3)}", log2(n)


def links_of(shape: str, lang: str) -> str:
    """Return the letters of what links the parts of a phrase; empty for a compound."""
    links = _LINKS[lang]
    return "".join([letter for letter in shape if letter in links])


def _of_english(words: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Name how rare the words are in general language, and their capitals."""
    known = resources.english_words()
    rarity = [-known.get(word.lower(), (RAREST, ""))[0] for word in words if word.isalpha()]
    rarity = rarity or [-RAREST]
    mean = sum(rarity) / len(rarity)
    capitals = sum(word[:1].isupper() for word in words) / len(words)
    yield "rarity of head", rarity[-1] / 10
    yield "rarity, mean", mean / 10
    yield "rarity, least", min(rarity) / 10
    yield "rarity, greatest", max(rarity) / 10
    yield f"rarity of {min(len(words), 3)}", mean / 10
    yield "capitals", capitals
    if capitals >= 0.6:
        yield ("capitals, all" if len(words) > 1 else "capital alone"), 1.0
