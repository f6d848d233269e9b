"""An installed en_core_web_* gives noun chunks; here a toy stands for it."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

import jacyber_nlp as jc
from jacyber_nlp.concepts import ConceptMatcher
from jacyber_nlp.pipeline.terms import find_terms
from jacyber_nlp.tokens import english

TEXT = "Quantum computing endangers states. Hackers exploit quantum computing."
NOUNS = {"Quantum", "quantum", "computing", "states", "Hackers"}


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A package en_core_web_sm that calls a few words nouns and all others verbs."""
    (tmp_path / "en_core_web_sm").mkdir()
    (tmp_path / "en_core_web_sm" / "__init__.py").write_text(
        textwrap.dedent(
            f"""
            import spacy
            from spacy.language import Language

            @Language.component("toy_parser")
            def parse(doc):
                for token in doc:
                    token.pos_ = "NOUN" if token.text in {NOUNS!r} else "VERB"
                    goes_on = token.i + 1 < len(doc) and doc[token.i + 1].text == "computing"
                    token.dep_ = "compound" if goes_on else "nsubj"
                    token.head = doc[token.i + 1] if goes_on else token
                return doc

            def load(**options):
                nlp = spacy.blank("en")
                nlp.add_pipe("toy_parser")
                return nlp
            """
        ),
        encoding="utf-8",
    )
    info = tmp_path / "en_core_web_sm-3.8.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: en_core_web_sm\nVersion: 3.8.0\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    english._parser.cache_clear()
    yield
    english._parser.cache_clear()
    sys.modules.pop("en_core_web_sm", None)


def test_without_one_words_are_told_by_the_list_and_versions_say_so() -> None:
    assert english.parser_name() is None
    assert jc.Analyser().versions()["english_parser"] == "none"


@pytest.mark.usefixtures("installed")
def test_the_model_that_is_installed_tells_verbs_from_nouns() -> None:
    assert english.parser_name() == "en_core_web_sm"
    assert jc.Analyser().versions()["english_parser"] == "en_core_web_sm"

    candidates = find_terms(jc.read_text(TEXT), ConceptMatcher(())).candidates["en"]

    # By the list alone, endangers and exploit could be nouns at an edge.
    assert [c.surface for c in candidates] == [
        "Quantum computing",
        "states",
        "Hackers",
        "quantum computing",
    ]
