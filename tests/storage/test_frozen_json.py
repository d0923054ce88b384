"""Frozen values as JSON come back equal, whatever letters they hold."""

import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentions.mention import HeldBack, Mention, Quote
from mentions.page import Page, Reject, Thread
from storage import frozen_json
from tests.storage.made import ACME, NOW, mention, page

WHOLE = page(
    mention(quotes=(Quote(text="old words", author="ann"),), posted_at=NOW, posted_at_precision="minute", rating=4.5, verified=False),
    threads=(Thread(key="t", url="https://talk.example/t", last_post_at=NOW, replies=0),),
    listings=("https://talk.example/f",),
    state={"thread:1": {"page": 2, "seen": ["a", None]}, "gone": None},
    validators={"etag": '"1"'},
    look_alikes=(mention(held_back=(HeldBack(brand="Acme", start=0, end=4, matched="acme", reason="exclude"),)),),
    rejected=(Reject(key=None, reason="empty"),),
    fetched_at=NOW,
    read=3,
)


def test_a_page_with_everything_comes_back_equal():
    assert frozen_json.loads(Page, frozen_json.dumps(WHOLE)) == WHOLE
    assert frozen_json.loads(Page, frozen_json.dumps(WHOLE)).mentions[0].brands == (ACME,)


@settings(deadline=None, max_examples=200)
@given(
    st.text(alphabet=st.characters()),  # lone surrogates among them
    st.none() | st.floats(allow_nan=False),
    st.none() | st.datetimes(timezones=st.just(dt.UTC)),
    st.dictionaries(st.text(), st.none() | st.dictionaries(st.text(), st.integers() | st.lists(st.text()))),
)
def test_any_letters_numbers_and_times_come_back(text, number, at, state):
    given_page = page(mention(text, text, rating=number, posted_at=at, author=text), state=state)
    assert frozen_json.loads(Page, frozen_json.dumps(given_page)) == given_page


def test_what_another_version_wrote_is_read_by_names():
    written = json.loads(frozen_json.dumps(mention("7", "Acme", author="ann")))
    assert frozen_json.loads(Mention, json.dumps({**written, "mood": "glad"}).encode()) == mention("7", "Acme", author="ann")


@pytest.mark.parametrize("data", [b"", b"[1]", b"{}", b'{"site": "a"}', b"\xff"])
def test_what_is_no_page_is_refused(data):
    with pytest.raises((ValueError, TypeError, KeyError, AttributeError)):
        frozen_json.loads(Page, data)
