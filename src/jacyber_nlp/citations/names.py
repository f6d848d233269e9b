"""Names of instruments in text, and what else is named there."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from jacyber_nlp.citations.squeeze import squeeze
from jacyber_nlp.citations.symbols import find_symbols, symbol_of
from jacyber_nlp.citations.years import years_of
from jacyber_nlp.matching import Form, FormMatcher
from jacyber_nlp.records import Actor, Instrument
from jacyber_nlp.runs import Run, Tokens

_TOKEN = re.compile(r"[A-Za-z]+|\d+|\S")
# A kanji, katakana or letter before or behind makes it the name of something else
# (国家サイバーセキュリティ戦略, サイバーセキュリティ戦略本部) unless it is one of these.
_LED_BY = re.compile(r"(?:年|版|改正|現行|旧|同|日本|日本政府|我国|国連|欧州|通称|所謂|対|回)$")
_GOES_ON = re.compile(
    r"(?:本部|会議|会合|委員会|事務局|推進|室|局|課|専門|施行|体制|案|草案|追加議定書|第[一二]?追加議定書)"
)
_JAPANESE_LETTER = re.compile(r"[一-龯ァ-ヶー々]")
# What may stand with a capital before an English name that is not part of it.
_WORD_BEFORE = re.compile(r"([A-Z][\w.'-]*) $")
_NO_NAME = frozenset(
    "The A An In Under Our Its This That These By Of On With And Both Since After Before From "
    "While When Whereas See As Unlike Like For To Also New Revised Council Europe".split()
)
_NATIONAL = ("national strategy", "national law")
_OWNS = re.compile(
    r"(?:政府)?の?(?:(?:19|20)\d\d年版?の?)?(?:新たな|新しい|新)?$|(?:'s?)? (?:(?:19|20)\d\d )?$"
)
_GLOSS = re.compile(
    r"[」』\"']? ?\(?[「『\"']?(?:以下|the |hereinafter )?[「『\"']?|\),? ?|/|,? (?:UN )?[Dd]oc\.? "
)
_TITLE = 200  # characters of a title between its name and its symbol
_DOC = re.compile(r"(?:[Dd]ocs?|paras?|[Nn]os?|pp?|U\.N)\.")
_ENDS = re.compile(r"[。;]|\. ")
_CLOSING = re.compile(r"[」』\"']?(?:という|とする|と略す|と呼ぶ)?。?\)")


@dataclass(frozen=True, slots=True)
class Mention:
    """An instrument named at one place of a squeezed text.

    Attributes:
        start: First character.
        end: One past the last.
        ids: Instruments that it can be, ascending; empty for one that the
            catalogue lacks.
        short: Whether it counts only with a locator.
        open: Whether it can be another that the catalogue lacks.
        is_symbol: Whether it is a document symbol.
    """

    start: int
    end: int
    ids: tuple[str, ...]
    short: bool = False
    open: bool = False
    is_symbol: bool = False


class NameFinder:
    """Finds the names and symbols of a catalogue's instruments."""

    def __init__(self, instruments: Sequence[Instrument], actors: Sequence[Actor]) -> None:
        """Index every name by its instruments."""
        self._instruments = {i.id: i for i in instruments}
        self._symbols: dict[str, str] = {}
        self._full: defaultdict[str, set[str]] = defaultdict(set)
        self._short: defaultdict[str, set[str]] = defaultdict(set)
        for one in instruments:
            names = (one.title.ja, one.title.en, *one.names_ja, *one.names_en)
            symbols = [s for name in (one.symbol or "", *names) if (s := symbol_of(name))]
            self._symbols |= dict.fromkeys(symbols, one.id)
            for name in names:
                if symbol_of(name) is None:
                    self._full[squeeze(name)[0]].add(one.id)
            for name in (*one.short_ja, *one.short_en):
                self._short[squeeze(name)[0]].add(one.id)
        # Of two that differ in capitals alone the one that asks for fewer counts.
        forms = sorted({*self._full, *self._short}, key=lambda n: (sum(map(str.isupper, n)), n))
        self._matcher = FormMatcher(Form(name, name) for name in forms)
        self._foreign = {
            squeeze(name)[0]: actor.preferred.en
            for actor in actors
            if actor.type in ("country", "bloc")
            for name in (
                actor.preferred.ja,
                actor.preferred.en,
                *actor.aliases_ja,
                *actor.aliases_en,
            )
        }
        self._longest = max(map(len, self._foreign), default=0)

    def find(self, text: str) -> list[Mention]:
        """Return the instruments named in a squeezed text, in order of place.

        Names that gloss each other, サイバー犯罪に関する条約（ブダペスト条約）,
        are one mention.
        """
        symbols = [
            Mention(start, end, tuple(filter(None, [self._symbols.get(symbol)])), is_symbol=True)
            for start, end, symbol in find_symbols(text)
        ]
        starts = [symbol.start for symbol in symbols]
        names = [
            name
            for name in self._names(text)
            if not (at := bisect_left(starts, name.end)) or symbols[at - 1].end <= name.start
        ]
        merged: list[Mention] = []
        for mention in sorted((*symbols, *names), key=lambda m: m.start):
            joined = _joined(merged[-1], mention, text) if merged else None
            if joined:
                merged[-1] = joined
            else:
                merged.append(mention)
        followed = zip(merged, [*merged[1:], None], strict=False)
        return [_told_by_symbol(text, *pair) for pair in followed]

    def words(self, instrument_id: str) -> str:
        """Return all names of an instrument, one a line, in lower case.

        What refers back to it (同条約, the report) has a noun of them.
        """
        one = self._instruments[instrument_id]
        kind = "convention treaty" if one.legal_status == "treaty" else one.legal_status
        names = (one.title.ja, one.title.en, *one.names_ja, *one.names_en, kind)
        return "\n".join(names).lower()

    def _names(self, text: str) -> Iterator[Mention]:
        for start, end, name in self._matcher.find(_run(text)):
            if not _stands_alone(name, text, start, end):
                continue
            ids = self._full.get(name) or self._short[name]
            ids = {i for i in ids if not self._is_foreign(self._instruments[i], text, start)}
            if not ids:
                continue
            mention = Mention(start, end, tuple(sorted(ids)), name not in self._full)
            yield self._by_year(mention, text)

    def _by_year(self, mention: Mention, text: str) -> Mention:
        """Keep the editions that the year near a name leaves; none if it names another."""
        editions = [self._instruments[i] for i in mention.ids]
        others = any(one.other_editions for one in editions)
        if len(editions) == 1 and not others:
            return mention
        years = years_of(text, mention.start, mention.end)
        for year in (years.beside, years.near):
            told = tuple(i.id for i in editions if year and (i.date or "").startswith(f"{year}"))
            if told or (year and year == years.beside):
                return replace(mention, ids=told)
        return replace(mention, open=others)

    def _is_foreign(self, one: Instrument, text: str, start: int) -> bool:
        """Tell 米国の国家安全保障戦略 and the UK's strategy from those that are meant."""
        if one.legal_status not in _NATIONAL:
            return False
        before = _OWNS.sub("", text[max(0, start - self._longest - 16) : start])
        sizes = range(min(self._longest, len(before)), 1, -1)
        owners = (self._foreign[before[-n:]] for n in sizes if before[-n:] in self._foreign)
        owner = next(owners, None)
        if owner is None and text[start].isascii():
            word = _WORD_BEFORE.search(text, max(0, start - 30), start)
            return word is not None and word[1].removesuffix("'s") not in _NO_NAME
        return owner is not None and owner not in one.body


def _run(text: str) -> Run:
    def read() -> Tokens:
        spans = [match.span() for match in _TOKEN.finditer(text)]
        return [s for s, _ in spans], [e for _, e in spans], [("", "", "")] * len(spans)

    return Run(text, "und", read)


def _stands_alone(name: str, text: str, start: int, end: int) -> bool:
    """Tell a name from a part of a longer one, and Paris Call from paris call."""
    if any(c.isupper() and text[start + i].islower() for i, c in enumerate(name[: end - start])):
        return False
    if _JAPANESE_LETTER.match(name):
        led = text[max(0, start - 6) : start]
        if _JAPANESE_LETTER.match(led[-1:] or " ") and not _LED_BY.search(led):
            return False
    return not (_JAPANESE_LETTER.match(name[-1]) and _GOES_ON.match(text, end))


def _told_by_symbol(text: str, mention: Mention, behind: Mention | None) -> Mention:
    """Tell which edition a name is by the symbol that follows it in its sentence."""
    if behind is None or not behind.is_symbol or mention.is_symbol:
        return mention
    gap = text[mention.end : behind.start]
    if (
        set(behind.ids) <= set(mention.ids)
        and len(gap) <= _TITLE
        and not _ENDS.search(_DOC.sub("", gap))
    ):
        return replace(mention, ids=behind.ids, open=False) if behind.ids else mention
    return mention


def _joined(first: Mention, second: Mention, text: str) -> Mention | None:
    """Return one mention of two that gloss each other."""
    gap = text[first.end : second.start]
    shared = tuple(i for i in first.ids if i in second.ids)
    if not shared or len(gap) > 20 or not _GLOSS.fullmatch(gap) or gap.startswith(("/", ")")):
        return None
    closing = _CLOSING.match(text, second.end) if "(" in gap else None
    end = closing.end() if closing else second.end
    short, is_open = first.short and second.short, first.open and second.open
    return replace(second, start=first.start, end=end, ids=shared, short=short, open=is_open)
