"""``jacyber batch``: many documents into tables."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from jacyber_nlp.cli.options import (
    ActorsOption,
    ConceptsOption,
    EncoderOption,
    Encoding,
    Lang,
    LangOption,
    ModelOption,
    NormsOption,
)
from jacyber_nlp.cli.ui import language, say, tell

if TYPE_CHECKING:
    from jacyber_nlp.batch import Progress, Summary

HELP = say(
    "多数の文書を処理し、表（Parquetなど）にまとめます。中断しても--resumeで続けられます"
    "（jacyber_nlp.batch）。`jacyber batch merge`は--shardの結果を1つにします。",
    "Analyse many documents into tables (Parquet …); --resume goes on with what was interrupted "
    "(jacyber_nlp.batch). `jacyber batch merge` joins the shares of --shard.",
)
LOG_EVERY = 30.0  # seconds between lines where there is no terminal
MEGABYTE = 1_000_000


class TableFormat(StrEnum):
    """How tables are written."""

    parquet = "parquet"
    jsonl = "jsonl"
    csv = "csv"


class _Inputs(TyperGroup):
    """A group whose first argument need not be a command: inputs may follow at once."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the command before arguments that begin with none."""
        if not args or args[0] not in self.commands:
            args = ["run", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(cls=_Inputs, rich_markup_mode=None)

FormatOption = Annotated[
    TableFormat, typer.Option("--format", help=say("表の形式。", "How to write the tables."))
]
OutOption = Annotated[
    Path,
    typer.Option(
        "--out",
        "-o",
        metavar="FOLDER",
        show_default=False,
        help=say("出力フォルダ。", "Folder for the tables."),
    ),
]


@app.command("run", help=HELP, short_help=say("文書を処理する（既定）。", "Analyse (the default)."))
def run(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT",
            show_default=False,
            help=say(
                "フォルダ、ファイル、パターン（'docs/*.pdf'）、一覧（CSV・JSONL。path、actor、"
                "date、kind）、-（標準入力のパス一覧）。",
                "Folders, files, patterns ('docs/*.pdf'), manifests (CSV, JSONL: path, actor, "
                "date, kind), - (paths on stdin).",
            ),
        ),
    ],
    out: OutOption,
    stages: Annotated[
        str,
        typer.Option(
            metavar="STAGES",
            help=say(
                "処理（コンマ区切り）: terms、align、score。",
                "What to do, separated by commas: terms, align, score.",
            ),
        ),
    ] = "terms,align,score",
    format: FormatOption = TableFormat.parquet,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume",
            help=say(
                "中断した実行を続ける。新しい文書と変わった文書だけを処理する（初回にも使える）。",
                "Go on with a run, doing only what is new or changed; also starts one.",
            ),
        ),
    ] = False,
    processes: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=0,
            max=256,
            help=say(
                "ワーカーの数。既定はコア数。0はこのプロセス内（時間・メモリの制限なし）。",
                "Workers; default: one a core. 0: in this process, without limits of time and "
                "memory.",
            ),
        ),
    ] = None,
    threads: Annotated[
        int,
        typer.Option(
            metavar="N",
            min=1,
            max=64,
            help=say("ワーカーごとの計算スレッド数。", "Numeric threads of each."),
        ),
    ] = 1,
    dask: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS|local",
            help=say(
                "Daskで処理する。スケジューラーのアドレスか、local。",
                "Work on Dask: a scheduler's address, or local.",
            ),
        ),
    ] = None,
    shard: Annotated[
        str | None,
        typer.Option(
            metavar="I/N",
            help=say(
                "文書をN個に分けたI番目だけを処理する（1から）。後で`jacyber batch merge`。",
                "Do the I-th of N shares of the documents (from 1); join them by "
                "`jacyber batch merge`.",
            ),
        ),
    ] = None,
    max_errors: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=0,
            help=say(
                "失敗した文書がこの数を超えたら止める。既定は止めない。",
                "Stop when more documents than this have failed; default: never.",
            ),
        ),
    ] = None,
    max_seconds: Annotated[
        float,
        typer.Option(
            metavar="SECONDS",
            min=0.1,
            help=say("1文書にかけてよい秒数。", "Seconds that a document may take."),
        ),
    ] = 600.0,
    max_memory: Annotated[
        int,
        typer.Option(
            metavar="MB",
            min=100,
            help=say(
                "処理中のワーカーのメモリの上限（MB）。",
                "Memory of a worker while it works at a document (MB).",
            ),
        ),
    ] = 2_000,
    max_size: Annotated[
        int,
        typer.Option(
            metavar="MB",
            min=1,
            help=say("ファイルの大きさの上限（MB）。", "Size that a file may have (MB)."),
        ),
    ] = 200,
    max_pages: Annotated[
        int,
        typer.Option(
            metavar="N", min=1, help=say("PDFのページ数の上限。", "Pages that a PDF may have.")
        ),
    ] = 5_000,
    lang: LangOption = Lang.auto,
    encoding: Encoding = None,
    concepts: ConceptsOption = None,
    actors: ActorsOption = None,
    norms: NormsOption = None,
    encoder: EncoderOption = None,
    model: ModelOption = None,
) -> None:
    """Analyse every document, and write tables."""
    from jacyber_nlp.batch import Execution, Settings, list_items, run_batch
    from jacyber_nlp.cli.run import usage_errors
    from jacyber_nlp.encoders import cores

    settings = Settings(
        stages=_stages(stages),
        lang=lang.value,
        encoding=encoding,
        encoder=encoder,
        concepts=_text(concepts),
        actors=_text(actors),
        norms=norms,
        model=_text(model),
        max_seconds=max_seconds,
        max_bytes=max_size * MEGABYTE,
        max_pages=max_pages,
        max_memory=max_memory * MEGABYTE,
    )
    execution = Execution(cores() if processes is None else processes, threads, dask)
    share = _share(shard) if shard is not None else None
    with usage_errors(), _terminated(), _progress() as on_progress:
        listing = list_items(inputs)
        if listing.unused:
            names = listing.unused
            tell(
                f"一覧の列{'、'.join(names)}は使いません。",
                f"Columns of the manifest that are not used: {', '.join(names)}.",
            )
        summary = run_batch(
            listing,
            out,
            settings,
            execution=execution,
            format=format.value,
            resume=resume,
            max_errors=max_errors,
            shard=share,
            on_progress=on_progress,
        )
    _show(summary, out)


@app.command("merge")
def merge(
    out: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER",
            show_default=False,
            help=say(
                "--shardの実行に指定した出力フォルダ。", "The folder that --shard runs wrote."
            ),
        ),
    ],
    format: FormatOption = TableFormat.parquet,
) -> None:
    """Join shares."""
    from jacyber_nlp.batch import merge_shards
    from jacyber_nlp.cli.run import usage_errors

    with usage_errors():
        summary = merge_shards(out, format=format.value)
    _show(summary, out)


def _stages(text: str) -> tuple[str, ...]:
    from jacyber_nlp.records import STAGES

    names = tuple(name.strip() for name in text.split(",") if name.strip())
    if not names or set(names) - set(STAGES):
        raise typer.BadParameter(
            say(
                f"{text}: 使えるのは{'、'.join(STAGES)}です",
                f"{text}: right would be some of {', '.join(STAGES)}",
            ),
            param_hint="--stages",
        )
    return names


def _share(text: str) -> tuple[int, int]:
    first, _, second = text.partition("/")
    if first.isdecimal() and second.isdecimal() and 1 <= int(first) <= int(second) <= 100_000:
        return int(first), int(second)
    raise typer.BadParameter(
        say(f"{text}: 3/8のように書いてください", f"{text}: 3/8 would be right"),
        param_hint="--shard",
    )


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)


@contextmanager
def _terminated() -> Iterator[None]:
    """Let a scheduler's SIGTERM end a run as cleanly as Ctrl-C."""

    def stop(number: int, _: object) -> None:
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _progress() -> Iterator[Any]:
    """Give what shows progress: a bar on a terminal, a line now and then in a log."""
    begun = last = time.monotonic()

    def line(progress: Progress) -> None:
        nonlocal last
        if time.monotonic() - last >= LOG_EVERY:
            last = time.monotonic()
            tell(*_line(progress, last - begun))

    if not sys.stderr.isatty():
        yield line
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(say("準備中", "Starting"), total=None)

        def show(progress: Progress) -> None:
            told = say(*_line(progress, time.monotonic() - begun))
            bar.update(
                task,
                description=told,
                total=progress.total,
                completed=progress.reused + progress.done,
            )

        yield show


def _line(progress: Progress, seconds: float) -> tuple[str, str]:
    """Return how far it is, how fast, and how long it takes yet, in both languages."""
    done = progress.reused + progress.done
    rate = progress.done / seconds if seconds else 0.0
    left = progress.bytes_left / (progress.bytes_done / seconds) if progress.bytes_done else None
    return (
        f"{progress.total}件中{done}件（失敗{progress.failed}件）、毎秒{rate:.1f}件、"
        f"残り{_duration(left)}",
        f"{done} of {progress.total} documents ({progress.failed} failed), {rate:.1f}/s, "
        f"{_duration(left)} left",
    )


def _duration(seconds: float | None) -> str:
    if seconds is None:
        return "–"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"


def _show(summary: Summary, out: Path) -> None:
    """Tell on stdout what a run came to, and on stderr what failed; exit with its status."""
    from jacyber_nlp.cli.run import print_error
    from jacyber_nlp.script import clean_for_terminal

    progress = summary.progress
    good = progress.total - progress.failed
    for failure in summary.failures:
        print_error(failure.ja if language() == "ja" else failure.en)
    if progress.failed > len(summary.failures):
        rest = progress.failed - len(summary.failures)
        tell(
            f"ほかに失敗した文書が{rest}件あります（表errorsを参照）。",
            f"{rest} more documents failed: see the table errors.",
        )
    kinds = ", ".join(f"{name} {n}" for name, n in sorted(progress.errors.items()))
    print(
        clean_for_terminal(
            say(
                f"{progress.total}文書: 成功{good}件、失敗{progress.failed}件"
                f"{f'（{kinds}）' if kinds else ''}、うち前回の結果を再利用{progress.reused}件\n"
                f"今回処理した文書: {progress.done}件、{progress.sentences:,}文、"
                f"{progress.characters:,}字、{summary.seconds:.1f}秒\n"
                f"出力先: {out}",
                f"{progress.total} documents: {good} analysed, {progress.failed} failed"
                f"{f' ({kinds})' if kinds else ''}; {progress.reused} of them kept from before\n"
                f"Done now: {progress.done} documents, {progress.sentences:,} sentences, "
                f"{progress.characters:,} characters in {summary.seconds:.1f} s\n"
                f"Written to {out}",
            )
        )
    )
    if summary.status == "stopped":
        tell(
            "失敗が--max-errorsを超えたため止めました。原因を直し、--resumeで続けられます。",
            "Stopped: more documents failed than --max-errors allows. Mend the cause, then go on "
            "with --resume.",
        )
    if progress.failed or summary.status != "complete":
        raise typer.Exit(1)
