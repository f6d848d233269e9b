"""The numbers with which provisions begin: Article 5, 第3条, Principle 3, 13(a), （一）."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

ARTICLE = 3  # rank of what is a provision rather than what holds provisions
TITLE = "title"  # kind of a title without number under which a count begins anew
_KANJI = "一二三四五六七八九十百"
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_KANA = "アイウエオカキクケコサシスセソタチツテト"
_IROHA = "イロハニホヘトチリヌ"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_BLANK = r"[ \t\u3000]"
_N = r"(\d{1,3})"
_COUNT = rf"{_BLANK}?((?:\d{{1,3}}|[{_KANJI}]{{1,4}})){_BLANK}?"
# "Article 5 of the Charter" and 第5条の規定 name a provision, they do not begin one.
_BEGINS = rf"(?=$|{_BLANK}?[.:：．–—―－(（「【\[]|{_BLANK}?-{_BLANK}|{_BLANK}+[^\sa-z])"
_WORDS = "Principle|Norm|Recommendation|Commitment|Goal|Rule|Pillar|Action|Point"
_WORDS_JA = "原則|規範|提言|勧告|目標|約束|柱"


class Kind(NamedTuple):
    """A way of numbering.

    Attributes:
        rank: Depth of what names itself (0 part, 1 chapter, 2 section, 3 article
            or principle); None for bare numbers, which stand where they appear.
        pattern: The number at the start of a paragraph; the groups are its values.
        counts: How the values count: ``1``, ``a``, ``i``, or the characters in order.
    """

    rank: int | None
    pattern: re.Pattern[str]
    counts: str = "1"


def _kind(pattern: str, counts: str = "1", rank: int | None = None) -> Kind:
    return Kind(rank, re.compile(pattern), counts)


# In the order in which they are tried; "(i)" is a roman number before a letter.
KINDS: dict[str, Kind] = {
    "編": _kind(rf"第{_COUNT}[編部](?![会門分])", rank=0),
    "章": _kind(rf"第{_COUNT}章{_BEGINS}", rank=1),
    TITLE: Kind(2, re.compile(r"(?!)")),
    "節": _kind(rf"第{_COUNT}節{_BEGINS}", rank=2),
    "part": _kind(rf"(?i:part)\s+([IVX]+|\d{{1,3}})\b{_BEGINS}", "i", 0),
    "chapter": _kind(rf"(?i:chapter)\s+([IVX]+|\d{{1,3}})\b{_BEGINS}", "i", 1),
    "section": _kind(rf"(?i:section)\s+([IVX]+|\d{{1,3}})\b{_BEGINS}", "i", 2),
    "条": _kind(rf"第{_COUNT}条(?:の({_N[1:-1]}|[{_KANJI}]{{1,3}}))?{_BEGINS}", rank=ARTICLE),
    "article": _kind(rf"(?:Article|ARTICLE|Art\.?)\s*(\d{{1,3}}|[IVX]+)\b{_BEGINS}", "i", ARTICLE),
    **{
        word: _kind(rf"(?:{word}|{word.upper()})\s+(\d{{1,3}}|[IVX]+)\b{_BEGINS}", "i", ARTICLE)
        for word in _WORDS.split("|")
    },
    **{
        word: _kind(rf"(?:第{_COUNT}(?:の)?{word}|{word}{_COUNT}){_BEGINS}", rank=ARTICLE)
        for word in _WORDS_JA.split("|")
    },
    "1.1": _kind(
        rf"{_N}[.．－‐-]{_N}(?:[.．－‐-]{_N})?[.．]?(?={_BLANK}+[^\sa-z]|(?![倍億万兆千割％])[^\x00-\x7f\s])"
    ),
    "13(a)": _kind(rf"{_N} ?[(（]([a-z])[)）]"),
    "1.": _kind(rf"{_N}(?:[.．、](?!\d)|(?=\u3000))"),
    "1 ": _kind(rf"{_N}(?= [^\sa-z\d])"),
    "(1)": _kind(rf"[(（]{_N}[)）]"),
    "1)": _kind(rf"{_N}[)）]"),
    "(i)": _kind(r"[(（]([ivxl]{1,6})[)）]", "i"),
    "(a)": _kind(r"[(（]([a-z])[)）]", "a"),
    "(A)": _kind(r"[(（]([A-Z])[)）]", "a"),
    "i.": _kind(rf"([ivxl]{{1,6}})[.)](?={_BLANK})", "i"),
    "a.": _kind(rf"([a-z])[.)](?={_BLANK})", "a"),
    "I.": _kind(rf"([IVXL]{{1,6}}|[Ⅰ-Ⅻ])(?:[.．、](?={_BLANK})|(?=\u3000))", "i"),
    "A.": _kind(rf"([A-Z])[.．](?={_BLANK})", "a"),
    "(一)": _kind(rf"[(（]([{_KANJI}]{{1,4}})[)）]"),
    "一": _kind(rf"([{_KANJI}]{{1,4}})(?:[、．.](?!\d)|(?={_BLANK}))"),
    "①": _kind(rf"([{_CIRCLED}])", _CIRCLED),
    "(ア)": _kind(rf"[(（]([{_KANA}])[)）]", _KANA),
    "ア": _kind(rf"([{_KANA}])(?:[.．、]|(?={_BLANK}))", _KANA),
    "イ": _kind(rf"([{_IROHA}])(?:[.．、]|(?={_BLANK}))", _IROHA),
}
# Japanese kind → the word for it in ids; the others name themselves.
KEYS = {
    "編": "part",
    "章": "chapter",
    "節": "section",
    "条": "article",
    "原則": "principle",
    "規範": "norm",
    "提言": "proposal",
    "勧告": "recommendation",
    "目標": "goal",
    "約束": "commitment",
    "柱": "pillar",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A number at the start of a paragraph.

    Attributes:
        kind: Key of ``KINDS``.
        value: What it counts, one number a level (13(a): 13, 1).
        text: As it stands.
        rest: The paragraph behind it.
    """

    kind: str
    value: tuple[int, ...]
    text: str
    rest: str

    @property
    def rank(self) -> int | None:
        """Depth of what names itself; None for a bare number."""
        return KINDS[self.kind].rank

    def follows(self, value: tuple[int, ...]) -> bool:
        """Tell whether this is the next after ``value``: 3 after 2, 2.1 after 1.4."""
        return self.value in successors(value)

    @property
    def ascii(self) -> str:
        """The value for an id: letters stay letters, all else is a figure."""
        *outer, last = self.value
        letter = KINDS[self.kind].counts == "a" or self.kind == "13(a)"
        return "-".join([*map(str, outer), chr(ord("a") + last - 1) if letter else str(last)])

    @property
    def begins(self) -> bool:
        """Tell a bare number with which a list begins: 1, (a), 2.1."""
        return self.rank is None and self.value[-1] == 1


def successors(value: tuple[int, ...]) -> set[tuple[int, ...]]:
    """Return what may come after a value: the next of any level, or 第3条の2."""
    following: set[tuple[int, ...]] = {(*value, 2)} if len(value) == 1 else set()
    for level in range(len(value)):
        base = (*value[:level], value[level] + 1)
        following |= {base, base + (1,) * (len(value) - level - 1)}
    return following


def marks_of(paragraph: str) -> tuple[Mark, ...]:
    """Return every reading of the number with which a paragraph begins.

    Most paragraphs have none; "(i)" has two, the first roman number and the
    ninth letter. Which one is meant, the numbers around it tell.
    """
    found = []
    for name, kind in KINDS.items():
        match = kind.pattern.match(paragraph)
        if match is not None:
            value = tuple(_value(group, kind.counts) for group in match.groups() if group)
            rest = paragraph[match.end() :].lstrip(" \t\u3000.:：．–—―－-")
            found.append(Mark(name, value, match.group().strip(), rest))
    return tuple(found)


def _value(text: str, counts: str) -> int:
    """Return the number that a group of characters stands for."""
    if text.isdecimal():
        return int(text)
    if all(char in _KANJI for char in text):
        return _kanji(text)
    if counts == "i":
        return _roman(text)
    return ord(text.lower()) - ord("a") + 1 if text.isascii() else counts.index(text) + 1


def _kanji(text: str) -> int:
    total = current = 0
    for char in text:
        digit = _KANJI.index(char) + 1
        if digit < 10:
            current = digit
        else:
            total += (current or 1) * (10 if char == "十" else 100)
            current = 0
    return total + current


def _roman(text: str) -> int:
    if "Ⅰ" <= text <= "Ⅻ":
        return ord(text) - ord("Ⅰ") + 1
    digits = [_ROMAN[char] for char in text.lower()]
    return sum(-a if i + 1 < len(digits) and a < digits[i + 1] else a for i, a in enumerate(digits))
