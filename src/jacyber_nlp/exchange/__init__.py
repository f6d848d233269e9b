"""Results in the formats of other tools."""

from jacyber_nlp.exchange.arrow import to_arrow, to_pandas
from jacyber_nlp.exchange.bibtex import to_bibtex
from jacyber_nlp.exchange.glossary_file import read_glossary
from jacyber_nlp.exchange.khcoder import to_khcoder
from jacyber_nlp.exchange.skos import to_skos
from jacyber_nlp.exchange.tbx import to_tbx

__all__ = [
    "read_glossary",
    "to_arrow",
    "to_bibtex",
    "to_khcoder",
    "to_pandas",
    "to_skos",
    "to_tbx",
]
