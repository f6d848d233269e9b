"""Where sentences and documents stand on the freedom-control axis."""

from jacyber_nlp.stance.chain import marginals
from jacyber_nlp.stance.classifier import StanceModel, classify
from jacyber_nlp.stance.document import MIN_EVIDENCE, document_stance
from jacyber_nlp.stance.features import Marks, features
from jacyber_nlp.stance.voice import VOICED, link_rows, voice_row

__all__ = [
    "MIN_EVIDENCE",
    "VOICED",
    "Marks",
    "StanceModel",
    "classify",
    "document_stance",
    "features",
    "link_rows",
    "marginals",
    "voice_row",
]
