"""Why a run saw less than there is: each cause by name, what it means and what a person can do about it."""

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import parse_qs, urlsplit

from mentions.page import Page
from spiders.base.blocks import LOGIN_WALL

GONE = frozenset({404, 410})
SERVER_ERROR = 500
_LOGIN_PATHS = frozenset({"login", "log-in", "log_in", "signin", "sign-in", "sign_in", "wp-login.php", "login.php", "logon", "auth", "sso"})
_LOGIN_MODES = frozenset({"login", "signin", "sign_in"})

CURES: Mapping[str, str] = MappingProxyType(
    {
        "blocked": "It answers with a challenge or a refusal. Raise `delay`, set a `user_agent` with your contact, ask the owner; "
        "it is not worked around.",
        "login": "It shows a page to log in in place of posts. Are guests shut out? Look in a private window; ask for a feed.",
        "robots": "robots.txt forbids it, or can't be had. Ask for less, or ask the owner; on your own board `obey_robots = false` with "
        "`robots_reason`.",
        "unreachable": "No answer came, or only an error of the site's own (5xx): the host, its name, its certificate, the network, or an "
        "answer that broke off or went beyond the limits. It is tried again; look in a browser.",
        "gone": "The address is there no more. `untagged detect URL` proposes a table for where it went; correct `url`.",
        "layout": "The pages are not what the engine knows. `untagged detect URL` names today's engine; if it is the same, "
        "`untagged record SITE` saves what a developer needs.",
        "no rows": "The listing reads, and no thread of it does: a changed layout, or threads closed to guests. Look in a private window; "
        "`untagged record SITE` for a developer.",
        "rejected": "Posts are found, and not what makes them posts (words, keys): mostly a changed layout. `untagged record SITE` for a "
        "developer.",
        "emptied": "Its pages say that there is nothing, and there was. Look in a browser: moved, cleared, or a filter in `url`. What was "
        "stored stays.",
        "silent": "Its pages read well and show nothing new, for longer than chance explains. Look in a browser: has it moved, or closed? "
        "Correct `url`, or take its table out.",
        "low": "Far fewer posts than usual. A holiday, or a part that is shown no more? Compare with `untagged check SITE`.",
        "stated total": "The site says there is more than was found: behind a button, or ratings without words. Compare in a browser.",
        "paging": "The next page shows the same posts again: the way to further pages has changed. `untagged record SITE` for a developer.",
        "unread": "Something was left, and the next crawl goes on from there. If it stays, raise what it names: `max_pages`, `max_mb`.",
        "broken": "The run itself failed: the store was away, or the program has a fault. `untagged db check`; crawl again with `--debug`.",
    }
)
"""Cause → what it means and what to do, for a person."""


def cause_of(page: Page) -> str:
    """Return the cause why a page was blocked or unreadable."""
    error = page.error or ""
    if LOGIN_WALL in error or is_login(page.url):
        return "login"
    if page.outcome == "blocked":
        return "blocked"
    if "robots.txt" in error and "could not be had" not in error:
        return "robots"
    if not page.status or page.status >= SERVER_ERROR:
        return "unreachable"
    return "gone" if page.status in GONE or "soft 404" in error else "layout"


def is_login(url: str) -> bool:
    """Return whether an address is that of a page to log in.

    >>> is_login("https://talk.example/ucp.php?mode=login"), is_login("https://talk.example/user/sign_in?back=/t/1")
    (True, True)
    >>> is_login("https://talk.example/t/cannot-login")
    False
    """
    parts = urlsplit(url)
    asked = parse_qs(parts.query)
    modes = {value.lower() for name in ("mode", "action", "do", "act") for value in asked.get(name, ())}
    return parts.path.rstrip("/").rpartition("/")[2].lower() in _LOGIN_PATHS or bool(modes & _LOGIN_MODES)
