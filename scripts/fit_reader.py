"""Fine-tune the reader on the project's labelled sentences, and write it as ONNX.

    python scripts/fit_reader.py E5_FOLDER

E5_FOLDER holds multilingual-e5-small (scripts/make_e5_folder.py). Needs torch,
transformers, onnx and onnxruntime, which are no dependencies of the package; some
25 minutes on two cores. Writes reader.onnx, reader.model and reader.json where
they ship, and models/reader/metrics.json. One eighth of the passages is never trained on
(``held_out``): scripts/fit_models.py stance weighs and calibrates the reader on it.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sklearn.metrics import f1_score
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy, dropout
from transformers import AutoModel, AutoTokenizer

from gold import held_out, training_rows
from jacyber_nlp.stance.reader import BEFORE, HEADS, Reading, segments
from pack_reader import pack

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "models" / "reader"
SHIPPED = ROOT / "src" / "jacyber_nlp" / "data" / "models"
WEIGHT = {"pole": 1.0, "mode": 0.7, "label": 0.7, "issue": 0.3, "phenomena": 0.2}  # of the losses
NONE = -100  # a class that a row does not have


class Network(torch.nn.Module):
    """The transformer's mean vector, and a linear layer a head on it."""

    def __init__(self, folder: str) -> None:
        super().__init__()
        self.body = AutoModel.from_pretrained(folder)
        self.body.pooler = None
        # Words that no training sentence has must keep their place beside the others.
        self.body.embeddings.word_embeddings.weight.requires_grad = False
        size = self.body.config.hidden_size
        self.heads = torch.nn.ModuleDict(
            {name: torch.nn.Linear(size, len(classes)) for name, classes in HEADS.items()}
        )

    def forward(self, **batch: torch.Tensor) -> dict[str, torch.Tensor]:
        """Return each head's scores. Shape of each: (n_sentences, n_classes)."""
        states = self.body(**batch).last_hidden_state
        mask = batch["attention_mask"][..., None].to(states.dtype)
        mean = dropout((states * mask).sum(1) / mask.sum(1), 0.1, self.training)
        return {name: head(mean) for name, head in self.heads.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", help="multilingual-e5-small")
    folder = parser.parse_args().folder
    config = tomllib.loads((FOLDER / "config.toml").read_text(encoding="utf-8"))
    random.seed(config["seed"])
    torch.manual_seed(config["seed"])
    rows = training_rows()
    train = [row for row in rows if not held_out(row)]
    unseen = [row for row in rows if held_out(row)]
    tokenizer = AutoTokenizer.from_pretrained(folder)
    network = Network(folder)
    fit(network, train, tokenizer, config)
    metrics = {"trained_on": len(train), "held_out": len(unseen)} | measure(
        network, unseen, tokenizer
    )
    texts = [text for row in rows for text in (row["text"], row.get("before", ""))]
    metrics |= pack(network, tokenizer, texts, SHIPPED, config)
    text = json.dumps(metrics, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    (FOLDER / "metrics.json").write_text(text, encoding="utf-8")
    print(text)
    return 0


def fit(
    network: Network, rows: list[dict[str, Any]], tokenizer: Any, config: dict[str, Any]
) -> None:
    """Train in place; matrices in bfloat16, everything else in 32 bits."""
    heads = list(network.heads.parameters())
    body = [p for p in network.body.parameters() if p.requires_grad]
    rates = [config["rate"], config["rate_heads"]]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": rates[0]}, {"params": heads, "lr": rates[1]}], weight_decay=0.01
    )
    steps = config["epochs"] * -(-len(rows) // config["batch"])
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, rates, total_steps=steps + 2, pct_start=0.1
    )
    network.train()
    began, done = time.monotonic(), 0
    for epoch in range(config["epochs"]):
        for batch in batches(rows, config["batch"]):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = network(**encoded(batch, tokenizer, config["forget_kind"]))
            total = sum(
                WEIGHT[name] * loss(name, score.float(), batch, config["smoothing"])
                for name, score in scores.items()
            )
            total.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            schedule.step()
            done += len(batch)
            if done % 1600 < len(batch):
                speed = done / (time.monotonic() - began)
                print(f"epoch {epoch}: {done} sentences, {speed:.0f}/s, {total.item():.3f}")
                sys.stdout.flush()


def loss(
    name: str, scores: torch.Tensor, rows: list[dict[str, Any]], smoothing: float
) -> torch.Tensor:
    """Return the loss of one head; rows without its class do not count."""
    if name == "phenomena":
        truth = [[float(p in row["phenomena"]) for p in HEADS[name]] for row in rows]
        return binary_cross_entropy_with_logits(scores, torch.tensor(truth))
    truth = torch.tensor([class_of(name, row) for row in rows])
    if bool((truth == NONE).all()):
        return scores.sum() * 0
    return cross_entropy(scores, truth, ignore_index=NONE, label_smoothing=smoothing)


def class_of(head: str, row: dict[str, Any]) -> int:
    """Return the index of a row's class; the pole is that of the view it gives."""
    value = row["label"] if head == "label" else row.get(head)
    if head == "pole":
        value = row["reported_label"] if row["mode"] == "reported" else row["label"]
    return HEADS[head].index(value) if value else NONE


def batches(rows: list[dict[str, Any]], size: int) -> Iterator[list[dict[str, Any]]]:
    """Yield all rows once, in chance order, those of like length together."""
    order = random.sample(rows, len(rows))
    blocks = []
    for start in range(0, len(order), 20 * size):
        near = sorted(order[start : start + 20 * size], key=length)
        blocks += [near[i : i + size] for i in range(0, len(near), size)]
    random.shuffle(blocks)
    yield from blocks


def length(row: dict[str, Any]) -> float:
    """Return about how many tokens a row has."""
    chars = len(row["text"]) + min(len(row.get("before", "")), BEFORE[row["lang"]])
    return chars * (1.0 if row["lang"] == "ja" else 0.4)


def encoded(
    rows: list[dict[str, Any]], tokenizer: Any, forget_kind: float
) -> dict[str, torch.Tensor]:
    """Return the network's input; a share of the rows as if their source were unknown."""
    readings = [
        Reading(
            row["text"],
            row["lang"],
            row.get("before", ""),
            None if random.random() < forget_kind else row.get("source_kind"),
        )
        for row in rows
    ]
    first, second = zip(*map(segments, readings), strict=True)
    tokens = tokenizer(
        list(first), list(second), truncation=True, max_length=160, padding=True,
        return_tensors="pt",
    )  # fmt: skip
    return {name: tokens[name] for name in ("input_ids", "attention_mask")}


def measure(network: Network, rows: list[dict[str, Any]], tokenizer: Any) -> dict[str, float]:
    """Return macro-F1 of poles, modes and labels on rows that were not trained on."""
    network.eval()
    found: dict[str, list[int]] = {"pole": [], "mode": [], "label": []}
    rows = sorted(rows, key=length)
    with torch.no_grad():
        for start in range(0, len(rows), 64):
            scores = network(**encoded(rows[start : start + 64], tokenizer, 1.0))
            for name, into in found.items():
                into += scores[name].argmax(1).tolist()
    out = {}
    for name, predicted in found.items():
        for lang in ("ja", "en"):
            pairs = [
                (truth, p)
                for row, p in zip(rows, predicted, strict=True)
                if row["lang"] == lang and (truth := class_of(name, row)) != NONE
            ]
            score = f1_score(*np.array(pairs).T, average="macro")
            out[f"{name}_macro_f1_{lang}"] = round(float(score), 4)
    return out


if __name__ == "__main__":
    sys.exit(main())
