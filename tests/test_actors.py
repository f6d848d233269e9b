"""actors: who holds the view of each sentence."""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import cache
from math import exp
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jacyber_nlp import resources
from jacyber_nlp.actors import AUTHOR, UNNAMED, HolderFinder, is_named_anew
from jacyber_nlp.actors.holders import CERTAIN, SURE
from jacyber_nlp.records import Actor, Bilingual, CharSpan, Holder
from jacyber_nlp.scope import find_scopes
from jacyber_nlp.sentences import split_sentences
from jacyber_nlp.tokens import tokenizer

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent / "golden" / "holders.jsonl").read_text("utf-8").splitlines()
]


def actor(id_: str, ja: str, en: str, *more_en: str, **fields: Any) -> Actor:
    values: dict[str, Any] = {
        "type": "country",
        "aliases_ja": (),
        "aliases_en": more_en,
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
    return Actor(id=id_, preferred=Bilingual(ja, en), **{**values, **fields})


ACTORS = (
    actor("rur", "ラシュタ国", "Rashuta", "Republic of Rashuta"),
    actor("who", "保健機関", "WHO", match="case"),
    actor("chu", "中部国", "Chubu", not_in=("中部国際空港",)),
)
TOY = HolderFinder(ACTORS)


@cache
def shipped() -> HolderFinder:
    return HolderFinder(resources.actors())


def holders(
    text: str, lang: str, finder: HolderFinder = TOY, offset: int = 0, **options: Any
) -> list[Holder]:
    doc = tokenizer(lang).make_doc(text)
    sentences = [CharSpan(s.start + offset, s.end + offset) for s in split_sentences(text)]
    return finder.find(doc, sentences, find_scopes(doc, offset), offset, **options)


def named(text: str, lang: str, finder: HolderFinder = TOY, **options: Any) -> list[list[Any]]:
    return [[h.name, h.actor_id] for h in holders(text, lang, finder, **options)]


# --- golden cases --------------------------------------------------------------------


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(
            row,
            id=row["label"],
            marks=[pytest.mark.xfail(reason=row["xfail"])] if "xfail" in row else [],
        )
        for row in ROWS
    ],
)
def test_a_sentence_has_just_this_holder(row: dict[str, Any]) -> None:
    """A place of null is not asked for."""
    given_, (name, actor_id, place) = row["input"], row["expected"]
    own = shipped().own_names(given_.get("actor"))

    (found,) = holders(
        given_["text"], given_["lang"], shipped(), own_names=own, kind=given_.get("kind")
    )

    assert (found.name, found.actor_id) == (name, actor_id)
    assert place in (None, found.place)


@pytest.mark.parametrize("lang", ["ja", "en"])
@given(data=st.data())
def test_a_holder_does_not_hang_on_the_sentences_beside_it(lang: str, data: st.DataObject) -> None:
    pool = [r for r in ROWS if r["input"].keys() == {"lang", "text"} and r["input"]["lang"] == lang]
    texts = [r["input"]["text"] for r in data.draw(st.lists(st.sampled_from(pool), max_size=5))]

    together = named("\n".join(texts), lang, shipped())

    assert together == [pair for text in texts for pair in named(text, lang, shipped())]


# --- cue, place, probability ---------------------------------------------------------


def test_cue_and_place_tell_why_the_name_was_chosen() -> None:
    text = "Rashuta argues that order matters. According to Chubu, it does not. It is said so."

    found = holders(text, "en")

    assert [h.cue and h.cue.of(text) for h in found] == ["argues", "According to", None]
    assert [(h.name, h.place) for h in found] == [
        ("Rashuta", "topic"),
        ("Chubu", "source"),
        (UNNAMED, ""),
    ]


def test_an_offset_moves_the_cue_and_changes_nothing_else() -> None:
    text = "ラシュタ国は、主権が大切だと主張する。これは必要だとされる。"
    (here, nobody), (there, nobody_there) = holders(text, "ja"), holders(text, "ja", offset=500)

    assert here.cue is not None
    assert there.cue == CharSpan(here.cue.start + 500, here.cue.end + 500)
    assert there == Holder("ラシュタ国", "rur", there.cue, "topic", "person", here.p)
    assert nobody == nobody_there == Holder(UNNAMED, None, None, "", "", nobody.p)


@pytest.mark.parametrize(
    ("text", "lang", "head"),
    [
        ("研究者らは、規制が必要だと主張した。", "ja", "person"),
        ("報告書は、規制が必要だと指摘した。", "ja", "text"),
        ("同国は、規制が必要だと主張した。", "ja", "before"),
        ("我が国は、規制が必要だと主張した。", "ja", "author"),
        ("規制は必要だとされる。", "ja", ""),
        ("Human rights lawyers argue that rules matter.", "en", "person"),
        ("The Kyiv Post argued that rules matter.", "en", "name"),
        ("It is argued that rules matter.", "en", ""),
    ],
)
def test_the_head_tells_what_the_holder_is(text: str, lang: str, head: str) -> None:
    (found,) = holders(text, lang, shipped())

    assert found.head == head


def test_the_probability_is_that_of_the_best_among_all_and_nobody() -> None:
    """By hand: 2 for the topic with は, 1 for that with が, nobody of 0."""
    finder = HolderFinder(ACTORS, {"topic": 1.0, "ja topic は": 1.0})
    text = "ラシュタ国は、主権が大切だと主張する。"

    (found,) = holders(text, "ja", finder)

    assert (found.name, found.place) == ("ラシュタ国", "topic")
    assert found.p == pytest.approx(exp(2) / (exp(2) + exp(1) + 1), abs=1e-4)


@pytest.mark.parametrize(
    ("weights", "name", "place"),
    [
        ({"topic": 1.0}, "ラシュタ国", "topic"),
        ({"ja が": 1.0}, "主権", "topic"),
        ({"ja は": 1.0, "ja inside": 2.0}, "主権", "topic"),
        ({"ja none": 1.0}, UNNAMED, ""),
        ({"topic": 1.0, "ja none report": 2.0}, UNNAMED, ""),
    ],
)
def test_the_weights_decide(weights: dict[str, float], name: str, place: str) -> None:
    finder = HolderFinder(ACTORS, weights)

    (found,) = holders("ラシュタ国は、主権が大切だと主張する。", "ja", finder)

    assert (found.name, found.place) == (name, place)


def test_a_sentence_without_any_name_is_held_by_nobody_for_certain() -> None:
    assert holders("必要だとされる。", "ja") == [Holder(UNNAMED, None, None, "", "", 1.0)]
    assert holders("Act now.", "en") == [Holder(UNNAMED, None, None, "", "", 1.0)]


def test_a_name_has_eighty_tokens_at_most() -> None:
    def longest(n: int) -> int:
        text = "政府の" * n + "主権は侵害されたと、報告書は批判した。"
        return max(len(name) for name, _ in named(text, "ja"))

    assert longest(35) == len("政府の" * 34 + "政府")
    assert longest(50) <= 80 * len("政府")


def test_a_text_without_sentences_has_no_holders() -> None:
    assert holders("", "ja") == holders("\n", "en") == []


def test_scopes_of_other_sentences_do_not_count() -> None:
    text = "保健機関は動く。ラシュタ国は、主権が大切だと主張する。中部国は動く。"
    doc = tokenizer("ja").make_doc(text)
    sentences = split_sentences(text)
    finder = HolderFinder(ACTORS, {"ja は": 1.0, "ja none report": 2.0})

    found = finder.find(doc, sentences, find_scopes(doc))

    assert [h.name for h in found] == ["保健機関", UNNAMED, "中部国"]


# --- the author ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "lang", "name"),
    [
        ("政府は、監視が必要だと説明した。", "ja", "政府"),
        ("参加国は、主権が大切だと宣言した。", "ja", "参加国"),
        ("The government argues that order matters.", "en", "The government"),
        ("The Parties affirm that order matters.", "en", "The Parties"),
    ],
)
@pytest.mark.parametrize(
    ("kind", "own"),
    [(None, False), ("secondary", False), ("primary", True), ("state_medium", True)],
)
def test_a_government_is_the_author_in_its_own_text_alone(
    text: str, lang: str, name: str, kind: str | None, own: bool
) -> None:
    assert named(text, lang, kind=kind) == [[AUTHOR if own else name, None]]


@pytest.mark.parametrize("spoken_by", ["rur", "ラシュタ国", "Rashuta", "REPUBLIC OF RASHUTA"])
def test_all_names_of_the_document_s_actor_are_the_author(spoken_by: str) -> None:
    own = TOY.own_names(spoken_by)

    assert own == {"rur", "ラシュタ国", "rashuta", "republic of rashuta"} | {spoken_by.lower()}
    assert named("ラシュタ国は、主権が大切だと主張する。", "ja", own_names=own) == [[AUTHOR, None]]
    assert named("Rashuta argues that order matters.", "en", own_names=own) == [[AUTHOR, None]]
    assert named("中部国は、主権が大切だと主張する。", "ja", own_names=own) == [["中部国", "chu"]]


def test_the_author_keeps_cue_and_place() -> None:
    text = "我が国は、主権が大切だと主張する。"

    (found,) = holders(text, "ja")

    assert found.cue is not None
    assert (found.name, found.place, found.cue.of(text)) == (AUTHOR, "topic", "は")


def test_an_actor_outside_the_catalogue_has_its_own_name_alone() -> None:
    own = TOY.own_names("Free Net Union")

    assert own == {"free net union"}
    assert named("Free Net Union argues that order matters.", "en", own_names=own) == [
        [AUTHOR, None]
    ]


@pytest.mark.parametrize("nobody", [None, ""])
def test_a_document_without_actor_has_no_own_names(nobody: str | None) -> None:
    assert TOY.own_names(nobody) == frozenset()


# --- names of the catalogue ----------------------------------------------------------


def test_the_catalogue_only_adds_the_id_and_never_the_name() -> None:
    text = "ラシュタ国政府の代表は、主権が大切だと述べた。"

    assert named(text, "ja") == [["ラシュタ国政府の代表", "rur"]]
    assert named(text, "ja", HolderFinder(())) == [["ラシュタ国政府の代表", None]]


def test_an_actor_matched_by_case_is_not_found_in_small_letters() -> None:
    assert named("The WHO panel argues that rules matter.", "en") == [["The WHO panel", "who"]]
    assert named("The who panel argues that rules matter.", "en") == [["The who panel", None]]


def test_a_longer_word_that_voids_an_actor_gives_no_id() -> None:
    text = "中部国際空港の社長は、規制が必要だと述べた。"

    assert named(text, "ja") == [["中部国際空港の社長", None]]


def test_an_actor_inside_another_word_gives_no_id() -> None:
    assert named("同ラシュタ国は、規制が必要だと述べた。", "ja")[0][1] is None
    assert named("隣のラシュタ国は、規制が必要だと述べた。", "ja")[0][1] == "rur"


def test_the_last_actor_of_a_phrase_is_the_one_that_speaks() -> None:
    text = "ラシュタ国と中部国は、主権が大切だと主張する。"

    assert named(text, "ja") == [["ラシュタ国と中部国", "chu"]]


# --- who was named before ------------------------------------------------------------


HEADS = ("author", "generic", "text", "person", "name", "other")
PLACES = (
    "source",
    "label",
    "quote",
    "saying",
    "within",
    "topic",
    "subject",
    "behind",
    "other",
)


def held(name: str = "中国", place: str = "source", head: str = "person", p: float = 1.0) -> Holder:
    return Holder(name, None, CharSpan(0, 1), place, head, p)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("name", "head"),
    [("同国", "before"), ("They", "before"), (AUTHOR, "author"), (UNNAMED, ""), (AUTHOR, "person")],
)
def test_who_was_named_before_and_the_author_are_not_named_anew(
    name: str, head: str, place: str
) -> None:
    assert not is_named_anew(held(name, place, head), reports=True)


@pytest.mark.parametrize("place", ["source", "label", "quote"])
@pytest.mark.parametrize("head", HEADS)
def test_who_is_put_beside_the_view_is_named_anew(place: str, head: str) -> None:
    assert is_named_anew(held(place=place, head=head, p=0.1), reports=False)


@pytest.mark.parametrize("place", ["topic", "saying"])
@pytest.mark.parametrize("head", HEADS)
def test_a_topic_is_named_anew_if_it_says_or_is_somebody(place: str, head: str) -> None:
    sure, unsure = held(place=place, head=head, p=SURE + 0.01), held(place=place, head=head, p=SURE)

    assert is_named_anew(sure, reports=True)
    assert is_named_anew(sure, reports=False) is (head in ("person", "name"))
    assert not is_named_anew(unsure, reports=True)


@pytest.mark.parametrize("place", ["subject", "within", "behind"])
@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("reports", [True, False])
def test_a_subject_is_named_anew_if_it_is_certain_to_be_somebody(
    place: str, head: str, reports: bool
) -> None:
    certain, sure = held(place=place, head=head, p=CERTAIN + 0.01), held(place=place, p=CERTAIN)

    assert is_named_anew(certain, reports=reports) is (head in ("person", "name"))
    assert not is_named_anew(sure, reports=reports)


@pytest.mark.parametrize("head", HEADS)
def test_a_phrase_of_no_place_is_never_named_anew(head: str) -> None:
    assert not is_named_anew(held(place="other", head=head), reports=True)


@pytest.mark.parametrize(
    ("text", "lang", "anew"),
    [
        ("人権団体によれば、数百人が拘束された。", "ja", True),
        ("中国は、主権が大切だと主張する。", "ja", True),
        ("同盟国は、主権が大切だと主張する。", "ja", True),
        ("同国外務省は、主権が大切だと主張する。", "ja", True),
        ("彼らは、監視は違法だと訴えた。", "ja", False),
        ("同氏によれば、攻撃は増えている。", "ja", False),
        ("この政府は、監視は違法だと訴えた。", "ja", False),
        ("我々は、規制が必要だと主張する。", "ja", False),
        ("この規制は必要だとされる。", "ja", False),
        ("According to the ministry, the attack came from abroad.", "en", True),
        ("Russia argues that order matters.", "en", True),
        ("They insist that sovereignty comes first.", "en", False),
        ("The former insists that sovereignty comes first.", "en", False),
        ("These officials insist that sovereignty comes first.", "en", False),
        ("We argue that censorship harms users.", "en", False),
        ("It is argued that order matters.", "en", False),
    ],
)
def test_a_sentence_names_its_holder_anew_or_goes_on(text: str, lang: str, anew: bool) -> None:
    (found,) = holders(text, lang, shipped())
    scopes = find_scopes(tokenizer(lang).make_doc(text))

    assert is_named_anew(found, reports=any(s.kind == "report" for s in scopes)) is anew


@given(
    st.sampled_from(["中国", "同国", "They", AUTHOR, UNNAMED]),
    st.sampled_from(PLACES),
    st.sampled_from([*HEADS, "before"]),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_surer_holders_and_words_that_report_never_take_the_name_away(
    name: str, place: str, head: str, p: float, other_p: float
) -> None:
    less, more = (held(name, place, head, q) for q in sorted((p, other_p)))

    assert is_named_anew(less, reports=False) <= is_named_anew(less, reports=True)
    for reports in (True, False):
        assert is_named_anew(less, reports=reports) <= is_named_anew(more, reports=reports)


# --- properties ----------------------------------------------------------------------

WORDS = (
    "ラシュタ国 は 、 が 我々 同国 の 「国 」 主権 と主張する と述べ によれば とされる の声 。 \n "
    "Rashuta argues that , . according to we they says “law law” by ’s 😀 \0 (WHO) Reportedly"
).split(" ")


@given(
    st.lists(st.sampled_from(WORDS) | st.characters(exclude_characters='「『“"'), max_size=18),
    st.sampled_from(["ja", "en"]),
    st.sampled_from([None, "primary"]),
    st.sampled_from([(), ("ラシュタ国", "rashuta")]),
)
def test_each_sentence_has_one_holder_whose_name_stands_in_it(
    parts: list[str], lang: str, kind: str | None, own: Collection[str]
) -> None:
    text = ("" if lang == "ja" else " ").join(parts)
    sentences = split_sentences(text)

    found = holders(text, lang, kind=kind, own_names=own)

    assert len(found) == len(sentences)
    for sentence, holder in zip(sentences, found, strict=True):
        assert holder.name.strip()
        assert 0 < holder.p <= 1
        unnamed = holder.name == UNNAMED
        assert (holder.cue is None) is (holder.place == "") is (holder.head == "") is unnamed
        if holder.cue is not None:
            assert sentence.start <= holder.cue.start < holder.cue.end <= sentence.end
        if holder.name in (AUTHOR, UNNAMED):
            assert holder.actor_id is None
        else:
            assert holder.name in sentence.of(text)
            assert holder.name.lower() not in own
