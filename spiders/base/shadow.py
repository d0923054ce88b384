"""Pages whose parts stand in declarative shadow roots: what a browser shows of them, a parser of HTML keeps apart.

Standard: https://html.spec.whatwg.org/multipage/scripting.html#attr-template-shadowrootmode
"""

import re
from dataclasses import replace

from mentions.page import Answer

ROOT = re.compile(r"<template\b[^>]*\bshadowroot(?:mode)?\b[^>]*>", re.IGNORECASE)
TAG = re.compile(r"<template\b[^>]*>|</template\s*>", re.IGNORECASE)


def opened(answer: Answer) -> Answer:
    """Return the answer with its shadow roots as plain elements; the same answer where it has none."""
    if answer.is_json or not ROOT.search(answer.text):
        return answer
    is_root: list[bool] = []

    def plain(match: re.Match[str]) -> str:
        tag = match[0]
        if not tag.startswith("</"):
            is_root.append(ROOT.fullmatch(tag) is not None)
            return "<div>" if is_root[-1] else tag
        return "</div>" if is_root and is_root.pop() else tag

    return replace(answer, body=TAG.sub(plain, answer.text).encode("utf-8", "surrogatepass"), charset="utf-8")
