"""A user's own theory: files and ids, each fault said in two languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from jacyber_nlp import resources, theory
from jacyber_nlp.errors import CatalogueError, UnknownIdError

LEXICON = """\
concepts:
- id: island-networks
  ja: 島しょ通信網
  en: island network
  pole: 1
  topics: [islands]
  ja_variants: [離島通信網]
"""
INSTRUMENT = """\
id: own-declaration
title_en: Own declaration
title_ja: 独自の宣言
body: Seto-yo
date: "2024-05-01"
legal_status: voluntary
provisions:
- id: own-1
  number: "1"
  label_en: Keep islands connected
  label_ja: 離島の通信の維持
  summary_en: States keep islands connected.
  summary_ja: 国家は離島の通信を維持する。
  topics: [islands]
  pole: 1
- id: own-2
  number: "2"
  label_en: Share cables
  label_ja: 海底ケーブルの共用
  summary_en: States share cables.
  summary_ja: 国家は海底ケーブルを共用する。
  topics: [islands]
  pole: 0
  verified: true
"""


@pytest.mark.parametrize("as_type", [str, Path])
def test_a_lexicon_of_ones_own_is_read_whole(tmp_path: Path, as_type: type) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(LEXICON, encoding="utf-8")

    (concept,) = theory.load_concepts(as_type(path))

    assert concept.id == "island-networks"
    assert (concept.preferred.ja, concept.preferred.en) == ("島しょ通信網", "island network")
    assert (concept.alternatives_ja, concept.pole, concept.topics) == (
        ("離島通信網",),
        1,
        ("islands",),
    )


def test_an_instrument_of_ones_own_is_read_in_its_order(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(INSTRUMENT, encoding="utf-8")

    provisions = theory.load_norms(str(path))

    assert [(p.id, p.instrument_id, p.pole, p.verified) for p in provisions] == [
        ("own-1", "own-declaration", 1, "false"),
        ("own-2", "own-declaration", 0, "true"),
    ]


def test_the_same_provision_twice_in_a_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.yml"
    path.write_text(INSTRUMENT.replace("id: own-2", "id: own-1"), encoding="utf-8")

    with pytest.raises(CatalogueError) as caught:
        theory.load_norms(str(path))

    assert str(caught.value) == (
        f"{path}:16: provisions[1]: provision own-1: stands 2 times. Correct this entry."
    )


def test_norms_are_chosen_by_instrument_or_provision_once_and_in_the_order_asked() -> None:
    chosen = theory.load_norms("paris-2, gcsc ,gcsc-n1,paris-2")

    of_gcsc = [p.id for p in resources.provisions() if p.instrument_id == "gcsc"]
    assert [p.id for p in chosen] == ["paris-2", *of_gcsc]
    assert "gcsc-n1" in of_gcsc


def test_an_unknown_norm_names_those_near_it() -> None:
    with pytest.raises(UnknownIdError) as caught:
        theory.load_norms("gcsc,gge-2051")

    assert str(caught.value) == (
        "gge-2051: no norm has this id. Near it: gge-2021, gge-2015, gge-2013. "
        "`jacyber norms list` shows them all."
    )
    assert caught.value.message("ja") == (
        "gge-2051: このidの規範はありません。近いもの: gge-2021、gge-2015、gge-2013。"
        "一覧は`jacyber norms list`で見られます。"
    )
    assert (caught.value.name, caught.value.near) == (
        "gge-2051",
        ("gge-2021", "gge-2015", "gge-2013"),
    )


def test_nothing_near_an_unknown_norm_is_said_by_silence() -> None:
    with pytest.raises(UnknownIdError) as caught:
        theory.load_norms("鯨")

    assert str(caught.value) == ("鯨: no norm has this id. `jacyber norms list` shows them all.")
    assert (
        caught.value.ja == "鯨: このidの規範はありません。一覧は`jacyber norms list`で見られます。"
    )


def test_no_words_find_all_provisions() -> None:
    assert theory.find_provisions("") == theory.find_provisions(" \u3000") == resources.provisions()


@pytest.mark.parametrize(
    "words",
    [
        "gcsc-n1",
        "公共的核心への加害",
        "DO NOT damage the public core",
        "gcsc public-core 加害の禁止",
    ],
)
def test_every_word_must_stand_somewhere_in_a_provision(words: str) -> None:
    assert [p.id for p in theory.find_provisions(words)] == ["gcsc-n1"]


def test_a_provision_is_found_by_the_title_and_symbol_of_its_instrument() -> None:
    by_symbol = theory.find_provisions("a/70/174")

    assert by_symbol
    assert {p.instrument_id for p in by_symbol} == {"gge-2015"}


def test_a_word_too_many_finds_nothing() -> None:
    assert theory.find_provisions("gcsc-n1 鯨") == ()


def test_checking_a_lexicon_lists_every_fault(tmp_path: Path) -> None:
    second = LEXICON.removeprefix("concepts:\n")
    third = second.replace("id: island-networks", "id: isles").replace("島しょ", "島")
    path = tmp_path / "own.yaml"
    path.write_text(LEXICON + second + third, encoding="utf-8")

    faults = theory.check_concept_file(path)

    assert [(fault, fault.entry, fault.ja) for fault in faults] == [
        (
            "concept island-networks: stands 2 times",
            "island-networks",
            "概念「island-networks」: 2回書かれています",
        ),
        (
            "concept isles: form (ja) 離島通信網 is ambiguous, names island-networks and isles",
            "isles",
            "概念「isles」: "
            "語形「離島通信網」が「island-networks」、「isles」のどちらにも当たります",
        ),
        (
            "concept isles: form (en) island network is ambiguous, names island-networks and isles",
            "isles",
            "概念「isles」: 語形「island network」が「island-networks」、「isles」の"
            "どちらにも当たります",
        ),
    ]


@pytest.mark.parametrize("topic", ["public-core", "islands"], ids=["shipped", "of one's own"])
def test_a_lexicon_without_faults_has_none_to_list(tmp_path: Path, topic: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(LEXICON.replace("islands", topic), encoding="utf-8")

    assert theory.check_concept_file(str(path)) == []


def test_an_innocent_entry_is_not_blamed(tmp_path: Path) -> None:
    entry = "- id: {}\n  ja: {}\n  en: {}\n  pole: 0\n  topics: [x]\n"
    path = tmp_path / "own.yaml"
    path.write_text(
        "concepts:\n"
        + entry.format("norm", "規範", "standard")
        + entry.format("b", "乙", "cyber norm")
        + entry.format("c", "丙", "Cyber norm"),
        encoding="utf-8",
    )

    with pytest.raises(CatalogueError, match="names b and c") as caught:
        theory.load_concepts(path)

    assert (caught.value.line, caught.value.key) == (12, "concepts[2]")
