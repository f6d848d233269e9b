"""Break known texts (copied/src) as PDF extractors break them, and write the truth beside each."""

from __future__ import annotations

import json
import random
import re
import unicodedata as ud
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1] / "corpora" / "gold" / "copied"
MARK, RUBY, SIGN = map(re.compile, ("[\ue000-\uefff]", "[\uf000-\uf8ff]", "[\ue000-\uf8ff]"))
CLOSE = "、。，．）」』〕】］”？！…・：；％　》々\ue000-\uf8ff"
ATOM = re.compile(rf"[（「『〔【［“‘《]*(?:[!-~À-ɏ–’]+|.)[{CLOSE}]*[ ]*")
COMPOUND = re.compile(r"(?<=[A-Za-z]-)(?=[A-Za-z]{2})")
URL = re.compile(r"http|doi\.org|www\.")
URL_PIECE = re.compile(r".*?[/?&=_.-](?=\w)|.+")
ENDING = "tion|sion|ment|ness|ship|work|ance|ence|ably|ability|tive|ture|curity|ing"
JOINT = r"[aeiouy][lmnrsp](?=[bcdfgklmnpstv](?!ing|er)[aeiouy])"
SYLLABLE = re.compile(rf"{JOINT}|[a-z](?=(?:{ENDING})s?\b)")
NUM, KANJI = "[0-9０-９]+", "一二三四五六七八九十"
LABEL = re.compile(
    rf"第(?:{NUM}|[{KANJI}]+)[章条節部]|[(（](?:{NUM}|[a-z]|[ア-ウ])[)）]|[A-Z]+(?=\. )"
    rf"|{NUM}(?:[.．-]{NUM})*(?=[.．　 ])|[{KANJI}イロハニⅠ-Ⅹ](?=　)|[①-⑳]"
    rf"|(?:図表|表|図|Table |Figure ){NUM}(?:[－-]{NUM})?(?=　|  )"
)
CELL = {"rows": " ", "cells": "\n"}
FULL = str.maketrans({c: chr(c + 0xFEE0) for c in range(0x21, 0x7F)})
KANGXI = {ud.normalize("NFKC", chr(c)): chr(c) for c in range(0x2F00, 0x2FD6)}
KANGXI |= {"長": "⻑", "西": "⻄", "民": "⺠", "青": "⻘", "食": "⻝"}
HALF = {ud.normalize("NFKC", chr(c)): chr(c) for c in range(0xFF66, 0xFF9E)}
HALF |= {"\u3099": "ﾞ", "\u309a": "ﾟ"}
Line = tuple[str, int]  # a line to print and the block it comes from; a gap has no text
LIGATURES = {"ffi": "ﬃ", "ffl": "ﬄ", "ff": "ﬀ", "fi": "ﬁ", "fl": "ﬂ"}


@dataclass
class Doc:
    """A source and what printing left behind; marks and ruby are private-use signs in blocks."""

    name: str
    gap: str = ""
    meta: dict[str, list[str]] = field(default_factory=dict)
    blocks: list[dict[str, Any]] = field(default_factory=list)
    notes: dict[int, str] = field(default_factory=dict)
    ruby: list[str] = field(default_factory=list)
    opts: dict[str, str] = field(default_factory=dict)
    printed: dict[int, str] = field(default_factory=dict)
    furniture: list[str] = field(default_factory=list)
    ruby_lines: list[str] = field(default_factory=list)

    def rng(self, key: object) -> random.Random:
        """Return a generator of its own for each thing that is drawn."""
        return random.Random(f"{self.name}/{key}")


def parse(path: Path) -> Doc:
    doc = Doc(path.stem)
    body, _, notes = path.read_text("utf-8").partition("---notes---\n")
    for key, value in re.findall(r"(?m)^@(\w+) (.*)$", body):
        doc.meta.setdefault(key, []).append(value)
    doc.gap = " " if doc.meta["lang"] == ["en"] else ""
    tables = re.sub(r"\|\n\|", "|\t|", body)
    doc.blocks = [block_of(doc, raw) for raw in re.findall(r"(?m)^[^@\n].*$", tables)]
    doc.notes = {int(raw.split(" ")[0]): raw.split(" ", 1)[1] for raw in notes.splitlines() if raw}
    doc.printed = {note: str(note) for note in doc.notes}
    kinds = json.loads((path.parent / "kinds.json").read_text("utf-8"))
    codes = ["default", *doc.meta["kind"][0].split()]
    doc.opts = {key: value for code in codes for key, value in kinds[code].items()}
    doc.opts |= {key: values[0] for key, values in doc.meta.items()}
    return doc


def block_of(doc: Doc, raw: str) -> dict[str, Any]:
    block: dict[str, Any] = {"type": "paragraph", "level": None, "number": None, "text": ""}
    if raw.startswith("|"):
        rows = [re.split(r" *\| *", row.strip("| ")) for row in raw.split("\t")]
        return block | {"type": "table", "rows": rows}
    if raw.startswith("!"):
        values = doc.meta.get("printed_" + raw[1:]) or doc.meta[raw[1:]]
        return block | {"type": raw[1:], "text": values[0]}
    if lead := re.match(r"(#+|-+) ", raw):
        block |= {"type": "heading" if raw[0] == "#" else "item", "level": len(lead[1])}
    elif raw[0] in "^_~":
        block["type"] = {"^": "caption", "_": "source", "~": "figure"}[raw[0]]
    text = signs(doc, raw[lead.end() if lead else 0 :].lstrip("^_~"))
    number = found[0] if (found := LABEL.match(text)) else None
    sentences = [part.strip(" ") for part in text.split("¦")]
    block |= {"text": doc.gap.join(sentences), "number": number}
    return block | ({"sentences": sentences} if block["type"] in {"item", "paragraph"} else {})


def signs(doc: Doc, text: str) -> str:
    while found := re.search(r"\{([^|{}]+)\|([^{}]+)\}", text):
        doc.ruby.append(found[2])
        text = text.replace(found[0], found[1] + chr(0xEFFF + len(doc.ruby)), 1)
    return re.sub(r"\[\[(\d+)\]\]", lambda m: chr(0xE000 + int(m[1])), text)


def marks_in(text: str) -> list[int]:
    return [ord(sign) - 0xE000 for sign in MARK.findall(text)]


def cells(doc: Doc, text: str) -> float:
    text = RUBY.sub("", text)
    return len(text) if doc.gap else sum(0.5 if ord(c) < 0x250 else 1 for c in text)


def hyphenate(word: str, room: float, chance: float, rng: random.Random) -> tuple[str, str]:
    found = re.fullmatch(r"([a-z]{7,})[,.;:]*[\ue000-\uf8ff]* *", word)
    if not found or rng.random() > chance:
        return "", word
    span = range(3, 1 + int(min(room - 1, len(found[1]) - 3)))
    ends = [m.end() for m in SYLLABLE.finditer(found[1]) if m.end() in span]
    return (word[: ends[-1]] + "-", word[ends[-1] :]) if ends else ("", word)


def wrap(doc: Doc, text: str, width: str, rng: random.Random) -> list[str]:
    low, high = int(width.split("-")[0]), int(width.split("-")[-1])
    lines, cur, limit = [], "", rng.randint(low, high)
    cut = [(URL_PIECE.findall if URL.search(r) else COMPOUND.split)(r) for r in ATOM.findall(text)]
    for atom in [atom for atoms in cut for atom in atoms] if low else [text]:
        if not cur.strip() or cells(doc, cur + atom.rstrip()) <= limit:
            cur += atom
            continue
        room = 0 if cur.endswith("-") else limit - cells(doc, cur)
        head, tail = hyphenate(atom, room, float(doc.opts.get("hyphen", 0)), rng)
        lines.append((cur + head).rstrip(" "))
        cur, limit = tail, rng.randint(low, high)
    return [*lines, cur.rstrip(" ")]


def block_lines(doc: Doc, index: int) -> list[str]:
    block, text = doc.blocks[index], doc.blocks[index]["text"]
    if block["type"] == "table":
        return "\n".join(CELL[doc.opts["table"]].join(row) for row in block["rows"]).split("\n")
    if block["type"] == "figure":
        return str(text).split(" / ")
    if block["type"] == "heading" and "justify" in doc.opts and re.match(r"[^（]{1,5}$", text):
        text = ("　" * int(doc.opts["justify"])).join(text)
    if block["type"] == "paragraph" and not block["number"]:
        text = doc.opts.get("indent", "") + text
    return wrap(doc, text, doc.opts["width"], doc.rng(index))


def note_lines(doc: Doc, note: int) -> list[str]:
    text, width = label(doc, doc.opts["note"], note), doc.opts.get("notewidth", doc.opts["width"])
    return wrap(doc, text + doc.notes[note], width, doc.rng(f"note{note}"))


def label(doc: Doc, style: str, note: int) -> str:
    number = doc.printed[note]
    return style.replace("{n}", number).replace("{f}", number.translate(FULL)).replace("_", " ")


def flow(doc: Doc) -> list[Line]:
    lines: list[Line] = []
    for i, block in enumerate(doc.blocks):
        tight = not lines or doc.blocks[i - 1]["type"] == block["type"] == "item"
        lines += [("", i)] * (0 if tight else int(doc.opts["blockgap"]))
        lines += [(text, i) for text in block_lines(doc, i)]
        for note in marks_in(block["text"]) if doc.opts["notes"] == "para" else []:
            lines += [(text, i) for text in note_lines(doc, note)]
    notes = doc.notes if doc.opts["notes"] == "end" else []
    return lines + [(text, 0) for note in notes for text in note_lines(doc, note)]


def heads(doc: Doc, page: list[Line]) -> list[int]:
    return [
        i for i, line in enumerate(page) if doc.blocks[line[1]]["type"] == "heading" and line[0]
    ]


def paginate(doc: Doc, lines: list[Line]) -> list[list[Line]]:
    pages, used = [[lines[0]]], 1
    for line in lines[1:]:
        notes = marks_in(line[0]) if doc.opts["notes"] == "page" else []
        cost = 1 + sum(len(note_lines(doc, note)) for note in notes)
        if used + cost + 2 * len(heads(doc, [line])) > (int(doc.opts["page"]) or 10**6):
            pages, used = [*pages, []], 0
        if pages[-1] or line[0]:
            pages[-1].append(line)
            used += cost
    return pages


def float_headings(doc: Doc, pages: list[list[Line]]) -> None:
    for before, page in pairwise(pages):
        spots = [i for i in heads(doc, page) if i <= int(doc.opts.get("float", -1))]
        if spots and page[0][1] == before[-1][1]:
            top = [i for n, i in enumerate(spots) if i == spots[0] + n]
            page[:] = [page[i] for i in top] + page[: top[0]] + page[top[-1] + 1 :]


def furniture(doc: Doc, kind: str, leaf: int, section: str) -> list[str]:
    models, page = doc.meta.get(kind, []), str(int(doc.opts["first"]) + leaf)
    if not models or ("skipfirst" in doc.opts and leaf == 0):
        return []
    names = {"page": page, "fpage": page.translate(FULL), "section": section}
    parts = models[leaf % len(models)].format(**names).split(" // ")
    out = [damage(doc, part, doc.rng(f"{kind}{leaf}")) for part in parts]
    doc.furniture += out
    space = [""] * int(doc.opts["furngap"])
    return out + space if kind == "head" else space + out


def print_page(doc: Doc, page: list[Line], rng: random.Random) -> list[str]:
    notes = [note for line in page for note in marks_in(line[0])]
    if "restart" in doc.opts:
        doc.printed |= {note: str(count) for count, note in enumerate(notes, 1)}
    out = [text for line in page for text in print_line(doc, line[0], rng)]
    foot = notes if doc.opts["notes"] == "page" else []
    out += [""] * (doc.opts["blockgap"] == "1" and bool(foot))
    return out + [damage(doc, text, rng) for note in foot for text in note_lines(doc, note)]


def print_line(doc: Doc, text: str, rng: random.Random) -> list[str]:
    readings = "　".join(doc.ruby[ord(sign) - 0xF000] for sign in RUBY.findall(text))
    text, styles = damage(doc, RUBY.sub("", text), rng), doc.opts["mark"].split()
    text = MARK.sub(lambda m: label(doc, rng.choice(styles), ord(m[0]) - 0xE000), text)
    doc.ruby_lines += [readings] if readings else []
    return [readings, text] if readings else [text]


def render(doc: Doc) -> str:
    pages, columns = paginate(doc, flow(doc)), int(doc.opts["columns"])
    float_headings(doc, pages)
    section, sheets, end = "", [], "\n\n" if "double" in doc.opts else "\n"
    for leaf in range(0, len(pages), columns):
        group = pages[leaf : leaf + columns]
        tops = [doc.blocks[page[i][1]] for page in group for i in heads(doc, page)]
        section = next((SIGN.sub("", top["text"]) for top in tops if top["level"] == 1), section)
        out = furniture(doc, "head", leaf // columns, section)
        out += [text for page in group for text in print_page(doc, page, doc.rng(f"page{leaf}"))]
        sheets.append([*out, *furniture(doc, "foot", leaf // columns, section)])
    return ("\f" if "ff" in doc.opts else "").join(end.join([*sheet, ""]) for sheet in sheets)


def damage(doc: Doc, text: str, rng: random.Random) -> str:
    if "spaced" in doc.opts:
        text = spaced(text, float(doc.opts["spaced"]), rng)
    if "glyphs" in doc.opts:
        text = re.sub("[ァ-ヴー]{2,}", lambda m: katakana(m[0], rng), text)
        text = "".join(KANGXI[c] if c in KANGXI and rng.random() < 0.5 else c for c in text)
        text = re.sub(r"[!-~]+", lambda m: latin(m, rng), text)
    return text


def spaced(text: str, chance: float, rng: random.Random) -> str:
    words = re.compile(r"[ァ-ヴー]{3,}|[一-鿿]{3,}")
    if rng.random() < chance:
        return re.sub(r"(?<=[、-ヿ一-鿿々])(?=[、-ヿ一-鿿々])", " ", text)
    return words.sub(lambda m: " ".join(m[0]) if rng.random() < chance / 3 else m[0], text)


def katakana(word: str, rng: random.Random) -> str:
    draw, half = rng.random(), "".join(HALF.get(c, c) for c in ud.normalize("NFD", word))
    dash = word.replace("ー", rng.choice("－—―-−"))
    return half if draw < 0.25 else dash if draw < 0.55 else word


def latin(found: re.Match[str], rng: random.Random) -> str:
    if re.search(r"[/_.]\w", run := found[0]):
        return run
    if re.search("[ぁ-ん]", found.string) and rng.random() < 0.4:
        return re.sub(r"\b[A-Z0-9]+\b", lambda m: m[0].translate(FULL), run)
    for plain, joined in LIGATURES.items():
        run = run.replace(plain, joined)
    return run.replace("-", rng.choice("\u2010\u2011\u2212-"))


def truth(doc: Doc) -> dict[str, Any]:
    keys = ("lang", "title", "author", "date", "issuer")
    head: dict[str, Any] = {key: doc.opts.get(key) for key in keys}
    star, notes = "".join(re.findall(r"[*※]", doc.opts["mark"])), []
    for index, block in enumerate(doc.blocks):
        for found in MARK.finditer(block["text"]):
            place = {"block": index, "offset": len(SIGN.sub("", block["text"][: found.start()]))}
            note = ord(found[0]) - 0xE000
            notes.append({"mark": star + doc.printed[note], "text": doc.notes[note], **place})
        block["text"] = SIGN.sub("", block["text"])
        if "sentences" in block:
            block["sentences"] = [SIGN.sub("", part) for part in block["sentences"]]
    head |= {"blocks": doc.blocks, "notes": notes}
    return {**head, "furniture": doc.furniture + doc.ruby_lines, "ruby": doc.ruby_lines}


def main() -> None:
    for path in sorted((ROOT / "src").glob("*.txt")):
        doc = parse(path)
        (ROOT / path.name).write_text(render(doc), "utf-8", newline="\n")
        text = json.dumps(truth(doc), ensure_ascii=False, indent=1) + "\n"
        (ROOT / f"{path.stem}.json").write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
