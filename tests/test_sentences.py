from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jacyber_nlp.records import Document
from jacyber_nlp.sentences import MAX_SENTENCE, sentences_of, split_sentences
from toy.golden import golden

QUICK = settings(deadline=None, max_examples=60)
TEXT = st.text(
    alphabet=st.sampled_from("国家はと 　\n。．！？?.「」『』（）()“”\"'１1ab、")
    | st.characters(exclude_categories=())
)


def split(text: str) -> list[str]:
    return [span.of(text) for span in split_sentences(text)]


@pytest.mark.parametrize(("text", "sentences"), golden("sentences"))
def test_a_text_is_split_as_a_reader_would(text: str, sentences: list[str]) -> None:
    assert split(text) == sentences


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u3000\t \n"])
def test_white_space_has_no_sentences(text: str) -> None:
    assert split_sentences(text) == ()


@pytest.mark.parametrize("text", ["。", "。。。", "「」", "!!!", ".", "…", "1.", "“", "国"])
def test_the_least_text_is_one_sentence(text: str) -> None:
    assert split(text) == [text]


# --- properties --------------------------------------------------------------


@QUICK
@given(TEXT)
def test_sentences_cover_all_but_white_space(text: str) -> None:
    """Spans are in order, do not overlap, and lose nothing but white space."""
    spans = split_sentences(text)

    assert all(a.end <= b.start for a, b in pairwise(spans))
    inside = {i for span in spans for i in range(span.start, span.end)}
    assert all(text[i].isspace() for i in range(len(text)) if i not in inside)


@QUICK
@given(TEXT)
def test_sentences_have_no_white_space_at_their_edges_and_no_line_end(text: str) -> None:
    for sentence in split(text):
        assert sentence == sentence.strip()
        assert "\n" not in sentence


@QUICK
@given(TEXT, TEXT)
def test_lines_are_split_one_by_one(first: str, second: str) -> None:
    assert split(f"{first}\n{second}") == split(first) + split(second)


@QUICK
@given(st.lists(st.text(alphabet="国家自由は、", min_size=1, max_size=20), max_size=12))
def test_plain_sentences_are_split_where_they_were_joined(bodies: list[str]) -> None:
    sentences = [f"{body}。" for body in bodies]

    assert split("".join(sentences)) == sentences


@QUICK
@given(
    st.sampled_from(["（{}）", "『{}』", "「{}」", "【{}】", "〔{}〕"]),
    st.text(alphabet="国家。！？は", max_size=20),
)
def test_nothing_inside_a_pair_of_brackets_ends_a_sentence(pair: str, inside: str) -> None:
    sentence = f"国は{pair.format(inside)}とする。"

    assert split(f"{sentence}次。") == [sentence, "次。"]


# --- long sentences ----------------------------------------------------------


@pytest.mark.parametrize("unit", ["国", "国家は、", "word, ", "a", "自由;"])
def test_a_sentence_of_any_length_is_cut_and_nothing_is_lost(unit: str) -> None:
    text = unit * (7_001 // len(unit))
    spans = split_sentences(text)

    assert len(spans) >= 4
    assert all(span.end - span.start <= MAX_SENTENCE for span in spans)
    assert "".join(split(text)).replace(" ", "") == text.replace(" ", "")


def test_a_long_sentence_is_cut_at_its_last_comma() -> None:
    text = "国" * 1_990 + "、" + "家" * 500

    assert split(text) == ["国" * 1_990 + "、", "家" * 500]


def test_a_comma_in_the_first_half_is_no_place_to_cut() -> None:
    text = "国" * 10 + "、" + "家" * 2_500

    assert [len(sentence) for sentence in split(text)] == [2_000, 511]


def test_a_sentence_at_the_limit_is_whole() -> None:
    text = "国" * 1_500 + "、" + "家" * 498

    assert [len(sentence) for sentence in split(f"{text}。")] == [MAX_SENTENCE]
    assert [len(sentence) for sentence in split(f"{text}家。")] == [1_501, 500]


def test_a_long_sentence_cut_at_a_space_does_not_end_in_it() -> None:
    assert all(sentence == sentence.strip() for sentence in split("word " * 1_000))


def test_a_line_of_a_million_characters_is_split_in_no_time() -> None:
    """Every one of its brackets, numbers and stops is looked at once."""
    text = "国は2021年に「自由。」と（第１．２節で）述べた。" * 20_000

    assert len(split_sentences(text)) == 20_000


# --- sentences of a document -------------------------------------------------


def test_sentences_of_a_document_tell_paragraph_and_language(
    document: Callable[..., Document],
) -> None:
    doc = document("国家は責任を負う。States agree.\n2021。\n自由を守る。")

    found = [(s.span.of(doc.text), s.lang, s.paragraph) for s in sentences_of(doc)]

    assert found == [
        ("国家は責任を負う。", "ja", 0),
        ("States agree.", "en", 0),
        ("2021。", "ja", 1),
        ("自由を守る。", "ja", 2),
    ]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_sentence_without_letters_has_the_documents_language(
    document: Callable[..., Document], lang: str
) -> None:
    assert [s.lang for s in sentences_of(document("2021.", lang))] == [lang]


def test_sentences_are_the_same_whether_split_by_paragraph_or_at_once(
    document: Callable[..., Document],
) -> None:
    text = "議長は「自由だ。」と述べた。\n1. States agree. They act.\n（別紙。）"
    doc = document(text)

    assert tuple(s.span for s in sentences_of(doc)) == split_sentences(text)
