"""The pages about engines are what the code says: the table is made from it, the worked example runs."""

import re
from datetime import UTC, datetime
from pathlib import Path

from crawler.engines_page import page
from mentions.page import Answer
from mentions.site import Site
from spiders.base.reading import read_answer

DOCS = Path(__file__).parent.parent / "docs"


def test_the_table_of_engines_is_up_to_date():
    assert page() == (DOCS / "engines.md").read_text(encoding="utf-8"), "python -m crawler.engines_page > docs/engines.md"


def test_the_worked_example_reads_its_page():
    text = (DOCS / "adding-an-engine.md").read_text(encoding="utf-8")
    [code] = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    [body] = re.findall(r"```html\n(.*?)```", text, re.DOTALL)
    assert len(code.strip().splitlines()) <= 40
    module = {}
    exec(compile(code, "plainboard.py", "exec"), module)  # noqa: S102 - our own page, run as a reader would
    spider = module["PlainboardSpider"]
    site = Site(name="talk-example", engine="plainboard", url="https://talk.example/board")
    answer = Answer(url="https://talk.example/board/t1", body=body.encode(), fetched_at=datetime(2026, 1, 6, tzinfo=UTC), site=site)
    read = read_answer(spider, answer)
    [mention] = read.mentions
    assert (mention.key, mention.author, mention.text) == ("7", "Ann", "The Acme kettle leaks.")
    assert [quote.text for quote in mention.quotes] == ["Is the Acme any good?"]
    assert mention.posted_at == datetime(2026, 1, 5, 10, tzinfo=UTC)
    assert read.next == "https://talk.example/board/t1/2"
    assert spider.recognise(answer).version == "2.1"
