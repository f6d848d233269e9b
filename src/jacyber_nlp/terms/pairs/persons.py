"""Where a person's name before a bracket begins."""

from __future__ import annotations

import re

from jacyber_nlp.terms.pairs.tokens import Tokens

_TITLES = re.compile(
    r"(?:名誉教授|准教授|教授|博士|大統領|首相|大使|議員|長官|大臣|外相|議長|氏|さん|様|研究員|委員|"
    r"事務総長|事務局長|代表|会長|社長|部長|局長|課長|構成員|座長|弁護士|最高経営責任者|上級研究員)$"
)
_PERSON_KATAKANA = re.compile(r"[ァ-ヺー]+(?:[・･＝=‐][ァ-ヺーA-Z]+)*$")


def person_start(tokens: Tokens, end: int, floor: int) -> tuple[int, int] | None:
    """Return the place of the personal name before ``end``; None if there is none.

    Titles after the name (教授, 大使) are no part of it.
    """
    text = tokens.text[max(floor, end - 40) : end]
    title = _TITLES.search(text)
    if title and title.start():
        end -= len(text) - title.start()
        text = text[: title.start()]
    katakana = _PERSON_KATAKANA.search(text)
    if katakana and len(katakana[0]) > 1:
        return end - len(katakana[0]), end
    last = tokens.until(end)
    i = last
    while i and tokens.classes[i - 1] == "H" and tokens.starts[i - 1] >= floor:
        i -= 1
    if i < last:
        return tokens.starts[i], end
    # A name that the dictionary does not know: the kanji between particles.
    kanji = re.search(r"[一-鿿々]{2,6}$", text)
    return (end - len(kanji[0]), end) if kanji else None
