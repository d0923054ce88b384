"""Looking for what must never be: a damaged file, bins that do not add up, rows of nothing, voices that contradict themselves."""

from collections.abc import Mapping

import numpy as np
from sqlalchemy import Connection, select
from sqlalchemy import text as sql

from storage.models import MentionRow
from storage.runs import all_entries

_FAULTS: Mapping[str, str] = {
    "crawls whose bins do not add up to what was read": """SELECT count(*) FROM crawl
        WHERE "read" <> "new" + new_version + seen_before + no_brand + rejected""",
    "crawls with rejects that are not kept": """SELECT count(*) FROM crawl c
        WHERE c.rejected <> (SELECT count(*) FROM reject r WHERE r.crawl_id = c.id)""",
    "mentions that name no brand": """SELECT count(*) FROM mention m
        WHERE NOT EXISTS (SELECT 1 FROM mention_brand b WHERE b.mention_id = m.id)""",
    "mentions whose earlier versions are not all kept": """SELECT count(*) FROM mention m
        WHERE m.version - 1 <> (SELECT count(*) FROM mention_version v WHERE v.mention_id = m.id)""",
    "brand matches of no mention": """SELECT count(*) FROM mention_brand x
        WHERE NOT EXISTS (SELECT 1 FROM mention m WHERE m.id = x.mention_id)""",
    "earlier versions of no mention": """SELECT count(*) FROM mention_version x
        WHERE NOT EXISTS (SELECT 1 FROM mention m WHERE m.id = x.mention_id)""",
    "relations of no mention": """SELECT count(*) FROM relation x
        WHERE NOT EXISTS (SELECT 1 FROM mention m WHERE m.id = x.a_id) OR NOT EXISTS (SELECT 1 FROM mention m WHERE m.id = x.b_id)""",
    "mentions that repeat one that is not there": """SELECT count(*) FROM mention x
        WHERE x.duplicate_of_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM mention m WHERE m.id = x.duplicate_of_id)""",
    "mentions whose voice is not a mention of it": """SELECT count(*) FROM mention x
        WHERE NOT EXISTS (SELECT 1 FROM mention m WHERE m.id = x.voice_id AND m.voice_id = x.voice_id AND m.id <= x.id)""",
    "mentions whose campaign is not a mention of it": """SELECT count(*) FROM mention x
        WHERE x.group_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM mention m WHERE m.id = x.group_id AND m.group_id = x.group_id AND m.id <= x.id)""",
    "sites whose last crawl is not in the ledger": """SELECT count(*) FROM site s
        WHERE s.last_crawl_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM crawl c WHERE c.id = s.last_crawl_id)""",
}
"""What is wrong → how many of it there are."""


def faults(conn: Connection) -> list[str]:
    """Tell what is wrong with the database, a line a fault; empty when all is well. Reads every table."""
    found = _damage(conn) if conn.dialect.name == "sqlite" else []
    for fault, query in _FAULTS.items():
        count = conn.execute(sql(query)).scalar_one()
        if count:
            found.append(f"{count} {fault}")
    if count := _lone_fingerprints(conn):
        found.append(f"{count} fingerprints of no mention")
    return found


def _lone_fingerprints(conn: Connection) -> int:
    mentions = np.fromiter(conn.execute(select(MentionRow.id)).scalars(), np.int64)
    return sum(int((~np.isin(np.abs(entries[:, 1]), mentions)).sum()) for entries in all_entries(conn))


def _damage(conn: Connection) -> list[str]:
    """Tell what SQLite itself finds wrong with its file; PostgreSQL has `amcheck` for that."""
    lines = conn.execute(sql("PRAGMA integrity_check(20)")).scalars().all()
    return [f"damaged file: {line}" for line in lines if line != "ok"]
