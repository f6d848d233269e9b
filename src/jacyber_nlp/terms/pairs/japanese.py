"""Where a Japanese name before a bracket begins.

The left edge is what is hard: nothing marks it in writing. A name is a compound,
and goes on to the left over の, な, に関する … where its head (条約, 委員会) or its
gloss in the bracket asks for more than the compound says.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from jacyber_nlp.script import is_japanese
from jacyber_nlp.terms.pairs.heads import Head
from jacyber_nlp.terms.pairs.links import are_adjectives, is_named, link_before
from jacyber_nlp.terms.pairs.names import is_initialism, is_subsequence, kind_of
from jacyber_nlp.terms.pairs.tokens import COMPOUND, Tokens

_DETERMINERS = frozenset("同 各 当該 該 両 諸 当 某".split())
_HOLLOW = frozenset(
    "もの こと とき 場合 際 点 旨 方 ため ところ 付け 上 中 うち 問題 例 数 割合 日".split()
)
# 形状詞 that describe and do not name.
_VAGUE = frozenset(
    ("様々 さまざま 多様 主要 重要 新た 必要 可能 大き 小さ 詳細 有力 主 同様 顕著 深刻").split()
)
# Two words of which English makes one: security, cyberspace.
_ONE_WORD = frozenset((("安全", "保障"), ("サイバー", "空間")))
_DATES = frozenset("年 月 日 年度 年間".split())
_PRESS_COUNTRY = frozenset("米 英 仏 独 露 中 韓 豪 伊 加".split())


def name_start(
    tokens: Tokens, end: int, floor: int, gloss: str | None, other: str = ""
) -> int | None:
    """Return where the name that ends at ``end`` begins.

    Args:
        tokens: Of the run.
        end: Where the name ends.
        floor: Where it begins at the earliest (a bracket, a quotation mark).
        gloss: Its English name or acronym; None if there is neither.
        other: Its short form in Japanese; "" without one.

    Returns:
        The first character; None if no name ends there.
    """
    if not tokens.tagged:
        return _by_script(tokens.text, end, floor)
    last = tokens.until(end)
    lowest = bisect_left(tokens.starts, floor)
    i = _compound_start(tokens, last, lowest)
    if i is None:
        return None
    start = _extend(tokens, (i, last, lowest), gloss, other)
    return None if start is None else tokens.starts[start]


def _by_script(text: str, end: int, floor: int) -> int | None:
    """Return where the Japanese characters before ``end`` begin, in a run without tags."""
    start = end
    while start > floor and (is_japanese(text[start - 1]) or text[start - 1] in "・ー"):
        start -= 1
    return start if start < end else None


def _compound_start(tokens: Tokens, last: int, lowest: int) -> int | None:
    """Return the first token of the compound that ends before ``last``."""
    classes, words = tokens.classes, tokens.words
    i = last
    while i > lowest:
        c = classes[i - 1]
        point = words[i - 1] == "." and classes[i - 2 : i + 1] == ["M", "b", "M"]  # 2.0
        if c in COMPOUND or point or (c == "V" and i < last and _is_nominal(tokens, i - 1)):
            i -= 1
        else:
            break
    i = _trim(tokens, i, last)
    third = words[i:last] in (["第", "三", "者"], ["第", "三", "国"])
    if i >= last or (all(c in "MUSPDs" for c in classes[i:last]) and not third):
        return None
    if i + 1 == last and words[i] in _HOLLOW:
        return None
    return i


def _is_nominal(tokens: Tokens, i: int) -> bool:
    """Tell whether a verb's stem is part of a compound: 持込み, 橋渡し国家."""
    word = tokens.words[i]
    kanji = "\u4e00" <= word[0] <= "\u9fff"
    return kanji and word[-1] in "みしりえきち" and tokens.classes[i + 1] in "NST" and len(word) > 1


def _trim(tokens: Tokens, i: int, last: int) -> int:
    """Cut from the left what belongs to no name: dates, 同, 各, 米 of the press."""
    while i < last:
        cut = _foreign_to_names(tokens, i, last)
        if not cut:
            break
        i += cut
    return i


def _foreign_to_names(tokens: Tokens, i: int, last: int) -> int:
    """Return how many tokens at the left of a compound belong to no name."""
    classes, words = tokens.classes, tokens.words
    if classes[i] in "STDs":
        return int(classes[i] != "S" or i + 1 < last)
    if i + 1 == last:
        return 0
    letter = len(words[i]) == 1 and ("ァ" <= words[i] <= "ヺ" or "a" <= words[i] <= "z")
    if letter and (classes[i + 1] == "s" or tokens.starts[i + 1] > tokens.starts[i] + 1):
        return 1  # ア 沿岸共同体: the letter of a section
    if words[i] in _DETERMINERS:
        return 1
    point = words.index("・", i) if "・" in words[i + 1 : last] else 0
    if point and words[point - 1][-1] in "省庁":
        return point + 1 - i  # 国防省・参謀本部情報総局
    if "大手" in words[i : min(i + 4, last - 1)]:  # 米IT大手マイクロソフト
        return words.index("大手", i) + 1 - i
    if words[i] == "第" and words[i + 2 : i + 3] == ["回"]:  # 第3回
        return 3 if i + 3 < last else 0
    if classes[i] == "M":
        k = i
        while k < last and classes[k] == "M":
            k += 1
        # 2 サイバー犯罪に関する条約: the number of a section
        headed = k < last and tokens.starts[k] > tokens.starts[k - 1] + len(words[k - 1])
        dated = k < last and words[k] in _DATES
        return k + dated - i if headed or dated else 0
    country = words[i] in _PRESS_COUNTRY and i + 2 < last and classes[i + 1] in "NA"
    return int(country and words[i + 1] not in _PRESS_COUNTRY | {"日", "欧", "国"})


def _units(tokens: Tokens, i: int, last: int) -> int:
    """Return how many words of weight stand between two tokens."""
    words = tokens.words
    single = sum(
        pair in _ONE_WORD for pair in zip(words[i:last], words[i + 1 : last], strict=False)
    )
    return sum(c in "NALH" for c in tokens.classes[i:last]) - single


def _extend(
    tokens: Tokens, place: tuple[int, int, int], gloss: str | None, other: str
) -> int | None:
    """Go on to the left over links as head, gloss and short form ask for it."""
    i, last, lowest = place
    first = i
    head = Head.of(tokens.words[i:last], gloss, other)
    inside = False  # inside what a に関する brought in, all belongs to the name
    while i > lowest:
        link = link_before(tokens, i, lowest)
        if link is None:
            break
        kind, before = link
        if not inside and not _is_wanted(tokens, (i, last, lowest), link, head):
            break
        if inside and kind == "clause":
            break
        start = _compound_start(tokens, before, lowest)
        if start is None or (
            inside and kind in ("and", "comma") and is_named(tokens, start, before)
        ):
            break
        inside = inside or kind in ("phrase", "purpose", "clause")
        i = start
    clause = i > lowest and tokens.classes[i - 1] in "Vtb"
    if head.generic and i == first and clause:
        return None  # 公に非難する声明: described, not named
    far = head.told and head.needed - _units(tokens, i, last) > 1
    if far and i > lowest and tokens.classes[i - 1] == "V":
        return None  # 存在し増大する脅威（Existing and Emerging Threats）: a name only in part
    return _without_owner(tokens, i, last)


def _is_wanted(
    tokens: Tokens, place: tuple[int, int, int], link: tuple[str, int], head: Head
) -> bool:
    """Tell whether what a link brings in belongs to the name."""
    i, last, lowest = place
    kind, before = link
    units = _units(tokens, i, last)
    short = units < head.needed
    loose = units < head.needed + head.acronym  # an acronym may have a letter more
    plain = head.bare and not head.named
    if head.other and kind in ("の", "な", "clause"):
        name = "".join(tokens.words[i:last])
        lacking = set(re.findall(r"[ァ-ヺ一-鿿]", head.other)).difference(name)
        start = _compound_start(tokens, before, lowest)
        if start is not None and lacking.intersection("".join(tokens.words[start:before])):
            return True  # 人工衛星の無線局（以下「人工衛星局」）
        if not head.named and head.other not in name and is_subsequence(head.other, name):
            return False  # 日本方式の地上デジタルテレビ放送（地デジ）
    match kind:
        case "phrase":
            return short or head.bare or ((head.named or head.generic) and not head.told)
        case "clause":
            return head.generic and (head.named or head.bare)
        case "purpose":
            return short or not head.told
        case "agent":
            return plain or (not head.named and loose)
        case "and":
            if are_adjectives(tokens, i, before) or _is_toward(tokens, i, head):
                return True
            listed = tokens.words[i - 1] == "や"
            start = _compound_start(tokens, before, lowest)
            both = 0 if start is None else units + _units(tokens, start, before)
            # ネットワーク及び情報システム（NIS）
            spelt = head.acronym and tokens.words[i - 1] in ("及び", "および")
            short = short or (spelt and both == head.needed + 1)
            return short and not head.named and not listed and (head.joined or head.acronym)
        case "comma":
            return short and head.listed
        case "な":
            free = head.named and _begins_clause(tokens, before - 1, lowest)
            vague = tokens.words[before - 1] in _VAGUE
            return (not vague or (head.generic and not head.bare)) and (
                loose or plain or free or head.generic
            )
        case _:  # の
            if head.told and units > 1 and units + 1 == head.needed:
                start = _compound_start(tokens, before, lowest)
                return start is None or _units(tokens, start, before) < 2  # not a word too many
            return short or plain


def _is_toward(tokens: Tokens, i: int, head: Head) -> bool:
    """Tell whether への leads to a name without a gloss: 保有データへのアクセス."""
    return head.bare and tokens.words[i - 2 : i] == ["へ", "の"]


def _begins_clause(tokens: Tokens, i: int, lowest: int) -> bool:
    """Tell whether the compound that ends with token ``i`` begins a clause."""
    start = _compound_start(tokens, i + 1, lowest)
    return start is not None and (
        start == 0 or tokens.words[start - 1] in ("。", "、", "は", "\n", "」")
    )


def _without_owner(tokens: Tokens, i: int, last: int) -> int:
    """Cut ``EUの``, ``米国の``, ``外務省の`` from the left of a name."""
    c, w = tokens.classes, tokens.words
    for k in range(i, min(i + 8, last - 1)):
        if c[k] == "o":
            owner = w[i:k]
            whole = "".join(owner)
            proper = (
                all(x in "LMDS" for x in c[i:k])
                or is_initialism(whole)
                or whole in ("国連", "我が国", "政府", "同国", "両国")
            )
            person = "H" in c[i:k] and "D" in c[i:k] and all(x in "HDN" for x in c[i:k])
            if proper or person or (kind_of(whole, None) == "body" and len(owner) > 1):
                return _without_owner(tokens, k + 1, last)
            return i
        if c[k] in "ankcjV":
            return i
    return i
