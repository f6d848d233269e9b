"""The records that stages hand to each other, and their JSON."""

from jacyber_nlp.records.catalogue import (
    Actor,
    Bilingual,
    Concept,
    Crosswalk,
    Event,
    Instrument,
    NormProvision,
    Vote,
)
from jacyber_nlp.records.codec import from_json, to_json
from jacyber_nlp.records.documents import (
    Anchor,
    CharSpan,
    Document,
    Metadata,
    RawDocument,
    RawPage,
    Section,
    Sentence,
    Source,
)
from jacyber_nlp.records.findings import (
    Alignment,
    ConceptMatch,
    Holder,
    ScopeSpan,
    Term,
    TermQuery,
)
from jacyber_nlp.records.stance import (
    Analysis,
    DocumentStance,
    Evidence,
    Position,
    SentenceStance,
)

__all__ = [
    "Actor",
    "Alignment",
    "Analysis",
    "Anchor",
    "Bilingual",
    "CharSpan",
    "Concept",
    "ConceptMatch",
    "Crosswalk",
    "Document",
    "DocumentStance",
    "Event",
    "Evidence",
    "Holder",
    "Instrument",
    "Metadata",
    "NormProvision",
    "Position",
    "RawDocument",
    "RawPage",
    "ScopeSpan",
    "Section",
    "Sentence",
    "SentenceStance",
    "Source",
    "Term",
    "TermQuery",
    "Vote",
    "from_json",
    "to_json",
]
