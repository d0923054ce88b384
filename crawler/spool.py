"""Where pages of a database wait that it cannot take."""

import os
from pathlib import Path

from storage.spool import Spool

FOLDER = "UNTAGGED_SPOOL"
"""The environment variable that names the folder; none: beside a SQLite file, else where the user's programs keep their state."""


def spool_of(url: str) -> Spool:
    """Return the spool of a database."""
    folder = os.environ.get(FOLDER)
    return Spool.of(url, Path(folder) if folder else None)
