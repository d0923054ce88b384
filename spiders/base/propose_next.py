"""Which link of an unknown board leads to the next page."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from urllib.parse import unquote, urlsplit

from mentions.page import Answer
from mentions.urls import canonical
from spiders.base.locate import find_all
from spiders.base.markup import base_url
from spiders.base.paging import LINKS, is_page_of

WORDS = ("Next", "next", "Older", "›", "»", "→", "Следующая", "Далее", "Вперед", "Вперёд", "Дальше", "Trang sau", "Tiếp", "Sau", "Nächste",
         "Weiter", "Suivant", "Siguiente", "Avanti", "Volgende", "Następna", "Próxima")  # fmt: skip
CURRENT = ("strong", "b", "[class*=current]", "[class*=active]", "[class*=selected]", "[aria-current]")
LISTS = ("pagination", "pager", "paging", "paginator", "pages", "page-nav", "pagenav")
USUAL = tuple(f"{css}@href" for css in LINKS)
PAGE_DIGITS = 3  # of a page's number; a longer one counts posts, or is an id
MOST_DIGITS = 6  # of a count of posts
STEPS = range(5, 205, 5)  # posts on a page
WORD = re.compile(r"[A-Za-z]{3,}")


def next_of(answer: Answer) -> str | None:
    """Return the locator of the link to the next page; None where the page shows none, or where it stands beside others like it."""
    return next(iter(_found(answer)), None)


def next_link(answer: Answer) -> str | None:
    """Return the address of the next page of an unknown board; None where the page shows none."""
    return next(iter(_found(answer).values()), None)


def _found(answer: Answer) -> dict[str, str]:
    """Return the locator of the link to the next page, and where it leads; nothing where there is none."""
    root, here = answer.html.root, canonical(answer.url)
    if root is None:
        return {}
    base = base_url(answer)
    for line in _lines(answer):
        urls = {url: href for href in find_all(root, line) if (url := canonical(href, base)) and url != here}
        pages = [url for url in urls if is_page_of(url, answer.url) and (line in USUAL or _counts(url, answer.url))]
        if len(pages) == len(urls) == 1:
            return {line: pages[0]}
        if len(pages) == 1 and (token := _own_token(pages[0], urls, answer.url)) and token in urls[pages[0]]:
            return {f"{line.removesuffix('@href')}[href*='{token}']@href": pages[0]}
    return {}


def _counts(url: str, of: str) -> bool:
    """Return whether an address has a number that another has not: "next" may also be the next thread."""
    numbers, others = (Counter(re.findall(r"\d+", unquote(address))) for address in (url, of))
    told, before = sorted((numbers - others).elements()), sorted((others - numbers).elements())
    is_id = len(told) == len(before) == 1 and len(before[0]) > PAGE_DIGITS and int(told[0]) - int(before[0]) not in STEPS
    return any(len(number) <= MOST_DIGITS for number in told) and not is_id


def _own_token(url: str, urls: Collection[str], here: str) -> str | None:
    """Return a word of this page's address that only one of some addresses has, or None."""
    words = WORD.findall(urlsplit(here).path)
    others = [other for other in urls if other != url]
    return next((word for word in words if word in url and not any(word in other for other in others)), None)


def _lines(answer: Answer) -> Iterator[str]:
    """Yield what may locate it, the surest first."""
    yield from USUAL
    for name in LISTS:
        pages = f"[class*='{name}']"
        if answer.html.css_first(pages) is not None:
            yield from (f"{pages} a:lexbor-contains('{word}')@href" for word in WORDS)
            yield from (f"{pages} :not(.disabled) > a:has([class*='{arrow}'])@href" for arrow in ("right", "next", "forward"))
            yield from (f"{pages} {current} + {link}@href" for current in CURRENT for link in ("a", "li a", "span a"))
    yield from (f"a:lexbor-contains('{word}')@href" for word in WORDS)
    yield from (f"a:has(img[alt*='{word}'])@href" for word in WORDS)
    yield from (f"a[{name}*='{word}']@href" for name in ("title", "aria-label") for word in WORDS if word.isalpha())
    yield from (f"{current} + a@href" for current in CURRENT)
