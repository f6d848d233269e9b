"""Files that are no documents: one clear error each, and the others are still read."""

from __future__ import annotations

import contextlib
import json
import os
import random
import tempfile
import textwrap
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

import jacyber_nlp as jc
from conftest import ROOT
from jacyber_nlp.cli import app
from jacyber_nlp.errors import (
    DamagedFileError,
    DecodingError,
    DocumentError,
    EmptyDocumentError,
    GarbledTextError,
)
from jacyber_nlp.reading import pdf, raw_text, read_raw
from toy.pdf import JAPANESE, PICTURE, make_pdf

QUICK = settings(deadline=None, max_examples=60)
JA = (
    "各国政府は、通信網の安全を守る責任を分かち合い、情報の自由な流通を妨げない。\n"
    "検閲を目的とする技術の輸出には反対し、透明な手続を求める。\n"
    "サイバー攻撃への対処は、国際法に従い、比例の原則を守って行う。\n"
) * 4
EN = (
    "Governments share the duty of keeping networks safe, and of keeping them open.\n"
    "We oppose the export of tools of censorship, and ask for transparent procedures.\n"
) * 6
GOOD = "各国は情報の自由な流通を守るべきである。\n"
ZH = (
    "各国应当共同维护网络空间的和平与安全，尊重各国自主选择网络发展道路的权利。\n"
    "我们主张加强国际合作，反对利用信息技术干涉他国内政，反对破坏关键基础设施。\n"
) * 4
ZH_TRADITIONAL = (
    "各國應當共同維護網路空間的和平與安全，尊重各國自主選擇網路發展道路的權利。\n"
    "我們主張加強國際合作，反對利用資訊技術干涉他國內政，反對破壞關鍵基礎設施。\n"
) * 4
LADDER = "utf-8-sig, euc_jp, cp932"

# What every message of a kind ends with, in English and Japanese.
TAIL = {
    DamagedFileError: (
        " A complete PDF without a password is needed. "
        "Fetch the file again, or save it anew without protection.",
        "パスワードのない完全なPDFが必要です。もう一度入手するか、保護を外して保存し直してください。",
    ),
    EmptyDocumentError: (
        " A document needs text. Check that this is the right file; a scanned PDF needs OCR first.",
        "本文のある文書が必要です。ファイルが正しいか確かめてください。"
        "画像だけのPDFは先にOCRが必要です。",
    ),
    GarbledTextError: (
        " Scores of such text would mean nothing. Fetch the file from its publisher, "
        "export it anew as text or PDF, or run OCR over its pages.",
        "このままでは数値に意味がありません。"
        "発行元から入手し直すか、テキストかPDFで書き出し直すか、OCRにかけてください。",
    ),
    DecodingError: (
        " Save the file as UTF-8, or name its encoding with --encoding.",
        "UTF-8で保存し直すか、--encodingで文字コードを指定してください。",
    ),
}


@cache
def sentences(lang: str) -> tuple[str, ...]:
    files = sorted((ROOT / "corpora" / "stance").glob(f"{lang}-*.jsonl"))
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return tuple(json.loads(line)["text"] for line in lines)


def page_of(lang: str, n: int, columns: int) -> list[str]:
    """Return ``n`` sentences as the lines of one paragraph."""
    chosen = random.Random(lang).sample(sentences(lang), n)
    if lang == "en":
        return textwrap.wrap(" ".join(chosen), columns)
    text = "".join(chosen)
    return [text[i : i + columns] for i in range(0, len(text), columns)]


def interleaved(lines: list[str]) -> str:
    """Read two columns straight across, as a bad extractor does."""
    half = len(lines) // 2
    return "\n".join(
        line for pair in zip(lines[:half], lines[half:], strict=False) for line in pair
    )


def misread(text: str, written: str, read: str) -> str:
    """Return what a program that takes the encoding for another one saves."""
    return text.encode(written).decode(read, "ignore")


def undecodable(reason: str, tried: str = LADDER) -> tuple[str, str]:
    return (
        f"the bytes are no text ({reason}). Tried: {tried}.",
        f"テキストとして読めません（{reason}）。試した文字コード: {tried}。",
    )


NO_PAGE_HAS_TEXT = (
    "no page of the PDF has text.",
    "PDFのどのページにも文字情報がありません。",
)
CUT_OFF = ("the PDF is damaged or cut off.", "PDFが壊れているか、途中で切れています。")
OUT_OF_ORDER = ("the lines are not in reading order.", "行が読む順に並んでいません。")


def lost(share: str) -> tuple[str, str]:
    return f"{share} of the characters are lost.", f"文字の{share}が失われています。"


def wrong(share: str) -> tuple[str, str]:
    return (
        f"{share} of the characters come of a wrong encoding.",
        f"文字の{share}が文字化けしています。",
    )


def scattered(share: str) -> tuple[str, str]:
    return (
        f"{share} of the lines have one or two characters.",
        f"行の{share}が1、2文字しかありません。",
    )


def rare(share: str) -> tuple[str, str]:
    return (
        f"{share} of the kanji are rare ones, as a wrong character map gives them.",
        f"漢字の{share}がめったに使われない字で、文字の対応表が誤っているようです。",
    )


def kanaless(n: str) -> tuple[str, str]:
    return (
        f"{n} kanji and not a single kana, so no Japanese.",
        f"漢字{n}字に対して仮名が一つもなく、日本語ではないようです。",
    )


def font_of(start: int) -> dict[int, str]:
    """Map the small letters to characters from ``start`` on."""
    return {ord("a") + i: chr(start + i) for i in range(26)}


LINES = ["freedom of information", "is a matter of law"]
# label, name, content, error, its words in English and Japanese
_BAD: list[tuple[str, str, str | bytes, type[DocumentError], tuple[str, str]]] = [
    ("empty", "a.txt", "", EmptyDocumentError, ("the file is empty.", "ファイルが空です。")),
    (
        "blank lines",
        "a.txt",
        "\n" * 5_000,
        EmptyDocumentError,
        ("no visible character.", "目に見える文字がありません。"),
    ),
    ("empty PDF", "a.pdf", "", EmptyDocumentError, ("the file is empty.", "ファイルが空です。")),
    ("PDF with blank pages", "a.pdf", make_pdf([], []), EmptyDocumentError, NO_PAGE_HAS_TEXT),
    ("PDF of pictures", "a.pdf", make_pdf(PICTURE, PICTURE), EmptyDocumentError, NO_PAGE_HAS_TEXT),
    ("PDF cut off", "a.pdf", make_pdf(LINES)[:300], DamagedFileError, CUT_OFF),
    ("text as PDF", "a.pdf", "no PDF at all", DamagedFileError, CUT_OFF),
    (
        "PDF with a password",
        "a.pdf",
        make_pdf(LINES, password="open sesame"),
        DamagedFileError,
        ("the PDF asks for a password.", "PDFにパスワードがかかっています。"),
    ),
    (
        "PDF of pictures but for a page in three",
        "a.pdf",
        make_pdf(PICTURE, PICTURE, LINES),
        GarbledTextError,
        ("2/3 of the pages are pictures without text.", "2/3ページが文字情報のない画像です。"),
    ),
    (
        "PDF of cid numbers",
        "a.pdf",
        make_pdf(["\\(cid:12\\)\\(cid:345\\)"] * 9),
        GarbledTextError,
        (
            "100% of the characters are (cid:…) numbers.",
            "文字の100%が(cid:…)という番号です。",
        ),
    ),
    (
        "PDF whose font maps to private use",
        "a.pdf",
        make_pdf(LINES, characters=font_of(0xE000)),
        GarbledTextError,
        lost("100%"),
    ),
    (
        "PDF whose font maps to halves of characters",
        "a.pdf",
        make_pdf(LINES, characters=font_of(0xD800)),
        GarbledTextError,
        lost("100%"),
    ),
    (
        "PDF whose font maps to rare kanji",
        "a.pdf",
        make_pdf(LINES * 9, characters=font_of(0x9F00)),
        GarbledTextError,
        rare("76%"),
    ),
    (
        "NUL between characters",
        "a.txt",
        b"\0".join(bytes([c]) for c in b"freedom of information"),
        DecodingError,
        undecodable("49% of the characters are control characters"),
    ),
    (
        "half a character",
        "a.txt",
        JA.encode() + "\ud800".encode("utf-8", "surrogatepass") + JA.encode(),
        DecodingError,
        undecodable("byte 2 does not fit cp932"),
    ),
    (
        "UTF-16 without mark, Latin",
        "a.txt",
        EN.encode("utf-16-le"),
        DecodingError,
        undecodable("50% of the characters are control characters"),
    ),
    (
        "UTF-16 without mark, Japanese",
        "a.txt",
        JA.encode("utf-16-be"),
        DecodingError,
        undecodable("byte 7 does not fit cp932"),
    ),
    (
        "UTF-8 and Shift_JIS in one file",
        "a.txt",
        JA.encode() + JA.encode("cp932"),
        DecodingError,
        undecodable("byte 2 does not fit cp932"),
    ),
    (
        "random bytes",
        "a.txt",
        random.Random(7).randbytes(2_000),
        DecodingError,
        undecodable("byte 7 does not fit cp932"),
    ),
    ("replaced", "a.txt", "自由を守る。\ufffd" * 9, GarbledTextError, lost("14%")),
    (
        "UTF-8 as Windows-1252",
        "a.txt",
        misread(JA, "utf-8", "cp1252"),
        GarbledTextError,
        wrong("76%"),
    ),
    (
        "UTF-8 as Shift_JIS",
        "a.txt",
        misread(JA, "utf-8", "shift_jis"),
        GarbledTextError,
        wrong("29%"),
    ),
    (
        "Shift_JIS as Windows-1252",
        "a.txt",
        misread(JA, "cp932", "cp1252"),
        GarbledTextError,
        wrong("9%"),
    ),
    (
        "EUC-JP as Windows-1252",
        "a.txt",
        misread(JA, "euc_jp", "cp1252"),
        GarbledTextError,
        wrong("6%"),
    ),
    (
        "a Japanese character a line",
        "a.txt",
        "\n".join(JA.replace("\n", "")),
        GarbledTextError,
        scattered("100%"),
    ),
    (
        "an English letter a line",
        "a.txt",
        "\n".join("".join(EN.split())),
        GarbledTextError,
        scattered("100%"),
    ),
    (
        "columns across, Japanese",
        "a.txt",
        interleaved(page_of("ja", 90, 20)),
        GarbledTextError,
        OUT_OF_ORDER,
    ),
    ("simplified Chinese", "a.txt", ZH, GarbledTextError, kanaless("276")),
]
BAD = [pytest.param(*case, id=label) for label, *case in _BAD]


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(("name", "content", "error", "words"), BAD)
def test_a_file_that_is_no_document_gives_one_clear_error(
    tmp_path: Path,
    name: str,
    content: str | bytes,
    error: type[DocumentError],
    words: tuple[str, str],
) -> None:
    path = write(tmp_path, name, content)

    with pytest.raises(DocumentError) as caught:
        jc.read(path)

    assert type(caught.value) is error
    assert caught.value.message("en") == f"{path}: {words[0]}{TAIL[error][0]}"
    assert caught.value.message("ja") == f"{path}: {words[1]}{TAIL[error][1]}"


def run(*args: str) -> Result:
    return CliRunner().invoke(app, list(args), prog_name="jacyber", catch_exceptions=False)


@pytest.mark.parametrize(("name", "content", "error", "words"), BAD)
def test_a_good_file_after_a_bad_one_is_still_written(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    content: str | bytes,
    error: type[DocumentError],
    words: tuple[str, str],
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, name, content)
    write(tmp_path, "z.txt", GOOD)

    for lang, at in (("en", 0), ("ja", 1)):
        monkeypatch.setenv("JACYBER_UI", lang)
        result = run("text", name, "z.txt")
        assert (result.stdout, result.exit_code) == (GOOD, 1)
        assert result.stderr == f"{name}: {words[at]}{TAIL[error][at]}\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            misread(JA, "utf-8", "cp932"),
            id="UTF-8 as Shift_JIS of Windows",
        ),
        pytest.param(
            misread(JA, "euc_jp", "cp932"),
            id="EUC-JP as Shift_JIS of Windows",
        ),
        pytest.param(
            misread(JA, "euc_jp", "shift_jis"),
            id="EUC-JP as Shift_JIS",
            marks=pytest.mark.xfail(strict=True, reason="half-width kana and rare kanji are read"),
        ),
        pytest.param(
            misread(JA, "cp932", "euc_jp"),
            id="Shift_JIS as EUC-JP",
            marks=pytest.mark.xfail(strict=True, reason="e{AMSCA is taken for English"),
        ),
        pytest.param(
            interleaved(page_of("en", 90, 42)),
            id="columns across, English",
            marks=pytest.mark.xfail(strict=True, reason="English joints differ by less than 0.9"),
        ),
        pytest.param(
            interleaved(page_of("en", 600, 42)),
            id="columns across, long English",
            marks=pytest.mark.xfail(strict=True, reason="-0.71 nats, though at z = -21"),
        ),
        pytest.param(ZH_TRADITIONAL, id="traditional Chinese"),
        pytest.param("Государства должны сотрудничать в интересах мира.\n" * 30, id="Russian"),
        pytest.param("각국은 사이버 공간의 평화와 안전을 함께 지켜야 한다.\n" * 20, id="Korean"),
    ],
)
def test_text_that_would_give_figures_without_meaning_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(GarbledTextError):
        jc.read(write(tmp_path, "a.txt", text))


def test_a_pdf_whose_characters_nobody_knows_is_refused(tmp_path: Path) -> None:
    path = write(
        tmp_path, "a.pdf", make_pdf(LINES * 9, characters=dict.fromkeys(range(97, 123), "\0"))
    )

    with pytest.raises(GarbledTextError):
        jc.read(path)


@pytest.mark.parametrize(
    "before",
    [
        pytest.param(make_pdf(LINES)[:100], id="a damaged one"),
        pytest.param(
            make_pdf(LINES, password="open sesame"),
            id="one with a password",
            marks=pytest.mark.xfail(
                strict=True, reason="PDFium leaves the last error: it asks for a password, too"
            ),
        ),
    ],
)
def test_a_pdf_without_pages_is_damaged_whatever_was_read_before(before: bytes) -> None:
    with contextlib.suppress(DamagedFileError):
        pdf.read_pdf(before, "b.pdf", None)

    with pytest.raises(DamagedFileError, match="the PDF is damaged or cut off"):
        pdf.read_pdf(make_pdf(), "a.pdf", None)


# --- files that look bad and are good ----------------------------------------


@pytest.mark.parametrize(
    ("content", "text"),
    [
        pytest.param(GOOD.encode("utf-16"), GOOD.strip(), id="UTF-16"),
        pytest.param(b"\xfe\xff" + GOOD.encode("utf-16-be"), GOOD.strip(), id="UTF-16, the other"),
        pytest.param(GOOD.encode("utf-8-sig"), GOOD.strip(), id="UTF-8 with a mark"),
        pytest.param(
            ("\ufeff" + GOOD).encode("utf-8-sig"), GOOD.strip(), id="UTF-8 with two marks"
        ),
        pytest.param("\n" * 5_000 + GOOD + "\n" * 5_000, GOOD.strip(), id="blank lines around"),
        pytest.param("自由を守る。" * 30 + "\0", "自由を守る。" * 30, id="a stray NUL"),
        pytest.param(EN.replace("\n", "\r\n"), EN.strip(), id="line ends of Windows"),
        pytest.param("自\n由\nを\n守\nる", "自\n由\nを\n守\nる", id="a short poem of characters"),
        pytest.param("\ufffd" + JA, "\ufffd" + JA.strip(), id="one lost character in many"),
    ],
)
def test_a_file_that_looks_bad_and_is_good_is_read(
    tmp_path: Path, content: str | bytes, text: str
) -> None:
    assert jc.read(write(tmp_path, "a.txt", content)).text == text


def test_english_with_misread_quotation_marks_is_read_and_told_of() -> None:
    text = EN.replace("networks", "\u201cnetworks\u201d").encode().decode("cp1252", "ignore")

    (page,) = jc.repair(raw_text(text, "a.txt")).pages

    assert page.problems == ("garbled",)
    assert 0.5 < page.confidence < 1.0


def test_a_picture_page_in_three_is_told_of_and_the_others_are_read(tmp_path: Path) -> None:
    path = write(tmp_path, "a.pdf", make_pdf(PICTURE, LINES, ["and no more than that."]))

    document = jc.read(path)

    assert [(p.page, p.confidence, p.problems) for p in document.pages] == [
        (1, 0.0, ("no_text",)),
        (2, 1.0, ()),
        (3, 1.0, ()),
    ]


@pytest.mark.parametrize(
    ("lang", "warning"),
    [("en", "a.pdf: page 1 has no text.\n"), ("ja", "a.pdf: 1ページ: 文字情報がありません。\n")],
)
def test_a_picture_page_is_warned_of_on_stderr_and_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str, warning: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JACYBER_UI", lang)
    write(tmp_path, "a.pdf", make_pdf(PICTURE, ["自由な流通。"], ["検閲。"], font=JAPANESE))

    result = run("terms", "a.pdf", "--format", "jsonl")

    assert (result.stderr, result.exit_code) == (warning, 0)


@QUICK
@given(st.binary(max_size=400))
def test_any_bytes_are_a_document_or_a_document_error(data: bytes) -> None:
    path = Path(tempfile.gettempdir()) / f"jacyber-{os.getpid()}.txt"
    path.write_bytes(data)
    try:
        with contextlib.suppress(DocumentError):
            document = jc.read(path)

            assert all(paragraph.of(document.text).strip() for paragraph in document.paragraphs)
    finally:
        path.unlink()


@QUICK
@given(st.lists(st.text(max_size=30), min_size=1, max_size=40).map("\n".join))
def test_any_text_is_a_document_or_a_document_error(text: str) -> None:
    with contextlib.suppress(DocumentError):
        document = jc.read_text(text)

        assert all(paragraph.of(document.text).strip() for paragraph in document.paragraphs)


# --- PDF files with harm -----------------------------------------------------


@pytest.mark.parametrize("share", [0.01, 0.3, 0.7, 0.99])
def test_a_pdf_that_is_cut_off_is_damaged(samples: Path, tmp_path: Path, share: float) -> None:
    whole = (samples / "en-strategy.pdf").read_bytes()
    path = write(tmp_path, "cut.pdf", whole[: int(len(whole) * share)])

    with pytest.raises(DamagedFileError, match=r"cut\.pdf: the PDF is damaged or cut off\. "):
        read_raw(path)


@QUICK
@given(st.integers(0, 1_000), st.integers(0, 255))
def test_a_pdf_with_any_harm_is_read_or_named(at: int, byte: int) -> None:
    """PDFium mends some files; the others are the document's fault, never a crash."""
    whole = make_pdf(["Free flow", "of information"])
    at %= len(whole)
    for data in (whole[:at], whole[:at] + bytes([byte]) + whole[at + 1 :]):
        with contextlib.suppress(DocumentError):
            pages, encoding = pdf.read_pdf(data, "a.pdf", None)
            assert encoding is None
            assert any(page.text.strip() for page in pages)


def test_a_pdf_that_only_forbids_printing_is_read(tmp_path: Path) -> None:
    (page,) = read_raw(write(tmp_path, "a.pdf", make_pdf(["Read me"], password=""))).pages

    assert page.text == "Read me"


def test_a_pdf_with_blank_pages_only_asks_for_ocr(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    with pypdfium2.PdfDocument.new() as scan:
        scan.new_page(200, 200).close()
        scan.save(path)

    with pytest.raises(EmptyDocumentError, match="a scanned PDF needs OCR first"):
        read_raw(path)
