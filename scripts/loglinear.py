"""Log-linear models that scikit-learn lacks: a choice among candidates, a chain."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from jacyber_nlp.stance import marginals

Example = tuple[list[list[str]], list[bool]]


def conditional_logit(examples: Sequence[Example], penalty: float) -> dict[str, float]:
    """Return the weights that make the true candidates likeliest, with an L2 penalty.

    An example has the names of the features of each candidate, and whether each
    is true; where several are, their probabilities add up.
    """
    columns = {
        name: i for i, name in enumerate(sorted({n for e in examples for r in e[0] for n in r}))
    }
    at, where, group, truth = [], [], [], []
    for g, (rows, flags) in enumerate(examples):
        for row, flag in zip(rows, flags, strict=True):
            where += [columns[name] for name in row]
            at += [len(group)] * len(row)
            group.append(g)
            truth.append(float(flag))
    x = csr_matrix((np.ones(len(at)), (at, where)), shape=(len(group), len(columns)))
    of, y = np.array(group), np.array(truth)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ w
        top = np.full(len(examples), -np.inf)
        np.maximum.at(top, of, z)
        raised = np.exp(z - top[of])
        total = np.bincount(of, raised)
        right = np.bincount(of, raised * y)
        gradient = x.T @ (raised / total[of] - raised * y / right[of])
        value = float((np.log(total) - np.log(right)).sum() + penalty / 2 * w @ w)
        return value, gradient + penalty * w

    start = np.zeros(len(columns))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 400})
    return dict(zip(columns, (float(w) for w in found.x), strict=True))


def fit_chain(
    x: csr_matrix, links: csr_matrix, first: np.ndarray, y: np.ndarray, strength: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Fit a linear-chain conditional random field, with an L2 penalty of 1 / (2 strength).

    Args:
        x: Features of each sentence. Shape: (n, d).
        links: Features of each sentence and the one before. Shape: (n, c).
        first: Whether a chain begins. Shape: (n,).
        y: The true classes, from 0. Shape: (n,).
        strength: As C of scikit-learn.

    Returns:
        Weights, shape (k, d), and bias, shape (k,), of a sentence; the same of
        each pair of classes, the one before first, shapes (k * k, c) and (k * k,).
    """
    n, d = x.shape
    k, c = int(y.max()) + 1, links.shape[1]
    truth = np.eye(k)[y]
    pairs = np.roll(truth, 1, axis=0)[:, :, None] * truth[:, None, :]
    pairs[first] = 0
    of_x, of_links = x.T.tocsr(), links.T.tocsr()
    borders = np.cumsum([d * k, k, c * k * k])

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        alone, bias, linked, pair_bias = split(w)
        own = x @ alone + bias
        after = (links @ linked + pair_bias).reshape(n, k, k)
        found = marginals(own, after, first)
        right = (own * truth).sum() + (after * pairs).sum()
        off, off_pairs = found.single - truth, (found.pairs - pairs).reshape(n, k * k)
        gradient = [
            of_x @ off + alone / strength,
            off.sum(axis=0),
            of_links @ off_pairs + linked / strength,
            off_pairs.sum(axis=0),
        ]
        penalty = (np.square(alone).sum() + np.square(linked).sum()) / (2 * strength)
        value = float(found.log_total - right + penalty)
        return value, np.concatenate([part.ravel() for part in gradient])

    def split(w: np.ndarray) -> tuple[np.ndarray, ...]:
        alone, bias, linked, pair_bias = np.split(w, borders)
        return alone.reshape(d, k), bias, linked.reshape(c, k * k), pair_bias

    start = np.zeros(d * k + k + c * k * k + k * k)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200})
    alone, bias, linked, pair_bias = split(found.x)
    return alone.T, bias, linked.T, pair_bias
