"""A glossary as SKOS (Simple Knowledge Organization System), in Turtle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import NAMESPACE_OID, uuid5

from jacyber_nlp.exchange.wording import clean, names_of, note_of, source_of
from jacyber_nlp.records import GlossaryEntry
from jacyber_nlp.script import language_of

_PREFIXES = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix id: <urn:uuid:> .
"""


def to_skos(entries: Iterable[GlossaryEntry], *, title: str = "Glossary") -> str:
    """Write entries as a SKOS concept scheme, in Turtle.

    One concept an entry: one preferred label a language, the other names as
    alternative labels, the context as an example with its source, kind and counts
    as a note. A concept's identifier is made of its preferred
    names, so that it is the same in the next export. Two entries of the same
    preferred names would be one concept.

    Args:
        entries: Any number.
        title: Of the scheme; its identifier is made of it.

    Returns:
        Turtle, to be written as UTF-8.
    """
    scheme = _id("scheme", title)
    concepts = "".join(
        f"\n{subject}\n" + " ;\n".join(f"  {line}" for line in _lines(entry, scheme)) + " .\n"
        for subject, entry in ((_id("concept", *_identity(e)), e) for e in entries)
    )
    head = f"\n{scheme}\n  a skos:ConceptScheme ;\n  dcterms:title {_literal(title, None)} .\n"
    return _PREFIXES + head + concepts


def _lines(entry: GlossaryEntry, scheme: str) -> Iterator[str]:
    yield "a skos:Concept"
    yield f"skos:inScheme {scheme}"
    for lang, names in names_of(entry).items():
        # An abbreviation is preferred only to itself.
        has_preferred = {"ja": entry.ja, "en": entry.en}[lang] or names[0] == clean(entry.label)
        for rank, name in enumerate(names):
            label = "prefLabel" if has_preferred and not rank else "altLabel"
            yield f"skos:{label} {_literal(name, lang)}"
    yield f"skos:note {_literal(note_of(entry), 'en')}"
    if entry.context is not None:
        text = entry.context.text
        yield f"skos:example {_literal(text, language_of(text))}"
        yield f"dcterms:source {_literal(source_of(entry.context), None)}"


def _identity(entry: GlossaryEntry) -> tuple[str, ...]:
    return entry.ja or "", entry.en or "", "" if entry.ja or entry.en else entry.label


def _id(*parts: str) -> str:
    return f"id:{uuid5(NAMESPACE_OID, chr(10).join(map(clean, parts)))}"


def _literal(text: str, lang: str | None) -> str:
    r"""Return a literal; Turtle 1.1 wants only ``\`` and ``"`` escaped on one line."""
    escaped = clean(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"' + (f"@{lang}" if lang else "")
