"""A crawl's account of itself: what it saw, and the verdict with its evidence."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from mentions.page import Page

Verdict = Literal["fine", "empty", "partial", "blind"]
MOST_EVIDENCE = 5  # findings a verdict names; the rest are counted


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
    stated_total: int | None = None
    """The largest total that the site itself stated."""
    gaps: list[str] = field(default_factory=list)
    """What the run knows it did not read."""
    errors: list[str] = field(default_factory=list)
    """Why pages were blocked or unreadable."""
    error: str | None = None
    """What ended the run before its end: a store that is away, a bug."""

    def add(self, page: Page) -> None:
        """Count one page, as the engine and the walk gave it."""
        if page.status or page.outcome != "ok":
            self.pages[page.outcome] += 1
        self.read += page.read
        if page.stated_total is not None:
            self.stated_total = max(page.stated_total, self.stated_total or 0)
        if page.gap:
            self.gaps.append(page.gap)
        if page.error:
            self.errors.append(f"{page.url}: {page.error}")

    def verdict(self) -> tuple[Verdict, str]:
        """Return the verdict and its evidence, one sentence."""
        good = self.pages["ok"] + self.pages["empty"]
        trouble = self.error or _listed(self.errors if self.pages["blocked"] else self.gaps or self.errors)
        if not good:
            return "blind", trouble or "no page was read"
        if trouble:
            return "partial", trouble
        if not self.read and not self.pages["ok"]:
            return "empty", f"{good} pages read, none holds a mention"
        return "fine", f"{good} pages read"


def _listed(findings: list[str]) -> str:
    """Return the first findings in one line."""
    more = len(findings) - MOST_EVIDENCE
    return "; ".join(findings[:MOST_EVIDENCE]) + (f"; and {more} more" if more > 0 else "")
