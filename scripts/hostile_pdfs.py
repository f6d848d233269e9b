"""PDF files that harm naive readers, written by hand: no PDF library makes them."""

from __future__ import annotations

import zlib

PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R %s >>"
FONT = b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
SHOWN = b"BT /F1 12 Tf 72 720 Td (Governments keep networks open.) Tj ET"
BOMB = 1_200_000_000  # bytes when inflated


def pdf_of(objects: list[bytes], trailer: bytes = b"/Root 1 0 R") -> bytes:
    """Write objects, numbered from 1, with a table of their places."""
    out = bytearray(b"%PDF-1.5\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d %s >>\n" % (len(objects) + 1, trailer)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def stream(content: bytes, keys: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), keys, content)


def one_page(content: bytes = SHOWN, keys: bytes = b"", page: bytes = PAGE % FONT) -> bytes:
    """Write a PDF of one page with the content stream given."""
    return pdf_of([CATALOG, PAGES, page, stream(content, keys)])


def truncated() -> bytes:
    return one_page()[:200]


def encrypted() -> bytes:
    """Ask for a password that is none: the keys are of no password at all."""
    keys = b"/O <%s> /U <%s>" % (b"5a" * 32, b"a5" * 32)
    encrypt = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 %s >> /ID [<30> <30>]" % keys
    return pdf_of([CATALOG, PAGES, PAGE % FONT, stream(SHOWN)], b"/Root 1 0 R " + encrypt)


def empty_pages(n: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (3 + i) for i in range(n))
    tree = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, n)
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>"
    return pdf_of([CATALOG, tree, *[page] * n])


def claimed_pages() -> bytes:
    """Claim two thousand million pages, and have one."""
    tree = b"<< /Type /Pages /Kids [3 0 R] /Count 2000000000 >>"
    return pdf_of([CATALOG, tree, PAGE % FONT, stream(SHOWN)])


def recursive_tree() -> bytes:
    """Let the only child of the page tree be the tree."""
    tree = b"<< /Type /Pages /Kids [2 0 R 3 0 R 2 0 R] /Count 3 >>"
    return pdf_of([CATALOG, tree, PAGE % FONT, stream(SHOWN)])


def inflating_content(size: int) -> bytes:
    return one_page(_deflated(b"q Q ", size), b"/Filter /FlateDecode")


def inflating_twice(size: int) -> bytes:
    inner = _deflated(b"q Q ", size)
    return one_page(zlib.compress(inner, 9), b"/Filter [/FlateDecode /FlateDecode]")


def inflating_object_stream(size: int) -> bytes:
    """Keep the page in an object stream that a billion blanks fill up."""
    page = PAGE % FONT
    packed = _deflated(b" ", size, b"3 0 " + page)
    keys = b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode"
    objects = [CATALOG, PAGES, b"null", stream(SHOWN), stream(packed, keys)]
    whole = pdf_of(objects)
    start = whole.index(b"xref\n")
    table = b"".join(
        b"\1" + whole.index(b"%d 0 obj" % number).to_bytes(4, "big") + b"\0"
        if number != 3
        else b"\2" + (5).to_bytes(4, "big") + b"\0"
        for number in range(1, 6)
    )
    table += b"\1" + start.to_bytes(4, "big") + b"\0"
    xref = stream(table, b"/Type /XRef /Size 7 /Index [1 6] /W [1 4 1] /Root 1 0 R")
    return whole[:start] + b"6 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (xref, start)


def xref_loop() -> bytes:
    """Let the table of places name itself as the one before it."""
    whole = one_page()
    start = whole.index(b"xref\n")
    return whole.replace(b"/Root 1 0 R", b"/Prev %d /Root 1 0 R" % start)


def self_reference() -> bytes:
    """Let the content of a page, and its length, be the page."""
    return pdf_of([CATALOG, PAGES, PAGE.replace(b"4 0 R", b"3 0 R") % FONT, b"4 0 R"])


def nested(n: int, opening: bytes, closing: bytes) -> bytes:
    """Nest arrays or dictionaries in a page, and in its content."""
    deep = opening * n + closing * n
    page = PAGE % (FONT + b" /Deep " + deep)
    return one_page(b"/X " + deep + b" DP " + SHOWN, page=page)


def calling_itself(n: int) -> bytes:
    """Draw a form that draws itself, ``n`` times each."""
    forms = b"/Resources << /XObject << /X 4 0 R >> >>"
    drawn = stream(b"/X Do " * n, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] " + forms)
    return pdf_of([CATALOG, PAGES, PAGE % forms, drawn])


def long_page(n: int) -> bytes:
    """Set ``n`` characters on one page, in lines of a hundred."""
    line = b"(" + b"networks " * 11 + b".) Tj T* "
    return one_page(b"BT /F1 12 Tf 72 720 Td 14 TL " + line * (n // 100) + b"ET")


def huge_numbers() -> bytes:
    """Set a page of no size, characters of an endless one, at the end of the world."""
    page = (PAGE % FONT).replace(b"0 0 612 792", b"0 0 1e38 -1e38")
    return one_page(SHOWN.replace(b"12 Tf 72 720", b"99999999999 Tf 1e37 -9e99"), page=page)


def _deflated(pattern: bytes, size: int, first: bytes = b"") -> bytes:
    packer = zlib.compressobj(9)
    block = pattern * (1_000_000 // len(pattern))
    parts = [packer.compress(first)]
    parts += [packer.compress(block) for _ in range(max(size // len(block), 1))]
    return b"".join((*parts, packer.flush()))
