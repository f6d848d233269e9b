"""Parts of tables hold what the journal holds, whatever was in the folder before."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from jacyber_nlp.batch import parts
from jacyber_nlp.batch.journal import Journal
from jacyber_nlp.batch.outcomes import Entry, pack
from jacyber_nlp.batch.parts import Contents, TableParts, tables_of_stages, write_json
from jacyber_nlp.errors import MissingFileError
from jacyber_nlp.exchange.table_columns import TABLES
from jacyber_nlp.exchange.tables import error_row
from toy.batch import files

IDS = [f"{n}.txt" for n in range(6)]


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two documents a part."""
    monkeypatch.setattr(parts, "PART", 2 * entry("0.txt").size)


def packed(id: str, reason: str = "a") -> tuple[int, bytes]:
    found = error_row(id, id, "read", MissingFileError("x.txt"))
    found["errors"]["message"][0] = reason
    return pack(found)


def entry(id: str, reason: str = "a") -> Entry:
    return Entry(id, "", "settings", "MissingFileError", False, packed(id, reason)[0], 0, 0)


def journal_of(path: Path, reasons: dict[str, str]) -> Journal:
    journal = Journal(path)
    for id, reason in reasons.items():
        journal.append(entry(id, reason), packed(id, reason)[1])
    return journal


def write(out: Path, reasons: dict[str, str], stages: tuple[str, ...] = ("terms",)) -> None:
    """Make the tables of a journal that holds this, as a run does at its end."""
    out.mkdir(exist_ok=True)
    (out / "journal").unlink(missing_ok=True)
    journal = journal_of(out / "journal", reasons)
    try:
        TableParts(out, journal, sorted(reasons), stages, "jsonl").finish()
    finally:
        journal.close()


def lines(out: Path, part: int) -> list[str]:
    found = (out / f"errors/part-{part:05}.jsonl").read_text(encoding="utf-8").splitlines()
    return [msgspec.json.decode(line)["document_id"] for line in found]


OLD = dict.fromkeys(IDS, "a")


def test_a_part_ends_when_it_is_full(tmp_path: Path) -> None:
    write(tmp_path, OLD)

    assert [lines(tmp_path, n) for n in range(3)] == [IDS[:2], IDS[2:4], IDS[4:]]
    assert not (tmp_path / "errors/part-00003.jsonl").exists()


def test_parts_are_written_as_soon_as_they_can_be_in_order(tmp_path: Path) -> None:
    journal = journal_of(tmp_path / "journal", {})
    tables = TableParts(tmp_path, journal, IDS, ("terms",), "jsonl")
    pending = set(IDS)
    seen = []
    for id in ("1.txt", "3.txt", "0.txt", "2.txt", "5.txt", "4.txt"):
        journal.append(entry(id), packed(id)[1])
        pending.discard(id)
        tables.advance(pending)
        seen.append(len(list(tmp_path.glob("errors/part-*"))))
    rows = tables.finish()
    journal.close()

    assert seen == [0, 0, 1, 2, 2, 3]
    assert rows == {**dict.fromkeys(tables_of_stages(("terms",)), 0), "errors": 6}
    write(tmp_path / "reference", OLD)
    assert (
        files(tmp_path)["errors/part-00001.jsonl"]
        == (tmp_path / "reference/errors/part-00001.jsonl").read_bytes()
    )


def test_no_documents_make_empty_tables(tmp_path: Path) -> None:
    write(tmp_path, {})

    assert {path.parent.name for path in tmp_path.glob("*/part-00000.jsonl")} == set(
        tables_of_stages(("terms",))
    )


def test_what_has_not_changed_is_not_written_again(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.glob("errors/*")}
    write(tmp_path, OLD | {"3.txt": "b"})

    changed = [path.name for path, mtime in before.items() if path.stat().st_mtime_ns != mtime]
    assert changed == ["part-00001.jsonl"]


@pytest.mark.parametrize("harm", ["remove", "cut", "contents"])
def test_what_is_missing_or_damaged_is_written_again(tmp_path: Path, harm: str) -> None:
    write(tmp_path, OLD)
    reference = files(tmp_path)
    path = tmp_path / "errors/part-00001.jsonl"
    if harm == "remove":
        path.unlink()
    elif harm == "cut":
        path.write_bytes(path.read_bytes()[:-1])
    else:
        (tmp_path / "tables.json").write_bytes(b'{"schema": 3')
    write(tmp_path, OLD)

    assert files(tmp_path) == reference


@pytest.mark.parametrize("renamed", range(8))
def test_a_run_that_ends_between_two_renames_leaves_no_mixture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, renamed: int
) -> None:
    """The second run is killed among the renames of a part; the third finds old documents.

    Old and new files have the same size, so only what the run wrote down before can
    tell that they are not the old ones.
    """
    write(tmp_path, OLD)
    reference = files(tmp_path)
    replace, calls = Path.replace, iter(range(10**6))

    def killed(self: Path, target: Path) -> Path:
        if "part-" in self.name and next(calls) >= renamed:
            raise KeyboardInterrupt
        return replace(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            write(tmp_path, OLD | {"3.txt": "b"})
    write(tmp_path, OLD)

    assert files(tmp_path) == reference


def test_what_earlier_runs_left_is_removed(tmp_path: Path) -> None:
    """Parts beyond the last, tables of other stages, and files of a run that was killed."""
    write(tmp_path / "out", OLD, ("terms", "score"))
    for name in (
        "errors/.part-00007.jsonl.tmp",
        "evidence/.part-00000.csv.tmp",
        ".tables.json.tmp",
    ):
        (tmp_path / "out" / name).write_bytes(b"half")
    write(tmp_path / "out", {"0.txt": "a"})
    write(tmp_path / "fresh", {"0.txt": "a"})

    assert files(tmp_path / "out") == files(tmp_path / "fresh")
    assert not (tmp_path / "out/evidence").exists()


def test_files_of_others_stay(tmp_path: Path) -> None:
    write(tmp_path, OLD, ("terms", "score"))
    (tmp_path / "evidence/notes.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "part-of-my-thesis.txt").write_text("mine", encoding="utf-8")
    write(tmp_path, OLD)

    assert [path.name for path in (tmp_path / "evidence").iterdir()] == ["notes.txt"]
    assert (tmp_path / "part-of-my-thesis.txt").exists()


def test_tables_json_tells_of_every_file(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    told = msgspec.json.decode((tmp_path / "tables.json").read_bytes(), type=Contents)

    assert [part.documents for part in told.parts] == [2, 2, 2]
    sizes = {name: size for part in told.parts for name, _, size, _ in part.files}
    assert sizes == {
        name: len(data) for name, data in files(tmp_path).items() if name.endswith(".jsonl")
    }


def test_every_table_belongs_to_a_stage_or_to_all() -> None:
    assert set(tables_of_stages(("terms", "align", "score"))) == set(TABLES)


def test_json_that_has_not_changed_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    write_json(path, {"a": 1})
    before = path.stat()
    (tmp_path / ".a.json.tmp").write_bytes(b"half")
    write_json(path, {"a": 1})

    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]
