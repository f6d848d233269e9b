"""``jacyber norms``: the catalogue of provisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jacyber_nlp.cli import matrix
from jacyber_nlp.cli.options import (
    Encoding,
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

    from jacyber_nlp.records import Instrument, NormProvision

app = typer.Typer(
    no_args_is_help=True,
    help=say(
        "規範の一覧、表示、検索、取り込み（jacyber_nlp.load_norms）。",
        "List, show, search and import norms (jacyber_nlp.load_norms).",
    ),
)
app.command("matrix", help=matrix.HELP)(matrix.command)
INSTRUMENT_COLUMNS = (
    "id", "date", "title_ja", "title_en", "symbol", "legal_status", "camp", "provisions",
    "verified",
)  # fmt: skip
COLUMNS = (
    "id", "instrument_id", "number", "kind", "label_ja", "label_en", "summary_ja", "summary_en",
    "text_source", "pole", "topics", "verified", "locator", "sources",
)  # fmt: skip


@app.command("list", help=say("文書の一覧。", "List the instruments."))
def list_(norms: NormsOption = None, format: FormatOption = Format.table, out: Out = None) -> None:
    """List the instruments, with the number of provisions that are chosen."""
    from jacyber_nlp import load_instruments, load_norms, resources, to_json
    from jacyber_nlp.cli import output
    from jacyber_nlp.cli.run import usage_errors

    with usage_errors():
        instruments = load_instruments(norms or "")
        provisions = load_norms(norms) if norms else resources.provisions()
    counts = Counter(p.instrument_id for p in provisions)
    output.write(
        out,
        format,
        instruments,
        show=lambda found, console: _show_instruments(found, console, counts),
        columns=INSTRUMENT_COLUMNS,
        rows=lambda found: _instrument_rows(found, counts),
        objects=lambda found: map(to_json, found),
    )


@app.command(
    help=say(
        "文書または条項を、要約（両言語）、箇所、出典とともに表示。",
        "Show instruments or provisions with summaries in both languages, place and sources.",
    )
)
def show(
    ids: Annotated[list[str], typer.Argument(metavar="ID|FILE", show_default=False)],
    format: FormatOption = Format.table,
    out: Out = None,
) -> None:
    """Show every provision of the given ids with its summary."""
    from jacyber_nlp import load_instruments, load_norms
    from jacyber_nlp.cli.norm_cards import show_cards
    from jacyber_nlp.cli.run import usage_errors

    with usage_errors():
        choice = ",".join(ids)
        found, instruments = load_norms(choice), load_instruments(choice)
    _write(found, format, out, lambda found, console: show_cards(found, instruments, console))


@app.command(help=say("語をすべて含む条項を検索。", "Find provisions that hold every word."))
def search(
    words: Annotated[list[str], typer.Argument(metavar="WORD", show_default=False)],
    norms: NormsOption = None,
    format: FormatOption = Format.table,
    out: Out = None,
) -> None:
    """Find provisions, best first; exit 1 if there are none."""
    from jacyber_nlp import find_provisions
    from jacyber_nlp.cli.run import usage_errors
    from jacyber_nlp.cli.ui import tell

    with usage_errors():
        found = find_provisions(" ".join(words), norms or "")
    if not found:
        tell(
            f"「{' '.join(words)}」を含む条項はありません。語を減らしてください。",
            f"No provision holds all of: {' '.join(words)}. Try fewer words.",
        )
        raise typer.Exit(1)
    _write(found, format, out, _show_table)


@app.command(
    "import",
    help=say(
        "番号の付いた文書を条項に分け、--normsに渡せるYAMLを作成（jacyber_nlp.import_norms）。",
        "Split a numbered text into provisions: YAML for --norms (jacyber_nlp.import_norms).",
    ),
)
def import_(
    file: Annotated[
        str,
        typer.Argument(
            metavar="TEXT",
            help=say("ファイル（txt、pdf）。-は標準入力。", "A file (txt, pdf); - is stdin."),
            show_default=False,
        ),
    ],
    id: Annotated[
        str,
        typer.Option(
            "--id", help=say("文書のid（my-accord）。", "Id of the instrument (my-accord).")
        ),
    ],
    title: Annotated[
        str | None,
        typer.Option("--title", help=say("題名。既定は本文から。", "Its title; default: found.")),
    ] = None,
    out: Out = None,
    lang: LangOption = Lang.auto,
    input_format: InputFormatOption = None,
    encoding: Encoding = None,
) -> None:
    """Split a text into provisions, and say how many there are."""
    from jacyber_nlp import import_norms
    from jacyber_nlp.cli import output
    from jacyber_nlp.cli.run import Run, usage_errors
    from jacyber_nlp.cli.ui import tell

    run = Run([file], lang=lang, input_format=input_format, encoding=encoding)
    with usage_errors(), output.opened(out) as stream:
        for _, text in run.over(lambda document: import_norms(document, id=id, title=title)):
            stream.write(text)
            n = text.count("\n- id: ")
            tell(f"{n}条項に分けました。内容を確かめてください。", f"{n} provisions. Check them.")
    run.exit()


def _write(found: Sequence[NormProvision], format: Format, out: Path | None, show: Any) -> None:
    from jacyber_nlp import to_json
    from jacyber_nlp.cli import output

    output.write(
        out,
        format,
        found,
        show=show,
        columns=COLUMNS,
        rows=_provision_rows,
        objects=lambda provisions: map(to_json, provisions),
    )


def _instrument_rows(
    instruments: Iterable[Instrument], counts: Counter[str]
) -> Iterator[dict[str, Any]]:
    for i in instruments:
        yield {
            "id": i.id,
            "date": i.date,
            "title_ja": i.title.ja,
            "title_en": i.title.en,
            "symbol": i.symbol,
            "legal_status": i.legal_status,
            "camp": i.camp,
            "provisions": counts[i.id],
            "verified": i.verified,
        }


def _show_instruments(
    instruments: Iterable[Instrument], console: Console, counts: Counter[str]
) -> None:
    from jacyber_nlp.cli import output

    shown = output.table(
        "",
        [
            ("id", "left"),
            (say("日付", "Date"), "left"),
            (say("題名", "Title"), "left"),
            (say("法的地位", "Status"), "left"),
            (say("陣営", "Camp"), "left"),
            (say("条項", "Provisions"), "right"),
            (say("確認", "Verified"), "left"),
        ],
    )
    for row in _instrument_rows(instruments, counts):
        shown.add_row(
            row["id"],
            row["date"] or "–",
            output.safe(row[say("title_ja", "title_en")]),
            output.safe(row["legal_status"]),
            row["camp"],
            str(row["provisions"]),
            row["verified"],
        )
    console.print(shown)


def _provision_rows(provisions: Iterable[NormProvision]) -> Iterator[dict[str, Any]]:
    for p in provisions:
        yield {
            "id": p.id,
            "instrument_id": p.instrument_id,
            "number": p.number,
            "kind": p.kind,
            "label_ja": p.label.ja,
            "label_en": p.label.en,
            "summary_ja": p.summary.ja,
            "summary_en": p.summary.en,
            "text_source": p.text_source,
            "pole": p.pole,
            "topics": " ".join(p.topics),
            "verified": p.verified,
            "locator": p.locator,
            "sources": " ".join(p.sources),
        }


def _show_table(provisions: Iterable[NormProvision], console: Console) -> None:
    from jacyber_nlp.cli import output

    shown = output.table(
        "",
        [
            ("id", "left"),
            (say("番号", "Number"), "left"),
            (say("見出し", "Short title"), "left"),
            (say("種類", "Kind"), "left"),
            (say("極", "Pole"), "right"),
            (say("確認", "Verified"), "left"),
        ],
    )
    for p in provisions:
        label = output.safe(say(p.label.ja, p.label.en))
        shown.add_row(output.safe(p.id), output.safe(p.number), label, p.kind, _pole(p), p.verified)
    console.print(shown)


def _pole(p: NormProvision) -> str:
    return f"{p.pole:+d}" if p.pole else "0"
