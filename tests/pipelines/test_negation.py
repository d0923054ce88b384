import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.negation import denies


@pytest.mark.parametrize(
    ("one", "two", "denied"),
    [
        ("the lamp is good and cheap", "the lamp is not good and cheap", True),
        ("the lamp is good and cheap", "the lamp isn't good and cheap", True),
        ("лампа мне нравится и светит ярко", "лампа мне не нравится и светит ярко", True),
        ("лампа мне нравится и светит ярко", "лампа мне нe нравится и светит ярко", True),  # one letter is Latin
        ("đèn dùng được cả ngày luôn", "đèn không dùng được cả ngày luôn", True),
        ("die Lampe ist gut und hell", "die Lampe ist nicht gut und hell", True),
        ("这个灯很好而且很亮", "这个灯不好而且很亮", True),
        ("注文した灯りが届きました。明るいです。", "注文した灯りが届きません。明るいです。", True),
        ("램프가 밝고 좋아요 추천해요 정말", "램프가 밝고 좋지 않아요 추천해요 정말", True),
        ("he says the lamp is good", "she says the lamp is good", False),  # folded, the Russian denial looks like "he"
        ("what he likes is the light", "what likes is the light", False),
        ("the lamp is not good at all", "the lamp is nto good at all", False),  # a slip of the finger
        ("the lamp does not work today", "the lamp does work not today", False),  # moved
        ("it came on time", "it came on time, no box though", False),  # added
        ("No. It came on time and whole", "It came on time and whole", False),
        ("the lamp is good and cheap and bright", "the old lamp was not good, so cheap and dark", False),  # another text
        ("no lamp", "no lamp", False),
        ("", "", False),
    ],
)
def test_a_denial_put_in_or_taken_out(one: str, two: str, denied: bool) -> None:
    assert denied == denies(one, two)
    assert denied == denies(two, one)


@given(st.text(), st.text())
@settings(deadline=None)
def test_any_text_passes(one: str, two: str) -> None:
    assert not denies(one, one)
    assert denies(one, two) == denies(two, one)
