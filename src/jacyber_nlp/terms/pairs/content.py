"""What stands in a bracket: an English name, an acronym, another name, a definition."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jacyber_nlp.script import is_japanese
from jacyber_nlp.terms.pairs.names import LATIN, is_initialism, is_latin_name, kind_of

_LANGUAGE = re.compile(
    r"(?:英語名称|英語名|英文名称|英語表記|英文|英語|英名|英訳|原語|ロシア語|フランス語|ドイツ語|中国語|英|仏|独|露)"
    r"\s*(?:[:：]|では|は|で)?\s*(?=[A-Za-z“\"「])"
    r"|^(?:in )?Japanese[:,]?\s*(?=[ぁ-んァ-ヺ一-鿿「])"
)
_QUOTED = r"[「『“\"]([^「」『』“”\"]{1,80})[」』”\"]"
_DEFINED = re.compile(
    rf"(?:以下|以後|[条項号章節編則表]において)[、,]?\s*(?:[^「」『』“”\"、。（）()]{{0,40}}?、?)?{_QUOTED}"
    r"(?:\s*(?:と|とも|。|$))|"
    r"(?:以下|以後)[、,]?\s*(?:単に|本[稿書文節章]では|本報告書では|本論文では)?[、,]?\s*"
    r"([^「」『』“”\"、。,（）()]{1,40}?)\s*(?:と(?:いう|いい|言|する|し|略|呼|表記|記|称|総称)[^、。]{0,12}|とも[^、。]{1,8})?[。.]?$"
)
_DEFINING = re.compile("以[下後]|において")  # without which the slower pattern has no match
_LABELLED = re.compile(
    r"(?:^|(?<=[、。，,;；:： 　]))(略称|通称名|通称|略語|略号|略して|略記|略(?=[:：「])|"
    r"別名|別称|俗称|俗に|愛称|呼称|いわゆる|所謂|正式名称|正式名|正式には|正称)(?:は|を|で)?\s*[:：、]?\s*"
    rf"(?:{_QUOTED}|([^「」『』“”\"、。；;:：（）()]{{1,60}}?))\s*"
    r"(?:と(?:いう|も|呼|称|す)[^、。]{0,10})?[。.]?$"
)
_FORMAL = re.compile(
    r"(?:正式名称|正式名|正称|正式には)(?:は)?\s*[:：、]?\s*[「『]([^「」『』]{2,120})[」』]\s*"
    r"[（(]([^（()）]{2,200})[)）]"
)
_ALSO = re.compile(
    rf"(?:{_QUOTED}|([^「」『』“”\"、。（）()]{{1,40}}?))(?:とも(?:いう|言う|呼ばれる|呼ぶ|称される|称する|"
    r"呼称される|表記される)|と(?:呼ばれる|通称される|略称される|略される))[。.]?$"
)
_HEREINAFTER = re.compile(
    r"(?:hereinafter|hereafter|henceforth|herein|from here on)\b[ ,:]*"
    r"(?:referred to as|called|known as|as)?[ ,]*"
    r"(?:the |an? )?[“\"‘'「]?(?:the )?([^“”\"‘’「」()]{1,80}?)[”\"’'」]?[.,]?$",
    re.IGNORECASE,
)
_QUOTE_EN = re.compile(
    r"(?:the |an? |so-called |collectively,? |together,? |or )*[“\"‘']"
    r"(?:the )?([^“”\"]{1,80}?)[,.]?[”\"’']$",
    re.IGNORECASE,
)
_KNOWN_AS = re.compile(
    r"(?:(?:also|better|commonly|often|otherwise|popularly|informally|widely|now|"
    r"generally|sometimes)[ ])?"
    r"(?:known as|called|referred to as|abbreviated(?: as| to)?|short|or|aka|a\.k\.a\.|"
    r"in short|for short|abbreviation|acronym)[ :,]+(?:simply )?(?:the )?"
    r"[“\"‘']?([^“”\"‘’()]{1,80}?)[”\"’']?$",
    re.IGNORECASE,
)
_SPLIT = re.compile(r" *(?:[:：;；、，,／=＝]| [–—-] ) *")
# IPEF＝アイペフ, IPEF（アイペフ）, FSB、旧KGB
_ACRONYM_AND_COMMENT = re.compile(
    r"([A-Za-z0-9/+-]{2,12})(?:[=＝、，:：](?=[ァ-ヺー一-鿿][^、，]*$)|[（(][ァ-ヺー]+[）)]$)"
)
_NAME_AND_ACRONYM = re.compile(r"([^、，,=＝]{3,40})[、，,]\s*([A-Za-z0-9/+-]{2,12})")
_BEFORE_LABEL = re.compile(r"[、,，。]\s*(?=(?:以下|以後|通称|略称|別名|いわゆる)、?[^、。]*。?$)")
_SLASH = re.compile(r"(?<=[a-z]{3})/(?=[A-Z]{2,}$)")
_THE = re.compile(r"^[Tt]he\s+(?=[A-Z])")
_NESTED = re.compile(rf"([{LATIN}][^（(]*?)\s*[（(]([^（()）]+)[)）]$")
_INSIDE = re.compile(r"[（(][^（()）]*[)）]")
# デジタルしじょうほう、英: how the name is read comes first in encyclopaedias.
_READING = re.compile(r"[ぁ-ゖァ-ヺー・A-Za-z ]{2,80}(?<=[ぁ-ゖ])[、，,]\s*(?=[英仏独露]|[A-Za-z])")
_REMARK = re.compile(r"(?:formerly|previously|now|then|established|founded|part of|since|est\.)\b")
_EITHER = re.compile(r"([A-Z][^()、,;:]{2,120}) or ([A-Za-z0-9/+-]{2,12})$")
_OR_WORD = re.compile(
    r"(?:the )?[“\"]?([A-Z0-9-]{2,12})[”\"]?,? or (?:the )?[“\"]?([A-Z][a-z]{3,20})[”\"]?"
)
# APT（Advanced Persistent Threat：高度で持続的な脅威）
_IN_BOTH = re.compile(
    rf"([{LATIN}][{LATIN}0-9 ’'&.‐-]{{3,120}}?)\s*[:：;；、，,（(]"
    r"\s*([^、。，,:：;；（()）]{2,40})[)）]?$"
)
_NUMBERS = re.compile(r"[0-9０-９年月日頁条項号第 .,、，–〜～-]*")
_NOT_NAMES = frozenset(("同じ", "同様", "省略", "略", "本条", "同", "参照"))


@dataclass(frozen=True, slots=True)
class Content:
    """The names in a bracket.

    Attributes:
        en: English name.
        short: Acronym, short form or other name.
        ja: Japanese text that may be a name, as it stands.
        long: The formal name, where the bracket says that it is one.
        where: ``bracket``, ``definition`` or ``alias``.
        said: Whether the words say that a name follows (以下, 通称 …).
    """

    en: str | None = None
    short: str | None = None
    ja: str | None = None
    long: str | None = None
    where: str = "bracket"
    said: bool = False


def parse_all(content: str) -> list[Content]:
    """Return what each part of a bracket says: （ICPO、通称インターポール） says two things."""
    if _NUMBERS.fullmatch(content):
        return []
    found = parse(content)
    either = _EITHER.fullmatch(content)
    if either and is_latin_name(either[1]) and is_initialism(either[2]):
        return [Content(en=either[1]), Content(short=either[2])]
    other = _OR_WORD.fullmatch(content) if " or " in content else None
    if other and is_initialism(other[1]):
        return [Content(short=other[1]), Content(short=other[2], where="definition", said=True)]
    both = _NAME_AND_ACRONYM.fullmatch(content)
    if both and is_initialism(both[2]) and any(map(is_japanese, both[1])):
        return [Content(short=both[2]), Content(ja=both[1], where="alias")]
    if found is None:
        return []
    cut = _BEFORE_LABEL.search(content)
    before = content[: cut.start()] if cut else ""
    first = _latin(before) or _label(before)
    if first is None and found.where == "definition" and kind_of(before, None) == "instrument":
        first = _japanese(before)  # （沿岸法、以下「法」という。）
    if first is not None and (first.short or first.ja) and found.short != first.short:
        return [first, Content(short=found.short, where=found.where, said=True)]
    return [found]


def parse(content: str) -> Content | None:
    """Return the names that the inside of a bracket gives; None without any."""
    content = _READING.sub("", content.strip().strip("　"), count=1)
    content = _LANGUAGE.sub("", content, count=1).strip()
    if content.endswith(("’s", "'s")) and is_initialism(content[:-2]):
        content = content[:-2]  # the Institute’s (NIST’s)
    for read in (_definition, _label, _english_words, _latin, _in_both):
        found = read(content)
        if found is not None:
            return found
    first = _ACRONYM_AND_COMMENT.match(content)
    if first and is_initialism(first[1]):
        return Content(short=first[1])
    return _japanese(content)


def _definition(content: str) -> Content | None:
    # What a bracket inside says is of what stands before that one.
    outside = _INSIDE.sub(lambda inside: " " * len(inside[0]), content)
    match = _DEFINED.search(outside) if _DEFINING.search(outside) else None
    match = match or _HEREINAFTER.search(content)
    if match is None:
        return None
    name = next(group for group in match.groups() if group).strip()
    same = name.startswith(("同じ", "同様", "本条において同")) or name.endswith("同じ")
    if name in _NOT_NAMES or same or name.startswith("の"):
        return None
    before = content[: match.start()].strip(" 　、,，。;；:：")
    latin = _latin(before) if before else None
    if latin is not None and latin.short == name:
        latin = Content(en=latin.en)
    en = latin.en if latin else None
    if en is None and latin is not None and latin.short:
        return Content(en=None, short=latin.short, where="definition", said=True)
    return Content(en=en, short=name, where="definition", said=True)


def _label(content: str) -> Content | None:
    formal = _FORMAL.fullmatch(content) if content.startswith("正") else None
    if formal:
        latin = _latin(formal[2])
        return Content(latin.en if latin else None, long=formal[1], where="alias", said=True)
    match = _LABELLED.search(content)
    if match is None:
        match = _ALSO.match(content)
        if match is None:
            return None
        return Content(short=(match[1] or match[2]).strip(), where="alias", said=True)
    name = (match[2] or match[3]).strip()
    before = content[: match.start()].strip(" 　、,，。;；:：")
    if match[1].startswith(("正式", "正称")):
        return Content(long=name, where="alias", said=True)
    if before:
        latin = _latin(before)
        return Content(latin.en if latin else None, name, where="bracket", said=True)
    return Content(short=name, where="alias", said=True)


def _english_words(content: str) -> Content | None:
    for pattern, where in ((_QUOTE_EN, "definition"), (_KNOWN_AS, "alias")):
        match = pattern.match(content)
        if match and is_latin_name(match[1]):
            return Content(short=match[1], where=where, said=True)
    bare = _ARTICLE.match(content)
    return Content(short=bare[1], where="definition") if bare else None


_ARTICLE = re.compile(r"[Tt]he ([A-Z][\w-]+(?: [A-Z][\w-]+){0,4})$")


def _latin(content: str) -> Content | None:
    """Read ``English name``, ``English name: ABC``, ``ABC: English name``, ``ABC``."""
    if content[:1] and is_japanese(content[0]):
        return None
    content = _THE.sub("", content.strip().strip("“”\"'‘’「」『』"))
    content = _SLASH.sub(": ", content)
    nested = _NESTED.match(content)
    parts = [nested[1], nested[2]] if nested else [p for p in _SPLIT.split(content) if p]
    parts = [_THE.sub("", part.strip('“”"‘’「」『』 ')) for part in parts]
    if len(parts) > 1 and re.fullmatch(r"[JS]r\.?", parts[1]):
        parts = [f"{parts[0]}, {parts[1]}", *parts[2:]]
    if not parts or any(map(is_japanese, parts[0])):
        return None
    if len(parts) > 1 and not is_initialism(parts[0]) and not is_initialism(parts[-1]):
        # Harvest Now, Decrypt Later: commas belong to a name, lists have more.
        return Content(en=content) if _is_one_name(content, parts) else None
    if len(parts) == 1:
        only = parts[0]
        if all(map(is_initialism, only.split())):  # GGE, UN GGE
            return Content(short=only)
        return Content(en=only) if is_latin_name(only) else None
    if is_initialism(parts[0]) and _REMARK.match(parts[1]):  # NCO; formerly NISC
        return Content(short=parts[0])
    if is_initialism(parts[0]) and is_latin_name(parts[1]) and not is_initialism(parts[1]):
        return Content(en=parts[1], short=parts[0])
    if is_initialism(parts[0]) and re.match(r"[a-z0-9]", parts[1]):  # JCDC; established in 2021
        return Content(short=parts[0])
    if is_initialism(parts[-1]) and not is_initialism(parts[0]):
        en = ", ".join(parts[:-1])
        return Content(en=en, short=parts[-1]) if is_latin_name(en) else None
    return None


def _in_both(content: str) -> Content | None:
    """Read an English name and the Japanese one, as they follow an acronym."""
    match = _IN_BOTH.match(content)
    if match is None or not is_japanese(match[2][0]) or not is_latin_name(match[1]):
        return None
    return None if is_initialism(match[1]) else Content(en=match[1], ja=match[2])


def _is_one_name(content: str, parts: list[str]) -> bool:
    words = content.split()
    return (
        is_latin_name(content)
        and all(is_latin_name(part) for part in parts)
        and len(parts) < 4
        and len(words) > 3
        and min(len(part.split()) for part in parts) > 1
    ) or (len(parts) > 2 and bool(re.search(r", (?:and|or) ", content)) and is_latin_name(content))


def _japanese(content: str) -> Content | None:
    if not content or len(content) > 60 or not any(map(is_japanese, content)):
        return None
    content = re.sub(r"^[「『](.+)[」』]$", r"\1", content)
    if re.search(r"[、。，,:：;；「」『』＝→※]|[0-9０-９]{4}", content):
        return None
    return Content(ja=content, where="alias")
