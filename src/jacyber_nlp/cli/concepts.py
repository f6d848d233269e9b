"""``jacyber concepts``: the lexicon."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jacyber_nlp.cli.options import Format, FormatOption, Out
from jacyber_nlp.cli.ui import say

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

    found = resources.concepts()
    with output.opened(out) as stream:
        if format is Format.jsonl:
            stream.writelines(to_json(c) + "\n" for c in found)
        elif format is Format.json:
            output.write_json(map(to_json, found), stream, n_inputs=2)
        elif format is Format.csv:
            output.write_csv(
                (
                    {
                        "id": c.id,
                        "ja": c.preferred.ja,
                        "en": c.preferred.en,
                        "pole": c.pole,
                        "topics": " ".join(c.topics),
                        "alternatives_ja": "|".join(c.alternatives_ja),
                        "alternatives_en": "|".join(c.alternatives_en),
                    }
                    for c in found
                ),
                COLUMNS,
                stream,
            )
        else:
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
            for c in found:
                shown.add_row(
                    c.id,
                    c.preferred.ja,
                    c.preferred.en,
                    f"{c.pole:+d}" if c.pole else "0",
                    " ".join(c.topics),
                )
            output.console(stream).print(shown)


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
