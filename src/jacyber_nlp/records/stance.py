"""Where sentences, holders and documents stand on the freedom-control axis."""

from __future__ import annotations

from dataclasses import dataclass

from jacyber_nlp.records.documents import CharSpan, Document, Sentence
from jacyber_nlp.records.findings import (
    Alignment,
    Citation,
    ConceptMatch,
    ScopeSpan,
    Term,
    TermPair,
)

STAGES = ("terms", "align", "score")  # what can be asked for of a document, in order


@dataclass(frozen=True, slots=True)
class SentenceStance:
    """The stance of one sentence.

    Under an axis of one's own the names of its poles stand for ``freedom`` (the
    positive one) and ``control`` in pole, label and reported label; the fields keep
    their names.

    Attributes:
        span: The sentence.
        paragraph: Index into ``Document.paragraphs``.
        pole: Of the proposition, whoever holds it: ``freedom``, ``control`` or
            ``neutral``.
        p_pole: Probability of ``pole``, in [0, 1].
        mode: ``asserted``, ``evaluated`` (the author judges another's view) or
            ``reported``.
        label: What the author asserts, by the codebook: ``freedom``,
            ``control`` or ``neutral`` (a view only reported is neutral).
        p_freedom: Probability of the label ``freedom``.
        p_control: Probability of the label ``control``.
        p_neutral: Probability of the label ``neutral``; the three add up to 1.
        issue: ``A`` to ``G`` of the codebook, or the user's own; None for a neutral
            proposition, and where the model tells none.
        phenomena: ``negation``, ``conditional``, ``reported`` … or ``plain``.
        holder: ``author``, the name as it stands in the text, or ``unnamed``.
        reported_label: Pole of a reported view; None if it is the author's.
    """

    span: CharSpan
    paragraph: int
    pole: str
    p_pole: float
    mode: str
    label: str
    p_freedom: float
    p_control: float
    p_neutral: float
    issue: str | None
    phenomena: tuple[str, ...]
    holder: str
    reported_label: str | None


@dataclass(frozen=True, slots=True)
class SentenceQuery:
    """One sentence whose stance is asked for.

    Attributes:
        id: The caller's own, given back as it is; None without one.
        text: The sentence, taken as one whatever its marks.
        lang: ``"ja"`` or ``"en"``.
        actor: Whose voice it is, by name or actor id; None if not known.
        before: The sentences before it; empty if none are known.
        kind: Kind of its source, one of ``KINDS``; None if not known.
    """

    id: str | int | float | None
    text: str
    lang: str
    actor: str | None = None
    before: str = ""
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose view a sentence gives, and why.

    Attributes:
        sentence: The sentence.
        stance: Its mode, holder and pole.
        actor_id: The holder's entry in the catalogue of actors; None without one.
        cues: The words of this sentence that name the holder and make it a report,
            in order; empty where the author speaks, and where only a sentence
            before shows it.
    """

    sentence: Sentence
    stance: SentenceStance
    actor_id: str | None
    cues: tuple[CharSpan, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that moves the position.

    Attributes:
        span: The sentence.
        quote: Its characters.
        page: Page on which it begins; None if the format has no pages.
        line: Line on that page, or in the file.
        label: ``freedom`` or ``control``, or what the axis calls it.
        contribution: Its share of the position; contributions add up to it.
    """

    span: CharSpan
    quote: str
    page: int | None
    line: int
    label: str
    contribution: float


@dataclass(frozen=True, slots=True)
class Position:
    """A position from part of the sentences: of one issue, or of one holder.

    Attributes:
        position: In [-1, 1], freedom positive.
        interval: 90 % interval; None with fewer than two sentences.
        n: Number of sentences.
    """

    position: float
    interval: tuple[float, float] | None
    n: int


@dataclass(frozen=True, slots=True)
class DocumentStance:
    """Where a document stands by what its author asserts.

    Attributes:
        id: The document.
        path: Where it came from.
        position: In [-1, 1], freedom positive; None with fewer than two
            evidence sentences.
        interval: 90 % interval of the position; None where the position is, and with
            fewer than two evidence sentences.
        salience: Share of evidence among the body's sentences, in [0, 1].
        density_freedom: Freedom sentences per 2,000 characters (Japanese) or
            1,000 words (English) of body.
        density_control: The same of control sentences.
        density_conditional: The same of those control sentences that grant a freedom
            on condition.
        n_sentences: Sentences of the body.
        n_evidence: Evidence sentences.
        n_halved: How many evidence sentences of the position's own pole, the
            weightiest first, have to be left out for the position to be half as
            far from 0; None where there is no position, or it is 0.
        n_turned: How many for it to have the other sign; None where none do.
        evidence: Evidence, the greatest contribution first; empty where the
            position is None.
        issues: Issue → position of the evidence under it, with its count.
        holders: Holder → position of the views reported of it.
        model: Name and version of the classifier.
    """

    id: str
    path: str
    position: float | None
    interval: tuple[float, float] | None
    salience: float
    density_freedom: float
    density_control: float
    density_conditional: float
    n_sentences: int
    n_evidence: int
    n_halved: int | None
    n_turned: int | None
    evidence: tuple[Evidence, ...]
    issues: dict[str, Position]
    holders: dict[str, Position]
    model: str


@dataclass(frozen=True, slots=True)
class ActorPosition:
    """Where an actor stands by several documents.

    Attributes:
        position: Mean of the documents' positions, in [-1, 1].
        interval: 90 % interval of the mean.
        spread: How far documents differ beyond what their own intervals explain, as
            a standard deviation; 0 if not at all.
        n_documents: Documents with a position.
    """

    position: float
    interval: tuple[float, float]
    spread: float
    n_documents: int


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything that was found in one document, and what found it.

    Attributes:
        schema: Version of this record's layout.
        document: The repaired document.
        sentences: Its sentences in order: of the body, then of notes and tables.
        terms: Terms of the main language, best first.
        pairs: Names that the document gives to one thing, best first.
        concepts: Concepts of the lexicon in order of place.
        citations: Instruments and provisions that it names, in order of place.
        scopes: Negations, conditions, reports … in order of place.
        alignments: Candidate provisions for terms and concepts, grouped by
            term in the order of ``terms``, best first within a term.
        sentence_stances: One for each sentence of the body, in order.
        stance: The document's stance.
        versions: What computed it: package, tokenizer, dictionary, encoder,
            models, digest of the data.
    """

    schema: str
    document: Document
    sentences: tuple[Sentence, ...]
    terms: tuple[Term, ...]
    pairs: tuple[TermPair, ...]
    concepts: tuple[ConceptMatch, ...]
    citations: tuple[Citation, ...]
    scopes: tuple[ScopeSpan, ...]
    alignments: tuple[Alignment, ...]
    sentence_stances: tuple[SentenceStance, ...]
    stance: DocumentStance
    versions: dict[str, str]
