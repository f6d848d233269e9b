"""A bilingual glossary: its entries, and where each was met."""

from __future__ import annotations

from dataclasses import dataclass

PAIR_KINDS = ("term", "person", "body", "instrument")


@dataclass(frozen=True, slots=True)
class GlossaryUse:
    """How often one form stands in one document.

    Attributes:
        form: The form, as the document writes it most often.
        document: Name of the document.
        digest: The first 16 hexadecimal digits of the SHA-256 of its bytes: two
            files of one name are two documents, one file under two names is one.
        count: Number of places; at least 1.
        date: ISO 8601 date of the document, or the part of it that is known.
        score: Termhood of the thing there, in [0, 1]; 1 where the document states
            a pair; 0 where it is not known.
    """

    form: str
    document: str
    digest: str
    count: int
    date: str | None = None
    score: float = 0.0

    def __post_init__(self) -> None:
        """Refuse a use that is none."""
        if self.count < 1:
            raise ValueError(f"count is {self.count}; at least 1 would be right")


@dataclass(frozen=True, slots=True)
class GlossaryContext:
    """A sentence in which an entry stands.

    Attributes:
        text: The sentence; a long one is cut around the term, with an ellipsis.
        document: Name of the document.
        page: Page number from 1; None if its format has no pages.
        line: Line from 1 on that page, or in the file where there are no pages.
    """

    text: str
    document: str
    page: int | None
    line: int


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """What one thing is called in both languages.

    One name of three at least is there; a name is None where no document
    states it, never a guess.

    Attributes:
        ja: Preferred Japanese name.
        en: Preferred English name.
        abbreviations: Short forms and acronyms, in either language.
        variants_ja: Other Japanese names, most frequent first.
        variants_en: Other English names, most frequent first.
        kind: ``term``, ``person``, ``body`` or ``instrument``.
        uses: Which form stands how often in which document, earliest first;
            empty for an entry that a person wrote.
        context: One sentence that shows it, rather one that states the pair.
    """

    ja: str | None = None
    en: str | None = None
    abbreviations: tuple[str, ...] = ()
    variants_ja: tuple[str, ...] = ()
    variants_en: tuple[str, ...] = ()
    kind: str = "term"
    uses: tuple[GlossaryUse, ...] = ()
    context: GlossaryContext | None = None

    def __post_init__(self) -> None:
        """Refuse an entry without a name, empty names, and an unknown kind."""
        names = [n for n in (self.ja, self.en, *self.abbreviations) if n is not None]
        if not names:
            raise ValueError("ja, en and abbreviations are all missing; one name is needed")
        if not all(n.strip() for n in (*names, *self.variants_ja, *self.variants_en)):
            raise ValueError("a name is empty; null, or nothing, would be right")
        for lang, name, variants in (
            ("ja", self.ja, self.variants_ja),
            ("en", self.en, self.variants_en),
        ):
            if variants and name is None:
                raise ValueError(f"variants_{lang} without {lang}; name one of them {lang}")
        if self.kind not in PAIR_KINDS:
            raise ValueError(f"kind is {self.kind!r}; one of {', '.join(PAIR_KINDS)} is right")

    @property
    def label(self) -> str:
        """The name to list it under: Japanese, else English, else an abbreviation."""
        return self.ja or self.en or self.abbreviations[0]

    @property
    def count(self) -> int:
        """Number of places in all documents, of all forms."""
        return sum(use.count for use in self.uses)

    @property
    def documents(self) -> int:
        """Number of documents in which it stands."""
        return len({use.digest for use in self.uses})

    @property
    def score(self) -> float:
        """In how many documents a reader is expected to index it: the sum of their scores."""
        best: dict[str, float] = {}
        for use in self.uses:
            best[use.digest] = max(best.get(use.digest, 0.0), use.score)
        return round(sum(best.values()), 6)

    @property
    def first(self) -> GlossaryUse | None:
        """Its use in the earliest document with a date, or else in the first by name."""
        return min(self.uses, key=lambda u: (u.date or "9999", u.document), default=None)
