"""Lists of terms: one a line, none dropped, and a fault told with its line."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jacyber_nlp.alignment import read_queries
from jacyber_nlp.alignment.queries import MAX_BYTES, MAX_LENGTH
from jacyber_nlp.errors import TermListError
from jacyber_nlp.records import TermQuery

Write = Callable[[bytes], Path]
EN_FORM = (
    'begins with { but is no JSON object with a "text". '
    'Write {"text": "…", "context": "…"}, or the term alone.'
)
JA_FORM = (
    "「{」で始まりますが、「text」のあるJSONオブジェクトではありません。"
    '{"text": "…", "context": "…"}の形か、用語だけを書いてください。'
)
EN_LONG = (
    "a term or context has 10,000 characters at most. "
    "Write one term a line; whole documents go without --terms."
)
JA_LONG = (
    "用語と文脈は10,000字までです。1行に1語ずつ書いてください"
    "（文書全体は--termsを付けずに渡してください）。"
)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(content: bytes) -> Path:
        path = tmp_path / "terms.txt"
        path.write_bytes(content)
        return path

    return write


def texts(path: Path) -> list[str]:
    return [query.text for query in read_queries(path)]


def refused(path: Path) -> TermListError:
    with pytest.raises(TermListError) as caught:
        list(read_queries(path))
    return caught.value


def test_each_line_is_a_term_in_order_with_its_language(write: Write) -> None:
    found = list(read_queries(write("サイバー主権\nfree flow\n2015\n".encode())))

    assert found == [
        TermQuery("サイバー主権", "ja"),
        TermQuery("free flow", "en"),
        TermQuery("2015", "und"),
    ]


def test_json_lines_have_text_and_perhaps_context(write: Write) -> None:
    lines = [
        {"text": "検閲", "context": "検閲を認めない。"},
        {"text": "tie", "id": 7, "label": [1]},
        {"text": "主権", "context": None},
    ]
    content = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)

    assert list(read_queries(write(content.encode()))) == [
        TermQuery("検閲", "ja", (), "検閲を認めない。"),
        TermQuery("tie", "en"),
        TermQuery("主権", "ja"),
    ]


def test_plain_and_json_lines_may_stand_in_one_list(write: Write) -> None:
    assert texts(write(b'  {"text": "one"}  \ntwo\n\t three \n')) == ["one", "two", "three"]


def test_blank_lines_and_repeated_ones_keep_their_place(write: Write) -> None:
    assert texts(write(b"a\n\na\n  \na\n\n")) == ["a", "", "a", "", "a", ""]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", []),
        (b"\n", [""]),
        (b"a", ["a"]),
        (b"a\n", ["a"]),
        (b"a\nb", ["a", "b"]),
        (b"a\r\nb\r\n", ["a", "b"]),
        (b"\xef\xbb\xbfa\nb\n", ["a", "b"]),
        (b'\xef\xbb\xbf{"text": "a"}\n', ["a"]),
        (b"\xef\xbb\xbf", [""]),
        ("a\u2028b\u0085c\x0bd\n".encode(), ["a\u2028b\u0085c\x0bd"]),
    ],
)
def test_only_line_feeds_part_lines_and_a_mark_of_byte_order_is_none_of_it(
    write: Write, content: bytes, expected: list[str]
) -> None:
    assert texts(write(content)) == expected


TERM = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp", "Cf"]), max_size=9)


@given(st.lists(st.tuples(TERM, st.booleans(), TERM), max_size=8), st.booleans())
@settings(deadline=None, max_examples=60)
def test_as_many_terms_come_out_as_lines_go_in(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, bool, str]], ascii_: bool
) -> None:
    path = tmp_path_factory.mktemp("terms") / "terms.txt"
    lines, expected = [], []
    for text, as_json, context in rows:
        as_json = as_json or text.startswith("{")
        row = json.dumps({"text": text, "context": context}, ensure_ascii=ascii_)
        lines.append((row if as_json else text) + "\n")
        expected.append((text, context if as_json else ""))
    path.write_text("".join(lines), encoding="utf-8")

    assert [(q.text, q.context) for q in read_queries(path)] == expected


# Faults


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "{主権}",
        "{}",
        '{"text": 7}',
        '{"text": null, "context": "a"}',
        '{"text": "a", "context": ["b"]}',
        '{"text": "a"} b',
        '{"text": "a"',
        '{"text": "a", "deep": ' + "[" * 50_000,
    ],
    ids=lambda line: line[:24],
)
def test_what_begins_like_json_and_is_no_such_object_is_named_with_its_line(
    write: Write, line: str
) -> None:
    path = write(f"a\n\n{line}\nb\n".encode())

    error = refused(path)

    assert str(error) == f"{path}:3: {EN_FORM}"
    assert error.message("ja") == f"{path}:3: {JA_FORM}"
    assert (error.path, error.line) == (str(path), 3)


@pytest.mark.parametrize("bad", ["主権".encode("cp932"), b"\xff", b'{"text": "\xe4"}'])
def test_bytes_that_are_no_utf8_are_named_with_their_line(write: Write, bad: bytes) -> None:
    path = write(b"a\n" + bad + b"\nb\n")

    error = refused(path)

    assert str(error) == f"{path}:2: is not UTF-8. Save the terms as UTF-8."
    assert error.message("ja") == f"{path}:2: UTF-8ではありません。UTF-8で保存し直してください。"


@pytest.mark.parametrize("char", ["a", "あ", "𠮷"])
@pytest.mark.parametrize("n", [MAX_LENGTH + 1, MAX_BYTES, MAX_BYTES + 1])
@pytest.mark.parametrize("end", ["", "\nb\n"])
def test_a_line_too_long_is_named_whatever_its_characters(
    write: Write, char: str, n: int, end: str
) -> None:
    path = write(("b\n" + char * n + end).encode())

    error = refused(path)

    assert str(error) == f"{path}:2: {EN_LONG}"
    assert error.message("ja") == f"{path}:2: {JA_LONG}"


def test_a_context_too_long_is_named(write: Write) -> None:
    path = write(json.dumps({"text": "a", "context": "b" * (MAX_LENGTH + 1)}).encode())

    assert str(refused(path)) == f"{path}:1: {EN_LONG}"


@pytest.mark.parametrize("char", ["a", "あ", "𠮷"])
@pytest.mark.parametrize("ascii_", [True, False])
def test_the_longest_term_with_the_longest_context_is_read(
    write: Write, char: str, ascii_: bool
) -> None:
    longest = char * MAX_LENGTH
    row = json.dumps({"text": longest, "context": longest}, ensure_ascii=ascii_)

    (found,) = read_queries(write(row.encode()))

    assert (found.text, found.context) == (longest, longest)


def test_lines_before_the_fault_are_read(write: Write) -> None:
    queries = read_queries(write(b"a\nb\n\xff\n"))

    assert [next(queries).text, next(queries).text] == ["a", "b"]
    with pytest.raises(TermListError):
        next(queries)


# Where the list comes from


def test_a_dash_is_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = io.TextIOWrapper(io.BytesIO("\ufeff主権\r\n\nsovereignty".encode()), encoding="ascii")
    monkeypatch.setattr(sys, "stdin", stdin)

    assert [query.text for query in read_queries("-")] == ["主権", "", "sovereignty"]
    assert not stdin.buffer.closed


def test_a_fault_in_stdin_is_named_with_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a\n\xff")))

    with pytest.raises(TermListError) as caught:
        list(read_queries("-"))

    assert str(caught.value) == "-:2: is not UTF-8. Save the terms as UTF-8."


def test_a_closed_stdin_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)

    with pytest.raises(TermListError) as caught:
        list(read_queries("-"))

    assert str(caught.value) == "-: stdin is closed."
    assert caught.value.message("ja") == "-: 標準入力が閉じています。"
    assert caught.value.line is None


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "無い.txt"

    error = refused(path)

    assert str(error) == (
        f"{path}: cannot be read (No such file or directory). "
        "A text file with one term a line is needed. Check path and permissions."
    )
    assert error.message("ja") == (
        f"{path}: 読み込めません（No such file or directory）。"
        "1行に1語のテキストファイルが必要です。パスと権限を確かめてください。"
    )


def test_a_folder_is_no_list(tmp_path: Path) -> None:
    assert str(refused(tmp_path)).startswith(f"{tmp_path}: cannot be read (Is a directory). ")


def test_nothing_is_opened_before_it_is_read(tmp_path: Path) -> None:
    queries = read_queries(tmp_path / "無い.txt")

    with pytest.raises(TermListError):
        next(queries)
