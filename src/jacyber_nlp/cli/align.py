"""``jacyber align``: which norms the terms of documents, or of a list, mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jacyber_nlp.cli.options import (
    ConceptsOption,
    EncoderOption,
    Encoding,
    Format,
    FormatOption,
    InputFormatOption,
    Lang,
    LangOption,
    NormsOption,
    NormText,
    NormTextOption,
    NormTextsOption,
    Out,
)
from jacyber_nlp.cli.ui import say

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from jacyber_nlp.pipeline import Analyser
    from jacyber_nlp.records import AlignedTerm, Alignment, Document, NormProvision

    Result = tuple[Document, list[AlignedTerm]]

HELP = say(
    "文書の用語・概念・引用、または一覧の語句に対応する国際規範の条項を挙げます"
    "（jacyber_nlp.align、jacyber_nlp.align_terms）。",
    "List the provisions of international norms that the terms, concepts and citations of "
    "documents mean, or those of a list (jacyber_nlp.align, jacyber_nlp.align_terms).",
)
OF_MATCH = ("provision_id", "similarity", "probability", "rank", "route", "verified", "text_source")
OF_TERM = ("document", "path", "text", "kind", "page", "line", "sentence", "matched")
AT_ONCE = 256  # terms of a list that are aligned together


def command(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE",
            help=say("ファイル（txt、pdf）。-は標準入力。", "Files (txt, pdf); - is stdin."),
            show_default=False,
        ),
    ] = None,
    terms: Annotated[
        str | None,
        typer.Option(
            "--terms",
            metavar="FILE",
            help=say(
                "文書の代わりに、1行に1語句の一覧（textとcontextのJSON Linesも可）。-は標準入力。",
                "Instead of documents a list, one term a line, or JSON lines with text and "
                "context; - is stdin.",
            ),
        ),
    ] = None,
    format: FormatOption = Format.table,
    out: Out = None,
    lang: LangOption = Lang.auto,
    input_format: InputFormatOption = None,
    encoding: Encoding = None,
    concepts: ConceptsOption = None,
    norms: NormsOption = None,
    norm_text: NormTextOption = NormText.summary,
    norm_texts: NormTextsOption = Path("norm-texts"),
    encoder: EncoderOption = None,
) -> None:
    """Align the terms of each file, or each line of a list.

    A table shows what matches a norm; of a list, every line.
    """
    from jacyber_nlp.cli import output
    from jacyber_nlp.cli.run import Run, analyser

    if bool(files) == (terms is not None):
        raise typer.BadParameter(
            say(
                "文書のファイルか--termsの一覧のどちらか一方を指定してください。",
                "Give either files or a list by --terms, not both.",
            ),
            param_hint="FILE / --terms",
        )
    loaded = analyser(
        concepts=concepts,
        norms=norms,
        official=norm_texts if norm_text is NormText.official else None,
        encoder=encoder,
        stages=("align",),
    )
    run = Run(files or [], lang=lang, input_format=input_format, encoding=encoding)
    if terms is not None:
        _align_list(terms, loaded, format, out)
        run.exit(loaded.encoder)
        return
    output.write(
        out,
        format,
        run.over(loaded.align),
        show=lambda results, console: _show(results, console, loaded.norms),
        columns=(*OF_TERM, *OF_MATCH),
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
        single=len(files or []) == 1,
    )
    run.exit(loaded.encoder)


def _align_list(terms: str, loaded: Analyser, format: Format, out: Out) -> None:
    """Align a list of terms as it is read: one result a line, in order."""
    from jacyber_nlp.cli import output
    from jacyber_nlp.cli.run import usage_errors

    with usage_errors():
        output.write(
            out,
            format,
            _aligned(terms, loaded),
            show=lambda results, console: console.print(_list_table(results, loaded.norms)),
            columns=("text", "matched", *OF_MATCH),
            rows=lambda results: (
                {"text": text, "matched": any(a.matched for a in found)} | _match(a, rank=True)
                for text, found in results
                for a in found
            ),
            objects=lambda results: (
                output.dumps(
                    {
                        "text": text,
                        "matched": any(a.matched for a in found),
                        "matches": [_match(a) for a in found],
                    }
                )
                for text, found in results
            ),
        )


def _aligned(terms: str, loaded: Analyser) -> Iterator[tuple[str, list[Alignment]]]:
    from itertools import islice

    from jacyber_nlp.alignment import read_queries

    queries = read_queries(terms)
    while block := list(islice(queries, AT_ONCE)):
        found = loaded.align_terms(block)
        yield from ((query.text, of_one) for query, of_one in zip(block, found, strict=True))


def _show(results: Iterable[Result], console: Console, norms: Sequence[NormProvision]) -> None:
    from jacyber_nlp.cli import output

    for document, found in results:
        matched = [a for term in found for a in term.alignments if a.matched]
        console.print(norm_table(matched, output.safe(document.id), norms))


def norm_table(alignments: list[Alignment], title: str, norms: Sequence[NormProvision]) -> Table:
    """Return a table of matched terms, with the short title of each provision."""
    from jacyber_nlp.cli import output

    labels = {p.id: p.label for p in norms}
    shown = output.table(title, _headings())
    for a in alignments:
        label = labels[a.provision_id]
        shown.add_row(
            output.safe(a.text),
            a.provision_id,
            say(label.ja, label.en),
            output.number(a.probability),
            a.route,
            _verified(a),
        )
    return shown


def _list_table(
    results: Iterable[tuple[str, list[Alignment]]], norms: Sequence[NormProvision]
) -> Table:
    """Return a table with every term of a list: its norms, or that it means none."""
    from jacyber_nlp.cli import output

    labels = {p.id: p.label for p in norms}
    shown = output.table("", _headings())
    for text, found in results:
        matched = [a for a in found if a.matched]
        if not matched:
            best = output.number(found[0].probability) if found else "–"
            shown.add_row(output.safe(text), "–", say("（規範なし）", "(no norm)"), best, "", "")
        for i, a in enumerate(matched):
            label = labels[a.provision_id]
            shown.add_row(
                "" if i else output.safe(text),
                a.provision_id,
                say(label.ja, label.en),
                output.number(a.probability),
                a.route,
                _verified(a),
            )
    return shown


def _verified(a: Alignment) -> str:
    return a.verified if a.text_source == "summary" else say("公式文", "official text")


def _headings() -> list[tuple[str, str]]:
    return [
        (say("用語", "Term"), "left"),
        (say("条項", "Provision"), "left"),
        (say("見出し", "Short title"), "left"),
        (say("確率", "Prob."), "right"),
        (say("経路", "Route"), "left"),
        (say("確認", "Verified"), "left"),
    ]


def _term(document: Document, term: AlignedTerm) -> dict[str, Any]:
    return _place(document, term) | {
        "matches": [_match(a) | {"matched": a.matched} for a in term.alignments]
    }


def _place(document: Document, term: AlignedTerm) -> dict[str, Any]:
    return {
        "document": document.id,
        "path": document.source.uri,
        "text": term.text,
        "kind": term.kind,
        "page": term.page,
        "line": term.line,
        "sentence": term.sentence,
        "matched": term.matched,
    }


def _match(a: Alignment, *, rank: bool = False) -> dict[str, Any]:
    return {
        "provision_id": a.provision_id,
        "similarity": a.similarity,
        "probability": a.probability,
        "route": a.route,
        "verified": a.verified,
        "text_source": a.text_source,
    } | ({"rank": a.rank} if rank else {})


def _rows(results: Iterable[Result]) -> Iterator[dict[str, Any]]:
    for document, found in results:
        for term in found:
            place = _place(document, term)
            for a in term.alignments:
                yield place | _match(a, rank=True) | {"matched": a.matched}
