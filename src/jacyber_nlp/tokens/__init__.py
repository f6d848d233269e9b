"""Sentences → spaCy Docs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING

from jacyber_nlp.records import CharSpan, Sentence
from jacyber_nlp.runs import Run

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MAX_DOC = 50_000


@cache
def tokenizer(lang: str) -> Language:
    """Return the blank spaCy pipeline whose tokenizer serves ``lang``.

    It is loaded once a process. Raises ``ValueError`` for other languages than
    ``"ja"`` and ``"en"``.
    """
    import spacy

    if lang == "ja":
        return spacy.blank(
            "ja", config={"nlp": {"tokenizer": {"@tokenizers": "jacyber_nlp.FugashiTokenizer.v1"}}}
        )
    if lang == "en":
        return spacy.blank("en")
    raise ValueError(f"no tokenizer for {lang!r}: 'ja' and 'en' have one")


def tokenize(text: str, sentences: Sequence[Sentence]) -> Iterator[tuple[Doc, int, int]]:
    """Tokenize a document run by run.

    A run is a stretch of sentences of one language, at most ``MAX_DOC``
    characters unless one sentence is longer.

    Returns:
        A spaCy ``Doc``, the offset of its first character in ``text``, and the
        number of its sentences; ``doc.text`` equals the text there. Sentence
        starts are set.
    """
    from jacyber_nlp.tokens.english import english_doc, set_lemmas

    for run in runs(sentences):
        start, end = run[0].span.start, run[-1].span.end
        if run[0].lang == "en":
            doc = english_doc(text[start:end])
            set_lemmas(doc)
        else:
            doc = tokenizer("ja").make_doc(text[start:end])
        set_sentence_starts(doc, [s.span.start - start for s in run])
        yield doc, start, len(run)


def runs(sentences: Sequence[Sentence]) -> Iterator[Sequence[Sentence]]:
    """Cut sentences into stretches of one language, each ``MAX_DOC`` at most."""
    begin = 0
    for i in range(1, len(sentences) + 1):
        if (
            i == len(sentences)
            or sentences[i].lang != sentences[begin].lang
            or sentences[i].span.end - sentences[begin].span.start > MAX_DOC
        ):
            yield sentences[begin:i]
            begin = i


def set_sentence_starts(doc: Doc, starts: Sequence[int]) -> None:
    """Mark the tokens at which sentences start, given as character offsets.

    A sentence that starts inside a token starts with that token.
    """
    import numpy as np
    from spacy.attrs import IDX, SENT_START

    if not len(doc):
        return
    values = np.full(len(doc), -1, dtype=np.int64)
    values[np.searchsorted(doc.to_array(IDX), np.asarray(starts), side="right") - 1] = 1
    doc.from_array(SENT_START, values.view(np.uint64).reshape(-1, 1))  # type: ignore[arg-type]


def read_runs(text: str, sentences: Sequence[Sentence]) -> Iterator[tuple[Run, int]]:
    """Tokenize a document run by run, as ``tokenize`` does, without Docs for Japanese.

    Returns:
        A run and the offset of its first character in ``text``.
    """
    from jacyber_nlp.tokens.english import read_run
    from jacyber_nlp.tokens.japanese import read_units

    for run in runs(sentences):
        start, end = run[0].span.start, run[-1].span.end
        stretch = text[start:end]
        if run[0].lang == "ja":
            spans = [CharSpan(s.span.start - start, s.span.end - start) for s in run]
            yield Run(stretch, "ja", partial(read_units, stretch, spans)), start
        else:
            yield read_run(stretch), start


def char_span(doc: Doc, start: int, end: int, offset: int) -> CharSpan:
    """Return the document characters of the tokens ``[start, end)`` of a run."""
    last = doc[end - 1]
    return CharSpan(offset + doc[start].idx, offset + last.idx + len(last))


__all__ = [
    "MAX_DOC",
    "char_span",
    "read_runs",
    "runs",
    "set_sentence_starts",
    "tokenize",
    "tokenizer",
]
