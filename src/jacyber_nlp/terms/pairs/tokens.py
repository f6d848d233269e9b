"""The tokens of a run as one letter each, for the rules of names."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from jacyber_nlp.runs import Run, Unit, as_run
from jacyber_nlp.terms.pairs.names import is_initialism

if TYPE_CHECKING:
    from spacy.tokens import Doc

# Classes of tokens: N noun, A 形状詞, P prefix, S suffix, T 的, M numeral, U unit of
# dates, D joiner, L place or organisation, H person, s space, w adverbial noun,
# o の, a な, r ある, n に, k 関する …, d で, j と/や/及び, c を, V verb, t た, b other.
_TAGS = (
    ("名詞-数詞", "M"),
    ("名詞-助動詞語幹", "b"),
    ("名詞-固有名詞-人名", "H"),
    ("名詞-固有名詞-地名", "L"),
    ("名詞", "N"),
    ("代名詞", "b"),
    ("記号", "N"),
    ("形状詞-助動詞語幹", "b"),
    ("形状詞", "A"),
    ("接頭辞", "P"),
    ("接尾辞-形状詞的", "T"),
    ("接尾辞-名詞的", "S"),
    ("動詞", "V"),
    ("空白", "s"),
)
_WORDS = {
    ("の", "助詞"): "o",
    ("な", "助動詞"): "a",
    ("ある", "動詞"): "r",
    ("に", "助詞"): "n",
    ("で", "助動詞"): "d",
    ("で", "助詞"): "d",
    ("へ", "助詞"): "n",
    ("と", "助詞"): "j",
    ("や", "助詞"): "j",
    ("及び", "接続詞"): "j",
    ("および", "接続詞"): "j",
    ("並びに", "接続詞"): "j",
    ("又は", "接続詞"): "j",
    ("または", "接続詞"): "j",
    ("かつ", "接続詞"): "j",
    ("を", "助詞"): "c",
    ("た", "助動詞"): "t",
}
_LINKS = frozenset(
    "おけ 関する 対する 係る 関わる おける よる 向け 向けた かかわる 基づく ついて めぐる".split()
)
COMPOUND = "NASTMPDLHU"  # classes that a compound is made of
_UNITS = frozenset("年 年度 月 日 期 回 度 間 次 か国 カ国 ヵ国 か月 号 条 項".split())
_ADVERBIAL = frozenset(
    (
        "今回 現在 今後 以降 同日 昨年 今年 本年 当時 近年 同年 前回 次回 翌年 従来 最近 "
        "当初 今日 一方 例えば 特に とき 際 ため うち 中 後 前 上 下 他 ほか 場合 もの こと 以下 "
        "平成 令和 昭和 大正 西暦 通称 略称 正式 いわゆる 議長国 その後 毎年"
    ).split()
)
_JOINERS = frozenset("・ ＝ = ･ - ‐ ‑ – ＆ & + ＋ / ／ 〜".split())


class Tokens:
    """The tokens of a run, as the rules see them."""

    def __init__(self, tokens: Doc | Run) -> None:
        """Keep the run; what is not looked at is not cut into tokens."""
        self._run = as_run(tokens)
        self.text = self._run.text
        self.tagged = self._run.lang == "ja"

    @property
    def starts(self) -> list[int]:
        """First character of each token."""
        return self._run.starts

    @cached_property
    def words(self) -> list[str]:
        """Text of each token."""
        return [unit[0] for unit in self._run.units]

    @cached_property
    def classes(self) -> list[str]:
        """Class of each token."""
        return _classes_of(self._run.units)

    def until(self, end: int) -> int:
        """Return the number of tokens that end at ``end`` or before."""
        i = bisect_left(self.starts, end)
        while i and self.starts[i - 1] + len(self.words[i - 1]) > end:
            i -= 1
        return i

    def units(self, start: int, end: int) -> int:
        """Return how many words of weight stand between two characters."""
        return sum(c in "NALH" for c in self.classes[self.until(start) : self.until(end)])

    def is_compound(self, start: int, end: int) -> bool:
        """Tell whether a stretch is one noun phrase without verbs or particles."""
        i, j = bisect_left(self.starts, start), self.until(end)
        inside = self.classes[i:j]
        return (
            bool(inside)
            and all(c in COMPOUND + "oasjnkrd" for c in inside)
            and (inside[0] in "NALHPMDS" and inside[-1] in "NALHST")
        )

    def is_place(self, start: int, end: int) -> bool:
        """Tell whether a stretch is a place or a person alone."""
        i, j = bisect_left(self.starts, start), self.until(end)
        return (
            i < j
            and all(c in "LHS" for c in self.classes[i:j])
            and any(c == "L" for c in self.classes[i:j])
        )


_CLASSES: dict[Unit, str] = {}
_MAX_CLASSES = 50_000


def _classes_of(units: Sequence[Unit]) -> list[str]:
    """Return the class of each token; one look-up a token unless some are new."""
    try:
        return [_CLASSES[unit] for unit in units]
    except KeyError:
        if len(_CLASSES) > _MAX_CLASSES:
            _CLASSES.clear()
        for unit in units:
            if unit not in _CLASSES:
                _CLASSES[unit] = _class_of(*unit[:2])
        return [_CLASSES[unit] for unit in units]


def _class_of(word: str, tag: str) -> str:
    if word in _JOINERS:
        return "D"
    if word in _LINKS:
        return "k"
    if word in _UNITS and tag.startswith(("名詞", "接尾辞")):
        return "U"
    if word in _ADVERBIAL:
        return "w"
    if (word, tag.split("-")[0]) in _WORDS:
        return _WORDS[word, tag.split("-")[0]]
    if not tag.startswith("空白") and not any(map(str.isalnum, word)):
        return "b"  # a comma of Latin script, which is 記号
    found = next((letter for prefix, letter in _TAGS if tag.startswith(prefix)), "b")
    return "N" if found == "b" and is_initialism(word) else found
