"""Fit the termhood, holder, sentence, alignment and matrix models on the project's own labels.

    python scripts/fit_models.py terms|holder|stance|alignment|matrix
    python scripts/fit_models.py stance|alignment|matrix --encoder NAME_OR_FOLDER

Writes models/<name>/weights.json and metrics.json, for another encoder than the
default weights.<encoder>.json and metrics.<encoder>.json; scripts/build_data.py
takes the weights over into the package. Only training data and the tuning half of the
gold are read here; scripts/evaluate.py judges on the rest.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any

import numpy as np

from fit_alignment import fit_alignment
from fit_matrix import fit_matrix
from fit_stance import fit_stance
from fit_terms import fit_terms
from gold import training_rows
from jacyber_nlp.actors import candidate_features, candidates_in
from jacyber_nlp.encoders import Encoder, cached, default_encoder, load_encoder
from jacyber_nlp.records import CharSpan
from jacyber_nlp.scope import find_scopes
from jacyber_nlp.tokens import tokenizer
from loglinear import conditional_logit

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", choices=("terms", "holder", "stance", "alignment", "matrix"))
    parser.add_argument("--encoder", help="another than the default; not for terms and holder")
    arguments = parser.parse_args()
    name = arguments.model
    encoder = encoder_of(arguments.encoder)
    folder = ROOT / "models" / name
    config = tomllib.loads((folder / "config.toml").read_text(encoding="utf-8"))
    weights, metrics = {
        "terms": lambda: fit_terms(config),
        "holder": lambda: fit_holder(config),
        "stance": lambda: fit_stance(config, encoder),
        "alignment": lambda: fit_alignment(config, encoder),
        "matrix": lambda: fit_matrix(config, encoder),
    }[name]()
    suffix = f".{encoder.name.split('@')[0].replace('/', '-')}" if arguments.encoder else ""
    text = json.dumps(weights, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    (folder / f"weights{suffix}.json").write_text(text, encoding="utf-8")
    metrics["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    (folder / f"metrics{suffix}.json").write_text(
        json.dumps(metrics, ensure_ascii=False, sort_keys=True, indent=1) + "\n", encoding="utf-8"
    )
    print(json.dumps(metrics, ensure_ascii=False, sort_keys=True, indent=1))


def encoder_of(name: str | None) -> Encoder:
    """Return the encoder, behind the user's cache: fitting again costs no encoding."""
    return cached(default_encoder() if name is None else load_encoder(name))


def fit_holder(config: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Fit the log-linear model that chooses a report's holder among its noun phrases.

    A conditional logit over the candidates of each sentence and nobody; where
    several candidates name the holder, their probabilities add up.
    """
    chosen = [example for row in training_rows() if (example := holder_example(row)) is not None]
    chosen = [example for example in chosen if any(example[1])]
    rng = np.random.default_rng(config["seed"])
    fold = rng.integers(0, config["folds"], len(chosen))
    right = []
    for k in range(config["folds"]):
        train = [e for e, f in zip(chosen, fold, strict=True) if f != k]
        weights = conditional_logit(train, config["penalty"])
        for rows, truth in (e for e, f in zip(chosen, fold, strict=True) if f == k):
            scores = [sum(weights.get(name, 0.0) for name in row) for row in rows]
            right.append(truth[int(np.argmax(scores))])
    weights = conditional_logit(chosen, config["penalty"])
    kept = {name: round(w, 3) for name, w in sorted(weights.items()) if abs(w) >= config["least"]}
    return {"name": f"holder/{config['version']}", "weights": kept}, {
        "sentences": len(chosen),
        "weights": len(kept),
        "right_cross_validated_where_a_candidate_is": round(float(np.mean(right)), 4),
    }


def holder_example(row: dict[str, Any]) -> tuple[list[list[str]], list[bool]] | None:
    """Return features and truth of the candidates of a reported sentence; None for others."""
    if row["mode"] != "reported" or row["holder"] not in (row["text"] + "unnamed"):
        return None
    doc = tokenizer(row["lang"]).make_doc(row["text"])
    sentence = CharSpan(0, len(row["text"]))
    candidates = candidates_in(doc, sentence)
    names = [candidate.span.of(row["text"]) for candidate in candidates]
    truth = [len(n) > 1 and (n in row["holder"] or row["holder"] in n) for n in names]
    rows = candidate_features(row["lang"], row["text"], sentence, candidates, find_scopes(doc))
    return rows, [*truth, row["holder"] == "unnamed"]


if __name__ == "__main__":
    main()
