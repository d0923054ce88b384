"""Numbers as pages print them: "1,234 replies", "2.5K", "4,5 из 5"."""

import re
from math import isfinite

DECIMAL = re.compile(r"\d+(?:[.,]\d+)?")
AMOUNT = re.compile(
    r"(?P<sign>^\s*[-\u2212]\s?)?(?P<digits>\d{1,2}(?:,\d{2})+,\d{3}|\d{1,3}(?:[ \u00a0\u202f.,']\d{3})+|\d+)"
    r"(?:[.,](?P<fraction>\d{1,2}))?\s?(?P<unit>[KkMm](?![a-z])|тыс|млн|ngh|tr)?"
)
THOUSANDS = re.compile(r"[ \u00a0\u202f.,']")
UNITS = {"k": 1e3, "m": 1e6, "тыс": 1e3, "млн": 1e6, "ngh": 1e3, "tr": 1e6}


def number(text: str | None) -> int | None:
    """Return the first whole number in a text, thousands separators read over, or None.

    >>> number("1,234 replies"), number("2.5K"), number("10,00,000"), number("-3"), number("no replies")
    (1234, 2500, 1000000, -3, None)
    """
    match = AMOUNT.search(text or "")
    if match is None:
        return None
    digits = THOUSANDS.sub("", match["digits"])
    unit = match["unit"]
    amount = round(float(f"{digits}.{match['fraction'] or 0}") * UNITS[unit.lower()]) if unit else int(digits)
    return -amount if match["sign"] else amount


def decimal(text: str | None) -> float | None:
    """Return the first number in a text, comma or point decimal, or None; also for one that no float can hold.

    >>> decimal("4,5 из 5"), decimal("=5"), decimal("")
    (4.5, 5.0, None)
    """
    match = DECIMAL.search(text or "")
    found = float(match.group().replace(",", ".")) if match else None
    return found if found is not None and isfinite(found) else None
