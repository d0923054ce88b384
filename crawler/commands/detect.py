"""`untagged detect`: names the engine of a page and proposes the site's TOML table."""

import argparse
import ipaddress
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawler.config import Config
from crawler.output import complain, say, say_json
from crawler.run import OneFetch, dry_context, run_spider
from crawler.saved_page import load_answer
from mentions.errors import FetchError, UsageError
from mentions.page import Answer, Ask
from mentions.safe import dumps
from mentions.site import Site
from spiders.base.blocks import block_reason
from spiders.base.engine import Detection
from spiders.base.registry import detect, engine_class

_LANGUAGE = re.compile(r"[a-z]{2}(?![a-z])")


def run(args: argparse.Namespace) -> int:
    """Print what was recognised of each address or file; 1 when an engine was not."""
    status = 0
    for target in args.targets:
        try:
            answer = _answer(target, args.url)
        except FetchError as error:
            complain(f"untagged: {error}")
            status = 1
            continue
        detection = detect(answer)
        status = status if detection else 1
        if args.json:
            say_json(_row(target, answer, detection))
        elif detection is None:
            say(f"# {target}: {_unknown(answer)}")
        else:
            version = f" {detection.version}" if detection.version else ""
            say(f"# {target}: {detection.engine}{version}, {detection.score:.0%} sure")
            for line in propose(answer, detection):
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
    if engine.needs_terms:
        lines.append('terms_accepted = ""  # its terms restrict collecting: write why you may')
    if detection.options:
        lines.append(f"options = {{ {', '.join(f'{key} = {dumps(value)}' for key, value in detection.options.items())} }}")
    return lines


def _answer(target: str, url: str | None) -> Answer:
    if not target.lower().startswith(("http://", "https://")):
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
    site = Site(name=host, engine="", url=target, allow_private=_is_private(host))
    context = dry_context(Config(path=Path(), brands=(), sites={}))
    done: OneFetch = run_spider(OneFetch, context, site=site, ask=Ask(url=target))
    if done.failure is not None:
        raise done.failure
    if done.answer is None:
        msg = f"{target}: interrupted"
        raise FetchError(msg)
    return done.answer


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
