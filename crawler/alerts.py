"""Alerts: once per change of a site's state, through whatever Apprise reaches (mail, Telegram, Slack, a webhook …).

The words of a site are made plain: one line, no markup, nobody addressed. https://github.com/caronc/apprise
"""

import asyncio
import logging
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.causes import CURES
from crawler.ledger import CUT, GOOD
from mentions.safe import safe

logger = logging.getLogger(__name__)

URLS = "UNTAGGED_ALERTS"
"""The environment variable that names the Apprise addresses, separated by blanks."""
LONGEST = 300  # characters of evidence
MOST_LINES = 20  # changes one message tells in full: when the network goes, all sites change at once
_MARKUP = {"<": "‹", ">": "›", "@": "(at)", "`": "'", "*": "·", "|": "¦", "[": "(", "]": ")", "&": "+"}
_PLAIN = str.maketrans(_MARKUP)
_UNDERLINED = re.compile(r"_{2,}|~{2,}")
_SLANTED = re.compile(r"(?<![^\W_])([_~])(?=\S)(.+?)\1(?![^\W_])")  # `_so_`, and not the marks within an address


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A site's verdict, where it is another than before."""

    site: str
    """Its name."""
    before: str | None
    """The verdict before; None for a site that had none."""
    before_evidence: str | None = None
    """Why."""
    verdict: str
    """The verdict now."""
    evidence: str
    """Why."""

    @property
    def is_news(self) -> bool:
        """True when a person should hear of it: well to ill, ill to well or to another ill; not what a stop of the program did."""
        if self.evidence.startswith(CUT) or self.verdict == self.before:
            return False
        was_well = self.before is None or self.before in GOOD or (self.before_evidence or "").startswith(CUT)
        return not (was_well and self.verdict in GOOD)


class Alerts:
    """Sends changes, a message at a time: those that come while one is under way go with the next."""

    def __init__(self, urls: Sequence[str] = ()) -> None:
        self.urls = tuple(urls)
        self._waiting: list[Change] = []
        self._sending: asyncio.Task[None] | None = None

    def tell(self, change: Change) -> None:
        """Send a change soon, off the loop; never raises."""
        if not self.urls or not change.is_news:
            return
        self._waiting.append(change)
        if self._sending is None or self._sending.done():
            self._sending = asyncio.create_task(self._send_all(), name="alerts")

    async def close(self) -> None:
        """Wait until all is sent."""
        if self._sending is not None:
            await self._sending

    async def _send_all(self) -> None:
        """Send what waits, until nothing does."""
        while self._waiting:
            changes, self._waiting = self._waiting, []
            try:
                await asyncio.to_thread(_send, self.urls, *message(changes))
            except Exception as error:  # noqa: BLE001 - any service's any fault: an alert must not break a crawl
                logger.error("an alert of %d changes could not be sent: %s", len(changes), type(error).__name__)  # noqa: TRY400 - a sentence


def alert_urls() -> tuple[str, ...]:
    """Return the addresses that $UNTAGGED_ALERTS names."""
    return tuple(os.environ.get(URLS, "").split())


def message(changes: Sequence[Change]) -> tuple[str, str]:
    """Return the title and the text of a message on these changes."""
    [first, *others] = changes
    title = f"untagged: {plain(first.site)} is {first.verdict}" + (f", and {len(others)} more changes" if others else "")
    lines = [_line(change) for change in changes[:MOST_LINES]]
    more = len(changes) - MOST_LINES
    return title, "\n".join([*lines, f"and {more} more: `untagged sites`"] if more > 0 else lines)


def plain(text: str) -> str:
    """Return crawled words as no service can take them for markup, a command or somebody's name.

    >>> plain("<!channel> **see** @everyone [here](https://a.example/_next/my_page)")
    '‹!channel› ··see·· (at)everyone (here)(https://a.example/_next/my_page)'
    """
    text = _SLANTED.sub(r"\2", _UNDERLINED.sub("_", safe(text).translate(_PLAIN)))
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _line(change: Change) -> str:
    """Return a change in a line or two: what it is, what it was, and what to do."""
    was = f" (was {change.before})" if change.before else ""
    cure = CURES.get(change.evidence.partition(":")[0]) if change.verdict not in GOOD else None
    said = f"{plain(change.site)}: {change.verdict}{was}. {plain(change.evidence)}"
    return f"{said}\n  {cure}" if cure else said


def _send(urls: Sequence[str], title: str, text: str) -> None:
    """Send one message to every address; an address that cannot be used, or does not answer, is logged by its number: it holds secrets."""
    import apprise  # noqa: PLC0415 - half a second, which most crawls have no need to spend

    for number, url in enumerate(urls, start=1):
        service = apprise.Apprise()
        if not service.add(url):
            logger.error("address %d of $%s is none that Apprise knows", number, URLS)
        elif not service.notify(body=text, title=title, body_format=apprise.NotifyFormat.TEXT):
            logger.error("address %d of $%s could not be reached", number, URLS)
