"""Is this the document's text at all? And how sure is the repair of each page?

What is refused here would give figures that look right and mean nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple

from jacyber_nlp.errors import GarbledTextError
from jacyber_nlp.layout.joints import FUNCTION_WORDS, joint_plausibility
from jacyber_nlp.layout.lines import Line
from jacyber_nlp.layout.notes import FoundNote
from jacyber_nlp.records import PageRepair, RawDocument, RawPage

# Shares of a document's visible characters beyond which it is refused. Good
# documents show some of each: a logo in a private font, a name in a rare kanji.
MAX_LOST = 0.02  # U+FFFD, private use, unassigned
MAX_CID = 0.02
MAX_MISREAD = 0.02  # characters that only a wrong encoding gives
MAX_RARE = 0.5  # kanji beyond the first level of JIS X 0208
LEAST_KANJI = 100
LEAST_STOPS = 5  # sentences that make running text of words
MAX_FOREIGN = 0.4  # letters that are neither Latin, kana nor kanji
MAX_SCANNED = 0.34  # pages that are drawn and have no text
MAX_TINY_LINES, LEAST_LINES = 0.7, 40  # lines of one or two characters
LEAST_WORDS, LEAST_FUNCTION_WORDS = 300, 0.04
WORST_JOINT, WORST_Z = -1.0, -4.5  # nats a joint, standard errors

_CID = re.compile(r"\(cid:\d+\)")
_LOST = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd]")
# UTF-8 read as Windows-1252 (ã‚µ, â€œ), as Shift_JIS (繧ｵ, 縺ｮ), Shift_JIS as
# Windows-1252 (ƒTƒC), EUC-JP as Shift_JIS (･ｵ･､).
_MISREAD = re.compile(
    "[ãåæçèéäï][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]"
    "|â€[\u0080-\u00ff\u0153\u201d\u02dc\u2122\u2022\u2013\u2014¦]|Ã[\u0080-\u00bf]"
    "|[縺繧繝][ｦ-ﾟ。-･\u3400-\u9fff]|ƒ[A-Za-z@\\[\\]_‰Š‹Œ]|･[ｦ-ﾟ､][･､]"
)
_MISREAD_BEGINS = "ãåæçèéäïâÃ縺繧繝ƒ･"
_KANJI = re.compile("[\u3400-\u9fff]")
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_FOREIGN = re.compile("[\u0370-\u1dff\u2c00-\u2dff\ua4d0-\uabff\uac00-\ud7ff]")
_LETTERS = re.compile("[A-Za-z\u00c0-\u024f\u3041-\u30ff\u3400-\u9fff]")
_ENGLISH_STOPS = re.compile(r"[a-z]\.(?=\s|$)")
_WORDS = re.compile(r"[A-Za-z]+")


def check_quality(
    raw: RawDocument,
    lines: Sequence[Line],
    notes: Sequence[FoundNote],
    joints: Sequence[tuple[str, str]],
) -> tuple[PageRepair, ...]:
    """Refuse text that is not the document's own, and judge the repair page by page.

    Args:
        raw: The document as read.
        lines: Its lines in reading order, without furniture.
        notes: Its notes, indices into ``lines``.
        joints: What was joined: the ends of lines and the beginnings of the next.

    Raises:
        GarbledTextError: If too many characters are lost or misread, too many
            pages have no text, or the lines are in no reading order.
    """
    name = raw.source.uri
    text = _Text(raw, "".join(page.text for page in raw.pages), lines)
    for find_fault, en, ja in _FAULTS:
        fault = find_fault(text)
        if fault is not None:
            raise GarbledTextError(name, en.format(fault), ja.format(fault))
    difference, z = joint_plausibility(lines, joints)
    if difference < WORST_JOINT and z < WORST_Z:
        raise GarbledTextError(
            name,
            "the lines are not in reading order",
            "行が読む順に並んでいません",
        )
    of_page: defaultdict[int | None, list[Line]] = defaultdict(list)
    notes_of: defaultdict[int | None, list[FoundNote]] = defaultdict(list)
    for line in lines:
        of_page[line.page].append(line)
    for note in notes:
        notes_of[lines[note.start.line].page].append(note)
    return tuple(_page(page, of_page[page.number], notes_of[page.number]) for page in raw.pages)


def _page(page: RawPage, lines: Sequence[Line], notes: Sequence[FoundNote]) -> PageRepair:
    problems = []
    confidence = 1.0
    if page.drawn:
        return PageRepair(page.number, 0.0, ("no_text",))
    garbled: float = _n_lost(page.text) + _n_misread(page.text) + _n_cid(page.text)
    if garbled:
        garbled /= _inked(page.text)
        problems.append("garbled")
        confidence -= min(1.0, 10 * garbled)
    lost = sum(note.mark is None for note in notes)
    if lost:
        problems.append("notes")
        confidence -= 0.3 * lost / len(notes)
    tiny = sum(len(line.text) <= 2 for line in lines)
    if lines and tiny > MAX_TINY_LINES / 2 * len(lines):
        problems.append("short_lines")
        confidence -= 0.4
    return PageRepair(page.number, round(max(0.0, confidence), 2), tuple(problems))


# --- faults of a whole document ----------------------------------------------


class _Text(NamedTuple):
    raw: RawDocument
    text: str  # of all pages
    lines: Sequence[Line]


def _n_lost(text: str) -> int:
    return len(_LOST.findall(text)) if _LOST.search(text) else 0


def _n_cid(text: str) -> int:
    return sum(map(len, _CID.findall(text))) if "(cid:" in text else 0


def _n_misread(text: str) -> int:
    # Looking for each beginning is many times faster than the pattern.
    return len(_MISREAD.findall(text)) if any(char in text for char in _MISREAD_BEGINS) else 0


def _lost(of: _Text) -> str | None:
    return _share(_n_lost(of.text), of.text, MAX_LOST)


def _cid(of: _Text) -> str | None:
    return _share(_n_cid(of.text), of.text, MAX_CID)


def _misread(of: _Text) -> str | None:
    return _share(2 * _n_misread(of.text), of.text, MAX_MISREAD)


def _share(bad: int, text: str, limit: float) -> str | None:
    if not bad:
        return None
    share = bad / _inked(text)
    return f"{share:.0%}" if share > limit else None


def _inked(text: str) -> int:
    """Return how many characters are no white space; at least 1."""
    return max(1, sum(map(len, text.split())))


def _rare(of: _Text) -> str | None:
    kanji = Counter(_KANJI.findall(of.text))
    if kanji.total() < LEAST_KANJI:
        return None
    share = sum(n for char, n in kanji.items() if not _is_level_one(char)) / kanji.total()
    return f"{share:.0%}" if share > MAX_RARE else None


def _is_level_one(char: str) -> bool:
    try:
        return char.encode("cp932")[0] < 0x99
    except UnicodeEncodeError:
        return False


def _scanned(of: _Text) -> str | None:
    n = sum(page.drawn for page in of.raw.pages)
    return f"{n}/{len(of.raw.pages)}" if n > MAX_SCANNED * len(of.raw.pages) else None


def _kanaless(of: _Text) -> str | None:
    """Tell Chinese from Japanese: sentences without a single kana."""
    if _KANA.search(of.text) or of.text.count("。") < LEAST_STOPS:
        return None
    n_kanji = len(_KANJI.findall(of.text))
    return f"{n_kanji:,}" if n_kanji >= LEAST_KANJI else None


def _foreign(of: _Text) -> str | None:
    foreign = len(_FOREIGN.findall(of.text))
    letters = foreign and foreign + len(_LETTERS.findall(of.text))
    if letters < LEAST_KANJI or foreign <= MAX_FOREIGN * letters:
        return None
    return f"{foreign / letters:.0%}"


def _scattered(of: _Text) -> str | None:
    tiny = sum(len(line.text) <= 2 and not line.text.isdecimal() for line in of.lines)
    if len(of.lines) < LEAST_LINES or tiny <= MAX_TINY_LINES * len(of.lines):
        return None
    return f"{tiny / len(of.lines):.0%}"


def _wordless(of: _Text) -> str | None:
    if _KANA.search(of.text) or _KANJI.search(of.text):
        return None
    words = _WORDS.findall(of.text)
    is_list = len(_ENGLISH_STOPS.findall(of.text)) < LEAST_STOPS
    if is_list or len(words) < LEAST_WORDS:
        return None
    share = sum(word.lower() in FUNCTION_WORDS for word in words) / len(words)
    return f"{share:.0%}" if share < LEAST_FUNCTION_WORDS else None


_Fault = Callable[[_Text], str | None]
_FAULTS: tuple[tuple[_Fault, str, str], ...] = (
    (_cid, "{} of the characters are (cid:…) numbers", "文字の{}が(cid:…)という番号です"),
    (_lost, "{} of the characters are lost", "文字の{}が失われています"),
    (
        _misread,
        "{} of the characters come of a wrong encoding",
        "文字の{}が文字化けしています",
    ),
    (
        _rare,
        "{} of the kanji are rare ones, as a wrong character map gives them",
        "漢字の{}がめったに使われない字で、文字の対応表が誤っているようです",
    ),
    (
        _kanaless,
        "{} kanji and not a single kana, so no Japanese",
        "漢字{}字に対して仮名が一つもなく、日本語ではないようです",
    ),
    (
        _foreign,
        "{} of the letters are neither Japanese nor Latin",
        "文字の{}が日本語でもラテン文字でもありません",
    ),
    (_scanned, "{} of the pages are pictures without text", "{}ページが文字情報のない画像です"),
    (
        _scattered,
        "{} of the lines have one or two characters",
        "行の{}が1、2文字しかありません",
    ),
    (
        _wordless,
        "only {} of the words are usual English ones, and none are Japanese",
        "英語の基本的な語が{}しかなく、日本語もありません",
    ),
)
