"""``jacyber norms``: the catalogue of provisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from jacyber_nlp.cli.options import Format, FormatOption, Out
from jacyber_nlp.cli.ui import say

if TYPE_CHECKING:
    from jacyber_nlp.records import NormProvision

app = typer.Typer(
    no_args_is_help=True,
    help=say(
        "規範の一覧、表示、検索（jacyber_nlp.find_provisions）。",
        "List, show and search norms (jacyber_nlp.find_provisions).",
    ),
)
COLUMNS = ("id", "instrument_id", "number", "label_ja", "label_en", "pole", "topics", "verified")


@app.command("list", help=say("文書の一覧。", "List the instruments."))
def list_(format: FormatOption = Format.table, out: Out = None) -> None:
    """List the instruments."""
    from jacyber_nlp import resources, to_json
    from jacyber_nlp.cli import output

    counts: dict[str, int] = {}
    for p in resources.provisions():
        counts[p.instrument_id] = counts.get(p.instrument_id, 0) + 1
    with output.opened(out) as stream:
        if format is Format.table:
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
            for i in resources.instruments():
                shown.add_row(
                    i.id,
                    i.date or "–",
                    say(i.title.ja, i.title.en),
                    i.legal_status,
                    i.camp,
                    str(counts[i.id]),
                    i.verified,
                )
            output.console(stream).print(shown)
        elif format is Format.csv:
            columns = (
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
            output.write_csv(
                (
                    {
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
                    for i in resources.instruments()
                ),
                columns,
                stream,
            )
        else:
            _objects(map(to_json, resources.instruments()), format, stream)


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


def _write(found: tuple[NormProvision, ...], format: Format, out: Any, *, full: bool) -> None:
    from jacyber_nlp import to_json
    from jacyber_nlp.cli import output

    with output.opened(out) as stream:
        if format is Format.csv:
            output.write_csv(
                (
                    {
                        "id": p.id,
                        "instrument_id": p.instrument_id,
                        "number": p.number,
                        "label_ja": p.label.ja,
                        "label_en": p.label.en,
                        "pole": p.pole,
                        "topics": " ".join(p.topics),
                        "verified": p.verified,
                    }
                    for p in found
                ),
                COLUMNS,
                stream,
            )
        elif format is not Format.table:
            _objects(map(to_json, found), format, stream)
        else:
            shown = output.table(
                "",
                [
                    ("id", "left"),
                    (say("番号", "Number"), "left"),
                    (say("見出し", "Short title"), "left"),
                    *(
                        [(say("要約（本プロジェクトの文）", "Summary in our own words"), "left")]
                        if full
                        else []
                    ),
                    (say("極", "Pole"), "right"),
                    (say("確認", "Verified"), "left"),
                ],
            )
            for p in found:
                summary = [say(p.summary.ja, p.summary.en)] if full else []
                shown.add_row(
                    p.id,
                    p.number,
                    say(p.label.ja, p.label.en),
                    *summary,
                    f"{p.pole:+d}" if p.pole else "0",
                    p.verified,
                )
            output.console(stream).print(shown)


def _objects(texts: Any, format: Format, stream: Any) -> None:
    from jacyber_nlp.cli import output

    if format is Format.jsonl:
        stream.writelines(f"{text}\n" for text in texts)
    else:
        output.write_json(texts, stream, n_inputs=2)
