"""`untagged compare`: what two texts are to each other, JSON lines on standard input."""

import argparse
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from crawler.jsonl import answer_lines
from crawler.mention_json import read_mention
from mentions.errors import UsageError
from pipelines.duplicates import compare


def run(args: argparse.Namespace) -> int:
    """Answer each pair with its relation (of b to a), score and reason; 1 when a line could not be read."""
    del args
    return answer_lines(_answer, lambda _: {"relation": None})


def _answer(pair: object) -> Mapping[str, Any]:
    if not isinstance(pair, Mapping) or not {"a", "b"} <= pair.keys():
        msg = 'not a pair; write {"a": {"text": …}, "b": {"text": …}}'
        raise UsageError(msg)
    a, b = (replace(one, key=one.key or name) for name in "ab" for one in [read_mention(pair[name])])  # without keys they are two posts
    verdict = compare(a, b)
    return {"relation": verdict.relation, "score": round(verdict.score, 4), "why": verdict.why}
