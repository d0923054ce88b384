import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentions.text import decode

RUSSIAN = "Вчера купил телефон, батарея держит весь день, камера хорошая. Спасибо продавцу за быструю доставку!"
GERMAN = "Die Größe stimmt, für Straße und Gebirge völlig ausreichend."


@pytest.mark.parametrize(
    ("body", "charset", "expected"),
    [
        (b"", None, ""),
        (b"plain", "utf-16", "plain"),  # ASCII is ASCII whatever the label
        (codecs.BOM_UTF8 + "é".encode(), "latin-1", "é"),  # a BOM before all
        (codecs.BOM_UTF16_LE + "é".encode("utf-16-le"), "utf-8", "é"),
        (RUSSIAN.encode(), "windows-1251", RUSSIAN),  # valid UTF-8 with non-ASCII bytes before the header
        (RUSSIAN.encode("cp1251"), "windows-1251", RUSSIAN),
        (RUSSIAN.encode("cp1251"), "cp-1251", RUSSIAN),  # a label Python does not know: detected
        (RUSSIAN.encode("koi8-r"), None, RUSSIAN),  # detected
        (RUSSIAN.encode("cp1251"), "utf-8", RUSSIAN),  # a header that lies
        (GERMAN.encode("latin-1"), "ISO-8859-1", GERMAN),
        ("“x” – €".encode("cp1252"), "latin1", "“x” – €"),  # as browsers: latin-1 means Windows-1252
        (b'<meta charset="windows-1251">' + RUSSIAN.encode("cp1251"), None, f'<meta charset="windows-1251">{RUSSIAN}'),
        (
            b'<?xml version="1.0" encoding="koi8-r"?><a>' + RUSSIAN.encode("koi8-r"),
            None,
            f'<?xml version="1.0" encoding="koi8-r"?><a>{RUSSIAN}',
        ),
        (b'<meta charset="utf-16">' + GERMAN.encode(), None, f'<meta charset="utf-16">{GERMAN}'),  # readable, so it cannot be
        (RUSSIAN.encode() + b"\xd0", "cp1251", RUSSIAN + "\ufffd"),  # cut inside a letter, UTF-8 all the same
        ("日本語のテキスト".encode("iso-2022-jp"), "iso-2022-jp", "日本語のテキスト"),  # all bytes ASCII, with ESC
        ("Wide text".encode("utf-16-le"), None, "Wide text"),  # no BOM
        (b"a\0b", None, "a\0b"),
        (GERMAN.encode("latin-1"), "rot13", GERMAN),  # no charset of a page
        (GERMAN.encode("latin-1") + b"x" * 99, "idna", GERMAN + "x" * 99),  # raises, whatever it is told to do with errors
        (GERMAN.encode("latin-1"), "unicode_escape", GERMAN),
        (GERMAN.encode("latin-1"), "a\0b", GERMAN),
    ],
)
def test_decode(body: bytes, charset: str | None, expected: str) -> None:
    assert expected == decode(body, charset)


def test_json_declares_nothing() -> None:
    """A meta element quoted in a JSON string is not the document's."""
    body = b'{"html": "<meta charset=koi8-r>", "text": "' + RUSSIAN.encode("cp1251") + b'"}'
    assert RUSSIAN in decode(body, "cp1251", markup=False)


@settings(deadline=None)
@given(
    st.binary(max_size=300),
    st.one_of(st.none(), st.text(max_size=12), st.sampled_from(["utf-8", "cp1251", "utf-16", "gb2312", "hz"])),
    st.booleans(),
)
def test_any_bytes_become_text(body: bytes, charset: str | None, markup: bool) -> None:
    assert isinstance(decode(body, charset, markup=markup), str)


@settings(deadline=None)
@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"], blacklist_characters="\ufeff\0\x1b"), max_size=80))
def test_utf8_is_read_whatever_the_label(text: str) -> None:
    assert text == decode(text.encode(), "windows-1251")
