"""``jacyber text``: the repaired body."""

from __future__ import annotations

from typing import Annotated

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
    from jacyber_nlp.cli import output
    from jacyber_nlp.cli.run import Run

    run = Run(files, lang=lang, input_format=input_format, encoding=encoding)
    documents = (document for document, _ in run.over(lambda document: document))
    with output.opened(out) as stream:
        if format is None:
            for document in documents:
                stream.write(document.body_span.of(document.text) + "\n")
        elif format is Format.json:
            from jacyber_nlp import to_json

            output.write_json(map(to_json, documents), stream, n_inputs=len(files))
        else:
            rows = (
                (document.id, *document.place(span), span.of(document.text))
                for document in documents
                for span in document.paragraphs
            )
            if format is Format.table:
                shown = output.table(
                    "",
                    [
                        (say("文書", "Document"), "left"),
                        (say("箇所", "Place"), "left"),
                        (say("段落", "Paragraph"), "left"),
                    ],
                )
                for name, page, line, text in rows:
                    shown.add_row(output.safe(name), output.place(page, line), output.safe(text))
                output.console(stream).print(shown)
            else:
                named = (dict(zip(COLUMNS, row, strict=True)) for row in rows)
                if format is Format.jsonl:
                    stream.writelines(output.dumps(row) + "\n" for row in named)
                else:
                    output.write_csv(named, COLUMNS, stream)
    run.exit()
