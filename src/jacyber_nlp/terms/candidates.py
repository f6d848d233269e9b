"""Which stretches of text could be terms.

A Doc becomes a string with one letter a token, its word class; candidates are
matches of a regular expression over that string.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from jacyber_nlp import resources
from jacyber_nlp.records import CharSpan, ConceptMatch

if TYPE_CHECKING:
    from spacy.tokens import Doc

MAX_TOKENS = 24

# Classes: N noun, M numeral, A 形状詞, P prefix, S suffix, T 的, D ・,
# o の, a な, r ある, n に, k 関する/対する, u する, x anything else.
_UNIT = r"(?:P*[NA]S*T?|P?M+(?:[NS]T?)+|P?M+(?=[NA]))"
_COMPOUND = rf"{_UNIT}+(?:D{_UNIT}+)*"
_JA_COMPOUND = re.compile(_COMPOUND)
_JA_LINKED = re.compile(rf"{_COMPOUND}(?:(?:o|a|r|nk){_COMPOUND})+")
_TAGS = (
    ("名詞-数詞", "M"),
    ("名詞-助動詞語幹", "x"),
    ("名詞-普通名詞-副詞可能", "x"),
    ("名詞", "N"),
    ("記号", "N"),
    ("形状詞-助動詞語幹", "x"),
    ("形状詞", "A"),
    ("接頭辞", "P"),
    ("接尾辞-形状詞的", "T"),
    ("接尾辞-名詞的", "S"),
)
_UNITS = frozenset(
    "年 年度 年間 月 日 期 回 度 間 末 ごと か国 カ国 人 件 割 倍 頁 円 億 万".split()
)
_WORDS = {
    ("の", "助詞-格助詞"): "o",
    ("な", "助動詞"): "a",
    ("ある", "動詞-非自立可能"): "r",
    ("に", "助詞-格助詞"): "n",
    ("関する", "動詞-一般"): "k",
    ("対する", "動詞-一般"): "k",
    ("・", "補助記号-一般"): "D",
}

# English classes: W word of a run, o "of", - hyphen, x anything else.
_EN_RUN = re.compile(r"W(?:-?W)*")
_EN_LINKED = re.compile(r"W(?:-?W)*(?:oW(?:-?W)*)+")
_EN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f0-9.’'&/-]*$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A candidate at one place.

    Attributes:
        surface: Its characters.
        lemmas: Lemmas of its tokens.
        span: Its place in the document.
        linked: Whether it holds more than a compound (の, な, of …).
        evidence: ``lexicon``, ``quoted``, ``in_brackets`` or nothing.
    """

    surface: str
    lemmas: tuple[str, ...]
    span: CharSpan
    linked: bool
    evidence: tuple[str, ...]


def candidates(
    doc: Doc, offset: int = 0, concepts: Iterable[ConceptMatch] = ()
) -> Iterator[Candidate]:
    """Return the candidates of a run in order of place.

    Args:
        doc: Tokenized text of one language; Japanese with UniDic tags.
        offset: Of its first character in the document.
        concepts: Concepts found in it; each is a candidate whatever its form.

    Returns:
        Compounds as they stand free (no part of a longer one), linked phrases
        (情報の自由な流通, freedom of expression), and the concepts.
    """
    japanese = doc.lang_ == "ja"
    classes = _japanese_classes(doc) if japanese else _english_classes(doc)
    compound, linked = (_JA_COMPOUND, _JA_LINKED) if japanese else (_EN_RUN, _EN_LINKED)
    spans = [(m.start(), m.end(), False) for m in compound.finditer(classes)]
    spans += [(m.start(), m.end(), True) for m in linked.finditer(classes)]
    trimmed: dict[tuple[int, int], bool] = {}
    for start, end, is_linked in spans:
        start, end = (_trim_japanese if japanese else _trim_english)(doc, start, end)
        if start < end <= start + MAX_TOKENS and (
            is_linked or _stands_alone(doc, classes, start, end, japanese=japanese)
        ):
            trimmed.setdefault((start, end), is_linked)
    lexical: set[tuple[int, int]] = set()
    for match in concepts:
        found = doc.char_span(match.span.start - offset, match.span.end - offset)
        if found is not None:
            lexical.add((found.start, found.end))
            trimmed.setdefault((found.start, found.end), False)
    text = doc.text  # spaCy puts it together anew each time
    for (start, end), is_linked in sorted(trimmed.items()):
        evidence = (*(["lexicon"] if (start, end) in lexical else []), *_marks(doc, start, end))
        last = doc[end - 1]
        yield Candidate(
            text[doc[start].idx : last.idx + len(last)],
            tuple(doc[i].lemma_ for i in range(start, end)),
            CharSpan(offset + doc[start].idx, offset + last.idx + len(last)),
            is_linked,
            evidence,
        )


def _japanese_classes(doc: Doc) -> str:
    return "".join([_japanese_class(token.text, token.tag_) for token in doc])


@lru_cache(maxsize=100_000)
def _japanese_class(word: str, tag: str) -> str:
    if (word, tag) in _WORDS:
        return _WORDS[word, tag]
    return next((letter for prefix, letter in _TAGS if tag.startswith(prefix)), "x")


def _english_classes(doc: Doc) -> str:
    return "".join([_english_class(token.text) for token in doc])


@lru_cache(maxsize=100_000)
def _english_class(word: str) -> str:
    low = word.lower()
    if low == "of":
        return "o"
    if word == "-":
        return "-"
    return "W" if _EN_WORD.match(word) and low not in _english_breaks() else "x"


@cache
def _english_breaks() -> frozenset[str]:
    from spacy.lang.en.stop_words import STOP_WORDS

    return frozenset(STOP_WORDS) | frozenset(resources.stop_words()["en_break"])


@cache
def _stops(name: str) -> frozenset[str]:
    return frozenset(resources.stop_words()[name])


def _trim_japanese(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """Cut edges that belong to no term: 各, 同, 側, 等 …, and ・ left over."""
    while start < end and (doc[start].text in _stops("ja_left") and end - start > 1):
        start += 1
    while start < end and end - start > 1 and doc[end - 1].text in _stops("ja_right"):
        end -= 1
    while start < end and doc[start].text in "・のなに":
        start += 1
    while start < end and doc[end - 1].text in "・のなに":
        end -= 1
    return start, end


def _trim_english(doc: Doc, start: int, end: int) -> tuple[int, int]:
    while start < end and not doc[start].text[0].isalnum():
        start += 1
    while start < end and not doc[end - 1].text[-1].isalnum():
        end -= 1
    return start, end


def _stands_alone(doc: Doc, classes: str, start: int, end: int, *, japanese: bool) -> bool:
    """Tell whether a compound can be a term by itself."""
    if not japanese:
        return end - start > 1 or len(doc[start]) > 2
    if end - start > 1:
        # 規制する as a whole is a verb; 情報共有する keeps its compound.
        # A date or a quantity is no term.
        return not all(letter in "MSD" for letter in classes[start:end]) and not (
            classes[start] in "PM" and doc[end - 1].text in _UNITS
        )
    word = doc[start].text
    if word in _stops("ja_single") or classes[start] in "MPS":
        return False
    verb = end < len(doc) and doc[end].lemma_ == "為る"
    return not verb and len(word) > 1


def _marks(doc: Doc, start: int, end: int) -> list[str]:
    """Tell what stands directly around a candidate."""
    before = doc[start - 1].text if start else ""
    after = doc[end].text if end < len(doc) else ""
    if before in ("「", "『", "“", '"') and after in ("」", "』", "”", '"'):
        return ["quoted"]
    if before in ("（", "(") and after in ("）", ")"):
        return ["in_brackets"]
    return []
