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

from sklearn.metrics import f1_score

import alignment_gold
import citation_gold
import jacyber_nlp as jc
import matrix_gold
import term_gold
from gold import document_of, mean, passages, read_jsonl
from jacyber_nlp.encoders import Encoder, cached, default_encoder, load_encoder
from jacyber_nlp.pipeline import default_analyser
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
        stance,
        ordinary,
        parallel,
        documents,
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
        pairs = list(zip(gold, sentence_stances(gold), strict=True))
        reported = [(g, s) for g, s in pairs if g["mode"] == "reported"]
        rows[f"mode right {lang} test"] = mean(s.mode == g["mode"] for g, s in pairs)
        bare = sentence_stances([row | {"source_kind": None} for row in gold])
        rows[f"mode right, kind of source not given, {lang} test"] = mean(
            s.mode == g["mode"] for g, s in zip(gold, bare, strict=True)
        )
        for mode in ("asserted", "evaluated", "reported"):
            rows[f"mode recall {mode} {lang} test"] = mean(
                s.mode == mode for g, s in pairs if g["mode"] == mode
            )
        rows[f"holder right, reported, {lang} test"] = mean(
            same_name(s.holder, g["holder"]) for g, s in reported
        )
        rows[f"holder right where told a report, {lang} test"] = mean(
            same_name(s.holder, g["holder"]) for g, s in reported if s.mode == "reported"
        )
        rows[f"author not robbed, {lang} test"] = mean(
            s.holder == "author" for g, s in pairs if g["mode"] != "reported"
        )
    return rows


def same_name(found: str, truth: str) -> bool:
    return bool(found == truth or (len(found) > 1 and (found in truth or truth in found)))


def stance() -> Rows:
    """Macro-F1 of three classes on gold, with the simplest baselines beside it."""
    rows = {}
    for lang in ("ja", "en"):
        gold = read_jsonl(GOLD / f"stance-{lang}.jsonl")
        truth = [g["label"] for g in gold]
        found = [s.label for s in sentence_stances(gold)]
        rows[f"stance macro-F1 {lang} test"] = macro(truth, found)
        hard = [i for i, g in enumerate(gold) if g["phenomena"] != ["plain"]]
        rows[f"stance macro-F1 hard {lang} test"] = macro(
            [truth[i] for i in hard], [found[i] for i in hard]
        )
        for label in ("freedom", "control", "neutral"):
            rows[f"stance recall {label} {lang} test"] = mean(
                f == label for t, f in zip(truth, found, strict=True) if t == label
            )
        rows[f"peer: majority macro-F1 {lang} test"] = macro(truth, ["neutral"] * len(truth))
        rows[f"peer: ten words a pole macro-F1 {lang} test"] = macro(
            truth, [ten_words(g["text"], lang) for g in gold]
        )
    return rows


def ordinary() -> Rows:
    """Share of short, ordinary sentences labelled right: no trap is set in them."""
    gold = read_jsonl(GOLD / "stance-ordinary.jsonl")
    found = sentence_stances(gold)
    return {
        f"stance ordinary sentences right {lang} test": mean(
            s.label == g["label"] for g, s in zip(gold, found, strict=True) if g["lang"] == lang
        )
        for lang in ("ja", "en")
    }


def parallel() -> Rows:
    """Passages that say the same in both languages: label and mode told alike, and right."""
    found: dict[str, list[Any]] = {}
    gold = read_jsonl(GOLD / "parallel.jsonl")
    for lang in ("ja", "en"):
        rows = [
            {"text": text, "lang": lang, "passage": p["id"], "source_kind": p["source_kind"]}
            for p in gold
            for text in p[lang]
        ]
        found[lang] = sentence_stances(rows)
    labels = [label for p in gold for label in p["labels"]]
    modes = [mode for p in gold for mode in p["modes"]]
    return {
        "parallel same label test": mean(
            a.label == b.label for a, b in zip(found["ja"], found["en"], strict=True)
        ),
        "parallel same mode test": mean(
            a.mode == b.mode for a, b in zip(found["ja"], found["en"], strict=True)
        ),
    } | {
        f"parallel {name} right {lang} test": mean(
            getattr(s, name) == t for s, t in zip(found[lang], truth, strict=True)
        )
        for lang in ("ja", "en")
        for name, truth in (("label", labels), ("mode", modes))
    }


WORDS = {  # freedom, control
    "ja": (
        "自由 開かれ マルチステークホルダー 多様な主体 人権 表現 民主 透明 既存の国際法 相互運用",
        "主権 統制 管理 規制 取締 内政 秩序 国家の安全 新たな条約 有害",
    ),
    "en": (
        "free open multistakeholder rights expression transparent democratic interoperable "
        "privacy inclusive",
        "sovereign sovereignty control regulate order interference harmful stability "
        "multilateral supervision",
    ),
}


def ten_words(text: str, lang: str) -> str:
    low = text.lower()
    freedom, control = (sum(map(low.count, words.split())) for words in WORDS[lang])
    return "neutral" if freedom == control else "freedom" if freedom > control else "control"


def sentence_stances(gold: list[dict[str, Any]]) -> list[Any]:
    """Classify each gold sentence in its passage."""
    analyser = default_analyser()
    return [stance for rows in passages(gold) for stance in analyser.stances(*document_of(rows))]


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


def macro(truth: list[str], found: list[str]) -> float:
    return float(
        f1_score(
            truth, found, average="macro", labels=["freedom", "control", "neutral"], zero_division=0
        )
    )


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
        if not name.startswith("peer")
    ]
    FLOORS.write_text(
        "# Quality floors: scripts/evaluate.py fails under them.\n"
        f'gold_sha256 = "{digest()}"\n\n[floor]\n' + "\n".join(floors) + "\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    sys.exit(main())
