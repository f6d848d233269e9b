"""``jacyber terms``: the terms of documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from jacyber_nlp.cli.options import (
    ConceptsOption,
    Encoding,
    Files,
    Format,
    FormatOption,
    InputFormatOption,
    Lang,
    LangOption,
    Out,
    Top,
)
from jacyber_nlp.cli.ui import say

if TYPE_CHECKING:
    from rich.console import Console

    from jacyber_nlp.records import Document, Term

    Result = tuple[Document, tuple[Term, ...]]

HELP = say(
    "文書の用語を、重要な順に回数と箇所つきで挙げます（jacyber_nlp.extract_terms）。",
    "List the terms of documents, best first, with counts and places (jacyber_nlp.extract_terms).",
)
COLUMNS = ("document", "path", "surface", "lang", "score", "count", "evidence")


def command(
    files: Files,
    format: FormatOption = Format.table,
    out: Out = None,
    lang: LangOption = Lang.auto,
    input_format: InputFormatOption = None,
    encoding: Encoding = None,
    concepts: ConceptsOption = None,
    top: Top = None,
) -> None:
    """List the terms of each file."""
    from jacyber_nlp.cli import output
    from jacyber_nlp.cli.run import Run, analyser

    run = Run(files, lang=lang, input_format=input_format, encoding=encoding)
    found = run.over(analyser(concepts=concepts).terms)
    output.write(
        out,
        format,
        ((document, terms[:top]) for document, terms in found),
        show=_show,
        columns=COLUMNS,
        rows=lambda results: (
            {**row, "evidence": " ".join(row["evidence"])} for row in _rows(results)
        ),
        objects=lambda results: (
            output.dumps({"document": document.id, "terms": list(_rows([(document, terms)]))})
            for document, terms in results
        ),
        lines=lambda results: map(output.dumps, _rows(results)),
        single=len(files) == 1,
    )
    run.exit()


def _rows(results: Iterable[Result]) -> Iterator[dict[str, Any]]:
    for document, terms in results:
        for term in terms:
            yield {
                "document": document.id,
                "path": document.source.uri,
                "surface": term.surface,
                "lang": term.lang,
                "score": term.score,
                "count": term.count,
                "variants": list(term.variants),
                "spans": [[span.start, span.end] for span in term.spans],
                "evidence": list(term.evidence),
            }


def _show(results: Iterable[Result], console: Console) -> None:
    from jacyber_nlp.cli import output

    for document, terms in results:
        shown = output.table(
            output.safe(document.id),
            [
                (say("用語", "Term"), "left"),
                (say("回数", "Count"), "right"),
                (say("重要度", "Score"), "right"),
                (say("根拠", "Evidence"), "left"),
                (say("初出", "First place"), "left"),
            ],
        )
        for term in terms:
            shown.add_row(
                output.safe(term.surface),
                str(term.count),
                output.number(term.score),
                " ".join(term.evidence),
                output.place(*document.place(term.spans[0])),
            )
        console.print(shown)
