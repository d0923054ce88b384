"""`untagged sample-web`: serves the bundled sample web on loopback until interrupted."""

import argparse
import signal

from crawler.output import say
from crawler.sample_web.server import FIRST_PORT, serve


def run(args: argparse.Namespace) -> int:
    """Serve until SIGINT or SIGTERM, which are the way to end it and no fault."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with serve(args.port or FIRST_PORT) as addresses:
            for name, address in addresses.items():
                say(f"{name}: {address}")
            say("Ctrl+C ends it.")
            while True:
                signal.pause()
    except KeyboardInterrupt:
        return 0
