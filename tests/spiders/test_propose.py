"""A table is proposed for boards of any shape, and for nothing else."""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.recording import read_recording, reading
from mentions.page import Answer, Page
from mentions.site import Site
from spiders.base.propose import Proposal, propose
from spiders.base.propose_next import next_link
from spiders.base.reading import read_answer
from spiders.base.registry import detect
from spiders.forums.selectors import SelectorsSpider
from tests.spiders.boards import BOARDS, NO_BOARDS, SAID, TOPICS, URL, by_offset, page, relative_times, rows_in_two

RECORDINGS = Path(__file__).parents[1] / "recordings"
NOW = dt.datetime(2025, 6, 1, 12, 0, tzinfo=dt.UTC)


def answer(body: str, url: str = URL) -> Answer:
    site = Site(name="made-up", engine="", url="https://board.example/")
    return Answer(url=url, body=body.encode(), charset="utf-8", fetched_at=NOW, site=site)


def divs() -> str:
    """Divisions with classes, ids in an attribute, an avatar's letter, a rank, a signature, a quote and buttons."""
    rows = []
    for n, (who, when, words) in enumerate(SAID):
        quote = '<div class="quote-box"><cite>ann_lee wrote:</cite>My kettle leaks</div>' if n == 1 else ""
        rows.append(
            f'<div class="reply{" odd" if n % 2 else ""}" data-reply-id="{900 + 7 * n}"><div class="avatar">{who[0]}</div>'
            f'<a class="nick" href="/members/{who}">{who}</a><em class="rank">Member</em>'
            f'<span class="joined">Joined: 2019-0{n + 1}-11</span>'
            f'<span class="when">{when}</span><div class="words">{quote}<p>{words}</p><div class="signature">-- sent by pigeon</div></div>'
            '<div class="tools"><a href="#">Reply</a> <a href="#">Report</a></div></div>'
        )
    return page(
        f'<div id="replies">{"".join(rows)}</div><p class="pager"><b>1</b> <a href="{URL}?page=2">2</a> <a href="{URL}?page=2">Next</a></p>'
    )


def rows_in_pairs() -> str:
    """Rows of a table alternate: who and when, then the words; the only ids are anchors."""
    rows = "".join(
        f'<tr><td class="head"><a name="msg{8000 + 3 * n}"></a><a href="/who/{who}"><b>{who}</b></a>: <span>{when}</span></td></tr>'
        f'<tr><td class="said">{words}<br><br>Cheers</td></tr>'
        for n, (who, when, words) in enumerate(SAID)
    )
    return page(f'<table class="posts"><tbody>{rows}</tbody></table>')


def table_columns() -> str:
    """No class in the whole table: the author and the time left, the words right."""
    rows = "".join(f"<tr><td><b>{who}</b><br><small>{when}</small></td><td>{words}</td></tr>" for who, when, words in SAID)
    return page(f'<table id="thread">{rows}</table>')


def definition_list() -> str:
    """Terms of a definition list say who and when, definitions are the posts."""
    items = "".join(
        f'<dt id="c{500 + 11 * n}">by <a class="who" href="/user/{who}">{who}</a> on '
        f'<time datetime="{when.replace(" ", "T")}Z">{when[:10]}</time></dt>'
        f"<dd><p>{words}</p><p>Bye.</p></dd>"
        for n, (who, when, words) in enumerate(SAID)
    )
    return page(f'<dl class="talk">{items}</dl>')


def nested_comments() -> str:
    """Comments within comments, each with its children in its own element."""
    body = ""
    for n, (who, when, words) in reversed(list(enumerate(SAID))):
        children = f"<ul>{body}</ul>" if body else ""
        body = (
            f'<li class="node" id="comment-{70 + 13 * n}"><div class="bar"><a href="/u/{who}" class="handle">{who}</a> '
            f'<time datetime="{when.replace(" ", "T")}Z">a while ago</time></div><div class="md"><p>{words}</p></div>{children}</li>'
        )
    return page(f'<ul class="tree">{body}</ul>')


def paragraphs() -> str:
    """Articles without a division for the words, which stand in several paragraphs beside a header."""
    items = "".join(
        f'<article id="p{n * 17 + 2000}"><header><h3>{who}</h3><time>{when}</time></header>'
        f"<section><p>{words}</p><p>Second line.</p></section></article>"
        for n, (who, when, words) in enumerate(SAID)
    )
    return page(f"<main>{items}</main>")


SHAPES = [divs, rows_in_pairs, table_columns, definition_list, nested_comments, paragraphs]


def read_again(proposal: Proposal, body: str) -> Page:
    """Read another page of the board by what was proposed."""
    given = answer(body)
    return read_answer(SelectorsSpider, replace(given, site=replace(given.site, engine="selectors", options=dict(proposal.options))))


@pytest.mark.parametrize("shape", [*SHAPES, *BOARDS], ids=lambda shape: shape.__name__)
def test_posts_of_any_shape_are_found(shape) -> None:
    proposal = propose(answer(shape()), SelectorsSpider)
    assert proposal is not None
    assert proposal.score >= 0.5
    assert [m.author for m in proposal.page.mentions] == [who for who, _, _ in SAID]
    assert [m.posted_at for m in proposal.page.mentions] == [dt.datetime.fromisoformat(when + "+00:00") for _, when, _ in SAID]
    for mention, (_, _, words) in zip(proposal.page.mentions, SAID, strict=True):
        assert mention.text.startswith(words)
        assert len(mention.text) < len(words) + 20
    assert read_again(proposal, shape()).mentions == proposal.page.mentions


PROGRAMS = (
    "arab asgaros bare bare_list bitrix bitrix_list discuz discuz_list dle drupal7 e107 hfr jcomments jforum "
    "k2 khoros mefi nabble phorum portal_ru proboards ranks rucustom rutr slash snitz telligent typepad "
    "ubb ucoz ucoz_list v2 vnexp wpforo yaf"
)


@pytest.mark.parametrize("program", PROGRAMS.split())
def test_pages_of_lesser_known_programs_are_read_as_recorded(program) -> None:
    """Their recordings hold a table that was proposed; what is proposed now must read the same of them."""
    given = read_recording(RECORDINGS / "selectors" / program)
    proposal = propose(replace(given, site=replace(given.site, engine="", options={})), SelectorsSpider)
    assert proposal is not None
    assert proposal.score >= 0.5
    recorded = json.loads((RECORDINGS / "selectors" / program / "page.json").read_text(encoding="utf-8"))
    assert reading(proposal.page) == recorded


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_the_board_s_other_pages_are_read_too(shape, monkeypatch) -> None:
    """What was proposed for one page holds no number, name or word of that page."""
    proposal = propose(answer(shape()), SelectorsSpider)
    assert proposal is not None
    others = [
        (f"User{n}", f"2025-05-1{n} 11:2{n}", f"Quite another thing number {n}: my toaster burns whatever I put in.") for n in range(4)
    ]
    monkeypatch.setattr("tests.spiders.test_propose.SAID", others)
    assert [(m.author, m.text[:30]) for m in read_again(proposal, shape()).mentions] == [(who, words[:30]) for who, _, words in others]


@pytest.mark.parametrize(
    ("shape", "keys"),
    [
        (divs, ["900", "907", "914"]),
        (rows_in_pairs, ["8000", "8003", "8006"]),
        (definition_list, ["500", "511", "522"]),
        (nested_comments, ["70", "83", "96"]),
        (paragraphs, ["2000", "2017", "2034"]),
    ],
    ids=lambda value: getattr(value, "__name__", "keys"),
)
def test_the_board_s_own_ids_are_the_keys(shape, keys) -> None:
    proposal = propose(answer(shape()), SelectorsSpider)
    assert proposal is not None
    assert [m.key for m in proposal.page.mentions][:3] == keys


def test_quotes_and_the_next_page_are_found() -> None:
    proposal = propose(answer(divs()), SelectorsSpider)
    assert proposal is not None
    assert [(q.author, q.text) for q in proposal.page.mentions[1].quotes] == [("ann_lee", "My kettle leaks")]
    assert proposal.page.next == URL + "?page=2"


def test_quotes_are_told_by_whose_words_they_repeat() -> None:
    """A class of one letter says nothing; that its words are an earlier post's does."""
    proposal = propose(answer(by_offset()), SelectorsSpider)
    assert proposal is not None
    assert proposal.options["quote"] == "div.q, blockquote"
    assert [[q.text for q in m.quotes] for m in proposal.page.mentions][:4] == [[], [SAID[0][2]], [], [SAID[2][2]]]


def test_a_line_of_strokes_ends_the_words() -> None:
    proposal = propose(answer(paragraphs().replace("<p>Second line.</p>", "<br>_________________<br>Sent by pigeon")), SelectorsSpider)
    assert proposal is not None
    assert [m.text for m in proposal.page.mentions] == [words for _, _, words in SAID]


def test_the_next_page_may_be_an_image_and_count_posts() -> None:
    proposal = propose(answer(by_offset()), SelectorsSpider)
    assert proposal is not None
    assert proposal.page.next == URL + "?start=15"


@pytest.mark.parametrize(
    ("here", "link", "is_next"),
    [
        ("/t/4711", "/t/4711?page=2", True),
        ("/t/4711-%D0%B2%D0%B5%D0%BB-2", "/t/4711-%D0%B2%D0%B5%D0%BB-2?page=2", True),  # digits of letters are no numbers
        ("/t/4711?page=2", "/t/4711?page=3", True),
        ("/t/4711?start=1980", "/t/4711?start=2000", True),
        ("/t/4711", "/t/4711?goto=nextnewest", False),  # the next thread
        ("/t/4711", "/t/4712", False),
        ("/t/4711", "https://elsewhere.example/t/4711?page=2", False),
    ],
)
def test_next_is_the_next_page_and_not_the_next_thread(here: str, link: str, is_next: bool) -> None:
    found = next_link(answer(page(f'<a href="{link}">Next</a>'), f"https://board.example{here}"))
    assert found == (f"https://board.example{link}" if is_next else None)


def test_times_may_be_told_from_now_alone() -> None:
    proposal = propose(answer(relative_times()), SelectorsSpider)
    assert proposal is not None
    assert [m.posted_at for m in proposal.page.mentions][3:5] == [NOW - dt.timedelta(hours=2), NOW - dt.timedelta(minutes=31)]


def test_titles_may_stand_in_the_row_before() -> None:
    proposal = propose(answer(rows_in_two(), "https://board.example/newest"), SelectorsSpider)
    assert proposal is not None
    assert proposal.options["row_link"] == "< a.storylink@href"
    assert [(t.title, t.replies) for t in proposal.page.threads] == [(title, replies) for title, replies, _ in TOPICS]


def test_counts_that_begin_anew_in_each_thread_are_no_keys() -> None:
    body = page("".join(
        f'<div class="post" id="c{n + 1}"><b class="user">{who}</b> <i class="date">{when}</i><div class="body">{words}</div></div>'
        for n, (who, when, words) in enumerate(SAID)
    ))  # fmt: skip
    proposal = propose(answer(body), SelectorsSpider)
    assert proposal is not None
    assert "key" not in proposal.options
    assert proposal.options["anchor"] == "@id"


def list_of_divs() -> str:
    return page("".join(
        f'<div class="topic{" pinned" if n == 2 else ""}"><a class="topic-title" href="/t/{90 + n}/x">{title}</a> '
        f'<a class="by" href="/members/ann">ann</a> <span class="replies">{replies}</span> <span class="last">{last}</span></div>'
        for n, (title, replies, last) in enumerate(TOPICS)
    ))  # fmt: skip


def list_in_a_table() -> str:
    return page("<table>" + "".join(
        f'<tr><td><a href="/t/{90 + n}/x">{title}</a></td><td>{replies}</td><td>{replies * 37 + 11}</td><td>{last}</td></tr>'
        for n, (title, replies, last) in enumerate(TOPICS)
    ) + "</table>")  # fmt: skip


@pytest.mark.parametrize("shape", [list_of_divs, list_in_a_table], ids=lambda shape: shape.__name__)
def test_rows_of_a_listing_are_found(shape) -> None:
    proposal = propose(answer(shape(), "https://board.example/forum/3"), SelectorsSpider)
    assert proposal is not None
    assert [(t.url, t.title, t.replies) for t in proposal.page.threads] == [
        (f"https://board.example/t/{90 + n}/x", title, replies) for n, (title, replies, _) in enumerate(TOPICS)
    ]
    assert [t.last_post_at for t in proposal.page.threads] == [dt.datetime.fromisoformat(last + "+00:00") for _, _, last in TOPICS]
    assert [t.pinned for t in proposal.page.threads] == [shape is list_of_divs and n == 2 for n in range(len(TOPICS))]


COMMENTS = "".join(
    f'<div class="c"><b class="user">{who}</b><i class="date">{when}</i><p class="text">{words}</p></div>' for who, when, words in SAID
)
NEWS = "".join(
    f'<div class="item"><h2><a href="/2025/{n}/story">Story of a kettle, part {n}</a></h2><span class="author">{who}</span>'
    f'<span class="date">{when}</span><p class="text">{words}</p></div>'
    for n, (who, when, words) in enumerate(SAID)
)
LOOK_ALIKES = {
    "an article": "".join(f"<p>{words}</p>" for _, _, words in SAID) + '<span class="author">Ann</span> <time>2025-03-02</time>',
    "news with their beginnings": NEWS,
    "reviews with stars": COMMENTS.replace("</b>", '</b><span class="stars">4</span>'),
    "events": "".join(f'<li><time>{when}</time> <a href="/e/{n}">Kettle fair {n}</a></li>' for n, (_, when, _) in enumerate(SAID)),
    "releases": "<table>" + "".join(f"<tr><td>v1.{n}</td><td>{s[1]}</td><td>{n} MB</td></tr>" for n, s in enumerate(SAID)) + "</table>",
    "comments below a long article": "<p>Once upon a time there was a kettle, and it leaked all day.</p>" * 60 + COMMENTS,
    "nothing": "",
}


@pytest.mark.parametrize("body", [*LOOK_ALIKES.values(), *NO_BOARDS.values()], ids=[*LOOK_ALIKES, *NO_BOARDS])
def test_unknown_rather_than_wrong(body: str) -> None:
    assert detect(answer(page(body))) is None


@pytest.mark.parametrize("shape", [*SHAPES, *BOARDS], ids=lambda shape: shape.__name__)
def test_every_second_post_is_not_all_posts(shape) -> None:
    """Blocks that leave posts of the page out are not proposed, whatever they are called."""
    proposal = propose(answer(shape()), SelectorsSpider)
    assert proposal is not None
    assert len(proposal.page.mentions) == len(SAID)


def test_detection_falls_back_on_a_proposal() -> None:
    found = detect(answer(divs()))
    assert found is not None
    assert (found.engine, found.url) == ("selectors", None)
    assert (found.options or {})["author"] == "a.nick"


@pytest.mark.parametrize("body", ["", "{}", "<div>" * 4000, "\0\0", "<p>1</p>" * 5000, "<i title='2025-01-01'></i>" * 500])
def test_hostile_pages_are_unknown(body: str) -> None:
    assert propose(answer(body), SelectorsSpider) is None
