"""English tokens: spaCy's tokenizer, and lemmas of nouns by rule.

spaCy's English lemmas need a trained pipeline, which is no package of the
index; number is what terms and concepts need folded.
"""

from __future__ import annotations

from functools import lru_cache

from spacy.tokens import Doc

_IRREGULAR = {
    "children": "child", "criteria": "criterion", "data": "data", "feet": "foot",
    "media": "media", "men": "man", "people": "people", "phenomena": "phenomenon",
    "women": "woman", "indices": "index", "series": "series", "species": "species",
    "means": "means", "news": "news", "ethics": "ethics", "politics": "politics",
    "economics": "economics", "analyses": "analysis", "crises": "crisis",
    "bases": "basis", "theses": "thesis", "lives": "life", "selves": "self",
    "diplomatics": "diplomatics", "logistics": "logistics", "forensics": "forensics",
    "analytics": "analytics", "its": "its", "us": "us", "has": "has", "was": "was",
    "this": "this", "thus": "thus", "always": "always", "perhaps": "perhaps",
    "towards": "towards", "does": "does", "as": "as", "is": "is", "yes": "yes",
}


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
    if low in _IRREGULAR:
        return _IRREGULAR[low]
    if len(low) > 4 and low.endswith("ies"):
        return low[:-3] + "y"
    if len(low) > 4 and low.endswith(("sses", "xes", "ches", "shes", "zzes")):
        return low[:-2]
    if len(low) > 3 and low.endswith("s") and not low.endswith(("ss", "us", "is", "'s", "’s")):
        return low[:-1]
    return low


def set_lemmas(doc: Doc) -> None:
    """Set ``token.lemma_`` of every token to its singular."""
    for token in doc:
        token.lemma_ = noun_lemma(token.text)
