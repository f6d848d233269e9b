"""Norms, concepts, actors, votes: parse and validate.

The same code reads the project's own ``corpora/`` and a user's files.
"""

from jacyber_nlp.catalogue.files import (
    parse_actors,
    parse_concepts,
    parse_crosswalk,
    parse_events,
    parse_instrument,
    parse_topics,
    parse_votes,
)
from jacyber_nlp.catalogue.validate import (
    Fault,
    check_actors,
    check_concepts,
    check_crosswalk,
    check_events,
    check_instruments,
    check_votes,
)

__all__ = [
    "Fault",
    "check_actors",
    "check_concepts",
    "check_crosswalk",
    "check_events",
    "check_instruments",
    "check_votes",
    "parse_actors",
    "parse_concepts",
    "parse_crosswalk",
    "parse_events",
    "parse_instrument",
    "parse_topics",
    "parse_votes",
]
