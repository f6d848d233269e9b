"""Typeset the PDF samples from their texts in corpora/samples/src/.

    pip install -c constraints.txt typst && python scripts/typeset_samples.py

Needs the fonts Noto Serif CJK and Noto Sans CJK. The PDFs are committed, so this
runs only when a text changes.
"""

from __future__ import annotations

import re
from pathlib import Path

import typst

SAMPLES = Path(__file__).resolve().parent.parent / "corpora" / "samples"
HEADING = re.compile(
    r"^(?:[０-９0-9]+[．.]|（.{1,3}）|第.{1,3}[章節]|要旨|はじめに|おわりに|結論"
    r"|Summary|Introduction|Conclusion)"
)

PREAMBLE = """#set document(title: "{title}", date: none)
#set page(paper: "a4", margin: (x: 28mm, y: 30mm), numbering: "1",
  header: context if counter(page).get().first() > 1 {{ align(right, text(8pt)[{title}]) }})
#set text(font: "Noto Serif CJK JP", size: 10.5pt, lang: "{lang}",
  cjk-latin-spacing: none)
#set par(justify: true, leading: 0.9em, first-line-indent: (amount: {indent}, all: true))
#show footnote.entry: set text(8pt)
#align(center, text(14pt, font: "Noto Sans CJK JP", weight: "bold")[{title}])
#align(center)[{byline}]
#v(1em)
"""


def main() -> None:
    for source in sorted((SAMPLES / "src").glob("*.txt")):
        lang = source.name[:2]
        typst.compile(
            markup(source.read_text(encoding="utf-8"), lang).encode(),
            output=str(SAMPLES / source.with_suffix(".pdf").name),
            timestamp=0,
        )
        print(source.with_suffix(".pdf").name)


def markup(text: str, lang: str) -> str:
    """Return the text as Typst markup, ``[[n]]`` as footnotes."""
    body, _, notes = text.partition("---notes---")
    note = dict(line.split(" ", 1) for line in notes.strip().splitlines() if line.strip())
    title, byline, *paragraphs = [line for line in body.splitlines() if line.strip()]
    parts = [
        PREAMBLE.format(
            title=escape(title),
            byline=escape(byline),
            lang=lang,
            indent="1em" if lang == "ja" else "0em",
        )
    ]
    for paragraph in paragraphs:
        pieces = re.split(r"\[\[(\d+)\]\]", paragraph)  # text, number, text, number …
        marked = "".join(
            f"#footnote[{escape(note[piece])}]" if i % 2 else escape(piece)
            for i, piece in enumerate(pieces)
        )
        if HEADING.match(paragraph) and len(paragraph) < 60:
            parts.append(f'#block(above: 1.4em, text(font: "Noto Sans CJK JP")[{marked}])')
        else:
            parts.append(marked)
    return "\n\n".join(parts)


def escape(text: str) -> str:
    """Escape what Typst would read as markup."""
    return re.sub(r"([\\#$*_`<>@~=+\-/\[\]])", r"\\\1", text)


if __name__ == "__main__":
    main()
