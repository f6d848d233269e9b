"""PDF files by PDFium."""

from __future__ import annotations

import re

from jacyber_nlp.errors import DamagedFileError, EmptyDocumentError, TooLargeError
from jacyber_nlp.records import RawPage

MAX_PAGES = 5_000

# PDFium marks a hyphen at the end of a line by U+FFFE or U+0002.
_LINE_HYPHEN = re.compile("[\ufffe\x02]\n?")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def read_pdf(
    data: bytes,
    name: str,
    encoding: str | None,  # noqa: ARG001  (a PDF carries its own)
) -> tuple[tuple[RawPage, ...], str | None]:
    """Read the text of every page, in the order in which the file draws it.

    Raises:
        DamagedFileError: If PDFium cannot open the file.
        EmptyDocumentError: If no page has text.
        TooLargeError: If there are more than ``MAX_PAGES`` pages.
    """
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as err:
        if "password" in str(err).lower():
            raise DamagedFileError(
                name, "the PDF asks for a password", "PDFにパスワードがかかっています"
            ) from err
        raise DamagedFileError(
            name, "the PDF is damaged or cut off", "PDFが壊れているか、途中で切れています"
        ) from err
    with pdf:
        if len(pdf) > MAX_PAGES:
            raise TooLargeError(name, "the PDF in pages", "ページ数", len(pdf), MAX_PAGES)
        pages = tuple(RawPage(i + 1, _text_of(pdf, i, name)) for i in range(len(pdf)))
    if not any(page.text.strip() for page in pages):
        raise EmptyDocumentError(
            name, "no page of the PDF has text", "PDFのどのページにも文字情報がありません"
        )
    return pages, None


def _text_of(pdf: object, index: int, name: str) -> str:
    import pypdfium2

    try:
        page = pdf[index]  # type: ignore[index]
        text_page = page.get_textpage()
        text: str = text_page.get_text_range()
        text_page.close()
        page.close()
    except pypdfium2.PdfiumError as err:
        raise DamagedFileError(
            name, f"page {index + 1} is damaged", f"{index + 1}ページ目が壊れています"
        ) from err
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return _LONE_SURROGATE.sub("\ufffd", _LINE_HYPHEN.sub("-\n", text))
