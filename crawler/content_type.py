"""Reading a Content-Type header."""


def parse_content_type(value: str | None) -> tuple[str | None, str | None]:
    """Return media type and charset of a Content-Type header; None for what it does not tell.

    >>> parse_content_type("text/HTML; Charset=windows-1251"), parse_content_type(None)
    (('text/html', 'windows-1251'), (None, None))
    """
    if not value:
        return None, None
    kind, _, rest = value.partition(";")
    charset = next((p.partition("=")[2].strip(" \"'") for p in rest.split(";") if p.strip().lower().startswith("charset=")), None)
    return kind.strip().lower() or None, charset or None
