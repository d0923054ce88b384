"""The documentation names what there is: every key, every engine, and no link leads nowhere."""

import re
from pathlib import Path

import pytest

from crawler.config_tables import BrandTable, SiteTable
from spiders.base.registry import engine_modules

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("crawler/sample_web/*.md")])


def first_cells(page: str) -> set[str]:
    """Give what the tables of a page name in their first column, where it is code."""
    return set(re.findall(r"^\| `([^`]+)` \|", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("docs/operators.md", set(BrandTable.model_fields)),
        ("docs/adding-a-site.md", set(SiteTable.model_fields)),
        ("docs/engines.md", set(engine_modules())),
    ],
    ids=["brand keys", "site keys", "engines"],
)
def test_every_name_has_its_row(page: str, names: set[str]) -> None:
    assert sorted(names - first_cells(page)) == []


def test_no_row_names_a_key_or_engine_that_is_not_there() -> None:
    assert sorted(first_cells("docs/adding-a-site.md") - set(SiteTable.model_fields) - set(engine_modules())) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
