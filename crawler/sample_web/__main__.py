"""`make run`: serves the sample web, crawls it with ./config into ./untagged.db, prints the report and what to try next."""

import shlex
import subprocess
import sys

from crawler.cli import WRONG_USE
from crawler.sample_web.server import SITES, serve
from mentions.errors import UsageError

NEXT = """
Three commands to try next:
  .venv/bin/untagged brands test "We met at Snowdrift for a latte, then the car got stuck in a snowdrift."
  .venv/bin/untagged export --brand Snowdrift --format csv
  .venv/bin/untagged detect URL         (of a forum, blog or shop you want to listen to)
"""


def main() -> int:
    """Show the whole way once; gives the worst exit status of its commands."""
    try:
        with serve():
            crawled = _untagged("crawl", *SITES)
        if crawled == WRONG_USE:  # nothing was crawled: config/ is broken, and says so
            return WRONG_USE
        reported = _untagged("report")
    except UsageError as error:
        print(f"untagged: {error}", file=sys.stderr)  # noqa: T201 - it talks to a person at a terminal
        return WRONG_USE
    print(NEXT, end="")  # noqa: T201 - as above
    return max(crawled, reported)


def _untagged(*arguments: str) -> int:
    """Run one command of ours as a user would, shown as a user would type it; gives its exit status."""
    print(f"\n$ {shlex.join(['untagged', *arguments])}", flush=True)  # noqa: T201 - as above
    return subprocess.run([sys.executable, "-m", "crawler", *arguments], check=False).returncode  # noqa: S603 - our own program


if __name__ == "__main__":
    sys.exit(main())
