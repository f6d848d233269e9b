"""runs: the tokens of a stretch as lists are those of the Doc."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jacyber_nlp.concepts import ConceptMatcher
from jacyber_nlp.matching import Form, FormMatcher
from jacyber_nlp.records import CharSpan, Sentence
from jacyber_nlp.runs import Run, as_run
from jacyber_nlp.sentences import split_sentences
from jacyber_nlp.tokens import read_runs, tokenize, tokenizer
from toy.terms import runs
from toy.world import CONCEPTS

PIECES = [
    *["国家", "サイバー空間", "の", "は、", "自由な", "する", "。", "「", "」", "（", "2025年"],
    *[" ", "  ", "\n", "\u3000", "\t", "\r\n", "\xa0", "Cyber", "Norms", "CBM", "-", ". ", "\0"],
    *["😀", "👩\u200d👩", "𠮷", "e\u0301", "\u200d", "\ufeff", "\x85", "\u2028", "’s"],
]
TEXT = st.lists(st.sampled_from(PIECES), max_size=20).map("".join) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=40
)


def units(run: Run, offset: int = 0) -> list[tuple[int, str, str, str]]:
    """Return place, word, tag and lemma of each token that is no white space."""
    return [
        (offset + start, *unit)
        for start, unit in zip(run.starts, run.units, strict=True)
        if not unit[0].isspace()
    ]


def places_of(text: str, run: Run) -> list[str]:
    return [text[start:end] for start, end in zip(run.starts, run.ends, strict=True)]


@settings(deadline=None, max_examples=300)
@given(TEXT)
def test_japanese_runs_have_the_tokens_of_the_doc(text: str) -> None:
    doc = tokenizer("ja").make_doc(text)
    expected = [(t.idx, t.text, t.tag_, t.lemma_) for t in doc if not t.is_space]

    assert [unit for run, at in runs(text, "ja") for unit in units(run, at)] == expected
    assert units(Run.of(doc)) == expected


@settings(deadline=None, max_examples=150)
@given(TEXT)
def test_english_runs_have_the_tokens_of_the_doc_and_its_lemmas(text: str) -> None:
    sentences = [Sentence(span, "en", 0) for span in split_sentences(text)]
    expected = [
        (at + t.idx, t.text, "", t.lemma_)
        for doc, at, _ in tokenize(text, sentences)
        for t in doc
        if not t.is_space
    ]

    assert [unit for run, at in read_runs(text, sentences) for unit in units(run, at)] == expected


@settings(deadline=None, max_examples=200)
@given(TEXT | st.text(max_size=40), st.sampled_from(["ja", "en"]))
def test_the_tokens_of_a_run_stand_in_its_text_in_order(text: str, lang: str) -> None:
    if lang == "en":
        text = text.encode("utf-8", "replace").decode()
    for run, at in runs(text, lang):
        assert text.startswith(run.text, at)
        assert places_of(run.text, run) == [word for word, _, _ in run.units]
        assert all(a <= b for a, b in zip(run.ends, run.starts[1:], strict=False))
        assert run.ends[-1] <= len(run.text)


def test_characters_that_mecab_cannot_parse_stay_in_the_run() -> None:
    ((run, _),) = runs("国家\0情報\ud800", "ja")

    assert [word for word, _, _ in run.units] == ["国家", "\0", "情報", "\ud800"]
    assert run.units[1] == ("\0", "補助記号-一般", "\0")


def test_a_gap_between_sentences_is_a_token_that_nothing_reaches_over() -> None:
    ((run, _),) = runs("国家。\n\u3000主権。", "ja")

    assert [word for word, _, _ in run.units] == ["国家", "。", "\n\u3000", "主権", "。"]
    assert run.units[2][1] == "空白"


def test_runs_tile_a_document_by_language_with_their_offsets() -> None:
    parts = ["国家は守る。", "States agree.", "They sign.", "検閲は要らない。"]
    text = " ".join(parts)
    sentences = [
        Sentence(
            CharSpan(text.index(part), text.index(part) + len(part)),
            "en" if part.isascii() else "ja",
            0,
        )
        for part in parts
    ]

    got = [(run.lang, at, run.text) for run, at in read_runs(text, sentences)]

    assert got == [
        ("ja", 0, parts[0]),
        ("en", text.index("States"), "States agree. They sign."),
        ("ja", text.index("検閲"), parts[3]),
    ]
    assert list(read_runs(text, [])) == []


# --- one run -------------------------------------------------------------------------


def test_an_empty_doc_is_an_empty_run() -> None:
    run = Run.of(tokenizer("ja").make_doc(""))

    assert (len(run), run.text, run.lang, run.units, run.blanks) == (0, "", "ja", [], frozenset())
    assert run.tokens_of(0, 1) is None


def test_a_run_is_its_own_run() -> None:
    run = Run("国", "ja", lambda: ([0], [1], [("国", "", "国")]))

    assert as_run(run) is run
    assert as_run(tokenizer("ja").make_doc("国")).units == Run.of(tokenizer("ja")("国")).units


@settings(deadline=None, max_examples=200)
@given(TEXT, st.sampled_from(["ja", "en"]), st.data())
def test_the_words_of_a_doc_are_its_tokens_and_a_stretch_touches_those_spacy_tells(
    text: str, lang: str, data: st.DataObject
) -> None:
    doc = tokenizer(lang).make_doc(text)
    run = Run.of(doc)

    told = [(t.idx, t.idx + len(t), t.text, t.tag_, t.lemma_) for t in doc]
    assert [tuple(word) for word in run.words] == told
    if text:
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        span = doc.char_span(start, end, alignment_mode="expand")
        assert run.touching(start, end) == (span.start, span.end)


def test_places_and_tokens_find_each_other() -> None:
    run = Run(
        "ab cd e", "en", lambda: ([0, 3, 6], [2, 5, 7], [(w, "", w) for w in ("ab", "cd", "e")])
    )

    assert (len(run), run.ends, run.blanks) == (3, [2, 5, 7], {1, 2})
    assert (run.surface(0, 2), run.surface(1, 3), run.word(1)) == ("ab cd", "cd e", "cd")
    assert [run.token_at(at) for at in range(8)] == [0, 1, 1, 1, 2, 2, 2, 3]


@pytest.mark.parametrize(
    ("start", "end", "tokens"),
    [
        (0, 2, (0, 1)),
        (0, 5, (0, 2)),
        (3, 7, (1, 3)),
        (1, 5, None),  # it cuts ab
        (0, 4, None),  # it cuts cd
        (2, 5, None),  # it begins with the blank
        (0, 3, None),  # it ends with it
        (6, 9, None),  # it goes on behind the run
        (7, 9, None),
        (20, 22, None),
    ],
)
def test_a_stretch_is_of_whole_tokens_or_of_none(
    start: int, end: int, tokens: tuple[int, int] | None
) -> None:
    run = Run(
        "ab cd e", "en", lambda: ([0, 3, 6], [2, 5, 7], [(w, "", w) for w in ("ab", "cd", "e")])
    )

    assert run.tokens_of(start, end) == tokens


# --- forms are found in a run as in a Doc --------------------------------------------

MATCHER = FormMatcher(
    [
        Form("サイバー空間", "space"),
        Form("国家", "state"),
        Form("Cyber", "cyber"),
        Form("norm", "norm"),
        Form("CBM", "cbm"),
        Form("Cyber Norms", "both"),
    ]
)


@settings(deadline=None, max_examples=200)
@given(TEXT, st.sampled_from(["ja", "en"]))
def test_forms_and_concepts_are_found_in_runs_as_in_docs(text: str, lang: str) -> None:
    sentences = [Sentence(span, lang, 0) for span in split_sentences(text)]
    concepts = ConceptMatcher(CONCEPTS)
    of_docs = [
        (at, MATCHER.find(doc), concepts.match(doc, at)) for doc, at, _ in tokenize(text, sentences)
    ]
    of_runs = [
        (at, MATCHER.find(run), concepts.match(run, at)) for run, at in read_runs(text, sentences)
    ]

    assert of_runs == of_docs


def test_forms_in_a_run_end_where_tokens_end() -> None:
    ((run, _),) = runs("国家主権と主権国家と国家公務員", "ja")

    assert [run.text[s:e] for s, e, _ in MATCHER.find(run)] == ["国家"] * 3


def test_the_module_loads_without_spacy() -> None:
    code = "import sys, jacyber_nlp.runs; print('spacy' in sys.modules, 'numpy' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )

    assert done.stdout == "False False\n"


def test_a_run_cut_inside_a_token_has_an_edge_there_and_the_same_text() -> None:
    units = [("規範", "名詞", "規範"), ("形成", "名詞", "形成")]
    run = Run("規範形成", "ja", lambda: ([0, 2], [2, 4], units))

    cut = run.cut_at({2, 3})

    assert (cut.starts, cut.ends) == ([0, 2, 3], [2, 3, 4])
    assert cut.units == [units[0], ("形", "名詞", "形"), ("成", "名詞", "成")]
    assert cut.text == run.text
