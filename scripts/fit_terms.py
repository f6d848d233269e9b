"""Fit the termhood model on indexes of documents: what readers call their terms."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

import jacyber_nlp as jc
from gold import read_jsonl
from jacyber_nlp import resources
from jacyber_nlp.concepts import ConceptMatcher
from jacyber_nlp.pipeline.terms import find_terms
from jacyber_nlp.script import normalise
from jacyber_nlp.terms import Candidate, form_features, place_features, variant_key

ROOT = Path(__file__).resolve().parent.parent
MATCHER = ConceptMatcher(resources.concepts())
INDEXES = ROOT / "corpora" / "terms" / "indexes"


class Indexed(NamedTuple):
    """A document's forms, each with its features and whether its index has it.

    Places (Ouagadougou) are neither terms nor others: readers differ on them.
    """

    rows: list[dict[str, float]]
    truth: np.ndarray
    weight: np.ndarray


def fit_terms(config: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Fit a logistic regression a language; its least termhood from cross-validation."""
    weights, least, metrics = {}, {}, {}
    for lang, paths in config["documents"].items():
        indexed = [read_index(ROOT / path, lang) for path in paths]
        held_out = []
        for i, one in enumerate(indexed):
            vectors, model = fit(indexed[:i] + indexed[i + 1 :], config["inverse_penalty"])
            held_out.append(model.predict_proba(vectors.transform(one.rows))[:, 1])
        truth = np.concatenate([one.truth for one in indexed])
        found = np.concatenate(held_out)
        least[lang] = round(float(np.quantile(found[truth], 1 - config["kept"][lang])), 4)
        vectors, model = fit(indexed, config["inverse_penalty"])
        names = vectors.get_feature_names_out()
        weights[lang] = {
            str(name): round(float(w), 3)
            for name, w in zip(names, model.coef_[0], strict=True)
            if abs(w) >= config["least"]
        }
        weights[lang]["bias"] = round(
            weights[lang].get("bias", 0.0) + float(model.intercept_[0]), 3
        )
        metrics[lang] = {
            "documents": len(indexed),
            "forms": len(truth),
            "terms": int(truth.sum()),
            "weights": len(weights[lang]),
            "average_precision_held_out": round(
                float(
                    np.mean(
                        [
                            average_precision_score(one.truth, p)
                            for one, p in zip(indexed, held_out, strict=True)
                        ]
                    )
                ),
                4,
            ),
            "kept_by_least": round(float((found[truth] >= least[lang]).mean()), 4),
        }
    name = f"terms/{config['version']}"
    return {"name": name, "weights": weights, "least": least}, metrics


def read_index(path: Path, lang: str) -> Indexed:
    """Return the candidate forms of a document, told right or wrong by its index."""
    document = jc.read(path)
    index = INDEXES / f"{path.stem}.jsonl"
    rows = read_jsonl(index if index.exists() else path.with_suffix(".terms.jsonl"))
    keys = {
        (row["kind"] == "place", variant_key(normalise(form)[0], lang))
        for row in rows
        for form in (row["surface"], *row["variants"])
    }
    forms: defaultdict[str, list[Candidate]] = defaultdict(list)
    for candidate in find_terms(document, MATCHER).candidates[lang]:
        forms[variant_key(candidate.surface, lang)].append(candidate)
    return Indexed(
        [
            dict(form_features(places[0], lang)) | dict(place_features(places, lang))
            for places in forms.values()
        ],
        np.array([(False, form) in keys for form in forms]),
        np.array([0.0 if (True, form) in keys else 1.0 for form in forms]),
    )


def fit(indexed: list[Indexed], inverse_penalty: float) -> tuple[DictVectorizer, Any]:
    vectors = DictVectorizer()
    x = vectors.fit_transform([row for one in indexed for row in one.rows])
    model = LogisticRegression(C=inverse_penalty, max_iter=2000)
    model.fit(
        x,
        np.concatenate([one.truth for one in indexed]),
        np.concatenate([one.weight for one in indexed]),
    )
    return vectors, model
