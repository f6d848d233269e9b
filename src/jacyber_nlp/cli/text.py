"""``jacyber text``: the repaired body, its notes, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jacyber_nlp.cli.options import (
    Encoding,
    Files,
    Format,
    InputFormatOption,
    Lang,
    LangOption,
    Out,
)
from jacyber_nlp.cli.ui import say

if TYPE_CHECKING:
    from rich.console import Console

    from jacyber_nlp.cli.run import Read, Run

HELP = say(
    "本文だけを、修復して1段落1行で書き出します（jacyber_nlp.read）。",
    "Write the repaired body alone, one paragraph a line (jacyber_nlp.read).",
)
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class View:
    """What ``text`` shows of a document.

    Attributes:
        columns: Names of the columns, for every format.
        headings: The same for people.
        rows: A document → its rows.
        plain: A row → its line without ``--format``.
    """

    columns: tuple[str, ...]
    headings: tuple[str, ...]
    rows: Callable[[Read], Iterable[Sequence[Any]]]
    plain: Callable[[Row], str]


def command(
    files: Files,
    notes: Annotated[
        bool, typer.Option("--notes", help=say("注だけを書き出す。", "The notes alone."))
    ] = False,
    raw: Annotated[
        bool, typer.Option("--raw", help=say("修復前のテキスト。", "The text before repair."))
    ] = False,
    map: Annotated[
        bool,
        typer.Option(
            "--map",
            help=say(
                "修復後の文字位置と、元のページ・行・文字位置の対応。",
                "From clean characters to page, line and raw characters.",
            ),
        ),
    ] = False,
    sections: Annotated[
        bool,
        typer.Option(
            "--sections", help=say("章節、条、箇条、注、表の一覧。", "The tree of sections.")
        ),
    ] = False,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain",
            help=say("何を直したかを、元の行と並べて示す。", "What was repaired, side by side."),
        ),
    ] = False,
    format: Annotated[
        Format | None,
        typer.Option(help=say("既定は本文のみ。", "Default: the body alone.")),
    ] = None,
    out: Out = None,
    lang: LangOption = Lang.auto,
    input_format: InputFormatOption = None,
    encoding: Encoding = None,
) -> None:
    """Write the clean body of each file, or what the options ask for."""
    from jacyber_nlp.cli import output
    from jacyber_nlp.cli.run import Run, print_error

    chosen = [
        name
        for name, is_set in zip(VIEWS, (notes, raw, map, sections, explain), strict=False)
        if is_set
    ]
    if len(chosen) > 1:
        print_error(
            say(
                f"--{'と--'.join(chosen)}: 同時には使えません。一つだけ指定してください。",
                f"--{' and --'.join(chosen)}: cannot be combined. Name one of them.",
            )
        )
        raise typer.Exit(2)
    run = Run(files, lang=lang, input_format=input_format, encoding=encoding)
    view = VIEWS[chosen[0]] if chosen else BODY
    if format is None:
        with output.opened(out) as stream:
            for line in _lines(run, view, is_raw=chosen == ["raw"]):
                stream.write(line + "\n")
    else:
        _write(run, view, format, out, single=len(files) == 1)
    run.exit()


def _lines(run: Run, view: View, *, is_raw: bool) -> Iterator[str]:
    if is_raw:
        for read in run.raw():
            yield "\f".join(page.text for page in read.raw.pages)
        return
    for read in run.both():
        for row in view.rows(read):
            yield view.plain(dict(zip(view.columns, row, strict=True)))


def _write(run: Run, view: View, format: Format, out: Any, *, single: bool) -> None:
    from jacyber_nlp import to_json
    from jacyber_nlp.cli import output

    def rows(found: Iterable[Read]) -> Iterator[Row]:
        for read in found:
            for row in view.rows(read):
                yield {"document": read.id, **dict(zip(view.columns, row, strict=True))}

    def objects(found: Iterable[Read]) -> Iterator[str]:
        for read in found:
            if view is BODY:
                yield to_json(read.repaired)
            else:
                yield output.dumps({"document": read.id, "rows": list(rows([read]))})

    output.write(
        out,
        format,
        # Also of documents that cannot be repaired.
        run.raw() if view is VIEWS["raw"] else run.both(),
        show=lambda found, console: _show(rows(found), view, console),
        columns=("document", *view.columns),
        rows=rows,
        objects=objects,
        lines=lambda found: map(output.dumps, rows(found)),
        single=single,
    )


def _show(rows: Iterable[Mapping[str, Any]], view: View, console: Console) -> None:
    from jacyber_nlp.cli import output

    names = (say("文書", "Document"), *view.headings)
    shown = output.table("", [(name, "left") for name in names])
    for row in rows:
        shown.add_row(*("" if cell is None else output.safe(str(cell)) for cell in row.values()))
    console.print(shown)


# --- what each view shows ----------------------------------------------------


def _body(read: Read) -> Iterator[Sequence[Any]]:
    document = read.repaired
    for span in document.paragraphs:
        if span.end <= document.body_span.end:
            yield (*document.place(span), span.of(document.text))


def _notes(read: Read) -> Iterator[Sequence[Any]]:
    document = read.repaired
    for note in document.notes:
        place = document.place(note.span)
        yield (note.mark, note.anchor, note.lang, *place, note.span.of(document.text))


def _raw(read: Read) -> Iterator[Sequence[Any]]:
    for page in read.raw.pages:
        for number, line in enumerate(page.text.split("\n"), 1):
            yield page.number, number, line


def _map(read: Read) -> Iterator[Sequence[Any]]:
    document = read.repaired
    ends = [anchor.offset for anchor in document.anchors[1:]] + [len(document.text)]
    for anchor, end in zip(document.anchors, ends, strict=True):
        text = document.text[anchor.offset : end]
        yield anchor.offset, end, anchor.page, anchor.line, anchor.raw, text


def _sections(read: Read) -> Iterator[Sequence[Any]]:
    document = read.repaired
    for section in document.sections:
        yield (
            section.kind,
            section.level,
            section.number,
            section.title,
            *document.place(section.span),
            section.span.start,
            section.span.end,
        )


def _explain(read: Read) -> Iterator[Sequence[Any]]:
    raw, document = read.raw, read.repaired
    from jacyber_nlp import explain_repair

    for line in explain_repair(raw, document):
        if line.part != "blank":
            yield line.page, line.line, line.part, line.raw, line.text


def _tabs(*names: str) -> Callable[[Row], str]:
    """Return what writes columns with tabs between; breaks in them show as ⏎."""

    def write(row: Row) -> str:
        cells = ("" if row[name] is None else str(row[name]) for name in names)
        return "\t".join(cell.replace("\n", "⏎").replace("\t", " ") for cell in cells)

    return write


_PAGE, _LINE, _TEXT = say("頁", "Page"), say("行", "Line"), say("本文", "Text")
BODY = View(
    ("page", "line", "text"),
    (_PAGE, _LINE, say("段落", "Paragraph")),
    _body,
    lambda row: str(row["text"]),
)
VIEWS: dict[str, View] = {
    "notes": View(
        ("mark", "anchor", "lang", "page", "line", "text"),
        (
            say("注", "Note"),
            say("本文の位置", "Anchor"),
            say("言語", "Language"),
            _PAGE,
            _LINE,
            _TEXT,
        ),
        _notes,
        _tabs("mark", "text"),
    ),
    "raw": View(
        ("page", "line", "raw"), (_PAGE, _LINE, say("原文", "Raw")), _raw, lambda row: row["raw"]
    ),
    "map": View(
        ("start", "end", "page", "line", "raw", "text"),
        (
            say("始め", "Start"),
            say("終わり", "End"),
            _PAGE,
            _LINE,
            say("元の位置", "Raw offset"),
            _TEXT,
        ),
        _map,
        _tabs("start", "end", "page", "line", "raw", "text"),
    ),
    "sections": View(
        ("kind", "level", "number", "title", "page", "line", "start", "end"),
        (
            say("種類", "Kind"),
            say("深さ", "Level"),
            say("番号", "Number"),
            say("題", "Title"),
            _PAGE,
            _LINE,
            say("始め", "Start"),
            say("終わり", "End"),
        ),
        _sections,
        lambda row: (
            "  " * (row["level"] - 1)
            + " ".join(str(row[name]) for name in ("kind", "number", "title") if row[name])
        ),
    ),
    "explain": View(
        ("page", "line", "part", "raw", "text"),
        (_PAGE, _LINE, say("扱い", "Part"), say("原文", "Raw"), say("修復後", "Repaired")),
        _explain,
        _tabs("page", "line", "part", "raw", "text"),
    ),
}
