"""Where sentences and documents stand on the freedom-control axis."""

from jacyber_nlp.stance.classifier import StanceModel, classify
from jacyber_nlp.stance.document import MIN_EVIDENCE, document_stance
from jacyber_nlp.stance.features import Marks, features

__all__ = [
    "MIN_EVIDENCE",
    "Marks",
    "StanceModel",
    "classify",
    "document_stance",
    "features",
]
