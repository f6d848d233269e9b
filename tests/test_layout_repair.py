"""The whole repair: headings that cut sentences, page breaks, and the way back."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jacyber_nlp.layout import explain_repair, repair
from jacyber_nlp.records import Document, RawDocument
from jacyber_nlp.script import is_visible, normalise
from jacyber_nlp.sentences import sentences_of
from toy.pages import AID, ALERTS, NORMS, Put, drawn, raw_of, typeset, wrapped, wrapped_words

QUICK = settings(deadline=None, max_examples=60)
STATES = (
    "States should respect the norms of responsible behaviour and keep the free flow of "
    "information, as the group has said before, and as its report explains at length in the annex "
    "to which we refer here for all of the further details of the matter that was before us."
)


def paragraphs_of(document: Document) -> list[str]:
    return [paragraph.of(document.text) for paragraph in document.paragraphs]


def joined(*pages: str) -> list[str]:
    return paragraphs_of(repair(raw_of(*pages)))


# --- headings in the middle of a sentence ------------------------------------


@pytest.mark.parametrize(
    ("heading", "clean"),
    [
        ("（２）能力の構築", "（2）能力の構築"),
        ("第２章　能力の構築", "第2章　能力の構築"),
        ("２　能力の構築", "2　能力の構築"),
        ("結論", "結論"),
        pytest.param(
            "２．１　能力の構築",
            "2．1　能力の構築",
        ),
        pytest.param(
            "おわりに",
            "おわりに",
        ),
    ],
)
@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_heading_in_mid_sentence_comes_after_its_paragraph(
    heading: str, clean: str, at: int
) -> None:
    lines = wrapped(NORMS, 28)
    text = "\n".join([*lines[:at], heading, *lines[at:], *wrapped(AID, 28)])

    assert joined(text) == [NORMS, clean, AID]


@pytest.mark.parametrize("heading", ["2. Capacity building", "Chapter 2 Capacity", "Conclusion"])
@pytest.mark.parametrize("gap", [[], [""]])
def test_an_english_heading_in_mid_sentence_comes_after_its_paragraph(
    heading: str, gap: list[str]
) -> None:
    lines = wrapped_words(STATES, 62)
    text = "\n".join([*lines[:2], *gap, heading, *gap, *lines[2:], "", *wrapped_words(STATES, 62)])

    assert joined(text) == [STATES, heading, STATES]


def test_two_headings_in_mid_sentence_keep_their_order() -> None:
    lines = wrapped(NORMS, 28)
    text = "\n".join([*lines[:2], "第２章　施策", "第１節　構築", *lines[2:], *wrapped(AID, 28)])

    assert joined(text) == [NORMS, "第2章　施策", "第1節　構築", AID]


@pytest.mark.parametrize("heading_on", [0, 1])
def test_a_heading_at_a_page_break_in_mid_sentence_comes_after_it(heading_on: int) -> None:
    lines, rest = wrapped(NORMS, 28), wrapped(AID, 28)
    pages = [lines[:2], [*lines[2:], *rest]]
    if heading_on:
        pages[1].insert(0, "第２章　能力の構築")
    else:
        pages[0].append("第２章　能力の構築")
    document = repair(raw_of(*("\n".join(page) for page in pages)))

    assert paragraphs_of(document) == [NORMS, "第2章　能力の構築", AID]
    assert [(s.number, s.page) for s in document.sections] == [("第2章", heading_on + 1)]


def test_the_section_of_a_floating_heading_begins_after_the_sentence_it_cut() -> None:
    lines = wrapped(NORMS, 28)
    document = repair(
        raw_of("\n".join([*lines[:2], "第２章　能力の構築", *lines[2:], *wrapped(AID, 28)]))
    )
    (section,) = document.sections

    assert section.span.of(document.text) == f"第2章　能力の構築\n{AID}"


def test_a_heading_between_whole_sentences_stays_where_it_is() -> None:
    text = "\n".join([*wrapped(NORMS, 28), "第２章　能力の構築", *wrapped(AID, 28)])

    assert joined(text) == [NORMS, "第2章　能力の構築", AID]


def test_a_large_heading_cuts_no_sentence_on_a_page_with_boxes() -> None:
    lines = typeset(NORMS, 28)
    lower = [replace(p, bottom=p.bottom + 60) for p in lines[2:]]
    page = drawn([*lines[:2], Put("能力の構築", 50, 165, 14), *lower, *typeset(AID, 28, 400)])

    assert paragraphs_of(repair(raw_of(page))) == [NORMS, "能力の構築", AID]


# --- page breaks, blank lines, readings --------------------------------------


def test_a_sentence_goes_on_over_a_page_break() -> None:
    lines = wrapped(NORMS, 28)

    assert joined("\n".join(lines[:2]), "\n".join(lines[2:] + wrapped(AID, 28))) == [NORMS, AID]


def test_a_word_goes_on_over_a_page_break() -> None:
    first = ["States should respect the norms of responsible behav-"]
    rest = ["iour and keep the free flow of information, as we said.", *wrapped_words(STATES, 56)]

    assert joined("\n".join(first), "\n".join(rest))[0].startswith(
        "States should respect the norms of responsible behaviour and keep"
    )


@pytest.mark.parametrize("n_blank", [1, 2])
def test_a_blank_line_after_every_line_is_no_end_of_a_paragraph(n_blank: int) -> None:
    lines = wrapped(NORMS, 28) + wrapped(AID, 28) + wrapped(ALERTS, 28)

    assert joined(("\n" * (n_blank + 1)).join(lines)) == [NORMS, AID, ALERTS]


def test_more_blank_lines_than_usual_are_a_gap() -> None:
    """Without indents only the gap tells that a full last line ends its paragraph."""
    first = "国家は、開かれた空間における責任ある行動の規範を尊重し、流通を確保する。"
    lines = [wrapped(first, 18, ""), wrapped(NORMS, 18, ""), wrapped(AID, 18, "")]
    assert len(lines[0][-1]) >= 17

    even = "\n\n".join(line for part in lines for line in part)
    gapped = "\n\n\n".join("\n\n".join(part) for part in lines)

    assert joined(even)[0].startswith(first + NORMS[:10])
    assert joined(gapped) == [first, NORMS, AID]


def test_readings_that_the_layout_raises_go() -> None:
    text = "約款やっかんに定める責任は、国家が負うものとして、長年にわたり議論されてきた。" + AID
    lines = typeset(text, 28)
    lines[0] = replace(lines[0], raised=((2, 6),))

    document = repair(raw_of(drawn(lines), drawn(typeset(NORMS, 28))))

    assert paragraphs_of(document) == [text.replace("やっかん", "", 1), NORMS]
    at = document.text.index("に定める")
    assert document.anchor_at(at).raw + at - document.anchor_at(at).offset == 6


def test_raised_words_that_are_no_reading_stay() -> None:
    text = "約款注記に定める責任は、国家が負うものとして、長年にわたり議論されてきた。" + AID
    lines = typeset(text, 28)
    lines[0] = replace(lines[0], raised=((2, 4),))

    document = repair(raw_of(drawn(lines), drawn(typeset(NORMS, 28))))

    assert paragraphs_of(document) == [text, NORMS]


def test_a_heading_in_hiragana_under_a_wide_title_stays() -> None:
    title = "開かれた空間における国家の責任ある行動に関する研究会報告書"
    text = "\n".join([title, "はじめに", *wrapped(NORMS, 29, ""), *wrapped(AID, 29, "")])

    assert "はじめに" in joined(text)


@pytest.mark.parametrize(
    ("head", "paragraphs", "n"),
    [
        pytest.param(
            "Annual report on data flows",
            [NORMS, AID, ALERTS],
            28,
        ),
        ("通信に関する年次報告", [NORMS, AID, ALERTS], 28),
    ],
)
def test_a_running_head_goes_whatever_its_language(
    head: str, paragraphs: list[str], n: int
) -> None:
    pages = ["\n".join([head, *wrapped(text, n)]) for text in paragraphs]

    assert joined(*pages) == [head, *paragraphs]


def test_a_line_of_readings_above_its_line_goes() -> None:
    lines = wrapped(NORMS, 28)
    text = "\n".join([*lines[:2], "せきにん", *lines[2:], *wrapped(AID, 28), *wrapped(ALERTS, 28)])

    assert joined(text) == [NORMS, AID, ALERTS]


# --- generated documents -----------------------------------------------------

# Each sentence is used once, so that no line but a head repeats.
JA_PARTS = (
    "我が国の政府は、 国連の作業部会は、 地域の機関は、 民間の事業者は、 市民社会の団体は、 "
    "研究者の集まりは、 専門家の会合は、 開発途上国は、".split(),
    "情報の流通を守る。 規範の実施を促す。 能力の構築を助ける。 過度な規制に反対する。 "
    "対話の場を求める。 攻撃の手口を調べる。 信頼の醸成に努める。 ２１年のＧＧＥを継ぐ。".split(),
)
EN_PARTS = (
    "The government |A working group |Every regional body |Each company |Civil society |"
    "The panel of experts |Our research community |A new fund ".split("|"),
    "keeps the flow of information open.|puts the norms into practice.|"
    "helps with capacity building.|rejects excessive control of content.|"
    "asks for a permanent forum.|looks into the methods of attackers.|"
    "makes trust among States.|responds to requests for assistance.".split("|"),
)


@dataclass(frozen=True)
class Made:
    """A generated document: its paragraphs, its raw pages, and the furniture in them."""

    paragraphs: list[str]
    raw: RawDocument
    furniture: frozenset[str]


@st.composite
def documents(draw: st.DrawFn, pages: bool = True) -> Made:
    """Draw a document of indented paragraphs, on pages with heads and numbers or on none."""
    n = draw(st.integers(22, 40))
    japanese = draw(st.booleans())
    parts, blank = (JA_PARTS, "") if japanese else (EN_PARTS, " ")
    numbers = draw(st.lists(st.integers(0, 63), min_size=12, max_size=36, unique=True))
    sentences = [parts[0][k // 8] + parts[1][k % 8] for k in numbers]
    paragraphs = [blank.join(sentences[i : i + 6]) for i in range(0, len(sentences), 6)]
    lines = [
        line
        for text in paragraphs
        for line in (wrapped(text, n) if japanese else [*wrapped_words(text, 2 * n), ""])
    ]
    if not pages:
        return Made(paragraphs, raw_of("\n".join(lines)), frozenset())
    head = "通信年次報告" if japanese else "Data flow report"
    step = draw(st.integers(6, 12))
    cut = ["\n".join(lines[i : i + step]) for i in range(0, len(lines), step)]
    feet = [f"- {k} -" for k in range(1, len(cut) + 1)]
    texts = [f"{head}\n{text}\n{foot}" for text, foot in zip(cut, feet, strict=True)]
    if len(texts) == 1:
        return Made(paragraphs, raw_of(cut[0]), frozenset())
    return Made(paragraphs, raw_of(*texts), frozenset([head, *feet]))


def visible(text: str) -> str:
    return "".join(char for char in normalise(text)[0] if is_visible(char))


@QUICK
@given(documents())
def test_every_clean_character_leads_back_to_a_raw_one_that_folds_to_it(made: Made) -> None:
    document = repair(made.raw)
    pages = {page.number: page.text for page in made.raw.pages}

    assert [a.offset for a in document.anchors] == sorted({a.offset for a in document.anchors})
    for at, char in enumerate(document.text):
        anchor = document.anchor_at(at)
        raw = anchor.raw + at - anchor.offset
        text = pages[anchor.page]
        if char.isspace() and (raw == len(text) or text[raw].isspace()):
            continue  # what joins two lines stands for the line break
        assert unicodedata.normalize("NFKC", text[raw]) == unicodedata.normalize("NFKC", char)
        assert text.count("\n", 0, raw) + 1 == anchor.line


@QUICK
@given(documents())
def test_a_span_is_placed_on_the_line_that_holds_its_first_character(made: Made) -> None:
    document = repair(made.raw)
    lines = {
        (page.number, number): visible(line)
        for page in made.raw.pages
        for number, line in enumerate(page.text.split("\n"), 1)
    }

    for paragraph in document.paragraphs:
        first = lines[document.place(paragraph)]
        text = visible(paragraph.of(document.text))
        assert text.startswith(first) or first.startswith(text)


@QUICK
@given(documents())
def test_no_visible_character_is_lost_outside_heads_and_page_numbers(made: Made) -> None:
    document = repair(made.raw)
    seen_head = False
    for line in explain_repair(made.raw, document):
        if line.raw.strip() in made.furniture and (seen_head or line.raw.startswith("-")):
            assert (line.part, line.text) == ("removed", "")
        elif not line.raw.strip():
            assert (line.part, line.text) == ("blank", "")
        else:
            seen_head = seen_head or line.raw in made.furniture
            assert visible(line.text) == visible(line.raw)
            assert line.part != "removed"


@QUICK
@given(documents())
def test_the_text_is_what_its_lines_became_in_their_order(made: Made) -> None:
    document = repair(made.raw)

    assert "".join(line.text for line in explain_repair(made.raw, document)) == document.text


@QUICK
@given(documents())
def test_repair_of_the_clean_body_is_the_body(made: Made) -> None:
    document = repair(made.raw)
    body = document.body_span.of(document.text)

    assert repair(raw_of(body)).text == body


@QUICK
@given(st.permutations((NORMS, AID, ALERTS)), st.integers(18, 40), st.integers(5, 12))
def test_an_indent_after_a_full_stop_always_begins_a_paragraph(
    paragraphs: list[str], n: int, lines_a_page: int
) -> None:
    lines = [line for text in paragraphs for line in wrapped(text, n)]
    pages = ["\n".join(lines[i : i + lines_a_page]) for i in range(0, len(lines), lines_a_page)]

    assert joined("\n".join(lines)) == paragraphs
    assert joined(*pages) == paragraphs


@QUICK
@given(documents(pages=False))
def test_paragraphs_tile_the_text_but_for_the_line_ends_between_them(made: Made) -> None:
    document = repair(made.raw)

    assert "\n".join(paragraphs_of(document)) == document.text
    assert all(a.end + 1 == b.start for a, b in pairwise(document.paragraphs))
    assert "\n" not in "".join(paragraphs_of(document))


@QUICK
@given(documents())
def test_sections_lie_within_the_text_and_nest(made: Made) -> None:
    document = repair(made.raw)

    for a, b in pairwise(document.sections):
        assert (a.span.start, -a.span.end) <= (b.span.start, -b.span.end)
        assert b.span.start >= a.span.end or b.span.end <= a.span.end


RAW_LINES = st.lists(
    st.text(alphabet="国はの、。「」１Ａab1.- \u3000（）表注※第章", max_size=24),
    min_size=1,
    max_size=12,
)


@QUICK
@given(st.lists(RAW_LINES.map("\n".join), min_size=1, max_size=3))
def test_no_text_at_all_breaks_the_way_back(pages: list[str]) -> None:
    """Whatever stands on the pages, anchors ascend and lead into their line."""
    if not any(char.isalpha() for page in pages for char in page):
        pages = [*pages, "国家"]
    raw = raw_of(*pages)
    document = repair(raw)
    texts = {page.number: page.text for page in raw.pages}

    assert document.anchors[0].offset == 0
    for anchor, following in pairwise(document.anchors):
        assert anchor.offset < following.offset <= len(document.text)
    for anchor in document.anchors:
        text = texts[anchor.page]
        assert text.count("\n", 0, anchor.raw) + 1 == anchor.line
        clean = document.text[anchor.offset : anchor.offset + 1]
        assert unicodedata.normalize("NFKC", text[anchor.raw]) == unicodedata.normalize(
            "NFKC", clean
        )


# --- the way back where characters change ------------------------------------


def test_half_width_kana_lead_back_to_their_run() -> None:
    document = repair(raw_of("国のｶﾞﾊﾞﾅﾝｽと主権"))

    assert document.text == "国のガバナンスと主権"
    assert [(a.offset, a.raw) for a in document.anchors] == [(0, 0), (2, 2), (3, 4), (4, 6)]


def test_after_a_dropped_hyphen_the_way_back_goes_on_in_the_next_line() -> None:
    lines = ["States should respect the norms of responsible behav-"]
    lines += ["iour and keep the free flow of information, as we said.", *wrapped_words(STATES, 56)]
    document = repair(raw_of("\n".join(lines)))
    at = document.text.index("behaviour") + len("behav")

    assert (document.anchor_at(at - 1).line, document.anchor_at(at).line) == (1, 2)
    assert document.anchor_at(at).raw == len(lines[0]) + 1


def test_after_a_note_mark_the_way_back_goes_on_behind_it() -> None:
    lines = wrapped(NORMS.replace("必要がある。", "必要がある１。"), 28)
    text = "\n".join([*lines, *wrapped(AID, 28), "", "１ 規範の一覧は付属書にある。"])
    document = repair(raw_of(text))
    anchor = document.notes[0].anchor

    assert anchor is not None
    assert document.text[anchor - 3 : anchor + 1] == "がある。"
    place = document.anchor_at(anchor)
    assert text[place.raw + anchor - place.offset] == "。"
    assert text[place.raw + anchor - place.offset - 1] == "１"


@pytest.mark.parametrize("text", ["oﬃce", "ｶﾞﾊﾞﾅﾝｽ"])
def test_every_letter_of_a_ligature_and_every_kana_leads_back_to_its_own(text: str) -> None:
    document = repair(raw_of(text))

    for at, char in enumerate(document.text):
        anchor = document.anchor_at(at)
        raw = text[anchor.raw + at - anchor.offset :]
        assert char in unicodedata.normalize("NFKC", raw[:2])


# --- sentences ---------------------------------------------------------------


def test_sentences_know_their_innermost_section_and_their_page() -> None:
    first = ["第１章　規範", *wrapped(NORMS, 28), "（１）支援"]
    second = [*wrapped(AID, 28), "第２章　連絡", *wrapped(ALERTS, 28)]
    document = repair(raw_of("\n".join(first), "\n".join(second)))
    found = [
        (
            sentence.span.of(document.text)[:6],
            None if sentence.section is None else document.sections[sentence.section].number,
            sentence.page,
        )
        for sentence in sentences_of(document)
    ]

    assert found == [
        ("第1章　規範", "第1章", 1),
        ("国家は、サイ", "第1章", 1),
        ("我が国は、国", "第1章", 1),
        ("（1）支援", "（1）", 1),
        ("能力構築の支", "（1）", 2),
        ("その際、人材", "（1）", 2),
        ("第2章　連絡", "第2章", 2),
        ("重要な情報基", "第2章", 2),
        ("関係する機関", "第2章", 2),
    ]


def test_a_sentence_over_a_page_break_is_of_the_page_on_which_it_begins() -> None:
    lines = wrapped(NORMS, 28)
    document = repair(raw_of("\n".join(lines[:1]), "\n".join(lines[1:] + wrapped(AID, 28))))

    assert [sentence.page for sentence in sentences_of(document)] == [1, 2, 2, 2]


def test_sentences_of_notes_are_in_their_note_and_outside_of_all_is_none() -> None:
    lines = wrapped(NORMS.replace("必要がある。", "必要がある１。"), 28)
    text = "\n".join([*lines, *wrapped(AID, 28), "", "１ 規範の一覧がある。See the annex."])
    document = repair(raw_of(text))
    found = [
        (s.lang, None if s.section is None else document.sections[s.section].kind)
        for s in sentences_of(document)
    ]

    assert found == [("ja", None)] * 4 + [("ja", "note"), ("en", "note")]
