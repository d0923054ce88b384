"""Keys made of what is said hold wherever the review is met again, and tell different ones apart."""

from dataclasses import replace

from mentions.mention import Mention
from spiders.base.said_keys import with_own_keys

ONE = Mention(site="s", engine="e", key="", author="Ann", text="Good.")


def test_a_key_of_its_own_is_kept() -> None:
    assert [mention.key for mention in with_own_keys([replace(ONE, key="7")])] == ["7"]


def test_the_same_twice_is_one_and_keeps_its_key() -> None:
    assert [mention.key for mention in with_own_keys([replace(ONE, key="7"), replace(ONE, key="7")])] == ["7"]


def test_a_key_that_two_share_is_nobodys() -> None:
    keys = [mention.key for mention in with_own_keys([replace(ONE, key="7"), replace(ONE, key="7", text="Bad.")])]
    assert len(set(keys)) == 2
    assert "7" not in keys


def test_without_a_key_what_is_said_decides() -> None:
    once, again = (with_own_keys([replace(ONE, rating=rating, rating_max=5)])[0].key for rating in (3, 4))
    other = with_own_keys([replace(ONE, author="Bob")])[0].key
    assert once == again  # stars may be changed later
    assert once != other
