"""One table of quality, a row for every stage that has a measure.

    python scripts/evaluate.py                 print the table, fail under a floor
    python scripts/evaluate.py --update-floors  write today's figures as floors
    python scripts/evaluate.py --encoder NAME_OR_FOLDER
                                               alignment alone, beside the default's

Gold lies in corpora/gold/; what it was made from stands in its README. Figures
called "test" come from material that nothing was tuned on. A floor is lowered
only by --update-floors, so that the diff shows it.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tomllib
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import alignment_gold
import citation_gold
import jacyber_nlp as jc
import matrix_gold
import stance_gold
import term_gold
from baselines import BASELINES
from coverage import coverage
from gold import mean, read_jsonl, training_rows
from jacyber_nlp.encoders import Encoder, cached, default_encoder, load_encoder
from jacyber_nlp.scope import KINDS, find_scopes
from jacyber_nlp.script import normalise
from jacyber_nlp.tokens import tokenizer
from layout_gold import means

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "corpora" / "gold"
SAMPLES = ROOT / "corpora" / "samples"
FLOORS = ROOT / "scripts" / "floors.toml"
# Below today's figure, so that another processor's rounding passes; a single pair
# of the few sample documents weighs more than that.
MARGIN = 0.03
DOCUMENT_MARGIN = 0.1

# Rows that are best near a figure of their own, not the higher the better.
NO_FLOOR = ("less en", "off by", "pole labels", "slope", "coverage", "compared")

Rows = dict[str, float]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--update-floors", action="store_true")
    parser.add_argument("--encoder", help="a name, or a folder of sentence-transformers")
    arguments = parser.parse_args()
    if arguments.encoder:
        compare(cached(load_encoder(arguments.encoder)))
        return 0
    update = arguments.update_floors
    rows: Rows = {}
    for measure in (
        layout,
        sentences,
        term_gold.terms,
        term_gold.pairs,
        citation_gold.citations,
        scopes,
        holders,
        alignment_gold.alignment,
        alignment_gold.of_documents,
        matrix_gold.matrix,
        agreement,
        stance_gold.sentences,
        peers,
        ordinary,
        stance_gold.documents,
        documents,
        coverage,
    ):
        rows |= measure()
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    pinned = floors.get("floor", {})
    for name, value in rows.items():
        floor = pinned.get(name)
        mark = "" if floor is None else f"floor {floor:.3f}" + (" FAILED" if value < floor else "")
        print(f"{name:52} {value:7.3f}  {mark}")
    if update:
        write_floors(rows)
        return 0
    failed = [name for name in pinned if rows.get(name, -1.0) < pinned[name]]
    if floors.get("gold_sha256") != digest():
        print("corpora/gold/ is not what the floors were set on. Run with --update-floors.")
        return 1
    return 1 if failed else 0


def compare(other: Encoder) -> None:
    """Print the alignment rows of the default encoder and of another, side by side."""
    default = default_encoder()
    print(f"{'':52} {default.name:>24} {other.name:>36}")
    ours, theirs = (alignment_gold.alignment(encoder=e) for e in (default, other))
    for name, value in ours.items():
        print(f"{name:52} {value:24.3f} {theirs[name]:36.3f}")


def layout() -> Rows:
    """What the repair makes of documents whose truth is known; sealed ones are test."""
    rows = {f"layout tune {name}": value for name, value in means(sealed=False).items()}
    rows |= {f"layout test {name}": value for name, value in means(sealed=True).items()}
    invented = [name for name in rows if name.endswith("notes invented")]
    return {name: value for name, value in rows.items() if name not in invented} | copied_report()


def copied_report() -> Rows:
    """Share of characters of the true text that the repair puts in the right order."""
    truth = normalise((GOLD / "layout" / "ja-copied-report.txt").read_text(encoding="utf-8"))[0]
    found = jc.read(SAMPLES / "ja-copied-report.txt").text
    paragraphs = [line for line in truth.splitlines() if line.strip()]
    whole = sum(p in found for p in paragraphs)
    return {
        "layout characters in order": matched(truth.replace("\n", ""), found.replace("\n", "")),
        "layout paragraphs whole": whole / len(paragraphs),
    }


def matched(truth: str, found: str) -> float:
    blocks = SequenceMatcher(None, truth, found, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(truth)


def sentences() -> Rows:
    """F1 of sentence spans, exact."""
    rows = {}
    for path in sorted((GOLD / "sentences").glob("*.txt")):
        truth = {normalise(line.strip())[0] for line in read_lines(path)}
        document = jc.read(SAMPLES / path.name)
        found = {s.span.of(document.text) for s in jc.sentences_of(document)}
        rows[f"sentences F1 {path.stem[:2]}"] = f1(len(truth & found), len(found), len(truth))
    return rows


def read_lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def scopes() -> Rows:
    """F1 of scopes; a span counts if it shares half of the characters of both."""
    hits: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in read_jsonl(GOLD / "scopes.jsonl"):
        text = row["text"]
        doc = tokenizer(row["lang"]).make_doc(text)
        found = [(s.kind, s.span.start, s.span.end) for s in find_scopes(doc)]
        truth = [
            (s["kind"], text.index(s["span"]), text.index(s["span"]) + len(s["span"]))
            for s in row["scopes"]
        ]
        for kind in ("all", *KINDS):
            mine = [f for f in found if kind in ("all", f[0])]
            gold = [t for t in truth if kind in ("all", t[0])]
            counted = hits[f"scopes F1 {row['lang']} {row['part']} {kind}"]
            counted[0] += sum(any(overlap(f, t) for f in mine) for t in gold)
            counted[1] += len(mine)
            counted[2] += len(gold)
    return {
        name: f1(*counted)
        for name, counted in sorted(hits.items())
        if " test " in name or name.endswith("all")
    }


def overlap(a: tuple[str, int, int], b: tuple[str, int, int]) -> bool:
    shared = min(a[2], b[2]) - max(a[1], b[1])
    return a[0] == b[0] and 2 * shared >= max(a[2] - a[1], b[2] - b[1])


def holders() -> Rows:
    """Mode right, holder right where it is not the author, and the author not robbed."""
    rows = {}
    for lang in ("ja", "en"):
        gold = read_jsonl(GOLD / f"stance-{lang}.jsonl")
        pairs = list(zip(gold, stance_gold.told(gold), strict=True))
        reported = [(g, s) for g, s in pairs if g["mode"] == "reported"]
        rows[f"mode right {lang} test"] = mean(s.mode == g["mode"] for g, s in pairs)
        bare = stance_gold.told([row | {"source_kind": None} for row in gold])
        rows[f"mode right, kind of source not given, {lang} test"] = mean(
            s.mode == g["mode"] for g, s in zip(gold, bare, strict=True)
        )
        for mode in ("asserted", "evaluated", "reported"):
            rows[f"mode recall {mode} {lang} test"] = mean(
                s.mode == mode for g, s in pairs if g["mode"] == mode
            )
        rows[f"holder right, reported, {lang} test"] = mean(
            stance_gold.same_name(s.holder, g["holder"]) for g, s in reported
        )
        rows[f"holder right where told a report, {lang} test"] = mean(
            stance_gold.same_name(s.holder, g["holder"])
            for g, s in reported
            if s.mode == "reported"
        )
        rows[f"author not robbed, {lang} test"] = mean(
            s.holder == "author" for g, s in pairs if g["mode"] != "reported"
        )
    return rows


def peers() -> Rows:
    """Macro-F1 on the same gold of baselines that learn from single sentences."""
    rows = {}
    single = [row for row in training_rows() if "passage" not in row]
    for lang in ("ja", "en"):
        gold = read_jsonl(GOLD / f"stance-{lang}.jsonl")
        truth = [g["label"] for g in gold]
        own = [row for row in single if row["lang"] == lang]
        for name, baseline in BASELINES.items():
            found = baseline(own, gold)
            rows[f"peer: {name} macro-F1 {lang} test"] = stance_gold.macro(truth, found)
    return rows


def ordinary() -> Rows:
    """Share of short, ordinary sentences labelled right: no trap is set in them."""
    gold = read_jsonl(GOLD / "stance-ordinary.jsonl")
    found = stance_gold.told(gold)
    return {
        f"stance ordinary sentences right {lang} test": mean(
            s.label == g["label"] for g, s in zip(gold, found, strict=True) if g["lang"] == lang
        )
        for lang in ("ja", "en")
    }


def agreement() -> Rows:
    """Krippendorff's alpha (nominal) of the two labellings of the stance gold.

    Of label, mode and holder as they stand, of each label and of each phenomenon
    against all others.
    """
    rows = {}
    for lang in ("ja", "en"):
        gold = read_jsonl(GOLD / f"stance-{lang}.jsonl")
        for field in ("label", "mode", "holder"):
            rows[f"gold alpha {field} {lang}"] = alpha(
                [(row[field], row["second"][field]) for row in gold]
            )
        for label in ("freedom", "control", "neutral"):
            rows[f"gold alpha label {label} {lang}"] = alpha(
                [(row["label"] == label, row["second"]["label"] == label) for row in gold]
            )
        for name in sorted({name for row in gold for name in row["phenomena"]}):
            rows[f"gold alpha phenomenon {name} {lang}"] = alpha(
                [(name in row["phenomena"], name in row["second"]["phenomena"]) for row in gold]
            )
    return rows


def alpha(pairs: list[tuple[Any, Any]]) -> float:
    """Krippendorff (2004), two coders, nominal data, none missing."""
    counts = Counter(value for pair in pairs for value in pair)
    n = 2 * len(pairs)
    observed = sum(a != b for a, b in pairs) / len(pairs)
    expected = 1 - sum(c * (c - 1) for c in counts.values()) / (n * (n - 1))
    return 1 - observed / expected if expected else 1.0


def documents() -> Rows:
    """Pairs of samples from different groups in the right order of position."""
    value = {"freedom": 1, "mixed": 0, "control": -1}
    lines = (SAMPLES / "expected.tsv").read_text(encoding="utf-8").splitlines()[1:]
    table = [line.split("\t") for line in lines]
    placed = []
    abstained = []
    for name, _, kind, actor, _, _, group, _ in table:
        document = jc.read(SAMPLES / name, metadata=jc.Metadata(actor=actor, kind=kind))
        position = jc.score(document).position
        if group == "none":
            abstained.append(position is None or abs(position) < 0.5)
        elif position is not None:
            placed.append((value[group], position))
    pairs = [(a, b) for a in placed for b in placed if a[0] > b[0]]
    return {
        "documents pairs in order": mean(a[1] > b[1] for a, b in pairs),
        "documents without a stance left near 0 or None": mean(abstained),
    }


def f1(hits: int, found: int, truth: int) -> float:
    return 2 * hits / (found + truth) if found + truth else 1.0


def digest() -> str:
    """Return one digest over the gold, so that a floor belongs to one state of it."""
    total = hashlib.sha256()
    for path in sorted(GOLD.rglob("*")):
        if path.suffix in (".txt", ".jsonl"):
            total.update(path.relative_to(GOLD).as_posix().encode() + path.read_bytes())
    return total.hexdigest()


def margin(name: str) -> float:
    return DOCUMENT_MARGIN if name.startswith("documents") else MARGIN


def write_floors(rows: Rows) -> None:
    floors = [
        f'"{name}" = {max(value - margin(name), 0):.3f}'
        for name, value in rows.items()
        if not name.startswith("peer") and not any(part in name for part in NO_FLOOR)
    ]
    FLOORS.write_text(
        "# Quality floors: scripts/evaluate.py fails under them.\n"
        f'gold_sha256 = "{digest()}"\n\n[floor]\n' + "\n".join(floors) + "\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    sys.exit(main())
