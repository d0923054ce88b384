"""The parts of a block: the owner's answer, what stands behind the site's labels, badges and votes."""

import pytest

from spiders.base.visible_parts import is_verified, labelled, reply_in, votes_of, without_labelled
from tests.spiders.answers import answer_of


def block(html: str):
    found = answer_of(f"<html><body><div class='b'>{html}</div></body></html>").html.css_first("div.b")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('<div class="store-reply"><h4>Reply</h4><p>Thank you for the words.</p></div>', "Thank you for the words."),
        ("<div><b>Ответ магазина</b><p>Спасибо за отзыв!</p></div>", "Спасибо за отзыв!"),
        ("<div><div>Phản hồi của người bán</div><div class='text'>Cảm ơn bạn nhiều.</div></div>", "Cảm ơn bạn nhiều."),
        ("<div><p>Response from the owner</p><p class='body'>We are sorry to hear it.</p></div>", "We are sorry to hear it."),
        ('<button class="reply">Reply to this review</button>', None),
        ('<a class="reply-link" href="#">Answer this one</a>', None),
        ("<p>The seller's answer was slow in coming.</p>", None),  # the author's own words
    ],
)
def test_the_owner_s_answer(html: str, text: str | None) -> None:
    reply = reply_in(block(html))
    assert (reply.text if reply else None) == text


def test_the_time_of_an_answer() -> None:
    reply = reply_in(block('<div class="reply"><time datetime="2026-03-01">1 March</time><p>Thank you for the words.</p></div>'))
    assert reply is not None
    assert reply.date == "2026-03-01"


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<dl><dt>Pros</dt><dd>fast</dd><dt>Cons</dt><dd>loud</dd></dl>", {"pros": "fast", "cons": "loud"}),
        (
            "<p><b>Достоинства:</b> тихий</p><p><b>Недостатки:</b> дорогой</p><p><b>Комментарий:</b> беру</p>",
            {"pros": "тихий", "cons": "дорогой", "text": "беру"},
        ),
        (
            "<div><span>Ưu điểm:</span><div>nhanh</div></div><div><span>Nhược điểm:</span><div>ồn</div></div>",
            {"pros": "nhanh", "cons": "ồn"},
        ),
        ("<p>Pros: fast. Cons: loud.</p>", {}),  # the author's own words
        ("<h3>Review</h3><p>Just words.</p>", {}),
    ],
)
def test_what_stands_behind_the_site_s_labels(html: str, said: dict[str, str]) -> None:
    assert labelled(block(html)) == said


def test_words_without_the_labelled_lines() -> None:
    text = "Pros: fast\nCons:\nloud\nI would buy it again."
    assert without_labelled(text, {"pros": "fast", "cons": "loud"}) == "I would buy it again."


@pytest.mark.parametrize(
    ("html", "verified"),
    [
        ('<span class="verified-badge"></span>', True),
        ('<span class="badge">Проверенная покупка</span>', True),
        ('<span class="badge">Đã mua hàng</span>', True),
        ('<span class="not-verified badge"></span>', False),
        ("<p>verified by me</p>", False),
    ],
)
def test_a_mark_of_purchase(html: str, *, verified: bool) -> None:
    assert is_verified(block(html)) is verified


def test_helpful_votes() -> None:
    assert votes_of(block('<div class="helpful">12 people found this helpful</div>')) == 12
    assert votes_of(block("<div>12 people found this</div>")) is None
