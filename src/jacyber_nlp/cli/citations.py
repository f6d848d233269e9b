"""``jacyber citations``: the instruments and provisions that documents cite."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jacyber_nlp.cli.options import Encoding, Files, InputFormatOption, Lang, LangOption, Out
from jacyber_nlp.cli.ui import say, tell

if TYPE_CHECKING:
    from rich.console import Console

    from jacyber_nlp.records import Citation, Document

    Result = tuple[Document, tuple[Citation, ...]]

HELP = say(
    "文書が引用する国際文書とその条項を、箇所つきで挙げます（jacyber_nlp.extract_citations）。",
    "List the instruments and provisions that documents cite, with places "
    "(jacyber_nlp.extract_citations).",
)
COLUMNS = (
    "document",
    "page",
    "line",
    "quote",
    "status",
    "instrument",
    "provisions",
    "locator",
    "candidates",
    "start",
    "end",
)


class CitationFormat(StrEnum):
    """How citations are written."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    bibtex = "bibtex"


def command(
    files: Files,
    format: Annotated[
        CitationFormat,
        typer.Option(
            "--format",
            help=say(
                "出力の形式。bibtexは引用された文書ごとに1項目。",
                "How to write the results; bibtex: an entry for each instrument cited.",
            ),
        ),
    ] = CitationFormat.table,
    out: Out = None,
    lang: LangOption = Lang.auto,
    input_format: InputFormatOption = None,
    encoding: Encoding = None,
) -> None:
    """List the citations of each file."""
    from jacyber_nlp import extract_citations
    from jacyber_nlp.cli.run import Run

    run = Run(files, lang=lang, input_format=input_format, encoding=encoding)
    results = (_told_of(*result) for result in run.over(extract_citations))
    if format is CitationFormat.bibtex:
        _write_bibtex(out, results)
    else:
        _write(out, format, results, single=len(files) == 1)
    run.exit()


def _told_of(document: Document, citations: tuple[Citation, ...]) -> Result:
    if not citations:
        tell(f"{document.id}: 引用が見つかりません。", f"{document.id}: no citations found.")
    return document, citations


def _write_bibtex(out: Path | None, results: Iterable[Result]) -> None:
    from jacyber_nlp import resources, to_bibtex
    from jacyber_nlp.cli import output

    with output.opened(out) as stream:
        cited = {citation.instrument_id for _, citations in results for citation in citations}
        stream.write(to_bibtex(one for one in resources.instruments() if one.id in cited))


def _write(
    out: Path | None, format: CitationFormat, results: Iterable[Result], *, single: bool
) -> None:
    from jacyber_nlp.cli import output

    output.write(
        out,
        format,
        results,
        show=_show,
        columns=COLUMNS,
        rows=lambda results: (
            {
                **row,
                "provisions": " ".join(row["provisions"]),
                "candidates": " ".join(row["candidates"]),
            }
            for row in _rows(results)
        ),
        objects=lambda results: (
            output.dumps({"document": document.id, "citations": list(_rows([(document, found)]))})
            for document, found in results
        ),
        lines=lambda results: map(output.dumps, _rows(results)),
        single=single,
    )


def _rows(results: Iterable[Result]) -> Iterator[dict[str, Any]]:
    for document, citations in results:
        for one in citations:
            page, line = document.place(one.span)
            yield {
                "document": document.id,
                "page": page,
                "line": line,
                "quote": one.quote,
                "status": one.status,
                "instrument": one.instrument_id,
                "provisions": list(one.provision_ids),
                "locator": one.locator,
                "candidates": list(one.candidates),
                "start": one.span.start,
                "end": one.span.end,
            }


def _show(results: Iterable[Result], console: Console) -> None:
    from jacyber_nlp.cli import output

    for document, citations in results:
        shown = output.table(
            output.safe(document.id),
            [
                (say("引用", "Citation"), "left"),
                (say("文書", "Instrument"), "left"),
                (say("条項", "Provisions"), "left"),
                (say("箇所", "Place"), "left"),
            ],
        )
        for one in citations:
            shown.add_row(
                output.safe(" ".join(one.quote.split())),
                _instrument(one),
                " ".join(one.provision_ids) or "–",
                output.place(*document.place(one.span)),
            )
        console.print(shown)


def _instrument(citation: Citation) -> str:
    if citation.status == "ambiguous":
        several = " / ".join(citation.candidates)
        return say(f"特定できず: {several}", f"ambiguous: {several}")
    return citation.instrument_id or say("未登録", "not in the catalogue")
