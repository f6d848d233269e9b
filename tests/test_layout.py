from __future__ import annotations

import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import jacyber_nlp as jc
from jacyber_nlp.errors import EmptyDocumentError
from jacyber_nlp.layout import repair
from jacyber_nlp.layout.joining import joint
from jacyber_nlp.layout.widths import find_widths
from jacyber_nlp.reading import read_raw
from jacyber_nlp.records import CharSpan, Document, Metadata
from jacyber_nlp.script import normalise, width
from toy.golden import golden
from toy.pages import lines_from, raw_of, wrapped, wrapped_words

QUICK = settings(deadline=None, max_examples=60)


def repaired(*pages: str) -> str:
    return repair(raw_of(*pages)).text


# --- joining -----------------------------------------------------------------


@pytest.mark.parametrize(("sides", "joined"), golden("line_joints"))
def test_two_lines_are_joined_by_script(sides: list[str], joined: str) -> None:
    left, right = sides

    between, drop = joint(left, right)

    assert left[: len(left) - drop] + between + right == joined


@pytest.mark.parametrize(("lines", "paragraphs"), golden("lines"))
def test_lines_that_a_layout_broke_are_paragraphs_again(
    lines: list[str], paragraphs: list[str]
) -> None:
    assert repaired("\n".join(lines)) == normalise("\n".join(paragraphs))[0]


@pytest.mark.parametrize(("lines", "same"), golden("lines_negative"))
def test_lines_that_the_author_ended_are_left_alone(lines: list[str], same: list[str]) -> None:
    assert repaired("\n".join(lines)) == normalise("\n".join(same))[0]


@pytest.mark.parametrize(
    "name",
    [
        "ja-capacity-plan",
        "ja-international-strategy",
        "ja-joint-statement",
        "ja-press-release",
        "en-civil-society-statement",
        "en-code-of-conduct",
        "en-communique",
        "en-incident-response-guide",
    ],
)
def test_a_sample_with_a_paragraph_a_line_comes_back_unchanged(samples: Path, name: str) -> None:
    raw = read_raw(samples / f"{name}.txt")
    lines = [line.strip() for line in raw.pages[0].text.split("\n") if line.strip()]

    assert repair(raw).text == normalise("\n".join(lines))[0]


def test_blank_lines_and_white_space_around_lines_go() -> None:
    assert repaired("\n  一つ目。 \n\n\n\u3000二つ目。\t\n") == "一つ目。\n二つ目。"


@pytest.mark.parametrize("text", ["", "\n", " \u3000\n\n"])
def test_a_text_without_characters_is_refused(text: str) -> None:
    with pytest.raises(EmptyDocumentError):
        jc.read_text(text)


# --- prose wrapped at a width: the oracle knows the paragraphs ----------------

JA_SENTENCES = (
    "我が国は、国際法がサイバー空間に適用されるとの立場に立つ。",
    "情報の自由な流通は、経済と社会の発展に欠かせない。",
    "政府は、民間部門や市民社会と協力して、開かれた空間を守る。",
    "表現の自由を損なう過度な規制には反対する。",
    "能力構築への支援を通じて、信頼の醸成に努める。",
    "国家の責任ある行動の規範を、各国が着実に実施することが重要である。",
)
EN_SENTENCES = (
    "States should keep the free flow of information.",
    "The group reaffirms that international law applies in cyberspace.",
    "Governments work with business and civil society to keep it open.",
    "Excessive control of content is no answer to disinformation.",
    "Capacity building makes trust, and trust makes all of us safer.",
)


JA_PROSE = st.lists(st.permutations(JA_SENTENCES).map("".join), min_size=2, max_size=3)
EN_PROSE = st.lists(st.permutations(EN_SENTENCES).map(" ".join), min_size=2, max_size=5)


@QUICK
@given(JA_PROSE, st.integers(18, 40))
def test_japanese_set_in_a_column_comes_back_as_it_was(paragraphs: list[str], n: int) -> None:
    lines = [line for paragraph in paragraphs for line in wrapped(paragraph, n)]

    assert repaired("\n".join(lines)).split("\n") == paragraphs


@QUICK
@given(EN_PROSE, st.integers(45, 90))
def test_english_set_in_a_column_is_whole_sentences_again(paragraphs: list[str], n: int) -> None:
    """A ragged line may end a paragraph too soon, but never inside a sentence."""
    broken = [wrapped_words(paragraph, n) for paragraph in paragraphs]
    lines = [line for paragraph in broken for line in paragraph]
    text = "\n\n".join(map("\n".join, broken))
    # By chance nearly all lines of a short text may end a sentence.
    assume(find_widths(lines_from(text)) is not None)
    assume(all(lines.count(line) == 1 for line in lines))  # a repeated one may be a head
    found = repaired(text).split("\n")

    assert " ".join(found) == " ".join(paragraphs)
    assert all(paragraph.endswith(".") for paragraph in found)


def test_a_paragraph_that_stands_twice_loses_no_line() -> None:
    paragraph = (
        "States should keep the free flow of information. Governments work with business and "
        "civil society to keep it open. The group reaffirms that international law applies in "
        "cyberspace. Capacity building makes trust, and trust makes all of us safer. Excessive "
        "control of content is no answer to disinformation."
    )
    broken = "\n".join(wrapped_words(paragraph, 45))

    assert repaired(f"{broken}\n\n{broken}").replace("\n", " ") == f"{paragraph} {paragraph}"


@pytest.mark.parametrize("n", [60, 72, 80])
def test_english_paragraphs_between_blank_lines_come_back(n: int) -> None:
    paragraphs = [" ".join(EN_SENTENCES), " ".join(EN_SENTENCES[::-1])]
    text = "\n\n".join("\n".join(wrapped_words(paragraph, n)) for paragraph in paragraphs)

    assert repaired(text).split("\n") == paragraphs


def test_a_ragged_line_goes_on_where_the_next_word_had_no_room() -> None:
    paragraph = (
        "Excessive control of content is no answer to disinformation. The group reaffirms that "
        "international law applies in cyberspace. Telecommunications work with business and "
        "civil society to keep it open. States should keep the free flow of information."
    )
    lines = wrapped_words(paragraph, 52)
    assert "international law applies in cyberspace." in lines  # 40 of 52 cells

    assert repaired("\n".join(lines)) == paragraph


@QUICK
@given(JA_PROSE, st.integers(18, 40), st.integers(3, 9))
def test_paragraphs_go_on_over_pages_and_page_numbers(
    paragraphs: list[str], n: int, lines_a_page: int
) -> None:
    lines = [line for paragraph in paragraphs for line in wrapped(paragraph, n)]
    pages = [
        "\n".join([*lines[i : i + lines_a_page], f"- {number} -"])
        for number, i in enumerate(range(0, len(lines), lines_a_page), 1)
    ]
    if len(pages) > 1:
        assert repaired(*pages).split("\n") == paragraphs


def test_a_text_that_repeats_itself_is_in_order_all_the_same() -> None:
    paragraphs = ["".join(JA_SENTENCES)] * 5
    lines = [line for paragraph in paragraphs for line in wrapped(paragraph, 19)]

    assert repaired("\n".join(lines)).split("\n") == paragraphs


def test_blank_lines_at_the_edge_of_a_page_are_no_gap() -> None:
    """A full line that ends a sentence goes on over a page break, but not over a gap."""
    lines = [
        "国家は、開かれた空間における責任ある",
        "行動の規範を尊重し、流通を確保する。",
        "我が国は、国際法の適用に関する議論に",
    ]

    assert repaired("\n".join(lines) + "\n\n", "\n" + "\n".join(lines)).count("\n") == 0
    first, second = "\n".join(lines[:2]), "\n".join([lines[2], *lines[:2]])
    assert repaired(f"{first}\n\n", f"\n{second}\n\n", f"\n{second}").count("\n") == 0
    assert repaired(f"{first}\n\n\n{second}\n\n\n{second}").count("\n") == 2


@QUICK
@given(JA_PROSE | EN_PROSE, st.integers(45, 80))
def test_repair_changes_nothing_in_its_own_output(paragraphs: list[str], n: int) -> None:
    lines = [line for paragraph in paragraphs for line in wrapped_words(paragraph, n)]
    once = repaired("\n".join(lines))

    assert repaired(once) == once


@pytest.mark.parametrize(
    "name",
    [
        "ja-copied-report.txt",
        "ja-network-sovereignty-white-paper.pdf",
        "ja-research-paper.pdf",
        "en-strategy.pdf",
        "en-think-tank-analysis.pdf",
    ],
)
def test_repair_changes_nothing_in_a_sample_that_it_repaired(samples: Path, name: str) -> None:
    raw = read_raw(samples / name)
    once = repair(raw).text

    assert once.count("\n") < sum(page.text.count("\n") for page in raw.pages) / 2
    assert repaired(once) == once


def test_repair_changes_nothing_in_its_own_output_even_if_lines_are_few_and_short() -> None:
    text = "、\n、\nｶ\nｶ\n、\u3000、\n、\u3000、"
    once = repaired(text)

    assert repaired(once) == once


# --- the way back ------------------------------------------------------------

# Each of these is one character before and after folding.
ONE_FOR_ONE = "国家はの、。「」１Ａ⼈ab.-/ \u3000\t"
PAGES = st.lists(
    st.lists(st.text(alphabet=ONE_FOR_ONE, max_size=30), min_size=1, max_size=9).map("\n".join),
    min_size=1,
    max_size=3,
)
FOLDING = st.lists(
    st.lists(
        st.text(alphabet="国の、。ｶﾞﾊﾟﾞﬁﬃＡab- ", max_size=30) | st.just("第1条"),
        min_size=1,
        max_size=9,
    ).map("\n".join),
    min_size=1,
    max_size=3,
)


def has_text(pages: list[str]) -> bool:
    """Leave out documents of nothing but white space, and of page numbers."""
    return any(char.isalpha() for page in pages for char in page)


def page_text(pages: list[str], page: int | None) -> str:
    return pages[(page or 1) - 1]


def bare(text: str) -> str:
    """Fold a text and leave white space out, and hyphens, which may be long-vowel marks."""
    return "".join(c for c in normalise(text)[0] if not c.isspace() and c not in "-ー")


def is_between_lines(document: Document, at: int) -> bool:
    """Tell whether a clean character was put between two raw lines."""
    if at + 1 == len(document.text) or document.text[at] not in " \n":
        return False
    here, following = document.anchor_at(at), document.anchor_at(at + 1)
    return (here.page, here.line) != (following.page, following.line)


@QUICK
@given(PAGES.filter(has_text))
def test_every_clean_character_leads_back_to_its_raw_one(pages: list[str]) -> None:
    document = repair(raw_of(*pages))

    for at, char in enumerate(document.text):
        if is_between_lines(document, at):
            continue
        anchor = document.anchor_at(at)
        text = page_text(pages, anchor.page)
        raw = anchor.raw + at - anchor.offset
        assert unicodedata.normalize("NFKC", text[raw]) == unicodedata.normalize("NFKC", char)
        assert text.count("\n", 0, raw) + 1 == anchor.line


@QUICK
@given((PAGES | FOLDING).filter(has_text))
def test_anchors_cut_clean_and_raw_lines_into_the_same_pieces(pages: list[str]) -> None:
    """Also where half-width kana or ligatures change the length."""
    document = repair(raw_of(*pages))
    assume(not document.notes)  # their marks are gone

    assert document.anchors[0].offset == 0
    assert all(a.offset < b.offset for a, b in pairwise(document.anchors))
    # Each letter of a ligature has an anchor of its own, all to the one character.
    first = {(a.page, a.line, a.raw): a for a in reversed(document.anchors)}
    for here, following in pairwise(sorted(first.values(), key=lambda a: a.offset)):
        text = page_text(pages, here.page)
        assert text.count("\n", 0, here.raw) + 1 == here.line
        if (here.page, here.line) == (following.page, following.line):
            piece = document.text[here.offset : following.offset]
            assert bare(text[here.raw : following.raw]) == bare(piece)


@QUICK
@given((PAGES | FOLDING).filter(has_text))
def test_paragraphs_tile_the_text_but_for_the_line_ends_between_them(pages: list[str]) -> None:
    document = repair(raw_of(*pages))

    assert [p.of(document.text) for p in document.paragraphs] == document.text.split("\n")
    assert document.paragraphs[0].start == 0
    assert document.paragraphs[-1].end == len(document.text)
    assert all(a.end + 1 == b.start for a, b in pairwise(document.paragraphs))
    assert document.body_span.start == 0
    apart = [s.span.start for s in document.sections if s.kind in ("note", "table", "figure")]
    assert document.body_span.end == min(apart, default=len(document.text) + 1) - 1


@QUICK
@given(st.lists(st.text(alphabet=ONE_FOR_ONE, max_size=30), min_size=1, max_size=9))
def test_no_character_is_lost_but_white_space_and_hyphens(lines: list[str]) -> None:
    """Without digits, which may be marks of notes, and lines that repeat, which may be heads.

    Lines in cells may be a table, which is set apart: the order is not compared.
    """
    seen = [bare(line.replace("１", "")) for line in lines]
    assume(any(char.isalpha() for line in seen for char in line))
    assume(all(seen.count(line) == 1 for line in seen if line))
    text = "\n".join(lines).replace("１", "")

    assert sorted(bare(repaired(text))) == sorted(bare(text))


def test_a_span_tells_page_and_line_across_a_page_break() -> None:
    document = repair(raw_of("\n国家は責任を負う。\n  自由を守る。", "統制はしない。\n以上。"))

    places = {p.of(document.text): document.place(p) for p in document.paragraphs}

    assert places == {
        "国家は責任を負う。": (1, 2),
        "自由を守る。": (1, 3),
        "統制はしない。": (2, 1),
        "以上。": (2, 2),
    }


def test_a_file_without_pages_has_lines_only() -> None:
    document = repair(raw_of("一。\n\n二。"))

    assert [(a.page, a.line, a.raw) for a in document.anchors] == [(None, 1, 0), (None, 3, 4)]


def test_half_width_kana_lead_back_to_their_run() -> None:
    document = repair(raw_of("国のｶﾞﾊﾞﾅﾝｽと主権"))

    assert document.text == "国のガバナンスと主権"
    assert [(a.offset, a.raw) for a in document.anchors] == [(0, 0), (2, 2), (3, 4), (4, 6)]


@pytest.mark.parametrize("text", ["oﬃce", "staﬀ"])
def test_every_letter_of_a_ligature_leads_back_to_it(text: str) -> None:
    document = repair(raw_of(text))
    ligature = next(i for i, char in enumerate(text) if not char.isascii())
    letters = len(document.text) - len(text) + 1

    for at in range(ligature, ligature + letters):
        anchor = document.anchor_at(at)
        assert anchor.raw + at - anchor.offset == ligature


def test_after_a_dropped_hyphen_the_way_back_goes_on() -> None:
    lines = [
        "States should respect the norms of responsible behav-",
        "iour in cyberspace and should keep the free flow of",
        "information, as the group of experts has said before",
        "and as the report explains at length in its annex to",
        "which we refer here for all of the further details of",
        "the matter.",
    ]
    document = repair(raw_of("\n".join(lines)))

    at = document.text.index("behaviour") + len("behav")
    assert document.place(CharSpan(at, at + 4)) == (None, 2)
    assert document.place(CharSpan(at - 1, at)) == (None, 1)


# --- page numbers ------------------------------------------------------------


@pytest.mark.parametrize(
    ("pages", "text"),
    [
        (["一つ目。\n1", "二つ目。\n2"], "一つ目。\n二つ目。"),
        (["1\n一つ目。", "2\n二つ目。"], "一つ目。\n二つ目。"),
        (
            ["一つ目。\n- 11 -", "二つ目。\n- 12 -", "三つ目。\n- 13 -"],
            "一つ目。\n二つ目。\n三つ目。",
        ),
        (["一つ目。\n– 9 –\n\n", "二つ目。\n – 10 – "], "一つ目。\n二つ目。"),
        (["表紙である。", "一つ目。\n2", "二つ目。\n3"], "表紙である。\n一つ目。\n二つ目。"),
    ],
)
def test_page_numbers_that_count_up_go(pages: list[str], text: str) -> None:
    assert repaired(*pages) == text


@pytest.mark.parametrize(
    ("pages", "text"),
    [
        (["一つ目。\n1"], "一つ目。\n1"),
        (["一つ目。\n7", "二つ目。\n2"], "一つ目。\n7\n二つ目。\n2"),
        (["一つ目。\n2", "二つ目。\n1"], "一つ目。\n2\n二つ目。\n1"),
        (["一つ目。\n5", "二つ目。\n5"], "一つ目。\n5\n二つ目。\n5"),
        (
            ["一つ目。\n1\n終わり。", "二つ目。\n2\n終わり。"],
            "一つ目。\n1\n終わり。\n二つ目。\n2\n終わり。",
        ),
        (["一つ目。\n20211", "二つ目。\n20212"], "一つ目。\n20211\n二つ目。\n20212"),
        (["一つ目。\n第1", "二つ目。\n第2"], "一つ目。\n第1\n二つ目。\n第2"),
    ],
)
def test_numbers_that_do_not_count_up_at_one_edge_stay(pages: list[str], text: str) -> None:
    assert repaired(*pages) == text


def test_a_number_out_of_step_stays_among_page_numbers() -> None:
    assert repaired("一。\n1", "二。\n2", "三。\n30", "四。\n4") == "一。\n二。\n三。\n30\n四。"


def test_a_document_of_page_numbers_alone_keeps_them_or_counts_as_empty() -> None:
    try:
        text = repaired("1", "2", "3")
    except EmptyDocumentError:
        return
    assert text == "1\n2\n3"


def test_a_running_head_does_not_stand_inside_a_sentence() -> None:
    head = "通信とデータ流通に関する年次報告"
    lines = wrapped("".join(JA_SENTENCES) * 2, 20)
    pages = ["\n".join([head, *lines[i : i + 6], ""]) for i in range(0, len(lines), 6)]

    assert "".join(JA_SENTENCES) * 2 in repaired(*pages).replace("\n", "")


def test_a_head_of_two_lines_goes_with_the_page_number_above_it() -> None:
    pages = [f"{n}\n通信に関する白書\n第二部　資料\n本文{n}は、続く。\n" for n in range(4, 8)]

    assert repaired(*pages) == (
        "本文4は、続く。\n本文5は、続く。\n本文6は、続く。\n本文7は、続く。"
    )


def test_a_foot_that_repeats_is_left_out_on_every_page() -> None:
    pages = [f"{text}\n\n安全保障研究　第三号\n" for text in ("一つ目の文。", "二つ目の文。")]

    assert repaired(*pages) == "一つ目の文。\n二つ目の文。"


@pytest.mark.parametrize(
    "pages",
    [
        ("第1章　概要\n本文一。\n", "第2章　現状\n本文二。\n"),  # headings that differ
        ("本文一。\n次回に続く。\n", "本文二。\n次回に続く。\n"),  # a sentence, though repeated
        ("別紙\n表の一\n本文一。\n", "参考\n表の一\n本文二。\n"),  # not at the page's edge
    ],
)
def test_lines_that_are_no_running_heads_stay(pages: tuple[str, ...]) -> None:
    assert repaired(*pages).split("\n") == [
        line for page in pages for line in page.split("\n") if line
    ]


# --- what the document says of itself ----------------------------------------


@pytest.mark.parametrize(
    ("uri", "name"),
    [("a/b/strategy.ja.pdf", "strategy.ja"), ("-", "stdin"), ("戦略.txt", "戦略"), ("x", "x")],
)
def test_a_document_is_called_by_its_files_name(uri: str, name: str) -> None:
    assert repair(raw_of("自由。", uri=uri)).id == name


@pytest.mark.parametrize(
    ("text", "lang"),
    [("国家は責任を負う。", "ja"), ("States bear responsibility.", "en"), ("2021", "en")],
)
def test_the_language_is_that_of_most_text(text: str, lang: str) -> None:
    assert repair(raw_of(text)).lang == lang


def test_a_named_language_wins_over_the_characters() -> None:
    assert repair(raw_of("States bear responsibility."), lang="ja").lang == "ja"


def test_source_and_voice_are_kept() -> None:
    raw, voice = raw_of("自由。"), Metadata(actor="外務省", date="2024")

    assert repair(raw, metadata=voice).metadata == voice
    assert repair(raw).metadata == Metadata()
    assert repair(raw).source == raw.source


def test_width_of_a_joined_line_is_no_less_than_its_column() -> None:
    lines = wrapped("".join(JA_SENTENCES), 20)

    (paragraph,) = repaired("\n".join(lines)).split("\n")
    assert width(paragraph) == sum(map(width, lines)) - 2  # the indent goes
