"""The pages about engines are what the code says: the table is made from it, the worked example runs."""

import inspect
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.engines_page import page, secrets_of
from mentions.page import Answer
from mentions.site import Site
from spiders.base.reading import read_answer
from spiders.base.registry import engine_class, engines

DOCS = Path(__file__).parent.parent / "docs"


def test_the_table_of_engines_is_up_to_date():
    assert page() == (DOCS / "engines.md").read_text(encoding="utf-8"), "python -m crawler.engines_page > docs/engines.md"


@pytest.mark.parametrize("engine", engines().values(), ids=lambda engine: engine.engine)
def test_every_secret_is_on_the_page_with_where_it_comes_from(engine):
    source = inspect.getsource(sys.modules[engine.__module__])
    read = set(re.findall(r"""secret\(["'](\w+)|: "[^{"]*\{([A-Z][A-Z0-9]*_[A-Z0-9_]+)\??\}\"""", source))
    names = {name for pair in read for name in pair if name}
    assert set(secrets_of(engine)) == names
    assert (engine.keys_from is not None) == bool(names)
    keys = (DOCS / "engines.md").read_text(encoding="utf-8").partition("## Keys")[2]
    assert all(re.search(rf"(?m)^\| `{engine.engine}` \| .*`{name}`", keys) for name in names)


@pytest.mark.parametrize(
    ("engine", "secrets"),
    [
        ("yelp", {"YELP_API_KEY": False}),
        ("stackexchange", {"STACKEXCHANGE_KEY": True}),  # asks as a guest without
        ("reddit", {"REDDIT_CLIENT_ID": True, "REDDIT_CLIENT_SECRET": True}),
        ("woocommerce", {"WOOCOMMERCE_KEY": False, "WOOCOMMERCE_SECRET": False}),
        ("phpbb", {}),
    ],
)
def test_what_an_operator_must_have_is_told_from_what_helps(engine, secrets):
    assert secrets_of(engine_class(engine)) == secrets


@pytest.mark.parametrize("engine", [engine for engine in engines().values() if engine.address], ids=lambda engine: engine.engine)
def test_an_address_that_the_page_names_can_be_crawled(engine):
    for url in re.findall(r"https://[^\s,;]+", engine.address):
        asked = engine(name="made", site=Site(name="made", engine=engine.engine, url=url)).first_ask().url
        assert asked.startswith("https://")


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
