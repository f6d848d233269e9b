"""BibTeX: an independent parser reads back what was written."""

from __future__ import annotations

import dataclasses

import bibtexparser
import pytest
from bibtexparser.middlewares import LatexDecodingMiddleware

from jacyber_nlp import resources, to_bibtex
from jacyber_nlp.records import Bilingual

BY_ID = {one.id: one for one in resources.instruments()}


def read(text: str) -> dict[str, dict[str, str]]:
    library = bibtexparser.parse_string(text)
    assert library.failed_blocks == []
    return {
        e.key: {f.key: f.value for f in e.fields} | {"type": e.entry_type} for e in library.entries
    }


def test_every_instrument_is_one_entry_under_its_id() -> None:
    entries = read(to_bibtex(resources.instruments()))

    assert list(entries) == [one.id for one in resources.instruments()]
    assert all(e["title"] and e["author"] and e["note"] for e in entries.values())


def test_a_report_is_a_techreport_and_a_treaty_a_misc_with_a_note() -> None:
    entries = read(to_bibtex([BY_ID["gge-2015"], BY_ID["budapest"]]))

    report, treaty = entries["gge-2015"], entries["budapest"]
    assert (report["type"], report["number"], report["year"]) == ("techreport", "A/70/174", "2015")
    assert report["url"] == "https://undocs.org/A/70/174"
    assert treaty["type"] == "misc"
    assert treaty["note"] == "ETS 185. Treaty. サイバー犯罪に関する条約（ブダペスト条約）"
    assert treaty["title"] == "{Convention on Cybercrime (Budapest Convention)}"


@pytest.mark.parametrize(
    "title", [r"50 % & more_or #less", "a} {b", r"back\slash $x$ ~ ^", "line\nend", "国際「規範」"]
)
def test_what_latex_would_obey_comes_back_as_it_was(title: str) -> None:
    one = dataclasses.replace(BY_ID["gge-2015"], title=Bilingual("甲", title))

    text = to_bibtex([one])
    library = bibtexparser.parse_string(text, append_middleware=[LatexDecodingMiddleware()])

    assert library.failed_blocks == []
    read_back = library.entries[0]["title"].replace("ˆ", "^")  # as the parser has it
    assert read_back.strip("{}") == " ".join(title.split()).strip("{}")


def test_nothing_cited_is_an_empty_file() -> None:
    assert to_bibtex([]) == ""
