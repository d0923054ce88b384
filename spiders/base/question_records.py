"""Questions and answers in a page's own data: what buyers ask under a product, and who answers, by the names that shops give them.

What a machine wrote (`isAiGenerated`) is nobody's words and is left out.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from mentions.mention import Mention
from mentions.page import Answer
from spiders.base.embedded import documents, folded, named
from spiders.base.engine import Engine
from spiders.base.review_records import read_review, words
from spiders.base.said_keys import with_own_keys
from spiders.base.script_json import loads
from spiders.base.subject import about, subject_of_page

ASKED = ("questiontext", "questionsummary", "question", "questiondetails", "text", "body", "title", "content")
ANSWERED = ("answertext", "answer", "text", "body", "content", "comment")
ANSWERS = ("answers", "answerlist", "topanswers", "replies", "responses")
KEYS = {"question": ("questionid", "id", "uuid"), "answer": ("answerid", "id", "uuid")}
MADE = ("isaigenerated", "aigenerated", "isgenerated")
DEEPEST = 60  # levels


def read_questions(engine: type[Engine], answer: Answer) -> list[Mention]:
    """Return the questions that a page keeps in its data, each followed by its answers."""
    subject = None if answer.is_json else subject_of_page(answer)
    found = [mention for document in documents(answer) for row in _rows(document) for mention in _said(engine, answer, row)]
    return with_own_keys(about(mention, subject) for mention in found)


def _said(engine: type[Engine], answer: Answer, row: Mapping[str, Any]) -> Iterator[Mention]:
    """Yield a question and its answers."""
    question = _read(engine, answer, row, "question", ASKED)
    if question is None:
        return
    yield question
    values = named(row)
    for one in next((values[name] for name in ANSWERS if isinstance(values.get(name), list)), ()):
        mention = _read(engine, answer, one, "answer", ANSWERED, reply_to=question.key or None) if isinstance(one, dict) else None
        if mention is not None:
            yield mention


def _read(engine: type[Engine], answer: Answer, row: Mapping[str, Any], kind: Any, names: tuple[str, ...], **known: Any) -> Mention | None:  # noqa: ANN401 - a Kind, and fields of Mention
    """Return a question or an answer; None for one that says nothing or that a machine wrote."""
    values = named(row)
    said = words(values, *names)
    if said is None or any(values.get(name) is True for name in MADE):
        return None
    rest = {name: value for name, value in values.items() if name not in (*ASKED, *ANSWERED, *ANSWERS, "rating", "stars")}
    key = next((str(values[name]) for name in KEYS[kind] if isinstance(values.get(name), str | int)), None)
    return read_review(engine, answer, {**rest, "text": said}, kind=kind, key=f"{kind}-{key}" if key else None, **known)


def _rows(document: Any) -> Iterator[Mapping[str, Any]]:  # noqa: ANN401 - JSON is anything
    """Yield the objects of lists that are named as questions, or that such an object holds as its results."""
    stack: list[tuple[Any, bool, int]] = [(document, False, 0)]
    while stack:
        value, is_named, depth = stack.pop()
        if isinstance(value, str) and "uestion" in value:
            value = loads(value)
        if depth > DEEPEST or not isinstance(value, dict | list):
            continue
        if isinstance(value, list) and is_named and value and all(isinstance(one, dict) for one in value):
            yield from (one["node"] if isinstance(one.get("node"), dict) else one for one in value)
            continue
        below = value.items() if isinstance(value, dict) else ((None, one) for one in value)
        stack += [(one, _is_of_questions(name, is_named), depth + 1) for name, one in reversed(list(below))]


def _is_of_questions(name: str | None, was: bool) -> bool:
    """Return whether a list of this name holds questions: `questions`, `productQuestions`, or the `results` within them."""
    if name is None:
        return False
    plain = folded(name)
    return plain.endswith(("questions", "qna", "questionlist")) or (was and plain in ("results", "items", "nodes", "edges", "data", "list"))
