"""The stars that a block shows, whatever shows them: an attribute, a label, the width of a bar, a row of icons, signs in its text."""

import re
from collections.abc import Iterable

from selectolax.lexbor import LexborNode

from spiders.base.locate import find
from spiders.base.numbers import decimal

BEST = 5.0
STARS = re.compile(
    r"(?<!\d)(10|\d(?:[.,]\d+)?)\s*(?:/|out of|von|из|sur|de|van|su|av|z|trên|of)\s*(5|10)\b|"
    r"(\d(?:[.,]\d+)?)[\s-]*(?:stars?|sterne?|étoiles?|зв[её]зд)",
    re.IGNORECASE,
)
STATED = (
    "[data-rating]@data-rating || [data-score]@data-score || [data-stars]@data-stars || [data-rate]@data-rate || "
    r"[data-grade]@data-grade || input[type=radio][checked]@value || meter@value || "
    r"[style*='--']@style ~ --(?:rating|stars?|score|value):\s*(\d(?:\.\d+)?)\s*(?:;|$)"
)
CLASSED = re.compile(r"(?:^|[\s_-])(?:rating|stars?|rated?|score|value)s?[_-]{0,2}(\d)(0|5|[_-]5)?(?:$|\s)", re.IGNORECASE)
TOLD = "[aria-label],[title],[alt],[class*='sr-only'],[class*='hidden']"
BARS = (
    "[class*='star'] [style*='width'],[class*='rating'] [style*='width'],[class*='star'][style*='width'],[class*='rating'][style*='width']"
)
WIDTH = re.compile(r"width:\s*(\d+(?:\.\d+)?)%")
FILLED = re.compile(r"full|fill|(?:^|[\s_-])on(?:$|[\s_-])|active|check|select|gold|yellow|solid|\bfas\b", re.IGNORECASE)
EMPTY = re.compile(
    r"empty|blank|☆|✩|✰|(?:^|[\s_-])off(?:$|[\s_-])|inactive|star-o\b|outline|gr[ae]y|\bfar\b|unfilled|hollow|disabled", re.IGNORECASE
)
HALF = re.compile(r"half", re.IGNORECASE)
ICON = re.compile(r"star|rat(?:e|ing)|point|score|icon|\bfa", re.IGNORECASE)
SHORT = ",".join(f"{tag}:not(:has(*))" for tag in ("span", "div", "p", "td", "li", "b", "small", "strong"))
LONGEST_LABEL = 45  # characters
IN_A_ROW = int(BEST)
NAMED = "[class*='star'],[class*='rating'],[class*='rate'],[class*='score'],[class*='grade']"
A_COUNT = re.compile(r"count|total|votes|reviews|number-of|average", re.IGNORECASE)
SIGNS = re.compile(r"[★⭐✭]{1,5}[☆✩✰]{0,5}")
BARE = re.compile(r"\d(?:[.,]\d{1,2})?")


def stars_of(block: LexborNode) -> tuple[float | None, float]:
    """Return a block's rating and the best value of its scale; None where it shows none."""
    value = decimal(find(block, STATED))
    if value and value <= BEST:
        return value, BEST
    for node in block.css(f"{TOLD},{BARS}"):
        said = " ".join(node.attributes.get(name) or "" for name in ("aria-label", "title", "alt")) + node.text(deep=True)[:40]
        if match := STARS.search(said):
            return _told(match)
        width = WIDTH.search(node.attributes.get("style") or "")
        if width and float(width[1]) > 0:
            return round(float(width[1]) / 100 * BEST, 1), BEST
    icons = icons_of(block)
    return (_filled(icons), BEST) if icons else _by_words(block)


def icons_of(block: LexborNode) -> tuple[str, ...]:
    """Return how five icons in a row are built, in their order; nothing where a block has no such row."""
    for holder in (block, *block.css("*")):
        by_tag: dict[str, list[LexborNode]] = {}
        for child in holder.iter():
            by_tag.setdefault(child.tag or "", []).append(child)
        for icons in by_tag.values():
            if len(icons) == IN_A_ROW and not any(icon.text(deep=True).strip(" \n\t★☆⭐✭✩✰") for icon in icons):
                builds = tuple(_build(icon) for icon in icons)
                if all(ICON.search(build) for build in builds):
                    return builds
    return ()


def full_icons(blocks: Iterable[LexborNode]) -> frozenset[tuple[str, ...]]:
    """Return the rows of full icons, as the blocks tell in which some are full and some are not."""
    rows = (icons_of(block) for block in blocks)
    return frozenset((row[0],) * IN_A_ROW for row in rows if row and len(set(row)) > 1 and _filled(row) is not None)


def _filled(builds: tuple[str, ...]) -> float | None:
    """Return what five icons show, by how they are built; None where they are alike and nothing says that they are full."""
    first = builds[0]
    alike = next((at for at, build in enumerate(builds) if build != first), IN_A_ROW)
    if EMPTY.search(first) and not (alike < IN_A_ROW and EMPTY.search(builds[alike])):  # a full icon may hold an empty one below it
        return None
    if alike == IN_A_ROW:
        return BEST if FILLED.search(first) else None
    if HALF.search(first):
        return None
    rest = builds[alike:]
    half = 0.5 if HALF.search(rest[0]) else 0.0
    rest = rest[1:] if half else rest
    return alike + half if len(set(rest)) <= 1 else None


def _build(icon: LexborNode) -> str:
    """Return what tells a full icon from an empty one: classes, colours and pictures of it and all in it."""
    names = ("class", "href", "xlink:href", "src", "fill", "data-icon")
    values = [value for node in (icon, *icon.css("*")) for name in names if (value := node.attributes.get(name))]
    return " ".join([*values, icon.text(deep=True).strip()])


def _by_words(block: LexborNode) -> tuple[float | None, float]:
    """Return the signs of stars in a block, or the number that an element of this name shows or is called by."""
    for node in block.css(NAMED):
        called = CLASSED.search(node.attributes.get("class") or "")
        if called and 0 < int(called[1]) <= BEST:
            return float(called[1]) + (0.5 if (called[2] or "").endswith("5") else 0.0), BEST
        shown = node.text(deep=True).strip()
        if signs := SIGNS.fullmatch(shown.replace(" ", "")):
            return float(sum(sign in "★⭐✭" for sign in signs.group())), BEST
        if match := STARS.match(shown):
            return _told(match)
        value = decimal(shown) if BARE.fullmatch(shown) and not A_COUNT.search(node.attributes.get("class") or "") else None
        if value and value <= BEST:
            return value, BEST
    for node in block.css(SHORT):
        said = node.text(deep=True).strip()
        if len(said) <= LONGEST_LABEL and (match := STARS.search(said)):
            return _told(match)
    signs = SIGNS.search(block.text(deep=True))
    return (float(sum(sign in "★⭐✭" for sign in signs.group())) if signs else None), BEST


def _told(match: re.Match[str]) -> tuple[float | None, float]:
    """Return the stars that words tell, and their scale."""
    return decimal(match[1] or match[3]), float(match[2] or BEST)
