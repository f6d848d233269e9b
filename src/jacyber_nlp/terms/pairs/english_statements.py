"""Pairs that an English sentence states: A is short for B, A, also known as B."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jacyber_nlp.records import TermPair
from jacyber_nlp.terms.pairs import english
from jacyber_nlp.terms.pairs.names import LATIN, is_initialism
from jacyber_nlp.terms.pairs.statements import has_any, made
from jacyber_nlp.terms.pairs.tokens import Tokens

_CAP = rf"[A-Z0-9][{LATIN}0-9’'&/+-]*"
_SMALL = r"(?:of|for|on|in|to|the|and|a|against|at|by|with)"
_NAME = rf"{_CAP}(?:[ ](?:{_SMALL}[ ]){{0,3}}{_CAP}){{0,20}}"
_QUOTED = r"[“\"‘]([^“”\"’]{2,140}?)[,.]?[”\"’]"
_COMMON = r"([a-z][\w-]*(?: [a-z][\w-]*){0,3})(?=[,.;)])"
_RIGHT = rf"(?:the |an? )?(?:{_QUOTED}|({_NAME}))"
_ADVERB = (
    r"(?:also|better|commonly|often|otherwise|popularly|informally|widely|now|generally|sometimes|"
    r"hereinafter|hereafter|colloquially|usually)"
)
_SHORT_FOR = re.compile(
    r"\b(?:(?:is|are) (?:short|shorthand|(?:the|an) (?:abbreviation|acronym|initialism)) (?:for|of)"
    rf"|stands? for) {_RIGHT}"
)
_SHORT_FOR_WORDS = re.compile(
    r"\b([A-Z][A-Za-z]*[A-Z][A-Za-z]*)[”\"]? "
    r"(?:(?:is|are|stands?) (?:short |(?:the|an) (?:abbreviation|acronym) )?(?:for|of)|means?) "
    r"(?:the |an? )?([a-z][a-z -]+)(?=[.,;)])"
)
_NAME_GIVEN = re.compile(rf"\bis the name (?:given to|of|for) (?:the )?({_CAP}(?: {_CAP})*)")
_FORMALLY = re.compile(rf", (?:formally|officially|in full)(?: known as| called)?,? {_RIGHT}")
_KNOWN_AS = (
    re.compile(
        rf",? ?\b(?:{_ADVERB} (?:known as|called|referred to as|dubbed|termed)"
        rf"|(?:{_ADVERB} )?(?:known|referred to) by (?:its|their|the) "
        r"(?:English )?(?:acronym|abbreviation|initials)"
        r"|known as) "
        rf"(?:{_RIGHT}|{_COMMON})"
    ),
    re.compile(
        r",? (?:which|that) (?:we |is |are |has been )?(?:shall |will |often |also |now )*"
        rf"(?:call|called|known as|refer to as|referred to as) {_RIGHT}"
    ),
    re.compile(
        r", (?:abbreviated(?: as| to)?|in short|called|dubbed|nicknamed|to be known as"
        rf"|the so-called|referred to (?:here |below |in this [a-z]+ )?as|{_ADVERB}) {_RIGHT}"
    ),
)
_CALLED_OR = re.compile(
    r"(?<!-)\b(?:called|known as|termed) (?:the )?[“\"‘]([^“”\"’]{2,60})[”\"’] or "
    rf"[“\"‘]?([{LATIN}-]+(?: [{LATIN}-]+)?)[”\"’]?(?=[,.;])"
)
_QUOTED_OR = re.compile(
    r"[“\"]([^“”\"]{4,120}?)[”\"],? (?:or|also termed|also called)(?: the)? "
    r"[“\"]([^“”\"]{2,60}?)[”\"]"
)
_OR = re.compile(
    r", or (?:the (?=[“\"]))?(?!to |in |at |by |for |even |if |not |any |the |a )"
    rf"[“\"‘]?([{LATIN}-]+(?: [{LATIN}-]+){{0,3}}?)[”\"’]?( for short)?,[”\"’]? "
)


_CALLED = ("known as", "known by", "called", "referred to", "dubbed", "termed")
_SHORT = (
    "short for",
    "short of",
    "shorthand",
    "abbreviation",
    "acronym",
    "stand for",
    "stands for",
)
# Of each pattern, words without one of which it has no match; to look for them is quick.
_CONDITIONS: dict[re.Pattern[str], tuple[str, ...]] = {
    _SHORT_FOR: (*_SHORT, "initialism"),
    _SHORT_FOR_WORDS: (*_SHORT, " mean ", " means "),
    _NAME_GIVEN: ("is the name",),
    _FORMALLY: (", formally", ", officially", ", in full"),
    _KNOWN_AS[0]: _CALLED,
    _KNOWN_AS[1]: (" call", "known as", "refer"),
    _KNOWN_AS[2]: (", ",),
    _CALLED_OR: ("” or", '" or', "’ or"),
    _QUOTED_OR: ("” or", '" or', "” also", '" also', ", or", ",” ", ", also"),
    _OR: (", or ",),
}


def _found(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Return the matches of a pattern; none, at little cost, where it has none."""
    return pattern.finditer(text) if has_any(text, _CONDITIONS[pattern]) else iter(())


def english_pairs(tokens: Tokens, offset: int) -> Iterator[TermPair]:
    """Return the pairs that English sentences of a run state without a bracket."""
    if tokens.tagged:
        return  # English sentences are runs of their own
    text = tokens.text
    for pattern in (_SHORT_FOR, _NAME_GIVEN, _FORMALLY):
        for match in _found(pattern, text):
            yield from _stated(text, match, offset, formal=True, acronym=pattern is _SHORT_FOR)
    for pattern in _KNOWN_AS:
        for match in _found(pattern, text):
            yield from _stated(text, match, offset, formal=False, acronym=False)
    for match in _found(_SHORT_FOR_WORDS, text):
        short, long = match.groups()
        if english.long_form(long, len(long), short) == 0:
            yield from made((long, None), short, "alias", match.span(), offset)
    for match in _found(_CALLED_OR, text):
        yield from made((match[1], None), match[2], "alias", match.span(), offset)
    for match in _found(_QUOTED_OR, text):
        long, short = match.groups()
        if not is_initialism(short) or english.long_form(long, len(long), short) == 0:
            yield from made((long, None), short, "definition", match.span(), offset)
    for match in _found(_OR, text):
        yield from _or(text, match, offset)


def _stated(
    text: str, match: re.Match[str], offset: int, *, formal: bool, acronym: bool
) -> Iterator[TermPair]:
    """Read the name before what was found; ``formal`` if the long one comes after."""
    right = next(group for group in match.groups() if group).strip(" ,.").removeprefix("the ")
    if text[max(0, match.start() - 1) : match.start() + 1].strip()[:1] == "(":
        return  # a bracket's, read there
    left = len(text[: match.start()].rstrip(" ,")) if match.start() < 1 else match.start()
    while left and text[left - 1] in " ,":
        left -= 1
    if left and text[left - 1] == ")":
        left = _before_bracket(text, left)
    start = _left_name(text, left, right, formal=formal)
    if start is None:
        return
    name = text[start:left].strip('“”"‘’ ')
    if acronym and not is_initialism(name):
        return
    long, short = (right, name) if formal else (name, right)
    yield from made((long, None), short, "alias", (start, match.end()), offset)


def _before_bracket(text: str, end: int) -> int:
    """Return where what is before the bracket that closes at ``end`` ends."""
    depth = 0
    for i in range(end - 1, max(0, end - 200) - 1, -1):
        depth += (text[i] == ")") - (text[i] == "(")
        if depth == 0:
            return len(text[:i].rstrip(" "))
    return end


def _left_name(text: str, end: int, other: str, *, formal: bool) -> int | None:
    """Return where the name before ``end`` begins."""
    if end and text[end - 1] in '”"’':
        opened = max(text.rfind(mark, max(0, end - 100), end - 1) for mark in '“"‘')
        return opened if opened >= 0 else None
    if is_initialism(other) and not formal:
        found = english.long_form(text, end, other)
        if found is not None:
            return found
    start = english.capitalised_start(text, end)
    if start is None and not formal:
        start = english.phrase_start(text, end)
        apart = text[end : end + 1] == "," or not _is_proper(other)
        named = start is not None and " " in text[start:end] and apart
        return start if named else None
    return start


def _is_proper(name: str) -> bool:
    """Tell whether all words are capitalised: the threat actor known as Crimson Heron."""
    return len(name.split()) > 1 and all(word[0].isupper() for word in name.split())


def _or(text: str, match: re.Match[str], offset: int) -> Iterator[TermPair]:
    """Read ``A direct communication link, or cyber hotline, was agreed``."""
    acronym = is_initialism(match[1])
    found = english.long_form(text, match.start(), match[1]) if acronym else None
    start = english.phrase_start(text, match.start()) if found is None else found
    if found is None and match[2]:  # the Paris Call for Trust and Security, or Paris Call for short
        found = start = english.name_start(text, match.start(), match[1])
    if start is None:
        return
    article = re.search(r"\b(?:[Aa]n?|[Tt]he)\s$", text[max(0, start - 4) : start])
    name = text[start : match.start()]
    if " " in name and (article or found is not None):
        yield from made((name, None), match[1], "alias", (start, match.end(1)), offset)
