"""Documents → citations: what they name of the catalogue, by symbol, name and locator."""

from jacyber_nlp.citations.finder import CitationFinder

__all__ = ["CitationFinder"]
