"""What becomes of a mention that is written: new, a new version, or seen before; once and only once."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import Connection, Engine, select

from mentions.mention import BrandMatch, HeldBack, Quote
from mentions.page import Reject
from storage import read
from storage.database import reading
from storage.ledger import Tally
from storage.models import Base, CrawlRow, HeldBackRow, MentionBrandRow, MentionRow, MentionVersionRow, RejectRow, SiteStateRow
from storage.write import Written
from tests.storage.made import ACME, LATER, NOW, mention, page, write


def rows(engine: Engine, model: type[Base], *columns: str) -> list[tuple[object, ...]]:
    table = model.__table__
    with reading(engine) as conn:
        query = select(*(table.c[name] for name in columns or table.c.keys())).order_by(*table.primary_key)
        return [tuple(row) for row in conn.execute(query)]


def test_every_field_comes_back(engine: Engine) -> None:
    full = mention(
        url="https://talk.example/p/1",
        title="On Acme, «Акме» 🎈",
        text="Acme — всё работает\nRất tốt",
        quotes=(Quote(text="does it?", author="ann"), Quote(text="yes")),
        posted_at=dt.datetime(2024, 4, 30, 23, 30, tzinfo=dt.timezone(dt.timedelta(hours=-3))),
        posted_at_precision="minute",
        verified=True,
        rating=4.5,
        rating_max=5.0,
        votes=2**40,
        language="ru",
        language_confidence=0.75,
    )
    write(engine, page(full))
    with reading(engine) as conn:
        (row,) = read.mentions(conn, read.Filter())
    assert row["posted_at"] == dt.datetime(2024, 5, 1, 2, 30, tzinfo=dt.UTC)
    assert row["posted_at"].tzinfo == dt.UTC
    assert row["published_day"] == "2024-05-01"
    assert row["quotes"] == [{"text": "does it?", "author": "ann", "url": None}, {"text": "yes", "author": None, "url": None}]
    for name in ("site", "key", "engine", "kind", "url", "title", "text", "verified", "rating", "rating_max", "votes", "language"):
        assert row[name] == getattr(full, name)
    assert (row["family"], row["first_seen_at"], row["last_seen_at"], row["version"]) == ("forums", NOW, NOW, 1)


def test_a_page_written_twice_changes_only_when_it_was_seen(engine: Engine) -> None:
    first = write(engine, page(mention("1"), mention("2")))
    before = rows(engine, MentionRow)
    second = write(engine, page(mention("1"), mention("2")), now=LATER)
    assert (first, second) == ([Tally(read=2, new=2)], [Tally(read=2, seen_before=2)])
    names = list(MentionRow.__table__.c.keys())
    changed = {names[i] for old, new in zip(before, rows(engine, MentionRow), strict=True) for i in range(len(names)) if old[i] != new[i]}
    assert changed == {"last_seen_at", "crawl_id"}


def test_the_same_page_twice_in_one_batch(engine: Engine) -> None:
    tallies = write(engine, page(mention("1"), mention("2")), page(mention("1"), mention("3")))
    assert tallies == [Tally(read=2, new=2), Tally(read=2, new=1, seen_before=1)]
    assert rows(engine, MentionRow, "key", "version") == [("1", 1), ("2", 1), ("3", 1)]
    assert len(rows(engine, MentionBrandRow)) == 3


@pytest.mark.parametrize("field", ["text", "title", "pros", "cons", "owner_reply"])
def test_another_text_is_a_new_version(engine: Engine, field: str) -> None:
    old, new = replace(mention(), **{field: "Acme was good"}), replace(mention(), **{field: "Acme was bad"})
    write(engine, page(old))
    assert write(engine, page(new), now=LATER) == [Tally(read=1, new_version=1)]
    assert rows(engine, MentionRow, field, "version", "first_seen_at") == [("Acme was bad", 2, NOW)]
    assert rows(engine, MentionVersionRow, field, "version", "replaced_at") == [("Acme was good", 1, LATER)]


def test_versions_within_one_batch(engine: Engine) -> None:
    """Each text that was once there is kept, the last wins, and the same text again is not a version."""
    write(engine, page(mention(text="Acme a")))
    texts = ("Acme b", "Acme c", "Acme c")
    tallies = write(engine, *(page(mention(text=text), mention("n", text)) for text in texts), now=LATER)
    assert tallies == [Tally(read=2, new=1, new_version=1), Tally(read=2, new_version=2), Tally(read=2, seen_before=2)]
    assert rows(engine, MentionRow, "text", "version") == [("Acme c", 3), ("Acme c", 2)]
    assert rows(engine, MentionVersionRow, "mention_id", "version", "text") == [(1, 1, "Acme a"), (1, 2, "Acme b"), (2, 1, "Acme b")]


def test_other_changes_are_taken_and_what_a_poor_page_lacks_is_kept(engine: Engine) -> None:
    write(engine, page(mention(votes=1, author="ann", url="https://talk.example/p/1")))
    other = BrandMatch(brand="Zenith", start=0, end=4, matched="Acme", rule="term", tagged=True)
    assert write(engine, page(mention(votes=7, brands=(other,))), now=LATER) == [Tally(read=1, seen_before=1)]
    assert rows(engine, MentionRow, "votes", "author", "url", "version") == [(7, "ann", "https://talk.example/p/1", 1)]
    assert rows(engine, MentionBrandRow, "brand", "tagged") == [("Zenith", True)]


def test_the_surest_match_of_a_brand_comes_first(engine: Engine) -> None:
    doubtful, sure = replace(ACME, confidence=0.6), replace(ACME, start=9, end=13, tagged=True)
    weak = replace(ACME, brand="Weak", confidence=0.3)
    write(engine, page(mention(brands=(doubtful, weak, sure))))
    with reading(engine) as conn:
        (row,) = read.mentions(conn, read.Filter())  # a match below views.MIN_CONFIDENCE is not shown
    assert (row["brand"], row["match_start"], row["matches"], row["tagged"]) == ("Acme", 9, 2, True)


def test_relate_gets_what_is_new_or_changed(engine: Engine) -> None:
    seen: list[tuple[int, str, bool]] = []

    def relate(conn: Connection, written: Sequence[Written]) -> None:
        stored = conn.execute(select(MentionRow.id, MentionRow.text).where(MentionRow.id.in_([w.id for w in written]))).all()
        assert {w.id for w in written} == {row.id for row in stored}
        seen.extend((w.id, w.mention.text, w.is_new) for w in written)

    write(engine, page(mention("1"), mention("2")), relate=relate)
    write(engine, page(mention("1"), mention("2", "Acme broke"), mention("3")), relate=relate)
    write(engine, page(mention("1")), relate=relate)
    assert seen == [(1, "Acme works", True), (2, "Acme works", True), (2, "Acme broke", False), (3, "Acme works", True)]


def test_a_site_that_may_not_keep_text(engine: Engine) -> None:
    """Its texts reach `relate`, make versions, and are not stored, in earlier versions and snippets neither."""
    held = (HeldBack(brand="Acme", start=0, end=4, matched="Acme", reason="exclude"),)
    texts: list[str] = []
    given = {"textless": {"talk-example"}, "relate": lambda _conn, written: texts.extend(w.mention.text for w in written)}
    for text in ("Acme good", "Acme bad"):
        write(engine, page(mention(text=text, title="Acme", pros="x", quotes=(Quote(text="q"),), rating=3.0, held_back=held)), **given)
    assert texts == ["Acme good", "Acme bad"]
    assert rows(engine, MentionRow, "text", "title", "pros", "quotes", "rating", "version") == [("", None, None, None, 3.0, 2)]
    assert rows(engine, MentionVersionRow, "text", "title") == [("", None)]
    assert rows(engine, HeldBackRow, "snippet") == [("",)]


def test_state_is_written_with_its_page(engine: Engine) -> None:
    write(engine, page(state={"a": {"n": 1}, "b": {"n": 1}}), page(state={"a": {"n": 2}, "c": None}))
    write(engine, page(state={"b": None}), now=LATER)
    with reading(engine) as conn:
        assert read.known(conn, "talk-example", ["a", "b", "c"]) == {"a": {"n": 2}}
        assert read.known(conn, "other-example", ["a"]) == {}
        (row,) = read.states(conn)
    assert dict(row) == {"site": "talk-example", "scope": "a", "value": {"n": 2}, "updated_at": NOW}


def test_a_transaction_that_fails_leaves_nothing(engine: Engine) -> None:
    def relate(conn: Connection, written: Sequence[Written]) -> None:
        raise KeyError(conn, written)

    with pytest.raises(KeyError):
        write(engine, page(mention(), state={"a": {"n": 1}}), relate=relate)
    assert [rows(engine, model) for model in (MentionRow, SiteStateRow, CrawlRow, MentionBrandRow)] == [[], [], [], []]


def test_bins_add_up_on_the_crawl_row(engine: Engine) -> None:
    write(engine, page(mention("1")))
    bad = (Reject(key=None, reason="no key"), Reject(key="9", reason="empty", detail="no text"), Reject(key="8", reason="empty"))
    mixed = page(mention("1"), mention("2"), read=9, no_brand=4, rejected=bad, gap="3 pages left")
    (tally,) = write(engine, mixed, page(outcome="blocked", url="https://talk.example/login"))[:1]
    assert tally == Tally(read=9, new=1, seen_before=1, no_brand=4, rejected={"no key": 1, "empty": 2})
    with reading(engine) as conn:
        (row,) = read.crawls(conn, ids=[2])
    assert row["read"] == sum(row[name] for name in ("new", "new_version", "seen_before", "no_brand", "rejected")) == 9
    assert row["rejected_reasons"] == {"no key": 1, "empty": 2}
    assert (row["pages_ok"], row["pages_blocked"], row["gap"], row["finished_at"]) == (1, 1, "3 pages left", None)
    assert rows(engine, RejectRow, "crawl_id", "key", "reason", "detail") == [
        (2, None, "no key", ""),
        (2, "9", "empty", "no text"),
        (2, "8", "empty", ""),
    ]


def test_look_alikes_are_kept_of_mentions_that_are_not(engine: Engine) -> None:
    held = HeldBack(brand="Acme", start=200, end=204, matched="Acme", reason="no signal for an ambiguous name")
    left_out = mention("5", "x" * 199 + " Acme\nin the middle " + "y" * 500, brands=(), held_back=(held,))
    for _ in range(2):
        write(engine, page(look_alikes=(left_out,), no_brand=1, read=1))
    with reading(engine) as conn:
        (row,) = read.held_back(conn, "Acme")
    assert len(row["snippet"]) <= 160
    assert " Acme in the middle " in row["snippet"]
    assert rows(engine, MentionRow) == []


def test_many_keys_at_once(engine: Engine) -> None:
    """More than fit into one statement's chunk of keys, on several sites."""
    many = [page(*(mention(str(k), site=f"site-{k % 3}") for k in range(2500)))]
    assert write(engine, *many) == [Tally(read=2500, new=2500)]
    assert write(engine, *many) == [Tally(read=2500, seen_before=2500)]
