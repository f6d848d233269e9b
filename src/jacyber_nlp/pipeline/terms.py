"""Terms and pairs of one document, without scopes, holders and encoder."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from jacyber_nlp import terms
from jacyber_nlp.concepts import ConceptMatcher
from jacyber_nlp.errors import MeasureError
from jacyber_nlp.matching import FormMatcher, forms_of
from jacyber_nlp.records import CharSpan, ConceptMatch, Document, Sentence, Term, TermPair
from jacyber_nlp.runs import Run
from jacyber_nlp.script import is_acronym, is_japanese
from jacyber_nlp.sentences import sentences_of
from jacyber_nlp.terms import NO_LISTS, Candidate, TermLists
from jacyber_nlp.tokens import read_runs
from jacyber_nlp.tokens.english import parsed, read_run


@dataclass(frozen=True)
class TermOptions:
    """How the terms of a document are found and ranked.

    Attributes:
        lang: ``"main"`` for those in the document's main language, ``"ja"``, ``"en"``
            or ``"all"``.
        measure: One of ``terms.MEASURES``.
        min_count: Terms with fewer places are left out.
        lexicon: Whether the concepts of the lexicon are evidence.
        lists: The user's own terms.
    """

    lang: str = "main"
    measure: str = "termhood"
    min_count: int = 1
    lexicon: bool = True
    lists: TermLists = NO_LISTS

    def __post_init__(self) -> None:
        """Refuse languages and measures that do not exist."""
        if self.lang not in ("main", "ja", "en", "all"):
            raise ValueError(f"lang is {self.lang!r}; 'main', 'ja', 'en' or 'all' would be right")
        if self.measure not in terms.MEASURES:
            raise ValueError(f"no measure {self.measure!r}: {', '.join(terms.MEASURES)} are there")

    def languages(self, main: str) -> tuple[str, ...]:
        """Return the languages whose terms are asked for."""
        if self.lang == "main":
            return (main,)
        return ("ja", "en") if self.lang == "all" else (self.lang,)


DEFAULT_OPTIONS = TermOptions()


class TermFinder:
    """Gathers the candidates and pairs of a document run by run."""

    def __init__(self, document: Document, options: TermOptions, main: str) -> None:
        """Begin with nothing found; ``main`` is the language to search by default.

        Raises:
            MeasureError: If a language lacks the measure that is asked for.
        """
        self._document = document
        self._options = options
        self._languages = options.languages(main)
        for lang in self._languages:
            if options.measure not in terms.measures(lang):
                raise MeasureError(document.source.uri, options.measure, lang)
        self._notes = terms.names_at_marks(document)
        self._user, self._edges = _user_terms(options.lists.user)
        self._pairs: list[TermPair] = []
        self._candidates: dict[str, list[Candidate]] = {lang: [] for lang in self._languages}

    def add(self, run: Run, offset: int, concepts: Sequence[ConceptMatch]) -> None:
        """Take in a run, and the concepts found in it."""
        pairs = list(terms.find_pairs(run, offset, self._notes))
        self._pairs += pairs
        text = self._document.text
        names = [place for pair in pairs for place in _names(text, pair)]
        if run.lang in self._languages:
            known = [(span, "paired") for span, _ in names]
            if self._options.lexicon:
                known += [(match.span, "lexicon") for match in concepts]
            if run.lang == "ja":  # （Norm Entrepreneurs） is a term of the other language
                known = [one for one in known if _is_japanese_name(one[0].of(text))]
            seen = parsed(run) if run.lang == "en" else self._cut(run)
            if self._options.lists.user:
                known += [
                    (CharSpan(offset + start, offset + end), "user")
                    for start, end, _ in self._user.find(seen)
                ]
            self._candidates[run.lang] += terms.candidates(seen, offset, known)
        if run.lang == "ja" and "en" in self._languages:
            for span, lang in names:
                if lang == "en":
                    self._candidates["en"] += _english_name(self._document.text, span)

    def _cut(self, run: Run) -> Run:
        """Return a Japanese run whose tokens end where the user's terms do."""
        edges = {at for match in self._edges.finditer(run.text) for at in match.span()}
        return run.cut_at(edges) if edges else run

    @property
    def candidates(self) -> dict[str, list[Candidate]]:
        """Candidates by language, in order of place."""
        return self._candidates

    def pairs(self) -> tuple[TermPair, ...]:
        """Return the pairs of what was taken in, best first."""
        return terms.merge_pairs(self._pairs)

    def terms(self) -> tuple[Term, ...]:
        """Return the terms of what was taken in, best first."""
        pairs = self.pairs()
        ranked = [
            term
            for lang, found in self._candidates.items()
            for term in terms.rank_terms(
                found,
                lang=lang,
                measure=self._options.measure,
                pairs=pairs,
                lists=self._options.lists,
                min_count=self._options.min_count,
            )
        ]
        return tuple(sorted(ranked, key=lambda t: (-t.score, t.spans[0].start, t.surface)))


def main_language(document: Document, sentences: Sequence[Sentence]) -> str:
    """Return a document's language, or the only one its sentences have if it has none of it."""
    languages = {sentence.lang for sentence in sentences}
    return document.lang if document.lang in languages or not languages else min(languages)


def find_terms(
    document: Document, matcher: ConceptMatcher, options: TermOptions = DEFAULT_OPTIONS
) -> TermFinder:
    """Run tokens, concepts and terms over a document."""
    sentences = sentences_of(document)
    finder = TermFinder(document, options, main_language(document, sentences))
    for run, offset in read_runs(document.text, sentences):
        searched = options.lexicon and run.lang in finder.candidates
        finder.add(run, offset, matcher.match(run, offset) if searched else ())
    return finder


def find_pairs(document: Document) -> tuple[TermPair, ...]:
    """Return the pairs of a document, best first; no other stage runs."""
    notes = terms.names_at_marks(document)
    return terms.merge_pairs(
        pair
        for run, offset in read_runs(document.text, sentences_of(document))
        for pair in terms.find_pairs(run, offset, notes)
    )


def _names(text: str, pair: TermPair) -> Iterator[tuple[CharSpan, str]]:
    """Return where the names of a pair stand, and their language."""
    for span in pair.spans:
        for name, lang in ((pair.ja, "ja"), (pair.en, "en"), (pair.abbreviation, "")):
            # From the end: 「国家安全保障戦略」（以下「戦略」） holds its short form twice.
            find = text.rfind if name == pair.abbreviation else text.find
            at = find(name, span.start, span.end) if name else -1
            if name and at >= 0:
                yield CharSpan(at, at + len(name)), lang


@lru_cache(maxsize=8)
def _user_terms(user: tuple[str, ...]) -> tuple[FormMatcher, re.Pattern[str]]:
    """Return what finds a user's terms, and what finds the Japanese ones in bare text."""
    matcher = FormMatcher(form for term in user for form in forms_of("user", [term]))
    japanese = sorted(filter(_is_japanese_name, user), key=len, reverse=True)
    return matcher, re.compile("|".join(map(re.escape, japanese)) or "(?!)")


def _is_japanese_name(name: str) -> bool:
    return is_acronym(name) or any(map(is_japanese, name))


def _english_name(text: str, span: CharSpan) -> list[Candidate]:
    found = terms.candidates(read_run(span.of(text)), span.start, [(span, "paired")])
    return [candidate for candidate in found if candidate.span == span]
