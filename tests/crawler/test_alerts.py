"""Alerts: one a change of state, plain words, and a crawl that no service can break."""

import asyncio
import json
import re
import threading
from email import message_from_string
from http.server import BaseHTTPRequestHandler, HTTPServer

import markdown
import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.alerts import MOST_LINES, Alerts, Change, message, plain
from crawler.config import Config
from crawler.ledger import CUT
from crawler.run import crawl
from spiders.base.engine import Limits
from tests.crawler.fetching import site_at
from tests.crawler.test_fleet import ACME, answers
from tests.loopback import Reply, serving

# Apprise's mail plugin imports it where it is still to be had
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")


class Hook:
    """A webhook that keeps what it gets."""

    def __init__(self):
        got = self.got = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *args):
                """Keep quiet."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"json://127.0.0.1:{self.server.server_port}/hook"


@pytest.fixture
def hook():
    one = Hook()
    thread = threading.Thread(target=one.server.serve_forever, args=(0.01,))
    thread.start()
    yield one
    one.server.shutdown()
    thread.join()
    one.server.server_close()


def change(before, verdict, evidence="blocked: a challenge", **fields):
    return Change(**{"site": "kettles", "before": before, "verdict": verdict, "evidence": evidence} | fields)


@pytest.mark.parametrize(
    ("one", "is_news"),
    [
        (change(None, "fine"), False),
        (change(None, "blind"), True),
        (change("fine", "blind"), True),
        (change("fine", "empty"), False),
        (change("blind", "blind"), False),
        (change("blind", "partial"), True),
        (change("partial", "fine"), True),
        (change("fine", "partial", CUT), False),  # we were stopped
        (change("partial", "fine", before_evidence=CUT), False),
        (change("partial", "blind", before_evidence=CUT), True),
    ],
)
def test_a_change_is_told_once(one, is_news):
    assert one.is_news is is_news


def test_crawled_words_reach_nobody_as_markup():
    evil = "layout: https://a.example/<b>\x1b[2J\n@everyone <!here> [x](https://evil.example) **now** ||hid|| __u__ &lt;" + "y" * 999
    said = plain(evil)
    assert not set(said) & set("<>@[]*|`&\n\x1b")
    assert len(said) == 300


@settings(deadline=None, max_examples=300)
@given(st.text(alphabet="_~*`<>[]()!#&;:|\\\n\t ab1.-+@\"'=/", max_size=60))
def test_no_words_are_markup_to_markdown_or_html(words):
    shown = markdown.markdown(f"kettles: blind. {plain(words)}")
    assert set(re.findall(r"</?(\w+)", shown)) <= {"p"}
    assert not set(plain(words)) & set("<>&")


HOSTILE = "layout: <b>x</b> <script>y</script> @everyone <!channel> <@U1> [x](https://evil.example) **now** _so_ ||hid|| `code` \n# H1\n> q"
TARGETS = (
    "tgram://123456789:abcdefg_hijklmnop/12315544/",
    "tgram://123456789:abcdefg_hijklmnop/12315544/?format=markdown",
    "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#general",
    "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js/",
    "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js/?format=markdown",
    "gchat://workspace/key/token",
    "ntfy://topic",
    "json://localhost",
)


@pytest.mark.parametrize("url", TARGETS)
def test_a_hostile_site_reaches_no_service_as_markup_or_a_call_to_anybody(url, monkeypatch):
    sent = []

    def send(self, request, **given):
        del self, given
        sent.append(request.body if isinstance(request.body, str) else request.body.decode())
        answer = requests.Response()
        answer.status_code, answer.request, answer._content = 200, request, b'{"ok": true, "result": []}'
        return answer

    monkeypatch.setattr(requests.Session, "send", send)
    told([url], change("fine", "blind", HOSTILE))
    [body] = sent
    assert "kettles" in body
    assert not [
        bad
        for bad in ("<script", "x</b>", "@everyone", "<!", "<@", "](", "**now", "_so_", "||", "`code", "\\n# H1", "\\n> q")
        if bad in body
    ]


def test_a_hostile_site_is_no_markup_in_a_mail(monkeypatch):
    sent = []

    class Smtp:
        def __init__(self, *args, **given):
            """Connect to nobody."""

        def __getattr__(self, name):
            return lambda *args: sent.append(args[2]) if name == "sendmail" else None

    monkeypatch.setattr("smtplib.SMTP", Smtp)
    told(["mailto://user:hush@example.com/?to=ann@example.com&format=html"], change("fine", "blind", HOSTILE))
    [mail] = sent
    parts = [part.get_payload(decode=True).decode() for part in message_from_string(mail).walk() if part.get_content_type() == "text/html"]
    assert len(parts) == 1
    assert set(re.findall(r"</?(\w+)", parts[0])) <= {"br"}


def test_many_changes_are_one_message():
    title, text = message([change("fine", "blind", site=f"s{n}") for n in range(MOST_LINES + 5)])
    assert title == f"untagged: s0 is blind, and {MOST_LINES + 4} more changes"
    assert text.splitlines()[-1] == "and 5 more: `untagged sites`"
    assert "Raise `delay`" in text


def told(urls, *changes):
    async def tell():
        alerts = Alerts(urls)
        for one in changes:
            alerts.tell(one)
        await alerts.close()

    asyncio.run(tell())


def test_a_webhook_gets_what_changed(hook):
    told([hook.url], change("fine", "blind"), change("fine", "fine"), change("blind", "fine", "3 pages read", site="pots"))
    assert [one["title"] for one in hook.got] == ["untagged: kettles is blind, and 1 more changes"]
    assert "pots: fine (was blind). 3 pages read" in hook.got[0]["message"]


def test_a_service_that_fails_is_logged_without_its_secrets_and_the_others_get_theirs(hook, caplog):
    told(["json://user:hush@127.0.0.1:9/x", "nonsense://hush", hook.url], change("fine", "blind"))
    ours = [record.getMessage() for record in caplog.records if record.name == "crawler.alerts"]
    assert ours == ["address 1 of $UNTAGGED_ALERTS could not be reached", "address 2 of $UNTAGGED_ALERTS is none that Apprise knows"]
    assert len(hook.got) == 1


def test_a_crawl_alerts_when_a_site_goes_blind_and_when_it_is_well_again(hook, tmp_path, monkeypatch):
    monkeypatch.setenv("UNTAGGED_ALERTS", hook.url)
    walls = []

    def walled(path, headers):
        return (
            Reply(body="<title>Just a moment...</title><script src='/cdn-cgi/challenge-platform/x'></script>")
            if walls
            else answers(path, headers)
        )

    with serving(walled) as web:
        site = site_at(web.url("/feed/1"), engine="feed")
        config = Config(path=None, brands=ACME, sites={site.name: site})
        for is_walled in (False, True, True, False, False):
            walls[:] = [1] if is_walled else []
            crawl(config, f"sqlite:///{tmp_path}/test.db", [site], Limits())
    assert [one["title"].split(" is ")[1] for one in hook.got] == ["blind", "fine"]
    assert "Cloudflare" in hook.got[0]["message"]
