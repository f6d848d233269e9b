"""What inputs come to: every document once, and errors that name the line."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path

import pytest

from jacyber_nlp.batch import list_items
from jacyber_nlp.batch.items import MAX_PATH, Item, content_of
from jacyber_nlp.errors import JacyberError, ManifestError, MissingFileError, NoDocumentsError
from jacyber_nlp.records import Metadata


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, and the one that relative paths are seen from."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def make(*names: str) -> None:
    for name in names:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("自由", encoding="utf-8")


def ids(*inputs: str) -> list[str]:
    return [item.id for item in list_items(inputs).items]


def stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def refused(*inputs: str) -> tuple[str, str]:
    with pytest.raises(JacyberError) as caught:
        list_items(inputs)
    return caught.value.en, caught.value.ja


# Folders and patterns


def test_a_folder_gives_what_a_reader_knows_by_path() -> None:
    make("d/b.txt", "d/a/c.PDF", "d/notes.docx", "d/.hidden.txt", "d/.git/x.txt", "d/a.meta.toml")

    listing = list_items(["d"])

    assert [item.id for item in listing.items] == ["d/a/c.PDF", "d/b.txt"]
    assert listing.ignored == 3  # and what is below a hidden folder is not even looked at


def test_each_document_comes_once_however_often_it_is_named() -> None:
    make("d/a.txt")

    assert ids("d", "d/a.txt", "./d//a.txt", "d/*.txt", "d/../d/a.txt") == ["d/a.txt"]


def test_the_order_of_inputs_does_not_matter() -> None:
    make("b/1.txt", "a/2.txt", "c.txt")

    assert list_items(["a", "b", "c.txt"]) == list_items(["c.txt", "b", "a"])


def test_a_file_is_taken_whatever_its_suffix() -> None:
    make("README")

    assert ids("README") == ["README"]


def test_patterns_reach_files_and_folders() -> None:
    make("2024/01/a.txt", "2024/02/b.txt", "2023/c.txt")

    assert ids("2024/*/*.txt") == ["2024/01/a.txt", "2024/02/b.txt"]
    assert ids("20*/0*") == ["2024/01/a.txt", "2024/02/b.txt"]
    assert ids("**/c.txt") == ["2023/c.txt"]


def test_a_name_with_characters_of_patterns_is_a_name_first() -> None:
    make("a[1].pdf", "a1.pdf", "q?.txt", "d[x]/e*.txt")

    assert ids("a[1].pdf") == ["a[1].pdf"]
    assert ids("q?.txt") == ["q?.txt"]
    assert ids("d[x]") == ["d[x]/e*.txt"]


def test_links_to_folders_are_not_followed_and_links_to_files_are() -> None:
    make("d/a.txt")
    Path("d/round").symlink_to(".", target_is_directory=True)
    Path("d/b.txt").symlink_to("a.txt")
    Path("d/broken.txt").symlink_to("nowhere")
    Path("d/self.txt").symlink_to("self.txt")

    assert ids("d") == ["d/a.txt", "d/b.txt", "d/broken.txt", "d/self.txt"]
    assert ids("d/broken.txt") == ["d/broken.txt"]


@pytest.mark.skipif(sys.platform != "linux", reason="file names are any bytes on Linux alone")
def test_names_that_are_no_text_get_ids_that_are() -> None:
    names = [b"d/\xff.txt", b"d/\\xff.txt", "d/日本.txt".encode(), "d/日本.txt".encode("cp932")]
    Path("d").mkdir()
    for name in names:
        Path(os.fsdecode(name)).write_bytes(b"x")

    items = list_items(["d"]).items

    assert [item.id for item in items] == sorted(item.id for item in items)
    assert {os.fsencode(item.path) for item in items} == set(names)
    assert {item.id for item in items} == {
        "d/\\xff.txt",
        "d/\\xff.txt (2)",
        "d/日本.txt",
        "d/\\x93\\xfa\\x96{.txt",
    }


def test_a_number_for_a_name_never_makes_two_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin(monkeypatch, b"\xff.txt\0\\xff.txt\0\\xff.txt (2)\0\\xff.txt\x01")

    items = list_items(["-"]).items

    assert [item.id for item in items] == sorted({item.id for item in items})
    assert len(items) == 4


def test_a_folder_that_cannot_be_read_is_an_item(monkeypatch: pytest.MonkeyPatch) -> None:
    make("d/a.txt", "d/closed/b.txt")
    scandir = os.scandir

    def refusing(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)

    assert ids("d") == ["d/a.txt", "d/closed"]


# Lists on stdin


@pytest.mark.parametrize(
    "data", [b"b.txt\na.txt\n", b"b.txt\r\na.txt", b"b.txt\0a.txt\0", b"a.txt\n \n\nb.txt"]
)
def test_stdin_is_a_list_by_lines_or_nul(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    stdin(monkeypatch, data)

    assert ids("-") == ["a.txt", "b.txt"]


def test_names_with_line_ends_come_by_nul(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin(monkeypatch, "行\n末.txt\0x.txt".encode())

    assert ids("-") == ["x.txt", "行\n末.txt"]


def test_a_list_names_the_line_that_is_no_path(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin(monkeypatch, b"a.txt\n" + b"x" * (MAX_PATH + 1))

    assert refused("-")[0] == (
        "-:2: no path. At most 32767 bytes are needed, without NUL. Correct the line."
    )


# Manifests


def test_a_csv_manifest_says_whose_voice_a_document_is() -> None:
    Path("m").mkdir()
    Path("m/list.csv").write_text(
        'path,actor,date,kind,title,コメント\na.txt,jp,2024-03,,"二行の\n題名, と",x\n'
        "sub/b.pdf,,,,,\n",
        encoding="utf-8",
    )

    listing = list_items(["m/list.csv"])

    assert listing.items == (
        Item("m/a.txt", "m/a.txt", Metadata(actor="jp", date="2024-03", title="二行の\n題名, と")),
        Item("m/sub/b.pdf", "m/sub/b.pdf"),
    )
    assert listing.unused == ("コメント",)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_manifests_of_spreadsheets_are_read(encoding: str, end: str) -> None:
    text = f"path,issuer{end}文書.txt,外務省{end}"
    Path("list.csv").write_bytes(text.encode(encoding))

    assert list_items(["list.csv"]).items == (
        Item("文書.txt", "文書.txt", Metadata(issuer="外務省")),
    )


def test_json_lines_are_a_manifest() -> None:
    rows = [{"path": "a.txt", "actor": "jp"}, {"path": "/abs/b.txt", "page": 3}]
    Path("list.jsonl").write_text("\n\n".join(map(json.dumps, rows)), encoding="utf-8")

    listing = list_items(["list.jsonl"])

    assert listing.items == (
        Item("/abs/b.txt", "/abs/b.txt"),
        Item("a.txt", "a.txt", Metadata(actor="jp")),
    )
    assert listing.unused == ("page",)


@pytest.mark.parametrize("char", ["\u2028", "\u0085", "\x0c", "\x1e"])
def test_only_line_ends_end_lines(char: str) -> None:
    """``str.splitlines`` would cut these rows in two."""
    Path("a.csv").write_text(f"path,title\na.txt,上{char}下\n", encoding="utf-8", newline="")
    row = json.dumps({"path": "a.txt", "title": f"上{char}下"}, ensure_ascii=char < " ")
    Path("a.jsonl").write_text(row, encoding="utf-8", newline="")

    for name in ("a.csv", "a.jsonl"):
        assert list_items([name]).items[0].metadata == Metadata(title=f"上{char}下")


def test_a_manifest_knows_more_than_a_folder() -> None:
    make("d/a.txt")
    Path("list.jsonl").write_text('{"path": "d/a.txt", "actor": "jp"}', encoding="utf-8")

    expected = (Item("d/a.txt", "d/a.txt", Metadata(actor="jp")),)
    assert list_items(["list.jsonl", "d"]).items == expected
    assert list_items(["d", "list.jsonl"]).items == expected


WRONG = [
    (
        "list.csv",
        'path,title\na.txt,"x\ny"\n,z\n',
        "list.csv:4: there is no path. A column path with the document's file is needed.",
        "list.csv:4: pathがありません。文書のファイルを示すpathの列が必要です。",
    ),
    (
        "list.csv",
        "path,kind\na.txt,novel\n",
        "list.csv:2: kind: novel is none. Right would be one of: ",
        "list.csv:2: kind: novelはありません。使えるもの: ",
    ),
    (
        "list.jsonl",
        '{"path": "a.txt"}\n\n{"path": "b.txt", "date": "2024-13"}\n',
        "list.jsonl:3: date: 2024-13 is no date. Right would be 2024, 2024-03 or 2024-03-29.",
        "list.jsonl:3: date: 2024-13は日付ではありません。",
    ),
    (
        "list.jsonl",
        '{"path": "a.txt", "date": 2024}',
        "list.jsonl:1: date: a text in quotation marks is needed.",
        "list.jsonl:1: date: 引用符で囲んだ文字列が必要です。",
    ),
    (
        "list.jsonl",
        '["a.txt"]',
        'list.jsonl:1: no JSON object. A line like {"path": "a.pdf", "actor": "jp"} is needed.',
        "list.jsonl:1: 1行に1つのJSONオブジェクト（",
    ),
    (
        "list.jsonl",
        "[" * 100_000,
        "list.jsonl:1: no JSON object. ",
        "list.jsonl:1: 1行に1つのJSONオブジェクト",
    ),
    (
        "list.jsonl",
        '{"path": 3}',
        "list.jsonl:1: there is no path. ",
        "list.jsonl:1: pathがありません。",
    ),
    (
        "list.jsonl",
        '{"path": "a\\u0000.txt"}',
        "list.jsonl:1: no path. At most 32767 bytes are needed, without NUL. Correct the line.",
        "list.jsonl:1: パスとして使えません。NULを含まず、32767バイト以内である必要があります。"
        "この行を直してください。",
    ),
    (
        "list.jsonl",
        '{"path": "\\ud800.txt"}',
        "list.jsonl:1: no path. ",
        "list.jsonl:1: パスとして使えません。",
    ),
    (
        "list.jsonl",
        '{"path": "a.txt", "title": "\\ud83d"}',
        "list.jsonl:1: no Unicode text (surrogates not allowed). ",
        "list.jsonl:1: Unicodeの文字列ではありません（surrogates not allowed）。",
    ),
    (
        "list.csv",
        "path\na.txt,b\n",
        "list.csv:2: no CSV (more cells than the header has). A header and rows with as many "
        "cells are needed. Save it anew.",
        "list.csv:2: CSVとして読めません（more cells than the header has）。",
    ),
    (
        "list.csv",
        'path\n"a.txt',
        "list.csv:2: no CSV (unexpected end of data). ",
        "list.csv:2: CSVとして読めません（unexpected end of data）。",
    ),
    (
        "list.csv",
        b"path\n\x82\n",
        "list.csv: is neither UTF-8 nor Shift_JIS. Save it as UTF-8.",
        "list.csv: UTF-8でもShift_JISでもありません。UTF-8で保存し直してください。",
    ),
]


@pytest.mark.parametrize(("name", "content", "en", "ja"), WRONG)
def test_a_wrong_manifest_is_refused_by_line(
    name: str, content: str | bytes, en: str, ja: str
) -> None:
    Path(name).write_bytes(content.encode() if isinstance(content, str) else content)

    with pytest.raises(ManifestError) as caught:
        list_items([name])
    assert (caught.value.en[: len(en)], caught.value.ja[: len(ja)]) == (en, ja)


# Nothing there


@pytest.mark.parametrize("name", ["nowhere", "no/*.txt", "x" * 5_000, "a\0b"])
def test_an_input_that_is_nowhere_is_refused(name: str) -> None:
    with pytest.raises(MissingFileError):
        list_items([name])


def test_inputs_without_documents_are_refused() -> None:
    make("d/a.docx")

    with pytest.raises(NoDocumentsError):
        list_items(["d"])
    assert refused("d") == (
        "d: no document (1 files of other formats). Files ending in .pdf, .txt are needed. "
        "Name their folder, or convert them.",
        "d: 文書がありません（他の形式のファイルは1件）。末尾が.pdf、.txtのファイルが必要です。"
        "そのフォルダを指定するか、変換してください。",
    )


# What tells whether a document is still the same


def test_content_changes_with_file_sidecar_and_metadata() -> None:
    make("a.txt")
    item = Item("a.txt", "a.txt")
    found = [content_of(item, 1_000)]
    found.append(content_of(Item("a.txt", "a.txt", Metadata(actor="jp")), 1_000))
    Path("a.meta.toml").write_text('actor = "jp"', encoding="utf-8")
    found.append(content_of(item, 1_000))
    make("b.txt")
    Path("a.txt").write_text("統制", encoding="utf-8")
    found.append(content_of(item, 1_000))

    assert len({*found, ""}) == 5
    assert content_of(Item("b.txt", "b.txt"), 1_000) == found[0]


def test_of_a_file_beyond_the_limit_its_size_counts() -> None:
    for name, text in (("a.txt", "aaaa"), ("b.txt", "bbbb"), ("c.txt", "ccccc")):
        Path(name).write_text(text, encoding="utf-8")
    a, b, c = (content_of(Item(n, n), 3) for n in ("a.txt", "b.txt", "c.txt"))

    assert a == b != c


@pytest.mark.parametrize(
    "name", ["nowhere", ".", "/", "d.txt", "pipe.txt", "/dev/zero", "a\0", "x" * 5_000]
)
def test_what_is_no_file_has_no_content(name: str) -> None:
    Path("d.txt").mkdir()
    os.mkfifo("pipe.txt")

    assert content_of(Item(name, name), 1_000) == ""


def test_looking_at_files_leaves_none_open() -> None:
    make("a.txt")
    Path("d.txt").mkdir()
    before = len(os.listdir("/proc/self/fd")) if Path("/proc").exists() else 0  # noqa: PTH208

    for _ in range(20):
        content_of(Item("a.txt", "a.txt"), 1_000)
        content_of(Item("d.txt", "d.txt"), 1_000)

    after = len(os.listdir("/proc/self/fd")) if Path("/proc").exists() else 0  # noqa: PTH208
    assert after == before
