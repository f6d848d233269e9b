"""``jacyber doctor``: what is installed, and does it work."""

from __future__ import annotations

import typer

from jacyber_nlp.cli.options import Format, FormatOption
from jacyber_nlp.cli.ui import say

HELP = say(
    "何が入っていて動くかを確かめ、動かないものには対処を示します（jacyber_nlp.diagnose）。",
    "Tell what is installed and whether it works, with a remedy for what does not "
    "(jacyber_nlp.diagnose).",
)
COLUMNS = ("name", "ok", "detail", "remedy")


def command(format: FormatOption = Format.table) -> None:
    """Check every part; exit 1 if a required one does not work."""
    import sys

    from jacyber_nlp import diagnose
    from jacyber_nlp.cli import output

    checks = diagnose()
    rows = [{name: getattr(check, name) for name in COLUMNS} for check in checks]
    if format is Format.csv:
        output.write_csv(rows, COLUMNS, sys.stdout)
    elif format is Format.jsonl:
        sys.stdout.writelines(output.dumps(row) + "\n" for row in rows)
    elif format is Format.json:
        sys.stdout.write(output.dumps(rows) + "\n")
    else:
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
        output.console(sys.stdout).print(shown)
    if any(check.ok is False for check in checks):
        raise typer.Exit(1)
