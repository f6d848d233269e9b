"""Which provisions a locator names in an instrument."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from jacyber_nlp.citations.locators import Point, parse_number
from jacyber_nlp.records import Instrument, NormProvision

# Kinds that texts use one for the other.
_PARAGRAPHS = frozenset(("para", "item", ""))
_UNNAMED = frozenset(("para", "item", "art", "section", ""))


class ProvisionFinder:
    """Looks locators up among the numbers of the provisions."""

    def __init__(
        self, instruments: Sequence[Instrument], provisions: Sequence[NormProvision]
    ) -> None:
        """Read every number once; what has none that a text could cite is left out."""
        self._numbers: defaultdict[str, list[tuple[str, tuple[Point, ...]]]] = defaultdict(list)
        for provision in provisions:
            points = parse_number(provision.number)
            if points:
                self._numbers[provision.instrument_id].append((provision.id, points))
        self._cited_as = {
            i.id: {kind: p for kind, n in i.cited_as.items() for p in parse_number(n)[:1]}
            for i in instruments
        }
        self._alone = [
            (i.id, point) for i in instruments for n in i.cited_alone for point in parse_number(n)
        ]

    def find(self, instrument_id: str, points: Sequence[Point]) -> tuple[str, ...]:
        """Return the provisions that some points name, in their order, none twice."""
        found = (name for point in points for name in self._of_point(instrument_id, point))
        return tuple(dict.fromkeys(found))

    def instruments_cited_alone(self, points: Sequence[Point]) -> tuple[str, ...]:
        """Return the instruments that points mean where no instrument is named."""
        return tuple(
            name
            for name, (kind, path) in self._alone
            if all(k == kind and p[: len(path)] == path and len(p) > len(path) for k, p in points)
            and self.find(name, points)
        )

    def _of_point(self, instrument_id: str, point: Point) -> list[str]:
        kind, path = point
        tried = [point]
        if kind in self._cited_as.get(instrument_id, {}):
            other, prefix = self._cited_as[instrument_id][kind]
            tried += [(other, (*prefix, *path)), (other, path)]
        return next(filter(None, (self._look_up(instrument_id, one) for one in tried)), [])

    def _look_up(self, instrument_id: str, point: Point) -> list[str]:
        """Return the provision of a point; else those under it; else the one around it."""
        kind, path = point
        exact: list[tuple[int, str]] = []
        under: list[str] = []
        around: list[tuple[int, str]] = []
        for name, points in self._numbers[instrument_id]:
            paths = [p for k, p in points if _same_kind(kind, k)]
            if path in paths:
                exact.append((len(paths), name))
            elif path and any(p[: len(path)] == path for p in paths):
                under.append(name)
            elif any(p and path[: len(p)] == p for p in paths):
                around.append((len(paths), name))
        return _narrowest(exact) or under or _narrowest(around)


def _same_kind(cited: str, listed: str) -> bool:
    return (
        cited in ("", listed)
        or (cited in _PARAGRAPHS and listed in _PARAGRAPHS)
        or (listed == "" and cited in _UNNAMED)
    )


def _narrowest(found: list[tuple[int, str]]) -> list[str]:
    least = min((size for size, _ in found), default=0)
    return [name for size, name in found if size == least]
