"""What links the compounds of a Japanese name: の, な, に関する, への, を …する."""

from __future__ import annotations

import re

from jacyber_nlp.terms.pairs.names import kind_of
from jacyber_nlp.terms.pairs.tokens import Tokens


def link_before(tokens: Tokens, i: int, lowest: int) -> tuple[str, int] | None:
    """Return the link before token ``i``: its kind, and where what it links ends."""
    c, w = tokens.classes, tokens.words
    if i - 1 <= lowest:
        return None
    back = "".join(c[max(lowest, i - 5) : i])
    if back.endswith("o"):
        if w[i - 2] in ("ため", "為"):
            k = i - 3
            return ("purpose", k) if k > lowest and c[k] == "o" else None
        if c[i - 2] in "nd" and i - 2 > lowest:  # への, での
            return "and", i - 2
        if c[i - 2] == "j":
            return None
        return "の", i - 1
    if back.endswith("a"):
        return ("な", i - 1) if c[i - 2] in "ATN" else None
    if back.endswith("dr"):  # である
        return None
    if back.endswith("r"):  # 信頼性のある, 責任ある, 外国にある
        return "な", i - (2 if back.endswith(("or", "nr")) or w[i - 2] == "が" else 1)
    if w[i - 1] == "ない" and c[i - 2] == "o":  # 拘束力のない
        return "な", i - 2
    if back.endswith(("Td", "Ad")):  # 自発的で
        return "な", i - 1
    if back.endswith(("nk", "ck")):
        return ("agent" if w[i - 1] == "よる" else "phrase"), i - 2
    if w[i - 1] == "る" and back.endswith("nkb"):
        return "phrase", i - 3
    if back.endswith("nkt"):  # に向けた
        return "phrase", i - 3
    if back.endswith("j"):
        return "and", i - 1
    if w[i - 1] == "、":
        return "comma", i - 1
    if (back.endswith("t") and w[i - 2] in ("開か",)) or "".join(
        w[max(lowest, i - 4) : i]
    ) == "で開かれた":
        return ("な", i - 4) if i - 4 > lowest and w[i - 4] == "で" else None
    if w[i - 2 : i] == ["で", "定める"] and i - 2 > lowest:
        return "clause", i - 2
    if w[i - 2] in ("規定", "掲げ", "定め", "該当") or w[i - 1] in ("定める", "掲げる"):
        return None
    clause = re.search(r"[cn][NAST]*Vt?$", back)
    return ("clause", i - len(clause[0])) if clause else None


def are_adjectives(tokens: Tokens, i: int, before: int) -> bool:
    """Tell whether 的 ends what stands on both sides of 及び: 包括的及び先進的な."""
    after = next((c for c in tokens.classes[i:] if c not in "NAP"), "")
    return after == "T" and tokens.classes[before - 1] == "T"


def is_named(tokens: Tokens, start: int, end: int) -> bool:
    """Tell whether tokens name a body or an instrument: one more of a list, no matter of a name."""
    return kind_of("".join(tokens.words[start:end]), None) != "term"
