"""Boards of made-up people, built unlike any engine's, and pages that only look like boards."""

import datetime as dt
from html import escape

URL = "https://board.example/t/4711/a-kettle-that-leaks"
SAID = [  # author, when, words
    ("ann_lee", "2025-03-02 09:15", "My kettle leaks at the spout since the second week. Is that normal for the big one?"),
    ("Bob", "2025-03-02 10:40", "Mine did the same. A new seal costs next to nothing, and the shop sent it within three days."),
    ("ann_lee", "2025-03-03 08:01", "Thank you, I asked them for one. Let us see how long it takes to get here."),
    ("Väinö", "2025-03-05 21:30", "Seal or not, I would bring it back. Two years of warranty are there for a reason, are they not?"),
    ("Bob", "2025-03-06 07:12", "Only if you kept the bill. I never keep mine, which is why I learnt about seals."),
    ("Мила", "2025-03-09 18:55", "Вернула через неделю, деньги отдали сразу. Чайник хороший, но крышка течёт у всех."),
]


def page(body: str, lang: str = "en") -> str:
    """Return a page with a menu, a headline and a footer around its body."""
    navigation = "".join(f'<li><a href="/forum/{n}">Forum {n}</a></li>' for n in range(8))
    return (
        f'<!doctype html><html lang="{lang}"><head><title>A kettle that leaks</title></head><body><ul class="nav">{navigation}</ul>'
        f"<h1>A kettle that leaks</h1>{body}<p>Made with care. <a href='/about'>About</a></p></body></html>"
    )


def left_cell() -> str:
    """Return a bare table: the author and his record in the left cell, date and words in the right one."""
    rows = "".join(
        f'<tr valign="top"><td width="20%"><b>{who}</b><br>Posts: {n * 31 + 4}<br>From: Town {n}</td>'
        f'<td><div class="dt">Posted: {when}</div>'
        f"{words}</td></tr>"
        for n, (who, when, words) in enumerate(SAID)
    )
    return page(f'<table border="1" class="thread"><tr><th>Author</th><th>Message</th></tr>{rows}</table>')


def german() -> str:
    """Return German times in words; the posts are list items with the name in a headline."""
    times = ["2. März 2025, 09:15 Uhr", "2. März 2025, 10:40 Uhr", "3. März 2025, 08:01 Uhr", "5. März 2025, 21:30 Uhr",
             "6. März 2025, 07:12 Uhr", "9. März 2025, 18:55 Uhr"]  # fmt: skip
    items = "".join(
        f'<li id="beitrag-{310 + n * 7}"><h4>{who}</h4><span class="zeit">{when}</span><div class="inhalt"><p>{words}</p></div></li>'
        for n, ((who, _, words), when) in enumerate(zip(SAID, times, strict=True))
    )
    return page(f'<ol class="beitraege">{items}</ol>', "de")


def russian() -> str:
    """Return Russian times; the author is linked, the words stand in a cell of their own."""
    times = ["2 марта 2025, 09:15", "2 марта 2025, 10:40", "3 марта 2025, 08:01", "5 марта 2025, 21:30", "6 марта 2025, 07:12",
             "9 марта 2025, 18:55"]  # fmt: skip
    items = "".join(
        f'<div class="msg-row" data-msg-id="{70211 + 13 * n}"><div class="left">'
        f'<a href="/users/{n % 4}/">{who}</a><p>Сообщений: {n * 9}</p></div>'
        f'<div class="right"><span class="when">Отправлено: {when}</span><div class="msg-text">{words}</div></div></div>'
        for n, ((who, _, words), when) in enumerate(zip(SAID, times, strict=True))
    )
    return page(items, "ru")


def vietnamese() -> str:
    """Return Vietnamese times, day first."""
    times = ["02/03/2025 lúc 09:15", "02/03/2025 lúc 10:40", "03/03/2025 lúc 08:01", "05/03/2025 lúc 21:30", "06/03/2025 lúc 07:12",
             "09/03/2025 lúc 18:55"]  # fmt: skip
    items = "".join(
        f'<section class="binh-luan"><strong class="ten">{who}</strong><small>{when}</small><div class="noi-dung">{words}</div>'
        '<a href="#">Trả lời</a></section>'
        for (who, _, words), when in zip(SAID, times, strict=True)
    )
    return page(items, "vi")


def guests() -> str:
    """Return posts of members, who are links, and of guests, plain words of another class."""
    items = "".join(
        f'<div class="entry"><p class="top">{name}'
        f'<time datetime="{when.replace(" ", "T")}+00:00">{when}</time></p><div class="copy">{words}</div></div>'
        for n, (who, when, words) in enumerate(SAID)
        for name in [f'<span class="guestname">{who}</span>' if n in (1, 4) else f'<a class="member" href="/members/{who}">{who}</a>']
    )
    return page(items)


def small_quotes() -> str:
    """Return quotes in a class that does not say so, which only their words tell."""
    items = "".join(
        f'<div class="p" id="p{n * 5 + 801}"><b class="u">{who}</b> <i class="d">{when}</i><div class="b">'
        + (f'<div class="q">{escape(SAID[n - 1][2])}</div>' if n in (1, 3, 4) else "")
        + f"{words}</div></div>"
        for n, (who, when, words) in enumerate(SAID)
    )
    return page(items)


def utility_classes() -> str:
    """Return classes that say how things look, the same ones everywhere."""
    items = "".join(
        f'<div class="flex p-4 border-b"><div class="w-1 mr-4"><a class="font-bold text-sm" href="/u/{who}">{who}</a></div>'
        f'<div class="flex-1"><div class="text-xs text-gray">{when}</div><div class="mt-2 leading-6"><p>{words}</p></div></div></div>'
        for who, when, words in SAID
    )
    return page(f'<div class="max-w-lg mx-auto">{items}</div>')


def hashed_classes() -> str:
    """Return classes with a hash behind them, as build tools make them; the time stands below the words."""
    items = "".join(
        f'<article class="Post_root__x7Gh2"><div class="Post_author__k2Ls9">{who}</div><div class="Post_body__m3Qw1"><p>{words}</p></div>'
        f'<footer class="Post_foot__z9Xc4"><time datetime="{when.replace(" ", "T")}Z">{when[:10]}</time></footer></article>'
        for who, when, words in SAID
    )
    return page(f'<div class="Thread_list__a1Bc2">{items}</div>')


def custom_elements() -> str:
    """Return elements of the board's own making, and times in seconds."""
    items = "".join(
        f'<forum-post post-id="{n * 3 + 88}"><span slot="nick">{who}</span>'
        f'<span slot="at" data-timestamp="{dt.datetime.fromisoformat(when + "+00:00").timestamp():.0f}">then</span>'
        f'<div slot="said">{words}</div></forum-post>'
        for n, (who, when, words) in enumerate(SAID)
    )
    return page(items)


def one_class_of_two() -> str:
    """Return rows in which the date's only class is one of two that what the author says of himself has, further up."""
    rows = "".join(
        f'<tr class="post"><td><span class="name"><strong><a href="/u{n % 4}">{who}</a></strong></span><br>'
        f'<span class="details profile">Posts: {n * 3 + 1}</span></td><td><span class="details"><a href="/t5#{300 + n * 7}">'
        f'<img src="p.gif"></a>Kettle &nbsp; {when}</span><div class="body"><div>{words}</div></div></td></tr>'
        for n, (who, when, words) in enumerate(SAID)
    )
    return page(f'<table class="line"><tr><th>Author</th><th>Message</th></tr>{rows}</table>')


BOARDS = [left_cell, german, russian, vietnamese, guests, small_quotes, utility_classes, hashed_classes, custom_elements, one_class_of_two]


def relative_times() -> str:
    """Return times such as "2 hours ago", nothing finer."""
    times = ["3 days ago", "2 days ago", "26 hours ago", "2 hours ago", "31 minutes ago", "just now"]
    items = "".join(
        f'<div class="reply"><a href="/user/{who}">{who}</a> · <span class="ago">{when}</span><div class="md">{words}</div></div>'
        for (who, _, words), when in zip(SAID, times, strict=True)
    )
    return page(items)


def by_offset() -> str:
    """Return a thread whose next page is behind an image, and counts posts."""
    further = '<a href="/t/4711/a-kettle-that-leaks?start=15">'
    pager = f'<div class="pg"><b>1</b> {further}2</a> {further}<img src="/i/arrow.gif" alt="Next page"></a></div>'
    return small_quotes().replace("<p>Made", pager + "<p>Made")


TOPICS = [("Kettles that leak", 12, "2025-05-30 10:00"), ("Which toaster for four?", 3, "2025-05-29 08:30"),
          ("Rules of this place", 0, "2025-05-20 09:00"),
          ("Descaling without vinegar", 41, "2025-05-19 19:45"), ("Чайник или термопот?", 7, "2025-05-18 12:10")]  # fmt: skip


def rows_in_two() -> str:
    """Return a listing whose titles stand in the row before the one with answers and times."""
    return page("<table>" + "".join(
        f'<tr class="head"><td><a class="storylink" href="/item?id={900 + n * 7}">{title}</a></td></tr>'
        f'<tr><td class="sub">{n + 3} points by <a href="/user?id=u{n}">u{n}</a> | <span class="age">{last}</span> | '
        f'<a href="/item?id={900 + n * 7}">{replies} comments</a></td></tr><tr class="space"></tr>'
        for n, (title, replies, last) in enumerate(TOPICS)
    ) + "</table>")  # fmt: skip


PRODUCTS = "".join(
    f'<div class="product"><a href="/p/{n}"><img src="/{n}.jpg"></a><a class="name" href="/p/{n}">Kettle {n} of steel</a>'
    f'<span class="vendor">Shop {n}</span><span class="price">{n * 10 + 9},90</span>'
    f'<span class="since">In stock since 2025-04-0{n}</span></div>'
    for n in range(1, 8)
)
RESULTS = "".join(
    f'<div class="result"><a class="title" href="/t/{n}">Kettle {n} that leaks again</a><cite>board.example › t › {n}</cite>'
    f"<p>{words}</p></div>"
    for n, (_, _, words) in enumerate(SAID)
)
DATED_RESULTS = "".join(
    f'<div class="result"><h3><a href="/t/{n}">Kettle {n} that leaks again</a></h3><span class="author">{who}</span> '
    f'<span class="date">{when}</span><p>{words}</p></div>'
    for n, (who, when, words) in enumerate(SAID)
)
NEWS = (
    '<article><h1>Kettles of the year</h1><span class="author">Ann Lee</span> <time datetime="2025-03-02T09:15Z">2 March</time>'
    + "<p>Once upon a time there was a kettle, and it leaked all day and all night, which nobody minded much.</p>" * 12
    + '</article><aside class="latest">'
    + "".join(f'<div class="teaser"><a href="/2025/{n}/story">{words[:50]}</a> <span class="by">{who}</span> <time>{when}</time></div>'
              for n, (who, when, words) in enumerate(SAID))
    + "</aside>"
)  # fmt: skip
MEMBERS = "<table>" + "".join(
    f'<tr><td><a href="/members/{n}">{who}</a></td><td>{when}</td><td>{n * 31} posts</td><td>Town {n}</td></tr>'
    for n, (who, when, _) in enumerate(SAID)
) + "</table>"  # fmt: skip
LOGIN = '<form action="/login"><label>Name <input name="user"></label><label>Password <input type="password"></label></form>'
JOBS = "".join(
    f'<div class="job"><h2><a href="/jobs/{n}">Maker of kettles, part {n} of a team</a></h2><div class="company">Kettle {n} Ltd</div>'
    f'<div class="posted">Posted: {when}</div><p class="description">{words}</p></div>'
    for n, (_, when, words) in enumerate(SAID)
)
LOG = "<ul>" + "".join(f"<li><time>{when}</time> Version 1.{n}: {words}</li>" for n, (_, when, words) in enumerate(SAID)) + "</ul>"
VOICES = "".join(f'<blockquote><p>{words}</p><cite class="author">{who}</cite></blockquote>' for who, _, words in SAID)
PERSON = "".join(
    f'<div class="entry"><div class="said">{words}</div><small class="where"><a href="/topic/{n}"><span class="when">{when}</span></a> '
    f'<a class="topic-category" href="/category/{n}">posted in Kettles {chr(65 + n)}</a></small></div>'
    for n, (_, when, words) in enumerate(SAID)
)
NO_BOARDS = {
    "what one person wrote": PERSON,
    "products": PRODUCTS, "results without times": RESULTS, "results with times": DATED_RESULTS, "an article with a sidebar": NEWS,
    "members": MEMBERS, "a login page": LOGIN, "jobs": JOBS, "a change log": LOG, "voices without times": VOICES,
}  # fmt: skip
