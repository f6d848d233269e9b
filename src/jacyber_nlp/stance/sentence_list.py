"""Sentences to label, one JSON object a line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, TypeVar

import msgspec

from jacyber_nlp.errors import SentenceListError
from jacyber_nlp.records import SentenceQuery
from jacyber_nlp.script import language_of

MAX_LENGTH = 10_000  # characters of a sentence, or of what stands before it
MAX_BYTES = 50 * MAX_LENGTH  # of a line

T = TypeVar("T")


class _Line(msgspec.Struct):
    text: str
    id: str | int | float | None = None
    lang: str | None = None
    actor: str | None = None
    before: str | None = None


def read_sentences(path: Path | str) -> Iterator[SentenceQuery]:
    """Read sentences to label, one JSON object a line, in order.

    ``text``, and where known ``id``, ``lang`` (found by the characters unless it
    is ``ja`` or ``en``), ``actor`` and ``before``; other keys and blank lines are
    passed over.

    Args:
        path: A file in UTF-8, or ``"-"`` for stdin. It is read as it is consumed.

    Raises:
        SentenceListError: With the line, if the file cannot be read, or a line is
            no UTF-8, no such object or too long.
    """
    name = str(path)
    for number, line in lines_of(path):
        one = decoded(name, number, line, _Line, '{"id": "1", "text": "…", "lang": "ja"}')
        check_length(name, number, one.text, one.before)
        lang = lang_of(one.text, one.lang)
        yield SentenceQuery(one.id, one.text, lang, one.actor, one.before or "")


def lines_of(path: Path | str) -> Iterator[tuple[int, bytes]]:
    """Return the lines of a file, or of stdin for ``"-"``, as they are consumed.

    Each has its number from 1; blank ones are passed over.

    Raises:
        SentenceListError: If it cannot be read, or a line is too long.
    """
    name = str(path)
    with _opened(name) as stream:
        number = 0
        while line := stream.readline(MAX_BYTES):
            number += 1
            if len(line) >= MAX_BYTES and not line.endswith(b"\n"):  # cut
                raise _too_long(name, number)
            line = line.removeprefix(b"\xef\xbb\xbf")
            if line.strip():
                yield number, line


def decoded(name: str, number: int, line: bytes, type_: type[T], example: str) -> T:
    """Return the object of a line.

    Raises:
        SentenceListError: If it is none of the type; shows the example.
    """
    why = why_ja = ""
    try:
        # Not msgspec's own decoder: it refuses half a pair of surrogates, which other
        # writers of JSON let through. NaN is how some of them write that nothing is known.
        value = json.loads(line.decode("utf-8"), parse_constant=lambda _: None)
        return msgspec.convert(value, type_)
    except UnicodeDecodeError as err:
        raise SentenceListError(
            name,
            number,
            "is not UTF-8. Save the sentences as UTF-8.",
            "UTF-8ではありません。UTF-8で保存し直してください。",
        ) from err
    except msgspec.ValidationError as err:
        why = why_ja = str(err)
    except (ValueError, RecursionError):
        why, why_ja = "not JSON", "JSONではありません"
    raise SentenceListError(
        name,
        number,
        f"no sentence to label ({why}). Write {example}.",
        f"文として読めません（{why_ja}）。{example}の形で書いてください。",
    )


def check_length(name: str, number: int, text: str, before: str | None) -> None:
    """Refuse a sentence that is too long, or too much before it."""
    if max(len(text), len(before or "")) > MAX_LENGTH:
        raise _too_long(name, number)


def _too_long(name: str, number: int) -> SentenceListError:
    return SentenceListError(
        name,
        number,
        f"text and before have {MAX_LENGTH:,} characters at most. Write one sentence a line; "
        "whole documents go to `jacyber score`.",
        f"textとbeforeは{MAX_LENGTH:,}字までです。1行に1文ずつ書いてください"
        "（文書全体は`jacyber score`に渡してください）。",
    )


def lang_of(text: str, given: str | None) -> str:
    """Return the language given, or the one that the characters show."""
    lang = given if given in ("ja", "en") else language_of(text)
    return "en" if lang == "en" else "ja"


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    if name == "-":
        if sys.stdin is None:
            raise SentenceListError(name, None, "stdin is closed.", "標準入力が閉じています。")
        yield sys.stdin.buffer
        return
    with ExitStack() as stack:
        try:
            handle = stack.enter_context(Path(name).open("rb"))
        except OSError as err:
            raise SentenceListError(
                name,
                None,
                f"cannot be read ({err.strerror}). Check path and permissions.",
                f"読み込めません（{err.strerror}）。パスと権限を確かめてください。",
            ) from err
        yield handle
