"""Documents → citations of the catalogue's instruments and provisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from jacyber_nlp.citations.names import NameFinder
from jacyber_nlp.citations.paragraph import Paragraph
from jacyber_nlp.citations.provisions import ProvisionFinder
from jacyber_nlp.records import Actor, CharSpan, Citation, Document, Instrument, NormProvision


class CitationFinder:
    """Finds what Japanese and English text cites out of a catalogue."""

    def __init__(
        self,
        instruments: Sequence[Instrument],
        provisions: Sequence[NormProvision],
        actors: Sequence[Actor] = (),
    ) -> None:
        """Index names, symbols and numbers.

        Args:
            instruments: With their names and symbols.
            provisions: Of these instruments, with their numbers.
            actors: States whose own strategies and laws are told from those of
                the catalogue (米国の国家安全保障戦略).
        """
        self._names = NameFinder(instruments, actors)
        self._provisions = ProvisionFinder(instruments, provisions)

    def find(self, document: Document) -> tuple[Citation, ...]:
        """Return the citations of a document in order of place.

        What refers back (同条約, the Convention) is told within a paragraph;
        ibid. in a note also by the note before it.
        """
        found: list[Citation] = []
        before = None
        for paragraph in document.paragraphs:
            in_notes = paragraph.start >= document.body_span.end
            text = paragraph.of(document.text)
            reading = Paragraph(text, self._names, self._provisions, before if in_notes else None)
            for one in reading.citations():
                span = CharSpan(one.span.start + paragraph.start, one.span.end + paragraph.start)
                found.append(replace(one, span=span))
            before = reading.only_named()
        return tuple(found)

    def resolve(self, text: str) -> tuple[str, ...]:
        """Return the provisions that a term, sentence or passage cites, none twice.

        In order of place; line ends count as blanks.
        """
        return tuple(dict.fromkeys(p for one in self.read(text) for p in one.provision_ids))

    def read(self, text: str) -> tuple[Citation, ...]:
        """Return the citations of a term, sentence or passage, in order of place."""
        return tuple(Paragraph(text, self._names, self._provisions, None).citations())
