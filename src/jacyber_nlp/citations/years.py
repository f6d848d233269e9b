"""Which edition of a name is meant: by the year that stands near it."""

from __future__ import annotations

import re
from typing import NamedTuple

from jacyber_nlp.citations.locators import value_of

_WINDOW = 40
_ERAS = {"令和": 2018, "平成": 1988}  # the year before the first
_YEAR = (
    r"(?:(?P<year>(?:19|20)\d\d)(?!\d)年?|(?P<kanji>[一二][〇一二三四五六七八九]{3})年"
    r"|(?P<era>令和|平成)(?P<of_era>\d{1,2}|[一二三四五六七八九十]{1,3}|元)年)"
    r"(?:度|版)?(?:\d{1,2}月)?(?:\d{1,2}日)?"
)
_BEFORE = re.compile(
    _YEAR
    + r"に?(?:の|版|(?:策定|採択|決定|公表|閣議決定|改定|発表)(?:された|した)?|,|'s|国連|日本の|"
    r"日本政府の|第\d回の?| ){0,5}$"
)
_NEAR = re.compile(_YEAR + r"(?=[^。.;；\n]*$)")
_BEHIND = re.compile(r"[」』\"']?,? ?(?:(?:of|from|in|dated) |\([^()]{0,30}?)?" + _YEAR)


class Years(NamedTuple):
    """Years by how surely they belong to a name; None where there is none.

    Attributes:
        beside: That stands with it: 2021年の…, … (2021).
        near: The last one before it in its sentence.
    """

    beside: int | None
    near: int | None


def years_of(text: str, start: int, end: int) -> Years:
    """Return the years near the name ``[start, end)`` of a squeezed text."""
    before = text[max(0, start - _WINDOW) : start]
    behind = _BEHIND.match(text[end : end + _WINDOW])
    beside = behind or _BEFORE.search(before)
    near = [_value(match) for match in _NEAR.finditer(before)]
    return Years(_value(beside) if beside else None, near[-1] if near else None)


def _value(match: re.Match[str]) -> int:
    if match["year"]:
        return int(match["year"])
    if match["kanji"]:
        return int("".join(value_of(digit) for digit in match["kanji"]))
    of_era = match["of_era"]
    return _ERAS[match["era"]] + (1 if of_era == "元" else int(value_of(of_era)))
