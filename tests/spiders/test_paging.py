"""The next page of a list is found in many dresses, and never taken for the next article."""

import pytest

from spiders.base.paging import is_page_of, next_page
from tests.spiders.answers import answer_of

HERE = "https://shop.example/hotel/7/reviews"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ('<link rel="next" href="?page=2">', f"{HERE}?page=2"),
        ('<a rel="next nofollow" href="/hotel/7/reviews/2">x</a>', f"{HERE}/2"),
        ('<li class="next"><a href="?p=2">x</a></li>', f"{HERE}?p=2"),
        ('<div class="pagination"><a class="pagination_next" href="?pagina=2#top">older</a></div>', f"{HERE}?pagina=2"),
        ('<ul class="pager"><li class="pager-next"><a href="?page=1">x</a></li></ul>', f"{HERE}?page=1"),
        ('<nav class="pagination"><span class="current">1</span><a href="?page=2">2</a><a href="?page=9">9</a></nav>', f"{HERE}?page=2"),
        ('<nav class="pagination"><a class="active" href="?page=3">3</a><a href="?page=2">2</a></nav>', None),  # the last
        ('<a rel="next" href="/blog/another-hotel">Next post</a>', None),
        ('<a rel="next" href="https://other.example/hotel/7/reviews?page=2">x</a>', None),
        ('<a class="next" href="#">x</a>', None),
        ('<a class="next" href="javascript:void(0)">x</a>', None),
        ("", None),
    ],
)
def test_next_page(page: str, expected: str | None) -> None:
    assert expected == next_page(answer_of(f"<html><body>{page}</body></html>", HERE))


@pytest.mark.parametrize(
    ("url", "of", "is_one"),
    [
        ("https://x.example/a?page=2", "https://x.example/a", True),
        ("https://x.example/a/page/2/", "https://x.example/a/", True),
        ("https://x.example/Review-d77-Reviews-or10-Lune.html", "https://x.example/Review-d77-Reviews-Lune.html", False),
        ("https://x.example/p/kettle/reviews?page=2", "https://x.example/p/kettle", True),
        ("https://x.example/forums/kettles.17/page-2", "https://x.example/forums/kettles.17/", True),
        ("https://x.example/b", "https://x.example/a", False),
        ("https://x.example/", "https://x.example/a", False),
    ],
)
def test_is_page_of(url: str, of: str, is_one: bool) -> None:
    assert is_one == is_page_of(url, of)
