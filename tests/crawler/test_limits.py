"""What hosts say of their limits in headers."""

import datetime as dt

import pytest

from crawler.politeness import spent_s

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
