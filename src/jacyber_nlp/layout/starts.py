"""What may begin a note."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from jacyber_nlp.layout.lines import Line
from jacyber_nlp.layout.numbers import DIGITS, SUPERSCRIPTS, SYMBOL, number_value
from jacyber_nlp.layout.patterns import NOTES_TITLE, QUANTITY, TITLES
from jacyber_nlp.layout.widths import ends_sentence

SMALLER = 0.94  # notes are set in a size below this part of the body's
SHORT = 50  # cells
TITLED = 1.0  # under 注, Notes …
SMALL, LARGE = 2.0, -2.0  # by font size
SET_OFF = 0.4  # by a gap
AFTER_AN_END = 0.2
RAISED = 1.0
HEADING_LIKE = -0.8  # notes end as sentences do, or with a number
SMALL_LETTER = -1.0  # a note begins with a capital, a number or a mark

_START = re.compile(
    rf"(?P<open>[（(\[［〔])?(?P<prefix>注|註|[*＊※])?\s?(?P<number>\d{{1,3}}(?!\d)|(?<=[注註]){DIGITS})"
    r"(?P<close>[）)\]］〕])?(?P<dot>[.．:：、](?!\d))?(?P<space>[\s\u3000]*)"
)
_MAY_START = frozenset("0123456789⁰¹²³⁴⁵⁶⁷⁸⁹（([［〔注註*＊※†‡§")
_SYMBOL_START = re.compile(rf"(?P<symbol>{SYMBOL})[\s\u3000]*(?=[^\d\s*＊※])")
_RAISED_START = re.compile(r"\D{0,2}(\d{1,3})\D?$")


@dataclass(frozen=True, slots=True)
class Start:
    """A line that may begin a note.

    Attributes:
        line: Index of the line.
        value: The note's number or symbol.
        mark: As it stands there.
        style: As of a ``Mark``, or ``dot`` (``1.``).
        length: Characters before the note's text.
        titled: Whether it stands under a title as 注 or Notes.
        score: How much it looks like the start of a note.
    """

    line: int
    value: str
    mark: str
    style: str
    length: int
    titled: bool
    score: float


def is_small(line: Line, size: float | None) -> bool:
    """Tell whether a line is set smaller than the body."""
    return size is not None and line.box is not None and line.box.size <= SMALLER * size


def find_starts(lines: Sequence[Line], size: float | None) -> list[Start]:
    """Return the lines that may begin a note, in order.

    Args:
        lines: The text without its furniture.
        size: Font size of the body; None without geometry.
    """
    titled = False
    found = []
    for i, line in enumerate(lines):
        if line.cells <= SHORT and TITLES.fullmatch(line.text):
            titled = NOTES_TITLE.fullmatch(line.text) is not None
        elif line.text[0] in _MAY_START:
            start = _start(lines, i, size, titled=titled)
            if start is not None and start.score > -1:
                found.append(start)
    return found


def _start(lines: Sequence[Line], i: int, size: float | None, *, titled: bool) -> Start | None:
    line = lines[i]
    text = line.text.translate(SUPERSCRIPTS)
    score = _place_score(lines, i, size, titled=titled)
    symbol = _SYMBOL_START.match(text)
    if symbol:
        mark = symbol["symbol"]
        return Start(i, mark, mark, "symbol", symbol.end(), titled, score)
    raised = line.raised[0][1] if line.raised and line.raised[0][0] == 0 else 0
    if raised:
        digits = _RAISED_START.match(text[:raised])
        if digits is None or not text[raised:].strip():
            return None
        length = len(text) - len(text[raised:].lstrip())
        return Start(i, digits[1], text[:raised], "raised", length, titled, score + RAISED)
    match = _START.match(text)
    if match is None or match.end() == len(text) or bool(match["open"]) > bool(match["close"]):
        return None
    style = _style(match, is_super=line.text[0] != text[0])
    rest = text[match.end() :]
    if style == "plain" and (QUANTITY.match(text, match.end("number")) or rest[0] in "/,-–)"):
        return None
    if style in ("plain", "dot"):
        score += 0.5 if match["space"] else 0.3 if not rest[0].islower() else -1.5
        if rest[0].islower() and not rest.startswith(("http", "www")):
            score += SMALL_LETTER
    is_heading = line.cells < SHORT and not ends_sentence(text) and not re.search(r"\d", rest)
    if style != "prefix" and is_heading:
        score += HEADING_LIKE
    value = str(number_value(match["number"]))
    return Start(i, value, text[: match.end()].strip(), style, match.end(), titled, score)


def _style(match: re.Match[str], *, is_super: bool) -> str:
    if match["prefix"]:
        return "prefix"
    if match["open"]:
        return "bracket" if match["open"] in "[［〔" else "paren"
    if match["close"]:
        return "close"
    return "dot" if match["dot"] else "super" if is_super else "plain"


def _place_score(lines: Sequence[Line], i: int, size: float | None, *, titled: bool) -> float:
    line = lines[i]
    score = TITLED if titled else 0.0
    if size is not None and line.box is not None and (not titled or is_small(line, size)):
        score += SMALL if is_small(line, size) else LARGE
    if line.gap:
        score += SET_OFF
    if i and (ends_sentence(lines[i - 1].text) or lines[i - 1].text[-1].isascii()):
        score += AFTER_AN_END
    return score
