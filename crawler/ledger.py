"""A crawl's account of itself: what it saw, and the verdict with its evidence."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from crawler.causes import GONE, cause_of, is_login
from crawler.history import History, Stamp
from crawler.subjects import Subjects
from mentions.page import Page

Verdict = Literal["fine", "empty", "partial", "blind"]
GOOD: tuple[Verdict, ...] = ("fine", "empty")
"""Verdicts that need no person."""
SHUT_OUT = frozenset({"blocked", "login", "robots"})
"""Causes that tell more than others: the site does not want us."""
CUT = "unread: stopped before its end"
"""Evidence of a run that a person or a signal stopped: nothing is wrong with the site."""
MOST_EVIDENCE = 5  # findings a verdict names; the rest are counted
ENOUGH = 5  # posts, from which on their being rejected all, or their being there no more, says something
MOST_REJECTED = 0.9
REJECTED = 0.5
MOST_GONE = 0.25  # share of the pages read that may be gone: threads are deleted between a listing and a visit


@dataclass(slots=True, kw_only=True)
class Ledger:
    """One run's findings, filled page by page."""

    site: str
    """Name of the site."""
    requests: int = 0
    """Answers that came back, robots.txt not among them."""
    pages: Counter[str] = field(default_factory=Counter)
    """Pages by outcome; notes without an answer are not pages."""
    read: int = 0
    """Mentions read."""
    rejected: Counter[str] = field(default_factory=Counter)
    """Mentions that cannot be kept, by reason."""
    rows: int = 0
    """Threads that listings named."""
    stated_total: int | None = None
    """The largest total that the site itself stated."""
    gaps: list[str] = field(default_factory=list)
    """What the run knows it did not read."""
    errors: list[tuple[str, str]] = field(default_factory=list)
    """Why pages were blocked or unreadable: cause and words."""
    gone: list[str] = field(default_factory=list)
    """Threads that were listed and are there no more."""
    error: str | None = None
    """What ended the run before its end: a store that is away, a bug."""
    is_cut: bool = False
    """True for a run that was cancelled."""

    _history: History = field(default_factory=History)
    _now: datetime | None = None
    _had_posts: int = 0
    _posts: dict[str, Stamp] = field(default_factory=dict)
    _subjects: Subjects | None = None

    def begin(self, history: History, starts: Collection[str]) -> None:
        """Take up what the site remembers of itself, and the addresses at which its subjects may begin."""
        self._history = history
        self._had_posts = sum(history.hours.values())
        self._subjects = Subjects(starts, is_first_run=history.since is None)

    def see(self, page: Page) -> None:
        """Note a page as the engine read it, before any step takes mentions out."""
        for mention in page.mentions:
            if mention.key not in self._posts:
                self._posts[mention.key] = Stamp(mention.key, mention.posted_at, mention.posted_at_precision)
        if self._subjects is not None:
            self._subjects.see(page)

    def add(self, page: Page) -> None:
        """Count one page, as the steps gave it."""
        if page.status or page.outcome != "ok":
            self.pages[page.outcome] += 1
        self.read += page.read
        self.rows += len(page.threads)
        self.rejected.update(reject.reason for reject in page.rejected)
        if page.stated_total is not None:
            self.stated_total = max(page.stated_total, self.stated_total or 0)
        if page.gap:
            self.gaps.append(page.gap)
        if page.error and page.status in GONE and not page.gap:
            self.gone.append(_said(page))
        elif page.error:
            self.errors.append((cause_of(page), _said(page)))
        elif page.outcome == "empty" and is_login(page.url):
            self.errors.append(("login", f"{page.url} is a page to log in"))

    def end(self, now: datetime) -> History:
        """Judge the run by the site's past from now on; returns its history with this run in it."""
        is_whole = self._first_verdict()[0] in GOOD
        self._history = self._history.after(self._posts.values(), now, is_whole=is_whole)
        self._now = now
        return self._history

    def verdict(self) -> tuple[Verdict, str]:
        """Return the verdict and its evidence, one sentence that begins with the cause where something is wrong."""
        verdict, evidence = self._first_verdict()
        if verdict not in GOOD or self._now is None:
            return verdict, evidence
        if verdict == "empty" and self._had_posts >= ENOUGH:
            return "blind", f"emptied: {evidence}, and the site had posts before"
        silent = self._history.silent(self._now)
        if silent:
            return ("partial", f"silent: {silent}") if self.read else ("blind", f"silent: {silent}, and this run read none")
        low = self._history.is_low(self._now)
        return ("partial", f"low: {low}") if low else (verdict, evidence)

    def _first_verdict(self) -> tuple[Verdict, str]:
        """Return what the run says of itself, its site's past left aside."""
        good = self.pages["ok"] + self.pages["empty"]
        trouble = next(self._troubles(), None)
        blind = next(self._blind_spots(trouble), None)
        if blind:
            return "blind", blind
        if trouble:
            return "partial", trouble
        if not self.read and not self.pages["ok"]:
            return "empty", f"{good} pages read, none holds a mention"
        return "fine", f"{good} pages read"

    def _blind_spots(self, trouble: str | None) -> Iterator[str]:
        """Yield why this run saw nothing of the site, its cause first."""
        if not self.pages["ok"] + self.pages["empty"]:
            yield trouble or "layout: no page was read"
        rejected = sum(self.rejected.values())
        if self.read >= ENOUGH and rejected >= MOST_REJECTED * self.read:
            reasons = ", ".join(f"{count} {reason}" for reason, count in self.rejected.most_common(3))
            yield f"rejected: {rejected} of {self.read} mentions ({reasons})"
        unread = self.gone + [words for _, words in self.errors]
        if self.rows and not self.read and unread and self.error is None and not self.is_cut:
            yield f"no rows: {self.rows} threads listed, and no mention read; {_listed(unread)}"

    def _troubles(self) -> Iterator[str]:
        """Yield what went wrong, the worst first, each with its cause first."""
        if self.error:
            yield f"broken: {self.error}"
        if self.is_cut:
            yield CUT
        causes = Counter(cause for cause, _ in self.errors)
        for cause in sorted(causes, key=lambda one: (one not in SHUT_OUT, -causes[one])):
            yield f"{cause}: {_listed([words for one, words in self.errors if one == cause])}"
        if self._subjects is not None and self._subjects.repeats:
            yield f"paging: the same posts again: {_listed(self._subjects.repeats)}"
        if self.gaps:
            yield f"unread: {_listed(self.gaps)}"
        if len(self.gone) > MOST_GONE * self.pages["ok"]:
            yield f"gone: {_listed(self.gone)}"
        short = self._subjects.short() if self._subjects is not None else []
        if short:
            yield f"stated total: {_listed(short)}"
        rejected = sum(self.rejected.values())
        if self.read >= 2 * ENOUGH and rejected >= REJECTED * self.read:
            yield f"rejected: {rejected} of {self.read} mentions"


def _said(page: Page) -> str:
    """Return a page's error with its address, once."""
    error = page.error or ""
    return error if error.startswith(page.url) else f"{page.url}: {error}"


def _listed(findings: list[str]) -> str:
    """Return the first findings in one line."""
    more = len(findings) - MOST_EVIDENCE
    return "; ".join(findings[:MOST_EVIDENCE]) + (f"; and {more} more" if more > 0 else "")
