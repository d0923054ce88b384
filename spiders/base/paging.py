"""The next page of a list, as any page may show it: `rel=next`, a link that is called so, or the number after the current one."""

import re
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from mentions.page import Answer
from mentions.urls import canonical, same_host
from spiders.base.markup import base_url

LINKS = (
    "link[rel~=next]", "a[rel~=next]", ".next > a", "a.next", "[class*='pagina'] a[class*='next']", "[class*='pager'] a[class*='next']",
    "[class*='paging'] a[class*='next']", "a[class*='pagina'][class*='next']", "[class*='pagina'] [class*='next'] a",
    "[class*='pager'] [class*='next'] a", "[class*='pagina'] a[aria-label*='ext']", "nav a[aria-label^='Next']", "a[data-page-next]",
)  # fmt: skip
LISTS = "[class*='pagina'],[class*='pager'],[class*='paging'],[class*='page-numbers'],nav[aria-label*='agina']"
CURRENT = "[aria-current],.active,.current,.selected,[class*='active'],[class*='current'],strong,b"
PAGED = re.compile(r"(?:[/_,.-]|-or)?(?:page|pages|seite|pagina|stranitsa|p|or|o)?[/_=-]?\d+(?=/?$|\.\w+$|-[A-Za-z])", re.IGNORECASE)
SUFFIX = re.compile(r"(?:[/_,.-](?:page|pages|seite|pagina|p|or|o)?)[/_=-]?\d{1,5}", re.IGNORECASE)
LAST = re.compile(r"\.[A-Za-z]\w{1,4}$")


def next_page(answer: Answer) -> str | None:
    """Return the address of the list's next page, None on the last: never that of another article, product or this page again."""
    here, base = canonical(answer.url), base_url(answer)
    for css in LINKS:
        for link in answer.html.css(css):
            url = canonical(link.attributes.get("href") or "", base)
            if url and url != here and is_page_of(url, answer.url):
                return url
    return _numbered(answer, base)


def is_page_of(url: str, of: str) -> bool:
    """Return whether two addresses are pages of one list: alike but for the query, or for a number at the path's end.

    >>> is_page_of("https://example.org/hotel/7/reviews/page/2", "https://example.org/hotel/7/reviews")
    True
    >>> is_page_of("https://example.org/t/kettles.4711/page-2", "https://example.org/t/kettles.4711/")
    True
    >>> is_page_of("https://example.org/2021/next-article", "https://example.org/2021/an-article")
    False
    """
    if not same_host(url, of):
        return False
    paths = [LAST.sub("", urlsplit(address).path.rstrip("/")) for address in (url, of)]
    if SUFFIX.fullmatch(paths[0].removeprefix(paths[1])):
        return True
    one, other = (_stem(path) for path in paths)
    shorter, longer = sorted((one, other), key=len)
    return longer == shorter or (bool(shorter) and longer.startswith(shorter + "/") and (longer.count("/") - shorter.count("/") == 1))


def _stem(path: str) -> str:
    """Return a path without an extension, and without what counts its pages."""
    return re.sub(r"/(?:page|seite|pagina|p)$", "", PAGED.sub("", path, count=1)) if PAGED.search(path) else path


def _numbered(answer: Answer, base: str) -> str | None:
    """Return the link whose number follows the current page's, in a list of page numbers."""
    for pages in answer.html.css(LISTS):
        current = next((number for node in pages.css(CURRENT) if (number := _number(node)) is not None), None)
        if current is None:
            continue
        for link in pages.css("a[href]"):
            url = canonical(link.attributes.get("href") or "", base)
            if _number(link) == current + 1 and url and url != canonical(answer.url) and is_page_of(url, answer.url):
                return url
    return None


def _number(node: LexborNode) -> int | None:
    """Return the number that is all an element shows."""
    shown = node.text(deep=True).strip()
    return int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 6 else None  # noqa: PLR2004 - no list has more pages
