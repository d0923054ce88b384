"""How much of what a subject states was found, and whether its pages lead on."""

import pytest

from crawler.subjects import Subjects
from mentions.mention import Mention
from mentions.page import Page

START = "https://reviews.example/acme"


def page(number, keys, *, last=False, stated=43, scope="stream:acme", **fields):
    given = {
        "site": "made",
        "engine": "feed",
        "url": START if number == 1 else f"{START}?page={number}",
        "outcome": "ok" if keys else "empty",
        "mentions": tuple(Mention(site="made", engine="feed", key=str(key), text="") for key in keys),
        "stated_total": stated,
        "next": None if last else f"{START}?page={number + 1}",
        "state": {scope: {}},
    }
    return Page(**given | fields)


CASES = [
    # pages, whether it is the first run, how many of 43 are told
    ([page(1, range(20)), page(2, range(20, 31), last=True)], True, 31),
    ([page(1, range(20)), page(2, range(20, 43), last=True)], True, None),
    ([page(1, range(20)), page(2, range(20, 42), last=True)], True, None),  # one deleted since
    ([page(1, range(20)), page(2, range(20, 31), last=True)], False, 31),
    ([page(1, range(20))], True, None),  # stopped on the way
    ([page(2, range(20, 31), last=True)], False, None),  # went on from an earlier run
    ([page(1, range(20)), page(5, range(30, 36), last=True)], False, None),  # met the known, then closed a gap
    ([page(1, range(20)), page(2, range(20, 31), last=True, gap="page 3")], True, None),
    ([page(1, (), last=True)], True, 0),  # "43 reviews", and an empty list
    ([page(1, range(20), last=True, stated=None)], True, None),
]


@pytest.mark.parametrize(("pages", "is_first", "told"), CASES)
def test_only_a_subject_read_whole_is_held_against_its_total(pages, is_first, told):
    subjects = Subjects([START], is_first_run=is_first)
    for one in pages:
        subjects.see(one)
    assert subjects.short() == ([] if told is None else [f"{told} of 43 that {pages[-1].url} states"])


def test_two_subjects_are_not_mixed():
    subjects = Subjects([START], is_first_run=True)
    subjects.see(page(1, range(31), last=True, scope="a"))
    subjects.see(page(1, range(12), last=True, stated=12, scope="b"))
    assert len(subjects.short()) == 1


def test_a_next_page_that_shows_the_same_posts_and_leads_on_is_broken():
    subjects = Subjects([START], is_first_run=True)
    for number in (1, 2):
        subjects.see(page(number, range(20)))
    assert subjects.repeats == [f"{START}?page=2"]


def test_the_last_page_shown_again_is_the_end():
    subjects = Subjects([START], is_first_run=True)
    subjects.see(page(1, range(43)))
    subjects.see(page(2, range(43), last=True))
    assert (subjects.repeats, subjects.short()) == ([], [])
