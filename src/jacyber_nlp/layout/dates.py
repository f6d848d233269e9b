"""Dates as documents print them → ISO 8601."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

# First year of each era, less one.
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867}
_ERA_LETTERS = {"R": "令和", "H": "平成", "S": "昭和"}
_KANJI = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"元": 1}
_MONTHS = (
    "january february march april may june july august september october november december"
).split()
_NUMBER = r"[0-9元〇一二三四五六七八九十]{1,4}"
_JAPANESE = re.compile(
    rf"(?<![0-9])(?:(?P<era>{'|'.join(_ERAS)})\s?|\b(?P<letter>[RHS])\.?\s?)?(?P<year>{_NUMBER})\s?年(?!代)"
    rf"(?:度|\s?(?P<month>{_NUMBER})\s?月(?:\s?(?P<day>{_NUMBER})\s?日)?)?"
)
_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_ENGLISH = (
    re.compile(
        rf"(?:\b\d{{1,2}}\s?[–-]\s?)?\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s)?{_MONTH},?\s(?P<year>\d{{4}})\b"
    ),
    re.compile(
        rf"\b{_MONTH}\s(?:\d{{1,2}}\s?[–-]\s?)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,\s(?P<year>\d{{4}})\b"
    ),
)
_PARENTHETICAL = re.compile(r"年[(][^)]{2,8}年[)]")  # 令和6年（2024年）3月
_ISO = re.compile(
    r"\b(?P<year>(?:19|20)\d\d)(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})\b"
)


def find_date(text: str) -> str | None:
    """Return the first date in a text as ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.

    Reads 2024年3月29日, 令和６年３月, 二〇二二年三月, 29 March 2024, June 14, 2024 and
    2024-03-29; of a span of days the last. None where there is no date, or one
    that no calendar has.
    """
    text = _PARENTHETICAL.sub("年", unicodedata.normalize("NFKC", text))
    found: list[tuple[int, str]] = []
    for pattern in (_JAPANESE, _ISO, *_ENGLISH):
        for match in pattern.finditer(text):
            written = _written(match)
            if written is not None:
                found.append((match.start(), written))
                break
    return min(found, key=lambda pair: (pair[0], -len(pair[1])), default=(0, None))[1]


def _written(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    era = parts.get("era") or _ERA_LETTERS.get(parts.get("letter") or "", "")
    year = _value(parts["year"])
    month = _month(parts.get("month"))
    day = _value(parts["day"]) if parts.get("day") else None
    if month == 0 or day == 0 or year is None or (not era and not 1900 <= year <= 2100):
        return None
    year += _ERAS.get(era, 0)
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    written = f"{year:04}"
    if month:
        written += f"-{month:02}"
    return written + f"-{day:02}" if month and day else written


def _month(text: str | None) -> int | None:
    if not text:
        return None
    if text.isascii() and text.isalpha():
        return next(i for i, name in enumerate(_MONTHS, 1) if name.startswith(text.lower()[:3]))
    return _value(text)


def _value(text: str) -> int | None:
    """Return the value of digits, 二〇二二 or 二十九."""
    if text.isdigit() and text.isascii():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        if len(tens) > 1 or len(ones) > 1:
            return None
        return 10 * _KANJI.get(tens, 1) + (_KANJI.get(ones, 0) if ones else 0)
    if all(char in _KANJI for char in text):
        return int("".join(str(_KANJI[char]) for char in text))
    return None
