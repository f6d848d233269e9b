"""Docs → terms and pairs: candidates, their ranking, names of one thing, contexts."""

from jacyber_nlp.terms.candidates import Candidate, candidates
from jacyber_nlp.terms.contexts import kwic
from jacyber_nlp.terms.features import form_features, place_features
from jacyber_nlp.terms.lists import NO_LISTS, TermLists, read_terms
from jacyber_nlp.terms.pairs import find_pairs, merge_pairs, names_at_marks
from jacyber_nlp.terms.ranking import rank_terms
from jacyber_nlp.terms.termhood import MEASURES, default_termhood_model, measures
from jacyber_nlp.terms.variants import variant_key

__all__ = [
    "MEASURES",
    "NO_LISTS",
    "Candidate",
    "TermLists",
    "candidates",
    "default_termhood_model",
    "find_pairs",
    "form_features",
    "kwic",
    "measures",
    "merge_pairs",
    "names_at_marks",
    "place_features",
    "rank_terms",
    "read_terms",
    "variant_key",
]
