"""What the made-up sites of `benchmarks/faulty_web.py` show when nothing is wrong; they grow by steps."""

from datetime import UTC, datetime, timedelta

from benchmarks.made_web import Forum, page_of

FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)
DAILY = 45  # posts of a site that gets one a day, at step 0
PER_PAGE = 10
REVIEWS = 12


class Board(Forum):
    """A made-up forum whose newest threads stand first: it grows by threads."""

    def listing(self, page: int) -> str | None:
        """Return a listing page, or None past the last."""
        last = self.threads - (page - 1) * self.rows
        if last <= 0:
            return None
        rows = "".join(self._row(thread) for thread in range(last - 1, max(-1, last - 1 - self.rows), -1))
        more = f'<a class="pageNav-jump pageNav-jump--next" href="/forums/made.1/page-{page + 1}">Next</a>' if last > self.rows else ""
        return page_of(f'<div class="structItemContainer">{rows}</div>{more}', "Made forum")


def feed(site: int, name: str, step: int, page: int, *, empty: bool = False) -> str:
    """Return a page of a feed: `daily` has a post a day, all others one a minute."""
    gap = timedelta(days=1) if name == "daily" else timedelta(minutes=1)
    total = DAILY + (12 if step > 1 else 0) if name == "daily" else 25 + 25 * step
    newest = 0 if empty else total - (page - 1) * PER_PAGE
    entries = "".join(_entry(site, post, FIRST_DAY + gap * post) for post in range(newest - 1, max(-1, newest - 1 - PER_PAGE), -1))
    more = f'<link rel="next" href="/feed/{name}/page-{page + 1}"/>' if newest > PER_PAGE else ""
    return f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Made</title>{more}{entries}</feed>'


def _entry(site: int, post: int, at: datetime) -> str:
    return (
        f'<entry><id>made:{site}:{post}</id><link href="/post/{post}"/><title>Post {post}</title><author><name>user{post}</name></author>'
        f"<published>{at:%Y-%m-%dT%H:%M:%SZ}</published>"
        f'<content type="text">My Veltro number {site}.{post} broke after {post + 2} days of rain</content></entry>'
    )


def reviews(site: int, shown: int, stated: int) -> str:
    """Return a page of reviews in microformats, and how many it says there are."""
    found = "".join(
        f'<div class="hreview" id="r{site}-{n}"><h3 class="summary">Review {n}</h3><span class="item"><span class="fn">Veltro</span></span>'
        f'<span class="reviewer"><span class="fn">user{n}</span></span><abbr class="dtreviewed" title="2026-01-{n % 28 + 1:02}">then</abbr>'
        f'<p class="description">The Veltro of site {site} lasted {n + 3} weeks</p></div>'
        for n in range(shown)
    )
    total = f'<div class="hreview-aggregate"><span class="count">{stated}</span></div>'
    return f"<!DOCTYPE html><html><head><title>Reviews</title></head><body>{total}{found}</body></html>"
