"""How parts are numbered and titled: patterns that need no layout."""

from __future__ import annotations

import re
from functools import lru_cache

from jacyber_nlp.layout.lines import Line

LARGEST_PART = 12  # 20 States, 47 Governments are quantities
LONGEST_TITLE = 64  # cells, of a usual title

_KANJI = "一二三四五六七八九十百"
_BLANK = r"[\s\u3000]"
_ORDINAL = rf"{_BLANK}?[0-9{_KANJI}]+{_BLANK}?"
# Kind of number → pattern. Parts of one kind are of one level.
_NUMBERS: dict[str, str] = {
    "編": rf"第{_ORDINAL}[編部](?![会門])",
    "章": rf"第{_ORDINAL}章",
    "節": rf"第{_ORDINAL}節",
    "款": rf"第{_ORDINAL}[款目](?!的)",
    "条": rf"第{_ORDINAL}条(?:の[0-9{_KANJI}]+)*(?=$|{_BLANK}|[（(])",
    "第": rf"第[0-9{_KANJI}]+(?={_BLANK})",
    "part": r"(?:Part|PART)\s+(?:[0-9]+|[IVX]+|[A-Z])\b[.:]?",
    "chapter": r"(?:Chapter|CHAPTER|Annex|ANNEX|Appendix)\s+(?:[0-9]+|[IVX]+|[A-Z])\b[.:]?",
    "section": r"(?:Section|SECTION)\s+(?:[0-9]+|[IVX]+|[A-Z])\b[.:]?",
    "article": r"(?:Article|ARTICLE)\s+(?:[0-9]+|[IVX]+)\b[.:]?",
    "(1)": r"[（(][0-9]{1,2}[）)]",
    "(i)": r"[（(](?:i{1,3}|iv|vi{0,3}|ix|x)[）)]",
    "(a)": r"[（(][a-z][）)]",
    "(A)": r"[（(][A-Z][）)]",
    "(ア)": r"[（(][ア-ン][）)]",
    "(一)": rf"[（(][{_KANJI}]{{1,3}}[）)]",
    "1.1.1": r"[0-9]{1,2}(?:[.．－-][0-9]{1,2}){2}[.．]?(?=[\s\u3000]|[^\x00-\x7f])",
    "1.1": r"[0-9]{1,2}[.．－-][0-9]{1,2}[.．]?(?=[\s\u3000]|[^\x00-\x7f])",
    "1)": r"[0-9]{1,2}[）)]",
    "1.": r"[0-9]{1,3}(?:[.．](?![0-9])|、|(?=\u3000))",
    "1 ": r"[0-9]{1,2}(?= \S)",
    "①": r"[①-⑳]",
    "I.": rf"(?:[IVX]{{1,4}}|[Ⅰ-Ⅻ])(?:[.．、]|(?=\u3000)|(?<=[Ⅰ-Ⅻ])(?={_BLANK}))",
    "A.": r"[A-Z][.．](?=\s)",
    "a)": r"[a-z]\)",
    "ア": r"[ア-ンイロハニホヘト](?:[.．、]|(?=\u3000))",
    "一": rf"[{_KANJI}]{{1,3}}(?:[.．、](?![0-9])|(?={_BLANK}))",
    "■": r"[■□◆◇▼▽●○◎](?=\s?[^\s0-9－―–—-])",
    "•": r"[・•▪◦▸➢](?=\s?\S)|[※＊*–—－-](?=\s?[^\s0-9－―–—-])",
}
_KINDS = tuple(_NUMBERS)
_NUMBER = re.compile("|".join(f"({pattern})" for pattern in _NUMBERS.values()))
# 2019年, 3か国 and 20 States are quantities; 22 例えば and 7 国際 are none, for
# kanji that count also begin words.
QUANTITY = re.compile(
    r" ?(?:[かカヵヶヵケ](?:国|月|所|条|年)|つ|箇|項目|団体|機関|以上|以下|程度|世紀|ページ|億|万|"
    r"千|百|[%％]|通り|段階|分野|原則|加盟国|等級|周年|本柱|行目|番目|次元|"
    r"[年月日時分個回名人件点代度位歳州条章節巻番週割倍枚台列層者国省庁校班期版種組府市町村字項号社頁]"
    r"(?:(?![\u4e00-\u9fff])|(?=[目間前後末余度代以程近毎次半超未連中内]))|"
    r"[.,:]\d|[–-]\d|st\b|nd\b|rd\b|th\b)"
)
_MEASURE = re.compile(r"\s?(?:[倍億万兆千割%％]|ポイント|percent|per cent|million|billion|times)")
_LEADERS = re.compile(r"(?:\.{4,}|[…‥]{2,}|[・･]{4,}|(?:\. ){3,})\s*\d{0,4}$")
HEADED_BY = {"編", "章", "節", "款", "第", "part", "chapter", "section", "article", "1.1.1", "1.1"}
_LEADERS_END = frozenset("0123456789.…‥・･")
MAY_HEAD = HEADED_BY | {
    "(1)",
    "(A)",
    "(ア)",
    "(一)",
    "1)",
    "1.",
    "1 ",
    "I.",
    "A.",
    "ア",
    "一",
    "①",
    "■",
}
TITLES = re.compile(
    r"[＜<〈【\[《]?(?:はじめに|おわりに|序|序論|序章|序文|前文|結論|結び|結語|終章|むすび|むすびに(?:代えて|かえて)|"
    r"まとめ|要旨|要約|概要|目次|主要論点|提言|背景|凡例|参考文献|引用文献|注|註|脚注|注釈|注記|謝辞|付記|附則|付録|参考|"
    r"略語(?:一覧|表)?|Introduction|Conclusions?|(?:Executive )?[Ss]ummary|Abstract|"
    r"References|Bibliography|Notes|Endnotes|Footnotes|Background|Foreword|Preface|Preamble|"
    r"Recommendations|Methodology|Acknowledge?ments?|Abbreviations|Contents|Key findings|"
    r"Appendix|Annex|Outlook|Next steps)[＞>〉】\]》]?",
    re.IGNORECASE,
)
ARTICLE_TITLE = re.compile(r"[（(][\u3041-\u9fff、・]{1,30}[）)]")
_PLACE = r"[A-Z][A-Za-z.’ -]{2,30}"
_MONTHS = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_KANJI_NUMBER = r"[0-9元〇一二三四五六七八九十]"
DATE_LINE = re.compile(
    rf"(?:令和|平成|昭和|西暦)?\s?{_KANJI_NUMBER}{{1,4}}\s?年\s?{_KANJI_NUMBER}{{1,3}}\s?月"
    rf"(?:\s?{_KANJI_NUMBER}{{1,3}}\s?日)?(?:[（(].[）)])?"
    rf"|(?:{_PLACE}, )?(?:\d{{1,2}}(?:\s?[–-]\s?\d{{1,2}})?\s)?{_MONTHS}"
    rf"(?:\s\d{{1,2}},)?\s\d{{4}}(?:, {_PLACE})?"
)
NOTES_TITLE = re.compile(
    r"[＜<〈【\[《■]?\s?(?:注|註|脚注|注釈|注記|後注|文末脚注|Notes|Endnotes|Footnotes|"
    r"References and notes)"
    r"[＞>〉】\]》:：]?",
    re.IGNORECASE,
)


# Keywords, questions and answers, and who speaks in minutes.
_LABEL = re.compile(
    r"(?:キーワード|Key ?words|KEY ?WORDS)\s?[:：]"
    r"|[QＱAＡ問答]\s?\d{0,3}(?:[\u3000．:：]|\.\s)|[（(](?:問|答)\d{0,3}[）)]"
    r"|○[^\s\u3000。、]{2,24}[\s\u3000]"
    r"|[一-龯ァ-ヶー]{1,10}(?:委員長|委員|座長|議長|会長|大臣|議員|参考人|長官|事務局|氏)[\u3000：:]"
    r"|【[^】]{1,20}】|<[^>]{1,20}>|＜[^＞]{1,20}＞"
)
CAPTION = re.compile(
    r"[【〈《\[]?(?:"
    r"(?P<kind>図表|別表|表|図|Table|TABLE|Figure|FIGURE|Fig\.|Chart|Box)[\s\u3000－-]*"
    r"(?P<number>(?:[0-9]{1,2}|[A-Z](?=[\s.:\u3000])|[IVX]{1,4}|[一二三四五六七八九十])"
    r"(?:[-－.・][0-9]{1,2})*)(?=$|[\s\u3000:.：．】〉》\]「（])"
    r"|(?P<bare>図表|表|図)(?=[\s\u3000]))"
    r"[\s\u3000:.：．】〉》\]]*(?P<title>.*)"
)


def is_caption(text: str) -> bool:
    """Tell whether a line begins as captions of tables and figures do."""
    return CAPTION.match(text) is not None


@lru_cache(maxsize=4096)
def number_of(text: str) -> tuple[str, str] | None:
    """Return kind and number with which a line or paragraph begins.

    Returns:
        For （１）背景: ``("(1)", "（1）")``; None where no number of a part
        stands (3か国は…, 11月に…).
    """
    match = _NUMBER.match(text)
    if match is None or match.lastindex is None:
        return None
    kind, number = _KINDS[match.lastindex - 1], match.group()
    if number.isdigit() and (match.end() == len(text) or QUANTITY.match(text, match.end())):
        return None
    if kind == "1 " and _is_count(text, match.end() + 1, int(number)):
        return None
    if kind in ("1.1", "1.1.1") and _MEASURE.match(text, match.end()):
        return None
    return kind, number


def _is_count(text: str, at: int, number: int) -> bool:
    """Tell 20 States and 3 of them from the number of a part."""
    return text[at].islower() or (text[at].isascii() and number > LARGEST_PART)


def begins_part(text: str) -> bool:
    """Tell whether a line begins with the number, bullet or label of a part."""
    return number_of(text) is not None or _LABEL.match(text) is not None


def is_contents_line(text: str) -> bool:
    """Tell a line of a table of contents, by its leaders."""
    return text[-1] in _LEADERS_END and _LEADERS.search(text) is not None


def is_usual_title(text: str) -> bool:
    """Tell はじめに and Ⅰ　はじめに, Introduction and 1. Introduction."""
    if TITLES.fullmatch(text):
        return True
    number = number_of(text)
    return number is not None and TITLES.fullmatch(text[len(number[1]) :].strip()) is not None


def is_title_line(line: Line) -> bool:
    """Tell a line that is nothing but a usual title, with or without a number."""
    return line.cells <= LONGEST_TITLE and is_usual_title(line.text)
