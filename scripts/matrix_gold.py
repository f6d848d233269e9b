"""Norm × norm without the crosswalk, against it: ``python scripts/matrix_gold.py [-v]``.

-v prints the partners that do not stand among the first three, and the provisions
whose Japanese statement finds another's English one first.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from alignment_gold import brier_skill, mean, slope
from fit_matrix import Judged, held_out, ranks_of, read_judged
from jacyber_nlp import resources
from jacyber_nlp.alignment import MatrixModel
from jacyber_nlp.alignment.matrix import NEW
from jacyber_nlp.encoders import default_encoder
from jacyber_nlp.pipeline.matrix import pairs_of
from jacyber_nlp.records import Bilingual, NormProvision

ROOT = Path(__file__).resolve().parent.parent
CONFIG = tomllib.loads((ROOT / "models" / "matrix" / "config.toml").read_text(encoding="utf-8"))
BIG = 8  # provisions from which an instrument makes "within three" hard
# What the notes of the crosswalk say of provisions without counterpart, where they name
# the instrument: "not in GGE 2015", "not in Paris Call or GCSC".
UNIQUE = {
    "gge-2015": (
        "gcsc-n1 gcsc-n2 gcsc-n4 gcsc-n7 gcsc-n8 paris-4 paris-7 paris-8 sco-2015-3 sco-2015-4 "
        "sco-2015-8 sco-2015-pre res-73-27-pre res-73-27-1-13"
    ),
    "paris-call": "gcsc-n4 gge-2015-13b gge-2015-13h gge-2015-13k",
    "gcsc": "paris-4 gge-2015-13b gge-2015-13h gge-2015-13k",
    "budapest": "russia-draft-2017-spam russia-draft-2017-protected uncc-2024-16",
}

Rows = dict[str, float]
Models = list[tuple[str, MatrixModel]]


def main() -> None:
    for name, value in matrix().items():
        print(f"{value:7.3f}  {name}")
    if "-v" in sys.argv:
        for line in (*errors(), *translations()):
            print(line)


def matrix() -> Rows:
    """Partners found, matches told from the rest, and what a probability means.

    Each figure from models that saw no pair with the instrument that is judged.
    """
    judged = read_judged(CONFIG)
    models = list(held_out(judged, CONFIG))
    ranks = [rank for name, model in models for rank in ranks_of(judged, model, name)]
    p, y = told(judged, models)
    best, has = best_of(judged, models)
    return {
        "norm × norm partner within three": mean(r <= 3 for r in ranks),
        "norm × norm partner first": mean(r == 1 for r in ranks),
        "norm × norm partner within three, English alone, no topics": in_one_language(
            judged, models
        ),
        "norm × norm match AUC": float(roc_auc_score(y, p)),
        "norm × norm probability Brier skill": brier_skill(p, y),
        "norm × norm probability slope": slope(p, y),
        "norm × norm counterpart or none AUC": float(roc_auc_score(has, best)),
        "norm × norm provisions with a counterpart not called new": mean(best[has] >= NEW),
        "norm × norm provisions without one called new": mean(best[~has] < NEW),
        "norm × norm provisions judged unique called new": mean(unique(judged, models)),
        "norm × norm GCSC on core, elections, tampering told right": mean(gcsc(judged, models)),
        "norm × norm Japanese statement finds its English one": mean(
            own == found for own, found in translated()
        ),
    }


def told(judged: Judged, models: Models) -> tuple[np.ndarray, np.ndarray]:
    """Return probability and truth of each pair to fit on, once for each held-out instrument."""
    p, y = [], []
    for name, model in models:
        at = judged.touch(name)
        rows, columns = judged.rows[at], judged.columns[at]
        p.append(model.match(judged.pairs.features[rows, columns]))
        y.append(judged.match[rows, columns])
    return np.concatenate(p), np.concatenate(y)


def best_of(judged: Judged, models: Models) -> tuple[np.ndarray, np.ndarray]:
    """Return for provisions and other instruments the best probability, and whether one matches."""
    homes = judged.homes
    met = {(homes[i], homes[j]) for i, j in zip(judged.rows, judged.columns, strict=True)}
    best, has = [], []
    for name, model in models:
        p = judged.likely(model)
        for pair in sorted(met):
            for one, other in (pair, pair[::-1]) if name in pair else ():
                block = np.ix_(homes == one, homes == other)
                best.append(p[block].max(axis=1))
                has.append(judged.match[block].any(axis=1))
    return np.concatenate(best), np.concatenate(has)


def unique(judged: Judged, models: Models) -> list[bool]:
    """Return whether each provision that is judged unique is told as such."""
    by_name = dict(models)
    return [
        best_in(judged, by_name[other], name, other) < NEW
        for other, names in UNIQUE.items()
        for name in names.split()
    ]


def gcsc(judged: Judged, models: Models) -> list[bool]:
    """Return whether it is told which norms of the GCSC the GGE of 2015 has."""
    model = dict(models)["gcsc"]
    wanted = {"gcsc-n1": False, "gcsc-n2": False, "gcsc-n3": True}
    return [
        (best_in(judged, model, name, "gge-2015") >= NEW) == has for name, has in wanted.items()
    ]


def best_in(judged: Judged, model: MatrixModel, provision_id: str, other: str) -> float:
    at = [p.id for p in judged.pairs.index.provisions].index(provision_id)
    return float(judged.likely(model)[at, judged.homes == other].max())


def in_one_language(judged: Judged, models: Models) -> float:
    """Partners within three for instruments as a user's own come: in English, without topics."""
    ranks: list[int] = []
    for name, model in models:
        if (judged.homes == name).sum() >= BIG:
            norms = [
                bare(p) if p.instrument_id == name else p for p in judged.pairs.index.provisions
            ]
            pairs = pairs_of(norms, default_encoder())
            ranks += ranks_of(replace(judged, pairs=pairs), model, name)
    return mean(r <= 3 for r in ranks)


def bare(p: NormProvision) -> NormProvision:
    label, summary = (Bilingual(text.en, text.en) for text in (p.label, p.summary))
    return replace(p, topics=(), label=label, summary=summary)


def translated() -> list[tuple[str, str]]:
    """Return each provision with that whose English statement its Japanese one finds first."""
    norms = resources.provisions()
    ja, en = (
        default_encoder().encode([f"{a}{b}" for a, b in texts], "document")
        for texts in (
            [(f"{p.label.ja}。", p.summary.ja) for p in norms],
            [(f"{p.label.en}. ", p.summary.en) for p in norms],
        )
    )
    first = (centred(ja) @ centred(en).T).argmax(axis=1)
    return [(p.id, norms[j].id) for p, j in zip(norms, first, strict=True)]


def centred(vectors: np.ndarray) -> np.ndarray:
    off = vectors - vectors.mean(axis=0)
    return off / np.linalg.norm(off, axis=1, keepdims=True)


def errors() -> Iterator[str]:
    judged = read_judged(CONFIG)
    ids = [p.id for p in judged.pairs.index.provisions]
    homes = judged.homes
    for name, model in held_out(judged, CONFIG):
        p = judged.likely(model)
        for i, j in zip(*np.nonzero(judged.match), strict=True):
            rank = (p[i, homes == homes[j]] >= p[i, j]).sum()
            if name == homes[i] and rank > 3:
                yield f"{ids[i]} -> {ids[j]}: rank {rank}, {p[i, j]:.3f}"


def translations() -> Iterator[str]:
    for own, found in translated():
        if own != found:
            yield f"{own}: its Japanese statement finds {found} first"


if __name__ == "__main__":
    main()
