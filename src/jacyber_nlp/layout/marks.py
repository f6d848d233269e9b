"""What may be the mark of a note in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jacyber_nlp.layout.lines import Line
from jacyber_nlp.layout.numbers import (
    DIGITS,
    GROUP,
    LIST,
    SUPERSCRIPTS,
    SYMBOL,
    number_value,
    values_of,
)
from jacyber_nlp.layout.patterns import QUANTITY
from jacyber_nlp.layout.widths import ends_sentence
from jacyber_nlp.script import is_japanese

GLUED_TO_YEAR = 0.5
DECIMAL = 0.3
ALONE = 0.6  # a number on a line of its own that cuts a sentence
LEAST_SCORE = 0.15  # a number in the text below it is no mark
STYLE_SCORES = {"super": 3.0, "raised": 3.0, "prefix": 2.0, "bracket": 2.0, "paren": 1.0}
CLOSED = 0.3  # 4) rather than 4

# Superscript, prefixed and bracketed marks tell themselves; of plain digits the
# context decides. One place may hold several: 1,2 and 3–5 and (3)-(5).
_MARKS = re.compile(
    r"(?P<super>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}(?:[,、⁻–-][⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})*)"
    rf"|[（(\[［〔]?(?:注|註|[*＊※])\s?(?P<prefix>{DIGITS}|{LIST})(?!\d)[）)\]］〕]?"
    rf"|[\[［〔](?P<bracket>{LIST})[\]］〕](?:[–-][\[［](?P<last>\d{{1,3}})[\]］])?"
    rf"|[（(](?P<paren>{LIST})[）)](?:[–-][（(](?P<end>\d{{1,3}})[）)])?"
    r"|(?<!\d)(?:19|20)\d\d(?P<glued>\d{1,2})(?!\d)"
    rf"|[ \u3000]?(?<![\d/:‐–-])(?P<plain>{GROUP})(?![\d/])"
)
_MAY_MARK = re.compile(r"[0-9⁰¹²³⁴⁵⁶⁷⁸⁹※*＊†‡§注註]")
_SYMBOLS = re.compile(rf"[（(]?(?P<symbol>{SYMBOL})[）)]?")
_GOES_ON = re.compile(r"[。、，）)」』.,;\u3041-\u3093]")
_BEFORE_QUANTITY = re.compile(
    r"(?:第|約|計|表|図|年|月|全|総額|注|註|セル|ステップ|フェーズ|レベル|グループ|バージョン|項|条|"
    r"平成|令和|昭和)[ \u3000]?$"
    r"|(?:\b(?:pp?|no|vol|paras?|arts?)\.|[A-Z]/)[ \u3000]?$"
    r"|\b(?:article|table|figure|chapter|section|part|annex|principle|norm|paragraph)s?[ \u3000]$",
    re.IGNORECASE,
)
_CLOSES = "。．」』）)】〕]”’\"'》〉"
_LATIN_STOPS = ".,;:!?"


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark in the text.

    Attributes:
        line: Index of the line.
        start: First character that goes with it.
        end: One past the last.
        order: Place among the marks that share these characters, from 0.
        value: The note's number or symbol.
        style: How it is set: ``super``, ``raised``, ``prefix``, ``bracket``,
            ``paren`` (both brackets), ``close`` (one), ``plain`` or ``symbol``.
        score: How much it looks like a mark.
    """

    line: int
    start: int
    end: int
    order: int
    value: str
    style: str
    score: float

    @property
    def place(self) -> tuple[int, int, int]:
        """Where it stands, for comparing."""
        return self.line, self.start, self.order


def find_marks(lines: Sequence[Line], *, plain: bool) -> Iterable[Mark]:
    """Return what may be a mark in the text, in order.

    Args:
        lines: The text without its furniture.
        plain: Whether bare digits may be marks; not so where the layout raises
            them.
    """
    for i, line in enumerate(lines):
        if line.raised:
            yield from _raised_marks(i, line)
        if not _MAY_MARK.search(line.text):
            continue
        for match in _MARKS.finditer(line.text):
            style = match.lastgroup or ""
            style = {"last": "bracket", "end": "paren"}.get(style, style)
            if any(start <= match.start(style) < end for start, end in line.raised):
                continue
            if plain or style not in ("plain", "glued"):
                yield from _marks_of(lines, i, match, style)
        for match in _SYMBOLS.finditer(line.text):
            if match.start() and not line.text[match.end() : match.end() + 1].isdigit():
                yield Mark(i, match.start(), match.end(), 0, match["symbol"], "symbol", 1.0)


def _marks_of(lines: Sequence[Line], i: int, match: re.Match[str], style: str) -> Iterable[Mark]:
    """Return the marks at one place of the text."""
    text = lines[i].text
    start, end = match.span()
    numbers = match[style].translate(SUPERSCRIPTS)
    if style == "glued":  # … of 2015 and 20212: the year with mark 2
        start, style, score = match.start("glued"), "plain", GLUED_TO_YEAR
    elif style == "plain":
        score = _plain_score(lines, i, match.start(style), end)
        if _closes_alone(lines[i - 1].text if i else "", text, end):
            style, end, score = "close", end + 1, score + CLOSED
    else:
        score = STYLE_SCORES[style]
        if style != "super" and not text[:start].strip() and not _may_begin(lines, i, end):
            return  # （1） at the start of a line numbers it
        last = match["last"] or match["end"]
        numbers = f"{numbers}-{last}" if last else numbers
    if score < LEAST_SCORE:
        return
    for order, value in enumerate(values_of(numbers)):
        yield Mark(i, start, end, order, str(value), style, score)


def _may_begin(lines: Sequence[Line], i: int, end: int) -> bool:
    """Tell whether the mark that begins a line belongs to the line before."""
    goes_on = _GOES_ON.match(lines[i].text[end : end + 1]) is not None
    return goes_on and i > 0 and not ends_sentence(lines[i - 1].text)


def _raised_marks(i: int, line: Line) -> Iterable[Mark]:
    for start, end in line.raised:
        text = line.text[start:end].translate(SUPERSCRIPTS)
        if start == 0 and end == len(line.text):
            continue
        order = 0
        for match in re.finditer(rf"{GROUP}|{SYMBOL}|(?<=[注註])[一二三四五六七八九十]+", text):
            is_symbol = number_value(match.group()[0]) is None
            values = [match.group()] if is_symbol else values_of(match.group())
            for value in values:
                style = "symbol" if is_symbol else "raised"
                yield Mark(i, start, end, order, str(value), style, STYLE_SCORES["raised"])
                order += 1


def _closes_alone(line_before: str, text: str, end: int) -> bool:
    """Tell whether the bracket after a number closes none that is open: 4) but not (EU4)."""
    if text[end : end + 1] not in ("）", ")"):
        return False
    before = line_before + text[:end]
    return sum(before.count(c) for c in "（(") <= sum(before.count(c) for c in "）)")


def _plain_score(lines: Sequence[Line], i: int, start: int, end: int) -> float:
    """Return how much a number looks like a mark and not like a quantity."""
    text = lines[i].text
    line_before = lines[i - 1].text if i else ""
    line_after = lines[i + 1].text if i + 1 < len(lines) else ""
    before = text[:start].rstrip(" \u3000")
    after = text[end:]
    counted = after + (line_after if len(after) < 3 else "")
    if QUANTITY.match(counted) or _BEFORE_QUANTITY.search(text[max(0, start - 10) : start]):
        return -1.0
    word = before[before.rfind(" ") + 1 :]
    if "/" in word and not any(char in _CLOSES for char in word):
        return -1.0  # A/RES/73/27, CRP.2/Rev.1
    if re.search(r"\d[.,]$", before) and not re.search(r"(?:19|20)\d\d[.,]$", before):
        # 1.5, but not "… in 2025.11"; "Article 46.3 The" may be either.
        return DECIMAL if re.match(r" [A-Z]", after) else -1.0
    if not before and after in ("", ")", "）"):
        cuts = line_before and not ends_sentence(line_before) and _GOES_ON.match(line_after)
        return ALONE if cuts else -1.0
    blank = len(before) < start
    previous = before[-1:] or line_before[-1:]
    following = after[:1]
    if not previous:
        return -1.0
    if not before and (blank or not (following in "。、，」）" or "ぁ" <= following <= "ん")):
        return -1.0  # a line that begins with a number begins something
    score = 0.0 if before else -0.3
    return score + _score_behind(previous, following, blank=blank) + _score_ahead(following)


def _score_behind(previous: str, following: str, *, blank: bool) -> float:
    if previous in _CLOSES:
        return 1.5
    if previous in _LATIN_STOPS:
        return 1.2 if not blank and (not following or following.isspace()) else -0.5
    if is_japanese(previous):
        return 0.6
    if previous.isalpha():
        return -1.0 if blank and not _is_japanese_or_stop(following) else 0.6
    return -0.5


def _score_ahead(following: str) -> float:
    if not following:
        return 0.4
    if following in "。、，．」』）)；;：:？！":
        return 1.0
    if "ぁ" <= following <= "ん":
        return 0.5
    if following == " ":
        return 0.2
    return 0.3 if following in _LATIN_STOPS else -0.4


def _is_japanese_or_stop(char: str) -> bool:
    return bool(char) and (is_japanese(char) or char in "。、，．」』）)")
