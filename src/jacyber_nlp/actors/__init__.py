"""Docs and scopes → who holds the view in each sentence, if it is a report."""

from jacyber_nlp.actors.features import candidate_features, candidates_in
from jacyber_nlp.actors.holders import AUTHOR, UNNAMED, HolderFinder, is_named_anew

__all__ = [
    "AUTHOR",
    "UNNAMED",
    "HolderFinder",
    "candidate_features",
    "candidates_in",
    "is_named_anew",
]
