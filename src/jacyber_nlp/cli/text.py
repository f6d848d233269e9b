"""``jacyber text``: the repaired body."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jacyber_nlp.cli.options import (
    Encoding,
    Files,
    Format,
    InputFormatOption,
    Lang,
    LangOption,
    Out,
)
from jacyber_nlp.cli.ui import say

if TYPE_CHECKING:
    from rich.console import Console

    from jacyber_nlp.records import Document

HELP = say(
    "本文だけを、修復して1段落1行で書き出します（jacyber_nlp.read）。",
    "Write the repaired body alone, one paragraph a line (jacyber_nlp.read).",
)

COLUMNS = ("document", "page", "line", "text")


def command(
    files: Files,
    format: Annotated[
        Format | None,
        typer.Option(help=say("既定は本文のみ。", "Default: the body alone.")),
    ] = None,
    out: Out = None,
    lang: LangOption = Lang.auto,
    input_format: InputFormatOption = None,
    encoding: Encoding = None,
) -> None:
    """Write the clean body of each file."""
    from jacyber_nlp import to_json
    from jacyber_nlp.cli import output
    from jacyber_nlp.cli.run import Run

    run = Run(files, lang=lang, input_format=input_format, encoding=encoding)
    documents = (document for document, _ in run.over(lambda document: document))
    if format is None:
        with output.opened(out) as stream:
            for document in documents:
                stream.write(document.body_span.of(document.text) + "\n")
    else:
        output.write(
            out,
            format,
            documents,
            show=_show,
            columns=COLUMNS,
            rows=_rows,
            objects=lambda found: map(to_json, found),
            lines=lambda found: map(output.dumps, _rows(found)),
            single=len(files) == 1,
        )
    run.exit()


def _rows(documents: Iterable[Document]) -> Iterator[dict[str, Any]]:
    """Return one row a paragraph."""
    for document in documents:
        for span in document.paragraphs:
            page, line = document.place(span)
            text = span.of(document.text)
            yield dict(zip(COLUMNS, (document.id, page, line, text), strict=True))


def _show(documents: Iterable[Document], console: Console) -> None:
    from jacyber_nlp.cli import output

    shown = output.table(
        "",
        [
            (say("文書", "Document"), "left"),
            (say("箇所", "Place"), "left"),
            (say("段落", "Paragraph"), "left"),
        ],
    )
    for row in _rows(documents):
        place = output.place(row["page"], row["line"])
        shown.add_row(output.safe(row["document"]), place, output.safe(row["text"]))
    console.print(shown)
