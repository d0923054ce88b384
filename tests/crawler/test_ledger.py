"""The verdict of a run, and the cause that its evidence begins with."""

from datetime import UTC, datetime, timedelta

import pytest

from crawler.causes import CURES
from crawler.history import History
from crawler.ledger import CUT, GOOD, Ledger
from mentions.mention import Mention
from mentions.page import Page, Reject, Thread

URL = "https://talk.example/forum"
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def page(posts=0, **fields):
    mentions = tuple(Mention(site="made", engine="phpbb", key=f"{fields.get('url', '')}{n}", text="") for n in range(posts))
    return Page(**{"site": "made", "engine": "phpbb", "url": URL, "outcome": "ok", "mentions": mentions, "read": posts} | fields)


def bad(error, outcome="unreadable", **fields):
    return page(outcome=outcome, error=error, **fields)


LISTING = page(threads=(Thread(key="1", url=f"{URL}/1"), Thread(key="2", url=f"{URL}/2")))
REJECTED = tuple(Reject(key=str(n), reason="empty") for n in range(9))
CASES = [
    ([page(3)], "fine", "1 pages read"),
    ([page(outcome="empty")], "empty", "1 pages read, none holds a mention"),
    ([LISTING], "fine", "1 pages read"),  # no thread has changed
    ([], "blind", "layout"),
    ([bad("a Cloudflare challenge", "blocked")], "blind", "blocked"),
    ([bad("the site refused with status 403", "blocked")], "blind", "blocked"),
    ([bad("a login wall", "blocked")], "blind", "login"),
    ([bad("nothing that phpbb knows was found on this page", url="https://talk.example/ucp.php?mode=login")], "blind", "login"),
    ([page(outcome="empty", url="https://talk.example/login?next=/forum")], "partial", "login"),
    ([bad("robots.txt forbids https://talk.example/forum", status=0)], "blind", "robots"),
    ([bad("no answer in 30 s", status=0)], "blind", "unreachable"),
    ([bad("the site answered with status 404", status=404, gap="all")], "blind", "gone"),
    ([bad("nothing that phpbb knows was found on this page")], "blind", "layout"),
    ([page(20), bad("a captcha", "blocked")], "partial", "blocked"),
    ([page(20), bad("no answer in 30 s", status=0)], "partial", "unreachable"),
    ([page(20), page(gap="page 2 and on", status=0)], "partial", "unread"),
    ([page(20)] * 4 + [bad("the site answered with status 404", status=404)], "fine", "4 pages read"),  # a thread deleted in between
    ([page(20), bad("the site answered with status 404", status=404)], "partial", "gone"),
    ([LISTING, bad("nothing that phpbb knows was found", url=f"{URL}/1", gap="thread 1 unread")], "blind", "no rows"),
    ([LISTING, bad("the site answered with status 404", url=f"{URL}/1", status=404)], "blind", "no rows"),
    ([page(9, rejected=REJECTED)], "blind", "rejected"),
    ([page(16, rejected=REJECTED)], "partial", "rejected"),
    ([page(30, rejected=REJECTED)], "fine", "1 pages read"),
    ([page(31, stated_total=43, state={"stream": {}})], "partial", "stated total"),
    (
        [page(9, state={"stream": {}}, next=f"{URL}?p=2"), page(9, state={"stream": {}}, next=f"{URL}?p=3", url=f"{URL}?p=2")],
        "fine",
        "2 pages read",
    ),
]


@pytest.mark.parametrize(("pages", "verdict", "evidence"), CASES)
def test_each_cause_has_its_verdict(pages, verdict, evidence):
    ledger = Ledger(site="made")
    ledger.begin(History(), [URL])
    for one in pages:
        ledger.see(one)
        ledger.add(one)
    found, words = ledger.verdict()
    assert (found, words.partition(":")[0]) == (verdict, evidence)
    assert found in GOOD or evidence in CURES


def test_a_store_that_went_away_and_a_stop_are_told():
    ledger = Ledger(site="made")
    ledger.add(page(3))
    ledger.is_cut = True
    assert ledger.verdict() == ("partial", CUT)
    ledger.error = "the database is locked"
    assert ledger.verdict() == ("partial", "broken: the database is locked")


def remembered(last, until=NOW):
    posts = [
        Mention(site="made", engine="phpbb", key=str(n), text="", posted_at=last - timedelta(days=n), posted_at_precision="second")
        for n in range(30)
    ]
    history = History()
    for hour in range(24 * 20):
        history = history.after(posts, until - timedelta(hours=hour), is_whole=True)
    return History.of({**history.as_state(), "since": (until - timedelta(days=20)).isoformat()})


@pytest.mark.parametrize(
    ("last_seen", "seen", "verdict", "cause"),
    [
        (NOW - timedelta(hours=5), page(20), "fine", "1 pages read"),
        (NOW - timedelta(days=9), page(20), "partial", "silent"),
        (NOW - timedelta(days=9), page(), "blind", "silent"),  # nothing unchanged is not nothing at all: no sign of life
        (NOW - timedelta(hours=5), page(outcome="empty"), "blind", "emptied"),
    ],
)
def test_a_run_that_looks_well_is_judged_by_the_past(last_seen, seen, verdict, cause):
    ledger = Ledger(site="made")
    ledger.begin(remembered(last_seen), [URL])
    ledger.see(page())  # made posts without a time would be new ones
    ledger.add(seen)
    ledger.end(NOW)
    found, words = ledger.verdict()
    assert (found, words.partition(":")[0]) == (verdict, cause)
