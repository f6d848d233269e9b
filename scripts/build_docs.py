"""Write docs/norms-open.md: how far each instrument is verified, and what is open.

python scripts/build_docs.py            write the page
python scripts/build_docs.py --check    fail if it would differ
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from pathlib import Path

from jacyber_nlp import resources

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "norms-open.md"
OPEN = ROOT / "corpora" / "open.tsv"

MARKS = (
    "`true`: the substance was seen in a listed source, and its place in the official text is "
    "known; `heading`: the subject was seen, some detail was not; `false`: not seen in a source. "
    "All commands that show a norm show this mark. `corpora/SOURCES.md` says what was read where; "
    "of many pages only the opening could be read."
)
HEAD = f"""# Norms: what is verified, and what is open

Made by `python scripts/build_docs.py` out of `corpora/norms/` and `corpora/open.tsv`.

{MARKS}

## By instrument

| instrument | provisions | true | heading | false |
|---|---:|---:|---:|---:|
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    check = parser.parse_args().check
    text = page()
    if check:
        if PAGE.read_text(encoding="utf-8") == text:
            return 0
        print(f"{PAGE.name}: differs from its sources. Run python scripts/build_docs.py")
        return 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


def page() -> str:
    """Return the page; every provision that is not verified must have its line."""
    with OPEN.open(encoding="utf-8", newline="") as handle:
        lines = {row["provision"]: row for row in csv.DictReader(handle, delimiter="\t")}
    provisions = resources.provisions()
    not_true = [p for p in provisions if p.verified != "true"]
    wrong = {p.id for p in not_true} ^ set(lines)
    if wrong:
        sys.exit(f"{OPEN.name}: a line for each provision that is not verified: {sorted(wrong)}")
    counts = Counter((p.instrument_id, p.verified) for p in provisions)
    sums = Counter(p.verified for p in provisions)
    table = [
        (i.id, sum(counts[i.id, v] for v in sums), *(counts[i.id, v] for v in VALUES))
        for i in resources.instruments()
    ]
    table.append(("all", len(provisions), *(sums[v] for v in VALUES)))
    rows = [
        (p.id, p.locator or "–", p.verified, lines[p.id]["open"], lines[p.id]["closes"])
        for p in not_true
    ]
    return (
        HEAD
        + "".join(_row(row) for row in table)
        + "\n## What is open\n\n"
        + "| provision | place | verified | open | what would close it |\n|---|---|---|---|---|\n"
        + "".join(_row(row) for row in rows)
    )


VALUES = ("true", "heading", "false")


def _row(cells: tuple[object, ...]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |\n"


if __name__ == "__main__":
    sys.exit(main())
