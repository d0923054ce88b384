"""What makes a version, what makes a row, and which time is kept."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentions.mention import HeldBack
from storage import rows
from tests.storage.made import NOW, mention

MENTION = mention(title="On Acme", pros="a", cons="b", owner_reply="c", rating=4.0)


@pytest.mark.parametrize(
    ("change", "is_version"),
    [
        ({"text": "Acme works."}, True),
        ({"title": None}, True),
        ({"pros": "b", "cons": "a"}, True),  # swapped, nothing else
        ({"rating": None}, True),
        ({"owner_reply": ""}, True),
        ({"votes": 9}, False),
        ({"author": "bob"}, False),
        ({"language": "de"}, False),
        ({"brands": ()}, False),
    ],
)
def test_what_makes_a_version_and_what_a_row(change: dict[str, object], is_version: bool) -> None:
    other = replace(MENTION, **change)
    assert (rows.content_hash(other) != rows.content_hash(MENTION)) is is_version
    hashes = [rows.row_hash(rows.content_hash(m), rows.columns(m, family="forums", keep_text=True), m) for m in (MENTION, other)]
    assert hashes[0] != hashes[1]


def test_every_field_of_a_mention_has_its_column() -> None:
    by_storage = {"site", "key", "links", "brands", "held_back", "duplicate_of", "duplicate_kind", "voice"}
    fields = set(type(MENTION).__dataclass_fields__)
    assert set(rows.columns(MENTION, family="forums", keep_text=True)) == fields - by_storage | {"family"}


@settings(deadline=None)
@given(st.text(alphabet=st.characters()) | st.sampled_from(["\ud800", "a\x00b"]))
def test_hashes_are_signed_64_bit_whatever_the_text(text: str) -> None:
    assert -(2**63) <= rows.content_hash(replace(MENTION, text=text)) < 2**63


def at(days: float) -> dt.datetime:
    return NOW + dt.timedelta(days=days)


@pytest.mark.parametrize(
    ("known", "read", "kept"),
    [
        ((None, None), (None, None), "known"),
        ((None, None), (at(0), "day"), "read"),
        ((at(0), "day"), (None, None), "known"),  # a page that lost its date takes nothing away
        ((at(0), "month"), (at(20), "month"), "known"),  # "2 months ago", read again 20 days later
        ((at(0), "month"), (at(-200), "month"), "read"),  # contradicts it
        ((at(0), "month"), (at(-90), "year"), "known"),  # became "a year ago"
        ((at(0), "month"), (at(3), "second"), "read"),  # the full date at last
        ((at(0), "second"), (at(0.5), "second"), "read"),
        ((at(0), "second"), (at(0.5), "hour"), "known"),
        ((at(0), "day"), (at(0.9), "day"), "known"),
    ],
)
def test_the_better_known_time_is_kept(known: rows.When, read: rows.When, kept: str) -> None:
    assert rows.settled(known, read) == {"known": known, "read": read}[kept]


@settings(deadline=None)
@given(st.text(max_size=400), st.text(min_size=1, max_size=300), st.text(max_size=400))
def test_a_snippet_is_short_and_one_line(before: str, matched: str, after: str) -> None:
    held = HeldBack(brand="Acme", start=len(before), end=len(before) + len(matched), matched=matched, reason="exclude")
    snippet = rows.snippet(mention(text=before + matched + after), held)
    assert len(snippet) <= rows.SNIPPET_CHARS
    assert "\n" not in snippet


def test_a_snippet_shows_the_match_in_the_title() -> None:
    held = HeldBack(brand="Acme", start=3, end=7, matched="Acme", reason="exclude", where="title")
    assert rows.snippet(MENTION, held) == "On Acme"
