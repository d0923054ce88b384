"""Log lines that name site and address, and never a page."""

import logging
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from twisted.python.failure import Failure


class OneLineFormatter(LogFormatter):
    """Scrapy's lines, without the items that its own formatter prints whole."""

    def crawled(self, request: Request, response: Response, spider: Spider) -> LogFormatterResult:
        """One line an answer, at DEBUG."""
        del spider
        return _line(logging.DEBUG, "%s: %s %s", request.meta.get("site", "-"), response.status, request.url)

    def scraped(self, item: Any, response: Response | Failure | None, spider: Spider) -> LogFormatterResult:  # noqa: ANN401 - Scrapy's type
        """One line an item, at DEBUG."""
        del response, spider
        return _line(logging.DEBUG, "%s: read %s", getattr(item, "site", "-"), getattr(item, "url", "-"))

    def item_error(  # noqa: D102 - as in Scrapy
        self,
        item: Any,  # noqa: ANN401 - Scrapy's type
        exception: BaseException,
        response: Response | Failure | None,
        spider: Spider,
    ) -> LogFormatterResult:
        del response, spider
        return _line(
            logging.ERROR, "%s: %s was not kept (%s)", getattr(item, "site", "-"), getattr(item, "url", "-"), type(exception).__name__
        )


def _line(level: int, msg: str, *args: object) -> LogFormatterResult:
    """Return the parts of a log line."""
    return {"level": level, "msg": msg, "args": args}
