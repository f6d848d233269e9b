"""The models that ship, loaded once a process."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from jacyber_nlp import alignment, resources, stance
from jacyber_nlp.citations import CitationFinder
from jacyber_nlp.errors import NoFittedModelError


@cache
def default_stance_model(encoder: str | None = None) -> stance.StanceModel:
    """Return the stance model that ships for an encoder; None for the default encoder."""
    return stance.StanceModel.from_data(resources.model_for("stance", encoder))


@cache
def default_alignment_model(encoder: str | None = None) -> alignment.AlignmentModel:
    """Return the alignment model that ships for an encoder; None for the default encoder.

    What it sees is told in units that are the same for all encoders. For one that
    it was not fitted on it serves as well, but its probabilities are not
    calibrated; its name says so.
    """
    try:
        data = resources.model_for("alignment", encoder)
    except NoFittedModelError:
        data = resources.model_for("alignment")
    model = alignment.AlignmentModel.from_data(data)
    if encoder is None or model.encoder == encoder:
        return model
    name = f"{model.name} (fitted on {model.encoder}; not calibrated for {encoder})"
    return replace(model, name=name, encoder=encoder, calibrated=False)


@cache
def default_citation_finder() -> CitationFinder:
    """Return what finds the citations of all instruments that ship."""
    return CitationFinder(resources.instruments(), resources.provisions(), resources.actors())
