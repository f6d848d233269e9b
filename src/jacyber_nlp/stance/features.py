"""What the sentence model sees: meaning, words, and what governs them."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from jacyber_nlp.records import CharSpan, Holder, ScopeSpan
from jacyber_nlp.scope import REVERSING
from jacyber_nlp.script import fold
from jacyber_nlp.stance.reader import READ

if TYPE_CHECKING:
    from numpy.typing import NDArray

HASHED = 8192  # columns of character n-grams and words
HASHED_SCALE = 2.0  # beside a vector of length 1: best in cross-validation over registers
MARKED = 16  # columns of lexicon and scope
LEXICAL = 6  # the first of them: what speaks for the one pole and for the other, by turns
COUNTED = ("negation", "condition", "concession", "question", "report")
_WORD = re.compile(r"[a-z][a-z'’-]+")


@dataclass(frozen=True, slots=True)
class Marks:
    """What the earlier stages found in a sentence.

    Attributes:
        concepts: Place and pole of each concept of the lexicon.
        scopes: Scopes whose cue stands in it.
        holder: Whose view it is if it is a report.
    """

    concepts: tuple[tuple[CharSpan, int], ...]
    scopes: tuple[ScopeSpan, ...]
    holder: Holder


def features(
    texts: Sequence[str],
    langs: Sequence[str],
    vectors: NDArray[np.float32],
    marks: Sequence[Marks],
    read: NDArray[np.float32],
) -> NDArray[np.float32]:
    """Return one row a sentence: vector, hashed words, marks, what was read.

    Args:
        texts: The sentences.
        langs: Their languages.
        vectors: Their embeddings, of unit length. Shape: (n, dim).
        marks: What the lexicon and the scopes say of each.
        read: The reader's scores. Shape: (n, READ).

    Returns:
        Shape: (n, dim + HASHED + MARKED + READ).
    """
    n, dim = vectors.shape
    out = np.zeros((n, dim + HASHED + MARKED + READ), dtype=np.float32)
    out[:, :dim] = vectors
    out[:, -READ:] = read
    for i, text in enumerate(texts):
        columns, counts = np.unique(_hashed(text, langs[i]), return_counts=True)
        weights = np.sqrt(counts, dtype=np.float32)
        norm = float(np.linalg.norm(weights)) or 1.0
        out[i, dim + columns] = HASHED_SCALE * weights / norm
        out[i, dim + HASHED : -READ] = _marked(marks[i], text, langs[i])
    return out


def _hashed(text: str, lang: str) -> NDArray[np.int64]:
    """Return the columns of a sentence's n-grams, with repetition.

    Japanese: pairs, triples and fours of characters; English: words, pairs of
    words and their first five letters. CRC-32 is the same on every machine.
    """
    low = fold(text)
    if lang == "ja":
        clean = "".join(char for char in low if not char.isspace() and not char.isdigit())
        grams = [clean[i : i + n] for n in (2, 3, 4) for i in range(len(clean) - n + 1)]
    else:
        words = _WORD.findall(low)
        grams = words + [f"{a} {b}" for a, b in pairwise(words)]
        grams += [f"{word[:5]}*" for word in words if len(word) > 5]
    return np.array(
        [zlib.crc32(gram.encode("utf-8", "replace")) % HASHED for gram in grams], dtype=np.int64
    )


def _marked(marks: Marks, text: str, lang: str) -> list[float]:
    counts = dict.fromkeys(COUNTED, 0)
    for scope in marks.scopes:
        kind = "negation" if scope.kind in REVERSING else scope.kind
        counts[kind] = counts.get(kind, 0) + 1
    poles = {"free": [0.0, 0.0], "negation": [0.0, 0.0], "condition": [0.0, 0.0]}
    for span, pole in marks.concepts:
        # Twice negated is not negated.
        negated = sum(_covers(s, span) for s in marks.scopes if s.kind in REVERSING) % 2 == 1
        conditioned = any(_covers(s, span) for s in marks.scopes if s.kind == "condition")
        place = "negation" if negated else "condition" if conditioned else "free"
        poles[place][0 if pole > 0 else 1] += abs(pole) / 2
    lexical = [value for pair in poles.values() for value in pair]
    return [
        *(min(value, 3.0) / 3 for value in lexical),
        *(min(counts[name], 3) / 3 for name in COUNTED),
        float(marks.holder.name not in ("author", "unnamed")),
        min(len(text) / (100 if lang == "ja" else 250), 3.0) / 3,
        float(lang == "ja"),
        float(bool(marks.concepts)),
        float(counts["negation"] % 2 == 1),
    ]


def _covers(scope: ScopeSpan, span: CharSpan) -> bool:
    return scope.span.start <= span.start and span.end <= scope.span.end
