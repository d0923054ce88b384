"""Questions and answers that a page keeps for its scripts are told by the names of their lists."""

import json
from typing import Any

import pytest

from spiders.base.engine import Engine
from spiders.base.question_records import read_questions
from tests.spiders.answers import answer_of


class Reader(Engine):
    """Reads questions."""

    engine = "asked"


def said(state: Any) -> list[tuple[str, str, str | None]]:
    page = f'<h1>Kettle</h1><script type="application/json">{json.dumps({"review": "", **state})}</script>'
    return [(mention.kind, mention.text, mention.reply_to) for mention in read_questions(Reader, answer_of(page))]


QUESTION = {"id": 1, "questionSummary": "Does it whistle?", "userNickName": "olan", "submissionTime": "2024-03-29T16:18:24Z"}
ASKED = [("question", "Does it whistle?", None)]


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ({"productQuestions": [QUESTION]}, ASKED),
        ({"questions": {"results": [QUESTION]}}, ASKED),
        ({"questions": {"edges": [{"node": QUESTION}]}}, ASKED),
        ({"data": json.dumps({"questions": [QUESTION]})}, ASKED),  # JSON in a string
        ({"questions": [{**QUESTION, "answers": [{"id": 9, "text": "It hums."}]}]}, [*ASKED, ("answer", "It hums.", "question-1")]),
        ({"questions": [QUESTION, QUESTION]}, ASKED),
        ({"questions": [{**QUESTION, "isAiGenerated": True}]}, []),
        ({"questions": [{"id": 1, "author": "x"}]}, []),  # says nothing
        ({"questions": ["Does it whistle?"]}, []),
        ({"questionCount": 7, "results": [QUESTION]}, []),  # not named as questions
        ({"questions": []}, []),
    ],
)
def test_lists_named_as_questions_are_read(state: dict[str, Any], told: list[tuple[str, str, str | None]]) -> None:
    assert said(state) == told


def test_a_question_has_its_author_time_and_subject() -> None:
    page = f'<h1>Kettle</h1><script type="application/json">{json.dumps({"reviews": 0, "questions": [QUESTION]})}</script>'
    (mention,) = read_questions(Reader, answer_of(page))
    assert (mention.key, mention.author, mention.subject, mention.rating) == ("question-1", "olan", "Kettle", None)
    assert mention.posted_at is not None
    assert mention.posted_at.isoformat() == "2024-03-29T16:18:24+00:00"
