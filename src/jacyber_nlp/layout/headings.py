"""Which lines are headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from jacyber_nlp.layout.lines import Line
from jacyber_nlp.layout.patterns import (
    ARTICLE_TITLE,
    DATE_LINE,
    LONGEST_TITLE,
    MAY_HEAD,
    begins_part,
    is_contents_line,
    is_usual_title,
    number_of,
)
from jacyber_nlp.layout.widths import Widths, ends_sentence
from jacyber_nlp.script import is_japanese

LONGEST_HEADING = 96  # cells
INDENT = 2  # cells by which first lines of paragraphs begin later
LARGER = 1.07  # a heading's size in body sizes
COMMON = 0.2  # share of the characters that the body's size has at least
# A line of text may begin so by chance, too.
_WEAK = frozenset(("1 ", "ア", "一", "A."))
SHORT = 60  # cells, in a document with a paragraph a line
NARROW = 0.75  # part of its column that a heading without number fills at most


def body_size(lines: Sequence[Line]) -> float | None:
    """Return the font size of the body: the largest that is common.

    Notes may hold more characters than the text above them. None without
    geometry.
    """
    counted: Counter[float] = Counter()
    for line in lines:
        if line.box is not None:
            counted[line.box.size] += len(line.text)
    total = sum(counted.values())
    return max((s for s, n in counted.items() if n >= COMMON * total), default=None)


def find_headings(lines: Sequence[Line], widths: Widths | None) -> set[int]:
    """Return the indices of lines that are headings.

    A heading is short, ends no sentence, fills no column, and has a number, a
    usual title, a larger font, or space around it.
    """
    size = body_size(lines)
    return {i for i in range(len(lines)) if _is_heading(lines, i, widths, size)}


def _is_heading(lines: Sequence[Line], i: int, widths: Widths | None, size: float | None) -> bool:
    line = lines[i]
    text = line.text
    if line.cells > LONGEST_HEADING or text[-1] in "。、，,;；" or is_contents_line(text):
        return False
    if line.cells <= LONGEST_TITLE and is_usual_title(text):
        return True
    following = lines[i + 1] if i + 1 < len(lines) else None
    if following is None:
        return False
    if line.cells <= LONGEST_TITLE:
        if DATE_LINE.fullmatch(text):
            return False
        if ARTICLE_TITLE.fullmatch(text):
            return number_of(following.text) is not None
    larger = size is not None and line.box is not None and line.box.size >= LARGER * size
    numbered = number_of(text)
    if larger:
        return any(char.isalpha() for char in text)
    if ends_sentence(text) and not text.endswith(("？", "?", ":", "：")):
        return False
    smaller = size is not None and line.box is not None and line.box.size * LARGER <= size
    if smaller or (
        widths is not None and widths.full(line, following) and not _ends_block(lines, i)
    ):
        return False
    if numbered is not None:
        return (
            numbered[0] in MAY_HEAD
            and not text.endswith(("：", ":"))
            and _is_title_like(text)
            and (numbered[0] not in _WEAK or _after_an_end(lines, i, widths))
            and not _in_a_list(lines, i, numbered[0])
        )
    return _stands_alone(lines, i, widths)


def _ends_block(lines: Sequence[Line], i: int) -> bool:
    return lines[i + 1].gap or begins_part(lines[i + 1].text)


def _after_an_end(lines: Sequence[Line], i: int, widths: Widths | None) -> bool:
    """Tell whether nothing is left open before a line: what may begin there does."""
    if i == 0 or lines[i].gap or lines[i].starts_page or widths is None:
        return True
    return ends_sentence(lines[i - 1].text) or not widths.full(lines[i - 1], lines[i])


def _is_title_like(text: str) -> bool:
    """Tell a title from the beginning of a sentence by its end."""
    if any(is_japanese(char) for char in text):
        return not re.search(
            r"[はがをにもで]$|(?:して|であり|した上で)$|[はがを].*、|、.*[はがを]", text
        )
    return not re.search(r"(?:[,-]|\b(?:and|or|of|the|to|a|an|in|by|with))$", text)


def _in_a_list(lines: Sequence[Line], i: int, kind: str) -> bool:
    """Tell whether a neighbour has a number of the same kind: items, or contents."""
    for j in (i - 1, i + 1):
        if 0 <= j < len(lines):
            near = number_of(lines[j].text)
            if near is not None and near[0] == kind:
                return True
    return False


def _is_short(line: Line) -> bool:
    return line.room is not None and line.room > line.cells


def _stands_alone(lines: Sequence[Line], i: int, widths: Widths | None) -> bool:
    """Tell a heading without number: short, with space before, text after."""
    line, following = lines[i], lines[i + 1]
    previous = lines[i - 1] if i else None
    if previous is None:
        return False
    # Set off by space, or set flush where paragraphs begin with an indent.
    flush = following.indent - line.indent >= INDENT and _is_short(line)
    if line.room is not None and not line.gap and not flush:
        return False
    if widths is None:  # a paragraph a line
        narrow = line.cells <= SHORT and following.cells >= 2 * SHORT <= previous.cells
    else:
        width = widths.nearest(line)
        narrow = line.room is not None or (width is not None and line.cells <= NARROW * width)
        after = lines[i + 2] if i + 2 < len(lines) else None
        narrow = narrow and line.indent <= following.indent + 8 and widths.full(following, after)
    return (
        narrow
        and not line.text.endswith(("：", ":"))
        and _is_title_like(line.text)
        and any(char.isalpha() for char in line.text[:2])
        and (line.text[0].isupper() or not line.text[0].isascii())
        and (ends_sentence(previous.text) or (line.room is not None and _is_short(previous)))
        and not following.text[0].islower()
        and not re.search(r"[、，]|\d{4}", line.text)
    )
