"""Names and versions of everything that computes a result."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version

from jacyber_nlp import resources
from jacyber_nlp.stance import StanceModel
from jacyber_nlp.terms import default_termhood_model


def versions_of(
    *, encoder: str, holder: str, stance: StanceModel | None, alignment: str | None
) -> dict[str, str]:
    """Return packages, dictionary, models and a digest of the data; None leaves a model out."""
    from jacyber_nlp.tokens.english import parser_name
    from jacyber_nlp.tokens.japanese import dictionary

    models = {} if stance is None else {"stance_model": stance.name}
    if stance is not None:
        models["stance_reader"] = stance.reader or "none"
    if alignment is not None:
        models["alignment_model"] = alignment
    return {
        "jacyber_nlp": _installed("jacyber-nlp"),
        "spacy": _installed("spacy"),
        "fugashi": _installed("fugashi"),
        "dictionary": dictionary(),
        "pypdfium2": _installed("pypdfium2"),
        "encoder": encoder,
        "english_parser": parser_name() or "none",
        "term_model": default_termhood_model().name,
        "holder_model": holder,
        **models,
        "data": resources.data_digest(),
    }


@cache
def _installed(package: str) -> str:
    """Return a package's version; looking it up takes as long as tokenizing a page."""
    return version(package)
