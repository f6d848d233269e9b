"""Compile corpora/terms/english_words.tsv from spacy-lookups-data (MIT).

    pip install spacy-lookups-data==1.0.5
    python scripts/build_english_words.py

Of the most frequent English words: the natural logarithm of their probability in
general language, upper and lower case taken together, and what parts of speech
they can be (n, v, j, r) by WordNet 3.0's lists. Run by hand; the result is
committed.
"""

from __future__ import annotations

import gzip
import json
import math
from collections import defaultdict
from importlib.resources import files
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
WORDS = 40_000
LETTER = {"noun": "n", "verb": "v", "adj": "j", "adv": "r"}


def main() -> None:
    probability: defaultdict[str, float] = defaultdict(float)
    for word, logarithm in table("en_lexeme_prob").items():
        if word.isascii() and word.isalpha():
            probability[word.lower()] += math.exp(logarithm)
    index = {pos: set(words) for pos, words in table("en_lemma_index").items()}
    exceptions, rules = table("en_lemma_exc"), table("en_lemma_rules")
    lines = []
    for word in sorted(probability, key=lambda w: (-probability[w], w))[:WORDS]:
        parts = "".join(
            letter
            for pos, letter in LETTER.items()
            if can_be(word, index[pos], exceptions[pos], rules.get(pos, []))
        )
        lines.append(f"{word}\t{math.log(probability[word]):.1f}\t{parts}\n")
    path = ROOT / "corpora" / "terms" / "english_words.tsv"
    path.write_text("".join(sorted(lines)), encoding="utf-8")
    print(f"{len(lines)} words")


def can_be(word: str, lemmas: set[str], exceptions: dict[str, Any], rules: list[list[str]]) -> bool:
    return (
        word in lemmas
        or word in exceptions
        or any(
            len(word) > len(old) + 2 and word.endswith(old) and word[: -len(old)] + new in lemmas
            for old, new in rules
            if old
        )
    )


def table(name: str) -> Any:
    data = files("spacy_lookups_data") / "data" / f"{name}.json.gz"
    return json.loads(gzip.decompress(data.read_bytes()))


if __name__ == "__main__":
    main()
