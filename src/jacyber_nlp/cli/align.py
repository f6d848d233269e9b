"""``jacyber align``: which norms the terms of documents mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
    NormsOption,
    Out,
)
from jacyber_nlp.cli.ui import say

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from jacyber_nlp.records import Alignment, Document, NormProvision

    Result = tuple[Document, list[list[Alignment]]]

HELP = say(
    "文書の用語に対応する国際規範の条項を挙げます（jacyber_nlp.align）。",
    "List the provisions of international norms that the terms of documents mean "
    "(jacyber_nlp.align).",
)
COLUMNS = (
    "document",
    "path",
    "text",
    "matched",
    "provision_id",
    "similarity",
    "probability",
    "rank",
    "route",
    "verified",
)


def command(
    files: Files,
    format: FormatOption = Format.table,
    out: Out = None,
    lang: LangOption = Lang.auto,
    input_format: InputFormatOption = None,
    encoding: Encoding = None,
    concepts: ConceptsOption = None,
    norms: NormsOption = None,
) -> None:
    """Align the terms of each file; tables show only terms that match a norm."""
    from jacyber_nlp.cli import output
    from jacyber_nlp.cli.run import Run, analyser

    run = Run(files, lang=lang, input_format=input_format, encoding=encoding)
    loaded = analyser(concepts=concepts, norms=norms)
    output.write(
        out,
        format,
        run.over(loaded.align),
        show=lambda results, console: _show(results, console, loaded.norms),
        columns=COLUMNS,
        rows=_rows,
        objects=lambda results: (
            output.dumps(
                {
                    "document": document.id,
                    "path": document.source.uri,
                    "terms": [_term(document, one) for one in found],
                }
            )
            for document, found in results
        ),
        lines=lambda results: (
            output.dumps(_term(document, one)) for document, found in results for one in found
        ),
        single=len(files) == 1,
    )
    run.exit()


def _show(results: Iterable[Result], console: Console, norms: Sequence[NormProvision]) -> None:
    from jacyber_nlp.cli import output

    for document, found in results:
        matched = [a for of_one in found for a in of_one if a.matched]
        console.print(norm_table(matched, output.safe(document.id), norms))


def norm_table(alignments: list[Alignment], title: str, norms: Sequence[NormProvision]) -> Table:
    """Return a table of matched terms, with the short title of each provision."""
    from jacyber_nlp.cli import output

    labels = {p.id: p.label for p in norms}
    shown = output.table(
        title,
        [
            (say("用語", "Term"), "left"),
            (say("条項", "Provision"), "left"),
            (say("見出し", "Short title"), "left"),
            (say("確率", "Prob."), "right"),
            (say("経路", "Route"), "left"),
            (say("確認", "Verified"), "left"),
        ],
    )
    for a in alignments:
        label = labels[a.provision_id]
        shown.add_row(
            output.safe(a.text),
            a.provision_id,
            say(label.ja, label.en),
            output.number(a.probability),
            a.route,
            a.verified,
        )
    return shown


def _term(document: Document, alignments: list[Alignment]) -> dict[str, Any]:
    return {
        "document": document.id,
        "path": document.source.uri,
        "text": alignments[0].text,
        "matched": any(a.matched for a in alignments),
        "matches": [
            {
                "provision_id": a.provision_id,
                "similarity": a.similarity,
                "probability": a.probability,
                "route": a.route,
                "matched": a.matched,
                "verified": a.verified,
            }
            for a in alignments
        ],
    }


def _rows(results: Iterable[Result]) -> Iterator[dict[str, Any]]:
    for document, alignments in results:
        for of_one in alignments:
            for a in of_one:
                yield {
                    "document": document.id,
                    "path": document.source.uri,
                    "text": a.text,
                    "matched": a.matched,
                    "provision_id": a.provision_id,
                    "similarity": a.similarity,
                    "probability": a.probability,
                    "rank": a.rank,
                    "route": a.route,
                    "verified": a.verified,
                }
