"""Write the figures of docs/scale.md out of docs/figures/batch.json.

python scripts/scale_page.py            write them into the page
python scripts/scale_page.py --check    fail if the page would differ

``benchmark_batch.py --json docs/figures/batch.json --figure docs/figures/batch-profile.svg``
measures them.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any

import simulate_scale
from batch_tables import TABLES

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "scale.md"
FIGURES = ROOT / "docs" / "figures" / "batch.json"
TITLES = {
    "bare": "End to end on long documents, one process, against bare tokens and inference of the "
    "same distinct sentences",
    "scaling": "Processes and Dask",
    "memory": "Peak memory, two processes",
    "again": "A second run, whole commands, two processes",
    "costs": "Costs that the simulation reads",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    check = parser.parse_args().check
    figures = json.loads(FIGURES.read_text(encoding="utf-8"))
    before = PAGE.read_text(encoding="utf-8")
    page = filled(filled(before, "measured", measured(figures)), "simulated", simulated(figures))
    if check and page != before:
        print(f"{PAGE.name}: differs from its figures. Run python scripts/scale_page.py")
        return 1
    if not check:
        PAGE.write_text(page, encoding="utf-8")
    return 0


def filled(page: str, name: str, text: str) -> str:
    """Return a page with a text between a marker and the next end."""
    parts = re.split(rf"(<!-- {name} -->\n).*?(<!-- end -->)", page, flags=re.DOTALL)
    if len(parts) != 4:
        sys.exit(f"{PAGE.name}: one place <!-- {name} --> … <!-- end --> is needed")
    head, begin, end, tail = parts
    return f"{head}{begin}{text}{end}{tail}"


def measured(figures: dict[str, Any]) -> str:
    """Return the measures as tables, with the machine; quick ones say so."""
    parts = []
    for name, title in TITLES.items():
        if name not in figures:
            continue
        todo = " **Only a quick try at small size.**" if figures[name]["quick"] else ""
        parts.append(f"\n{title} ({figures[name]['machine']}):{todo}\n\n")
        head = ("", "measured", "and" if name == "costs" else "asked")
        parts.append(simulate_scale.markdown([head, *TABLES[name](figures[name])]))
    return "".join(parts) + "\n"


def simulated(figures: dict[str, Any]) -> str:
    """Return what the simulation tells, as tables."""
    if "costs" not in figures:
        return ""
    costs = figures["costs"]
    todo = "\n**Only from costs of a quick try.**\n" if costs["quick"] else ""
    tables = (
        simulate_scale.hours_table(costs, (simulate_scale.DOCUMENTS[-1],)),
        simulate_scale.storage_table(costs),
        simulate_scale.limits_table(costs),
    )
    return todo + "".join(f"\n{simulate_scale.markdown(table)}" for table in tables) + "\n"


if __name__ == "__main__":
    sys.exit(main())
