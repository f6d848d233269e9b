"""How much more labelled sentences help: the pole head at 500 to all sentences, on the gold.

    python scripts/learning_curve.py [REAL.jsonl…]

Then, for each file of real sentences (``text`` and ``lang``), how well a simple
classifier tells them from the written ones, and by which character n-grams.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.model_selection import cross_val_predict

from fit_models import stance_features, training_rows
from gold import read_jsonl

ROOT = Path(__file__).resolve().parent.parent
SIZES = (500, 1000, 2500, 5000)
DRAWS = 3
POLES = ("freedom", "control", "neutral")
SHOWN = 12


def main() -> None:
    rows = [row for row in training_rows() if "passage" not in row]
    gold = [
        row
        for lang in ("ja", "en")
        for row in read_jsonl(ROOT / "corpora" / "gold" / f"stance-{lang}.jsonl")
    ]
    x, y = stance_features(rows).x, np.array([pole(row) for row in rows])
    test, truth = stance_features(gold).x, np.array([pole(row) for row in gold])
    print("sentences  macro-F1 of the pole on the gold, ja and en")
    for size in (*SIZES, len(rows)):
        scores = []
        for draw in range(DRAWS):
            chosen = np.random.default_rng(draw).choice(len(rows), size, replace=False)
            model = LogisticRegression(max_iter=500).fit(x[chosen], y[chosen])
            found = model.predict(test)
            scores.append([score(gold, truth, found, lang) for lang in ("ja", "en")])
        print(f"{size:9,}  " + "  ".join(f"{mean:.3f}" for mean in np.mean(scores, axis=0)))
    for path in sys.argv[1:]:
        tell_apart(rows, read_jsonl(Path(path)), path)


def pole(row: dict[str, Any]) -> str:
    return str(row["reported_label"] if row["mode"] == "reported" else row["label"])


def score(gold: list[dict[str, Any]], truth: np.ndarray, found: np.ndarray, lang: str) -> float:
    keep = np.array([row["lang"] == lang for row in gold])
    return float(f1_score(truth[keep], found[keep], average="macro", labels=POLES))


def tell_apart(rows: list[dict[str, Any]], real: list[dict[str, Any]], name: str) -> None:
    """Print the area under the curve of written against real, and what gives them away."""
    lang = real[0]["lang"]
    registers = {row["register"] for row in real}
    own = [row for row in rows if row["lang"] == lang and row["register"] in registers]
    drawn = np.random.default_rng(0).permutation(len(own))[: 3 * len(real)]
    texts = [own[i]["text"] for i in drawn] + [row["text"] for row in real]
    is_real = np.array([0] * len(drawn) + [1] * len(real))
    grams = TfidfVectorizer(analyzer="char", ngram_range=(1, 4), min_df=3, sublinear_tf=True)
    x = grams.fit_transform(texts)
    model = LogisticRegression(C=10, class_weight="balanced", max_iter=500)
    p = cross_val_predict(model, x, is_real, cv=5, method="predict_proba")[:, 1]
    order = np.argsort(model.fit(x, is_real).coef_[0])
    names = grams.get_feature_names_out()
    print(f"{name}: {len(real)} real, {len(drawn)} written; AUC {roc_auc_score(is_real, p):.3f}")
    print("  written:", " ".join(repr(n) for n in names[order[:SHOWN]]))
    print("  real:   ", " ".join(repr(n) for n in names[order[::-1][:SHOWN]]))


if __name__ == "__main__":
    main()
