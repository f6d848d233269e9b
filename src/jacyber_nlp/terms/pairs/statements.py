"""Pairs that a Japanese sentence states: 「A」は「B」の略称, A、いわゆるB, AはBとも呼ばれる."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from jacyber_nlp.records import CharSpan, TermPair
from jacyber_nlp.script import is_japanese
from jacyber_nlp.terms.pairs import english, japanese
from jacyber_nlp.terms.pairs.content import parse
from jacyber_nlp.terms.pairs.names import POINTS, is_initialism, is_latin_name, kind_of
from jacyber_nlp.terms.pairs.tokens import Tokens

_SHORT_FOR = re.compile(
    r"の(?:略称|略語|略号|略|通称|頭字語)(?=である|であり|です|で|とされ|として|[。．、，)）]|\s|$)"
)
_FORMALLY = re.compile(
    r"(?:の)?(?:正式名称|正式名|正称)は、?|(?:は)?、?正式には、?|は、?正式名称を、?"
)
# 正式名称は「…」で、一般には「…」と呼ばれる
_THEN = re.compile(
    r"で(?:あり|、)[^「」。]{0,40}「([^「」]{2,40})」と(?:も)?(?:呼|よば|よぶ|称|略|い[いうわ])"
)
_OR = re.compile(r"(?:または|又は|あるいは|もしくは)[「『]?$")
_ALSO = re.compile(
    r"とも(?:呼ばれ|よばれ|呼称され|称され|称する|いう|いわれ|言う|呼ぶ|表記され)|と(?:略称|通称)(?:され|する)|"
    r"(?:の名|の通称|の略称|の呼び名|の愛称)で(?:も?知られ|も?呼ばれ)|としても知られ"
)
_FREE = frozenset("、 。 は も が 」 ， や と 及び \n".split(" "))
_RIGHT = re.compile(
    r"「([^「」]{2,120})」|『([^『』]{2,120})』|"
    r"([^「」『』、。（）()]{2,120}?)(?=である|です|という|[。（(]|$)"
)
_QUOTED = re.compile(r"[「『]([^「」『』]{2,40})[」』]")
_INSIDE = re.compile(r"[（(][^（()）]*[)）]")
_TOPIC = re.compile(r"(?:とは|は)、?")
_RENDERED = re.compile(r"の(?:訳語|訳|訳名)(?:も|が|を)|と(?:も訳|訳す者|訳される|訳されることも)")
_WORD_FOR = re.compile(r"(?:用語|概念|言葉|語)$")
_THAT_IS = re.compile(r"、(すなわち|いわゆる|通称|略称|別名|つまり)")
_EQUALS = re.compile(
    r"(?<![A-Za-zァ-ヺー])([A-Z][A-Za-z0-9-]{1,11}|[ァ-ヺー]{4,20})[=＝](?=[ァ-ヺ一-鿿])"
)
_SENTENCE_EDGE = re.compile(r"[。．！？\n]")
_LABEL = re.compile(r"(?:名称|呼称|略称|通称|別名|愛称)$")
_MAX = 160


def statement_pairs(tokens: Tokens, offset: int, notes: Mapping[int, str]) -> Iterator[TermPair]:
    """Return the pairs that sentences of a run state without a bracket.

    Args:
        tokens: Of the run.
        offset: Of its first character in the document.
        notes: For the first character of each note, the name at its mark.
    """
    yield from _short_for(tokens, offset, notes)
    yield from _formally(tokens, offset, notes)
    yield from _rendered(tokens, offset, notes)
    for find in (_also_called, _that_is, _equals):
        yield from find(tokens, offset)


def has_any(text: str, words: tuple[str, ...]) -> bool:
    """Tell whether one of some words stands in a text, without which a pattern has no match."""
    return any(map(text.__contains__, words))


def _sentence_start(text: str, end: int) -> int:
    begin = max(0, end - _MAX)
    edges = [m.end() for m in _SENTENCE_EDGE.finditer(text, begin, end)]
    return edges[-1] if edges else begin


def _name_ending(tokens: Tokens, end: int, floor: int) -> tuple[int, str, str | None] | None:
    """Return the name before ``end``: its begin, itself, and the English in its bracket."""
    text = tokens.text
    gloss = None
    while end > floor and text[end - 1] in " 、　":
        end -= 1
    if text[end - 1 : end] in ("）", ")"):
        opened = max(text.rfind("（", floor, end), text.rfind("(", floor, end))
        if opened < 0:
            return None
        content = parse(text[opened + 1 : end - 1])
        gloss = content.en if content else None
        end = opened
    if text[end - 1 : end] in ("」", "』"):
        opened = max(text.rfind("「", floor, end), text.rfind("『", floor, end))
        return (opened, text[opened + 1 : end - 1], gloss) if opened >= 0 else None
    if not text[end - 1 : end].strip():
        return None
    if is_japanese(text[end - 1]):
        edge = max(text.rfind(mark, floor, end) for mark in "「」『』（）()")
        start = japanese.name_start(tokens, end, max(floor, edge + 1), None)
    else:
        words = [w for w in english.words_before(text, end) if w[0] >= floor]
        start = words[0][0] if words else None
    return None if start is None else (start, text[start:end], gloss)


def _topic(tokens: Tokens, start: int, end: int) -> tuple[int, str, str | None] | None:
    """Return the name before the first は of a sentence."""
    outside = _INSIDE.sub(lambda inside: " " * len(inside[0]), tokens.text[start:end])
    match = _TOPIC.search(outside)
    if match is None or match.start() == 0:
        return None
    return _name_ending(tokens, start + match.start(), start)


def made(
    long: tuple[str, str | None], short: str, where: str, span: tuple[int, int], offset: int
) -> Iterator[TermPair]:
    """Return the pair of a long name, with its English one if known, and a short form."""
    name, gloss = long[0].strip(), long[1]
    short = short.strip()
    if name == short or min(len(name), len(short)) < 2 or "。" in name + short:
        return
    if POINTS.match(short) or POINTS.match(name):
        return
    spans = (CharSpan(offset + span[0], offset + span[1]),)
    if any(map(is_japanese, name)):
        yield TermPair(name, gloss, short, kind_of(name, None), where, spans)
    elif not is_latin_name(name):
        return
    elif any(map(is_japanese, short)) and not is_initialism(name):
        yield TermPair(short, name, None, kind_of(short, name), where, spans)
    else:
        yield TermPair(None, name, short, kind_of(None, name), where, spans)


def _short_for(tokens: Tokens, offset: int, notes: Mapping[int, str]) -> Iterator[TermPair]:
    text = tokens.text
    for match in _SHORT_FOR.finditer(text) if has_any(text, ("の略", "の通称", "の頭字語")) else ():
        floor = _sentence_start(text, match.start())
        long = _name_ending(tokens, match.start(), floor)
        if long is None:
            continue
        topic = _topic(tokens, floor, long[0])
        short = topic[1] if topic else None
        begin = topic[0] if topic else long[0]
        if short is None and not text[floor : long[0]].strip("「『 "):
            short = notes.get(offset + floor) or notes.get(offset + long[0])
        if short:
            names = long[1], long[2]
            yield from made(names, short, "note", (begin, match.end()), offset)


def _formally(tokens: Tokens, offset: int, notes: Mapping[int, str]) -> Iterator[TermPair]:
    text = tokens.text
    for match in _FORMALLY.finditer(text) if has_any(text, ("正式", "正称")) else ():
        floor = _sentence_start(text, match.start())
        topic = _name_ending(tokens, match.start(), floor) if match.start() > floor else None
        rest = _RIGHT.match(text, match.end())
        if rest is None:
            continue
        then = None if topic else _THEN.match(text, rest.end())
        short = topic[1] if topic else then[1] if then else notes.get(offset + match.start())
        begin = topic[0] if topic else match.start()
        if short:
            long = next(group for group in rest.groups() if group)
            end = then.end() if then else rest.end()
            yield from made((long, None), short, "note", (begin, end), offset)


def _also_called(tokens: Tokens, offset: int) -> Iterator[TermPair]:
    text = tokens.text
    for match in _ALSO.finditer(text):
        floor = _sentence_start(text, match.start())
        other = _name_ending(tokens, match.start(), floor)
        topic = _topic(tokens, floor, other[0]) if other else None
        earlier = other is not None and topic is None and floor > 1
        if earlier:
            topic = _topic(tokens, _sentence_start(text, floor - 1), floor)
        if other is None or topic is None or _LABEL.search(topic[1]):
            continue
        long, short = topic[1], other[1]
        alike = kind_of(long, None) == kind_of(short, None) != "term"
        if earlier and not alike:
            continue
        if len(short) > len(long) and alike:  # the longer is the formal one
            long, short = short, long
        span = topic[0], match.end()
        yield from made((long, None), short, "alias", span, offset)
        either = _OR.search(text, floor, other[0])  # 甲または乙としても知られる
        first = _name_ending(tokens, either.start(), floor) if either else None
        if first and first[0] > topic[0]:
            yield from made((long, None), first[1], "alias", span, offset)


def _name_at_mark(text: str, at: int, offset: int, notes: Mapping[int, str]) -> str | None:
    """Return the name at the mark of the note that a place of a run is in."""
    begin = text.rfind("\n", 0, at) + 1
    if begin:
        return notes.get(offset + begin)
    return notes.get(max((start for start in notes if start <= offset), default=-1))


def _rendered(tokens: Tokens, offset: int, notes: Mapping[int, str]) -> Iterator[TermPair]:
    text = tokens.text
    for match in _RENDERED.finditer(text) if "訳" in text else ():
        floor = _sentence_start(text, match.start())
        other = _name_ending(tokens, match.start(), floor)
        if other is None or text[other[0]] not in "「『":
            continue
        before = re.search(r"(?:には|に|は)、?$", text[floor : other[0]])
        name = _name_ending(tokens, floor + before.start(), floor) if before else None
        at_mark = _name_at_mark(text, other[0], offset, notes)
        if name and not _WORD_FOR.search(name[1]):
            yield from made((name[1], None), other[1], "note", (name[0], match.end()), offset)
        elif at_mark and not name:
            yield from made((at_mark, None), other[1], "note", (other[0], match.end()), offset)


def _that_is(tokens: Tokens, offset: int) -> Iterator[TermPair]:
    text = tokens.text
    for match in _THAT_IS.finditer(text) if "、" in text else ():
        floor = _sentence_start(text, match.start())
        name = _name_ending(tokens, match.start(), floor)
        if name is None or not _stands_free(tokens, name[0]) or name[2]:
            continue
        rest = _QUOTED.match(text, match.end())
        end = rest.end() if rest else _compound_end(tokens, match.end())
        other = rest[1] if rest else text[match.end() : end]
        follows = "はがをにで" if match[1] in ("すなわち", "つまり") else "はがをにでのと（(」"
        weight = tokens.units(name[0], match.start())
        foreign = re.search(r"[ァ-ヺA-Za-z]", other) is not None
        if len(other) > 2 and text[end : end + 1] in tuple(follows) and weight > 1 and foreign:
            yield from made((name[1], None), other, "alias", (name[0], end), offset)


def _equals(tokens: Tokens, offset: int) -> Iterator[TermPair]:
    """Read ``ICPO＝国際刑事警察機構``, as the press writes."""
    text = tokens.text
    for match in _EQUALS.finditer(text) if has_any(text, ("=", "＝")) else ():
        end = _compound_end(tokens, match.end())
        name, short = text[match.end() : end], match[1]
        if kind_of(name, None) != "term" and (short[0] > "z" or is_initialism(short)):
            yield from made((name, None), short, "alias", (match.start(), end), offset)


def _stands_free(tokens: Tokens, start: int) -> bool:
    """Tell whether no word before a name belongs to it."""
    i = tokens.until(start)
    return i == 0 or tokens.words[i - 1] in _FREE


def _compound_end(tokens: Tokens, start: int) -> int:
    i = tokens.until(start)
    while i < len(tokens.words) and tokens.classes[i] in "NASTPDLHM":
        i += 1
    return tokens.starts[i - 1] + len(tokens.words[i - 1]) if i else start
