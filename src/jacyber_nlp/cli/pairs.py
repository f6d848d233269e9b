"""``jacyber pairs``: the names that a document itself gives to one thing."""

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
    Top,
)
from jacyber_nlp.cli.ui import say

if TYPE_CHECKING:
    from rich.console import Console

    from jacyber_nlp.records import Document, TermPair

    Result = tuple[Document, tuple[TermPair, ...]]

HELP = say(
    "文書自身が示す日英の対訳、略語と正式名称、別名を、箇所つきで挙げます"
    "（jacyber_nlp.extract_pairs）。",
    "List the Japanese and English names, short forms and other names that documents "
    "themselves state, with places (jacyber_nlp.extract_pairs).",
)
COLUMNS = ("document", "ja", "en", "abbreviation", "kind", "where", "count", "spans")


def command(
    files: Files,
    format: FormatOption = Format.table,
    out: Out = None,
    lang: LangOption = Lang.auto,
    input_format: InputFormatOption = None,
    encoding: Encoding = None,
    top: Top = None,
) -> None:
    """List the pairs of each file."""
    from jacyber_nlp import extract_pairs
    from jacyber_nlp.cli import output
    from jacyber_nlp.cli.run import Run

    run = Run(files, lang=lang, input_format=input_format, encoding=encoding)
    found = run.over(extract_pairs)
    output.write(
        out,
        format,
        ((document, pairs[:top]) for document, pairs in found),
        show=_show,
        columns=COLUMNS,
        rows=lambda results: (
            {**row, "spans": " ".join(f"{start}-{end}" for start, end in row["spans"])}
            for row in _rows(results)
        ),
        objects=lambda results: (
            output.dumps({"document": document.id, "pairs": list(_rows([(document, pairs)]))})
            for document, pairs in results
        ),
        lines=lambda results: map(output.dumps, _rows(results)),
        single=len(files) == 1,
    )
    run.exit()


def _rows(results: Iterable[Result]) -> Iterator[dict[str, Any]]:
    for document, pairs in results:
        for pair in pairs:
            yield {
                "document": document.id,
                "ja": pair.ja,
                "en": pair.en,
                "abbreviation": pair.abbreviation,
                "kind": pair.kind,
                "where": pair.where,
                "count": len(pair.spans),
                "spans": [[span.start, span.end] for span in pair.spans],
            }


def _show(results: Iterable[Result], console: Console) -> None:
    from jacyber_nlp.cli import output

    kinds = {
        "term": say("用語", "term"),
        "person": say("人名", "person"),
        "body": say("組織", "body"),
        "instrument": say("文書", "instrument"),
    }
    for document, pairs in results:
        shown = output.table(
            output.safe(document.id),
            [
                (say("日本語", "Japanese"), "left"),
                (say("英語", "English"), "left"),
                (say("略称・別名", "Short or other name"), "left"),
                (say("種類", "Kind"), "left"),
                (say("回数", "Count"), "right"),
                (say("初出", "First place"), "left"),
            ],
        )
        for pair in pairs:
            shown.add_row(
                *(output.safe(name or "–") for name in (pair.ja, pair.en, pair.abbreviation)),
                kinds[pair.kind],
                str(len(pair.spans)),
                output.place(*document.place(pair.spans[0])),
            )
        console.print(shown)
