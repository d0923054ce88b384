"""Which engines there are: found by their files, no list to edit."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

import spiders
from mentions.errors import ConfigError, UnreadablePageError
from mentions.page import Answer
from spiders.base.engine import Detection, Engine
from spiders.base.propose import propose
from spiders.base.reading import read_answer

FAMILIES = ("forums", "reviews", "maps", "marketplaces", "blogs", "microblogs")
BY_SELECTORS = "selectors"
OWN = 0.6  # below this an engine knows the page by what any page may have
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
    """Return the engine of this name. Raises ConfigError when there is none, or its file holds none."""
    module = engine_modules().get(name)
    if module is None:
        msg = f"there is no engine {name!r} (there are: {', '.join(sorted(engine_modules()))})"
        raise ConfigError(msg)
    members = vars(importlib.import_module(module)).values()
    found = next((m for m in members if isinstance(m, type) and issubclass(m, Engine) and m.__dict__.get("engine") == name), None)
    if found is None:
        msg = f"{module} has no class with engine = {name!r}: an engine's file and its engine bear one name"
        raise ConfigError(msg)
    return found


def engines() -> dict[str, type[Engine]]:
    """Return all engines by name; imports them all."""
    return {name: engine_class(name) for name in sorted(engine_modules())}


def detect(answer: Answer) -> Detection | None:
    """Return the engine that is surest of the answer; selectors proposed for it where none knows it; None when two are equally sure."""
    found = []
    try:
        _ = answer.is_json or answer.html  # parsed once for all
    except UnreadablePageError:
        return None
    for engine in engines().values():
        try:
            detection = engine.recognise(answer)
        except (UnreadablePageError, ValueError, KeyError, TypeError, AttributeError, IndexError):
            continue  # a page that breaks a recogniser is not that engine's page
        if detection is not None and detection.score >= SURE:
            found.append(detection)
    found.sort(key=lambda d: -d.score)
    if not found:
        return _proposed(answer, None)
    if len(found) > 1 and found[0].score == found[1].score:
        return None
    return (_proposed(answer, engine_class(found[0].engine)) if found[0].score < OWN else None) or found[0]


def _proposed(answer: Answer, other: type[Engine] | None) -> Detection | None:
    """Return the engine that reads by selectors, with those that plainly read this page, or None.

    Where an engine for any page reads it too, only if both read the same posts: selectors know the board's ids and its threads.
    """
    proposal = propose(answer, engine_class(BY_SELECTORS))
    if proposal is None or proposal.score < SURE or (other is not None and not proposal.bears_out(read_answer(other, answer))):
        return None
    return Detection(engine=BY_SELECTORS, score=proposal.score, options=proposal.options)
