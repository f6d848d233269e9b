"""Characters that an extractor put wrong within a line."""

from __future__ import annotations

import re

from jacyber_nlp.script import normalise

Offsets = tuple[tuple[int, int], ...]

_JA = r"[\u3041-\u30ff\u3400-\u9fff々〆]"
_KATAKANA = r"[\u30a1-\u30fa]"
# What is drawn like the long-vowel mark. After ン and ッ no vowel can be long.
_FALSE_LONG_VOWEL = re.compile(
    rf"(?<=(?![ンッア]){_KATAKANA})(?<!リカ)(?<!カナダ)(?<!ドイツ)(?<!フランス)(?<!トルコ)(?<!ブラジル)"
    rf"[－−‐‑\-](?={_JA})"
)
# A dash proper stands for it only where one letter is left on its other side.
_DASHED = re.compile(rf"(?<=(?![ンッ]){_KATAKANA})[—―─](?={_KATAKANA}(?!{_KATAKANA}))")
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff\x00-\x08\x0b-\x1f]")
_HYPHENS = re.compile(r"(?<=[A-Za-z0-9])[\u2010\u2011]|(?<=[A-Za-z])\u2212(?=[A-Za-z]|$)")
_LETTER_SPACED = re.compile(rf"{_JA}(?:[ \u3000]+{_JA})+")
_BLANK = re.compile(rf"(?<={_JA}) +(?={_JA})")
_SUSPECT = re.compile(
    "[\u00ad\u200b-\u200d\u2060\ufeff\x00-\x1f\u2010-\u2015\u2212\u2500－ \u3000-]"
)
_PARTICLE = re.compile(r"[をにがはのとでもへやし]")
_PAIR = re.compile(rf"(?={_JA}{_JA})")
LEAST_BLANKS = 3
BLANK_SHARE = 0.12
SINGLE_SHARE = 0.4  # of the pieces between blanks that are one character


def clean_line(raw: str, at: int) -> tuple[str, Offsets]:
    """Fold a line's characters, and keep the way back.

    Beside ``normalise``: unseen characters go, typographic hyphens in words are
    hyphens, a dash drawn for a long vowel is the long-vowel mark, and blanks
    between ideographs go where a line is full of them (``は じ め に``).

    Args:
        raw: The line, without its line end.
        at: Its first character's offset on the page.

    Returns:
        The characters without surrounding white space, and pairs (offset in
        them, offset on the page), ascending; none for a blank line.
    """
    stripped = raw.strip()
    if not stripped:
        return "", ()
    at += len(raw) - len(raw.lstrip())
    if stripped.isascii() and not _UNSEEN.search(stripped):
        return stripped, ((0, at),)
    text, offsets = normalise(stripped)
    if not _SUSPECT.search(text):
        return text, ((0, at),) if len(offsets) == 1 else tuple((c, r + at) for c, r in offsets)
    text = _DASHED.sub("ー", _FALSE_LONG_VOWEL.sub("ー", _HYPHENS.sub("-", text)))
    drops = [match.span() for match in _UNSEEN.finditer(text)] + _stray_blanks(text)
    if drops:
        text, offsets = without(text, offsets, sorted(drops))
    lead = len(text) - len(text.lstrip())
    if lead:
        text, offsets = without(text, offsets, [(0, lead)])
    return text.rstrip(), tuple((clean, begin + at) for clean, begin in offsets) if text else ()


def _stray_blanks(text: str) -> list[tuple[int, int]]:
    if " " not in text and "\u3000" not in text:
        return []
    spaced = _LETTER_SPACED.fullmatch(text)
    if spaced and all(len(part) == 1 for part in text.split()):
        return [match.span() for match in re.finditer(r"[ \u3000]+", text)]
    blanks = [match.span() for match in _BLANK.finditer(text)]
    pairs = len(_PAIR.findall(text)) + len(blanks)
    if len(blanks) < LEAST_BLANKS or len(blanks) < BLANK_SHARE * pairs:
        return []
    # 総務省 外務省 防衛省 is a list: its words are whole, and no particle stands alone.
    chunks = text.split()
    broken = sum(len(chunk) == 1 for chunk in chunks) >= SINGLE_SHARE * len(chunks)
    return blanks if broken or any(map(_PARTICLE.match, chunks[1:])) else []


def without(text: str, offsets: Offsets, drops: list[tuple[int, int]]) -> tuple[str, Offsets]:
    """Return text and offsets without the ranges ``drops``, ascending and apart."""
    kept: list[tuple[int, int]] = []
    at = 0
    for start, end in [*drops, (len(text), len(text))]:
        if start > at:
            kept.append((at, start))
        at = max(at, end)
    parts: list[str] = []
    moved: list[tuple[int, int]] = []
    size = 0
    for start, end in kept:
        parts.append(text[start:end])
        inside = [(clean, raw) for clean, raw in offsets if start < clean < end]
        moved.append((size, raw_offset(offsets, start)))
        moved += [(size + clean - start, raw) for clean, raw in inside]
        size += end - start
    return "".join(parts), tuple(moved)


def raw_offset(offsets: Offsets, clean: int) -> int:
    """Return the raw offset of a character."""
    before = [pair for pair in offsets if pair[0] <= clean]
    return before[-1][1] + clean - before[-1][0]
