"""JSON-LD comes out as the same nodes, however real pages write it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.base.structured import json_ld
from tests.spiders.answers import answer_of, ld

REVIEW = {"@type": "Review", "author": "Ann", "reviewBody": "Good."}


@pytest.mark.parametrize(
    "page",
    [
        ld(REVIEW),
        ld([REVIEW]),
        ld({"@graph": [REVIEW]}),
        ld({"@context": "https://schema.org", "@graph": {"@type": ["Review", "Thing"], "author": "Ann", "reviewBody": "Good."}}),
        ld({"@type": "https://schema.org/Review", "Author": "Ann", "ReviewBody": "Good."}),  # vocabulary and capitals
        ld("{broken", REVIEW),  # one broken script among good ones
        ld('{"@type":"Review","author":"Ann","reviewBody":"Good.",}'),  # a comma too many
        ld('/* the review */ {"@type":"Review", // ours\n"author":"Ann","reviewBody":"Good."}'),
        ld('<!-- {"@type":"Review","author":"Ann","reviewBody":"Good."} -->'),
        ld("{&quot;@type&quot;:&quot;Review&quot;,&quot;author&quot;:&quot;Ann&quot;,&quot;reviewBody&quot;:&quot;Good.&quot;};"),
        ld('{"@type":"Review","author":"Ann","reviewBody":"Good."\n,"x":"line\nbreak"}'),  # a raw line break in a string
        ld('//<![CDATA[\n{"@type":"Review","author":"Ann","reviewBody":"Good."}\n//]]>'),
        ld('{"@type":"Review","author":"Ann","reviewBody":"Good.","x":"15" wide"}'),  # a mark in a string
        ld(r'{"@type":"Review","author":"Ann","reviewBody":"Good.","x":"it\'s"}'),  # an escape that JSON does not have
        ld('{"@context":"https://schema.org"} {"@type":"Review","author":"Ann","reviewBody":"Good."}'),  # two documents
    ],
)
def test_a_review_is_found_however_its_script_is_written(page: str) -> None:
    (node,) = json_ld(answer_of(page))
    assert "review" in node.types
    assert ("Ann", "Good.") == (node.text("author"), node.text("reviewbody"))


def test_lists_in_lists_are_flattened_and_empty_values_left_out() -> None:
    (node,) = json_ld(answer_of(ld({"@type": "Product", "review": [[REVIEW], [[REVIEW]]], "name": None, "sku": " "})))
    assert [["Ann"], ["Ann"]] == [child.props["author"] for child in node.nodes("review")]
    assert "name" not in node.props
    assert "sku" not in node.props


def test_numbers_and_truths_are_texts() -> None:
    (node,) = json_ld(answer_of(ld({"@type": "Rating", "ratingValue": 4.5, "bestRating": 5, "isFamilyFriendly": True})))
    assert ("4.5", "5", "true") == tuple(node.text(name) for name in ("ratingvalue", "bestrating", "isfamilyfriendly"))


def test_the_text_of_a_node_is_its_name() -> None:
    (node,) = json_ld(answer_of(ld({"@type": "Review", "author": [{"@type": "Person", "name": "Ann"}, {"name": "Bob"}]})))
    assert node.text("author") == "Ann"


def test_nesting_that_goes_on_for_ever_is_cut() -> None:
    deep = "[" * 300 + "]" * 300
    assert json_ld(answer_of(ld(deep), "https://shop.example/p")) == []


@given(st.text(max_size=200))
@settings(deadline=None, max_examples=60)
def test_no_script_breaks_the_reader(script: str) -> None:
    assert all(node.types or node.props for node in json_ld(answer_of(ld(script.replace("</script", "")))))
