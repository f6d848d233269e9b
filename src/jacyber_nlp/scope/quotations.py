"""What stands between quotation marks, and whether somebody says it."""

from __future__ import annotations

import re

from jacyber_nlp.records import CharSpan

QUOTED = {
    "ja": re.compile("「(?:[^「」]|「[^「」]*」)*」|『[^『』]*』"),
    "en": re.compile('“[^“”]+”|"[^"]+"'),
}
LEAST_QUOTED = {"ja": 10, "en": 20}  # characters: shorter ones are names and terms


def around(text: str, cue: CharSpan, sentence: CharSpan, lang: str) -> CharSpan:
    """Return the words between the quotation marks around a cue, or its sentence."""
    for match in QUOTED[lang].finditer(text, sentence.start, sentence.end):
        if match.start() < cue.start and cue.end < match.end():
            return CharSpan(match.start() + 1, match.end() - 1)
    return sentence


def quotations(text: str, lang: str) -> list[tuple[CharSpan, CharSpan]]:
    """Return what stands between quotation marks and is no mere name, with the mark."""
    found = []
    for match in QUOTED[lang].finditer(text):
        if match.end() - match.start() == 2:  # nothing between the marks
            continue
        inner = CharSpan(match.start() + 1, match.end() - 1)
        if is_quotation(text, inner.start, inner.end, lang):
            found.append((inner, CharSpan(match.start(), match.start() + 1)))
    return found


def is_quotation(text: str, start: int, end: int, lang: str) -> bool:
    """Tell words of somebody from a name or term between quotation marks."""
    words = text[start:end]
    return len(words) >= LEAST_QUOTED[lang] and _is_clause(words, text[end + 1 :], lang)


_JA_PREDICATE = re.compile("[るたいだすうむくぐつぬぶずん](?:。|$)|[。、]|(?:を|が|は)[^、。]")
_JA_GIVEN = re.compile("^(?:と|との|旨|など|のよう|。|、と)")
_EN_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|must|shall|should|will|would|can|cannot|may|has|have|had|do|does|"
    r"did|not|to [a-z]+|[a-z]{3,}(?:ed|ing|es))\b"
)


def _is_clause(words: str, behind: str, lang: str) -> bool:
    if lang == "ja":
        return bool(_JA_PREDICATE.search(words) and _JA_GIVEN.search(behind))
    parts = words.split()
    named = sum(part[0].isupper() for part in parts) > len(parts) / 2
    return len(parts) >= 4 and not named and (len(parts) >= 6 or bool(_EN_VERB.search(words)))
