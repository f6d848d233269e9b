"""The model of Wordfish: counts of words, and one dimension on which texts differ.

Slapin & Proksch (2008), "A Scaling Model for Estimating Time-Series Party Positions
from Texts", American Journal of Political Science 52(3): the count of word j in text i
is y_ij ~ Poisson(exp(α_i + ψ_j + β_j ω_i)), with α for the text's length, ψ for the
word's frequency, ω for the text's position and β for how the word tells positions.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

# Standard deviations of the normal priors, the defaults of quanteda's wordfish. Without
# them a word of one text alone has no finite slope, nor a text of one word a position.
SPREAD_OF_SLOPES, SPREAD_OF_POSITIONS = 3.0, 1.0
ROUNDS, TOLERANCE = 500, 1e-6


def poisson_scaling(counts: Array) -> tuple[Array, Array, Array]:
    """Fit the model by turns: words with the texts held, texts with the words held.

    ω has mean 0 and standard deviation 1, and α mean 0, which identifies the model
    but for the sign. The start is the first dimension of a correspondence analysis.

    Args:
        counts: No text and no word without a count. Shape: (n_texts, n_words).

    Returns:
        ω, the texts' positions, whose sign is arbitrary; ψ and β of the words.
    """
    expected = counts.sum(axis=1, keepdims=True) * counts.sum(axis=0) / counts.sum()
    left = np.linalg.svd((counts - expected) / np.sqrt(expected), full_matrices=False)[0]
    position, last = standardised(left[:, 0]), np.zeros(len(counts))
    length = np.log(counts.sum(axis=1))
    length -= length.mean()
    for _ in range(ROUNDS):
        if np.abs(position - last).max() < TOLERANCE:
            break
        last = position
        frequency, slope = poisson_fit(counts.T, length, position, SPREAD_OF_SLOPES)
        length, position = poisson_fit(counts, frequency, slope, SPREAD_OF_POSITIONS)
        length, position = length - length.mean(), standardised(position)
    return position, *poisson_fit(counts.T, length, position, SPREAD_OF_SLOPES)


def placed(counts: Array, frequency: Array, slope: Array) -> Array:
    """Return the positions of texts with the words held; NaN for one without a word."""
    position = poisson_fit(counts, frequency, slope, SPREAD_OF_POSITIONS)[1]
    return np.where(counts.sum(axis=1) > 0, position, np.nan)


def poisson_fit(counts: Array, level: Array, slope: Array, deviation: float) -> tuple[Array, Array]:
    """Fit y_ij ~ Poisson(exp(a_i + level_j + z_i slope_j)) for a and z, each row alone.

    Given z, the best a has a closed form; what remains is concave, and solved by
    Newton's method with steps of 1 at most.

    Args:
        counts: Shape: (n_rows, n_columns).
        level: Shape: (n_columns,).
        slope: Shape: (n_columns,).
        deviation: Standard deviation of the normal prior of z, round 0.

    Returns:
        a and z. Shape of each: (n_rows,).
    """
    total, z = counts.sum(axis=1), np.zeros(len(counts))
    precision = deviation**-2
    seen = counts @ slope
    for _ in range(ROUNDS):
        share = np.exp(level + np.outer(z, slope))
        share /= share.sum(axis=1, keepdims=True)
        mean = share @ slope
        spread = share @ slope**2 - mean**2
        step = (seen - total * mean - precision * z) / (total * spread + precision)
        z = z + np.clip(step, -1, 1)
        if np.abs(step).max() < TOLERANCE:
            break
    sums = np.exp(level + np.outer(z, slope)).sum(axis=1)
    return np.log(np.maximum(total, TOLERANCE) / sums), z


def standardised(values: Array) -> Array:
    """Return the values with mean 0 and standard deviation 1."""
    return (values - values.mean()) / values.std()
