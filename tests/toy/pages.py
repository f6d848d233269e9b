"""Raw pages made by hand: text as copied, or lines put where a layout puts them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from jacyber_nlp.layout.lines import Line, lines_of
from jacyber_nlp.records import Box, RawDocument, RawPage, Source
from jacyber_nlp.script import width

SIZE = 10.0
NOTE_SIZE = 8.0
LEADING = 16.0
# Paragraphs to be set as a page.
NORMS = (
    "国家は、サイバー空間における責任ある行動の規範を尊重し、情報の自由な流通を確保するため、多様な主体と"
    "協力して取り組む必要がある。我が国は、国際法の適用に関する議論に積極的に参加し、信頼の醸成に努めていく。"
)
AID = (
    "能力構築の支援は、開発途上国の要望に応じて行われている。その際、人材の育成と制度の整備とを一体として"
    "進めることが重要であり、民間の知見を生かすことが求められている。"
)
ALERTS = (
    "重要な情報基盤への攻撃に備え、官民の連絡の体制を整え、脅威に関する情報を速やかに伝える。関係する機関は"
    "訓練を重ね、復旧の手順を確かめるとともに、その結果を互いに知らせ合うこととする。"
)
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@dataclass(frozen=True, slots=True)
class Put:
    """A line and where it stands; ``right`` None for as wide as its characters."""

    text: str
    left: float = 0.0
    bottom: float = 0.0
    size: float = SIZE
    raised: tuple[tuple[int, int], ...] = ()
    right: float | None = None

    @property
    def box(self) -> Box:
        right = self.left + width(self.text) * self.size / 2 if self.right is None else self.right
        return Box(self.left, self.bottom - self.size, right, self.bottom, self.size, self.raised)


def raw_of(*pages: str | RawPage, uri: str = "a.txt") -> RawDocument:
    """Make a raw document; one page of text is a file without form feeds."""
    if len(pages) == 1 and isinstance(pages[0], str):
        return RawDocument((RawPage(None, pages[0]),), Source(uri, "text/plain", "utf-8", ""))
    numbered = tuple(
        RawPage(number, page) if isinstance(page, str) else replace(page, number=number)
        for number, page in enumerate(pages, 1)
    )
    return RawDocument(numbered, Source(uri, "text/plain", None, ""))


def drawn(*lines: Put | Sequence[Put]) -> RawPage:
    """Make a page of lines with boxes, in the order in which a file draws them."""
    flat = [each for line in lines for each in ([line] if isinstance(line, Put) else line)]
    return RawPage(1, "\n".join(p.text for p in flat), tuple(p.box for p in flat))


def stacked(
    texts: Iterable[str],
    top: float = 100.0,
    left: float = 50.0,
    size: float = SIZE,
    leading: float | None = None,
) -> list[Put]:
    """Put lines below each other; white space before a line moves it to the right."""
    leading = LEADING * size / SIZE if leading is None else leading
    put = []
    for n, text in enumerate(texts):
        bare = text.lstrip()
        indent = width(text[: len(text) - len(bare)]) * size / 2
        put.append(Put(bare, left + indent, top + n * leading, size))
    return put


def wrapped(paragraph: str, n: int, indent: str = "\u3000") -> list[str]:
    """Break Japanese after every ``n`` characters, by the rules for line ends."""
    rest, lines = indent + paragraph, []
    while rest:
        end = n
        while rest[end : end + 1] and rest[end] in "、。」）］〕]":
            end += 1
        while end > 1 and rest[end - 1 : end] in tuple("「（［〔["):
            end -= 1
        lines.append(rest[:end])
        rest = rest[end:]
    return lines


def wrapped_words(paragraph: str, n: int) -> list[str]:
    """Break English at blanks, so that no line is wider than ``n`` cells."""
    lines = [""]
    for word in paragraph.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > n:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    return lines


def typeset(
    paragraph: str,
    n: int,
    top: float = 100.0,
    left: float = 50.0,
    size: float = SIZE,
    indent: str = "\u3000",
) -> list[Put]:
    """Set a Japanese paragraph in a column of ``n`` characters, justified."""
    put = stacked(wrapped(paragraph, n, indent), top, left, size)
    edge = left + n * size
    return [*(replace(line, right=edge) for line in put[:-1]), put[-1]]


def raised_marks(put: Iterable[Put]) -> list[Put]:
    """Make superscripts (¹, ²) small digits that the layout raises."""
    made = []
    for line in put:
        raised = tuple(m.span() for m in re.finditer("[⁰¹²³⁴⁵⁶⁷⁸⁹]+", line.text))
        made.append(replace(line, text=line.text.translate(_DIGITS), raised=raised))
    return made


def lines_from(text: str) -> list[Line]:
    """Return the lines of a text without pages."""
    return lines_of(raw_of(text))
