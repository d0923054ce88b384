"""Killed between pages, a crawl loses and doubles nothing."""

import asyncio
import subprocess
import sys

from sqlalchemy import Engine, select

from storage.database import connect, reading
from storage.integrity import faults
from storage.models import MentionBrandRow, MentionRow, MentionVersionRow, SiteStateRow
from storage.schema import upgrade
from tests.storage.killed import PAGES, crawl


def content(engine: Engine) -> list[list[tuple[object, ...]]]:
    queries = (
        select(MentionRow.key, MentionRow.text, MentionRow.version),
        select(MentionRow.key, MentionVersionRow.version, MentionVersionRow.text).join_from(MentionVersionRow, MentionRow),
        select(MentionRow.key, MentionBrandRow.brand).join_from(MentionBrandRow, MentionRow),
        select(SiteStateRow.scope, SiteStateRow.value),
    )
    with reading(engine) as conn:
        assert faults(conn) == []
        return [sorted((tuple(row) for row in conn.execute(query)), key=repr) for query in queries]


def test_killed_again_and_again_it_ends_as_if_never_killed(engine: Engine, database_url: str, tmp_path) -> None:
    for kill_after in (1, 2, 3, 5):
        killed = subprocess.run([sys.executable, "-m", "tests.storage.killed", database_url, str(kill_after)], check=False)
        assert killed.returncode in (-9, 0)
    asyncio.run(crawl(database_url, 0))
    undisturbed_url = f"sqlite:///{tmp_path}/undisturbed.db"
    undisturbed = connect(undisturbed_url)
    upgrade(undisturbed)
    asyncio.run(crawl(undisturbed_url, 0))
    assert content(engine) == content(undisturbed)
    assert len(content(engine)[0]) == 2 * PAGES + 1
    undisturbed.dispose()
