"""Tables as files that get their names when they are whole."""

from __future__ import annotations

import csv
import errno
import gc
import hashlib
import io
import json
import os
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

import jacyber_nlp as jc
from jacyber_nlp.exchange import table_rows
from jacyber_nlp.exchange.arrow import arrow_schema, arrow_table
from jacyber_nlp.exchange.table_columns import TABLES, Kind, names_of
from jacyber_nlp.exchange.table_files import PartFile, PartWriter
from jacyber_nlp.exchange.table_rows import Format
from jacyber_nlp.exchange.tables import Columns, error_row, tables_of
from toy.models import toy_analyser

FORMATS: tuple[Format, ...] = ("parquet", "jsonl", "csv")
NAMES = tuple(TABLES)


@pytest.fixture(scope="module")
def found() -> dict[str, Columns]:
    """What is found in a small document of the toy world."""
    analyser = toy_analyser()
    text = (
        "我が国は情報の自由な流通を強く支持する。検閲を認めない。\n"
        "ロシアは、サイバー主権の尊重が必要だと主張している。"
    )
    document = jc.read_text(text, id="=toy")
    analysis = analyser.analyse(document)
    return tables_of(
        document,
        sentences=analysis.sentences,
        terms=analysis.terms,
        pairs=analysis.pairs,
        concepts=analysis.concepts,
        citations=analysis.citations,
        alignments=analyser.align(document),
        stances=analysis.sentence_stances,
        stance=analysis.stance,
    )


def write(
    folder: Path,
    format: Format,
    added: Iterable[dict[str, Columns]],
    names: Sequence[str] = NAMES,
    part: int = 0,
) -> tuple[PartFile, ...]:
    with PartWriter(folder, part, names, format) as writer:
        for tables in added:
            writer.add(tables)
        return writer.close()


def files_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))


def read(folder: Path, name: str, format: Format) -> Columns:
    """A table as readers of the format see it; CSV has text alone."""
    path = folder / name / f"part-00000.{format}"
    if format == "parquet":
        return parquet.read_table(path, partitioning=None).to_pydict()
    text = path.read_text(encoding="utf-8")
    if format == "csv":
        header, *rows = csv.reader(io.StringIO(text, newline=""))
        return {column: [row[i] for row in rows] for i, column in enumerate(header)}
    made: Columns = {column: [] for column in names_of(name)}
    for line in text.split("\n")[:-1]:
        row = json.loads(line)
        assert list(row) == list(made)
        for column, value in row.items():
            made[column].append(value)
    return made


def error(message: str, document_id: str = "a") -> dict[str, Columns]:
    return error_row(document_id, "a.txt", "read", ValueError(message))


# What the files hold


@pytest.mark.parametrize("format", ["parquet", "jsonl"])
def test_every_value_comes_back(format: Format, found: dict[str, Columns], tmp_path: Path) -> None:
    write(tmp_path, format, [found])

    assert found["alignments"]["text"]
    assert found["holders"]["holder"]
    for name, columns in found.items():
        assert read(tmp_path, name, format) == columns


def test_csv_holds_the_same_as_text_and_nothing_for_null(
    found: dict[str, Columns], tmp_path: Path
) -> None:
    write(tmp_path, "csv", [found])

    for name, columns in found.items():
        # The document's name begins like a formula.
        assert read(tmp_path, name, "csv") == {
            column: ["" if v is None else "'=toy" if v == "=toy" else str(v) for v in values]
            for column, values in columns.items()
        }


@pytest.mark.parametrize("format", FORMATS)
def test_a_table_without_rows_has_its_file(format: Format, tmp_path: Path) -> None:
    made = write(tmp_path, format, [])

    assert [file.rows for file in made] == [0] * len(TABLES)
    assert files_in(tmp_path) == sorted(f"{name}/part-00000.{format}" for name in TABLES)
    for name in TABLES:
        assert read(tmp_path, name, format) == {column: [] for column in names_of(name)}
        if format == "parquet":
            path = tmp_path / name / "part-00000.parquet"
            assert parquet.read_metadata(path).num_row_groups == 0


def test_the_schema_of_parquet_holds_the_version_of_the_layout(tmp_path: Path) -> None:
    write(tmp_path, "parquet", [error("x")])

    for name in TABLES:
        schema = parquet.read_schema(tmp_path / name / "part-00000.parquet")
        assert schema.equals(arrow_schema(name), check_metadata=True)
        assert schema.metadata[b"schema"] == b"jacyber-tables/1"


def test_parquet_is_zstd_with_statistics_and_dictionaries_for_what_comes_again(
    found: dict[str, Columns], tmp_path: Path
) -> None:
    write(tmp_path, "parquet", [found] * 3)

    group = parquet.read_metadata(tmp_path / "sentences" / "part-00000.parquet").row_group(0)
    columns = {group.column(i).path_in_schema: group.column(i) for i in range(group.num_columns)}
    assert {column.compression for column in columns.values()} == {"ZSTD"}
    assert all(column.is_stats_set for column in columns.values())
    assert columns["document_id"].has_dictionary_page
    assert not columns["text"].has_dictionary_page


def test_what_is_told_of_the_files_is_so(found: dict[str, Columns], tmp_path: Path) -> None:
    for format in FORMATS:
        made = write(tmp_path, format, [found, found], part=12)

        assert [file.path for file in made] == [f"{n}/part-00012.{format}" for n in TABLES]
        for file, name in zip(made, TABLES, strict=True):
            data = (tmp_path / file.path).read_bytes()
            rows = 2 * len(found[name]["document_id"]) if name in found else 0
            assert (file.rows, file.bytes) == (rows, len(data))
            assert file.sha256 == hashlib.sha256(data).hexdigest()


# Safe to open


def test_csv_keeps_text_from_being_computed_and_numbers_numbers(tmp_path: Path) -> None:
    columns = {
        "document_id": ["a", "b"],
        "issue": ["=cmd|' /C calc'!A0", "＠SUM(A1)"],
        "position": [-0.5, 1e-17],
        "interval_low": [-1.0, None],
        "interval_high": [0.1, None],
        "n": [2, 1],
    }

    write(tmp_path, "csv", [{"issues": columns}], ["issues"])

    assert (tmp_path / "issues" / "part-00000.csv").read_text(encoding="utf-8") == (
        "document_id,issue,position,interval_low,interval_high,n\n"
        "a,'=cmd|' /C calc'!A0,-0.5,-1.0,0.1,2\n"
        "b,'＠SUM(A1),1e-17,,,1\n"
    )


def test_csv_has_no_controls_and_no_row_begins_inside_a_cell(tmp_path: Path) -> None:
    write(tmp_path, "csv", [error('x\r\n=1+1\x1b[2J\x85,"y"')], ["errors"])

    data = (tmp_path / "errors" / "part-00000.csv").read_bytes().decode("utf-8")
    assert not set("\r\x1b\x85") & set(data)
    assert read(tmp_path, "errors", "csv")["message"] == ['x \n=1+1\ufffd[2J\ufffd,"y"']


def test_json_lines_escape_what_a_terminal_obeys(tmp_path: Path) -> None:
    message = "x\x1b[2J\x7f\x9b\n\u2028"
    write(tmp_path, "jsonl", [error(message)], ["errors"])

    data = (tmp_path / "errors" / "part-00000.jsonl").read_bytes().decode("utf-8")
    assert data.count("\n") == 1
    assert not any(unicodedata.category(char) == "Cc" for char in data[:-1])
    assert read(tmp_path, "errors", "jsonl")["message"] == [message]


@pytest.mark.parametrize("format", FORMATS)
def test_a_name_that_is_no_utf_8_is_written_the_same_in_every_format(
    format: Format, tmp_path: Path
) -> None:
    write(tmp_path, format, [error("x", "a\udc80"), error("y", "b")], ["errors"])

    made = read(tmp_path, "errors", format)
    assert made["document_id"] == ["a\\udc80", "b"]
    assert made["message"] == ["x", "y"]


# Whole or not at all


@pytest.mark.parametrize("format", FORMATS)
def test_an_exception_leaves_the_earlier_files_as_they_were(format: Format, tmp_path: Path) -> None:
    write(tmp_path, format, [error("earlier")], ["errors"])

    def stopped() -> Iterator[dict[str, Columns]]:
        yield error("later")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(tmp_path, format, stopped(), ["errors"])

    assert files_in(tmp_path) == [f"errors/part-00000.{format}"]
    assert read(tmp_path, "errors", format)["message"] == ["earlier"]


def test_what_is_left_without_close_has_no_name(tmp_path: Path) -> None:
    with PartWriter(tmp_path, 0, ["errors", "terms"], "parquet") as writer:
        writer.add(error("x"))
        assert files_in(tmp_path) == [
            "errors/.part-00000.parquet.tmp",
            "terms/.part-00000.parquet.tmp",
        ]

    assert files_in(tmp_path) == []


def test_what_a_killed_run_left_behind_is_written_over(tmp_path: Path) -> None:
    left = tmp_path / "errors" / ".part-00000.parquet.tmp"
    left.parent.mkdir()
    left.write_bytes(b"PAR1" * 10_000)

    write(tmp_path, "parquet", [error("x")], ["errors"])

    assert files_in(tmp_path) == ["errors/part-00000.parquet"]
    assert read(tmp_path, "errors", "parquet")["message"] == ["x"]


def test_no_file_gets_its_name_before_all_are_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[str]] = []
    sync = os.fsync

    def watched(descriptor: int) -> None:
        seen.append(files_in(tmp_path))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", watched)
    write(tmp_path, "csv", [error("x")], ["errors", "terms"])

    temporary = ["errors/.part-00000.csv.tmp", "terms/.part-00000.csv.tmp"]
    named = ["errors/part-00000.csv", "terms/part-00000.csv"]
    assert seen == [temporary] * 2 + [named] * 3  # the files, then the folders


@pytest.mark.parametrize("format", FORMATS)
def test_a_full_disk_is_told_as_it_is_and_leaves_nothing(
    format: Format, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, format, [error("earlier")], ["errors"])

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left") as caught:
        write(tmp_path, format, [error("later")], ["errors", "terms"])

    assert caught.value.errno == errno.ENOSPC
    assert files_in(tmp_path) == [f"errors/part-00000.{format}"]
    assert read(tmp_path, "errors", format)["message"] == ["earlier"]


@pytest.mark.parametrize("format", FORMATS)
def test_a_disk_that_fills_while_rows_are_written_is_told_as_it_is(
    format: Format, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The device that is always full takes the place of the temporary file."""
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full")
    monkeypatch.setattr(table_rows, "GROUP_BYTES", 1)
    monkeypatch.setattr(table_rows, "BLOCK_ROWS", 1)
    (tmp_path / "errors").mkdir()
    (tmp_path / "errors" / f".part-00000.{format}.tmp").symlink_to("/dev/full")

    with pytest.raises(OSError, match="No space left") as caught:
        write(tmp_path, format, [error("x" * 100_000 + str(i)) for i in range(50)], ["errors"])
    gc.collect()  # nothing is written late, by a writer that was left open

    assert caught.value.errno == errno.ENOSPC
    assert files_in(tmp_path) == []


def test_a_folder_that_cannot_be_made_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "terms").write_text("a file in the way", encoding="utf-8")

    with pytest.raises(FileExistsError):
        PartWriter(tmp_path, 0, ["errors", "terms"], "parquet")

    assert files_in(tmp_path) == []


def test_a_table_that_is_none_of_the_parts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="errors"):
        write(tmp_path, "jsonl", [error("x")], ["terms"])

    assert files_in(tmp_path) == []


# The same bytes, in little memory


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_calls_make_the_same_bytes(
    format: Format, found: dict[str, Columns], tmp_path: Path
) -> None:
    first, second = (write(tmp_path / x, format, [found, error("x")] * 5) for x in "ab")

    assert first == second
    for file in first:
        assert (tmp_path / "a" / file.path).read_bytes() == (
            tmp_path / "b" / file.path
        ).read_bytes()


def groups_in(folder: Path) -> list[int]:
    metadata = parquet.read_metadata(folder / "errors" / "part-00000.parquet")
    return [metadata.row_group(i).num_rows for i in range(metadata.num_row_groups)]


def test_row_groups_end_at_a_number_of_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_rows, "BLOCK_ROWS", 2)
    monkeypatch.setattr(table_rows, "GROUP_ROWS", 6)

    write(tmp_path, "parquet", [error(str(i)) for i in range(15)], ["errors"])

    assert groups_in(tmp_path) == [6, 6, 3]
    assert read(tmp_path, "errors", "parquet")["message"] == [str(i) for i in range(15)]


def test_long_texts_end_blocks_and_row_groups_before_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_rows, "BLOCK_CHARACTERS", 1000)
    monkeypatch.setattr(table_rows, "GROUP_BYTES", 3000)

    write(tmp_path, "parquet", [error("x" * 800) for _ in range(5)], ["errors"])

    assert groups_in(tmp_path) == [2, 2, 1]  # each row holds its message twice


def test_a_block_counts_its_own_characters_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_rows, "BLOCK_CHARACTERS", 1000)
    monkeypatch.setattr(table_rows, "GROUP_BYTES", 1)

    write(tmp_path, "parquet", [error("x" * 300) for _ in range(5)], ["errors"])

    assert groups_in(tmp_path) == [2, 2, 1]


# Any values


def values(kind: Kind) -> st.SearchStrategy[Any]:
    if kind in ("word", "text"):
        return st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
    if kind == "score":
        return st.floats(allow_nan=False, allow_infinity=False)
    bits = 63 if kind == "offset" else 31
    return st.integers(-(2**bits), 2**bits - 1)


@st.composite
def a_table(draw: st.DrawFn) -> tuple[str, list[Columns]]:
    """A table's name, and rows of it as they are added call by call."""
    name = draw(st.sampled_from(NAMES))
    row = st.tuples(*[st.none() | values(column.kind) for column in TABLES[name]])
    calls = draw(st.lists(st.lists(row, max_size=4), max_size=4))
    return name, [
        {column: [row[i] for row in rows] for i, column in enumerate(names_of(name))}
        for rows in calls
    ]


def whole(name: str, calls: Sequence[Columns]) -> Columns:
    return {column: [v for call in calls for v in call[column]] for column in names_of(name)}


@pytest.mark.parametrize("format", ["parquet", "jsonl"])
@settings(deadline=None, max_examples=40)
@given(made=a_table())
def test_any_columns_come_back_however_they_were_added(
    format: Format, made: tuple[str, list[Columns]]
) -> None:
    name, calls = made
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), format, [{name: call} for call in calls], [name])

        assert read(Path(folder), name, format) == whole(name, calls)


@settings(deadline=None, max_examples=40)
@given(made=a_table())
def test_parquet_holds_what_arrow_does(made: tuple[str, list[Columns]]) -> None:
    name, calls = made
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), "parquet", [{name: call} for call in calls], [name])

        path = Path(folder) / name / "part-00000.parquet"
        table = parquet.read_table(path, partitioning=None)
    assert table.equals(arrow_table(name, whole(name, calls)), check_metadata=True)


@settings(deadline=None, max_examples=40)
@given(made=a_table())
def test_csv_of_any_columns_has_as_many_rows_none_to_compute(
    made: tuple[str, list[Columns]],
) -> None:
    name, calls = made
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), "csv", [{name: call} for call in calls], [name])
        read_back = read(Path(folder), name, "csv")

    expected = whole(name, calls)
    for column in TABLES[name]:
        cells = read_back[column.name]
        assert len(cells) == len(expected[column.name])
        if column.kind in ("word", "text"):
            assert not any(cell.lstrip().startswith(tuple("=+-@＝＋－＠")) for cell in cells)
