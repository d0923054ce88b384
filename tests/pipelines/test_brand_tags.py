import pytest

from pipelines.brand_fold import fold
from pipelines.brand_tags import Tag, is_about, tag_around


@pytest.mark.parametrize(
    ("text", "word", "tag"),
    [
        ("hi @acme_help!", "acme", Tag("@", 4, 13)),
        ("#ilovebrand", "brand", Tag("#", 1, 11)),
        ("##brand", "brand", Tag("#", 2, 7)),
        ("me@brand.example", "brand", None),  # an e-mail address
        (".@brand we wait", "brand", Tag("@", 2, 7)),  # a reply shown to all
        ("me_@brand.example", "brand", None),
        ("a brand", "brand", None),
        ("brand#5", "brand", None),
    ],
)
def test_tag_around(text: str, word: str, tag: Tag | None) -> None:
    at = text.index(word)
    assert tag == tag_around(text, at, at + len(word))


@pytest.mark.parametrize(
    ("text", "word", "about"),
    [
        ("@brand", "brand", True),
        ("@brandnews", "brand", True),  # long enough to begin a handle
        ("@bt_help", "bt", True),  # set off
        ("@btAsia", "bt", True),
        ("@better", "bet", False),
        ("@vtbnpf", "vtb", True),  # no word begins with vtb
        ("@mtsamuel", "mts", False),
        ("@oldbrand", "brand", False),
        ("@my_brand", "brand", True),
        ("#ilovebrandy", "brandy", True),  # long enough to stand inside a hashtag
        ("#ilovebrand", "brand", False),
        ("#FlyBrand", "brand", True),
        ("#FlyBrandAgain", "brand", True),
        ("#unbrandable", "brand", False),
    ],
)
def test_whether_a_name_is_what_its_tag_is_about(text: str, word: str, about: bool) -> None:
    folded = fold(text)
    at = folded.text.index(word)
    tag = tag_around(folded.text, at, at + len(word))
    assert tag is not None
    assert about == is_about(tag, folded, at, at + len(word))


def test_a_tag_without_end_is_cut() -> None:
    text = "#" + "brand" * 1000
    assert tag_around(text, 4001, 4006) is None
    tag = tag_around(text, 1, 6)
    assert tag is not None
    assert tag.end <= 101
