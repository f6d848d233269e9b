"""Names and versions of everything that computes a result."""

from __future__ import annotations

from importlib.metadata import version

from jacyber_nlp import resources
from jacyber_nlp.stance import StanceModel
from jacyber_nlp.terms import default_termhood_model


def versions_of(
    *, encoder: str, holder: str, stance: StanceModel, alignment: str
) -> dict[str, str]:
    """Return packages, dictionary, models and a digest of the data."""
    from jacyber_nlp.tokens.english import parser_name
    from jacyber_nlp.tokens.japanese import dictionary

    return {
        "jacyber_nlp": version("jacyber-nlp"),
        "spacy": version("spacy"),
        "fugashi": version("fugashi"),
        "dictionary": dictionary(),
        "pypdfium2": version("pypdfium2"),
        "encoder": encoder,
        "english_parser": parser_name() or "none",
        "term_model": default_termhood_model().name,
        "holder_model": holder,
        "stance_model": stance.name,
        "stance_reader": stance.reader or "none",
        "alignment_model": alignment,
        "data": resources.data_digest(),
    }
