"""Document symbols of the United Nations, and resolutions by their number."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SLASH = r" ?/ ?"
_BODY = r"(?:C\.\d{1,2}|AC\.\d{1,3}|CONF\.\d{1,3}|CN\.\d{1,2}|HRC|INF|E?S-\d{1,2})"
_NUMBER = r"(?:(?:L|CRP|WP|INF|NGO|PV)\.? ?)?\d{1,4}(?!\d)"
_SYMBOL = re.compile(
    rf"(?<![A-Za-z0-9])(?:A|S|E|ST){_SLASH}(?:"
    rf"RES{_SLASH}(?:E?S-)?\d{{1,4}}(?:{_SLASH}\d{{1,4}}(?!\d))?"
    rf"|(?:{_BODY}{_SLASH}){{1,2}}(?:RES{_SLASH})?{_NUMBER}(?:{_SLASH}{_NUMBER})?"
    rf"|\d{{1,4}}(?!\d){_SLASH}{_NUMBER}"
    rf")(?:{_SLASH}(?:Rev|Add|Corr)\.\d{{1,2}})?(?![A-Za-z])"
)
_SESSION = r"\d{2}/\d{1,3}(?!\d)"
_RESOLUTION = re.compile(
    rf"(?<![A-Za-z])(?:(?P<council>Human Rights Council |HRC |人権理事会)?)"
    rf"(?P<word>(?i:resolutions?|res\.?)|決議) ?(?:(?:No\.|第) ?)?(?P<number>{_SESSION})号?"
)
_NEXT = re.compile(
    rf"(?: ?(?:,|and|及び|並びに|および|、|と|・|又は|or)){{1,2}} ?(?P<number>{_SESSION})号?"
)
_ADDRESS = re.compile(r"(?:https?://|www\.|undocs)[^ ]* ?[^ ]*$")


def find_symbols(text: str) -> Iterator[tuple[int, int, str]]:
    """Return (first character, one past the last, symbol) in a squeezed text, in order.

    Resolution 73/27 has the symbol ``A/RES/73/27``. One that stands in an
    address behind the same symbol is left out.
    """
    seen: set[str] = set()
    found = sorted({*_printed(text), *_resolutions(text)})
    last = 0
    for start, end, symbol in found:
        in_address = _ADDRESS.search(text, max(0, start - 80), start) is not None
        if start >= last and not (in_address and symbol in seen):
            yield start, end, symbol
            seen.add(symbol)
            last = end


def symbol_of(text: str) -> str | None:
    """Return the symbol with which a text begins; None without one."""
    match = _SYMBOL.match(text)
    return match.group().replace(" ", "") if match else None


def _printed(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _SYMBOL.finditer(text):
        yield match.start(), match.end(), match.group().replace(" ", "")


def _resolutions(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _RESOLUTION.finditer(text):
        body = "A/HRC/RES" if match["council"] else "A/RES"
        yield match.start(), match.end(), f"{body}/{match['number']}"
        following = _NEXT.match(text, match.end())
        while following:
            yield following.start("number"), following.end(), f"{body}/{following['number']}"
            following = _NEXT.match(text, following.end())
