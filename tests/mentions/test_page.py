import datetime as dt
import json

import pytest

from mentions.errors import UnreadablePageError
from mentions.page import Answer
from mentions.site import Site


def answer_of(body: str | bytes) -> Answer:
    site = Site(name="made", engine="phpbb", url="https://talk.example/")
    body = body if isinstance(body, bytes) else body.encode()
    return Answer(
        url="https://talk.example/x", body=body, charset="iso-8859-1", fetched_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), site=site
    )


@pytest.mark.parametrize(
    "body", [b"<p>Zo\xc3\xab", b"<p>Zo\xeb", b"\xef\xbb\xbf<p>Zo\xc3\xab", "<p>Zoë".encode("utf-16"), b"<p>Zo\xc3\xab\xef\xbf\xbd"]
)
def test_the_parser_sees_what_the_text_says(body: bytes) -> None:
    answer = answer_of(body)
    paragraph = answer.html.css_first("p")
    assert paragraph is not None
    assert answer.text.endswith(f"<p>{paragraph.text()}")
    assert paragraph.text().startswith("Zoë")


def test_elements_in_one_another_without_end_are_not_read() -> None:
    with pytest.raises(UnreadablePageError, match="512 deep"):
        _ = answer_of("<p>before</p>" + "<div>" * 100_000 + "x" + "</div>" * 100_000 + "<p>after</p>").html


def test_what_is_json() -> None:
    assert (answer_of(' {"a": 1}').is_json, answer_of("<p>").is_json) == (True, False)
    assert answer_of(json.dumps({"a": 1})).json == {"a": 1}
    for body in ("<p>", "[" * 100_000):
        with pytest.raises(UnreadablePageError, match="not JSON"):
            _ = answer_of(body).json
