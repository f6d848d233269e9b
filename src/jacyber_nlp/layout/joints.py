"""Do the joints between lines look like the document's own text?"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from math import log, sqrt

from jacyber_nlp.layout.lines import Line
from jacyber_nlp.layout.widths import ends_sentence

# Joints between lines against pairs within lines, in nats a pair and in
# standard errors: read in order, both are alike.
SAMPLED_LINES = 300  # at least so many, if there are, give the pairs within lines
PRIOR = 5.0  # pairs
LEAST_JOINTS = 40

FUNCTION_WORDS = frozenset(
    "the of and to in a is for that on with as by this are be or from at an it not which will "
    "has have its their we our was were".split()
)


def joint_plausibility(
    lines: Sequence[Line], joints: Sequence[tuple[str, str]]
) -> tuple[float, float]:
    """Compare pairs across joined lines with pairs within lines.

    Of Japanese, neighbouring characters (kanji and katakana as one each); of
    English, neighbouring words (all but function words by their shape). The
    document's own pairs within lines are the measure.

    Returns:
        Mean log-likelihood of a pair across lines less that of one within, in
        nats, and the same in standard errors; (0, 0) with too few of them.
    """
    across = [
        (_symbols(a)[-1], _symbols(b)[0])
        for a, b in joints
        if not ends_sentence(a) and a[-1].isascii() == b[0].isascii()
    ]
    if len(set(across)) < LEAST_JOINTS // 2 or len(across) < LEAST_JOINTS:
        return 0.0, 0.0
    some = lines[:: 1 + len(lines) // SAMPLED_LINES]
    within = Counter(pair for line in some for pair in pairwise(_symbols(line.text)))
    first: defaultdict[str, int] = defaultdict(int)
    for (a, _), n in within.items():
        first[a] += n
    second: Counter[str] = Counter()
    for (_, b), n in within.items():
        second[b] += n
    total = sum(within.values())
    if not total:
        return 0.0, 0.0

    def likelihood(a: str, b: str, seen: int = 0) -> float:
        # The pair's own frequency, smoothed towards that of its second member.
        chance = (second[b] + 1 - seen) / (total + 1)
        return log((within[a, b] - seen + PRIOR * chance) / (first[a] - seen + PRIOR))

    # A pair within a line must not vouch for itself: leave one out.
    inside = [(likelihood(a, b, 1), n) for (a, b), n in within.items()]
    mean = sum(value * n for value, n in inside) / total
    variance = sum(value * value * n for value, n in inside) / total - mean * mean
    difference = sum(likelihood(a, b) for a, b in across) / len(across) - mean
    return difference, difference / sqrt(max(variance, 1e-9) / len(across))


_SYMBOL = re.compile("[\u3400-\u9fff々]|[\u30a1-\u30ff]|[A-Za-z]+|[0-9]+|[^\\s]")


def _symbols(text: str) -> list[str]:
    return list(map(_symbol, _SYMBOL.findall(text))) or [" "]


@lru_cache(maxsize=8192)
def _symbol(found: str) -> str:
    char = found[0]
    if "\u3400" <= char <= "\u9fff" or char == "々":
        return "漢"
    if "\u30a1" <= char <= "\u30ff":
        return "カ"
    if char.isascii() and char.isalpha():
        word = found.lower()
        return word if word in FUNCTION_WORDS else "A" if char.isupper() else word[-1]
    return "0" if char.isdigit() else char
