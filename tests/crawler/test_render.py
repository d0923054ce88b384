"""Pages whose words exist only after their scripts ran; what a browser may ask for, and what it never gets."""

import asyncio
import gzip
import json
import re
import socket
import sys
import tomllib
from dataclasses import replace

import pytest

from crawler.browser import MOST_MEMORY, VARIABLE
from crawler.cli import main
from crawler.render import QUIET_S
from mentions.errors import FetchError, RobotsDisallowedError
from mentions.page import Ask
from spiders.base.reading import read_answer
from spiders.reviews.schema_org import SchemaOrgSpider
from tests.crawler.fetching import site_at, with_fetch
from tests.loopback import Reply, serving

REVIEWS = [{"author": "Nia Bell", "text": "It boils.", "rating": 4}, {"author": "Tom R.", "text": "It leaks.", "rating": 1}]
SHELL = "<!DOCTYPE html><html><head><title>Kettle</title>{}</head><body><h1>Kettle</h1><div id=reviews></div>{}</body></html>"
SHOP = SHELL.format(
    "",
    """<img src="/kettle.jpg"><script>
fetch("/api/reviews?page=1", {headers: {"X-Asked-By": "script"}}).then(answer => answer.json()).then(rows => {
  document.getElementById("reviews").innerHTML = rows.map(row =>
    `<div itemscope itemtype="https://schema.org/Review"><b itemprop="author">${row.author}</b><p itemprop="reviewBody">${row.text}</p>
     <span itemprop="reviewRating" itemscope itemtype="https://schema.org/Rating"><i itemprop="ratingValue">${row.rating}</i></span></div>`
  ).join("");
});</script>""",
)
JSON = {"Content-Type": "application/json"}


def shop(path, headers):
    """Answer as a shop that shows nothing without its script."""
    del headers
    if path.startswith("/api/"):
        return Reply(body=json.dumps(REVIEWS), headers=JSON)
    return Reply(body=SHOP, headers={"Content-Type": "text/html; charset=utf-8", "ETag": '"shell"', "Link": "</kettle?page=2>; rel=next"})


def scripted(script, **fields):
    """Return a page that runs a script."""
    return Reply(body=SHELL.format("", f"<script>{script}</script>"), **fields)


def site_of(web, **fields):
    return site_at(web.url(), engine="schema_org", **{"render": True, "obey_robots": False, **fields})


def fetched(web, path="/kettle", ask=None, **fields):
    """Return the answer to one address of a site with `render`."""
    return with_fetch(lambda fetch_of: fetch_of(site_of(web, **fields))(replace(ask or Ask(url=""), url=web.url(path))))


def all_fetched(web, paths, **fields):
    """Return the texts of several pages, or what they failed with, shown by one browser."""

    async def work(fetch_of):
        fetch = fetch_of(site_of(web, concurrency=4, **fields))
        return await asyncio.gather(*(fetch(Ask(url=web.url(path))) for path in paths), return_exceptions=True)

    return dict(zip(paths, with_fetch(work), strict=True))


def said(answer):
    return [(mention.author, mention.text, mention.rating) for mention in read_answer(SchemaOrgSpider, answer).mentions]


def test_reviews_that_a_script_puts_on_the_page_are_read():
    with serving(shop) as web:
        rendered, plain = fetched(web, user_agent="brewster/1 (+https://brewster.example)"), fetched(web, render=False)
        asked = [(one.path, one.headers.get("x-asked-by")) for one in web.asked]
        assert {one.headers["user-agent"] for one in web.asked[:2]} == {"brewster/1 (+https://brewster.example)"}
    assert said(rendered) == [("Nia Bell", "It boils.", 4.0), ("Tom R.", "It leaks.", 1.0)]
    assert said(plain) == []
    assert asked == [("/kettle", None), ("/api/reviews?page=1", "script"), ("/kettle", None)]  # no picture
    assert rendered.headers == {"link": "</kettle?page=2>; rel=next"}  # no validator: the shell's says nothing of the reviews


def test_reviews_within_components_are_read():
    component = """customElements.define("x-review", class extends HTMLElement { connectedCallback() {
      const [author, words] = this.textContent.split(": ");
      this.textContent = "";
      this.attachShadow({mode: "open"}).innerHTML =
        `<div itemscope itemtype="https://schema.org/Review"><b itemprop="author">${author}</b><p itemprop="reviewBody">${words}</p></div>`;
    } });
    customElements.define("x-list", class extends HTMLElement { connectedCallback() {
      this.attachShadow({mode: "open"}).innerHTML = "<x-review>Nia Bell: It boils.</x-review><x-review>Tom R.: It leaks.</x-review>";
    } });
    document.getElementById("reviews").innerHTML = "<x-list></x-list>" """
    with serving({"/kettle": scripted(component)}) as web:
        assert said(fetched(web)) == [("Nia Bell", "It boils.", None), ("Tom R.", "It leaks.", None)]


def test_the_page_alone_is_no_reason_to_call_the_reviews_unchanged():
    with serving(lambda path, headers: Reply(status=304) if "if-none-match" in headers else shop(path, headers)) as web:
        answer = fetched(web, ask=Ask(url="", etag='"shell"', last_modified="Mon, 05 Jan 2026 10:00:00 GMT"))
    assert len(said(answer)) == 2


WAYS = {
    "fetch": 'fetch("{0}", {{mode: "no-cors"}})',
    "script": 'document.write("<script src={0}></" + "script>")',
    "style": 'document.write("<link rel=stylesheet href={0}>")',
    "redirect": 'fetch("/moved/redirect", {{mode: "no-cors"}})',
}
BARRED = {
    "beacon": 'navigator.sendBeacon("{0}", "x")',
    "picture": 'document.write("<img src={0}>")',
    "websocket": 'new WebSocket("{0}".replace("http", "ws"))',
    "socket in a worker": 'new Worker(URL.createObjectURL(new Blob([`new WebSocket("{0}".replace("http", "ws"))`])))',
    "shared worker": 'new SharedWorker(URL.createObjectURL(new Blob([`fetch("{0}")`])))',
    "events": 'new EventSource("{0}")',
    "frame": 'document.body.insertAdjacentHTML("beforeend", "<iframe src={0}></iframe>")',
    "frame without rules": 'document.body.appendChild(document.createElement("iframe")).contentWindow.open("{0}")',
    "preconnect": 'document.head.insertAdjacentHTML("beforeend", "<link rel=preconnect href={0}><link rel=prefetch href={0}>")',
    "window": 'window.open("{0}")',
    "navigation": 'location.href = "{0}"',
    "form": 'document.body.insertAdjacentHTML("beforeend", "<form method=post action={0}></form>"); document.forms[0].submit()',
    "service worker": 'navigator.serviceWorker && navigator.serviceWorker.register("{0}").catch(() => 0)',
    "call": (
        'const call = new RTCPeerConnection({{iceServers: [{{urls: "stun:{1}"}}]}}); call.createDataChannel("x");'
        "call.createOffer().then(offer => call.setLocalDescription(offer))"
    ),
    "transport": 'new WebTransport("https://{1}/")',
}


class Knocks:
    """What came through to an address that pages of another one knock at."""

    def __init__(self, ways, *, allow_private):
        with serving(lambda path, headers: Reply(body="secret")) as secret, socket.socket(type=socket.SOCK_DGRAM) as calls:  # noqa: ARG005 - any path
            calls.bind(("127.0.0.1", 0))
            calls.setblocking(False)

            def page(path, headers):
                del headers
                _, kind, way = path.split("/")
                url = secret.url(f"/{way}")
                if kind == "moved":
                    return Reply(status=302, headers={"Location": url})
                script = {**WAYS, **BARRED}[way.replace("%20", " ")]
                return scripted(script.format(url, f"127.0.0.1:{calls.getsockname()[1]}"))

            paths = {way: f"/way/{way.replace(' ', '%20')}" for way in ways}
            with serving(page, address="127.0.0.3") as web:
                answers = all_fetched(web, list(paths.values()), allow_private=allow_private)
            self.answers = {way: answers[path] for way, path in paths.items()}
            self.through = [one.path[1:].replace("%20", " ") for one in secret.asked]
            try:
                self.datagram = calls.recv(2000)
            except BlockingIOError:
                self.datagram = None


@pytest.fixture(scope="module")
def at_a_public_page():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("crawler.download.is_public", lambda address: address == "127.0.0.3")
        return Knocks(WAYS, allow_private=False)


@pytest.fixture(scope="module")
def at_a_private_site():
    return Knocks([*WAYS, *BARRED], allow_private=True)


@pytest.mark.parametrize("way", WAYS)
def test_what_a_public_page_asks_of_this_machine_is_refused(way, at_a_public_page):
    assert "Kettle" in at_a_public_page.answers[way].text  # and is read all the same
    assert way not in at_a_public_page.through


@pytest.mark.parametrize("way", [*WAYS, *BARRED])
def test_only_what_brings_words_is_asked_for_and_the_browser_itself_reaches_nothing(way, at_a_private_site):
    assert "Kettle" in at_a_private_site.answers[way].text
    assert at_a_private_site.through.count(way) == (way in WAYS)  # though this site may be on this machine
    assert at_a_private_site.datagram is None


def test_a_page_at_a_private_address_is_not_opened():
    with serving(shop) as web, pytest.raises(FetchError, match="allow_private"):
        fetched(web, allow_private=False)
    assert web.paths() == []


@pytest.mark.parametrize(
    ("reply", "status", "text"),
    [
        (Reply(body='[{"a": 1}]', headers=JSON), 200, '[{"a": 1}]'),
        (Reply(body="<h1>gone</h1><script>document.body.innerHTML = 'made'</script>", status=404), 404, "gone"),
    ],
    ids=["JSON", "an error"],
)
def test_what_is_no_page_comes_as_it_is_and_needs_no_browser(reply, status, text, monkeypatch):
    monkeypatch.setenv(VARIABLE, sys.executable)  # which is none
    with serving({"/kettle": reply}) as web:
        answer = fetched(web)
    assert (answer.status, text in answer.text, "made" in answer.text.replace("'made'", "")) == (status, True, False)


def test_pages_and_data_may_be_compressed():
    def packed(path, headers):
        reply = shop(path, headers)
        return replace(reply, body=gzip.compress(reply.body.encode()), headers={**reply.headers, "Content-Encoding": "gzip"})

    with serving(packed) as web:
        assert len(said(fetched(web))) == 2


def test_scripts_write_times_in_the_sites_zone_and_language():
    clock = "document.getElementById('reviews').textContent = new Date(Date.UTC(2026, 0, 5, 23, 30)).toLocaleString()"
    with serving({"/kettle": scripted(clock)}) as web:
        assert "6.1.2026, 00:30:00" in fetched(web, timezone="Europe/Berlin", languages=("de",)).text
        assert "1/5/2026, 11:30:00 PM" in fetched(web, headers={"Accept-Language": "*"}).text


def test_a_redirect_is_followed_by_the_crawler_which_asks_robots_txt_again():
    with serving(shop) as target, serving({"/kettle": Reply(status=302, headers={"Location": target.url("/kettle")})}) as web:
        answer = fetched(web, obey_robots=True)
        assert said(answer)[0] == ("Nia Bell", "It boils.", 4.0)
        assert [one.path for one in target.asked][:2] == ["/robots.txt", "/kettle"]


def test_where_a_script_sends_the_reader_is_asked_for_as_any_page():
    pages = {
        "/robots.txt": Reply(body="User-agent: *\nDisallow: /private"),
        "/old": scripted('location.replace("/new")'),
        "/new": scripted('location.hash = "top"; document.body.append("arrived")'),
        "/sly": scripted('location.href = "/private"'),
    }
    with serving(pages) as web:
        answers = all_fetched(web, ["/old", "/sly"], obey_robots=True)
        assert "/private" not in web.paths()
    assert (answers["/old"].url, "arrived</body>" in answers["/old"].text) == (web.url("/new"), True)
    assert isinstance(answers["/sly"], RobotsDisallowedError)


def test_the_hosts_delay_counts_from_the_end_of_the_rendering():
    async def work(fetch_of):
        fetch = fetch_of(site_of(web, delay_s=1.0))
        await fetch(Ask(url=web.url("/one")))
        await fetch(Ask(url=web.url("/two")))

    with serving(shop) as web:
        with_fetch(work)
        first, data, second, _ = web.asked
    assert (first.path, second.path) == ("/one", "/two")
    assert second.began - data.ended >= 1.0 + QUIET_S - 0.01


HOG = """const held = [];
try { for (;;) held.push(new Uint8Array(2 ** 26).fill(1)) } catch (error) { document.body.append(`held ${held.length}.`) }"""
LIMITS = {
    "/endless": ("for (;;);", "had not ended after 4 s"),
    "/large": ("document.getElementById('reviews').textContent = 'x'.repeat(200000)", "when rendered"),
    "/greedy": (HOG, None),
    "/chatty": ("setInterval(() => fetch('/tick').catch(() => 0), 20)", None),
    "/asking": ("let n = 0; setInterval(() => { n++ < 40 && fetch('/data?' + n).catch(() => 0) }, 1)", None),
    "/alert": ("alert('hello'); confirm('well?'); print(); window.close()", None),
}


@pytest.fixture(scope="module")
def at_their_limits():
    with pytest.MonkeyPatch.context() as patch, serving(lambda path, headers: scripted(LIMITS[path][0] if path in LIMITS else "1")) as web:  # noqa: ARG005 - any
        patch.setattr("crawler.settings.DOWNLOAD_MAXSIZE", 100_000)
        patch.setattr("crawler.settings.RETRY_TIMES", 0)
        patch.setattr("crawler.render.MOST_REQUESTS", 20)
        patch.setattr("crawler.render.STIR_S", 2.0)
        answers = all_fetched(web, [path for path in LIMITS if path != "/endless"])
        patch.setattr("crawler.settings.DOWNLOAD_TIMEOUT", 4)
        return answers | all_fetched(web, ["/endless"]), web.paths()


@pytest.mark.parametrize("path", LIMITS)
def test_a_page_ends_within_its_limits_and_the_next_is_shown(path, at_their_limits):
    answers, _ = at_their_limits
    if LIMITS[path][1] is None:
        assert "Kettle" in answers[path].text
    else:
        with pytest.raises(FetchError, match=LIMITS[path][1]):
            raise answers[path]


def test_a_page_has_so_much_memory_and_no_more(at_their_limits):
    answers, _ = at_their_limits
    [held] = re.findall(r"held (\d+)\.", answers["/greedy"].text)
    assert 2**29 < int(held) * 2**26 < MOST_MEMORY


def test_a_page_has_so_many_requests_and_no_more(at_their_limits):
    _, asked = at_their_limits
    assert sum(path.startswith("/data?") for path in asked) == 20


def test_without_a_browser_the_cure_is_named_and_nothing_is_asked_for(monkeypatch):
    monkeypatch.setenv(VARIABLE, "/nowhere/chromium")
    with serving(shop) as web, pytest.raises(FetchError, match="/nowhere/chromium is none: apt-get install chromium"):
        fetched(web)
    assert web.paths() == []


def test_a_page_is_archived_as_it_was_rendered_and_replayed_without_a_browser(tmp_path, monkeypatch, capsys):
    folder = tmp_path / "config"
    (folder / "sites").mkdir(parents=True)
    (folder / "brands.toml").write_text('["Acme"]\nterms = ["Acme"]\n')
    monkeypatch.setenv("UNTAGGED_ARCHIVE", str(tmp_path / "archive"))
    with serving(shop) as web:
        table = f'[shop]\nengine = "schema_org"\nurl = "{web.url("/kettle")}"\nrender = true\nabout = ["Acme"]\n'
        table += "allow_private = true\ndelay = 0\n"
        (folder / "sites" / "shop.toml").write_text(table)
        there = ["--config", str(folder), "--db", f"sqlite:///{tmp_path}/test.db"]
        assert main(["check", "shop", "--json", *there]) == 0
        assert [one["text"] for one in json.loads(capsys.readouterr().out)["mentions"]] == ["It boils.", "It leaks."]
        assert main(["crawl", "shop", "--json", *there]) == 0
        [row] = json.loads(capsys.readouterr().out)["crawls"]
        assert (row["verdict"], row["read"], row["new"]) == ("fine", 2, 2)
    monkeypatch.setenv(VARIABLE, "/nowhere/chromium")
    assert main(["replay", "--json", *there]) == 0
    [row] = json.loads(capsys.readouterr().out)["replays"]
    assert (row["read"], row["seen_before"]) == (2, 2)


def test_a_table_is_proposed_from_what_the_page_shows(tmp_path, capsys, monkeypatch):
    with serving(shop) as web:
        assert main(["detect", web.url("/kettle")]) == 1
        assert main(["detect", "--render", "--json", web.url("/kettle")]) == 0
        table = json.loads(capsys.readouterr().out.splitlines()[-1])["table"]
        assert tomllib.loads(table)[f"127-0-0-1-{web.port}"]["render"] is True
        monkeypatch.chdir(tmp_path)
        (tmp_path / "config" / "sites").mkdir(parents=True)
        (tmp_path / "config" / "brands.toml").write_text('["Acme"]\nterms = ["Acme"]\n')
        (tmp_path / "config" / "sites" / "shop.toml").write_text(table)
        assert main(["record", f"127-0-0-1-{web.port}"]) == 0
    assert "It leaks." in next(tmp_path.glob("tests/recordings/schema_org/*/body.html")).read_text()


def test_without_the_extra_the_cure_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "crawler.render", None)
    with serving(shop) as web, pytest.raises(FetchError, match=r"pip install 'untagged\[render\]'"):
        fetched(web)
