"""What is found across documents: counts, key terms, neighbours, contexts."""

from __future__ import annotations

from dataclasses import dataclass

from jacyber_nlp.records.documents import CharSpan


@dataclass(frozen=True, slots=True)
class TermCounts:
    """What one document contributes to a corpus; its text is not kept.

    Attributes:
        document: Id of the document.
        date: Its ISO 8601 date or the part that is known; None if it is not.
        lang: Its main language, ``"ja"`` or ``"en"``.
        n_tokens: Tokens of its sentences in that language that hold a letter or
            a digit.
        keys: One a term: what is equal for one term in all documents.
        surfaces: The form that the document uses most, one a term.
        counts: Places of each term, from 1.
        aliases: Pairs (key of another form, key of the term), ascending.
    """

    document: str
    date: str | None
    lang: str
    n_tokens: int
    keys: tuple[str, ...]
    surfaces: tuple[str, ...]
    counts: tuple[int, ...]
    aliases: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        """Refuse columns of different length, and more places than tokens."""
        if not len(self.keys) == len(self.surfaces) == len(self.counts):
            raise ValueError("keys, surfaces and counts are not of one length")
        if self.counts and not 1 <= min(self.counts) <= max(self.counts) <= self.n_tokens:
            raise ValueError(f"a term has from 1 to n_tokens={self.n_tokens} places")


@dataclass(frozen=True, slots=True)
class CorpusTerm:
    """A term of many documents.

    Attributes:
        surface: The form with most places, of equals the first in code points.
        lang: ``"ja"`` or ``"en"``: of the documents that it was counted in.
        count: Places in all documents.
        documents: How many documents have it.
        dispersion: Gries' DP, normed to [0, 1]: 0 where the documents use it in
            proportion to their length, 1 where the shortest alone has it; None
            with fewer than two documents in its language.
        first_date: Earliest date of a dated document that has it; None if no
            document that has it is dated.
        first_document: Id of that document.
    """

    surface: str
    lang: str
    count: int
    documents: int
    dispersion: float | None
    first_date: str | None
    first_document: str | None


@dataclass(frozen=True, slots=True)
class KeyTerm:
    """How much more one set of documents uses a term than another.

    Attributes:
        surface: The form with most places, of equals the first in code points.
        lang: ``"ja"`` or ``"en"``: of the documents that are compared.
        count_a: Places in set A.
        count_b: Places in set B.
        documents_a: How many documents of A have it.
        documents_b: How many documents of B have it.
        per_million_a: Places a million tokens of A.
        per_million_b: Places a million tokens of B.
        log_ratio: Binary logarithm of the quotient of the two rates: +1 where A
            uses the term twice as often, −1 where B does.
        interval: Of the log ratio, 95 %.
        log_likelihood: G² of the term against all other tokens, from 0.
        p: Probability of so great a difference by chance, in [0, 1], if every
            token were drawn by itself.
        q: The same for all terms tested together: share of chance findings to
            expect among terms with a q as small.
    """

    surface: str
    lang: str
    count_a: int
    count_b: int
    documents_a: int
    documents_b: int
    per_million_a: float
    per_million_b: float
    log_ratio: float
    interval: tuple[float, float]
    log_likelihood: float
    p: float
    q: float


@dataclass(frozen=True, slots=True)
class Cooccurrence:
    """Two terms that stand in the same sentences or paragraphs.

    Attributes:
        first: Surface of the one term, before ``second`` in code points.
        second: Surface of the other.
        lang: ``"ja"`` or ``"en"``: of the documents that they were counted in.
        unit: ``"sentence"`` or ``"paragraph"``.
        count: Units that hold both.
        count_first: Units that hold the one.
        count_second: Units that hold the other.
        pmi: Pointwise mutual information in bits: 0 where they meet as often as
            chance would have it.
        dice: Share of what they have in common, in (0, 1].
    """

    first: str
    second: str
    lang: str
    unit: str
    count: int
    count_first: int
    count_second: int
    pmi: float
    dice: float


@dataclass(frozen=True, slots=True)
class Context:
    """A searched term at one place, with the text around it.

    Attributes:
        document: Id of the document.
        span: The place in its text.
        page: Page on which it begins; None if the format has no pages.
        line: Line on which it begins, from 1.
        left: Characters before it, within its paragraph.
        match: Its characters as they stand in the text.
        right: Characters after it, within its paragraph.
    """

    document: str
    span: CharSpan
    page: int | None
    line: int
    left: str
    match: str
    right: str
