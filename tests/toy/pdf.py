"""PDF files of our own making: lines at 14 points of leading, or any content stream."""

from __future__ import annotations

import hashlib

HELVETICA = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
# The standard Japanese font: PDFium knows the characters, no glyphs are needed.
JAPANESE = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /KozMinPr6N-Regular /Encoding /UniJIS-UTF16-H "
    "/DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /KozMinPr6N-Regular "
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 6 >> /DW 1000 "
    "/FontDescriptor << /Type /FontDescriptor /FontName /KozMinPr6N-Regular /Flags 4 "
    "/FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 700 "
    "/StemV 80 >> >>] >>"
)
PICTURE = b"q 400 0 0 500 72 72 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI Q"
_PAD = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
_FILE_ID = b"0123456789abcdef"


def make_pdf(
    *pages: list[str] | bytes,
    password: str | None = None,
    font: str = HELVETICA,
    characters: dict[int, str] | None = None,
) -> bytes:
    """Write a PDF; encrypted (RC4, 40 bit) with a password.

    An empty password is a PDF that opens for all and only forbids, say, printing.

    Args:
        pages: Lines of each page, or its content stream (font ``/F1``).
        password: That opens the file.
        font: The font's dictionary. Lines are ASCII, or UTF-16 in ``JAPANESE``.
        characters: Byte → the characters that the font says it stands for.
    """
    key, encrypt = b"", ""
    if password is not None:
        key, encrypt = _encryption(password)
    kids = " ".join(f"{5 + 2 * i} 0 R" for i in range(len(pages)))
    mapped = characters is not None
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        (font.removesuffix(">>") + "/ToUnicode 4 0 R >>" if mapped else font).encode(),
        _stream(_cmap(characters or {})),
    ]
    for page in pages:
        number = len(objects) + 2  # of the content
        content = page if isinstance(page, bytes) else _drawn(page, wide=font == JAPANESE)
        if key:
            content = _rc4(_md5(key + number.to_bytes(3, "little") + b"\0\0")[:10], content)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(_stream(content))
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    out += (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R {encrypt}"
        f"/ID [<{_FILE_ID.hex()}> <{_FILE_ID.hex()}>] >>\nstartxref\n{start}\n%%EOF\n"
    ).encode()
    return bytes(out)


def _drawn(lines: list[str], *, wide: bool) -> bytes:
    if wide:
        shown = [f"<{line.encode('utf-16-be').hex()}>" for line in lines]
    else:
        shown = [f"({line})" for line in lines]
    drawn = " T* ".join(f"{line} Tj" for line in shown)
    return f"BT /F1 12 Tf 72 720 Td 14 TL {drawn} ET".encode()


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def _cmap(characters: dict[int, str]) -> bytes:
    rows = "\n".join(
        f"<{code:02x}> <{shown.encode('utf-16-be', 'surrogatepass').hex()}>"
        for code, shown in characters.items()
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CMapName /Toy def /CMapType 2 def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(characters)} beginbfchar\n{rows}\nendbfchar\nendcmap end end"
    ).encode()


def _encryption(password: str) -> tuple[bytes, str]:
    user = (password.encode() + _PAD)[:32]
    owner = _rc4(_md5((b"owner" + _PAD)[:32])[:5], user)
    key = _md5(user + owner + (-4).to_bytes(4, "little", signed=True) + _FILE_ID)[:5]
    return key, (
        f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{owner.hex()}> "
        f"/U <{_rc4(key, _PAD).hex()}> >> "
    )


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()
