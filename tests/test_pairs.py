"""terms.pairs: the names that a document itself gives to one thing."""

from __future__ import annotations

import json
import time
import unicodedata
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc
from typer.testing import CliRunner

import jacyber_nlp as jc
from jacyber_nlp.cli import app
from jacyber_nlp.records import CharSpan, Document, TermPair
from jacyber_nlp.terms import find_pairs, merge_pairs
from jacyber_nlp.terms.pairs.english import long_form
from jacyber_nlp.tokens import tokenizer

Names = tuple[str | None, str | None, str | None]


def cases(name: str) -> Iterator[Any]:
    path = Path(__file__).parent / "golden" / f"{name}.jsonl"
    for line in path.read_text("utf-8").splitlines():
        case = json.loads(line)
        marks = [pytest.mark.xfail] if case["expect"] == "fail" else []
        yield pytest.param(case, id=case["label"], marks=marks)


def pairs_in(text: str, lang: str = "ja", offset: int = 0) -> list[TermPair]:
    return list(find_pairs(tokenizer(lang).make_doc(text), offset))


def stated(*names: str | None, start: int = 0, where: str = "bracket") -> TermPair:
    ja, en, short = names
    return TermPair(ja, en, short, "term", where, (CharSpan(start, start + 9),))


def names_of(pairs: tuple[TermPair, ...]) -> list[Names]:
    return [(pair.ja, pair.en, pair.abbreviation) for pair in pairs]


# --- golden cases --------------------------------------------------------------------


@pytest.mark.parametrize("case", [*cases("pairs"), *cases("pairs_negative")])
def test_pairs_are_those_that_the_text_states(case: dict[str, Any]) -> None:
    found = merge_pairs(pairs_in(case["input"]["text"], case["input"]["lang"]))

    assert [[p.ja, p.en, p.abbreviation, p.kind] for p in found] == case["expected"]


# --- places --------------------------------------------------------------------------


@pytest.mark.parametrize("case", list(cases("pairs")))
def test_a_place_covers_the_names_that_it_gives(case: dict[str, Any]) -> None:
    text = case["input"]["text"]
    for pair in pairs_in(text, case["input"]["lang"], offset=100):
        (span,) = pair.spans
        covered = text[span.start - 100 : span.end - 100]
        assert all(name in covered for name in (pair.ja, pair.en, pair.abbreviation) if name)


def test_width_and_kind_of_brackets_change_nothing() -> None:
    full = "ここで規範起業家（Norm Entrepreneurs）と上海協力機構（SCO）を論じる。"
    for before, after in ("()", "〔〕", "[]"):
        other = full.replace("（", before).replace("）", after)
        assert names_of(merge_pairs(pairs_in(other))) == names_of(merge_pairs(pairs_in(full)))


def test_a_note_gives_the_long_form_of_the_acronym_that_its_mark_hangs_on() -> None:
    text = (
        "国連では政府専門家会合（GGE1）が、国家の責任ある行動について重ねて議論してきた。\n\n"
        "その成果は国連総会に報告され、各国はこれを歓迎した。\n\n"
        "1 Group of Governmental Expertsの略称。\n"
    )
    document = jc.read_text(text)
    assert len(document.notes) == 1

    found = names_of(jc.extract_pairs(document))

    assert found == [("政府専門家会合", "Group of Governmental Experts", "GGE")]


def test_a_note_that_lost_its_mark_is_of_the_acronym_that_it_spells() -> None:
    text = (
        "国連の作業部会（OEWG）と東南アジア諸国連合（ASEAN）の地域フォーラム（ARF）が議論した。\n\n"
        "Open-ended Working Groupの略称。\n\nASEAN Regional Forumの略称。\n"
    )

    found = names_of(jc.extract_pairs(jc.read_text(text)))

    assert ("作業部会", "Open-ended Working Group", "OEWG") in found
    assert ("地域フォーラム", "ASEAN Regional Forum", "ARF") in found


def test_what_a_note_states_says_so() -> None:
    path = Path(__file__).parents[1] / "corpora/gold/terms/documents/ja-journal-paper.txt"
    where = {pair.ja: pair.where for pair in jc.extract_pairs(jc.read(path))}

    assert (where["臨界点"], where["断片化"]) == ("note", "bracket")


# --- merging -------------------------------------------------------------------------


def test_a_name_that_is_stated_ten_thousand_times_keeps_every_place() -> None:
    n = 10_000
    found = [stated("主権", "sovereignty", None, start=20 * i) for i in range(n)]

    (pair,) = merge_pairs(reversed(found))

    assert pair.spans == tuple(one.spans[0] for one in found)


def test_a_pair_with_more_names_takes_in_those_with_fewer() -> None:
    whole = stated("欧州連合", "European Union", "EU", start=50)
    parts = [
        stated("欧州連合", None, "EU", start=10),
        stated(None, "european union", "ＥＵ", start=90),
    ]

    (pair,) = merge_pairs([*parts, whole])

    assert names_of((pair,)) == [("欧州連合", "European Union", "EU")]
    assert [span.start for span in pair.spans] == [10, 50, 90]


def test_name_and_english_name_meet_over_an_acronym() -> None:
    found = [
        stated("政府専門家会合", None, "GGE"),
        stated(None, "Group of Experts", "GGE", start=20),
    ]

    assert names_of(merge_pairs(found)) == [("政府専門家会合", "Group of Experts", "GGE")]


def test_another_name_in_japanese_stays_a_pair_of_its_own() -> None:
    found = [
        stated("国連サイバー犯罪条約", "UN Convention against Cybercrime", None),
        stated("国連サイバー犯罪条約", None, "ハノイ条約", start=20, where="alias"),
    ]

    assert len(merge_pairs(found)) == 2


def test_two_long_forms_of_one_acronym_are_two_pairs() -> None:
    found = [stated("行動計画", None, "PoA"), stated("実施計画", None, "PoA", start=20)]

    assert names_of(merge_pairs(found)) == [("行動計画", None, "PoA"), ("実施計画", None, "PoA")]


def test_best_is_stated_most_often_then_most_plainly_then_first() -> None:
    often = [stated("甲", "a", None, start=s, where="alias") for s in (90, 80)]
    plain = stated("乙", "b", None, start=70, where="definition")
    first, second = stated("丙", "c", None, start=10), stated("丁", "d", None, start=20)

    assert [p.ja for p in merge_pairs([second, first, plain, *often])] == ["甲", "乙", "丙", "丁"]


@given(st.permutations(range(5)))
def test_order_of_finding_does_not_matter(order: list[int]) -> None:
    found = [
        stated("欧州連合", None, "EU", start=10),
        stated("欧州連合", "European Union", None, start=30),
        stated(None, "European Union", "EU", start=50),
        stated("上海協力機構", None, "SCO", start=70),
        stated("欧州連合", None, "欧連", start=90, where="alias"),
    ]

    assert merge_pairs(found[i] for i in order) == merge_pairs(found)


def test_merging_what_is_merged_changes_nothing() -> None:
    found = merge_pairs(pair for case in cases("pairs") for pair in _of(case.values[0]))

    assert merge_pairs(found) == found


def _of(case: Any) -> list[TermPair]:
    return pairs_in(case["input"]["text"], case["input"]["lang"])


# --- properties ----------------------------------------------------------------------

PIECES = (
    "（ ） ( ) 「 」 国際 条約 に関する の な GGE (GGE) Group of Experts 、 。 以下「甲」という "
    "とも呼ばれる すなわち いわゆる の略称 正式名称は ・ サイバー also known as \n 🙂 𠮷 ＝"
)
TEXTS = st.lists(st.sampled_from(PIECES.split(" ")), max_size=30).map("".join)


@settings(max_examples=150)
@given(TEXTS, st.sampled_from(["ja", "en"]))
def test_any_text_gives_pairs_whose_places_lie_in_it(text: str, lang: str) -> None:
    for pair in pairs_in(text, lang):
        for name in (pair.ja, pair.en, pair.abbreviation):
            assert name is None or (name.strip() and name in text)
        assert all(span.end <= len(text) for span in pair.spans)


@given(st.text(alphabet="国際条約の規範、。 abcEU", max_size=60))
def test_text_without_brackets_and_definitions_has_no_pair(text: str) -> None:
    assert pairs_in(text) == pairs_in(text, "en") == []


@pytest.mark.parametrize("case", list(cases("pairs")))
def test_folding_the_width_of_latin_letters_changes_no_name(case: dict[str, Any]) -> None:
    text, lang = case["input"]["text"], case["input"]["lang"]
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in text)

    def folded(text: str) -> set[Names]:
        pairs = jc.extract_pairs(jc.read_text(text, lang=lang))
        return {
            tuple(n and unicodedata.normalize("NFKC", n) for n in names)
            for names in names_of(pairs)
        }

    assert folded(wide) == folded(text)


def test_initials_of_every_word_are_found_as_by_trying_all_beginnings() -> None:
    """An oracle: the nearest word from which on the initials spell the acronym."""
    for words in product(["alpha", "beta", "of", "gamma"], repeat=4):
        text = " ".join(words)
        heavy = [word for word in words if word != "of"]
        for n in range(2, len(heavy) + 1):
            short = "".join(word[0] for word in heavy[-n:]).upper()
            start = long_form(text, len(text), short)
            if words[-1] == "of" or start is None:
                continue
            rest = [word for word in text[start:].split() if word != "of"]
            assert "".join(word[0] for word in rest).upper() == short


@pytest.mark.parametrize(
    "text",
    [
        "（" * 200_000,
        "(a" * 150_000,
        "字" * 200_000,
        "EU (EU) " * 20_000,
        "A of " * 60_000,
        "）" * 200_000,
    ],
    ids=["open", "open and letter", "letters", "pairs", "words", "closed"],
)
def test_long_text_takes_time_in_proportion(text: str) -> None:
    # A token a character: spaCy's own tokenizer is quadratic on such runs.
    doc = Doc(tokenizer("en").vocab, words=list(text), spaces=[False] * len(text))
    began = time.perf_counter()

    list(find_pairs(doc))

    assert time.perf_counter() - began < 20


# --- command -------------------------------------------------------------------------


def test_rows_of_pairs_have_these_fields(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("上海協力機構（SCO）は、規範起業家（Norm Entrepreneurs）である。\n", "utf-8")

    result = CliRunner().invoke(app, ["pairs", str(file), "--format", "jsonl"])

    assert [json.loads(line) for line in result.stdout.splitlines()] == [
        {
            "document": "a",
            "ja": "上海協力機構",
            "en": None,
            "abbreviation": "SCO",
            "kind": "body",
            "where": "bracket",
            "count": 1,
            "spans": [[0, 11]],
        },
        {
            "document": "a",
            "ja": "規範起業家",
            "en": "Norm Entrepreneurs",
            "abbreviation": None,
            "kind": "term",
            "where": "bracket",
            "count": 1,
            "spans": [[13, 38]],
        },
    ]


def test_tables_say_where_a_pair_is_stated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JACYBER_UI", "ja")
    file = tmp_path / "a.txt"
    file.write_text("会議が開かれた。\n\n上海協力機構（SCO）が参加した。\n", "utf-8")

    shown = CliRunner().invoke(app, ["pairs", str(file)]).stdout
    rows = CliRunner().invoke(app, ["pairs", str(file), "--format", "csv"]).stdout

    assert "3行" in shown
    assert rows.splitlines()[0] == "document,ja,en,abbreviation,kind,where,count,spans"
    assert rows.splitlines()[1] == "a,上海協力機構,,SCO,body,bracket,1,9-20"


def test_a_document_without_pairs_gives_none(document: Callable[..., Document]) -> None:
    assert jc.extract_pairs(document("国家は通信の自由を守る。")) == ()
