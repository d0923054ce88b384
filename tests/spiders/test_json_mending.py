"""Broken JSON is mended as far as what was meant can be told, and what was whole stays as it was."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.base.json_mending import mended

WORDS = st.text(st.characters(exclude_characters='"'))  # a mark in a string may look like its end
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"name": "Lamp 15" wide", "n": 1}', {"name": 'Lamp 15" wide', "n": 1}),
        ('{"name": "the "Nora", again"}', {"name": 'the "Nora", again'}),
        (r'{"text": "it\'s 5\% off"}', {"text": "it's 5% off"}),
        (r'{"text": "kept: \" \\ \u00e9 \n"}', {"text": 'kept: " \\ é \n'}),
        ('{"a": [1, 2,], }', {"a": [1, 2]}),
        ('{"a": 1};\n{"b": "x, ]"}', [{"a": 1}, {"b": "x, ]"}]),
    ],
)
def test_what_templates_break_is_mended(text, value):
    assert json.loads(mended(text)) == value


@given(VALUES.filter(lambda value: isinstance(value, dict | list)))
def test_a_whole_document_says_the_same(value):
    assert json.loads(mended(json.dumps({"a": value}))) == {"a": value}


@given(st.text())
def test_anything_may_be_given(text):
    assert isinstance(mended(text), str)
