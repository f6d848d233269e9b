"""The stages as spaCy components, found by entry point.

spaCy imports this module whenever it builds any pipeline, so it imports no
stage before a component is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jacyber_nlp.records import CharSpan

TERMS_KEY = "jacyber_terms"
CONCEPTS_KEY = "jacyber_concepts"
SCOPES_KEY = "jacyber_scopes"


def load(lang: str) -> Language:
    """Return a spaCy pipeline for ``"ja"`` or ``"en"`` with every component.

    Sentence starts are set; terms, concepts and scopes are in
    ``doc.spans["jacyber_terms"]``, ``["jacyber_concepts"]``, ``["jacyber_scopes"]``.

    Raises:
        ValueError: For another language.
    """
    import spacy

    if lang not in ("ja", "en"):
        raise ValueError(f"no pipeline for {lang!r}: 'ja' and 'en' have one")
    tokenizer = {"@tokenizers": "jacyber_nlp.FugashiTokenizer.v1"}
    nlp = spacy.blank(lang, config={"nlp": {"tokenizer": tokenizer}} if lang == "ja" else {})
    for name in ("jacyber_sentences", "jacyber_concepts", "jacyber_terms", "jacyber_scopes"):
        nlp.add_pipe(name)
    return nlp


class SentenceSplitter:
    """Set sentence starts by brackets, abbreviations and scripts."""

    def __call__(self, doc: Doc) -> Doc:
        """Annotate ``doc`` and return it."""
        from jacyber_nlp.sentences import split_sentences
        from jacyber_nlp.tokens import set_sentence_starts

        set_sentence_starts(doc, [span.start for span in split_sentences(doc.text)])
        return doc


class ConceptFinder:
    """Put the lexicon's concepts into ``doc.spans["jacyber_concepts"]``."""

    def __init__(self) -> None:
        """Index the lexicon that ships."""
        from jacyber_nlp import resources
        from jacyber_nlp.concepts import ConceptMatcher

        self._matcher = ConceptMatcher(resources.concepts())

    def __call__(self, doc: Doc) -> Doc:
        """Annotate ``doc`` and return it; a span's ``kb_id_`` is the concept."""
        found = self._matcher.match(doc)
        _put(doc, CONCEPTS_KEY, [(m.span, "concept", m.concept_id) for m in found])
        return doc


class TermExtractor:
    """Put terms into ``doc.spans["jacyber_terms"]``, best first.

    As in spaCy's span categorizer, ``attrs["scores"]`` of the group holds one
    termhood a span, in the same order. Shape: (n_spans,).
    """

    def __init__(self, *, min_count: int) -> None:
        """Set the least number of places, and index the lexicon that ships."""
        from jacyber_nlp import resources
        from jacyber_nlp.concepts import ConceptMatcher

        self.min_count = min_count
        self._matcher = ConceptMatcher(resources.concepts())

    def __call__(self, doc: Doc) -> Doc:
        """Annotate ``doc`` and return it."""
        import numpy as np

        from jacyber_nlp.terms import candidates, rank_terms
        from jacyber_nlp.tokens.english import set_lemmas

        if doc.lang_ == "en" and not doc.has_annotation("LEMMA"):
            set_lemmas(doc)
        known = [(match.span, "lexicon") for match in self._matcher.match(doc)]
        found = rank_terms(candidates(doc, 0, known), lang=doc.lang_, min_count=self.min_count)
        ranked = [(span, term.score) for term in found for span in term.spans]
        group = _put(doc, TERMS_KEY, [(span, "term", "") for span, _ in ranked])
        group.attrs["scores"] = np.array([score for _, score in ranked], dtype="f")
        return doc


class ScopeMarker:
    """Put scopes into ``doc.spans["jacyber_scopes"]``, labelled by their kind."""

    def __call__(self, doc: Doc) -> Doc:
        """Annotate ``doc`` and return it."""
        from jacyber_nlp.scope import find_scopes

        _put(doc, SCOPES_KEY, [(scope.span, scope.kind, "") for scope in find_scopes(doc)])
        return doc


@Language.factory("jacyber_sentences", assigns=["token.is_sent_start"])
def make_sentence_splitter(nlp: Language, name: str) -> SentenceSplitter:  # noqa: ARG001
    """Build the component; spaCy finds this by entry point."""
    return SentenceSplitter()


@Language.factory("jacyber_concepts", assigns=["doc.spans"])
def make_concept_matcher(nlp: Language, name: str) -> ConceptFinder:  # noqa: ARG001
    """Build the component; spaCy finds this by entry point."""
    return ConceptFinder()


@Language.factory("jacyber_terms", assigns=["doc.spans"], default_config={"min_count": 1})
def make_term_extractor(nlp: Language, name: str, min_count: int) -> TermExtractor:  # noqa: ARG001
    """Build the component from its config; spaCy finds this by entry point."""
    return TermExtractor(min_count=min_count)


@Language.factory("jacyber_scopes", assigns=["doc.spans"])
def make_scope_marker(nlp: Language, name: str) -> ScopeMarker:  # noqa: ARG001
    """Build the component; spaCy finds this by entry point."""
    return ScopeMarker()


def _put(doc: Doc, key: str, found: Iterable[tuple[CharSpan, str, str]]) -> Any:
    """Set a group of spans from characters, each on the tokens that hold it."""
    spans = [
        doc.char_span(span.start, span.end, label=label, kb_id=kb_id, alignment_mode="expand")
        for span, label, kb_id in found
    ]
    group = SpanGroup(doc, name=key, spans=[span for span in spans if span is not None])
    doc.spans[key] = group
    return group
