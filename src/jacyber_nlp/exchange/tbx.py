"""A glossary as TBX (TermBase eXchange), version 3, for terminology tools."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import version
from xml.sax.saxutils import escape

from jacyber_nlp.errors import GlossaryError
from jacyber_nlp.exchange.wording import clean, names_of, note_of, source_of
from jacyber_nlp.records import GlossaryContext, GlossaryEntry
from jacyber_nlp.script import is_acronym, language_of

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<tbx type="TBX-Basic" style="dca" xml:lang="ja" xmlns="urn:iso:std:iso:30042:ed-2">
  <tbxHeader>
    <fileDesc>
      <titleStmt>
        <title>{title}</title>
      </titleStmt>
      <sourceDesc>
        <p xml:lang="en">{source}</p>
      </sourceDesc>
    </fileDesc>
  </tbxHeader>
  <text>
    <body>
"""
_FOOT = """    </body>
  </text>
</tbx>
"""


def to_tbx(entries: Iterable[GlossaryEntry], *, title: str = "Glossary") -> str:
    """Write entries as a TBX file: ISO 30042:2019, dialect TBX-Basic, style DCA.

    One ``conceptEntry`` an entry, one ``langSec`` a language, one ``termSec`` a
    name: the preferred one, variants and abbreviations, told apart by
    ``administrativeStatus`` and ``termType``. The context stands with its source
    at the name that it shows. Characters that XML forbids become U+FFFD.

    Args:
        entries: At least one, as the format demands.
        title: Of the file.

    Returns:
        XML, to be written as UTF-8.

    Raises:
        GlossaryError: If there are no entries.
    """
    body = "".join(f"{line}\n" for n, entry in enumerate(entries, 1) for line in _concept(n, entry))
    if not body:
        raise GlossaryError(
            title,
            None,
            "no entries to write, and TBX needs one at least. "
            "Give documents with terms, or lower --min-count.",
            "書き出す項目がありません。TBXには1件以上が必要です。"
            "用語のある文書を指定するか、--min-countを下げてください。",
        )
    source = f"Extracted by jacyber_nlp {version('jacyber-nlp')}"
    return _HEAD.format(title=escape(clean(title)), source=escape(source)) + body + _FOOT


def _concept(number: int, entry: GlossaryEntry) -> Iterator[str]:
    names = names_of(entry)
    shown = _shown(entry, names)
    yield f'      <conceptEntry id="c{number}">'
    yield f'        <note xml:lang="en">{escape(note_of(entry))}</note>'
    for lang, of_lang in names.items():
        yield f'        <langSec xml:lang="{lang}">'
        for rank, name in enumerate(of_lang):
            yield "          <termSec>"
            yield f"            <term>{escape(name)}</term>"
            for kind, value in _notes(entry, name, rank):
                yield f'            <termNote type="{kind}">{value}</termNote>'
            if (lang, name) == shown and entry.context is not None:
                yield from _context(entry.context)
            yield "          </termSec>"
        yield "        </langSec>"
    yield "      </conceptEntry>"


def _notes(entry: GlossaryEntry, name: str, rank: int) -> Iterator[tuple[str, str]]:
    """Return what TBX-Basic tells of a name, with its permitted values."""
    yield "partOfSpeech", "noun"
    if name in map(clean, entry.abbreviations):
        yield "termType", "acronym" if is_acronym(name) else "shortForm"
    elif rank:
        yield "termType", "variant"
    elif entry.abbreviations:
        yield "termType", "fullForm"
    status = "admittedTerm" if rank else "preferredTerm"
    yield "administrativeStatus", f"{status}-admn-sts"


def _context(context: GlossaryContext) -> Iterator[str]:
    yield "            <descripGrp>"
    text, lang = escape(clean(context.text)), language_of(context.text)
    yield f'              <descrip type="context" xml:lang="{lang}">{text}</descrip>'
    yield f'              <admin type="source">{escape(source_of(context))}</admin>'
    yield "            </descripGrp>"


def _shown(entry: GlossaryEntry, names: dict[str, list[str]]) -> tuple[str, str]:
    """Return language and name of the first name that stands in the context."""
    every = [(lang, name) for lang, of_lang in names.items() for name in of_lang]
    text = clean(entry.context.text).casefold() if entry.context else ""
    return next((each for each in every if each[1].casefold() in text), every[0])
