"""Results as JSON, JSON lines, CSV or tables, to stdout or into a whole file."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import typer

from jacyber_nlp.cli.run import print_error
from jacyber_nlp.cli.ui import say
from jacyber_nlp.script import clean_for_terminal, escape_controls, spreadsheet_cell

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table


T = TypeVar("T")
ERRORS = "backslashreplace"  # for file names that are no UTF-8


@contextmanager
def opened(out: Path | None) -> Iterator[TextIO]:
    """Open stdout, or a file that gets its name when it is whole.

    A link is followed; a device or pipe is written straight to. Where nothing is
    written, an earlier file stays.
    """
    if out is None or str(out) == "-":
        yield sys.stdout
        sys.stdout.flush()
        return
    target = out.resolve()
    try:
        if target.exists() and not target.is_file():
            with target.open("w", encoding="utf-8", errors=ERRORS, newline="\n") as handle:
                yield handle
            return
        whole = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            with whole.open("w", encoding="utf-8", errors=ERRORS, newline="\n") as handle:
                yield handle
            if whole.stat().st_size:
                whole.replace(target)
        finally:
            whole.unlink(missing_ok=True)
    except OSError as err:
        print_error(
            say(
                f"{out}: 書き込めません（{err.strerror}）。フォルダと権限を確かめてください。",
                f"{out}: cannot be written ({err.strerror}). Check folder and permissions.",
            )
        )
        raise typer.Exit(2) from err


def write(
    out: Path | None,
    format: str,
    results: Iterable[T],
    *,
    show: Callable[[Iterable[T], Console], None],
    columns: Sequence[str],
    rows: Callable[[Iterable[T]], Iterable[Mapping[str, Any]]],
    objects: Callable[[Iterable[T]], Iterable[str]],
    lines: Callable[[Iterable[T]], Iterable[str]] | None = None,
    single: bool = False,
) -> None:
    """Write results in the format that was asked for.

    Args:
        out: None or ``-`` for stdout.
        format: ``table``, ``json``, ``jsonl`` or ``csv``.
        results: What the library returned, one by one.
        show: Puts a table for people on a console.
        columns: Names of the CSV columns.
        rows: Rows of the CSV, by column.
        objects: JSON texts, one a result.
        lines: JSON texts for ``jsonl`` where these are others than ``objects``.
        single: Whether ``json`` is one object rather than an array.
    """
    with opened(out) as stream:
        if format == "table":
            show(results, console(stream))
        elif format == "csv":
            _write_csv(rows(results), columns, stream)
        elif format == "jsonl":
            stream.writelines(f"{text}\n" for text in (lines or objects)(results))
        elif single:
            stream.writelines(f"{text}\n" for text in objects(results))
        else:
            stream.write("[")
            for i, text in enumerate(objects(results)):
                stream.write(f"{',' if i else ''}\n{text}")
            stream.write("\n]\n")


def _write_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], stream: TextIO) -> None:
    """Write rows with a header; text that a spreadsheet would compute is quoted."""
    writer = csv.DictWriter(stream, columns, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(row.get(name)) for name in columns})


def dumps(value: Any) -> str:
    """Return one line of JSON, characters outside ASCII as they are."""
    return escape_controls(json.dumps(value, ensure_ascii=False))


def table(title: str, columns: Sequence[tuple[str, str]]) -> Table:
    """Return an empty table; columns are (heading, ``left`` or ``right``)."""
    from rich import box
    from rich.table import Table

    made = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for heading, justify in columns:
        # Japanese has no blanks to wrap at: fold, so that nothing is cut off.
        made.add_column(heading, justify="right" if justify == "right" else "left", overflow="fold")
    return made


def console(stream: TextIO) -> Console:
    """Return a console for tables: as wide as the terminal, 120 cells elsewhere."""
    from rich.console import Console

    is_terminal = stream.isatty()
    return Console(file=stream, width=None if is_terminal else 120, highlight=False, markup=False)


def safe(text: str) -> str:
    """Return text that cannot drive a terminal."""
    return clean_for_terminal(text)


def number(value: float | None, *, signed: bool = False) -> str:
    """Return two decimals; ``–`` for None."""
    if value is None:
        return "–"
    return f"{value:+z.2f}" if signed else f"{value:.2f}"


def place(page: int | None, line: int) -> str:
    """Return page and line as people write them."""
    if page is None:
        return say(f"{line}行", f"l. {line}")
    return say(f"{page}頁{line}行", f"p. {page}, l. {line}")


def _cell(value: Any) -> Any:
    return spreadsheet_cell(value) if isinstance(value, str) else value
