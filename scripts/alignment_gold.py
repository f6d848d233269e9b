"""Alignment against the gold of terms: ``python scripts/alignment_gold.py [tune|test] [-v]``.

-v prints the terms of the tuning half that went wrong; those of the other half
are never shown.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, roc_auc_score

import jacyber_nlp as jc
from gold import INSTRUMENTS, ROOT, alignment_rows, mean, queries_of, read_jsonl
from jacyber_nlp import resources
from jacyber_nlp.alignment.phrases import key_of
from jacyber_nlp.encoders import Encoder
from jacyber_nlp.pipeline import Analyser
from jacyber_nlp.records import Alignment

Rows = dict[str, float]
FORMS = ("plain", "katakana", "abbreviation", "paraphrase", "negated", "phrase")


def main() -> None:
    part = "tune" if "tune" in sys.argv else "test"
    for name, value in alignment(part).items():
        print(f"{value:7.3f}  {name}")
    if part == "test":
        for name, value in of_documents().items():
            print(f"{value:7.3f}  {name}")
    if "-v" in sys.argv and part == "tune":
        show_errors()


def show_errors() -> None:
    analyser = Analyser(norms=jc.load_norms(",".join(INSTRUMENTS)))
    gold = alignment_rows("tune")
    for row, found in zip(gold, analyser.align_terms(queries_of(gold)), strict=True):
        first = found[0].provision_id in row["provisions"]
        if first != bool(row["provisions"]) or found[0].matched != bool(row["provisions"]):
            best = [(a.provision_id, a.probability) for a in found[:3]]
            print(row["form"], row["text"], row["provisions"], "->", best)


def alignment(part: str = "test", encoder: Encoder | None = None) -> Rows:
    """Right provision first, match or none, what a probability means, on one half."""
    gold = alignment_rows(part)
    analyser = Analyser(norms=jc.load_norms(",".join(INSTRUMENTS)), encoder=encoder)
    found = analyser.align_terms(queries_of(gold))
    has = np.array([bool(row["provisions"]) for row in gold])
    meant = list(zip(gold, found, strict=True))
    firsts = [(row, of_one[0].provision_id in row["provisions"]) for row, of_one in meant]
    best = np.array([of_one[0].probability for of_one in found])
    matched = np.array([of_one[0].matched for of_one in found])
    rows = {
        f"alignment P@1 {part}": mean(right for row, right in firsts if row["provisions"]),
        f"alignment MRR {part}": mean(reciprocal(row, f) for row, f in meant if row["provisions"]),
    }
    for form in FORMS:
        of_form = [right for row, right in firsts if row["provisions"] and row["form"] == form]
        rows[f"alignment P@1 {form} {part}"] = mean(of_form)
    for lang in ("ja", "en"):
        of_lang = [right for row, right in firsts if row["provisions"] and row["lang"] == lang]
        rows[f"alignment P@1 {lang} {part}"] = mean(of_lang)
    known = {key_of(phrase.text) for phrase in resources.phrases()}
    new = [key_of(row["text"]) not in known for row in gold]
    of_new = [pair for pair, fresh in zip(firsts, new, strict=True) if fresh]
    rows |= {
        f"alignment P@1, wording no phrase has, {part}": mean(
            right for row, right in of_new if row["provisions"]
        ),
        f"alignment match or none AUC, wording no phrase has, {part}": float(
            roc_auc_score(has[new], best[new])
        ),
        f"alignment match or none F1, wording no phrase has, {part}": float(
            f1_score(has[new], matched[new])
        ),
    }
    poles = {p.id: p.pole for p in analyser.norms}
    p = np.array([a.probability for of_one in found for a in of_one])
    y = np.array([a.provision_id in row["provisions"] for row, f in meant for a in f])
    rows |= {
        f"alignment match or none AUC {part}": float(roc_auc_score(has, best)),
        f"alignment match or none F1 {part}": float(f1_score(has, matched)),
        f"alignment no term first on the other pole {part}": mean(
            poles[f[0].provision_id] * row["pole"] >= 0 for row, f in meant
        ),
        f"alignment probability Brier skill {part}": brier_skill(p, y),
        f"alignment probability slope {part}": slope(p, y),
    }
    return rows | alignment_routes(analyser, gold, part)


def alignment_routes(analyser: Analyser, gold: list[dict[str, Any]], part: str) -> Rows:
    """Right provision first by each route alone, of the terms that mean a norm."""
    matching = [row for row in gold if row["provisions"]]
    seen = analyser.aligner.evidence(queries_of(matching))
    ids = [p.id for p in analyser.norms]
    y = np.array([[name in row["provisions"] for name in ids] for row in matching])
    lexicon = seen.rank[:, :, 4:7] @ np.array([2.0, 1.0, 1.0], dtype=np.float32)
    ways = {
        "embedding alone (title and summary)": seen.rank[:, :, 0],
        "lexicon alone": lexicon + seen.known,
        "like phrases alone": seen.rank[:, :, 7],
    }
    return {
        f"alignment P@1, {name}, {part}": mean(
            y[i, row.argmax()] and row.max() > row.min() for i, row in enumerate(scores)
        )
        for name, scores in ways.items()
    }


def reciprocal(row: dict[str, Any], found: list[Alignment]) -> float:
    return next((1 / a.rank for a in found if a.provision_id in row["provisions"]), 0.0)


def brier_skill(p: np.ndarray, y: np.ndarray) -> float:
    """Return how much better than the base rate: 1 is perfect, 0 no better."""
    return float(1 - ((p - y) ** 2).mean() / ((y.mean() - y) ** 2).mean())


def slope(p: np.ndarray, y: np.ndarray) -> float:
    """Return the slope of a logistic regression of truth on the log odds: 1 is calibrated."""
    odds = np.log(np.clip(p, 1e-4, 1 - 1e-4) / (1 - np.clip(p, 1e-4, 1 - 1e-4)))
    model = LogisticRegression(C=1e6).fit(odds[:, None], y)
    return float(model.coef_[0, 0])


def of_documents() -> Rows:
    """The same of terms as the extractor takes them out of documents, with all norms."""
    gold = read_jsonl(ROOT / "corpora" / "gold" / "alignment-documents.jsonl")
    asked = [replace(query, extracted=True) for query in queries_of(gold)]
    found = jc.Analyser().align_terms(asked)
    has = np.array([bool(row["provisions"]) for row in gold])
    right = np.array(
        [f[0].provision_id in row["provisions"] for row, f in zip(gold, found, strict=True)]
    )
    matched = np.array([f[0].matched for f in found])
    best = np.array([f[0].probability for f in found])
    return {
        "alignment P@1, terms of documents": float(right[has].mean()),
        "alignment match or none AUC, terms of documents": float(roc_auc_score(has, best)),
        "alignment match or none F1, terms of documents": float(f1_score(has, matched)),
        "alignment precision of matched, terms of documents": float(has[matched].mean()),
        "alignment probability Brier skill, terms of documents": brier_skill(best, right),
        "alignment probability slope, terms of documents": slope(best, right),
    }


if __name__ == "__main__":
    main()
