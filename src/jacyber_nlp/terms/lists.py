"""Lists of the user's own: terms to force, to keep and to leave out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from jacyber_nlp.errors import TermListError

MAX_LINES = 100_000
MAX_LENGTH = 200


@dataclass(frozen=True, slots=True)
class TermLists:
    """What a user knows of terms.

    Attributes:
        user: Forms that are terms wherever they stand; no other candidate lies
            inside one or across its edge.
        keep: Forms that stay in the list whatever their termhood and count.
        stop: Forms that are no terms.
    """

    user: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    stop: tuple[str, ...] = ()


NO_LISTS = TermLists()


def read_terms(path: Path | str) -> tuple[str, ...]:
    """Read a plain text file of terms, one a line.

    UTF-8; empty lines and those that begin with # are passed over.

    Raises:
        TermListError: If the file cannot be read, is no UTF-8, is too long, holds no
            term, or a term longer than 200 characters.
    """
    name = str(path)
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except OSError as err:
        raise TermListError(
            name,
            None,
            f"cannot be read ({err.strerror}). A text file with one term a line is needed. "
            "Check path and permissions.",
            f"読み込めません（{err.strerror}）。1行に1語のテキストファイルが必要です。"
            "パスと権限を確かめてください。",
        ) from err
    except UnicodeDecodeError as err:
        raise TermListError(
            name,
            None,
            "is not UTF-8. Save the list as UTF-8.",
            "UTF-8ではありません。UTF-8で保存し直してください。",
        ) from err
    terms: dict[str, None] = {}
    for number, line in enumerate(text.splitlines(), 1):
        term = line.strip()
        if len(term) > MAX_LENGTH or number > MAX_LINES:
            raise TermListError(
                name,
                number,
                f"a term has {MAX_LENGTH} characters at most, a list {MAX_LINES:,} lines. "
                "Write one term a line.",
                f"1語は{MAX_LENGTH}字まで、一覧は{MAX_LINES:,}行までです。"
                "1行に1語ずつ書いてください。",
            )
        if term and not term.startswith("#"):
            terms[term] = None
    if not terms:
        raise TermListError(
            name,
            None,
            "holds no term. Write one term a line; lines that begin with # are comments.",
            "用語がありません。1行に1語ずつ書いてください（#で始まる行は注釈）。",
        )
    return tuple(terms)
