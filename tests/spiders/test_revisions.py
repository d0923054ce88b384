"""Of a review's revisions the one written last counts, where the first stood."""

import datetime as dt

from mentions.mention import Mention
from spiders.base.revisions import newest


def said(key: str, text: str, day: int | None = None, edited: int | None = None) -> Mention:
    at, again = (dt.datetime(2025, 1, number, tzinfo=dt.UTC) if number else None for number in (day, edited))
    return Mention(site="s", engine="e", key=key, text=text, posted_at=at, edited_at=again)


def test_the_latest_revision_is_kept_in_the_place_of_the_first() -> None:
    given = [said("a", "old", 1), None, said("b", "other", 2), said("a", "new", 3), said("a", "older", 2)]
    assert [(m.key, m.text) for m in newest(given)] == [("a", "new"), ("b", "other")]


def test_an_edit_counts_as_a_writing_and_of_equals_the_first_stays() -> None:
    assert [m.text for m in newest([said("a", "edited", 1, 9), said("a", "later", 3)])] == ["edited"]
    assert [m.text for m in newest([said("a", "first"), said("a", "second")])] == ["first"]
