"""Long documents out of labelled sentences, for benchmarks.

No sentence comes twice before all have come once, so that a document of 400 holds 400
distinct ones, as policy documents nearly do.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

STANCE = Path(__file__).resolve().parent.parent / "corpora" / "stance"


def write_documents(folder: Path, n: int, sentences: int, *, seed: int = 1) -> int:
    """Write ``n`` documents of as many sentences each, Japanese and English in turn.

    Returns:
        Their characters.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(seed)
    pools = {lang: _endless(_sentences(lang), rng) for lang in ("ja", "en")}
    characters = 0
    for number in range(n):
        lang = ("ja", "en")[number % 2]
        text = document(list(islice(pools[lang], sentences)), lang, rng)
        characters += len(text)
        (folder / f"{number:05}-{lang}.txt").write_text(text, encoding="utf-8")
    return characters


def document(sentences: list[str], lang: str, rng: random.Random) -> str:
    """Return paragraphs of three to seven sentences each."""
    left, paragraphs = list(sentences), []
    while left:
        n = rng.randint(3, 7)
        paragraphs.append(("" if lang == "ja" else " ").join(left[:n]))
        left = left[n:]
    return "\n".join(paragraphs) + "\n"


def _sentences(lang: str) -> list[str]:
    found: dict[str, None] = {}
    for path in sorted(STANCE.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["lang"] == lang:
                found[" ".join(row["text"].split())] = None
    return list(found)


def _endless(texts: list[str], rng: random.Random) -> Iterator[str]:
    while True:
        rng.shuffle(texts)
        yield from texts
