"""What refers back to an instrument (同条約, ibid.), and other texts that are named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BACK = re.compile(
    r"(?<![一-龯])同(?P<ja>条約|法|報告書|戦略|決議|宣言|文書|行動規範|声明|コール|規約|草案)"
    r"|(?<![A-Za-z])(?:[Tt]he|[Tt]hat)(?: same| said)? (?P<en>(?i:convention|treaty|report|"
    r"resolution|call|act|strategy|declaration|code|document))(?![A-Za-z])"
    r"(?! (?:on|of|against|for) )"
    r"|(?<![A-Za-z])(?:[Ii]bid(?:em)?(?![A-Za-z])\.?|[Ii]dem(?![A-Za-z]))|同上"
)
_ANY = ("文書", "document")
_NOUN_JA = re.compile(
    r"(?:条約|規約|憲章|協定|議定書|憲法|法典|マニュアル|宣言|指令|規則|戦略|報告書|決議|声明|"
    r"法(?![的律制人案令務廷治則学理外規相曹]))"
)
_NAMED_BY = re.compile(r"(?:[一-龯ァ-ヶー]|[A-Za-z」])$")
_TREATIES = (
    "条約 規約 憲章 協定 議定書 convention treaty charter covenant protocol agreement".split()
)
_COMMON = re.compile(
    r"(?:国際|国内|方|立|司|手|合|違|適|無|国際慣習|慣習|一般|各国|同|当該|本件|実定|人権|人道|刑)$"
)
# Words have an end: without it A1A1A1… would be gone over from every A.
_NOUN_EN = re.compile(
    r"(?<![A-Za-z])(?:[Tt]h(?:e|is) )?(?P<before>(?:[A-Z][\w'-]{0,40} ){0,4})"
    r"(?:Convention|Treaty|Charter|Covenant|Manual|Protocol|Agreement|Act|Directive|Regulation|"
    r"Constitution|Declaration|Strategy|Report|Law)(?![A-Za-z])(?P<behind> (?:on|of|against|for) )?"
)
_THIS = re.compile(
    r"この(?:法律|条約|報告書|戦略)|本(?:法|条約|報告書|戦略|規約)(?![一-龯])"
    r"|[Tt]his (?:Act|Convention|report)"
)


@dataclass(frozen=True, slots=True)
class Reference:
    """Words that mean an instrument named before.

    Attributes:
        start: First character in the squeezed text.
        end: One past the last.
        noun: What it must be called; empty where anything can be meant.
    """

    start: int
    end: int
    noun: str


@dataclass(frozen=True, slots=True)
class Other:
    """Another text that is named, and in lower case what it can be called."""

    start: int
    end: int
    words: str


def find_references(text: str) -> Iterator[Reference]:
    """Return 同条約, the Convention, ibid. … of a squeezed text in order."""
    for match in _BACK.finditer(text):
        noun = match["ja"] or (match["en"] or "").lower()
        yield Reference(*match.span(), "" if noun in _ANY else noun)


def find_others(text: str) -> Iterator[Other]:
    """Return what is named as texts are.

    Treaties, laws and reports, in the catalogue or not; the document itself
    (この法律, this Act) too.
    """
    for match in _THIS.finditer(text):
        yield Other(*match.span(), match.group().lower())
    for match in _NOUN_JA.finditer(text):
        before = text[max(0, match.start() - 6) : match.start()]
        if _NAMED_BY.search(before) and not _COMMON.search(before):
            kind = "\n条約" if match.group() in _TREATIES else ""
            yield Other(*match.span(), match.group() + kind)
    for match in _NOUN_EN.finditer(text):
        if match["before"] or match["behind"]:
            words = match.group().lower()
            kind = " convention treaty" if any(map(words.count, _TREATIES)) else ""
            yield Other(*match.span(), words + kind)
