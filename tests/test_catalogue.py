"""The catalogue: what ships is whole, and a user's fault is named with its place."""

from __future__ import annotations

import dataclasses
import json
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jacyber_nlp import catalogue, resources, theory
from jacyber_nlp.alignment.phrases import key_of
from jacyber_nlp.catalogue import validate, yaml_lines
from jacyber_nlp.errors import CatalogueError, MissingFileError, UnreadableFileError
from jacyber_nlp.records import (
    Actor,
    Bilingual,
    Concept,
    Crosswalk,
    Event,
    Instrument,
    NormProvision,
    Phrase,
    Vote,
)

ROOT = Path(__file__).resolve().parent.parent
CORPORA = ROOT / "corpora"
GOLDEN = Path(__file__).parent / "golden" / "catalogue.jsonl"
LOAD: dict[str, Callable[[str], Any]] = {
    "concepts": theory.load_concepts,
    "actors": theory.load_actors,
    "norms": theory.load_norms,
}
TWO = """\
concepts:
- id: a
  ja: 甲
  en: alpha
  pole: 1
  topics: [x]
- id: b
  ja: 乙
  en: beta
  pole: -1
  topics: [x]
"""


def golden() -> list[Any]:
    cases = [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]
    return [
        pytest.param(
            case,
            id=case["label"],
            marks=pytest.mark.xfail(strict=True, reason=case["comment"])
            if case["expect"] == "fail"
            else (),
        )
        for case in cases
    ]


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def write(content: str | bytes, name: str = "own.yaml") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.mark.parametrize("case", golden())
def test_a_file_is_read_or_refused_with_file_line_and_key(
    case: dict[str, Any], write: Callable[..., Path]
) -> None:
    path = write(case["input"])
    load, expected = LOAD[case["kind"]], case["expected"]
    if expected is None:
        load(str(path))
        return

    with pytest.raises(CatalogueError) as caught:
        load(str(path))

    error = caught.value
    assert str(error) == expected["en"].replace("{path}", str(path))
    assert error.message("ja") == expected["ja"].replace("{path}", str(path))
    assert (error.path, error.line, error.key) == (str(path), expected["line"], expected["key"])


def test_an_unknown_key_is_refused_and_named(write: Callable[..., Path]) -> None:
    with pytest.raises(CatalogueError, match="unknown field `colour`") as caught:
        theory.load_concepts(write(TWO + "  colour: red\n"))

    assert (caught.value.line, caught.value.key) == (12, "concepts[1].colour")


def bomb(levels: int, item: str = "[{}]", sep: str = "") -> str:
    lines = [f"a0: &a0 {item.format('x')}"]
    for i in range(1, levels):
        inner = ", ".join([f"{sep}*a{i - 1}"] * 9)
        lines.append(f"a{i}: &a{i} {item.format(inner)}")
    return "\n".join(lines) + "\n"


def test_a_yaml_alias_bomb_is_refused_at_once(write: Callable[..., Path]) -> None:
    path = write(bomb(12))  # 3 × 10^10 nodes out of 600 bytes
    before = time.monotonic()

    with pytest.raises(CatalogueError) as caught:
        theory.load_concepts(path)

    assert time.monotonic() - before < 10
    place = f"{path}:{caught.value.line}: file"
    assert caught.value.line in range(1, 13)
    assert str(caught.value) == f"{place}: more than 500,000 nodes. Write without aliases."
    assert caught.value.ja == (
        f"{place}: 要素が500,000を超えています。エイリアスを使わずに書いてください。"
    )


def test_a_yaml_alias_bomb_of_equal_keys_is_refused_too(
    write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml_lines, "MAX_NODES", 1_000)

    with pytest.raises(CatalogueError, match=r"more than 1,000 nodes|twice"):
        theory.load_concepts(write(bomb(6, "{{{}}}", "k: ").replace("{x}", "{k: 1}")))


@pytest.mark.parametrize("content", ["concepts: &a [*a]\n", "[" * 3_000], ids=["loop", "depth"])
def test_yaml_without_end_is_refused(write: Callable[..., Path], content: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        theory.load_concepts(write(content))

    assert str(caught.value).endswith(
        ": file: nested deeper than 30 levels. Write it flat, without aliases."
    )
    assert caught.value.ja.endswith(
        ": file: 入れ子が30段を超えています。エイリアスを使わず、浅く書いてください。"
    )


def test_a_few_aliases_are_welcome(write: Callable[..., Path]) -> None:
    text = TWO.replace("topics: [x]", "topics: &t [x, y]", 1).replace("topics: [x]", "topics: *t")

    assert [c.topics for c in theory.load_concepts(write(text))] == [("x", "y")] * 2


@pytest.mark.parametrize("encoding", ["cp932", "euc-jp"])
def test_a_file_that_is_not_utf8_is_refused_with_its_name(
    write: Callable[..., Path], encoding: str
) -> None:
    path = write(TWO.encode(encoding))

    with pytest.raises(CatalogueError) as caught:
        theory.load_concepts(path)

    byte = TWO.index("甲")
    assert str(caught.value) == (f"{path}: file: byte {byte} is no UTF-8. Save the file as UTF-8.")
    assert caught.value.ja == (
        f"{path}: file: {byte}バイト目がUTF-8ではありません。UTF-8で保存してください。"
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_does_no_harm(write: Callable[..., Path], encoding: str) -> None:
    concepts = theory.load_concepts(write(TWO.encode(encoding)))

    assert [c.preferred for c in concepts] == [Bilingual("甲", "alpha"), Bilingual("乙", "beta")]


def test_windows_line_ends_do_not_move_the_line(write: Callable[..., Path]) -> None:
    text = TWO.replace("pole: -1", "pole: high").replace("\n", "\r\n")

    with pytest.raises(CatalogueError) as caught:
        theory.load_concepts(write(text))

    assert (caught.value.line, caught.value.key) == (10, "concepts[1].pole")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "無い.yaml"

    with pytest.raises(MissingFileError) as caught:
        theory.load_concepts(path)

    assert str(caught.value) == (
        f"{path}: no such file. Check the spelling and the folder you are in."
    )
    assert caught.value.message("ja") == (
        f"{path}: ファイルがありません。綴りと、現在のフォルダを確かめてください。"
    )


def test_a_folder_in_place_of_a_file_is_refused_with_a_message(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        theory.load_concepts(tmp_path)

    assert str(caught.value).startswith(f"{tmp_path}: cannot be opened (no regular file). ")


def test_a_file_too_large_is_refused_before_it_is_parsed(
    write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml_lines, "MAX_BYTES", 100)
    path = write("#" * 1_234)

    with pytest.raises(CatalogueError) as caught:
        theory.load_concepts(path)

    assert str(caught.value) == f"{path}: file: more than 100 bytes. Split it."
    assert caught.value.ja == f"{path}: file: 100バイトを超えています。分割してください。"


def test_lines_of_a_place_fall_back_on_the_entry_around_it() -> None:
    lines = {"$": 1, "$.concepts": 1, "$.concepts[1]": 7, "$.concepts[1].pole": 10}

    assert yaml_lines.line_of(lines, "$.concepts[1].pole") == 10
    assert yaml_lines.line_of(lines, "$.concepts[1].en") == 7
    assert yaml_lines.line_of(lines, "$.concepts[9]") == 1
    assert yaml_lines.line_of({}, "$.concepts[9]") is None


# What ships


def test_what_ships_has_the_counts_that_the_documentation_names() -> None:
    assert (
        len(resources.instruments()),
        len(resources.provisions()),
        len(resources.concepts()),
        len(resources.actors()),
    ) == (44, 356, 219, 185)


def test_what_ships_passes_all_checks() -> None:
    topics = resources.topics()

    assert catalogue.check_concepts(resources.concepts(), topics) == []
    assert catalogue.check_actors(resources.actors()) == []
    assert (
        catalogue.check_instruments(resources.instruments(), resources.provisions(), topics=topics)
        == []
    )
    assert catalogue.check_crosswalk(resources.crosswalk(), resources.provisions(), topics) == []
    assert catalogue.check_votes(resources.votes(), resources.instruments()) == []
    assert catalogue.check_phrases(resources.phrases(), resources.provisions()) == []


def test_what_ships_as_verified_names_its_source_and_place() -> None:
    verified = [p for p in resources.provisions() if p.verified == "true"]

    assert len(verified) > 100
    assert [p.id for p in verified if not (p.sources and p.locator)] == []
    assert {p.verified for p in resources.provisions()} == {"true", "heading", "false"}


def test_no_two_phrases_are_one_wording() -> None:
    counts = Counter(key_of(phrase.text) for phrase in resources.phrases())

    assert [key for key, n in counts.items() if n > 1] == []
    assert "" not in counts


def test_every_provision_belongs_to_an_instrument_that_ships() -> None:
    known = {i.id for i in resources.instruments()}

    assert {p.instrument_id for p in resources.provisions()} == known


def test_namibia_keeps_its_country_code() -> None:
    """``NA`` is what table readers take for a missing value."""
    votes = [v for v in resources.votes() if v.country == "Namibia"]

    assert [(v.country_code, v.resolution, v.vote) for v in votes] == [
        ("NA", "res-73-266", "abstain"),
        ("NA", "res-73-27", "yes"),
        ("NA", "res-74-247", "yes"),
    ]


def test_votes_add_up_to_the_recorded_totals() -> None:
    counts = Counter((v.resolution, v.vote) for v in resources.votes())

    assert {vote: counts["res-73-27", vote] for vote in ("yes", "no", "abstain")} == {
        "yes": 119,
        "no": 46,
        "abstain": 14,
    }
    assert {vote: counts["res-73-266", vote] for vote in ("yes", "no", "abstain")} == {
        "yes": 138,
        "no": 12,
        "abstain": 16,
    }


def test_norway_is_a_string_in_the_sources_too() -> None:
    votes = catalogue.parse_votes(CORPORA / "votes.csv")

    assert {v.country_code for v in votes if v.country in ("Norway", "Namibia")} == {"NO", "NA"}


def test_the_files_that_people_edit_load_as_a_user_would_load_them() -> None:
    assert len(theory.load_concepts(CORPORA / "concepts.yaml")) == 219
    assert len(theory.load_actors(CORPORA / "actors.yaml")) == 185
    assert theory.load_norms(str(CORPORA / "norms" / "gcsc.yaml")) == theory.load_norms("gcsc")


# Rows


def test_a_row_of_a_wrong_width_is_named_with_its_line(write: Callable[..., Path]) -> None:
    path = write("provision\tother\tstrength\ttopic\tnote\na\tb\tsame\tx\t\na\tb\tsame\n", "c.tsv")

    with pytest.raises(CatalogueError) as caught:
        catalogue.parse_crosswalk(path)

    assert str(caught.value) == f"{path}:3: row: 3 fields, 5 are needed. Correct this row."
    assert caught.value.ja == f"{path}:3: row: 列が3個あります。5個必要です。"


def test_a_dash_in_the_crosswalk_means_that_nothing_corresponds(
    write: Callable[..., Path],
) -> None:
    path = write("p\to\ts\tt\tn\ngcsc-n1\t-\tunique\tpublic-core\t固有\n", "c.tsv")

    assert catalogue.parse_crosswalk(path) == (
        Crosswalk("gcsc-n1", None, "unique", "public-core", "固有"),
    )


def test_an_empty_vote_means_not_voting(write: Callable[..., Path]) -> None:
    path = write('code,country,r-1,r-2\nNA,Namibia,yes,\nKR,"Korea, Republic of",,no\n', "v.csv")

    assert catalogue.parse_votes(path) == (
        Vote("NA", "Namibia", "r-1", "yes"),
        Vote("NA", "Namibia", "r-2", None),
        Vote("KR", "Korea, Republic of", "r-1", None),
        Vote("KR", "Korea, Republic of", "r-2", "no"),
    )


def test_a_table_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match=r"votes\.csv: no such file"):
        catalogue.parse_votes(tmp_path / "votes.csv")


# Phrases


LINE = {"lang": "ja", "text": "主権", "provisions": ["p", "q"], "pole": -1, "form": "plain"}


def test_phrases_come_in_order_with_what_they_mean(write: Callable[..., Path]) -> None:
    lines = [LINE | {"context": "主権を尊重する。"}, LINE | {"text": "tie", "lang": "en",
             "provisions": [], "pole": 0, "form": "sentence"}]  # fmt: skip
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)

    assert catalogue.parse_phrases(write(text, "a.jsonl")) == (
        Phrase("主権", "ja", ("p", "q"), -1),
        Phrase("tie", "en", (), 0),
    )


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "Input data was truncated"),
        ("", "Input data was truncated"),
        (json.dumps(LINE | {"lang": "fr"}), "Invalid enum value 'fr' - at `$.lang`"),
        (json.dumps(LINE | {"pole": 3}), "Invalid enum value 3 - at `$.pole`"),
        (json.dumps(LINE | {"form": "long"}), "Invalid enum value 'long' - at `$.form`"),
        (json.dumps(LINE | {"part": "tune"}), "Object contains unknown field `part`"),
        (json.dumps({"text": "a"}), "Object missing required field `lang`"),
    ],
)
def test_a_line_that_is_no_phrase_is_named_with_file_and_line(
    write: Callable[..., Path], line: str, problem: str
) -> None:
    path = write(f"{json.dumps(LINE)}\n{line}\n{json.dumps(LINE)}\n", "a.jsonl")

    with pytest.raises(CatalogueError) as caught:
        catalogue.parse_phrases(path)

    assert str(caught.value) == f"{path}:2: line: {problem}. Correct this line."
    assert caught.value.ja == f"{path}:2: line: 行が正しくありません（{problem}）。直してください。"
    assert caught.value.line == 2


def test_phrases_that_are_not_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match=r"a\.jsonl: no such file"):
        catalogue.parse_phrases(tmp_path / "a.jsonl")


# Checks between entries


def concept(id_: str, ja: str, en: str, topic: str = "x") -> Concept:
    return Concept(id_, Bilingual(ja, en), (), (), Bilingual("", ""), 0, (topic,))


def actor(id_: str, name: str, **more: Any) -> Actor:
    fields: dict[str, Any] = {
        "type": "country",
        "preferred": Bilingual(name, name),
        "aliases_ja": (),
        "aliases_en": (),
        "short_ja": (),
        "camp": None,
        "camp_basis": "",
        "members": (),
        "match": None,
        "not_in": (),
        "since": None,
        "until": None,
        "predecessor": None,
        "successor": None,
    }
    return Actor(id=id_, **(fields | more))


def provision(id_: str, pole: int, topic: str = "x") -> NormProvision:
    both = Bilingual("甲", "a")
    return NormProvision(id_, "i", "1", both, both, (topic,) if topic else (), pole, "", "true")


def instrument(date: str | None, *sources: str) -> Instrument:
    return Instrument(
        "i", Bilingual("甲", "a"), "b", date, None, "treaty", "liberal", "", None, "true", sources
    )


def test_all_faults_of_a_lexicon_come_at_once() -> None:
    concepts = [
        concept("a", "甲", "Alpha"),
        concept("a", "乙", "beta", "y"),
        concept("c", "乙", "ALPHA"),
    ]

    assert catalogue.check_concepts(concepts, ("x",)) == [
        "concept a: stands 2 times",
        "concept a: unknown topic y",
        "concept c: form (ja) 乙 is ambiguous, names a and c",
        "concept c: form (en) alpha is ambiguous, names a and c",
    ]


def test_case_tells_short_forms_apart_and_long_ones_not() -> None:
    assert catalogue.check_concepts([concept("a", "甲", "US"), concept("b", "乙", "us")]) == []
    assert catalogue.check_concepts([concept("a", "甲", "Cyber"), concept("b", "乙", "cyber")]) == [
        "concept b: form (en) cyber is ambiguous, names a and b"
    ]


@pytest.mark.parametrize("text", ["", " ", "\u3000", "\u200b"], ids=ascii)
def test_a_form_that_nobody_sees_is_a_fault(text: str) -> None:
    assert catalogue.check_concepts([concept("a", text, "alpha")]) == [
        "concept a: a form without a visible character"
    ]


@pytest.mark.parametrize("text", ["デジタル　主権", "cyber\u00a0space"], ids=ascii)
def test_a_form_with_a_space_of_another_kind_is_visible(text: str) -> None:
    assert catalogue.check_concepts([concept("a", text, "alpha")]) == []


def test_a_variant_that_nobody_sees_is_a_fault() -> None:
    unseen = dataclasses.replace(concept("a", "甲", "alpha"), alternatives_en=(" ",))

    assert catalogue.check_concepts([unseen]) != []


def test_actors_must_name_actors_and_days_that_exist() -> None:
    actors = [
        actor("a", "甲", members=("b", "z"), since="2020-13-01"),
        actor("b", "乙", predecessor="y", until="2020"),
    ]

    assert catalogue.check_actors(actors) == [
        "actor a: unknown actor z",
        "actor a: 2020-13-01 is no date (YYYY, YYYY-MM or YYYY-MM-DD)",
        "actor b: unknown actor y",
    ]


def test_instruments_must_name_days_sources_and_topics_that_exist() -> None:
    faults = catalogue.check_instruments(
        [instrument("Nov 2019", "S1", "S9")],
        [provision("p", 0), provision("p", 0, "z"), provision("q", 0, "")],
        topics=("x",),
        source_keys=("S1",),
    )

    assert faults == [
        "provision p: stands 2 times",
        "instrument i: Nov 2019 is no date (YYYY, YYYY-MM or YYYY-MM-DD)",
        "instrument i: unknown source S9",
        "provision q: no topic",
        *(f"provision {name}: verified without a source and a locator" for name in "ppq"),
        "provision p: unknown topic z",
    ]


@pytest.mark.parametrize(
    ("verified", "sources", "locator", "holds"),
    [
        ("true", ("S1",), "para. 13(e)", True),
        ("true", (), "para. 13(e)", False),
        ("true", ("S1",), "", False),
        ("true", (), "", False),
        ("heading", ("S1",), "", True),
        ("false", (), "", True),
    ],
)
def test_a_provision_is_verified_only_by_a_source_and_its_place_there(
    verified: str, sources: tuple[str, ...], locator: str, holds: bool
) -> None:
    one = dataclasses.replace(
        provision("p", 0), verified=verified, sources=sources, locator=locator
    )

    faults = catalogue.check_instruments([instrument(None)], [one], source_keys=("S1",))

    assert (
        [(f.entry, str(f), f.ja) for f in faults] == []
        if holds
        else [
            (
                "p",
                "provision p: verified without a source and a locator",
                "条項「p」: 出典と箇所の記載がないのに「確認済み」です",
            )
        ]
    )
    # A user's own file has no list of sources to name.
    assert catalogue.check_instruments([instrument(None)], [one]) == []


def test_a_provision_names_only_sources_that_are_listed() -> None:
    one = dataclasses.replace(provision("p", 0), sources=("S1", "S9"), locator="art. 1")

    assert catalogue.check_instruments([instrument(None)], [one], source_keys=("S1",)) == [
        "provision p: unknown source S9"
    ]


def test_phrases_must_stand_once_be_seen_and_mean_what_exists() -> None:
    phrases = [
        Phrase("主権", "ja", ("p", "z"), 0),
        Phrase("主権", "ja", (), 0),
        Phrase("\u200b", "ja", (), 0),
    ]

    faults = catalogue.check_phrases(phrases, [provision("p", 0)])

    assert faults == [
        "phrase 主権: unknown provision z",
        "phrase \u200b: no visible character",
        "phrase 主権: stands 2 times",
    ]
    assert [f.ja for f in faults] == [
        "語句「主権」: 条項「z」は登録されていません",
        "語句「\u200b」: 目に見える文字がありません",
        "語句「主権」: 2回書かれています",
    ]


def test_a_crosswalk_must_hold_together() -> None:
    provisions = [provision("p", 2), provision("q", -2), provision("r", 1)]
    pairs = [
        Crosswalk("p", "r", "same", "x", ""),
        Crosswalk("r", "p", "related", "x", ""),
        Crosswalk("p", "q", "same", "x", ""),
        Crosswalk("q", "z", "overlaps", "y", ""),
        Crosswalk("q", None, "related", "x", ""),
        Crosswalk("r", None, "unique", "x", ""),
    ]

    assert catalogue.check_crosswalk(pairs, provisions, ("x",)) == [
        'crosswalk p / q: "same", but the poles differ by more than 1',
        "crosswalk q / z: unknown provision z",
        "crosswalk q / z: unknown topic y",
        "crosswalk q / None: strength related",
        "crosswalk p / r: stands 2 times",
    ]


def test_same_as_nothing_is_a_fault_and_no_crash() -> None:
    pairs = [Crosswalk("q", None, "same", "x", "")]

    assert catalogue.check_crosswalk(pairs, [provision("q", -2)], ("x",)) == [
        "crosswalk q / None: strength same"
    ]


def test_events_and_votes_must_name_what_exists() -> None:
    event = Event("e", "2020", "UN", Bilingual("", ""), None, None, ("S9",), "true", None)
    votes = [Vote("NA", "Namibia", "i", "maybe"), Vote("NA", "Namibia", "i", None)]

    assert catalogue.check_events([event, event], ("S1",)) == [
        "event e: stands 2 times",
        "event e: unknown source S9",
        "event e: unknown source S9",
    ]
    assert catalogue.check_votes([*votes, Vote("JP", "Japan", "k", "yes")], [instrument(None)]) == [
        "vote NA i: stands 2 times",
        "vote NA: 'maybe' is no vote",
        "vote k: unknown resolution k",
    ]


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("2015", True),
        ("2015-07", True),
        ("2015-07-22", True),
        ("2016-02-29", True),
        ("2015-02-29", False),
        ("2015-13", False),
        ("2015/07", False),
        ("", False),
        ("later", False),
        ("2015-1", False),
        ("2015-", False),
        ("2015-07-2", False),
        ("20150722", False),
        ("2015-W29-3", False),
    ],
)
def test_a_date_is_a_year_a_month_or_a_day(text: str, holds: bool) -> None:
    assert validate._is_date(text) is holds
