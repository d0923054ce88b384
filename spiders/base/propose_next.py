"""Which link of an unknown board leads to the next page."""

from collections.abc import Iterator

from mentions.page import Answer
from mentions.urls import canonical
from spiders.base.locate import find_all
from spiders.base.markup import base_url
from spiders.base.paging import LINKS, is_page_of

WORDS = ("Next", "next", "Older", "›", "»", "→", "Следующая", "Далее", "Вперед", "Вперёд", "Дальше", "Trang sau", "Tiếp", "Sau", "Nächste",
         "Weiter", "Suivant", "Siguiente", "Avanti", "Volgende", "Następna", "Próxima")  # fmt: skip
CURRENT = ("strong", "b", "[class*=current]", "[class*=active]", "[class*=selected]", "[aria-current]")
LISTS = ("pagination", "pager", "paging", "paginator", "pages", "page-nav", "pagenav")


def next_of(answer: Answer) -> str | None:
    """Return the locator of the link to the next page; None where the page shows none, or where it stands beside others like it."""
    root, here = answer.html.root, canonical(answer.url)
    if root is None:
        return None
    base = base_url(answer)
    for line in _lines(answer):
        urls = {url for href in find_all(root, line) if (url := canonical(href, base)) and url != here}
        if len(urls) == 1 and is_page_of(urls.pop(), answer.url):
            return line
    return None


def _lines(answer: Answer) -> Iterator[str]:
    """Yield what may locate it, the surest first."""
    yield from (f"{css}@href" for css in LINKS)
    for name in LISTS:
        pages = f"[class*='{name}']"
        if answer.html.css_first(pages) is not None:
            yield from (f"{pages} a:lexbor-contains('{word}')@href" for word in WORDS)
            yield from (f"{pages} a:has([class*='{arrow}'])@href" for arrow in ("right", "next", "forward"))
            yield from (f"{pages} {current} + {link}@href" for current in CURRENT for link in ("a", "li a", "span a"))
    yield from (f"a:lexbor-contains('{word}')@href" for word in WORDS)
