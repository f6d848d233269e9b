"""A user's own theory: files and ids, each fault said in two languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from jacyber_nlp import resources, theory
from jacyber_nlp.errors import CatalogueError, ConfigError, NoNormsLeftError, UnknownIdError
from jacyber_nlp.records import Bilingual

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


# Choice by name and by property

ONE_LANGUAGE = """\
id: harbour
title_en: Harbour Accord
body: Seto-yo
date: null
legal_status: ""
text_source: official
provisions:
- {id: harbour-1, number: "1", label_en: Open, summary_en: Stay open., topics: [], pole: 0}
"""


def ids(choice: str) -> list[str]:
    return [p.id for p in theory.load_norms(choice)]


def test_files_and_ids_add_up_in_the_order_named(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(INSTRUMENT, encoding="utf-8")

    assert ids(f"gcsc-n1,{path},paris-2") == ["gcsc-n1", "own-1", "own-2", "paris-2"]
    instruments = theory.load_instruments(f"gcsc-n1,{path},paris-2")
    assert [i.id for i in instruments] == ["gcsc", "own-declaration", "paris-call"]


def test_a_file_may_have_a_comma_in_its_name(tmp_path: Path) -> None:
    path = tmp_path / "ours, revised.yaml"
    path.write_text(INSTRUMENT, encoding="utf-8")

    assert ids(str(path)) == ["own-1", "own-2"]


@pytest.mark.parametrize(
    ("choice", "holds"),
    [
        ("camp:control", lambda i, p: i.camp == "control"),
        ("year:2015", lambda i, p: (i.date or "")[:4] == "2015"),
        ("year:2013-2018", lambda i, p: "2013" <= (i.date or "")[:4] <= "2018"),
        ("status:consensus-report", lambda i, p: i.legal_status == "consensus report"),
        ("Status:Consensus Report", lambda i, p: i.legal_status == "consensus report"),
        ("topic:elections", lambda i, p: "elections" in p.topics),
        ("kind:finding", lambda i, p: p.kind == "finding"),
        ("verified:heading", lambda i, p: p.verified == "heading"),
        (
            "topic:elections,topic:public-core",
            lambda i, p: {"elections", "public-core"} & {*p.topics},
        ),
        (
            "camp:liberal,topic:cert",
            lambda i, p: i.camp == "liberal" and "cert" in p.topics,
        ),
        (
            "gcsc,paris-call,topic:elections",
            lambda i, p: i.id in ("gcsc", "paris-call") and "elections" in p.topics,
        ),
    ],
)
def test_conditions_leave_what_a_plain_loop_leaves(choice: str, holds: Any) -> None:
    of = {i.id: i for i in resources.instruments()}
    expected = [p.id for p in resources.provisions() if holds(of[p.instrument_id], p)]

    assert expected
    assert ids(choice) == expected


def test_conditions_hold_for_a_file_of_ones_own_too(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(INSTRUMENT, encoding="utf-8")

    assert ids(f"{path},topic:islands,year:2024") == ["own-1", "own-2"]
    assert ids(f"{path},verified:true") == ["own-2"]


def test_the_condition_that_leaves_nothing_is_named() -> None:
    n = len(theory.load_norms("gge-2015,paris-call,topic:elections"))

    with pytest.raises(NoNormsLeftError) as caught:
        theory.load_norms("gge-2015,paris-call,topic:elections,camp:control")

    assert (caught.value.condition, caught.value.met) == ("camp:control", ("topic:elections",))
    assert str(caught.value) == (
        f"camp:control: leaves nothing of the {n} provisions that topic:elections left. "
        "Name another value, or leave the condition out."
    )


@pytest.mark.parametrize(
    ("choice", "start"),
    [
        ("camp:contol", "camp:contol: no norm has this camp. Near it: control. There are: bri"),
        ("colour:red", "colour:red: no norm has this property. There are: camp, kind, "),
        ("gcsc,topic:electons", "topic:electons: no norm has this topic. Near it: elections"),
        ("year:soon", "year:soon: no year. Write year:2015, or year:2013-2018"),
        ("year:2018-2013", "year:2018-2013: no year."),
        (" , ", "norms: no id is named."),
    ],
)
def test_a_condition_that_means_nothing_is_refused(choice: str, start: str) -> None:
    with pytest.raises(ConfigError) as caught:
        theory.load_norms(choice)

    assert str(caught.value).startswith(start)


def test_two_provisions_of_one_id_are_not_mixed_up(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(INSTRUMENT.replace("id: own-1", "id: gcsc-n1"), encoding="utf-8")

    with pytest.raises(ConfigError, match="gcsc-n1: two of the chosen provisions have this id"):
        theory.load_norms(f"gcsc,{path}")


def test_a_text_in_one_language_stands_for_both(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(ONE_LANGUAGE, encoding="utf-8")

    (provision,) = theory.load_norms(str(path))

    assert provision.label == Bilingual("Open", "Open")
    assert provision.summary == Bilingual("Stay open.", "Stay open.")
    assert provision.text_source == "official"
    assert theory.load_instruments(str(path))[0].title.ja == "Harbour Accord"


# Search


def test_a_word_in_a_label_ranks_before_one_in_a_summary_or_title() -> None:
    found = theory.find_provisions("elections")

    in_label = ["elections" in p.label.en.lower() for p in found]
    assert any(in_label)
    assert in_label == sorted(in_label, reverse=True)


def test_a_whole_word_ranks_before_a_part_of_one(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(INSTRUMENT.replace("Keep islands", "Artful islands"), encoding="utf-8")
    other = INSTRUMENT.replace("own-", "an-").replace("Share cables", "Share art")
    (tmp_path / "an.yaml").write_text(other, encoding="utf-8")

    found = theory.find_provisions("art", f"{path},{tmp_path / 'an.yaml'}")

    assert [p.id for p in found] == ["an-2", "own-1"]


def test_a_search_looks_only_where_it_is_told() -> None:
    found = theory.find_provisions("選挙", "gcsc")

    assert [p.id for p in found] == ["gcsc-n2"]
