"""Longest match of many forms on token boundaries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jacyber_nlp.runs import Run, as_run
from jacyber_nlp.script import fold, is_katakana

if TYPE_CHECKING:
    from spacy.tokens import Doc

CASED_LENGTH = 4  # forms of up to four Latin letters are compared with case
_KEY = 4  # characters at most: few forms begin alike in so many


@dataclass(frozen=True, slots=True)
class Form:
    """One form of an entry of a lexicon.

    Attributes:
        text: As it is looked for.
        entry_id: The entry that it names.
        cased: Whether upper and lower case count.
        not_in: Longer words that void a match.
    """

    text: str
    entry_id: str
    cased: bool = False
    not_in: tuple[str, ...] = ()


class FormMatcher:
    """Find the forms of a lexicon in tokenized text.

    A match begins and ends on token boundaries, and the longest wins. A form of
    katakana alone does not match beside other katakana. English forms also
    match in the plural or singular of their last word, and without regard to
    case unless they have four letters or fewer.
    """

    def __init__(self, forms: Iterable[Form]) -> None:
        """Index the forms by their first characters."""
        by_key: defaultdict[str, dict[tuple[str, bool], Form]] = defaultdict(dict)
        for form in forms:
            for text in _forms_of(form.text):
                cased = form.cased or (text.isascii() and len(text) <= CASED_LENGTH)
                needle = text if cased else fold(text)
                by_key[fold(text[:_KEY])].setdefault(
                    (needle, cased), Form(needle, form.entry_id, cased, form.not_in)
                )
        self._forms = {
            key: sorted(found.values(), key=lambda f: (-len(f.text), f.text, f.entry_id))
            for key, found in by_key.items()
        }
        self._sizes = sorted({len(key) for key in by_key}, reverse=True)

    def find(self, tokens: Doc | Run) -> list[tuple[int, int, str]]:
        """Return (first character, one past the last, entry id) in order.

        Characters count from the start of ``tokens``; matches do not overlap.
        """
        run = as_run(tokens)
        text = run.text
        folded = fold(text)
        ends = set(run.ends)
        forms = self._forms
        found = []
        at = 0
        likely = {i for n in self._sizes for i in run.starts if folded[i : i + n] in forms}
        for start in sorted(likely):
            if start < at:
                continue
            keys = [folded[start : start + n] for n in self._sizes]
            for form in (form for key in keys for form in forms.get(key, ())):
                if not (text if form.cased else folded).startswith(form.text, start):
                    continue
                end = start + len(form.text)
                if end in ends and not _is_void(form, text, start, end):
                    found.append((start, end, form.entry_id))
                    at = end
                    break
        return found


def forms_of(
    entry_id: str, texts: Sequence[str], *, cased: bool = False, not_in: tuple[str, ...] = ()
) -> list[Form]:
    """Return the forms of one entry."""
    return [Form(text, entry_id, cased, not_in) for text in texts if text]


def _is_void(form: Form, text: str, start: int, end: int) -> bool:
    """Tell whether longer katakana, or a longer word that is named, holds the form."""
    if (
        is_katakana(text[start])
        and is_katakana(text[end - 1])
        and all(is_katakana(char) for char in text[start:end])
        and (is_katakana(text[end : end + 1] or " ") or is_katakana(text[start - 1 : start] or " "))
    ):
        return True
    return any(
        longer in text[max(start - len(longer), 0) : end + len(longer)] for longer in form.not_in
    )


def _forms_of(text: str) -> tuple[str, ...]:
    return both_numbers(text) if len(text) > CASED_LENGTH else (text,)


def both_numbers(text: str) -> tuple[str, ...]:
    """Return an English form in both numbers of its last word, by rule.

    Other text comes back alone. One of the two may be no word (bias, bia).
    """
    if not text.isascii() or not text[-1:].isalpha():
        return (text,)
    if text.endswith("s") and not text.endswith(("ss", "us", "is")):
        if text.endswith("ies"):
            return text, text[:-3] + "y"
        if text.endswith(("sses", "xes", "ches", "shes")):
            return text, text[:-2]
        return text, text[:-1]
    if text.endswith("y") and text[-2:-1] not in tuple("aeiou"):
        return text, text[:-1] + "ies"
    if text.endswith(("s", "x", "ch", "sh")):
        return text, text + "es"
    return text, text + "s"
