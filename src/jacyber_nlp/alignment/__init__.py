"""Candidates × provisions → alignments."""

from jacyber_nlp.alignment.align import AlignmentModel, align
from jacyber_nlp.alignment.index import ProvisionIndex, texts_of_provisions

__all__ = ["AlignmentModel", "ProvisionIndex", "align", "texts_of_provisions"]
