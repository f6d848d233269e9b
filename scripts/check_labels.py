"""Check the labelled sentences: counts, fields, near-duplicates, overlap with documents.

    python scripts/check_labels.py [DOCUMENT_OR_FOLDER…]

Fails if a target of corpora/stance/targets.toml is missed, a field breaks the
annotation guide, two sentences share more than half of their character 5-grams
(training with gold included), a sentence shares more than half with a sample or
with a document named on the command line, or a Japanese and an English sentence
are translations of each other.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from gold import read_jsonl
from jacyber_nlp.encoders import default_encoder

ROOT = Path(__file__).resolve().parent.parent
STANCE = ROOT / "corpora" / "stance"
GOLD = ROOT / "corpora" / "gold"
LABELS = ("freedom", "control", "neutral")
MODES = ("asserted", "evaluated", "reported")
PHENOMENA = (
    "plain",
    "negation",
    "reported",
    "conditional",
    "mixed",
    "lexical_trap",
    "technical",
    "boilerplate",
)
GRAM = 5
SHARED = 0.5
LEAST_GRAMS = 12  # "Member States shall:" is no copy
LEAST_TRANSLATED = 30  # characters of a Japanese sentence; set phrases are alike everywhere
NEIGHBOURS = 4
LEAST_COSINE, LEAST_MARGIN = 0.55, 1.3


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("documents", nargs="*", type=Path)
    documents = [*(ROOT / "corpora" / "samples").rglob("*.txt")]
    for path in parser.parse_args().documents:
        documents += list(path.rglob("*.txt")) if path.is_dir() else [path]
    training = [row for path in sorted(STANCE.glob("*.jsonl")) for row in read_jsonl(path)]
    gold = [row for lang in ("ja", "en") for row in read_jsonl(GOLD / f"stance-{lang}.jsonl")]
    parallel = read_jsonl(GOLD / "parallel.jsonl")
    rows = training + gold
    faults = [f"{row['id']}: {fault}" for row in rows for fault in faults_of(row)]
    faults += [f"{name}: twice" for name, n in Counter(r["id"] for r in rows).items() if n > 1]
    sentences = [(row["id"], row["text"]) for row in rows]
    sentences += [(p["id"], text) for p in parallel for text in (*p["ja"], *p["en"])]
    sentences += [
        (f"{row['file']}:{i}", row["text"])
        for lang in ("ja", "en")
        for i, row in enumerate(read_jsonl(GOLD / "stance-documents" / f"{lang}.sentences.jsonl"))
    ]
    others = read_jsonl(GOLD / "stance-other.jsonl")
    sentences += [(passage["id"], text) for passage in others for text in passage["sentences"]]
    faults += duplicates(sentences)
    faults += copied(sentences[: len(rows)], documents)
    faults += translations(training, parallel)
    faults += missed(training, gold, parallel)
    print("\n".join(faults) or "no faults")
    return 1 if faults else 0


def faults_of(row: dict[str, Any]) -> Iterator[str]:
    """Yield what in a row breaks the annotation guide."""
    if row["label"] not in LABELS or row["mode"] not in MODES:
        yield "label or mode unknown"
    if (row["label"] == "neutral") != (row["strength"] == 0):
        yield "strength does not fit the label"
    if row["label"] != "neutral" and row["issue"] not in tuple("ABCDEFG"):
        yield "a pole without an issue"
    if not row["phenomena"] or not set(row["phenomena"]) <= set(PHENOMENA):
        yield "phenomena unknown"
    if row["mode"] == "reported" and (row["label"] != "neutral" or row["holder"] == "author"):
        yield "a report is neutral and another's"
    if row["mode"] != "reported" and row["holder"] != "author":
        yield "what is not reported is the author's"
    if row["mode"] == "asserted" and row["reported_label"] is not None:
        yield "an assertion reports nothing"
    around = row["text"] + row.get("before", "")
    if row["holder"] not in ("author", "unnamed") and row["holder"] not in around:
        yield "the holder does not stand in the text"
    if "second" in row and set(row["second"]) < {"label", "mode", "holder"}:
        yield "the second labelling is not complete"


def grams(text: str) -> set[str]:
    bare = re.sub(r"\s+", "", text).lower()
    return {bare[i : i + GRAM] for i in range(len(bare) - GRAM + 1)}


def duplicates(sentences: Iterable[tuple[str, str]]) -> list[str]:
    """Name pairs that share more than half of the 5-grams of the shorter one."""
    seen: defaultdict[str, list[int]] = defaultdict(list)
    known: list[tuple[str, int]] = []
    found = []
    for name, text in sentences:
        own = grams(text)
        shared = Counter(i for gram in own for i in seen[gram])
        found += [
            f"{name}: shares {n} of {min(len(own), known[i][1])} 5-grams with {known[i][0]}"
            for i, n in shared.items()
            if min(len(own), known[i][1]) >= LEAST_GRAMS and n > SHARED * min(len(own), known[i][1])
        ]
        for gram in own:
            seen[gram].append(len(known))
        known.append((name, len(own)))
    return found


def copied(sentences: Iterable[tuple[str, str]], documents: Iterable[Path]) -> list[str]:
    """Name sentences more than half of whose 5-grams stand in one document."""
    found = []
    for path in documents:
        there = grams(path.read_text(encoding="utf-8", errors="replace"))
        found += [
            f"{name}: stands in {path.name}"
            for name, text in sentences
            if len(own := grams(text)) >= 30 and len(own & there) > 0.7 * len(own)
        ]
    return found


def translations(training: list[dict[str, Any]], parallel: list[dict[str, Any]]) -> list[str]:
    """Name Japanese and English sentences that say the same, by their embeddings.

    A pair counts if it is near, and nearer than either is to its next neighbours
    (Artetxe and Schwenk 2019, margin-based mining). The parallel passages, which
    are translations, show how many such a test finds.
    """
    ja = [row for row in training if row["lang"] == "ja" and len(row["text"]) >= LEAST_TRANSLATED]
    en = [row for row in training if row["lang"] == "en"]
    known = [(a, b) for p in parallel for a, b in zip(p["ja"], p["en"], strict=True)]
    encode = default_encoder().encode
    cosine = encode([row["text"] for row in ja] + [a for a, _ in known]) @ (
        encode([row["text"] for row in en] + [b for _, b in known]).T
    )
    near = [np.sort(c, axis=1)[:, -NEIGHBOURS:].mean(axis=1) for c in (cosine, cosine.T)]
    margin = 2 * cosine / (near[0][:, None] + near[1][None, :])
    same = (cosine >= LEAST_COSINE) & (margin >= LEAST_MARGIN)
    right = same[len(ja) :, len(en) :].diagonal().mean()
    print(f"{'true translations found':24} {right:8.2f}")
    return [
        f"{ja[i]['id']}: says the same as {en[j]['id']}, cosine {cosine[i, j]:.2f}"
        for i, j in zip(*np.nonzero(same[: len(ja), : len(en)]), strict=True)
        if ja[i]["id"] not in en[j]["note"]  # where a reader found that they are none
    ]


def missed(
    training: list[dict[str, Any]], gold: list[dict[str, Any]], parallel: list[dict[str, Any]]
) -> list[str]:
    """Name the targets that are missed, and print every count."""
    single = [row for row in training if "passage" not in row]
    counts: dict[str, float] = {
        "sentences": len(single),
        "context passages": len({r["passage"] for r in training if "passage" in r}),
        "context sentences": len(training) - len(single),
        "gold sentences": len(gold),
        "parallel passages": len(parallel),
        "other subjects": sum("other" in row["note"] or row["id"][1] == "x" for row in single),
        "neutral share": sum(r["label"] == "neutral" for r in single) / len(single),
        "hard share": sum(r["phenomena"] != ["plain"] for r in single) / len(single),
    }
    for lang in ("ja", "en"):
        rows = [row for row in training if row["lang"] == lang]
        counts[f"share {lang}"] = sum(r["lang"] == lang for r in single) / len(single)
        for name in PHENOMENA:
            counts[f"{name} {lang}"] = sum(name in row["phenomena"] for row in rows)
        counts[f"registers {lang}"] = len({row["register"] for row in rows})
    targets = tomllib.loads((STANCE / "targets.toml").read_text(encoding="utf-8"))
    for name, value in counts.items():
        print(f"{name:24} {value:8.2f}" if value < 1 else f"{name:24} {value:8,.0f}")
    return [
        f"{name}: {counts.get(name, 0):.2f}, at least {least} needed"
        for name, least in targets.items()
        if counts.get(name, 0) < least
    ]


if __name__ == "__main__":
    sys.exit(main())
