"""Edges of Japanese candidates: what belongs to no term, by the classes of ``japanese``."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from jacyber_nlp import resources
from jacyber_nlp.script import is_katakana

if TYPE_CHECKING:
    from jacyber_nlp.runs import Run

_ERAS = frozenset("明治 大正 昭和 平成 令和".split())
_DATE_UNITS = frozenset("年 月 日".split())
_ABOUT = re.compile("LM")  # 資産約6億ドル
_TAKING = frozenset("uanT")


@cache
def words_of(name: str) -> frozenset[str]:
    """Return a list of ``corpora/terms/stop_words.yaml``."""
    return frozenset(resources.stop_words()[name])


def trim(run: Run, shape: str, start: int, end: int) -> tuple[int, int]:
    """Cut edges that belong to no term: 各, 同, 側, 等, a stray ・, a title of a person."""
    while start < end and shape[start] in "LDHTS":
        start += 1
    if "M" in shape[start:end]:
        start = _behind_date(run, shape, start, end)
        about = _ABOUT.search(shape, start, end)
        end = about.start() if about and about.start() > start else end
        end = _before_count(run, shape, start, end)
    while start < end:
        last = shape[end - 1]
        if last not in "LDHRYPM" or (last == "M" and _is_number_of_name(run, shape, start, end)):
            break
        end -= 1
    if end - start > 1 and shape[end - 1] == "K":
        before = run.surface(start, end - 1)
        if shape[end - 2] == "I" or ("・" in before and is_katakana(before[-1])):
            end -= 1
    return start, end


def is_quantity(run: Run, letters: str, start: int, end: int) -> bool:
    """Tell dates and numbers of things; 一国一票 is none."""
    if "M" not in letters:  # 第I部
        return (
            letters[:2] == "PW" and end - start == 3 and run.word(end - 1) in words_of("ja_units")
        )
    if run.surface(start, end).startswith(("第三国", "第三者")):
        return False
    if run.word(end - 1) in words_of("ja_units"):
        number = start + len(letters[:-1].rstrip("MHP"))
        if number > start and _is_numbered(run, number, end):
            return False
        return not (run.word(start) == "一" and letters.count("M") > 1)
    if letters[0] == "M" and all(letter in "MCSDHR" for letter in letters):
        return not (run.word(start) == "一" and letters.count("M") > 1)
    return letters[0] == "P" and all(letter in "PMC" for letter in letters)


def is_used_up(shape: str, end: int) -> bool:
    """Tell whether the last word belongs to what follows: 支援する, 自由な, 国際的に."""
    last, after = shape[end - 1], shape[end : end + 1]
    if after not in _TAKING:
        return False
    if last == "V" and after == "u":
        return True
    return (last in "AB" and after in ("a", "n")) or after == "T"


def _behind_date(run: Run, shape: str, start: int, end: int) -> int:
    """Cut a date of two parts or more, or an ordinal, before a name.

    2022年12月16日閣議決定, but 2025年問題.
    """
    if shape[start : start + 2] == "PM" and run.word(start + 2) == "回":  # 第5回GGE
        return start + 3 if start + 3 < end else start
    at = start
    while at + 1 < end and shape[at] == "M" and run.word(at + 1) in _DATE_UNITS:
        at += 2
    return at if start + 2 < at < end else start


def _before_count(run: Run, shape: str, start: int, end: int) -> int:
    """Cut a number of things behind a name: 島しょ国4か国, 刑法第168条; a date: 令和7年度."""
    at = end - 1
    if end - start < 3 or run.word(at) not in words_of("ja_units") or shape[at - 1] not in "MH":
        return end
    while at > start and shape[at - 1] in "MHP":
        at -= 1
    if run.surface(start, at) in _ERAS:
        return start
    if at == start or _is_numbered(run, at, end):
        return end
    return at


def _is_numbered(run: Run, number: int, end: int) -> bool:
    """Tell 大統領令第14117号, a name, from what has a number of parts."""
    return run.word(end - 1) == "号" and run.word(number - 1) in words_of("ja_numbered")


def _is_number_of_name(run: Run, shape: str, start: int, end: int) -> bool:
    """Tell the 7 of G7, the 247 of 決議74/247 and the 20 of WSIS+20 from a note mark."""
    if end - start < 2:
        return False
    before = shape[end - 2]
    return before in "WH" or run.word(end - 2) in words_of("ja_numbered")
