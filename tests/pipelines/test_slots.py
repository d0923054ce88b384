import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.slots import changed_parts, changed_slots


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("Dear Maria, thanks for it", "Dear Oleg, thanks for it", [("maria", "oleg")]),
        ("Maria, thanks for it", "Oleg, thanks for it", [("maria", "oleg")]),
        ("The flight to Kyiv was late", "The flight to New York was late", [("kyiv", "new york")]),
        ("Ticket 4711 is open", "Ticket 815 is open", [("4711", "815")]),
        ("thanks @ann_k for it", "thanks @bob for it", [("@ann k", "@bob")]),
        ("we love #acme here", "we love #bolt here", [("#acme", "#bolt")]),
        ("Dear Maria, thanks", "Dear Mariya, thanks", []),  # a typo
        ("Dear Maria, thanks", "Dear friend, thanks", []),  # another word, no other name
        ("Thanks for it", "Cheers for it", []),  # capitals of the sentence
        ("It came. Thanks for it", "It came. Cheers for it", []),
        ("DEAR MARIA THANKS", "DEAR OLEG THANKS", []),  # capitals of the text
        ("On Monday in Kyiv we met", "In Kyiv on Monday we met", []),  # moved
        ("Dear Maria, thanks", "Dear Mаria, thanks", []),  # a look-alike letter
        ("Chào Lan, hẹn lần sau", "Chào Minh, hẹn lần sau", [("lan", "minh")]),
        ("thanks", "thanks", []),
        ("", "", []),
    ],
)
def test_names_in_the_same_place(one: str, two: str, expected: list[tuple[str, str]]) -> None:
    assert changed_slots(one, two) == expected
    assert changed_slots(two, one) == [(became, was) for was, became in expected]


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("亲爱的张女士，谢谢您的评价", "亲爱的李先生，谢谢您的评价", [("张女士", "李先生")]),
        ("김민수님 감사합니다", "이영희님 감사합니다", [("김민수님", "이영희님")]),
        ("คุณสมชาย ขอบคุณ", "คุณมาลี ขอบคุณ", [("สมชาย", "มาลี")]),
        ("شكرا أحمد على الطلب", "شكرا فاطمة على الطلب", [("أحمد", "فاطمة")]),
        ("谢谢您的评价", "谢谢你的评价", []),  # one sign
        ("谢谢您的评价", "谢谢您的评价，再见", []),  # added
        ("تم الطلب", "تمت الطلبات", []),  # inflected
        ("Dear Maria, thanks", "Dear Oleg, thanks", []),  # capitals tell names there
        ("", "", []),
    ],
)
def test_parts_that_differ_where_there_are_no_capitals(one: str, two: str, expected: list[tuple[str, str]]) -> None:
    assert changed_parts(one, two) == expected


@given(st.text(), st.text())
@settings(deadline=None)
def test_any_text_passes(one: str, two: str) -> None:
    assert changed_slots(one, one) == [] == changed_parts(one, one)
    assert changed_slots(two, one) == [(became, was) for was, became in changed_slots(one, two)]
