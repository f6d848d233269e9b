"""``jacyber score``: where documents stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jacyber_nlp.cli.options import (
    ActorOption,
    ActorsOption,
    ConceptsOption,
    DateOption,
    EncoderOption,
    Encoding,
    Files,
    Format,
    FormatOption,
    InputFormatOption,
    IssuerOption,
    KindOption,
    Lang,
    LangOption,
    ModelOption,
    Out,
    TitleOption,
)
from jacyber_nlp.cli.ui import say

if TYPE_CHECKING:
    from rich.console import Console

    from jacyber_nlp.records import Axis, DocumentStance

HELP = say(
    "自由・開放（+1）と主権・統制（-1）の軸での位置を、区間と根拠の文とともに示します"
    "（jacyber_nlp.score）。",
    "Place documents between freedom (+1) and control (-1), with interval and evidence "
    "(jacyber_nlp.score).",
)
COLUMNS = (
    "id",
    "path",
    "position",
    "interval_low",
    "interval_high",
    "salience",
    "density_freedom",
    "density_control",
    "density_conditional",
    "n_sentences",
    "n_evidence",
    "n_halved",
    "n_turned",
    "model",
)


def command(
    files: Files,
    format: FormatOption = Format.table,
    out: Out = None,
    lang: LangOption = Lang.auto,
    input_format: InputFormatOption = None,
    encoding: Encoding = None,
    title: TitleOption = None,
    issuer: IssuerOption = None,
    actor: ActorOption = None,
    date: DateOption = None,
    kind: KindOption = None,
    concepts: ConceptsOption = None,
    actors: ActorsOption = None,
    encoder: EncoderOption = None,
    model: ModelOption = None,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain",
            help=say(
                "表の後に、根拠の文、論点別・主体別の位置、位置を支える文の数を示す"
                "（JSONには常に入る）。",
                "Behind the table show evidence, positions by issue and holder, and how many "
                "sentences carry the position (JSON has them always).",
            ),
        ),
    ] = False,
) -> None:
    """Score each file, in the order given."""
    from jacyber_nlp import to_json
    from jacyber_nlp.cli import output
    from jacyber_nlp.cli.run import Run, analyser, metadata_of

    metadata = metadata_of(title=title, issuer=issuer, actor=actor, date=date, kind=kind)
    run = Run(files, lang=lang, input_format=input_format, encoding=encoding, metadata=metadata)
    loaded = analyser(concepts, actors, encoder=encoder, stages=("score",), model=model)
    found = run.over(loaded.score)
    output.write(
        out,
        format,
        (stance for _, stance in found),
        show=partial(_show, axis=loaded.stance_model.axis if explain else None),
        columns=COLUMNS,
        rows=rows,
        objects=lambda stances: map(to_json, stances),
        single=len(files) == 1,
    )
    run.exit(loaded.encoder)


def rows(stances: Iterable[DocumentStance]) -> Iterator[dict[str, Any]]:
    """Return one flat row a document."""
    for stance in stances:
        low, high = stance.interval or (None, None)
        yield {name: getattr(stance, name, None) for name in COLUMNS} | {
            "interval_low": low,
            "interval_high": high,
        }


def _show(stances: Iterable[DocumentStance], console: Console, *, axis: Axis | None) -> None:
    from jacyber_nlp.cli import explain as explain_
    from jacyber_nlp.cli import output

    stances = list(stances)
    shown = output.table(
        "",
        [
            (say("文書", "Document"), "left"),
            (say("位置", "Position"), "right"),
            (say("90%区間", "90 % interval"), "left"),
            (say("立場を示す文", "Evidence"), "right"),
            (say("顕著性", "Salience"), "right"),
        ],
    )
    for stance in stances:
        shown.add_row(*_cells(stance))
    if shown.rows:
        console.print(shown)
    if axis is not None:
        for stance in stances:
            explain_.show(stance, console, axis)


def _cells(stance: DocumentStance) -> tuple[str, ...]:
    from jacyber_nlp.cli import explain as explain_
    from jacyber_nlp.cli import output

    return (
        output.safe(stance.path),
        say("根拠不足", "not enough")
        if stance.position is None
        else output.number(stance.position, signed=True),
        explain_.interval(stance),
        f"{stance.n_evidence}/{stance.n_sentences}",
        output.number(stance.salience),
    )
