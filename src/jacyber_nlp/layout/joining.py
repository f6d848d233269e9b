"""Which line breaks are the author's, and what stands in place of the others."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

from jacyber_nlp.layout.lines import Line
from jacyber_nlp.layout.patterns import DATE_LINE, QUANTITY, begins_part, is_title_line
from jacyber_nlp.layout.widths import Widths, ends_sentence
from jacyber_nlp.script import CLOSING, OPENING, is_japanese, is_wide

FAR_INDENTED = 6  # cells
INDENTED = 1.4  # cells by which the first line of a paragraph begins later
LONGEST_DATE = 40  # cells
SAME_ROW = 0.35  # font sizes by which the baselines of one row differ
OTHER_SIZE = 0.08  # lines of one paragraph differ in size by less
NEARLY_FULL = 0.85  # part of the column that a line with Latin letters in it fills
LONG_LINE = 0.6  # part of the column from which a short line may still go on,
CLAUSE = 0.3  # and one that has a topic, subject or object

_WORD_HYPHEN = re.compile(r"[A-Za-z\u00c0-\u024f]-$")
_LAST_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+$")
# What no line of Japanese begins with, unless an extractor broke it there.
_NO_BEGINNING = re.compile(r"[、。，．）」』】〕〉》ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ]")
_LONE_NUMBER = re.compile(r"[（(]?(?:[0-9]{1,3}|[a-z]|[ivxIVX]{1,4})[.)）]|[•・▪◦■□●○]")
# Particles that begin no sentence, and the words that begin like them.
_PARTICLE = re.compile(
    r"(?!はじめ|はたして|とりわけ|ともあれ|とはいえ|ところ|ともに|ときに|もっとも|もし|もちろん|もはや|もとより|もともと|もう|"
    r"もの|やはり|やがて|やや|では|でも|でき|のち|にわか|にもかか|がん|へき地|はる|はや|とく)[をにがはのとでもへや]"
)
_FUNCTION_WORD = re.compile(
    r"\s(?:the|of|and|to|in|a|an|for|with|by|that|or|as|on|at|from|its|their|this|these|is|are|was|were)$"
)
_OPENING = frozenset(OPENING)
_PREAMBLE = re.compile(
    r"(?:[A-Z][a-z]+ing|(?:Also|Further|Deeply|Gravely) [a-z]+(?:ing|ed)|Guided|Convinced|"
    r"Concerned|Alarmed|Determined|Mindful|Aware)\b|\d{1,2}\.\s"
)
_GOES_ON = re.compile(r"[a-z]")
_FIRST_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:-[A-Za-z\u00c0-\u024f]+)*")
# First parts of compounds, and what is no second part but an ending.
_PREFIXES = frozenset(
    "non self cross multi well ex quasi semi all long short high low so time table state data risk "
    "cost case policy rule evidence market user real full cloud third two three one first second "
    "early open peer face decision capacity confidence information government country".split()
)
_ENDINGS = frozenset(
    "ment ments mental tion tions tional sion sions ation ations ly ness ing ings ed er ers ity "
    "ities ism ist ists al ally ive ous able ible hood ship ance ence ant ent ary ory".split()
)
_SECOND_PARTS = frozenset(
    "speaking language based led funded wide style born made owned related specific driven".split()
)
URL_LENGTH = 300
_URL_TAIL = re.compile(r"(?:https?://|www\.)\S*$")


def continues(line: Line, following: Line, widths: Widths | None) -> bool:
    """Tell whether a paragraph goes on over the break between two lines.

    Args:
        line: The line before the break.
        following: The line after it.
        widths: Of the document, None if no layout broke its lines.
    """
    if widths is None or _differ_in_size(line, following):
        return False
    if _is_date(line) or _is_date(following):
        return False
    if is_title_line(line) or is_title_line(following):
        return False
    if not (_has_letters(line.text) and _has_letters(following.text)):
        lone = _LONE_NUMBER.fullmatch(line.text) and _has_letters(following.text)
        return bool(lone) or _NO_BEGINNING.match(following.text) is not None
    if _PREAMBLE.match(following.text) and line.text[-1] in ",;":
        return False  # paragraphs of a resolution
    if _must_go_on(line.text, following.text) or _touch(line, following):
        return True
    ended = ends_sentence(line.text)
    full = widths.full(line, following)
    part = begins_part(line.text)
    deeper = following.indent - line.indent
    if deeper >= INDENTED and (ended or not part):
        return False
    if deeper <= -FAR_INDENTED and line.room is not None and not part:
        return False  # a line set to the right or in the middle
    if begins_part(following.text) and (ended or not full or part):
        return False
    if following.gap and not following.starts_page:
        nearly = full or _nearly_full(line, widths)
        if not _has_japanese(line.text) and not following.text[0].islower():
            return False
        return nearly and not ended and _one_script(line, following) and deeper < INDENTED
    return full or (not ended and _may_go_on(line, following, widths))


def _touch(line: Line, following: Line) -> bool:
    """Tell whether two lines are halves of one, by their boxes."""
    a, b = line.box, following.box
    if a is None or b is None or line.page != following.page:
        return False
    return abs(a.bottom - b.bottom) < SAME_ROW * a.size and 0 <= b.left - a.right < a.size


def _has_letters(text: str) -> bool:
    return any(map(str.isalnum, text))


def _is_date(line: Line) -> bool:
    return line.cells <= LONGEST_DATE and DATE_LINE.fullmatch(line.text) is not None


def _must_go_on(text: str, following: str) -> bool:
    """Tell whether a line cannot be the last of a paragraph, or the next not the first."""
    if _NO_BEGINNING.match(following) or _LONE_NUMBER.fullmatch(text):
        return True
    if text[-1].isdigit() and QUANTITY.match(following) and not following[0].isdigit():
        return True
    if text[-1] in CLOSING and _PARTICLE.match(following):
        return True  # 審議会（以下「審議会」という。）/を置く
    if _FUNCTION_WORD.search(text) and not following.startswith(("(", "•")):
        return True
    if begins_part(following):
        return False
    return text[-1] in "、，" or (_opens(text) and not text.startswith("「"))


def _may_go_on(line: Line, following: Line, widths: Widths) -> bool:
    """Tell of a short line that ends no sentence whether the next one goes on."""
    if line.room is not None:
        return bool(_GOES_ON.match(following.text))
    if not _has_japanese(line.text):
        return following.text[0].islower()
    if not _has_japanese(following.text):
        return False
    if _PARTICLE.match(following.text):
        return True
    width = widths.nearest(line)
    if width is None:
        return False
    sure = _has_japanese(line.text) and re.search("[はがを、]", line.text)
    if line.wide and line.cells >= NEARLY_FULL * width:
        return True
    return _is_prose(line.text) and line.cells >= (CLAUSE if sure else LONG_LINE) * width


def _differ_in_size(line: Line, following: Line) -> bool:
    a, b = line.box, following.box
    return a is not None and b is not None and abs(a.size - b.size) > OTHER_SIZE * a.size


def _nearly_full(line: Line, widths: Widths) -> bool:
    width = widths.nearest(line)
    return line.room is None and width is not None and line.cells >= NEARLY_FULL * width


def _one_script(line: Line, following: Line) -> bool:
    return _has_japanese(line.text) == _has_japanese(following.text)


def _has_japanese(text: str) -> bool:
    return not text.isascii() and any(map(is_japanese, text))


def _opens(text: str) -> bool:
    """Tell whether a bracket or quotation is still open at the end of a line."""
    if _OPENING.isdisjoint(text):
        return False
    depth = 0
    for char in text:
        depth = depth + 1 if char in OPENING else max(0, depth - 1) if char in CLOSING else depth
    return depth > 0


def _is_prose(text: str) -> bool:
    """Tell a line of running text from a heading by its particles."""
    return bool(re.search(r"[、，はがを]|[ぁ-ん]$", text))


def joint(
    left: str, right: str, words: Container[str] = frozenset(), *, wide: bool = False
) -> tuple[str, int]:
    """Return what stands between two joined lines.

    Args:
        left: The text so far, without space at its end.
        right: The next line, without space at its start.
        words: Words that the document spells within a line, in small letters.
        wide: Whether both sides were full-width before they were folded.

    Returns:
        The characters to put between them, and how many characters of ``left``
        to drop (1 for a hyphen that only broke a word).
    """
    before, after = left[-1], right[0]
    url = _URL_TAIL.search(left[-URL_LENGTH:])
    if url and (before in "/-_=&?" or after in "/-_.=&?" or (before == "." and after.islower())):
        return "", 0
    if _WORD_HYPHEN.search(left) and after.islower():
        return "", 0 if _is_compound(left, right, words) else 1
    if before in "-/" and after.isalnum() and left[-2:-1] and not left[-2].isspace():
        return "", 0  # A/70/-/174 is one symbol
    if wide or is_wide(before) or is_wide(after):
        return "", 0
    return " ", 0


def _is_compound(left: str, right: str, words: Container[str]) -> bool:
    """Tell multi-/stakeholder, English-/speaking and state-/of-the-art from infor-/mation."""
    first = _LAST_WORD.search(left[:-1])
    second = _FIRST_WORD.match(right)
    if first is None or second is None:
        return False
    pair = first.group().lower(), second.group().lower()
    if f"{pair[0]}-{pair[1]}" in words:
        return True
    if "".join(pair) in words or pair[1] in _ENDINGS:
        return False
    if pair[0] in _PREFIXES or first.group().isupper() or right[second.end() :].startswith("-"):
        return True
    if first.group()[0].isupper() and pair[1] in _SECOND_PARTS:
        return True
    return pair[0] in words and pair[1] in words


def spelled_words(lines: Iterable[Line]) -> frozenset[str]:
    """Return the words that stand within lines, in small letters, if any line ends in a hyphen."""
    texts = [line.text for line in lines]
    broken = [_WORD_HYPHEN.search(text) is not None for text in texts]
    if not any(broken):
        return frozenset()
    whole: set[str] = set()
    for text, before, here in zip(texts, [False, *broken], broken, strict=False):
        words = [word.lower() for word in _WORD.findall(text)]
        whole.update(words[before : len(words) - here])  # halves are no words
    return frozenset(whole | {part for word in whole for part in word.split("-")})
