"""`changed` gives what `dataclasses.replace` gives."""

from dataclasses import replace

import pytest

from mentions.changed import changed
from mentions.mention import Mention
from mentions.page import Page

MENTION = Mention(site="talk-example", engine="phpbb", key="1", text="Acme", rating=4.0)
PAGE = Page(site="talk-example", engine="phpbb", url="https://talk.example/t/1", outcome="ok", mentions=(MENTION,))


@pytest.mark.parametrize(
    ("value", "changes"),
    [(MENTION, {"language": "en", "language_confidence": 0.9}), (MENTION, {}), (PAGE, {"mentions": (), "read": 1})],
)
def test_it_gives_what_replace_gives(value: Mention | Page, changes: dict[str, object]) -> None:
    before = repr(value)
    assert changed(value, **changes) == replace(value, **changes)
    assert repr(value) == before
    assert not hasattr(type(value), "__post_init__")  # which `changed` would not run


def test_a_field_that_is_none() -> None:
    with pytest.raises(AttributeError, match="Mention has no field 'colour'"):
        changed(MENTION, colour="red")
