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
class AlignedTerm:
    """A term, concept or citation of a document, with the provisions nearest to it.

    Attributes:
        text: As it stands in the document.
        lang: ``"ja"`` or ``"en"``.
        kind: ``term``, ``concept`` (of the lexicon, and no term) or ``citation``.
        span: Its first place.
        sentence: The sentence there, which tells its sense; at most 500 characters.
        page: Page of that place from 1; None without pages.
        line: Line of that place on its page, from 1.
        alignments: The five nearest provisions at most, best first.
    """

    text: str
    lang: str
    kind: str
    span: CharSpan
    sentence: str
    page: int | None
    line: int
    alignments: tuple[Alignment, ...]

    @property
    def matched(self) -> bool:
        """Whether it means any of the provisions."""
        return any(one.matched for one in self.alignments)


@dataclass(frozen=True, slots=True)
class Citation:
    """A place where a document names an instrument or provision.

    Attributes:
        span: The name or symbol with its locator.
        quote: Its characters.
        status: ``resolved`` (to provisions), ``instrument`` (to an instrument; its
            locator, if any, is none that the catalogue lists), ``ambiguous``
            (several instruments bear the name) or ``unknown`` (a document symbol,
            or an edition, that the catalogue lacks).
        instrument_id: The instrument; None unless resolved to one.
        provision_ids: Provisions that the locator names, in its order.
        locator: As printed; None without one.
        candidates: Instruments that it can be, ascending, where it is ambiguous.
    """

    span: CharSpan
    quote: str
    status: str
    instrument_id: str | None = None
    provision_ids: tuple[str, ...] = ()
    locator: str | None = None
    candidates: tuple[str, ...] = ()


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
        context: A sentence in which it stands; empty if none is known.
        denied: Whether just such a concept is denied or opposed in the wording
            (``no censorship``), so that its pole is the other one.
        extracted: Whether it was taken out of a document as one of its terms,
            most of which mean no norm, rather than asked for by a person.
    """

    text: str
    lang: str
    concept_ids: tuple[str, ...] = ()
    context: str = ""
    denied: bool = False
    extracted: bool = False


@dataclass(frozen=True, slots=True)
class Alignment:
    """One candidate provision for one term.

    Attributes:
        text: The term.
        provision_id: The provision.
        similarity: Cosine of the term and what is nearest to it of the provision (title
            with summary, title, a phrase for it), in [-1, 1].
        probability: That the term means this provision, calibrated, in [0, 1].
        rank: From 1, best first.
        route: ``citation``, ``lexicon`` or ``embedding``: what it was found by first.
        encoder: Name and version of the encoder.
        matched: Whether the probability reaches the threshold; otherwise the
            term means no norm, and this was only the nearest.
        verified: How far the provision's text was checked against a source.
        text_source: What the term was compared with: ``summary`` (our own words)
            or ``official`` (the words of the instrument).
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
    text_source: str = "summary"
