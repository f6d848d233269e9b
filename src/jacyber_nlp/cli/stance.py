"""``jacyber stance``: what single sentences say, and whose view that is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jacyber_nlp.cli.actors import POLES, holder_shown
from jacyber_nlp.cli.options import (
    ConceptsOption,
    EncoderOption,
    Format,
    FormatOption,
    ModelOption,
    Out,
)
from jacyber_nlp.cli.ui import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from jacyber_nlp.pipeline import Analyser
    from jacyber_nlp.records import Axis, SentenceQuery, SentenceStance

    Result = tuple[SentenceQuery, SentenceStance | None]

HELP = say(
    "文ごとに自由・統制・中立の別と、誰の見解かを示します（jacyber_nlp.stances_of）。",
    "Tell of each sentence whether it is for freedom, control or neither, and whose view it is "
    "(jacyber_nlp.stances_of).",
)
COLUMNS = (
    "id",
    "text",
    "label",
    "p_freedom",
    "p_control",
    "p_neutral",
    "issue",
    "holder",
    "reported_label",
    "phenomena",
)
AT_ONCE = 256


def command(
    sentences: Annotated[
        str,
        typer.Option(
            "--sentences",
            metavar="FILE",
            help=say(
                "JSON Linesの文（id、text、lang、actor、before）。-は標準入力。",
                "Sentences as JSON lines (id, text, lang, actor, before); - is stdin.",
            ),
        ),
    ],
    format: FormatOption = Format.table,
    out: Out = None,
    concepts: ConceptsOption = None,
    encoder: EncoderOption = None,
    model: ModelOption = None,
) -> None:
    """Label the sentences of a list: one result a line, in order."""
    from jacyber_nlp.cli import output
    from jacyber_nlp.cli.run import Run, analyser, usage_errors

    loaded = analyser(concepts, encoder=encoder, stages=("score",), model=model)
    with usage_errors():
        output.write(
            out,
            format,
            _labelled(sentences, loaded),
            show=lambda results, console: _show(results, console, loaded.stance_model.axis),
            columns=COLUMNS,
            rows=lambda results: (
                row | {"text": query.text, "phenomena": " ".join(row["phenomena"])}
                for query, row in ((result[0], _row(result)) for result in results)
            ),
            objects=lambda results: (output.dumps(_row(result)) for result in results),
        )
    Run([]).exit(loaded.encoder)


def _heading(pole: str) -> str:
    """Return the name of a pole; of those that ship, in the user's language."""
    from jacyber_nlp.cli import output

    known = {"freedom": say("自由", "Freedom"), "control": say("統制", "Control")}
    return known.get(pole, output.safe(pole))


def _labelled(sentences: str, loaded: Analyser) -> Iterator[Result]:
    from itertools import islice

    from jacyber_nlp import stances_of
    from jacyber_nlp.stance import read_sentences

    queries = read_sentences(sentences)
    while block := list(islice(queries, AT_ONCE)):
        yield from zip(block, stances_of(block, analyser=loaded), strict=True)


def _row(result: Result) -> dict[str, Any]:
    query, found = result
    if found is None:  # nothing to read: no stance, and no probability of one
        return {
            "id": query.id,
            "label": "neutral",
            "p_freedom": 0.0,
            "p_control": 0.0,
            "p_neutral": 1.0,
            "issue": None,
            "holder": "author",
            "reported_label": None,
            "phenomena": [],
        }
    return {
        "id": query.id,
        "label": found.label,
        "p_freedom": round(found.p_freedom, 4),
        "p_control": round(found.p_control, 4),
        "p_neutral": round(found.p_neutral, 4),
        "issue": found.issue,
        "holder": found.holder,
        "reported_label": found.reported_label,
        "phenomena": list(found.phenomena),
    }


def _show(results: Iterable[Result], console: Console, axis: Axis) -> None:
    from jacyber_nlp.cli import output

    shown = output.table(
        "",
        [
            ("id", "left"),
            (say("文", "Sentence"), "left"),
            (say("ラベル", "Label"), "left"),
            (_heading(axis.positive), "right"),
            (_heading(axis.negative), "right"),
            (say("主体", "Holder"), "left"),
        ],
    )
    for result in results:
        row = _row(result)
        shown.add_row(
            output.safe(str(row["id"] if row["id"] is not None else "–")),
            output.safe(result[0].text),
            output.safe(say(POLES.get(row["label"], row["label"]), row["label"])),
            output.number(row["p_freedom"]),
            output.number(row["p_control"]),
            holder_shown(row["holder"]),
        )
    console.print(shown)
