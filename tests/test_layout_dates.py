from __future__ import annotations

import calendar
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jacyber_nlp.layout.dates import find_date
from jacyber_nlp.script import normalise

QUICK = settings(deadline=None, max_examples=60)

DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
ERAS = (
    ("明治", date(1868, 10, 23), 1867),
    ("大正", date(1912, 7, 30), 1911),
    ("昭和", date(1926, 12, 25), 1925),
    ("平成", date(1989, 1, 8), 1988),
    ("令和", date(2019, 5, 1), 2018),
)


def kanji(number: int) -> str:
    """Write a number below 100 as 二十九."""
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else digits[tens] + "十"
    return head + (digits[ones] if ones or not tens else "")


# --- Japanese ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2024年3月29日", "2024-03-29"),
        ("2024年12月1日（日）", "2024-12-01"),
        ("2024年3月", "2024-03"),
        ("2024年", "2024"),
        ("西暦2024年3月", "2024-03"),
        ("2024 年 3 月 29 日", "2024-03-29"),
        ("平成30年度の年次報告", "2018"),
        ("2023年度", "2023"),
        ("令和6年3月29日", "2024-03-29"),
        ("令和 6 年 3 月", "2024-03"),
        ("令和元年5月1日", "2019-05-01"),
        ("平成元年", "1989"),
        ("平成31年4月30日", "2019-04-30"),
        ("昭和64年1月7日", "1989-01-07"),
        ("大正15年", "1926"),
        ("明治45年7月", "1912-07"),
        ("R6年3月", "2024-03"),
        ("H30年", "2018"),
        ("二〇二二年三月", "2022-03"),
        ("二〇二四年三月二十九日", "2024-03-29"),
        ("令和六年十月十日", "2024-10-10"),
        ("平成三十一年四月三十日", "2019-04-30"),
        ("令和元年十一月三十日", "2019-11-30"),
        ("サイバー戦略室（令和6年3月29日決定）", "2024-03-29"),
        ("2024年3月29日から31日まで", "2024-03-29"),
        ("3か国は2024年9月に会合を開いた。", "2024-09"),
    ],
)
def test_japanese_dates_are_read(text: str, found: str) -> None:
    assert find_date(text) == found


@QUICK
@given(DAYS)
def test_any_day_is_read_in_western_years(day: date) -> None:
    assert find_date(f"{day.year}年{day.month}月{day.day}日") == day.isoformat()
    assert find_date(f"{day.year} 年 {day.month} 月") == day.isoformat()[:7]
    spelled = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
    assert find_date(f"{spelled}年{kanji(day.month)}月{kanji(day.day)}日") == day.isoformat()


@QUICK
@given(st.dates(date(1868, 10, 23), date(2100, 12, 31)))
def test_any_day_is_read_in_years_of_an_era(day: date) -> None:
    era, _, before = [each for each in ERAS if each[1] <= day][-1]
    year = day.year - before

    assert find_date(f"{era}{year}年{day.month}月{day.day}日") == day.isoformat()
    assert find_date(f"{era}{kanji(year)}年{kanji(day.month)}月") == day.isoformat()[:7]
    if year == 1:
        assert find_date(f"{era}元年{day.month}月{day.day}日") == day.isoformat()


@pytest.mark.parametrize("text", ["２０２４年３月２９日", "令和６年３月２９日"])
def test_full_width_digits_are_read_once_they_are_folded(text: str) -> None:
    assert find_date(normalise(text)[0]) == "2024-03-29"


def test_full_width_digits_are_read_as_they_stand() -> None:
    assert find_date("令和６年３月") == "2024-03"


# --- English and ISO -----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("29 March 2024", "2024-03-29"),
        ("29th March 2024", "2024-03-29"),
        ("1 Sept. 2024", "2024-09-01"),
        ("5 Dec 1999", "1999-12-05"),
        ("June 14, 2024", "2024-06-14"),
        ("June 1st, 2024", "2024-06-01"),
        ("Jan. 5, 2024", "2024-01-05"),
        ("March 2024", "2024-03"),
        ("May, 2024", "2024-05"),
        ("Geneva, 14–15 June 2024", "2024-06-15"),
        ("June 14–15, 2024", "2024-06-15"),
        ("30 May – 2 June 2024", "2024-06-02"),
        ("2024-03-29", "2024-03-29"),
        ("2024/3/9", "2024-03-09"),
        ("2024.3.9", "2024-03-09"),
        ("Adopted on 2024-03-29 by consensus", "2024-03-29"),
    ],
)
def test_english_and_iso_dates_are_read(text: str, found: str) -> None:
    assert find_date(text) == found


@QUICK
@given(DAYS)
def test_any_day_is_read_in_english(day: date) -> None:
    month = calendar.month_name[day.month]

    assert find_date(f"{day.day} {month} {day.year}") == day.isoformat()
    assert find_date(f"{month} {day.day}, {day.year}") == day.isoformat()
    assert find_date(f"{day.day} {month[:3]}. {day.year}") == day.isoformat()
    assert find_date(f"{month} {day.year}") == day.isoformat()[:7]
    assert find_date(f"on {day.year}/{day.month}/{day.day},") == day.isoformat()


# --- several dates -------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("平成10年4月1日制定、令和2年3月改正", "1998-04-01"),
        ("2024年13月1日、2024年3月", "2024-03"),
        ("10年ぶりに2024年3月改定", "2024-03"),
        ("2024年3月29日 (29 March 2024)", "2024-03-29"),
        ("29 March 2024（2024年）", "2024-03-29"),
        ("March 2024, revised 2024-05-02", "2024-03"),
    ],
)
def test_of_several_dates_the_first_counts(text: str, found: str) -> None:
    assert find_date(text) == found


# --- no date -------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2024",
        "10年",
        "5年間の計画",
        "3か年計画",
        "3月29日",
        "元年",
        "毎年3月",
        "1899年",
        "2101年",
        "千九百九十九年",
        "2024-03",
        "A/79/214",
        "A/78/2024-1",
        "2024-03/29",
        "ISO 27001:2022",
        "v. 2024.3",
        "Marching 2024",
        "we may 2024",
        "March 29",
        "in the year 2024",
        "20 States",
    ],
)
def test_what_is_no_date_gives_none(text: str) -> None:
    assert find_date(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "2024年13月1日",
        "2024年2月30日",
        "2023年2月29日",
        "令和6年4月31日",
        "2024年3月32日",
        "2024-02-30",
        "2024-13-01",
        "31 June 2024",
        "February 30, 2024",
    ],
)
def test_a_date_that_no_calendar_has_gives_none(text: str) -> None:
    assert find_date(text) is None


@pytest.mark.parametrize("text", ["2024年0月1日", "2024年3月0日", "2024-00-10", "0 March 2024"])
def test_a_month_or_day_of_nought_gives_none(text: str) -> None:
    assert find_date(text) is None


def test_a_decade_is_no_date() -> None:
    assert find_date("2010年代の政策") is None


def test_a_number_of_five_digits_is_no_year() -> None:
    assert find_date("12024年") is None


def test_the_day_behind_the_other_calendars_year_is_read() -> None:
    assert find_date("令和6年（2024年）3月29日") == "2024-03-29"
