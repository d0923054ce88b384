"""Reading a board by its markup."""

import datetime as dt

import pytest

from mentions.brand import Brand
from mentions.page import Answer, Page
from mentions.site import Site
from pipelines.brands import BrandMatcher, match_mention
from spiders.base.engine import Engine
from spiders.base.markup import Markup, Posts, Rows, folder_of, permalink, read_markup
from spiders.base.reading import read_answer

NOW = dt.datetime(2026, 3, 6, 12, 0, 30, tzinfo=dt.UTC)
LAYOUT = Markup(
    posts=Posts(
        block=".p", body=".b", key="@id", author=".a", date=".d", url="a.l@href", title="h3", votes=".v", skip=".ad", cut=r"^-{5,}$"
    ),
    rows=Rows(block=".r", url="a@href", key=r"a@href ~ t=(\d+)", last=".d", replies=".n", posts=".c", pinned=".top", skip=".ad"),
    boards=".board@href",
    title="h1",
    total=".total",
    empty=".nothing",
)


class Board(Engine):
    """A board of the layout above."""

    engine = "made_up"

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Read by markup."""
        return read_markup(cls, answer, (Markup(posts=Posts(block=".never", body=".b")), LAYOUT))


def answer(body: str, url: str = "https://board.example/f/t?page=1") -> Answer:
    return Answer(
        url=url, body=f"<html><body>{body}</body></html>".encode(), fetched_at=NOW, site=Site(name="s", engine="made_up", url=url)
    )


def read(body: str, **kwargs: str) -> Page:
    return read_answer(Board, answer(body, **kwargs))


def post(key: str, text: str, title: str = "", **more: str) -> str:
    return f'<div class="p" id="{key}"><h3>{title}</h3><i class="a">Ann</i><div class="b">{text}</div>{more.get("extra", "")}</div>'


def test_titles_are_the_threads_for_the_first_post_and_the_posts_own_elsewhere() -> None:
    page = read("<h1>Leaks</h1>" + post("1", "a") + post("2", "b", "Re: Leaks") + post("3", "c", "Leaks") + post("4", "d", "Solved!"))
    assert [mention.title for mention in page.mentions] == ["Leaks", None, None, "Solved!"]


def test_no_post_of_a_later_page_is_the_threads_first() -> None:
    page = read('<h1>Leaks</h1><a rel="prev" href="?page=0">back</a>' + post("1", "a"))
    assert page.mentions[0].title is None


@pytest.mark.parametrize("prefix", ["Re: ", "AW: ", "Ответ: ", "RE[2]: ", "Trả lời: "])
def test_a_repeated_title_is_no_title_in_any_language(prefix: str) -> None:
    page = read("<h1>Leaks</h1>" + post("1", "a") + post("2", "b", f"{prefix}Leaks"))
    assert page.mentions[1].title is None


def test_blocks_without_key_or_body_and_advertisements_are_no_posts() -> None:
    page = read(post("", "a") + '<div class="p" id="9">no body</div>' + post("3", "c", extra='<b class="ad">ad</b>') + post("4", "d"))
    assert [mention.key for mention in page.mentions] == ["4"]


def test_a_post_printed_twice_is_one() -> None:
    page = read(post("1", "first") + post("2", "b") + post("1", "again"))
    assert [(mention.key, mention.text) for mention in page.mentions] == [("1", "first"), ("2", "b")]


def test_what_follows_the_signatures_line_is_cut() -> None:
    assert read(post("1", "Fine.<br>--------<br>Sent from my kettle")).mentions[0].text == "Fine."


def test_the_next_page_is_never_the_page_itself_or_nowhere() -> None:
    hrefs = ("#top", "javascript:void(0)", "/f/t?page=2&amp;utm_source=x")
    links = "".join(f'<a rel="next" href="{href}">x</a>' for href in hrefs)
    assert read(links + post("1", "a")).next == "https://board.example/f/t?page=2"


def test_addresses_are_resolved_against_the_pages_base() -> None:
    body = '<base href="https://board.example/x/">' + post("1", "a", extra='<a class="l" href="t/5#p1">link</a>')
    assert read(body).mentions[0].url == "https://board.example/x/t/5#p1"


def test_what_a_post_links_to_is_kept_for_the_brands_step() -> None:
    """A brand's own address tags whatever words show it."""
    page = read(post("1", '<a href="https://ravelto.example/x">here</a> and <a href="/f/t?page=3">there</a>'))
    assert page.mentions[0].links == ("https://ravelto.example/x",)
    found = match_mention(BrandMatcher([Brand(id="Ravelto", terms=("Ravelto",), domains=("ravelto.example",))]), page.mentions[0]).brands
    assert [(match.brand, match.rule, match.tagged, match.where) for match in found] == [("Ravelto", "link", True, "link")]


def row(tid: str, inner: str, cls: str = "") -> str:
    return f'<div class="r {cls}"><a href="t?t={tid}&amp;sid=0123456789abcdef0123456789abcdef">T{tid}</a>{inner}</div>'


def test_rows_of_a_listing() -> None:
    page = read(
        '<div class="top">' + row("1", '<i class="d">2025-01-02 10:00</i><i class="n">1,204</i>') + "</div>"
        + row("2", '<i class="d">Jan 5, 2026</i><i class="c">3</i>')
        + row("2", '<i class="n">9</i>')  # the same thread again
        + row("3", "", "ad")
        + '<div class="r">no link</div><a class="board" href="/f/9">nine</a><p class="total">96 topics</p>'
    )  # fmt: skip
    assert [(t.key, t.url, t.title, t.replies, t.pinned) for t in page.threads] == [
        ("1", "https://board.example/f/t?t=1", "T1", 1204, True),
        ("2", "https://board.example/f/t?t=2", "T2", 2, False),
    ]
    assert [t.last_post_at and t.last_post_at.isoformat() for t in page.threads] == [
        "2025-01-02T10:00:00+00:00",
        "2026-01-05T00:00:00+00:00",
    ]
    assert (page.listings, page.stated_total) == (("https://board.example/f/9",), 96)


@pytest.mark.parametrize("shown", ["5 minutes ago", "2 hours ago", "3 days ago", "1 year ago"])
def test_a_time_that_moves_with_the_clock_tells_nothing_of_a_thread(shown: str) -> None:
    assert read(row("1", f'<i class="d">{shown}</i>')).threads[0].last_post_at is None


@pytest.mark.parametrize("shown", ["Yesterday, 14:03", "Today 09:00", "Mar 5, 2026 2:03 pm", "2026-03-05T14:03:11Z"])
def test_a_time_of_a_day_stays(shown: str) -> None:
    assert read(row("1", f'<i class="d">{shown}</i>')).threads[0].last_post_at is not None


def test_numeric_dates_of_one_page_are_read_in_one_order() -> None:
    page = read(row("1", '<i class="d">03/04/2025</i>') + row("2", '<i class="d">25/04/2025</i>'))
    assert [t.last_post_at.date().isoformat() for t in page.threads if t.last_post_at] == ["2025-04-03", "2025-04-25"]


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ('<p class="nothing">no topics yet</p>', "empty"),
        ("<p>something else</p>", "unreadable"),
        ("<title>Just a moment...</title>", "blocked"),
    ],
)
def test_a_page_without_items(body: str, outcome: str) -> None:
    assert read(body).outcome == outcome


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (f"<html><body>{post('1', 'whole')}</body></html>", "ok"),
        (f"<html><body>{post('1', 'tags left out, as the standard allows')}", "ok"),
        (post("1", "a fragment"), "ok"),
        (f"<html><body>{post('1', 'whole')}<div class='p' id='2'><div class='b'>brok", "unreadable"),
        (f"<html><body><div><div>{post('1', 'whole')}", "unreadable"),
    ],
)
def test_a_page_that_breaks_off_is_not_read(body: str, outcome: str) -> None:
    one = Answer(url="https://board.example/", body=body.encode(), fetched_at=NOW, site=Site(name="s", engine="made_up", url="x"))
    assert read_answer(Board, one).outcome == outcome


def test_a_permalink_keeps_its_fragment_and_loses_its_session() -> None:
    assert permalink("?p=9&sid=0123456789abcdef0123456789abcdef#p9", "https://board.example/t") == "https://board.example/t?p=9#p9"
    assert permalink("javascript:void(0)", "https://board.example/t") is None
    assert permalink(None, "https://board.example/t") is None


def test_a_boards_folder_is_told_by_its_own_links() -> None:
    links = '<a href="https://elsewhere.example/x/faq.php">x</a><a href="../faq.php?a=/b/">FAQ</a>'
    assert folder_of(answer(links, "https://board.example/forum/deep/t"), "a[href*='faq.php']") == "https://board.example/forum/"
    assert folder_of(answer("none"), "a[href*='faq.php']") is None
