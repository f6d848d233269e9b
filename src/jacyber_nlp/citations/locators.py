"""Locators: paragraphs, articles, principles … as texts and the catalogue print them.

The same grammar reads ``para 13(c)`` in the catalogue and 第13項(c) in a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

Point: TypeAlias = tuple[str, tuple[str, ...]]
"""Kind and path: 第3条第1項 is ``("art", ("3", "1"))``."""

MAX_RANGE = 100  # provisions that 第2条から第6条 may name
_MAX_LIST = 16

# Kind → English words, Japanese words before a number, Japanese words behind 第 and one.
_KINDS = (
    (
        "para",
        r"(?:op(?:erative|\.) ?)?(?:paragraphs?|paras?)|ops?(?=[. \d])|[¶§]§?",
        "パラグラフ|パラ|段落|主文|para",
        "段落|パラグラフ|パラ",
    ),
    ("art", r"articles?|arts?", "", ""),
    ("principle", r"principles?", "原則", "の?原則"),
    ("norm", r"norms?", "規範", "の?規範"),
    ("rule", r"rules?", "規則", "の?規則"),
    ("goal", r"goals?", "目標", "の?目標"),
    ("action", r"actions?", "行動", "の?行動"),
    ("item", r"items?|points?", "項目", ""),
    ("section", r"sections?", "", "節"),
    ("commitment", r"commitments?", "コミットメント|約束", "の?(?:コミットメント|約束)"),
    ("area", r"areas?", "分野", "の?分野"),
    ("pillar", r"pillars?", "柱", "の?柱"),
    ("rec", r"recommendations?|recs?", "勧告", "の?勧告"),
    ("basic idea", r"basic ideas?", "基本的な考え方", "の?基本的な考え方"),
    ("framework", r"frameworks?", "", ""),
    ("we seek", r"we seek", "", ""),
)
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh".split()
_PLURALS = ("s", "§§", "¶¶")
_KANJI = {char: value for value, char in enumerate("〇一二三四五六七八九")}
_SUB = r" ?\( ?(?:[a-z]|[ivx]{2,5}|\d{1,2}) ?\)"
_POINT = (
    rf"(?:\d{{1,3}}(?![\d/])(?:\.\d{{1,2}}(?!\d))?(?:(?:{_SUB}){{1,3}}|[a-z](?![A-Za-z0-9]))?"
    rf"|(?:{_SUB}){{1,3}})"
)
_NUMBER = r"(?:\d{1,3}(?!\d)|[一二三四五六七八九十百]{1,5})"
_LETTERS = r"(?:\([a-z]\)|\([ivx]{2,5}\)|\(\d{1,2}\)|[a-z](?![A-Za-z0-9]))(?:号|項(?!目))?"
# 規範11項目, 原則3つ and 規範2021年 count or date; they name no part.
_COUNTED = r"(?![0-9目]| ?(?:つ|個|項目|[かカヵヶケ][国条所]|[年月日人国件回点本種類%]|パーセント))"
_BEFORE = "|".join(words for _, _, words, _ in _KINDS if words)
_BEHIND = "|".join(words for _, _, _, words in _KINDS if words)
_ENGLISH = "|".join(words for _, words, _, _ in _KINDS)
_ITEM = re.compile(
    rf"(?<![A-Za-z])(?P<kind>(?i:{_ENGLISH}))\.?(?: ?(?:[Nn]os?\.|#))? ?"
    rf"(?P<point>{_POINT}|[A-K](?![\w.']))"
    rf"|(?<![A-Za-z])(?P<ordinal>(?i:{'|'.join(_ORDINALS)})|\d{{1,2}}(?:st|nd|rd|th)) "
    rf"(?P<of_ordinal>(?i:principle|norm|commitment|pillar|goal|recommendation))(?![A-Za-z])"
    rf"|(?:第)?(?P<article>{_NUMBER})条(?:の(?P<branch>{_NUMBER}))?"
    rf"(?:第?(?P<of_article>{_NUMBER})項(?!目))?(?:第?(?P<number>{_NUMBER})号)?(?P<letters>(?:{_LETTERS}){{0,2}})"
    rf"|(?:規範|主文)?第?(?P<paragraph>{_NUMBER})項(?!目)(?:第?(?P<number_of>{_NUMBER})号)?"
    rf"(?P<letters_of>(?:{_LETTERS}){{0,2}})"
    rf"|(?:第(?P<nth>{_NUMBER})|(?P<ranked>{_NUMBER})番目の)(?P<nth_kind>{_BEHIND})(?P<nth_letters>(?:\([a-z]\))?)"
    rf"|(?P<kind_ja>{_BEFORE})(?:第)?(?P<point_ja>{_POINT}|[A-Ka-k](?![A-Za-z0-9]))項?{_COUNTED}"
    rf"|(?<![A-Za-z])(?P<preamble>(?i:preamble)(?![A-Za-z])|前文)"
)
_BARE = re.compile(_POINT + _COUNTED)
_RANGE = re.compile(r" ?(?:-|~|から|ないし|乃至|through |to ) ?")
_AND = re.compile(
    r" ?(?:, ?(?:and |or )?|; ?(?:and )?|and |or |& ?|及び|および|並びに|ならびに|又は|または|"
    r"若しくは|もしくは|[、・とや])"
)
_DEEPER = re.compile(r",? ?")
_UNDER = re.compile(r",? ?sub-?para(?:graph)?s?\.? ?(\([a-z]\))")
_OF = re.compile(r" of (?:the )?")
_PARTS = re.compile(r"\d+|[a-z]+|[一二三四五六七八九十百]+")


@dataclass(frozen=True, slots=True)
class Locator:
    """A list of points in one stretch of text.

    Attributes:
        start: Its first character.
        end: One past its last.
        points: In the order of the text, ranges point by point.
    """

    start: int
    end: int
    points: tuple[Point, ...]


def find_locators(text: str) -> list[Locator]:
    """Return the locators of a squeezed text in order; they do not overlap."""
    found: list[Locator] = []
    at = 0
    while match := _ITEM.search(text, at):
        locator = _extend(text, match)
        found.append(locator)
        at = locator.end
    return found


def point_at(text: str, at: int) -> Locator | None:
    """Read a point without a kind, ``13(c)``, that has a letter or number in brackets."""
    match = _BARE.match(text, at)
    if match is None or ")" not in match.group():
        return None
    return Locator(at + match.group().startswith(" "), match.end(), (("", _path(match.group())),))


def parse_number(number: str) -> tuple[Point, ...]:
    """Read how the catalogue numbers a provision; empty if no text could cite it."""
    locators = find_locators(number)
    if locators and locators[0].start == 0:
        return locators[0].points
    match = _BARE.match(number)
    return (("", _path(match.group())),) if match and match.end() == len(number) else ()


def _extend(text: str, match: re.Match[str]) -> Locator:
    """Read on from a first item: its list, its range, its deeper parts."""
    points = [_point(match)]
    end = match.end()
    plural = (match["kind"] or "").rstrip(".").endswith(_PLURALS)
    bare_list = plural or match["kind_ja"] is not None
    for _ in range(_MAX_LIST):
        step = _next(text, end, points[-1], bare_list=bare_list)
        if step is None:
            break
        end, more, replaced = step
        points[-1:] = [*more] if replaced else [points[-1], *more]
    if text.startswith("まで", end):
        end += 2
    return Locator(match.start(), end, tuple(dict.fromkeys(points)))


def _next(
    text: str, at: int, last: Point, *, bare_list: bool
) -> tuple[int, list[Point], bool] | None:
    """Return end and points of what goes on a locator, and whether it refines the last."""
    deeper = _deeper(text, at, last)
    if deeper:
        return deeper[0], [deeper[1]], True
    sign = _RANGE.match(text, at)
    if sign:
        item = _ITEM.match(text, sign.end())
        bare = item or _BARE.match(text, sign.end())
        if bare is None:
            return None
        other = _point(item) if item else (last[0], _after(last[1], _path(bare.group())))
        between = list(_between(last, other))
        return (bare.end(), between, False) if between else None
    sign = _AND.match(text, at)
    if sign is None:
        return None
    item = _ITEM.match(text, sign.end())
    if item:
        point = _point(item)
        if item["paragraph"] and last[0] == "art" and len(last[1]) > 1:  # 第3条第1項及び第6項
            point = "art", last[1][:1] + point[1]
        return item.end(), [point], False
    bare = _BARE.match(text, sign.end())
    if bare is None or not (bare_list or ")" in bare.group()):
        return None
    return bare.end(), [(last[0], _after(last[1], _path(bare.group())))], False


def _deeper(text: str, at: int, last: Point) -> tuple[int, Point] | None:
    """Read Article 32, paragraph 2 and paragraph 2 of Article 32 as one point."""
    if last[0] == "para" and (under := _UNDER.match(text, at)):
        return under.end(), ("para", last[1] + _path(under[1]))
    pairs = ((_DEEPER, "art", "para"), (_OF, "para", "art"))
    for gap, outer, inner in pairs:
        match = gap.match(text, at) if last[0] == outer else None
        item = _ITEM.match(text, match.end()) if match else None
        if item and (point := _point(item))[0] == inner and item["kind"]:
            path = last[1] + point[1] if outer == "art" else point[1] + last[1]
            return item.end(), ("art", path)
    return None


def _point(match: re.Match[str]) -> Point:
    if match["article"]:
        number = value_of(match["article"]) + (
            f"の{value_of(match['branch'])}" if match["branch"] else ""
        )
        parts = [value_of(match[name]) for name in ("of_article", "number") if match[name]]
        return "art", (number, *parts, *_path(match["letters"]))
    if match["paragraph"]:
        number_of = (value_of(match["number_of"]),) if match["number_of"] else ()
        kind = "para"
        return kind, (value_of(match["paragraph"]), *number_of, *_path(match["letters_of"]))
    if match["preamble"]:
        return "preamble", ()
    if match["ordinal"]:
        word = match["ordinal"].lower()
        value = str(_ORDINALS.index(word) + 1) if word in _ORDINALS else word[:-2]
        return _kind(match["of_ordinal"]), (value,)
    if match["nth_kind"]:
        value = value_of(match["nth"] or match["ranked"])
        return _kind(match["nth_kind"]), (value, *_path(match["nth_letters"]))
    return _kind(match["kind"] or match["kind_ja"]), _path(match["point"] or match["point_ja"])


def _kind(word: str) -> str:
    for kind, english, before, behind in _KINDS:
        words = "|".join(filter(None, (english, before, behind)))
        if re.fullmatch(words, word, re.IGNORECASE):
            return kind
    return "para"  # "op", whose full stop the pattern looks at


def _path(text: str) -> tuple[str, ...]:
    return tuple(value_of(part) for part in _PARTS.findall(text.lower()))


def value_of(number: str) -> str:
    """Return digits without leading zeros, kanji below 1,000 as digits, letters as they are."""
    if number.isascii():
        return str(int(number)) if number.isdigit() else number
    hundreds, hundred, rest = number.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    value = 100 * _KANJI.get(hundreds, 1) if hundred else 0
    return str(value + (10 * _KANJI.get(tens, 1) if ten else 0) + _KANJI.get(ones, 0))


def _after(before: tuple[str, ...], path: tuple[str, ...]) -> tuple[str, ...]:
    """Return the full path of (f) after 13(c)."""
    if path and not path[0].isdigit() and len(before) > 1 and not before[-1].isdigit():
        return before[:-1] + path
    return path


def _between(first: Point, last: Point) -> Iterator[Point]:
    """Return what follows the first point up to the last; nothing if they do not rise."""
    (kind, a), (_, b) = first, last
    if not a or len(a) != len(b) or a[:-1] != b[:-1]:
        return
    low, high = a[-1], b[-1]
    if low.isdigit() and high.isdigit() and 0 < int(high) - int(low) <= MAX_RANGE:
        for value in range(int(low) + 1, int(high) + 1):
            yield kind, (*a[:-1], str(value))
    elif len(low) == len(high) == 1 and low < high and low.isalpha() and high.isalpha():
        for code in range(ord(low) + 1, ord(high) + 1):
            yield kind, (*a[:-1], chr(code))
