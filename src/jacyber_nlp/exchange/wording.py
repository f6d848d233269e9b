"""What several formats say of an entry, in characters that all of them allow."""

from __future__ import annotations

import re

from jacyber_nlp.records import GlossaryContext, GlossaryEntry
from jacyber_nlp.script import is_japanese

# All but the characters of XML 1.0, production 2 (Char): controls, lone
# surrogates, U+FFFE and U+FFFF. Turtle has no place for surrogates either.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """Return text on one line, characters that no format holds replaced by U+FFFD."""
    return " ".join(_FORBIDDEN.sub("\ufffd", text).split())


def names_of(entry: GlossaryEntry) -> dict[str, list[str]]:
    """Return an entry's names by language, the preferred first, none twice.

    Abbreviations stand last, in the language of their characters.
    """
    names = {"ja": [entry.ja, *entry.variants_ja], "en": [entry.en, *entry.variants_en]}
    for name in entry.abbreviations:
        names["ja" if any(map(is_japanese, name)) else "en"].append(name)
    cleaned = {
        lang: list(dict.fromkeys(clean(name) for name in of_lang if name))
        for lang, of_lang in names.items()
    }
    return {lang: of_lang for lang, of_lang in cleaned.items() if of_lang}


def note_of(entry: GlossaryEntry) -> str:
    """Return kind, counts and first document of an entry, in English."""
    parts = [entry.kind]
    if first := entry.first:
        parts.append(f"{entry.count} × in {_documents(entry.documents)}")
        date = f" ({first.date})" if first.date else ""
        parts.append(f"first in {first.document}{date}")
    return clean("; ".join(parts))


def source_of(context: GlossaryContext) -> str:
    """Return document, page and line of a context, in English."""
    page = f", p. {context.page}" if context.page is not None else ""
    return clean(f"{context.document}{page}, l. {context.line}")


def _documents(n: int) -> str:
    return "1 document" if n == 1 else f"{n} documents"
