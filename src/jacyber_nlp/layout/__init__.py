"""RawDocument → Document: clean text that knows where it came from."""

from jacyber_nlp.layout.explain import explain_repair
from jacyber_nlp.layout.repair import repair

__all__ = ["explain_repair", "repair"]
