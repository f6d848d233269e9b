from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jacyber_nlp.layout import repair
from jacyber_nlp.layout.furniture import without_furniture
from jacyber_nlp.layout.interruptions import _longest_count
from jacyber_nlp.layout.lines import Line, lines_of
from jacyber_nlp.layout.widths import find_widths
from jacyber_nlp.records import RawPage
from toy.pages import Put, drawn, lines_from, raw_of, stacked, wrapped, wrapped_words

QUICK = settings(deadline=None, max_examples=60)

JA = (
    "我が国は、国際法がサイバー空間に適用されるとの立場に立ち、各国との対話を重ねる考えである。"
    "情報の自由な流通は、経済と社会の発展に欠かせず、過度な規制はこれを損なうおそれがある。"
    "政府は、民間部門や市民社会と協力して、開かれた空間を守るための取組を着実に進めていく。"
)
EN = (
    "The group reaffirms that international law applies in cyberspace and that States should keep "
    "the free flow of information, which business and civil society need as much as they do. "
    "Capacity building makes trust, and trust makes all of us safer than any control of content."
)
BODY = wrapped(JA, 24)
Edge = Callable[[int], str | None]


def nothing(page: int) -> None:
    return None


def removed(lines: list[Line]) -> list[str]:
    kept, gone = without_furniture(lines, find_widths(lines))
    assert sorted(map(place, [*kept, *gone])) == sorted(map(place, lines))
    return [line.text for line in gone]


def place(line: Line) -> tuple[int, int]:
    return line.page or 0, line.number


def text_of(page: int) -> list[str]:
    """Return the text of a page, like no other's in its first and last lines."""
    return wrapped(f"{'甲乙丙丁戊己庚辛'[:page]}国の立場は次のとおりである。{JA}", 24)


def words_of(page: int) -> list[str]:
    return wrapped_words(f"This is what {'ABCDEFGH'[:page]} said. {EN}", 60)


def paged(
    n: int = 4,
    top: Edge = nothing,
    foot: Edge = nothing,
    body: Callable[[int], list[str]] = text_of,
) -> list[str]:
    """Return pages of text between what stands at their edges."""
    return [
        "\n".join(line for line in (top(page), *body(page), foot(page)) if line)
        for page in range(1, n + 1)
    ]


def boxed(n: int = 4, top: Edge = nothing, foot: Edge = nothing, size: float = 8) -> list[RawPage]:
    """Return the same with boxes: heads and feet in small print, apart from the text."""
    return [
        drawn(
            *([Put(head, 50, 40, size)] if (head := top(page)) else []),
            *stacked(text_of(page), top=90),
            *([Put(tail, 160, 700, size)] if (tail := foot(page)) else []),
        )
        for page in range(1, n + 1)
    ]


def on(pages: list[str] | list[RawPage]) -> list[str]:
    return removed(lines_of(raw_of(*pages)))


# --- page numbers on pages ------------------------------------------------------------


@pytest.mark.parametrize(
    "form",
    [
        "{}",
        "- {} -",
        "-{}-",
        "－ {} －",
        "― {} ―",
        "— {} —",
        "– {} –",
        "〜 {} 〜",
        "{}/17",
        "{} / 17",
        "{}頁",
        "{} ページ",
        "p. {}",
        "P.{}",
        "Page {}",
        "Page {} of 9",
        "PAGE {}",
        "| {}",
    ],
)
@pytest.mark.parametrize("edge", ["top", "foot"])
def test_page_numbers_go_in_every_form(form: str, edge: str) -> None:
    expected = [form.format(page) for page in range(3, 7)]

    assert on(paged(**{edge: lambda page: form.format(page + 2)})) == expected
    assert on(boxed(**{edge: lambda page: form.format(page + 2)})) == expected


def test_full_width_page_numbers_go() -> None:
    assert on(paged(foot=lambda page: "－ " + "０１２３４"[page] + " －")) == [
        f"－ {page} －" for page in range(1, 5)
    ]


@pytest.mark.parametrize("form", ["({})", "[{}]", "第{}頁", "・{}・", "＜{}＞"])
def test_page_numbers_go_in_rarer_forms(form: str) -> None:
    assert len(on(paged(foot=lambda page: form.format(page)))) == 4


@QUICK
@given(st.integers(0, 900), st.integers(2, 6))
def test_page_numbers_go_from_wherever_they_count(before: int, n: int) -> None:
    expected = [str(before + page) for page in range(1, n + 1)]

    assert on(paged(n, foot=lambda page: str(before + page))) == expected


def test_page_numbers_go_where_some_pages_have_none() -> None:
    assert on(paged(6, foot=lambda page: str(page) if page not in (1, 4) else None)) == [
        "2",
        "3",
        "5",
        "6",
    ]


def test_numbers_that_do_not_grow_with_the_pages_stay() -> None:
    assert on(paged(foot=lambda page: str(10 - page))) == []
    assert on(paged(foot=lambda page: str(5 * page))) == []
    assert on(paged(foot=lambda page: "2024" if page == 3 else None)) == []


def test_numbers_behind_text_stay() -> None:
    """What is counted within a page is its own."""
    assert on([f"前文である。\n{page}\n後文である。" for page in range(1, 5)]) == []


def test_a_number_out_of_step_stays_among_page_numbers() -> None:
    assert on(paged(foot=lambda page: "30" if page == 3 else str(page))) == ["1", "2", "4"]


# --- running heads on pages -----------------------------------------------------------


def test_a_head_that_repeats_goes_but_for_the_title_it_repeats() -> None:
    pages = paged(top=lambda page: "サイバー政策白書")
    lines = lines_of(raw_of(*pages))
    kept, gone = without_furniture(lines, find_widths(lines))

    assert [(line.page, line.text) for line in gone] == [
        (page, "サイバー政策白書") for page in (2, 3, 4)
    ]
    assert kept[0].text == "サイバー政策白書"


def test_a_foot_that_repeats_goes_everywhere() -> None:
    assert (
        on(paged(foot=lambda page: "安全保障研究\u3000第三号")) == ["安全保障研究\u3000第三号"] * 4
    )


def test_a_document_symbol_goes_even_from_the_first_line() -> None:
    assert on(paged(top=lambda page: "A/79/214", body=words_of)) == ["A/79/214"] * 4


def test_with_boxes_a_head_as_large_as_the_others_is_no_title() -> None:
    assert on(boxed(2, top=lambda page: "サイバー政策白書", size=10)) == ["サイバー政策白書"] * 2


def test_with_boxes_the_title_is_told_from_the_head_by_its_size() -> None:
    head = "サイバー政策白書"
    with_title = [
        drawn(Put(head, 50, 60, 18 if page == 1 else 8), *stacked(text_of(page), top=90))
        for page in (1, 2)
    ]

    assert on(boxed(top=lambda page: head)) == [head] * 4
    lines = lines_of(raw_of(*with_title))
    assert [line.page for line in without_furniture(lines, None)[1]] == [2]


@pytest.mark.parametrize("make", [paged, boxed])
def test_heads_that_alternate_go(make: Callable[..., list[str]]) -> None:
    pages = make(6, top=lambda page: "白書" if page % 2 else "第一章\u3000総則", foot=str)
    heads = ["第一章\u3000総則", "白書"] * 3

    gone = on(pages)

    assert sorted(gone) == sorted([*"123456", *heads][: len(gone)])
    assert len(gone) >= 11  # the very first line may be the title
    assert gone.count("第一章\u3000総則") == 3


@pytest.mark.parametrize("make", [paged, boxed])
def test_heads_with_the_pages_number_in_them_go(make: Callable[..., list[str]]) -> None:
    for form in ("サイバー政策白書 {}", "{} サイバー政策白書", "サイバー政策白書 | {}/30"):
        gone = on(make(5, top=lambda page: None if page == 1 else form.format(page)))  # noqa: B023

        assert gone == [form.format(page) for page in range(2, 6)]


@pytest.mark.parametrize("make", [paged, boxed])
def test_numbered_heads_go_also_where_sides_alternate(make: Callable[..., list[str]]) -> None:
    def head(page: int) -> str | None:
        return None if page == 1 else f"{page}\u3000白書" if page % 2 else f"白書\u3000{page}"

    assert on(make(5, top=head)) == ["白書\u30002", "3\u3000白書", "白書\u30004", "5\u3000白書"]


def test_heads_of_several_rows_go_with_the_number_among_them() -> None:
    pages = paged(top=lambda page: None if page == 1 else f"{page}\nサイバー白書\n第二部\u3000資料")

    assert on(pages) == [t for n in "234" for t in (n, "サイバー白書", "第二部\u3000資料")]


def test_heads_with_changing_names_go_from_the_place_of_others() -> None:
    names = ["総則", "総則", "現状", "現状", "施策"]
    numbered = [f"第{'一一二二三'[n]}章\u3000{name}" for n, name in enumerate(names)]

    assert on(boxed(5, top=lambda page: numbered[page - 1])) == numbered


def test_an_english_head_goes_from_english_pages() -> None:
    pages = paged(5, top=lambda page: "Cyber Policy Review", foot=str, body=words_of)

    assert sorted(on(pages)) == sorted(["Cyber Policy Review"] * 4 + list("12345"))


def test_an_english_head_goes_from_japanese_pages() -> None:
    assert on(paged(foot=lambda page: "Cyber Policy Review")) == ["Cyber Policy Review"] * 4


def test_a_numbered_head_is_not_the_title() -> None:
    heads = [f"サイバー政策白書 {page}" for page in range(1, 5)]

    assert on(paged(top=lambda page: heads[page - 1])) == heads


# --- what must stay on pages -----------------------------------------------------------


@pytest.mark.parametrize("make", [paged, boxed])
def test_headings_that_differ_stay_at_the_head_of_their_pages(
    make: Callable[..., list[str]],
) -> None:
    names = ["総則", "現状", "施策", "附則"]

    def heading(page: int) -> str:
        return f"第{'一二三四'[page - 1]}章\u3000{names[page - 1]}"

    assert on(make(top=heading, **({"size": 12} if make is boxed else {}))) == []


def test_a_sentence_that_repeats_stays() -> None:
    assert on(paged(foot=lambda page: "次回に続く。")) == []


def test_what_repeats_away_from_the_edge_stays() -> None:
    names = ("総則", "現状", "施策", "附則")
    pages = [
        "\n".join(
            [f"{name}に関する章である。", "現状と課題", *BODY, "・その他", f"以上が{name}である。"]
        )
        for name in names
    ]

    assert on(pages) == []


def test_a_full_line_of_text_stays_though_it_repeats() -> None:
    pages = ["\n".join([*BODY[:3], *BODY]), "\n".join([*BODY[:3], *BODY])]

    assert on(pages) == []


def test_a_lone_page_keeps_everything() -> None:
    page = drawn(Put("白書", 50, 40, 8), *stacked(BODY, top=90), Put("1", 160, 700, 8))

    assert on([page]) == []


@pytest.mark.parametrize("text", ["現状と課題", "表1 各国の立場", "・その他の取組"])
def test_what_begins_but_two_of_many_pages_stays(text: str) -> None:
    assert on(paged(8, top=lambda page: text if page in (3, 7) else None)) == []


def test_a_document_of_page_numbers_alone_keeps_them() -> None:
    lines = lines_of(raw_of("1", "2", "3"))
    kept, gone = without_furniture(lines, None)

    assert [line.text for line in kept] == ["1", "2", "3"]
    assert gone == []


def test_no_lines_stay_none() -> None:
    assert without_furniture([], None) == ([], [])


# --- where pages begin -------------------------------------------------------------------


def test_the_first_line_that_stays_of_every_page_is_marked() -> None:
    lines = lines_of(raw_of(*paged(3, top=lambda page: "白書" if page > 1 else None, foot=str)))
    kept, _ = without_furniture(lines, find_widths(lines))

    assert [(line.page, line.text) for line in kept if line.starts_page] == [
        (page, text_of(page)[0].strip()) for page in (2, 3)
    ]


def test_without_pages_a_line_after_a_page_number_is_marked() -> None:
    lines = lines_from(run_on(4, lambda page: str(page)))
    kept, gone = without_furniture(lines, find_widths(lines))

    assert [line.text for line in gone] == ["1", "2", "3", "4"]
    assert sum(line.starts_page for line in kept) == 3


# --- without pages -----------------------------------------------------------------------

# No two lines alike.
LONG = wrapped(
    "".join(
        f"{who}は、{what}を{how}。"
        for who in (
            "我が国",
            "各国の政府",
            "民間企業",
            "市民社会の団体",
            "国際機関",
            "技術の専門家",
        )
        for what in ("情報の自由な流通", "国際法の適用", "人材の育成と確保", "暗号の利用")
        for how in ("重ねて支持する立場である", "進めていく", "守るための措置を検討する")
    ),
    24,
)
LONG_WORDS = wrapped_words(
    " ".join(
        f"{who} should {how} {what} in the years to come."
        for who in ("States", "Governments", "Companies", "Civil society", "All experts")
        for how in ("respect", "promote", "keep in mind", "report on")
        for what in ("the free flow of information", "international law")
    ),
    60,
)


def run_on(n: int, mark: Edge, body: list[str] = LONG, every: int = 10) -> str:
    """Return a text with its title in which something stands after every ``every`` lines."""
    text = ["サイバー政策の基本方針", "令和6年3月", "内閣府", "本文"]
    assert len(body) >= n * every
    for page in range(1, n + 1):
        text += body[(page - 1) * every : page * every]
        found = mark(page)
        if found is not None:
            text.append(found)
    return "\n".join(text)


@pytest.mark.parametrize("form", ["{}", "- {} -", "－ {} －", "{}/17", "Page {} of 9", "{}頁"])
def test_without_pages_numbers_that_count_up_go(form: str) -> None:
    text = run_on(5, lambda page: form.format(page + 3))

    assert removed(lines_from(text)) == [form.format(page) for page in range(4, 9)]


def test_a_count_of_ten_thousand_is_followed_to_its_first_line() -> None:
    group = [(10 * i, i) for i in range(10_000)]

    assert _longest_count(group, 100_000) == {line for line, _ in group}


def test_without_pages_the_sentence_goes_on_over_the_number() -> None:
    text = repair(raw_of(run_on(5, lambda page: f"- {page} -"))).text

    assert "".join(LONG[:50]).strip() in text


@pytest.mark.parametrize(
    "mark",
    [
        lambda page: str(30 - page),
        lambda page: str(7 * page),
        lambda page: "5",
        lambda page: str(page) if page == 2 else None,
        lambda page: f"第{page}章",
        lambda page: f"{page}件の報告があった。",
    ],
    ids=["down", "leaps", "same", "once", "chapters", "sentences"],
)
def test_without_pages_other_numbers_stay(mark: Edge) -> None:
    assert removed(lines_from(run_on(5, mark))) == []


def test_without_pages_a_count_within_a_page_stays() -> None:
    assert removed(lines_from(run_on(5, str, every=3) + "\n" + "\n".join(BODY))) == []


def test_without_pages_two_figures_at_the_end_stay() -> None:
    text = "\n".join([*LONG, "総務省の件数", "1", "防衛省の件数", "2"])

    assert removed(lines_from(text)) == []


@pytest.mark.xfail(
    strict=True, reason="what stands beside one page number goes wherever else it stands"
)
def test_without_pages_a_label_beside_a_number_stays_elsewhere() -> None:
    text = run_on(5, lambda page: f"件数\n{page}" if page == 2 else str(page))
    table = ["表1 被害", "件数", "金額", "件数", "前年比", *LONG[:3]]

    assert "件数" not in removed(lines_from("\n".join([text, *table])))


def test_without_pages_a_head_beside_the_number_goes() -> None:
    def mark(page: int) -> str:
        return f"{page}\nサイバー政策白書"

    gone = removed(lines_from(run_on(5, mark)))

    assert gone == [t for page in range(1, 6) for t in (str(page), "サイバー政策白書")]


def test_without_pages_a_head_that_begins_as_the_title_goes() -> None:
    """Beside the number stands the title, with the section's name."""
    sections = ["概要", "現状", "課題", "施策", "結び"]

    def mark(page: int) -> str:
        return f"{page}\nサイバー政策の基本方針\u3000{sections[page - 1]}"

    gone = removed(lines_from(run_on(5, mark)))

    assert gone[1::2] == [f"サイバー政策の基本方針\u3000{name}" for name in sections]


def test_without_pages_any_short_head_beside_a_number_goes_from_within_a_sentence() -> None:
    names = ["規範の現状", "国際法", "人材", "対話の意義"]
    assert not any(LONG[10 * page - 1].endswith("。") for page in range(2, 6))

    def mark(page: int) -> str:
        return f"{page}\n{names[page - 2]}" if page > 1 else "1"

    gone = removed(lines_from(run_on(5, mark) + f"\n{JA}"))

    assert gone == ["1", "2", names[0], "3", names[1], "4", names[2], "5", names[3]]


def test_without_pages_numbered_heads_go() -> None:
    def mark(page: int) -> str:
        return f"{page}\u3000政策白書" if page % 2 else f"政策白書\u3000{page}"

    assert removed(lines_from(run_on(5, mark))) == [mark(page) for page in range(1, 6)]


def test_without_pages_a_head_that_cuts_sentences_goes_without_any_number() -> None:
    gone = removed(lines_from(run_on(5, lambda page: "サイバー政策白書" if page < 5 else None)))

    assert gone == ["サイバー政策白書"] * 4


@pytest.mark.parametrize("text", ["現状と課題", "・その他", "表の見方", "（出典）総務省"])
def test_without_pages_what_repeats_between_sentences_stays(text: str) -> None:
    """Headings that recur in each chapter, labels, items: none cuts a sentence."""
    chapters = [line for _ in range(4) for line in [text, *BODY, *BODY]]

    assert removed(lines_from("\n".join(["基本方針", *chapters]))) == []


@pytest.mark.parametrize("form", ["Article {}", "Section {}", "Annex {}", "資料 {}", "議題 {}"])
def test_headings_that_end_in_a_number_stay(form: str) -> None:
    chapters = [
        [form.format(n), *LONG_WORDS[9 * n - 9 : 9 * n - 1], "They so agree."] for n in range(1, 5)
    ]

    assert removed(lines_from("\n".join(line for chapter in chapters for line in chapter))) == []
    assert on(["\n".join(chapter) for chapter in chapters]) == []


def test_without_pages_items_that_repeat_close_by_stay() -> None:
    text = [*LONG[:9], "はい", "いいえ", "はい", "いいえ", *LONG[9:]]

    assert removed(lines_from("\n".join(text))) == []


def test_without_pages_a_head_right_above_its_own_heading_goes_once() -> None:
    text = [*LONG[:12], "第二章 国際的な協力", "第二章\u3000国際的な協力", *LONG[:12]]
    lines = lines_from("\n".join(text))
    kept, gone = without_furniture(lines, find_widths(lines))

    assert [line.number for line in gone] == [13]
    assert [line.number for line in kept if line.text.startswith("第二章")] == [14]


def test_without_pages_the_title_stays_though_it_is_the_head_too() -> None:
    def mark(page: int) -> str:
        return f"{page}\nサイバー政策の基本方針"

    lines = lines_from(run_on(5, mark))
    kept, _ = without_furniture(lines, find_widths(lines))

    assert [line.number for line in kept if line.text == "サイバー政策の基本方針"] == [1]


def test_without_pages_english_heads_and_numbers_go() -> None:
    text = run_on(4, lambda page: f"Page {page} of 4\nCyber Policy Review", LONG_WORDS, 9)

    assert removed(lines_from(text)) == [
        t for page in range(1, 5) for t in (f"Page {page} of 4", "Cyber Policy Review")
    ]
