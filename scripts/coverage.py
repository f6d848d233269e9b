"""How often 90 % intervals hold the true position, in a simulation.

python scripts/coverage.py
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gold import mean
from jacyber_nlp.pipeline import default_stance_model
from jacyber_nlp.stance import LABELS
from jacyber_nlp.stance.confusion import Confusion, interval
from stance_gold import LANGS, Rows, labelled


def coverage(texts: int = 300, seed: int = 0) -> Rows:
    """Return how often 90 % intervals hold the position from the true labels.

    A long text is invented: paragraphs of one to five sentences, its poles and
    their shares drawn anew each time. A document of 10, 50 or 300 sentences is
    paragraphs drawn from it; each sentence is given a label by what the model
    confused on the held-out rows, by which the interval goes as well ("held-out"),
    or by what it confuses on the gold, which is harder ("gold"). "Text": the
    position from the true labels of the long text; "document": of the sentences
    drawn.
    """
    rng = np.random.default_rng(seed)
    rows: Rows = {}
    for lang in LANGS:
        known = default_stance_model().confusion_in(lang)
        gold, found = labelled(lang)
        ways = {
            "held-out": known.counts / known.counts.sum(axis=1, keepdims=True),
            "gold": rates_of([g["label"] for g in gold], [s.label for s in found]),
        }
        for way, rates in ways.items():
            for n in (10, 50, 300):
                holds: dict[str, list[bool]] = {"text": [], "document": []}
                for _ in range(texts):
                    for name, held in one_text(rng, n, rates, known).items():
                        holds[name].append(held)
                for name, values in holds.items():
                    rows[f"coverage {way} {name} {n} sentences {lang}"] = mean(values)
    return rows


def one_text(
    rng: np.random.Generator, n: int, rates: np.ndarray, known: Confusion
) -> dict[str, bool]:
    """Return whether the interval of one document holds each of the two positions."""
    neutral = rng.uniform(0.4, 0.8)
    freedom = rng.beta(1, 1)
    p = np.array([(1 - neutral) * freedom, neutral, (1 - neutral) * (1 - freedom)])
    # Paragraphs differ: each has shares of its own around those of the text.
    lengths = rng.integers(1, 6, size=600)
    shares = rng.dirichlet(8 * p + 1e-3, size=len(lengths))
    text = [
        np.searchsorted(np.cumsum(q)[:2], rng.random(k))
        for k, q in zip(lengths, shares, strict=True)
    ]
    drawn = rng.permutation(len(text))
    ends = np.cumsum(lengths[drawn])
    drawn = drawn[: int(np.searchsorted(ends, n)) + 1]
    true = np.concatenate([text[i] for i in drawn])[:n]
    paragraphs = np.repeat(np.arange(len(drawn)), lengths[drawn])[:n]
    given = (rng.random((len(true), 1)) > np.cumsum(rates[true], axis=1)[:, :2]).sum(axis=1)
    if np.count_nonzero(given != 1) < 2:
        return {}  # no position, no interval
    low, high = interval(given, paragraphs, known, 0)
    # As in document_stance: the interval reaches to the position.
    values = np.array([known.values()[0], 0.0, known.values()[1]])[given]
    position = float(np.clip(values.sum() / np.count_nonzero(given != 1), -1, 1))
    low, high = min(low, position), max(high, position)
    holds = {}
    for name, labels in (("text", np.concatenate(text)), ("document", true)):
        counts = np.bincount(labels, minlength=3)
        if counts[0] + counts[2]:
            truth = (counts[0] - counts[2]) / (counts[0] + counts[2])
            holds[name] = bool(low <= truth <= high)
    return holds


def rates_of(truth: Sequence[str], found: Sequence[str]) -> np.ndarray:
    """Return the share of each true label's sentences that were given each label."""
    table = np.full((3, 3), 1e-6)
    for t, f in zip(truth, found, strict=True):
        table[LABELS.index(t), LABELS.index(f)] += 1
    return table / table.sum(axis=1, keepdims=True)


if __name__ == "__main__":
    for row, value in coverage().items():
        print(f"{row:60} {value:7.3f}")
