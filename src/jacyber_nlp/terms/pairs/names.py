"""What a name looks like: acronyms, persons, bodies, instruments."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from jacyber_nlp import resources
from jacyber_nlp.script import is_japanese

LATIN = r"A-Za-z\u00c0-\u024f"
OPEN_QUOTES = {"」": "「", "』": "『", "”": "“", "’": "‘", '"': '"', "｣": "｢", "＂": "＂"}
# Latin words in a row, as they stand in a bracket or before one.
_NAME = re.compile(rf"[{LATIN}0-9][{LATIN}0-9 .,’'&/+‐‑–\-－]*$")
_ACRONYM = re.compile(r"[A-Za-z0-9][A-Za-z0-9.&+‐‑-]*(?:/[A-Za-z]+)?$")
_AROUND = re.compile(r"[A-Z][A-Za-z]{2}[A-Z]")  # SaaS, RaaS: half of it capitals
# Months, years, pages, symbols of documents: what a bracket holds that is no name.
_REFERENCE = re.compile(
    r"\b(?:pp?|vol|no|nos|ed|eds|para|art|sec|cf|chap|ch|e\.g|i\.e)\.(?:\s|$|\d)|\b(?:1[89]|20)\d\d\b"
    r"|https?:|www\.|\bet al\b|\b[A-Z]+(?:/[A-Z0-9.]+){2,}|\b(?:see|Art(?:icle)?s?|Chapter|Annex|"
    r"Figure|Fig|Table|Section|Press|Spring|Summer|Autumn|Winter|emphasis|ibid|Rev)\b",
)
_YEAR_OF_ACT = re.compile(r"(?<=Act|Law|ill|egy|ode)(?: of| for)? (?:19|20)[0-9]{2}$")
# What points to a name and is none: 同法, 本会合.
POINTS = re.compile(r"[同本当][一-鿿]{1,2}$|この|その|これ|それ|上記|[前後両]者")
NO_NAMES = frozenset(
    (
        "PDF HTML URL XML CSV USD EUR JPY GBP UTC JST GMT UK US USA PM AM TEL FAX Inc "
        "LL.M. LL.B. Ph.D. M.A. B.A. MBA"
    ).split()
)
_PERSON_EN = re.compile(
    rf"(?:[A-Z\u00c0-\u00de][{LATIN}’'.‐‑-]*|d[aei]|de la|van|von|der|bin|al|el)"
    rf"(?:[ ](?:[A-Z\u00c0-\u00de][{LATIN}’'.‐‑-]*|d[aei]|van|von|der|bin|al|el)){{1,4}}"
    r"(?:, [JS]r\.)?$"
)
_KATAKANA_NAME = re.compile(r"[ァ-ヺー]+(?:[・･＝=‐-][ァ-ヺー]+)+$")

_KATAKANA = re.compile(r"[ァ-ヺー・]+")
_BODY_JA = re.compile(
    r"(?:会議|会合|機構|委員会|センター|庁|省|[^線地送便]局|[^教]室|部会|機関|連合|[^識命]共同体|組織|フォーラム|財団|事務所|"
    r"研究所|協会|評議会|理事会|裁判所|総会|大学|政府|本部|チーム|グループ|基金|銀行|同盟|パネル|警察|軍|"
    r"部門|代表部|司令部|アライアンス|院|公社|会社|団体|連盟|タスクフォース|サミット|コミュニティ|研究会|審議会|"
    r"懇談会|懇話会|協議会|有識者会議|ウォッチ|インスティテュート|[^軍舞]隊|ラボ|経済協力|法人|学会|ポール|議会|ハウス)$"
)
_INSTRUMENT_JA = re.compile(
    r"(?:条約|[^方用手文話技立語]法|法律|協定|議定書|規則|憲章|決議|宣言|指令|枠組み|枠組|フレームワーク|計画|戦略|方針|立場|"
    r"指針|ガイドライン|声明|覚書|コール|コンパクト|アコード|プログラム|条例|政令|省令|勧告|規約|マニュアル|"
    r"規程|要綱|綱領|アレンジメント|イニシア[テチ]ィ?ブ|準則|規定|[認証評価]{2}制度|経済連携|パートナーシップ|行動規範|白書|憲法|ルール|コミュニケ)$"
)
_BODY_EN = frozenset(
    (
        "office group groups committee commission council centre center agency union organisation "
        "organization forum team teams force ministry department institute court bank foundation "
        "association authority bureau board summit government kingdom corporation coalition "
        "command school service community university republic assembly watch network unit panel "
        "secretariat directorate league alliance branch collaborative police federation cell "
        "company society fund"
    ).split()
)
_INSTRUMENT_EN = frozenset(
    (
        "convention act charter treaty agreement regulation directive resolution declaration "
        "protocol covenant compact code law pledge call framework articles strategy memorandum "
        "statute constitution arrangement plan accord manual guidelines statement"
    ).split()
)
PREPOSITIONS = frozenset("of for on in to against at by with from across under among into".split())
SMALL = frozenset((*PREPOSITIONS, "the", "and", "a", "an", "or", "&", "de"))

_COMMON = -12.0  # ln of the share of a word: of these only, a name is none of a person's
_RARE = -99.0


@lru_cache(maxsize=10_000)
def is_initialism(text: str) -> bool:
    """Tell whether a word is made of initials: GGE, CBMs, PoA, C-PROC, EC3."""
    letters = [char for char in text if char.isalpha()]
    if text[-1:] == "s" and text[-2:-1].isupper():  # PoCs
        letters.pop()
    capitals = sum(char.isupper() for char in letters)
    if re.fullmatch(r"[A-Z]\d|\d[A-Z]|G\d\d", text):  # P5, 5G, G20
        return True
    return (
        _ACRONYM.match(text) is not None
        and capitals >= 2
        and (capitals * 2 > len(letters) or _AROUND.fullmatch(text) is not None)
        and len(text) <= 15
        and text not in NO_NAMES
    )


def is_latin_name(text: str) -> bool:
    """Tell whether Latin text could name something: no reference, number or symbol."""
    return (
        1 < len(text) <= 160
        and _NAME.match(text) is not None
        and text not in NO_NAMES
        and any(char.isalpha() for char in text)
        and not _REFERENCE.search(_YEAR_OF_ACT.sub("", text))
        and len(text.split()) <= 24
    )


def is_person(ja: str | None, en: str | None) -> bool:
    """Tell whether a katakana name with a Latin one is a person's by its form."""
    if ja is None or en is None or not _KATAKANA_NAME.match(ja) or not looks_like_person(en):
        return False
    if re.match(r"(?:[A-Z]\. ?)+[A-Z]", en):
        return True
    known = resources.english_words()
    weights = [known[word][0] if word in known else _RARE for word in en.lower().split()]
    return min(weights) < _COMMON


def looks_like_person(en: str) -> bool:
    """Tell whether Latin text could be a person's name: two to five capitalised words."""
    words = {word.lower() for word in en.split()}
    return _PERSON_EN.match(en) is not None and not words & (_BODY_EN | _INSTRUMENT_EN | _THINGS)


# Last words of names that are no persons', where katakana renders English.
_THINGS = frozenset(
    (
        "process initiative digital cyber internet data deciders house america first road "
        "silk new report project index profile security open flow core effect dialogue "
        "attack list war game power sovereignty policy system standard model norm norms "
        "partnership programme program now cascade shopping shifting ransomware governance "
        "stakeholder approach hotline cybersecurity outlook "
        "typhoon bear panda horizon watch labs international"
    ).split()
)


def kind_of(ja: str | None, en: str | None) -> str:
    """Return ``body``, ``instrument`` or ``term`` by the head of a name."""
    if ja is not None and any(map(is_japanese, ja)):
        ja = unicodedata.normalize("NFKC", ja).rstrip("0123456789. ") or ja
        if _INSTRUMENT_JA.search(ja):
            return "instrument"
        if en and _KATAKANA.fullmatch(ja) and not _BODY_JA.search(ja):
            return _english_kind(en)
        return "body" if _BODY_JA.search(ja) else "term"
    return _english_kind(en) if en else "term"


def _english_kind(en: str) -> str:
    words = re.sub(r" [0-9.]+(?= |$)| to [A-Z].*", "", en).split()
    heads = [words[i - 1] for i in range(1, len(words)) if words[i] in PREPOSITIONS]
    heads = [_singular(head.lower()) for head in (*heads, words[-1]) if head[:1].isupper()]
    if re.search(r"\bworking groups?\b", en):
        return "body"
    if _INSTRUMENT_EN.intersection(heads[:2]):
        return "instrument"
    union = en.endswith(("United Nations", "United States"))
    return "body" if union or _BODY_EN.intersection(heads) else "term"


def _singular(word: str) -> str:
    """Return treaty for treaties; articles and states stay, which are names so."""
    if word in _INSTRUMENT_EN or word in _BODY_EN or not word.endswith("s"):
        return word
    return word[:-3] + "y" if word.endswith("ies") else word[:-1]


def is_subsequence(short: str, long: str) -> bool:
    """Tell whether the characters of ``short`` stand in ``long`` in this order."""
    rest = iter(long)
    return all(char in rest for char in short)
