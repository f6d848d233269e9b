"""Terms over many documents: counts, dispersion, first date of use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from jacyber_nlp.analysis.counts import tally
from jacyber_nlp.records import CorpusTerm, TermCounts


def corpus_terms(counts: Iterable[TermCounts]) -> tuple[CorpusTerm, ...]:
    """Return the terms of many documents with their counts, spread and first use.

    Each language is counted by itself. Dispersion is DP of Gries (2008,
    https://doi.org/10.1075/ijcl.13.4.02gri), half the sum over documents of
    ``|v − s|`` with v a document's share of the term's places and s its share
    of all tokens, normed by ``1 − min(s)`` (Lijffijt and Gries 2012,
    https://doi.org/10.1075/ijcl.17.1.08lij). The parts are whole documents, so
    a single document has none. A term of very few places cannot be spread
    evenly: read it with the count.

    The first date is the earliest among dated documents; a year or month alone
    stands for its beginning.

    Args:
        counts: One record a document, as ``count_terms`` makes it; any order.

    Returns:
        Terms, most places first, then most documents, language and surface.
    """
    records = tuple(counts)
    found = [
        _corpus_term(one.surface, one.counts, of_lang)
        for lang in sorted({record.lang for record in records})
        for of_lang in [[record for record in records if record.lang == lang]]
        for one in tally(of_lang)
    ]
    return tuple(sorted(found, key=lambda t: (-t.count, -t.documents, t.lang, t.surface)))


def _corpus_term(
    surface: str, counts: Mapping[int, int], records: Sequence[TermCounts]
) -> CorpusTerm:
    dated = [(r.date, r.document) for i in counts if (r := records[i]).date is not None]
    first_date, first_document = min(dated, default=(None, None))
    return CorpusTerm(
        surface=surface,
        lang=records[0].lang,
        count=sum(counts.values()),
        documents=len(counts),
        dispersion=_dispersion(counts, [record.n_tokens for record in records]),
        first_date=first_date,
        first_document=first_document,
    )


def _dispersion(counts: Mapping[int, int], sizes: Sequence[int]) -> float | None:
    """Return DP normed, by the documents that have the term; None for one part.

    A document without tokens is no part.
    """
    sizes_of_parts = [size for size in sizes if size]
    if len(sizes_of_parts) < 2:
        return None
    places, tokens = sum(counts.values()), sum(sizes_of_parts)
    # Over the documents without the term |v - s| sums up to their share of tokens.
    without = 1 - sum(sizes[i] for i in counts) / tokens
    within = sum(abs(n / places - sizes[i] / tokens) for i, n in counts.items())
    dp = (within + without) / 2
    return min(max(dp / (1 - min(sizes_of_parts) / tokens), 0.0), 1.0)
