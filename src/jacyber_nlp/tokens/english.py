"""English tokens: spaCy's tokenizer, and lemmas of nouns by rule.

spaCy's English lemmas need a trained pipeline, which is no package of the
index; number is what terms and concepts need folded.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from spacy.tokens import Doc

from jacyber_nlp.number import noun_lemma
from jacyber_nlp.runs import Run, Tokens

if TYPE_CHECKING:
    from spacy.language import Language

LONGEST_WORD = 200
_LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD + 1}}}")
_PIECE = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)|(?:(?!\S{{{LONGEST_WORD + 1}}})(?:\S+|\s+))+")
_PARSERS = ("en_core_web_lg", "en_core_web_md", "en_core_web_sm")


def set_lemmas(doc: Doc) -> None:
    """Set ``token.lemma_`` of every token to its singular."""
    for token in doc:
        token.lemma_ = noun_lemma(token.text)


def read_run(text: str) -> Run:
    """Return an English stretch as a run, with singulars as lemmas; cut when it is needed."""
    return Run(text, "en", lambda: _tokens(english_doc(text)))


def parsed(run: Run) -> Run:
    """Return an English run with tags and noun chunks, where a model for them is installed."""
    parser = _parser()
    if parser is None:
        return run
    doc = parser(run.text)
    return Run(run.text, "en", lambda: _tokens(doc), doc=doc)


def parser_name() -> str | None:
    """Return the installed ``en_core_web_*`` that finds noun chunks; None without one."""
    return next((name for name in _PARSERS if find_spec(name) is not None), None)


def english_doc(text: str) -> Doc:
    """Tokenize English by spaCy's rules.

    They take time quadratic in the length of a word, so those beyond
    ``LONGEST_WORD`` characters (rows of brackets, digits of a key) are cut.
    """
    from jacyber_nlp.tokens import tokenizer

    nlp = tokenizer("en")
    if _LONG_WORD.search(text) is None:
        return nlp.make_doc(text)
    pieces = [m.group() for m in _PIECE.finditer(text)]
    docs = [nlp.make_doc(piece) for piece in pieces]
    words = [token.text for doc in docs for token in doc]
    spaces = [bool(token.whitespace_) for doc in docs for token in doc]
    return Doc(nlp.vocab, words=words, spaces=spaces)


@cache
def _parser() -> Language | None:
    import spacy

    name = parser_name()
    return None if name is None else spacy.load(name, exclude=["ner"])


def _tokens(doc: Doc) -> Tokens:
    return (
        [token.idx for token in doc],
        [token.idx + len(token) for token in doc],
        [(token.text, token.tag_, noun_lemma(token.text)) for token in doc],
    )
