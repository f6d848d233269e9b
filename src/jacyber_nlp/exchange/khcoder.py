"""A glossary as the list of words that KH Coder takes whole (強制抽出)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from jacyber_nlp.exchange.wording import clean
from jacyber_nlp.records import GlossaryEntry
from jacyber_nlp.script import is_japanese

# What KH Coder 3 makes of a Japanese text before it looks for the words (mark in
# kh_dictio.pm): a word with the left character would be found nowhere.
_HALF_WIDTH = re.compile("[\uff61-\uff9f]+")
_AS_KH_CODER = str.maketrans({" ": "\u3000", "\\": "￥", "'": "’", '"': "”"})


def to_khcoder(entries: Iterable[GlossaryEntry]) -> str:
    r"""Write the Japanese names of entries for 「強制抽出する語の指定」 of KH Coder.

    One name a line, variants and Japanese abbreviations too. Of overlapping
    words KH Coder takes the one that stands higher in the list: long ones come
    first. It looks for words inside others, in capitals or not, so names of one
    character and those without a Japanese character (IT, found in ``security``)
    are left out; so are those with ``<`` or ``>``, which it marks words with, and
    with characters beyond U+FFFF, which it removes from texts.

    Returns:
        Text with ``\n`` at line ends, to be written as UTF-8; KH Coder would take
        a byte order mark for a part of the first word. Empty without such names.
    """
    names = {name for entry in entries for name in _names(entry)}
    return "".join(f"{name}\n" for name in sorted(names, key=lambda name: (-len(name), name)))


def _names(entry: GlossaryEntry) -> Iterator[str]:
    for name in (entry.ja, *entry.variants_ja, *entry.abbreviations):
        if name is not None and _is_usable(word := _as_khcoder(name)):
            yield word


def _as_khcoder(name: str) -> str:
    full = _HALF_WIDTH.sub(lambda run: unicodedata.normalize("NFKC", run.group()), name)
    return clean(full).translate(_AS_KH_CODER)


def _is_usable(word: str) -> bool:
    return (
        len(word) > 1
        and any(map(is_japanese, word))
        and not any(char in "<>\ufffd" or char > "\uffff" for char in word)
    )
