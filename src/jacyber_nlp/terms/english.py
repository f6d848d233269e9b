"""English candidates: word classes by a list of words, and their grammar.

Each token becomes a letter, so that candidates are matches of regular
expressions over one short string:

    N noun, V word that is noun or verb, C capitalized word, T title of a person,
    W acronym, U word that the list lacks, J adjective, R adverb before one,
    E participle before a noun, M number, H hyphen or stroke inside a word, S 's,
    o of, f another preposition, t the, i and, z comma, q and p quotation marks,
    b and e brackets, x the rest.

With a parsed Doc (an installed ``en_core_web_*``) nouns and adjectives are told by
its tags and chunks begin and end where its noun chunks do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from jacyber_nlp import resources

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from jacyber_nlp.runs import Run

MAX_PARTS = 3  # of a phrase linked by of
LONGEST_WORD = 60  # longer ones are keys and rows of letters
MAX_BARE = 4  # adjectives and participles that a term may lose at its left

_BEGIN, _NOUN = "NVCWUTJEMR", "NVCWUT"
_CHUNK = rf"[{_BEGIN}](?:[{_BEGIN}]|[HS](?=[{_BEGIN}]))*"
_CHUNKS = re.compile(_CHUNK)
_OF = re.compile(rf"{_CHUNK}(?:ot?{_CHUNK})+")
_NAME = re.compile(r"[CTW](?:[CTWMHS]|(?:o|f|i|ot|ft)(?=[CTW]))*[CTWM]")
_TO = re.compile(rf"[{_BEGIN}]{{0,2}}[{_NOUN}]f[{_BEGIN}]{{0,2}}[{_NOUN}]")
_LISTED = re.compile(rf"[JENV](?:z[JENV]){{1,4}}(?:z?i[JENV])?{_CHUNK}|[JE](?:z|z?i){_CHUNK}")
_PAIRED = re.compile(rf"(?<![{_BEGIN}i])[JNVU]{{1,2}}i[NVU]{{1,2}}(?![{_BEGIN}i])")
_LONE_ADVERB = re.compile(r"R(?![JEV])")
_PARTICIPLE_BEHIND = re.compile(r"(?<=[NVCWUT])E")  # incidents affecting energy
_QUOTED = re.compile(r"q([^qp]{1,12})p")
_SIGN = {"of": "o", "the": "t", "and": "i", ",": "z", "-": "H", "/": "H", "–": "H"}
_SIGN |= dict.fromkeys(("'s", "’s"), "S") | dict.fromkeys(("“", "‘", '"'), "q")
_SIGN |= dict.fromkeys(("”", "’"), "p") | dict.fromkeys("([", "b") | dict.fromkeys(")]", "e")
_PREPOSITIONS = frozenset("for on in to against with at by".split())
_BEFORE_VERB = frozenset(
    "will shall should must may can could would might not we they i he she who which "
    "also further jointly it did does do let".split()
)
_TITLES = frozenset(
    "minister ambassador president professor dr mr mrs ms secretary senator judge general "
    "admiral commissioner director chancellor sir dame".split()
)
_NUMBER = re.compile(r"\d[\d.,/]*\w{0,3}")
_WORD = re.compile(r"[^\W\d_][\w.’'&+]*")


def english_spans(run: Run) -> tuple[str, list[tuple[int, int]]]:
    """Return the word classes of a run and the tokens of its candidates, in no order."""
    doc = run.doc
    shape = _parsed_shape(doc) if doc is not None and doc.has_annotation("DEP") else _shape(run)
    shape = _with_straight_quotes(run, shape)
    found: set[tuple[int, int]] = set()
    for match in _CHUNKS.finditer(shape):
        found.update(_chunk(shape, *match.span()))
    for match in _OF.finditer(shape):
        found.update(_linked(shape, *match.span()))
    for pattern in (_NAME, _TO, _LISTED, _PAIRED):
        for match in pattern.finditer(shape):
            found.update(_trimmed(shape, *match.span()))
    for match in _QUOTED.finditer(shape):
        if any(letter in _NOUN for letter in match.group(1)):
            found.add(_without_stop(run, *match.span(1)))
    longer = {(s, e) for s, e in found if e - s > 1 or run.ends[s] - run.starts[s] > 1}
    return shape, list(longer)


def _shape(run: Run) -> str:
    words = [word for word, _, _ in run.units]
    lows = [word.lower() for word in words]
    classes = [
        _letter(word, low, lows[i - 1] if i else ".", words[i + 1] if i + 1 < len(lows) else ".")
        for i, (word, low) in enumerate(zip(words, lows, strict=True))
    ]
    for i, low in enumerate(lows):  # zero-day, non-State, whole-of-government
        if low == "-" and 0 < i < len(lows) - 1 and not run.blanks & {i, i + 1}:
            for beside in (i - 1, i + 1):
                if classes[beside] in "xofiR" and lows[beside].isalpha():
                    classes[beside] = "J"
    return _PARTICIPLE_BEHIND.sub("x", _LONE_ADVERB.sub("x", "".join(classes)))


def _with_straight_quotes(run: Run, shape: str) -> str:
    """Part straight quotation marks: one opens behind a blank or sign and right before a word."""
    if '"' not in run.text:
        return shape
    letters = list(shape)
    for i in range(len(run)):
        if run.word(i) == '"':
            start, end = run.starts[i], run.ends[i]
            before, after = run.text[max(start - 1, 0) : start], run.text[end : end + 1]
            letters[i] = "q" if after.isalnum() and not before.isalnum() else "p"
    return "".join(letters)


def _without_stop(run: Run, start: int, end: int) -> tuple[int, int]:
    """Cut the comma or full stop that stands inside quotation marks."""
    while run.word(end - 1) in (",", ".", ";", ":", "!", "?"):
        end -= 1
    return start, end


def _letter(word: str, low: str, before: str, after: str) -> str:
    if low in _SIGN:
        return _SIGN[low]
    if _NUMBER.fullmatch(word):
        return "M" if word[-1].isdigit() and "/" not in word else "W"
    if not _WORD.fullmatch(word) or len(word) > LONGEST_WORD:
        return "x"
    if low in _PREPOSITIONS:
        return "f"
    if len(word) > 1 and sum(map(str.isupper, word)) > 1:
        return "W"
    if low in _breaks():
        return "x"
    parts = _parts(low)
    if word[0].isupper() and (
        not _begins(before) or (after == "of" and "n" in parts) or after[:1].isupper()
    ):
        return "T" if low in _TITLES and after[:1].isupper() else "C"
    return _by_neighbours(low, parts, before, after)


def _begins(before: str) -> bool:
    """Tell whether the token before lets any word be capitalized: 4.3 Revoke …."""
    return before[-1:] in '.:;!?\n“"(' or (before[:1].isdigit() and "." in before)


def _by_neighbours(low: str, parts: str, before: str, after: str) -> str:
    """Settle whether a word that can be a verb is one here."""
    if "v" in parts:
        if before in _BEFORE_VERB:
            return "x"
        if "n" in parts:
            return "V"
        if _is_participle(low):
            return "E" if after[:1].isalpha() and after not in _breaks() else "x"
        return "J" if "j" in parts else "x"
    if "n" in parts:
        return "N"
    if "j" in parts:
        return "J"
    if "r" in parts:
        return "R"
    return "U"


def _is_participle(low: str) -> bool:
    return low.endswith(("ed", "ing"))


def _parts(low: str) -> str:
    known = resources.english_words().get(low)
    if known is not None:
        return known[1]
    if low.endswith("ly"):
        return "r"
    return "vj" if low.endswith("ed") else ""


@cache
def _breaks() -> frozenset[str]:
    from spacy.lang.en.stop_words import STOP_WORDS

    lists = resources.stop_words()
    return frozenset(STOP_WORDS | set(lists["en_break"])) - set(lists["en_words"])


def _parsed_shape(doc: Doc) -> str:
    """Return word classes by tags and noun chunks of a parsed Doc."""
    inside = {i for chunk in doc.noun_chunks for i in range(chunk.start, chunk.end)}
    letters = []
    for token in doc:
        low = token.lower_
        if low in _SIGN:
            letters.append(_SIGN[low])
        elif token.pos_ == "ADP":
            letters.append("f" if low in _PREPOSITIONS else "x")
        elif token.i not in inside or low in _breaks() or not token.text[:1].isalnum():
            letters.append("x")
        elif sum(map(str.isupper, token.text)) > 1:
            letters.append("W")
        else:
            of_pos = {"NOUN": "N", "PROPN": "C", "ADJ": "J", "VERB": "E", "NUM": "M", "X": "U"}
            letters.append(of_pos.get(token.pos_, "x"))
    return "".join(letters)


def _chunk(shape: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Return a chunk as it stands, and what is left without its outer words.

    Adjectives and numbers may go at its left, words that could be verbs at either
    side; the parts before and behind 's stand alone as well.
    """
    bounds = [start, *(i + 1 for i in range(start, end) if shape[i] == "S"), end]
    pieces = {(start, end), *pairwise(bounds)}
    for piece in sorted(pieces):
        for first, last in _trimmed(shape, *piece):
            ends = [last]
            while shape[ends[-1] - 1] in "VRU" and ends[-1] - first > 1:
                ends.append(ends[-1] - 1)
            for last_kept in ends:
                yield from _shorter(shape, first, last_kept)


def _shorter(shape: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    yield from _trimmed(shape, first, last)
    for at in range(first + 1, min(last, first + 1 + MAX_BARE)):
        if shape[at - 1] not in "JEMRVT" or shape[at] not in _BEGIN:
            return
        yield from _trimmed(shape, at, last)


def _trimmed(shape: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a chunk's edges; what ends in no noun is none."""
    while start < end and shape[start] in "HSoftiz":
        start += 1
    while start < end and shape[end - 1] not in _NOUN:
        if shape[end - 1] == "M" and end - start > 1 and shape[end - 2] in "CWH":
            break
        end -= 1
    if start < end:
        yield start, end


def _linked(shape: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Return each two or three neighbouring parts of a chain by of."""
    parts = [m.span() for m in _CHUNKS.finditer(shape, start, end)]
    for i, (first, stop) in enumerate(parts):
        heads = [max(first, shape.rfind("S", first, stop) + 1)]
        while heads[-1] + 1 < stop and shape[heads[-1]] in "JEVR":
            heads.append(heads[-1] + 1)
        for _, last in parts[i + 1 : i + MAX_PARTS]:
            for head in heads:
                yield from _trimmed(shape, head, last)
