"""Norms, concepts, actors, votes: parse and validate.

The same code reads the project's own ``corpora/`` and a user's files.
"""

from jacyber_nlp.catalogue.faults import Fault
from jacyber_nlp.catalogue.files import (
    parse_actors,
    parse_concepts,
    parse_crosswalk,
    parse_events,
    parse_instrument,
    parse_phrases,
    parse_sources,
    parse_topics,
    parse_votes,
)
from jacyber_nlp.catalogue.imported import import_norms
from jacyber_nlp.catalogue.official import official_texts
from jacyber_nlp.catalogue.provisions import Part, split_provisions
from jacyber_nlp.catalogue.validate import (
    check_actors,
    check_concepts,
    check_crosswalk,
    check_events,
    check_instruments,
    check_phrases,
    check_votes,
)

__all__ = [
    "Fault",
    "Part",
    "check_actors",
    "check_concepts",
    "check_crosswalk",
    "check_events",
    "check_instruments",
    "check_phrases",
    "check_votes",
    "import_norms",
    "official_texts",
    "parse_actors",
    "parse_concepts",
    "parse_crosswalk",
    "parse_events",
    "parse_instrument",
    "parse_phrases",
    "parse_sources",
    "parse_topics",
    "parse_votes",
    "split_provisions",
]
