"""Figures of ``benchmark_batch.py`` as rows: what, how much, what was asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from batch_stages import REST, STAGES

Figures = dict[str, Any]
Rows = list[tuple[str, str, str]]


def rows_of_bare(f: Figures) -> Rows:
    encoder = min(f["bare"]["encoder, one by one"], f["bare"]["encoder, all at once"])
    rows: Rows = [
        (what, f"{f[what] / f['seconds']:,.{2 if what == 'documents' else 0}f} a second", "")
        for what in ("documents", "characters", "sentences")
    ]
    return [
        *rows,
        ("end to end", f"{f['seconds']:.1f} s", ""),
        ("bare tokens, encoder, reader", f"{f['bare_seconds']:.1f} s", " + ".join(
            f"{n:.1f}" for n in (f["bare"]["tokens"], encoder, f["bare"]["reader"])
        )),
        ("bare / end to end", f"{f['ratio']:.2f}", "≥ .80"),
    ]  # fmt: skip


def rows_of_stages(f: Figures) -> Rows:
    total = sum(f["seconds"].values())
    return [
        (name, f"{1e6 * f['seconds'][name] / f['characters']:.2f} µs a character",
         f"{100 * f['seconds'][name] / total:.1f} %")
        for name in (*STAGES, REST)
        if name in f["seconds"]
    ]  # fmt: skip


def rows_of_scaling(f: Figures) -> Rows:
    rows: Rows = []
    for kind in ("whole", "steady"):
        of = f[kind]
        told = "whole runs" if kind == "whole" else "steady state"
        rows += [(f"{name}, {told}", f"{n:,.0f} characters/s", "") for name, n in of.items()]
        two = of["2 processes"]
        rows.append((f"2 processes / 1, {told}", f"{two / of['1 process']:.2f}", "≥ 1.75"))
        dask = of["Dask, 2 workers"] / two
        rows.append((f"Dask / processes, {told}", f"{dask:.2f}", "≥ .90"))
    return rows


def rows_of_memory(f: Figures) -> Rows:
    rows: Rows = []
    for stages, (few, many) in f["runs"].items():
        rows += [
            (f"main process, {stages}, {run['documents']:,} documents",
             f"{run['main'] / 1e6:,.0f} MB", "")
            for run in (few, many)
        ]  # fmt: skip
        rows.append((f"growth, {stages}", f"{100 * (many['main'] / few['main'] - 1):.1f} %",
                     "< 15 %"))  # fmt: skip
        largest = max(few["worker"], many["worker"])
        rows.append((f"largest worker, {stages}", f"{largest / 1e6:,.0f} MB", "< 900 MB"))
    return rows


def rows_of_again(f: Figures) -> Rows:
    return [
        ("first run", f"{f['first']:.1f} s", ""),
        ("unchanged", f"{f['unchanged']:.2f} s", ""),
        ("first / unchanged", f"{f['first'] / f['unchanged']:.0f}", "≥ 50"),
        ("1 % changed / first", f"{100 * f['changed'] / f['first']:.1f} %", "≤ 3 %"),
    ]


def rows_of_costs(f: Figures) -> Rows:
    rows: Rows = [
        (name, f"{1e3 * f[name][0]:.2f} ms a document", f"{1e6 * f[name][1]:.2f} µs a character")
        for name in ("work", "main", "merge")
    ]
    rows += [
        (name, f"{f[name][0]:,.0f} a document", f"{f[name][1]:.2f} a character")
        for name in ("journal_bytes", "table_bytes", "raw_bytes")
    ]
    return [
        *rows,
        ("start of a worker", f"{f['start']:.1f} s", ""),
        ("index in the main process", f"{f['index_bytes']:,.0f} bytes a document", ""),
        *((f"handing over, {e}", f"{1e3 * n:.2f} ms a task", "") for e, n in f["handover"].items()),
    ]


TABLES: dict[str, Callable[[Figures], Rows]] = {
    "bare": rows_of_bare,
    "stages": rows_of_stages,
    "scaling": rows_of_scaling,
    "memory": rows_of_memory,
    "again": rows_of_again,
    "costs": rows_of_costs,
}
