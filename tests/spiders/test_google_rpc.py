"""Calls of Google's pages: what they send, and the arrays in their answers and pages."""

import json
from urllib.parse import parse_qs

import pytest

from spiders.base.google_rpc import call, callbacks, is_answer, payloads
from tests.spiders.answers import answer_of

DATA = json.dumps([["a" * 60], None, 3])
LINE = json.dumps([["wrb.fr", "Abc", json.dumps([["x"], 7]), None], ["wrb.fr", "Other", "[1]"], ["di", 5]])


@pytest.mark.parametrize(
    "body",
    [f")]}}'\n\n{LINE}", f")]}}'{LINE}", f')]}}\'\n\n105\n{LINE}\n25\n[["e",4]]\n'],
    ids=["whole", "without lines", "in chunks"],
)
def test_an_answer_holds_what_its_calls_gave(body: str) -> None:
    answer = answer_of(body)
    assert is_answer(answer)
    assert list(payloads(answer, "Abc")) == [[["x"], 7]]


def test_what_a_call_did_not_give_is_nothing() -> None:
    body = ")]}'\n" + json.dumps([["wrb.fr", "Abc", None], ["wrb.fr", "Abc", "{"], 5, None])
    assert list(payloads(answer_of(body), "Abc")) == [None]
    assert list(payloads(answer_of(")]}'\n[[["), "Abc")) == []


@pytest.mark.parametrize(
    "script",
    [
        f"AF_initDataCallback({{key: 'ds:1', hash: '2', data:{DATA}, sideChannel: {{}}}});",
        f"AF_initDataCallback({{key: 'ds:1', data:function(){{return {DATA}}}}});",
    ],
    ids=["a value", "a function"],
)
def test_a_page_keeps_its_data_in_callbacks(script: str) -> None:
    found = callbacks(answer_of(f"<script>{script}</script><script>other([1,2,3])</script>"))
    assert [(value[1], value[2]) for value in found] == [(None, 3)]


def test_a_call_says_in_its_body_what_is_wanted() -> None:
    ask = call("https://play.example/rpc?rpcids=Abc", "Abc", ["id", [5], None])
    assert json.loads(parse_qs(ask.body.decode())["f.req"][0]) == [[["Abc", '["id",[5],null]', None, "generic"]]]
    assert (ask.method, ask.url) == ("POST", "https://play.example/rpc?rpcids=Abc")
