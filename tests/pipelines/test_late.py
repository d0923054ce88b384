import pickle

from mentions.brand import Brand
from mentions.mention import BrandMatch, Mention
from mentions.page import Page
from mentions.site import Site
from pipelines.late import LateSteps

BRANDS = (Brand(id="Lumotek", terms=("Lumotek",), languages=("de",)), Brand(id="Acme", terms=("Acme",)))
SITES = {"board": Site(name="board", engine="made", url="https://board.example/", languages=("de",))}
GERMAN = "Das ist wirklich ein sehr gutes Gerät, ich würde den Lumotek jederzeit wieder kaufen."
ENGLISH = "This is really a very good device, I would buy the Lumotek again at any time, no question."


def named(key: str, text: str) -> Mention:
    at = text.index("Lumotek")
    match = BrandMatch(brand="Lumotek", start=at, end=at + 7, matched="Lumotek", rule="term", tagged=False)
    return Mention(site="board", engine="made", key=key, text=text, brands=(match,))


def test_language_is_told_and_holds_back_brands_of_other_languages() -> None:
    steps = LateSteps(BRANDS, SITES)
    page = Page(site="board", engine="made", url="", outcome="ok", mentions=(named("1", GERMAN), named("2", ENGLISH)), read=2)
    done = steps(page)
    assert ([("1", "de")], 1) == ([(one.key, one.language) for one in done.mentions], done.no_brand)
    assert pickle.loads(pickle.dumps(steps))(page) == done  # noqa: S301 - our own
