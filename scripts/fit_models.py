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
import base64
import hashlib
import json
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold, cross_val_predict

from fit_alignment import fit_alignment
from fit_matrix import fit_matrix
from fit_terms import fit_terms
from gold import document_of, passages, read_jsonl
from jacyber_nlp import resources, stance
from jacyber_nlp.actors import candidate_features, candidates_in
from jacyber_nlp.encoders import Encoder, cached, default_encoder, load_encoder
from jacyber_nlp.pipeline import Analyser
from jacyber_nlp.records import CharSpan, Metadata
from jacyber_nlp.scope import find_scopes
from jacyber_nlp.tokens import tokenizer
from loglinear import conditional_logit, fit_chain

ROOT = Path(__file__).resolve().parent.parent
MODES = ("asserted", "evaluated", "reported")


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


def training_rows() -> list[dict[str, Any]]:
    return [
        row
        for path in sorted((ROOT / "corpora" / "stance").glob("*.jsonl"))
        for row in read_jsonl(path)
    ]


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
    candidates = candidates_in(doc, row["text"], sentence)
    names = [candidate.span.of(row["text"]) for candidate in candidates]
    truth = [len(n) > 1 and (n in row["holder"] or row["holder"] in n) for n in names]
    rows = candidate_features(row["lang"], row["text"], candidates, find_scopes(doc))
    return rows, [*truth, row["holder"] == "unnamed"]


def fit_stance(config: dict[str, Any], encoder: Encoder) -> tuple[dict[str, Any], dict[str, Any]]:
    """Fit the heads of pole and issue a sentence, that of mode over passages.

    Cross-validated by register.
    """
    rows = training_rows() + catalogue_rows()
    seen = stance_features(rows, encoder)
    poles = [row["reported_label"] if row["mode"] == "reported" else row["label"] for row in rows]
    # In a passage the sentence before decides, which the pole head does not see.
    single = [i for i, row in enumerate(rows) if "passage" not in row and poles[i] is not None]
    polar = [i for i in single if poles[i] != "neutral" and rows[i]["issue"] is not None]
    metrics: dict[str, Any] = {
        "sentences": len(rows),
        "labels": dict(Counter(poles[i] for i in single)),
    }
    heads = {
        name: sentence_head(name, keep, target, rows, seen, config, metrics)
        for name, keep, target in (
            ("pole", single, poles),
            ("issue", polar, [row["issue"] for row in rows]),
        )
    }
    heads |= mode_heads(rows, seen, config, metrics)
    return {"name": f"stance/{config['version']}", "encoder": seen.encoder, "heads": heads}, metrics


def sentence_head(
    name: str,
    keep: list[int],
    target: list[str],
    rows: list[dict[str, Any]],
    seen: Seen,
    config: dict[str, Any],
    metrics: dict[str, Any],
) -> dict[str, Any]:
    """Fit a logistic regression that sees each sentence alone."""
    y = np.array([target[i] for i in keep])
    groups = registers(rows)[keep]
    model = LogisticRegression(
        C=config["C"][name],
        max_iter=2000,
        random_state=config["seed"],
        class_weight=_weights(y, config.get("prior", {}).get(name)),
    )
    x = seen.x[keep]
    folds = GroupKFold(config["folds"])
    predicted = cross_val_predict(model, x, y, groups=groups, cv=folds)
    metrics[f"{name}_macro_f1_cross_validated"] = round(
        float(f1_score(y, predicted, average="macro")), 4
    )
    model.fit(x, y)
    return packed(model.classes_, model.coef_, model.intercept_)


def mode_heads(
    rows: list[dict[str, Any]], seen: Seen, config: dict[str, Any], metrics: dict[str, Any]
) -> dict[str, Any]:
    """Fit the chain over the sentences of a passage that tells the modes."""
    labelled = np.array([not row["register"].startswith("catalogue") for row in rows])
    in_passage = np.array(["passage" in row for row in rows])
    # A larger vector is penalized less; its weights are scaled back below.
    scale = np.ones(seen.x.shape[1] + seen.voices.shape[1], dtype=np.float32)
    scale[: seen.dim] = config["vector_scale"]
    x, unknown = (
        hstack([seen.x, voices]).multiply(scale).tocsr()
        for voices in (seen.voices, seen.without_kind)
    )
    y = np.array([MODES.index(row["mode"]) for row in rows])

    def fit(train: np.ndarray) -> tuple[np.ndarray, ...]:
        # Most documents come without a word on their kind: each sentence counts
        # once with it and once without, each time with half the weight.
        alone, bias, linked, pair_bias = fit_chain(
            vstack([x[train], unknown[train]]).tocsr(),
            vstack([seen.links[train]] * 2).tocsr(),
            np.tile(seen.first[train], 2),
            np.tile(y[train], 2),
            config["C"]["mode"] / 2,
        )
        # A report that is told by mistake must not run on through a long document.
        return alone, bias, config["link"] * linked, config["link"] * pair_bias

    fold = np.zeros(len(rows), dtype=int)
    for k, (_, test) in enumerate(GroupKFold(config["folds"]).split(y, groups=registers(rows))):
        fold[test] = k
    predicted = np.zeros(len(rows), dtype=int)
    for k in range(config["folds"]):
        alone, bias, linked, pair_bias = fit(labelled & (fold != k))
        test = fold == k
        after = (seen.links[test] @ linked.T + pair_bias).reshape(-1, len(MODES), len(MODES))
        own = x[test] @ alone.T + bias
        predicted[test] = stance.marginals(own, after, seen.first[test]).single.argmax(axis=1)
    for name, part in (("singly", ~in_passage), ("in_passages", in_passage)):
        right = (y == predicted)[labelled & part]
        metrics[f"mode_right_{name}_cross_validated"] = round(float(np.mean(right)), 4)
    alone, bias, linked, pair_bias = fit(labelled)
    pairs = [f"{a} {b}" for a in MODES for b in MODES]
    return {"mode": packed(MODES, alone * scale, bias), "link": packed(pairs, linked, pair_bias)}


def registers(rows: list[dict[str, Any]]) -> np.ndarray:
    """Return the group of each row in cross-validation."""
    return np.array([f"{row['lang']}-{row['register']}" for row in rows])


def packed(classes: Sequence[str], weights: np.ndarray, bias: np.ndarray) -> dict[str, Any]:
    """Return a head as JSON, its weights as base64 of float16."""
    return {
        "classes": [str(c) for c in classes],
        "features": int(weights.shape[1]),
        "weights": base64.b64encode(weights.astype("<f2").tobytes()).decode(),
        "bias": [round(float(b), 6) for b in bias],
    }


class Seen(NamedTuple):
    """What the model sees of labelled sentences, one row each."""

    x: csr_matrix
    voices: csr_matrix
    without_kind: csr_matrix
    links: csr_matrix
    first: np.ndarray
    dim: int
    encoder: str


def stance_features(rows: list[dict[str, Any]], encoder: Encoder) -> Seen:
    """Return the features of labelled sentences, those of a passage together."""
    encoder.encode([row["text"] for row in rows], "query")  # all at once, into the cache
    analyser = Analyser(encoder=encoder)
    dim = analyser.encoder.dim
    x, voices, without_kind, links, first = [], [], [], [], []
    for group in passages(rows):
        document, sentences = document_of(group)
        found = analyser.sentence_features(document, sentences)
        bare = replace(document, metadata=Metadata())
        x.append(csr_matrix(found.x))
        voices.append(csr_matrix(found.voices))
        without_kind.append(csr_matrix(analyser.sentence_features(bare, sentences).voices))
        texts, langs = [row["text"] for row in group], [row["lang"] for row in group]
        links.append(csr_matrix(stance.link_rows(texts, langs, found.holders, found.x[:, :dim])))
        first += [True, *[False] * (len(group) - 1)]
    stacked = [vstack(part).tocsr() for part in (x, voices, without_kind, links)]
    return Seen(*stacked, np.array(first), dim, analyser.encoder.name)


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


if __name__ == "__main__":
    main()
