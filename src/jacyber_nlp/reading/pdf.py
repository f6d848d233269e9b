"""PDF files by PDFium, with the box of every line."""

from __future__ import annotations

import math
import re
from collections import deque
from itertools import repeat
from typing import Any

from jacyber_nlp.errors import DamagedFileError, EmptyDocumentError, TooLargeError
from jacyber_nlp.reading.boxes import SECOND_HALF, Glyphs, lines_of_glyphs
from jacyber_nlp.reading.inflation import check_streams
from jacyber_nlp.reading.limits import DEFAULT_LIMITS, Limits
from jacyber_nlp.records import RawPage

MAX_PAGE = 1_000_000  # characters; each costs a quarter of a kilobyte while its page is read
FAR = 1e6  # points; what a file puts farther off, or nowhere (NaN), stands here
SMALLEST = 0.1  # points: a font of no size at all is of this
LIKELY = 0.4, 1.3  # font sizes, in heights of a character's box

# PDFium gives U+0002 or U+FFFE for a hyphen at the end of a line, and U+FFFE for a
# glyph without character, too.
_NO_CHARACTER = "\ufffe"
_UNPRINTABLE = re.compile("[\0\ufffe\ud800-\udfff]")
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def read_pdf(
    data: bytes,
    name: str,
    encoding: str | None,  # noqa: ARG001  (a PDF carries its own)
    limits: Limits = DEFAULT_LIMITS,
) -> tuple[tuple[RawPage, ...], str | None]:
    """Read the lines of every page, in the order in which the file draws them.

    Raises:
        DamagedFileError: If PDFium cannot open the file.
        EmptyDocumentError: If no page has text.
        TooLargeError: If there are more pages or characters than ``limits`` allow,
            or if a page or stream is beyond measure.
    """
    import pypdfium2

    check_streams(data, name)
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
        if len(pdf) > limits.pages:
            raise TooLargeError(name, "the PDF in pages", "ページ数", len(pdf), limits.pages)
        pages = _pages(pdf, name, limits)
    if not any(page.text.strip() for page in pages):
        raise EmptyDocumentError(
            name, "no page of the PDF has text", "PDFのどのページにも文字情報がありません"
        )
    return pages, None


def _pages(pdf: Any, name: str, limits: Limits) -> tuple[RawPage, ...]:
    pages, total = [], 0
    for index in range(len(pdf)):
        pages.append(_page(pdf, index, name))
        total += len(pages[-1].text)
        if total > limits.characters:
            raise TooLargeError(name, "the text in characters", "文字数", total, limits.characters)
    return tuple(pages)


def _page(pdf: Any, index: int, name: str) -> RawPage:
    import pypdfium2

    try:
        page = pdf[index]
        text_page = page.get_textpage()
        count = text_page.count_chars()
        if count > MAX_PAGE:
            what, what_ja = f"page {index + 1} in characters", f"{index + 1}ページ目の文字数"
            raise TooLargeError(name, what, what_ja, count, MAX_PAGE)
        glyphs = _glyphs(page, text_page)
        lines, boxes = lines_of_glyphs(glyphs)
        drawn = not lines and next(page.get_objects(max_depth=1), None) is not None
        text_page.close()
        page.close()
    except pypdfium2.PdfiumError as err:
        raise DamagedFileError(
            name, f"page {index + 1} is damaged", f"{index + 1}ページ目が壊れています"
        ) from err
    return RawPage(index + 1, "\n".join(lines), tuple(boxes), drawn)


def _whole(match: re.Match[str]) -> str:
    """Return the character of two surrogates, and what stands for the second of them."""
    return match.group().encode("utf-16", "surrogatepass").decode("utf-16") + SECOND_HALF


def _near(value: float) -> float:
    return value if -FAR <= value <= FAR else FAR


def _glyphs(page: Any, text_page: Any) -> Glyphs:
    """Return the characters of a page with their boxes.

    PDFium's loose box is as high as the font and as wide as the character moves
    the pen, so that boxes of one font share their edges; it costs one call.
    """
    import ctypes

    import numpy as np
    from pypdfium2 import raw

    count = text_page.count_chars()
    text = text_page.get_text_range() if count else ""
    if len(text) != count:  # characters beyond the basic plane, or none for a glyph
        text = "".join(chr(raw.FPDFText_GetUnicode(text_page.raw, i)) for i in range(count))
    text = _SURROGATES.sub(_whole, text.replace("\x02", "-"))
    if _NO_CHARACTER in text:
        text = "".join(
            "-" if char == _NO_CHARACTER and raw.FPDFText_IsHyphen(text_page.raw, i) == 1 else char
            for i, char in enumerate(text)
        )
    text = _UNPRINTABLE.sub("\ufffd", text)
    boxes = (raw.FS_RECTF * count)()
    # A loop in C: one call a character is most of the cost of a page.
    calls = map(
        raw.FPDFText_GetLooseCharBox,
        repeat(text_page.raw),
        range(count),
        map(ctypes.byref, boxes),
    )
    deque(calls, maxlen=0)
    width, height = map(_near, page.get_size())
    matrix, x, y = raw.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    handle, at_matrix = text_page.raw, ctypes.byref(matrix)
    boxed = np.frombuffer(boxes, np.float32).reshape(-1, 4)
    boxed = np.where(np.abs(boxed) <= FAR, boxed, np.float32(FAR))
    heights = (boxed[:, 1] - boxed[:, 3]).tolist()
    at_x, at_y = ctypes.byref(x), ctypes.byref(y)

    def font_of(index: int) -> tuple[float, float, float]:
        raw.FPDFText_GetCharOrigin(handle, index, at_x, at_y)
        # Negative where the page is drawn upside down and turned back.
        size = abs(raw.FPDFText_GetFontSize(handle, index))
        height = abs(heights[index])
        if not LIKELY[0] * height < size < LIKELY[1] * height:
            # The text matrix scales it, as where a font is set in size 1.
            raw.FPDFText_GetMatrix(handle, index, at_matrix)
            size *= math.hypot(matrix.c, matrix.d)
        return max(round(_near(size), 1), SMALLEST), _near(x.value), _near(y.value)

    edges = [ctypes.c_double() for _ in range(4)]  # left, right, bottom, top
    at_edges = [ctypes.byref(edge) for edge in edges]

    def ink_of(index: int) -> float:
        raw.FPDFText_GetCharBox(handle, index, *at_edges)
        return _near(edges[2].value)

    return Glyphs(text, boxed, font_of, ink_of, width, height)
