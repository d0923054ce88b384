"""docs/engines.md, made from the code: `python -m crawler.engines_page > docs/engines.md`."""

import ast
import inspect
import re
import sys

from spiders.base.engine import Engine
from spiders.base.keyed import NAMED, Keyed
from spiders.base.registry import FAMILIES, engines

HEAD = """\
# Engines

Made from the code (`python -m crawler.engines_page > docs/engines.md`); a test keeps it up to date. *page*: reads real saved pages;
*documented*: built from official documentation, never seen against a real answer. `text off`: its terms forbid keeping text, so only
counts, ratings and ids are kept. `terms_accepted`: its terms restrict collecting, and a site's table must say why you may. What stands
under *url* is what to give in a site's table. APIs that want keys take them from [the environment](#keys).
"""
KEYS = """
## Keys

Secrets stand in the environment, never in a site's table. *without*: what is left when the variable is not set.

| engine | variables | without | where they come from |
|---|---|---|---|
"""
GIVEN = re.compile(r"\b[Aa]ddress(?:es)?\b(?P<given>[,:].+?)(?= \. |\. [A-Z]|\.?$| Quirks\b)")
OF_SUBJECTS = ("reviews", "maps", "marketplaces")  # their modules show addresses that may stand in a site's table
A_SUBJECT = "the page of a subject with its reviews, or one that lists such pages"
A_BOARD = "the board, one of its forums, or one thread"
READ_BY = {"secret": False, "optional_secret": True}  # function of `spiders.base.credentials` → whether an operator may do without


def page() -> str:
    """Return the whole page."""
    found = engines().values()
    families = "".join(_family(family, [engine for engine in found if engine.family == family]) for family in FAMILIES)
    return HEAD + families + KEYS + "".join(_keys(engine) for engine in found)


def secrets_of(engine: type[Engine]) -> dict[str, bool]:
    """Return the environment variables that an engine reads, each with whether it works without."""
    if issubclass(engine, Keyed) and engine.sign is Keyed.sign:
        named = [match for value in (*engine.keys.values(), *engine.parameters.values()) for match in NAMED.finditer(value)]
        return {match[1]: bool(match[2]) for match in named}
    calls = [node for node in ast.walk(ast.parse(inspect.getsource(sys.modules[engine.__module__]))) if isinstance(node, ast.Call)]
    read = [
        (ast.literal_eval(call.args[0]), READ_BY[call.func.id])
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in READ_BY
    ]
    can_do_without = any(may for _, may in read)  # one that may be missing is asked for first
    return {name: can_do_without for name, _ in read}


def address_of(engine: type[Engine]) -> str:
    """Return what a site of this engine has as its `url`: as the engine says, or as its module shows."""
    if engine.address is not None:
        return engine.address
    if engine.family not in OF_SUBJECTS:
        return A_BOARD
    given = GIVEN.search(" ".join((sys.modules[engine.__module__].__doc__ or "").split()))
    return given["given"].lstrip(",: ") if given else A_SUBJECT


def _family(name: str, found: list[type[Engine]]) -> str:
    """Return one family's table."""
    rows = "".join(_row(engine) for engine in found)
    return (
        f"\n## {name.capitalize()}\n\n| engine | reads | proven by | url | terms | options |\n|---|---|---|---|---|---|\n{rows}"
        if found
        else ""
    )


def _row(engine: type[Engine]) -> str:
    """Return one engine's row."""
    summary = (sys.modules[engine.__module__].__doc__ or "").strip().partition("\n")[0].rstrip(".")
    marks = ["text off"] * (not engine.may_store_text) + ["`terms_accepted`"] * engine.needs_terms
    terms = "; ".join([*marks, *([engine.terms] if engine.terms else [])])
    options = ", ".join(f"`{option}`" for option in engine.Options.model_fields)
    return _cells(f"`{engine.engine}`", f"{summary} ([documentation]({engine.docs}))", engine.proof, address_of(engine), terms, options)


def _keys(engine: type[Engine]) -> str:
    """Return the row of an engine that reads secrets; nothing for others."""
    secrets = secrets_of(engine)
    if not secrets:
        return ""
    needed = f"nothing is asked of {engine.api}" if issubclass(engine, Keyed) and engine.api else "its API is not asked"
    without = "it asks as a guest" if all(secrets.values()) else needed
    return _cells(f"`{engine.engine}`", ", ".join(f"`{name}`" for name in secrets), without, engine.keys_from or "")


def _cells(*cells: str) -> str:
    """Return a row of a table."""
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |\n"


if __name__ == "__main__":
    sys.stdout.write(page())
