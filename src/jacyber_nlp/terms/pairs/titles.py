"""Where the title of a law before its number begins."""

from __future__ import annotations

from bisect import bisect_left

from jacyber_nlp.terms.pairs.tokens import COMPOUND, Tokens

_IN_TITLES = frozenset(COMPOUND + "oarndcVj")
_BINDING = frozenset(
    "に で て し する こと ため から 等 おけ る 関する 対する 係る おける よる".split()
)
_BEFORE_TITLES = frozenset("は が も た 、 。 」 ） ( （ \n".split(" "))


def title_start(tokens: Tokens, start: int, floor: int) -> int:
    """Return where the title of a law begins, of which ``start`` is known to be part.

    Titles are sentences nearly: 経済施策を一体的に講ずることによる安全保障の確保の推進に
    関する法律. What is before one ends in a particle or a mark, or is a clause in the past.
    """
    i = first = tokens.until(start)
    lowest = bisect_left(tokens.starts, floor)
    while i > lowest and (tokens.classes[i - 1] in _IN_TITLES or tokens.words[i - 1] in _BINDING):
        if tokens.classes[i - 1] == "r" and i - 2 >= lowest and tokens.classes[i - 2] == "d":
            break  # 制度である
        i -= 1
    whole = i == lowest or tokens.words[i - 1] in _BEFORE_TITLES
    while i < first and (tokens.classes[i] in "jwMU" or tokens.words[i] in ("に", "で")):
        i += 1
    if tokens.classes[i : i + 2] == ["L", "o"] and i + 2 <= first:
        i += 2  # 日本の個人情報の保護に関する法律
    return tokens.starts[i if whole else first]
