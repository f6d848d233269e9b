"""Title, date and issuer as a document's first lines print them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jacyber_nlp.layout.dates import find_date
from jacyber_nlp.layout.patterns import TITLES, number_of
from jacyber_nlp.layout.sections import Paragraph
from jacyber_nlp.layout.widths import ends_sentence
from jacyber_nlp.records import Metadata

FRONT = 12  # paragraphs in which these stand
DATED = 30  # paragraphs in which the date stands, at the front or at the end
LONGEST_LINE = 90  # characters of a line that bears a date or an issuer
LEAST_TITLE, LONGEST_TITLE = 4, 200  # characters
LARGER = 1.12  # a title's font size in body sizes

_ADDRESS = re.compile(
    r"(?:各位|殿|様|御中|宛)$|^(?:報道資料|プレスリリース|News Release|Press Release)$"
)
_SYMBOL = re.compile(r"[A-Z]+(?:[/.-][A-Z0-9]+)*/[A-Za-z0-9/.()-]+|(?:第)?[0-9]+号|GENERAL|Distr.*")
_DATE_CHARACTERS = re.compile(
    r"[0-9〇一二三四五六七八九十元年月日（）()・,.\s]|令和|平成|昭和|"
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
_SUFFIXES = (
    "省|庁|府|内閣|内閣官房|本部|会議|委員会|調査会|検討会|研究会|審議会|協議会|研究所|研究センター|センター|機構|"
    "財団|学会|大学|大学院|協会|連合|連盟|事務局|事務所|政府|議会|国会|株式会社|党|局|課|室|部会|フォーラム"
)
_ISSUER_JA = re.compile(
    rf"(?:(?:一般|公益)?(?:財団|社団)法人|独立行政法人|国立研究開発法人|株式会社)?[\s\u3000]?"
    rf"[一-龯ァ-ヶーA-Za-z・]{{1,30}}(?:{_SUFFIXES})(?:[（(][^）)]*[）)])?"
)
_JOURNAL = re.compile(
    r"『?[^『』。]{2,40}』?[\s\u3000]?第\s?\d+\s?[巻号](?:[\s\u3000]?第?\s?\d+\s?号)?(?:[（(].{2,30}[）)])?"
)
_PERSON = re.compile(r"(?:[A-Z][\w.’'-]+ ){1,3}[A-Z][\w’'-]+(?: and (?:[A-Z][\w.’'-]+ ?){2,4})?")
_ISSUER_EN = re.compile(
    r"\b(?:Ministry|Department|Office|Agency|Council|Commission|Committee|Institute|Institution|"
    r"Centre|Center|Foundation|Association|Assembly|Government|Secretariat|Organi[sz]ation|Union|"
    r"Nations|University|Directorate|Dialogue|Forum|Alliance|Society|Coalition|Bureau|Authority|"
    r"Conference)\b"
)


def find_metadata(paragraphs: Sequence[Paragraph], body_size: float | None) -> Metadata:
    """Return what the front of a document tells of it; None for what it does not.

    Args:
        paragraphs: Of the body, in order.
        body_size: Font size of its text; None without geometry.
    """
    front = [p for p in paragraphs[:FRONT] if not _is_text(p)]
    title = find_title(paragraphs[:FRONT], body_size)
    dated = [p.text for p in (*paragraphs[:DATED], *paragraphs[-3:]) if not _is_text(p)]
    return Metadata(
        title=title.text if title else None,
        issuer=_issuer([p.text for p in front if p is not title]),
        date=next((found for text in dated if (found := find_date(text))), None),
    )


def find_title(front: Sequence[Paragraph], body_size: float | None) -> Paragraph | None:
    """Return the title among a document's first paragraphs.

    By its font size; without geometry, the first line that is neither date,
    issuer, symbol, address nor a numbered heading.
    """
    able = [p for p in front if _may_be_title(p.text)]
    if body_size is not None:
        large = [p for p in able if p.first.box and p.first.box.size >= LARGER * body_size]
        named = [p for p in large if _issuer([p.text]) is None] or large
        return max(named, key=lambda p: p.first.box.size if p.first.box else 0.0, default=None)
    names = [p for p in able if _issuer([p.text]) is None]
    if names and _PERSON.fullmatch(names[0].text) and able[0] is not names[0]:
        return able[0]  # The Role of the Foreign Ministry, by Hanako Yamada
    return next(iter(names or able), None)


def _is_text(paragraph: Paragraph) -> bool:
    text = paragraph.text
    return len(text) > LONGEST_LINE or (
        ends_sentence(text) and not text.endswith(("）", ")", "？", "?"))
    )


def _may_be_title(text: str) -> bool:
    if _ADDRESS.search(text) or _SYMBOL.fullmatch(text) or TITLES.fullmatch(text):
        return False
    number = number_of(text)
    if (number is not None and number[0] != "■") or text.endswith(("：", ":")):
        return False
    if len(text) > LONGEST_TITLE or text.endswith(("。", ".")):
        return False
    return len(_DATE_CHARACTERS.sub("", text)) >= LEAST_TITLE


def _issuer(texts: Sequence[str]) -> str | None:
    for text in texts:
        parts = [part.strip() for part in re.split(r"\u3000|\s{2,}|[,、]\s?(?=\d)", text)]
        named = [part for part in parts if _is_issuer(part)]
        if named:
            return text if len(named) == len(parts) else named[0]
    return None


def _is_issuer(text: str) -> bool:
    if len(text) > LONGEST_LINE or number_of(text) is not None:
        return False
    if all(map(_ISSUER_JA.fullmatch, text.split("、"))) or _JOURNAL.fullmatch(text):
        return True
    return text.isascii() and bool(_ISSUER_EN.search(text)) and len(text.split()) <= 10
