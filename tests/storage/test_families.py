"""Voices, copies and groups beyond the few that any one look-up sees."""

from sqlalchemy import Engine, delete, select

from pipelines.duplicates import relate
from storage.candidates import MOST_CANDIDATES, MOST_OF_A_KEY
from storage.database import reading, writing
from storage.integrity import faults
from storage.models import MentionRow
from storage.voices import forget
from tests.storage.made import mention, page, write

SLOGAN = "Only this week all kettles of the summer series are sold at half the price, hurry up while the stock lasts and tell your friends!"
MANY = MOST_OF_A_KEY + MOST_CANDIDATES


def store(engine: Engine, *, authors: int, batch: int = 17) -> None:
    posts = [mention(str(number), SLOGAN, author=f"Person {number % authors}", site="talk-example") for number in range(MANY)]
    for start in range(0, MANY, batch):
        write(engine, page(*posts[start : start + batch]), relate=relate)


def names(engine: Engine) -> tuple[list[int], set[int | None], set[int | None]]:
    with reading(engine) as conn:
        found = conn.execute(select(MentionRow.voice_id, MentionRow.copies_id, MentionRow.group_id).order_by(MentionRow.id)).all()
        assert faults(conn) == []
    return [row.voice_id for row in found], {row.copies_id for row in found}, {row.group_id for row in found}


def test_one_who_posts_the_same_again_and_again_is_one_voice(engine: Engine) -> None:
    store(engine, authors=1)
    assert names(engine) == ([1] * MANY, {1}, {None})


def test_two_authors_are_no_campaign(engine: Engine) -> None:
    store(engine, authors=2)
    assert names(engine) == ([1] * MANY, {1}, {None})


def test_a_campaign_is_one_group_of_many_voices(engine: Engine) -> None:
    store(engine, authors=MANY)
    assert names(engine) == (list(range(1, MANY + 1)), {1}, {1})


def test_in_a_campaign_an_author_is_one_voice(engine: Engine) -> None:
    store(engine, authors=4)
    voices, copies, groups = names(engine)
    assert (copies, groups) == ({1}, {1})
    assert set(voices[:MOST_CANDIDATES]) == {1, 2, 3, 4}


def test_a_campaign_ends_with_its_third_author(engine: Engine) -> None:
    for number, author in enumerate(("Ann", "Bob", "Cid", "Cid")):
        write(engine, page(mention(str(number), SLOGAN, author=author)), relate=relate)
    assert names(engine) == ([1, 2, 3, 3], {1}, {1})
    with writing(engine) as conn:
        forget(conn, [3, 4])
        conn.execute(delete(MentionRow).where(MentionRow.id.in_([3, 4])))
    assert names(engine) == ([1, 1], {1}, {None})


def test_the_first_of_a_group_may_go(engine: Engine) -> None:
    for number, author in enumerate(("Ann", "Bob", "Cid", "Dan")):
        write(engine, page(mention(str(number), SLOGAN, author=author)), relate=relate)
    with writing(engine) as conn:
        forget(conn, [1])
        conn.execute(delete(MentionRow).where(MentionRow.id == 1))
    assert names(engine) == ([2, 3, 4], {2}, {2})
