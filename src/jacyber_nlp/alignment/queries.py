"""Terms to look up, one a line: plain, or JSON with ``text`` and ``context``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

from jacyber_nlp.errors import TermListError
from jacyber_nlp.records import TermQuery
from jacyber_nlp.script import language_of

MAX_LENGTH = 10_000  # characters of a term, or of its context: a long paragraph
MAX_BYTES = 50 * MAX_LENGTH  # of a line: both fields with every character escaped, and more


def read_queries(path: Path | str) -> Iterator[TermQuery]:
    """Read terms to look up, one a line, in order; none is dropped or merged.

    A line is a term as it is, or a JSON object with ``text`` and perhaps
    ``context`` (where the term stands), other keys being passed over. An empty
    line is a term without text, which means no norm.

    Args:
        path: A file in UTF-8, or ``"-"`` for stdin. It is read as it is consumed.

    Raises:
        TermListError: With the line, if the file cannot be read, a line is no
            UTF-8, too long, or begins like JSON and is no such object.
    """
    name = str(path)
    with _opened(name) as stream:
        number = 0
        while line := stream.readline(MAX_BYTES):
            number += 1
            yield _query(name, number, line)


def _query(name: str, number: int, line: bytes) -> TermQuery:
    if len(line) >= MAX_BYTES and not line.endswith(b"\n"):  # cut, perhaps within a character
        raise _too_long(name, number)
    try:
        text = line.decode("utf-8-sig" if number == 1 else "utf-8").strip()
    except UnicodeDecodeError as err:
        raise TermListError(
            name,
            number,
            "is not UTF-8. Save the terms as UTF-8.",
            "UTF-8ではありません。UTF-8で保存し直してください。",
        ) from err
    context = ""
    if text.startswith("{"):
        text, context = _fields(name, number, text)
    if max(len(text), len(context)) > MAX_LENGTH:
        raise _too_long(name, number)
    return TermQuery(text, language_of(text), (), context)


def _too_long(name: str, number: int) -> TermListError:
    return TermListError(
        name,
        number,
        f"a term or context has {MAX_LENGTH:,} characters at most. "
        "Write one term a line; whole documents go without --terms.",
        f"用語と文脈は{MAX_LENGTH:,}字までです。1行に1語ずつ書いてください"
        "（文書全体は--termsを付けずに渡してください）。",
    )


def _fields(name: str, number: int, line: str) -> tuple[str, str]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        value = None
    if isinstance(value, dict):
        text, context = value.get("text"), value.get("context") or ""
        if isinstance(text, str) and isinstance(context, str):
            return text, context
    raise TermListError(
        name,
        number,
        'begins with { but is no JSON object with a "text". '
        'Write {"text": "…", "context": "…"}, or the term alone.',
        "「{」で始まりますが、「text」のあるJSONオブジェクトではありません。"
        '{"text": "…", "context": "…"}の形か、用語だけを書いてください。',
    )


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    if name == "-":
        if sys.stdin is None:
            raise TermListError(name, None, "stdin is closed.", "標準入力が閉じています。")
        yield sys.stdin.buffer
        return
    with ExitStack() as stack:
        try:
            handle = stack.enter_context(Path(name).open("rb"))
        except OSError as err:
            raise TermListError(
                name,
                None,
                f"cannot be read ({err.strerror}). A text file with one term a line is needed. "
                "Check path and permissions.",
                f"読み込めません（{err.strerror}）。1行に1語のテキストファイルが必要です。"
                "パスと権限を確かめてください。",
            ) from err
        yield handle
