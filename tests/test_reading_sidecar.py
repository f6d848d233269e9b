"""``name.meta.toml`` beside a document: whose voice it is."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

import jacyber_nlp as jc
from jacyber_nlp.cli import app
from jacyber_nlp.errors import DocumentError, SidecarError, UnreadableFileError
from jacyber_nlp.reading import check_metadata, read_sidecar
from jacyber_nlp.reading.sidecar import MAX_BYTES
from jacyber_nlp.records import KINDS, Metadata

QUICK = settings(deadline=None, max_examples=60)
KNOWN = "title, issuer, actor, date, kind"
KNOWN_JA = "title、issuer、actor、date、kind"
FRONT = """サイバー空間の自由に関する基本方針
2021年6月1日
国際情報通信省

各国は情報の自由な流通を守るべきである。
検閲は認められない。
"""
FOUND = Metadata(
    title="サイバー空間の自由に関する基本方針", issuer="国際情報通信省", date="2021-06-01"
)


def beside(folder: Path, toml: str | bytes, name: str = "a.meta.toml") -> Path:
    """Write a sidecar and its document, and return the document's path."""
    (folder / name).write_bytes(toml.encode() if isinstance(toml, str) else toml)
    document = folder / f"{name.removesuffix('.meta.toml')}.txt"
    document.write_text(FRONT, encoding="utf-8")
    return document


# --- what is read ------------------------------------------------------------


def test_every_key_of_a_sidecar_is_read(tmp_path: Path) -> None:
    path = beside(
        tmp_path,
        'title = "基本方針"\nissuer = "情報省"\nactor = "japan"\ndate = "2024-03"\n'
        'kind = "state_medium"\n',
    )

    assert read_sidecar(path) == Metadata("基本方針", "情報省", "japan", "2024-03", "state_medium")


def test_what_a_sidecar_does_not_say_is_not_known(tmp_path: Path) -> None:
    assert read_sidecar(beside(tmp_path, 'actor = "japan"')) == Metadata(actor="japan")
    assert read_sidecar(beside(tmp_path, "# nothing yet\n")) == Metadata()
    assert read_sidecar(beside(tmp_path, "")) == Metadata()


@pytest.mark.parametrize(
    ("document", "sidecar"),
    [
        ("report.pdf", "report.meta.toml"),
        ("report.final.txt", "report.final.meta.toml"),
        ("報告 書.txt", "報告 書.meta.toml"),
        ("README", "README.meta.toml"),
    ],
)
def test_the_sidecar_has_the_documents_name_without_its_suffix(
    tmp_path: Path, document: str, sidecar: str
) -> None:
    (tmp_path / sidecar).write_text('date = "2024"', encoding="utf-8")

    assert read_sidecar(tmp_path / document) == Metadata(date="2024")
    assert read_sidecar(str(tmp_path / document)) == Metadata(date="2024")


@pytest.mark.parametrize("name", ["other.meta.toml", "a.toml", "a.txt.meta.toml", "a.meta.TOML"])
def test_a_file_of_another_name_is_no_sidecar(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text('date = "2024"', encoding="utf-8")

    assert read_sidecar(tmp_path / "a.txt") is None


def test_stdin_and_names_that_no_file_has_bear_no_sidecar(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("-.meta.toml").write_text('date = "2024"', encoding="utf-8")

    assert read_sidecar("-") is None
    assert read_sidecar("a\0b.txt") is None
    assert read_sidecar(tmp_path / "nai.txt") is None


def test_a_folder_of_that_name_is_no_sidecar(tmp_path: Path) -> None:
    (tmp_path / "a.meta.toml").mkdir()

    assert read_sidecar(tmp_path / "a.txt") is None


# --- what is wrong -----------------------------------------------------------


def words_of(found: dict[str, object], where: str = "x: ") -> tuple[str, str, str]:
    with pytest.raises(SidecarError) as caught:
        check_metadata(found, where)
    return caught.value.where, caught.value.message("en"), caught.value.message("ja")


@pytest.mark.parametrize(
    ("key", "near"), [("titel", "title"), ("Date", "date"), ("kinds", "kind"), ("actors", "actor")]
)
def test_an_unknown_key_is_named_with_the_one_near_it(key: str, near: str) -> None:
    assert words_of({key: "x"}) == (
        f"x: {key}",
        f"x: {key}: no such key. Near it: {near}. Known: {KNOWN}.",
        f"x: {key}: このキーはありません。近いもの: {near}。使えるもの: {KNOWN_JA}。",
    )


@pytest.mark.parametrize("key", ["publisher", "題名", "", "a b"])
def test_an_unknown_key_with_none_near_it_is_named_all_the_same(key: str) -> None:
    assert words_of({key: "x"}) == (
        f"x: {key}",
        f"x: {key}: no such key. Known: {KNOWN}.",
        f"x: {key}: このキーはありません。使えるもの: {KNOWN_JA}。",
    )


@pytest.mark.parametrize("value", [2024, 1.5, True, [], ["a"], {}, "", " \t", "\u3000", None])
@pytest.mark.parametrize("key", ["title", "date", "kind"])
def test_a_value_that_is_no_text_is_named(key: str, value: object) -> None:
    assert words_of({key: value}) == (
        f"x: {key}",
        f"x: {key}: a text in quotation marks is needed.",
        f"x: {key}: 引用符で囲んだ文字列が必要です。",
    )


@pytest.mark.parametrize("kind", ["blog", "Primary", "primary ", "PRIMARY", "一次資料"])
def test_a_kind_that_is_none_is_named_with_those_that_are(kind: str) -> None:
    assert words_of({"kind": kind}, "--") == (
        "--kind",
        f"--kind: {kind} is none. Right would be one of: primary, state_medium, company, "
        "civil_society, analysis, news.",
        f"--kind: {kind}はありません。使えるもの: primary、state_medium、company、"
        "civil_society、analysis、news。",
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_one(kind: str) -> None:
    assert check_metadata({"kind": kind}, "").kind == kind


@pytest.mark.parametrize(
    "date",
    [
        "24",
        "2024-3",
        "2024-13",
        "2024-00",
        "2024-03-32",
        "2024-03-00",
        "2024/03/29",
        "20240329",
        "令和6年",
        "2024-03-29T00:00",
        " 2024",
        "2024\n",
        "29 March 2024",
    ],
)
def test_a_date_that_is_none_is_named_with_what_would_be_right(date: str) -> None:
    assert words_of({"date": date}, "--") == (
        "--date",
        f"--date: {date} is no date. Right would be 2024, 2024-03 or 2024-03-29.",
        f"--date: {date}は日付ではありません。2024、2024-03、2024-03-29のように書いてください。",
    )


@pytest.mark.parametrize("date", ["2024", "2024-03", "2024-12", "2024-03-29", "2024-02-29"])
def test_a_year_a_month_and_a_day_are_dates(date: str) -> None:
    assert check_metadata({"date": date}, "").date == date


@pytest.mark.parametrize("date", ["2023-02-29", "2024-02-30", "2024-04-31", "２０２４"])
def test_a_day_that_no_calendar_has_is_no_date(date: str) -> None:
    with pytest.raises(SidecarError):
        check_metadata({"date": date}, "")


@pytest.mark.parametrize(
    "toml",
    [
        pytest.param(b"date: 2024\n", id="YAML"),
        pytest.param(b'title = "a', id="unterminated"),
        pytest.param(b"title = a", id="bare word"),
        pytest.param(b'date = "2024"\ndate = "2025"', id="twice"),
        pytest.param('title = "基本方針"'.encode("cp932"), id="Shift_JIS"),
    ],
)
def test_a_sidecar_that_is_no_toml_says_why_and_what_would_be_right(
    tmp_path: Path, toml: bytes
) -> None:
    path = beside(tmp_path, toml)
    sidecar = tmp_path / "a.meta.toml"
    with pytest.raises(ValueError, match=r"at|decode") as cause:  # Python's own words
        tomllib.loads(toml.decode("utf-8"))

    with pytest.raises(SidecarError) as caught:
        read_sidecar(path)

    assert caught.value.where == str(sidecar)
    assert caught.value.message("en") == (
        f'{sidecar}: no TOML ({cause.value}). Lines like date = "2024-03-29" would be right. '
        "Correct the file."
    )
    assert caught.value.message("ja") == (
        f"{sidecar}: TOMLとして読めません（{cause.value}）。"
        'date = "2024-03-29"のように書いてください。'
    )


def test_a_sidecar_that_may_not_be_read_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = beside(tmp_path, 'date = "2024"')

    def refuse(opened: Path, flags: int) -> int:
        raise PermissionError(13, "Permission denied", str(opened))

    monkeypatch.setattr(os, "open", refuse)

    with pytest.raises(
        UnreadableFileError, match=r"a\.meta\.toml: cannot be opened \(Permission denied\)"
    ):
        read_sidecar(path)


def test_an_error_in_a_sidecar_names_the_file_and_the_key(tmp_path: Path) -> None:
    path = beside(tmp_path, 'date = 2024-03-29\nactor = "japan"')

    with pytest.raises(SidecarError) as caught:
        read_sidecar(path)

    where = f"{tmp_path / 'a.meta.toml'}: date"
    assert caught.value.message("en") == f"{where}: a text in quotation marks is needed."
    assert caught.value.message("ja") == f"{where}: 引用符で囲んだ文字列が必要です。"


def test_a_table_in_a_sidecar_is_no_key(tmp_path: Path) -> None:
    with pytest.raises(SidecarError, match="document: no such key"):
        read_sidecar(beside(tmp_path, '[document]\ntitle = "x"\n'))


def test_a_sidecar_with_the_mark_of_windows_is_read(tmp_path: Path) -> None:
    path = beside(tmp_path, 'date = "2024"\r\nactor = "japan"\r\n'.encode("utf-8-sig"))

    assert read_sidecar(path) == Metadata(date="2024", actor="japan")


@pytest.mark.xfail(strict=True, reason="what comes after 100,000 bytes is cut off unsaid")
def test_a_sidecar_that_is_too_large_is_refused_and_not_cut(tmp_path: Path) -> None:
    path = beside(tmp_path, 'date = "2024"\n' + "#" * MAX_BYTES + '\nkind = "news"\n')

    with pytest.raises(SidecarError):
        read_sidecar(path)


@QUICK
@given(
    st.dictionaries(
        st.sampled_from(["title", "issuer", "actor"]), st.text(min_size=1).filter(str.strip)
    )
)
def test_any_text_is_a_title_an_issuer_and_an_actor(found: dict[str, object]) -> None:
    assert check_metadata(found, "") == Metadata(**{k: str(v) for k, v in found.items()})


# --- option over sidecar over document ---------------------------------------


def test_a_document_without_sidecar_tells_of_itself(tmp_path: Path) -> None:
    path = beside(tmp_path, "")

    assert jc.read(path).metadata == FOUND


def test_a_sidecar_wins_over_the_document_and_an_option_over_both(tmp_path: Path) -> None:
    path = beside(tmp_path, 'title = "別題"\nissuer = "別省"\nactor = "別者"\nkind = "news"')

    assert jc.read(path).metadata == Metadata("別題", "別省", "別者", FOUND.date, "news")
    assert jc.read(path, metadata=Metadata(issuer="本省", kind="primary")).metadata == Metadata(
        "別題", "本省", "別者", FOUND.date, "primary"
    )


@pytest.mark.parametrize("key", ["title", "issuer", "actor", "date", "kind"])
def test_each_key_of_a_sidecar_wins_alone_and_yields_to_its_option(
    tmp_path: Path, key: str
) -> None:
    said = {"date": "2024", "kind": "news"}.get(key, "傍らの値")
    given_value = {"date": "2023-05", "kind": "company"}.get(key, "選んだ値")
    path = beside(tmp_path, f'{key} = "{said}"')

    beside_it = jc.read(path).metadata
    by_option = jc.read(path, metadata=Metadata(**{key: given_value})).metadata

    for name in ("title", "issuer", "actor", "date", "kind"):
        expected = getattr(FOUND, name)
        assert getattr(beside_it, name) == (said if name == key else expected)
        assert getattr(by_option, name) == (given_value if name == key else expected)


def test_a_wrong_sidecar_is_its_documents_fault(tmp_path: Path) -> None:
    with pytest.raises(DocumentError):
        jc.read(beside(tmp_path, 'kind = "blog"'))


# --- through the command line ------------------------------------------------


def run(*args: str) -> Result:
    return CliRunner().invoke(app, list(args), prog_name="jacyber", catch_exceptions=False)


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "en",
            "a.meta.toml: titel: no such key. Near it: title. "
            "Known: title, issuer, actor, date, kind.\n",
        ),
        (
            "ja",
            "a.meta.toml: titel: このキーはありません。近いもの: title。"
            "使えるもの: title、issuer、actor、date、kind。\n",
        ),
    ],
)
def test_a_wrong_sidecar_does_not_cost_the_other_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JACYBER_UI", lang)
    beside(tmp_path, 'titel = "x"')
    beside(tmp_path, 'title = "x"', "z.meta.toml")

    result = run("terms", "a.txt", "z.txt", "--format", "jsonl")

    assert (result.stderr, result.exit_code) == (words, 1)
    assert '"document":"z"' in result.stdout.replace(": ", ":")


def test_a_document_whose_sidecar_would_have_too_long_a_name_has_none(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 251 + ".txt")
    path.write_text("text", encoding="utf-8")

    assert read_sidecar(path) is None
