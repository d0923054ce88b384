import pytest

from pipelines.brand_evidence import has_capital_inside, is_quoted


@pytest.mark.parametrize(
    ("text", "name", "quoted"),
    [
        ("в «Магните» дешевле", "Магните", True),
        ('a "delta" flight', "delta", True),
        ("the ‘Orange’ shop", "Orange", True),
        ("„Żabka” obok", "Żabka", True),
        ("it's orange", "orange", False),
        ("orange cat's", "orange", False),
        ('5" orange', "orange", False),
        ('he said "well, orange', "orange", False),
        ('"orange never closed', "orange", False),
    ],
)
def test_is_quoted(text: str, name: str, quoted: bool) -> None:
    at = text.index(name)
    assert quoted == is_quoted(text, at, at + len(name))


@pytest.mark.parametrize(
    ("text", "written", "term", "signal"),
    [
        ("went to Orange again", "Orange", "Orange", True),
        ("Orange again", "Orange", "Orange", False),  # a sentence begins so anyhow
        ("Well. Orange again", "Orange", "Orange", False),
        ("well\nOrange again", "Orange", "Orange", False),
        ("@ann Orange again", "Orange", "Orange", False),  # a handle is no word of the sentence
        ("RT @ann: Orange again", "Orange", "Orange", False),
        ("went to orange again", "orange", "Orange", False),
        ("I WENT TO ORANGE AGAIN", "ORANGE", "Orange", False),
        ("went to ORANGE again", "ORANGE", "Orange", False),  # shouting
        ("the KIVI tv is fine", "KIVI", "KIVI", True),  # the brand's own writing
        ("THE KIVI TV IS FINE", "KIVI", "KIVI", False),
        ("The Very Best Orange Recipes Ever", "Orange", "Orange", False),  # a headline
        ("вчера была в Ленте с мамой", "Ленте", "Лента", True),
    ],
)
def test_capital_inside_a_sentence(text: str, written: str, term: str, signal: bool) -> None:
    at = text.index(written)
    assert signal == has_capital_inside(text, at, at + len(written), term)
