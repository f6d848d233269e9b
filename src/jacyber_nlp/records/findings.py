"""What stages find in a document: terms, concepts, scopes, holders, norms."""

from __future__ import annotations

from dataclasses import dataclass

from jacyber_nlp.records.documents import CharSpan


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a document, all its places taken together.

    Attributes:
        surface: The form that is met most often, the first of equals; a short form
            only if it would be a term by itself.
        lemmas: Lemmas of its tokens.
        lang: ``"ja"`` or ``"en"``.
        spans: Every place, ascending.
        score: Termhood by ``measure``; greater is better. By ``termhood`` it is a
            probability in [0, 1].
        measure: ``termhood``, ``c-value``, ``flr`` or ``keyness``.
        evidence: What speaks for it beside its form and frequency, ascending:
            ``glossed`` (an English name in brackets follows), ``in_brackets``,
            ``lexicon``, ``paired`` (a name of a ``TermPair``), ``quoted``, ``user``.
        variants: Its other forms in the document (spelling, number, short
            form), ascending.
    """

    surface: str
    lemmas: tuple[str, ...]
    lang: str
    spans: tuple[CharSpan, ...]
    score: float
    measure: str
    evidence: tuple[str, ...]
    variants: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """Number of places."""
        return len(self.spans)


@dataclass(frozen=True, slots=True)
class TermPair:
    """Two or three names that a document itself gives to one thing.

    Two of the three names at least are there.

    Attributes:
        ja: Japanese name; None where the document gives none.
        en: English name; None where the document gives none.
        abbreviation: Short form, acronym or other name in either language;
            None where the document gives none.
        kind: ``term``, ``person``, ``body`` or ``instrument``.
        where: Where the document says so: ``bracket``, ``definition``
            (以下「…」という, hereinafter), ``note`` or ``alias``.
        spans: Every place that states it, ascending; each covers the names that it
            gives.
    """

    ja: str | None
    en: str | None
    abbreviation: str | None
    kind: str
    where: str
    spans: tuple[CharSpan, ...]

    def __post_init__(self) -> None:
        """Refuse a pair of one name."""
        if sum(name is not None for name in (self.ja, self.en, self.abbreviation)) < 2:
            raise ValueError("a pair has two names at least")


@dataclass(frozen=True, slots=True)
class ConceptMatch:
    """A concept of the lexicon at one place."""

    concept_id: str
    span: CharSpan


@dataclass(frozen=True, slots=True)
class ScopeSpan:
    """A stretch of text under a cue.

    Attributes:
        span: What is negated, conditioned on, conceded, asked or reported.
        kind: ``negation``, ``opposition``, ``prevention``, ``double_negation``,
            ``condition``, ``concession``, ``question``, ``report`` or ``quotation``.
        cue: The words that open or close the scope.
    """

    span: CharSpan
    kind: str
    cue: CharSpan


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose view a sentence gives, if it gives another's.

    Attributes:
        name: As it stands in the text; ``"author"`` where the author reports
            himself, ``"unnamed"`` where the text names nobody. Never empty.
        actor_id: Its entry in the catalogue of actors; None without one.
        cue: The words that make it the holder; None if nobody is named.
        place: What it is in the sentence: ``topic``, ``source``, ``label`` …;
            empty if nobody is named.
        head: What it names: ``person``, ``name``, ``text``, ``generic`` …; empty
            if nobody is named.
        p: Probability of this holder among all candidates, given that the
            sentence is a report, in [0, 1].
    """

    name: str
    actor_id: str | None
    cue: CharSpan | None
    place: str
    head: str
    p: float


@dataclass(frozen=True, slots=True)
class TermQuery:
    """A term or concept as it is looked up among the provisions.

    Attributes:
        text: The wording.
        lang: ``"ja"`` or ``"en"``.
        concept_ids: Concepts of the lexicon that the wording names.
    """

    text: str
    lang: str
    concept_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alignment:
    """One candidate provision for one term.

    Attributes:
        text: The term.
        provision_id: The provision.
        similarity: Cosine of term and provision, in [-1, 1].
        probability: That the term means this provision, calibrated, in [0, 1].
        rank: From 1, best first.
        route: ``lexicon`` or ``embedding``.
        encoder: Name and version of the encoder.
        matched: Whether the probability reaches the threshold; otherwise the
            term means no norm, and this was only the nearest.
        verified: How far the provision's text was checked against a source.
    """

    text: str
    provision_id: str
    similarity: float
    probability: float
    rank: int
    route: str
    encoder: str
    matched: bool
    verified: str
