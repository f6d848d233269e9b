"""Citations against the gold: spans, provisions and what is said of the rest."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import jacyber_nlp as jc
from gold import passage, read_jsonl

GOLD = Path(__file__).resolve().parent.parent / "corpora" / "gold" / "citations.jsonl"


def citations() -> dict[str, float]:
    """Precision and recall of citations and of provisions, by language and part.

    A citation is found if it shares half of the characters of both spans and has
    the same instrument and status.
    """
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in read_jsonl(GOLD):
        document = passage(row["text"].replace("\n", " "), row["lang"])
        found = jc.extract_citations(document)
        mine = [(c.span.start, c.span.end, c.status, c.instrument_id) for c in found]
        truth = [(c["start"], c["end"], c["status"], c["instrument"]) for c in row["citations"]]
        ids = {p for c in found for p in c.provision_ids}
        true_ids = {p for c in row["citations"] for p in c["provisions"]}
        for name, hits, n_found, n_true in (
            (
                "span",
                sum(any(same(m, t) for m in mine) for t in truth),
                len(mine),
                len(truth),
            ),
            ("provision", len(ids & true_ids), len(ids), len(true_ids)),
        ):
            total = counts[f"citations {row['lang']} {row['part']} {name}"]
            for i, value in enumerate((hits, n_found, n_true)):
                total[i] += value
        total = counts[f"citations {row['lang']} {row['part']} none"]
        if not truth:
            total[0] += not mine
            total[1] += 1
            total[2] += 1
    rows = {}
    for name, (hits, n_found, n_true) in sorted(counts.items()):
        if name.endswith("none"):
            rows[f"{name} where none is"] = hits / n_true
        else:
            rows[f"{name} precision"] = hits / n_found
            rows[f"{name} recall"] = hits / n_true
    return rows


def same(a: tuple[int, int, str, str | None], b: tuple[int, int, str, str | None]) -> bool:
    """Tell whether two citations share half of both and say the same."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return a[2:] == b[2:] and 2 * shared >= max(a[1] - a[0], b[1] - b[0])


if __name__ == "__main__":
    for name, value in citations().items():
        print(f"{name:52} {value:7.3f}")
