"""Fit the sentence model: linear heads, the reader, and what each is worth."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold, cross_val_predict

from gold import document_of, held_out, passages, training_rows
from jacyber_nlp import resources, stance
from jacyber_nlp.encoders import Encoder
from jacyber_nlp.pipeline import Analyser
from jacyber_nlp.records import Metadata
from jacyber_nlp.stance.features import MARKED
from jacyber_nlp.stance.reader import columns
from loglinear import fit_chain

MODES = ("asserted", "evaluated", "reported")
LINKS = [f"{a} {b}" for a in MODES for b in MODES]
JAPANESE = MARKED - 3  # the mark that is 1 in a Japanese sentence
Layer = tuple[Sequence[str], np.ndarray, np.ndarray]  # classes, weights, bias


class Seen(NamedTuple):
    """What the model sees of labelled sentences, one row each.

    Attributes:
        x: Vector, words, marks, and zeros where the reader's scores belong.
        voices: Whose view the sentence gives.
        without_kind: The same as if its source were unknown.
        links: What ties it to the sentence before.
        first: Whether a passage begins.
        dim: Length of the vector.
        encoder: Name of what made it.
    """

    x: csr_matrix
    voices: csr_matrix
    without_kind: csr_matrix
    links: csr_matrix
    first: np.ndarray
    dim: int
    encoder: str


def fit_stance(config: dict[str, Any], encoder: Encoder) -> tuple[dict[str, Any], dict[str, Any]]:
    """Fit the linear heads, then weigh them against the reader on what it never saw.

    The heads that are weighed are fitted without those rows, too; the heads that
    ship with them.
    """
    labelled = training_rows()
    rows = labelled + catalogue_rows()
    seen = stance_features(rows, encoder)
    unseen = np.array([held_out(row) for row in labelled] + [False] * (len(rows) - len(labelled)))
    metrics: dict[str, Any] = {"sentences": len(rows), "held_out": int(unseen.sum())}
    measured = linear_heads(rows, seen, config, ~unseen)
    shipped = linear_heads(rows, seen, config, np.full(len(rows), True))
    chosen = np.flatnonzero(unseen)
    told = Unseen([rows[i] for i in chosen], *(part[chosen] for part in seen[:5]))
    heads, confusion = weigh(told, measured, shipped, config, metrics)
    return {
        "name": f"stance/{config['version']}",
        "encoder": seen.encoder,
        "reader": stance.default_reader().name,
        "heads": {name: packed(*head) for name, head in heads.items()},
        "confusion": confusion,
    }, metrics


# Linear heads


def linear_heads(
    rows: list[dict[str, Any]], seen: Seen, config: dict[str, Any], train: np.ndarray
) -> dict[str, Layer]:
    """Fit pole and issue on single sentences, the mode over passages."""
    poles = [pole_of(row) for row in rows]
    # In a passage the sentence before decides, which the linear head does not see.
    single = [
        i
        for i, row in enumerate(rows)
        if train[i] and "passage" not in row and poles[i] is not None
    ]
    polar = [i for i in single if poles[i] != "neutral" and rows[i]["issue"] is not None]
    heads: dict[str, Layer] = {}
    for name, keep, target in (
        ("pole", single, poles),
        ("issue", polar, [row["issue"] for row in rows]),
    ):
        y = np.array([target[i] for i in keep])
        model = LogisticRegression(
            C=config["C"][name], max_iter=2000, random_state=config["seed"]
        ).fit(seen.x[keep], y)
        heads[name] = ([str(c) for c in model.classes_], model.coef_, model.intercept_)
    return heads | mode_heads(rows, seen, config, train)


def mode_heads(
    rows: list[dict[str, Any]], seen: Seen, config: dict[str, Any], train: np.ndarray
) -> dict[str, Layer]:
    """Fit the chain over the sentences of a passage that tells the modes."""
    labelled = train & np.array([not row["register"].startswith("catalogue") for row in rows])
    # A larger vector is penalized less; its weights are scaled back below.
    scale = np.ones(seen.x.shape[1] + seen.voices.shape[1], dtype=np.float32)
    scale[: seen.dim] = config["vector_scale"]
    x, unknown = (
        hstack([seen.x, voices]).multiply(scale).tocsr()
        for voices in (seen.voices, seen.without_kind)
    )
    y = np.array([MODES.index(row["mode"]) for row in rows])
    # Most documents come without a word on their kind: each sentence counts once
    # with it and once without, each time with half the weight.
    alone, bias, linked, pair_bias = fit_chain(
        vstack([x[labelled], unknown[labelled]]).tocsr(),
        vstack([seen.links[labelled]] * 2).tocsr(),
        np.tile(seen.first[labelled], 2),
        np.tile(y[labelled], 2),
        config["C"]["mode"] / 2,
    )
    return {"mode": (MODES, alone * scale, bias), "link": (LINKS, linked, pair_bias)}


# Linear heads and reader together


class Unseen(NamedTuple):
    """The rows that the reader was not trained on, and what is seen of them."""

    rows: list[dict[str, Any]]
    x: csr_matrix
    voices: csr_matrix
    without_kind: csr_matrix
    links: csr_matrix
    first: np.ndarray


def weigh(
    told: Unseen,
    measured: dict[str, Layer],
    shipped: dict[str, Layer],
    config: dict[str, Any],
    metrics: dict[str, Any],
) -> tuple[dict[str, Layer], dict[str, list[list[int]]]]:
    """Return the heads over all columns, and what they confuse.

    Each head is a logistic regression on the scores of the linear head and of the
    reader, fitted on rows that neither saw; its outcome is one linear layer again.
    """
    read = reader_scores(told.rows)
    langs = np.array([[float(row["lang"] == "ja")] for row in told.rows])
    folds = GroupKFold(config["folds"])
    groups = np.array([str(row.get("passage") or row["id"]) for row in told.rows])
    heads: dict[str, Layer] = {}
    unseen: dict[str, np.ndarray] = {}
    for name, x, target in (
        ("pole", told.x, [pole_of(row) for row in told.rows]),
        ("issue", told.x, [row["issue"] for row in told.rows]),
        ("mode", hstack([told.x, told.without_kind]).tocsr(), [r["mode"] for r in told.rows]),
    ):
        classes, weights, bias = measured[name]
        own = x @ weights.T + bias
        parts = READS[name]
        given = np.hstack([own, *(read[:, columns(part)] for part in parts), langs])
        keep = np.array([value is not None for value in target])
        y = np.array(target)[keep]
        model = LogisticRegression(C=config["C"]["weigh"], max_iter=5000)
        out = np.zeros((len(given), len(classes)))
        out[keep] = cross_val_predict(
            model, given[keep], y, groups=groups[keep], cv=folds, method="predict_proba"
        )
        unseen[name] = out
        found = np.array(sorted(set(y)))[out[keep].argmax(axis=1)]
        linear = np.array(classes)[own[keep].argmax(axis=1)]
        for way, labels in (("linear", linear), ("both", found)):
            for lang in ("ja", "en"):
                at = langs[keep, 0] == (lang == "ja")
                score = f1_score(y[at], labels[at], average="macro")
                metrics[f"{name}_macro_f1_{way}_{lang}"] = round(float(score), 4)
        model.fit(given[keep], y)
        if [str(c) for c in model.classes_] != list(classes):
            raise SystemExit(f"{name}: a class is missing among the held-out rows")
        heads[name] = layer(shipped[name], model.coef_, model.intercept_, parts, told.x.shape[1])
    modes, strength = chained(told, unseen["mode"], measured["link"], config, metrics)
    classes, weights, bias = shipped["link"]
    heads["link"] = (classes, strength * weights, strength * bias)
    return heads, confusion_of(told.rows, unseen | {"mode": modes}, measured)


def chained(
    told: Unseen,
    alone: np.ndarray,
    link: Layer,
    config: dict[str, Any],
    metrics: dict[str, Any],
) -> tuple[np.ndarray, float]:
    """Return the modes told over passages, and the strength of the links that tells them best.

    Args:
        told: The rows that nothing was fitted on.
        alone: Probabilities of the modes, each sentence by itself. Shape: (n, 3).
        link: The linear layer of the links.
        config: ``links``, the strengths to try.
        metrics: Takes the log-loss of each.
    """
    _, weights, bias = link
    y = np.array([MODES.index(row["mode"]) for row in told.rows])
    own, links = np.log(np.maximum(alone, 1e-6)), told.links @ weights.T + bias
    tried = {}
    for strength in config["links"]:
        after = strength * links.reshape(-1, len(MODES), len(MODES))
        found = stance.marginals(own, after, told.first).single
        loss = float(-np.log(np.maximum(found[np.arange(len(y)), y], 1e-6)).mean())
        metrics[f"mode_log_loss_link_{strength}"] = round(loss, 4)
        tried[loss] = found, strength
    return tried[min(tried)]


# What of the reader each head listens to.
READS = {"pole": ("pole", "label"), "issue": ("issue",), "mode": ("mode", "pole", "label")}


def layer(
    shipped: Layer, weights: np.ndarray, bias: np.ndarray, parts: Sequence[str], n: int
) -> Layer:
    """Return linear head and reader, each with its weight, as one layer.

    Args:
        shipped: The linear head.
        weights: Of its scores, of the reader's, and of Japanese.
        bias: Of the classes.
        parts: The reader's heads in the order of their weights.
        n: How many features a sentence has; those of its voice come behind them.
    """
    classes, own, own_bias = shipped
    k = len(classes)
    table = weights[:, :k] @ own
    at = k
    for part in parts:
        place = columns(part)
        width = place.stop - place.start
        start = n - stance.READ + place.start
        table[:, start : start + width] += weights[:, at : at + width]
        at += width
    table[:, n - stance.READ - MARKED + JAPANESE] += weights[:, at]
    return classes, table, weights[:, :k] @ own_bias + bias


def confusion_of(
    rows: list[dict[str, Any]], unseen: dict[str, np.ndarray], heads: dict[str, Layer]
) -> dict[str, list[list[int]]]:
    """Return per language how often each label was told as which, singly and unseen."""
    poles = list(heads["pole"][0])
    reported = unseen["mode"][:, [list(heads["mode"][0]).index("reported")]]
    shares = unseen["pole"] * (1 - reported)
    shares[:, poles.index("neutral")] += reported[:, 0]
    out = {}
    for lang in ("ja", "en"):
        table = np.zeros((3, 3), dtype=int)
        for row, share in zip(rows, shares, strict=True):
            if row["lang"] == lang:
                found = stance.LABELS.index(poles[int(share.argmax())])
                table[stance.LABELS.index(row["label"]), found] += 1
        out[lang] = table.tolist()
    return out


def reader_scores(rows: list[dict[str, Any]]) -> np.ndarray:
    """Return what the reader that ships tells of each row, its source unknown."""
    readings = [
        stance.Reading(
            row["text"], row["lang"], row.get("before", "")[-stance.BEFORE[row["lang"]] :], None
        )
        for row in rows
    ]
    return stance.default_reader().read(readings)


# Features and rows


def pole_of(row: dict[str, Any]) -> str | None:
    """Return the pole of the view that a row gives; None if a report's is not labelled."""
    pole = row["reported_label"] if row["mode"] == "reported" else row["label"]
    return None if pole is None else str(pole)


def packed(classes: Sequence[str], weights: np.ndarray, bias: np.ndarray) -> dict[str, Any]:
    """Return a head as JSON, its weights as base64 of float16."""
    return {
        "classes": [str(c) for c in classes],
        "features": int(weights.shape[1]),
        "weights": base64.b64encode(weights.astype("<f2").tobytes()).decode(),
        "bias": [round(float(b), 6) for b in bias],
    }


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
