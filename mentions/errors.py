"""The one small tree of errors; each class says who raises it and when."""


class ListeningError(Exception):
    """Base of all errors that `untagged` raises on purpose; the command line prints it as one sentence, without a traceback."""


class ConfigError(ListeningError):
    """Raised by the configuration loader before the first request; names file, table, key, value and cure."""


class UsageError(ListeningError):
    """Raised by the command line for a call that cannot be carried out as given; nothing was done (exit status 2)."""


class UnreadablePageError(ListeningError):
    """Raised by an engine's reader when a page is not one of its pages, or its layout has changed."""


class FetchError(ListeningError):
    """Raised by `fetch` when no answer came: a reset, a time-out, a failed look-up, a refused address, an answer over the limits."""


class RobotsDisallowedError(FetchError):
    """Raised by `fetch` when the site's robots.txt forbids the address, or could not be had (5xx)."""


class StorageError(ListeningError):
    """Raised by storage when the database is away, locked for too long, full, or refuses a row."""


class SchemaError(StorageError):
    """Raised by storage when the database's schema is newer or older than this program's; names the cure."""
