"""A term in context, at every place of a document."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache

from jacyber_nlp.matching import both_numbers
from jacyber_nlp.records import CharSpan, Context, Document

WINDOW = 40
# A character with the marks that NFKC may join to it (か゛, ｶﾞ, e + ◌́).
_CLUSTER = re.compile(r".[\u0300-\u036f\u3099\u309a\uff9e\uff9f]*", re.DOTALL)
_WORD = "0-9a-z\u00df-\u024f"  # after case folding


def kwic(term: str, document: Document, *, window: int = WINDOW) -> tuple[Context, ...]:
    """Return every place of a term in a document, with the text around it.

    Term and text are compared after NFKC and case folding; white space in the
    term matches any. Where an end of the term is a Latin letter or digit, a
    word must end there, and an English term is found in the singular and plural
    of its last word. Japanese is compared character by character: a term is
    found inside longer words too (主権 in 国家主権, タイ in タイトル), because
    compounds are what a concordance is asked for, and boundaries of tokens are
    no boundaries of words.

    The search is over all of ``Document.text``, so a place that the original
    breaks over two lines is found; notes, tables and figures come after the
    body. A place lies within one paragraph, and so does its context.

    Args:
        term: With one visible character at least.
        document: Where to look.
        window: Characters of context on either side at most, from 0.

    Returns:
        Places in order that do not overlap; empty if there is none.

    Raises:
        ValueError: If ``term`` is blank or ``window`` negative.
    """
    if window < 0:
        raise ValueError(f"window={window}; from 0 would be right")
    pattern = _pattern(term)
    found = []
    for paragraph in document.paragraphs:
        folded, origins = _folded(paragraph.of(document.text))
        for match in pattern.finditer(folded):
            start, end = (paragraph.start + origins[i] for i in _whole(match, origins))
            found.append(_context(document, paragraph, CharSpan(start, end), window))
    return tuple(found)


def _context(document: Document, paragraph: CharSpan, span: CharSpan, window: int) -> Context:
    page, line = document.place(span)
    return Context(
        document=document.id,
        span=span,
        page=page,
        line=line,
        left=document.text[max(span.start - window, paragraph.start) : span.start],
        match=span.of(document.text),
        right=document.text[span.end : min(span.end + window, paragraph.end)],
    )


def _pattern(term: str) -> re.Pattern[str]:
    words = _folded(term)[0].split()
    if not words:
        raise ValueError("the term to look for is blank")
    forms = sorted(both_numbers(" ".join(words)), key=len, reverse=True)
    edges = f"[{_WORD}]"
    return re.compile(
        "|".join(
            (f"(?<!{edges})" if re.match(edges, form) else "")
            + r"\s+".join(map(re.escape, form.split()))
            + (f"(?!{edges})" if re.match(edges, form[-1]) else "")
            for form in forms
        )
    )


def _folded(text: str) -> tuple[str, list[int]]:
    """Return text after NFKC and case folding, and where each character comes from.

    The second has one entry more than the first has characters: the length of
    ``text``. A character that folds to several (㈱) is the origin of each.
    """
    parts: list[str] = []
    origins: list[int] = []
    for match in _CLUSTER.finditer(text):
        folded = _fold_cluster(match.group())
        parts.append(folded)
        origins += [match.start()] * len(folded)
    return "".join(parts), [*origins, len(text)]


@lru_cache(maxsize=20_000)
def _fold_cluster(cluster: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", cluster).casefold())


def _whole(match: re.Match[str], origins: list[int]) -> tuple[int, int]:
    """Return the folded range of a match, widened to whole characters of the text."""
    start, end = match.span()
    last = origins[end - 1]
    return start, bisect_right(origins, last)
