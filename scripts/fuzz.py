"""Fuzz one target of fuzz_targets.py, led by the coverage of our own code.

    pip install -c constraints.txt -e .[fuzz]
    python scripts/fuzz.py text --seconds 300 --save crashes/

Exits with 1 if an input made a reader crash, hang or raise what it may not; the input
is saved where --save says, and ``--input FILE`` tries it again.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

TIMEOUT = 60  # seconds for one input
MEMORY = 2_000  # MB


def main() -> int:
    if sys.argv[1:2] == ["--worker"]:
        return work(sys.argv[2], sys.argv[3:])
    from fuzz_targets import TARGETS, seeds_of

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--save", type=Path, default=Path(), help="folder for what crashes")
    parser.add_argument("--input", type=Path, help="try this file alone")
    args = parser.parse_args()
    args.save.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as corpus:
        for i, seed in enumerate(seeds_of(args.target)):
            (Path(corpus) / f"{i:03}").write_bytes(seed)
        command = [sys.executable, __file__, "--worker", args.target]
        command += [f"-max_total_time={args.seconds}", f"-seed={args.seed}", "-verbosity=0"]
        command += [f"-timeout={TIMEOUT}", f"-rss_limit_mb={MEMORY}", "-print_final_stats=1"]
        command += [f"-artifact_prefix={args.save}/", str(args.input or corpus)]
        # libFuzzer leaves the process by itself, and with codes of its own.
        return 1 if subprocess.run(command, check=False).returncode else 0


def work(target: str, options: list[str]) -> int:
    """Fuzz within this process; it does not come back from there."""
    import atheris

    with atheris.instrument_imports(include=["jacyber_nlp"]):
        from fuzz_targets import TARGETS

    with tempfile.TemporaryDirectory() as folder:
        run = TARGETS[target]
        atheris.Setup([sys.argv[0], *options], lambda data: run(data, Path(folder)))
        atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
