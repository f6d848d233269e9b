"""Records: what they refuse, and that JSON brings them back whole."""

from __future__ import annotations

import dataclasses
import inspect
import json
import types
import typing
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jacyber_nlp import records
from jacyber_nlp.records import (
    AlignedTerm,
    Alignment,
    Anchor,
    Axis,
    CharSpan,
    Document,
    DocumentStance,
    Evidence,
    GlossaryEntry,
    GlossaryUse,
    Metadata,
    SentenceQuery,
    Source,
    Term,
    TermCounts,
    TermPair,
    Vote,
    from_json,
    to_json,
)

RECORDS = tuple(
    value
    for _, value in sorted(vars(records).items())
    if inspect.isclass(value) and dataclasses.is_dataclass(value)
)
CHARACTERS = st.sampled_from('国家"\\\n\u2028\x00、a😀') | st.characters(exclude_categories=["Cs"])
SCALARS: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(alphabet=CHARACTERS, max_size=6),
    int: st.integers(-(2**40), 2**40),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    type(None): st.none(),
}


def anything(type_: Any) -> st.SearchStrategy[Any]:
    """Values of an annotation, dataclasses in it field by field."""
    if type_ in SCALARS:
        return SCALARS[type_]
    if type_ is CharSpan:
        return st.builds(
            lambda start, size: CharSpan(start, start + size),
            st.integers(0, 10**6),
            st.integers(1, 10**6),
        )
    if dataclasses.is_dataclass(type_):
        hints = typing.get_type_hints(type_)
        parts = {f.name: anything(hints[f.name]) for f in fields(type_)}
        if type_ is TermPair:  # two names at least
            parts |= {"ja": st.text(min_size=1), "en": st.text(min_size=1)}
        if type_ is TermCounts:  # columns of one length
            one = {name: st.tuples(CHARACTERS) for name in ("keys", "surfaces")}
            parts |= one | {"counts": st.just((3,)), "n_tokens": st.integers(3, 10**6)}
        if type_ is Axis:  # two names beside neutral
            parts |= {"positive": st.just("開放"), "negative": st.sampled_from("国家\U0001f600")}
        if type_ is GlossaryUse:
            parts |= {"count": st.integers(1, 10**6)}
        if type_ is GlossaryEntry:  # names that are seen, and a kind
            name = st.text(alphabet="国際法abc", min_size=1)
            parts |= {"ja": name, "en": name, "kind": st.just("body")}
            lists = ("abbreviations", "variants_ja", "variants_en")
            parts |= {field: st.tuples(name) for field in lists}
        return st.builds(type_, **parts)
    origin, args = typing.get_origin(type_), typing.get_args(type_)
    if origin in (types.UnionType, typing.Union):
        return st.one_of(*(anything(arg) for arg in args))
    if origin is dict:
        return st.dictionaries(anything(args[0]), anything(args[1]), max_size=2)
    if origin is tuple and args[-1] is Ellipsis:
        return st.lists(anything(args[0]), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*(anything(arg) for arg in args))
    raise NotImplementedError(f"no strategy for {type_}")


def fields(type_: Any) -> tuple[dataclasses.Field[Any], ...]:
    return dataclasses.fields(type_)


def make_document(text: str, anchors: tuple[Anchor, ...]) -> Document:
    return Document(
        "d",
        "ja",
        text,
        CharSpan(0, len(text)),
        (CharSpan(0, len(text)),),
        (),
        (),
        anchors,
        (),
        Source("d.txt", "text/plain", "utf-8", ""),
        Metadata(),
    )


@pytest.mark.parametrize("type_", RECORDS, ids=lambda t: t.__name__)
@given(data=st.data())
@settings(deadline=None, max_examples=20)
def test_a_record_survives_json(type_: Any, data: st.DataObject) -> None:
    record = data.draw(anything(type_))

    line = to_json(record)

    assert "\n" not in line
    assert from_json(line, type_) == record
    assert from_json(line.encode(), type_) == record


def test_the_property_above_sees_all_records() -> None:
    names = {t.__name__ for t in RECORDS}

    assert {"Analysis", "Document", "DocumentStance", "NormProvision", "Vote"} <= names
    assert {"AlignedTerm", "Alignment", "Phrase", "TermQuery"} <= names
    assert {"SentenceQuery", "SentenceStance", "Voice"} <= names
    assert len(names) >= 20


@pytest.mark.parametrize("type_", RECORDS, ids=lambda t: t.__name__)
def test_a_record_cannot_be_changed(type_: Any) -> None:
    assert type_.__dataclass_params__.frozen
    assert "__dict__" not in dir(type_)


@pytest.mark.parametrize("id_", [None, "7", 7, 7.0, 7.5, 2**70], ids=repr)
def test_the_id_of_a_query_is_no_other_kind_of_id_after_json(id_: str | float | None) -> None:
    query = SentenceQuery(id_, "検閲", "ja")

    back = from_json(to_json(query), SentenceQuery)

    assert (back, type(back.id)) == (query, type(id_))
    assert (back.actor, back.before) == (None, "")


def test_half_a_character_pair_cannot_be_written_and_says_so() -> None:
    with pytest.raises(ValueError, match="surrogates not allowed"):
        to_json(Vote("NA", "\ud800", "res-73-27", None))


def test_json_keeps_japanese_as_it_is() -> None:
    vote = Vote("NA", "ナミビア", "res-73-27", None)

    assert to_json(vote) == (
        '{"country_code":"NA","country":"ナミビア","resolution":"res-73-27","vote":null}'
    )


@pytest.mark.parametrize(
    ("start", "end"), [(3, 3), (5, 2), (-1, 4), (-3, -1), (0, 0)], ids=lambda v: str(v)
)
def test_an_empty_or_backward_span_is_refused_in_python_and_in_json(start: int, end: int) -> None:
    message = f"not a span: start={start}, end={end}"

    with pytest.raises(ValueError, match=rf"^{message}$"):
        CharSpan(start, end)
    with pytest.raises(ValueError, match=message):
        from_json(json.dumps({"start": start, "end": end}), CharSpan)


def test_a_bad_span_in_json_is_named_with_its_place() -> None:
    span = CharSpan(0, 2)
    good = Evidence(span, "自由", 1, 1, "freedom", 1.0)
    stance = DocumentStance(
        "d", "d.txt", 1.0, (1.0, 1.0), 0.5, 1.0, 0.0, 0.0, 4, 2, 1, None, (good,) * 2, {}, {}, "m/1"
    )
    data = json.loads(to_json(stance))
    data["evidence"][1]["span"] = {"start": 3, "end": 3}

    with pytest.raises(ValueError, match="not a span") as caught:
        from_json(json.dumps(data), DocumentStance)

    assert str(caught.value) == "not a span: start=3, end=3 - at `$.evidence[1].span`"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"start": "3"}, "Expected `int`, got `str` - at `$.start`"),
        ({"start": 1.5}, "Expected `int`, got `float` - at `$.start`"),
        ({"end": None}, "Expected `int`, got `null` - at `$.end`"),
    ],
)
def test_a_field_of_a_wrong_type_is_refused_with_its_place(
    change: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match="Expected") as caught:
        from_json(json.dumps({"start": 0, "end": 9} | change), CharSpan)

    assert str(caught.value) == message


def test_a_missing_field_and_broken_json_are_value_errors() -> None:
    with pytest.raises(ValueError, match="missing required field `end`"):
        from_json('{"start": 1}', CharSpan)
    with pytest.raises(ValueError, match="truncated"):
        from_json('{"start": 1', CharSpan)


def test_a_span_cuts_code_points_and_not_bytes() -> None:
    assert CharSpan(1, 3).of("😀国家😀") == "国家"


def test_spans_are_ordered_by_start_and_then_by_end() -> None:
    spans = [CharSpan(2, 3), CharSpan(0, 9), CharSpan(0, 2)]

    assert sorted(spans) == [CharSpan(0, 2), CharSpan(0, 9), CharSpan(2, 3)]


def test_a_place_is_that_of_the_last_anchor_at_or_before_the_span() -> None:
    anchors = (Anchor(0, 1, 1, 0), Anchor(4, 1, 2, 5), Anchor(8, 2, 1, 0))
    document = make_document("一二三四五六七八九十", anchors)

    assert [document.place(CharSpan(i, i + 1)) for i in (0, 3, 4, 7, 8, 9)] == [
        (1, 1),
        (1, 1),
        (1, 2),
        (1, 2),
        (2, 1),
        (2, 1),
    ]


@given(
    offsets=st.sets(st.integers(1, 19), max_size=6),
    at=st.integers(0, 19),
)
@settings(deadline=None, max_examples=60)
def test_the_anchor_found_is_the_one_a_walk_would_find(offsets: set[int], at: int) -> None:
    anchors = tuple(Anchor(o, None, i + 1, o) for i, o in enumerate(sorted({0, *offsets})))
    document = make_document("あ" * 20, anchors)

    slow = [anchor for anchor in anchors if anchor.offset <= at][-1]

    assert document.anchor_at(at) == slow


@pytest.mark.parametrize("offset", [-1, 3, 100])
def test_an_offset_outside_the_text_has_no_place(offset: int) -> None:
    document = make_document("あいう", (Anchor(0, None, 1, 0),))

    with pytest.raises(ValueError, match=rf"^offset {offset} is outside a text of 3$"):
        document.anchor_at(offset)


def test_a_pair_of_one_name_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^a pair has two names at least$"):
        TermPair("規範起業家", None, None, "term", "bracket", (CharSpan(0, 5),))


def test_a_term_counts_its_places() -> None:
    spans = (CharSpan(0, 2), CharSpan(5, 7), CharSpan(9, 11))

    assert Term("主権", ("主権",), "ja", spans, 1.0, "c_value", ()).count == 3


@pytest.mark.parametrize(
    ("matches", "matched"),
    [((), False), ((False, False), False), ((True, False), True), ((False, True), True)],
)
def test_a_term_matches_if_any_of_its_provisions_does(
    matches: tuple[bool, ...], matched: bool
) -> None:
    alignments = tuple(
        Alignment("主権", f"p-{i}", 0.5, 0.5, i, "embedding", "toy/1", one, "true")
        for i, one in enumerate(matches, 1)
    )
    term = AlignedTerm("主権", "ja", "term", CharSpan(0, 2), "主権。", None, 1, alignments)

    assert term.matched is matched
