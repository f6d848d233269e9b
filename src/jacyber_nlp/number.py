"""English number: the singular of a noun, by rule."""

from __future__ import annotations

from functools import lru_cache

# Words whose last s, if any, is no plural; and plurals without one.
_UNCHANGED = frozenset(
    (
        "https bias data media people series species means news ethics politics economics "
        "diplomatics logistics forensics analytics its us has was this thus always "
        "perhaps towards does as is yes"
    ).split()
)
_IRREGULAR = dict(
    pair.split(":")
    for pair in (
        "caches:cache cookies:cookie movies:movie uses:use causes:cause clauses:clause "
        "houses:house excuses:excuse abuses:abuse children:child criteria:criterion "
        "feet:foot men:man phenomena:phenomenon women:woman indices:index "
        "analyses:analysis crises:crisis bases:basis theses:thesis lives:life selves:self"
    ).split()
)


@lru_cache(maxsize=50_000)
def noun_lemma(word: str) -> str:
    """Return the lower-case singular of an English noun, by rule.

    Other words come back in lower case, a final -s of a verb lost; a word of
    capitals alone (``CBMs`` apart) is an acronym and stays as it is.
    """
    if len(word) > 2 and word[:-1].isupper() and word.endswith("s"):
        return word[:-1]
    if word.isupper() and len(word) > 1:
        return word
    low = word.lower()
    if low in _UNCHANGED:
        return low
    if low in _IRREGULAR:
        return _IRREGULAR[low]
    if len(low) > 4 and low.endswith("ies"):
        return low[:-3] + "y"
    if len(low) > 4 and low.endswith(("sses", "xes", "ches", "shes", "zzes", "uses")):
        return low[:-2]
    if len(low) > 3 and low.endswith("s") and not low.endswith(("ss", "us", "is", "'s", "’s")):
        return low[:-1]
    return low
