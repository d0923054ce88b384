"""Relating anew what was stored with the keys of an older normaliser: some mentions at a time, each time in one short transaction.

A change of `pipelines` that gives some texts other keys raises the normaliser's version: with their old keys these would not be found by
what is read from now on. `untagged db upgrade` does all at once, and the store of a crawl some whenever it has nothing else to do. Both
can be ended at any moment and begun again: a mention's own version says whether it is done. When all are done, those with other keys
are related as if they had been read today.
"""

import logging
import time
from collections.abc import Callable, Iterator

import numpy as np
from sqlalchemy import ColumnElement, Connection, Engine, func, or_, select, update

from mentions.errors import StorageError
from storage.database import reading, writing
from storage.models import MentionKeysRow, MentionRow, RelationRow
from storage.voices import Judge, keep_relations, load, relate
from storage.write import Written

logger = logging.getLogger(__name__)

BATCH = 500
"""Mentions looked at in one transaction."""
MOST = 50
"""Mentions related anew in one transaction, which takes a tenth of a second: whoever wants to write meanwhile waits no longer."""
SPAN = 20_000  # ids that are searched within a transaction
PAUSE_S = 0.02  # between two transactions: SQLite gives its lock to whoever happens to ask, and a crawl asks only now and then
_KEYS = MentionKeysRow
_M = MentionRow
_R = RelationRow


def stale(engine: Engine, version: int) -> int:
    """Count the mentions that another version of the normaliser made keys of."""
    with reading(engine) as conn:
        return conn.execute(select(func.count()).where(_KEYS.normaliser != version)).scalar_one()


def rekey(engine: Engine, judge: Judge, *, pause: Callable[[float], None] = time.sleep) -> Iterator[int]:
    """Relate anew all that are not done yet, oldest first; yields after each transaction how many it did. Raises StorageError."""
    after = 0
    while (first := _first_stale(engine, judge.version, after)) is not None:
        with writing(engine) as conn:
            after, done = rekey_some(conn, judge, after=first - 1)
        yield done
        pause(PAUSE_S)


def rekey_some(conn: Connection, judge: Judge, *, after: int = 0, batch: int = BATCH, most: int = MOST) -> tuple[int, int]:
    """Relate anew some mentions with an id above `after`; gives the last id that was looked at, and how many were not done yet.

    A mention that today's program would give the same keys stays as it is. Words that are not kept (`store_text = false`, posts that their
    site deleted) cannot be compared again: what such a mention was found to be to others holds on. The connection must come from
    `storage.database.writing`.
    """
    within = _KEYS.mention_id.between(after + 1, after + SPAN)
    query = select(_KEYS.mention_id, _KEYS.text_key, _KEYS.fingerprints).where(within, _KEYS.normaliser != judge.version)
    stored = {row.mention_id: (row.text_key, row.fingerprints) for row in conn.execute(query.order_by(_KEYS.mention_id).limit(batch))}
    wordless = set(conn.execute(select(_M.id).where(_M.id.in_(stored), _has_no_words())).scalars())
    mentions = load(conn, stored.keys() - wordless)
    others = [
        one
        for (one, mention), keys in zip(mentions.items(), judge.prepare(list(mentions.values())), strict=True)
        if stored[one][0] != keys.text_key or set(np.frombuffer(stored[one][1], "<i4").tolist()) != set(keys.stored)
    ]
    again = sorted(others)[:most]
    ids = [one for one in stored if len(again) < most or one <= again[-1]]
    conn.execute(update(_KEYS).where(_KEYS.mention_id.in_(set(ids) - set(again))).values(normaliser=judge.version))
    if again:
        lasting = _lasting(conn, again)
        relate(conn, [Written(id=one, mention=mentions[one], is_new=False) for one in again], judge)
        found = {(a, b) for a, b in conn.execute(select(_R.a_id, _R.b_id).where(or_(_R.a_id.in_(again), _R.b_id.in_(again))))}
        keep_relations(conn, [row for row in lasting if (row["a_id"], row["b_id"]) not in found])
    return (ids[-1] if ids else after + SPAN), len(ids)


def _first_stale(engine: Engine, version: int, after: int) -> int | None:
    """Give the first mention that is not done yet; looked for without the lock, since it may lie behind a million that are."""
    query = select(_KEYS.mention_id).where(_KEYS.mention_id > after, _KEYS.normaliser != version).order_by(_KEYS.mention_id).limit(1)
    with reading(engine) as conn:
        return conn.execute(query).scalar()


class Rekeying:
    """Does some whenever it is called, for a store that has nothing else to do; True while more are left."""

    def __init__(self, engine: Engine, judge: Judge) -> None:
        self._engine = engine
        self._judge = judge
        self._after = 0

    def __call__(self) -> bool:
        """Relate some mentions anew; False once all are done."""
        try:
            first = _first_stale(self._engine, self._judge.version, self._after)
            if first is None:
                return False
            with writing(self._engine) as conn:
                self._after, done = rekey_some(conn, self._judge, after=first - 1)
        except StorageError as error:
            logger.info("mentions are related anew later: %s", error)
            return True
        logger.debug("%d mentions related anew", done)
        return True


def _lasting(conn: Connection, ids: list[int]) -> list[dict[str, object]]:
    """Give the relations of mentions to those whose words are gone: they cannot be found again."""
    rows = []
    for here, there in ((_R.a_id, _R.b_id), (_R.b_id, _R.a_id)):
        query = select(_R.a_id, _R.b_id, _R.kind, _R.score, _R.why, _R.one_author).join(_M, _M.id == there)
        rows += [dict(row) for row in conn.execute(query.where(here.in_(ids), _has_no_words())).mappings()]
    return rows


def _has_no_words() -> ColumnElement[bool]:
    """Whether nothing of what a mention says is kept."""
    return ~or_(_M.text != "", _M.title.is_not(None), _M.pros.is_not(None), _M.cons.is_not(None))
