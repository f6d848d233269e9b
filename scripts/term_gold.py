"""How well terms and pairs of indexed documents are found.

    python scripts/term_gold.py            each document by itself
    python scripts/term_gold.py -v NAME    what is wrong and missing in those named so

An index is what a reader put together without having seen the extractor. A found
term is right if it, or a variant of it, is a form of an indexed term, after NFKC
and folding of case and blanks. Those of ``TEST`` were never tuned on; do not
look at their errors.
"""

from __future__ import annotations

import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

import jacyber_nlp as jc
from gold import read_jsonl
from jacyber_nlp.records import Term
from jacyber_nlp.script import normalise

CORPORA = Path(__file__).resolve().parent.parent / "corpora"
DOCUMENTS = CORPORA / "gold" / "terms" / "documents"
SAMPLES = CORPORA / "samples"
TEST = ("ja-law", "ja-news", "ja-long-response", "en-ministerial-communique")
TEST_LISTS = ("ja-copied-report", "en-civil-society-statement")
WITHOUT_LEXICON = jc.TermOptions(lexicon=False)

Rows = dict[str, float]
Forms = set[str]


class Indexed(NamedTuple):
    """A document and the forms of each term of its index."""

    name: str
    document: jc.Document
    index: list[Forms]

    @property
    def part(self) -> str:
        """Whether it was tuned on."""
        return "test" if self.name in (*TEST, *TEST_LISTS) else "tune"


def main() -> None:
    verbose = "-v" in sys.argv
    for one in (*indexed(), *listed()):
        if verbose and one.name not in sys.argv:
            continue
        rows = term_rows(one)
        print(f"{one.name:30}", *(f"{name} {value:.3f}" for name, value in rows.items()))
        if verbose:
            found = [forms_of(term) for term in jc.extract_terms(one.document)]
            right = set().union(*one.index)
            print("wrong:", *(min(f) for f in found[:100] if f.isdisjoint(right)), sep="\n  ")
            print("missing:", *(min(f) for f in one.index if not any(map(f.__and__, found))))


def terms() -> Rows:
    """Terms of indexed documents; the median over the documents of a language and part."""
    found: defaultdict[str, list[Rows]] = defaultdict(list)
    for one in indexed():
        found[f"term index {one.name[:2]} {one.part}"].append(term_rows(one))
    for one in listed():
        rows = term_rows(one)
        found[f"terms of sample {one.name[:2]} {one.part}"].append(
            {name: rows[name] for name in ("P@50", "recall")}
        )
    return {
        f"{name} {measure}": float(np.median([row[measure] for row in rows]))
        for name, rows in found.items()
        for measure in rows[0]
    }


def indexed() -> Iterator[Indexed]:
    for path in sorted(DOCUMENTS.glob("*.terms.jsonl")):
        name = path.name.removesuffix(".terms.jsonl")
        index = [
            {fold(normalise(form)[0]) for form in (row["surface"], *row["variants"])}
            for row in read_jsonl(path)
            if row["kind"] != "place"  # readers differ on states named in passing
        ]
        yield Indexed(name, jc.read(path.with_name(f"{name}.txt")), index)


def listed() -> Iterator[Indexed]:
    for path in sorted((CORPORA / "gold" / "terms").glob("*.txt")):
        lines = path.read_text(encoding="utf-8").splitlines()
        index = [{fold(normalise(line)[0])} for line in lines if line.strip()]
        yield Indexed(path.stem, jc.read(SAMPLES / path.name), index)


def term_rows(one: Indexed) -> Rows:
    found = [forms_of(term) for term in jc.extract_terms(one.document)]
    bare = [forms_of(term) for term in jc.extract_terms(one.document, WITHOUT_LEXICON)]
    right = set().union(*one.index)
    return {
        "P@50": precision(found[:50], right),
        "P@100": precision(found[:100], right),
        "recall@200": recall(found[:200], one.index),
        "recall": recall(found, one.index),
        "recall without lexicon": recall(bare, one.index),
    }


def forms_of(term: Term) -> Forms:
    return {fold(form) for form in (term.surface, *term.variants)}


def precision(found: list[Forms], right: Forms) -> float:
    return sum(not forms.isdisjoint(right) for forms in found) / len(found) if found else 0.0


def recall(found: list[Forms], index: list[Forms]) -> float:
    every = set().union(*found)
    return sum(not forms.isdisjoint(every) for forms in index) / len(index)


def fold(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def pairs() -> Rows:
    """Precision and recall of pairs against those that a reader says a document states.

    A pair is right if all its names are, after NFKC and folding of case; the kind
    is measured on those. All documents of a language and part together.
    """
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    beside = [
        (path, path.with_name(path.name.replace(".pairs.jsonl", ".txt")))
        for path in sorted(DOCUMENTS.glob("*.pairs.jsonl"))
    ]
    training = [
        (path, CORPORA / "terms" / "documents" / f"{path.stem}.txt")
        for path in sorted((CORPORA / "terms" / "pairs").glob("*.jsonl"))
    ]
    for path, text in (*beside, *training):
        truth = {names(row.get): row["kind"] for row in read_jsonl(path)}
        found = {
            names(lambda field, pair=pair: getattr(pair, field)): pair.kind
            for pair in jc.extract_pairs(jc.read(text))
        }
        right = truth.keys() & found.keys()
        counted = counts[f"pairs {text.name[:2]} {'test' if text.stem in TEST else 'tune'}"]
        counted["right"] += len(right)
        counted["found"] += len(found)
        counted["truth"] += len(truth)
        counted["kind"] += sum(truth[key] == found[key] for key in right)
    return {
        f"{name} {measure}": counted[part] / counted[whole]
        for name, counted in counts.items()
        for measure, part, whole in (
            ("precision", "right", "found"),
            ("recall", "right", "truth"),
            ("kind", "kind", "right"),
        )
    }


def names(get: Callable[[str], str | None]) -> tuple[str | None, ...]:
    return tuple(
        None if name is None else unicodedata.normalize("NFKC", name).casefold()
        for name in map(get, ("ja", "en", "abbreviation"))
    )


if __name__ == "__main__":
    main()
