"""``jacyber norms``: the catalogue of provisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jacyber_nlp.cli.options import Format, FormatOption, Out
from jacyber_nlp.cli.ui import say

if TYPE_CHECKING:
    from rich.console import Console

    from jacyber_nlp.records import Instrument, NormProvision

app = typer.Typer(
    no_args_is_help=True,
    help=say(
        "規範の一覧、表示、検索（jacyber_nlp.find_provisions）。",
        "List, show and search norms (jacyber_nlp.find_provisions).",
    ),
)
INSTRUMENT_COLUMNS = (
    "id",
    "date",
    "title_ja",
    "title_en",
    "symbol",
    "legal_status",
    "camp",
    "provisions",
    "verified",
)
COLUMNS = ("id", "instrument_id", "number", "label_ja", "label_en", "pole", "topics", "verified")


@app.command("list", help=say("文書の一覧。", "List the instruments."))
def list_(format: FormatOption = Format.table, out: Out = None) -> None:
    """List the instruments."""
    from jacyber_nlp import resources, to_json
    from jacyber_nlp.cli import output

    output.write(
        out,
        format,
        resources.instruments(),
        show=_show_instruments,
        columns=INSTRUMENT_COLUMNS,
        rows=_instrument_rows,
        objects=lambda found: map(to_json, found),
    )


@app.command(help=say("idの文書または条項を表示。", "Show instruments or provisions by id."))
def show(
    ids: Annotated[list[str], typer.Argument(metavar="ID", show_default=False)],
    format: FormatOption = Format.table,
    out: Out = None,
) -> None:
    """Show every provision of the given ids with its summary."""
    from jacyber_nlp import load_norms
    from jacyber_nlp.cli.run import usage_errors

    with usage_errors():
        found = load_norms(",".join(ids))
    _write(found, format, out, full=True)


@app.command(help=say("語をすべて含む条項を検索。", "Find provisions that hold every word."))
def search(
    words: Annotated[list[str], typer.Argument(metavar="WORD", show_default=False)],
    format: FormatOption = Format.table,
    out: Out = None,
) -> None:
    """Find provisions; exit 1 if there are none."""
    from jacyber_nlp import find_provisions
    from jacyber_nlp.cli.ui import tell

    found = find_provisions(" ".join(words))
    if not found:
        tell(
            f"「{' '.join(words)}」を含む条項はありません。語を減らしてください。",
            f"No provision holds all of: {' '.join(words)}. Try fewer words.",
        )
        raise typer.Exit(1)
    _write(found, format, out, full=False)


def _write(
    found: tuple[NormProvision, ...], format: Format, out: Path | None, *, full: bool
) -> None:
    from jacyber_nlp import to_json
    from jacyber_nlp.cli import output

    output.write(
        out,
        format,
        found,
        show=lambda provisions, console: _show_provisions(provisions, console, full=full),
        columns=COLUMNS,
        rows=_provision_rows,
        objects=lambda provisions: map(to_json, provisions),
    )


def _instrument_rows(instruments: Iterable[Instrument]) -> Iterator[dict[str, Any]]:
    from jacyber_nlp import resources

    counts = Counter(p.instrument_id for p in resources.provisions())
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


def _show_instruments(instruments: Iterable[Instrument], console: Console) -> None:
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
    for row in _instrument_rows(instruments):
        shown.add_row(
            row["id"],
            row["date"] or "–",
            row[say("title_ja", "title_en")],
            row["legal_status"],
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
            "label_ja": p.label.ja,
            "label_en": p.label.en,
            "pole": p.pole,
            "topics": " ".join(p.topics),
            "verified": p.verified,
        }


def _show_provisions(provisions: Iterable[NormProvision], console: Console, *, full: bool) -> None:
    from jacyber_nlp.cli import output

    summary = (say("要約（本プロジェクトの文）", "Summary in our own words"), "left")
    shown = output.table(
        "",
        [
            ("id", "left"),
            (say("番号", "Number"), "left"),
            (say("見出し", "Short title"), "left"),
            *([summary] if full else []),
            (say("極", "Pole"), "right"),
            (say("確認", "Verified"), "left"),
        ],
    )
    for p in provisions:
        words = [say(p.summary.ja, p.summary.en)] if full else []
        pole = f"{p.pole:+d}" if p.pole else "0"
        shown.add_row(p.id, p.number, say(p.label.ja, p.label.en), *words, pole, p.verified)
    console.print(shown)
