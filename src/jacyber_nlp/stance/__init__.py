"""Where sentences and documents stand on the freedom-control axis."""

from jacyber_nlp.stance.actor import actor_position
from jacyber_nlp.stance.chain import marginals
from jacyber_nlp.stance.classifier import Inputs, classify, neutral, reported
from jacyber_nlp.stance.confusion import LABELS, NO_CONFUSION, Confusion
from jacyber_nlp.stance.document import MIN_EVIDENCE, document_stance
from jacyber_nlp.stance.features import Marks, features
from jacyber_nlp.stance.labels import parse_axis, read_labels
from jacyber_nlp.stance.measures import Told, quality
from jacyber_nlp.stance.model import Head, StanceModel, lexicon_digest
from jacyber_nlp.stance.model_file import load_stance_model
from jacyber_nlp.stance.reader import BEFORE, READ, Reader, Reading, default_reader
from jacyber_nlp.stance.sentence_list import read_sentences
from jacyber_nlp.stance.voice import VOICED, link_rows, voice_row

__all__ = [
    "BEFORE",
    "LABELS",
    "MIN_EVIDENCE",
    "NO_CONFUSION",
    "READ",
    "VOICED",
    "Confusion",
    "Head",
    "Inputs",
    "Marks",
    "Reader",
    "Reading",
    "StanceModel",
    "Told",
    "actor_position",
    "classify",
    "default_reader",
    "document_stance",
    "features",
    "lexicon_digest",
    "link_rows",
    "load_stance_model",
    "marginals",
    "neutral",
    "parse_axis",
    "quality",
    "read_labels",
    "read_sentences",
    "reported",
    "voice_row",
]
