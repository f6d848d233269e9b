"""What speaks for a term's meaning a provision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from jacyber_nlp.alignment.index import FAR, ProvisionIndex, bigrams, unit
from jacyber_nlp.alignment.phrases import key_of
from jacyber_nlp.records import TermQuery
from jacyber_nlp.script import is_acronym

if TYPE_CHECKING:
    from numpy.typing import NDArray

# What speaks for one provision rather than another.
RANK_FEATURES = (
    "statement",  # likeness of term and provision
    "centred",  # their cosine after taking off the mean of all provisions
    "label",  # likeness of term and short title
    "label_overlap",  # share of character pairs that term and short title have in common
    "in_label",  # a concept of the term stands in the provision's short title
    "in_summary",  # … or in its summary
    "topics",  # share of topics that concept and provision have in common
    "vote",  # logarithm of the share of like phrases that mean it
    "trained",  # logarithm of the share that a linear model over the phrases gives it
)
# What speaks for the term's meaning any of the provisions at all.
GATE_FEATURES = (
    "vote",  # log odds: like phrases that mean a provision against those that do not
    "lead",  # likeness of the nearest phrase that means one, less that of the nearest other
    "nearest",  # likeness of the nearest phrase
    "trained",  # what a linear model over the phrases gives all provisions together
    "statement",  # likeness of the nearest provision
    "in_label",  # a concept of the term stands in a short title
    "strange",  # an acronym that no phrase has
    "extracted",  # out of a document, where most terms mean none
)
REACH = 4.0  # likeness below the nearest phrase from which one has no vote
SHARPNESS = 3.2  # of the vote: the higher, the more the nearest phrases count
SHARES = 8.0  # exponent that turns what the linear model gives into shares
NEAR = 4.0  # likeness from which a phrase tells the pole of a term
FLOOR = 1e-3  # of a share before its logarithm is taken
BLOCK = 256  # terms at once: what phrases say of them takes 10 MB then


class Evidence(NamedTuple):
    """What speaks for the provisions, for each term.

    Attributes:
        cosines: Of term and what is nearest to it of a provision: title with
            summary, title, a phrase that means it. Shape: (n_queries, n_provisions).
        rank: Shape: (n_queries, n_provisions, len(RANK_FEATURES)).
        gate: Shape: (n_queries, len(GATE_FEATURES)).
        poles: From -1 (like phrases are all of the control pole) to +1
            (freedom); 0 where no phrase is near. Shape: (n_queries,).
        known: Which provisions a phrase of just this wording means. Shape:
            (n_queries, n_provisions).
    """

    cosines: NDArray[np.float32]
    rank: NDArray[np.float32]
    gate: NDArray[np.float32]
    poles: NDArray[np.float32]
    known: NDArray[np.bool_]


def evidence_for(
    queries: Sequence[TermQuery],
    vectors: NDArray[np.float32],
    index: ProvisionIndex,
    *,
    without: Sequence[int | None] | None = None,
) -> Evidence:
    """Return what speaks for each pair of term and provision.

    Args:
        queries: The terms.
        vectors: Theirs, of unit length. Shape: (n_queries, dim).
        index: The provisions.
        without: For each query a phrase that is not to be seen, or None: for
            fitting on the phrases themselves.
    """
    n = len(queries)
    statements = np.asarray(vectors @ index.statements.T, dtype=np.float32)
    labels = np.asarray(vectors @ index.labels.T, dtype=np.float32)
    cosines = np.maximum(statements, labels)
    rank = np.zeros((*cosines.shape, len(RANK_FEATURES)), dtype=np.float32)
    gate = np.zeros((n, len(GATE_FEATURES)), dtype=np.float32)
    poles = np.zeros(n, dtype=np.float32)
    rank[:, :, 0] = index.memory.in_units(statements)
    # The provisions' own mean serves both sides, so that a term's rank does not
    # hang on the other terms of its document.
    mean = index.statements.mean(axis=0)
    rank[:, :, 1] = unit(vectors - mean) @ unit(index.statements - mean).T
    rank[:, :, 2] = index.memory.in_units(labels)
    _lexical(queries, index, rank)
    for start in range(0, n, BLOCK):
        block = slice(start, start + BLOCK)
        hidden = None if without is None else without[block]
        poles[block] = _by_phrases(
            vectors[block], index, rank[block], gate[block], cosines[block], hidden
        )
    gate[:, 4] = rank[:, :, 0].max(axis=1)
    gate[:, 5] = rank[:, :, 4].max(axis=1)
    gate[:, 7] = [query.extracted for query in queries]
    known = np.zeros(cosines.shape, dtype=np.bool_)
    for i, query in enumerate(queries):
        at = index.memory.by_text.get(key_of(query.text))
        if at is not None and (without is None or without[i] != at):
            known[i] = index.meaning[at] == 1
        elif is_acronym(query.text):
            gate[i, 6] = 1
    return Evidence(cosines, rank, gate, poles, known)


def _by_phrases(
    vectors: NDArray[np.float32],
    index: ProvisionIndex,
    rank: NDArray[np.float32],
    gate: NDArray[np.float32],
    cosines: NDArray[np.float32],
    without: Sequence[int | None] | None,
) -> NDArray[np.float32]:
    """Fill in what phrases say, and return the poles of those that are like the terms.

    ``cosines`` rise where a phrase is nearer than the provision itself.
    """
    memory = index.memory
    if not memory.known:
        rank[:, :, 7:9] = np.log(FLOOR)
        return np.zeros(len(vectors), dtype=np.float32)
    alike = memory.likeness(vectors, without)
    votes, share, poles = _vote(alike, index)
    given = memory.trained(vectors, without)
    shares = np.exp(SHARES * (given - given.max(axis=1, keepdims=True)))
    shares /= shares.sum(axis=1, keepdims=True)
    rank[:, :, 7] = np.log(votes + FLOOR)
    rank[:, :, 8] = np.log(shares @ index.kin + FLOOR)
    mean, deviation = memory.scale
    np.maximum(cosines, index.nearest(alike) * deviation + mean, out=cosines)
    gate[:, 0] = np.log((share + FLOOR) / (1 - share + FLOOR))
    some = index.means_any > 0
    nearest = alike[:, some].max(axis=1, initial=FAR)
    other = alike[:, ~some].max(axis=1, initial=FAR)
    gate[:, 1] = nearest - other
    gate[:, 2] = np.maximum(nearest, other)
    gate[:, 3] = given @ index.kin.max(axis=1)
    near = gate[:, 2] >= NEAR
    return np.asarray(np.where(near, poles, 0), dtype=np.float32)


def _vote(
    alike: NDArray[np.float32], index: ProvisionIndex
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Let the phrases that are like each term say what it means.

    Args:
        alike: Likeness of terms and phrases. Shape: (n_queries, n_phrases).
        index: The provisions.

    Returns:
        Shares of the vote: for each provision, for any of them, and what the
        poles of the phrases come to. Shapes: (n_queries, n_provisions), twice
        (n_queries,).
    """
    n, width = len(alike), len(index.provisions)
    top = alike.max(axis=1)
    rows, phrases = np.nonzero(alike >= (top - REACH)[:, None])
    weights = np.exp(SHARPNESS * (alike[rows, phrases] - top[rows]).astype(np.float64))
    weights /= np.bincount(rows, weights, minlength=n)[rows]
    starts, provisions, degrees = index.by_phrase
    counts = starts[phrases + 1] - starts[phrases]
    entry = np.repeat(np.arange(len(rows)), counts)
    first = np.repeat(starts[phrases] - np.cumsum(counts) + counts, counts)
    at = first + np.arange(len(entry))
    cells = rows[entry] * width + provisions[at]
    votes = np.bincount(cells, weights[entry] * degrees[at], minlength=n * width)
    share = np.bincount(rows, weights * index.means_any[phrases], minlength=n)
    poles = np.bincount(rows, weights * index.memory.poles[phrases], minlength=n)
    single = np.float32
    return votes.reshape(n, width).astype(single), share.astype(single), poles.astype(single)


def _lexical(
    queries: Sequence[TermQuery], index: ProvisionIndex, rank: NDArray[np.float32]
) -> None:
    """Fill in what the wording and the concepts of each term say."""
    for i, query in enumerate(queries):
        pairs = bigrams(query.text)
        for pair in pairs:
            if pair in index.by_pair:
                rank[i, index.by_pair[pair], 3] += 1 / len(pairs)
        for concept_id in query.concept_ids:
            if concept_id not in index.concepts:
                continue
            for column, table in (
                (4, index.in_label),
                (5, index.in_summary),
                (6, index.topics_shared),
            ):
                if concept_id in table:
                    rank[i, :, column] = np.maximum(rank[i, :, column], table[concept_id])
