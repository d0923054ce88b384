import pytest

from pipelines.brand_edges import begins_word, joins, tail_after


@pytest.mark.parametrize(
    ("left", "right", "one_word"),
    [
        ("a", "b", True),
        ("a", " ", False),
        ("a", "'", False),
        ("a", "_", False),
        ("ж", "b", True),  # a word that mixes alphabets is one word
        ("7", "e", True),
        ("用", "s", False),  # Chinese has no blanks
        ("小", "米", False),
        ("ソ", "ー", True),
        ("の", "ソ", False),
        ("삼", "성", True),
        ("g", "은", False),
        ("ม", "ั", True),  # a vowel sign belongs to its letter
        ("म", "ैं"[0], True),
        ("a", "😂", False),
    ],
)
def test_joins(left: str, right: str, one_word: bool) -> None:
    assert one_word == joins(left, right)


@pytest.mark.parametrize(
    ("text", "at", "begins"),
    [
        ("acme", 0, True),
        ("my acme", 3, True),
        ("myacme", 2, False),
        ("والاسم", 3, True),  # Arabic writes "and the" with the word
        ("قالاسم", 3, False),
        ("ובזק", 1, True),
        ("xבזק", 1, False),
    ],
)
def test_begins_word(text: str, at: int, begins: bool) -> None:
    assert begins == begins_word(text, at)


@pytest.mark.parametrize(
    ("text", "at", "tail"),
    [
        ("acme", 4, ""),
        ("acmes x", 4, "s"),
        ("acme's", 4, ""),
        ("acme14", 4, ""),
        ("vtb240", 5, "0"),
        ("acme24pro", 6, "pro"),
        ("小米手机", 2, ""),
    ],
)
def test_tail_after(text: str, at: int, tail: str) -> None:
    assert tail == tail_after(text, at)
