from __future__ import annotations

import contextlib
import hashlib
import io
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jacyber_nlp.errors import (
    ChangedFileError,
    DamagedFileError,
    DecodingError,
    EmptyDocumentError,
    MissingFileError,
    TooLargeError,
    UnreadableFileError,
    UnsupportedFormatError,
)
from jacyber_nlp.layout import repair
from jacyber_nlp.reading import Limits, pdf, read_raw
from jacyber_nlp.reading.files import read_bytes
from jacyber_nlp.reading.text import LADDER, read_text
from jacyber_nlp.records import Box, RawPage
from toy.pdf import JAPANESE, PICTURE, make_pdf

QUICK = settings(deadline=None, max_examples=60)
SENTENCE = "サイバー空間における国家の責任ある行動を支持する。"


def file(folder: Path, data: bytes | str, name: str = "a.txt") -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def plain(pages: tuple[RawPage, ...]) -> list[tuple[int | None, str]]:
    return [(page.number, page.text) for page in pages]


def text_of(data: bytes, encoding: str | None = None) -> str:
    (page,), _ = read_text(data, "a.txt", encoding)
    return page.text


# --- files that are none -----------------------------------------------------


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "戦略.txt"

    with pytest.raises(MissingFileError) as caught:
        read_raw(path)

    assert str(caught.value) == (
        f"{path}: no such file. Check the spelling and the folder you are in."
    )
    assert caught.value.message("ja") == (
        f"{path}: ファイルがありません。綴りと、現在のフォルダを確かめてください。"
    )


def test_a_folder_is_no_document(tmp_path: Path) -> None:
    folder = tmp_path / "papers.txt"
    folder.mkdir()

    with pytest.raises(UnreadableFileError) as caught:
        read_raw(folder)

    assert str(caught.value) == (
        f"{folder}: cannot be opened (a folder). A regular file that you may read is needed. "
        "Check its kind and permissions."
    )


@contextlib.contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Fail instead of hanging."""

    def stop(*args: object) -> None:
        raise AssertionError(f"still waiting after {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_named_pipe_is_refused_without_waiting_for_its_writer(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)

    with at_most(5), pytest.raises(UnreadableFileError, match=r"\(no regular file\)"):
        read_raw(pipe)


def test_a_file_without_permission_names_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = file(tmp_path, SENTENCE)

    def refuse(opened: Path, flags: int) -> int:
        raise PermissionError(13, "Permission denied", str(opened))

    monkeypatch.setattr(os, "open", refuse)

    with pytest.raises(UnreadableFileError) as caught:
        read_raw(path)
    assert caught.value.reason == "Permission denied"
    assert caught.value.path == str(path)


@pytest.mark.parametrize("name", ["a\0b.txt", "x" * 300 + ".txt", "a.txt/b.txt"])
def test_a_name_that_no_file_can_have_is_the_files_fault(tmp_path: Path, name: str) -> None:
    file(tmp_path, "text", "a.txt")

    with pytest.raises(UnreadableFileError) as caught:
        read_raw(tmp_path / name)
    assert caught.value.path == str(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "suffix", "named"),
    [("a.docx", ".docx", ".docx"), ("README", "", "a file without suffix"), (".txt", "", "a file")],
)
def test_an_unknown_suffix_names_the_formats_that_are_known(
    tmp_path: Path, name: str, suffix: str, named: str
) -> None:
    path = file(tmp_path, "text", name)

    with pytest.raises(UnsupportedFormatError) as caught:
        read_raw(path)

    assert (caught.value.suffix, caught.value.known) == (suffix, (".pdf", ".txt"))
    assert str(caught.value).startswith(f"{path}: cannot read {named}")


def test_the_suffix_may_be_in_capitals(tmp_path: Path) -> None:
    assert read_raw(file(tmp_path, "text", "A.TXT")).pages == (RawPage(None, "text"),)


@pytest.mark.parametrize("input_format", ["txt", ".txt"])
def test_a_named_format_wins_over_the_suffix(tmp_path: Path, input_format: str) -> None:
    raw = read_raw(file(tmp_path, "text", "a.pdf"), input_format=input_format)

    assert raw.pages == (RawPage(None, "text"),)
    assert raw.source.media_type == "text/plain"


def test_a_named_format_may_be_in_capitals(tmp_path: Path) -> None:
    raw = read_raw(file(tmp_path, "text", "a.dat"), input_format="TXT")

    assert raw.pages == (RawPage(None, "text"),)


def test_the_source_tells_name_kind_encoding_and_digest(tmp_path: Path) -> None:
    data = SENTENCE.encode("cp932")
    path = file(tmp_path, data)

    source = read_raw(path).source

    assert (source.uri, source.media_type) == (str(path), "text/plain")
    assert (source.encoding, source.sha256) == ("cp932", hashlib.sha256(data).hexdigest())


# --- empty and too large -----------------------------------------------------


def test_an_empty_file_is_named_as_empty(tmp_path: Path) -> None:
    path = file(tmp_path, b"")

    with pytest.raises(EmptyDocumentError) as caught:
        read_raw(path)

    assert str(caught.value) == (
        f"{path}: the file is empty. A document needs text. Check that this is the right file; "
        "a scanned PDF needs OCR first."
    )
    assert caught.value.message("ja").startswith(f"{path}: ファイルが空です。")


@pytest.mark.parametrize(
    "text",
    [" ", "\n", " \t\r\n\u3000\n", "\ufeff", "\u00a0\u200b", "\f\f", "\v", "\n\f \f\u3000"],
)
def test_a_file_of_white_space_has_no_visible_character(tmp_path: Path, text: str) -> None:
    path = file(tmp_path, text)

    with pytest.raises(EmptyDocumentError) as caught:
        read_raw(path)
    assert str(caught.value).startswith(f"{path}: no visible character. ")
    assert caught.value.message("ja").startswith(f"{path}: 目に見える文字がありません。")


@pytest.mark.parametrize("text", ["\u2003\n", "\u2028", "\u2009\u202f", "\u1680"])
def test_a_file_of_rarer_white_space_has_no_visible_character_either(
    tmp_path: Path, text: str
) -> None:
    with pytest.raises(EmptyDocumentError):
        read_raw(file(tmp_path, text))


@pytest.mark.parametrize("text", ["\u200d\u2060", "\u00ad\u200e"])
def test_a_file_of_format_characters_has_no_visible_character(tmp_path: Path, text: str) -> None:
    with pytest.raises(EmptyDocumentError):
        read_raw(file(tmp_path, text))


def test_a_file_beyond_the_limit_of_bytes_is_not_read_whole(tmp_path: Path) -> None:
    limits = Limits(bytes=1_000)
    path = file(tmp_path, "a" * 5_000)

    with pytest.raises(TooLargeError) as caught:
        read_raw(path, limits=limits)

    assert (caught.value.size, caught.value.limit) == (1_001, 1_000)
    assert read_raw(file(tmp_path, "a" * 1_000), limits=limits).pages[0].text == "a" * 1_000


def test_a_line_of_thirty_megabytes_is_refused_in_both_languages(tmp_path: Path) -> None:
    path = file(tmp_path, "国".encode() * 10_000_000)

    with pytest.raises(TooLargeError) as caught:
        read_raw(path)

    assert str(caught.value) == (
        f"{path}: the longest line in characters has 10,000,000; at most 2,000,000 can be read. "
        "Split the file into documents with one paragraph a line."
    )
    assert caught.value.message("ja") == (
        f"{path}: 最も長い行の文字数が10,000,000あり、読める上限は2,000,000です。"
        "文書ごとに分割し、1段落を1行にしてください。"
    )


def test_thirty_million_characters_are_too_many(tmp_path: Path) -> None:
    with pytest.raises(TooLargeError) as caught:
        read_raw(file(tmp_path, b"a" * 30_000_000))
    assert (caught.value.size, caught.value.limit) == (30_000_000, 20_000_000)


def test_a_line_at_the_limit_is_read_and_one_more_character_is_not(tmp_path: Path) -> None:
    limits = Limits(line=10)

    raw = read_raw(file(tmp_path, "0123456789\nab"), limits=limits)
    assert raw.pages[0].text == "0123456789\nab"
    with pytest.raises(TooLargeError):
        read_raw(file(tmp_path, "ab\n01234567890"), limits=limits)


def test_a_text_at_the_limit_is_read_however_its_lines_end(tmp_path: Path) -> None:
    limits = Limits(characters=5)

    assert read_raw(file(tmp_path, "ab\r\ncd"), limits=limits).pages[0].text == "ab\ncd"
    with pytest.raises(TooLargeError) as caught:
        read_raw(file(tmp_path, "ab\r\ncde"), limits=limits)
    assert (caught.value.size, caught.value.limit) == (6, 5)


def test_bytes_that_no_text_within_the_limit_can_have_are_not_decoded(tmp_path: Path) -> None:
    emoji = "😀" * 5

    raw = read_raw(file(tmp_path, emoji), limits=Limits(characters=5))
    assert raw.pages[0].text == emoji
    with pytest.raises(TooLargeError) as caught:
        read_raw(file(tmp_path, b"\xff" * 21), limits=Limits(characters=5))
    assert str(caught.value).endswith(
        "the text in bytes has 21; at most 20 can be read. "
        "Split the file into documents with one paragraph a line."
    )
    assert "テキストのバイト数が21あり、" in caught.value.message("ja")


def test_a_file_that_changes_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = file(tmp_path, SENTENCE)
    real, looked = os.fstat, []

    def written_meanwhile(handle: int) -> os.stat_result:
        looked.append(handle)
        if len(looked) == 2:
            with path.open("a") as other:
                other.write("続き。")
        return real(handle)

    monkeypatch.setattr(os, "fstat", written_meanwhile)

    with pytest.raises(ChangedFileError) as caught:
        read_bytes(path, 10_000)
    assert caught.value.path == str(path)
    assert read_bytes(path, 10_000).decode() == SENTENCE + "続き。"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_that_takes_the_place_of_a_file_is_refused_without_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = file(tmp_path, SENTENCE).stat()
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    monkeypatch.setattr(Path, "stat", lambda self: before)

    with at_most(5), pytest.raises(UnreadableFileError, match=r"\(no regular file\)"):
        read_bytes(pipe, 10_000)


# --- encodings ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("utf-8", "utf-8-sig"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("euc_jp", "euc_jp"),
        ("cp932", "cp932"),
        ("shift_jis", "cp932"),
        ("iso2022_jp", "iso2022_jp_2"),
        ("iso2022_jp_2", "iso2022_jp_2"),
    ],
)
@pytest.mark.parametrize("text", [SENTENCE, "主権", "検閲に反対する。\n自由を守る。", "法。"])
def test_the_usual_japanese_encodings_are_found(
    tmp_path: Path, written: str, found: str, text: str
) -> None:
    raw = read_raw(file(tmp_path, text.encode(written)))

    assert raw.pages == (RawPage(None, text),)
    assert raw.source.encoding == found


@pytest.mark.parametrize("bom", [b"\xff\xfe", b"\xfe\xff"])
def test_utf16_is_read_in_both_byte_orders(bom: bytes) -> None:
    order = "utf-16-le" if bom == b"\xff\xfe" else "utf-16-be"

    assert text_of(bom + SENTENCE.encode(order)) == SENTENCE


@pytest.mark.parametrize("text", ["①②㈱髙橋", "～－∥", "ｻｲﾊﾞｰ主権"])
def test_characters_of_windows_alone_are_read(text: str) -> None:
    assert text_of((text + SENTENCE).encode("cp932")) == text + SENTENCE


@QUICK
@given(st.text(alphabet="国家主権自由のはをがにサイバー、。（）", min_size=4))
def test_every_encoding_gives_back_what_was_written(text: str) -> None:
    """Kana and kanji; EUC-JP comes before CP932 in the ladder, and both are strict."""
    text = SENTENCE + text
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "euc_jp", "cp932", "iso2022_jp"):
        assert text_of(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-8", "latin-1", "cp1252"])
def test_a_named_encoding_wins_over_the_ladder(encoding: str) -> None:
    text = "Café – free flow" if encoding == "cp1252" else "Café: free flow"
    data = text.encode(encoding)

    (page,), found = read_text(data, "a.txt", encoding)
    assert (page.text, found) == (text, encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_byte_order_mark_never_stays_in_the_text(encoding: str) -> None:
    assert text_of(("\ufeff" + SENTENCE).encode(encoding), encoding) == SENTENCE


def test_a_wrong_encoding_says_which_byte_does_not_fit() -> None:
    with pytest.raises(DecodingError) as caught:
        text_of(b"abc" + SENTENCE.encode("cp932"), "utf-8")

    assert str(caught.value) == (
        "a.txt: the bytes are no text (byte 3 does not fit utf-8). Tried: utf-8. "
        "Save the file as UTF-8, or name its encoding with --encoding."
    )
    assert caught.value.message("ja") == (
        "a.txt: テキストとして読めません（byte 3 does not fit utf-8）。試した文字コード: utf-8。"
        "UTF-8で保存し直すか、--encodingで文字コードを指定してください。"
    )


@pytest.mark.parametrize("encoding", ["klingon", "文字コード", "base64", "rot13"])
def test_an_encoding_that_nobody_knows_is_said_to_be_none(encoding: str) -> None:
    with pytest.raises(DecodingError) as caught:
        text_of(b"abc", encoding)
    assert caught.value.reason == f"{encoding} is no known encoding"


@pytest.mark.parametrize(
    ("encoding", "data"), [("undefined", b"abc"), ("punycode", b"a.b"), ("utf\0", b"abc")]
)
def test_every_failure_to_decode_is_a_decoding_error(encoding: str, data: bytes) -> None:
    with pytest.raises(DecodingError) as caught:
        text_of(data, encoding)
    assert caught.value.reason == f"{encoding} is no encoding of text files"


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 20,
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\4\0\0\0\3\0\x08\x06",
        b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0" * 10,
        b"\0\0\0",
        b"\xff\xfeA",
        b"\xff\xfe\x00\xd8a\x00",
    ],
    ids=["all bytes", "png", "zip", "nul", "odd utf-16", "lone surrogate"],
)
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(DecodingError, match=r"^a\.txt: the bytes are no text \("):
        text_of(data)


def test_text_with_many_nuls_is_no_text_and_one_with_a_stray_nul_is() -> None:
    with pytest.raises(DecodingError) as caught:
        text_of("国家\0の主権".encode())
    assert caught.value.tried == ("utf-8-sig", "euc_jp", "cp932")
    assert "control characters" in caught.value.reason

    assert text_of(("自由を守る。" * 30 + "\0").encode()) == "自由を守る。" * 30 + "\0"


def test_a_word_with_an_escape_is_not_taken_for_iso2022() -> None:
    """Any ASCII text fits ISO-2022-JP; it has to announce itself."""
    assert read_text(b"plain text", "a.txt", None)[1] == "utf-8-sig"
    assert LADDER.index("iso2022_jp_2") < LADDER.index("utf-8-sig")


def test_an_english_apostrophe_of_windows_does_not_become_a_kanji() -> None:
    text = "The State’s duty is to protect the users’ freedom and each other’s trust. " * 3
    data = text.replace("users’ ", "users ").encode("cp1252")
    try:
        found = text_of(data)
    except DecodingError:
        return  # as good: the message names --encoding
    assert "痴" not in found


@QUICK
@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_a_decoding_error(data: bytes) -> None:
    try:
        pages, found = read_text(data, "a.txt", None)
    except DecodingError:
        return
    assert found in LADDER
    assert not any(c in page.text for page in pages for c in "\r\f")


@QUICK
@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"))))
def test_utf8_comes_back_as_it_was(text: str) -> None:
    text = text.removeprefix("\ufeff")

    assert text_of(text.encode()) == text.removeprefix("\ufeff")


# --- lines and pages of text -------------------------------------------------


def test_all_line_ends_become_one_kind() -> None:
    assert text_of("一\r\n二\r三\n四".encode()) == "一\n二\n三\n四"


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("一", ((None, "一"),)),
        ("一\f二", ((1, "一"), (2, "二"))),
        ("一\f二\f", ((1, "一"), (2, "二"))),
        ("一\f二\f\n", ((1, "一"), (2, "二"))),
        ("一\f", ((None, "一"),)),
        ("\f二", ((1, ""), (2, "二"))),
        ("一\f\f三", ((1, "一"), (2, ""), (3, "三"))),
    ],
)
def test_form_feeds_separate_pages(text: str, pages: tuple[tuple[int | None, str], ...]) -> None:
    found, _ = read_text(text.encode(), "a.txt", None)

    assert tuple((page.number, page.text) for page in found) == pages


# --- stdin -------------------------------------------------------------------


def give(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="ascii"))


def test_stdin_is_read_as_text_whatever_its_encoding(monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, SENTENCE.encode("euc_jp"))

    raw = read_raw("-")

    assert raw.pages == (RawPage(None, SENTENCE),)
    assert (raw.source.uri, raw.source.encoding) == ("-", "euc_jp")
    assert repair(raw).id == "stdin"


def test_stdin_may_be_a_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, make_pdf(["Free flow of information"]))

    raw = read_raw("-")

    assert plain(raw.pages) == [(1, "Free flow of information")]
    assert raw.source.media_type == "application/pdf"


def test_a_format_named_for_stdin_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, b"%PDF-1.4 is how such files begin.")

    assert read_raw("-", input_format="txt").pages[0].text == "%PDF-1.4 is how such files begin."


def test_an_empty_stdin_is_an_empty_document(monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, b"")

    with pytest.raises(EmptyDocumentError, match=r"^-: the file is empty\."):
        read_raw("-")


# --- PDF ---------------------------------------------------------------------


def test_a_pdf_is_read_page_by_page_and_line_by_line(tmp_path: Path) -> None:
    path = file(tmp_path, make_pdf(["One line", "and another"], ["Page two"]), "a.PDF")

    raw = read_raw(path)

    assert plain(raw.pages) == [(1, "One line\nand another"), (2, "Page two")]
    assert (raw.source.media_type, raw.source.encoding) == ("application/pdf", None)


def test_a_page_without_text_keeps_its_number(tmp_path: Path) -> None:
    raw = read_raw(file(tmp_path, make_pdf(["One"], [""], ["Three"]), "a.pdf"))

    assert plain(raw.pages) == [(1, "One"), (2, ""), (3, "Three")]


@pytest.mark.parametrize(
    ("name", "pages", "words"),
    [
        ("ja-network-sovereignty-white-paper.pdf", 1, "ネットワーク主権"),
        ("en-strategy.pdf", 1, "Aldermoor"),
    ],
)
def test_the_sample_pdfs_have_their_words(samples: Path, name: str, pages: int, words: str) -> None:
    raw = read_raw(samples / name)

    assert words in "".join(page.text for page in raw.pages).replace("\n", "")
    assert [page.number for page in raw.pages] == list(range(1, len(raw.pages) + 1))
    assert len(raw.pages) >= pages
    assert not any(c in page.text for page in raw.pages for c in "\r\0\x02\ufffe")


def test_a_pdf_of_too_many_pages_is_refused() -> None:
    limits = Limits(pages=2)

    assert len(pdf.read_pdf(make_pdf(["1"], ["2"]), "a.pdf", None, limits)[0]) == 2
    with pytest.raises(TooLargeError) as caught:
        pdf.read_pdf(make_pdf(["1"], ["2"], ["3"]), "a.pdf", None, limits)
    assert str(caught.value).startswith("a.pdf: the PDF in pages has 3; at most 2 can be read. ")
    assert caught.value.message("ja").startswith("a.pdf: ページ数が3あり、読める上限は2です。")


def test_a_pdf_is_left_at_the_page_that_is_too_much() -> None:
    data = make_pdf(["one"], ["three"], ["not even looked at"])

    with pytest.raises(TooLargeError) as caught:
        pdf.read_pdf(data, "a.pdf", None, Limits(characters=7))
    assert (caught.value.size, caught.value.limit) == (8, 7)


@pytest.mark.parametrize(
    "put",
    ["12 Tf 1e9 720 Td", "12 Tf 72 -9e30 Td", "1e30 Tf 72 720 Td", "1 Tf 9e37 0 0 9e37 0 0 Tm"],
)
def test_characters_at_the_end_of_the_world_have_a_place_on_it(put: str) -> None:
    data = make_pdf(f"BT /F1 {put} (far) Tj /F1 12 Tf 1 0 0 1 72 700 Tm (near) Tj ET".encode())

    (page,), _ = pdf.read_pdf(data, "a.pdf", None)

    for box in page.boxes:
        edges = (box.left, box.top, box.right, box.bottom, box.size)
        assert all(abs(edge) <= 3 * pdf.FAR for edge in edges)


def test_a_font_of_negative_size_turned_back_is_one_of_its_size() -> None:
    lines = b"(One) Tj 0 14 TD (Two) Tj 0 14 TD (Three) Tj"

    (turned,), _ = pdf.read_pdf(
        make_pdf(b"BT /F1 -12 Tf -1 0 0 -1 72 720 Tm " + lines + b" ET"), "a.pdf", None
    )

    assert turned.text == "One\nTwo\nThree"
    assert [box.size for box in turned.boxes] == [12.0, 12.0, 12.0]


def test_a_font_of_no_size_has_the_smallest_one_and_its_document_is_repaired(
    tmp_path: Path,
) -> None:
    data = make_pdf(b"BT /F1 0.01 Tf 72 720 Td (tiny) Tj /F1 12 Tf 0 -40 Td (Networks) Tj ET")

    raw = read_raw(file(tmp_path, data, "a.pdf"))

    assert [box.size for box in raw.pages[0].boxes] == [pdf.SMALLEST, 12.0]
    assert "Networks" in repair(raw).text


def test_a_page_beyond_measure_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_PAGE", 4)

    with pytest.raises(TooLargeError) as caught:
        pdf.read_pdf(make_pdf(["four"], ["fives"]), "a.pdf", None)
    assert str(caught.value).startswith("a.pdf: page 2 in characters has 5; at most 4 ")
    assert caught.value.message("ja").startswith("a.pdf: 2ページ目の文字数が5あり、")


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        pytest.param("\ufffe", "secu\ufffdrity", id="a glyph without character"),
        pytest.param("\x02", "secu-rity", id="a hyphen by its other name"),
        pytest.param("\ud800", "secu\ufffdrity", id="half a character"),
        pytest.param("fi", "secufirity", id="a ligature"),
        pytest.param("国", "secu国rity", id="a kanji"),
        pytest.param(
            "\U00020b9f",
            "secu𠮟rity",
            id="a kanji beyond the basic plane",
        ),
        pytest.param("\0", "secu\ufffdrity", id="a character that nobody knows"),
    ],
)
def test_what_pdfium_leaves_in_the_text_is_put_right(shown: str, text: str) -> None:
    data = make_pdf(["secu#rity"], characters={ord("#"): shown})

    assert plain(pdf.read_pdf(data, "a.pdf", None)[0]) == [(1, text)]


def test_a_hyphen_that_breaks_a_word_stays_at_the_end_of_its_line() -> None:
    data = make_pdf(["the secu-", "rity of networks"])

    assert plain(pdf.read_pdf(data, "a.pdf", None)[0]) == [(1, "the secu-\nrity of networks")]


def test_a_pdf_in_japanese_gives_its_lines_and_where_they_stand() -> None:
    (page,), _ = pdf.read_pdf(make_pdf(["国家の主権。", "自由"], font=JAPANESE), "a.pdf", None)

    assert page.text == "国家の主権。\n自由"
    assert page.boxes == (
        Box(72.0, 61.44, 144.0, 73.44, 12.0),
        Box(72.0, 75.44, 96.0, 87.44, 12.0),
    )


def test_a_page_of_pictures_alone_is_drawn_and_one_with_text_or_with_nothing_is_not() -> None:
    data = make_pdf(PICTURE, ["A line"], PICTURE + b" BT /F1 12 Tf 72 720 Td (Figure) Tj ET", [])

    pages, _ = pdf.read_pdf(data, "a.pdf", None)

    assert [(page.text, page.drawn) for page in pages] == [
        ("", True),
        ("A line", False),
        ("Figure", False),
        ("", False),
    ]


def test_a_damaged_page_is_named_by_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    real = pypdfium2.PdfDocument.get_page

    def second_fails(self: pypdfium2.PdfDocument, index: int) -> pypdfium2.PdfPage:
        if index == 1:
            raise pypdfium2.PdfiumError("Failed to load page.")
        return real(self, index)

    monkeypatch.setattr(pypdfium2.PdfDocument, "get_page", second_fails)
    monkeypatch.setattr(pypdfium2.PdfDocument, "__getitem__", second_fails)

    with pytest.raises(DamagedFileError) as caught:
        pdf.read_pdf(make_pdf(["whole"], ["not"]), "a.pdf", None)

    assert str(caught.value).startswith("a.pdf: page 2 is damaged. ")
    assert caught.value.message("ja").startswith("a.pdf: 2ページ目が壊れています。")
