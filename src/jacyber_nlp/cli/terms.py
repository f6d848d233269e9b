"""``jacyber terms``: the terms of documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jacyber_nlp.cli.options import (
    ConceptsOption,
    Encoding,
    Files,
    InputFormatOption,
    Lang,
    LangOption,
    Out,
    Top,
)
from jacyber_nlp.cli.ui import say, tell

if TYPE_CHECKING:
    from rich.console import Console

    from jacyber_nlp.records import Document, Term

    Result = tuple[Document, tuple[Term, ...]]

HELP = say(
    "文書の用語を、重要な順に回数と箇所つきで挙げます（jacyber_nlp.extract_terms）。",
    "List the terms of documents, best first, with counts and places (jacyber_nlp.extract_terms).",
)
TABLE_ROWS = 100  # beyond them a table is no reading any more
COLUMNS = ("document", "path", "surface", "lang", "score", "count", "variants", "evidence")


class TermFormat(StrEnum):
    """How terms are written."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    tbx = "tbx"


class TermLang(StrEnum):
    """Whose language's terms are listed."""

    main = "main"
    all = "all"
    ja = "ja"
    en = "en"


class Measure(StrEnum):
    """Measure of termhood."""

    termhood = "termhood"
    c_value = "c-value"
    flr = "flr"
    keyness = "keyness"


def _list(option: str, ja: str, en: str) -> Any:
    return typer.Option(option, metavar="FILE", help=say(ja, en))


def command(
    files: Files,
    format: Annotated[
        TermFormat, typer.Option("--format", help=say("出力の形式。", "How to write the results."))
    ] = TermFormat.table,
    out: Out = None,
    lang: LangOption = Lang.auto,
    input_format: InputFormatOption = None,
    encoding: Encoding = None,
    concepts: ConceptsOption = None,
    top: Top = None,
    term_lang: Annotated[
        TermLang,
        typer.Option(
            "--term-lang",
            help=say(
                "用語の言語。mainは文書の主な言語。",
                "Language of the terms; main is the document's main language.",
            ),
        ),
    ] = TermLang.main,
    measure: Annotated[
        Measure,
        typer.Option(
            "--measure",
            help=say(
                "重要度の尺度。keynessは英語だけ。",
                "Measure of termhood; keyness for English only.",
            ),
        ),
    ] = Measure.termhood,
    min_count: Annotated[
        int,
        typer.Option(
            "--min-count",
            min=1,
            help=say("これより少ない用語を省く。", "Leave out terms with fewer places."),
        ),
    ] = 1,
    lexicon: Annotated[
        bool,
        typer.Option(
            "--lexicon/--no-lexicon",
            help=say(
                "概念辞書を用語の根拠に使うか。",
                "Whether the lexicon of concepts is evidence for a term.",
            ),
        ),
    ] = True,
    user_terms: Annotated[
        Path | None,
        _list(
            "--user-terms",
            "必ず一語の用語とする語の一覧（1行に1語）。",
            "Forms that are terms wherever they stand, one a line.",
        ),
    ] = None,
    keep: Annotated[
        Path | None,
        _list("--keep", "必ず残す語の一覧（1行に1語）。", "Terms never left out, one a line."),
    ] = None,
    stop: Annotated[
        Path | None,
        _list(
            "--stop", "用語としない語の一覧（1行に1語）。", "Forms that are no terms, one a line."
        ),
    ] = None,
) -> None:
    """List the terms of each file."""
    from jacyber_nlp import TermLists, TermOptions, read_terms
    from jacyber_nlp.cli.run import Run, analyser, usage_errors

    with usage_errors():
        lists = TermLists(*(read_terms(path) if path else () for path in (user_terms, keep, stop)))
    options = TermOptions(term_lang.value, measure.value, min_count, lexicon, lists)
    run = Run(files, lang=lang, input_format=input_format, encoding=encoding)
    analyse = analyser(concepts=concepts)
    results = (
        (document, _told_of(document, terms)[:top])
        for document, terms in run.over(lambda document: analyse.terms(document, options))
    )
    if format == TermFormat.tbx:
        _write_tbx(out, results)
    else:
        most = None if top else TABLE_ROWS
        _write(out, format, results, single=len(files) == 1, most=most)
    run.exit()


def _told_of(document: Document, terms: tuple[Term, ...]) -> tuple[Term, ...]:
    if not terms:
        tell(f"{document.id}: 用語が見つかりません。", f"{document.id}: no terms found.")
    return terms


def _write_tbx(out: Path | None, results: Iterable[Result]) -> None:
    from jacyber_nlp import join_terms, to_tbx
    from jacyber_nlp.cli import output
    from jacyber_nlp.cli.run import usage_errors

    with usage_errors(), output.opened(out) as stream:
        stream.write(to_tbx(join_terms((document, terms, ()) for document, terms in results)))


def _write(
    out: Path | None,
    format: TermFormat,
    results: Iterable[Result],
    *,
    single: bool,
    most: int | None,
) -> None:
    from jacyber_nlp.cli import output

    output.write(
        out,
        format,
        results,
        show=partial(_show, most=most),
        columns=COLUMNS,
        rows=lambda results: (
            {
                **row,
                "variants": "; ".join(row["variants"]),
                "evidence": " ".join(row["evidence"]),
            }
            for row in _rows(results)
        ),
        objects=lambda results: (
            output.dumps({"document": document.id, "terms": list(_rows([(document, terms)]))})
            for document, terms in results
        ),
        lines=lambda results: map(output.dumps, _rows(results)),
        single=single,
    )


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


def _show(results: Iterable[Result], console: Console, *, most: int | None) -> None:
    from jacyber_nlp.cli import output

    evidence = {
        "glossed": say("英訳併記", "glossed"),
        "in_brackets": say("括弧", "in_brackets"),
        "lexicon": say("辞書", "lexicon"),
        "paired": say("対訳", "paired"),
        "quoted": say("引用符", "quoted"),
        "user": say("指定", "user"),
    }
    for document, terms in results:
        shown = output.table(
            output.safe(document.id),
            [
                (say("用語", "Term"), "left"),
                (say("回数", "Count"), "right"),
                (say("重要度", "Score"), "right"),
                (say("異表記", "Variants"), "left"),
                (say("根拠", "Evidence"), "left"),
                (say("初出", "First place"), "left"),
            ],
        )
        for term in terms[:most]:
            shown.add_row(
                output.safe(term.surface),
                str(term.count),
                output.number(term.score),
                output.safe(say("、", ", ").join(term.variants)),
                " ".join(evidence[mark] for mark in term.evidence),
                output.place(*document.place(term.spans[0])),
            )
        console.print(shown)
        left = len(terms[most:]) if most else 0
        if left:
            rest = say(
                f"ほか{left:,}語。件数は--topで、全件は--format jsonlなどで。",
                f"{left:,} more: --top says how many, --format jsonl and others give all.",
            )
            console.print(rest, end="\n\n")
