"""What engines read is made fit for the store: texts, numbers, times; and counted."""

import asyncio
import datetime as dt
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentions.mention import Mention, Quote
from mentions.page import Page, Reject
from pipelines.clean import FIRST_DAY, KEY_CHARS, LINE_CHARS, TEXT_CHARS, CleanPipeline, clean_mention, clean_page

NOW = dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)
PLAIN = Mention(
    site="talk-example",
    engine="phpbb",
    key="1",
    url="https://talk.example/p/1",
    title="On Acme",
    text="Acme works.\n\nВсё хорошо, Việt Nam 🎈",
    author="ann",
    posted_at=NOW,
    posted_at_precision="second",
    rating=4.5,
    votes=3,
)


def page(*mentions: Mention, **fields: object) -> Page:
    return Page(
        **{"site": "talk-example", "engine": "phpbb", "url": "u", "outcome": "ok", "mentions": mentions, "fetched_at": NOW} | fields
    )


def test_a_clean_mention_is_the_same_object() -> None:
    assert clean_mention(PLAIN, NOW) is PLAIN


@pytest.mark.parametrize(
    ("field", "given", "kept"),
    [
        ("text", "cafe\u0301", "café"),
        ("text", "a\ud83db", "ab"),  # a lone surrogate
        ("text", "\ud83c\udf88", "🎈"),  # a pair that came in halves
        ("text", "a\x00b", "ab"),
        ("text", "x" * 1_000_000, "x" * TEXT_CHARS),
        ("title", "two\nlines ", "two lines"),
        ("title", "t" * 5000, "t" * LINE_CHARS),
        ("author", "\x00", None),
        ("key", " 7 ", "7"),
        ("url", "", None),
        ("url", "https://talk.example/\x00", None),
        ("url", "https://talk.example/" + "a" * 5000, None),
        ("votes", 2**63, None),
        ("votes", -(2**63) + 1, -(2**63) + 1),
        ("rating", float("nan"), None),
        ("rating", float("inf"), None),
        ("rating", 0.0, 0.0),
        ("posted_at", dt.datetime(1970, 1, 1, tzinfo=dt.UTC), None),
        ("posted_at", FIRST_DAY, FIRST_DAY),
        ("posted_at", NOW + dt.timedelta(hours=14), NOW + dt.timedelta(hours=14)),  # local time taken for UTC
        ("posted_at", NOW + dt.timedelta(days=2), None),
        ("posted_at", NOW.replace(tzinfo=None), None),
        ("edited_at", NOW + dt.timedelta(days=400), None),
        ("quotes", (Quote(text="a\x00b", author="\ud800"), Quote(text="\x00")), (Quote(text="ab"),)),
    ],
)
def test_a_field_is_cleaned(field: str, given: object, kept: object) -> None:
    done = clean_mention(replace(PLAIN, **{field: given}), NOW)
    assert isinstance(done, Mention)
    assert getattr(done, field) == kept
    others = {field, "posted_at_precision"} if field == "posted_at" and kept is None else {field}
    assert all(getattr(done, name) == getattr(PLAIN, name) for name in set(Mention.__dataclass_fields__) - others)


def test_no_time_has_no_precision() -> None:
    done = clean_mention(replace(PLAIN, posted_at=NOW + dt.timedelta(days=9)), NOW)
    assert isinstance(done, Mention)
    assert done.posted_at_precision is None


def test_without_a_fetch_time_the_future_is_not_known() -> None:
    later = replace(PLAIN, posted_at=NOW + dt.timedelta(days=900))
    assert clean_mention(later, None) is later


@pytest.mark.parametrize(
    ("fields", "reject"),
    [
        ({"key": ""}, Reject(key=None, reason="no key", detail="https://talk.example/p/1")),
        ({"key": "\x00 "}, Reject(key=None, reason="no key", detail="https://talk.example/p/1")),
        ({"key": "k" * 501}, Reject(key="k" * KEY_CHARS, reason="key too long", detail="more than 500 characters")),
        ({"text": "\x00", "title": " ", "rating": None}, Reject(key="1", reason="empty", detail="https://talk.example/p/1")),
    ],
)
def test_what_cannot_be_kept(fields: dict[str, object], reject: Reject) -> None:
    assert clean_mention(replace(PLAIN, **fields), NOW) == reject


@pytest.mark.parametrize("fields", [{"rating": 1.0}, {"title": "t"}, {"pros": "p"}, {"cons": "c"}, {"quotes": (Quote(text="q"),)}])
def test_little_is_not_empty(fields: dict[str, object]) -> None:
    assert isinstance(clean_mention(replace(PLAIN, **{"text": "", "title": None, "rating": None} | fields), NOW), Mention)


def test_a_page_is_counted_and_each_key_kept_once() -> None:
    """A mention printed twice was read once; of a teaser and the full text the full text stays, in the first's place."""
    teaser, full = replace(PLAIN, text="Acme…"), replace(PLAIN, text="Acme works well")
    before = Reject(key=None, reason="no key")
    done = clean_page(page(teaser, replace(PLAIN, key="2"), full, replace(PLAIN, key=""), teaser, rejected=(before,)))
    assert [(mention.key, mention.text) for mention in done.mentions] == [("1", "Acme works well"), ("2", PLAIN.text)]
    assert done.read == 3
    assert [reject.reason for reject in done.rejected] == ["no key", "no key"]


@pytest.mark.parametrize(
    "wrong", [{"text": 5}, {"title": {"a": 1}}, {"key": []}, {"rating": "4.5"}, {"posted_at": "2024"}, {"quotes": 7}], ids=str
)
def test_a_mention_of_wrong_types_costs_itself_alone(wrong: dict[str, object]) -> None:
    done = clean_page(page(replace(PLAIN, **wrong), replace(PLAIN, key="2")))
    assert [mention.key for mention in done.mentions] == ["2"]
    assert (done.read, [reject.reason for reject in done.rejected]) in ((2, ["wrong type"]), (2, ["no key"]))


def test_a_page_without_mentions_is_left_alone() -> None:
    empty = page(outcome="blocked")
    assert asyncio.run(CleanPipeline().process_item(empty)) is empty


def test_a_page_of_huge_posts_is_cleaned_alike() -> None:
    posts = [replace(PLAIN, key=str(number % 2), text="a\u0301\ud800 " * 20_000 + "b" * number) for number in range(3)]
    assert asyncio.run(CleanPipeline().process_item(page(*posts))) == clean_page(page(*posts))
    assert asyncio.run(CleanPipeline().process_item(page(replace(PLAIN, text=5)))).rejected


@settings(deadline=None)
@given(st.text(alphabet=st.characters()), st.text(alphabet=st.characters(), min_size=1))
def test_what_is_kept_can_be_stored_and_is_clean_already(text: str, key: str) -> None:
    done = clean_page(page(replace(PLAIN, text=text, title=text, author=text, url=text, key=key, quotes=(Quote(text=text),))))
    assert done.read == len(done.mentions) + len(done.rejected) == 1
    for mention in done.mentions:
        for value in (mention.text, mention.title, mention.author, mention.url, mention.key, *(quote.text for quote in mention.quotes)):
            assert value is None or "\0" not in value.encode().decode()
        assert unicodedata.is_normalized("NFC", mention.text)
        assert clean_mention(mention, NOW) is mention
