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
                {
                    "document": document.id,
                    "page": document.place(span)[0],
                    "line": document.place(span)[1],
                    "text": span.of(document.text),
                }
                for document in documents
                for span in document.paragraphs
            )
            if format is Format.jsonl:
                stream.writelines(output.dumps(row) + "\n" for row in rows)
            elif format is Format.csv:
                output.write_csv(rows, ("document", "page", "line", "text"), stream)
            else:
                shown = output.table("", [(say("文書", "Document"), "left"),
                                          (say("箇所", "Place"), "left"),
                                          (say("段落", "Paragraph"), "left")])
                for row in rows:
                    shown.add_row(row["document"], output.place(row["page"], row["line"]),
                                  output.safe(row["text"]))
                output.console(stream).print(shown)
    run.exit()
