"""When a site is due again after a run, by what the run found."""

import datetime as dt

import pytest

from crawler.context import JITTER, Context
from crawler.ledger import Ledger
from crawler.pace import Pace
from mentions.brand import Brand
from mentions.page import Page
from mentions.site import Site

NOW = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
EVERY_S, EVERY_MIN_S = 14_400.0, 300.0
SITE = Site(name="a", engine="phpbb", url="https://a.example/", every_s=EVERY_S, every_min_s=EVERY_MIN_S, max_pages=10)


def page(outcome="ok", **fields):
    return Page(site="a", engine="phpbb", url="https://a.example/", outcome=outcome, **fields)


def ledger(*pages, requests=3):
    made = Ledger(site="a", requests=requests)
    for one in pages:
        made.add(one)
    return made


def wait_s(context, ledger, pace=None):
    """Give the wait after a run, in seconds."""
    pace = pace or Pace(posts=100.0, hours=1000.0, at=NOW)
    return (context.next_due(SITE, pace, ledger, NOW) - NOW).total_seconds()


@pytest.fixture
def context():
    return Context(brands=(), sites={"a": SITE}, families={})


def test_a_good_run_waits_by_the_sites_pace_within_its_bounds(context):
    context.budget.put("b", Pace(posts=1.0, hours=1000.0, at=NOW), EVERY_MIN_S, EVERY_S)
    busy = wait_s(context, ledger(page()), Pace(posts=50_000.0, hours=1000.0, at=NOW))
    quiet = wait_s(Context(brands=(), sites={}, families={}, budget=context.budget), ledger(page()), Pace(posts=0.1, hours=1000.0, at=NOW))
    assert EVERY_MIN_S <= busy < quiet <= EVERY_S


def test_a_site_that_blocks_is_left_alone(context):
    assert wait_s(context, ledger(page(), page("blocked", status=403, error="Cloudflare"))) >= EVERY_S * (1 - JITTER)


def test_a_site_that_cannot_be_reached_is_tried_soon_then_less_and_less_often(context):
    down = ledger(page("unreadable", status=0, error="refused"), requests=0)
    waits = [wait_s(context, down) for _ in range(30)]
    for number, wait in enumerate(waits):
        assert wait == pytest.approx(min(EVERY_S, EVERY_MIN_S * 2**number), rel=JITTER + 0.001)
    assert wait_s(context, ledger(page())) <= EVERY_S
    assert wait_s(context, down) == pytest.approx(EVERY_MIN_S, rel=JITTER + 0.001)  # counted anew after a good run


def test_what_is_left_at_max_pages_is_read_on_soon(context):
    left = ledger(page(gap="stopped at max_pages = 10"), requests=10)
    assert wait_s(context, left) == pytest.approx(EVERY_MIN_S, rel=JITTER + 0.001)


def test_due_times_vary_so_that_sites_do_not_march_in_step(context):
    assert len({round(wait_s(context, ledger(page()))) for _ in range(20)}) > 5


def test_an_edited_configuration_is_in_force_at_once(context):
    sites = context.sites
    context.adopt((Brand(id="X", terms=("X", "Y")), Brand(id="Z", terms=("Y", "Z"))), {"b": SITE})
    assert context.sites is sites
    assert (list(sites), context.queries()) == (["b"], ("X", "Y", "Z"))
