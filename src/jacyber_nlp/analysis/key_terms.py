"""Which terms one set of documents uses more than another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from jacyber_nlp.analysis.counts import tally
from jacyber_nlp.errors import DifferentLanguagesError
from jacyber_nlp.records import KeyTerm, TermCounts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# Below this expected count chi-squared is no approximation (Cochran 1954).
MIN_EXPECTED = 5
_Z = 1.959963984540054  # 97.5 % of the normal distribution


class _Row(NamedTuple):
    """One term's places and documents in both sets, and the tokens of both."""

    surface: str
    lang: str
    count_a: int
    count_b: int
    documents_a: int
    documents_b: int
    tokens_a: int
    tokens_b: int


def keyness(
    a: Iterable[TermCounts], b: Iterable[TermCounts], *, min_count: int = 1
) -> tuple[KeyTerm, ...]:
    """Compare the terms of two sets of documents.

    Terms of Japanese documents are compared among Japanese documents, English
    ones among English; a language that only one set has is left out. With ``a``
    and ``b`` the places of a term and ``A`` and ``B`` the tokens of both sets:

    - ``log_likelihood`` is G² of the table (a, b; A − a, B − b) with one degree
      of freedom (Dunning 1993; Rayson and Garside 2000 leave out its second
      row, which changes little for rare words).
    - ``p`` comes from its chi-squared distribution or, where an expected count
      is below 5, from the exact binomial test (twice the smaller tail).
    - ``q`` corrects p for all terms of the result (Benjamini and Hochberg 1995).
    - ``log_ratio`` is log2((a / A) / (b / B)); a count of 0 is taken as ½
      (Hardie 2014). Its interval is that of a ratio of two shares, ± 1.96
      √(1/a − 1/A + 1/b − 1/B) / ln 2 (Katz et al. 1978).

    All of these take tokens for independent. Words of one text are not: a term
    that one document repeats looks sure. Read ``documents_a`` and
    ``documents_b`` beside them.

    Args:
        a: One record a document, as ``count_terms`` makes it; at least one.
        b: The same for the set to compare with.
        min_count: Terms with fewer places in both sets together are left out.
            A rare term cannot differ surely, but makes every q greater.

    Returns:
        Terms of either set, the surest great difference first, whichever set
        has more: by the bound of the interval that is nearer to 0, or 0 if the
        interval holds it (conservative log ratio; Evert, Dykes and Peters 2018),
        then by G², language and surface.

    Raises:
        DifferentLanguagesError: If the sets have no language in common; that of
            a document without tokens does not count.
        ValueError: If a set is empty.
    """
    records_a, records_b = tuple(a), tuple(b)
    if not records_a or not records_b:
        raise ValueError("a set without documents cannot be compared")
    langs_a, langs_b = (
        {record.lang for record in set_ if record.n_tokens} for set_ in (records_a, records_b)
    )
    if not langs_a & langs_b:
        raise DifferentLanguagesError(langs_a, langs_b)
    rows = [
        row
        for lang in sorted(langs_a & langs_b)
        for row in _rows(
            [record for record in records_a if record.lang == lang],
            [record for record in records_b if record.lang == lang],
        )
        if row.count_a + row.count_b >= min_count
    ]
    return tuple(sorted(_key_terms(rows), key=_order)) if rows else ()


def _rows(a: Sequence[TermCounts], b: Sequence[TermCounts]) -> list[_Row]:
    """Count the terms of documents of one language in both sets."""
    tokens_a, tokens_b = (sum(record.n_tokens for record in set_) for set_ in (a, b))
    rows = []
    for surface, counts in tally([*a, *b]):
        in_a = [count for index, count in counts.items() if index < len(a)]
        in_b = [count for index, count in counts.items() if index >= len(a)]
        sums = sum(in_a), sum(in_b), len(in_a), len(in_b)
        rows.append(_Row(surface, a[0].lang, *sums, tokens_a, tokens_b))
    return rows


def _key_terms(rows: Sequence[_Row]) -> list[KeyTerm]:
    import numpy as np

    a, b, tokens_a, tokens_b = (
        np.array([getattr(row, name) for row in rows], dtype=np.float64)
        for name in ("count_a", "count_b", "tokens_a", "tokens_b")
    )
    ratios, errors = _log_ratios(a, b, tokens_a, tokens_b)
    g2 = _log_likelihoods(a, b, tokens_a, tokens_b)
    p = _p_values(a, b, tokens_a, tokens_b, g2)
    columns = (
        a / tokens_a * 1e6,
        b / tokens_b * 1e6,
        ratios,
        ratios - _Z * errors,
        ratios + _Z * errors,
        g2,
        p,
        _q_values(p),
    )
    return [
        KeyTerm(
            surface=row.surface,
            lang=row.lang,
            count_a=row.count_a,
            count_b=row.count_b,
            documents_a=row.documents_a,
            documents_b=row.documents_b,
            per_million_a=million_a,
            per_million_b=million_b,
            log_ratio=ratio,
            interval=(low, high),
            log_likelihood=likelihood,
            p=one_p,
            q=one_q,
        )
        for row, million_a, million_b, ratio, low, high, likelihood, one_p, one_q in zip(
            rows, *(column.tolist() for column in columns), strict=True
        )
    ]


def _log_ratios(a: Floats, b: Floats, tokens_a: Floats, tokens_b: Floats) -> tuple[Floats, Floats]:
    """Return log ratios and their standard errors, in bits. Shape of each: (n,)."""
    import numpy as np

    a, b = np.maximum(a, 0.5), np.maximum(b, 0.5)
    ratios = np.log2(a) - np.log2(tokens_a) - (np.log2(b) - np.log2(tokens_b))
    return ratios, np.sqrt(1 / a - 1 / tokens_a + 1 / b - 1 / tokens_b) / np.log(2)


def _log_likelihoods(a: Floats, b: Floats, tokens_a: Floats, tokens_b: Floats) -> Floats:
    """Return G² of the table of each term. Shape: (n,)."""
    import numpy as np
    from scipy.special import xlogy

    observed = np.stack([a, b, tokens_a - a, tokens_b - b])
    share = (a + b) / (tokens_a + tokens_b)
    expected = np.stack(
        [tokens_a * share, tokens_b * share, tokens_a * (1 - share), tokens_b * (1 - share)]
    )
    ratio = np.divide(observed, expected, out=np.ones_like(observed), where=expected > 0)
    g2: Floats = 2 * xlogy(observed, ratio).sum(axis=0)
    return np.maximum(g2, 0.0)


def _p_values(
    a: Floats,
    b: Floats,
    tokens_a: Floats,
    tokens_b: Floats,
    g2: Floats,
) -> Floats:
    """Return p, by the exact test where an expected count is small. Shape: (n,)."""
    import numpy as np
    from scipy.special import bdtr, bdtrc, chdtrc

    n, share = a + b, tokens_a / (tokens_a + tokens_b)
    whole = n.astype(np.int64)  # as floats they are deprecated in scipy
    fewer, more = bdtr(a, whole, share), bdtrc(a - 1, whole, share)
    exact = np.minimum(2 * np.minimum(fewer, more), 1.0)
    enough = n * np.minimum(share, 1 - share) >= MIN_EXPECTED
    p: Floats = np.where(enough, chdtrc(1, g2), exact)
    return p


def _q_values(p: Floats) -> Floats:
    """Return q by Benjamini and Hochberg (1995), step-up. Shape: (n,)."""
    import numpy as np

    order = np.argsort(p)[::-1]
    ranked = p[order] * (len(p) / np.arange(len(p), 0, -1))
    q = np.empty_like(p)
    q[order] = np.minimum.accumulate(np.minimum(ranked, 1.0))
    return q


def _order(term: KeyTerm) -> tuple[float, float, str, str]:
    low, high = term.interval
    sure = max(low, -high, 0.0)
    return (-sure, -term.log_likelihood, term.lang, term.surface)
