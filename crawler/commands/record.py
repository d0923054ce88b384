"""`untagged record SITE`: saves a page and its reading as a test recording."""

import argparse
import re
from pathlib import Path

from crawler.config import load_config
from crawler.output import say
from crawler.recording import write_recording
from crawler.run import fetch_once
from mentions.errors import UsageError
from spiders.base.reading import read_answer
from spiders.base.registry import engine_class

RECORDINGS = Path("tests/recordings")
_CASE = re.compile(r"[\w.-]{1,100}")


def run(args: argparse.Namespace) -> int:
    """Fetch one page, write it below tests/recordings/; 1 when it does not read: a recording of a failure is a recording too."""
    case: str = args.case or args.site
    if not _CASE.fullmatch(case) or case.startswith("."):
        msg = f"--case {case!r} is no folder's name; write letters, digits, dots, _ and -"
        raise UsageError(msg)
    config = load_config(args.config)
    site = config.site(args.site)
    answer = fetch_once(config, site)
    page = read_answer(engine_class(site.engine), answer)
    for file in write_recording(RECORDINGS / site.engine / case, answer, page):
        say(f"wrote {file}")
    say(f"{page.outcome}: {len(page.mentions)} mentions, {len(page.threads)} threads{f'; {page.error}' if page.error else ''}")
    say("Look at page.json: what it says is what the engine's test will hold it to. Take out what identifies people before you publish it.")
    return 0 if page.outcome in ("ok", "empty") else 1
