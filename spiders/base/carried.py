"""The JSON document that an answer is, or that a page carries for its own scripts."""

from typing import Any

from mentions.page import Answer
from spiders.base.script_json import loads


def carried(answer: Answer, css: str) -> Any:  # noqa: ANN401 - JSON is anything
    """Return the answer's document; of a page, the first one in the scripts that CSS names; None where there is none."""
    if answer.is_json:
        return answer.json
    documents = (loads(script.text() or "") for script in answer.html.css(css))
    return next((document for document in documents if document is not None), None)
