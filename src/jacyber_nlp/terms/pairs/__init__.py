"""Names that a document itself gives to one thing, in either language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from jacyber_nlp.records import Document, TermPair
from jacyber_nlp.terms.pairs.brackets import bracket_pairs
from jacyber_nlp.terms.pairs.english import long_form
from jacyber_nlp.terms.pairs.english_statements import english_pairs
from jacyber_nlp.terms.pairs.merge import merge_pairs
from jacyber_nlp.terms.pairs.names import LATIN, is_initialism
from jacyber_nlp.terms.pairs.statements import statement_pairs
from jacyber_nlp.terms.pairs.tokens import Tokens

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from jacyber_nlp.runs import Run

_AT_MARK = re.compile(
    rf"(?<![ァ-ヺー・一-鿿のな])([ァ-ヺー・一-鿿]{{2,40}})"
    rf"[」』]?[(（][{LATIN} .’'-]{{2,60}}[)）][^。（(]{{0,40}}$|"
    rf"([{LATIN}0-9][{LATIN}0-9/.+-]*|[ァ-ヺー・一-鿿]{{2,}})[」』)）]*$"
)
# A note that only says what an acronym stands for, in a text that lost the marks.
_EXPANDED = re.compile(rf"^([A-Z][{LATIN} ’'&,-]{{4,120}})の略", re.MULTILINE)
_ACRONYM = re.compile(rf"(?<![{LATIN}0-9])[A-Z][A-Za-z-]*[A-Z0-9](?![{LATIN}0-9])")


def find_pairs(
    tokens: Doc | Run, offset: int = 0, notes: Mapping[int, str] | None = None
) -> Iterator[TermPair]:
    """Return the pairs that a run states, one a place.

    Args:
        tokens: Tokenized text of one language; Japanese with UniDic tags.
        offset: Of its first character in the document.
        notes: For the first character of each note the name at its mark, which
            the note may explain without repeating it; see ``names_at_marks``.
    """
    notes = notes or {}
    first_note = min(notes, default=None)
    seen = Tokens(tokens)
    stated = chain(
        bracket_pairs(seen, offset),
        statement_pairs(seen, offset, notes),
        english_pairs(seen, offset),
    )
    for pair in stated:
        in_note = first_note is not None and pair.spans[0].start >= first_note
        yield replace(pair, where="note") if in_note else pair


def names_at_marks(document: Document) -> dict[int, str]:
    """Return for the start of each note the name that its mark hangs on; "" without one."""
    names: dict[int, str] = {}
    expanded = list(_EXPANDED.finditer(document.text)) if "の略" in document.text else []
    acronyms = set(_ACRONYM.findall(document.text)) if expanded else set()
    for match in expanded:
        names[match.start(1)] = _acronym_of(match[1], acronyms)
    for note in document.notes:
        before = (
            "" if note.anchor is None else document.text[max(0, note.anchor - 80) : note.anchor]
        )
        mark = _AT_MARK.search(before)
        name = next(filter(None, mark.groups())) if mark else ""
        names[note.span.start] = name or names.get(note.span.start, "")
    return names


def _acronym_of(name: str, acronyms: set[str]) -> str:
    """Return the longest acronym that an English name spells; "" without one."""
    fit = [a for a in acronyms if a[0] == name[0] and len(a) <= 12 and a not in name.split()]
    fit = [a for a in fit if is_initialism(a) and long_form(name, len(name), a) == 0]
    return max(fit, key=lambda a: (len(a), a), default="")


__all__ = ["find_pairs", "merge_pairs", "names_at_marks"]
