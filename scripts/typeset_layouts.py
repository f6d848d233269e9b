"""Typeset the layout documents of the gold corpus: PDFs whose true text is known.

Each source ``corpora/gold/layout/src/NAME.txt`` is printed with one of the layouts in
``src/layouts.typ`` to ``corpora/gold/layout/NAME.pdf``; what was printed (blocks, sentences,
notes, running heads and feet) goes to ``NAME.json``.

    pip install -c constraints.txt typst
    python scripts/typeset_layouts.py                  # every source
    python scripts/typeset_layouts.py ja-ordinance     # one of them
    python scripts/typeset_layouts.py --check          # compare with pdftotext as well
    python scripts/typeset_layouts.py --png /tmp/pages # pictures of the pages as well

Needs the fonts of ``fonts-noto-cjk`` and ``fonts-ipaexfont``, and DejaVu; the same versions of
typst and the fonts give the same bytes.

Source: ``@key value`` lines first (``@title``, ``@author``, ``@printed_date`` and ``@issuer`` are
printed in the order in which they stand; ``@head`` and ``@foot`` lines take turns page by page,
``|`` splits a line into left and right or left, middle and right; ``@first_head`` and
``@first_foot`` stand on the first page, ``-`` for nothing; ``@page`` is the first page number).
Then one block a line: ``#`` heading, ``- `` item (two spaces deeper for each level), ``+ ``
numbered paragraph, ``^`` caption, ``| a | b |`` table row, ``_`` source line, ``!fig`` figure,
``!pull`` quotation pulled out of the text, ``!box`` and ``!endbox`` around a box, anything else a
paragraph. ``¦`` ends a sentence, ``[[1]]`` is a note mark, ``{漢字|かんじ}`` a ruby. Notes stand
after ``---notes---``.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import typst

LAYOUT = Path(__file__).resolve().parent.parent / "corpora" / "gold" / "layout"
SOURCES = LAYOUT / "src"
FRONT = {"title": "title", "author": "author", "printed_date": "date", "issuer": "issuer"}
LISTED = ("head", "foot")
MARKERS = {"^": "caption", "_": "source"}
KANJI = "一二三四五六七八九十百"
INLINE = re.compile(r"\[\[(?P<note>[^\]]+)\]\]|\{(?P<base>[^{}|]+)\|(?P<reading>[^{}|]+)\}")
NUMBER = re.compile(
    rf"第[0-9０-９{KANJI}]+[章節部編条](?:の[{KANJI}]+)?"
    rf"|[（(](?:[0-9０-９ア-ンa-zA-Z{KANJI}]|[0-9０-９]{{2}}|[ivx]+)[）)]"
    r"|[0-9]+(?:\.[0-9]+)*\.?(?=[ \u3000])|[０-９]+(?:[．－][０-９]+)*．?(?=[^０-９年月日])"
    rf"|[IVX]+\.(?= )|[Ⅰ-Ⅻ]|[A-Z]\.(?= )|[{KANJI}]+(?:、|(?=\u3000))"
    r"|[ア-ン](?=\u3000)|[a-z]\)|[①-⑳]|[・•●○◆■※▶–]"
)

Block = dict[str, Any]
EMPTY: Block = {"type": None, "level": None, "number": None}


@dataclass
class Document:
    """One source file, read."""

    name: str
    meta: dict[str, str] = field(default_factory=dict)
    heads: dict[str, list[str]] = field(default_factory=lambda: {key: [] for key in LISTED})
    front: list[Block] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)


def inline(raw: str) -> tuple[list[list[str]], str, list[tuple[str, int]]]:
    """The runs to print, the text without marks, and where the note marks stand in it."""
    runs: list[list[str]] = []
    marks: list[tuple[str, int]] = []
    text, last = "", 0
    for found in INLINE.finditer(raw):
        runs.append(["text", raw[last : found.start()]])
        text += raw[last : found.start()]
        if found["note"]:
            marks.append((found["note"], len(text)))
            runs.append(["note", found["note"]])
        else:
            text += found["base"]
            runs.append(["ruby", found["base"], found["reading"]])
        last = found.end()
    runs.append(["text", raw[last:]])
    return [run for run in runs if run[1]], text + raw[last:], marks


def text_block(kind: str, raw: str, **extra: Any) -> Block:
    """A block of running text; the number it begins with is kept apart for printing."""
    runs, text, marks = inline(raw.replace("¦", ""))
    block: Block = {**EMPTY, "type": kind, "text": text, "runs": runs, "marks": marks}
    if kind in ("paragraph", "item"):
        pieces = (inline(sentence)[1].strip() for sentence in raw.split("¦"))
        block["sentences"] = [piece for piece in pieces if piece]
    return block | extra


def numbered(block: Block, strip: bool) -> Block:
    """Find the number a heading, item or numbered paragraph begins with."""
    found = NUMBER.match(block["text"])
    if found:
        block["number"] = found.group()
        if strip:
            block["runs"][0][1] = block["runs"][0][1][found.end() :].lstrip(" \u3000")
    return block


def row_cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def parse_block(line: str) -> Block:
    """One block from one line (table rows are joined later)."""
    depth = (len(line) - len(line.lstrip(" "))) // 2
    line = line.strip()
    if line.startswith("#"):
        hashes, _, words = line.partition(" ")
        return numbered(text_block("heading", words, level=len(hashes)), strip=False)
    if line.startswith("- "):
        return numbered(text_block("item", line[2:], depth=depth), strip=True)
    if line.startswith("+ "):
        return numbered(text_block("paragraph", line[2:]), strip=True)
    if line.startswith("|"):
        return {**EMPTY, "type": "table", "rows": [row_cells(line)]}
    if line.startswith("!"):
        return parse_directive(line)
    if line[0] in MARKERS:
        return text_block(MARKERS[line[0]], line[1:])
    return text_block("paragraph", line)


def parse_directive(line: str) -> Block:
    name, _, words = line[1:].partition(" ")
    if name == "fig":
        parts = row_cells(words)
        return {**EMPTY, "type": "figure", "text": "\n".join(parts), "parts": parts}
    if name not in ("pull", "box", "endbox"):
        raise ValueError(f"unknown directive: {line}")
    return {**EMPTY, "type": name, "text": words}


def read_source(path: Path) -> Document:
    """Read one source file."""
    doc = Document(path.stem)
    body, _, notes = path.read_text(encoding="utf-8").partition("---notes---")
    for line in filter(str.strip, body.splitlines()):
        if line.startswith("@"):
            read_meta(doc, line)
            continue
        block = parse_block(line)
        if block["type"] == "table" and doc.blocks and doc.blocks[-1]["type"] == "table":
            doc.blocks[-1]["rows"] += block["rows"]
        else:
            doc.blocks.append(block)
    for line in filter(str.strip, notes.splitlines()):
        mark, _, words = line.strip().partition(" ")
        doc.notes[mark] = words
    check_source(doc)
    return doc


def read_meta(doc: Document, line: str) -> None:
    key, _, value = line[1:].partition(" ")
    if key in LISTED:
        doc.heads[key].append(value)
    else:
        doc.meta[key] = value
    if key in FRONT:
        doc.front.append({**EMPTY, "type": FRONT[key], "text": value})


def check_source(doc: Document) -> None:
    """Every note is marked once, in order; every row of a table has as many cells as the first."""
    marked = [mark for block in doc.blocks for mark, _ in block.get("marks", ())]
    if marked != list(doc.notes):
        raise ValueError(f"{doc.name}: marks {marked} but notes {list(doc.notes)}")
    for block in doc.blocks:
        if len({len(row) for row in block.get("rows", [])}) > 1:
            raise ValueError(f"{doc.name}: uneven table {block['rows'][0]}")
        for sentence in block.get("sentences", ()):
            if two_sentences(sentence, doc.meta["lang"]):
                print(f"{doc.name}: ¦ forgotten? {sentence!r}")


def two_sentences(sentence: str, lang: str) -> bool:
    """A full stop inside a sentence, outside quotations and brackets."""
    if lang == "en":
        sentence = NUMBER.sub("", sentence, count=1)
        return bool(re.search(r"[a-z\d][.!?][”)]?[A-Z]|[a-z\d][a-z\d][.!?][”)]? [A-Z“]", sentence))
    outside, count = sentence, 1
    while count:
        outside, count = re.subn(r"「[^「」]*」|『[^『』]*』|（[^（）]*）|“[^“”]*”", "", outside)
    return "。" in outside.rstrip("。")


def to_print(doc: Document) -> dict[str, Any]:
    """What the Typst layout reads."""
    blocks: list[Block] = []
    open_box: Block | None = None
    for block, following in zip(doc.blocks, [*doc.blocks[1:], EMPTY], strict=True):
        if block["type"] == "box":
            open_box = {**EMPTY, "type": "box", "blocks": []}
            blocks.append(open_box)
        elif block["type"] == "endbox":
            open_box = None
        else:
            above = following["type"] in ("table", "figure")
            (open_box["blocks"] if open_box else blocks).append({**block, "above": above})
    keys = ("lang", "title", "first_head", "first_foot")
    meta: dict[str, Any] = {key: doc.meta.get(key) for key in keys}
    meta["page"] = int(doc.meta.get("page", "1"))
    return {**meta, **doc.heads, "front": doc.front, "blocks": blocks, "notes": doc.notes}


def truth(doc: Document, furniture: list[str]) -> dict[str, Any]:
    """The truth file of a document."""
    keys = ("type", "level", "number", "text", "rows", "parts", "sentences")
    printed = [block for block in doc.blocks if block["type"] not in ("pull", "box", "endbox")]
    blocks = [*doc.front, *printed]
    notes = [
        {"mark": plain_mark(mark), "printed": mark, "text": doc.notes[mark]}
        | {"block": index, "offset": offset}
        for index, block in enumerate(blocks)
        for mark, offset in block.get("marks", ())
    ]
    return {
        **{key: doc.meta.get(key) for key in ("lang", "title", "author", "date", "issuer")},
        "blocks": [{key: block[key] for key in keys if key in block} for block in blocks],
        "notes": notes,
        "pulls": [block["text"] for block in doc.blocks if block["type"] == "pull"],
        "furniture": furniture,
    }


def plain_mark(mark: str) -> str:
    """The number in a note mark: 「（１）」, ※1 and ¹ are all 1."""
    return re.sub(r"[^0-9a-z]", "", unicodedata.normalize("NFKC", mark))


def typeset(doc: Document, png: Path | None) -> tuple[dict[str, Any], int]:
    """Print the document and write its truth; gives the truth and the number of pages."""
    inputs = {"doc": json.dumps(to_print(doc), ensure_ascii=False), "layout": doc.meta["layout"]}
    compiler = typst.Compiler(SOURCES / "layouts.typ", root=SOURCES, sys_inputs=inputs)
    pdf = LAYOUT / f"{doc.name}.pdf"
    compiler.compile(output=pdf, timestamp=0, pdf_tags=False)
    if png:
        png.mkdir(parents=True, exist_ok=True)
        compiler.compile(output=png / f"{doc.name}-{{0p}}.png", ppi=70)
    lines = json.loads(compiler.query("<furniture>", field="value"))
    lines.sort(key=lambda line: line["page"])
    result = truth(doc, [line["text"] for line in lines])
    target = LAYOUT / f"{doc.name}.json"
    target.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return result, max(line["page"] for line in lines)


def letters(text: str) -> Counter[str]:
    """Characters that count in a comparison: no spaces and no hyphens."""
    return Counter(re.sub(r"[\s\-\u00ad\u2010\u0000-\u001f]", "", text))


def check_printed(doc: Document, result: dict[str, Any]) -> str:
    """Compare the characters of the truth with those pdftotext finds, each with its number."""
    ruby = [run[2] for block in doc.blocks for run in block.get("runs", ()) if run[0] == "ruby"]
    cells = [cell for block in result["blocks"] for row in block.get("rows", ()) for cell in row]
    texts = [block.get("text", "") for block in result["blocks"]]
    notes = [note["text"] + note["printed"] * 2 for note in result["notes"]]
    wanted = letters("".join(ruby + cells + texts + notes + result["pulls"] + result["furniture"]))
    command = ["pdftotext", str(LAYOUT / f"{doc.name}.pdf"), "-"]
    got = letters(subprocess.run(command, capture_output=True, check=True).stdout.decode())
    return f"missing {dict(wanted - got)}, more {dict(got - wanted)}"


def main() -> None:
    parser = argparse.ArgumentParser(description="Typeset the layout documents of the gold corpus.")
    parser.add_argument("names", nargs="*", help="sources without .txt (default: all)")
    parser.add_argument("--check", action="store_true", help="compare the PDFs with their truth")
    parser.add_argument("--png", type=Path, help="folder for pictures of the pages")
    options = parser.parse_args()
    names = options.names or sorted(path.stem for path in SOURCES.glob("*.txt"))
    for name in names:
        doc = read_source(SOURCES / f"{name}.txt")
        result, pages = typeset(doc, options.png)
        kinds = Counter(block["type"] for block in result["blocks"])
        notes, furniture = len(result["notes"]), len(result["furniture"])
        print(f"{name}: {pages} pages, {notes} notes, {furniture} furniture lines, {dict(kinds)}")
        if options.check:
            print("  ", check_printed(doc, result))


if __name__ == "__main__":
    main()
