"""Servers on loopback in processes of their own: a free port, and one that is up when the block begins and gone when it ends."""

import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence

TRIES = 200
PAUSE_S = 0.05


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def serving(module: str, arguments_for: Callable[[int], Sequence[str]]) -> Iterator[int]:
    """Run `python -m module`, with the arguments for a port, until the block ends; gives the port once it answers, or after ten seconds."""
    port = free_port()
    server = subprocess.Popen([sys.executable, "-m", module, *arguments_for(port)])
    try:
        for _ in range(TRIES):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(PAUSE_S)
        yield port
    finally:
        server.terminate()
        server.wait()
