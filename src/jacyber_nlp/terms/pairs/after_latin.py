"""Brackets after an English name or an acronym."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from jacyber_nlp.records import CharSpan, TermPair
from jacyber_nlp.script import is_japanese
from jacyber_nlp.terms.pairs import english
from jacyber_nlp.terms.pairs.content import Content
from jacyber_nlp.terms.pairs.names import (
    SMALL,
    is_initialism,
    is_latin_name,
    kind_of,
    looks_like_person,
)
from jacyber_nlp.terms.pairs.places import Place, pair_at
from jacyber_nlp.terms.pairs.tokens import Tokens

_REACH = 200  # how far from a bracket a citation shows that it is one's
_CITATION = re.compile(r"\bpp?\. ?\d|\b[Vv]ol\. ?\d|\b[Nn]o\. ?\d|https?:|\bDoc\. |\bed\., ")
_KNOWN_AFTER = re.compile(r",? (?:also |commonly |better )?known as (?:the )?[“\"]?([A-Z][\w+-]*)")
_TITLE_EN = re.compile(
    r"(?:(?:Prime |Foreign |Deputy |Vice |State |Chief )*(?:Minister|"
    r"President|Ambassador|Professor|Dr\.?|Mr\.?|Ms\.?|Mrs\.?|"
    r"Secretary|General|Director|Senator|Chair|Judge|Sir) )+"
)
_HEREINAFTER = re.compile(r"[Hh]ere(?:in)?after|以下")
_TWO_OF_LIST = re.compile(r"[A-Z]\w+ and [A-Z]\w+")
_PERIODICAL = re.compile(r"\b(?:Journal|Review|Quarterly|Press|Proceedings)\b")
_COMMENT = ("旧", "同", "注", "図", "表")


def after_latin(tokens: Tokens, place: Place, content: Content) -> Iterator[TermPair]:
    """Return the pairs of a bracket after Latin letters."""
    text = tokens.text
    words = english.words_before(text, place.end)
    if not words or text[words[0][0] : place.end].isdigit():
        return
    if text[place.end - 2 : place.end] in ("’s", "'s"):
        place = replace(place, end=place.end - 2)
    defined = content.said and _HEREINAFTER.search(text, place.end, place.close)
    cited = not (place.quoted or defined) and _in_citation(text, place)
    if cited and not _is_spelt(text, place, content.short or ""):
        return
    if content.ja and content.en:
        yield from _with_both(tokens, place, content)
    elif content.ja:
        yield from _with_japanese(tokens, place, content.ja)
    elif content.long:
        begin = place.floor if place.quoted else words[0][0]
        names = content.long, None, text[begin : place.end]
        yield pair_at(names, content.where, begin, place.close)
    elif content.en and not content.said and _spells(tokens, place, content.en):
        last = words[-1][0]
        yield pair_at((None, content.en, text[last : place.end]), "bracket", last, place.close)
    elif content.en and (content.short is None or not content.said):
        yield from _with_other_name(text, place, content.en)
    elif content.short:
        start = _start(tokens, place, content)
        if start is not None:
            yield from _with_short(text, start, place, content)


def _spells(tokens: Tokens, place: Place, en: str) -> bool:
    """Tell whether an acronym before a bracket is that of the English name in it."""
    acronym = tokens.text[english.words_before(tokens.text, place.end)[-1][0] : place.end]
    return is_initialism(acronym) and english.long_form(en, len(en), acronym) == 0


def _with_both(tokens: Tokens, place: Place, content: Content) -> Iterator[TermPair]:
    """Read ``GGE（Group of Governmental Experts：政府専門家会合）``."""
    en, ja = content.en or "", content.ja or ""
    if not _spells(tokens, place, en):
        return
    begin = tokens.text.find(ja, place.end, place.close)
    named = begin >= 0 and (not tokens.tagged or tokens.is_compound(begin, begin + len(ja)))
    last = english.words_before(tokens.text, place.end)[-1][0]
    names = ja if named else None, en, tokens.text[last : place.end]
    yield pair_at(names, "bracket", last, place.close)


def _in_citation(text: str, place: Place) -> bool:
    """Tell whether a line cites (vol. 3, pp. 1-9) near a bracket."""
    begin = max(0, place.end - _REACH)
    begin = max(text.rfind("\n", begin, place.end) + 1, begin)
    return _CITATION.search(text[begin : place.close + _REACH].split("\n")[0]) is not None


def _is_spelt(text: str, place: Place, short: str) -> bool:
    """Tell whether initials give an acronym, as they do also where one is cited."""
    start = english.long_form(text, place.end, short) if is_initialism(short) else None
    if _PERIODICAL.search(text, start or 0, place.end):
        return False
    initials = [w[0].lower() for w in text[start : place.end].split() if w.lower() not in SMALL]
    every = [w[0].lower() for w in text[start : place.end].split()]  # CoE
    forms = (short.lower(), short.lower()[:-1])
    return start is not None and ("".join(initials) in forms or "".join(every) in forms)


def _with_other_name(text: str, place: Place, other: str) -> Iterator[TermPair]:
    """Read ``Council of Europe Convention on Cybercrime (Budapest Convention)``."""
    if other[0].islower() and text[english.words_before(text, place.end)[-1][0]].isupper():
        return  # the Canadian Centre (part of the Establishment)
    start = english.name_start(text, place.end, other) if " " in other else None
    mixed = re.fullmatch(r"(?:[A-Z][a-z]*){2,}", other) is not None
    if mixed and english.long_form(text, place.end, other) is not None:  # EuRepoC
        begin = english.capitalised_start(text, place.end)
        if begin is not None:
            yield pair_at((None, text[begin : place.end], other), "bracket", begin, place.close)
        return
    if start is None and re.fullmatch(r"[A-Z][a-z]{2,9}", other):  # Quad
        start = english.capitalised_start(text, place.end)
        words = text[start : place.end].split()
        if _is_spelt(text, place, other.upper()):  # Dstl
            begin = english.long_form(text, place.end, other.upper())
            yield pair_at(
                (None, text[begin : place.end], other), "bracket", begin or 0, place.close
            )
            return
        if len(words) < 2 or not words[0].startswith(other):
            return
    if start is None:
        return
    begin = english.capitalised_start(text, place.end)
    name = text[place.end if begin is None else begin : place.end]
    more = len(other.split()) - len(name.split())
    alike = kind_of(None, name) == kind_of(None, other) != "term"
    if (len(other.split()) > 6 or (more > 1 and alike)) and not place.quoted:
        if begin is not None:  # the formal name is in the bracket
            names = None, other, text[begin : place.end]
            yield pair_at(names, "alias", begin, place.close)
        return
    start = place.floor if place.quoted else start
    yield pair_at((None, text[start : place.end], other), "alias", start, place.close)


def _start(tokens: Tokens, place: Place, content: Content) -> int | None:
    """Return where the English name before a short form begins."""
    text, short = tokens.text, content.short or ""
    if place.quoted:
        article = re.match(r"(?:An?|The) ", text[place.floor : place.end])
        begin = place.floor + len(article[0]) if article and short[:1] not in "AT" else place.floor
        return begin if is_initialism(short) else place.floor
    if not is_latin_name(short) or (tokens.tagged and not is_initialism(short)):
        return english.words_before(text, place.end)[0][0]
    start = english.name_start(text, place.end, short)
    if start is None and content.said:
        start = english.capitalised_start(text, place.end)
        return english.phrase_start(text, place.end) if start is None else start
    return start


def _with_short(text: str, start: int, place: Place, content: Content) -> Iterator[TermPair]:
    """Read ``Group of Governmental Experts (GGE)``, ``(hereinafter "ICTs")``."""
    en, short = text[start : place.end], content.short or ""
    lone = len(en.split()) < 2 and "-" not in en
    if (is_initialism(short) and not content.said and lone) or en.lower() == short.lower():
        return
    if _TWO_OF_LIST.fullmatch(en) and text[max(0, start - 2) : start] == ", ":
        return  # Arland, Bovia and Cestria (the “Troika”)
    if _TITLE_EN.match(en) and looks_like_person(_TITLE_EN.sub("", en)):
        return  # President Maria Ost (SDP)
    other = any(map(is_japanese, short)) and content.where == "bracket"
    where = "alias" if other else content.where
    yield pair_at((None, en, short), where, start, place.close)


def _line_start(text: str, end: int) -> int | None:
    """Return where the line begins of which all is one name: Living off the Land."""
    words = english.words_before(text, end)
    begin = words[0][0]
    if begin and text[begin - 1] != "\n":
        return None
    ends = text[begin].isupper() and text[words[-1][0]].isupper()
    inside = [text[s:e] for s, e in words[1:]]
    whole = ends and all(word[0].isupper() or word in SMALL | {"off"} for word in inside)
    return begin if whole and text[begin : words[0][1]].lower() not in SMALL else None


def _with_japanese(tokens: Tokens, place: Place, ja: str) -> Iterator[TermPair]:
    """Read ``GGE（政府専門家会合）`` and ``Digital Agency (デジタル庁)``."""
    text = tokens.text
    begin = text.find(ja, place.end, place.close)
    if begin < 0 or ja.startswith(_COMMENT) or not re.search(r"[ァ-ヺ一-鿿]", ja):
        return
    if re.match(r"[米英仏独露韓豪加伊][ァ-ヺー]", ja):
        return  # OpenAI（米サンフランシスコ）: where it is
    span = begin, begin + len(ja)
    if tokens.tagged and (not tokens.is_compound(*span) or tokens.is_place(*span)):
        return
    start: int | None = place.floor
    if not place.quoted and tokens.tagged:
        start = max(place.floor, english.words_before(text, place.end)[0][0])
    elif not place.quoted:
        start = _line_start(text, place.end)
        start = english.capitalised_start(text, place.end) if start is None else start
        start = english.phrase_start(text, place.end) if start is None else start
    if start is None:
        return
    name = text[start : place.end]
    known = _KNOWN_AFTER.match(text, place.close)
    end = known.end() if known else place.close
    person = _TITLE_EN.sub("", name)
    if is_initialism(name) and re.fullmatch(r"[ァ-ヺー]+", ja) and len(ja) <= 3 * len(name):
        return  # IPEF（アイペフ）: how it is read
    if is_initialism(name):
        yield pair_at((ja, None, name), "bracket", start, end)
    elif person != name and looks_like_person(person):
        yield TermPair(ja, person, None, "person", "bracket", (CharSpan(start, end),))
    elif is_latin_name(name) and (
        " " in name or not tokens.tagged or re.fullmatch(r"[ァ-ヺー・]+", ja)
    ):
        yield pair_at((ja, name, known[1] if known else None), "bracket", start, end)
