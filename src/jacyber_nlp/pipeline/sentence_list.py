"""Sentences of a list, each with what stood before it → their stances."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from jacyber_nlp.pipeline.analyser import Analyser
from jacyber_nlp.records import (
    Anchor,
    CharSpan,
    Document,
    Metadata,
    Sentence,
    SentenceQuery,
    SentenceStance,
    Source,
)
from jacyber_nlp.script import is_visible, language_of, normalise
from jacyber_nlp.sentences import split_sentences

_UNWRITABLE = re.compile("[\0\ud800-\udfff]")  # what no file can hold

NEAR = 1  # sentence before the one asked for that is looked at: with two the gold gains nothing


def stances_of_list(
    queries: Sequence[SentenceQuery], analyser: Analyser
) -> list[SentenceStance | None]:
    """Return the stance of each sentence, in order.

    What stood before a sentence decides with it whose view it gives; the stance of
    one hangs on no other of the list.

    Returns:
        None for a text without a visible character. Spans are of the passage, with
        what stood before; a holder has its name as it was given.
    """
    passages = [passage_of(q) if any(map(is_visible, q.text)) else None for q in queries]
    given = [passage for passage in passages if passage is not None]
    found = iter(analyser.stances_together(given))
    return [
        None if passage is None else _as_given(next(found)[-1], query)
        for query, passage in zip(queries, passages, strict=True)
    ]


def passage_of(query: SentenceQuery) -> tuple[Document, tuple[Sentence, ...]]:
    """Return a document of one paragraph, whose last sentence is the one asked for.

    It is made as in training, not repaired like a file: a sentence of a list has
    no layout, and is one whatever it looks like.
    """
    before, asked = (normalise(_one_line(text))[0] for text in (query.before, query.text))
    # It costs as much as the sentence itself; those further away are read as its context.
    near = split_sentences(before)[-NEAR:]
    sentences = []
    for span in near:
        lang = language_of(span.of(before))
        sentences.append(Sentence(span, query.lang if lang == "und" else lang, 0))
    if before and query.lang != "ja":
        before += " "
    text = before + asked
    sentences.append(Sentence(CharSpan(len(before), len(text)), query.lang, 0))
    whole = CharSpan(0, len(text))
    document = Document(
        id="passage",
        lang=query.lang,
        text=text,
        body_span=whole,
        paragraphs=(whole,),
        sections=(),
        notes=(),
        anchors=(Anchor(0, None, 1, 0),),
        pages=(),
        source=Source("passage", "text/plain", None, ""),
        metadata=Metadata(actor=query.actor, kind=query.kind),
    )
    return document, tuple(sentences)


def _one_line(text: str) -> str:
    return " ".join(_UNWRITABLE.sub("\ufffd", text).split())


def _as_given(stance: SentenceStance, query: SentenceQuery) -> SentenceStance:
    """Return the stance with its holder's name in the characters that were given (ＥＵ)."""
    for text in (query.text, query.before) if stance.mode == "reported" else ():
        line = _one_line(text)
        folded, anchors = normalise(line)
        start = folded.rfind(stance.holder)
        if start >= 0:
            ends = []
            for offset in (start, start + len(stance.holder)):
                near, back = anchors[bisect_right(anchors, offset, key=lambda pair: pair[0]) - 1]
                ends.append(back + offset - near)
            return replace(stance, holder=line[ends[0] : ends[1]])
    return stance
