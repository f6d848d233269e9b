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
    from jacyber_nlp.analysis.cooccurrence import cooccurrences
    from jacyber_nlp.analysis.corpus import corpus_terms
    from jacyber_nlp.analysis.counts import count_terms
    from jacyber_nlp.analysis.glossary import build_glossary, join_terms, merge_glossaries
    from jacyber_nlp.analysis.key_terms import keyness
    from jacyber_nlp.catalogue import import_norms, official_texts
    from jacyber_nlp.diagnosis import diagnose
    from jacyber_nlp.encoders import load_encoder
    from jacyber_nlp.errors import JacyberError
    from jacyber_nlp.exchange import (
        read_glossary,
        to_arrow,
        to_bibtex,
        to_khcoder,
        to_pandas,
        to_skos,
        to_tbx,
    )
    from jacyber_nlp.pipeline import (
        Analyser,
        TermOptions,
        align,
        align_terms,
        analyse,
        evaluate_stance,
        explain_repair,
        extract_citations,
        extract_pairs,
        extract_terms,
        load_stance_model,
        norm_matrix,
        read,
        read_raw,
        read_text,
        repair,
        resolve_citations,
        scopes,
        score,
        stances_of,
        train_stance,
        voices,
    )
    from jacyber_nlp.reading import Limits
    from jacyber_nlp.records import (
        Analysis,
        Axis,
        Document,
        GlossaryEntry,
        Metadata,
        RawDocument,
        SentenceQuery,
        from_json,
        to_json,
    )
    from jacyber_nlp.sentences import sentences_of, split_sentences
    from jacyber_nlp.spacy_components import load
    from jacyber_nlp.stance import actor_position
    from jacyber_nlp.terms import TermLists, kwic, read_terms
    from jacyber_nlp.theory import (
        check_concept_file,
        find_provisions,
        load_actors,
        load_concepts,
        load_instruments,
        load_norms,
    )

_HOME = {
    "Analyser": "pipeline",
    "Analysis": "records",
    "Axis": "records",
    "Document": "records",
    "GlossaryEntry": "records",
    "JacyberError": "errors",
    "Limits": "reading",
    "Metadata": "records",
    "RawDocument": "records",
    "SentenceQuery": "records",
    "TermLists": "terms",
    "TermOptions": "pipeline",
    "actor_position": "stance",
    "align": "pipeline",
    "align_terms": "pipeline",
    "analyse": "pipeline",
    "build_glossary": "analysis.glossary",
    "check_concept_file": "theory",
    "cooccurrences": "analysis.cooccurrence",
    "corpus_terms": "analysis.corpus",
    "count_terms": "analysis.counts",
    "diagnose": "diagnosis",
    "evaluate_stance": "pipeline",
    "explain_repair": "pipeline",
    "extract_citations": "pipeline",
    "extract_pairs": "pipeline",
    "extract_terms": "pipeline",
    "find_provisions": "theory",
    "from_json": "records",
    "import_norms": "catalogue",
    "keyness": "analysis.key_terms",
    "kwic": "terms",
    "join_terms": "analysis.glossary",
    "load": "spacy_components",
    "load_actors": "theory",
    "load_concepts": "theory",
    "load_encoder": "encoders",
    "load_instruments": "theory",
    "load_norms": "theory",
    "load_stance_model": "pipeline",
    "merge_glossaries": "analysis.glossary",
    "norm_matrix": "pipeline",
    "official_texts": "catalogue",
    "read": "pipeline",
    "read_glossary": "exchange",
    "read_raw": "pipeline",
    "read_terms": "terms",
    "read_text": "pipeline",
    "repair": "pipeline",
    "resolve_citations": "pipeline",
    "scopes": "pipeline",
    "score": "pipeline",
    "sentences_of": "sentences",
    "split_sentences": "sentences",
    "stances_of": "pipeline",
    "to_json": "records",
    "to_arrow": "exchange",
    "to_bibtex": "exchange",
    "to_khcoder": "exchange",
    "to_pandas": "exchange",
    "to_skos": "exchange",
    "to_tbx": "exchange",
    "train_stance": "pipeline",
    "voices": "pipeline",
}

__all__ = [
    "Analyser",
    "Analysis",
    "Axis",
    "Document",
    "GlossaryEntry",
    "JacyberError",
    "Limits",
    "Metadata",
    "RawDocument",
    "SentenceQuery",
    "TermLists",
    "TermOptions",
    "actor_position",
    "align",
    "align_terms",
    "analyse",
    "build_glossary",
    "check_concept_file",
    "cooccurrences",
    "corpus_terms",
    "count_terms",
    "diagnose",
    "evaluate_stance",
    "explain_repair",
    "extract_citations",
    "extract_pairs",
    "extract_terms",
    "find_provisions",
    "from_json",
    "import_norms",
    "join_terms",
    "keyness",
    "kwic",
    "load",
    "load_actors",
    "load_concepts",
    "load_encoder",
    "load_instruments",
    "load_norms",
    "load_stance_model",
    "merge_glossaries",
    "norm_matrix",
    "official_texts",
    "read",
    "read_glossary",
    "read_raw",
    "read_terms",
    "read_text",
    "repair",
    "resolve_citations",
    "scopes",
    "score",
    "sentences_of",
    "split_sentences",
    "stances_of",
    "to_arrow",
    "to_bibtex",
    "to_json",
    "to_khcoder",
    "to_pandas",
    "to_skos",
    "to_tbx",
    "train_stance",
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
