"""What speaks for and against each candidate for the holder of a view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from jacyber_nlp.actors.candidate import Candidate
from jacyber_nlp.actors.english import english_candidates
from jacyber_nlp.actors.japanese import japanese_candidates
from jacyber_nlp.records import CharSpan, ScopeSpan
from jacyber_nlp.runs import Run, as_run

if TYPE_CHECKING:
    from spacy.tokens import Doc

MOST = 200  # candidates of a sentence; longer ones are no sentences


def candidates_in(tokens: Doc | Run, sentence: CharSpan) -> list[Candidate]:
    """Return the noun phrases of a sentence that may hold its view, in order."""
    run = as_run(tokens)
    if run.lang == "ja":
        return japanese_candidates(run, sentence)[:MOST]
    return english_candidates(run.text, sentence)[:MOST]


def candidate_features(
    lang: str,
    text: str,
    sentence: CharSpan,
    candidates: Sequence[Candidate],
    scopes: Sequence[ScopeSpan],
    offset: int = 0,
) -> list[list[str]]:
    """Name what speaks for and against each candidate, and last, for nobody.

    What stands beside the sentence in the text does not count.
    """
    reports = [s for s in scopes if s.kind == "report"]
    found = []
    for at, candidate in enumerate(candidates):
        span = candidate.span
        place, head = candidate.place, candidate.head
        names = [place, head, f"{lang} {place}", f"{lang} {place} {head}"]
        names += [f"{lang} {mark}" for mark in candidate.marks]
        names += [f"{lang} {place} {mark}" for mark in candidate.marks]
        within = {s.kind for s in scopes if _covers(s, span, offset)}
        if "report" in within:
            names += [f"{lang} inside", f"{lang} {place} inside"]
        elif reports:
            names.append(f"{lang} outside")
        if "quotation" in within:
            names.append(f"{lang} quoted")
        before = {c.span for c in candidates[:at] if c.span.end <= span.start}
        names.append(f"{lang} order {min(len(before), 3)}")
        name = span.of(text)
        names.append(f"{lang} length {min(len(name) // (4 if lang == 'ja' else 10), 4)}")
        names += _words_around(text, sentence, candidate, lang)
        found.append(names)
    nobody = [f"{lang} none", f"{lang} none of {min(len(candidates), 4)}"]
    found.append([*nobody, f"{lang} none report"] if reports else nobody)
    return found


def _covers(scope: ScopeSpan, span: CharSpan, offset: int) -> bool:
    return scope.span.start - offset <= span.start and span.end <= scope.span.end - offset


def _words_around(text: str, sentence: CharSpan, candidate: Candidate, lang: str) -> list[str]:
    """Name the words of a phrase and those beside it."""
    span = candidate.span
    name = span.of(text)
    if lang == "ja":
        return [
            f"ja ends {name[-2:]}",
            f"ja ends {name[-1:]}",
            f"ja begins {name[:1]}",
            f"ja next {text[span.end : min(span.end + 2, sentence.end)]}",
        ]
    parts = name.lower().split()
    following = text[span.end : min(span.end + 40, sentence.end)].lower().split()[:1] or [""]
    before = text[max(span.start - 40, sentence.start) : span.start].lower().split()[-1:] or [""]
    return [
        f"en ends {parts[-1]}",
        f"en begins {parts[0]}",
        f"en next {following[0][:5]}",
        f"en before {before[0]}",
        f"en cue {candidate.cue.of(text).lower()[:6]}",
        f"en words {min(len(parts), 5)}",
        *(f"en has {part}" for part in parts[:4]),
    ]
