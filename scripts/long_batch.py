"""What `long_checks.py` does to batches: kill them, lose their workers, feed them bad files."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow.parquet as pq

import hostile_corpus

SAMPLES = Path(__file__).resolve().parent.parent / "corpora" / "samples"
HANG = 3_600  # seconds after which a run hangs
GOOD = 30  # good documents beside the hostile ones


def check_kills(args: argparse.Namespace, rng: random.Random) -> int:
    """Kill runs at random moments, some of them again as they go on; compare every byte."""
    with tempfile.TemporaryDirectory() as name:
        expected, seconds = reference(Path(name), args, rng)
        size = (Path(name) / "reference/journal").stat().st_size
        wrong = kills = 0
        kept = []
        for run in range(args.runs):
            out = Path(name) / f"run-{run}"
            for _ in range(1 + (rng.random() < 1 / 3)):
                kills += killed(Path(name), out, args.stages, rng, seconds, size)
            with batch(Path(name), "in", out, args.stages) as process:
                process.wait(HANG)
            kept.append(told(out)["counts"]["reused"])
            wrong += differs(expected, out)
    print(
        f"{args.documents} documents, {args.runs} runs killed {kills} times, after "
        f"{min(kept)} to {max(kept)} documents (median {sorted(kept)[len(kept) // 2]}); "
        f"{wrong} with other bytes"
    )
    return 1 if wrong else 0


def check_dask(args: argparse.Namespace, rng: random.Random) -> int:
    """Kill Dask's workers at random moments until so many are lost; compare every byte."""
    with tempfile.TemporaryDirectory() as name:
        expected, seconds = reference(Path(name), args, rng)
        wrong = losses = runs = 0
        while losses < args.losses:
            out = Path(name) / f"run-{runs}"
            runs += 1
            with batch(Path(name), "in", out, args.stages, "--dask", "local") as process:
                while losses < args.losses:
                    if ended_within(process, rng.uniform(0.1, seconds / 2)):
                        break
                    losses += lost(process, out, rng)
                process.wait(HANG)
            wrong += differs(expected, out)
    print(
        f"{args.documents} documents, {losses} workers lost in {runs} runs; "
        f"{wrong} with other bytes"
    )
    return 1 if wrong else 0


def check_hostile(args: argparse.Namespace, rng: random.Random) -> int:
    """Give a batch all bad files there are among good ones; each must come to its own end."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        hostile_corpus.make(root / "bad")
        write_documents(root / "in", GOOD, rng)
        names = [f"bad/{case.name}" for case in hostile_corpus.CASES]
        begun = time.monotonic()
        listed = b"\0".join(map(os.fsencode, names))
        limits = ("--max-seconds", "300", "--max-memory", "1500")
        with batch(root, "-", root / "out", args.stages, "in", *limits, stdin=listed) as process:
            process.wait(HANG)
        errors = pq.read_table(root / "out/errors").to_pylist()
        found = {row["document_id"]: row["type"] for row in errors}
        good = pq.read_table(root / "out/documents")["document_id"].to_pylist()
        wrong = [wrong for case in hostile_corpus.CASES if (wrong := unexpected(case, found, good))]
    missing = GOOD - sum(id.startswith("in/") for id in good)
    for line in wrong:
        print(line)
    print(
        f"{len(names)} bad files, {len(wrong)} came to another end; {missing} of {GOOD} good ones "
        f"missing; exit status {process.returncode}, {time.monotonic() - begun:.0f} s"
    )
    return 1 if wrong or missing or process.returncode != 1 else 0


CHECKS = {"kills": check_kills, "dask": check_dask, "hostile": check_hostile}


def unexpected(case: hostile_corpus.Case, found: dict[str, str], good: Sequence[str]) -> str | None:
    """Return what was wrong with the end of a case; None for nothing."""
    id = os.fsencode(f"bad/{case.name}").decode("utf-8", "backslashreplace")
    end = found.get(id, hostile_corpus.OK if id in good else "nothing")
    allowed = {case.expected}
    if case.name in hostile_corpus.UNBOUNDED:
        allowed |= {"MemoryLimitError", "TimeLimitError"}
    return None if end in allowed else f"{id!r}: {end}, not {case.expected}"


def reference(
    root: Path, args: argparse.Namespace, rng: random.Random
) -> tuple[dict[str, str], float]:
    """Return the digests of what an undisturbed run leaves, and its seconds."""
    write_documents(root / "in", args.documents, rng)
    begun = time.monotonic()
    with batch(root, "in", root / "reference", args.stages) as process:
        process.wait(HANG)
    seconds = time.monotonic() - begun
    ids = pq.read_table(root / "reference/documents")["document_id"].to_pylist()
    if ids != [f"in/{n:05}.txt" for n in range(args.documents)]:
        raise SystemExit("the reference run itself lacks documents, or has some twice")
    return digests(root / "reference"), seconds


def write_documents(folder: Path, n: int, rng: random.Random) -> None:
    """Write small documents of sentences of our samples, with numbers of their own."""
    folder.mkdir()
    texts = [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.txt"))]
    sentences = [re.findall(r"[^。.\n]{15,200}(?:。|\.(?=\s))", text) for text in texts]
    for number in range(n):
        chosen = rng.choices(rng.choice(sentences), k=rng.randint(3, 25))
        lines = [re.sub(r"[0-9]+", lambda _: str(rng.randint(1, 99)), line) for line in chosen]
        (folder / f"{number:05}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


@contextmanager
def batch(
    root: Path, given: str, out: Path, stages: str, *more: str, stdin: bytes | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Start a batch on two workers in a folder, and see that nothing of it is left."""
    command = [sys.executable, "-m", "jacyber_nlp", "batch", given, "-o", str(out), "--resume"]
    command += ["--stages", stages, "--processes", "2", *more]
    with (root / "log").open("ab") as log, tempfile.TemporaryFile() as listed:
        listed.write(stdin or b"")
        listed.seek(0)
        process = subprocess.Popen(
            command, cwd=root, stdin=listed, stdout=log, stderr=log, start_new_session=True
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()
            wait_for_end_of(process.pid)


def killed(
    root: Path, out: Path, stages: str, rng: random.Random, seconds: float, size: int
) -> int:
    """Kill a run at a random moment; return 1, or 0 if it ended before.

    Half of the moments are drawn from the whole run, half from after the journal has
    reached a size that is drawn: most of a short run is its start.
    """
    moment = rng.uniform(0.2, seconds)
    reached = 0 if rng.random() < 1 / 2 else rng.randrange(1, size)
    with batch(root, "in", out, stages) as process:
        if reached:
            moment = rng.uniform(0, 0.2)
            while process.poll() is None and size_of(out / "journal") < reached:
                time.sleep(0.002)
        if ended_within(process, moment):
            return 0
        process.kill()
    return 1


def size_of(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def ended_within(process: subprocess.Popen[bytes], seconds: float) -> bool:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def lost(process: subprocess.Popen[bytes], out: Path, rng: random.Random) -> int:
    """Kill one of Dask's workers once outcomes come in; return how many were."""
    workers = [pid for pid in group(process.pid) if b"spawn_main" in command_of(pid)]
    if not workers or size_of(out / "journal") < 1_000:
        return 0
    try:
        os.kill(rng.choice(workers), signal.SIGKILL)
    except ProcessLookupError:
        return 0
    return 1


def differs(expected: dict[str, str], out: Path) -> bool:
    """Tell whether a run left anything but what is expected, and what."""
    found = digests(out)
    names = sorted(name for name in expected | found if expected.get(name) != found.get(name))
    if names:
        print(f"{out.name}: {', '.join(names)}")
    return bool(names)


def digests(out: Path) -> dict[str, str]:
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != "run.json"
    }


def told(out: Path) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = json.loads((out / "run.json").read_text(encoding="utf-8"))
    return found


def wait_for_end_of(leader: int) -> None:
    """Wait until no process of a group is left."""
    end = time.monotonic() + 60
    while left := group(leader):
        if time.monotonic() > end:
            raise SystemExit(f"processes are left over: {left}")
        time.sleep(0.1)


def group(leader: int) -> list[int]:
    """Return the living processes of a group."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, own = path.read_text(encoding="utf-8").rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(own) == leader and state != "Z":
            found.append(int(path.parent.name))
    return found


def command_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
