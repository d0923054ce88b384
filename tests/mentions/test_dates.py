import datetime as dt

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mentions.dates import from_epoch, order_of, parse_date
from mentions.site import DateOrder

NOW = dt.datetime(2024, 5, 15, 12, 34, 56, tzinfo=dt.UTC)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "language", "at", "precision"),
    [
        # machines
        ("2024-01-02T03:04:05Z", "", "2024-01-02T03:04:05", "second"),
        ("2024-01-02T03:04:05.678901+02:00", "", "2024-01-02T01:04:05.678901", "second"),
        ("2024-01-02 03:04:05-0600", "", "2024-01-02T09:04:05", "second"),
        ("20050428T2130-0700", "", "2005-04-29T04:30:00", "minute"),
        ("20060518", "", "2006-05-18T00:00:00", "day"),
        ("2024-01-02T03:04:05 1704164645", "", "2024-01-02T03:04:05", "second"),
        ("Tue, 02 Jan 2024 03:04:05 +0100", "", "2024-01-02T02:04:05", "second"),
        ("Tue, 02 Jan 2024 03:04:05 GMT", "", "2024-01-02T03:04:05", "second"),
        ("Tue Jan 2 03:04:05 +0000 2024", "", "2024-01-02T03:04:05", "second"),
        ("1704164645", "", "2024-01-02T03:04:05", "second"),
        ("1704164645123", "", "2024-01-02T03:04:05.123000", "second"),
        ("2024-01-02 03:04 EST", "", "2024-01-02T08:04:00", "minute"),
        ("2 Jan 2024 03:04 UTC+3", "", "2024-01-02T00:04:00", "minute"),
        # distances
        ("2 hours ago", "", "2024-05-15T10:34:56", "hour"),
        ("vor 3 Tagen", "de", "2024-05-12T12:34:56", "day"),
        ("5 мин. назад", "ru", "2024-05-15T12:29:56", "minute"),
        ("час назад", "ru", "2024-05-15T11:34:56", "hour"),
        ("2 год тому", "uk", "2024-05-15T10:34:56", "hour"),  # hours; in Russian it would be years
        ("2 года назад", "ru", "2022-05-15T12:34:56", "year"),
        ("3 ngày trước", "vi", "2024-05-12T12:34:56", "day"),
        ("il y a 3 jours", "fr", "2024-05-12T12:34:56", "day"),
        ("hace un mes", "es", "2024-04-15T12:34:56", "month"),
        ("3小时前", "zh", "2024-05-15T09:34:56", "hour"),
        ("2 months ago", "", "2024-03-15T12:34:56", "month"),
        ("1 year, 2 months ago", "", "2023-03-15T12:34:56", "month"),
        ("a year ago", "", "2023-05-15T12:34:56", "year"),
        ("4 years ago (edited)", "", "2020-05-15T12:34:56", "year"),
        ("3d", "", "2024-05-12T12:34:56", "day"),
        ("just now", "", "2024-05-15T12:34:56", "second"),
        ("только что", "ru", "2024-05-15T12:34:56", "second"),
        ("last month", "", "2024-04-15T12:34:56", "month"),
        # days
        ("hôm qua", "vi", "2024-05-14T00:00:00", "day"),
        ("gestern, 14:03", "de", "2024-05-14T14:03:00", "minute"),
        ("позавчера в 14:03", "ru", "2024-05-13T14:03:00", "minute"),
        ("Today, 10:15 AM", "", "2024-05-15T10:15:00", "minute"),
        ("day before yesterday at 10:15", "", "2024-05-13T10:15:00", "minute"),
        ("dün 14:03", "tr", "2024-05-14T14:03:00", "minute"),
        ("Monday at 5:03 PM", "", "2024-05-13T17:03:00", "minute"),
        ("Wednesday at 5:03 PM", "", "2024-05-08T17:03:00", "minute"),  # today's has not come
        # long forms
        ("Tue Aug 27, 2019 1:47 am", "", "2019-08-27T01:47:00", "minute"),
        ("10. Februar 2019 um 18:05 Uhr", "de", "2019-02-10T18:05:00", "minute"),
        ("26 abril 2022 a las 14:02", "es", "2022-04-26T14:02:00", "minute"),
        ("26 de abril de 2022", "es", "2022-04-26T00:00:00", "day"),
        ("12 марта 2021, 09:12", "ru", "2021-03-12T09:12:00", "minute"),
        ("14 Tháng 3, 2021", "vi", "2021-03-14T00:00:00", "day"),
        ("lúc 14:03 ngày 14/03/2021", "vi", "2021-03-14T14:03:00", "minute"),
        ("1er février 2020 à 10h15", "fr", "2020-02-01T10:15:00", "minute"),
        ("2021. március 12. 9:12", "hu", "2021-03-12T09:12:00", "minute"),
        ("2021 m. kovo 12 d. 10:15", "lt", "2021-03-12T10:15:00", "minute"),
        ("2021年3月14日 下午3:21", "zh", "2021-03-14T15:21:00", "minute"),
        ("14 มีนาคม 2564", "th", "2021-03-14T00:00:00", "day"),
        ("1394/11/27, 00:31", "fa", "2016-02-16T00:31:00", "minute"),
        ("۲۷ بهمن ۱۳۹۴", "fa", "2016-02-16T00:00:00", "day"),
        ("30 اسفند 1403", "fa", "2025-03-20T00:00:00", None),  # a leap year's last day, but not yet
        ("April 14, 2014, 23:22:11 PM", "", "2014-04-14T23:22:11", "second"),  # a broken clock
        ("January 9th, 2016, 12:30 am", "", "2016-01-09T00:30:00", "minute"),
        ("April 2012", "", "2012-04-01T00:00:00", "month"),
        ("Apr '21", "", "2021-04-01T00:00:00", "month"),
        # numbers
        ("17.07, 2011 @ 13:04", "de", "2011-07-17T13:04:00", "minute"),
        ("28-02-2015", "pl", "2015-02-28T00:00:00", "day"),
        ("03/04/2024", "en", "2024-03-04T00:00:00", "day"),
        ("03/04/2024", "fr", "2024-04-03T00:00:00", "day"),
        ("12/11/2024", "en", None, None),  # December or November: neither has come
        ("06/05/2024", "en", "2024-05-06T00:00:00", "day"),  # June has not come, so it was May
        ("12/23/21", "", "2021-12-23T00:00:00", "day"),
        ("12.3.2021 klo 14.03", "fi", "2021-03-12T14:03:00", "minute"),
        # without a year, without a day
        ("7:06pm On Mar 02", "", "2024-03-02T19:06:00", "minute"),
        ("December 20", "", "2023-12-20T00:00:00", "day"),
        ("29 Feb", "", "2024-02-29T00:00:00", "day"),
        ("11:32AM", "", "2024-05-15T11:32:00", "minute"),
        ("21:00", "", "2024-05-14T21:00:00", "minute"),
        # words around
        ("Posted: 2 Jan 2024", "", "2024-01-02T00:00:00", "day"),
        ("Reviewed in the United Kingdom on 8 April 2016", "", "2016-04-08T00:00:00", "day"),
        ("by Ann » Sun Dec 17, 2023 11:23 am", "", "2023-12-17T11:23:00", "minute"),
        ("post #1 of 23 (permalink) Old 04-25-2015, 09:47 PM Thread Starter", "", "2015-04-25T21:47:00", "minute"),
        ("2:55pm On Dec 10, 2023*. Modified: 10:31am On Dec 11, 2023", "", "2023-12-10T14:55:00", "minute"),
        ("edited yesterday", "", "2024-05-14T00:00:00", "day"),
    ],
)
def test_dates(text: str, language: str, at: str | None, precision: str | None) -> None:
    when = parse_date(text, now=NOW, languages=[language] if language else [])
    if at is None or precision is None:
        assert when is None
    else:
        assert when is not None
        assert (dt.datetime.fromisoformat(at + "+00:00"), precision) == (when.at, when.precision)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "May",
            "march on",
            "second",
            "now we know",
            "hier klicken",
            "4 out of 5",
            "5 stars",
            "2:1",
            "2 of 10",
            "12",
            "1.2.3",
            "10,5 km",
        ),
        *("0", "0000-00-00 00:00:00", "1970-01-01T00:00:00Z", "01.01.1970", "123456789", "32.13.2020", "2023-02-30", "31 April 2020"),
        *("in 3 days", "через 3 дня", "en 3 días", "2030-01-01", "1889-01-01", "Past 6 months", "192.168.1.20", "v1.2.2020.5"),
        "I went there on the 5th and was told to come back 2 days ago because they had lost all of my things again",
        "The 2019 model, sold since May 5, 2019, is " + "much " * 80 + "better.",
    ],
)
def test_no_dates(text: str) -> None:
    assert parse_date(text, now=NOW) is None


def test_local_time_is_read_in_the_sites_zone() -> None:
    when = parse_date("10.02.2019, 18:05", now=NOW, languages=["de"], timezone="Europe/Berlin")
    assert when is not None
    assert when.at == dt.datetime(2019, 2, 10, 17, 5, tzinfo=dt.UTC)


def test_today_is_the_sites_today() -> None:
    when = parse_date("today, 1:00", now=dt.datetime(2024, 5, 15, 20, tzinfo=dt.UTC), timezone="Asia/Tokyo")
    assert when is not None
    assert when.at == dt.datetime(2024, 5, 15, 16, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("order", "text", "day"),
    [
        ("DMY", "03-04-05", "2005-04-03"),
        ("MDY", "03-04-05", "2005-03-04"),
        ("YMD", "03-04-05", "2003-04-05"),
        ("MDY", "25/04/2015", "2015-04-25"),
    ],
)
def test_the_page_tells_the_order(order: DateOrder, text: str, day: str) -> None:
    when = parse_date(text, now=NOW, order=order)
    assert when is not None
    assert day == when.at.date().isoformat()


@pytest.mark.parametrize(
    ("samples", "order"),
    [
        (["04-05-2021", "04-25-2021, 10:15 PM"], "MDY"),
        (["04/05/2021", "25/04/2021"], "DMY"),
        (["2021-04-25"], "YMD"),
        (["04/05/2021", "Today"], None),
        (["04/25/2021", "25/04/2021"], None),  # they differ
        ([], None),
    ],
)
def test_order_of(samples: list[str], order: DateOrder | None) -> None:
    assert order == order_of(samples)


@pytest.mark.parametrize(
    ("value", "at"),
    [
        (1704164645, "2024-01-02T03:04:05+00:00"),
        ("1704164645.5", "2024-01-02T03:04:05.500000+00:00"),
        (1704164645123456, "2024-01-02T03:04:05.123456+00:00"),
        (1704164645000000000, "2024-01-02T03:04:05+00:00"),
        *((value, None) for value in (0, None, "", "x", "nan", "inf", -5, 1e300, 99999999999)),
    ],
)
def test_from_epoch(value: float | str | None, at: str | None) -> None:
    when = from_epoch(value, now=NOW)
    assert at == (when and when.at.isoformat())


@settings(deadline=None)
@given(st.datetimes(dt.datetime(1990, 1, 2), dt.datetime(2024, 5, 14), timezones=st.timezones()))  # noqa: DTZ001 - bounds are naive
def test_iso_round_trip(moment: dt.datetime) -> None:
    assume(not (moment.utcoffset() or dt.timedelta()).total_seconds() % 60)  # ISO 8601 has no seconds in offsets
    when = parse_date(moment.isoformat(), now=NOW)
    assert when is not None
    assert moment.astimezone(dt.UTC) == when.at


WORDS = st.sampled_from(
    ["ago", "vor", "назад", "May", "марта", "年", "月", "昨天", "today", "pm", "+0200", "12", "2019", ":", "/", "-", ".", "'", "days", "a"]
)


@settings(deadline=None, max_examples=300)
@given(st.one_of(st.text(max_size=40), st.lists(WORDS, max_size=9).map(" ".join), st.lists(WORDS, max_size=9).map("".join)))
def test_any_text_gives_an_aware_date_or_none(text: str) -> None:
    when = parse_date(text, now=NOW, languages=["ru", "x", ""], timezone="Europe/Moscow")
    assert when is None or when.at.utcoffset() == dt.timedelta(0)


@settings(deadline=None)
@given(
    st.datetimes(NOW.replace(year=1991, tzinfo=None), NOW.replace(tzinfo=None)),
    st.sampled_from(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f"]),
    st.sampled_from(["", "Z", "+0300", " -11:30", "+99:99"]),
    st.sampled_from([None, "Europe/Berlin"]),
)
def test_a_stamp_is_read_as_its_words_are(moment: dt.datetime, style: str, offset: str, timezone: str | None) -> None:
    stamp = moment.strftime(style) + offset
    assert parse_date(stamp, now=NOW, timezone=timezone) == parse_date(f"posted {stamp}", now=NOW, timezone=timezone)


def test_words_behind_a_clock_are_no_year() -> None:
    when = parse_date("Mar 12 10:00 with friends", now=dt.datetime(2026, 6, 1, tzinfo=dt.UTC))
    assert when is not None
    assert when.at == dt.datetime(2026, 3, 12, 10, 0, tzinfo=dt.UTC)
