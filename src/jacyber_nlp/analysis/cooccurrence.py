"""Which terms stand in the same sentences or paragraphs."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import log2
from typing import TYPE_CHECKING, Any

from jacyber_nlp.analysis.counts import commonest, merged_keys, term_aliases, term_key
from jacyber_nlp.records import CharSpan, Cooccurrence, Document, Term
from jacyber_nlp.sentences import sentences_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

UNITS = ("sentence", "paragraph")


def cooccurrences(
    found: Iterable[tuple[Document, Sequence[Term]]],
    *,
    unit: str = "sentence",
    top: int = 200,
    min_count: int = 2,
) -> tuple[Cooccurrence, ...]:
    """Count which terms of many documents meet in sentences or paragraphs.

    With ``n`` units, ``x`` and ``y`` of which hold the one and the other term
    and ``m`` both: PMI is log2(m n / (x y)) (Church and Hanks 1990), Dice is
    2 m / (x + y). A place inside that of a longer term is left out: a part does
    not meet its whole. PMI favours rare pairs; read it with the count. Each
    language is counted by itself.

    The documents may come one by one. Kept of each is 12 bytes for a place of a
    term, and in the end at most ``top`` × ``top`` counts.

    Args:
        found: Documents with their terms.
        unit: ``"sentence"`` or ``"paragraph"``.
        top: Only the terms that the most units hold are paired, so many of each
            language.
        min_count: Least number of units that hold both.

    Returns:
        Pairs, greatest Dice first, then greatest count, language and surfaces.
    """
    if unit not in UNITS:
        raise ValueError(f"unit is {unit!r}; 'sentence' or 'paragraph' would be right")
    if top < 1 or min_count < 1:
        raise ValueError(f"top={top} and min_count={min_count}: from 1 would be right")
    by_lang: defaultdict[str, _Units] = defaultdict(_Units)
    for document, terms in found:
        by_lang[document.lang].add(_spans(document, unit), terms)
    pairs = [
        pair
        for lang, units in by_lang.items()
        for pair in units.pairs(lang=lang, unit=unit, top=top, min_count=min_count)
    ]
    return tuple(sorted(pairs, key=lambda p: (-p.dice, -p.count, p.lang, p.first, p.second)))


def _spans(document: Document, unit: str) -> Sequence[CharSpan]:
    if unit == "paragraph":
        return document.paragraphs
    return [sentence.span for sentence in sentences_of(document)]


class _Units:
    """Sentences or paragraphs of one language, numbered, and the terms in them."""

    def __init__(self) -> None:
        self._n = 0
        self._rows = array("Q")
        self._columns = array("L")
        self._ids: dict[str, int] = {}
        self._forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._aliases: set[tuple[str, str]] = set()

    def add(self, units: Sequence[CharSpan], terms: Iterable[Term]) -> None:
        """Note the terms of one document unit by unit."""
        places = []
        for term in terms:
            key = term_key(term)
            self._forms[key][term.surface] += term.count
            self._aliases |= term_aliases(term)
            column = self._ids.setdefault(key, len(self._ids))
            places += [(span.start, -span.end, column) for span in term.spans]
        starts = [unit.start for unit in units]
        reach = -1
        for start, minus_end, column in sorted(places):
            if -minus_end > reach:
                reach = -minus_end
                self._rows.append(self._n + bisect_right(starts, start) - 1)
                self._columns.append(column)
        self._n += len(units)

    def pairs(self, *, lang: str, unit: str, top: int, min_count: int) -> Iterator[Cooccurrence]:
        """Return the pairs of the most frequent terms."""
        import numpy as np
        from scipy.sparse import csr_matrix, triu

        if not self._columns:
            return
        names, of_id = self._names()
        rows, columns = np.frombuffer(self._rows, "uint64"), of_id[np.array(self._columns)]
        held = csr_matrix(
            (np.ones(len(rows), dtype=np.int64), (rows.astype(np.int64), columns)),
            shape=(self._n, len(names)),
        )
        held.sum_duplicates()
        held.data[:] = 1  # a unit counts once, however often it has the term
        sums = held.sum(axis=0).A1.tolist()
        best = sorted(range(len(names)), key=lambda i: (-sums[i], names[i]))[:top]
        best.sort(key=lambda i: names[i])
        kept = held[:, best]
        both = triu(kept.T @ kept, k=1, format="coo")
        for i, j, count in zip(
            both.row.tolist(), both.col.tolist(), both.data.tolist(), strict=True
        ):
            if count < min_count:
                continue
            x, y = sums[best[i]], sums[best[j]]
            yield Cooccurrence(
                first=names[best[i]],
                second=names[best[j]],
                lang=lang,
                unit=unit,
                count=count,
                count_first=x,
                count_second=y,
                pmi=log2(count * self._n / (x * y)),
                dice=2 * count / (x + y),
            )

    def _names(self) -> tuple[list[str], NDArray[Any]]:
        """Return the surfaces of merged terms, and for each id the index of its term."""
        import numpy as np

        root = merged_keys(self._aliases)
        merged: dict[str, int] = {}
        of_id = np.array([merged.setdefault(root.get(k, k), len(merged)) for k in self._ids])
        forms: list[Counter[str]] = [Counter() for _ in merged]
        for key, index in zip(self._ids, of_id.tolist(), strict=True):
            forms[index].update(self._forms[key])
        return [commonest(form) for form in forms], of_id
