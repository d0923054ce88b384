"""What hosts say of their limits in headers."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.politeness import retry_after_s, spent_s

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0.0),
        ({"x-ratelimit-remaining": "17", "x-ratelimit-reset": "42"}, 0.0),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "42"}, 42.0),
        ({"x-ratelimit-remaining": "0.0", "x-ratelimit-reset": "42"}, 42.0),  # Reddit
        ({"ratelimit-remaining": "0", "ratelimit-reset": str(int(NOW.timestamp()) + 60)}, 60.0),  # Bluesky
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "2026-01-01T00:05:00.000000Z"}, 300.0),  # Mastodon
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "2026-01-01T00:05:00"}, 300.0),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "2025-12-31T23:00:00Z"}, 0.0),  # it is over
        ({"x-ratelimit-remaining": "0"}, 0.0),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "soon"}, 0.0),
        ({"x-ratelimit-remaining": "none", "x-ratelimit-reset": "42"}, 0.0),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "-42"}, 0.0),
    ],
)
def test_how_long_a_spent_limit_asks_to_wait(headers: dict[str, str], seconds: float) -> None:
    assert spent_s(headers, NOW) == seconds


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Thu, 01 Jan 2026 00:02:00 GMT", 120.0),
        ("Wed, 31 Dec 2025 23:00:00 GMT", 0.0),  # it is over
        ("soon", None),
        ("-5", None),
        ("\xb2", None),  # a digit to Python, and no number
        ("1e3", None),
        ("", None),
        ("Thu, 99 Jan 99999999999 00:00:00 GMT", None),
    ],
)
def test_how_long_retry_after_asks_to_wait(value: str | None, seconds: float | None) -> None:
    assert retry_after_s(value, NOW) == seconds


@settings(deadline=None)
@given(st.text(alphabet=st.characters(max_codepoint=255)) | st.from_regex(r"[A-Z][a-z]{2}, \d+ [A-Z][a-z]{2} \d+ \d+:\d+:\d+ [A-Z+]*\d*"))
def test_no_header_breaks_a_run(value: str) -> None:
    for waits in (retry_after_s(value, NOW), spent_s({"x-ratelimit-remaining": "0", "x-ratelimit-reset": value}, NOW)):
        assert waits is None or waits >= 0
