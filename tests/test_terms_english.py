"""terms.english: which stretches of English text could be terms."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from jacyber_nlp.records import CharSpan
from jacyber_nlp.runs import Run
from jacyber_nlp.terms import Candidate, candidates
from jacyber_nlp.terms.candidates import MAX_TOKENS
from jacyber_nlp.tokens import tokenizer
from toy.terms import found, surfaces


def en(text: str) -> list[str]:
    return surfaces(text, "en")


def free(text: str) -> list[str]:
    """Return the candidates that lie in no longer one."""
    return [c.surface for c in found(text, "en") if c.free]


# --- chunks --------------------------------------------------------------------------


def test_a_chunk_ends_at_verbs_articles_and_function_words() -> None:
    text = "The new cyber norms protect critical infrastructure and promote digital trade."

    assert free(text) == ["new cyber norms", "critical infrastructure", "digital trade"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a new cyber norm", ["new cyber norm", "cyber norm"]),
        ("the 2015 digital norms", ["2015 digital norms", "digital norms", "norms"]),
        ("highly critical infrastructure", ["highly critical infrastructure"]),
    ],
)
def test_adjectives_and_numbers_may_go_at_the_left(text: str, expected: list[str]) -> None:
    assert en(text)[: len(expected)] == expected


def test_a_term_may_lose_four_adjectives_and_no_more() -> None:
    text = "new digital critical secure governmental technological norms"

    got = en(text)

    assert got[0] == text
    assert "norms" not in got
    lengths = sorted(len(s.split()) for s in got if s.endswith("norms"))
    assert lengths == [3, 4, 5, 6, 7]


def test_words_that_may_be_verbs_are_kept_and_cut_at_both_edges() -> None:
    assert set(en("The attacks increase costs.")) >= {
        "attacks increase costs",
        "attacks",
        "costs",
    }
    assert set(en("The free flow matters.")) >= {"free flow", "flow"}


@pytest.mark.parametrize("before", ["will", "shall", "to also", "We", "They", "Member States did"])
def test_a_word_behind_an_auxiliary_or_pronoun_is_a_verb(before: str) -> None:
    assert "counter threats" not in en(f"{before} counter threats")
    assert "threats" in en(f"{before} counter threats")


@pytest.mark.parametrize(
    ("text", "there", "not_there"),
    [
        ("Emerging threats are known.", "Emerging threats", "Emerging"),
        ("It hosts shared values.", "shared values", "shared"),
        ("This is shared by the group.", "group", "shared"),
        ("Incidents affecting energy grew.", "energy", "Incidents affecting energy"),
        ("They signed norms.", "norms", "signed norms"),
    ],
)
def test_a_participle_belongs_to_the_noun_behind_it_alone(
    text: str, there: str, not_there: str
) -> None:
    assert there in en(text)
    assert not_there not in en(text)


def test_a_chunk_longer_than_any_term_is_left_out() -> None:
    longest = " ".join(["network"] * MAX_TOKENS)

    assert longest in en(longest)
    assert f"{longest} network" not in en(f"{longest} network")


# --- phrases and names ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("The free flow of information is old.", "free flow of information"),
        ("It has rules of conduct.", "rules of conduct"),
        ("It is the protection of the networks.", "protection of the networks"),
        ("He wrote on attacks on hospitals.", "attacks on hospitals"),
        ("It grants access to information.", "access to information"),
        ("They fund research and development.", "research and development"),
    ],
)
def test_a_phrase_linked_by_a_small_word_is_found_with_its_parts(text: str, phrase: str) -> None:
    got = en(text)

    assert phrase in got
    assert phrase.split()[-1] in got


def test_a_phrase_by_of_has_three_parts_at_most() -> None:
    text = "norms of behaviour of actors of regions"

    got = en(text)

    assert max(s.count(" of ") for s in got) == 2
    assert {"norms of behaviour of actors", "behaviour of actors of regions"} <= set(got)


@pytest.mark.parametrize(
    "name",
    [
        "United Nations",
        "Budapest Convention on Cybercrime",
        "Ministry of Foreign Affairs and Trade of Japan",
        "Forum for Cyber Expertise",
        "Open-ended Working Group",
        "Charter of the United Nations",
        "Article 51 of the Charter",
        "Resolution 74/247",
        "G7",
        "ICTs",
    ],
)
def test_a_name_is_found_with_the_small_words_inside(name: str) -> None:
    assert name in free(f"We cited the {name} again.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("an open, free and secure Internet", "open, free and secure Internet"),
        ("a secure and open cyberspace", "secure and open cyberspace"),
        ("a fair, open cyberspace", "fair, open cyberspace"),
    ],
)
def test_a_list_of_adjectives_belongs_to_its_noun(text: str, expected: str) -> None:
    assert free(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("confidence-building measures", ["confidence-building measures"]),
        ("cross-border attacks -", ["cross-border attacks"]),
        ("- cross-border attacks", ["cross-border attacks"]),
        ("zero-day exploits", ["zero-day exploits"]),
        ("non-State actors", ["non-State actors"]),
        ("a whole-of-government approach", ["whole-of-government approach"]),
        ("the TLS/SSL protocol", ["TLS/SSL protocol"]),
        ("State-sponsored attacks", ["State-sponsored attacks"]),
    ],
)
def test_hyphens_and_strokes_stay_inside_a_term_and_leave_its_edges(
    text: str, expected: list[str]
) -> None:
    assert free(text) == expected


@pytest.mark.parametrize("sign", ["'s", "’s"])
def test_the_parts_around_a_possessive_are_candidates(sign: str) -> None:
    assert en(f"The region{sign} sovereignty is old.")[:3] == [
        f"region{sign} sovereignty",
        "region",
        "sovereignty",
    ]


def test_capitals_at_the_start_of_a_sentence_make_no_name() -> None:
    text = "He left. Infrastructure grew. Attacks on Infrastructure grew. Budapest Convention."
    shapes = [(c.surface, c.shape) for c in found(text, "en") if c.free]

    assert shapes == [
        ("Infrastructure", "N"),
        ("Attacks on Infrastructure", "VfC"),
        ("Budapest Convention", "CC"),  # a capital behind tells
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "In 2025, on 3 May.",
        "It is.",
        "12 34",
        "— … —",
        "...",
        "😀👩\u200d👩",
        "- / '",
        "\0",
    ],
)
def test_dates_numbers_and_function_words_are_no_terms(text: str) -> None:
    assert en(text) == []


def test_a_number_stays_behind_a_name_only() -> None:
    assert "Article 51" in en("the Article 51")
    assert not any(s.endswith("51") for s in en("the norms 51"))


def test_a_single_letter_is_no_term() -> None:
    assert en("the X") == []


# --- quotation marks -----------------------------------------------------------------


@pytest.mark.parametrize("marks", ["“”", "‘’", '""'])
@pytest.mark.parametrize("around", ["They saw {} again.", "{} is old.", "It is ({})."])
def test_a_name_in_quotation_marks_is_told(marks: str, around: str) -> None:
    text = around.format(f"{marks[0]}active cyber defence{marks[1]}")
    told = {c.surface: c.marks for c in found(text, "en")}

    assert told["active cyber defence"] == ("quoted",)
    assert not any('"' in surface for surface in told)


def test_straight_marks_pair_off_in_order() -> None:
    text = 'They call it "quiet network", "cyber norm" and nothing else "here".'

    assert [c.surface for c in found(text, "en") if c.marks] == ["quiet network", "cyber norm"]


@pytest.mark.parametrize("end", [",", ".", "?", "!"])
def test_a_stop_inside_the_marks_is_cut(end: str) -> None:
    assert free(f"“quiet networks{end}” he wrote") == ["quiet networks"]


def test_a_term_in_brackets_or_with_a_gloss_is_told() -> None:
    told = {c.surface: c.marks for c in found("The Group of Experts (GGE) met.", "en")}

    assert told["GGE"] == ("in_brackets",)
    assert told["Group of Experts"] == ("glossed",)


# --- a parsed Doc --------------------------------------------------------------------


def parsed(*tokens: tuple[str, str, str, int]) -> Doc:
    """Make a Doc as an installed model would: word, UPOS, dependency, head."""
    words, pos, deps, heads = map(list, zip(*tokens, strict=True))
    return Doc(tokenizer("en").vocab, words=words, pos=pos, deps=deps, heads=heads)


def test_a_parsed_doc_tells_verbs_from_nouns_where_the_list_of_words_cannot() -> None:
    doc = parsed(
        ("The", "DET", "det", 1),
        ("attacks", "NOUN", "nsubj", 2),
        ("increase", "VERB", "ROOT", 2),
        ("energy", "NOUN", "compound", 4),
        ("costs", "NOUN", "dobj", 2),
    )

    assert [c.surface for c in candidates(doc) if c.free] == ["attacks", "energy costs"]
    assert "attacks increase energy costs" in en(doc.text)


def test_a_parsed_doc_gives_phrases_by_of_over_its_noun_chunks() -> None:
    doc = parsed(
        ("States", "NOUN", "nsubj", 1),
        ("protect", "VERB", "ROOT", 1),
        ("the", "DET", "det", 4),
        ("free", "ADJ", "amod", 4),
        ("flow", "NOUN", "dobj", 1),
        ("of", "ADP", "prep", 4),
        ("information", "NOUN", "pobj", 5),
        ("in", "ADP", "prep", 1),
        ("cyberspace", "NOUN", "pobj", 7),
    )
    got = [c.surface for c in candidates(doc)]

    assert {"free flow of information", "free flow", "flow", "information"} <= set(got)
    assert got[0] == "States"
    assert "protect" not in got


def test_a_parsed_doc_keeps_names_acronyms_and_quotation_marks() -> None:
    doc = parsed(
        ("Japan", "PROPN", "nsubj", 1),
        ("joined", "VERB", "ROOT", 1),
        ("the", "DET", "det", 4),
        ("UN", "PROPN", "compound", 4),
        ("Group", "PROPN", "dobj", 1),
        ("of", "ADP", "prep", 4),
        ("Experts", "PROPN", "pobj", 5),
        ("on", "ADP", "prep", 1),
        ('"', "PUNCT", "punct", 10),
        ("quiet", "ADJ", "amod", 10),
        ("networks", "NOUN", "pobj", 7),
    )
    shapes = {c.surface: c.shape for c in candidates(doc)}

    assert shapes["UN Group of Experts"] == "WCoC"
    assert shapes["Japan"] == "C"
    assert shapes["quiet networks"] == "JN"


def test_numbers_and_pronouns_of_a_parsed_doc_are_no_terms() -> None:
    doc = parsed(
        ("It", "PRON", "nsubj", 1),
        ("lists", "VERB", "ROOT", 1),
        ("eleven", "NUM", "dobj", 1),
    )

    assert candidates(doc) == []


# --- known places --------------------------------------------------------------------


def test_a_known_place_is_a_candidate_whatever_its_form() -> None:
    text = "They protect and promote."
    at = CharSpan(5, 12)

    (got,) = (c for c in found(text, "en", [(at, "user")]) if c.span == at)

    assert (got.surface, got.marks) == ("protect", ("user",))


def test_a_term_of_the_user_keeps_others_from_lying_in_it_or_across_its_edge() -> None:
    text = "the free flow of information laws"
    user = CharSpan(text.index("flow"), text.index(" laws"))

    got = [c.surface for c in found(text, "en", [(user, "user")])]

    assert "flow of information" in got
    assert not {"flow", "information", "information laws", "free flow"} & set(got)
    assert "free flow of information laws" in got


# --- properties ----------------------------------------------------------------------

PIECES = (
    "cyber attacks freedom of expression free and open - , . the state's U.S. 2025 “ ” \" ( ) ‘ ’"
    " protects protect CBMs G7 74/247 new treaties highly emerging United Nations for on to / –"
    " \n \t 😀 \0 don't 'tis Article é C++ ... we shall 3.2 a.b. \u200d"
).split(" ")
PIECED = st.lists(st.sampled_from(PIECES), max_size=25)
TEXT = (
    PIECED.map(" ".join)
    | PIECED.map("".join)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
)


def told(got: list[Candidate]) -> list[tuple[object, ...]]:
    return [(c.span, c.surface, c.shape, c.marks, c.free, c.lemmas) for c in got]


@settings(deadline=None, max_examples=300)
@given(TEXT)
def test_candidates_of_any_text_are_in_order_and_hold_the_text_at_their_place(text: str) -> None:
    got = found(text, "en")

    assert [(c.start, -len(c.surface)) for c in got] == sorted(
        {(c.start, -len(c.surface)) for c in got}
    )
    for c in got:
        assert c.span.of(text) == c.surface
        assert 1 <= len(c.shape) == len(c.words) == len(c.lemmas) <= MAX_TOKENS


@settings(deadline=None, max_examples=150)
@given(TEXT)
def test_a_doc_gives_the_candidates_of_the_run(text: str) -> None:
    from jacyber_nlp.tokens.english import read_run, set_lemmas

    doc = tokenizer("en").make_doc(text)
    set_lemmas(doc)

    assert (
        told(candidates(doc)) == told(candidates(read_run(text))) == told(candidates(Run.of(doc)))
    )


def test_a_person_is_found_without_the_title() -> None:
    surfaces = [c.surface for c in found("The chair, Ambassador Elina Korhonen, spoke.", "en")]

    assert "Elina Korhonen" in surfaces
    assert "Korhonen" not in surfaces


def test_an_adjective_before_a_comma_belongs_to_a_hyphenated_term() -> None:
    surfaces = [c.surface for c in found("They agreed on robust, non-binding norms.", "en")]

    assert {"robust, non-binding norms", "non-binding norms"} <= {*surfaces}
