import functools

import pytest

from mentions.brand import Brand
from pipelines.brand_matcher import BrandMatcher


@functools.cache
def matcher() -> BrandMatcher:
    brands = [
        Brand(id="Acme", terms=("Acmetron",), handles=("acme_help",), domains=("acme.example",)),
        Brand(id="BQT", terms=("BQT",)),
        Brand(id="Lipka", terms=("Липка",), ambiguous=True),
        Brand(id="Ilza", terms=("Ilza",)),
        Brand(id="Prosima", terms=("Prosima",)),
        Brand(id="Obera", terms=("Oberana's",)),
    ]
    return BrandMatcher(brands, typos=False)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("shop.acme.example/x", [("link", "acme.example")]),
        ("acme.example.", [("link", "acme.example")]),
        ("notacme.example", []),
        ("my-acme.example", []),
        ("acme.example.org", []),
        ("acme.exampled", []),
        ("instagram.com/acme_help", [("handle", "instagram.com/acme_help")]),
        ("somewhere.org/acme_help", []),
        ("acme_help wrote", []),  # without @ it is a word
        ("@acme_help2", []),
        ("acmetron.com.tr", [("link", "acmetron")]),
        ("acmetron-shop.com", [("link", "acmetron")]),
        ("myacmetron.com", []),
        ("BQTden aldım", [("inflected", "BQTden")]),
        ("bqtx", []),
        ("dün bqtden aldım", [("inflected", "bqtden")]),  # in a text with Turkish letters
        ("bqtden", []),
        ("BQT5", [("term", "BQT")]),
        ("BQTPay", [("joined", "BQTPay")]),
        ("BQTpay", []),
        ("at Acmetron today", [("term", "Acmetron")]),
        ("see acme.example today", [("link", "acme.example")]),
        ("_Acmetron_", [("term", "Acmetron")]),  # Markdown
        ("ACMETRONs", [("inflected", "ACMETRONs")]),
        ("Byłem v Ilzu", [("inflected", "Ilzu")]),  # a short stem, begun with a capital
        ("jestem v ilzu, już", [("inflected", "ilzu")]),  # or in a Slavic text
        ("in ilzu", []),
        ("prosimatic colours", []),  # a word derived, not a compound
        ("prosimamall", [("joined", "prosimamall")]),
        ("w Oberanie było ok", [("inflected", "Oberanie")]),  # declined without 's
        ("Oberan", []),
    ],
)
def test_edges_endings_handles_links(text: str, places: list[tuple[str, str]]) -> None:
    assert places == [(match.rule, match.matched) for match in matcher().find(text).matches]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("http://blog.org/acmetron", "in the path of a link"),
        ("acmetron.fan@mail.org", "in an e-mail address"),
        ("дома липка", "no signal for an ambiguous name"),
    ],
)
def test_what_an_address_or_a_common_word_holds_is_held_back(text: str, reason: str) -> None:
    found = matcher().find(text)
    assert ((), [reason]) == (found.matches, [held.reason for held in found.held_back])


def test_adjectives_of_an_ambiguous_name_are_the_common_words() -> None:
    assert () == matcher().find("Мы видели у Липковских дом", language="ru").matches
