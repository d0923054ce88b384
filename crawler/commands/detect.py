"""`untagged detect`: names the engine of a page and proposes the site's TOML table."""

import argparse
import ipaddress
import logging
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawler.config import Config
from crawler.output import complain, say, say_json
from crawler.run import OneFetch, dry_context, run_spider
from crawler.saved_page import load_answer
from mentions.errors import FetchError, UsageError
from mentions.page import Answer, Ask, Page
from mentions.safe import dumps
from mentions.site import Site
from spiders.base.blocks import block_reason
from spiders.base.engine import Detection
from spiders.base.reading import read_answer
from spiders.base.registry import BY_SELECTORS, detect, engine_class

logger = logging.getLogger(__name__)

_SHOWN = 5
"""Posts or threads that are shown of a page that was read on trial."""
_WORDS = 60
"""Characters shown of a post."""
_LANGUAGE = re.compile(r"[a-z]{2}(?![a-z])")


def run(args: argparse.Namespace) -> int:
    """Print what was recognised of each address or file; 1 when an engine was not."""
    status = 0
    boards: dict[str | None, Detection] = {}
    for target in args.targets:
        try:
            answer = _answer(target, args.url, render=args.render)
        except FetchError as error:
            complain(f"untagged: {error}")
            status = 1
            continue
        detection = detect(answer)
        status = status if detection else 1
        if detection is not None and detection.engine == BY_SELECTORS:
            host = urlsplit(answer.url).hostname
            detection = boards[host] = _together(boards.get(host), detection, answer.url)
            if _is_address(target):
                detection = boards[host] = _with_a_thread(answer, detection)
        if args.json:
            say_json(_row(target, answer, detection))
        elif detection is None:
            say(f"# {target}: {_unknown(answer)}")
        else:
            version = f" {detection.version}" if detection.version else ""
            say(f"# {target}: {detection.engine}{version}, {detection.score:.0%} sure")
            for line in [*propose(answer, detection), *_shown(answer, detection)]:
                say(line)
    return status


def propose(answer: Answer, detection: Detection) -> list[str]:
    """Give the lines of the site's table."""
    engine = engine_class(detection.engine)
    parts = urlsplit(answer.url)
    host = parts.hostname or ""
    name = host.removeprefix("www.") + (f"-{parts.port}" if parts.port else "")
    lines = [f"[{re.sub(r'[^a-z0-9]+', '-', name).strip('-') or 'site'}]"]
    lines += [f"engine = {dumps(detection.engine)}", f"url = {dumps(detection.url or answer.url)}"]
    if language := _language(answer):
        lines.append(f'languages = ["{language}"]')
    if _is_private(host):
        lines.append("allow_private = true")
    if answer.site.render:
        lines.append("render = true")
    if engine.needs_terms:
        lines.append('terms_accepted = ""  # its terms restrict collecting: write why you may')
    lines += [f"options.{key} = {_toml(value)}" for key, value in (detection.options or {}).items()]
    return lines


def _toml(value: object) -> str:
    """Give an option as TOML has it: a line with backslashes or quotes as a literal, which a person can read."""
    is_literal = isinstance(value, str) and ("\\" in value or '"' in value) and "'" not in value and value.isprintable()
    return f"'{value}'" if is_literal else dumps(value)


def _together(before: Detection | None, found: Detection, url: str) -> Detection:
    """Give what two pages of one board propose, a listing and a thread: one table, which begins at the listing."""
    start = url if "row" in (found.options or {}) else None
    if before is None:
        return replace(found, url=start)
    options = {**(before.options or {}), **(found.options or {})}
    lines = dict.fromkeys(str(one.options["next"]) for one in (before, found) if one.options and "next" in one.options)
    return replace(found, url=before.url or start, options={**options, **({"next": " || ".join(lines)} if lines else {})})


def _with_a_thread(answer: Answer, detection: Detection) -> Detection:
    """Give a listing's proposal with what one of its threads adds: that of the most answers, which shows most of the board."""
    if "post" in (detection.options or {}):
        return detection
    threads = _read(answer, detection).threads
    thread = max(threads, key=lambda row: row.replies or 0, default=None)
    try:
        shown = _answer(thread.url, None, render=answer.site.render) if thread else answer
    except FetchError as error:
        logger.info("no thread was looked at: %s", error)
        return detection
    found = detect(shown)
    return _together(detection, found, shown.url) if found is not None and found.engine == BY_SELECTORS else detection


def _read(answer: Answer, detection: Detection) -> Page:
    """Give what a proposal reads on a page."""
    site = replace(answer.site, engine=BY_SELECTORS, options=detection.options or {})
    return read_answer(engine_class(BY_SELECTORS), replace(answer, site=site))


def _shown(answer: Answer, detection: Detection) -> list[str]:
    """Give, for a table that was proposed from a page alone, what it reads there, and what it still lacks."""
    options = detection.options or {}
    if detection.engine != BY_SELECTORS:
        return []
    page = _read(answer, detection)
    lines = [f"# reads {len(page.mentions)} posts, {len(page.threads)} threads here; next page: {page.next or 'none'}"]
    lines += [f"#   {post.author} · {post.posted_at} · {post.text[:_WORDS]}" for post in page.mentions[:_SHOWN]]
    lines += [f"#   {row.title} · {row.replies} answers, last {row.last_post_at}" for row in page.threads[:_SHOWN]]
    missing = "a thread" if "post" not in options else "a listing of threads" if "row" not in options else None
    return [*lines, f"# give {missing} of this board, too: its table needs both"] if missing else lines


def _answer(target: str, url: str | None, *, render: bool) -> Answer:
    if not _is_address(target):
        if url is None:
            msg = f"{target!r} is no address: write https://…, or for a saved page add --url URL, where it was fetched from"
            raise UsageError(msg)
        return load_answer(Path(target), url=url)
    try:
        host = urlsplit(target).hostname
    except ValueError as error:
        msg = f"{target!r} is no address ({error})"
        raise UsageError(msg) from error
    if not host:
        msg = f"{target!r} names no host"
        raise UsageError(msg)
    # a person who types a private address means it; an address that only leads there is refused as in any crawl
    site = Site(name=host, engine="", url=target, allow_private=_is_private(host), render=render)
    context = dry_context(Config(path=Path(), brands=(), sites={}))
    done: OneFetch = run_spider(OneFetch, context, site=site, ask=Ask(url=target))
    if done.failure is not None:
        raise done.failure
    if done.answer is None:
        msg = f"{target}: interrupted"
        raise FetchError(msg)
    return done.answer


def _is_address(target: str) -> bool:
    """Tell an address from a file."""
    return target.lower().startswith(("http://", "https://"))


def _row(target: str, answer: Answer, detection: Detection | None) -> dict[str, Any]:
    if detection is None:
        return {"target": target, "engine": None, "version": None, "score": None, "table": None, "error": _unknown(answer)}
    table = "\n".join(propose(answer, detection)) + "\n"
    return {
        "target": target,
        "engine": detection.engine,
        "version": detection.version,
        "score": detection.score,
        "table": table,
        "error": None,
    }


def _unknown(answer: Answer) -> str:
    reason = block_reason(answer)
    if reason is not None:
        return f"blocked: {reason}"
    return f"status {answer.status}" if answer.status >= 400 else "no engine recognises this page"  # noqa: PLR2004 - HTTP's first error


def _language(answer: Answer) -> str | None:
    """Give the language that an HTML page declares, if it is a two-letter code."""
    root = None if answer.is_json else answer.html.css_first("html")
    found = _LANGUAGE.match(((root.attributes.get("lang") if root else None) or "").lower())
    return found[0] if found else None


def _is_private(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
