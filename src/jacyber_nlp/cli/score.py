"""``jacyber score``: where documents stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

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
    Out,
    TitleOption,
)
from jacyber_nlp.cli.ui import say

if TYPE_CHECKING:
    from rich.console import Console

    from jacyber_nlp.records import DocumentStance, Position

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
    "n_sentences",
    "n_evidence",
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
) -> None:
    """Score each file, in the order given."""
    from jacyber_nlp import to_json
    from jacyber_nlp.cli import output
    from jacyber_nlp.cli.run import Run, analyser, metadata_of

    metadata = metadata_of(title=title, issuer=issuer, actor=actor, date=date, kind=kind)
    run = Run(files, lang=lang, input_format=input_format, encoding=encoding, metadata=metadata)
    loaded = analyser(concepts, actors, encoder=encoder, models=("stance_model",))
    found = run.over(loaded.score)
    output.write(
        out,
        format,
        (stance for _, stance in found),
        show=_show,
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


def _show(stances: Iterable[DocumentStance], console: Console) -> None:
    from jacyber_nlp.cli import output

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


def _cells(stance: DocumentStance) -> tuple[str, ...]:
    from jacyber_nlp.cli import output

    return (
        output.safe(stance.path),
        say("根拠不足", "not enough")
        if stance.position is None
        else output.number(stance.position, signed=True),
        interval(stance),
        f"{stance.n_evidence}/{stance.n_sentences}",
        output.number(stance.salience),
    )


def interval(stance: DocumentStance | Position) -> str:
    """Return the interval as people write it; empty for None."""
    if stance.interval is None:
        return ""
    return f"{stance.interval[0]:+.2f} … {stance.interval[1]:+.2f}"
