import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.quoting import split_quoted

WORDS = "the kettle boils fast, but the lid is loose"


@pytest.mark.parametrize(
    ("text", "own", "quoted"),
    [
        (WORDS, WORDS, ""),
        (f"“{WORDS}” Not mine!", "Not mine!", WORDS),
        (f"Not mine! «{WORDS}»", "Not mine!", WORDS),
        (f"„{WORDS}“ schrieb er", "schrieb er", WORDS),
        (f'Not mine!\n\n"{WORDS}, says "Ann" here"', "Not mine!", f'{WORDS}, says "Ann" here'),
        (f"[quote=Ann, post: 3]{WORDS}[/quote]\nNot mine!", "Not mine!", WORDS),
        (f"Ann wrote:\n> {WORDS}\n>\n> {WORDS}\n\nNot mine!", "Not mine!", f"> {WORDS}\n>\n> {WORDS}\n"),
        (f"Not mine! RT @ann: {WORDS}", "Not mine!", WORDS),
        (f"RT @ann: {WORDS}", f"RT @ann: {WORDS}", ""),  # a share adds nothing: its words count
        ('the "K1" is a "great" kettle', 'the "K1" is a "great" kettle', ""),  # names and irony
        (f"“{WORDS}”", "", WORDS),
        (f"»{WORDS}« schrieb er", "schrieb er", WORDS),
        ("「注文した灯りが届きません」私も。", "私も。", "注文した灯りが届きません"),
        ("他说“这个灯很亮，我很喜欢”，我不同意", "他说\n，我不同意", "这个灯很亮，我很喜欢"),
        (f"Ann wrote:\n{WORDS}\n\nNot mine!", "Not mine!", WORDS),
        (f'Ann wrote: "{WORDS}" Not mine!', "Ann wrote: \n Not mine!", WORDS),
        (f"Не моё!\n\nАнна писал(а):\n{WORDS}", "Не моё!", WORDS),
        (f"Not mine!\n\nAnn, [03.03.2025 10:15]\n{WORDS}", "Not mine!", WORDS),
        (f"He said: {WORDS}", f"He said: {WORDS}", ""),  # in one line it is the author who tells
        (f"Not mine!\n\nForwarded from Ann:\n{WORDS}", "Not mine!", WORDS),
        (f"Не моё!\n-------- Пересланное сообщение --------\n{WORDS}", "Не моё!", WORDS),
        (f"Forwarded from Ann:\n{WORDS}", f"Forwarded from Ann:\n{WORDS}", ""),  # nothing above it
        ("不是我的//@小安:这个灯很亮", "不是我的", "这个灯很亮"),
        ("", "", ""),
    ],
)
def test_own_words_and_those_of_others(text: str, own: str, quoted: str) -> None:
    found = split_quoted(text)
    assert (own, quoted.strip()) == (found[0], "\n".join(found[1]).strip())


@given(st.text('ab "“”„«»>\n[quote]/RT @:「」//小fwd:wrote 1.,', max_size=200))
@settings(deadline=None)
def test_any_text_passes(text: str) -> None:
    own, quoted = split_quoted(text)
    assert len(own) + sum(map(len, quoted)) <= len(text) + text.count("\n")
