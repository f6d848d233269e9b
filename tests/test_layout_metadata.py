from __future__ import annotations

import pytest

from jacyber_nlp.layout import repair
from jacyber_nlp.records import Metadata, RawPage
from toy.pages import Put, drawn, raw_of, stacked, wrapped, wrapped_words

JA = (
    "我が国は、国際法がサイバー空間に適用されるとの立場に立ち、各国との対話を重ねる考えである。"
    "情報の自由な流通は、経済と社会の発展に欠かせず、過度な規制はこれを損なうおそれがある。"
    "政府は、民間部門や市民社会と協力して、開かれた空間を守るための取組を着実に進めていく。"
)
EN = (
    "The group reaffirms that international law applies in cyberspace and that States should keep "
    "the free flow of information, which business and civil society need as much as they do. "
    "Capacity building makes trust, and trust makes all of us safer than any control of content. "
    "No State can have an open and secure space alone, and all of them have a stake in it."
)
Found = tuple[str | None, str | None, str | None]


def found(*pages: str | RawPage) -> Found:
    """Return title, issuer and date."""
    metadata = repair(raw_of(*pages)).metadata
    assert (metadata.actor, metadata.kind) == (None, None)
    return metadata.title, metadata.issuer, metadata.date


def japanese(*front: str, end: tuple[str, ...] = ()) -> Found:
    return found("\n".join([*front, *wrapped(JA * 2, 24), *end]))


def english(*front: str, end: tuple[str, ...] = ()) -> Found:
    return found("\n".join(["\n\n".join(front), "", *wrapped_words(EN, 60), "", *end]))


# --- without geometry ----------------------------------------------------------------------


def test_title_date_and_issuer_are_found_in_the_first_lines() -> None:
    assert japanese("サイバー政策の基本方針", "令和６年３月29日", "内閣府") == (
        "サイバー政策の基本方針",
        "内閣府",
        "2024-03-29",
    )
    assert english("National Cyber Strategy", "Ministry of Foreign Affairs", "March 2024") == (
        "National Cyber Strategy",
        "Ministry of Foreign Affairs",
        "2024-03",
    )


def test_the_title_may_stand_below_date_issuer_and_address() -> None:
    assert japanese(
        "報道資料", "2024年３月29日", "外務省", "関係者各位", "規範に関する会合の結果について"
    ) == ("規範に関する会合の結果について", "外務省", "2024-03-29")
    assert english(
        "News Release", "March 29, 2024", "Ministry of Defence", "New Norms Agreed in Geneva"
    ) == ("New Norms Agreed in Geneva", "Ministry of Defence", "2024-03-29")


def test_a_symbol_of_the_united_nations_is_no_title() -> None:
    assert english(
        "A/79/214", "United Nations", "Report on norms of conduct", "Distr.: General", "5 May 2024"
    ) == ("Report on norms of conduct", "United Nations", "2024-05-05")
    assert english("A/CONF.232/L.4/Add.1", "Report on norms")[0] == "Report on norms"


def test_the_date_is_found_at_the_end_too() -> None:
    chapters = [line for n in range(1, 21) for line in (f"第{n}章\u3000施策", *wrapped(JA, 24))]

    assert japanese("サイバー政策の基本方針", end=("令和６年３月", "総務省"))[2] == "2024-03"
    assert japanese("サイバー政策の基本方針", *chapters, end=("令和６年３月",))[2] == "2024-03"
    assert english("National Cyber Strategy", end=("Adopted on 29 March 2024",))[2] == "2024-03-29"


def test_the_date_at_the_front_wins_over_one_at_the_end() -> None:
    dated = japanese("サイバー政策の基本方針", "令和６年３月", end=("（令和７年４月１日施行）",))

    assert dated[2] == "2024-03"


def test_a_date_in_the_title_is_the_documents() -> None:
    title = "サイバー政策の基本方針（令和6年3月29日\u3000閣議決定）"

    assert japanese(title) == (title, None, "2024-03-29")
    assert japanese("2023年度サイバー政策白書") == ("2023年度サイバー政策白書", None, "2023")


@pytest.mark.parametrize(
    "issuer",
    [
        "外務省",
        "内閣サイバーセキュリティセンター",
        "総務省サイバーセキュリティ課",
        "外務省\u3000総務省",
        "一般社団法人 情報流通協会",
        "独立行政法人規範研究機構",
        "株式会社通信研究所",
        "規範大学大学院",
        "サイバー政策推進会議（第3回）",
        "日本政府",
    ],
)
def test_bodies_are_issuers_as_the_document_names_them(issuer: str) -> None:
    assert japanese("サイバー政策の基本方針", issuer)[:2] == ("サイバー政策の基本方針", issuer)


@pytest.mark.parametrize(
    "issuer",
    [
        "Ministry of Foreign Affairs",
        "European Commission",
        "The Norms Institute",
        "Working Group of the General Assembly",
        "Cabinet Office, Tokyo",
        "Digital Rights Foundation",
        "OpenNet Coalition",
    ],
)
def test_english_bodies_are_issuers_too(issuer: str) -> None:
    assert english("National Cyber Strategy", issuer)[:2] == ("National Cyber Strategy", issuer)


def test_a_body_beside_a_date_is_the_issuer_without_it() -> None:
    assert japanese("サイバー政策の基本方針", "総務省\u3000令和6年3月") == (
        "サイバー政策の基本方針",
        "総務省",
        "2024-03",
    )
    assert english("National Cyber Strategy", "Cabinet Office, 29 March 2024")[1:] == (
        "Cabinet Office",
        "2024-03-29",
    )


def test_a_journal_is_the_issuer_of_its_paper() -> None:
    found_in = japanese("サイバー空間の国際規範", "安全保障研究第3号（2024年3月）")

    assert found_in == ("サイバー空間の国際規範", "安全保障研究第3号（2024年3月）", "2024-03")


# --- nothing shows ---------------------------------------------------------------------------


def test_text_alone_tells_nothing_of_its_document() -> None:
    assert japanese() == (None, None, None)
    assert english() == (None, None, None)


@pytest.mark.parametrize(
    "line",
    [
        "第１章\u3000総則",
        "（１）背景",
        "はじめに",
        "目次",
        "１．目的",
        "各位",
        "関係者御中",
        "第3号",
        "報道資料",
    ],
)
def test_headings_and_addresses_are_no_titles(line: str) -> None:
    assert japanese(line) == (None, None, None)


@pytest.mark.parametrize("line", ["Introduction", "1. Aims", "Executive Summary", "Press Release"])
def test_english_headings_are_no_titles(line: str) -> None:
    assert english(line) == (None, None, None)


def test_a_bullet_may_mark_the_title() -> None:
    assert japanese("■サイバー政策の基本方針")[0] == "■サイバー政策の基本方針"


@pytest.mark.parametrize(
    "sentence",
    [
        "2024年3月に、外務省が会合を開いた。",
        "政府は2024年3月に方針を定め、2025年から国際機関と協力して人材の育成を進めている。",
    ],
)
def test_dates_and_bodies_in_sentences_tell_nothing(sentence: str) -> None:
    assert japanese("サイバー政策の基本方針", sentence) == ("サイバー政策の基本方針", None, None)


@pytest.mark.parametrize(
    "line", ["The Ministry agreed to it.", "We in a House go on if it is as we do it"]
)
def test_english_sentences_and_long_lines_are_no_issuers(line: str) -> None:
    assert english("National Cyber Strategy", line)[:2] == ("National Cyber Strategy", None)


def test_dates_far_from_front_and_end_tell_nothing() -> None:
    chapters = [line for n in range(1, 21) for line in (f"第{n}章\u3000施策", *wrapped(JA, 24))]
    text = ["サイバー政策の基本方針", *chapters, "2024年3月", *chapters]

    assert found("\n".join(text)) == ("サイバー政策の基本方針", None, None)


def test_a_sentence_about_a_body_is_no_issuer() -> None:
    assert japanese("外務省の役割について")[:2] == ("外務省の役割について", None)


def test_a_title_that_names_a_body_is_the_title() -> None:
    title = "The Role of the Foreign Ministry"

    assert english(title, "March 2024") == (title, None, "2024-03")
    assert english(title, "European Commission") == (title, "European Commission", None)


@pytest.mark.parametrize(
    "title", ["The Role of the Foreign Ministry", "A Network without Borders", "Open House"]
)
def test_a_title_that_names_a_body_is_the_title_also_above_a_name(title: str) -> None:
    assert english(title, "Hanako Yamada") == (title, None, None)


def test_a_lone_body_of_a_short_name_is_the_issuer_and_no_title() -> None:
    assert japanese("外務省") == (None, "外務省", None)


@pytest.mark.xfail(strict=True, reason="a lone issuer is taken for the title")
@pytest.mark.parametrize("issuer", ["内閣サイバー本部", "情報流通推進協議会"])
def test_a_lone_body_is_the_issuer_and_no_title(issuer: str) -> None:
    assert japanese(issuer) == (None, issuer, None)


def test_several_bodies_in_a_row_are_issuers() -> None:
    assert japanese("サイバー政策の基本方針", "外務省、総務省")[1] == "外務省、総務省"


@pytest.mark.parametrize("line", ["・流通の確保と国際協力", "次の措置をとる："])
def test_a_list_has_no_title(line: str) -> None:
    assert japanese(line)[0] is None


# --- with geometry -----------------------------------------------------------------------------


def with_title(*puts: Put) -> RawPage:
    return drawn(*puts, *stacked(wrapped(JA * 2, 24), top=200))


def test_with_boxes_the_largest_line_is_the_title() -> None:
    page = with_title(
        Put("安全保障研究の叢書", 50, 60, 10),
        Put("令和6年3月", 250, 80, 10),
        Put("サイバー政策の基本方針", 50, 120, 20),
        Put("開かれた空間のために", 50, 150, 14),
    )

    assert found(page) == ("サイバー政策の基本方針", None, "2024-03")


def test_with_boxes_a_title_of_two_lines_is_one() -> None:
    page = with_title(
        Put("サイバー空間における国家の責任と", 50, 100, 20), Put("規範の形成", 50, 125, 20)
    )

    assert found(page)[0] == "サイバー空間における国家の責任と規範の形成"


def test_with_boxes_lines_as_large_as_the_text_are_no_title() -> None:
    assert found(with_title(Put("サイバー政策の基本方針", 50, 150, 10)))[0] is None
    assert found(with_title(Put("サイバー政策の基本方針", 50, 150, 11)))[0] is None
    assert found(with_title(Put("サイバー政策の基本方針", 50, 150, 12)))[0] is not None


def test_with_boxes_a_large_date_symbol_or_heading_is_no_title() -> None:
    page = with_title(
        Put("第1章 総則", 50, 60, 24),
        Put("令和6年3月", 50, 90, 22),
        Put("サイバー政策の基本方針", 50, 120, 16),
    )

    assert found(page) == ("サイバー政策の基本方針", None, "2024-03")


# --- what the caller knows -----------------------------------------------------------------------


def test_what_the_caller_knows_wins_and_the_rest_is_found() -> None:
    text = "\n".join(["サイバー政策の基本方針", "令和６年３月", "総務省", *wrapped(JA, 24)])
    given = Metadata(title="基本方針", actor="総務省", kind="primary")

    assert repair(raw_of(text), metadata=given).metadata == Metadata(
        "基本方針", "総務省", "総務省", "2024-03", "primary"
    )
    assert repair(raw_of(text), metadata=Metadata(issuer="政府", date="2020")).metadata == Metadata(
        "サイバー政策の基本方針", "政府", None, "2020", None
    )
