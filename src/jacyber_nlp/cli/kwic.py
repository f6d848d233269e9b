"""``jacyber kwic``: a term in context."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

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
from jacyber_nlp.cli.ui import say, tell

if TYPE_CHECKING:
    from rich.console import Console

    from jacyber_nlp.records import Context, Document

    Result = tuple[Document, tuple[Context, ...]]

HELP = say(
    "用語を、前後の文脈と頁・行とともに示します。日本語はより長い語の中でも、"
    "英語は単語の単位で単数形・複数形とも探します（jacyber_nlp.kwic）。",
    "Show a term in context, with page and line: Japanese inside longer words too, English as "
    "whole words in singular and plural (jacyber_nlp.kwic).",
)
COLUMNS = ("document", "path", "page", "line", "left", "match", "right")

_FRAME = 11  # cells between and around the four columns of a table
_LEAST = 10  # cells of context on either side, however narrow the screen


def command(
    term: Annotated[
        str,
        typer.Argument(
            metavar="TERM", help=say("探す用語。", "What to look for."), show_default=False
        ),
    ],
    files: Files,
    window: Annotated[
        int,
        typer.Option(
            "--window",
            min=0,
            metavar="N",
            help=say(
                "前後に示す文字数（段落の中）。表では画面の幅まで。",
                "Characters of context on either side, within the paragraph; "
                "in a table as far as the screen is wide.",
            ),
        ),
    ] = 40,
    format: FormatOption = Format.table,
    out: Out = None,
    lang: LangOption = Lang.auto,
    input_format: InputFormatOption = None,
    encoding: Encoding = None,
) -> None:
    """Show the places of a term in each file."""
    from jacyber_nlp import kwic
    from jacyber_nlp.cli import output
    from jacyber_nlp.cli.run import Run

    if not term.strip():
        raise typer.BadParameter(say("用語が空です", "the term is blank"), param_hint="TERM")
    run = Run(files, lang=lang, input_format=input_format, encoding=encoding)
    n_found = n_documents = 0

    def counted() -> Iterator[Result]:
        nonlocal n_found, n_documents
        for document, found in run.over(lambda document: kwic(term, document, window=window)):
            n_found += len(found)
            n_documents += 1
            yield document, found

    output.write(
        out,
        format,
        counted(),
        show=_show,
        columns=COLUMNS,
        rows=_rows,
        objects=lambda results: (
            output.dumps({"document": document.id, "contexts": list(_rows([(document, found)]))})
            for document, found in results
        ),
        lines=lambda results: map(output.dumps, _rows(results)),
        single=len(files) == 1,
    )
    if n_documents and not n_found:
        tell(
            f"「{term}」は{n_documents}文書のどこにもありません。",
            f"{term!r} is nowhere in {n_documents} document{'s' * (n_documents > 1)}.",
        )
    run.exit()


def _rows(results: Iterable[Result]) -> Iterator[dict[str, Any]]:
    for document, found in results:
        for context in found:
            yield {
                "document": document.id,
                "path": document.source.uri,
                "page": context.page,
                "line": context.line,
                "span": [context.span.start, context.span.end],
                "left": context.left,
                "match": context.match,
                "right": context.right,
            }


def _show(results: Iterable[Result], console: Console) -> None:
    from jacyber_nlp.cli import output

    for document, found in results:
        if not found:
            continue
        shown = output.table(
            output.safe(document.id),
            [
                (say("箇所", "Place"), "left"),
                (say("前", "Left"), "right"),
                (say("用語", "Term"), "left"),
                (say("後", "Right"), "left"),
            ],
        )
        places = [output.place(c.page, c.line) for c in found]
        matches = [output.safe(c.match) for c in found]
        room = (console.width - _widest(places) - _widest(matches) - _FRAME) // 2
        for place, match, context in zip(places, matches, found, strict=True):
            left, right = output.safe(context.left), output.safe(context.right)
            shown.add_row(
                place, _end(left, max(room, _LEAST)), match, _start(right, max(room, _LEAST))
            )
        console.print(shown)


def _widest(texts: Iterable[str]) -> int:
    from rich.cells import cell_len

    return max(map(cell_len, texts))


def _start(text: str, cells: int) -> str:
    """Return as much of the start of a text as fits."""
    from rich.cells import cell_len

    while cell_len(text) > cells:
        text = text[: min(cells, len(text) - 1)]
    return text


def _end(text: str, cells: int) -> str:
    """Return as much of the end of a text as fits."""
    return _start(text[::-1], cells)[::-1]
