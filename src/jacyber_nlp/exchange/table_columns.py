"""What the tables hold: one definition for Arrow, for CSV headers and for the manual."""

from __future__ import annotations

from typing import Literal, NamedTuple

TABLES_SCHEMA = "jacyber-tables/1"

Kind = Literal["word", "text", "offset", "number", "score"]

# A word comes again and again (ids, labels, languages); a text hardly ever does.
ARROW_TYPES: dict[Kind, str] = {
    "word": "string",
    "text": "string",
    "offset": "int64",
    "number": "int32",
    "score": "float64",
}


class Column(NamedTuple):
    """One column of a table.

    Attributes:
        name: Its name.
        kind: A key of ``ARROW_TYPES``.
        meaning: One sentence for the manual.
    """

    name: str
    kind: Kind
    meaning: str


_DOCUMENT = Column("document_id", "word", "Id of the document.")
_SPAN = (
    Column("start", "offset", "First character, in code points of the document's text from 0."),
    Column("end", "offset", "One past the last character."),
)
_PLACE = (
    *_SPAN,
    Column("page", "number", "Page on which it begins, from 1; null if the format has no pages."),
    Column("line", "number", "Line on that page, or in the file, from 1."),
)
_LANG = Column("lang", "word", "`ja` or `en`.")
_QUOTE = Column("quote", "text", "Its characters.")
_ISSUE = Column("issue", "word", "`A` to `G` of the codebook, or the user's own; null for none.")
_HOLDER = Column("holder", "text", "`author`, the name as it stands in the text, or `unnamed`.")
_COUNT = Column("count", "number", "How many places it has; start to line are the first one's.")
_POSITION = (
    Column("position", "score", "From -1 (control) to +1 (freedom); null without evidence."),
    Column("interval_low", "score", "Lower end of its 90 % interval; null without one."),
    Column("interval_high", "score", "Upper end of its 90 % interval; null without one."),
)
_OF_SENTENCES = Column("n", "number", "Sentences that the position is made of.")

TABLES: dict[str, tuple[Column, ...]] = {
    "documents": (
        _DOCUMENT,
        Column("path", "text", "The path or address as it was given."),
        Column("lang", "word", "Main language, `ja` or `en`."),
        Column("title", "text", "Title; null if not known."),
        Column("issuer", "word", "The body that issued it, as it names it; null if not known."),
        Column("actor", "word", "The body that speaks, by name or actor id; null if not known."),
        Column("date", "word", "ISO 8601 date or the part that is known; null if not known."),
        Column("kind", "word", "Kind of source (`primary`, `news` …); null if not known."),
        Column("media_type", "word", "`text/plain` or `application/pdf`."),
        Column("encoding", "word", "Encoding of the bytes; null where the format has none."),
        Column("sha256", "text", "Digest of the bytes, in hexadecimal."),
        Column("n_characters", "number", "Characters of the repaired text."),
        Column("n_pages", "number", "Pages; null if the format has none."),
        Column("n_sentences", "number", "Sentences; null if they were not asked for."),
        Column("doubtful_pages", "number", "Pages whose repair has a confidence below .5."),
    ),
    "sections": (
        _DOCUMENT,
        Column("section_id", "number", "Number in the document, from 0, outer before inner."),
        Column("kind", "word", "`section`, `article`, `item`, `note`, `table` or `figure`."),
        Column("level", "number", "Depth from 1."),
        Column("number", "text", "As it stands in the text (第3条, 1.2); null without one."),
        Column("title", "text", "Heading or caption without its number; may be empty."),
        *_PLACE,
    ),
    "sentences": (
        _DOCUMENT,
        *_PLACE,
        _LANG,
        Column("paragraph", "number", "Number of its paragraph in the document, from 0."),
        Column("section_id", "number", "Innermost section around it; null outside of all."),
        Column("section_number", "text", "Number of that section as printed; null without one."),
        Column("text", "text", "Its characters."),
    ),
    "terms": (
        _DOCUMENT,
        Column("term_id", "number", "Number in the document, from 0, best first."),
        Column("surface", "word", "The form that is met most often."),
        Column("lemmas", "word", "Lemmas of its tokens, blanks between."),
        _LANG,
        Column("score", "score", "Termhood by `measure`; greater is better."),
        Column("measure", "word", "`termhood`, `c-value`, `flr` or `keyness`."),
        Column("evidence", "word", "What speaks for it beside form and count, blanks between."),
        Column("variants", "text", "Its other forms in the document, one a line."),
        _COUNT,
        *_PLACE,
    ),
    "term_places": (
        _DOCUMENT,
        Column("term_id", "number", "The term."),
        *_PLACE,
    ),
    "pairs": (
        _DOCUMENT,
        Column("ja", "text", "Japanese name; null where the document gives none."),
        Column("en", "text", "English name; null where the document gives none."),
        Column("abbreviation", "text", "Short or other name; null where it gives none."),
        Column("kind", "word", "`term`, `person`, `body` or `instrument`."),
        Column("where", "word", "`bracket`, `definition`, `note` or `alias`."),
        _COUNT,
        *_PLACE,
    ),
    "concepts": (
        _DOCUMENT,
        Column("concept_id", "word", "Concept of the lexicon."),
        *_PLACE,
        _QUOTE._replace(kind="word"),
    ),
    "citations": (
        _DOCUMENT,
        *_PLACE,
        _QUOTE,
        Column("status", "word", "`resolved`, `instrument`, `ambiguous` or `unknown`."),
        Column("instrument_id", "word", "The instrument; null unless resolved to one."),
        Column("provision_ids", "word", "Provisions that the locator names, blanks between."),
        Column("locator", "word", "As printed; null without one."),
        Column("candidates", "word", "Where ambiguous, what it can be, blanks between."),
    ),
    "alignments": (
        _DOCUMENT,
        Column("text", "word", "The term, concept or citation as it stands in the document."),
        _LANG,
        Column("kind", "word", "`term`, `concept` (and no term) or `citation`."),
        *_PLACE,
        Column("sentence", "text", "The sentence there; at most 500 characters."),
        Column("provision_id", "word", "A provision that it means."),
        Column("similarity", "score", "Cosine of the term and the provision, from -1 to 1."),
        Column("probability", "score", "That it means the provision, calibrated, from 0 to 1."),
        Column("rank", "number", "From 1, best first."),
        Column("route", "word", "Found by `citation`, `lexicon` or `embedding`."),
        Column("encoder", "word", "Name and version of the encoder."),
        Column("verified", "word", "How far the provision's text was checked against a source."),
        Column("text_source", "word", "Compared with our `summary` or the `official` words."),
    ),
    "sentence_stances": (
        _DOCUMENT,
        *_PLACE,
        Column("paragraph", "number", "Number of its paragraph in the document, from 0."),
        Column("pole", "word", "Of the proposition: `freedom`, `control` or `neutral`."),
        Column("p_pole", "score", "Probability of the pole."),
        Column("mode", "word", "`asserted`, `evaluated` or `reported`."),
        Column("label", "word", "What the author asserts, by the codebook."),
        Column("p_freedom", "score", "Probability of the label `freedom`."),
        Column("p_control", "score", "Probability of the label `control`."),
        Column("p_neutral", "score", "Probability of the label `neutral`."),
        _ISSUE,
        Column("phenomena", "word", "What makes it hard, or `plain`, blanks between."),
        _HOLDER,
        Column("reported_label", "word", "Pole of a reported view; null if the author's own."),
    ),
    "document_stances": (
        _DOCUMENT,
        Column("path", "text", "The path or address as it was given."),
        *_POSITION,
        Column("salience", "score", "Share of evidence among the body's sentences."),
        Column(
            "density_freedom", "score", "Freedom sentences per 2,000 characters or 1,000 words."
        ),
        Column("density_control", "score", "Control sentences by the same measure."),
        Column("density_conditional", "score", "Of them those that grant a freedom on condition."),
        Column("n_sentences", "number", "Sentences of the body."),
        Column("n_evidence", "number", "Evidence sentences."),
        Column(
            "n_halved",
            "number",
            "Evidence to leave out for half the position; null where none does.",
        ),
        Column(
            "n_turned", "number", "Evidence to leave out for the other sign; null where none does."
        ),
        Column("model", "word", "Name and version of the classifier."),
    ),
    "evidence": (
        _DOCUMENT,
        *_PLACE,
        _QUOTE,
        Column("label", "word", "`freedom` or `control`, or what the axis calls it."),
        Column("contribution", "score", "Its share of the position; they add up to it."),
    ),
    "issues": (_DOCUMENT, _ISSUE, *_POSITION, _OF_SENTENCES),
    "holders": (_DOCUMENT, _HOLDER, *_POSITION, _OF_SENTENCES),
    "errors": (
        _DOCUMENT,
        Column("path", "text", "The path or address as it was given."),
        Column("type", "word", "Class of the error."),
        Column("stage", "word", "`read`, `analyse` or `worker`."),
        Column("message", "text", "What happened and what to do, in English."),
        Column("message_ja", "text", "The same in Japanese."),
    ),
}


def names_of(table: str) -> tuple[str, ...]:
    """Return the names of a table's columns, in order."""
    return tuple(column.name for column in TABLES[table])
