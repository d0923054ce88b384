"""Telegram: public channels by the preview that anybody may open, `t.me/s/NAME`.

Documentation: https://core.telegram.org/widgets/post · address: https://t.me/s/durov
Quirks: a page shows the newest posts last; the older ones stand at `?before=N`; a channel without a preview leads to its own page, which
holds no posts; a post that answers another shows the beginning of that one; an album is one post.
"""

import re
from dataclasses import replace
from typing import ClassVar
from urllib.parse import urlsplit

from mentions.page import Answer, Ask, Page
from spiders.base.engine import Detection, Options
from spiders.base.hosts import is_page_at
from spiders.base.markup import Markup, Posts, read_markup
from spiders.base.places import named
from spiders.base.streams import Stream, StreamSpider

HOME = "https://t.me"
CHANNEL = re.compile(r"^/(?:s/)?(\w{4,})/?(?:\d+)?$")
PREVIEW = Markup(
    posts=Posts(
        block=".tgme_widget_message[data-post]",
        body=".js-message_text:not(.js-message_reply_text), .tgme_widget_message_poll_question",
        key="@data-post",
        author=".tgme_widget_message_from_author || .tgme_widget_message_owner_name",
        author_key=r"@data-post ~ ^(\w+)/",
        date=".tgme_widget_message_date time@datetime || time.time@datetime",
        reply_to=r".tgme_widget_message_reply@href ~ t\.me/(\w+/\d+)",
        skip=".service_message",
    ),
    next=r"a.tme_messages_more[data-before]@href ~ .*before=.* || link[rel=prev]@href ~ .*before=.*",
    empty=".tgme_channel_history",
)


class TelegramOptions(Options):
    """What an operator may say of Telegram."""

    channels: tuple[str, ...] = ()
    """Names of further public channels."""


class TelegramSpider(StreamSpider):
    """A stream for each channel."""

    engine = "telegram"
    family = "microblogs"
    docs = "https://core.telegram.org/widgets/post"
    terms = "Telegram's terms forbid scraping what is published there, for whatever purpose (https://telegram.org/tos/content-licensing)."
    needs_terms = True
    address = "https://t.me/s/NAME"
    Options: ClassVar[type[Options]] = TelegramOptions

    def places(self) -> list[Stream]:
        """Return the channel at the site's address, and those of its options."""
        channels = named(urlsplit(self.site.url).path, CHANNEL, self.options_of(self.site).channels)
        return [Stream(f"channel:{name}", Ask(url=f"{HOME}/s/{name}")) for name in channels]

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the posts of a page, newest first."""
        page = read_markup(cls, answer, (PREVIEW,))
        posts = [replace(one, url=f"{HOME}/{one.key}", thread_url=f"{HOME}/{one.author_key}") for one in page.mentions]
        return replace(page, mentions=tuple(posts[::-1]))

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Return a detection by the classes of the preview."""
        found = is_page_at(answer, "t.me") or (
            not answer.is_json and answer.html.css_matches(".tgme_channel_history, .tgme_widget_message[data-post]")
        )
        return Detection(engine=cls.engine, score=1.0, url=answer.url.split("?")[0]) if found else None
