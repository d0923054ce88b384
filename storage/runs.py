"""Keys and who holds them, in sorted runs: every batch writes one of its own, and runs of like size are merged into larger ones.

A row a key, in one index, costs more the more is stored: keys are random, so a batch dirties every page of the index. Here a key is
written once for each size its run grows through, in order, and looked for only in runs whose filter does not rule it out. The
"logarithmic method" of Bentley and Saxe, J. Algorithms 1 (1980); O'Neil et al., The Log-Structured Merge-Tree, Acta Informatica 33
(1996). All is written in the caller's transaction, so nothing has to be mended after a crash.
"""

import json
import secrets
import weakref
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from threading import Lock

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Engine, delete, func, select, text, update

from storage.bloom import Bloom
from storage.bulk import insert_rows
from storage.models import FingerprintChunkRow, FingerprintRunRow

MERGED = 4
"""Runs of one size that become one."""
HELD = 1 << 18
"""Entries up to which a run is held in memory: all of these together take some 10 MB."""
SLICE = 1 << 16
"""Entries merged at once, about."""
FILTER_BYTES = 16 << 20
"""What the filters of the other runs take together; with more than some 15 M keys they rule out less, and more is looked for in vain."""
FETCHED = 4_000
"""Rows of the database asked for at once."""
CHUNK = 64
"""Entries in a row of the database, and as many more as the last key has."""

Keys = npt.NDArray[np.int32]
Entries = npt.NDArray[np.int32]
"""Pairs of a key and a signed mention id, ascending by key: shape (n, 2)."""
_CHUNK = FingerprintChunkRow
_RUN = FingerprintRunRow
_ALL = select(_RUN.id, _RUN.stamp, _RUN.size, _RUN.first, _RUN.chunks).order_by(_RUN.first)
_PAIR = np.dtype("<i4")
_NONE: Entries = np.zeros((0, 2), np.int32)
_NO_CHUNKS = np.zeros(0, np.int64)
_LOW = np.int64(0xFFFFFFFF)
# One bound value for any number of ids: PostgreSQL takes an array, SQLite reads JSON; a list of parameters would be parsed anew each time.
_FETCH = {
    "sqlite": text("SELECT id, entries FROM fingerprint_chunk WHERE id IN (SELECT value FROM json_each(:ids)) ORDER BY id"),
    "postgresql": text("SELECT id, entries FROM fingerprint_chunk WHERE id = ANY(CAST(:ids AS bigint[])) ORDER BY id"),
}


@dataclass(slots=True)
class Run:
    """What is remembered of a run."""

    id: int
    stamp: int
    """Another one once something was deleted from it."""
    size: int
    """Entries it was made of."""
    first: int
    """Id of its first chunk; those of the others follow."""
    starts: Keys
    """The first key of each chunk."""
    filter: Bloom
    entries: Entries | None
    """All of them, of a run that is held."""
    keys: Keys | None
    """Their keys in one piece, which are searched."""

    def chunks_of(self, keys: Keys) -> npt.NDArray[np.int64]:
        """Give the chunks in which keys, ascending, would be: ids, each once."""
        places = np.searchsorted(self.starts, keys, side="right").astype(np.int64) - 1
        return np.unique(places[places >= 0]) + self.first


_remembered: weakref.WeakKeyDictionary[Engine, dict[tuple[int, int], Run]] = weakref.WeakKeyDictionary()
_one_at_a_time = Lock()


def look_up(conn: Connection, keys: Keys) -> tuple[Keys, npt.NDArray[np.int64]]:
    """Give the entries of keys, which are distinct and ascend: the keys, and the signed mention ids under them, in no order."""
    likely = [(run, keys[run.filter.may_hold(keys)]) for run in runs(conn)]
    asked = [run.chunks_of(those) for run, those in likely if run.entries is None]
    fetched = _chunks(conn, np.concatenate(asked or [_NO_CHUNKS]))
    found = [_NONE]
    for run, those in likely:
        entries = run.entries
        if entries is None:
            entries = _entries(b"".join(stored for _, stored in islice(fetched, asked.pop(0).size)))
        found.append(_under(those, entries, run.keys))
    together = np.concatenate(found)
    return together[:, 0], together[:, 1].astype(np.int64)


def add(conn: Connection, keys: Keys, ids: npt.NDArray[np.int64]) -> None:
    """Store entries, ascending by key, as a run, and merge what has become many."""
    if not keys.size:
        return
    write(conn, [np.column_stack((keys, ids.astype(np.int32)))], keys.size)
    sizes: dict[int, list[int]] = {}
    for run_id, size in conn.execute(select(_RUN.id, _RUN.size)):
        sizes.setdefault(_rank(size), []).append(run_id)
    while many := next((rank for rank, those in sorted(sizes.items()) if len(those) >= MERGED), None):
        size, run_id = _merge(conn, sizes.pop(many))
        sizes.setdefault(_rank(size), []).append(run_id)


def write(conn: Connection, parts: Iterable[Entries], size: int) -> int:
    """Write a run of so many entries, given by the part: ascending, no key in two parts, no part empty. Gives its id."""
    last_run = conn.execute(select(func.max(_RUN.first + _RUN.chunks))).scalar()
    first = place = last_run or 1
    bloom, starts = Bloom.sized(size), []
    for part in parts:
        keys = np.ascontiguousarray(part[:, 0])
        bloom.add(keys)
        cuts = np.unique(np.searchsorted(keys, keys[::CHUNK]))  # a key's entries are in one chunk
        starts.append(keys[cuts])
        stored = part.astype(_PAIR).tobytes()
        ends = [*cuts[1:].tolist(), len(part)]
        pieces = [stored[8 * begin : 8 * end] for begin, end in zip(cuts.tolist(), ends, strict=True)]
        insert_rows(conn, _CHUNK, [{"id": place + number, "entries": piece} for number, piece in enumerate(pieces)])
        place += len(pieces)
    run_id = secrets.randbits(62)
    row = {"id": run_id, "stamp": 0, "size": size, "first": first, "chunks": place - first}
    insert_rows(conn, _RUN, [row | {"starts": np.concatenate(starts).astype(_PAIR).tobytes(), "filter": bloom.to_bytes()}])
    return run_id


def drop(conn: Connection, keys: Keys, ids: npt.NDArray[np.int64]) -> None:
    """Delete entries, whatever the sign of their ids; those that are not there are nothing."""
    order = np.argsort(keys, kind="stable")
    keys, gone = keys[order], np.unique(_pairs(keys, ids))
    for run in runs(conn):
        changed = []
        for chunk_id, stored in _chunks(conn, run.chunks_of(keys[run.filter.may_hold(keys)])):
            entries = _entries(stored)
            kept = entries[~np.isin(_pairs(entries[:, 0], np.abs(entries[:, 1])), gone)]
            if len(kept) < len(entries):
                changed.append((chunk_id, kept.tobytes()))
        for chunk_id, entries_kept in changed:
            conn.execute(update(_CHUNK).where(_CHUNK.id == chunk_id).values(entries=entries_kept))
        if changed and run.entries is not None:
            conn.execute(update(_RUN).where(_RUN.id == run.id).values(stamp=secrets.randbits(62)))


def all_entries(conn: Connection) -> Iterator[Entries]:
    """Give all that is stored, by the part."""
    for run in runs(conn):
        for low in range(0, run.starts.size, SLICE // CHUNK):
            last = min(low + SLICE // CHUNK, run.starts.size) - 1
            yield _between(conn, run.first + low, run.first + last)


def runs(conn: Connection) -> list[Run]:
    """Give all runs; each is read once in a process, however often it is asked for.

    The ids of runs are random and never used twice, not even after a transaction that failed: what is remembered of one stays true.
    """
    with _one_at_a_time:
        known = _remembered.setdefault(conn.engine, {})
        rows = conn.execute(_ALL).all()
        found = {(row.id, row.stamp): known.get((row.id, row.stamp)) or _load(conn, *row) for row in rows}
        _fit([run for run in found.values() if run.entries is None])
        known.clear()
        known.update(found)
    return list(found.values())


def _load(conn: Connection, run_id: int, stamp: int, size: int, first: int, chunks: int) -> Run:
    starts, stored = conn.execute(select(_RUN.starts, _RUN.filter).where(_RUN.id == run_id)).one()
    held = _between(conn, first, first + chunks - 1) if size <= HELD else None
    keys = None if held is None else np.ascontiguousarray(held[:, 0])
    return Run(run_id, stamp, size, first, np.frombuffer(starts, _PAIR), Bloom.of_bytes(stored), held, keys)


def _fit(those: Sequence[Run]) -> None:
    """Halve the largest filters until all take no more than they may."""
    while sum(run.filter.bits.size for run in those) > FILTER_BYTES:
        largest = max(those, key=lambda run: run.filter.bits.size)
        largest.filter = largest.filter.halved()


def _under(keys: Keys, entries: Entries, all_keys: Keys | None) -> Entries:
    """Give the entries under keys, which ascend; `all_keys`: those of the entries, where they are at hand in one piece."""
    if not keys.size:
        return _NONE
    if all_keys is None:
        all_keys = np.ascontiguousarray(entries[:, 0])
    first = np.searchsorted(all_keys, keys)
    count = np.searchsorted(all_keys, keys, side="right") - first
    places = np.arange(count.sum()) + np.repeat(first - (np.cumsum(count) - count), count)
    found: Entries = entries[places]
    return found


def _merge(conn: Connection, run_ids: Sequence[int]) -> tuple[int, int]:
    """Make one run of several, in slices of the range of keys, so that what is at hand at once is small. Gives its size and id."""
    old = [run for run in runs(conn) if run.id in set(run_ids)]
    size = sum(run.size for run in old)
    slices = -(-size // SLICE)
    limits = np.linspace(-(1 << 31), 1 << 31, slices + 1).astype(np.int64)
    parts = (_slice(conn, old, int(low), int(high) - 1) for low, high in pairwise(limits))
    run_id = write(conn, (part for part in parts if len(part)), size)
    for run in old:
        conn.execute(delete(_CHUNK).where(_CHUNK.id.between(run.first, run.first + run.starts.size - 1)))
    conn.execute(delete(_RUN).where(_RUN.id.in_([run.id for run in old])))
    return size, run_id


def _slice(conn: Connection, old: Sequence[Run], low: int, high: int) -> Entries:
    """Give the entries of runs with keys from `low` to `high`, ascending."""
    parts = []
    for run in old:
        first = max(0, int(np.searchsorted(run.starts, np.int32(low), side="right")) - 1)
        last = int(np.searchsorted(run.starts, np.int32(high), side="right")) - 1
        entries = _between(conn, run.first + first, run.first + last) if run.entries is None else run.entries
        keys = np.ascontiguousarray(entries[:, 0])
        parts.append(entries[np.searchsorted(keys, np.int32(low)) : np.searchsorted(keys, np.int32(high), side="right")])
    together = np.concatenate(parts)
    pairs = _pairs(together[:, 0], together[:, 1] & _LOW)  # as one number they are sorted in a third of the time
    pairs.sort()
    return np.column_stack(((pairs >> 32).astype(np.int32), pairs.astype(np.int32)))


def _chunks(conn: Connection, ids: npt.NDArray[np.int64]) -> Iterator[tuple[int, bytes]]:
    """Give the chunks with these ids, which ascend, in their order; some thousands are held at once."""
    for start in range(0, ids.size, FETCHED):
        those = ids[start : start + FETCHED].tolist()
        bound: object = json.dumps(those) if conn.dialect.name == "sqlite" else those
        yield from ((row[0], row[1]) for row in conn.execute(_FETCH[conn.dialect.name], {"ids": bound}).all())


def _between(conn: Connection, first: int, last: int) -> Entries:
    """Give the entries of chunks `first` to `last`."""
    stored = conn.execute(select(_CHUNK.entries).where(_CHUNK.id.between(first, last)).order_by(_CHUNK.id)).scalars()
    return _entries(b"".join(stored))


def _entries(stored: bytes) -> Entries:
    return np.frombuffer(stored, _PAIR).reshape(-1, 2)


def _pairs(keys: Keys, ids: npt.NDArray[np.signedinteger]) -> npt.NDArray[np.int64]:
    """Give a number for each entry, another for each pair of key and id."""
    return (keys.astype(np.int64) << 32) | ids.astype(np.int64)


def _rank(size: int) -> int:
    """Tell runs of like size: within a factor of four."""
    return size.bit_length() // 2
