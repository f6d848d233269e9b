"""Checks that take too long for CI; their figures go into closing notes and docs.

    python scripts/long_checks.py tokenizer --minutes 5
    python scripts/long_checks.py reading --minutes 5
    python scripts/long_checks.py terms --minutes 1
    python scripts/long_checks.py kills --runs 50
    python scripts/long_checks.py dask --losses 10
    python scripts/long_checks.py hostile
    python scripts/long_checks.py fuzz --minutes 20

tokenizer: random text under four threads; every ``Doc`` must rebuild its text
and hold the words of a single thread, and memory must not grow without end.
reading: random and mutilated bytes; every file must give a document or a
``DocumentError``, nothing else.
fuzz: every target of fuzz_targets.py in turn, an equal share of the time; what makes a
reader fail is saved in the folder it is run in.
terms: how many times the noun chunks of GiNZA, installed into an environment of its
own, the terms are in characters a second; and whether memory grows with the number
of documents.
kills: batches killed at random moments and resumed; every byte must be that of a run
that nothing disturbed. dask: the same where workers are killed. hostile: every bad file
of hostile_corpus.py must come to its own end, and the good ones beside them be complete.
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
from fuzz_targets import TARGETS
from jacyber_nlp.errors import DocumentError
from jacyber_nlp.tokens import tokenizer
from long_batch import CHECKS

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
    choices = ("tokenizer", "reading", "terms", "fuzz", *CHECKS)
    parser.add_argument("check", choices=choices)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--runs", type=int, default=50, help="of kills")
    parser.add_argument("--losses", type=int, default=10, help="of dask")
    parser.add_argument("--documents", type=int, default=500, help="of kills and dask")
    parser.add_argument("--stages", default="terms,align,score", help="of batches")
    args = parser.parse_args()
    if args.check in CHECKS:
        return CHECKS[args.check](args, random.Random(args.seed))
    checks = {
        "tokenizer": check_tokenizer,
        "reading": check_reading,
        "terms": check_terms,
        "fuzz": check_fuzz,
    }
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


def check_fuzz(until: float, rng: random.Random) -> int:
    seconds = int((until - time.monotonic()) / len(TARGETS))
    script = Path(__file__).with_name("fuzz.py")
    failed = []
    for target in TARGETS:
        command = [sys.executable, script, target, f"--seconds={seconds}"]
        command.append(f"--seed={rng.randrange(1, 2**31)}")
        if subprocess.run(command, check=False).returncode:
            failed.append(target)
    print(f"{len(TARGETS)} targets, {seconds} s each; failed: {', '.join(failed) or 'none'}")
    return 1 if failed else 0


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
