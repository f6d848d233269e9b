"""How far an English cue reaches: mostly on to the next clause border."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jacyber_nlp.records import CharSpan
from jacyber_nlp.scope.cues import REVERSING, CueMatch
from jacyber_nlp.scope.quotations import QUOTED

_EN_AND_CLAUSE = (  # , and it has …; , and the board may …: a clause of its own
    r",? (?:and|or|but|nor|yet|so) (?:\w+ )?(?:it|they|he|she|we|there|let us|i)\b"
    r"|, (?:and|or) (?=(?:[\w’'-]+ ){0,8}?(?:is|are|was|were|has|have|had|will|shall|must|may|"
    r"might|can|could|should|would|does|do|did|cannot)\b)"
    r"|, and (?=(?:the|each|every|its|their|an?) (?:[\w’'-]+ ){1,4}?(?:[a-z]{2,}ed|made|took|gave|"
    r"went|came|found|left|kept|held|saw|became|grew|rose|fell|asks|passes|says) )"
)
_EN_BORDER = re.compile(
    r"[;:.!?—()”]|,(?! (?:and|or|nor) )|\s(?:but|nor|because|so that|in order to|since|and (?:to|"
    r"would|will|shall|has|have|is|are))\s|\sas “|" + _EN_AND_CLAUSE,
    re.IGNORECASE,
)
_EN_FINITE = re.compile(
    r"\s(?:is|are|was|were|has|have|had|will|would|shall|should|must|may|might|can|could|does|did|"
    r"do|grew|grows|rose|remains?|continues?)\s"
)
_EN_REPORT_BORDER = re.compile(
    r"[;!?—]|, (?:but|while|whereas|(?:even )?(?:although|though|if)|adding|citing|"
    r"according|thereby|which)\b"
    r"|,? and (?:would|will|shall)\b|, (?:\w+ ){1,3}having\b"
    r"|, and (?:\w+ )?(?:it|they|he|she|has|have|called|urged)\b"
    r"|, an? (?:claim|view|charge|phrase|position)\b"
)
_EN_SECOND_VERB = re.compile(r" and [a-z]+ed\b")
_EN_CLAUSE_START = re.compile(
    r"[;:.!?—(),“]|\b(?:that|which|who|but|because|and|while|whereas|if|unless|where|when)\b"
)


def english_reach(
    text: str, match: CueMatch, inside: CharSpan, openings: Sequence[int]
) -> tuple[int, int]:
    """Return begin and end of what an English cue governs.

    Args:
        text: The doc's.
        match: The cue.
        inside: The sentence or quotation in which it stands.
        openings: Where other cues open a clause of their own.
    """
    cue, span = match.cue, match.span
    if cue.reach == "none":
        return span.end, span.end
    if cue.reach == "whole":
        return inside.start, span.start
    if cue.reach == "subject":
        begin = inside.start
        for border in _EN_CLAUSE_START.finditer(text, inside.start, span.start):
            begin = border.end()
        return begin, span.start
    if cue.kind == "report":
        quoted = _quoted_around(text, match, inside)
        if quoted is not None:
            return quoted
    if cue.reach == "quoted":
        return span.end, span.end
    if cue.reach == "opening_rest":
        return _beside(text, span, inside)
    if cue.reach in ("opening", "rest") and not text[inside.start : span.start].strip(" ,(“"):
        return span.end, _main_comma(text, span.end, inside.end)
    begin = span.end
    if text.startswith(",", begin):  # phase out, over five years, equipment …
        closing = text.find(",", begin + 1, inside.end)
        begin = closing + 1 if closing >= 0 else begin
    limit = (_EN_REPORT_BORDER if cue.reach == "rest" else _EN_BORDER).search(
        text, begin + 1, inside.end
    )
    end = limit.start() if limit else inside.end
    # Another clause begins with its own cue: …, save where; … and demands that.
    ands = [at for at in openings if begin < at < end and text[at : at + 4] == " and"]
    if cue.reach != "rest" or ands:
        end = min(ands if cue.reach == "rest" else [at for at in openings if begin < at] + [end])
        end = min(end, limit.start() if limit else inside.end)
    if span.of(text).endswith((" of", " on", " to")) and cue.kind in REVERSING:
        predicate = _EN_FINITE.search(text, begin + 1, end)  # Opposition to the bill grew
        end = predicate.start() if predicate else end
    if span.of(text).endswith("ed"):
        second = _EN_SECOND_VERB.search(text, begin, end)
        end = second.start() if second else end
    return begin, end


def opening(text: str, match: CueMatch) -> int | None:
    """Return where an English cue opens a clause of its own, with the "and" before it."""
    start = match.span.start
    joined = text.endswith(" and ", 0, start)
    if match.cue.kind in ("condition", "concession"):
        return start - 4 if joined else start
    return start - 5 if joined and match.cue.kind in ("report", "opposition") else None


def _beside(text: str, span: CharSpan, inside: CharSpan) -> tuple[int, int]:
    """Return what a phrase like "according to X" reports: the longer part beside it."""
    comma = text.find(",", span.end, inside.end)
    before = (inside.start, span.start)
    if comma < 0:
        return before
    opens = not text[inside.start : span.start].strip(" ,")
    after = (comma + 1, inside.end)
    return after if opens or after[1] - after[0] > before[1] - before[0] else before


def _quoted_around(text: str, match: CueMatch, inside: CharSpan) -> tuple[int, int] | None:
    """Return the quotation that the cue ascribes: said: “…”; “…,” the envoy told reporters."""
    span = match.span
    near = 60 if match.cue.reach == "opening_rest" else 4
    for quote in QUOTED["en"].finditer(text, inside.start, inside.end):
        words = (quote.start() + 1, quote.end() - 1)
        if quote.start() >= span.end:
            return words if quote.start() - span.end <= near else None
        ends = text[quote.end() - 2] in ",?!" or text.startswith(",", quote.end())
        if quote.end() <= span.start and ends and span.start - quote.end() < 80:
            return words if match.cue.reach in ("quoted", "opening_rest") else None
    return None


def _main_comma(text: str, start: int, end: int) -> int:
    """Return the comma at which a clause that opens a sentence ends."""
    at = text.find(",", start, end)
    while at >= 0 and re.match(r", (?:and|or|nor) |, [\w-]+(?: [\w-]+)?, ", text[at : at + 40]):
        at = text.find(",", at + 1, end)
    return at if at >= 0 else end
