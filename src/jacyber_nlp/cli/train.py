"""``jacyber train``: the stance model on labels and an axis of one's own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from jacyber_nlp.cli.options import ConceptsOption, EncoderOption, LabelsOption
from jacyber_nlp.cli.ui import say

HELP = say(
    "自分のラベルと軸で立場のモデルを学習し、未見の文書での精度とともにフォルダに書き出します"
    "（jacyber_nlp.train_stance）。",
    "Train the stance model on labels and an axis of your own, and write it into a folder with "
    "its figures on unseen documents (jacyber_nlp.train_stance).",
)


def command(
    labels: LabelsOption,
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            "-o",
            metavar="FOLDER",
            help=say(
                "出力先のフォルダ（weights.json、metrics.json、card.md）。名前がモデル名になります。",
                "Folder for weights.json, metrics.json and card.md; its name is the model's.",
            ),
        ),
    ],
    poles: Annotated[
        str,
        typer.Option(
            "--poles",
            metavar="POSITIVE,NEGATIVE",
            help=say(
                "ラベルに使った極の名前。正（+1）、負（-1）の順。どちらでもない文はneutral。",
                "Names of the poles in the labels, that of +1 first; what has neither is neutral.",
            ),
        ),
    ] = "freedom,control",
    concepts: ConceptsOption = None,
    encoder: EncoderOption = None,
    folds: Annotated[
        int,
        typer.Option(
            "--folds",
            min=2,
            help=say(
                "交差検証の分割数（文書がこれより少なければ文書数）。",
                "Folds of the cross-validation; as many as documents if these are fewer.",
            ),
        ),
    ] = 5,
    overwrite: Annotated[
        bool,
        typer.Option(
            "--overwrite",
            help=say(
                "フォルダに前のモデルがあれば置き換える。", "Replace a model that is in the folder."
            ),
        ),
    ] = False,
) -> None:
    """Train, measure by cross-validation over documents, write the folder."""
    from jacyber_nlp import train_stance
    from jacyber_nlp.cli import output
    from jacyber_nlp.cli.evaluate import show
    from jacyber_nlp.cli.run import analyser, tell_of, usage_errors
    from jacyber_nlp.stance import parse_axis
    from jacyber_nlp.stance.training import check_folder

    with usage_errors():
        axis = parse_axis(poles)
        check_folder(out, overwrite=overwrite)
    loaded = analyser(concepts, encoder=encoder, stages=("score",))
    with usage_errors():
        trained = train_stance(
            labels, axis=axis, analyser=loaded, name=out.resolve().name, folds=folds
        )
        trained.save(out, overwrite=overwrite)
    show(trained.quality, trained.model.name, output.console(sys.stdout))
    tell_of(loaded.encoder)
