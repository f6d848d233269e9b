"""``jacyber terms``: the terms of documents."""

from __future__ import annotations

from collections.abc import Iterator
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
    from jacyber_nlp.records import Document, Term

HELP = say(
    "文書の用語を、重要な順に回数と箇所つきで挙げます（jacyber_nlp.extract_terms）。",
    "List the terms of documents, best first, with counts and places (jacyber_nlp.extract_terms).",
)
COLUMNS = ("document", "surface", "lang", "score", "count", "evidence")


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
    results = ((document, terms[:top]) for document, terms in found)
    with output.opened(out) as stream:
        if format is Format.table:
            for document, terms in results:
                _show(document, terms, stream)
        elif format is Format.csv:
            rows = ({**row, "evidence": " ".join(row["evidence"])} for row in _rows(results))
            output.write_csv(rows, COLUMNS, stream)
        elif format is Format.jsonl:
            stream.writelines(output.dumps(row) + "\n" for row in _rows(results))
        else:
            per_file = (
                output.dumps({"document": document.id, "terms": list(_rows([(document, terms)]))})
                for document, terms in results
            )
            output.write_json(per_file, stream, n_inputs=len(files))
    run.exit()


def _rows(results: Any) -> Iterator[dict[str, Any]]:
    for document, terms in results:
        for term in terms:
            yield {
                "document": document.id,
                "surface": term.surface,
                "lang": term.lang,
                "score": term.score,
                "count": term.count,
                "spans": [[span.start, span.end] for span in term.spans],
                "evidence": list(term.evidence),
            }


def _show(document: Document, terms: tuple[Term, ...], stream: Any) -> None:
    from jacyber_nlp.cli import output

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
    output.console(stream).print(shown)
