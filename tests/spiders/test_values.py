"""Fields of JSON documents, whatever their types."""

import pytest

from mentions.errors import UnreadablePageError
from spiders.base.values import mapping, require, rows, text, whole

ODD = [None, True, 1, 1.5, "a", [], {}, [1], {"a": 1}]


@pytest.mark.parametrize("value", ODD)
def test_a_field_of_a_wrong_type_is_one_that_is_not_there(value: object) -> None:
    assert mapping(value) == (value if isinstance(value, dict) else {})
    assert rows(value) == []
    assert whole(value) == (1 if value == 1 and value is not True else None)
    assert text(value) == {1: "1", 1.5: "1.5", "a": "a"}.get(value if isinstance(value, str | float | int) and value is not True else None)


def test_rows_leave_out_what_is_no_object() -> None:
    assert rows([1, {"a": 1}, None]) == [{"a": 1}]


@pytest.mark.parametrize(("value", "expected"), [("27", 27), ("٢٧", None), ("-1", None), (" 27", None), (-5, -5)])
def test_whole_numbers(value: object, expected: int | None) -> None:
    assert whole(value) == expected


def test_a_document_without_its_fields_is_unreadable() -> None:
    assert require({"a": 1, "b": 2}, "a", "b") == {"a": 1, "b": 2}
    for document in ({"a": 1}, [], None):
        with pytest.raises(UnreadablePageError, match="without a and b"):
            require(document, "a", "b")
