"""Brackets after a Japanese name: its English one, an acronym, another name, a person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jacyber_nlp import resources
from jacyber_nlp.records import CharSpan, TermPair
from jacyber_nlp.terms.pairs import japanese
from jacyber_nlp.terms.pairs.content import Content
from jacyber_nlp.terms.pairs.heads import GENERIC
from jacyber_nlp.terms.pairs.names import (
    POINTS,
    is_initialism,
    is_person,
    is_subsequence,
    kind_of,
    looks_like_person,
)
from jacyber_nlp.terms.pairs.persons import person_start
from jacyber_nlp.terms.pairs.places import Place, pair_at
from jacyber_nlp.terms.pairs.titles import title_start
from jacyber_nlp.terms.pairs.tokens import Tokens

_AFTER_PERSON = re.compile(
    r"(?:[^、。（]{0,12}?)(?:名誉教授|教授|博士|大統領|首相|大使|議員|長官|大臣|外相|議長|氏|研究員|"
    r"主席|書記長?|次官|補佐官|報道官|特使|公使|領事|記者|委員長|理事長|所長|首席|"
    r"事務総長|代表|会長|局長|構成員|ら[はがの、])"
)
_BEFORE_PERSON = re.compile(
    r"(?:議長|教授|編者|著者|原告|大統領|首相|学者|代表|創設者|専門家|会長|氏)の?$"
)
# 前項の規定による届出: what points into the text; 「X」計画: a head torn off.
_NO_NAME = re.compile(
    r"(?:前|同|次|本|各)[条項号]|第?[0-9０-９一二三四五六七八九十]+[条項号]|次の|前[二三]|この|その"
)
_ROLE = re.compile(
    r"(?:大手|社|長|領|相|員|氏|授|者会見|製|系|版|党|州|市|県|国|語|代表|担当|発|年)$"
)
_ORDINAL_JA = re.compile(r"第[0-9０-９一二三四五六七八九十]+回$")
_ORDINAL_EN = re.compile(r"\b(?:[0-9]+(?:st|nd|rd|th)|First|Second|Third|Fourth|Fifth)\b")
_NUMBERED = re.compile(r"(?:法律|[政省府]令|条約|条例)第[^号]{1,12}号")
_MATTER = re.compile(r"に(?:関|対|係|お)|[すぐるむ]法律$")
_TWO = re.compile(r"([ァ-ヺー・＝]+)(?:と|及び|、|や)([ァ-ヺー・＝]+)$")
_LISTED = ("及び", "、", "又は", "並びに", "や")
_COMMENT = ("旧", "同", "以下", "注", "図", "表", "仮称", "案", "例", "元", "現")
_FROM = re.compile(r"[米英仏独露韓豪加伊](?:[ァ-ヺー]|国?[一-鿿]+[州市県]$)")
_TWO_AUTHORS = re.compile(r"[A-Z][\w’-]+ & [A-Z][\w’-]+")
_ENGLISH_NOUN = re.compile(
    r"(?:ity|ion|ism|ment|ness|ware|ing|[ae]nce|ship|ure|phy|logy|ics|holder|fake|able|ized?|cy|net)s?$"
)
_KATAKANA = re.compile(r"[ァ-ヺー・＝]{3,}")


def after_japanese(tokens: Tokens, place: Place, content: Content) -> Iterator[TermPair]:
    """Return the pairs of a bracket after a Japanese name."""
    persons = [] if place.quoted else list(_persons(tokens, place, content))
    if persons:
        yield from persons
        return
    if content.ja and content.en is None:
        if not _is_alias(tokens, place, content.ja):
            return
        content = Content(short=content.ja, where="alias")
    if _is_english(tokens.text[place.end : place.close], content):
        content = Content(en=content.short)
    gloss = content.en or (content.short if is_initialism(content.short or "") else None)
    start: int | None = place.floor
    if not place.quoted:
        other = "" if gloss else content.short or ""
        start = japanese.name_start(tokens, place.end, place.floor, gloss, other)
    if start is None:
        return
    ordinal = _ORDINAL_JA.search(tokens.text, max(place.floor, start - 8), start)
    if ordinal and not place.quoted and _ORDINAL_EN.search(gloss or ""):
        start = ordinal.start()  # 第4回会合（4th Meeting）
    if tokens.tagged and not place.quoted:
        numbered = _NUMBERED.search(tokens.text, place.end, place.close) is not None
        matter = _MATTER.search(tokens.text, start, place.end) is not None
        law = numbered or tokens.text.endswith("法律", start, place.end)
        name = tokens.text[start : place.end]
        hollow = content.where == "definition" and name in {content.short, *GENERIC}
        if (law and matter) or hollow:
            start = title_start(tokens, start, place.floor)
    start, ja = _whole(tokens, start, place)
    if content.long:
        if ja != content.long and not POINTS.match(ja):
            yield pair_at((content.long, content.en, ja), content.where, start, place.close)
    elif _is_name(tokens.text, start, ja, content):
        other = content.short or ""
        longer = content.where == "alias" and not content.said and len(other) >= len(ja) + 2
        if longer and kind_of(ja, None) == kind_of(other, None) != "term":
            yield pair_at((other, None, ja), "alias", start, place.close)  # the formal one
        else:
            names = ja, content.en, content.short
            yield pair_at(names, content.where, start, place.close)


def _is_english(bracket: str, content: Content) -> bool:
    """Tell whether a bracket has nothing but an English name in quotation marks."""
    name = content.short or ""
    alone = " " in name and bracket.strip('」』 （）()“”"') == name
    return alone and content.where == "definition"


def _whole(tokens: Tokens, start: int, place: Place) -> tuple[int, str]:
    """Return a name with what belongs to it before quotation marks or a bracket at its left."""
    text, floor = tokens.text, place.floor
    ja = text[start : place.end].strip()
    if place.quoted or not floor or not tokens.tagged:
        return start, ja
    if text[floor - 1] == "」" and start <= floor + 1 and _MATTER.match(text, floor):
        opened = text.rfind("「", max(0, floor - 60), floor)
        return (start, ja) if opened < 0 else (opened, text[opened : place.end].strip())
    if place.torn is None or start != floor or text[floor].isspace():
        return start, ja
    edge = max(text.rfind(mark, max(0, place.torn - 80), place.torn) for mark in "「」（）()。\n")
    first = japanese.name_start(tokens, place.torn, max(edge + 1, place.torn - 80, 0), None)
    # 国際刑事警察機構（ICPO）事務局
    return (start, ja) if first is None else (first, text[first : place.torn].strip() + ja)


def _is_name(text: str, start: int, ja: str, content: Content) -> bool:
    """Tell whether what is before a bracket has the name that is in it."""
    if ja == content.short or len(ja) < 2 or _NO_NAME.match(ja) or _is_author(ja, content.en):
        return False
    if text[start - 1 : start] in ("」", "』") and len(ja) < 3:
        return False
    # 国の機関、地方公共団体及び事業者（以下「国等」…）: the whole list has this name.
    listed = text[max(0, start - 3) : start].endswith(_LISTED)
    return not ((content.short or "").endswith("等") and (listed or not ja.endswith("等")))


def _is_author(ja: str, en: str | None) -> bool:
    """Tell whether a bracket cites whose word it is: 手続き的正義（Ostrander）, （Ost & Wend）."""
    if en is None or kind_of(ja, None) != "term":
        return False
    if _TWO_AUTHORS.fullmatch(en):
        return True
    if _KATAKANA.search(ja):
        return False
    alone = re.fullmatch(r"[A-Z][a-z]{3,}", en) is not None and not _ENGLISH_NOUN.search(en)
    return alone and en.lower() not in resources.english_words()


def _persons(tokens: Tokens, place: Place, content: Content) -> Iterator[TermPair]:
    """Return the persons whose Latin names a bracket gives."""
    text = tokens.text
    if content.en is None or content.short is not None:
        return
    two = _TWO.search(text[place.floor : place.end])
    names = re.split(r" and | & ", content.en)
    if two and len(names) == 2 and all(map(looks_like_person, names)):
        span = CharSpan(place.floor + two.start(), place.close)
        for ja, en in zip(two.groups(), names, strict=True):
            yield TermPair(ja, en, None, "person", "bracket", (span,))
        return
    found = person_start(tokens, place.end, place.floor)
    if found is None or not looks_like_person(content.en):
        return
    start, end = found
    ja = text[start:end]
    last = tokens.until(end)
    first = tokens.until(start)
    classes = tokens.classes[first:last]
    tagged = classes[-1:] == ["H"] or ("H" in classes and "D" in classes)
    tagged = tagged and len(content.en.split()) < 5
    if is_person(ja, content.en) or tagged or (_is_titled(text, place, found) and len(ja) > 1):
        yield TermPair(ja, content.en, None, "person", "bracket", (CharSpan(start, place.close),))


def _is_titled(text: str, place: Place, name: tuple[int, int]) -> bool:
    """Tell whether 教授, 大使 … stands at a name, before or after its bracket."""
    after = _AFTER_PERSON.match(text, place.close)
    follows = after is not None and text[place.close] not in "はがをのにと、。」"
    before = _BEFORE_PERSON.search(text[max(0, name[0] - 8) : name[0]])
    return name[1] < place.end or follows or before is not None


def _is_alias(tokens: Tokens, place: Place, other: str) -> bool:
    """Tell whether Japanese in a bracket is another name, not a comment or an example."""
    begin = tokens.text.find(other, place.end, place.close)
    if _FROM.match(other) and kind_of(other, None) == "term":
        return False  # オープンAI（米サンフランシスコ）: where it is
    if "への" in other:
        return False  # ハーバーシールド（沿岸国への認定）: what it is about
    if begin < 0 or other.startswith(_COMMENT) or len(other) < 2:
        return False
    if not re.search(r"[ァ-ヺ一-鿿A-Za-z]", other) or re.match(r"[0-9０-９第](?!.*号条約$)", other):
        return False
    if re.search(r"[ぁ-んァ-ヺ一-鿿][/／]", other):
        return False  # 関連法（甲法/乙法）: all of them
    if " " in other and re.search(r"[官長員使相]$", other):
        return False  # タルヴィア（イリ・ノエ 外務次官）: who spoke for it
    span = begin, begin + len(other)
    title = len(other) > 14 and other.endswith(("法律", "条約", "規則", "指令", "協定"))
    named = not tokens.tagged or (tokens.is_compound(*span) and not tokens.is_place(*span))
    if not (title or named):
        return False
    start: int | None = place.floor
    if not place.quoted:
        start = japanese.name_start(tokens, place.end, place.floor, None)
    if start is None or tokens.text[start].isdigit():
        return False
    name = tokens.text[start : place.end]
    if title:
        return kind_of(name, None) == "instrument" and name not in GENERIC
    if name in GENERIC:
        return False  # 主体（マルチ・ステークホルダー）: an example of it
    i, j = tokens.until(start), tokens.until(place.end)
    described = i > 0 and tokens.classes[i - 1] == "t" and kind_of(name, None) == "term"
    if described and not place.quoted:
        return False  # 誤った情報の生成（ハルシネーション）: described, not named
    if name in other and len(name) < 3 and kind_of(name, None) == "term":
        return False  # 段階（準備段階）: which of them
    if is_subsequence(other, name) or is_subsequence(name, other):
        cut = name.startswith(other) and name[-1] != other[-1]
        return not cut and abs(len(other) - len(name)) > 1
    if j and tokens.classes[j - 1] == "H" and not _KATAKANA.fullmatch(name):
        return False  # 習近平（シー・ジンピン）: how it is read
    if _KATAKANA.fullmatch(name) and len(name) > 3 and not tokens.is_place(start, place.end):
        return 2 < len(other) <= 14 and not _ROLE.search(other)
    weight = sum(c in "NALHS" for c in tokens.classes[i:j])
    return _are_alike(name, other, compound=place.quoted or weight > 1)


def _head(name: str) -> str:
    """Return the character that says what a name is of: 法 for 法律 too."""
    return name.removesuffix("律")[-1]


def _are_alike(name: str, other: str, *, compound: bool) -> bool:
    """Tell whether two names could be one thing's: both bodies, or one from abroad."""
    kinds = kind_of(name, None), kind_of(other, None)
    foreign = re.search(r"[ァ-ヺA-Za-z]", other) is not None
    if kinds[0] == kinds[1] != "term" and len(name) > 3:
        return foreign or (len(other) < len(name) and _head(other) == _head(name))
    katakana = _KATAKANA.fullmatch(other) or _KATAKANA.fullmatch(name)
    same_head = foreign and other[-1] == name[-1]
    return (compound or len(other) > 5) and bool(katakana or same_head)
