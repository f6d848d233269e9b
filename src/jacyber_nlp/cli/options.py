"""Options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from jacyber_nlp.cli.ui import say


class Format(StrEnum):
    """How results are written."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


class Lang(StrEnum):
    """Language of a document."""

    ja = "ja"
    en = "en"
    auto = "auto"


class InputFormat(StrEnum):
    """Format of an input file."""

    txt = "txt"
    pdf = "pdf"


class NormText(StrEnum):
    """What stands for a provision when terms are compared with it."""

    summary = "summary"
    official = "official"


Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE",
        help=say("ファイル（txt、pdf）。-は標準入力。", "Files (txt, pdf); - is stdin."),
        show_default=False,
    ),
]
FormatOption = Annotated[
    Format, typer.Option("--format", help=say("出力の形式。", "How to write the results."))
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "-o",
        metavar="FILE",
        help=say("出力先。既定は標準出力。", "Where to write; default: stdout."),
    ),
]
LangOption = Annotated[
    Lang,
    typer.Option("--lang", help=say("文書の言語。", "Language of the documents.")),
]
InputFormatOption = Annotated[
    InputFormat | None,
    typer.Option(
        "--input-format",
        help=say("拡張子によらず入力の形式を指定。", "Format of the input, whatever its suffix."),
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help=say("テキストの文字コード（既定は自動）。", "Encoding of text files; default: found."),
    ),
]
ConceptsOption = Annotated[
    Path | None,
    typer.Option(
        "--concepts",
        metavar="FILE",
        help=say("自分の概念辞書（YAML）。", "A lexicon of your own (YAML)."),
    ),
]
ActorsOption = Annotated[
    Path | None,
    typer.Option(
        "--actors",
        metavar="FILE",
        help=say("自分の主体一覧（YAML）。", "Actors of your own (YAML)."),
    ),
]
NormsOption = Annotated[
    str | None,
    typer.Option(
        "--norms",
        metavar="CHOICE",
        help=say(
            "規範の選択（コンマ区切り）: idやYAMLファイル、絞り込みはcamp:、year:、status:、"
            "topic:、kind:、verified:（例: gge-2015,own.yaml,year:2013-2018,topic:elections）。",
            "Which norms, separated by commas: ids and YAML files, narrowed by camp:, year:, "
            "status:, topic:, kind:, verified: (gge-2015,own.yaml,year:2013-2018,topic:elections).",
        ),
    ),
]
NormTextOption = Annotated[
    NormText,
    typer.Option(
        "--norm-text",
        help=say(
            "規範の文: 同梱の要約か、取得した公式文（なければ要約）。",
            "Words of the norms: our summaries, or official texts that you fetched "
            "(the summary where there is none).",
        ),
    ),
]
NormTextsOption = Annotated[
    Path,
    typer.Option(
        "--norm-texts",
        metavar="DIR",
        envvar="JACYBER_NORM_TEXTS",
        help=say(
            "--norm-text officialの読む、公式文のフォルダ（scripts/fetch_norm_texts.pyの出力）。",
            "Where --norm-text official finds them (what scripts/fetch_norm_texts.py wrote).",
        ),
    ),
]
EncoderOption = Annotated[
    str | None,
    typer.Option(
        "--encoder",
        metavar="NAME|FOLDER",
        help=say(
            "エンコーダー。sentence-transformersのモデルのフォルダか名前。既定は同梱のもの。",
            "Encoder: a folder or name of a sentence-transformers model; default: the one that "
            "ships.",
        ),
    ),
]
ModelOption = Annotated[
    Path | None,
    typer.Option(
        "--model",
        metavar="FOLDER",
        help=say(
            "自分で学習した立場のモデル（jacyber trainの出力）。名前にfreedomを含む項目は"
            "その正の極、controlを含む項目は負の極の値になります。",
            "A stance model of your own, as jacyber train wrote it. Fields with freedom in their "
            "name are then of its positive pole, those with control of its negative one.",
        ),
    ),
]
LabelsOption = Annotated[
    str,
    typer.Option(
        "--labels",
        metavar="FILE",
        help=say(
            "ラベル付きの文（JSON Lines）。textとlabelは必須、"
            "document、before、kind、mode、reported_label、holder、issue、phenomenaは任意。"
            "-は標準入力。",
            "Labelled sentences as JSON lines: text and label, and where known document, before, "
            "kind, mode, reported_label, holder, issue, phenomena; - is stdin.",
        ),
    ),
]
Top = Annotated[
    int | None,
    typer.Option(
        "--top",
        min=1,
        help=say("上位の件数。既定はすべて。", "How many, best first; default: all."),
    ),
]
TitleOption = Annotated[
    str | None, typer.Option("--title", help=say("文書の題名。", "Title of the documents."))
]
IssuerOption = Annotated[
    str | None,
    typer.Option("--issuer", help=say("発行した組織。", "The body that issued the documents.")),
]
ActorOption = Annotated[
    str | None,
    typer.Option(
        "--actor",
        help=say(
            "文書を語る主体（idか名称）。", "Whose voice the documents are: an actor's id or name."
        ),
    ),
]
DateOption = Annotated[
    str | None,
    typer.Option(
        "--date", metavar="DATE", help=say("日付（2024-03-29）。", "Their date (2024-03-29).")
    ),
]
KindOption = Annotated[
    str | None,
    typer.Option(
        "--kind",
        metavar="KIND",
        help=say(
            "種類: primary、state_medium、company、civil_society、analysis、news。",
            "primary, state_medium, company, civil_society, analysis or news.",
        ),
    ),
]
