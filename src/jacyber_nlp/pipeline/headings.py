"""Headings that only name what stands under them."""

from __future__ import annotations

from jacyber_nlp.records import Document
from jacyber_nlp.script import language_of
from jacyber_nlp.tokens import tokenizer

_PREDICATES = ("動詞", "形容詞", "助動詞")  # what ends a Japanese clause, by UniDic


def names_in(document: Document) -> frozenset[int]:
    """Return where headings of the body begin that are no whole proposition.

    By the annotation guide a heading asserts nothing, unless it is one. A heading
    that its text goes on behind in the same line (第3条　各国は…) is none.
    """
    text = document.text
    starts = set()
    for section in document.sections:
        if section.kind not in ("section", "article") or not section.title:
            continue
        line = text[section.span.start :].split("\n", 1)[0].strip()
        if line.endswith(section.title) and not _is_clause(section.title):
            starts.add(section.span.start)
    return frozenset(starts)


def _is_clause(title: str) -> bool:
    """Tell a proposition: in Japanese by its last word, in English by its full stop."""
    if language_of(title) == "en":
        return title.endswith((".", "!", "?"))
    last = [token for token in tokenizer("ja").make_doc(title) if not token.is_punct]
    return bool(last) and last[-1].tag_.startswith(_PREDICATES)
