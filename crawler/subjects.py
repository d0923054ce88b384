"""A run's pages by subject (a thread, a product's reviews, a listing): whether paging works, and how much of the stated total came."""

from collections.abc import Collection
from dataclasses import dataclass, field

from mentions.page import Page
from mentions.urls import canonical

TOLERANCE = 0.03
"""Share of a stated total that may be missing, and at least one: sites count what was deleted since."""


@dataclass(slots=True, kw_only=True)
class _Subject:
    """One subject's pages in a run."""

    keys: set[str] = field(default_factory=set)
    stated: int = 0
    is_whole: bool = True
    """True while each page followed from the one before, from the first on."""
    is_unread: bool = False
    """True when a page of it could not be read, or was left."""
    pages: int = 0
    last_url: str = ""
    next: str | None = None


_DONE = _Subject(is_unread=True)
"""Stands for each subject that was read to its end and states no total: a long run must not hold their keys."""


class Subjects:
    """The subjects of one run, filled page by page, as the engine read them and before any step."""

    def __init__(self, starts: Collection[str], *, is_first_run: bool) -> None:
        self._starts = {canonical(url) for url in starts}
        self._is_first_run = is_first_run
        self._subjects: dict[str, _Subject] = {}
        self.repeats: list[str] = []
        """Pages that show what the page before them showed, and name a next one."""

    def see(self, page: Page) -> None:
        """Note one page."""
        scopes = list(page.state) or [scope for scope, one in self._subjects.items() if one.next == page.url]
        if not scopes:
            return
        scope = scopes[0]
        subject = self._subjects.setdefault(scope, _Subject())
        keys = {mention.key for mention in page.mentions} | {thread.key for thread in page.threads}
        follows = subject.next is not None and canonical(subject.next) == canonical(page.url)
        if follows and page.next and len(keys) > 1 and keys <= subject.keys and page.url != subject.last_url and not subject.is_unread:
            self.repeats.append(page.url)
        if page.gap or page.outcome not in ("ok", "empty"):
            subject.is_unread = True
        if not page.status or subject.is_unread:
            return
        if not self._is_first_run:  # then a page that does not follow from the first may stand anywhere
            subject.is_whole &= follows if subject.pages else canonical(page.url) in self._starts
        subject.keys |= keys
        subject.stated = max(subject.stated, page.stated_total or 0)
        subject.pages += 1
        subject.last_url, subject.next = page.url, page.next
        if page.next is None and not subject.stated:
            self._subjects[scope] = _DONE

    def short(self) -> list[str]:
        """Return what is missing of subjects that were read whole, as "31 of 43"; none where that is within what sites miscount."""
        found = []
        for one in self._subjects.values():
            whole = one.is_whole and not one.is_unread and one.next is None
            if whole and one.stated - len(one.keys) > max(1, one.stated * TOLERANCE):
                found.append(f"{len(one.keys)} of {one.stated} that {one.last_url} states")
        return found
