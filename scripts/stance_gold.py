"""How well sentences and documents are placed: the measures of the stance stage.

    python scripts/stance_gold.py [sentences|documents …]

Sentences: corpora/gold/stance-{ja,en}.jsonl, parallel.jsonl, stance-other.jsonl.
Documents: corpora/gold/stance-documents/, 14 a language.
Nothing here was tuned on.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import f1_score

import jacyber_nlp as jc
from alignment_gold import slope
from gold import document_of, mean, passages, read_jsonl
from jacyber_nlp.pipeline import default_analyser
from jacyber_nlp.pipeline.sentence_list import stances_of_list
from jacyber_nlp.records import DocumentStance, SentenceQuery
from jacyber_nlp.stance import LABELS

GOLD = Path(__file__).resolve().parent.parent / "corpora" / "gold"
LANGS = ("ja", "en")
POLES = ("freedom", "control")
VALUE = {"freedom": 1, "mixed": 0, "control": -1}
Rows = dict[str, float]


def main() -> None:
    measures: dict[str, Callable[[], Rows]] = {
        "sentences": sentences,
        "documents": documents,
    }
    for name in sys.argv[1:] or measures:
        for row, value in measures[name]().items():
            print(f"{row:60} {value:7.3f}")


@cache
def labelled(lang: str) -> tuple[list[dict[str, Any]], list[Any]]:
    """Return the gold of a language, and what ``jacyber stance`` tells of each sentence.

    Each after those before it in its passage, its source unknown.
    """
    gold = read_jsonl(GOLD / f"stance-{lang}.jsonl")
    queries = [SentenceQuery(g["id"], g["text"], g["lang"], None, g["before"]) for g in gold]
    return gold, [s for s in stances_of_list(queries, default_analyser()) if s is not None]


def told(gold: Sequence[dict[str, Any]]) -> list[Any]:
    """Classify each row in its passage, its source known."""
    analyser = default_analyser()
    return [s for rows in passages(list(gold)) for s in analyser.stances(*document_of(rows))]


def macro(truth: Sequence[str], found: Sequence[str]) -> float:
    return float(f1_score(truth, found, average="macro", labels=list(LABELS), zero_division=0))


def same_name(found: str, truth: str) -> bool:
    return bool(found == truth or (len(found) > 1 and (found in truth or truth in found)))


def sentences() -> Rows:
    """Labels by class and phenomenon, whose view, calibration, both languages alike."""
    rows: Rows = {}
    for lang in LANGS:
        rows |= of_language(lang)
    return rows | parallel() | other_subjects()


def of_language(lang: str) -> Rows:
    gold, found = labelled(lang)
    truth, labels = [g["label"] for g in gold], [s.label for s in found]
    right = np.array([t == f for t, f in zip(truth, labels, strict=True)])
    hard = [i for i, g in enumerate(gold) if g["phenomena"] != ["plain"]]
    rows = {
        f"stance macro-F1 {lang} test": macro(truth, labels),
        f"stance macro-F1 hard {lang} test": macro(
            [truth[i] for i in hard], [labels[i] for i in hard]
        ),
    }
    for label in LABELS:
        chosen = [i for i, t in enumerate(truth) if t == label]
        rows[f"stance recall {label} {lang} test"] = mean(right[chosen])
    for name in ("negation", "lexical_trap", "conditional", "mixed", "technical", "boilerplate"):
        chosen = [i for i, g in enumerate(gold) if name in g["phenomena"]]
        rows[f"stance {name} right {lang} test"] = mean(right[chosen])
    reports = [(g, s) for g, s in zip(gold, found, strict=True) if g["mode"] == "reported"]
    rows[f"stance reported found {lang} test"] = mean(s.mode == "reported" for _, s in reports)
    rows[f"stance reported pole right {lang} test"] = mean(
        s.reported_label == g["reported_label"] for g, s in reports
    )
    rows[f"stance reported holder right {lang} test"] = mean(
        same_name(s.holder, g["holder"]) for g, s in reports if s.mode == "reported"
    )
    return rows | calibration(lang, truth, found)


def calibration(lang: str, truth: Sequence[str], found: Sequence[Any]) -> Rows:
    """Slope of the three probabilities pooled, and Brier skill over the classes' shares."""
    p = np.array([[s.p_freedom, s.p_neutral, s.p_control] for s in found])
    y = np.array([[t == label for label in LABELS] for t in truth], dtype=float)
    base = np.square(y - y.mean(axis=0)).sum()
    return {
        f"stance probability slope {lang} test": slope(p.ravel(), y.ravel().astype(int)),
        f"stance probability Brier skill {lang} test": float(1 - np.square(p - y).sum() / base),
    }


def parallel() -> Rows:
    """Passages that say the same in both languages."""
    gold = read_jsonl(GOLD / "parallel.jsonl")
    analyser = default_analyser()
    found: dict[str, list[Any]] = {lang: [] for lang in LANGS}
    gaps = []
    for passage in gold:
        positions = []
        for lang in LANGS:
            document, spans = document_of(
                [
                    {"text": text, "lang": lang, "source_kind": passage["source_kind"]}
                    for text in passage[lang]
                ]
            )
            stances = analyser.stances(document, spans)
            found[lang] += stances
            positions.append(analyser.place(document, stances).position)
        if None not in positions:
            gaps.append(positions[0] - positions[1])
    truth = {
        name: [value for passage in gold for value in passage[f"{name}s"]]
        for name in ("label", "mode")
    }
    signed = {lang: [s.p_freedom - s.p_control for s in found[lang]] for lang in LANGS}
    return {
        "parallel same label test": mean(
            a.label == b.label for a, b in zip(found["ja"], found["en"], strict=True)
        ),
        "parallel same mode test": mean(
            a.mode == b.mode for a, b in zip(found["ja"], found["en"], strict=True)
        ),
        "parallel position ja less en test": mean(gaps) if gaps else 0.0,
        "parallel positions compared": float(len(gaps)),
        "parallel sentence ja less en test": float(np.mean(signed["ja"]) - np.mean(signed["en"])),
    } | {
        f"parallel {name} right {lang} test": mean(
            getattr(s, name) == t for s, t in zip(found[lang], values, strict=True)
        )
        for lang in LANGS
        for name, values in truth.items()
    }


def other_subjects() -> Rows:
    """Passages on other subjects: nothing is to be said of them."""
    gold = read_jsonl(GOLD / "stance-other.jsonl")
    analyser = default_analyser()
    silent: dict[str, list[bool]] = {lang: [] for lang in LANGS}
    poles: dict[str, list[bool]] = {lang: [] for lang in LANGS}
    for passage in gold:
        lang = passage["lang"]
        document, spans = document_of(
            [
                {"text": text, "lang": lang, "source_kind": passage["source_kind"]}
                for text in passage["sentences"]
            ]
        )
        stances = analyser.stances(document, spans)
        silent[lang].append(analyser.place(document, stances).position is None)
        poles[lang] += [s.label != "neutral" for s in stances]
    return {
        f"other subjects {name} {lang} test": mean(values[lang])
        for name, values in (("without position", silent), ("pole labels", poles))
        for lang in LANGS
    }


def documents() -> Rows:
    """Pairs of whole documents from different groups; who is silent; both camps of a paper."""
    rows: Rows = {}
    for lang in LANGS:
        folder = GOLD / "stance-documents"
        lines = (folder / f"{lang}.tsv").read_text(encoding="utf-8").splitlines()[1:]
        truth = read_jsonl(folder / f"{lang}.sentences.jsonl")
        placed, quiet, camps, errors = [], [], [], []
        for name, _, kind, actor, group, *_ in (line.split("\t") for line in lines):
            metadata = jc.Metadata(actor=actor, kind=kind)
            found = jc.score(jc.read(folder / lang / name, metadata=metadata))
            own = [row for row in truth if row["file"] == name]
            if group in VALUE:
                placed.append((VALUE[group], found.position, name))
                errors.append(abs((found.position or 0.0) - true_position(own)))
            else:
                quiet.append(found.position is None or abs(found.position) < 0.5)
                camps += camps_right(own, found)
        pairs = [(a, b) for a, b in combinations(placed, 2) if a[0] != b[0]]
        rows[f"documents pairs in order {lang} test"] = mean(in_order(a, b) for a, b in pairs)
        rows[f"documents on their side {lang} test"] = mean(
            position is not None and position * value > 0 for value, position, _ in placed if value
        )
        rows[f"documents position off by {lang} test"] = mean(errors)
        rows[f"documents of no group near 0 or None {lang} test"] = mean(quiet)
        rows[f"documents holders on their side {lang} test"] = mean(camps)
    return rows


def in_order(a: tuple[int, float | None, str], b: tuple[int, float | None, str]) -> bool:
    """Return whether the higher group has the higher position; no position is no order."""
    if a[1] is None or b[1] is None:
        return False
    return (a[0] - b[0]) * (a[1] - b[1]) > 0


def true_position(rows: Sequence[dict[str, Any]]) -> float:
    """Return the position of the labels that people gave; 0 without a pole."""
    counts = [sum(r["label"] == pole for r in rows) for pole in POLES]
    return (counts[0] - counts[1]) / sum(counts) if sum(counts) else 0.0


def camps_right(rows: Sequence[dict[str, Any]], found: DocumentStance) -> list[bool]:
    """Return for each holder with two reported poles of one kind whether it stands there."""
    truth: dict[str, list[str]] = {}
    for row in rows:
        if row["reported_label"] in POLES:
            truth.setdefault(row["holder"], []).append(row["reported_label"])
    right = []
    for holder, labels in truth.items():
        if len(labels) < 2 or len(set(labels)) > 1 or holder == "unnamed":
            continue
        positions = [
            p.position * p.n for name, p in found.holders.items() if same_name(name, holder)
        ]
        right.append(bool(positions) and sum(positions) * (1 if labels[0] == "freedom" else -1) > 0)
    return right


if __name__ == "__main__":
    main()
