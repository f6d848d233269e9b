"""Fit the sentence model and the alignment model on the project's own labels.

    python scripts/fit_models.py stance|alignment

Writes models/<name>/weights.json and metrics.json; scripts/build_data.py takes
the weights over into the package. Only training data and the tuning half of the
gold are read here; scripts/evaluate.py judges on the rest.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold, cross_val_predict

from gold import labelled_features, read_jsonl, term_features
from jacyber_nlp import resources

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", choices=("stance", "alignment"))
    name = parser.parse_args().model
    folder = ROOT / "models" / name
    config = tomllib.loads((folder / "config.toml").read_text(encoding="utf-8"))
    weights, metrics = {"stance": fit_stance, "alignment": fit_alignment}[name](config)
    text = json.dumps(weights, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    (folder / "weights.json").write_text(text, encoding="utf-8")
    metrics["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    (folder / "metrics.json").write_text(
        json.dumps(metrics, ensure_ascii=False, sort_keys=True, indent=1) + "\n", encoding="utf-8"
    )
    print(json.dumps(metrics, ensure_ascii=False, sort_keys=True, indent=1))


def fit_stance(config: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Fit one logistic regression a head; cross-validate by register."""
    rows = [
        row
        for path in sorted((ROOT / "corpora" / "stance").glob("*.jsonl"))
        for row in read_jsonl(path)
    ]
    rows += catalogue_rows()
    x, encoder = labelled_features(rows)
    groups = [f"{row['lang']}-{row['register']}" for row in rows]
    targets = {
        "pole": [
            row["reported_label"] if row["mode"] == "reported" else row["label"] for row in rows
        ],
        "mode": ["reported" if row["mode"] == "reported" else "asserted" for row in rows],
        "issue": [row["issue"] for row in rows],
    }
    heads, metrics = {}, {"sentences": len(rows), "labels": dict(Counter(targets["pole"]))}
    for head, target in targets.items():
        keep = [
            i
            for i, value in enumerate(target)
            if value is not None and (head != "issue" or targets["pole"][i] != "neutral")
        ]
        y = np.array([target[i] for i in keep])
        model = LogisticRegression(
            C=config["C"][head],
            max_iter=2000,
            random_state=config["seed"],
            class_weight=_weights(y, config.get("prior", {}).get(head)),
        )
        predicted = cross_val_predict(
            model, x[keep], y, groups=[groups[i] for i in keep], cv=GroupKFold(config["folds"])
        )
        metrics[f"{head}_macro_f1_cross_validated"] = round(
            float(f1_score(y, predicted, average="macro")), 4
        )
        model.fit(x[keep], y)
        coef, bias, classes = model.coef_, model.intercept_, [str(c) for c in model.classes_]
        if len(classes) == 2:  # scikit-learn keeps one row for two classes
            coef, bias = np.vstack([-coef / 2, coef / 2]), np.array([-bias[0] / 2, bias[0] / 2])
        heads[head] = {
            "classes": classes,
            "features": int(coef.shape[1]),
            "weights": base64.b64encode(coef.astype("<f2").tobytes()).decode(),
            "bias": [round(float(b), 6) for b in bias],
        }
    return {"name": f"stance/{config['version']}", "encoder": encoder, "heads": heads}, metrics


def catalogue_rows() -> list[dict[str, Any]]:
    """Return the provisions' summaries as labelled sentences.

    They are plain statements of norms in the words of the field, which the
    written sentences, made to be hard, lack. The label is the pole's sign.
    """
    return [
        {
            "text": text,
            "lang": lang,
            "register": f"catalogue-{p.instrument_id}",
            "source_kind": "primary",
            "label": "freedom" if p.pole > 0 else "control" if p.pole < 0 else "neutral",
            "mode": "asserted",
            "reported_label": None,
            "issue": None,
        }
        for p in resources.provisions()
        for lang, text in (("ja", p.summary.ja), ("en", p.summary.en))
    ]


def _weights(y: np.ndarray, prior: dict[str, float] | str | None) -> dict[str, float] | str | None:
    """Return class weights that turn the classes' shares in training into ``prior``."""
    if not isinstance(prior, dict):
        return prior
    return {name: share * len(y) / int((y == name).sum()) for name, share in prior.items()}


def fit_alignment(config: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Fit a logistic model over pairs of the tuning half of the gold."""
    from jacyber_nlp.alignment.index import FEATURES

    rows = [
        row
        for row in read_jsonl(ROOT / "corpora" / "gold" / "alignment.jsonl")
        if row["part"] == "tune"
    ]
    x, y, encoder = term_features(rows)
    model = LogisticRegression(C=config["C"], max_iter=5000, random_state=config["seed"])
    model.fit(x.reshape(-1, x.shape[-1]), y.reshape(-1))
    p = model.predict_proba(x.reshape(-1, x.shape[-1]))[:, 1].reshape(y.shape)
    best = p.max(axis=1)
    has = y.any(axis=1)
    first = [bool(y[i, p[i].argmax()]) for i in range(len(y)) if has[i]]
    threshold = config["threshold"]
    metrics = {
        "queries": len(rows),
        "p_at_1_on_tuning_half": round(float(np.mean(first)), 4),
        "match_f1_on_tuning_half": round(float(f1_score(has, best >= threshold)), 4),
    }
    return {
        "name": f"alignment/{config['version']}",
        "encoder": encoder,
        "weights": dict(zip(FEATURES, (round(float(w), 6) for w in model.coef_[0]), strict=True)),
        "bias": round(float(model.intercept_[0]), 6),
        "threshold": threshold,
    }, metrics


if __name__ == "__main__":
    main()
