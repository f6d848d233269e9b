"""Candidates → terms: forms merged, measured, and ranked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from jacyber_nlp.records import Term, TermPair
from jacyber_nlp.terms.candidates import Candidate
from jacyber_nlp.terms.lists import NO_LISTS, TermLists
from jacyber_nlp.terms.termhood import default_termhood_model, measured
from jacyber_nlp.terms.variants import variant_key

# Marks that keep a term in the list however low its termhood.
CERTAIN = frozenset(("lexicon", "paired", "user"))
# Termhood from which a short form may be a term's surface: not 戦略 for 国家安全保障戦略.
NAMES = 0.5


def rank_terms(
    found: Iterable[Candidate],
    *,
    lang: str,
    measure: str = "termhood",
    pairs: Sequence[TermPair] = (),
    lists: TermLists = NO_LISTS,
    min_count: int = 1,
) -> tuple[Term, ...]:
    """Merge candidates into terms and rank them by termhood.

    Forms are merged by the rule of ``variants``, and a short form with the long one
    where the document states that they are one. A term's score is the greatest of
    its forms'.

    Args:
        found: Candidates of one language, in order of place.
        lang: That language, ``"ja"`` or ``"en"``.
        measure: ``termhood``, the probability by the fitted model that a reader
            would index it; ``c-value``, ``flr`` or ``keyness`` (English only).
        pairs: Names that the document gives to one thing.
        lists: The user's own terms.
        min_count: Terms with fewer places are left out.

    Returns:
        Terms, the greatest score first; equal ones by first place. By
        ``termhood``, forms that are hardly ever terms are left out.

    Raises:
        ValueError: If the language lacks the measure.
    """
    forms: defaultdict[str, list[Candidate]] = defaultdict(list)
    for candidate in found:
        forms[variant_key(candidate.surface, lang)].append(candidate)
    forms.pop("", None)
    scores = measured(forms, measure, lang)
    least = default_termhood_model().least[lang] if measure == "termhood" else float("-inf")
    stop = {variant_key(form, lang) for form in lists.stop}
    keep = {variant_key(form, lang) for form in lists.keep}
    nameless: defaultdict[str, set[str]] = defaultdict(set)
    for short, long in _short_to_long(forms, pairs, lang).items():
        if not short.isascii() and (measure != "termhood" or scores[short] < NAMES):
            nameless[long] |= {place.surface for place in forms[short]}
        forms[long] += forms.pop(short)
        scores[long] = max(scores[long], scores.pop(short))
        for known in (stop, keep):
            known.update([long] if short in known else ())
    terms = []
    for form, places in forms.items():
        score = scores[form]
        marks = {mark for place in places if place.marks for mark in place.marks}
        if (
            form in keep
            or "user" in marks
            or (
                (score >= least or not marks.isdisjoint(CERTAIN))
                and len(places) >= min_count
                and form not in stop
            )
        ):
            terms.append(_term(places, lang, score, measure, marks, nameless.get(form, ())))
    return tuple(sorted(terms, key=_rank))


def _short_to_long(
    forms: Mapping[str, Sequence[Candidate]], pairs: Sequence[TermPair], lang: str
) -> dict[str, str]:
    """Return the form that each form is merged into, where a pair says so."""
    home: dict[str, str] = {}

    def longest(form: str) -> str:
        while form in home:
            form = home[form]
        return form

    for pair in pairs:
        name = pair.ja if lang == "ja" else pair.en
        if name is None or pair.abbreviation is None:
            continue
        long, short = variant_key(name, lang), variant_key(pair.abbreviation, lang)
        if long in forms and short in forms and short not in home and longest(long) != short:
            home[short] = longest(long)
    return {short: longest(short) for short in home}


def _term(
    places: Sequence[Candidate],
    lang: str,
    score: float,
    measure: str,
    marks: Iterable[str],
    nameless: Collection[str] = (),
) -> Term:
    one = places[0]
    variants: tuple[str, ...] = ()
    if len(places) > 1 and len({place.surface for place in places}) > 1:
        surfaces = Counter([place.surface for place in places])
        # Of equals the one with fewest capitals (a sentence may begin with it), then the first.
        names = surfaces.keys() - set(nameless) or surfaces.keys()
        surface = min(
            (s for s in surfaces if s in names), key=lambda s: (-surfaces[s], s[:1].isupper())
        )
        one = next(place for place in places if place.surface == surface)
        variants = tuple(sorted(surfaces.keys() - {surface}))
    return Term(
        surface=one.surface,
        lemmas=one.lemmas,
        lang=lang,
        spans=tuple([place.span for place in sorted(places, key=_start)])
        if len(places) > 1
        else (one.span,),
        score=round(score, 6),
        measure=measure,
        evidence=tuple(sorted(marks)) if marks else (),
        variants=variants,
    )


def _start(place: Candidate) -> tuple[int, int]:
    return place.start, len(place.surface)


def _rank(term: Term) -> tuple[float, int, str]:
    return -term.score, term.spans[0].start, term.surface
