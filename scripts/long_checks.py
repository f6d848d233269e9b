"""Checks that take too long for CI; their figures go into closing notes and docs.

    python scripts/long_checks.py tokenizer --minutes 5
    python scripts/long_checks.py reading --minutes 5
    python scripts/long_checks.py terms --minutes 1

tokenizer: random text under four threads; every ``Doc`` must rebuild its text
and hold the words of a single thread, and memory must not grow without end.
reading: random and mutilated bytes; every file must give a document or a
``DocumentError``, nothing else.
terms: how many times the noun chunks of GiNZA, installed into an environment of its
own, the terms are in characters a second; and whether memory grows with the number
of documents.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import jacyber_nlp as jc
from jacyber_nlp.errors import DocumentError
from jacyber_nlp.tokens import tokenizer

PIPED: dict[str, Any] = {"check": True, "capture_output": True, "text": True}
SAMPLES = Path(__file__).resolve().parent.parent / "corpora" / "samples"
PIECES = [
    "国家",
    "サイバー",
    "空間",
    "の",
    "自由",
    "な",
    "。",
    "、",
    "「",
    "」",
    "（",
    "）",
    " ",
    "　",
    "\n",
    "\t",
    "\r\n",
    "\0",
    "U.S.",
    "A/70/174",
    "ﾈｯﾄ",
    "😀",
    "e\u0301",
    "\u2028",
    "ない",
    "１",
]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("check", choices=("tokenizer", "reading", "terms"))
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    checks = {"tokenizer": check_tokenizer, "reading": check_reading, "terms": check_terms}
    return checks[args.check](time.monotonic() + 60 * args.minutes, random.Random(args.seed))


def check_tokenizer(until: float, rng: random.Random) -> int:
    nlp = tokenizer("ja")
    rounds, wrong = 0, 0
    start = memory()
    with ThreadPoolExecutor(4) as pool:
        while time.monotonic() < until:
            texts = ["".join(rng.choices(PIECES, k=rng.randint(0, 400))) for _ in range(200)]
            alone = [[t.text for t in nlp.make_doc(text)] for text in texts]
            docs = list(pool.map(nlp.make_doc, texts))
            wrong += sum(doc.text != text for doc, text in zip(docs, texts, strict=True))
            wrong += sum([t.text for t in d] != a for d, a in zip(docs, alone, strict=True))
            rounds += 1
    print(f"{rounds * 200:,} texts, {wrong} wrong, memory {start} → {memory()} MiB")
    return 1 if wrong else 0


def check_reading(until: float, rng: random.Random) -> int:
    seeds = [path.read_bytes() for path in SAMPLES.iterdir() if path.suffix in (".txt", ".pdf")]
    tried, refused = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < until:
            data = bytearray(rng.choice(seeds))
            for _ in range(rng.randint(1, 40)):
                at = rng.randrange(len(data))
                data[at : at + rng.randint(0, 30)] = rng.randbytes(rng.randint(0, 30))
            path = Path(folder) / ("mutant" + rng.choice([".txt", ".pdf"]))
            path.write_bytes(data[: rng.randint(0, len(data))])
            tried += 1
            try:
                jc.read(path)
            except DocumentError:
                refused += 1
    print(f"{tried:,} files, {refused:,} refused, no crash, memory {memory()} MiB")
    return 0


GINZA = """
import pathlib, sys, time
import spacy
nlp = spacy.load("ja_ginza")
text = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
list(nlp("規範。").noun_chunks)
start = time.perf_counter()
chunks = [chunk.text for doc in nlp.pipe(text.splitlines()) for chunk in doc.noun_chunks]
print(len(text) / (time.perf_counter() - start))
"""


def check_terms(until: float, rng: random.Random) -> int:
    documents = [jc.read(path) for path in sorted(SAMPLES.glob("ja-*")) if path.suffix == ".txt"]
    with tempfile.TemporaryDirectory() as folder:
        python = Path(folder) / "bin" / "python"
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        packages = ["ginza==5.3.0", "ja-ginza==5.3.0"]
        subprocess.run([python, "-m", "pip", "install", "-q", *packages], check=True)
        text = Path(folder) / "text.txt"
        text.write_text("\n".join(d.text for d in documents), encoding="utf-8")
        peer = float(subprocess.run([python, "-c", GINZA, text], **PIPED).stdout)
    start = time.perf_counter()
    size = 0
    while time.perf_counter() - start < 10:
        for document in documents:
            jc.extract_terms(document)
            size += len(document.text)
    ours = size / (time.perf_counter() - start)
    rounds, before = 0, 0
    while time.monotonic() < until or rounds < 400:
        jc.extract_terms(jc.read_text(strange(rng)))
        rounds += 1
        before = memory() if rounds == 200 else before  # caches have filled by then
    print(
        f"GiNZA's noun chunks {peer:,.0f} characters/s, terms {ours:,.0f}, "
        f"{ours / peer:.0f} times as many; "
        f"{rounds:,} documents, memory {before} → {memory()} MiB"
    )
    return 0 if ours >= 100 * peer else 1


def strange(rng: random.Random) -> str:
    """Return a document of words that no other has."""
    kana = [chr(code) for code in range(ord("カ"), ord("ヨ"))]

    def word() -> str:
        return "".join(rng.choices(kana, k=5))

    return "".join(
        f"国際{word()}条約の{word()}（{''.join(rng.choices('ABCDEFG', k=6))}）を認めた。\n"
        for _ in range(300)
    )


def memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    sys.exit(main())
