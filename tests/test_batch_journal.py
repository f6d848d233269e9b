"""A journal gives back what was put in, or nothing: never something else."""

from __future__ import annotations

import io
import struct
import tempfile
import zlib
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jacyber_nlp.batch.journal import SCHEMA, Journal, frames, write_journal
from jacyber_nlp.batch.outcomes import Entry
from jacyber_nlp.errors import ForeignJournalError
from toy.batch import outcome, tables

IDS = ["a.txt", "日本語.pdf", "c.txt", "a.txt", "\\xff.txt"]  # one of them twice


def journal_bytes() -> tuple[bytes, list[int]]:
    """A journal of the outcomes of ``IDS``, and where each frame ends."""
    with tempfile.TemporaryDirectory() as folder:
        journal = Journal(Path(folder) / "journal")
        ends = []
        for number, id in enumerate(IDS):
            journal.append(*outcome(id, number))
            ends.append(journal.places[id].end)
        journal.close()
        return (Path(folder) / "journal").read_bytes(), ends


WHOLE, ENDS = journal_bytes()


def opened(data: bytes) -> tuple[dict[str, object], int, bytes]:
    """The values in a journal of these bytes, what it dropped, and its bytes afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journal"
        path.write_bytes(data)
        journal = Journal(path)
        found = {id: journal.tables(id)["documents"]["value"][0] for id in journal.places}
        journal.close()
        return found, journal.dropped, path.read_bytes()


def reopened(folder: Path) -> list[str]:
    journal = Journal(folder / "journal")
    journal.close()
    return list(journal.places)


def expected(n: int) -> dict[str, object]:
    return {id: number for number, id in enumerate(IDS[:n])}


@given(st.integers(0, len(WHOLE)))
def test_a_cut_leaves_the_whole_frames_before_it(at: int) -> None:
    n = sum(end <= at for end in ENDS)
    end = ENDS[n - 1] if n else len(SCHEMA) if at >= len(SCHEMA) else 0

    found, dropped, left = opened(WHOLE[:at])

    assert (found, dropped, left) == (expected(n), at - end, WHOLE[: end or len(SCHEMA)] or SCHEMA)


@given(st.integers(len(SCHEMA), len(WHOLE) - 1), st.integers(1, 255))
def test_a_flipped_byte_leaves_the_frames_before_it(at: int, flip: int) -> None:
    n = sum(end <= at for end in ENDS)

    found, *_ = opened(WHOLE[:at] + bytes([WHOLE[at] ^ flip]) + WHOLE[at + 1 :])

    assert found == expected(n)


@pytest.mark.parametrize(
    "data", [b"my notes\n", b"jacyber-journal/2\n", WHOLE[1:]], ids=["notes", "2", "cut"]
)
def test_a_file_that_is_no_journal_is_left_as_it_is(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "journal"
    path.write_bytes(data)

    with pytest.raises(ForeignJournalError):
        Journal(path)
    assert path.read_bytes() == data


@given(st.binary(max_size=300))
def test_bytes_of_any_kind_are_no_frames(data: bytes) -> None:
    assert list(frames(io.BytesIO(data))) == []


@given(st.binary(max_size=300))
def test_a_frame_whose_entry_is_none_ends_the_journal(body: bytes) -> None:
    """Its checksum is right: only what it says is wrong."""
    frame = struct.pack("<III", len(body), 0, zlib.crc32(body)) + body
    try:
        msgspec.msgpack.decode(body, type=Entry)
    except msgspec.DecodeError:
        assert opened(WHOLE + frame)[0] == expected(len(IDS))


@pytest.mark.parametrize("lengths", [(0xFFFFFFFF, 0), (0, 0xFFFFFFFF), (10, 1_999_999_999)])
def test_a_frame_that_claims_gigabytes_is_dropped_unread(lengths: tuple[int, int]) -> None:
    class Counted(io.BytesIO):
        largest = 0

        def read(self, size: int | None = -1, /) -> bytes:
            self.largest = max(self.largest, size or 0)
            return super().read(size)

    file = Counted(struct.pack("<III", *lengths, 0) + b"x" * 20)

    assert list(frames(file)) == []
    assert file.largest <= 1 << 20


@pytest.mark.parametrize("data", [b"", b"jacyber", b"\0" * 99])
def test_what_a_lost_first_line_leaves_becomes_an_empty_journal(data: bytes) -> None:
    assert opened(data)[0] == {}
    assert opened(data)[2] == SCHEMA


@given(st.permutations(range(6)), st.lists(st.integers(0, 5), max_size=4))
def test_settled_bytes_hang_on_the_outcomes_alone(order: list[int], before: list[int]) -> None:
    """Neither the order of outcomes shows, nor earlier ones, nor those of others."""
    ids = [f"{n}.txt" for n in range(6)]
    with tempfile.TemporaryDirectory() as folder:
        straight = Journal(Path(folder) / "straight")
        crooked = Journal(Path(folder) / "crooked")
        for id in ids:
            straight.append(*outcome(id))
        crooked.append(*outcome("gone.txt"))
        for n in before:
            crooked.append(*outcome(ids[n], "an earlier result"))
        for n in order:
            crooked.append(*outcome(ids[n]))
        crooked.settle(ids)
        assert list(crooked.places) == ids
        crooked.close()
        straight.close()

        whole = (Path(folder) / "straight").read_bytes()
        assert (Path(folder) / "crooked").read_bytes() == whole


def test_a_settled_journal_is_not_written_again(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal")
    for id in ("a", "b"):
        journal.append(*outcome(id))
    journal.close()
    before = (tmp_path / "journal").stat()
    (tmp_path / ".journal.tmp").write_bytes(b"left by a run that was killed while it settled")

    journal = Journal(tmp_path / "journal")
    journal.settle(["a", "b"])
    journal.close()

    after = (tmp_path / "journal").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert [path.name for path in tmp_path.iterdir()] == ["journal"]


def test_outcomes_can_be_added_after_settling(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal")
    for id in ("b", "a"):
        journal.append(*outcome(id))
    journal.settle(["a", "b"])
    journal.append(*outcome("c", 3))
    assert journal.tables("a") == tables("a")
    assert journal.tables("c") == tables("c", 3)
    journal.close()

    assert reopened(tmp_path) == ["a", "b", "c"]


def test_an_outcome_that_has_changed_on_the_disk_is_refused(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal")
    journal.append(*outcome("a"))
    journal.sync()
    with (tmp_path / "journal").open("r+b") as file:
        file.seek(-1, io.SEEK_END)
        file.write(b"!")

    with pytest.raises(ValueError, match="the outcome of a is damaged"):
        journal.tables("a")
    with (tmp_path / "journal").open("r+b") as file:
        file.truncate(len(SCHEMA) + 3)
    with pytest.raises(ValueError, match="the outcome of a is damaged"):
        journal.tables("a")
    with pytest.raises(KeyError):
        journal.tables("b")
    journal.close()


def test_a_journal_that_cannot_be_written_whole_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    path.write_bytes(b"old")

    def failing() -> object:
        yield b"new"
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        write_journal(path, failing())
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("journal", b"old")]


def test_an_id_of_the_longest_path_survives(tmp_path: Path) -> None:
    id = "\\xff" * 32_767
    journal = Journal(tmp_path / "journal")
    journal.append(*outcome(id))
    journal.close()

    assert reopened(tmp_path) == [id]
