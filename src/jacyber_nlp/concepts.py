"""Docs → concepts of the lexicon."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from jacyber_nlp.matching import FormMatcher, forms_of
from jacyber_nlp.records import CharSpan, Concept, ConceptMatch

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from jacyber_nlp.runs import Run


class ConceptMatcher:
    """Find the concepts of a lexicon, the longest form first."""

    def __init__(self, concepts: Sequence[Concept]) -> None:
        """Index the labels of both languages."""
        self._matcher = FormMatcher(
            form
            for concept in concepts
            for form in forms_of(
                concept.id,
                (
                    concept.preferred.ja,
                    concept.preferred.en,
                    *concept.alternatives_ja,
                    *concept.alternatives_en,
                ),
            )
        )

    def match(self, tokens: Doc | Run, offset: int = 0) -> list[ConceptMatch]:
        """Return the concepts of a run in order of place.

        Args:
            tokens: Tokenized text of one language.
            offset: Of its first character in the document.
        """
        return [
            ConceptMatch(concept_id, CharSpan(offset + start, offset + end))
            for start, end, concept_id in self._matcher.find(tokens)
        ]
