"""The citations of one paragraph, told in the order of the text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple, Protocol, TypeVar

from jacyber_nlp.citations.attach import attach
from jacyber_nlp.citations.locators import Locator, find_locators
from jacyber_nlp.citations.names import Mention, NameFinder
from jacyber_nlp.citations.provisions import ProvisionFinder
from jacyber_nlp.citations.references import Other, Reference, find_others, find_references
from jacyber_nlp.citations.squeeze import squeeze
from jacyber_nlp.records import CharSpan, Citation

# A norm or principle is of what was named last; an article may be of any law.
_OWN_KINDS = frozenset(("norm", "principle", "commitment", "pillar"))
_MEMORY = 100  # things named that 同条約 may look back over
_STOP = re.compile(r"[。!?]|\.(?= [A-Z]|$)")


class Place(Protocol):
    """Whatever has a start and an end."""

    @property
    def start(self) -> int:
        """First character."""

    @property
    def end(self) -> int:
        """One past the last."""


T = TypeVar("T", bound=Place)


class _Named(NamedTuple):
    """Something named: ``name`` None where it is not known what.

    ``words``: what it can be called. ``before``: where something else was named
    last, -1 if nothing was.
    """

    at: int
    name: str | None
    words: str
    before: int


class Paragraph:
    """Reads one paragraph; what was named in it is kept for what refers to it."""

    def __init__(
        self, text: str, names: NameFinder, provisions: ProvisionFinder, before: str | None
    ) -> None:
        """Squeeze the text; ``before`` is the instrument that a first ibid. means."""
        self._raw = text
        self._text, self._places = squeeze(text)
        self._names = names
        self._provisions = provisions
        self._before = before
        self._named: list[_Named] = []

    def citations(self) -> Iterator[Citation]:
        """Return the citations in order of place."""
        text = self._text
        mentions = self._names.find(text)
        references = _beside(find_references(text), mentions)
        both: list[Mention | Reference] = [*mentions, *references]
        owners = sorted(both, key=lambda owner: owner.start)
        others = _beside(find_others(text), owners)
        locators = _beside(find_locators(text), owners)
        claimed, free = attach(text, owners, locators)
        events: list[tuple[int, Mention | Reference | Locator | Other, Locator | None]] = [
            *((owner.start, owner, claimed.get(j)) for j, owner in enumerate(owners)),
            *((locator.start, locator, None) for locator in free),
            *((other.start, other, None) for other in others),
        ]
        for at, event, locator in sorted(events, key=lambda e: e[0]):
            if isinstance(event, Other):
                self._name(at, None, event.words)
                continue
            if isinstance(event, Mention):
                found = self._of_mention(event, locator)
            elif isinstance(event, Reference):
                found = self._of_reference(event, locator)
            else:
                found = self._of_locator(event)
            if found:
                yield found

    def only_named(self, start: int = 0) -> str | None:
        """Return the one instrument that was named since a place; None if more were."""
        if not self._named or self._named[-1].at < start or self._named[-1].before >= start:
            return None
        return self._named[-1].name

    def _name(self, at: int, name: str | None, words: str) -> None:
        """Keep that something was named."""
        last = self._named[-1] if self._named else None
        before = -1 if last is None else last.before if last.name == name else last.at
        self._named.append(_Named(at, name, words, before))

    def _of_mention(self, mention: Mention, locator: Locator | None) -> Citation | None:
        told = self._told(mention, locator)
        ids = told or mention.ids
        if mention.short:
            points = locator.points if locator else ()
            ids = tuple(i for i in ids if self._provisions.find(i, points))
            if not ids:
                return None
            told = told or (ids if len(ids) == 1 else ())
        if len(told) == 1:
            return self._resolved(mention, told[0], locator)
        words = self._text[mention.start : mention.end].lower()
        self._name(mention.start, None, words)
        status = "ambiguous" if ids else "unknown"
        return self._citation(mention, locator, status=status, candidates=ids)

    def _told(self, mention: Mention, locator: Locator | None) -> tuple[str, ...]:
        """Return the instrument that a mention is: by name, by what was named, by locator."""
        if len(mention.ids) == 1 and not mention.open:
            return mention.ids
        earlier = (one.name for one in self._recent if one.name in mention.ids)
        name = next(earlier, None)
        if name:
            return (name,)
        if locator and not mention.open and {kind for kind, _ in locator.points} <= _OWN_KINDS:
            having = tuple(i for i in mention.ids if self._provisions.find(i, locator.points))
            return having if len(having) == 1 else ()
        return ()

    def _of_reference(self, reference: Reference, locator: Locator | None) -> Citation | None:
        if locator is None:
            return None
        name = self._last(reference.noun) if self._named else None
        if not self._named and not reference.noun:
            name = self._before
        if name is None:
            self._name(reference.start, None, "")
            return None
        return self._resolved(reference, name, locator)

    def _of_locator(self, locator: Locator) -> Citation | None:
        """Resolve a locator that stands alone, if it is sure what it belongs to."""
        name = None
        around = self._text[locator.start - 1 : locator.start] + self._text[locator.end :][:1]
        if around == "()":
            name = self.only_named(self._sentence_start(locator.start))
        elif {kind for kind, _ in locator.points} <= _OWN_KINDS:
            last = self._last("") if self._named else None
            name = last if last and self._provisions.find(last, locator.points) else None
            alone = self._provisions.instruments_cited_alone(locator.points)
            name = name or (alone[0] if len(alone) == 1 else None)
        if name is None:
            self._name(locator.start, None, "")
            return None
        return self._resolved(locator, name, locator)

    def _resolved(
        self, what: Mention | Reference | Locator, name: str, locator: Locator | None
    ) -> Citation:
        self._name(what.start, name, self._names.words(name))
        ids = self._provisions.find(name, locator.points) if locator else ()
        status = "resolved" if ids else "instrument"
        return self._citation(what, locator, status=status, instrument_id=name, provision_ids=ids)

    def _citation(
        self,
        what: Mention | Reference | Locator,
        locator: Locator | None,
        *,
        status: str,
        instrument_id: str | None = None,
        provision_ids: tuple[str, ...] = (),
        candidates: tuple[str, ...] = (),
    ) -> Citation:
        start = min(what.start, locator.start) if locator else what.start
        end = max(what.end, locator.end) if locator else what.end
        span = self._span(start, end)
        printed = (
            " ".join(self._span(locator.start, locator.end).of(self._raw).split())
            if locator
            else None
        )
        return Citation(
            span, span.of(self._raw), status, instrument_id, provision_ids, printed, candidates
        )

    def _span(self, start: int, end: int) -> CharSpan:
        return CharSpan(self._places[start], self._places[end - 1] + 1)

    def _last(self, noun: str) -> str | None:
        """Return the last named that a noun can mean; None if that is not known."""
        wanted = noun if noun.isascii() else f"{noun}\n"
        return next((one.name for one in self._recent if wanted in f"{one.words}\n"), None)

    @property
    def _recent(self) -> Iterator[_Named]:
        """What was named last, backwards."""
        return reversed(self._named[-_MEMORY:])

    @cached_property
    def _stops(self) -> list[int]:
        return [match.end() for match in _STOP.finditer(self._text)]

    def _sentence_start(self, at: int) -> int:
        before = bisect_right(self._stops, at)
        return self._stops[before - 1] if before else 0


def _beside(found: Iterable[T], taken: Sequence[Place]) -> list[T]:
    """Return what overlaps nothing that is taken; ``taken`` in order, apart from each other."""
    starts = [one.start for one in taken]
    kept = []
    for one in found:
        at = bisect_left(starts, one.end) - 1
        if at < 0 or taken[at].end <= one.start:
            kept.append(one)
    return kept
