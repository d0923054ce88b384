"""Data is found in scripts in the forms in which frameworks leave it there."""

import json
from urllib.parse import quote

import pytest

from spiders.base.script_json import flight, nuxt, objects

STATE = {"reviews": [{"text": "Good.", "author": "Ann", "stars": 5}], "pad": "x" * 60}
TEXT = json.dumps(STATE)


@pytest.mark.parametrize(
    "script",
    [
        f"window.__INITIAL_STATE__ = {TEXT};",
        f"var a = 1; window['state']={TEXT}",
        f"app.start({TEXT}, 7)",
        f"window.s = JSON.parse({json.dumps(TEXT)})",
        f"Object.defineProperties(window, {{ a: {{ b: deepFreeze(JSON.parse({json.dumps(TEXT)})) }} }})",
        "window.s = " + TEXT.replace('"stars": 5', '"stars":undefined'),
        "window.s = " + TEXT.replace('"reviews"', "reviews").replace('"pad"', "pad"),
        f"function f() {{ return {TEXT} }}",
        f'window.s = JSON.parse(decodeURIComponent("{quote(TEXT)}"));',
    ],
)
def test_a_state_is_found(script: str) -> None:
    (value,) = objects(script)
    assert value["reviews"][0]["text"] == "Good."


@pytest.mark.parametrize("script", ["", "var a = {};", "if (a) { b(); }", "x = [1,2,3]", "a = {" * 400])
def test_programs_hold_none(script: str) -> None:
    assert list(objects(script)) == []


def test_rows_of_next_are_joined_and_long_texts_put_in_place() -> None:
    words = "Größe stimmt, " * 5
    stream = f'1:["$","div",null,{{"review":{{"text":"$2a","stars":5}}}}]\n2a:T{len(words.encode()):x},{words}3:{{"x":1}}\n4:I["module"]\n'
    half = len(stream) // 2
    page = "".join(f"<script>self.__next_f.push([1,{json.dumps(part)}])</script>" for part in (stream[:half], stream[half:]))
    rows = flight(page)
    assert rows[0][3] == {"review": {"text": words, "stars": 5}}
    assert rows[1] == {"x": 1}


def test_the_flat_table_of_nuxt_is_put_together() -> None:
    table = [["Reactive", 1], {"reviews": 2}, [3], {"text": 4, "at": 5, "none": -1}, "Good.", ["Date", "2026-01-02"]]
    assert nuxt(table) == {"reviews": [{"text": "Good.", "at": "2026-01-02", "none": None}]}


def test_a_table_that_refers_to_itself_ends() -> None:
    assert isinstance(nuxt([{"a": 0}]), dict)
