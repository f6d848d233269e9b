"""``jacyber batch``: what it prints, how it ends, and what whoever ends it leaves."""

from __future__ import annotations

import contextlib
import csv
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from typer.testing import CliRunner, Result

from jacyber_nlp.batch import Settings
from jacyber_nlp.cli import app
from toy.batch import HERE, files, run, write_documents

N = 400  # documents of a run that is ended in the middle


@pytest.fixture(autouse=True)
def _in_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JACYBER_UI", "en")
    monkeypatch.chdir(tmp_path)


def batch(*args: object, stdin: str | None = None) -> Result:
    """Call it in this process, without a model."""
    common = ("--stages", "terms", "--processes", "0") if args[0] != "merge" else ()
    words = ["batch", *map(str, args), *common]
    result = CliRunner().invoke(app, words, input=stdin, prog_name="jacyber")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


# What it prints


def test_a_run_tells_what_it_came_to() -> None:
    write_documents(Path("in"), range(3))
    result = batch("in", "-o", "out")

    first, second, third = result.stdout.splitlines()
    assert first == "3 documents: 3 analysed, 0 failed; 0 of them kept from before"
    assert second.startswith("Done now: 3 documents, 6 sentences, ")
    assert third == "Written to out"
    assert (result.exit_code, result.stderr) == (0, "")


def test_failures_are_told_and_are_the_exit_status(monkeypatch: pytest.MonkeyPatch) -> None:
    write_documents(Path("in"), range(2))
    for n in range(12):
        Path(f"in/bad{n:02}.pdf").write_text("no PDF", encoding="utf-8")
    result = batch("in", "-o", "out")
    monkeypatch.setenv("JACYBER_UI", "ja")
    again = batch("in", "-o", "out", "--resume")

    lines = result.stderr.splitlines()
    assert [line.split(":")[0] for line in lines[:10]] == [f"in/bad{n:02}.pdf" for n in range(10)]
    assert lines[10:] == ["2 more documents failed: see the table errors."]
    assert result.stdout.startswith(
        "14 documents: 2 analysed, 12 failed (DamagedFileError 12); 0 of them kept from before\n"
    )
    assert again.stdout.splitlines()[0] == (
        "14文書: 成功2件、失敗12件（DamagedFileError 12）、うち前回の結果を再利用14件"
    )
    assert again.stderr.splitlines()[-1] == ("ほかに失敗した文書が2件あります（表errorsを参照）。")
    assert (result.exit_code, again.exit_code) == (1, 1)


def test_too_many_errors_are_told() -> None:
    write_documents(Path("in"), range(2))
    Path("in/bad.pdf").write_text("no PDF", encoding="utf-8")
    result = batch("in", "-o", "out", "--max-errors", 0)

    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1] == (
        "Stopped: more documents failed than --max-errors allows. Mend the cause, then go on "
        "with --resume."
    )


def test_columns_that_nothing_reads_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    write_documents(Path("in"), range(1))
    Path("list.csv").write_text("path,Actor,\x1b[2J\nin/000.txt,jp,x\n", encoding="utf-8")
    english = batch("list.csv", "-o", "out").stderr
    monkeypatch.setenv("JACYBER_UI", "ja")
    japanese = batch("list.csv", "-o", "out", "--resume").stderr

    assert english.startswith("Columns of the manifest that are not used: ")
    assert japanese.startswith("一覧の列")
    assert "\x1b" not in english + japanese


def test_paths_come_from_stdin() -> None:
    write_documents(Path("in"), range(3))
    result = batch("-", "-o", "out", stdin="in/000.txt\nin/002.txt\n")

    assert result.stdout.startswith("2 documents: 2 analysed")


def test_names_cannot_speak_to_the_terminal() -> None:
    Path("in").mkdir()
    Path("in/\x1b[31mred\x07\n.pdf").write_text("no PDF", encoding="utf-8")
    result = batch("in", "-o", "out\x1b[2J")

    assert result.exit_code == 1
    assert not {"\x1b", "\x07"} & set(result.stdout + result.stderr)
    assert len(result.stderr.splitlines()) == 1


def test_csv_holds_nothing_that_a_spreadsheet_computes() -> None:
    Path("in").mkdir()
    text = "=cmd|' /C calc'!A0\n\n@SUM(1+1)\n\n+1+1\n\n-2+3\n"
    Path("in/=1+1.txt").write_text(text, encoding="utf-8")
    Path("list.csv").write_text("path,title\nin/=1+1.txt,@SUM(1+1)\n", encoding="utf-8")
    os.chdir("in")
    result = batch("=1+1.txt", "../list.csv", "-o", "../out", "--format", "csv")

    assert result.exit_code == 0
    for path in Path("../out").glob("*/*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as handle:
            cells = [cell for row in csv.reader(handle) for cell in row]
        risky = [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")]
        assert all(_is_number(cell) for cell in risky), (path, risky)


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize(
    ("args", "en", "ja"),
    [
        (
            ("in", "-o", "full"),
            "full: exists and is not empty. An empty folder is needed, or --resume to go on with "
            "the run that is in it: what is new or changed is then done, the rest kept.\n",
            "full: 空のフォルダではありません。空のフォルダを指定するか、中の実行を続けるなら"
            "--resumeを付けてください（新しい文書と変わった文書だけを処理します）。\n",
        ),
        (
            ("nowhere", "-o", "out"),
            "nowhere: no such file. ",
            "nowhere: ファイルがありません。",
        ),
        (
            ("merge", "full"),
            "full: holds shares of 0 ways to divide (none). ",
            "full: 分割の仕方が0通りあります（なし）。",
        ),
    ],
)
def test_wrong_usage_is_told_in_both_languages(
    args: tuple[str, ...], en: str, ja: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_documents(Path("in"), range(1))
    Path("full").mkdir()
    Path("full/mine.txt").touch()
    english = batch(*args)
    monkeypatch.setenv("JACYBER_UI", "ja")
    japanese = batch(*args)

    assert (english.exit_code, english.stderr[: len(en)]) == (2, en)
    assert (japanese.exit_code, japanese.stderr[: len(ja)]) == (2, ja)


@pytest.mark.parametrize("option", [("--stages", "term"), ("--shard", "3/2"), ("--shard", "0/1")])
def test_options_that_make_no_sense_are_refused(option: tuple[str, str]) -> None:
    write_documents(Path("in"), range(1))
    words = ["batch", "in", "-o", "out", *option]
    result = CliRunner().invoke(app, words, prog_name="jacyber")

    assert result.exit_code == 2
    assert not Path("out").exists()


def test_shares_are_merged() -> None:
    write_documents(Path("in"), range(6))
    for i in (1, 2):
        assert batch("in", "-o", "out", "--shard", f"{i}/2").exit_code == 0
    merged = batch("merge", "out")
    batch("in", "-o", "reference")

    assert merged.stdout.startswith("6 documents: 6 analysed, 0 failed")
    found = {name: data for name, data in files(Path("out")).items() if name[:7] != "shards/"}
    assert found == files(Path("reference"))


# How it ends


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    with contextlib.chdir(tmp_path_factory.mktemp("undisturbed")):
        write_documents(Path("in"), range(N))
        run("in", Path("out"))
        return files(Path("out"))


@pytest.fixture
def reference(undisturbed: dict[str, bytes]) -> dict[str, bytes]:
    """What the ``N`` documents that are there give when nothing disturbs."""
    write_documents(Path("in"), range(N))
    return undisturbed


@contextlib.contextmanager
def running(*args: str, **how: object) -> Iterator[subprocess.Popen[bytes]]:
    """A run as the shell starts it, in a process group of its own."""
    command = [sys.executable, "-m", "jacyber_nlp", "batch", "in", "-o", "out", "--stages", "terms"]
    process = subprocess.Popen(
        [*command, *args],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        **how,  # type: ignore[call-overload]
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def wait_for(condition: Callable[[], bool]) -> None:
    for _ in range(3_000):
        if condition():
            return
        time.sleep(0.01)
    raise AssertionError("it did not come to that within 30 seconds")


def begun() -> bool:
    """Tell whether outcomes have come to the disk."""
    path = Path("out/journal")
    return path.exists() and path.stat().st_size > 1_000


def group(leader: int) -> list[int]:
    """The processes of a group that live."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, own = path.read_text(encoding="utf-8").rpartition(")")[2].split()[:3]
            if int(own) == leader and state != "Z":
                found.append(int(path.parent.name))
    return found


linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")


@linux
@pytest.mark.parametrize(
    ("number", "end", "status"),
    [
        (signal.SIGINT, os.killpg, 130),  # as a terminal does
        (signal.SIGINT, os.kill, 130),
        (signal.SIGTERM, os.killpg, 143),  # as schedulers do
        (signal.SIGKILL, os.kill, -9),
    ],
)
def test_an_ended_run_leaves_no_process_and_goes_on(
    reference: dict[str, bytes],
    number: signal.Signals,
    end: Callable[[int, int], None],
    status: int,
) -> None:
    with running("--processes", "2") as process:
        wait_for(begun)
        end(process.pid, number)
        process.wait(30)
        wait_for(lambda: not group(process.pid))
        assert process.stderr is not None
        told = process.stderr.read().decode()

    assert process.returncode == status
    assert told == ("Interrupted.\n" if number == signal.SIGINT else "")
    summary = run("in", Path("out"), resume=True)
    assert summary.progress.reused > 0
    assert files(Path("out")) == reference


def workers(leader: int) -> list[int]:
    return [
        child
        for child in group(leader)
        if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()
    ]


@linux
def test_control_c_while_workers_start_is_quiet() -> None:
    write_documents(Path("in"), range(3))
    with running("--processes", "2") as process:
        wait_for(lambda: bool(workers(process.pid)))
        time.sleep(0.2)
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=30)

    assert (process.returncode, err) == (130, b"Interrupted.\n")


@linux
def test_killed_workers_cost_nothing(reference: dict[str, bytes]) -> None:
    with running("--processes", "2") as process:
        wait_for(begun)
        for child in workers(process.pid):
            os.kill(child, signal.SIGKILL)
        assert process.wait(60) == 0

    assert files(Path("out")) == reference


@pytest.mark.parametrize("limit", [20_000, 150_000])
def test_a_disk_that_is_full_is_told_and_costs_nothing(
    reference: dict[str, bytes], limit: int
) -> None:
    """The first limit ends the journal, the second a table or the journal's settling."""
    largest = max(map(len, reference.values()))
    assert largest > limit

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    with running("--processes", "1", preexec_fn=full) as process:
        _, err = process.communicate(timeout=60)
    told = err.decode()

    assert process.returncode == 2
    assert told.startswith("out: cannot be written (File too large). What was done so far is kept.")
    assert len(told.splitlines()) == 1
    run("in", Path("out"), resume=True)
    assert files(Path("out")) == reference


def test_two_runs_do_not_write_into_one_folder() -> None:
    write_documents(Path("in"), range(1))
    Path("out").mkdir()
    with FileLock(Path("out/.lock")):
        second = batch("in", "-o", "out", "--resume")

    assert second.exit_code == 2
    assert second.stderr == (
        "out: another run writes here; its run.json says on which machine, and its process id. "
        "One run at a time may. Wait for its end, or name another folder.\n"
    )


def test_all_stages_give_the_same_in_any_process(samples: Path) -> None:
    """The models as well: two samples, in this process and in a worker."""
    Path("in").mkdir()
    for name in ("ja-press-release.txt", "en-communique.txt"):
        Path("in", name).write_bytes((samples / name).read_bytes())
    run("in", Path("here"), Settings(), execution=HERE)
    process = subprocess.run(
        [sys.executable, "-m", "jacyber_nlp", "batch", "in", "-o", "out", "--processes", "1"],
        capture_output=True,
        check=False,
    )

    assert process.returncode == 0, process.stderr.decode()
    assert files(Path("out")) == files(Path("here"))
