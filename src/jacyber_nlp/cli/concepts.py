"""``jacyber concepts``: the lexicon."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jacyber_nlp.cli.options import Format, FormatOption, Out
from jacyber_nlp.cli.ui import say

if TYPE_CHECKING:
    from rich.console import Console

    from jacyber_nlp.records import Concept

app = typer.Typer(
    no_args_is_help=True,
    help=say(
        "概念辞書の一覧と検査（jacyber_nlp.check_concept_file）。",
        "List the lexicon, check one of your own (jacyber_nlp.check_concept_file).",
    ),
)
COLUMNS = ("id", "ja", "en", "pole", "topics", "alternatives_ja", "alternatives_en")


@app.command("list", help=say("概念の一覧。", "List the concepts."))
def list_(format: FormatOption = Format.table, out: Out = None) -> None:
    """List the concepts that ship."""
    from jacyber_nlp import resources, to_json
    from jacyber_nlp.cli import output

    output.write(
        out,
        format,
        resources.concepts(),
        show=_show,
        columns=COLUMNS,
        rows=_rows,
        objects=lambda found: map(to_json, found),
    )


def _rows(concepts: Iterable[Concept]) -> Iterator[dict[str, Any]]:
    for c in concepts:
        yield {
            "id": c.id,
            "ja": c.preferred.ja,
            "en": c.preferred.en,
            "pole": c.pole,
            "topics": " ".join(c.topics),
            "alternatives_ja": "|".join(c.alternatives_ja),
            "alternatives_en": "|".join(c.alternatives_en),
        }


def _show(concepts: Iterable[Concept], console: Console) -> None:
    from jacyber_nlp.cli import output

    shown = output.table(
        "",
        [
            ("id", "left"),
            (say("日本語", "Japanese"), "left"),
            (say("英語", "English"), "left"),
            (say("極", "Pole"), "right"),
            (say("主題", "Topics"), "left"),
        ],
    )
    for c in concepts:
        pole = f"{c.pole:+d}" if c.pole else "0"
        shown.add_row(c.id, c.preferred.ja, c.preferred.en, pole, " ".join(c.topics))
    console.print(shown)


@app.command(help=say("自分の概念辞書を検査。", "Check a lexicon of your own."))
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", show_default=False)],
) -> None:
    """Report every fault of a lexicon; exit 1 if there are any."""
    from jacyber_nlp import JacyberError, check_concept_file
    from jacyber_nlp.cli.run import print_error
    from jacyber_nlp.cli.ui import language, tell

    try:
        faults = check_concept_file(file)
    except JacyberError as err:
        print_error(err.message(language()))
        raise typer.Exit(1) from err
    for fault in faults:
        print_error(f"{file}: {say(fault.ja, fault)}")
    if faults:
        raise typer.Exit(1)
    tell(f"{file}: 問題はありません。", f"{file}: no faults.")
