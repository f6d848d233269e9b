"""RawDocument → Document: clean text that knows where it came from."""

from jacyber_nlp.layout.lines import join_lines
from jacyber_nlp.layout.repair import repair

__all__ = ["join_lines", "repair"]
