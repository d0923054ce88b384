"""What a page tells twice is one review, with all that is told of it; the page's own column counts where it holds more."""

from dataclasses import replace

from mentions.mention import Mention
from spiders.base.told_twice import told_together

ONE = Mention(site="s", engine="e", key="described-1", kind="review", text="Boils fast and keeps warm for long.", author="Nora", rating=5.0)
TWO = replace(ONE, key="described-2", text="The lid broke after two weeks of use.", author="Bert")
SHOWN_ONE = replace(ONE, key="shown-1", author=None, rating=1.0, owner_reply="Thank you, Nora.")
SHOWN_TWO = replace(TWO, key="shown-2")
SHOWN_THREE = replace(ONE, key="shown-3", text="Quiet enough for the office kitchen.")


def test_what_is_described_is_filled_with_what_is_shown() -> None:
    assert told_together([ONE], [SHOWN_ONE]) == [replace(ONE, owner_reply="Thank you, Nora.")]


def test_where_more_is_shown_than_described_the_shown_ones_count_under_their_own_keys() -> None:
    found = told_together([ONE, TWO], [SHOWN_ONE, SHOWN_TWO, SHOWN_THREE])
    assert [(one.key, one.author, one.rating) for one in found] == [
        ("shown-1", "Nora", 1.0),
        ("shown-2", "Bert", 5.0),
        ("shown-3", "Nora", 5.0),
    ]


def test_another_column_beside_the_described_ones_is_not_theirs() -> None:
    assert told_together([ONE], [SHOWN_TWO, SHOWN_THREE]) == [ONE]


def test_a_bare_rating_is_like_no_other() -> None:
    bare = replace(ONE, text="", owner_reply="Thanks.")
    assert told_together([replace(ONE, text="")], [bare]) == [replace(ONE, text="")]
