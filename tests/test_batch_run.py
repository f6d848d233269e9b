"""Whatever ends a run, and whatever changes before the next, the tables come out the same."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from filelock import FileLock

from jacyber_nlp.batch import Execution, Item, Listing, Progress, list_items, run_batch
from jacyber_nlp.batch import run as run_module
from jacyber_nlp.batch import worker as worker_module
from jacyber_nlp.batch.journal import Journal
from jacyber_nlp.encoders import base, using_threads
from jacyber_nlp.errors import (
    BatchFolderError,
    BatchLockedError,
    JacyberError,
    MissingFileError,
    OutputError,
    WorkerLostError,
)
from jacyber_nlp.records import Metadata
from toy.batch import HERE, TERMS, files, run, write_documents

N = 12


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of small documents, named by a relative path."""
    monkeypatch.chdir(tmp_path)
    write_documents(Path("in"), range(N))
    return Path("in")


@pytest.fixture
def reference(folder: Path, tmp_path: Path) -> dict[str, bytes]:
    """What a run gives that nothing disturbs."""
    run(folder, tmp_path / "reference")
    return files(tmp_path / "reference")


def column(out: Path, table: str, name: str) -> list[object]:
    return pq.read_table(out / table / "part-00000.parquet")[name].to_pylist()


def stamps(out: Path) -> dict[str, tuple[int, int]]:
    return {
        path.name if path.is_file() else str(path): (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in out.rglob("*")
        if path.is_file() and path.name not in ("run.json", ".lock")
    }


def told(out: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((out / "run.json").read_text(encoding="utf-8"))
    return found


class Interrupt:
    """Ends a run after some blocks, as Ctrl-C would."""

    def __init__(self, after: int) -> None:
        self.left = after

    def __call__(self, progress: Progress) -> None:
        self.left -= 1
        if not self.left:
            raise KeyboardInterrupt


@pytest.fixture
def single(monkeypatch: pytest.MonkeyPatch) -> None:
    """One document a block, so that a run can end anywhere."""
    monkeypatch.setattr(run_module, "MAX_BLOCK", 1)


# The same bytes


def test_every_document_has_its_rows_in_order(folder: Path, tmp_path: Path) -> None:
    summary = run(folder, tmp_path / "out")

    ids = [f"in/{n:03}.txt" for n in range(N)]
    assert column(tmp_path / "out", "documents", "document_id") == ids
    sentences = column(tmp_path / "out", "sentences", "document_id")
    assert sentences == sorted(sentences)
    assert set(sentences) == set(ids)
    assert (summary.progress.done, summary.progress.failed, summary.status) == (N, 0, "complete")
    assert summary.progress.sentences == len(sentences)


@pytest.mark.parametrize("processes", [1, 2])
def test_processes_do_not_show(
    folder: Path, tmp_path: Path, reference: dict[str, bytes], processes: int
) -> None:
    run(folder, tmp_path / "out", execution=Execution(processes))

    assert files(tmp_path / "out") == reference


def test_the_order_of_inputs_does_not_show(
    folder: Path, tmp_path: Path, reference: dict[str, bytes]
) -> None:
    names = [str(path) for path in sorted(folder.iterdir(), reverse=True)]
    run_batch(list_items([*names, *names]), tmp_path / "out", TERMS, execution=HERE)

    assert files(tmp_path / "out") == reference


@pytest.mark.usefixtures("single")
@pytest.mark.parametrize("after", [1, 5, N])
def test_an_interrupted_run_goes_on(
    folder: Path, tmp_path: Path, reference: dict[str, bytes], after: int
) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(folder, tmp_path / "out", on_progress=Interrupt(after))
    assert told(tmp_path / "out")["status"] == "interrupted"

    summary = run(folder, tmp_path / "out", resume=True)

    assert (summary.progress.reused, summary.progress.done) == (after, N - after)
    assert files(tmp_path / "out") == reference
    assert told(tmp_path / "out")["status"] == "complete"


def test_a_clock_set_back_does_not_show(
    folder: Path, tmp_path: Path, reference: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    ticks = iter(range(10**6))
    monkeypatch.setattr(time, "time", lambda: now - 3600 * next(ticks))
    run(folder, tmp_path / "out")

    assert files(tmp_path / "out") == reference


def test_an_output_folder_inside_the_input_is_no_input(
    folder: Path, tmp_path: Path, reference: dict[str, bytes]
) -> None:
    run(folder, folder / "out")
    summary = run(folder, folder / "out", resume=True)

    assert summary.progress.done == 0
    assert files(folder / "out") == reference


# Resuming after changes


def edit(folder: Path) -> None:
    (folder / "003.txt").write_text("国家は主権を有する。\n", encoding="utf-8")


def remove(folder: Path) -> None:
    (folder / "003.txt").unlink()


def add(folder: Path) -> None:
    write_documents(folder, [100])


def annotate(folder: Path) -> None:
    (folder / "003.meta.toml").write_text('actor = "jp"\n', encoding="utf-8")


@pytest.mark.parametrize(("change", "done"), [(edit, 1), (remove, 0), (add, 1), (annotate, 1)])
def test_resuming_does_what_has_changed_and_nothing_else(
    folder: Path, tmp_path: Path, change: Callable[[Path], None], done: int
) -> None:
    run(folder, tmp_path / "out")
    change(folder)
    run(folder, tmp_path / "fresh")

    summary = run(folder, tmp_path / "out", resume=True)

    assert summary.progress.done == done
    assert files(tmp_path / "out") == files(tmp_path / "fresh")


def test_what_a_manifest_says_counts(folder: Path, tmp_path: Path) -> None:
    def listing(actor: str) -> Listing:
        item = Item("in/000.txt", "in/000.txt", Metadata(actor=actor))
        return replace(list_items(["in"]), items=(item, *list_items(["in"]).items[1:]))

    run_batch(listing("jp"), tmp_path / "out", TERMS, execution=HERE)
    summary = run_batch(listing("us"), tmp_path / "out", TERMS, execution=HERE, resume=True)

    assert summary.progress.done == 1
    assert column(tmp_path / "out", "documents", "actor")[0] == "us"


def test_an_unchanged_folder_is_not_written_to(folder: Path, tmp_path: Path) -> None:
    run(folder, tmp_path / "out")
    before = stamps(tmp_path / "out")

    summary = run(folder, tmp_path / "out", resume=True)

    assert (summary.progress.reused, summary.progress.done) == (N, 0)
    assert stamps(tmp_path / "out") == before


def test_resume_starts_a_run_as_well(
    folder: Path, tmp_path: Path, reference: dict[str, bytes]
) -> None:
    run(folder, tmp_path / "out", resume=True)

    assert files(tmp_path / "out") == reference


def test_another_format_leaves_no_table_of_the_old_one(folder: Path, tmp_path: Path) -> None:
    run(folder, tmp_path / "out")
    summary = run(folder, tmp_path / "out", resume=True, format="jsonl")
    run(folder, tmp_path / "fresh", format="jsonl")

    assert summary.progress.done == 0
    assert files(tmp_path / "out") == files(tmp_path / "fresh")


def test_other_settings_do_everything_again(folder: Path, tmp_path: Path) -> None:
    run(folder, tmp_path / "out")
    other = replace(TERMS, lang="ja")
    summary = run(folder, tmp_path / "out", other, resume=True)
    run(folder, tmp_path / "fresh", other)

    assert summary.progress.done == N
    assert files(tmp_path / "out") == files(tmp_path / "fresh")


def test_settings_that_no_figure_hangs_on_keep_everything(folder: Path, tmp_path: Path) -> None:
    run(folder, tmp_path / "out")
    summary = run(folder, tmp_path / "out", replace(TERMS, max_seconds=9.0), resume=True)

    assert summary.progress.done == 0


# Documents that fail


def test_a_document_that_fails_is_a_row_and_the_others_are_complete(
    folder: Path, tmp_path: Path, reference: dict[str, bytes]
) -> None:
    (folder / "bad.pdf").write_text("no PDF", encoding="utf-8")

    summary = run(folder, tmp_path / "out")

    assert dict(summary.progress.errors) == {"DamagedFileError": 1}
    assert summary.failures[0].en.startswith("in/bad.pdf: ")
    rows = pq.read_table(tmp_path / "out/errors/part-00000.parquet").to_pylist()
    assert [(row["document_id"], row["stage"], row["type"]) for row in rows] == [
        ("in/bad.pdf", "read", "DamagedFileError")
    ]
    for table in ("documents", "sentences", "terms"):
        name = f"{table}/part-00000.parquet"
        assert (tmp_path / "out" / name).read_bytes() == reference[name]


def test_an_error_of_the_content_is_kept_and_one_of_luck_tried_again(
    folder: Path, tmp_path: Path
) -> None:
    (folder / "bad.pdf").write_text("no PDF", encoding="utf-8")
    (folder / "gone.txt").symlink_to("late.text")
    first = run(folder, tmp_path / "out")
    (folder / "late.text").write_text("後から来た文書である。\n", encoding="utf-8")

    second = run(folder, tmp_path / "out", resume=True)

    assert dict(first.progress.errors) == {"DamagedFileError": 1, "MissingFileError": 1}
    assert (second.progress.done, dict(second.progress.errors)) == (1, {"DamagedFileError": 1})


@pytest.mark.usefixtures("single")
def test_a_run_stops_when_too_many_fail(folder: Path, tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (folder / f"{name}.pdf").write_text("no PDF", encoding="utf-8")

    stopped = run(folder, tmp_path / "out", max_errors=1)
    enough = run(folder, tmp_path / "enough", max_errors=3)

    assert (stopped.status, stopped.progress.failed) == ("stopped", 2)
    assert told(tmp_path / "out")["status"] == "stopped"
    assert (enough.status, enough.progress.failed) == ("complete", 3)


def test_a_path_that_is_no_file_is_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    items = tuple(Item(name, name) for name in (".", "/", "x" * 5_000))
    summary = run_batch(Listing(items, 0, ()), tmp_path / "out", TERMS, execution=HERE)

    assert dict(summary.progress.errors) == {"UnreadableFileError": 3}


def test_a_defect_of_ours_costs_one_document(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also one that only shows when the result is packed."""
    pack = worker_module.pack

    def failing(tables: dict[str, dict[str, list[object]]]) -> tuple[int, bytes]:
        if tables.get("documents", {}).get("document_id") == ["in/003.txt"]:
            raise ValueError("surrogates not allowed")
        return pack(tables)

    monkeypatch.setattr(worker_module, "pack", failing)
    summary = run(folder, tmp_path / "out")

    assert dict(summary.progress.errors) == {"UnexpectedError": 1}
    assert "in/003.txt: ValueError: surrogates not allowed." in summary.failures[0].en
    assert summary.progress.done == N


def test_a_file_that_changes_while_it_is_read_is_tried_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_raw = worker_module.read_raw

    def meanwhile(path: str, **how: object) -> object:
        raw = read_raw(path, **how)
        if path.endswith("003.txt"):
            edit(folder)
        return raw

    with monkeypatch.context() as patched:
        patched.setattr(worker_module, "read_raw", meanwhile)
        first = run(folder, tmp_path / "out")
    second = run(folder, tmp_path / "out", resume=True)
    run(folder, tmp_path / "fresh")

    assert dict(first.progress.errors) == {"ChangedFileError": 1}
    assert (second.progress.done, second.progress.failed) == (1, 0)
    assert files(tmp_path / "out") == files(tmp_path / "fresh")


# Workers that are lost


class Losing(run_module.Here):
    """Loses the worker of each call with a certain document, so many times."""

    def __init__(self, id: str, times: int, exitcode: int = -9) -> None:
        self.id, self.times, self.exitcode = id, times, exitcode

    def submit(self, fn: Callable[..., object], /, *args: object, **kwargs: object) -> object:
        (block,) = args
        if self.times and any(item.id == self.id for item in block):
            self.times -= 1
            return super().submit(self.lose)
        return super().submit(fn, *args, **kwargs)

    def lose(self) -> None:
        raise WorkerLostError(self.exitcode)


@pytest.mark.parametrize("times", [1, 2])
def test_a_worker_lost_by_chance_costs_nothing(
    folder: Path,
    tmp_path: Path,
    reference: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
    times: int,
) -> None:
    monkeypatch.setattr(run_module, "Here", lambda: Losing("in/003.txt", times))

    run(folder, tmp_path / "out")

    assert files(tmp_path / "out") == reference


@pytest.mark.parametrize(
    ("exitcode", "error"),
    [(-9, "WorkerLostError"), (-14, "TimeLimitError"), (86, "MemoryLimitError")],
)
def test_a_document_that_its_worker_never_survives_is_a_row(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exitcode: int, error: str
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(run_module, "Here", lambda: Losing("in/003.txt", 99, exitcode))
        first = run(folder, tmp_path / "out")
    second = run(folder, tmp_path / "out", resume=True)
    run(folder, tmp_path / "fresh")

    assert (first.progress.done, dict(first.progress.errors)) == (N, {error: 1})
    assert (second.progress.done, second.progress.failed) == (1, 0)
    assert files(tmp_path / "out") == files(tmp_path / "fresh")


# Folders that cannot be used


def test_a_folder_that_holds_something_is_refused(folder: Path, tmp_path: Path) -> None:
    run(folder, tmp_path / "out")
    before = files(tmp_path / "out")

    with pytest.raises(BatchFolderError):
        run(folder, tmp_path / "out")
    with pytest.raises(BatchFolderError):
        run(folder, folder)
    assert files(tmp_path / "out") == before
    assert not (folder / "journal").exists()


def test_a_folder_that_another_run_writes_is_refused(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with FileLock(out / ".lock"), pytest.raises(BatchLockedError):
        run(folder, out, resume=True)

    assert run(folder, out).progress.done == N


def test_the_lock_of_a_dead_process_does_not_count(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / ".lock").write_text("4711", encoding="utf-8")

    assert run(folder, tmp_path / "out").progress.done == N


def test_a_folder_that_cannot_be_made_is_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(OutputError) as caught:
        run(folder, tmp_path / "file" / "out")
    assert caught.value.en.startswith(f"{tmp_path / 'file' / 'out'}: cannot be written (Not a dir")


@pytest.mark.usefixtures("single")
@pytest.mark.parametrize("at", [1, 4, 9])
def test_a_disk_that_fills_up_costs_nothing_but_time(
    folder: Path,
    tmp_path: Path,
    reference: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
    at: int,
) -> None:
    fsync, calls = os.fsync, iter(range(10**6))

    def full(handle: int) -> None:
        if next(calls) >= at:
            raise OSError(28, "No space left on device")
        fsync(handle)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        patched.setattr(run_module, "SYNC", 0.0)
        with pytest.raises(OutputError) as caught:
            run(folder, tmp_path / "out")
    run(folder, tmp_path / "out", resume=True)

    assert caught.value.reason == "No space left on device"
    assert files(tmp_path / "out") == reference


def test_a_theory_that_is_not_there_is_named_and_not_the_folder(
    folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(JacyberError) as caught:
        run(folder, tmp_path / "out", replace(TERMS, concepts="nowhere.yaml"))
    assert isinstance(caught.value, MissingFileError)
    assert str(caught.value).startswith("nowhere.yaml: ")


def test_a_run_leaves_no_file_open(folder: Path, tmp_path: Path) -> None:
    run(folder, tmp_path / "out")
    descriptors = Path("/proc/self/fd")
    before = len(list(descriptors.iterdir())) if descriptors.exists() else 0

    run(folder, tmp_path / "out", resume=True)
    with pytest.raises(BatchFolderError):
        run(folder, tmp_path / "out")

    assert (len(list(descriptors.iterdir())) if descriptors.exists() else 0) == before


# What a run tells


def test_run_json_tells_what_was_done_with_what(folder: Path, tmp_path: Path) -> None:
    (folder / "bad.pdf").write_text("no PDF", encoding="utf-8")
    (folder / "notes.docx").touch()
    run(folder, tmp_path / "out")

    found = told(tmp_path / "out")

    assert (found["status"], found["pid"]) == ("complete", os.getpid())
    assert found["inputs"] == {"documents": N + 1, "ignored": 1}
    assert found["errors"] == {"DamagedFileError": 1}
    assert found["rows"]["documents"] == N  # type: ignore[index]
    assert found["counts"]["done"] == N + 1  # type: ignore[index]


def test_progress_counts_up_to_all(folder: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, int, int]] = []
    run(
        folder, tmp_path / "out", on_progress=lambda p: seen.append((p.done, p.total, p.bytes_left))
    )

    assert [done for done, *_ in seen] == sorted(done for done, *_ in seen)
    assert seen[-1] == (N, N, 0)


def test_a_share_is_left_in_its_journal(folder: Path, tmp_path: Path) -> None:
    shares = [run(folder, tmp_path / "out", shard=(i, 3)).progress.done for i in (1, 2, 3)]

    assert sum(shares) == N
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["shards"]
    journal = Journal(tmp_path / "out/shards/2-of-3/journal")
    journal.close()
    assert len(journal.places) == shares[1]
    assert not list((tmp_path / "out").rglob("*.parquet"))


def test_a_run_in_this_process_leaves_its_threads_as_they_were(folder: Path) -> None:
    seen: list[int | None] = []

    with using_threads(3):
        run(folder, Path("out"), on_progress=lambda _: seen.append(base._threads))
        seen.append(base._threads)

    assert seen[-2:] == [3, 3]
