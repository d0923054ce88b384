from mentions.brand import Brand
from pipelines.brand_explain import explain
from pipelines.brand_matcher import BrandMatcher

MATCHER = BrandMatcher(
    [Brand(id="Orange", terms=("Orange",), ambiguous=True, context=("sim",)), Brand(id="Acme", terms=("Acme Corp",))], typos=False
)


def test_each_place_says_what_decided() -> None:
    rows = explain(MATCHER, "my orange sim from acme-corp", title="orange")
    assert [
        ("Orange", "text", "orange", True, "the name as configured; context: sim"),
        ("Acme", "text", "acme-corp", True, "the name with its parts joined, parted or followed by another word"),
        ("Orange", "title", "orange", True, "the name as configured; context: sim"),
    ] == [(row["brand"], row["where"], row["matched"], row["counts"], row["why"]) for row in rows]


def test_what_does_not_count_says_why() -> None:
    (row,) = explain(MATCHER, "an orange")
    assert (False, "the name as configured; held back: no signal for an ambiguous name") == (row["counts"], row["why"])
    assert {"start": 3, "end": 9, "term": "Orange", "tagged": False, "confidence": 1.0, "rule": "term"}.items() <= row.items()


def test_every_rule_has_words() -> None:
    texts = ["Acme Corp", "acmecorps", "АКМЕ КОРП", "@acmecorp", "#acmecorp", "acmecorp.com", "a c m e c o r p", "acm3corp"]
    assert all(row["why"] for text in texts for row in explain(MATCHER, text))
