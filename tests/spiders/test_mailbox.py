"""Mail of archives: senders, what is the sender's own, and files that break off."""

import datetime as dt
import gzip

import pytest

from mentions.errors import UnreadablePageError
from mentions.page import Answer
from mentions.site import Site
from spiders.base import mailbox
from spiders.base.mailbox import own_words, read_mailbox, sender
from spiders.forums.mbox import MboxSpider

AT = dt.datetime(2026, 3, 6, 12, tzinfo=dt.UTC)


def message(number: int, body: str, **headers: str) -> str:
    fields = {
        "From": "Ann <ann@example.com>",
        "Date": "Fri, 13 Feb 2026 16:26:40 +0100",
        "Message-ID": f"<{number}@example.com>",
        **headers,
    }
    head = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in fields.items())
    return f"From ann@example.com Fri Feb 13 16:26:40 2026\n{head}\n{body}\n\n"


def read(body: str | bytes) -> list:
    site = Site(name="tea", engine="mbox", url="https://lists.example/tea.mbox")
    raw = body.encode("utf-8", "surrogateescape") if isinstance(body, str) else body
    return read_mailbox(MboxSpider, Answer(url=site.url, charset="latin-1", body=raw, fetched_at=AT, site=site))


@pytest.mark.parametrize(
    ("shown", "name"),
    [
        ("ann at example.com (Ann Lee)", "Ann Lee"),
        ('"Lee, Ann" <ann@example.com>', "Lee, Ann"),
        ("Ann Lee <ann@example.com>", "Ann Lee"),
        ("ann@example.com (Ann Lee)", "Ann Lee"),
        ("ann@example.com", "ann"),  # an address is not to be kept
        ("ann at example.com", "ann"),
        ("", None),
        (None, None),
    ],
)
def test_a_sender_is_a_name_and_never_an_address(shown: str | None, name: str | None) -> None:
    assert sender(shown) == name


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("Mine leaks.\n-- \nAnn\nhttps://ann.example", "Mine leaks."),
        ("Mine leaks.\n_______________________________________________\ntea mailing list\ntea@lists.example", "Mine leaks."),
        ("Mine leaks.\n-------------- next part --------------\nAn HTML attachment was scrubbed...", "Mine leaks."),
        ("On 5 May 2020, Ann wrote:\n> Is it good?\n\nMine leaks.", "Mine leaks."),
        ("Name\n____________________\nAnn\n\nThat is the form.", "Name\n____________________\nAnn\n\nThat is the form."),  # a form, no foot
    ],
)
def test_what_a_sender_says_is_without_what_programs_add(body: str, text: str) -> None:
    assert own_words(body).text == text


@pytest.mark.parametrize(
    ("headers", "title", "reply_to"),
    [
        ({"Subject": "=?utf-8?q?Veltro_=E2=80=93_a_year_on?="}, "Veltro – a year on", None),
        ({"Subject": "=?no-such-charset?q?x?="}, "=?no-such-charset?q?x?=", None),
        ({"Subject": "Re: Veltro"}, None, None),
        ({"Subject": "Veltro", "In_Reply_To": "<0@example.com>"}, None, "0@example.com"),
        ({"Subject": "Veltro", "References": "<a@example.com>\n <b@example.com>"}, None, "b@example.com"),
        ({}, None, None),
    ],
)
def test_a_title_is_that_of_a_first_message(headers: dict[str, str], title: str | None, reply_to: str | None) -> None:
    (mention,) = read(message(1, "Mine leaks.", **headers))
    assert (mention.key, mention.title, mention.text, mention.reply_to) == ("1@example.com", title, "Mine leaks.", reply_to)


def test_a_line_that_begins_as_a_message_does_is_none_within_one() -> None:
    found = read(message(1, "So it is.\nFrom then on, it leaked in 2025\nso I sent it back.\n>From here on it is quiet.") + message(2, "x"))
    assert [one.key for one in found] == ["1@example.com", "2@example.com"]
    assert found[0].text.endswith("From here on it is quiet.")


def test_a_message_without_a_charset_has_the_files_and_dates_that_are_none_are_read_over() -> None:
    (mention,) = read(message(1, "Café", Date="soon").encode("latin-1"))
    assert (mention.text, mention.posted_at) == ("Café", None)


WHOLE = message(1, "Mine leaks.") + message(2, "Mine does not.")


@pytest.mark.parametrize(
    "body",
    [
        WHOLE[:-20].encode(),
        WHOLE[: WHOLE.rindex("\n\nMine") + 2].encode(),  # after the last message's headers
        gzip.compress(WHOLE.encode())[:-9],
        b"\x1f\x8b\x08 no",
        b"Tea is good.\n\nFrom here on.\n",
    ],
)
def test_what_breaks_off_or_is_no_mailbox_is_not_read(body: bytes) -> None:
    with pytest.raises(UnreadablePageError):
        read(body)


def test_a_packed_file_is_unpacked_only_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = gzip.compress(message(1, "tea " * 1000).encode())
    assert len(read(packed)) == 1
    monkeypatch.setattr(mailbox, "LARGEST", 500)
    with pytest.raises(UnreadablePageError, match="too large"):
        read(packed)
