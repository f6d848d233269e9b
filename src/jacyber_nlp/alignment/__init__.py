"""Candidates × provisions → alignments."""

from jacyber_nlp.alignment.align import AlignmentModel, align, share_features
from jacyber_nlp.alignment.evidence import Evidence, evidence_for
from jacyber_nlp.alignment.index import KIN, ProvisionIndex, texts_of_provisions, unit
from jacyber_nlp.alignment.kinship import PAIR_FEATURES, MatrixModel, NormPairs
from jacyber_nlp.alignment.matrix import norm_matrix
from jacyber_nlp.alignment.phrases import PhraseMemory
from jacyber_nlp.alignment.queries import read_queries

__all__ = [
    "KIN",
    "PAIR_FEATURES",
    "AlignmentModel",
    "Evidence",
    "MatrixModel",
    "NormPairs",
    "PhraseMemory",
    "ProvisionIndex",
    "align",
    "evidence_for",
    "norm_matrix",
    "read_queries",
    "share_features",
    "texts_of_provisions",
    "unit",
]
