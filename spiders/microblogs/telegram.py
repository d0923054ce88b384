"""Telegram: public channels by the preview that anybody may open, `t.me/s/NAME`.

Documentation: https://core.telegram.org/widgets/post · address: https://t.me/s/durov
Quirks: a page shows the newest posts last; the older ones stand at `?before=N`; a channel without a preview leads to its own page, which
holds no posts; a post that answers another shows the beginning of that one; an album is one post.
"""

import re
from typing import ClassVar
from urllib.parse import urlsplit

from mentions.html import html_to_text
from mentions.page import Answer, Ask, Page
from mentions.urls import canonical
from spiders.base.engine import Detection, Limits, Options
from spiders.base.hosts import is_page_at
from spiders.base.locate import find
from spiders.base.markup import base_url, require_whole
from spiders.base.records import post_of
from spiders.base.streams import Stream, StreamSpider

HOME = "https://t.me"
CHANNEL = re.compile(r"^/(?:s/)?(?P<name>\w{4,})/?(?:\d+)?$")
BODY = ".js-message_text:not(.js-message_reply_text)"
REPLY = ".tgme_widget_message_reply"


class TelegramOptions(Options):
    """What an operator may say of Telegram."""

    channels: tuple[str, ...] = ()
    """Names of further public channels."""


class TelegramSpider(StreamSpider):
    """A stream for each channel."""

    engine = "telegram"
    family = "microblogs"
    docs = "https://core.telegram.org/widgets/post"
    Options: ClassVar[type[Options]] = TelegramOptions

    def streams(self, limits: Limits) -> list[Stream]:
        """Return the channel at the site's address, and those of its options."""
        del limits
        found = CHANNEL.match(urlsplit(self.site.url).path)
        named = (*((found["name"],) if found else ()), *self.options_of(self.site).channels)
        return [Stream(f"channel:{name}", Ask(url=f"{HOME}/s/{name}")) for name in dict.fromkeys(named)]

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the posts of a page, newest first."""
        require_whole(answer)
        found = []
        for block in answer.html.css(".tgme_widget_message[data-post]"):
            post = block.attributes.get("data-post") or ""
            body, reply = block.css_first(BODY), block.css_first(REPLY)
            if body is None or "service_message" in (block.attributes.get("class") or ""):
                continue
            mention = post_of(
                cls,
                answer,
                key=post,
                html=html_to_text(body, base_url=answer.url),
                posted=find(block, ".tgme_widget_message_date time@datetime || time.time@datetime"),
                url=f"{HOME}/{post}",
                thread_url=f"{HOME}/{post.partition('/')[0]}",
                author=find(block, ".tgme_widget_message_from_author || .tgme_widget_message_owner_name"),
                author_key=post.partition("/")[0],
                reply_to=find(reply, r"@href ~ t\.me/(\w+/\d+)") if reply else None,
            )
            found += [mention] if mention else []
        older = find(answer.html.root, "a.tme_messages_more[data-before]@href || link[rel=prev]@href") if answer.html.root else None
        nxt = canonical(older, base_url(answer)) if older and "before=" in older else None
        return cls.page(answer, mentions=found[::-1], next=nxt, empty=answer.html.css_matches(".tgme_channel_history"))

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Return a detection by the classes of the preview."""
        found = is_page_at(answer, "t.me") or (
            not answer.is_json and answer.html.css_matches(".tgme_channel_history, .tgme_widget_message[data-post]")
        )
        return Detection(engine=cls.engine, score=1.0, url=answer.url.split("?")[0]) if found else None
