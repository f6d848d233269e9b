"""terms.lists: lists of terms that a user writes, and what is said of bad ones."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jacyber_nlp.errors import ConfigError, MeasureError, TermListError
from jacyber_nlp.terms.lists import MAX_LENGTH, MAX_LINES, NO_LISTS, TermLists, read_terms

Write = Callable[[str | bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a list and return its path."""

    def make(content: str | bytes) -> Path:
        path = tmp_path / "own.txt"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return make


def test_terms_come_one_a_line_each_once_in_order(write: Write) -> None:
    text = (
        "\ufeff# 注釈\n主権・統制\r\n\n  free flow \n主権・統制\n\u3000通信網\u3000\n #not\n5G #1"
    )

    assert read_terms(write(text)) == ("主権・統制", "free flow", "通信網", "5G #1")
    assert read_terms(str(write(text))) == read_terms(write(text))


def test_no_lists_hold_nothing() -> None:
    assert TermLists() == NO_LISTS
    assert (NO_LISTS.user, NO_LISTS.keep, NO_LISTS.stop) == ((), (), ())


def refused(path: Path | str) -> TermListError:
    with pytest.raises(TermListError) as caught:
        read_terms(path)
    assert isinstance(caught.value, ConfigError)
    assert isinstance(caught.value, ValueError)
    assert caught.value.path == str(path)
    return caught.value


def test_a_missing_list_is_told(tmp_path: Path) -> None:
    path = tmp_path / "nai.txt"

    err = refused(path)

    assert err.message("en") == (
        f"{path}: cannot be read (No such file or directory). A text file with one term a "
        "line is needed. Check path and permissions."
    )
    assert err.message("ja") == (
        f"{path}: 読み込めません（No such file or directory）。1行に1語のテキストファイルが"
        "必要です。パスと権限を確かめてください。"
    )
    assert err.line is None


def test_a_folder_is_no_list(tmp_path: Path) -> None:
    assert str(refused(tmp_path)).startswith(f"{tmp_path}: cannot be read (Is a directory).")


def test_another_encoding_is_told(write: Write) -> None:
    path = write("主権".encode("cp932"))

    err = refused(path)

    assert err.message("en") == f"{path}: is not UTF-8. Save the list as UTF-8."
    assert err.message("ja") == f"{path}: UTF-8ではありません。UTF-8で保存し直してください。"


@pytest.mark.parametrize("content", ["", "\n\n", "# 主権\n", "\ufeff", " \u3000\n"])
def test_a_list_without_a_term_is_told(content: str, write: Write) -> None:
    path = write(content)

    err = refused(path)

    assert err.message("en") == (
        f"{path}: holds no term. Write one term a line; lines that begin with # are comments."
    )
    assert err.message("ja") == (
        f"{path}: 用語がありません。1行に1語ずつ書いてください（#で始まる行は注釈）。"
    )


def test_a_term_as_long_as_a_paragraph_is_told_with_its_line(write: Write) -> None:
    assert read_terms(write("あ" * MAX_LENGTH)) == ("あ" * MAX_LENGTH,)
    path = write("主権\n" + "あ" * (MAX_LENGTH + 1))

    err = refused(path)

    assert err.line == 2
    assert err.message("en") == (
        f"{path}:2: a term has 200 characters at most, a list 100,000 lines. Write one term a line."
    )
    assert err.message("ja") == (
        f"{path}:2: 1語は200字まで、一覧は100,000行までです。1行に1語ずつ書いてください。"
    )


def test_a_list_of_too_many_lines_is_told_at_the_first_of_them(write: Write) -> None:
    assert read_terms(write("主権\n" * MAX_LINES)) == ("主権",)

    assert refused(write("主権\n" * (MAX_LINES + 1))).line == MAX_LINES + 1


@given(
    st.lists(st.text("主権ab ・-", min_size=1, max_size=9).map(str.strip).filter(bool), min_size=1)
)
def test_what_is_written_one_a_line_is_read(terms: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "own.txt"
        path.write_text("\n".join(terms), encoding="utf-8")

        assert read_terms(path) == tuple(dict.fromkeys(terms))


def test_a_measure_that_a_language_lacks_is_told_with_those_it_has() -> None:
    err = MeasureError("a.txt", "keyness", "ja")

    assert (err.path, err.measure, err.lang) == ("a.txt", "keyness", "ja")
    assert err.message("en") == (
        "a.txt: no keyness for terms in 'ja': frequencies of general language ship for "
        "English alone. Choose the measure termhood, c-value or flr."
    )
    assert err.message("ja") == (
        "a.txt: 'ja'の用語にはkeynessが使えません（一般語の頻度は英語だけ同梱）。"
        "尺度はtermhood、c-value、flrから選んでください。"
    )
