"""Lists of sentences: read line by line, and labelled one by one."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import jacyber_nlp as jc
from jacyber_nlp.errors import SentenceListError
from jacyber_nlp.pipeline.found import readings_of
from jacyber_nlp.pipeline.sentence_list import passage_of
from jacyber_nlp.records import SentenceQuery, SentenceStance
from jacyber_nlp.stance import read_sentences
from jacyber_nlp.stance.sentence_list import MAX_BYTES, MAX_LENGTH
from toy.models import toy_analyser

Write = Callable[[bytes], Path]
TOY = toy_analyser()
FORM = 'Write {"id": "1", "text": "…", "lang": "ja"}.'
FORM_JA = '{"id": "1", "text": "…", "lang": "ja"}の形で書いてください。'
EN_LONG = (
    "text and before have 10,000 characters at most. Write one sentence a line; "
    "whole documents go to `jacyber score`."
)
JA_LONG = (
    "textとbeforeは10,000字までです。1行に1文ずつ書いてください"
    "（文書全体は`jacyber score`に渡してください）。"
)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(content: bytes) -> Path:
        path = tmp_path / "sentences.jsonl"
        path.write_bytes(content)
        return path

    return write


def jsonl(*rows: dict[str, Any]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def refused(path: Path) -> SentenceListError:
    with pytest.raises(SentenceListError) as caught:
        list(read_sentences(path))
    return caught.value


def ja(text: str, before: str = "", actor: str | None = None) -> SentenceQuery:
    return SentenceQuery(None, text, "ja", actor, before)


def en(text: str, before: str = "") -> SentenceQuery:
    return SentenceQuery(None, text, "en", None, before)


def stances(*queries: SentenceQuery | str) -> list[SentenceStance | None]:
    return jc.stances_of(queries, analyser=TOY)


def stance(query: SentenceQuery | str) -> SentenceStance:
    (found,) = stances(query)
    assert found is not None
    return found


def said(query: SentenceQuery | str) -> tuple[object, ...]:
    """What is told of a sentence, wherever it stands."""
    found = stance(query)
    return found.label, found.p_freedom, found.p_control, found.holder, found.reported_label


# Reading


def test_each_line_is_a_sentence_in_order_with_all_that_is_given(write: Write) -> None:
    path = write(
        jsonl(
            {"id": "a", "text": "検閲", "lang": "ja", "actor": "cn", "before": "前の文。"},
            {"text": "free flow"},
            {"id": "a", "text": "検閲", "note": {"deep": [1]}, "label": "control"},
            {"id": None, "text": "", "lang": None, "actor": None, "before": None},
        )
    )

    assert list(read_sentences(path)) == [
        SentenceQuery("a", "検閲", "ja", "cn", "前の文。"),
        SentenceQuery(None, "free flow", "en"),
        SentenceQuery("a", "検閲", "ja"),
        SentenceQuery(None, "", "ja"),
    ]


@pytest.mark.parametrize(
    "id_", ["", "7", 7, 0, -3, 2**70, 1.0, 1.5, "行\n番号", "\ud800", None], ids=ascii
)
def test_an_id_is_given_back_as_it_is(write: Write, id_: object) -> None:
    (found,) = read_sentences(write(json.dumps({"text": "a", "id": id_}).encode()))

    assert (found.id, type(found.id)) == (id_, type(id_))


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("検閲", "ja", "ja"),
        ("検閲", "en", "en"),
        ("free flow", "ja", "ja"),
        ("free flow", None, "en"),
        ("検閲とfree flow", None, "ja"),
        ("検閲", "fr", "ja"),
        ("free flow", "EN", "en"),
        ("2015", None, "ja"),
    ],
)
def test_the_language_is_the_one_given_or_else_found(
    write: Write, text: str, lang: str | None, expected: str
) -> None:
    (found,) = read_sentences(write(jsonl({"text": text, "lang": lang})))

    assert found.lang == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", []),
        (b"\n", []),
        (b"\xef\xbb\xbf", []),
        (b'{"text": "a"}', ["a"]),
        (b'{"text": "a"}\n{"text": "b"}', ["a", "b"]),
        (b'\xef\xbb\xbf{"text": "a"}\n{"text": "b"}\n', ["a", "b"]),
        (b'{"text": "a"}\r\n{"text": "b"}\r\n', ["a", "b"]),
        (b'\n{"text": "a"}\n\n  \t\r\n{"text": "b"}\n\n', ["a", "b"]),
        (b'  {"text": "a"}  \n', ["a"]),
        (b'{"text": "a", "text": "b"}\n', ["b"]),
        (b'{"text": "a\\nb\\u2028c\\r"}\n', ["a\nb\u2028c\r"]),
        ('{"text": "a\u2028b\u0085c"}\n'.encode(), ["a\u2028b\u0085c"]),
        (b'{"text": "\\ud83d\\ude00"}\n', ["😀"]),
        (b'{"text": "\\ud800a"}\n', ["\ud800a"]),
        (b'{"text": "a", "actor": NaN, "id": NaN}\n', ["a"]),
    ],
    ids=lambda value: ascii(value)[:32],
)
def test_only_line_feeds_part_lines_and_blank_ones_are_passed_over(
    write: Write, content: bytes, expected: list[str]
) -> None:
    assert [query.text for query in read_sentences(write(content))] == expected


@given(st.lists(st.tuples(st.text(max_size=9), st.text(max_size=9)), max_size=6), st.booleans())
@settings(deadline=None, max_examples=50)
def test_as_many_sentences_come_out_as_objects_go_in(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], ascii_: bool
) -> None:
    path = tmp_path_factory.mktemp("list") / "s.jsonl"
    lines = [
        json.dumps({"id": i, "text": text, "before": before}, ensure_ascii=ascii_)
        for i, (text, before) in enumerate(rows)
    ]
    path.write_bytes("".join(f"{line}\n" for line in lines).encode())

    found = [(q.id, q.text, q.before) for q in read_sentences(path)]

    assert found == [(i, *row) for i, row in enumerate(rows)]


# Faults


@pytest.mark.parametrize(
    ("line", "why", "why_ja"),
    [
        ("検閲は認められない。", "not JSON", "JSONではありません"),
        ('{"text": "a"', "not JSON", "JSONではありません"),
        ('{"text": "a"} b', "not JSON", "JSONではありません"),
        ('{"text": "a", "deep": ' + "[" * 50_000, "not JSON", "JSONではありません"),
        ('{"text": "a", "id": ' + "1" * 5_000 + "}", "not JSON", "JSONではありません"),
        *(
            (line, why, why)
            for line, why in (
                ("[1]", "Expected `object`, got `array`"),
                ('"a"', "Expected `object`, got `str`"),
                ("NaN", "Expected `object`, got `null`"),
                ("{}", "Object missing required field `text`"),
                ('{"id": "1", "sentence": "a"}', "Object missing required field `text`"),
                ('{"text": 7}', "Expected `str`, got `int` - at `$.text`"),
                ('{"text": null}', "Expected `str`, got `null` - at `$.text`"),
                ('{"text": "a", "lang": 1}', "Expected `str | null`, got `int` - at `$.lang`"),
                ('{"text": "a", "actor": []}', "Expected `str | null`, got `array` - at `$.actor`"),
                (
                    '{"text": "a", "before": ["b"]}',
                    "Expected `str | null`, got `array` - at `$.before`",
                ),
                (
                    '{"text": "a", "id": true}',
                    "Expected `int | float | str | null`, got `bool` - at `$.id`",
                ),
            )
        ),
    ],
    ids=lambda value: value[:24],
)
def test_a_line_that_is_no_sentence_is_named(
    write: Write, line: str, why: str, why_ja: str
) -> None:
    path = write(b'{"text": "a"}\n\n' + line.encode() + b'\n{"text": "b"}\n')

    error = refused(path)

    assert str(error) == f"{path}:3: no sentence to label ({why}). {FORM}"
    assert error.message("ja") == f"{path}:3: 文として読めません（{why_ja}）。{FORM_JA}"
    assert (error.path, error.line) == (str(path), 3)


@pytest.mark.parametrize(
    "bad",
    [
        '{"text": "主権"}'.encode("cp932"),
        b"\xff",
        '{"text": "a"}'.encode("utf-16"),
        b'{"text": "\xed\xa0\x80"}',
    ],
)
def test_bytes_that_are_no_utf8_are_named_with_their_line(write: Write, bad: bytes) -> None:
    path = write(b'{"text": "a"}\n' + bad)

    error = refused(path)

    assert str(error) == f"{path}:2: is not UTF-8. Save the sentences as UTF-8."
    assert error.message("ja") == f"{path}:2: UTF-8ではありません。UTF-8で保存し直してください。"


@pytest.mark.parametrize("char", ["a", "あ", "𠮷"])
@pytest.mark.parametrize("n", [MAX_LENGTH + 1, MAX_BYTES, MAX_BYTES + 1])
@pytest.mark.parametrize("key", ["text", "before"])
def test_a_line_too_long_is_named_whatever_its_characters(
    write: Write, char: str, n: int, key: str
) -> None:
    path = write(jsonl({"text": "a"}, {"text": "a", key: char * n}, {"text": "b"}))

    error = refused(path)

    assert str(error) == f"{path}:2: {EN_LONG}"
    assert error.message("ja") == f"{path}:2: {JA_LONG}"


@pytest.mark.parametrize("char", ["a", "あ", "𠮷"])
@pytest.mark.parametrize("ascii_", [True, False])
def test_the_longest_sentence_with_the_longest_before_is_read(
    write: Write, char: str, ascii_: bool
) -> None:
    longest = char * MAX_LENGTH
    line = json.dumps({"text": longest, "before": longest}, ensure_ascii=ascii_)

    (found,) = read_sentences(write(line.encode()))

    assert (found.text, found.before) == (longest, longest)


def test_lines_before_the_fault_are_read(write: Write) -> None:
    queries = read_sentences(write(b'{"text": "a"}\n{"text": "b"}\n\xff\n'))

    assert [next(queries).text, next(queries).text] == ["a", "b"]
    with pytest.raises(SentenceListError):
        next(queries)


# Where the list comes from


def test_a_dash_is_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    content = '\ufeff{"text": "主権"}\r\n\n{"text": "b"}'.encode()
    stdin = io.TextIOWrapper(io.BytesIO(content), encoding="ascii")
    monkeypatch.setattr(sys, "stdin", stdin)

    assert [query.text for query in read_sentences("-")] == ["主権", "b"]
    assert not stdin.buffer.closed


def test_a_fault_in_stdin_is_named_with_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\n\xff")))

    with pytest.raises(SentenceListError) as caught:
        list(read_sentences("-"))

    assert str(caught.value) == "-:2: is not UTF-8. Save the sentences as UTF-8."


def test_a_closed_stdin_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)

    with pytest.raises(SentenceListError) as caught:
        list(read_sentences("-"))

    assert str(caught.value) == "-: stdin is closed."
    assert caught.value.message("ja") == "-: 標準入力が閉じています。"
    assert caught.value.line is None


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "無い.jsonl"

    error = refused(path)

    assert str(error) == (
        f"{path}: cannot be read (No such file or directory). Check path and permissions."
    )
    assert error.message("ja") == (
        f"{path}: 読み込めません（No such file or directory）。パスと権限を確かめてください。"
    )
    assert error.line is None


def test_a_folder_is_no_list(tmp_path: Path) -> None:
    assert str(refused(tmp_path)).startswith(f"{tmp_path}: cannot be read (Is a directory). ")


def test_nothing_is_opened_before_it_is_read(tmp_path: Path) -> None:
    queries = read_sentences(tmp_path / "無い.jsonl")

    with pytest.raises(SentenceListError):
        next(queries)


# Labelling


def test_sentences_come_in_order_with_their_stances() -> None:
    found = stances("検閲を行う。", "検閲は認められない。", "晴れである。", "cyber sovereignty")

    assert [one and one.label for one in found] == ["control", "freedom", "neutral", "control"]
    assert all(one and one.holder == "author" for one in found)


def test_no_sentences_have_no_stances() -> None:
    assert stances() == []


QUERY = st.builds(
    SentenceQuery,
    st.none(),
    st.sampled_from(
        [
            "検閲を行う。",
            "検閲は認められない。」",
            "ロシアはサイバー主権を主張した。",
            "free flow of information",
            " ",
            "そうである。",
        ]
    ),
    st.sampled_from(["ja", "en"]),
    st.sampled_from([None, "ロシア", "cn", "nobody"]),
    st.sampled_from(["", "ロシアは「サイバー主権を主張した。", "Russia said so."]),
)


@given(st.lists(QUERY, max_size=6))
@settings(deadline=None, max_examples=25)
def test_the_stance_of_a_sentence_hangs_on_no_other_of_the_list(
    queries: list[SentenceQuery],
) -> None:
    assert stances(*queries) == [stances(query)[0] for query in queries]


@pytest.mark.parametrize("text", ["", " ", "\n\u3000\t", "\0", "\u200b\ufeff", "\x1b"], ids=ascii)
def test_a_text_that_nobody_sees_has_no_stance(text: str) -> None:
    assert stances("検閲を行う。", ja(text, "検閲を行う。"), en(text)) == [
        stance("検閲を行う。"),
        None,
        None,
    ]


def test_what_stands_before_tells_whose_view_it_is() -> None:
    alone = stance("検閲を行う。")
    after = stance(ja("検閲を行う。」", "ロシアは「サイバー主権を主張した。"))

    assert (alone.label, alone.holder, alone.reported_label) == ("control", "author", None)
    assert (after.label, after.holder, after.reported_label) == ("neutral", "ロシア", "control")


def test_only_the_sentence_asked_for_is_labelled() -> None:
    free, control = "情報の自由な流通を守る。", "サイバー主権を尊重する。"

    assert said(ja(control, free)) == said(control)
    assert said(ja(free, control * 9)) == said(free)
    assert said(en("free flow of information", "Cyber sovereignty is right.")) == said(
        "free flow of information"
    )


def test_of_what_stands_before_the_last_sentence_is_looked_at_and_all_is_kept() -> None:
    query = ja("国は動く。", before="Ａは言った。会議が開かれた。資料が配られた。")

    document, sentences = passage_of(query)

    texts = [s.span.of(document.text) for s in sentences]
    assert texts == ["資料が配られた。", "国は動く。"]
    assert document.text == "Aは言った。会議が開かれた。" + "".join(texts)


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        (ja, ["Ａは言った。", "会議が開かれた。", "資料が配られた。", "国は動く。"]),
        (en, ["The envoy spoke. ", "They met. ", "Papers were read. ", "States act."]),
    ],
)
def test_a_sentence_that_stands_before_is_read_as_when_it_is_asked_for(
    query: Callable[[str, str], SentenceQuery], lines: list[str]
) -> None:
    """Rows that follow each other in a document are read once, not twice."""
    readings = [
        readings_of(*passage_of(query(line, "".join(lines[:i])))) for i, line in enumerate(lines)
    ]

    alone = [own[-1] for own in readings]
    assert [len(own) for own in readings] == [1, 2, 2, 2]
    assert all(own == alone[i + 1 - len(own) : i + 1] for i, own in enumerate(readings))
    assert alone[3].before.startswith(("Aは言った。", "The envoy spoke. They"))


def test_what_stands_before_need_not_end_like_a_sentence() -> None:
    """It stays apart: a heading, or a line cut off, is no part of the sentence."""
    assert said(ja("検閲を行う。", "情報の自由な流通")) == said("検閲を行う。")
    assert stance(ja("検閲を行う。」", "ロシアは「サイバー主権を主張した")).holder == "ロシア"


def test_a_text_that_stands_before_as_well_is_labelled_at_its_own_place() -> None:
    before = "検閲を行う。検閲を行う。"
    found = stance(ja("検閲を行う。", before))

    assert (found.span.start, found.span.end) == (len(before), len(before) + 6)
    assert said(ja("検閲を行う。", before)) == said("検閲を行う。")


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("各国は検閲を\n行う。", "各国は検閲を 行う。"),
        ("\u3000検閲を行う。\r\n", "検閲を行う。"),
        ("ｻｲﾊﾞｰ主権", "サイバー主権"),
        ("ｆｒｅｅ ｆｌｏｗ of information", "free flow of information"),
        ("検閲を\0行う。", "検閲を\ufffd行う。"),
        ("\ud800検閲を行う。", "\ufffd検閲を行う。"),
    ],
    ids=ascii,
)
def test_a_text_is_read_as_the_line_of_a_document_that_it_would_be(text: str, same: str) -> None:
    assert stance(ja(text)) == stance(ja(same))
    assert stance(ja("検閲を行う。", text)) == stance(ja("検閲を行う。", same))


@pytest.mark.parametrize(
    "text",
    [
        "1 注 検閲を行う。",
        "- 3 -\n検閲を行う。\n- 4 -",
        "検閲を行う。情報を守る。晴れである。",
        "検閲 ........ 3",
        "第1章 検閲",
        "\ufffd\ufffd\ufffd検閲\ufffd",
        "æ–‡å­—検閲åŒ–ã‘",
    ],
)
def test_a_text_is_one_sentence_whatever_it_looks_like(text: str) -> None:
    found = stance(ja(text, "前の文である。"))

    one_line = " ".join(text.split())
    assert found.span.end - found.span.start == len(one_line)
    assert found.span.start == len("前の文である。")
    assert found.label == "control"


@pytest.mark.parametrize("text", ["あ" * 10_000, "word " * 2_000, "。" * 10_000, "😀" * 999])
def test_the_longest_text_has_a_stance(text: str) -> None:
    assert stance(text).label == "neutral"
    assert said(ja("検閲を行う。", text)) == said("検閲を行う。")


def test_the_actor_speaks_as_the_author() -> None:
    text = "ロシアはサイバー主権を主張した。"

    assert stance(ja(text)).holder == "ロシア"
    for actor in ("ロシア", "russia"):
        found = stance(ja(text, actor=actor))
        assert (found.holder, found.label) == ("author", "control")
    assert stance(ja(text, actor="中国")).holder == "ロシア"
    assert stance(ja(text, actor="")).holder == "ロシア"


@pytest.mark.parametrize("name", ["ＥＵ", "ＮＡＴＯ", "EU", "ﾛｼｱ", "ロシア", "㍿ア"])
def test_a_holder_has_its_name_as_it_was_given(name: str) -> None:
    said = stance(ja(f"{name}はｻｲﾊﾞｰ主権を主張した。"))
    assert (said.mode, said.holder) == ("reported", name)

    after = stance(ja("検閲を行う。」", f"ﾊﾟﾘで会う。{name}は「サイバー主権を主張した。"))
    assert (after.mode, after.holder) == ("reported", name)


def test_a_bare_text_has_the_language_of_its_characters() -> None:
    assert stances("検閲を行う。", "free flow of information", "2015") == stances(
        ja("検閲を行う。"), en("free flow of information"), ja("2015")
    )


def test_without_an_analyser_it_is_the_one_that_ships(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jacyber_nlp.pipeline.default_analyser", lambda: TOY)

    assert jc.stances_of(["検閲を行う。"]) == stances("検閲を行う。")


def test_what_ships_labels_a_list_alone_and_together() -> None:
    queries: list[Any] = ["検閲は認められない。", "States must protect the free flow.", "", "あ"]

    found = jc.stances_of(queries)

    assert found == [jc.stances_of([query])[0] for query in queries]
    assert found[2] is None
    for one in found[:2]:
        assert one is not None
        total = one.p_freedom + one.p_control + one.p_neutral
        assert total == pytest.approx(1, abs=1e-9)
