"""Docs → cues: the words that negate, oppose, condition, ask or report.

The cues are data (corpora/scope/cues.yaml). English ones are regular expressions
over words; Japanese ones patterns over the dictionary forms of tokens, so that one
entry covers every inflection.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from jacyber_nlp import resources
from jacyber_nlp.records import CharSpan
from jacyber_nlp.runs import Run

KINDS = (
    "negation",
    "opposition",
    "prevention",
    "double_negation",
    "condition",
    "concession",
    "question",
    "report",
    "quotation",
)
# Kinds that turn what lies in them round; double negation does not.
REVERSING = ("negation", "opposition", "prevention")
LOOKALIKE, DOUBLE = "none", "double_negation"


@dataclass(frozen=True, slots=True)
class Cue:
    """An entry of the cue data.

    Attributes:
        kind: Of scope.
        pattern: Over the text, or over dictionary forms (see ``_lemmas``).
        reach: What lies in the scope; cues.yaml lists the values.
        holder: Of a report: ``subject``, ``cue``, ``unnamed`` or ``author``;
            empty of other kinds.
    """

    kind: str
    pattern: re.Pattern[str]
    reach: str
    holder: str


@dataclass(frozen=True, slots=True)
class CueMatch:
    """A cue where it stands: a span of the run's text."""

    cue: Cue
    span: CharSpan


def find_cues(run: Run) -> list[CueMatch]:
    """Find the cues of a run of text of one language, in order.

    Of overlapping cues of a kind the one that begins first counts, then the
    longest. A cue inside a longer one of another kind, or touching a look-alike,
    does not count, nor does a negation that is part of a double one.
    """
    hits = sorted(_hits(run), key=lambda hit: (hit.span.start, -hit.span.end))
    kept: list[CueMatch] = []
    reach: dict[str, int] = {}
    widest = CharSpan(0, 1)
    blocked = 0
    for hit in hits:
        if hit.span.start < blocked:
            continue
        if hit.cue.kind in (LOOKALIKE, DOUBLE):
            while (
                kept
                and kept[-1].span.end > hit.span.start
                and (hit.cue.kind == LOOKALIKE or kept[-1].cue.kind == "negation")
            ):
                kept.pop()
            blocked = hit.span.end
            if hit.cue.kind == LOOKALIKE:
                continue
        inside = widest.start <= hit.span.start and hit.span.end <= widest.end
        if hit.span.start < reach.get(hit.cue.kind, 0) or (inside and hit.span != widest):
            continue
        reach[hit.cue.kind] = hit.span.end
        if hit.span.end > widest.end:
            widest = hit.span
        kept.append(hit)
    return kept


def _hits(run: Run) -> Iterator[CueMatch]:
    if run.lang != "ja":
        text = run.text
        for cue in _cues(run.lang):
            for match in cue.pattern.finditer(text):
                if match.end() > match.start() and not _is_name(text, match.start()):
                    yield CueMatch(cue, CharSpan(*match.span()))
        return
    lemmas, starts = _lemmas(run)
    for cue in _cues("ja"):
        for match in cue.pattern.finditer(lemmas):
            begin = match.end("before") if "before" in cue.pattern.groupindex else match.start()
            first = bisect_left(starts, begin)
            last = bisect_left(starts, match.end()) - 1
            yield CueMatch(cue, CharSpan(run.starts[first], run.ends[last]))


def _is_name(text: str, at: int) -> bool:
    """Tell a capital inside a sentence: the Stop Scams hotline."""
    if not text[at].isupper() or text[at : at + 4].isupper():
        return False
    before = text[:at].rstrip(" ")
    if not before or text[at - 1] != " ":
        return False
    following = text[at:].split(" ", 2)[1:2]
    titled = bool(following) and following[0][:1].isupper()
    return before[-1].isalnum() or (before[-1] == "," and titled)


_CONDITIONAL = ("たら", "だら", "なら")


def _lemmas(run: Run) -> tuple[str, list[int]]:
    """Write a run as `` lemma/tag`` for each token, and where each begins."""
    parts, starts, at = [], [], 0
    for text, tag, lemma in run.units:
        # The conditional forms of た and だ are cues, the others are not.
        conditional = text in _CONDITIONAL and tag == "助動詞"
        form = text if conditional else lemma or text
        part = f" {form}/{tag}".replace("\n", "¶")
        starts.append(at)
        at += len(part)
        parts.append(part)
    return "".join(parts), starts


@cache
def _cues(lang: str) -> tuple[Cue, ...]:
    compile_cue = _compiled_japanese if lang == "ja" else _compiled_english
    return tuple(
        Cue(
            entry["kind"],
            compile_cue(entry["cue"]),
            entry.get("reach", ""),
            entry.get("holder", ""),
        )
        for entry in resources.scope_cues().get(lang, ())
    )


def _compiled_english(cue: str) -> re.Pattern[str]:
    # Whole words; a cue may also begin or end with a mark or a blank.
    return re.compile(rf"(?:(?<![\w-])|(?=\W))(?:{cue})(?:(?<=\W)|(?![\w-]))", re.IGNORECASE)


# Each token begins with its blank: the expressions look for that before all else.
_REST, _END = r"\S*", r"(?!\S)"
_PIECE = re.compile(r"[()|?\[\]]|/[^\s()|?\[\]]+|[^\s()|?/\[\]]+")


def _compiled_japanese(cue: str) -> re.Pattern[str]:
    pieces = _PIECE.findall(cue)
    pieces.reverse()
    return re.compile(f"(?:{_alternatives(pieces)}){_END}")


def _alternatives(pieces: list[str]) -> str:
    """Translate up to the closing bracket: sequences of tokens, parted by ``|``."""
    out = [""]
    while pieces and (piece := pieces.pop()) not in ")]":
        if piece == "|":
            out.append("")
            continue
        if piece in "([":
            element = f"({'?:' if piece == '(' else '?P<before>'}{_alternatives(pieces)})"
        else:
            element = _token(piece, pieces)
        if pieces and pieces[-1] == "?":
            pieces.pop()
            element = f"(?:{element})?"
        out[-1] += element
    return "|".join(out)


def _token(piece: str, pieces: list[str]) -> str:
    """Translate one token: its dictionary form, and its part of speech if given."""
    tag = piece if piece[0] == "/" else ""
    form = r"[^\s/]*" if tag or piece == "_" else re.escape(piece)
    if not tag and pieces and pieces[-1][0] == "/":
        tag = pieces.pop()
    return f" {form}{re.escape(tag) or '/'}{_REST}"
