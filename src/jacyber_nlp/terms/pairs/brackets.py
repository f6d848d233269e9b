"""Pairs that a bracket states: name（English name: ABBR）, long form (ABC)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from jacyber_nlp.records import CharSpan, TermPair
from jacyber_nlp.script import is_japanese
from jacyber_nlp.terms.pairs import english
from jacyber_nlp.terms.pairs.after_japanese import after_japanese
from jacyber_nlp.terms.pairs.after_latin import after_latin
from jacyber_nlp.terms.pairs.content import Content, parse_all
from jacyber_nlp.terms.pairs.names import OPEN_QUOTES, kind_of
from jacyber_nlp.terms.pairs.places import Place, pair_at
from jacyber_nlp.terms.pairs.tokens import Tokens

MAX_CONTENT = 200
MAX_NAME = 120
_BRACKET = re.compile(r"[（(〔［\[）)〕］\]]")
_OPENING = "（(〔［["
_ACT = re.compile(
    r"(?:[規則指令決定]{2}|(?:[A-Z][a-z]+ )*(?:Regulation|Directive|Decision)) ?"
    r"[（(](?:EU|EC)[)）] ?(?:No )?[0-9]+/[0-9]+$"
)
_NUMBER = re.compile(r" ?(?:No )?[0-9]+/[0-9]")
_YEAR = re.compile(r", (?:19|20)[0-9]{2}$")
_DATED = re.compile(
    r"[、，,] ?(?:19|20)[0-9]{2}年(?:[0-9]+月)?(?:[0-9]+日)?"
    r"(?:制定|成立|公布|施行|採択|署名|発効|設立|設置|策定|改正)?$"
)
_EDGE = re.compile(r"[「『“（(〔［\[」』”）)〕］\]。！？!?\n;；:：【】●■○◆▼※→]")


def bracket_pairs(tokens: Tokens, offset: int) -> Iterator[TermPair]:
    """Return the pairs that brackets of a run state, in order of their ends."""
    text = tokens.text
    opened: list[int] = []
    begin_of: dict[int, int] = {}
    for match in _BRACKET.finditer(text):
        if match[0] in _OPENING:
            opened.append(match.start())
            continue
        if not opened:
            continue
        start, end = opened.pop(), match.start()
        begin_of[end] = start
        if not 1 < end - start - 1 <= MAX_CONTENT:
            continue
        contents = _contents(text, start, end)
        left = start
        while contents and left - 1 in begin_of:
            left = begin_of[left - 1]  # of brackets in a row, the name is before the first
        for content in contents:
            for pair in _pairs_at(tokens, (left, end + 1), content, begin_of):
                span = pair.spans[0]
                moved = CharSpan(span.start + offset, span.end + offset)
                yield replace(pair, spans=(moved,))


def _contents(text: str, start: int, end: int) -> list[Content]:
    """Return what the bracket from ``start`` to ``end`` says, without the year of a law."""
    inside = text[start + 1 : end]
    if inside in ("EU", "EC") and _NUMBER.match(text, end + 1):
        return []  # 規則(EU)2024/2847
    dated = _DATED.search(inside) if "年" in inside else None
    if dated and kind_of(text[max(0, start - 20) : start].rstrip(), None) != "term":
        inside = inside[: dated.start()]
    year = _YEAR.search(inside) if inside[-1:].isdigit() else None
    if year and kind_of(None, inside[: year.start()]) == "instrument":
        inside = inside[: year.start()]  # (the Malabo Convention, 2014)
    return parse_all(inside)


def _pairs_at(
    tokens: Tokens, bracket: tuple[int, int], content: Content, begin_of: dict[int, int]
) -> Iterator[TermPair]:
    text = tokens.text
    end, close = bracket
    while end and text[end - 1] in " \u3000\n\u00a0":
        end -= 1
    place = _place(tokens, end, close)
    if place is None:
        return
    act = _ACT.search(text, max(0, end - 60), end) if text[end - 1].isdigit() else None
    if act:  # 指令(EU)2022/2555
        yield from _of_act(act, place, content)
        return
    place = replace(place, torn=begin_of.get(place.floor - 1))
    last = text[place.end - 1]
    if is_japanese(last) or last in "ー々" or _is_mixed(tokens, place.end, content):
        yield from after_japanese(tokens, place, content)
    elif last.isalnum() or last in ".+&":
        yield from after_latin(tokens, place, content)


def _of_act(act: re.Match[str], place: Place, content: Content) -> Iterator[TermPair]:
    short = content.short or content.en or content.ja
    if short:
        names = (act[0], None, short) if is_japanese(act[0][0]) else (None, act[0], short)
        pair = pair_at(names, content.where, act.start(), place.close)
        yield replace(pair, kind="instrument")


def _place(tokens: Tokens, end: int, close: int) -> Place | None:
    """Return where the name before a bracket may stand; None if nothing does."""
    text = tokens.text
    mark = OPEN_QUOTES.get(text[end - 1 : end])
    start = text.rfind(mark, max(0, end - 1 - MAX_NAME), end - 1) if mark else -1
    if mark and start < 0 and text.endswith("s’", 0, end):
        end -= 1  # the Experts’ (GGE) report
    elif mark:
        return _quoted(tokens, start + 1, end - 1, close) if 0 <= start < end - 2 else None
    begin = max(0, end - MAX_NAME)
    edges = [m.end() for m in _EDGE.finditer(text, begin, end)]
    floor = edges[-1] if edges else begin
    if end <= floor:
        return None
    closing = OPEN_QUOTES.get(text[close : close + 2].lstrip(" ")[:1])
    if floor and closing == text[floor - 1]:
        return _quoted(tokens, floor, end, close)
    return Place(floor, end, close, quoted=False)


def _quoted(tokens: Tokens, start: int, end: int, close: int) -> Place | None:
    """Return a place in quotation marks, unless a sentence stands in them."""
    text = tokens.text[start:end]
    if re.search(r"[。?!？！（）()]", text) or not text.strip():
        return None
    last = tokens.until(end)
    if tokens.tagged and last and tokens.classes[last - 1] not in "NALHSTMUD":
        return None
    return Place(start, end, close, quoted=True)


def _is_mixed(tokens: Tokens, end: int, content: Content) -> bool:
    """Tell whether Latin letters end a Japanese compound: オープンRAN（Open RAN）."""
    if not tokens.tagged or content.ja:
        return False
    words = english.words_before(tokens.text, end)
    if not words or not words[0][0] or not is_japanese(tokens.text[words[0][0] - 1]):
        return False
    return tokens.classes[tokens.until(words[0][0]) - 1] in "NASLT"
