"""English sentences → noun phrases that may name who holds the view in them."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from jacyber_nlp.actors.candidate import Candidate, words
from jacyber_nlp.records import CharSpan

_FINITE = (
    "is|are|was|were|has|have|had|will|would|shall|should|must|may|might|can|could|cannot|"
    "does|do|did"
)
_ACCOUNT = (
    "view|opinion|words|eyes|reading|judge?ment|estimation|account|telling|assessment|mind|"
    "submission"
)
_SOURCE = re.compile(rf"(?:according to|in the (?:{_ACCOUNT}) of|as far as) ", re.IGNORECASE)
_POSSESSOR = re.compile(
    r"\b(?:in|to|by|on|from) (?P<np>(?:[\w.-]+ ){0,6}?[\w.-]+)(?:['’]s|s['’]) (?:own )?"
    rf"(?:{_ACCOUNT}|argument)",
    re.IGNORECASE,
)
_AS = re.compile(
    r"\b[Aa]s (?P<np>(?:[\w’'.-]+ ){0,7}?[\w’'.-]+),? (?:put|puts|sees?|saw|has|had|argues?|"
    r"argued|told|said|says|notes?|noted|observed|explained|understands?) "
    r"(?:it\b|,|us\b|reporters\b|the\b)?"
)
_QUOTED_AS = re.compile(
    r"\b(?:quot|cit)(?:e|es|ed|ing) (?P<np>(?:[\w’'.-]+ ){0,8}?[\w’'.-]+) "
    r"as (?:say|stat|argu|warn|tell)ing"
)
_LABEL = re.compile(
    r"^\W*(?P<np>(?:(?:Mr|Ms|Mrs|Dr|Prof|Amb)\. )?[A-Z][^:.;?!“”\"]{1,60}?): \S"
    r"|^\W*(?P<speaker>[A-Z][\w’'.-]*(?: [A-Z][\w’'.-]*){0,4} \([^()]{2,40}\))[.:] "
)
_OF = re.compile(
    r"\b(?P<noun>[a-z]+) (?:of|by|from|among|submitted by|made by|held by|put forward by|"
    r"expressed by) (?=\S)"
)
_AMONG = re.compile(r"\b(?:among|on the part of|in the ranks of|at the hands of) (?=\S)")
_OTHER = re.compile(
    r"(?:^|[\s,])(?:[Ff]or|[Tt]o|[Ff]rom|[Ww]ith|[Bb]y|of) (?=(?:the |an? |several |some )?\S)"
)
_NP_START = re.compile(
    rf"[,;:.!?—()“”\"]|\b(?:{_FINITE}|that|of|from|to|by|with|for|in|on|at|as|and|but)\s"
)
_NP_END = re.compile(
    rf"[,;:!?—()“”\"]|(?<![A-Z])\.|\s(?:{_FINITE}|that|which|who|whose|whom|in which|to (?!the\b)|"
    r"where|"
    r"as|than|for|with|on|into|under|and (?:it|they|the)|but|because|about|when|while|came|comes|"
    r"come)\b"
    r"|\s(?:plead|hold|argue|say|insist|maintain)s?\b"
)
_LEAD = re.compile(
    r"^(?:(?:and|but|or|yet|so|while|although|as|when|because|that|which|who|whereas|nor|then|"
    r"however|moreover|meanwhile|indeed|for|likewise|also|thus|today|whether|if|both|not|here|there|"
    r"only|whereas|to|from|among|in|at|of|by|with|within|under|recognizing|noting|mindful|recalling)[\s,]+)+",
    re.IGNORECASE,
)
_TRAIL = re.compile(
    r"\s+(?:also|again|further|often|always|long|still|now|then|once|instead|never|not|all|both|thus|"
    r"therefore|nevertheless|however|\w+ly)$"
)
_OPENING = re.compile(  # adverbials and numbers before the subject
    r"^\s*(?:(?:\(?[0-9]{1,3}[.)]?|\([a-z]\)|[•–-])\s+)?"
    r"(?:(?:In|On|At|For|From|During|After|Before|Since|With|By|Under|As|Asked|According|Speaking|Unlike|"
    r"Despite|Although|While|When|If|Whereas|Twice|Yesterday|Meanwhile|However|Moreover|Yet|Indeed|"
    r"Only|Last|Earlier|Recently|To)\b[^,]{0,90}, )?"
)
_ABBREVIATED = re.compile(r"\b(?:[A-Z]\.)+[A-Z]$")
_CLAUSE = re.compile(
    r"[;:—]|, (?:and|but|while|whereas|although|though|yet) |\bthat\b|“|\"| while | whereas "
)
_AUXILIARY = re.compile(rf"(?:{_FINITE})$")


class _Patterns(NamedTuple):
    """What is written with the verbs of holders.yaml."""

    finite: re.Pattern[str]
    says: re.Pattern[str]
    main: re.Pattern[str]
    relative: re.Pattern[str]
    around_quote: re.Pattern[str]
    by: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    says = "|".join(sorted(words("verbs"), key=len, reverse=True))
    plural = "|".join(sorted(words("plural_verbs")))
    return _Patterns(
        re.compile(rf"(?<![\w-])(?:{_FINITE}|{says}|{plural}|[a-z]{{3,}}ed)\b"),
        re.compile(rf"(?:{says}|{plural})\b"),
        re.compile(
            rf"\s((?:\w+ly |not |also |again |long |since |now |been |be )*)({says}|{plural})\b"
        ),
        re.compile(
            r"(?P<np>(?:[\w’'.-]+ ){1,9}?[\w’'.-]+),? (?:who|which) "
            rf"(?:has |have |had |also |\w+ly )*(?:{says}|{plural})\b"
        ),
        re.compile(
            rf"(?:[”\"’,]|, )\s*(?:(?:{says})\s+(?!that\b)(?P<after>(?:[\w’'.-]+ ?){{1,10}})"
            rf"|(?P<before>(?:[\w’'.-]+ ){{1,9}}?)(?:{says})"
            r"(?=[,.;:]|$| (?:in|on|at|to|last|after|during|when)\b))"
        ),
        re.compile(
            rf"\b(?:{says}|shared|held|claimed|made|submitted|taken)[\w ,]{{0,40}}? by (?=\S)"
        ),
    )


def english_candidates(text: str, sentence: CharSpan) -> list[Candidate]:
    """Find the candidates of an English sentence, in order of their place."""
    body = sentence.of(text)
    found: list[Candidate] = []

    def add(begin: int, end: int, place: str, cue: tuple[int, int], *marks: str) -> None:
        span = _cleaned(body, begin, end)
        if span is None:
            return
        if not body[: span[0]].strip(' ,“"'):
            marks = (*marks, "opens")
        found.append(
            Candidate(
                CharSpan(sentence.start + span[0], sentence.start + span[1]),
                place,
                _english_head(body[span[0] : span[1]], span[0] == 0),
                marks,
                CharSpan(
                    sentence.start + cue[0],
                    sentence.start + cue[0] + len(body[slice(*cue)].rstrip()),
                ),
            )
        )

    label = _LABEL.match(body)
    if label:
        group = "np" if label["np"] else "speaker"
        if len(label[group].split()) <= 8:
            add(label.start(group), label.end(group), "label", label.span(group))
    for match in _patterns().relative.finditer(body):
        border = max((m.end() for m in _NP_START.finditer(body, *match.span("np"))), default=-1)
        add(max(match.start("np"), border), match.end("np"), "behind", match.span())
    for match in _SOURCE.finditer(body):
        add(match.end(), _phrase_end(body, match.end()), "source", match.span())
    for pattern in (_POSSESSOR, _AS, _QUOTED_AS):
        for match in pattern.finditer(body):
            add(match.start("np"), match.end("np"), "source", match.span())
    for match in _patterns().around_quote.finditer(body):
        group = "after" if match["after"] else "before"
        end = match.end(group)
        if group == "after":
            end = min(end, _phrase_end(body, match.start(group)))
        add(match.start(group), end, "quote", match.span())
    for match in _patterns().by.finditer(body):
        add(match.end(), _phrase_end(body, match.end()), "saying", match.span())
    for match in _OF.finditer(body):
        if match["noun"] in words("sayings", "en"):
            add(match.end(), _phrase_end(body, match.end()), "saying", match.span())
    for match in _AMONG.finditer(body):
        add(match.end(), _phrase_end(body, match.end()), "within", match.span())
    for match in _OTHER.finditer(body):
        add(match.end(), _phrase_end(body, match.end()), "other", match.span())
    for begin, end, cue, mark in _subjects(body):
        says = mark != "passive" and _patterns().says.fullmatch(body, *cue) is not None
        add(begin, end, "topic" if says else "subject", cue, *([mark] if mark else []))
    return sorted(found, key=lambda c: c.span)


def _subjects(body: str) -> list[tuple[int, int, tuple[int, int], str]]:
    """Return the subject and verb of each clause: begin, end, verb, mark of its place."""
    starts = [0, *(m.end() for m in _CLAUSE.finditer(body))]
    ends = [*(m.start() for m in _CLAUSE.finditer(body)), len(body)]
    found = []
    for k, (start, end) in enumerate(zip(starts, ends, strict=True)):
        opening = _OPENING.match(body[start:end]) if k == 0 else None
        begin = start + (opening.end() if opening else 0)
        verb = _verb_in(body, begin, end)
        if verb is None and opening and opening.end():
            begin = start
            verb = _verb_in(body, begin, end)
        if verb is None:
            continue
        comma = body.find(",", begin, verb.begin)
        stop = comma if comma > begin else verb.begin
        said = k > 0 and re.search(r"(?:that|[“\"])\s*$", body[:start])
        if verb.passive:
            found.append((begin, stop, verb.span, "passive"))
            continue
        found.append((begin, stop, verb.span, "first" if k == 0 else "said" if said else ""))
    return found


class _Verb(NamedTuple):
    """A finite verb: where the subject ends, the verb, whether the subject suffers it."""

    begin: int
    span: tuple[int, int]
    passive: bool


def _verb_in(body: str, begin: int, end: int) -> _Verb | None:
    """Return the first finite verb of a clause; an -ed form behind an article is none."""
    inserted = begin
    for match in _patterns().finite.finditer(body, begin, end):
        before = body[begin : match.start()].split()
        if not before or before[-1].lower() in _DETERMINERS:
            continue
        if match.start() < inserted:
            continue
        if before[-1].lower() in ("which", "who") and "," in body[match.end() : end]:
            inserted = body.index(",", match.end())  # Australia, which signed it, claims
            continue
        if match.group() in words("plural_verbs") and not _is_plural(before):
            continue
        if _AUXILIARY.match(match.group()):  # has argued: the verb is what follows
            main = _patterns().main.match(body, match.end())
            if main is None:
                return _Verb(match.start(), match.span(), passive=False)
            passive = match.group() in ("is", "are", "was", "were") or "be" in main[1]
            return _Verb(
                match.start(), main.span(2), passive and main[2].endswith(("ed", "n", "ld", "said"))
            )
        behind = body[match.end() : match.end() + 9]
        if match.group().endswith("ed") and re.match(r" (?:by|to|at|in|on|under|from)\b", behind):
            later = _patterns().finite.search(body, match.end(), end)
            if later and not _patterns().says.fullmatch(match.group()):
                continue  # experts invited to the workshop argued
        return _Verb(match.start(), match.span(), passive=False)
    return None


_DETERMINERS = frozenset(
    "the a an its their his her our my this that these those any some no each every of to by in "
    "for and or".split()
)


def _is_plural(before: list[str]) -> bool:
    """Tell a plural before a word that is a verb or a noun: members regard, X and Y view."""
    last = before[-1].lower()
    return (
        (last.endswith("s") and not last.endswith(("’s", "'s", "ss")))
        or last in ("people", "they", "we", "i", "many", "some", "others", "most", "few", "also")
        or "and" in before[-4:-1]
    )


def _phrase_end(body: str, start: int) -> int:
    match = _NP_END.search(body, start)
    return match.start() if match else len(body)


def _cleaned(body: str, begin: int, end: int) -> tuple[int, int] | None:
    part = body[begin:end]
    lead = _LEAD.match(part.lstrip(" ,“”\"'‘’(—-•"))
    skipped = len(part) - len(part.lstrip(" ,“”\"'‘’(—-•"))
    begin += skipped + (lead.end() if lead else 0)
    number = re.match(r"(?:\(?\d{1,3}(?:\.\d{1,3})*[.)]?|\([a-z]\))\s+", body[begin:end])
    begin += number.end() if number else 0
    phrase = body[begin:end].rstrip(" \t\n,.;:“”\"'‘’")
    if _ABBREVIATED.search(phrase) and body.startswith(".", begin + len(phrase)):
        phrase += "."
    phrase = _TRAIL.sub("", phrase)
    if not phrase or len(phrase.split()) > 14 or phrase.lower() in words("no_holder", "en"):
        return None
    if not any(c.isalpha() for c in phrase) or (phrase.endswith("ly") and " " not in phrase):
        return None
    return begin, begin + len(phrase)


def _english_head(name: str, opens: bool) -> str:
    low = name.lower()
    if low in words("author"):
        return "author"
    if low in words("anaphor", "en"):
        return "before"
    if low in words("generic", "en"):
        return "generic"
    if low.startswith(("this ", "these ", "those ", "such ")):
        return "before"
    parts = [w.strip("’'\".,()").removesuffix("’s").removesuffix("'s") for w in low.split()]
    if any(w in words("heads", "en") for w in parts[:6]):
        return "person"
    if any(w in words("texts", "en") for w in parts[:5]):
        return "text"
    capitals = [w for w in name.split() if w[0].isupper()]
    return "name" if capitals and not (opens and len(capitals) == 1) else "other"
