"""Which forms are one term.

Forms are merged when their keys are equal; what a key leaves out is the rule:

Japanese: width and case (NFKC), blanks, ・ and ＝ beside katakana, the long vowel mark
at the end of a katakana word (コンピューター, コンピュータ), ヴ for ブ and ウィ for ウイ, the
的 and 的な of a quality before a noun (民主的統制, 民主統制), and the okurigana inside a
compound (取り組み, 取組).
English: case, number, hyphens and blanks (cyber security, cyber-security,
cybersecurity), -ise for -ize and -our for -or, -re for -er in centre, -ce for -se
in defence.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from jacyber_nlp.number import noun_lemma

_DOT = re.compile("(?<=[ァ-ヺー])[・=]+|[・=]+(?=[ァ-ヺー])")
_LONG = re.compile("(?<=[ァ-ヺー][ァ-ヺ])ー(?![ァ-ヺー])")
_SOUNDS = (
    ("ヴァ", "バ"),
    ("ヴィ", "ビ"),
    ("ヴェ", "ベ"),
    ("ヴォ", "ボ"),
    ("ヴ", "ブ"),
    ("ウィ", "ウイ"),
    ("ウェ", "ウエ"),
    ("ウォ", "ウオ"),
)
_QUALITY = re.compile("(?<=[一-龠ァ-ヺー][一-龠ァ-ヺー])的な?(?=[一-龠ァ-ヺ])")
_OKURIGANA = re.compile("(?<=[一-龠])[りきみしちえけげべれせめ](?=[一-龠]|$)")
_ENGLISH = (
    (re.compile("iz(?=e|ation|ing)"), "is"),
    (re.compile("(behavi|lab|fav|col|hon)our"), r"\1or"),
    (re.compile("(defen|offen|licen)ce"), r"\1se"),
    (re.compile("centre"), "center"),
    (re.compile("programme"), "program"),
)
_NO_LETTER = re.compile(r"[\s\-‐–’'./]+")


@lru_cache(maxsize=50_000)
def variant_key(surface: str, lang: str) -> str:
    """Return what is equal for all forms of one term, empty for signs alone."""
    folded = unicodedata.normalize("NFKC", surface).lower()
    return _japanese(folded) if lang == "ja" else _english(folded)


def _japanese(folded: str) -> str:
    key = "".join(folded.split())
    if "・" in key or "=" in key:
        key = _DOT.sub("", key)
    for sound, plain in _SOUNDS:
        if sound[0] in key:
            key = key.replace(sound, plain)
    if "ー" in key:
        key = _LONG.sub("", key)
    if "的" in key:
        key = _QUALITY.sub("", key)
    return _OKURIGANA.sub("", key)


def _english(folded: str) -> str:
    key = "".join(noun_lemma(word) for word in _NO_LETTER.split(folded) if word)
    for pattern, plain in _ENGLISH:
        key = pattern.sub(plain, key)
    return key
