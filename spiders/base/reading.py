"""Reading one answer, whatever it is: the one door through which parse, check, record, the tests and the crawl read."""

import logging
from dataclasses import replace

from mentions.errors import UnreadablePageError
from mentions.page import Answer, Outcome, Page
from spiders.base.blocks import LOGIN_WALL, SOFT_404, block_reason, says_gone
from spiders.base.engine import Engine

logger = logging.getLogger(__name__)

NOT_MODIFIED = 304
FIRST_ERROR = 400
REFUSED = frozenset({401, 403, 407, 418, 429, 451, 503})  # statuses by which a site says: not you, or not now
MEMBERS_ONLY = frozenset({401, 403})  # of these, what boards say of a single page; a wall before the whole site has marks of its own
REFUSAL = "the site refused with status"


def read_answer(engine: type[Engine], answer: Answer) -> Page:
    """Return what the answer holds for this engine. Never raises: what cannot be read is a page of outcome `unreadable`."""
    if answer.status == NOT_MODIFIED:
        return _page(engine, answer, "ok", None)
    if answer.status >= FIRST_ERROR:
        reason = block_reason(answer)
        if reason or answer.status in REFUSED:
            return _page(engine, answer, "blocked", reason or f"{REFUSAL} {answer.status}")
        return _page(engine, answer, "unreadable", f"the site answered with status {answer.status}")
    if not answer.body or answer.body.isspace():
        return _page(engine, answer, "unreadable", "the answer has no body")
    try:
        page = engine.read(answer)
    except UnreadablePageError as error:
        page = _page(engine, answer, "unreadable", str(error))
    except Exception as error:  # the boundary: a reader that breaks on a page must cost this page only
        logger.warning("%s: %s could not read %s (%s)", answer.site.name, engine.engine, answer.url, error.__class__.__name__)
        logger.debug("the reader's traceback", exc_info=True)
        page = _page(engine, answer, "unreadable", f"{engine.engine} broke on this page: {error.__class__.__name__}: {str(error)[:120]}")
    if page.mentions or page.threads or page.listings:
        return replace(page, read=len(page.mentions))
    return _without_items(engine, answer) or page


def _without_items(engine: type[Engine], answer: Answer) -> Page | None:
    """Return the page for an answer in which no item was found, when it is a wall or says that nothing is there; else None."""
    reason = block_reason(answer)
    if reason:
        return _page(engine, answer, "blocked", reason)
    return _page(engine, answer, "unreadable", SOFT_404) if says_gone(answer) else None


def is_members_only(page: Page) -> bool:
    """Return whether a blocked page may be closed to guests by itself, in a site whose other pages are open."""
    return page.error == LOGIN_WALL or (page.status in MEMBERS_ONLY and (page.error or "").startswith(REFUSAL))


def _page(engine: type[Engine], answer: Answer, outcome: Outcome, error: str | None) -> Page:
    """Return a page without items."""
    return Page(
        site=answer.site.name,
        engine=engine.engine,
        url=answer.url,
        outcome=outcome,
        error=error,
        status=answer.status,
        fetched_at=answer.fetched_at,
    )
