"""A noun phrase that may name who holds the view of a sentence."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from jacyber_nlp import resources
from jacyber_nlp.records import CharSpan


class Candidate(NamedTuple):
    """A noun phrase, and what speaks for and against its holding the view.

    Attributes:
        span: The phrase, in the doc.
        place: How the sentence puts it: ``source`` (according to X), ``label``
            (X: …), ``quote`` (“…,” X said), ``saying`` (the view of X, X から…との
            指摘), ``within`` (among X, X では…との声), ``topic`` (the subject of
            a verb of saying), ``subject`` (of another verb), ``behind``
            (…とする X), ``other``.
        head: What the phrase names: ``author``, ``before`` (they, 同国),
            ``generic`` (States, 国家), ``text``, ``person`` (or group), ``name``,
            ``other``.
        marks: ``は``, ``が`` or ``も`` behind it, ``opens`` the sentence, ``comma``
            behind it, ``said`` (the subject of what is said), ``first`` clause,
            ``passive`` verb.
        cue: The words that put it there.
    """

    span: CharSpan
    place: str
    head: str
    marks: tuple[str, ...]
    cue: CharSpan


@cache
def endings(name: str) -> tuple[str, ...]:
    """Return a list of holders.yaml in Japanese, as ``str.endswith`` takes it."""
    return tuple(sorted(words(name, "ja")))


@cache
def words(name: str, lang: str | None = None) -> frozenset[str]:
    """Return a list of holders.yaml, of one language or of both."""
    lists = resources.holder_words()[name]
    return frozenset(w for key, ws in lists.items() if lang in (None, key) for w in ws)
