"""Instruments × instruments: what is loaded for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from jacyber_nlp import alignment, resources
from jacyber_nlp.encoders import Encoder, default_encoder
from jacyber_nlp.errors import NoFittedModelError
from jacyber_nlp.pipeline.aligner import Aligner
from jacyber_nlp.records import NormMatrix, NormProvision


def norm_matrix(
    norms: Sequence[NormProvision],
    *,
    crosswalk: bool = True,
    encoder: Encoder | None = None,
    top: int = 3,
) -> NormMatrix:
    """Compare instruments provision by provision.

    Args:
        norms: Of two instruments or more (``load_norms("gge-2015,gcsc")``).
        crosswalk: Whether to use the judged pairs that ship; without them nothing
            of them enters, also not by way of phrases of known meaning.
        encoder: None for the one that ships.
        top: How many partners to return for a provision, at most.

    Returns:
        For each ordered pair of instruments its overlap, and for each provision of
        the one its best partners in the other.

    Raises:
        ConfigError: If ``norms`` are not of two instruments.
    """
    pairs = pairs_of(norms, encoder or default_encoder())
    model = default_matrix_model(pairs.encoder)
    judged = resources.crosswalk() if crosswalk else None
    return alignment.norm_matrix(pairs, model, crosswalk=judged, top=top)


def pairs_of(norms: Sequence[NormProvision], encoder: Encoder) -> alignment.NormPairs:
    """Return all pairs of provisions, with what the model sees of them."""
    aligner = Aligner(tuple(norms), resources.concepts(), encoder, None)
    catalogue = resources.provisions()
    known = {p.id: p for p in (*catalogue, *norms)}
    return alignment.NormPairs(
        aligner.index, tuple(known.values()), aligner.vectors_of(catalogue), encoder.name
    )


@cache
def default_matrix_model(encoder: str | None = None) -> alignment.MatrixModel:
    """Return the model of norm × norm that ships for an encoder; None for the default encoder.

    For one that it was not fitted on it serves as well, but its probabilities are
    not calibrated; its name says so.
    """
    try:
        return alignment.MatrixModel.from_data(resources.model_for("matrix", encoder))
    except NoFittedModelError:
        if encoder is None:
            raise
    model = alignment.MatrixModel.from_data(resources.model_for("matrix"))
    name = f"{model.name} (fitted on {model.encoder}; not calibrated for {encoder})"
    return replace(model, name=name, encoder=encoder)
