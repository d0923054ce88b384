"""Which engines there are: found by their files, no list to edit."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

import spiders
from mentions.errors import ConfigError, UnreadablePageError
from mentions.page import Answer
from spiders.base.engine import Detection, Engine

FAMILIES = ("forums", "reviews", "maps", "marketplaces", "blogs", "microblogs")
SURE = 0.5  # below this a likeness is not told: "unknown" rather than a wrong guess


@cache
def engine_modules() -> Mapping[str, str]:
    """Return engine name → module, without importing any."""
    found: dict[str, str] = {}
    for family in FAMILIES:
        folder = f"{spiders.__path__[0]}/{family}"
        found |= {module.name: f"spiders.{family}.{module.name}" for module in pkgutil.iter_modules([folder])}
    return found


@cache
def engine_class(name: str) -> type[Engine]:
    """Return the engine of this name. Raises ConfigError when there is none."""
    module = engine_modules().get(name)
    if module is None:
        msg = f"there is no engine {name!r} (there are: {', '.join(sorted(engine_modules()))})"
        raise ConfigError(msg)
    members = vars(importlib.import_module(module)).values()
    return next(m for m in members if isinstance(m, type) and issubclass(m, Engine) and m.__dict__.get("engine") == name)


def engines() -> dict[str, type[Engine]]:
    """Return all engines by name; imports them all."""
    return {name: engine_class(name) for name in sorted(engine_modules())}


def detect(answer: Answer) -> Detection | None:
    """Return the engine that is surest of the answer, or None when no engine is sure or two are equally so."""
    found = []
    for engine in engines().values():
        try:
            detection = engine.recognise(answer)
        except (UnreadablePageError, ValueError, KeyError, TypeError, AttributeError, IndexError):
            continue  # a page that breaks a recogniser is not that engine's page
        if detection is not None and detection.score >= SURE:
            found.append(detection)
    found.sort(key=lambda d: -d.score)
    if not found or (len(found) > 1 and found[0].score == found[1].score):
        return None
    return found[0]
