"""Docs → spans of negation, opposition, condition, question, report and their like."""

from jacyber_nlp.scope.cues import KINDS, REVERSING
from jacyber_nlp.scope.scopes import find_scopes, scopes_in

__all__ = ["KINDS", "REVERSING", "find_scopes", "scopes_in"]
