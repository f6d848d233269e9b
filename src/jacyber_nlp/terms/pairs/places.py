"""Where a bracket and the name before it stand."""

from __future__ import annotations

from dataclasses import dataclass

from jacyber_nlp.records import CharSpan, TermPair
from jacyber_nlp.terms.pairs.names import is_person, kind_of


@dataclass(frozen=True, slots=True)
class Place:
    """A bracket and what is before it, in characters of a run.

    Attributes:
        floor: Where the name begins at the earliest; exactly, if quoted.
        end: Where the name ends.
        close: One past the closing bracket.
        quoted: Whether quotation marks settle the name.
        torn: Where a bracket opens that closes at the floor, inside a name perhaps.
    """

    floor: int
    end: int
    close: int
    quoted: bool
    torn: int | None = None


def pair_at(
    names: tuple[str | None, str | None, str | None], where: str, start: int, end: int
) -> TermPair:
    """Return a pair of (Japanese, English, short) names, its kind by their form."""
    ja, en, short = names
    kind = "person" if is_person(ja, en) else kind_of(ja, en)
    return TermPair(ja, en, short, kind, where, (CharSpan(start, end),))
