"""Docs → spans of negation, condition, concession, question and report."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from jacyber_nlp import resources
from jacyber_nlp.records import CharSpan, ScopeSpan
from jacyber_nlp.sentences import split_sentences

if TYPE_CHECKING:
    from spacy.tokens import Doc

KINDS = ("negation", "condition", "concession", "question", "report")

_JA_TOPIC = re.compile(r"^[^、。]{1,40}?(?:は|が|も)、?")
_EN_BORDER = re.compile(r"[;:.!?—]|,(?! (?:and|or|nor) )|\s(?:but|because|so that|whereas)\s")


@dataclass(frozen=True, slots=True)
class _Cue:
    kind: str
    pattern: re.Pattern[str]
    side: str
    begin: str
    holder: str


def find_scopes(doc: Doc, offset: int = 0) -> list[ScopeSpan]:
    """Find the scopes in a run of text of one language.

    Args:
        doc: Tokenized text; its language chooses the cues.
        offset: Of its first character in the document.

    Returns:
        Scopes in order of their cues. A Japanese scope lies before its cue, from
        the last clause border on; an English one after it, up to the next. A cue
        that governs nothing gives no scope.
    """
    text = doc.text
    starts = {token.idx for token in doc}
    ends = {token.idx + len(token) for token in doc}
    found = []
    for sentence in split_sentences(text):
        body = sentence.of(text)
        for cue, match in _cues_in(body, doc.lang_):
            begin, end = match.start() + sentence.start, match.end() + sentence.start
            if doc.lang_ == "ja" and not (begin in starts or end in ends):
                continue
            span = _scope(body, match, cue, doc.lang_)
            if span is not None:
                found.append(
                    ScopeSpan(
                        _moved(span, offset + sentence.start),
                        cue.kind,
                        CharSpan(offset + begin, offset + end),
                    )
                )
    return found


def scopes_in(scopes: Sequence[ScopeSpan], span: CharSpan) -> list[ScopeSpan]:
    """Return the scopes whose cue stands inside ``span``, from those in order."""
    begin = bisect_right(scopes, span.start - 1, key=lambda s: s.cue.start)
    end = bisect_right(scopes, span.end - 1, key=lambda s: s.cue.start)
    return list(scopes[begin:end])


def _cues_in(body: str, lang: str) -> Iterator[tuple[_Cue, re.Match[str]]]:
    """Return the cues of a sentence in order, of overlapping ones of a kind the first."""
    hits = [
        (match.start(), -match.end(), cue, match)
        for cue in _cues(lang)
        for match in cue.pattern.finditer(body)
        if match.end() > match.start()
    ]
    reach: dict[str, int] = {}
    for start, negative_end, cue, match in sorted(hits, key=lambda h: h[:2]):
        if start >= reach.get(cue.kind, 0):
            reach[cue.kind] = -negative_end
            yield cue, match


def _scope(body: str, match: re.Match[str], cue: _Cue, lang: str) -> tuple[int, int] | None:
    if cue.side == "before":
        begin = 0 if cue.begin == "sentence" else _clause_start(body, match.start(), lang)
        end = match.start()
    else:
        begin = match.end()
        if cue.holder == "cue" and (comma := body.find(",", begin)) >= 0:
            begin = comma  # According to X, …: the view follows the comma
        rest = _EN_BORDER.search(body, begin + 1) if lang == "en" else None
        end = rest.start() if rest else len(body.rstrip("。．.！？!?"))
    while begin < end and body[begin] in ' 　、，,“"「':
        begin += 1
    while begin < end and body[end - 1] in ' 　、，,”"」':
        end -= 1
    return (begin, end) if begin < end else None


def _clause_start(body: str, end: int, lang: str) -> int:
    if lang == "en":
        return 0
    topic = _JA_TOPIC.match(body[:end])
    floor = topic.end() if topic and topic.end() < end else 0
    comma = max(body.rfind(mark, 0, max(end - 1, 0)) for mark in "、，；。")
    return max(floor, comma + 1)


def _moved(span: tuple[int, int], offset: int) -> CharSpan:
    return CharSpan(span[0] + offset, span[1] + offset)


@cache
def _cues(lang: str) -> tuple[_Cue, ...]:
    return tuple(_compiled(entry, lang) for entry in resources.scope_cues().get(lang, ()))


def _compiled(entry: dict[str, Any], lang: str) -> _Cue:
    pattern = f"(?:{entry['cue']})"
    if "not" in entry:
        pattern += f"(?!{entry['not']})"
    if lang == "en":
        pattern = rf"(?<!\w){pattern}(?![A-Za-z])" if entry["cue"] != "\\?" else pattern
    return _Cue(
        entry["kind"],
        re.compile(pattern, re.IGNORECASE if lang == "en" else 0),
        entry["side"],
        entry.get("from", "clause"),
        entry.get("holder", ""),
    )
