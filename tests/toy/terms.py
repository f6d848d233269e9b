"""Candidates out of text and by hand, and a model of termhood that can be read."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from jacyber_nlp.records import CharSpan, Sentence
from jacyber_nlp.runs import Run
from jacyber_nlp.sentences import split_sentences
from jacyber_nlp.terms import Candidate, candidates, ranking, termhood
from jacyber_nlp.terms.termhood import TermhoodModel
from jacyber_nlp.tokens import read_runs


def runs(text: str, lang: str) -> list[tuple[Run, int]]:
    """Return the runs of a text of one language, as those of a document."""
    return list(read_runs(text, [Sentence(s, lang, 0) for s in split_sentences(text)]))


def found(text: str, lang: str, known: list[tuple[CharSpan, str]] | None = None) -> list[Candidate]:
    """Return the candidates of a text; ``known`` are places in it with their marks."""
    return [c for run, at in runs(text, lang) for c in candidates(run, at, known or ())]


def surfaces(text: str, lang: str) -> list[str]:
    """Return the candidates as they stand, in order of place."""
    return [candidate.surface for candidate in found(text, lang)]


def candidate(
    words: str, start: int = 0, *, shape: str = "", free: bool = True, marks: tuple[str, ...] = ()
) -> Candidate:
    """Make a candidate of words parted by blanks; a word behind ``_`` has one before it."""
    units, starts, text = [], [], ""
    for part in words.split(" "):
        word = part.removeprefix("_")
        text += " " * (part != word)
        starts.append(len(text))
        units.append((word, "", word))
        text += word
    ends = [start + len(unit[0]) for start, unit in zip(starts, units, strict=True)]
    run = Run(text, "ja", lambda: (starts, ends, units))
    return Candidate(text, shape or "N" * len(units), start, marks, free, run, 0)


def places(words: str, *starts: int, **given: object) -> list[Candidate]:
    """Make one candidate at several places."""
    return [candidate(words, start, **given) for start in starts]


def use_model(
    monkeypatch: pytest.MonkeyPatch, weights: Mapping[str, float], *, least: float = 0.0
) -> None:
    """Let ``rank_terms`` weigh the features of both languages by these weights."""
    both = {"ja": dict(weights), "en": dict(weights)}
    model = TermhoodModel(both, name="toy/1", least={"ja": least, "en": least})
    for module in (ranking, termhood):
        monkeypatch.setattr(module, "default_termhood_model", lambda: model)
