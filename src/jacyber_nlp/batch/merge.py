"""Shares of a batch → one output, as if it had been made at once."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from jacyber_nlp.batch import run_file
from jacyber_nlp.batch.journal import NAME as JOURNAL
from jacyber_nlp.batch.journal import Journal, write_journal
from jacyber_nlp.batch.parts import TableParts, write_json
from jacyber_nlp.batch.progress import Progress, Summary, failures_of
from jacyber_nlp.batch.runner import writing
from jacyber_nlp.errors import ShardsError
from jacyber_nlp.exchange.table_rows import Format

_SHARE = re.compile(r"(\d+)-of-(\d+)")


def merge_shards(out: Path, *, format: Format = "parquet") -> Summary:
    """Join the outcomes of all shares under a folder into its journal and tables.

    The files are those of a run that was not shared out.

    Args:
        out: The folder that the shares were given.
        format: Of the tables: ``parquet``, ``jsonl`` or ``csv``.

    Raises:
        ShardsError: If a share is missing, is not complete, or was made with other
            settings than the rest.
        BatchLockedError: If a run writes there.
        OutputError: If the folder cannot be written.
    """
    begun = time.monotonic()
    shares, runs = _shares(out)
    with writing(out, resume=True):
        write_journal(out / JOURNAL, _frames(shares))
        merged = Journal(out / JOURNAL)
        try:
            ids = sorted(merged.places)
            merged.settle(ids)
            rows = TableParts(out, merged, ids, runs[0]["settings"]["stages"], format).finish()
            summary = _summary(merged, ids, time.monotonic() - begun)
            told = {name: runs[0][name] for name in ("schema", "settings", "settings_digest")}
            told |= {"versions": runs[0]["versions"], "packages": runs[0]["packages"]}
            told |= {"status": "complete", "shards": runs, "rows": rows}
            told["inputs"] = {"documents": len(ids)}
            write_json(out / run_file.NAME, told)
        finally:
            merged.close()
    return summary


def _frames(shares: Sequence[Path]) -> Iterator[bytes]:
    """Return the frames of all shares; one is open at a time, however many there are."""
    for share in shares:
        with writing(share, resume=True):
            journal = Journal(share / JOURNAL)
            try:
                yield from map(journal.frame, journal.places)
            finally:
                journal.close()


def _shares(out: Path) -> tuple[list[Path], list[dict[str, Any]]]:
    """Return the folders of all shares, and what their runs tell."""
    named = [(path, _SHARE.fullmatch(path.name)) for path in sorted(out.glob("shards/*-of-*"))]
    found = {(int(m[1]), int(m[2])): path for path, m in named if m}
    sizes = sorted({n for _, n in found})
    if len(sizes) != 1:
        raise ShardsError(
            str(out),
            f"holds shares of {len(sizes)} ways to divide ({', '.join(map(str, sizes)) or 'none'})."
            " The shares of one run with --shard i/n are needed. Remove the others from "
            "shards/, or name the folder that --out of these runs named.",
            f"分割の仕方が{len(sizes)}通りあります（{'、'.join(map(str, sizes)) or 'なし'}）。"
            "--shard i/nで実行した1組の結果が必要です。shards/から不要なものを除くか、"
            "実行時に--outで指定したフォルダを指定してください。",
        )
    n = sizes[0]
    told = {i: run_file.read(found[i, n]) for i in range(1, n + 1) if (i, n) in found}
    undone = [i for i in range(1, n + 1) if told.get(i, {}).get("status") != "complete"]
    if undone:
        names = ", ".join(f"{i}/{n}" for i in undone)
        raise ShardsError(
            str(out),
            f"shares {names} are missing or not complete. All {n} are needed. "
            "Run these again with --resume.",
            f"分割{names}がないか、終わっていません。{n}個すべてが必要です。"
            "--resumeを付けて再実行してください。",
        )
    runs = [told[i] for i in range(1, n + 1)]
    if len({run["settings_digest"] for run in runs}) > 1:
        raise ShardsError(
            str(out),
            "the shares were made with different settings or versions. The same are needed. "
            "Run them again with --resume and the same options.",
            "分割ごとに設定か版が違います。同じものが必要です。"
            "同じオプションと--resumeで再実行してください。",
        )
    return [found[i, n] for i in range(1, n + 1)], runs


def _summary(journal: Journal, ids: list[str], seconds: float) -> Summary:
    entries = [journal.places[id].entry for id in ids]
    progress = Progress(len(ids))
    for entry in entries:
        progress.reuse(entry)
    return Summary(progress, seconds, "complete", failures_of(journal, ids))
