"""Fit the alignment model on phrases with the provisions that they mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, roc_auc_score

from gold import INSTRUMENTS, alignment_rows, queries_of, read_jsonl
from jacyber_nlp import alignment, resources
from jacyber_nlp.alignment.align import SHARE_FEATURES
from jacyber_nlp.alignment.evidence import GATE_FEATURES, RANK_FEATURES
from jacyber_nlp.encoders import Encoder, default_encoder
from jacyber_nlp.pipeline import Analyser
from jacyber_nlp.pipeline.aligner import Aligner
from jacyber_nlp.records import TermQuery

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "models" / "alignment"


def fit_alignment(
    config: dict[str, Any], encoder: Encoder
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Fit gate, rank and kin.

    The phrases are training data, each judged by the others; the tuning half of
    the gold weighs ``gold_weight`` times as much a row.
    """
    phrases = resources.phrases()
    norms = tuple(p for p in resources.provisions() if p.instrument_id in INSTRUMENTS)
    aligner = Analyser(norms=norms, encoder=encoder).aligner
    kept = in_8_bits(encoder.encode([phrase.text for phrase in phrases], "query"))
    aligner.memory = alignment.PhraseMemory(phrases, of_8_bits(kept))
    ids = [p.id for p in norms]
    gold = alignment_rows("tune")
    rows = read_jsonl(ROOT / "corpora" / "alignment" / "documents.jsonl")
    taken = {row["text"] for row in rows}  # by the extractor out of documents
    from_phrases = aligner.evidence(
        [TermQuery(p.text, p.lang, extracted=p.text in taken) for p in phrases],
        range(len(phrases)),
    )
    from_gold = aligner.evidence(queries_of(gold))
    y = np.concatenate(
        [
            truth([p.provision_ids for p in phrases], ids),
            truth([r["provisions"] for r in gold], ids),
        ]
    )
    weight = np.r_[np.ones(len(phrases)), np.full(len(gold), config["gold_weight"])]
    # As many terms without a norm, by weight, as the gold has.
    has, is_gold = y.any(axis=1), np.r_[np.zeros(len(phrases), bool), np.ones(len(gold), bool)]
    with_norm = has[is_gold].mean()
    # Those out of documents keep their own share.
    written = ~is_gold & ~np.r_[[p.text in taken for p in phrases], np.zeros(len(gold), bool)]
    for side, part in ((has, with_norm), (~has, 1 - with_norm)):
        weight[side & written] *= part * written.sum() / (side & written).sum()
    gate = logistic(
        np.concatenate([from_phrases.gate, from_gold.gate]), has, weight, GATE_FEATURES, config
    )
    x = np.concatenate([from_phrases.rank, from_gold.rank])[has]
    rank = choice(x, y[has], weight[has], config["penalty"])
    share = fit_share(from_gold, y[is_gold], rank, config)
    weights = {
        "name": f"alignment/{config['version']}",
        "encoder": aligner.encoder.name,
        "gate": gate,
        "rank": rank,
        "share": share,
        "kin": fit_kin(aligner, config),
        "citation": config["citation"],
        "threshold": config["threshold"],
        "vectors": {
            "encoder": encoder.name,
            "phrases": resources.digest_of("phrases.jsonl"),
            "provisions": resources.digest_of("provisions.jsonl"),
        },
    }
    if encoder.name == default_encoder().name:  # others encode the texts themselves
        np.save(FOLDER / "phrases.npy", kept, allow_pickle=False)
        texts = alignment.texts_of_provisions(resources.provisions())
        vectors = in_8_bits(encoder.encode(texts, "document"))
        np.save(FOLDER / "provisions.npy", vectors, allow_pickle=False)
    return weights, metrics_of(weights, from_gold, y[is_gold])


def fit_share(
    evidence: alignment.Evidence, y: np.ndarray, rank: dict[str, float], config: dict[str, Any]
) -> dict[str, Any]:
    """Fit what a share means on the gold alone: it names all provisions that are right."""
    scores = evidence.rank @ np.array(list(rank.values()), dtype=np.float32)
    x = alignment.share_features(scores, evidence.rank)[y.any(axis=1)]
    true = y[y.any(axis=1)].reshape(-1)
    return logistic(x.reshape(-1, x.shape[2]), true, np.ones(len(true)), SHARE_FEATURES, config)


def fit_kin(aligner: Aligner, config: dict[str, Any]) -> dict[str, float]:
    """Fit the choice among provisions without phrases: each instrument as if it had none."""
    memory = aligner.memory
    total = np.zeros(len(RANK_FEATURES))
    for held_out in INSTRUMENTS:
        mine = {p.id for p in aligner.norms if p.instrument_id == held_out}
        other = without_phrases(aligner, mine)
        at = [i for i, p in enumerate(memory.phrases) if mine & set(p.provision_ids)]
        queries = [TermQuery(memory.phrases[i].text, memory.phrases[i].lang) for i in at]
        x = other.evidence(queries, at).rank
        y = truth([memory.phrases[i].provision_ids for i in at], [p.id for p in other.norms])
        found = choice(x, y, np.ones(len(y)), config["penalty"])
        total += np.array(list(found.values())) / len(INSTRUMENTS)
    return dict(zip(RANK_FEATURES, (round(float(w), 6) for w in total), strict=True))


def without_phrases(aligner: Aligner, mine: set[str]) -> Aligner:
    """Return an aligner with some norms alone, with a memory that has no phrases for them."""
    memory = aligner.memory
    phrases = tuple(
        replace(p, provision_ids=tuple(i for i in p.provision_ids if i not in mine))
        for p in memory.phrases
    )
    other = Analyser(
        norms=[p for p in aligner.norms if p.id in mine], encoder=aligner.encoder
    ).aligner
    other.memory = alignment.PhraseMemory(phrases, memory.vectors)
    return other


def choice(x: np.ndarray, y: np.ndarray, weight: np.ndarray, penalty: float) -> dict[str, float]:
    """Return the weights of a conditional logit over the provisions of each term.

    Where several are right, their probabilities add up. The penalty is on the
    weights of standardised features; those returned are for raw ones.
    """
    deviation = np.maximum(x.reshape(-1, x.shape[2]).std(axis=0), 1e-6)
    z = x / deviation

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        scores = z @ w
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        total, right = raised.sum(axis=1), (raised * y).sum(axis=1)
        pull = raised / total[:, None] - raised * y / right[:, None]
        value = (weight * (np.log(total) - np.log(right))).sum() + penalty / 2 * w @ w
        return float(value), np.einsum("i,ij,ijk->k", weight, pull, z) + penalty * w

    found = minimize(loss, np.zeros(z.shape[2]), jac=True, method="L-BFGS-B").x / deviation
    return dict(zip(RANK_FEATURES, (round(float(w), 6) for w in found), strict=True))


def metrics_of(
    weights: dict[str, Any], evidence: alignment.Evidence, y: np.ndarray
) -> dict[str, Any]:
    """Return figures on the tuning half, which the model has seen."""
    model = alignment.AlignmentModel.from_data(weights)
    p = model.probabilities(evidence, np.ones(y.shape[1], bool))
    has = y.any(axis=1)
    best = p.max(axis=1)
    first = y[np.arange(len(y)), p.argmax(axis=1)]
    return {
        "queries": len(y),
        "p_at_1_on_tuning_half": round(float(first[has].mean()), 4),
        "match_auc_on_tuning_half": round(float(roc_auc_score(has, best)), 4),
        "match_f1_on_tuning_half": round(float(f1_score(has, best >= model.threshold)), 4),
    }


def logistic(
    x: np.ndarray,
    y: np.ndarray,
    weight: np.ndarray,
    features: Sequence[str],
    config: dict[str, Any],
) -> dict[str, Any]:
    """Fit on standardised features; the weights returned are for raw ones."""
    mean, deviation = x.mean(axis=0), np.maximum(x.std(axis=0), 1e-6)
    model = LogisticRegression(C=config["C"], max_iter=2000, random_state=config["seed"])
    model.fit((x - mean) / deviation, y, sample_weight=weight)
    raw = model.coef_[0] / deviation
    bias = model.intercept_[0] - (raw * mean).sum()
    return {
        "weights": dict(zip(features, (round(float(w), 6) for w in raw), strict=True)),
        "bias": round(float(bias), 6),
    }


def truth(meant: Sequence[Sequence[str]], ids: Sequence[str]) -> np.ndarray:
    return np.array([[name in of_one for name in ids] for of_one in meant])


def in_8_bits(vectors: np.ndarray) -> np.ndarray:
    """Scale each row to its largest value; directions keep to half a degree."""
    largest = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-9)
    return np.round(vectors / largest * 127).astype(np.int8)


def of_8_bits(kept: np.ndarray) -> np.ndarray:
    return alignment.unit(kept.astype(np.float32))
