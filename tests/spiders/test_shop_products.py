"""From pages of products to the pages of each; pieces of pages that break off are not read."""

import pytest

from mentions.errors import UnreadablePageError
from spiders.base.shop_products import linked, page_after, require_closed
from tests.spiders.answers import answer_of

BODY = """<a class="p" href="/kettle">Kettle</a><a class="p" href="/kettle#reviews">again</a><a class="p" href="https://ads.example/x">ad</a>
<a class="p" href="/kettles">here</a><a class="p" href="javascript:void(0)">x</a>
<a class="p" href="lid?utm_source=x">Lid</a><a class="next" href="?page=2">Next</a>"""


def test_products_are_the_shops_own_pages_each_once() -> None:
    answer = answer_of(BODY, "https://shop.example/kettles")
    assert linked(answer, ".p@href") == ["https://shop.example/kettle", "https://shop.example/lid"]
    assert page_after(answer, ".next@href") == "https://shop.example/kettles?page=2"
    assert page_after(answer, ".none@href") is None


@pytest.mark.parametrize("body", ["<div><p>x</p></div>", "<p>x", "<table><tr><td>x</table>", ""])
def test_a_piece_is_whole_when_its_blocks_are_closed(body: str) -> None:
    require_closed(answer_of(body))


@pytest.mark.parametrize("body", ["<div><p>x</p>", "<ol><li>x</li><li", "<DIV class='a'><table><tr><td>x</table>"])
def test_a_piece_that_breaks_off_is_not_read(body: str) -> None:
    with pytest.raises(UnreadablePageError):
        require_closed(answer_of(body))
