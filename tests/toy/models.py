"""Models small enough to be read: what they weigh stands here in full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from jacyber_nlp.alignment import AlignmentModel, PhraseMemory
from jacyber_nlp.encoders import Encoder
from jacyber_nlp.pipeline import Analyser
from jacyber_nlp.records import Phrase
from jacyber_nlp.stance import StanceModel
from jacyber_nlp.stance.classifier import Head
from jacyber_nlp.stance.features import HASHED, MARKED
from jacyber_nlp.stance.reader import READ
from jacyber_nlp.stance.voice import KINDS, LINKED, LINKED_MARKS, PLACES, TURNS, VOICED
from toy.world import CONCEPTS, PHRASES, PROVISIONS, ToyEncoder

POLES = ("freedom", "control", "neutral")
MODES = ("asserted", "reported")
ISSUES = tuple("ABCDEFG")

MARKS = (
    "free_freedom",
    "free_control",
    "negated_freedom",
    "negated_control",
    "conditioned_freedom",
    "conditioned_control",
    "negation",
    "condition",
    "concession",
    "question",
    "report",
    "named",
    "length",
    "japanese",
    "has_concepts",
    "odd_negation",
)
VOICES = (
    *PLACES,
    *(f"p_{place}" for place in PLACES),
    "author",
    "unnamed",
    "catalogued",
    "sure",
    "reports",
    "named_report",
    "ends",
    "sure_ends",
    "sure_ends_first",
    "independent",
    "own_cause",
    "said",
    "quoted",
    "opens_quote",
    "closes_quote",
    "in_japanese",
    "item",
    *KINDS,
)
LINKS = ("names", "author", "open_quote", "item", "colon", "question", "alike")
assert (len(MARKS), len(VOICES), len(LINKS)) == (MARKED, VOICED - TURNS, LINKED_MARKS)
SEEN = {mark: ToyEncoder.dim + HASHED + i for i, mark in enumerate(MARKS)}
N_FEATURES = ToyEncoder.dim + HASHED + MARKED + READ
HEARD = SEEN | {voice: N_FEATURES + i for i, voice in enumerate(VOICES)}
LINKING = {link: i for i, link in enumerate(LINKS)}


def head(
    classes: tuple[str, ...],
    weights: Mapping[tuple[str, str], float],
    bias: Mapping[str, float],
    *,
    columns: Mapping[str, int] = SEEN,
    n: int = N_FEATURES,
) -> Head:
    """A head that looks at nothing but the columns named: (class, column) → weight."""
    table = np.zeros((len(classes), n), dtype=np.float32)
    for (name, column), weight in weights.items():
        table[classes.index(name), columns[column]] = weight
    return Head(classes, table, np.array([bias.get(c, 0.0) for c in classes], dtype=np.float32))


def toy_stance_model(encoder: str = ToyEncoder.name) -> StanceModel:
    """A model that goes by the lexicon, and turns it round under a negation.

    One concept at the heart of a pole makes that pole all but certain. A word
    that reports makes a report of a sentence that names somebody; so does an
    open quotation of a sentence after a report.
    """
    return StanceModel(
        "toy-stance/1",
        encoder,
        None,
        pole=head(
            POLES,
            {
                ("freedom", "free_freedom"): 30.0,
                ("freedom", "negated_control"): 30.0,
                ("control", "free_control"): 30.0,
                ("control", "negated_freedom"): 30.0,
                ("control", "conditioned_freedom"): 30.0,
            },
            {"neutral": 3.0},
        ),
        issue=head(
            ISSUES,
            {("A", "free_freedom"): 10.0, ("B", "free_control"): 10.0, ("B", "negated_control"): 9},
            {"G": 1.0},
        ),
        mode=head(
            MODES,
            {("reported", "named_report"): 20.0},
            {"asserted": 10.0},
            columns=HEARD,
            n=N_FEATURES + VOICED,
        ),
        link=head(
            tuple(f"{before} {mode}" for before in MODES for mode in MODES),
            {("reported reported", "open_quote"): 60.0},
            {},
            columns=LINKING,
            n=LINKED,
        ),
    )


def toy_alignment_model(
    encoder: str = ToyEncoder.name,
    *,
    gate: Mapping[str, float] | None = None,
    rank: Mapping[str, float] | None = None,
    kin: Mapping[str, float] | None = None,
) -> AlignmentModel:
    """A model that goes by shared topics, titles and like phrases.

    It is all but sure that a term means a norm where like phrases do, or where a
    short title names one of its concepts; then the best provision has about
    .95, and one whose score is 2 lower a half.
    """
    weights = {"label_overlap": 4.0, "topics": 3.0, "vote": 1.0} if rank is None else dict(rank)
    return AlignmentModel.from_data(
        {
            "name": "toy-alignment/1",
            "encoder": encoder,
            "gate": {
                "weights": {"vote": 1.0, "in_label": 6.0} if gate is None else dict(gate),
                "bias": -1.0,
            },
            "rank": weights,
            "kin": weights if kin is None else dict(kin),
            "share": {"weights": {"below": 1.5}, "bias": 3.0},
            "citation": 0.9,
            "threshold": 0.5,
        }
    )


def toy_memory(phrases: Sequence[Phrase] = PHRASES, encoder: Encoder | None = None) -> PhraseMemory:
    """Phrases with their toy vectors."""
    vectors = (encoder or ToyEncoder()).encode([phrase.text for phrase in phrases], "query")
    return PhraseMemory(tuple(phrases), vectors)


def toy_analyser(**choices: Any) -> Analyser:
    """An analyser that holds the toy world and loads no weights."""
    encoder = choices.get("encoder") or ToyEncoder()
    given: dict[str, Any] = {
        "encoder": encoder,
        "concepts": CONCEPTS,
        "norms": PROVISIONS,
        "stance_model": toy_stance_model(),
        "alignment_model": toy_alignment_model(encoder.name),
    } | choices
    analyser = Analyser(**given)
    analyser.aligner.memory = toy_memory()
    return analyser
