"""Values of scripts are read as data; a script that computes gives none."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.base.script_values import Literals, NotDataError, called


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("{a: 1, 'b': [2, 3.5,], \"c\": {}}", {"a": 1, "b": [2, 3.5], "c": {}}),
        ("[1,,2]", [1, None, 2]),
        ("{a: !0, b: !1, c: void 0, d: undefined, e: NaN}", {"a": True, "b": False, "c": None, "d": None, "e": None}),
        ("{a: new Date('2026-01-02')}", {"a": "2026-01-02"}),
        ("{a: -3, b: 0x1F, c: 1e3, d: .5}", {"a": -3, "b": 31, "c": 1000.0, "d": 0.5}),
        (r"'it\'s \u0041\x42\u{1F600}\n'", "it's AB\U0001f600\n"),
        ("`line`", "line"),
    ],
)
def test_literals(source: str, value: Any) -> None:
    assert value == Literals(source).value()


@pytest.mark.parametrize("source", ["{a: f(1)}", "{a: b}", "function(){}", "", "{", "{a:", "[" * 500])
def test_what_is_computed_is_no_data(source: str) -> None:
    with pytest.raises(NotDataError):
        Literals(source).value()


@pytest.mark.parametrize(
    ("script", "value"),
    [
        ('window.X=(function(a,b){return {n:a,list:[b,a]}}("x",1));', {"n": "x", "list": [1, "x"]}),
        ("window.X=(function(a,b){a.text=b;a.stars=5;return {items:[a]}}({},'Good.'));", {"items": [{"text": "Good.", "stars": 5}]}),
        ("(function(a){a[0]='x';return a}([]))", ["x"]),
        ("(function(a){return f(a)}(1))", None),
        ("(function(){ start(); })();", None),
    ],
)
def test_calls_that_pack_a_state(script: str, value: Any) -> None:
    assert value == called(script)


@given(st.text(alphabet="{}[]()'\"\\,:!ab01 .-=;returnfuctio", max_size=80))
@settings(deadline=None, max_examples=200)
def test_no_script_breaks_the_reader(script: str) -> None:
    called(f"(function(a){{{script}}}(1))")
    with suppress(NotDataError):
        Literals(script).value()
