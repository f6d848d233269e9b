"""Readings (ruby) that an extractor made lines of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jacyber_nlp.layout.lines import Line
from jacyber_nlp.layout.patterns import TITLES, begins_part
from jacyber_nlp.layout.widths import Widths, ends_sentence

READING_SIZE = 0.65  # of the characters below
ABOVE = 0.8  # font sizes between a reading's foot and the top of what it belongs to
NARROW = 0.5  # part of its column that a line of readings fills at most
INDENT = 2  # cells

_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fc]+(?:[ \u3000]+[\u3041-\u3096\u30a1-\u30fc]+)*")
_HIRAGANA = re.compile(r"[\u3041-\u3096]{2,10}(?:[ \u3000]+[\u3041-\u3096]{2,10}){0,6}")
# What paragraphs and items end with is no reading.
_ENDING = re.compile(
    r"(?:こと|もの|とき|ため|ところ|ください|である|ある|いる|する|した|ない|ます|です|など|まで|ほか|ついて|おいて)$"
)


def without_readings(lines: Sequence[Line], widths: Widths | None) -> tuple[list[Line], list[Line]]:
    """Part lines of readings from the text.

    With boxes: small kana right above larger characters. Without: a short line
    of hiragana that cuts a sentence between full lines.

    Returns:
        The text, and the readings.
    """
    found = {
        i
        for i, line in enumerate(lines)
        if _KANA.fullmatch(line.text)
        and (_is_above(lines, i) if line.box else _is_between(lines, i, widths))
    }
    kept = [line for i, line in enumerate(lines) if i not in found]
    return (kept, [lines[i] for i in sorted(found)]) if kept else (list(lines), [])


def _is_above(lines: Sequence[Line], i: int) -> bool:
    small = lines[i].box
    if small is None:
        return False
    return any(
        line.page == lines[i].page
        and (box := line.box) is not None
        and small.size <= READING_SIZE * box.size
        and box.left < (small.left + small.right) / 2 < box.right
        and -ABOVE * box.size < box.top - small.bottom < ABOVE * box.size
        for line in lines[max(0, i - 40) : i + 40]
    )


def _is_between(lines: Sequence[Line], i: int, widths: Widths | None) -> bool:
    if widths is None or not 0 < i < len(lines) - 1:
        return False
    before, line, after = lines[i - 1 : i + 2]
    return (
        _HIRAGANA.fullmatch(line.text) is not None
        and not _ENDING.search(line.text)
        and not TITLES.fullmatch(line.text)
        and not after.gap
        and not begins_part(after.text)
        and line.cells <= NARROW * (widths.nearest(line) or 0)
        and widths.full(before)
        and not ends_sentence(before.text)
        and after.indent < INDENT
    )
