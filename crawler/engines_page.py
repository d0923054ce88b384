"""docs/engines.md, made from the code: `python -m crawler.engines_page > docs/engines.md`."""

import sys

from spiders.base.engine import Engine
from spiders.base.registry import FAMILIES, engines

HEAD = """\
# Engines

Made from the code (`python -m crawler.engines_page > docs/engines.md`); a test keeps it up to date. *page*: reads real saved pages;
*documented*: built from official documentation, never seen against a real answer. `text off`: its terms forbid keeping text, so only
counts, ratings and ids are kept. `terms_accepted`: its terms restrict collecting, and a site's table must say why you may.
"""


def page() -> str:
    """Return the whole page."""
    found = engines().values()
    return HEAD + "".join(_family(family, [engine for engine in found if engine.family == family]) for family in FAMILIES)


def _family(name: str, found: list[type[Engine]]) -> str:
    """Return one family's table."""
    rows = "".join(_row(engine) for engine in found)
    return f"\n## {name.capitalize()}\n\n| engine | reads | proven by | terms | options |\n|---|---|---|---|---|\n{rows}" if found else ""


def _row(engine: type[Engine]) -> str:
    """Return one engine's row."""
    summary = (sys.modules[engine.__module__].__doc__ or "").strip().partition("\n")[0].rstrip(".")
    marks = ["text off"] * (not engine.may_store_text) + ["`terms_accepted`"] * engine.needs_terms
    terms = "; ".join([*marks, *([engine.terms] if engine.terms else [])])
    options = ", ".join(f"`{option}`" for option in engine.Options.model_fields)
    cells = (f"`{engine.engine}`", f"{summary} ([documentation]({engine.docs}))", engine.proof, terms, options)
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |\n"


if __name__ == "__main__":
    sys.stdout.write(page())
