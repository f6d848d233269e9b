"""``jacyber glossary``: make, merge and export a bilingual glossary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

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

    from jacyber_nlp.records import GlossaryEntry

app = typer.Typer(
    no_args_is_help=True,
    help=say(
        "対訳用語集の作成、統合、書き出し（jacyber_nlp.build_glossary）。",
        "Build, merge and export a bilingual glossary (jacyber_nlp.build_glossary).",
    ),
)
COLUMNS = (
    "ja",
    "en",
    "abbreviations",
    "variants_ja",
    "variants_en",
    "kind",
    "count",
    "documents",
    "first_date",
    "first_document",
    "context",
    "context_document",
    "page",
    "line",
)


class ExportFormat(StrEnum):
    """Formats of other tools."""

    tbx = "tbx"
    csv = "csv"
    skos = "skos"
    khcoder = "khcoder"


@app.command(
    help=say(
        "文書の用語と対訳から用語集を作ります。1行1項目のJSONで、手で直せます。",
        "Make a glossary of the terms and pairs of documents: JSON, one entry a line, "
        "to be edited by hand.",
    )
)
def build(
    files: Files,
    format: FormatOption = Format.jsonl,
    out: Out = None,
    lang: LangOption = Lang.auto,
    input_format: InputFormatOption = None,
    encoding: Encoding = None,
    concepts: ConceptsOption = None,
    min_count: Annotated[
        int,
        typer.Option(
            "--min-count",
            min=1,
            help=say("全文書での最少の回数。", "Least number of places in all documents."),
        ),
    ] = 1,
    top: Top = None,
) -> None:
    """Make a glossary of files."""
    from jacyber_nlp import build_glossary
    from jacyber_nlp.cli.run import Run, analyser

    run = Run(files, lang=lang, input_format=input_format, encoding=encoding)
    entries = build_glossary(
        (document for document, _ in run.over(lambda document: document)),
        analyser=analyser(concepts=concepts),
        min_count=min_count,
        top=top,
    )
    _write(entries, format, out)
    run.exit()


@app.command(
    help=say(
        "用語集を一つにまとめます。名称が食い違えば先のファイルが優先です。",
        "Join glossaries into one; of names that differ those of the first file are preferred.",
    )
)
def merge(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="GLOSSARY",
            help=say(
                "`jacyber glossary build`の出力（JSONL）。-は標準入力。",
                "What `jacyber glossary build` wrote (JSONL); - is stdin.",
            ),
            show_default=False,
        ),
    ],
    format: FormatOption = Format.jsonl,
    out: Out = None,
) -> None:
    """Join glossaries."""
    from jacyber_nlp import merge_glossaries

    _write(merge_glossaries(*map(_read, files)), format, out)


@app.command(
    help=say(
        "用語集を他の道具の形式で書き出します。tbx: TBX 3（TBX-Basic）、csv: 表、"
        "skos: SKOS（Turtle）、khcoder: KH Coderの「強制抽出する語」（1行1語）。",
        "Write a glossary in a format of other tools. tbx: TBX 3 (TBX-Basic); csv: a table; "
        "skos: SKOS (Turtle); khcoder: words that KH Coder takes whole (強制抽出), one a line.",
    )
)
def export(
    glossary: Annotated[
        str,
        typer.Argument(
            metavar="GLOSSARY",
            help=say("用語集（JSONL）。-は標準入力。", "A glossary (JSONL); - is stdin."),
            show_default=False,
        ),
    ],
    format: Annotated[
        ExportFormat,
        typer.Option("--format", help=say("書き出す形式。", "The format."), show_default=False),
    ],
    out: Out = None,
) -> None:
    """Write a glossary for another tool."""
    import jacyber_nlp as jc
    from jacyber_nlp.cli import output
    from jacyber_nlp.cli.run import usage_errors

    entries = _read(glossary)
    if format is ExportFormat.csv:
        _write(entries, Format.csv, out)
        return
    title = Path(glossary).stem if glossary != "-" else "stdin"
    with usage_errors():
        if format is ExportFormat.tbx:
            text = jc.to_tbx(entries, title=title)
        elif format is ExportFormat.skos:
            text = jc.to_skos(entries, title=title)
        else:
            text = jc.to_khcoder(entries)
    with output.opened(out) as stream:
        stream.write(text)


def _read(glossary: str) -> tuple[GlossaryEntry, ...]:
    from jacyber_nlp import read_glossary
    from jacyber_nlp.cli.run import usage_errors

    with usage_errors():
        return read_glossary(glossary)


def _write(entries: Iterable[GlossaryEntry], format: Format, out: Path | None) -> None:
    from jacyber_nlp import to_json
    from jacyber_nlp.cli import output

    output.write(
        out,
        format,
        entries,
        show=_show,
        columns=COLUMNS,
        rows=_rows,
        objects=lambda found: map(to_json, found),
    )


def _rows(entries: Iterable[GlossaryEntry]) -> Iterator[dict[str, Any]]:
    for entry in entries:
        first, context = entry.first, entry.context
        yield {
            "ja": entry.ja,
            "en": entry.en,
            "abbreviations": "; ".join(entry.abbreviations),
            "variants_ja": "; ".join(entry.variants_ja),
            "variants_en": "; ".join(entry.variants_en),
            "kind": entry.kind,
            "count": entry.count,
            "documents": entry.documents,
            "first_date": first and first.date,
            "first_document": first and first.document,
            "context": context and context.text,
            "context_document": context and context.document,
            "page": context and context.page,
            "line": context and context.line,
        }


def _show(entries: Iterable[GlossaryEntry], console: Console) -> None:
    from jacyber_nlp.cli import output

    shown = output.table(
        "",
        [
            (say("日本語", "Japanese"), "left"),
            (say("英語", "English"), "left"),
            (say("略称", "Short"), "left"),
            (say("種類", "Kind"), "left"),
            (say("回数", "Count"), "right"),
            (say("文書数", "Documents"), "right"),
            (say("初出", "First in"), "left"),
        ],
    )
    for entry in entries:
        first = entry.first
        since = f" ({first.date})" if first and first.date else ""
        shown.add_row(
            output.safe(entry.ja or "–"),
            output.safe(entry.en or "–"),
            output.safe("; ".join(entry.abbreviations) or "–"),
            KINDS[entry.kind],
            str(entry.count),
            str(entry.documents),
            output.safe(f"{first.document}{since}" if first else "–"),
        )
    console.print(shown)


KINDS = {
    "term": say("用語", "term"),
    "person": say("人名", "person"),
    "body": say("組織", "body"),
    "instrument": say("規範文書", "instrument"),
}
