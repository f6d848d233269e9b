"""keyness: figures against reference implementations, and the command."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from typer.testing import CliRunner, Result

from jacyber_nlp.analysis.key_terms import keyness
from jacyber_nlp.cli import app
from jacyber_nlp.errors import DifferentLanguagesError
from jacyber_nlp.records import KeyTerm, TermCounts


def counts(name: str, n_tokens: int, lang: str = "ja", **of_term: int) -> TermCounts:
    keys = tuple(of_term)
    return TermCounts(name, None, lang, n_tokens, keys, keys, tuple(of_term.values()))


def by_surface(found: tuple[KeyTerm, ...]) -> dict[str, KeyTerm]:
    return {term.surface: term for term in found}


A = [counts("a1", 4_000, x=30, y=4, z=2), counts("a2", 6_000, x=20, w=9)]
B = [counts("b1", 20_000, x=25, y=11), counts("b2", 10_000, x=5, y=8, v=40)]


# --- figures -------------------------------------------------------------------------


def test_counts_documents_and_rates_are_those_of_the_sets() -> None:
    found = by_surface(keyness(A, B))

    x, v = found["x"], found["v"]
    assert (x.count_a, x.count_b, x.documents_a, x.documents_b) == (50, 30, 2, 2)
    assert (x.per_million_a, x.per_million_b) == (5_000.0, 1_000.0)
    assert (v.count_a, v.count_b, v.documents_a, v.documents_b) == (0, 40, 0, 1)


def test_log_likelihood_and_p_are_those_of_the_two_by_two_table() -> None:
    for term in keyness(A, B):
        a, b = term.count_a, term.count_b
        table = [[a, b], [10_000 - a, 30_000 - b]]
        expected = stats.chi2_contingency(table, lambda_="log-likelihood", correction=False)
        assert term.log_likelihood == pytest.approx(expected.statistic)
        if (a + b) / 4 >= 5:
            assert term.p == pytest.approx(expected.pvalue)


def test_where_chi_squared_is_no_approximation_p_is_exact() -> None:
    w = by_surface(keyness(A, B))["w"]

    assert (w.count_a, w.count_b) == (9, 0)  # 2.25 are expected in A
    assert w.p == pytest.approx(2 * 0.25**9)


def test_log_ratio_compares_the_rates_and_has_the_interval_of_a_relative_risk() -> None:
    x = by_surface(keyness(A, B))["x"]

    reference = stats.contingency.relative_risk(50, 10_000, 30, 30_000)
    low, high = reference.confidence_interval(0.95)
    assert x.log_ratio == pytest.approx(math.log2(reference.relative_risk))
    assert x.interval == pytest.approx((math.log2(low), math.log2(high)))


def test_a_count_of_zero_is_taken_as_one_half() -> None:
    found = by_surface(keyness(A, B))

    assert found["w"].log_ratio == pytest.approx(math.log2((9 / 10_000) / (0.5 / 30_000)))
    assert found["v"].log_ratio == pytest.approx(math.log2((0.5 / 10_000) / (40 / 30_000)))


def test_q_is_that_of_benjamini_and_hochberg() -> None:
    rng = np.random.default_rng(3)
    terms = {f"t{i}": int(n) for i, n in enumerate(rng.poisson(8, 60)) if n}
    other = {f"t{i}": int(n) for i, n in enumerate(rng.poisson(12, 60)) if n}

    found = keyness([counts("a", 5_000, **terms)], [counts("b", 6_000, **other)])

    expected = stats.false_discovery_control([t.p for t in found])
    assert [t.q for t in found] == pytest.approx(expected.tolist())


def test_terms_below_the_least_count_are_left_out_and_cost_the_others_nothing() -> None:
    found, all_ = keyness(A, B, min_count=20), keyness(A, B)

    assert {t.surface for t in found} == {"x", "y", "v"}
    assert by_surface(found)["x"].q < by_surface(all_)["x"].q


def test_the_surest_great_difference_comes_first_whichever_set_has_more() -> None:
    a = [counts("a", 100_000, big=200, common=5_300, few=2), counts("a2", 1_000)]
    b = [counts("b", 100_000, big=20, common=5_000, rest=900), counts("b2", 1_000)]

    found = keyness(a, b)

    assert [t.surface for t in found] == ["rest", "big", "common", "few"]
    assert [t.log_ratio > 0 for t in found] == [False, True, True, True]
    # Few is 4 times as frequent and common 1.06 times, but only that is sure.
    few, common = by_surface(found)["few"], by_surface(found)["common"]
    assert few.log_ratio > common.log_ratio > 0
    assert few.interval[0] < 0 < common.interval[0]


SETS = st.lists(
    st.builds(
        lambda i, n, of_term: counts(str(i), n, **of_term),
        st.integers(0, 9),
        st.integers(50, 5_000),
        st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 50)),
    ),
    min_size=1,
    max_size=4,
)


@settings(deadline=None)
@given(SETS, SETS)
def test_swapping_the_sets_only_turns_the_sign(a: list[TermCounts], b: list[TermCounts]) -> None:
    there, back = by_surface(keyness(a, b)), by_surface(keyness(b, a))

    assert there.keys() == back.keys()
    for surface, term in there.items():
        other = back[surface]
        assert term.log_ratio == pytest.approx(-other.log_ratio, abs=1e-9)
        assert term.interval == pytest.approx((-other.interval[1], -other.interval[0]), abs=1e-9)
        assert term.log_likelihood == pytest.approx(other.log_likelihood, abs=1e-6)
        assert (term.p, term.q) == pytest.approx((other.p, other.q), abs=1e-9)
        assert term.interval[0] <= term.log_ratio <= term.interval[1]
        assert 0 <= term.p <= term.q <= 1


@settings(deadline=None)
@given(SETS, SETS)
def test_the_order_of_documents_does_not_matter(a: list[TermCounts], b: list[TermCounts]) -> None:
    assert keyness(a, b) == keyness(a[::-1], b[::-1])


def test_two_sets_that_are_the_same_differ_in_nothing() -> None:
    for term in keyness(A, A):
        assert (term.log_ratio, term.log_likelihood) == pytest.approx((0, 0), abs=1e-9)
        assert (term.p, term.q) == pytest.approx((1, 1))


def test_languages_are_compared_each_by_itself() -> None:
    a = [counts("a", 100, x=5), counts("e", 900, "en", x=9)]

    (x,) = keyness(a, [counts("b", 200, x=1)])

    assert (x.lang, x.count_a, x.per_million_a) == ("ja", 5, 50_000.0)


def test_sets_without_a_common_language_or_documents_are_refused() -> None:
    with pytest.raises(DifferentLanguagesError, match="no language in common") as caught:
        keyness([counts("a", 9)], [counts("b", 9, "en")])
    assert (caught.value.a, caught.value.b) == (("ja",), ("en",))
    with pytest.raises(ValueError, match="without documents"):
        keyness([], [counts("b", 9)])
    with pytest.raises(DifferentLanguagesError, match=r"A \(ja\) and B \(none\)"):
        keyness([counts("a", 9, x=1)], [counts("b", 0)])
    assert keyness([counts("a", 9)], [counts("b", 9), counts("c", 0, "en")]) == ()


# --- the command ---------------------------------------------------------------------

TEXTS = {
    "a1.txt": "国家主権と検閲を重んじる。国家主権は守られる。検閲は国の権利である。\n",
    "a2.txt": "国家主権を尊重し、情報空間を管理する。国家主権が基礎である。\n",
    "b1.txt": "表現の自由を守る。国際法は適用される。表現の自由が基礎である。\n",
    "b2.txt": "表現の自由と国際法を尊重する。国際法に従う。\n",
    "e.txt": "States protect freedom of expression. International law applies.\n",
}


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JACYBER_UI", "en")
    monkeypatch.chdir(tmp_path)
    for name, text in TEXTS.items():
        Path(name).write_text(text, encoding="utf-8")


def run(*args: str) -> Result:
    return CliRunner().invoke(app, ["keyness", *args])


def rows(*args: str) -> list[dict[str, object]]:
    result = run("--format", "jsonl", *args)
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_rows_have_these_fields_and_these_figures() -> None:
    found = {row["term"]: row for row in rows("a1.txt", "a2.txt", "--against", "b1.txt", "b2.txt")}

    row = found["国家主権"]
    assert list(row) == [
        "term",
        "lang",
        "count_a",
        "count_b",
        "documents_a",
        "documents_b",
        "per_million_a",
        "per_million_b",
        "log_ratio",
        "interval",
        "log_likelihood",
        "p",
        "q",
    ]
    assert [row[key] for key in list(row)[:6]] == ["国家主権", "ja", 4, 0, 2, 0]
    assert found["国際法"]["count_b"] == 3


@pytest.mark.parametrize(
    "args",
    [
        ["a1.txt", "a2.txt", "--against", "b1.txt", "b2.txt"],
        ["a1.txt", "a2.txt", "--against", "b1.txt", "--against", "b2.txt"],
        ["a1.txt", "a2.txt", "--against=b1.txt", "--against=b2.txt"],
        ["a1.txt", "a2.txt", "--against=b1.txt", "b2.txt"],
        ["a1.txt", "--lang", "ja", "a2.txt", "--against", "b1.txt", "--top", "99", "b2.txt"],
        ["--lang", "ja", "a1.txt", "a2.txt", "--against", "--top", "99", "b1.txt", "b2.txt"],
        ["--lang=auto", "a1.txt", "a2.txt", "--against", "b1.txt", "--", "b2.txt"],
    ],
)
def test_arguments_before_against_are_a_and_all_after_it_b(args: list[str]) -> None:
    assert rows(*args) == rows("a1.txt", "a2.txt", "--against", "b1.txt", "b2.txt")


@pytest.mark.parametrize(
    ("args", "at_fault"),
    [
        (["a1.txt"], "--against"),
        (["a1.txt", "--against"], "--against"),
        (["a1.txt", "--against", "--format", "csv"], "--against"),
        (["--against", "b1.txt"], "FILE"),
        (["a1.txt", "--against", "b1.txt", "--top", "0"], "--top"),
        (["a1.txt", "--against", "b1.txt", "--min-count", "0"], "--min-count"),
        (["a1.txt", "--against", "b1.txt", "--agains", "b2.txt"], "--agains"),
        ([], "FILE"),
    ],
)
def test_wrong_usage_names_what_is_missing_and_exits_2(args: list[str], at_fault: str) -> None:
    result = run(*args)

    assert (result.exit_code, result.stdout) == (2, "")
    assert at_fault in result.stderr


def test_a_file_that_fails_costs_the_others_nothing_but_the_status() -> None:
    whole = run("a1.txt", "--against", "b1.txt", "b2.txt", "--format", "jsonl")
    result = run("a1.txt", "none.txt", "--against", "b1.txt", "b2.txt", "--format", "jsonl")

    assert result.exit_code == 1
    assert "none.txt: no such file" in result.stderr
    assert result.stdout == whole.stdout


def test_a_set_of_which_nothing_can_be_read_gives_no_figures() -> None:
    result = run("a1.txt", "--against", "none.txt")

    assert (result.exit_code, result.stdout) == (1, "")


def test_documents_of_other_languages_are_told_of() -> None:
    apart = run("a1.txt", "--against", "e.txt")
    partly = run("a1.txt", "a2.txt", "--against", "b1.txt", "b2.txt", "e.txt")

    assert (apart.exit_code, apart.stdout) == (2, "")
    assert "no language in common" in apart.stderr
    assert partly.exit_code == 0
    assert "A has no English document: 1 of B is not compared." in partly.stderr


def test_a_file_of_symbols_alone_is_no_set() -> None:
    Path("s.txt").write_text("※※※　★★★\n", encoding="utf-8")

    result = run("a1.txt", "--against", "s.txt")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "B (none) have no language in common" in result.stderr


def test_one_document_on_a_side_is_said_to_be_not_enough() -> None:
    one = run("a1.txt", "a2.txt", "--against", "b1.txt")
    two = run("a1.txt", "a2.txt", "--against", "b1.txt", "b2.txt")

    assert "Japanese: 2 documents in A, 1 in B, not enough" in one.stderr
    assert two.stderr == ""


def test_every_format_holds_the_same_terms_in_the_same_order() -> None:
    args = ["a1.txt", "a2.txt", "--against", "b1.txt", "b2.txt"]
    lines = rows(*args)
    array = json.loads(run(*args, "--format", "json").stdout)
    table = run(*args).stdout
    cells = list(csv.DictReader(io.StringIO(run(*args, "--format", "csv").stdout)))

    assert array == lines
    assert [row["term"] for row in cells] == [row["term"] for row in lines]
    assert [float(row["interval_low"]) for row in cells] == [row["interval"][0] for row in lines]
    places = [
        re.search(rf"^\s*{re.escape(str(row['term']))}\s", table, re.M).start() for row in lines
    ]
    assert all(a < b for a, b in pairwise(places))
    assert "A: 2 documents, 34 tokens  B: 2 documents, 31 tokens" in table


def test_the_top_are_the_first_and_keep_their_q() -> None:
    args = ["a1.txt", "a2.txt", "--against", "b1.txt", "b2.txt"]

    assert rows(*args, "--top", "2") == rows(*args)[:2]
