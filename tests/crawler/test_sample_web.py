"""The sample web: what it serves, and that a crawl of it ends with the counts of its README, through public commands alone."""

import datetime as dt
import json
import logging
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urljoin, urlsplit
from urllib.request import Request, urlopen

import pytest
from selectolax.lexbor import LexborHTMLParser

from crawler.sample_web.forum import Forum, Post
from crawler.sample_web.reply import read_data
from crawler.sample_web.server import FIRST_PORT, SITES, serve
from mentions.errors import UsageError

SHIPPED = Path(__file__).parents[2] / "config"
FAMILIES = {
    "sample-forum": "forums",
    "sample-portal": "reviews",
    "sample-shop": "reviews",
    "sample-blog": "blogs",
    "sample-community": "forums",
}


@pytest.fixture(scope="module")
def web() -> Iterator[dict[str, str]]:
    with serve(0) as addresses:
        yield addresses


# ---------------------------------------------------------------- the README and the texts


def readme_table(first_cell: str) -> list[dict[str, str]]:
    """Read the rows of the README's table whose first heading is `first_cell`."""
    text = (files("crawler.sample_web") / "README.md").read_text(encoding="utf-8")
    lines = text[text.index(f"| {first_cell} |") :].split("\n\n")[0].splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[2:]]


def readme_counts() -> dict[str, dict[str, int]]:
    """Give brand → column → count, as counted by hand."""
    return {row["brand"]: {name: int(cell) for name, cell in row.items() if name != "brand"} for row in readme_table("brand")}


@dataclass(frozen=True)
class Said:
    """One text that a guest can see, with what a person marked beside it."""

    site: str
    language: str
    words: str
    names: tuple[str, ...]

    def mentions(self) -> Iterator[tuple[str, bool]]:
        """Give brand and whether it is tagged, of every brand that the text is a mention of."""
        return ((name.removeprefix("@"), name.startswith("@")) for name in self.names if not name.startswith("?"))


def texts() -> Iterator[Said]:
    """Give every text of the sample web that a guest can see."""

    def said(site: str, language: str, row: Mapping[str, Any]) -> Said:
        return Said(site, row.get("language", language), one_line(row["text"]), tuple(row.get("names", ())))

    forum = read_data("forum")
    spoken = {row["id"]: row["language"] for row in forum["forums"]}
    for topic in forum["topics"]:
        yield from (said("sample-forum", spoken[topic["forum"]], post) for post in topic["posts"] if not post.get("deleted"))
    for topic in read_data("community")["topics"]:
        yield from (said("sample-community", topic["language"], post) for post in topic["posts"] if not post.get("deleted"))
    for article in read_data("blog")["articles"]:
        yield from (said("sample-blog", article["language"], text) for text in (article, *article["comments"]))
    for company in read_data("portal")["companies"]:
        yield from (said("sample-portal", company["language"], review) for review in company["reviews"] if not review.get("removed"))
    for product in read_data("shop")["products"]:
        yield from (said("sample-shop", "vi", review) for review in product["reviews"])


def one_line(text: str) -> str:
    return " ".join(text.split())


def test_the_readme_counts_what_the_texts_say() -> None:
    counted: dict[str, Counter[str]] = {}
    for text in texts():
        for brand, tagged in text.mentions():
            counted.setdefault(brand, Counter()).update(["mentions", FAMILIES[text.site], text.language] + ["untagged"] * (not tagged))
    expected = {brand: {k: n for k, n in columns.items() if k != "voices"} for brand, columns in readme_counts().items()}
    assert expected == {brand: {name: counts[name] for name in expected[brand]} for brand, counts in counted.items()}


def test_the_readme_counts_the_posts_of_each_site() -> None:
    seen = Counter(text.site for text in texts())
    named = Counter(text.site for text in texts() if any(text.mentions()))
    rows = {row["site"].strip("`"): row for row in readme_table("site")}
    told = {site: (int(row["posts a guest can see"]), int(row["of them mentions"])) for site, row in rows.items()}
    assert told == {site: (seen[site], named[site]) for site in SITES} | {"together": (seen.total(), named.total())}


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
    """Give every page of the host that a visitor can click to without breaking robots.txt."""
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


# ---------------------------------------------------------------- a crawl of it, through public commands alone


@dataclass(frozen=True)
class Crawl:
    """What crawls of one sample web printed: two of it as it is, one after a new post on each site."""

    requests: tuple[int, ...]
    """Of each crawl, as the sites saw them, robots.txt included."""
    asked: frozenset[str]
    """Every address the sites were asked for, the host left out."""
    runs: tuple[list[dict[str, Any]], ...]
    """What `crawl --json` says of each site."""
    reports: tuple[dict[str, Any], ...]
    """What `report --json` says after each."""
    rows: list[dict[str, Any]]
    """What `export` writes after the second."""


@pytest.fixture(scope="module")
def crawl(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawl]:
    made: dict[str, Any] = {}

    def keep(name: str, make: Callable[[str], Any]) -> Callable[[str], Any]:
        def remembered(address: str) -> Any:
            made[name] = make(address)
            return made[name]

        return remembered

    lines: list[str] = []
    listener = logging.Handler()
    listener.emit = lambda record: lines.append(record.getMessage())
    log = logging.getLogger("crawler.sample_web.server")
    with pytest.MonkeyPatch.context() as patch:
        for name, make in list(SITES.items()):
            patch.setitem(SITES, name, keep(name, make))
        log.setLevel(logging.INFO)
        log.addHandler(listener)
        with serve(0) as addresses:
            yield crawls(tmp_path_factory.mktemp("sample"), addresses, lines, made)
        log.removeHandler(listener)


def crawls(folder: Path, addresses: dict[str, str], lines: list[str], made: dict[str, Any]) -> Crawl:
    """Crawl twice, add a post to each site, crawl again."""
    write_config(folder / "config", addresses)

    def untagged(*arguments: str) -> str:
        command = [sys.executable, "-m", "crawler", "--config", str(folder / "config"), "--db", f"sqlite:///{folder}/sample.db", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    requests, runs, reports, rows = [], [], [], []
    for number in (1, 2, 3):
        if number == 3:
            add_posts(made)
        before = len(lines)
        runs.append(json.loads(untagged("crawl", "--json", *(SITES if number > 1 else ())))["crawls"])
        requests.append(len(lines) - before)
        reports.append(json.loads(untagged("report", "--json")))
        if number == 2:
            rows = [json.loads(line) for line in untagged("export", "--format", "jsonl").splitlines()]
    asked = frozenset(match[1] for line in lines if (match := re.search(r'"GET (\S+) HTTP', line)))
    return Crawl(requests=tuple(requests), asked=asked, runs=tuple(runs), reports=tuple(reports), rows=rows)


def write_config(folder: Path, addresses: dict[str, str]) -> None:
    """Write the shipped configuration for these addresses, without waiting between requests."""
    for file in ("brands.toml", "sites/sample.toml"):
        text = (SHIPPED / file).read_text(encoding="utf-8")
        for index, address in enumerate(addresses.values()):
            text = text.replace(f"http://127.0.0.1:{FIRST_PORT + index}", address)
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(re.sub(r"^delay = .*", "delay = 0", text, flags=re.MULTILINE), encoding="utf-8")


def add_posts(made: dict[str, Any]) -> None:
    """Add a post that names a brand to each site, where its software would show it: old reviews move to later pages."""
    at = dt.datetime(2025, 7, 1, 12, tzinfo=dt.UTC)
    topic = made["sample-forum"].topics[12]
    post = Post(id=4999, by="dunja", at=at, text="My Borvena had the same trouble last winter.", quote=None)
    made["sample-forum"].topics[12] = replace(topic, posts=(*topic.posts, post))
    review = {"id": 99999, "by": "Newcomer", "at": at, "stars": 4, "text": "Korvat promised more and held less, so here I am.", "names": []}
    made["sample-portal"].companies["borvena"]["reviews"].insert(0, review)
    made["sample-shop"].products["am-dun-sieu-toc-1l8"]["reviews"].insert(0, review)
    blog, community = made["sample-blog"], made["sample-community"]
    comment = {
        "id": 999,
        "post": 302,
        "parent": 0,
        "by": "Ilse",
        "at": at,
        "text": "A Borvena on the windowsill?",
        "link": f"{blog.address}/c",
    }
    blog.comments.insert(0, comment)
    community.topics[104]["posts"].append({"by": "marlo", "at": at, "text": "Ask at Snowdrift, their cold brew coffee is one to ten."})
    community.ids[104, 3] = 999


def test_every_mention_is_found_and_nothing_else(crawl: Crawl) -> None:
    expected = Counter((text.site, brand, tagged, text.words) for text in texts() for brand, tagged in text.mentions())
    assert expected == Counter((row["site"], row["brand"], row["tagged"], one_line(row["text"])) for row in crawl.rows)


def test_every_mention_is_in_its_language(crawl: Crawl) -> None:
    expected = {(text.site, text.words): text.language for text in texts()}
    told = {(row["site"], one_line(row["text"])): row["language"] for row in crawl.rows}
    assert {key: expected[key] for key in told} == told


def test_the_report_says_what_the_readme_says(crawl: Crawl) -> None:
    expected = {brand: {name: n for name, n in columns.items() if n} for brand, columns in readme_counts().items()}
    for report in crawl.reports[:2]:
        told = {row["brand"]: {name: row[name] for name in ("mentions", "untagged", "voices")} for row in report["brands"]}
        for row in report["brands"]:
            told[row["brand"]] |= {name: group["mentions"] for part in ("families", "languages") for name, group in row[part].items()}
        assert expected == told


def test_only_the_copied_review_shares_a_voice(crawl: Crawl) -> None:
    authors: dict[int, set[str | None]] = {}
    for row in crawl.rows:
        authors.setdefault(row["voice"], set()).add(f"{row['site']}: {row['author']}")
    assert [names for names in authors.values() if len(names) > 1] == [{"sample-portal: Nguyễn Thị Hạnh", "sample-shop: Hạnh N."}]


def test_the_campaign_is_marked_and_its_voices_kept(crawl: Crawl) -> None:
    campaign = [row for row in crawl.rows if row["text"].startswith("Had breakfast at Snowdrift on")]
    assert len({row["voice"] for row in campaign}) == 4
    snowdrift = next(row for row in crawl.reports[0]["brands"] if row["brand"] == "Snowdrift")
    assert snowdrift["voices_without_campaigns"] == snowdrift["voices"] - 3


def test_words_pasted_from_another_post_are_a_quote(crawl: Crawl) -> None:
    wout = next(row for row in crawl.rows if row["author"] == "Wout")
    source = next(row for row in crawl.rows if row["author"] == "lindqvist" and row["brand"] == "Borvena")
    assert {wout["duplicate_kind"], source["duplicate_kind"]} == {"quote", None}, "the later of the two is related to the earlier"
    assert wout["voice"] != source["voice"]


def test_the_owners_replies_are_kept_with_their_reviews(crawl: Crawl) -> None:
    replied = {row["author"]: row["owner_reply"] for row in crawl.rows if row["owner_reply"]}
    reviews = [review for company in read_data("portal")["companies"] for review in company["reviews"]]
    reviews += [review for product in read_data("shop")["products"] for review in product["reviews"]]
    assert replied == {review["by"]: review["reply"] for review in reviews if "reply" in review}


def test_a_second_crawl_finds_nothing_new_with_a_third_of_the_requests(crawl: Crawl) -> None:
    assert crawl.reports[0] == crawl.reports[1]
    assert {run["site"]: ("fine", 0, 0) for run in crawl.runs[1]} == bins(crawl.runs[1])
    assert 0 < 3 * crawl.requests[1] <= crawl.requests[0]


def test_a_new_post_on_each_site_is_found_once_and_nothing_is_doubled(crawl: Crawl) -> None:
    assert dict.fromkeys(SITES, ("fine", 1, 0)) == bins(crawl.runs[2])


def bins(runs: list[dict[str, Any]]) -> dict[str, tuple[str, int, int]]:
    """Give site → verdict, new mentions, new versions."""
    return {run["site"]: (run["verdict"], run["new"], run["new_version"]) for run in runs}


def test_the_first_crawl_reads_every_post_once(crawl: Crawl) -> None:
    posts = Counter(text.site for text in texts())
    mentions = Counter(text.site for text in texts() if any(text.mentions()))
    expected = {site: ("fine", posts[site], mentions[site], posts[site] - mentions[site], 0, 0) for site in SITES}
    columns = ("verdict", "read", "new", "no_brand", "seen_before", "rejected")
    assert {run["site"]: tuple(run[column] for column in columns) for run in crawl.runs[0]} == expected


def test_a_crawl_asks_as_often_as_the_readme_says(crawl: Crawl) -> None:
    told = {row["site"].strip("`"): int(row["requests of a first crawl"]) for row in readme_table("site")}
    asked = {run["site"]: run["requests"] for run in crawl.runs[0]}
    assert told == asked | {"together": sum(asked.values())}


def test_what_robots_txt_forbids_is_never_asked_for(crawl: Crawl) -> None:
    forbidden = ("/memberlist.php", "/posting.php", "/print/", "/gio-hang", "/wp-admin/", "/u/", "/search")
    assert "/robots.txt" in crawl.asked
    assert [path for path in crawl.asked if path.startswith(forbidden)] == []
