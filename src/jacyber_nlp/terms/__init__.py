"""Docs → terms: candidates and their ranking."""

from jacyber_nlp.terms.candidates import Candidate, candidates
from jacyber_nlp.terms.ranking import MEASURE, rank_terms

__all__ = ["MEASURE", "Candidate", "candidates", "rank_terms"]
