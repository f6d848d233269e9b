"""A numbered text becomes an instrument file; official texts stand for summaries."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import jacyber_nlp as jc
from jacyber_nlp import resources
from jacyber_nlp.errors import ConfigError, NoNumberingError, OfficialTextError
from jacyber_nlp.records import Bilingual

EN = """\
Harbour Accord on Networks

The participants, meeting at the harbour, agreed as follows.

Article 1
Open passage
States shall let traffic pass without undue obstruction.

Article 2
States shall not attack "the machinery": of elections, whatever the reason # may be.
"""
JA = """\
海港協定

参加国は、次のとおり合意した。

第1条（通信の自由）　国は、通信を不当に妨げてはならない。
第2条　国は、選挙に用いる設備を攻撃してはならない。
"""


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "accord.txt"
    path.write_text(EN, encoding="utf-8")
    return path


def test_what_is_imported_is_a_file_for_the_choice_of_norms(text: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(jc.import_norms(jc.read(text), id="harbour"), encoding="utf-8")

    provisions = jc.load_norms(str(own))

    assert [(p.id, p.number, p.label.en) for p in provisions] == [
        ("harbour-preamble", "preamble", "The participants, meeting at the harbour, agreed as …"),
        ("harbour-article-1", "Article 1", "Open passage"),
        (
            "harbour-article-2",
            "Article 2",
            'States shall not attack "the machinery": of elections, …',
        ),
    ]
    assert provisions[2].summary.en == EN.splitlines()[-1]
    assert {(p.verified, p.text_source, p.pole, p.topics) for p in provisions} == {
        ("false", "official", 0, ())
    }
    assert jc.load_instruments(str(own))[0].title.en == "Harbour Accord on Networks"


def test_a_japanese_text_is_written_in_japanese_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(JA, encoding="utf-8")

    made = jc.import_norms(jc.read(path), id="kaiko", title="海港の協定")

    assert "title_ja: 海港の協定\n" in made
    assert "summary_ja: 国は、選挙に用いる設備を攻撃してはならない。\n" in made
    assert "label_ja: 通信の自由\n" in made
    assert "_en:" not in made


def test_a_text_without_numbers_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("States agreed to meet.\nThey will meet again.\n", encoding="utf-8")

    with pytest.raises(NoNumberingError):
        jc.import_norms(jc.read(path), id="a", title="A")


@pytest.mark.parametrize("id_", ["", "My Accord", "a,b", "camp:x", "協定", "a--b"])
def test_an_id_that_could_not_be_chosen_is_refused(text: Path, id_: str) -> None:
    with pytest.raises(ConfigError, match=r"no id\. Lower-case letters"):
        jc.import_norms(jc.read(text), id=id_)


# Official texts


def write(folder: Path, provision_id: str, lang: str, text: str, *, found: bool = True) -> None:
    line = {"provision_id": provision_id, "lang": lang, "text": text, "locator": "x"}
    with (folder / "gcsc.jsonl").open("a", encoding="utf-8") as handle:
        handle.write(json.dumps(line | {"found": found}) + "\n")


def test_official_words_stand_for_a_summary_and_nothing_else_changes(tmp_path: Path) -> None:
    write(tmp_path, "gcsc-n1", "en", "Own words of a test.")
    write(tmp_path, "gcsc-n2", "en", "A guess of a user.", found=False)
    ours = jc.load_norms("gcsc-n1,gcsc-n2,paris-2")

    worded = jc.official_texts(tmp_path, ours)

    assert worded[0].summary == Bilingual("Own words of a test.", "Own words of a test.")
    assert worded[0].label == ours[0].label
    assert [p.text_source for p in worded] == ["official", "summary", "summary"]
    assert worded[1:] == ours[1:]
    assert {p.text_source for p in resources.provisions()} == {"summary"}


def test_each_language_has_its_own_words_where_there_are_both(tmp_path: Path) -> None:
    write(tmp_path, "gcsc-n1", "en", "One.")
    write(tmp_path, "gcsc-n1", "ja", "一。")

    (worded,) = jc.official_texts(tmp_path, jc.load_norms("gcsc-n1"))

    assert worded.summary == Bilingual("一。", "One.")


def test_a_folder_without_these_texts_is_named(tmp_path: Path) -> None:
    with pytest.raises(OfficialTextError, match="holds the text of none of these"):
        jc.official_texts(tmp_path, jc.load_norms("gcsc"))
    with pytest.raises(OfficialTextError, match="no such folder of official texts"):
        jc.official_texts(tmp_path / "none", jc.load_norms("gcsc"))


def test_a_line_that_is_none_is_named(tmp_path: Path) -> None:
    write(tmp_path, "gcsc-n1", "en", "One.")
    with (tmp_path / "gcsc.jsonl").open("a") as handle:
        handle.write('{"provision_id": 3}\n')

    with pytest.raises(OfficialTextError, match=r"gcsc\.jsonl:2: Expected `str`"):
        jc.official_texts(tmp_path, jc.load_norms("gcsc"))
