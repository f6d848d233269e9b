"""``jacyber scopes``: what is denied, opposed, conditioned, asked or reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from jacyber_nlp.cli.options import (
    Encoding,
    Files,
    Format,
    FormatOption,
    InputFormatOption,
    Lang,
    LangOption,
    Out,
)
from jacyber_nlp.cli.ui import say

if TYPE_CHECKING:
    from rich.console import Console

    from jacyber_nlp.records import Document, ScopeSpan

    Result = tuple[Document, tuple[ScopeSpan, ...]]

HELP = say(
    "否定、反対、条件、譲歩、疑問、伝聞、引用などの作用域を、手掛かり語とともに示します"
    "（jacyber_nlp.scopes）。",
    "Show the scopes of negation, opposition, condition, report and the like, each with its cue "
    "(jacyber_nlp.scopes).",
)
COLUMNS = ("document", "path", "kind", "cue", "text", "page", "line")
KINDS = {
    "negation": "否定",
    "opposition": "反対",
    "prevention": "阻止",
    "double_negation": "二重否定",
    "condition": "条件",
    "concession": "譲歩",
    "question": "疑問",
    "report": "伝聞",
    "quotation": "引用",
}


def command(
    files: Files,
    format: FormatOption = Format.table,
    out: Out = None,
    lang: LangOption = Lang.auto,
    input_format: InputFormatOption = None,
    encoding: Encoding = None,
) -> None:
    """Show the scopes of each file, in order of their cues."""
    from jacyber_nlp import scopes
    from jacyber_nlp.cli import output
    from jacyber_nlp.cli.run import Run

    run = Run(files, lang=lang, input_format=input_format, encoding=encoding)
    output.write(
        out,
        format,
        run.over(scopes),
        show=_show,
        columns=COLUMNS,
        rows=_rows,
        objects=lambda results: (
            output.dumps({"document": document.id, "scopes": list(_rows([(document, found)]))})
            for document, found in results
        ),
        lines=lambda results: map(output.dumps, _rows(results)),
        single=len(files) == 1,
    )
    run.exit()


def _rows(results: Iterable[Result]) -> Iterator[dict[str, Any]]:
    for document, found in results:
        for scope in found:
            page, line = document.place(scope.cue)
            yield {
                "document": document.id,
                "path": document.source.uri,
                "kind": scope.kind,
                "cue": scope.cue.of(document.text),
                "cue_span": [scope.cue.start, scope.cue.end],
                "text": scope.span.of(document.text),
                "span": [scope.span.start, scope.span.end],
                "page": page,
                "line": line,
            }


def _show(results: Iterable[Result], console: Console) -> None:
    from jacyber_nlp.cli import output

    for document, found in results:
        shown = output.table(
            output.safe(document.id),
            [
                (say("箇所", "Place"), "left"),
                (say("種類", "Kind"), "left"),
                (say("手掛かり語", "Cue"), "left"),
                (say("作用域", "Scope"), "left"),
            ],
        )
        for scope in found:
            shown.add_row(
                output.place(*document.place(scope.cue)),
                say(KINDS[scope.kind], scope.kind.replace("_", " ")),
                output.safe(scope.cue.of(document.text)),
                output.safe(scope.span.of(document.text)),
            )
        console.print(shown)
