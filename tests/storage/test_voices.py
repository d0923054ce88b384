"""Relations, voices, copies and groups: kept right by the batch, whatever the order in which mentions come, change and go."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, select

from mentions.mention import Mention, Quote
from pipelines.duplicates import relate
from storage import schema
from storage.database import connect, reading, writing
from storage.models import FingerprintChunkRow, FingerprintRunRow, MentionBrandRow, MentionRow, RelationRow
from storage.runs import all_entries
from storage.voices import forget
from tests.storage.made import mention, page, write

OPINION = "The kettle boils fast and keeps the water warm for hours, but the lid is loose and the cable is too short for our kitchen."
ANSWER = "Dear {}, thank you for your review of our kettle. We are glad that you are happy with it and hope to see you again soon."
SLOGAN = "Only this week all kettles of the summer series are sold at half the price, hurry up while the stock lasts and tell your friends!"
OTHER = "Waited three weeks for the parcel, nobody answered the phone, and the box came with a dent on every side of it."


def post(key: str, text: str, author: str | None = "Ann Archer", site: str = "talk-example", day: int = 1, **fields: Any) -> Mention:
    return mention(key, text, author=author, site=site, posted_at=dt.datetime(2024, 3, day, tzinfo=dt.UTC), brands=(), **fields)


POSTS = (
    post("opinion", OPINION, day=2),
    post("copy", OPINION.upper(), "ann_archer", "shop-example", day=5),
    post("teaser", OPINION[:60] + "… Read more", None, "portal-example", day=7),
    post("update", OPINION + " UPDATE: the lid fell off.", "A. Archer", "maps-example", day=9),
    post("reply", f'"{OPINION}" I bought another one and have no such trouble.', "Bob Baker", day=3),
    post("comment", "I have no such trouble with mine.", "Carl Cook", day=4, quotes=(Quote(text=OPINION, author="Ann Archer"),)),
    post("answer 1", ANSWER.format("Maria"), "Kettle Team", "shop-example", day=11),
    post("answer 2", ANSWER.format("Oleg"), "Kettle Support", "shop-example", day=12),
    post("answer 3", ANSWER.format("Oleg"), "Kettle Support", "mall-example", day=13),
    post("slogan 1", SLOGAN, "Dora Dale", day=14),
    post("slogan 2", SLOGAN, "Egon Eich", day=15),
    post("slogan 3", SLOGAN + " :-)", "Fay Ford", day=16),
    post("slogan 4", SLOGAN, "fay.ford", "shop-example", day=17),
    post("short 1", "Great kettle!", "Gus Gold", day=18, subject_key="k1"),
    post("short 2", "great kettle", "Gus Gold", day=19, subject_key="k1"),
    post("short 3", "Great kettle", "Hal Hill", day=20, subject_key="k1"),
    post("alone", OTHER, "Ida Iles", day=21),
    mention("undated", f"> {OTHER}\n\nSame here, never again.", author="Jon Jay", brands=()),
)
BY_KEY = {one.key: one for one in POSTS}
REWRITTEN = {"opinion": OTHER, "slogan 2": "Nothing to add.", "answer 1": SLOGAN, "alone": OPINION, "short 3": "Meh."}


@pytest.fixture(scope="module")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One database for all examples: they empty it."""
    engine = connect(f"sqlite:///{tmp_path_factory.mktemp('voices')}/untagged.db")
    schema.upgrade(engine)
    yield engine
    engine.dispose()


def store(engine: Engine, *batches: Sequence[Mention]) -> None:
    for batch in batches:
        write(engine, page(*batch), relate=relate)


def erase(engine: Engine, keys: Collection[str]) -> None:
    with writing(engine) as conn:
        ids = conn.execute(select(MentionRow.id).where(MentionRow.key.in_(keys))).scalars().all()
        forget(conn, ids)
        conn.execute(delete(MentionBrandRow).where(MentionBrandRow.mention_id.in_(ids)))
        conn.execute(delete(MentionRow).where(MentionRow.id.in_(ids)))


def empty(engine: Engine) -> None:
    with writing(engine) as conn:
        for model in (RelationRow, FingerprintRunRow, FingerprintChunkRow, MentionRow):
            conn.execute(delete(model))


def state(engine: Engine) -> dict[str, Any]:
    """All that voices keep, with mentions by key instead of id."""
    with reading(engine) as conn:
        rows = conn.execute(select(MentionRow)).all()
        keys = {row.id: row.key for row in rows}
        relations = {(keys[r.a_id], keys[r.b_id], r.kind, r.score, r.why, r.one_author) for r in conn.execute(select(RelationRow))}
        fingerprints = {(key, keys[abs(one)]) for entries in all_entries(conn) for key, one in entries.tolist()}
    sets: dict[str, set[frozenset[str]]] = {}
    for column in ("voice_id", "copies_id", "group_id"):
        members: dict[int, set[int]] = {}
        for row in rows:
            if name := getattr(row, column):
                members.setdefault(name, set()).add(row.id)
        assert all(name == min(ids) for name, ids in members.items())
        sets[column] = {frozenset(keys[one] for one in ids) for ids in members.values()}
    originals = {row.key: (keys.get(row.duplicate_of_id), row.duplicate_kind) for row in rows if row.duplicate_of_id}
    return sets | {"relations": relations, "originals": originals, "fingerprints": fingerprints}


def named(sets: Collection[frozenset[str]]) -> set[tuple[str, ...]]:
    return {tuple(sorted(members)) for members in sets if len(members) > 1}


def test_mentions_are_joined_as_their_relations_say(engine: Engine) -> None:
    store(engine, POSTS)
    found = state(engine)
    assert {("copy", "opinion", "teaser", "update"), ("answer 2", "answer 3"), ("slogan 3", "slogan 4"), ("short 1", "short 2")} == named(
        found["voice_id"]
    )
    assert {("answer 1", "answer 2", "answer 3"), ("slogan 1", "slogan 2", "slogan 3", "slogan 4")} == named(found["group_id"])
    quotes = {(a, b) for a, b, kind, *_ in found["relations"] if kind == "quote"}
    assert {("opinion", "reply"), ("opinion", "comment"), ("alone", "undated")} <= quotes
    assert found["originals"]["copy"] == ("opinion", "same")
    assert found["originals"]["undated"] == ("alone", "quote")
    assert "short 3" not in found["originals"]


@given(st.data())
@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
def test_the_order_and_the_batches_make_no_difference(sqlite: Engine, data: st.DataObject) -> None:
    chosen = [BY_KEY[key] for key in data.draw(st.lists(st.sampled_from(sorted(BY_KEY)), unique=True, min_size=1), label="mentions")]
    batches = _batches(data, chosen)
    empty(sqlite)
    store(sqlite, sorted(chosen, key=lambda one: one.key))
    expected = state(sqlite)
    empty(sqlite)
    store(sqlite, *batches)
    assert expected == state(sqlite)


@given(st.data())
@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
def test_what_changed_and_what_went_leaves_no_trace(sqlite: Engine, data: st.DataObject) -> None:
    chosen = [BY_KEY[key] for key in data.draw(st.lists(st.sampled_from(sorted(BY_KEY)), unique=True, min_size=1), label="mentions")]
    keys = sorted(one.key for one in chosen)
    changed = {key for key in data.draw(st.sets(st.sampled_from(keys)), label="changed") if key in REWRITTEN}
    gone = data.draw(st.sets(st.sampled_from(keys)), label="gone")
    final = [one if one.key not in changed else _rewritten(one) for one in chosen]
    empty(sqlite)
    store(sqlite, [one for one in final if one.key not in gone])
    expected = state(sqlite)
    empty(sqlite)
    store(sqlite, *_batches(data, chosen))
    store(sqlite, [one for one in final if one.key in changed])
    erase(sqlite, gone)
    assert expected == state(sqlite)


def _batches(data: st.DataObject, chosen: Sequence[Mention]) -> list[list[Mention]]:
    cuts = data.draw(st.sets(st.integers(1, len(chosen))), label="cuts")
    edges = [0, *sorted(cuts - {len(chosen)}), len(chosen)]
    return [list(chosen[start:end]) for start, end in pairwise(edges)]


def _rewritten(one: Mention) -> Mention:
    return mention(
        one.key, REWRITTEN[one.key], author=one.author, site=one.site, posted_at=one.posted_at, brands=(), subject_key=one.subject_key
    )
