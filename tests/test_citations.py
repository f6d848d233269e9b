"""Citations: what a text names of the catalogue, and what it only seems to name."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import jacyber_nlp as jc
from jacyber_nlp import resources
from jacyber_nlp.citations import CitationFinder
from jacyber_nlp.citations.references import find_others
from jacyber_nlp.records import Bilingual, CharSpan, Citation, Document, Instrument, NormProvision

PIECES = (
    "A/70/174 パリ・コール 第2原則 ブダペスト条約 第32条 (b) （ ） 、 及び から 同条約 Ibid. , "
    "para. 13(c) Articles 2–6 of the Budapest Convention サイバーセキュリティ戦略 2021年 の 。 "
    "norm resolution 73/27 第 条 項 ・ 〜 - / GCSC 規範 \u3000 \n １３項 （ｃ）"
).split(" ")


def find(text: str) -> tuple[Citation, ...]:
    return jc.extract_citations(jc.read_text(text))


def said(text: str) -> list[tuple[str, str | None, tuple[str, ...]]]:
    return [(c.status, c.instrument_id, c.provision_ids) for c in find(text)]


@pytest.mark.parametrize(
    ("text", "provisions"),
    [
        ("A/70/174 para. 13(c)", "gge-2015-13c"),
        ("A/70/ 174,\npara. 13 (c)", "gge-2015-13c"),
        ("国連文書Ａ／７０／１７４　第１３項（ｃ）", "gge-2015-13c"),
        ("UN Doc. A/75/816, paras 24–25", "oewg-2021-24 oewg-2021-25"),
        ("para. 4, UN Doc. A/RES/56/19 (January 7, 2002)", "res-56-19-4"),
        ("paragraph 13, subparagraph (c), of A/70/174", "gge-2015-13c"),
        ("GGE2015年報告書の規範13c", "gge-2015-13c"),
        ("2015 年の政府専門家会合報告書 第 13 項 (c)", "gge-2015-13c"),
        ("norm C of the 2015 report", "gge-2015-13c"),
        ("規範13(c)及び(f)", "gge-2015-13c gge-2015-13f"),
        ("パリ・コール第2原則", "paris-2"),
        ("パリコールの第二原則", "paris-2"),
        ("the Paris Call's second principle", "paris-2"),
        ("ブダペスト条約第三十二条", "budapest-32"),
        ("サイバー犯罪に関する条約（以下「ブダペスト条約」という。）第32条(b)", "budapest-32"),
        ("Art. 32(b) of the Convention on Cybercrime", "budapest-32"),
        ("サイバー犯罪条約第2条から第4条まで", "budapest-2 budapest-3 budapest-4"),
        ("Articles 2, 3 and 5 of the Budapest Convention", "budapest-2 budapest-3 budapest-5"),
        (
            "サイバーセキュリティ基本法第3条第1項及び第6項",
            "jp-basic-act-2014-3-1 jp-basic-act-2014-3-6",
        ),
        ("GCSC規範1", "gcsc-n1"),
        ("GCSC norm 1", "gcsc-n1"),
        ("令和3年のサイバーセキュリティ戦略の第1原則", "jp-strategy-2021-1"),
        ("A/69/723, para. 7", "sco-2015-7"),
        ("A/69/723, 2(7)", "sco-2015-7"),
    ],
)
def test_a_citation_means_the_provisions_that_it_names(text: str, provisions: str) -> None:
    assert jc.resolve_citations(text) == tuple(provisions.split())


@pytest.mark.parametrize(
    ("text", "instrument"),
    [
        ("サイバーセキュリティ戦略（2021年）", "jp-strategy-2021"),
        ("2021年戦略", "jp-strategy-2021"),
        ("二〇二一年のサイバーセキュリティ戦略", "jp-strategy-2021"),
        ("平成二十七年のサイバーセキュリティ戦略", "jp-strategy-2015"),
        ("令和元年以降のサイバーセキュリティ戦略（平成30年）", "jp-strategy-2018"),
        ("2018年7月に閣議決定されたサイバーセキュリティ戦略", "jp-strategy-2018"),
        ("2013年の国家安全保障戦略", "jp-nss-2013"),
        ("ETS No. 185", "budapest"),
        ("決議73/27", "res-73-27"),
        ("resolution 73/27", "res-73-27"),
        ("情報安全国際行動規範（A/69/723）", "sco-2015"),
        ("ブダペスト条約第47条", "budapest"),
    ],
)
def test_a_name_alone_means_its_instrument(text: str, instrument: str) -> None:
    assert said(text) == [("instrument", instrument, ())]


def test_a_locator_that_the_catalogue_lacks_is_kept_and_means_no_provision() -> None:
    (found,) = find("ブダペスト条約第47条を参照。")

    assert (found.instrument_id, found.provision_ids, found.locator) == ("budapest", (), "第47条")


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("情報安全国際行動規範", ("sco-2011", "sco-2015")),
        ("国家安全保障戦略", ("jp-nss-2013",)),
        ("GGE報告書", ("gge-2010", "gge-2013", "gge-2015", "gge-2021")),
    ],
)
def test_a_name_of_several_editions_is_ambiguous_without_a_year(
    text: str, candidates: tuple[str, ...]
) -> None:
    (found,) = find(text)

    assert (found.status, found.instrument_id) == ("ambiguous", None)
    assert found.candidates == candidates


@pytest.mark.parametrize(
    "text", ["A/77/275, para. 5", "A/C.1/77/L.73", "2022年の国家安全保障戦略", "決議77/36"]
)
def test_what_the_catalogue_lacks_is_listed_as_unknown(text: str) -> None:
    assert said(text) == [("unknown", None, ())]


@pytest.mark.parametrize(
    "text",
    [
        "不正アクセス禁止法第13条は、第3条の例外を定める。",
        "第13条　内閣は、必要な措置を講ずる。",
        "Article 19 of the ICCPR protects expression.",
        "タリン・マニュアル規則4は主権を扱う。",
        "See section 3, p. 13, Table 2(b) and the A/B test of 24/7 support.",
        "サイバーセキュリティ戦略本部と国家サイバーセキュリティ戦略室",
        "サイバー犯罪条約委員会の会合",
        "米国の国家安全保障戦略とEUサイバーセキュリティ戦略",
        "豪州の2023年サイバーセキュリティ戦略",
        "規範11項目と3原則は、原則として守られる。",
        "GGEとOEWGとGCSCの議論",
        "norm (c)",
    ],
)
def test_what_only_looks_like_a_citation_is_none(text: str) -> None:
    assert said(text) == []


def test_what_refers_back_means_the_last_of_its_kind_in_the_paragraph() -> None:
    text = "ブダペスト条約とGGE報告書（A/70/174）がある。同条約第18条と同報告書第13項(c)をみる。"

    assert jc.resolve_citations(text) == ("budapest-18", "gge-2015-13c")


@pytest.mark.parametrize(
    "text",
    [
        "ブダペスト条約は重要だ。ジュネーブ条約も重要だ。同条約第2条をみる。",
        "The Budapest Convention matters. So does the Vienna Convention. The Convention, art. 31.",
        "ブダペスト条約は重要だ。\n\n同条約第2条をみる。",
        "この法律はブダペスト条約を踏まえ、罰則を定める（第2条）。この条例も同じ（第3条）。",
    ],
)
def test_another_text_or_paragraph_between_leaves_a_reference_open(text: str) -> None:
    document = jc.read_text(text)

    assert [c.quote for c in jc.extract_citations(document) if c.locator] == []


def test_ibid_in_a_note_means_the_only_text_of_the_note_before(
    document: Callable[..., Document],
) -> None:
    made = document(
        "本文。\nA/70/174, para. 24.\nIbid., para. 13(c).\nSmith, p. 3.\nIbid., para. 13(a)."
    )
    made = dataclasses.replace(made, body_span=CharSpan(0, 3))

    assert [c.provision_ids for c in jc.extract_citations(made)] == [(), ("gge-2015-13c",)]


def test_an_article_of_another_text_is_not_given_to_the_name_before_it() -> None:
    assert jc.resolve_citations("the Budapest Convention, Article 15 of the ICCPR") == ()
    assert jc.resolve_citations("the Budapest Convention, Article 15, and the ICCPR") == (
        "budapest-15",
    )


def test_names_that_gloss_each_other_are_one_citation() -> None:
    (found,) = find("欧州評議会サイバー犯罪条約（ブダペスト条約）")

    assert found.quote == "欧州評議会サイバー犯罪条約（ブダペスト条約）"


def test_an_address_of_a_symbol_is_no_second_citation() -> None:
    assert len(find("UN Doc. A/70/174 (July 22, 2015), https://undocs.org/A/70/174.")) == 1
    assert len(find("https://undocs.org/A/70/174")) == 1


def test_every_instrument_is_found_by_its_titles_and_names() -> None:
    finder = CitationFinder(resources.instruments(), resources.provisions(), resources.actors())
    missed = [
        (one.id, name)
        for one in resources.instruments()
        for name in (one.title.ja, one.title.en, *one.names_ja, *one.names_en)
        if not any(
            one.id in (c.instrument_id, *c.candidates)
            for c in finder.find(jc.read_text(f"{name} "))
        )
    ]

    assert missed == []


def test_an_instrument_of_ones_own_is_cited_by_its_names_and_numbers() -> None:
    both = Bilingual("北極コード", "Arctic Code")
    instrument = Instrument(
        "arctic", both, "b", "2030", "X 1", "voluntary", "bridging", "", None, "true", (),
        names_ja=("北極規範",), names_en=("Arctic Norms",), cited_as={"norm": "rule 7"},
    )  # fmt: skip
    provision = NormProvision("arctic-3", "arctic", "goal 3", both, both, ("x",), 0, "", "true")
    finder = CitationFinder((instrument,), (provision,))

    assert finder.resolve("北極規範の目標3") == ("arctic-3",)
    assert finder.resolve("goal 3 of the Arctic Norms") == ("arctic-3",)


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_citations_are_in_order_apart_and_quote_the_text(text: str) -> None:
    if not text.strip():
        return
    document = jc.read_text(f"あ{text}")
    found = jc.extract_citations(document)

    assert [c.quote for c in found] == [c.span.of(document.text) for c in found]
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    assert all(bool(c.provision_ids) == (c.status == "resolved") for c in found)


def test_a_word_without_end_is_no_name_of_a_treaty() -> None:
    """From each of its letters it would be gone over anew."""
    text = "A1" * 100_000 + " Convention"

    (other,) = find_others(text)

    assert other.end == len(text)
    assert other.end - other.start < 60


@pytest.mark.parametrize("piece", PIECES)
def test_a_long_paragraph_of_one_piece_takes_time_in_proportion(piece: str) -> None:
    start = time.perf_counter()
    jc.resolve_citations(f"{piece} " * 20_000)

    assert time.perf_counter() - start < 10
