"""Docs → spans of negation, opposition, condition, question, report and their like."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from jacyber_nlp.records import CharSpan, ScopeSpan
from jacyber_nlp.runs import Run, Word, as_run
from jacyber_nlp.scope.cues import find_cues
from jacyber_nlp.scope.english import english_reach, opening
from jacyber_nlp.scope.japanese import japanese_reach
from jacyber_nlp.scope.quotations import around, quotations
from jacyber_nlp.sentences import split_sentences

if TYPE_CHECKING:
    from spacy.tokens import Doc

_EDGES = ' 　、，,;:：“”"「」『』‘’'


def find_scopes(tokens: Doc | Run, offset: int = 0) -> list[ScopeSpan]:
    """Find the scopes in a run of text of one language.

    Args:
        tokens: Tokenized text; its language chooses the cues.
        offset: Of its first character in the document.

    Returns:
        Scopes in order of their cues. A Japanese scope mostly lies before its
        cue, from the last clause border on; an English one after it, up to the
        next. A cue that governs nothing gives no scope.
    """
    run = as_run(tokens)
    text = run.text
    lang = "ja" if run.lang == "ja" else "en"
    sentences = split_sentences(text)
    begins = [sentence.start for sentence in sentences]
    found = []
    last_report = 0
    around_last: CharSpan | None = None
    words: list[Word] = []
    cues = find_cues(run)
    closed = frozenset(c.span.end for c in cues if c.cue.kind in ("condition", "concession"))
    openings = [at for cue in cues if (at := opening(text, cue)) is not None]
    for match in cues:
        at = bisect_right(begins, match.span.start) - 1
        if at < 0 or match.span.start >= sentences[at].end:
            continue
        inside = around(text, match.span, sentences[at], lang)
        if lang == "ja":
            if inside != around_last:  # a sentence of many cues is read once
                around_last = inside
                words = run.words[slice(*run.touching(inside.start, inside.end))]
            after = max(inside.start, last_report)
            reach = japanese_reach(words, text, match, inside, after, closed)
        else:
            reach = english_reach(text, match, inside, openings)
        if match.cue.kind in ("report", "opposition"):
            last_report = match.span.end
        span = _trimmed(text, *reach)
        if span is not None:
            cue = _trimmed(text, match.span.start, match.span.end) or match.span
            found.append(ScopeSpan(_moved(span, offset), match.cue.kind, _moved(cue, offset)))
    found += [
        ScopeSpan(_moved(span, offset), "quotation", _moved(cue, offset))
        for span, cue in quotations(text, lang)
    ]
    return sorted(found, key=lambda scope: (scope.cue, scope.kind))


def scopes_in(scopes: Sequence[ScopeSpan], span: CharSpan) -> list[ScopeSpan]:
    """Return the scopes whose cue stands inside ``span``, from those in order."""
    begin = bisect_right(scopes, span.start - 1, key=lambda s: s.cue.start)
    end = bisect_right(scopes, span.end - 1, key=lambda s: s.cue.start)
    return list(scopes[begin:end])


def _trimmed(text: str, begin: int, end: int) -> CharSpan | None:
    while begin < end and text[begin] in _EDGES:
        begin += 1
    while begin < end and (text[end - 1] in _EDGES or text[end - 1] in "。．.！!？?"):
        end -= 1
    return CharSpan(begin, end) if begin < end else None


def _moved(span: CharSpan, offset: int) -> CharSpan:
    return CharSpan(span.start + offset, span.end + offset)
