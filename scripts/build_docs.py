"""Write the pages of docs/ that follow from data or code.

docs/norms-open.md says how far each instrument is verified, and what is open;
docs/tables.md lists the columns of the tables.

python scripts/build_docs.py            write the pages
python scripts/build_docs.py --check    fail if one would differ
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from pathlib import Path

from jacyber_nlp import resources
from jacyber_nlp.exchange.table_columns import ARROW_TYPES, TABLES, TABLES_SCHEMA

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "norms-open.md"
TABLES_PAGE = ROOT / "docs" / "tables.md"
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
    stale = 0
    for path, text in ((PAGE, page()), (TABLES_PAGE, tables_page())):
        if not check:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            print(f"{path.name}: differs from its sources. Run python scripts/build_docs.py")
            stale += 1
    return 1 if stale else 0


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


def tables_page() -> str:
    """Return the page of the tables and their columns."""
    parts = [TABLES_HEAD]
    for name, columns in TABLES.items():
        parts.append(f"\n## {name}\n\n{TABLE_MEANINGS[name]}\n\n")
        parts.append("| column | type | meaning |\n|---|---|---|\n")
        parts += [_row((f"`{c.name}`", ARROW_TYPES[c.kind], c.meaning)) for c in columns]
    return "".join(parts)


TABLES_HEAD = f"""# Tables / 表

Made by `python scripts/build_docs.py` out of `jacyber_nlp.exchange.table_columns`.

`jc.to_arrow(analysis)` and `jc.to_pandas(analysis)` give these tables by name, of one analysis or \
of several. One row is one record; nothing is nested. Parquet files hold the version of the \
layout, `{TABLES_SCHEMA}`, in the metadata of their schema (`schema`), and the table's name \
(`table`). Rows of two tables belong together by `document_id` and `section_id` or `term_id`; a \
sentence is known by `document_id` and `start`. Several words in one column have blanks between \
them, the variants of a term line ends. Lone surrogates, as in names of files that are no UTF-8, \
stand as `\\udcXX`. Scopes, notes and versions are in the JSON of `jacyber analyse` alone.

分析結果を表にしたものです（1行が1件、入れ子なし）。表どうしは`document_id`と`section_id`または`term_id`で\
結び付き、文は`document_id`と`start`で決まります。1列に複数の語が入るときは空白区切り、用語の異表記（`variants`）だけは\
改行区切りです。
"""
TABLE_MEANINGS = {
    "documents": "One row a document that was read.",
    "sections": "Headed parts, articles, items of lists, notes, tables and figures.",
    "sentences": "Of the body, then of notes, tables and figures.",
    "terms": "Terms of the main language, best first.",
    "term_places": "Every place of every term.",
    "pairs": "Names that a document gives to one thing, best first.",
    "concepts": "Concepts of the lexicon, in order of place.",
    "citations": "Instruments and provisions that a document names, in order of place.",
    "alignments": "Terms, concepts and citations with each provision that they mean.",
    "sentence_stances": "Sentences of the body, in order.",
    "document_stances": "One row a document that was scored.",
    "evidence": "Sentences that move a document's position, the greatest contribution first.",
    "issues": "Positions by issue.",
    "holders": "Positions of views that a document reports of others.",
    "errors": "One row a document that failed; `jacyber batch` alone has it.",
}
VALUES = ("true", "heading", "false")


def _row(cells: tuple[object, ...]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |\n"


if __name__ == "__main__":
    sys.exit(main())
