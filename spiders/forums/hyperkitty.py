"""HyperKitty, the archive of Mailman 3: a list's threads by its API, each thread's messages by its export.

Documentation: https://docs.mailman3.org/projects/hyperkitty/en/latest/ · address:
https://lists.mailman3.org/archives/api/list/mailman-users@mailman3.org/threads/?format=json
Quirks: the API tells what threads there are, newest activity first, but no words; `export/NAME.mbox.gz?thread=ID` gives all messages of
one, packed; a message's address holds the hash of its Message-ID. An answer of the API to one message has its `content`.
"""

import base64
import hashlib
import re

from mentions.mention import Mention
from mentions.page import Answer, Ask, Page, Thread
from spiders.base.engine import Detection
from spiders.base.forum import ForumSpider
from spiders.base.mailbox import is_mailbox, message_id, own_words, read_mailbox
from spiders.base.records import read_post, read_thread
from spiders.base.values import Record, mapping, rows, text, whole

LIST = re.compile(r"^(?P<root>https?://.+?)(?:/api)?/list/(?P<name>[^/?#]+@[^/?#]+)")
THREAD = re.compile(r"/thread/(?P<id>[A-Z0-9]{20,})")

ASSETS = "link[href*='/hyperkitty/'], script[src*='/hyperkitty/'], body[class*=hyperkitty]"
MESSAGE = "posted=date author=sender_name|sender.name votes=votes.likes|likes"


class HyperkittySpider(ForumSpider):
    """A list's archive: its threads, each read whole from its export."""

    engine = "hyperkitty"
    docs = "https://docs.mailman3.org/projects/hyperkitty/en/latest/"
    address = "https://LISTS.example/archives/list/NAME@LISTS.example/, or one thread"
    grows = "anywhere"

    def listings(self) -> list[Ask]:
        """Return the threads of the list at the site's address, or the one thread there."""
        found, thread = LIST.match(self.site.url), THREAD.search(self.site.url)
        if found is None:
            return [Ask(url=self.site.url)]
        if thread:
            return [Ask(url=_export(found["root"], found["name"], thread["id"]))]
        return [Ask(url=f"{found['root']}/api/list/{found['name']}/threads/?format=json")]

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the threads of a list, the messages of an export, or one message of the API."""
        if not answer.is_json:
            return cls.page(answer, mentions=read_mailbox(cls, answer, lambda key: _address(answer, key)), empty=True)
        document = mapping(answer.json)
        if "message_id_hash" in document and "content" in document:
            return cls.page(answer, mentions=[_mention(cls, answer, document)])
        threads = [_thread(answer, row) for row in rows(document.get("results"))]
        known = document.get("results") == [] and "next" in document and LIST.match(answer.url) is not None
        return cls.page(answer, threads=threads, next=text(document.get("next")), stated_total=whole(document.get("count")), empty=known)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Return a detection by the API's fields, the address of an export, or the assets that every page loads."""
        if answer.is_json:
            document = mapping(answer.json)
            row = next(iter(rows(document.get("results"))), document)
            is_one = "mailinglist" in row and ("thread_id" in row or "message_id_hash" in row)
            return Detection(engine=cls.engine, score=1.0) if is_one else None
        found = LIST.match(answer.url)
        is_export = found and "/export/" in answer.url and is_mailbox(answer.body)
        if not is_export and not (answer.body[:1] == b"<" and answer.html.css_matches(ASSETS)):
            return None
        return Detection(engine=cls.engine, score=0.9, url=f"{found['root']}/list/{found['name']}/" if found else None)


def _export(root: str, name: str, thread: str) -> str:
    """Return the address of a thread's messages."""
    return f"{root}/list/{name}/export/{name}-{thread}.mbox.gz?thread={thread}"


def _thread(answer: Answer, row: Record) -> Thread | None:
    """Return one row of a list of threads."""
    found, key = LIST.match(answer.url), text(row.get("thread_id"))
    if found is None or key is None:
        return None
    replies, url = whole(row.get("replies_count")), _export(found["root"], found["name"], key)
    return read_thread(answer, row, "key=thread_id title=subject last=date_active", url=url, posts=None if replies is None else replies + 1)


def _address(answer: Answer, key: str) -> str | None:
    """Return where a message stands: under the hash of its id (https://docs.mailman3.org: X-Message-ID-Hash)."""
    found = LIST.match(answer.url)
    digest = base64.b32encode(hashlib.sha1(key.encode(), usedforsecurity=False).digest()).decode()
    return f"{found['root']}/list/{found['name']}/message/{digest}/" if found else None


def _mention(engine: type[HyperkittySpider], answer: Answer, row: Record) -> Mention | None:
    """Return one message of the API; only the first of a thread has its title."""
    key, said = message_id(text(row.get("message_id"))), own_words(text(row.get("content")) or "")
    title = None if row.get("parent") else text(row.get("subject"))
    return read_post(engine, answer, row, MESSAGE, key=key, html=said, url=_address(answer, key) if key else None, title=title)
