"""Terms of one document → its share in a corpus, and one count for all documents."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from jacyber_nlp.pipeline import extract_terms
from jacyber_nlp.records import Document, Term, TermCounts
from jacyber_nlp.sentences import sentences_of
from jacyber_nlp.tokens import read_runs

_HYPHEN = re.compile(r"\s*-\s*")


class Tally(NamedTuple):
    """One term over many documents.

    Attributes:
        surface: The form with most places, of equals the first in code points.
        counts: Places by index of the document; documents without it are left out.
    """

    surface: str
    counts: dict[int, int]


def count_terms(document: Document, terms: Iterable[Term] | None = None) -> TermCounts:
    """Return what a document contributes to a corpus; its text is not kept.

    ``corpus_terms`` and ``keyness`` work on these records, so that documents
    may be read one at a time and compared in many ways.

    Args:
        document: Counted are the terms and tokens of its main language.
        terms: None for those that ``extract_terms`` finds.
    """
    found = extract_terms(document) if terms is None else terms
    return term_counts(document, found, n_tokens=count_tokens(document))


def count_tokens(document: Document) -> int:
    """Return how many tokens of the main language's sentences hold a letter or digit."""
    return sum(
        any(map(str.isalnum, word))
        for run, _ in read_runs(document.text, sentences_of(document))
        if run.lang == document.lang
        for word, _, _ in run.units
    )


def term_counts(document: Document, terms: Iterable[Term], *, n_tokens: int) -> TermCounts:
    """Return what a document contributes to a corpus, without its text.

    A place counts where the extractor sees a term; one that is only part of a
    longer compound belongs to the compound. That is told from the words around
    the place, so it is the same in every document; only a phrase that the
    extractor takes for a term once it is repeated (国家の責任ある行動) does not
    count in a document that has it once.

    Args:
        document: Where the terms were found.
        terms: Its terms; two with one key (ＩＴ and IT) are added up.
        n_tokens: Its tokens in its main language.
    """
    counts: Counter[str] = Counter()
    forms: dict[str, str] = {}
    aliases: set[tuple[str, str]] = set()
    for term in terms:
        key = sys.intern(term_key(term))
        counts[key] += term.count
        forms.setdefault(key, sys.intern(term.surface))
        aliases |= term_aliases(term)
    return TermCounts(
        document=document.id,
        date=document.metadata.date,
        lang=document.lang,
        n_tokens=n_tokens,
        keys=tuple(counts),
        surfaces=tuple(forms[key] for key in counts),
        counts=tuple(counts.values()),
        aliases=tuple(sorted(aliases)),
    )


def term_key(term: Term) -> str:
    """Return what is equal for one term in all documents.

    Characters after NFKC and case folding: of the lemmas for English, of the
    surface without blanks for Japanese.
    """
    return _folded(" ".join(term.lemmas) if term.lang == "en" else term.surface, term.lang)


def term_aliases(term: Term) -> set[tuple[str, str]]:
    """Return pairs (key of another form, key of the term)."""
    key = term_key(term)
    return {(alias, key) for form in term.variants if (alias := _folded(form, term.lang)) != key}


def _folded(form: str, lang: str) -> str:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", form).casefold())
    words = folded.split()
    return _HYPHEN.sub("-", " ".join(words)) if lang == "en" else "".join(words)


def tally(records: Sequence[TermCounts]) -> list[Tally]:
    """Count each term over documents of one language.

    Forms that a document holds to be one term (ITU and 国際電気通信連合) are one
    in all documents. A form that documents give to different terms (NSS) stays
    a term of its own where it stands alone.

    Returns:
        One entry a term, in ascending order of surface.
    """
    root = merged_keys(pair for record in records for pair in record.aliases)
    counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for index, record in enumerate(records):
        for key, surface, count in zip(record.keys, record.surfaces, record.counts, strict=True):
            name = root.get(key, key)
            counts[name][index] = counts[name].get(index, 0) + count
            forms[name][surface] += count
    named = (Tally(commonest(forms[name]), of_one) for name, of_one in counts.items())
    return sorted(named, key=lambda t: t.surface)


def commonest(forms: Mapping[str, int]) -> str:
    """Return the form with most places, of equals the first in code points."""
    return min(forms, key=lambda form: (-forms[form], form))


def merged_keys(aliases: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Map each key that has other forms to one key for all of them.

    Args:
        aliases: Pairs (key of another form, key of the term) of all documents.
    """
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for alias, key in aliases:
        owners[alias].add(key)
    parent: dict[str, str] = {}

    def find(key: str) -> str:
        while (above := parent.get(key, key)) != key:
            key = above
        return key

    waiting = set(owners)
    # A form of two terms merges with them only once these two are one.
    while clear := {one for one in waiting if len({find(key) for key in owners[one]}) == 1}:
        for alias in sorted(clear):
            parent[find(alias)] = find(min(owners[alias]))
        waiting -= clear
    return {key: find(key) for key in parent}
