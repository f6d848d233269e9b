"""How well documents of known truth are repaired; ``evaluate.py`` prints the means.

python scripts/layout_gold.py            each document, the sealed ones apart
python scripts/layout_gold.py -v NAME    what is wrong with those named so
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from rapidfuzz.distance import LCSseq

import jacyber_nlp as jc
from jacyber_nlp.records import Document

GOLD = Path(__file__).resolve().parent.parent / "corpora" / "gold"
APART = ("table", "figure", "caption", "source")  # blocks that are not of the body
SAME = 0.95  # likeness of two texts that are one note
AROUND = 6  # characters on each side that tell a boundary
SHORT_HEAD = 6  # characters of a head that could stand in the text by chance

Truth = dict[str, Any]
Rows = dict[str, float]


def fold(text: str) -> str:
    """Return the characters that count: no blanks, no differences of width."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def documents(*, sealed: bool) -> Iterator[tuple[str, Path, Truth]]:
    """Return name, file and truth of every document of one part."""
    for folder, suffix in (("layout", ".pdf"), ("copied", ".txt")):
        for path in sorted((GOLD / folder).glob("*.json")):
            if path.stem.startswith("sealed-") == sealed:
                truth = json.loads(path.read_text(encoding="utf-8"))
                yield path.stem, path.with_suffix(suffix), truth


def measure(document: Document, raw: jc.RawDocument, truth: Truth) -> tuple[Rows, list[str]]:
    """Return shares of what is right, with the counts they are made of, and the faults."""
    faults: list[str] = []
    body = [block for block in truth["blocks"] if block["type"] not in APART]
    true_body = "".join(fold(block["text"]) for block in body)
    found_body = fold(document.body_span.of(document.text))
    common = LCSseq.similarity(true_body, found_body)
    rows: Rows = {
        "characters in order": common / len(true_body),
        "characters that belong": common / max(len(found_body), 1),
    }
    rows |= _notes(document, truth, faults)
    rows |= _furniture(document, truth, faults)
    rows |= _headings(document, truth, faults)
    rows |= _sentences(document, body, faults)
    tables = sum(block["type"] in ("table", "figure") for block in truth["blocks"])
    if tables:
        found = sum(section.kind in ("table", "figure") for section in document.sections)
        rows["tables"] = min(found, tables) / max(found, tables)
    rows["round trip"] = _round_trip(document, raw)
    for name in ("title", "date", "issuer"):
        if truth[name]:
            value = fold(getattr(document.metadata, name) or "")
            right = value == fold(truth[name])
            # A date that the document prints as a month has no day.
            right = right or (name == "date" and bool(value) and truth["date"].startswith(value))
            rows[name] = float(right)
            if not right:
                faults.append(f"{name}: {value} for {truth[name]}")
    return rows, faults


def _notes(document: Document, truth: Truth, faults: list[str]) -> Rows:
    if not truth["notes"]:
        return {"notes invented": float(len(document.notes))}
    free = list(document.notes)
    n_found = n_anchored = 0
    for note in truth["notes"]:
        mark, text = _digits(note["mark"]), fold(note["text"])
        same = [
            found
            for found in free
            if _digits(found.mark) == mark
            and LCSseq.normalized_similarity(fold(found.span.of(document.text)), text) >= SAME
        ]
        if not same:
            faults.append(f"note {note['mark']} missed: {note['text'][:40]}")
            continue
        free.remove(same[0])
        n_found += 1
        before = fold(truth["blocks"][note["block"]].get("text", "")[: note["offset"]])[-AROUND:]
        anchor = same[0].anchor
        at_anchor = "" if anchor is None else fold(document.text[max(0, anchor - 60) : anchor])
        if anchor is not None and at_anchor.endswith(before):
            n_anchored += 1
        else:
            faults.append(f"note {note['mark']} anchored after {at_anchor[-AROUND:]}, not {before}")
    faults += [f"note invented: {n.mark} {n.span.of(document.text)[:40]}" for n in free]
    n = len(truth["notes"])
    return {
        "notes": n_found / n,
        "notes anchored": n_anchored / n,
        "notes invented": float(len(free)),
    }


def _digits(mark: str) -> str:
    return re.sub(r"\D", "", unicodedata.normalize("NFKC", mark)) or mark.strip()


def _furniture(document: Document, truth: Truth, faults: list[str]) -> Rows:
    if not truth["furniture"]:
        return {}
    text = fold(document.text)
    paragraphs = Counter(fold(span.of(document.text)) for span in document.paragraphs)
    true_texts = [fold(block.get("text", "")) for block in truth["blocks"]]
    true_texts += [fold(note["text"]) for note in truth["notes"]]
    true_texts += [
        fold(cell) for block in truth["blocks"] for row in block.get("rows", ()) for cell in row
    ]
    left = 0
    for head, n in Counter(fold(each) for each in truth["furniture"]).items():
        if len(head) < SHORT_HEAD:
            extra = paragraphs[head] - true_texts.count(head)
        else:
            extra = text.count(head) - sum(true.count(head) for true in true_texts)
        extra = min(max(extra, 0), n)
        left += extra
        if extra:
            faults.append(f"head left: {head} {extra}/{n}")
    return {"heads removed": 1 - left / len(truth["furniture"])}


def _headings(document: Document, truth: Truth, faults: list[str]) -> Rows:
    headings = [block for block in truth["blocks"] if block["type"] == "heading"]
    if not headings:
        return {}
    paragraphs = {fold(span.of(document.text)) for span in document.paragraphs}
    sections = {
        fold((section.number or "") + section.title)
        for section in document.sections
        if section.kind in ("section", "article")
    }
    lost = [block["text"] for block in headings if fold(block["text"]) not in paragraphs]
    faults += [f"heading lost: {text}" for text in lost]
    faults += [
        f"heading no section: {block['text']}"
        for block in headings
        if fold(block["text"]) not in sections
    ]
    kept = sum(fold(block["text"]) in sections for block in headings)
    return {
        "headings kept": 1 - len(lost) / len(headings),
        "headings as sections": kept / len(headings),
    }


def _sentences(document: Document, body: Sequence[Truth], faults: list[str]) -> Rows:
    true = [fold(text) for block in body for text in block.get("sentences") or [block["text"]]]
    found = [
        fold(sentence.span.of(document.text))
        for sentence in jc.sentences_of(document)
        if sentence.span.end <= document.body_span.end
    ]
    a, b = _boundaries(true), _boundaries(found)
    both = sum((a & b).values())
    faults += [f"sentence missed: {text}" for text in (Counter(true) - Counter(found))]
    return {"sentence boundaries F1": 2 * both / max(1, a.total() + b.total())}


def _boundaries(sentences: Sequence[str]) -> Counter[tuple[str, str]]:
    return Counter((a[-AROUND:], b[:AROUND]) for a, b in pairwise(sentences))


def _round_trip(document: Document, raw: jc.RawDocument) -> float:
    """Share of sentences whose first character stands at the page and line they name."""
    pages = {page.number: page.text for page in raw.pages}
    right = 0
    sentences = jc.sentences_of(document)
    for sentence in sentences:
        anchor = document.anchor_at(sentence.span.start)
        text = pages[anchor.page]
        at = anchor.raw + sentence.span.start - anchor.offset
        same = fold(text[at]) == fold(document.text[sentence.span.start])
        right += (
            same and text.count("\n", 0, at) + 1 == anchor.line == document.place(sentence.span)[1]
        )
    return right / len(sentences)


def measured(path: Path, truth: Truth) -> tuple[Rows, list[str]]:
    raw = jc.read_raw(path)
    return measure(jc.repair(raw), raw, truth)


def means(*, sealed: bool) -> Rows:
    """Return the mean of each share over the typeset documents, and over the copied ones."""
    values: defaultdict[str, list[float]] = defaultdict(list)
    for name, path, truth in documents(sealed=sealed):
        rows, _ = measured(path, truth)
        kind = "copied" if path.suffix == ".txt" else "typeset"
        for row, value in rows.items():
            columns = " two columns" if "columns" in name else " one column"
            part = columns if row == "characters in order" and kind == "typeset" else ""
            values[f"{kind}{part} {row}"].append(value)
    return {name: sum(each) / len(each) for name, each in sorted(values.items())}


def main() -> int:
    names = [name for name in sys.argv[1:] if not name.startswith("-")]
    for sealed in (False, True):
        for name, path, truth in documents(sealed=sealed):
            if names and not any(each in name for each in names):
                continue
            rows, faults = measured(path, truth)
            print(name, " ".join(f"{key} {value:.3f}" for key, value in rows.items()), sep="\n  ")
            if "-v" in sys.argv:
                print(*(f"    {fault}" for fault in faults), sep="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
