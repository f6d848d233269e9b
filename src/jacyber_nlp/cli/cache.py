"""``jacyber cache``: the vectors that are kept between runs."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import typer

from jacyber_nlp.cli.options import Format, FormatOption
from jacyber_nlp.cli.ui import say, tell

if TYPE_CHECKING:
    from rich.console import Console

    from jacyber_nlp.encoders import CacheInfo

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=say(
        "文と用語のベクトルのキャッシュ（場所はJACYBER_CACHEで変更、offで不使用）。",
        "The cache of vectors of sentences and terms (JACYBER_CACHE moves it, or is off).",
    ),
)
INFO = say("キャッシュの場所と大きさを示します。", "Show where the cache is, and how large.")
CLEAR = say("キャッシュを消します。", "Remove the cache.")
COLUMNS = ("path", "vectors", "size", "limit")


@app.command("info", help=INFO, short_help=INFO)
def info(format: FormatOption = Format.table) -> None:
    """Show the cache; exit 1 if it cannot be read."""
    from jacyber_nlp.cli import output
    from jacyber_nlp.cli.run import print_error
    from jacyber_nlp.encoders import cache_info

    try:
        found = cache_info()
    except (sqlite3.Error, OSError) as err:
        print_error(
            say(
                f"キャッシュを読めません（{err}）。`jacyber cache clear`で消せます。",
                f"the cache cannot be read ({err}). `jacyber cache clear` removes it.",
            )
        )
        raise typer.Exit(1) from err
    output.write(
        None,
        format,
        [found],
        show=_show,
        columns=COLUMNS,
        rows=_rows,
        objects=lambda found: map(output.dumps, _rows(found)),
        single=True,
    )


@app.command("clear", help=CLEAR, short_help=CLEAR)
def clear() -> None:
    """Remove the cache; exit 1 if it cannot be removed."""
    from jacyber_nlp.cli.run import print_error
    from jacyber_nlp.encoders import clear_cache

    try:
        path = clear_cache()
    except OSError as err:
        print_error(
            say(
                f"{err.filename}: 消せません（{err.strerror}）。権限を確かめてください。",
                f"{err.filename}: cannot be removed ({err.strerror}). Check permissions.",
            )
        )
        raise typer.Exit(1) from err
    if path is None:
        tell("キャッシュは使われていません。", "There is no cache to remove.")
    else:
        tell(f"{path}: 消しました。", f"{path}: removed.")


def _rows(found: Iterable[CacheInfo]) -> Iterator[dict[str, Any]]:
    for one in found:
        values = {name: getattr(one, name) for name in COLUMNS}
        yield values | {"path": None if one.path is None else str(one.path)}


def _show(found: Iterable[CacheInfo], console: Console) -> None:
    from jacyber_nlp.cli import output

    for one in found:
        if one.path is None:
            console.print(say("キャッシュは使われていません。", "No cache is in use."))
            continue
        console.print(output.safe(str(one.path)))
        used, limit = (f"{size / 1e6:,.1f} MB" for size in (one.size, one.limit))
        console.print(
            say(
                f"ベクトル{one.vectors:,}件、{used}（上限{limit}）",
                f"{one.vectors:,} vectors, {used} (at most {limit})",
            )
        )
