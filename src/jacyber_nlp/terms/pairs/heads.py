"""What the head of a Japanese name and its gloss ask for on the left."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from jacyber_nlp.terms.pairs.names import SMALL, is_initialism, kind_of

# Heads that name nothing alone: the clause before them belongs to the name.
GENERIC = frozenset(
    (
        "法律 条約 協定 規則 指令 決議 条例 宣言 声明 憲章 議定書 覚書 勧告 法 政令 省令 "
        "計画 方針 指針 委員会 会議 会合 部会 組織 機関 制度 条文 立場 枠組み 者 事業者 "
        "主体 関係者 当事者 手段 対象 概念 方法 状況 "
        "事項 名簿 攻撃 技術 機構 団体 措置 業務 名称 文書 行為 情報 システム 手法 考え方 "
        "原則 条項 仕組み 取組 基準 手続 権利 義務 規定 施設 設備 役務"
    ).split()
)
# Heads that have a matter (に関する) like bodies and instruments.
_MATTERS = ("イニシアティブ", "イニシアチブ", "プロセス", "対話")


@dataclass(frozen=True, slots=True)
class Head:
    """What the compound before a bracket and its gloss ask for on the left.

    Attributes:
        named: Whether it is a body or an instrument.
        generic: Whether it names nothing alone.
        bare: Whether there is no gloss.
        acronym: Whether the gloss is one.
        needed: Words of weight that the gloss has.
        joined: Whether the gloss joins two by "and".
        told: Whether the gloss is a name of words in a row (no "of", "for", "and").
        listed: Whether it joins more than two: free, fair and secure.
        other: The short form in Japanese; "" without one.
    """

    named: bool
    generic: bool
    bare: bool
    acronym: bool
    needed: int
    joined: bool
    told: bool
    listed: bool
    other: str

    @classmethod
    def of(cls, words: Sequence[str], gloss: str | None, other: str) -> Head:
        """Return what the compound of some words asks for, given its gloss and short form."""
        text = "".join(words)
        named = kind_of(text, None) != "term" or text.endswith(_MATTERS)
        needed, joined = _needed(gloss)
        acronym = is_initialism(gloss or "")
        words = (gloss or "").lower().split()
        told = gloss is not None and not acronym and SMALL.isdisjoint(words)
        listed = joined and "," in (gloss or "")
        return cls(
            named, text in GENERIC, gloss is None, acronym, needed, joined, told, listed, other
        )


def _needed(gloss: str | None) -> tuple[int, bool]:
    """Return how many words a gloss asks for, and whether it joins two by "and"."""
    if gloss is None:
        return 0, False
    if is_initialism(gloss):
        linked = re.search(r"[A-Z]o[A-Z]", gloss) is not None  # IoT: the o is a の
        return max(1, sum(c.isupper() for c in gloss) - (not linked)), False
    words = [word for word in re.split(r"[ ‐‑-]+", gloss) if word]
    return sum(word.lower() not in SMALL for word in words), "and" in words
