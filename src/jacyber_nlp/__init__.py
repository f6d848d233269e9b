"""jacyber_nlp: bilingual text analysis of cyber-policy documents.

    import jacyber_nlp as jc

    document = jc.read("strategy.pdf")
    analysis = jc.analyse(document)
    analysis.stance.position, analysis.stance.interval

Public names load on first use: importing the package loads neither spaCy nor
NumPy nor an encoder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jacyber_nlp.diagnosis import diagnose
    from jacyber_nlp.errors import JacyberError
    from jacyber_nlp.pipeline import (
        Analyser,
        align,
        analyse,
        explain_repair,
        extract_terms,
        read,
        read_raw,
        read_text,
        repair,
        scopes,
        score,
        voices,
    )
    from jacyber_nlp.records import (
        Analysis,
        Document,
        Metadata,
        RawDocument,
        from_json,
        to_json,
    )
    from jacyber_nlp.sentences import sentences_of, split_sentences
    from jacyber_nlp.spacy_components import load
    from jacyber_nlp.theory import (
        check_concept_file,
        find_provisions,
        load_actors,
        load_concepts,
        load_norms,
    )

_HOME = {
    "Analyser": "pipeline",
    "Analysis": "records",
    "Document": "records",
    "JacyberError": "errors",
    "Metadata": "records",
    "RawDocument": "records",
    "align": "pipeline",
    "analyse": "pipeline",
    "check_concept_file": "theory",
    "diagnose": "diagnosis",
    "explain_repair": "pipeline",
    "extract_terms": "pipeline",
    "find_provisions": "theory",
    "from_json": "records",
    "load": "spacy_components",
    "load_actors": "theory",
    "load_concepts": "theory",
    "load_norms": "theory",
    "read": "pipeline",
    "read_raw": "pipeline",
    "read_text": "pipeline",
    "repair": "pipeline",
    "scopes": "pipeline",
    "score": "pipeline",
    "sentences_of": "sentences",
    "split_sentences": "sentences",
    "to_json": "records",
    "voices": "pipeline",
}

__all__ = [
    "Analyser",
    "Analysis",
    "Document",
    "JacyberError",
    "Metadata",
    "RawDocument",
    "align",
    "analyse",
    "check_concept_file",
    "diagnose",
    "explain_repair",
    "extract_terms",
    "find_provisions",
    "from_json",
    "load",
    "load_actors",
    "load_concepts",
    "load_norms",
    "read",
    "read_raw",
    "read_text",
    "repair",
    "scopes",
    "score",
    "sentences_of",
    "split_sentences",
    "to_json",
    "voices",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("jacyber-nlp")
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
