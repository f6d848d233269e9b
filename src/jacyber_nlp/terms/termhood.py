"""Measures of termhood: how much a form is a term of its document."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from math import exp, log, log2

from jacyber_nlp import resources
from jacyber_nlp.terms.candidates import Candidate
from jacyber_nlp.terms.features import RAREST, form_features, place_features

Forms = Mapping[str, Sequence[Candidate]]

MAX_FORMS = 50_000


class TermhoodModel:
    """A log-linear model of termhood, fitted on indexes that readers made.

    Attributes:
        name: Name and version of the weights.
        least: By language, the termhood below which a form is no term.
    """

    def __init__(
        self, weights: Mapping[str, Mapping[str, float]], *, name: str, least: Mapping[str, float]
    ) -> None:
        """Keep the weights, by language and feature."""
        self.name = name
        self.least = least
        self._weights = weights
        self._forms: dict[tuple[str, str, str], float] = {}
        self._alone: dict[tuple[object, ...], float] = {}

    def termhood(self, forms: Forms, lang: str) -> dict[str, float]:
        """Return for each form the probability in [0, 1] that it is a term."""
        alone = self._alone
        found = {}
        for form, places in forms.items():
            one = places[0]
            if len(places) > 1:
                found[form] = self._probability(places, lang)
                continue
            # Most forms stand once, and many in more documents than one.
            key = (one.surface, one.shape, one.marks, one.free, lang)
            value = alone.get(key)
            if value is None:
                value = alone[key] = self._probability(places, lang)
            found[form] = value
        for known in (alone, self._forms):
            if len(known) > MAX_FORMS:
                known.clear()
        return found

    def _probability(self, places: Sequence[Candidate], lang: str) -> float:
        weights = self._weights[lang]
        one = places[0]
        key = (one.surface, one.shape, lang)
        total = self._forms.get(key)
        if total is None:
            total = sum(weights.get(name, 0.0) * x for name, x in form_features(one, lang))
            self._forms[key] = total
        total += sum([weights.get(name, 0.0) * x for name, x in place_features(places, lang)])
        return 1 / (1 + exp(-total))


@cache
def default_termhood_model() -> TermhoodModel:
    """Return the model that ships, loaded once a process."""
    shipped = resources.model("terms")
    return TermhoodModel(shipped["weights"], name=shipped["name"], least=shipped["least"])


def c_value(forms: Forms) -> dict[str, float]:
    """Return the C-value of each form (Frantzi, Ananiadou and Mima 2000), 0 or more.

    log2(1 + words) · (f − mean f of the longer forms that hold it): 1 is added so
    that single words do not all get 0 (Barrón-Cedeño et al. 2009).
    """
    places = sorted(
        ((c.start, -len(c.surface), form) for form, found in forms.items() for c in found)
    )
    holders: defaultdict[str, Counter[str]] = defaultdict(Counter)
    around: list[tuple[int, str]] = []
    for start, minus, form in places:
        end = start - minus
        around = [(stop, longer) for stop, longer in around if stop > start]
        holders[form].update(longer for stop, longer in around if stop >= end and longer != form)
        around.append((end, form))
    values = {}
    for form, found in forms.items():
        longer = holders[form]
        nested = sum(longer.values()) / len(longer) if longer else 0.0
        values[form] = log2(1 + len(found[0].shape)) * max(len(found) - nested, 0.0)
    return values


def flr(forms: Forms) -> dict[str, float]:
    """Return f · LR of each form (Nakagawa and Mori 2003), greater than 0.

    LR is the geometric mean of (1 + FL) and (1 + FR) over a form's words: how often
    a word stands with another before and behind it in the document's candidates.
    """
    left: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for found in forms.values():
        lemmas = found[0].lemmas
        for lemma in lemmas[:-1]:
            right[lemma] += len(found)
        for lemma in lemmas[1:]:
            left[lemma] += len(found)
    values = {}
    for form, found in forms.items():
        lemmas = found[0].lemmas
        mean = sum(log(1 + left[w]) + log(1 + right[w]) for w in lemmas) / (2 * len(lemmas))
        values[form] = len(found) * exp(mean)
    return values


def keyness(forms: Forms) -> dict[str, float]:
    """Return how much more frequent each English form is here than in general language.

    The signed root of the log-likelihood (Dunning 1993; Rayson and Garside 2000) of
    the rarest word's frequency among all words of candidates against its probability
    in general language; below 0 where it is rarer here.
    """
    known = resources.english_words()
    words = Counter(word.lower() for found in forms.values() for c in found for word in c.words)
    total = sum(words.values())
    values = {}
    for form, found in forms.items():
        rarest = min(
            (word.lower() for word in found[0].words),
            key=lambda word: known.get(word, (RAREST, ""))[0],
        )
        expected = total * exp(known.get(rarest, (RAREST, ""))[0])
        observed = words[rarest]
        ratio = 2 * (observed * log(observed / expected) - observed + expected)
        sign = 1 if observed > expected else -1
        values[form] = sign * max(ratio, 0.0) ** 0.5 * log2(1 + len(found))
    return values


def measured(forms: Forms, measure: str, lang: str) -> dict[str, float]:
    """Return the termhood of each form by the measure of that name.

    Raises:
        ValueError: For a measure that the language lacks, as Japanese does keyness,
            or that does not exist.
    """
    if measure == "termhood":
        return default_termhood_model().termhood(forms, lang)
    if measure == "c-value":
        return c_value(forms)
    if measure == "flr":
        return flr(forms)
    if measure == "keyness" and lang == "en":
        return keyness(forms)
    raise ValueError(f"no measure {measure!r} for {lang!r}: {', '.join(measures(lang))} are there")


def measures(lang: str) -> tuple[str, ...]:
    """Return the measures for terms of a language."""
    return MEASURES if lang == "en" else tuple(m for m in MEASURES if m != "keyness")


MEASURES = ("termhood", "c-value", "flr", "keyness")
