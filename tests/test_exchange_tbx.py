"""A glossary as TBX: valid, whole, and safe."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import jacyber_nlp as jc
from jacyber_nlp.errors import GlossaryError
from jacyber_nlp.exchange import to_tbx
from jacyber_nlp.records import GlossaryContext, GlossaryEntry, GlossaryUse
from toy.glossary import NASTY, entries

SCHEMA = Path(__file__).parent / "toy" / "tbx_basic_subset.rng"
NS = "{urn:iso:std:iso:30042:ed-2}"


@pytest.fixture(scope="module")
def entry() -> GlossaryEntry:
    return GlossaryEntry(
        ja="東南アジア諸国連合",
        en="Association of Southeast Asian Nations",
        abbreviations=("ASEAN",),
        variants_ja=("アセアン",),
        kind="body",
        uses=(GlossaryUse("東南アジア諸国連合", "paper", "0" * 16, 3, "2021-03"),),
        context=GlossaryContext("東南アジア諸国連合（ASEAN）は合意した。", "paper", 3, 12),
    )


def parsed(xml: str) -> ET.Element:
    return ET.fromstring(xml.encode())  # noqa: S314  (our own file)


def terms(xml: str) -> list[tuple[str | None, str | None, dict[str | None, str | None]]]:
    """Language, term and notes of every name in a file."""
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    return [
        (
            section.get(lang),
            term.findtext(f"{NS}term"),
            {note.get("type"): note.text for note in term.iter(f"{NS}termNote")},
        )
        for section in parsed(xml).iter(f"{NS}langSec")
        for term in section.iter(f"{NS}termSec")
    ]


def test_every_name_has_its_language_type_and_status(entry: GlossaryEntry) -> None:
    preferred, admitted = "preferredTerm-admn-sts", "admittedTerm-admn-sts"

    found = [
        (lang, name, notes.get("termType"), notes["administrativeStatus"])
        for lang, name, notes in terms(to_tbx([entry]))
    ]

    assert found == [
        ("ja", "東南アジア諸国連合", "fullForm", preferred),
        ("ja", "アセアン", "variant", admitted),
        ("en", "Association of Southeast Asian Nations", "fullForm", preferred),
        ("en", "ASEAN", "acronym", admitted),
    ]


def test_context_stands_with_its_source_at_the_name_that_it_shows(entry: GlossaryEntry) -> None:
    tree = parsed(to_tbx([entry]))

    (group,) = tree.iter(f"{NS}descripGrp")
    (holder,) = (s for s in tree.iter(f"{NS}termSec") if group in list(s))

    assert holder.findtext(f"{NS}term") == "東南アジア諸国連合"
    assert group.findtext(f"{NS}descrip") == "東南アジア諸国連合（ASEAN）は合意した。"
    assert group.findtext(f"{NS}admin") == "paper, p. 3, l. 12"
    assert tree.findtext(f".//{NS}note") == "body; 3 × in 1 document; first in paper (2021-03)"


def test_no_language_section_is_made_up_for_a_name_that_no_document_states() -> None:
    assert {lang for lang, _, _ in terms(to_tbx([GlossaryEntry(ja="主権")]))} == {"ja"}


def test_an_empty_glossary_is_an_error_for_the_format_demands_an_entry() -> None:
    with pytest.raises(GlossaryError, match="own: no entries to write"):
        to_tbx([], title="own")


@pytest.mark.parametrize("nasty", NASTY)
def test_what_xml_forbids_is_replaced_and_the_rest_survives(nasty: str) -> None:
    xml = to_tbx([GlossaryEntry(ja=f"主権{nasty}者")], title=nasty)

    ((_, name, _),) = terms(xml)
    allowed = {"\x00\x1b[31m": "��[31m", "\ud83d": "�", "\ufffe": "�", "\x85\u2028": " "}
    assert name == f"主権{allowed.get(nasty, nasty)}者"


def validate(made: Sequence[GlossaryEntry]) -> str:
    """Return what the schema says against the TBX of entries."""
    etree = pytest.importorskip("lxml.etree")
    schema = etree.RelaxNG(etree.parse(str(SCHEMA)))
    schema.validate(etree.fromstring(to_tbx(made).encode()))
    return str(schema.error_log)


def test_a_glossary_of_samples_is_valid(entry: GlossaryEntry) -> None:
    samples = Path(__file__).parent.parent / "corpora" / "samples"
    made = jc.build_glossary(
        jc.read(samples / name) for name in ("ja-joint-statement.txt", "en-communique.txt")
    )
    assert len(made) > 50
    assert validate([entry, *made]) == ""


@given(st.lists(entries(), min_size=1, max_size=3))
def test_any_glossary_is_valid(made: list[GlossaryEntry]) -> None:
    assert validate(made) == ""


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('style="dca"', 'style="dct"'),
        (">noun<", ">proper<"),
        (">acronym<", ">initialism<"),
        ("ed-2", "ed-1"),
        ('<langSec xml:lang="ja">', "<langSec>"),
        ('type="source"', 'type="origin"'),
        ("<term>アセアン</term>", "<term> </term>"),
    ],
)
def test_the_schema_refuses_what_the_standard_refuses(
    entry: GlossaryEntry, right: str, wrong: str
) -> None:
    etree = pytest.importorskip("lxml.etree")
    xml = to_tbx([entry])
    assert right in xml
    schema = etree.RelaxNG(etree.parse(str(SCHEMA)))

    assert schema.validate(etree.fromstring(xml.encode()))
    assert not schema.validate(etree.fromstring(xml.replace(right, wrong).encode()))
