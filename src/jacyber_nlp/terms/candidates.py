"""Which stretches of a run could be terms."""

from __future__ import annotations

import re
from collections.abc import Iterable
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from jacyber_nlp.records import CharSpan
from jacyber_nlp.runs import Run, as_run

if TYPE_CHECKING:
    from spacy.tokens import Doc

MAX_TOKENS = 24
_NOUNS = tuple("NVBJG")
_LINKS = frozenset("oar")  # の, な, ある


class Candidate(NamedTuple):
    """A candidate at one place.

    Attributes:
        surface: Its characters.
        shape: One letter a token, its word class: see ``japanese`` and ``english``.
        start: Its first character in the document.
        marks: What stands at this place beside the words: ``lexicon``, ``paired``,
            ``user``, ``quoted``, ``in_brackets``, ``glossed`` or nothing.
        free: Whether it lies in no longer candidate.
        run: The tokens around it.
        at: Its first token there.
    """

    surface: str
    shape: str
    start: int
    marks: tuple[str, ...]
    free: bool
    run: Run
    at: int

    @property
    def span(self) -> CharSpan:
        """Its place in the document."""
        return CharSpan(self.start, self.start + len(self.surface))

    @property
    def lemmas(self) -> tuple[str, ...]:
        """Lemmas of its tokens."""
        units = self.run.units[self.at : self.at + len(self.shape)]
        return tuple([lemma for _, _, lemma in units])

    @property
    def words(self) -> tuple[str, ...]:
        """Its tokens as they stand."""
        units = self.run.units[self.at : self.at + len(self.shape)]
        return tuple([word for word, _, _ in units])


def candidates(
    tokens: Doc | Run, offset: int = 0, known: Iterable[tuple[CharSpan, str]] = ()
) -> list[Candidate]:
    """Return the candidates of a run in order of place.

    Args:
        tokens: Tokenized text of one language; Japanese with UniDic tags.
        offset: Of its first character in the document.
        known: Places in the document that are candidates whatever their form,
            with their mark: ``lexicon``, ``paired`` or ``user``. One of the user's
            keeps all others from lying inside it or across its edge.

    Returns:
        Compounds as they stand (no part of a longer one), linked phrases
        (情報の自由な流通, freedom of expression) and their parts, quoted phrases,
        and those known.
    """
    from jacyber_nlp.terms.english import english_spans
    from jacyber_nlp.terms.japanese import japanese_spans

    run = as_run(tokens)
    if not len(run):
        return []
    shape, found = (japanese_spans if run.lang == "ja" else english_spans)(run)
    marks: dict[tuple[int, int], set[str]] = {}
    forced = []
    for span, mark in known:
        place = run.tokens_of(span.start - offset, span.end - offset)
        if place is None or _holds_gloss(run.surface(*place)):
            continue
        if mark != "lexicon" or not _cuts_a_word(run, shape, place):
            marks.setdefault(place, set()).add(mark)
            if mark == "user":
                forced.append(place)
    places = {place for place in found if place[1] - place[0] <= MAX_TOKENS}
    places.update(marks)
    if forced:
        places = {p for p in places if p in marks or not any(_collide(p, f) for f in forced)}
    ordered = sorted(places, key=itemgetter(1), reverse=True)
    ordered.sort(key=itemgetter(0))  # the longer first
    return _at(run, shape, ordered, marks, offset)


def _holds_gloss(surface: str) -> bool:
    """Tell a name and its short form in brackets, two terms: … Experts (GGE)."""
    return surface[-1] in ")）" and " (" in surface.replace("（", " (")


def _cuts_a_word(run: Run, shape: str, place: tuple[int, int]) -> bool:
    """Tell a phrase that ends inside a compound: データの自由な越境, 移転 behind it."""
    start, end = place
    if run.lang != "ja" or end in run.blanks or shape[end : end + 1] not in _NOUNS:
        return False
    return not _LINKS.isdisjoint(shape[start:end])


def _collide(place: tuple[int, int], forced: tuple[int, int]) -> bool:
    """Tell whether a place lies inside another or across its edge."""
    return (
        place[0] < forced[1]
        and forced[0] < place[1]
        and not (place[0] <= forced[0] and forced[1] <= place[1])
    )


def _at(
    run: Run,
    shape: str,
    places: list[tuple[int, int]],
    known: dict[tuple[int, int], set[str]],
    offset: int,
) -> list[Candidate]:
    starts, ends, text = run.starts, run.ends, run.text
    opened = {match.end() for match in _OPENS.finditer(shape)}
    bracketed = {match.start() for match in _BRACKET.finditer(shape)}
    found = []
    reach = 0  # where the longer ones before end
    for start, end in places:
        marks = _marks(shape, start, end) if start in opened or end in bracketed else ()
        if known and (start, end) in known:
            marks = (*sorted(known[start, end]), *marks)
        first = starts[start]
        found.append(
            Candidate(
                text[first : ends[end - 1]],
                shape[start:end],
                offset + first,
                marks,
                end > reach,
                run,
                start,
            )
        )
        if end > reach:
            reach = end
    return found


_OPENS = re.compile("[qb]")
_BRACKET = re.compile("b")


def _marks(shape: str, start: int, end: int) -> tuple[str, ...]:
    """Tell what one class before and two behind say of a candidate."""
    before, behind = shape[start - 1] if start else "x", shape[end : end + 2]
    if before == "b" and behind[:1] == "e":
        return ("in_brackets",)
    quoted = before == "q" and behind[:1] == "p"
    glossed = behind[1:] == "b" if quoted else behind in ("bW", "bx")
    return ("quoted",) * quoted + ("glossed",) * glossed
