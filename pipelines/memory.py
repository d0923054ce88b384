"""Memory that loading needed and nothing holds any more, given back to the machine."""

import contextlib
import ctypes


def give_back() -> None:
    """Have the C library return its free memory: it would keep tens of megabytes for the life of the process. Does nothing elsewhere."""
    with contextlib.suppress(OSError, AttributeError):  # no glibc
        ctypes.CDLL(None).malloc_trim(0)
