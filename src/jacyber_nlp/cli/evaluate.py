"""``jacyber evaluate``: how well a stance model tells labels that people gave."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from jacyber_nlp.cli.options import ConceptsOption, EncoderOption, LabelsOption, ModelOption, Out
from jacyber_nlp.cli.ui import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rich.console import Console

    from jacyber_nlp.records import Share, StanceQuality

HELP = say(
    "ラベル付きの文に対する立場のモデルの精度を、言語別に測ります（jacyber_nlp.evaluate_stance）。",
    "Measure by language how well a stance model tells labelled sentences "
    "(jacyber_nlp.evaluate_stance).",
)


class TableOrJson(StrEnum):
    """How figures are written."""

    table = "table"
    json = "json"


def command(
    labels: LabelsOption,
    model: ModelOption = None,
    format: Annotated[
        TableOrJson, typer.Option("--format", help=say("出力の形式。", "How to write the results."))
    ] = TableOrJson.table,
    out: Out = None,
    concepts: ConceptsOption = None,
    encoder: EncoderOption = None,
) -> None:
    """Tell each sentence, with what stands before it, and compare."""
    from dataclasses import asdict

    from jacyber_nlp import evaluate_stance
    from jacyber_nlp.cli import output
    from jacyber_nlp.cli.run import analyser, tell_of, usage_errors

    loaded = analyser(concepts, encoder=encoder, stages=("score",), model=model)
    with usage_errors():
        measured = evaluate_stance(labels, analyser=loaded)
    with output.opened(out) as stream:
        if format is TableOrJson.json:
            languages = {lang: asdict(one) for lang, one in measured.items()}
            found = {"model": loaded.stance_model.name, "languages": languages}
            stream.write(f"{output.dumps(found)}\n")
        else:
            show(measured, loaded.stance_model.name, output.console(stream))
    tell_of(loaded.encoder)


def show(measured: Mapping[str, StanceQuality], title: str, console: Console) -> None:
    """Put figures on a console: a column a language, then what is taken for what."""
    from jacyber_nlp.cli import output

    names = {"ja": say("日本語", "Japanese"), "en": say("英語", "English")}
    shown = output.table(
        output.safe(title),
        [
            (say("指標", "Measure"), "left"),
            *((names[lang], "right") for lang in measured),
        ],
    )
    columns = [dict(_figures(one)) for one in measured.values()]
    for name in dict.fromkeys(name for column in columns for name in column):
        shown.add_row(name, *(column.get(name, "–") for column in columns))
    console.print(shown)
    for lang, one in measured.items():
        _show_confusion(names[lang], one, console)


def _figures(one: StanceQuality) -> Iterator[tuple[str, str]]:
    from jacyber_nlp.cli import output

    yield say("文", "Sentences"), str(one.n)
    yield say("マクロF1", "Macro-F1"), output.number(one.macro_f1)
    for name, value in one.recall.items():
        yield say("再現率: ", "Recall: ") + output.safe(name), output.number(value)
    yield say("ブライア技能スコア", "Brier skill"), output.number(one.brier_skill)
    yield (
        say("較正の傾き（1が適正）", "Calibration slope (1 is right)"),
        output.number(one.calibration_slope),
    )
    for name, share in one.phenomena.items():
        yield say("正答: ", "Right: ") + output.safe(name), _share(share)
    if one.reported is not None:
        yield say("紹介とその主体の正答", "Reports told with their holder"), _share(one.reported)


def _share(share: Share) -> str:
    return f"{share.right}/{share.n}"


def _show_confusion(lang: str, one: StanceQuality, console: Console) -> None:
    from jacyber_nlp.cli import output

    shown = output.table(
        say(f"{lang}: 正解（行）と判定（列）", f"{lang}: true (rows) and told (columns)"),
        [("", "left"), *((output.safe(name), "right") for name in one.confusion)],
    )
    for name, row in one.confusion.items():
        shown.add_row(output.safe(name), *(str(n) for n in row.values()))
    console.print(shown)
