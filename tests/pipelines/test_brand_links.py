import pytest

from pipelines.brand_links import address_around


@pytest.mark.parametrize(
    ("text", "word", "host", "account"),
    [
        ("see https://www.acme.example/a b", "acme", "acme.example", ""),
        ("see acme.com.", "acme", "acme.com", ""),
        ("acme.com.tr var", "acme", "acme.com.tr", ""),
        ("mail help@acme.org", "acme", "acme.org", ""),
        ("(t.me/acme_help)", "acme_help", "t.me", "acme_help"),
        ("https://m.facebook.com/acme?x=1", "acme", "m.facebook.com", "acme"),
        ("http://blog.example/acme-review", "acme", "blog.example", ""),
        ("24]http://acme.example", "acme", "acme.example", ""),
        ("банк.рф", "банк", "банк.рф", ""),
    ],
)
def test_addresses(text: str, word: str, host: str, account: str) -> None:
    at = text.index(word)
    address = address_around(text, at, at + len(word))
    assert address is not None
    assert (host, account) == (address.host, address.account)


@pytest.mark.parametrize(
    "text", ["acme", "no acme.Then more", "acme...", "1.5 acme", "and/or acme", "acme.thing", "a" * 5000 + ".com acme"]
)
def test_what_is_no_address(text: str) -> None:
    at = text.index("acme")
    assert address_around(text, at, at + 4) is None


def test_a_text_of_one_endless_word_is_not_searched_whole() -> None:
    text = "a." * 100_000 + "acme" + ".b" * 100_000
    at = text.index("acme")
    assert address_around(text, at, at + 4) is None
