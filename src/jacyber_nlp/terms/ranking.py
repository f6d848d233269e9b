"""Which candidates are terms, best first."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from jacyber_nlp.records import Term
from jacyber_nlp.terms.candidates import Candidate

MEASURE = "c-value-damped"

# How much each kind of evidence multiplies the termhood, and how often a
# linked phrase must be met without any: found on the tuning half of the gold
# by scripts/evaluate.py (terms).
WEIGHT = {"lexicon": 1.6, "quoted": 1.2, "in_brackets": 1.2}
MIN_LINKED = 2
# A single word without evidence (国家, members) is more often general than a term.
SINGLE = 0.5


def rank_terms(found: Iterable[Candidate], *, lang: str) -> tuple[Term, ...]:
    """Merge candidates into terms and rank them by termhood.

    The measure is the C-value of Frantzi, Ananiadou and Mima (2000) with the
    frequency damped, log2(1 + words) · log2(1 + frequency outside longer
    terms), times a weight for evidence: the lexicon, quotation marks, brackets;
    a single word without any counts half.
    A linked phrase (国家の責任ある行動) without evidence must occur twice.

    Args:
        found: Candidates of one language.
        lang: That language, ``"ja"`` or ``"en"``.

    Returns:
        Terms, the greatest score first; equal ones by first place. Spans of a
        term include those inside longer terms only where it is a candidate.
    """
    groups: defaultdict[tuple[str, ...], list[Candidate]] = defaultdict(list)
    for candidate in found:
        groups[_key(candidate, lang)].append(candidate)
    kept = {
        key: group
        for key, group in groups.items()
        if not all(c.linked for c in group)
        or len(group) >= MIN_LINKED
        or any(c.evidence for c in group)
    }
    free = _free_counts(kept)
    terms = [_term(group, free[key], lang) for key, group in kept.items()]
    return tuple(sorted(terms, key=lambda t: (-t.score, t.spans[0].start, t.surface)))


def _key(candidate: Candidate, lang: str) -> tuple[str, ...]:
    """Return what is equal for forms of one term."""
    if lang == "en":
        return tuple(unicodedata.normalize("NFKC", lemma).lower() for lemma in candidate.lemmas)
    return (unicodedata.normalize("NFKC", candidate.surface).lower().replace(" ", ""),)


def _free_counts(groups: dict[tuple[str, ...], list[Candidate]]) -> Counter[tuple[str, ...]]:
    """Count for each term its places outside longer kept ones."""
    spans = sorted(
        {c.span for group in groups.values() for c in group}, key=lambda s: (s.start, -s.end)
    )
    outer = set()
    reach = -1
    for span in spans:
        if span.end > reach:
            outer.add(span)
            reach = span.end
    return Counter({key: sum(c.span in outer for c in group) for key, group in groups.items()})


def _term(group: Sequence[Candidate], free: int, lang: str) -> Term:
    surfaces = Counter(c.surface for c in group)
    surface = surfaces.most_common(1)[0][0]  # of equals the first met
    first = next(c for c in group if c.surface == surface)
    evidence = tuple(sorted({mark for c in group for mark in c.evidence}))
    nested = len(group) - free
    score = math.log2(1 + len(first.lemmas)) * math.log2(1 + free + nested / 2)
    for mark in evidence:
        score *= WEIGHT[mark]
    if len(first.lemmas) == 1 and not evidence:
        score *= SINGLE
    return Term(
        surface=surface,
        lemmas=first.lemmas,
        lang=lang,
        spans=tuple(sorted({c.span for c in group})),
        score=round(score, 6),
        measure=MEASURE,
        evidence=evidence,
        variants=tuple(sorted(set(surfaces) - {surface})),
    )
