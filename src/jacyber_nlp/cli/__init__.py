"""The command ``jacyber``: parse, call one library function, print."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from jacyber_nlp.cli import (
    actors,
    align,
    analyse,
    batch,
    cache,
    citations,
    concepts,
    doctor,
    evaluate,
    glossary,
    keyness,
    kwic,
    norms,
    pairs,
    scopes,
    score,
    stance,
    terms,
    text,
    train,
)
from jacyber_nlp.cli.ui import say, tell

app = typer.Typer(
    name="jacyber",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # rich cuts Japanese help off, which has no blanks to wrap at
    context_settings={"help_option_names": ["-h", "--help"]},
    help=say(
        "サイバー政策文書（日本語・英語）の用語、対応する国際規範、自由と統制の軸での位置を、"
        "根拠の文とともに示します。",
        "Terms, corresponding international norms, and the position between freedom and control "
        "of cyber-policy documents in Japanese and English, each with its evidence.",
    ),
)
for name, module in (
    ("analyse", analyse),
    ("text", text),
    ("terms", terms),
    ("pairs", pairs),
    ("kwic", kwic),
    ("align", align),
    ("citations", citations),
    ("scopes", scopes),
    ("actors", actors),
    ("score", score),
):
    app.command(name, help=module.HELP, short_help=module.HELP)(module.command)
app.command("keyness", cls=keyness.TwoSets, help=keyness.HELP, short_help=keyness.HELP)(
    keyness.command
)
app.command("stance", help=stance.HELP, short_help=stance.HELP)(stance.command)
app.command("train", help=train.HELP, short_help=train.HELP)(train.command)
app.command("evaluate", help=evaluate.HELP, short_help=evaluate.HELP)(evaluate.command)
app.add_typer(batch.app, name="batch", help=batch.HELP, short_help=batch.HELP)
app.add_typer(glossary.app, name="glossary")
app.add_typer(norms.app, name="norms")
app.add_typer(concepts.app, name="concepts")
app.add_typer(cache.app, name="cache")
app.command("doctor", help=doctor.HELP, short_help=doctor.HELP)(doctor.command)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        print(f"jacyber {version('jacyber-nlp')}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_version,
            is_eager=True,
            help=say("版を表示して終わります。", "Print the version and exit."),
        ),
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command; exit 0, 1 (some inputs failed), 2 (usage) or 130 (interrupted)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app(prog_name="jacyber")
    except SystemExit as err:
        if err.code == 130:
            tell("中断しました。", "Interrupted.")
        raise
    except OSError as err:  # stdout is full or closed
        tell(
            f"出力できません（{err.strerror}）。出力先の空き容量を確かめてください。",
            f"cannot write the output ({err.strerror}). Check the space where it goes.",
        )
        sys.exit(1)


__all__ = ["app", "main"]
