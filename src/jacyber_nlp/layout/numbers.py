"""Numbers of notes, as marks and starts write them."""

from __future__ import annotations

import re

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
KANJI = {char: value for value, char in enumerate("〇一二三四五六七八九")}
DIGITS = r"[一二三四五六七八九十]{1,3}"  # 注一, 註十二
GROUP = r"\d{1,3}(?:[,、・–～〜-]\d{1,3}(?!\d))*"
LIST = r"\d{1,3}(?:[,、・–～〜-] ?\d{1,3}(?!\d))*"  # within brackets
SYMBOL = r"※|[*＊]{1,3}|†{1,2}|‡|§"
MAX_RANGE = 12  # notes that 3–14 may name


def number_value(text: str) -> int | None:
    """Return the value of digits or of kanji up to 99; None if it is no number."""
    if text.isascii() and text.isdigit():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not text or any(char not in KANJI for char in tens + ones) or len(tens) > 1:
        return None
    if not ten:
        return KANJI[text] if len(text) == 1 else None
    if len(ones) > 1:
        return None
    return 10 * KANJI.get(tens, 1) + KANJI.get(ones, 0)


def values_of(text: str) -> list[int]:
    """Return the numbers that a mark names: 3 for 3, 1 and 2 for 1,2, 3 4 5 for 3–5.

    Empty if they do not rise, as in 1,500.
    """
    single = number_value(text)
    if single is not None:
        return [single]
    values: list[int] = []
    for part in re.finditer(r"(?P<sign>[,、・–～〜-]?)(?P<number>\d+)", text):
        number = int(part["number"])
        if values and not values[-1] < number <= values[-1] + MAX_RANGE:
            return []
        is_range = bool(part["sign"]) and part["sign"] in "–～〜-"
        values += range(values[-1] + 1, number + 1) if values and is_range else [number]
    return values
