"""Japanese candidates: word classes of UniDic short units, and their grammar.

Each token becomes a letter, so that candidates are matches of regular
expressions over one short string:

    N noun, V noun that takes する, B noun that takes な, J proper noun, I name of
    a person, W Latin letters, A 形状詞, G general noun, P prefix, S suffix, T 的,
    M numeral, C counter, K title of a person, L cut off at the left edge (各, 同),
    R cut off at the right (側, 等), Y the same, though it may begin (全体主義),
    D ・, H a sign inside a name (24/7), o の, y へ, a な, r ある, n に,
    k 関する …, l る, d で, j 開か, t れ, c た, w を, g 越える, h かつ, z 、, u する,
    q and p quotation marks, b and e brackets, f 我が, m a comma or ①, v a verb that may
    be a noun, x anything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from jacyber_nlp.script import is_katakana
from jacyber_nlp.terms.edges import is_quantity, is_used_up, trim, words_of

if TYPE_CHECKING:
    from jacyber_nlp.runs import Run, Unit

MAX_PARTS = 4  # of a linked phrase: 国家の責任ある行動の規範 has four

_TAGS = (
    ("名詞-数詞", "M"),
    ("名詞-助動詞語幹", "x"),
    ("名詞-固有名詞-人名", "I"),
    ("名詞-固有名詞", "J"),
    ("名詞-普通名詞-サ変可能", "V"),
    ("名詞-普通名詞-サ変形状詞可能", "V"),
    ("名詞-普通名詞-形状詞可能", "B"),
    ("名詞-普通名詞-助数詞可能", "C"),
    ("名詞", "N"),
    ("記号", "N"),
    ("形状詞-助動詞語幹", "x"),
    ("形状詞", "A"),
    ("接頭辞", "P"),
    ("接尾辞-形状詞的", "T"),
    ("接尾辞-名詞的", "S"),
    ("補助記号-括弧開", "b"),
    ("補助記号-括弧閉", "e"),
)
_WORDS = {
    ("の", "助詞-格助詞"): "o",
    ("な", "助動詞"): "a",
    ("ある", "動詞-非自立可能"): "r",
    ("に", "助詞-格助詞"): "n",
    ("に", "助動詞"): "n",
    ("へ", "助詞-格助詞"): "y",
    ("で", "助詞-格助詞"): "d",
    ("開か", "動詞-一般"): "j",
    ("れ", "助動詞"): "t",
    ("た", "助動詞"): "c",
    ("る", "助動詞"): "l",
    ("を", "助詞-格助詞"): "w",
    ("かつ", "接続詞"): "h",
    ("且つ", "接続詞"): "h",
    ("、", "補助記号-読点"): "z",
    ("，", "補助記号-読点"): "z",
    ("我が", "連体詞"): "f",
    ("わが", "連体詞"): "f",
    (",", "記号-一般"): "m",
    ("・", "補助記号-一般"): "D",
    ("＝", "補助記号-一般"): "D",
    ("=", "補助記号-一般"): "D",
}
_LINKING_VERBS = frozenset("関する 対する 係る 係わる おけ 基づく 向け 対抗する".split())
_CROSSING_VERBS = frozenset("越える 超える 越えた 超えた またぐ 跨ぐ".split())
_SURU = frozenset("する し さ せ すれ しろ せよ".split())
_SIGNS = frozenset("/ - + . & ' ’ ／ － ＋ ‐ – ．".split())
_WIDE = frozenset("全体 全般 一般 中 上 下".split())  # may begin a term: 全体主義
_OPEN, _CLOSE = frozenset("「“〈"), frozenset("」”〉")  # 『』 and 《》 hold titles

_TITLE_MARKS = frozenset("『』《》")
_LIST_MARK = re.compile("[①-⓿❶-➓㈠-㈩㊀-㊉]")

_INNER = "PNVBJIAWMGCSTDHLRYK"
_COMPOUND = re.compile(rf"[PNVBJIAWMGCYK][{_INNER}]*+")
_LINK = r"(?:or?|yo|a|r|nkl?|djtc|wg)"
_PART = re.compile(rf"[PNVBJIAWMGCSYK][{_INNER}]*+")
# Possessive, and begun at the first word of a compound: linear in the text.
_LINKED = re.compile(rf"(?<![PNVBJIAWMGCSYKTDHR]){_PART.pattern}(?:{_LINK}{_PART.pattern})+")
# 自由、公正かつ安全なサイバー空間; what な or 的 does not end is a list of things.
_QUALITY = r"(?:P?[BANV]?[BA]|P?[BANV]{1,2}T|jtc)"
_QUALITIES = re.compile(
    rf"(?:{_QUALITY}(?:[zhd]{{1,2}}{_QUALITY}){{1,5}}(?:a|(?<=[Tc]))|jtc){_COMPOUND.pattern}"
)
_QUOTED = re.compile(r"q([^qp]{1,24})p")
_LOOSE_SIGN = re.compile(r"(?<![WM])H|H(?![WM])")
_THOUSANDS = re.compile(r"(?<=M)m(?=M)")
_OWN_COUNTRY = re.compile("f[GNC]")  # 我が国: of no phrase the beginning
_STEM_OF_VERB = re.compile("[一-龠][一-龠ぁ-ん]*[いきぎしちにびみりえけげせぜてでねべめれ]")
_VERBAL_NOUN = re.compile("(?<=[NVBJWSP])v(?=[owzNVBSep])")  # 犯罪人引渡し
_ACRONYMS = re.compile(r"W(?:DW)+")
_STEM = re.compile(r"L(?=[ST])")  # 必要性
_GLOSS = re.compile(r"[（(][A-Za-zＡ-Ｚａ-ｚ][^（）()\nぁ-んァ-ヶ一-龠]{2,150}[）)]")
_PERSON = "名詞-固有名詞-人名"
_HIRAGANA = re.compile("[ぁ-ん]+")
_ACRONYM = re.compile(r"[A-Z][A-Za-z]{0,4}[A-Z][A-Za-z]{0,3}|[A-Z]{2,10}s?|[A-Z]{1,10}-[A-Z]{1,10}")
_PLAIN = frozenset("NVBJIWAG")
_ALONE = frozenset("NVBJIWK")  # may be a term by themselves
_LAST = frozenset("NVBJIAWGCSMK")


def japanese_spans(run: Run) -> tuple[str, list[tuple[int, int]]]:
    """Return the word classes of a run and the tokens of its candidates, in no order."""
    shape = _shape(run)
    found: set[tuple[int, int]] = set()
    starts, ends = run.starts, run.ends
    for stretch in pairwise([0, *_cuts(run), len(shape)]):
        for match in _COMPOUND.finditer(shape, *stretch):
            start, end = match.span()
            if not _PLAIN.issuperset(match.group()):
                found.update(_compounds(run, shape, start, end))
            elif (
                end - start > 1 or (shape[start] in _ALONE and ends[start] - starts[start] > 1)
            ) and not is_used_up(shape, end):  # most are so; nothing to cut
                found.add((start, end))
        for match in _LINKED.finditer(shape, *stretch):
            found.update(_linked(run, shape, *match.span()))
    for match in _QUALITIES.finditer(shape):
        start, end = trim(run, shape, *match.span())
        if not is_used_up(shape, end):
            found.add((start, end))
    for match in _QUOTED.finditer(shape):
        found.update(_quoted(run, shape, *match.span(1)))
    return shape, list(found)


def _shape(run: Run) -> str:
    known = _LETTERS
    units = run.units
    try:
        letters = "".join([known[unit] for unit in units])
    except KeyError:
        if len(known) > _MAX_LETTERS:
            known.clear()
        known.update((unit, _letter(*unit[:2])) for unit in units if unit not in known)
        letters = "".join([known[unit] for unit in units])
    if "v" in letters:
        letters = _VERBAL_NOUN.sub("N", letters)
    letters = _STEM.sub("N", _LOOSE_SIGN.sub("x", letters))
    if "m" in letters:
        letters = _THOUSANDS.sub("H", letters)
    if "f" in letters:
        letters = _OWN_COUNTRY.sub("xx", letters)
    for gloss in _GLOSS.finditer(run.text):  # （Norm Entrepreneurs） belongs to pairs
        letters = _without_gloss(run, letters, *gloss.span())
    return letters


_LETTERS: dict[Unit, str] = {}
_MAX_LETTERS = 50_000


def _letter(word: str, tag: str) -> str:
    if (word, tag) in _WORDS:
        return _WORDS[word, tag]
    if word in _OPEN or word in _CLOSE:
        return "q" if word in _OPEN else "p"
    if word in _TITLE_MARKS:
        return "x"
    if _LIST_MARK.match(word):
        return "m"
    if word in _SIGNS:
        return "H"
    if tag.startswith("動詞"):
        return _letter_of_verb(word)
    if tag == "名詞-普通名詞-副詞可能" and _HIRAGANA.fullmatch(word):
        return "x"  # そもそも, ほか, うち
    letter = next((letter for prefix, letter in _TAGS if tag.startswith(prefix)), "x")
    if letter in "NVBCPSG":
        for name, listed in (("ja_left", "L"), ("ja_right", "R"), ("ja_time", "x")):
            if word in words_of(name):
                return "Y" if listed == "R" and word in _WIDE else listed
    if letter in "NV" and word in words_of("ja_titles"):
        return "K"
    if letter in "NJI" and word.isascii() and word.isalpha():
        return "x" if word.lower() in words_of("ja_latin") else "W"
    if letter in "NVB" and word in words_of("ja_single"):
        return "G"
    return letter


def _letter_of_verb(word: str) -> str:
    if word in _CROSSING_VERBS:
        return "g"
    if word in _LINKING_VERBS:
        return "k"
    if word in _SURU:
        return "u"
    return "v" if _STEM_OF_VERB.fullmatch(word) else "x"


def _without_gloss(run: Run, letters: str, start: int, end: int) -> str:
    """Blank the words of an English gloss but for acronyms that stand by themselves."""
    first, last = run.token_at(start), run.token_at(end)
    plain = {
        i for i in range(first, last) if letters[i] == "W" and not _ACRONYM.fullmatch(run.word(i))
    }
    lost = plain | {i for i in range(first, last) if letters[i] == "W" and _beside(i, plain)}
    kept = ["x" if i in lost else letters[i] for i in range(first, last)]
    return letters[:first] + "".join(kept) + letters[last:]


def _beside(at: int, words: set[int]) -> bool:
    """Tell the CLOUD of CLOUD Act, no term without the other word."""
    return at - 1 in words or at + 1 in words


def _compounds(run: Run, shape: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a run of nouns to what can be a term; 主権・統制 gives its parts as well."""
    if not _ACRONYMS.fullmatch(shape, start, end):  # GGE・OEWG are two
        yield from _whole(run, shape, start, end)
    if "D" in shape[start:end]:
        at = start
        for i in range(start, end):
            if shape[i] == "D" and not _between_katakana(run, i):
                yield from _whole(run, shape, at, i)
                at = i + 1
        if at > start:
            yield from _whole(run, shape, at, end)


def _whole(run: Run, shape: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    start, end = trim(run, shape, start, end)
    if start >= end or shape[end - 1] not in _LAST or is_used_up(shape, end):
        return
    letters = shape[start:end]
    if len(letters) == 1:
        if letters in _ALONE and end - start and run.ends[start] - run.starts[start] > 1:
            yield start, end
        return
    if not is_quantity(run, letters, start, end):
        yield start, end


def _between_katakana(run: Run, at: int) -> bool:
    return is_katakana(run.text[run.starts[at] - 1]) and is_katakana(
        run.text[run.ends[at] : run.ends[at] + 1] or " "
    )


def _cuts(run: Run) -> list[int]:
    """Return the tokens before which a blank parts compounds.

    One between Latin words does not, nor one behind 第 or inside a person's name.
    """
    found = []
    for i in sorted(run.blanks):
        (before, tag, _), (after, next_tag, _) = run.units[i - 1 : i + 1]
        person = tag.startswith(_PERSON) and next_tag.startswith(_PERSON)
        if before != "第" and not person and not (before.isascii() and after.isascii()):
            found.append(i)
    return found


def _linked(run: Run, shape: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Return what two to four parts of a chain make: the whole and each stretch."""
    parts = [m.span() for m in _PART.finditer(shape, start, end)]
    kept = [trim(run, shape, first, last) for first, last in parts]
    for i, (first, end_of_first) in enumerate(kept[:-1]):
        if first >= end_of_first:
            continue  # nothing is left of the first part
        if is_quantity(run, shape[first:end_of_first], first, end_of_first):
            continue  # 2022年2月の侵略, 七つの原則
        for j in range(i + 1, min(i + MAX_PARTS, len(parts))):
            last = kept[j][1]
            if last <= kept[j][0] or shape[last - 1] not in _LAST or is_used_up(shape, last):
                continue
            yield first, last


def _quoted(run: Run, shape: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Return what stands in quotation marks, and a name that goes on behind them."""
    inside = run.surface(start, end)
    if any(mark in inside for mark in "。、，．\n？！") or not inside.strip():
        return
    if shape[end - 1] in _LAST:  # not 「努力が欠かせない」
        yield start, end
    behind = _COMPOUND.match(shape, end + 1)
    if behind:
        first, last = trim(run, shape, *behind.span())
        if (
            first == end + 1
            and first < last
            and shape[first] != "M"
            and not is_used_up(shape, last)
        ):
            yield start - 1, last
