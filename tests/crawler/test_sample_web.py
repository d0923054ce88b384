"""The sample web: what it serves, and that a crawl of it ends with the counts of its README, through public commands alone."""

import json
import logging
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urljoin, urlsplit
from urllib.request import Request, urlopen

import pytest
from selectolax.lexbor import LexborHTMLParser

from crawler.sample_web.forum import Forum
from crawler.sample_web.reply import read_data
from crawler.sample_web.server import FIRST_PORT, SITES, serve
from mentions.errors import UsageError

SHIPPED = Path(__file__).parents[2] / "config"
LANGUAGES = {"sample-portal": "ru", "sample-shop": "vi"}
FAMILIES = {"sample-forum": "forums", "sample-community": "forums", "sample-portal": "reviews", "sample-shop": "reviews", "sample-blog": "blogs"}


@pytest.fixture(scope="module")
def web() -> Iterator[dict[str, str]]:
    with serve(0) as addresses:
        yield addresses


# ---------------------------------------------------------------- the README and the texts


def readme_table(first_cell: str) -> list[dict[str, str]]:
    """The rows of the README's table whose first heading is `first_cell`."""
    text = (files("crawler.sample_web") / "README.md").read_text(encoding="utf-8")
    lines = text[text.index(f"| {first_cell} |") :].split("\n\n")[0].splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[2:]]


def readme_counts() -> dict[str, dict[str, int]]:
    """Brand → column → count, as counted by hand."""
    return {row["brand"]: {name: int(cell) for name, cell in row.items() if name != "brand"} for row in readme_table("brand")}


def texts() -> Iterator[tuple[str, str, list[str]]]:
    """Site, language and named brands of every text that a guest can see, from the marks beside the texts."""
    forum = read_data("forum")
    spoken = {row["id"]: row["language"] for row in forum["forums"]}
    for topic in forum["topics"]:
        for post in topic["posts"]:
            if not post.get("deleted"):
                yield "sample-forum", spoken[topic["forum"]], post.get("names", [])
    for topic in read_data("community")["topics"]:
        for post in topic["posts"]:
            if not post.get("deleted"):
                yield "sample-community", topic["language"], post.get("names", [])
    for article in read_data("blog")["articles"]:
        for text in (article, *article["comments"]):
            yield "sample-blog", article["language"], text.get("names", [])
    for company in read_data("portal")["companies"]:
        for review in company["reviews"]:
            if not review.get("removed"):
                yield "sample-portal", review.get("language", company["language"]), review["names"]
    for product in read_data("shop")["products"]:
        for review in product["reviews"]:
            yield "sample-shop", "vi", review.get("names", [])


def test_the_readme_counts_what_the_texts_say() -> None:
    counted: dict[str, Counter[str]] = {}
    for site, language, names in texts():
        for name in names:
            if not name.startswith("?"):
                tagged, brand = name.startswith("@"), name.removeprefix("@")
                counted.setdefault(brand, Counter()).update(["mentions", FAMILIES[site], language] + ["untagged"] * (not tagged))
    expected = readme_counts()
    for brand, columns in expected.items():
        assert {name: counted[brand][name] for name in columns if name != "voices"} == {k: v for k, v in columns.items() if k != "voices"}
    assert counted.keys() == expected.keys()


def test_the_readme_counts_the_posts_of_each_site() -> None:
    seen, named = Counter(), Counter()
    for site, _, names in texts():
        seen[site] += 1
        named[site] += any(not name.startswith("?") for name in names)
    rows = {row["site"].strip("`"): row for row in readme_table("site")}
    assert {site: (int(rows[site]["posts a guest can see"]), int(rows[site]["of them mentions"])) for site in SITES} == {
        site: (seen[site], named[site]) for site in SITES
    }
    assert (int(rows["together"]["posts a guest can see"]), int(rows["together"]["of them mentions"])) == (seen.total(), named.total())


def test_the_shipped_config_names_the_addresses_that_are_served() -> None:
    config = (SHIPPED / "sites" / "sample.toml").read_text(encoding="utf-8")
    assert re.findall(r"^\[([\w-]+)\]$", config, re.MULTILINE) == list(SITES)
    assert re.findall(r'^url = "http://127\.0\.0\.1:(\d+)', config, re.MULTILINE) == [str(FIRST_PORT + i) for i in range(len(SITES))]


# ---------------------------------------------------------------- what is served


def get(url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    try:
        with urlopen(Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read()


def linked_pages(start: str) -> dict[str, tuple[dict[str, str], bytes]]:
    """Every page of the host that a visitor can click to without breaking robots.txt."""
    host = urlsplit(start).netloc
    _, _, rules = get(f"{start}/robots.txt")
    forbidden = tuple(re.findall(r"^Disallow: (\S+)", rules.decode(), re.MULTILINE))
    assert forbidden, "each site forbids something"
    found: dict[str, tuple[dict[str, str], bytes]] = {}
    todo = [f"{start}/"]
    while todo:
        url = todo.pop().partition("#")[0]
        parts = urlsplit(url)
        if url in found or parts.netloc != host or parts.path.startswith(forbidden) or "/author/" in parts.path:
            continue
        status, headers, body = get(url)
        assert status == 200, url
        found[url] = headers, body
        if headers["Content-Type"].startswith("text/html"):
            todo += [urljoin(url, link.attributes["href"] or "") for link in LexborHTMLParser(body.decode()).css("body a[href]")]
    return found


@pytest.mark.parametrize("site", SITES)
def test_every_link_leads_somewhere_and_every_page_is_conditional(web: dict[str, str], site: str) -> None:
    pages = linked_pages(web[site])
    assert len(pages) > 3
    for url, (headers, body) in pages.items():
        assert get(url)[2] == body, "the same page twice is the same bytes"
        assert get(url, If_None_Match=headers["ETag"])[::2] == (304, b"")
        assert get(url, If_None_Match='"other"')[0] == 200
        if "Last-Modified" in headers:
            assert get(url, If_Modified_Since=headers["Last-Modified"])[0] == 304
            assert get(url, If_Modified_Since="Mon, 01 Jan 2001 00:00:00 GMT")[0] == 200


@pytest.mark.parametrize(
    ("site", "path"),
    [
        ("sample-forum", "/viewtopic.php?t=999"),
        ("sample-forum", "/viewforum.php?f=²"),  # a digit to str.isdigit, not to int
        ("sample-portal", "/company/borvena?page=0"),
        ("sample-portal", "/company/borvena?page=99"),
        ("sample-shop", "/p/"),
        ("sample-blog", "/wp-json/wp/v2/posts/1"),
        ("sample-community", "/t/1.json"),
    ],
)
def test_what_is_not_there_is_404(web: dict[str, str], site: str, path: str) -> None:
    assert get(web[site] + path.replace("²", "%C2%B2"))[0] == 404


def test_a_deleted_post_leaves_a_gap_in_the_ids() -> None:
    topic = Forum("http://127.0.0.1").topics[12]
    assert [post.id - topic.posts[0].id for post in topic.posts] == [0, 1, 2, 3, 5, 6]


def test_a_taken_port_is_said_in_one_sentence(web: dict[str, str]) -> None:
    port = urlsplit(web["sample-forum"]).port
    with pytest.raises(UsageError, match=rf"port {port} of 127\.0\.0\.1 can't be had"), serve(port or 0):
        pass
