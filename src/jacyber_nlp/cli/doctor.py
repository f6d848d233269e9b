"""``jacyber doctor``: what is installed, and does it work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import typer

from jacyber_nlp.cli.options import Format, FormatOption
from jacyber_nlp.cli.ui import say

if TYPE_CHECKING:
    from rich.console import Console

    from jacyber_nlp.diagnosis import Check

HELP = say(
    "何が入っていて動くかを確かめ、動かないものには対処を示します（jacyber_nlp.diagnose）。",
    "Tell what is installed and whether it works, with a remedy for what does not "
    "(jacyber_nlp.diagnose).",
)
COLUMNS = ("name", "ok", "detail", "remedy")


def command(format: FormatOption = Format.table) -> None:
    """Check every part; exit 1 if a required one does not work."""
    from jacyber_nlp import diagnose
    from jacyber_nlp.cli import output

    checks = diagnose()
    output.write(
        None,
        format,
        checks,
        show=_show,
        columns=COLUMNS,
        rows=_rows,
        objects=lambda found: map(output.dumps, _rows(found)),
    )
    if any(check.ok is False for check in checks):
        raise typer.Exit(1)


def _rows(checks: Iterable[Check]) -> Iterator[dict[str, Any]]:
    for check in checks:
        yield {name: getattr(check, name) for name in COLUMNS}


def _show(checks: Iterable[Check], console: Console) -> None:
    from jacyber_nlp.cli import output

    shown = output.table(
        "",
        [
            ("", "left"),
            (say("部品", "Part"), "left"),
            (say("結果", "Finding"), "left"),
            (say("対処", "Remedy"), "left"),
        ],
    )
    marks = {True: "✓", False: "✗", None: "–"}
    for check in checks:
        shown.add_row(marks[check.ok], check.name, output.safe(check.detail), check.remedy)
    console.print(shown)
