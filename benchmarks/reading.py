"""Reading speed: saved HTML pages, each by the engine that detection names, against bare lxml on the same bytes.

Bare lxml is what a crawler does that reads nothing: it parses the page and extracts its text. Ours is decoding, parsing and reading into
posts with authors, times, texts and quotes; detection is not counted. Both on one core and in turns; a page's time is the best of some
rounds, and what was kept of addresses and dates is forgotten before each round. Pages that no engine recognises are left out of both.
`NAME.truth.json` beside a page may tell its address (`page_url`).
"""

import argparse
import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import lxml.html

from crawler.saved_page import load_answer
from mentions.date_text import read_date
from mentions.page import Answer
from mentions.urls import canonical
from spiders.base.engine import Engine
from spiders.base.reading import read_answer
from spiders.base.registry import detect, engine_class

PAGES = Path(__file__).parents[2] / "shared" / "pages" / "forums"
ROUNDS = 7


def main() -> None:
    """Print what is measured and, last, one line of JSON."""
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("folder", type=Path, nargs="?", default=PAGES, help="of saved pages, *.html; default: %(default)s")
    args.add_argument("--quick", action="store_true", help="one round: for tests")
    a = args.parse_args()
    if not a.folder.is_dir():
        args.error(f"{a.folder} is no folder; give one that holds saved pages")
    files = sorted(a.folder.rglob("*.htm*"))
    pages = [page for file in files if (page := _recognised(file))]
    if not pages:
        args.error(f"{a.folder}: none of its {len(files)} HTML pages is one that an engine recognises")
    print(f"{a.folder}: {len(pages)} of {len(files)} HTML pages are recognised")
    print(json.dumps({"benchmark": "reading", **_measure(pages, 1 if a.quick else ROUNDS)}))


def _recognised(file: Path) -> tuple[type[Engine], Answer] | None:
    """Give a page with the engine that detection names for it, if any."""
    truth = file.with_name(f"{file.stem}.truth.json")
    url = json.loads(truth.read_bytes()).get("page_url") if truth.exists() else None
    answer = load_answer(file, url=url or "https://board.example/")
    detection = None if answer.is_json else detect(answer)
    if detection is None:
        return None
    site = replace(answer.site, engine=detection.engine, options=detection.options or {})
    return engine_class(detection.engine), replace(answer, site=site)


def _measure(pages: list[tuple[type[Engine], Answer]], rounds: int) -> dict[str, object]:
    """Give the figures, and print the pages that took longest beside lxml."""
    ours, theirs = [float("inf")] * len(pages), [float("inf")] * len(pages)
    for _ in range(rounds):
        canonical.cache_clear()
        read_date.cache_clear()
        for number, (engine, answer) in enumerate(pages):
            fresh = replace(answer)  # an answer keeps what it has decoded and parsed
            ours[number] = min(ours[number], _seconds(lambda engine=engine, fresh=fresh: read_answer(engine, fresh)))  # type: ignore[misc]
            theirs[number] = min(theirs[number], _seconds(lambda answer=answer: _bare(answer)))  # type: ignore[misc]
    for number in sorted(range(len(pages)), key=lambda number: ours[number] / theirs[number], reverse=True)[:5]:
        engine, answer = pages[number]
        times = f"{1000 * ours[number]:6.2f} ms, lxml {1000 * theirs[number]:6.2f} ms"
        print(f"{times}, {len(answer.body) // 1024:5} KiB, {engine.engine:12} {answer.url[:70]}")
    return {
        "pages": len(pages),
        "pages_per_s": round(len(pages) / sum(ours), 1),
        "lxml_pages_per_s": round(len(pages) / sum(theirs), 1),
        "share_of_lxml": round(sum(theirs) / sum(ours), 3),
        "slowest_page_s": round(max(ours), 4),
    }


def _bare(answer: Answer) -> object:
    """Parse a page with lxml and extract its text."""
    return lxml.html.document_fromstring(answer.body).text_content()


def _seconds(work: Callable[[], object]) -> float:
    """Give the processor seconds that something takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()
