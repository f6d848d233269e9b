"""Make a folder of files that harm naive readers, the same bytes each time.

    python scripts/hostile_corpus.py FOLDER
    python scripts/hostile_corpus.py FOLDER --small-files 100000

``CASES`` names every file with what must come of reading it: the class of the error,
or "ok". Sizes are those of the default limits; with ``--scale`` both shrink alike
(``limits_of``). Nothing is written beside the folder, which must be new or empty.
"""

from __future__ import annotations

import argparse
import os
import random
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import hostile_pdfs as pdfs
from jacyber_nlp.reading import DEFAULT_LIMITS, Limits

SEED = 8
GOOD = "各国政府は、通信網の安全を守る責任を分かち合い、情報の自由な流通を妨げない。\n"
OK = "ok"
# At full scale PDFium takes all memory there is: only a limit from outside ends it.
UNBOUNDED = frozenset({"drawing-itself.pdf"})


class Case(NamedTuple):
    """One bad file.

    Attributes:
        name: Below the folder.
        expected: Name of the error's class, or ``OK``.
        make: Scale in (0, 1] → the file's content; None for what is no plain file.
    """

    name: str
    expected: str
    make: Callable[[float], bytes] | None = None


def limits_of(scale: float) -> Limits:
    """Return the limits that fit a corpus of this scale."""
    full = DEFAULT_LIMITS
    sizes = (full.bytes, full.characters, full.line, full.pages)
    return Limits(*(max(int(size * scale), 1) for size in sizes))


def times(n: int, text: str) -> Callable[[float], bytes]:
    """Return what repeats a text ``n`` times at full scale."""
    return lambda scale: (text * max(int(n * scale), 1)).encode("utf-8", "surrogatepass")


def always(data: bytes | str) -> Callable[[float], bytes]:
    """Return what gives the same content at any scale."""
    return lambda _: data.encode() if isinstance(data, str) else data


def sized(n: int, make: Callable[[int], bytes]) -> Callable[[float], bytes]:
    """Return what hands on a size of ``n`` at full scale."""
    return lambda scale: make(max(int(n * scale), 1))


def many_notes(n: int) -> bytes:
    marks = "".join(f"情報の自由な流通{i + 1}）を守る。\n" for i in range(n))
    return (marks + "".join(f"{i + 1}）注の{i + 1}番である。\n" for i in range(n))).encode()


def noise(n: int) -> bytes:
    return random.Random(SEED).randbytes(n)


def with_emoji(n: int) -> bytes:
    return "😀".encode() + b"a\n" * n


def with_blank_lines(n: int) -> bytes:
    return GOOD.encode() + b"\n" * n


def nested_brackets(n: int) -> bytes:
    return b"(" * n + b"a" + b")" * n


def escapes() -> str:
    return GOOD * 20 + "\x1b[2J\x1b]0;title\x07各国は\x1b[31m情報の自由\x1b[0mを守る。\x9b31m\n"


ZH = "各国应当共同维护网络空间的和平与安全，尊重各国自主选择网络发展道路的权利。\n"
KO = "각국은 사이버 공간에서 정보의 자유로운 흐름을 보장해야 한다.\n"
AR = "يجب على الدول أن تحترم حرية تدفق المعلومات في الفضاء السيبراني.\n"
FORMULAS = "=cmd|' /C calc'!A0\n+1+1\n-2+3\n@SUM(1+1)\n=HYPERLINK(\"http://example.com\")\n"
CONTROLS = "".join(map(chr, range(32))) + "\x7f"

TEXTS = [
    Case("empty.txt", "EmptyDocumentError", always("")),
    Case("mark-alone.txt", "EmptyDocumentError", always("\ufeff")),
    Case("blank.txt", "EmptyDocumentError", times(6_000_000, " \u3000\n")),
    Case("nul.txt", "DecodingError", times(19_000_000, "\0")),
    Case("nul-199mb.txt", "TooLargeError", times(199_000_000, "\0")),
    Case("surrogates.txt", "DecodingError", times(100_000, "自由\ud83d\ude00\udc00\ud800")),
    Case("odd-utf-16.txt", "DecodingError", always(("\ufeff" + GOOD).encode("utf-16-le") + b"0")),
    Case("random.txt", "DecodingError", sized(70_000_000, noise)),
    Case("line-201mb.txt", "TooLargeError", times(201_000_000, "a")),
    Case("line-200mb.txt", "TooLargeError", times(200_000_000, "a")),
    Case("line-2m.txt", "TooLargeError", times(210_000, "情報の自由な流通を妨")),
    Case("line-1.9m.txt", OK, times(190_000, "情報の自由な流通を妨")),
    Case("english-line-1.9m.txt", OK, times(190_000, "networks a")),
    Case("no-blank-line-1.9m.txt", OK, times(1_900_000, "a")),
    Case("japanese-150mb.txt", "TooLargeError", times(1_280_000, GOOD)),
    Case("one-emoji-79mb.txt", "TooLargeError", sized(39_500_000, with_emoji)),
    Case("million-lines.txt", OK, times(1_000_000, "自由な\n")),
    Case("million-blank-lines.txt", OK, sized(1_000_000, with_blank_lines)),
    Case("many-notes.txt", OK, sized(100_000, many_notes)),
    Case("brackets.txt", OK, times(500_000, "(")),
    Case("nested-brackets.txt", OK, sized(500_000, nested_brackets)),
    Case("wide-brackets.txt", OK, times(500_000, "「（")),
    Case("quotes.txt", OK, times(500_000, "\"'a ")),
    Case("escapes.txt", OK, always(escapes())),
    Case("formulas.txt", OK, times(500, FORMULAS)),
    Case("controls.txt", "DecodingError", times(1_000, CONTROLS)),
    Case("chinese.txt", "GarbledTextError", always(ZH * 50)),
    Case("korean.txt", "GarbledTextError", times(5_000, KO)),
    Case("arabic.txt", "GarbledTextError", times(5_000, AR)),
    Case("emoji.txt", OK, times(50_000, "😀👩‍💻🇯🇵")),
]  # fmt: skip

PDFS = [
    Case("empty.pdf", "EmptyDocumentError", always("")),
    Case("text.pdf", "DamagedFileError", always(GOOD)),
    Case("truncated.pdf", "DamagedFileError", always(pdfs.truncated())),
    Case("encrypted.pdf", "DamagedFileError", always(pdfs.encrypted())),
    Case("empty-pages.pdf", "TooLargeError", sized(50_000, pdfs.empty_pages)),
    Case("permitted-empty-pages.pdf", "EmptyDocumentError", sized(5_000, pdfs.empty_pages)),
    Case("claimed-pages.pdf", OK, always(pdfs.claimed_pages())),
    Case("recursive-tree.pdf", "DamagedFileError", always(pdfs.recursive_tree())),
    Case("inflating.pdf", "TooLargeError", sized(pdfs.BOMB, pdfs.inflating_content)),
    Case("inflating-twice.pdf", "TooLargeError", sized(pdfs.BOMB, pdfs.inflating_twice)),
    Case("inflating-objects.pdf", "TooLargeError", sized(pdfs.BOMB, pdfs.inflating_object_stream)),
    Case("xref-loop.pdf", OK, always(pdfs.xref_loop())),
    Case("self-reference.pdf", "EmptyDocumentError", always(pdfs.self_reference())),
    Case("nested-arrays.pdf", OK, sized(100_000, lambda n: pdfs.nested(n, b"[", b"]"))),
    Case("nested-dictionaries.pdf", OK, sized(100_000, lambda n: pdfs.nested(n, b"<</A ", b">>"))),
    Case("drawing-itself.pdf", "EmptyDocumentError", sized(100, pdfs.calling_itself)),
    Case("long-page.pdf", OK, sized(900_000, pdfs.long_page)),
    Case("longer-page.pdf", "TooLargeError", sized(1_100_000, pdfs.long_page)),
    Case("huge-numbers.pdf", "EmptyDocumentError", always(pdfs.huge_numbers())),
]  # fmt: skip

NAMES = [
    Case("日本語の名前.txt", OK),
    Case("\u30cf\u309a\u30d5\u3099NFD.txt", OK),
    Case("line\nend.txt", OK),
    Case("carriage\rreturn.txt", OK),
    Case("--output=x.txt", OK),
    Case("-.txt", OK),
    Case("=1+1.txt", OK),
    Case("\x1b[31mred\x07.txt", OK),
    Case(os.fsdecode(b"\xff\xfe\x83\x65.txt"), OK),
    Case("国" * 83 + "aa.txt", OK),
]

FOLDER = "folder.pdf"
SPECIAL = [
    Case(FOLDER, "UnreadableFileError"),
    Case("loop.txt", "UnreadableFileError"),
    Case("round/round", "UnreadableFileError"),
    Case("dangling.txt", "MissingFileError"),
    Case("zero.txt", "UnreadableFileError"),
    Case("pipe.txt", "UnreadableFileError"),
    Case("socket.txt", "UnreadableFileError"),
    Case("forbidden.txt", "UnreadableFileError" if os.geteuid() else OK),
    Case("bad-sidecar.txt", "SidecarError"),
    Case("unknown-key.txt", "SidecarError"),
    Case("sidecar-is-pipe.txt", OK),
]
CASES = [*TEXTS, *PDFS, *NAMES, *SPECIAL]


def make(folder: Path, scale: float = 1.0) -> None:
    """Write the corpus into a new or empty folder."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise SystemExit(f"{folder}: is not empty. Name another folder.")
    for case in (*TEXTS, *PDFS):
        if case.make is not None:
            (folder / case.name).write_bytes(case.make(scale))
    for case in NAMES:
        (folder / case.name).write_text(GOOD, encoding="utf-8")
    _make_special(folder)


def _make_special(folder: Path) -> None:
    (folder / FOLDER).mkdir()
    (folder / "loop.txt").symlink_to("loop.txt")
    (folder / "round").mkdir()
    (folder / "round" / "round").symlink_to(".", target_is_directory=True)
    (folder / "dangling.txt").symlink_to("nowhere.txt")
    (folder / "zero.txt").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipe.txt")
    os.mknod(folder / "socket.txt", stat.S_IFSOCK | 0o600)
    for name in ("forbidden", "bad-sidecar", "unknown-key", "sidecar-is-pipe"):
        (folder / f"{name}.txt").write_text(GOOD, encoding="utf-8")
    (folder / "forbidden.txt").chmod(0)
    (folder / "bad-sidecar.meta.toml").write_bytes(b"date = \xff\n[[[")
    (folder / "unknown-key.meta.toml").write_text('colour = "red"\n', encoding="utf-8")
    os.mkfifo(folder / "sidecar-is-pipe.meta.toml")


def make_small(folder: Path, n: int) -> None:
    """Write ``n`` good files, a thousand a folder, no two alike."""
    for i in range(n):
        within = folder / "small" / f"{i // 1_000:04}"
        within.mkdir(parents=True, exist_ok=True)
        (within / f"{i:07}.txt").write_text(f"文書{i}。\n{GOOD}", encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scale", type=float, default=1.0, help="in (0, 1]")
    parser.add_argument("--small-files", type=int, default=0, metavar="N", help="beside the others")
    args = parser.parse_args()
    make(args.folder, args.scale)
    make_small(args.folder, args.small_files)
    print(f"{len(CASES)} bad files, {args.small_files:,} small ones")
    return 0


if __name__ == "__main__":
    sys.exit(main())
