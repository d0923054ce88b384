"""Configuration: what is taken, and what each error says."""

import re
from importlib.resources import files
from pathlib import Path

import pytest
from pydantic import BaseModel

from crawler import config as config_module
from crawler.config import load_config
from crawler.config_brands import load_brands
from crawler.config_tables import BrandTable, SiteTable, seconds
from mentions.brand import Near
from mentions.errors import ConfigError
from spiders.base.engine import Engine, Options

ACME = '[Acme]\nterms = ["Acme", "Акме"]\n'
TALK = '[talk]\nengine = "board"\nurl = "https://talk.example"\n'


class BoardOptions(Options):
    """Options of a made-up engine."""

    category: int | None = None


class Board(Engine):
    """A made-up engine."""

    engine = "board"
    Options = BoardOptions


class Fenced(Engine):
    """A made-up engine whose terms restrict collecting."""

    engine = "fenced"
    needs_terms = True
    may_store_text = False


@pytest.fixture(autouse=True)
def two_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two made-up engines, so that these tests hold whatever engines there are."""
    known = {"board": Board, "fenced": Fenced}
    monkeypatch.setattr(config_module, "engine_modules", lambda: dict.fromkeys(known, "here"))
    monkeypatch.setattr(config_module, "engine_class", known.__getitem__)


def written(folder: Path, brands: str = ACME, **sites: str) -> Path:
    (folder / "sites").mkdir(exist_ok=True)
    (folder / "brands.toml").write_text(brands, encoding="utf-8")
    for name, text in sites.items():
        (folder / "sites" / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("text", "expected"),
    [("90s", 90), ("30m", 1800), ("2h", 7200), ("1d", 86400), ("1w", 604800), ("1.5h", 5400), (" 5 M ", 300)],
)
def test_a_duration_is_read_as_seconds(text: str, expected: float) -> None:
    assert seconds(text) == expected


def test_a_full_brand_is_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "brands.toml"
    file.write_text(
        '["Acme Co"]\nterms = ["Acme"]\nhandles = ["@acme_help"]\ndomains = ["Acme.example"]\nambiguous = true\ncontext = ["phone"]\n'
        'exclude = ["acme comics"]\nrequire_all = ["buy"]\nnear = { words = ["shop"], within = 4 }\nlanguages = ["en"]\n'
        'sites = ["talk"]\ncompetitor = true\nlistings = ["https://maps.example/42"]\n',
        encoding="utf-8",
    )
    (brand,) = load_brands(file)
    assert (brand.id, brand.handles, brand.domains, brand.near) == (
        "Acme Co",
        ("acme_help",),
        ("acme.example",),
        Near(words=("shop",), within=4),
    )
    assert (brand.ambiguous, brand.competitor, brand.sites, brand.languages) == (True, True, ("talk",), ("en",))


def test_a_site_s_keys_arrive_in_their_units(tmp_path: Path) -> None:
    text = TALK + 'every = "30m"\nevery_min = "90s"\ndelay = 0\nheaders = { X-Note = "a" }\nabout = ["Acme"]\noptions = { category = 5 }\n'
    site = load_config(written(tmp_path, a=text)).sites["talk"]
    assert (site.every_s, site.every_min_s, site.delay_s, site.about, site.options) == (1800.0, 90.0, 0.0, ("Acme",), {"category": 5})


def test_the_shortest_wait_is_never_longer_than_the_longest(tmp_path: Path) -> None:
    site = load_config(written(tmp_path, a=TALK + 'every = "60s"\n')).sites["talk"]
    assert (site.every_s, site.every_min_s) == (60.0, 60.0)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("dealy = 2.0", r"unknown key 'dealy'; did you mean 'delay'\?"),
        ("zzzz = 1", r"unknown key 'zzzz'; known: about, "),
        ("delay = -1", r"key 'delay': -1: .*0; write seconds from 0"),
        ("delay = nan", r"key 'delay'"),
        ('delay = "2"', r"key 'delay': '2': .*number"),
        ("concurrency = 0", r"key 'concurrency': 0"),
        ("max_pages = 1.5", r"key 'max_pages': 1.5"),
        ('every = "soon"', r"key 'every': 'soon': not a duration; write a duration such as"),
        ('every = "0m"', r"key 'every': '0m': a duration must be above 0"),
        ('every = "5m"\nevery_min = "1h"', r"'every_min': '1h' is longer than every = '5m'"),
        ('timezone = "Europe/Berln"', r"'Europe/Berln': unknown time zone; .*did you mean 'Europe/Berlin'\?"),
        ('timezone = "../etc/passwd"', r"unknown time zone"),
        ('date_order = "DYM"', r"key 'date_order'"),
        ('languages = ["english"]', r"key 'languages': 'english'.*ISO 639-1"),
        ("obey_robots = false", r"obey_robots': false needs robots_reason"),
        ('obey_robots = "no"', r"key 'obey_robots': 'no'.*true or false"),
        ('about = ["Acmee"]', r"key 'about': 'Acmee' is no brand of brands.toml; did you mean 'Acme'\?"),
        ('user_agent = "a\\nb"', r"key 'user_agent'"),
        ('headers = { "X Y" = "a" }', r"key 'headers.*not a header name"),
        ('headers = { X = "a\\r\\nCookie: b" }', r"printable ASCII"),
        ("options = { categry = 5 }", r"unknown key 'options.categry'; did you mean 'category'\?"),
        ('options = { category = "five" }', r"key 'options.category': 'five'"),
        ("about = [5]", r"key 'about': 5"),
    ],
)
def test_a_wrong_key_disables_its_site_only_and_is_explained(tmp_path: Path, line: str, said: str) -> None:
    config = load_config(written(tmp_path, a=TALK + line + "\n", b=TALK.replace("talk", "other")))
    (broken,) = config.broken
    assert (list(config.sites), broken.name, broken.file.name) == (["other"], "talk", "a.toml")
    assert broken.error.startswith(f"{tmp_path / 'sites' / 'a.toml'}: [talk]: ")
    assert re.search(said, broken.error), broken.error
    assert "\n" not in broken.error


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[talk]\nurl = "https://talk.example"', r"key 'engine' is missing"),
        ('[talk]\nengine = "board"', r"key 'url' is missing"),
        ('[talk]\nengine = "bord"\nurl = "https://talk.example"', r"key 'engine': 'bord' is no engine; did you mean 'board'\?"),
        ('[talk]\nengine = "board"\nurl = "talk.example"', r"key 'url': 'talk.example': not an http"),
        ('[talk]\nengine = "board"\nurl = "file:///etc/passwd"', r"not an http"),
        ('[talk]\nengine = "board"\nurl = "https://me:secret@talk.example"', r"no user name or password"),
        ('[talk]\nengine = "board"\nurl = "https://talk.example:port"', r"key 'url'"),
        ('[talk]\nengine = "board"\nurl = "http://[::1"', r"key 'url'"),
        ('[talk]\nengine = "fenced"\nurl = "https://talk.example"', r"'terms_accepted' is missing; the terms of fenced"),
        ('[talk.example]\nengine = "board"\nurl = "https://talk.example"', r"quotes"),
        ('talk = "board"', r"\[talk\]: not a table but 'board'"),
        ('["a b"]\nengine = "board"\nurl = "https://talk.example"', r"a site's name is letters"),
    ],
)
def test_a_wrong_table_is_explained(tmp_path: Path, text: str, said: str) -> None:
    config = load_config(written(tmp_path, a=text))
    assert config.sites == {}
    assert re.search(said, config.broken[0].error), config.broken[0].error


def test_a_name_taken_twice_keeps_the_first_and_says_where_it_is(tmp_path: Path) -> None:
    config = load_config(written(tmp_path, a=TALK, b=TALK + "delay = 9\n"))
    assert config.sites["talk"].delay_s == 2.0
    assert "the name is taken by a table in" in config.broken[0].error
    assert "a.toml" in config.broken[0].error


def test_a_file_that_is_no_toml_names_its_line_and_leaves_the_others(tmp_path: Path) -> None:
    config = load_config(written(tmp_path, a="[talk]\nengine = board\n", b=TALK))
    assert list(config.sites) == ["talk"]
    assert (config.broken[0].name, "at line 2" in config.broken[0].error) == ("", True)


def test_text_is_not_kept_where_the_engine_s_terms_forbid_it(tmp_path: Path) -> None:
    text = '[talk]\nengine = "fenced"\nurl = "https://talk.example"\nterms_accepted = "a letter"\nstore_text = true\n'
    assert load_config(written(tmp_path, a=text)).sites["talk"].store_text is False


@pytest.mark.parametrize(
    ("brands", "said"),
    [
        ("[Acme]\n", r'\["Acme"\]: key \'terms\' is missing'),
        ("[Acme]\nterms = []\n", r"key 'terms': \[\]"),
        ('[Acme]\nterms = ["Acme", ""]\n', r"key 'terms': '': empty"),
        ('[Acme]\nterms = ["!!!"]\n', r"key 'terms': '!!!': empty: it has no letter or digit"),
        ('[Acme]\nterms = "Acme"\n', r"key 'terms': 'Acme'"),
        ('[Acme]\nterms = ["Acme"]\ncontxt = []\n', r"unknown key 'contxt'; did you mean 'context'\?"),
        ('[Acme]\nterms = ["Acme"]\nnear = { word = ["a"] }\n', r"near"),
        ('[Acme]\nterms = ["Acme"]\nnear = { words = ["a"], wthin = 3 }\n', r"unknown key 'near.wthin'; did you mean 'within'\?"),
        ('[Acme]\nterms = ["Acme"]\ndomains = ["https://acme.example/x"]\n', r"not a host name; write host names without https://"),
        ('[Acme]\nterms = ["Acme"]\nsites = ["tlk"]\n', r"'tlk' is no site of sites/\*.toml; did you mean 'talk'\?"),
        ('terms = ["Acme"]\n', r"'terms' stands outside a table"),
        ('[""]\nterms = ["Acme"]\n', r"must be printable"),
        ("[Acme\n", r"at line 1"),
    ],
)
def test_wrong_brands_stop_before_anything_is_done(tmp_path: Path, brands: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said) as caught:
        load_config(written(tmp_path, brands, a=TALK))
    assert str(tmp_path / "brands.toml") in str(caught.value)


def test_a_missing_folder_names_the_command_that_makes_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="untagged init"):
        load_config(tmp_path / "nothing")


def test_bytes_that_are_not_utf_8_are_told(tmp_path: Path) -> None:
    (tmp_path / "brands.toml").write_bytes('[Acme]\nterms = ["Акме"]\n'.encode("cp1251"))
    with pytest.raises(ConfigError, match="not UTF-8"):
        load_brands(tmp_path / "brands.toml")


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "brands.toml").write_bytes(b"\xef\xbb\xbf" + ACME.encode())
    assert [brand.id for brand in load_brands(tmp_path / "brands.toml")] == ["Acme"]


def test_the_starter_shows_every_key_and_is_right_with_all_of_them_switched_on(tmp_path: Path) -> None:
    starter = files("crawler") / "starter"
    on = {
        name: re.sub(r"(?m)^# (?=\[|\w+ = )", "", (starter / name).read_text(encoding="utf-8"))
        for name in ("brands.toml", "sites/example.toml")
    }
    config = load_config(
        written(
            tmp_path,
            on["brands.toml"],
            example=on["sites/example.toml"].replace('"discourse"', '"board"'),
        )
    )
    assert config.broken == ()
    for key in SiteTable.model_fields:
        assert re.search(rf"(?m)^{key} = ", on["sites/example.toml"]), key
    assert [brand.id for brand in config.brands] == ["Acme", "Apex"]


@pytest.mark.parametrize("there", [True, False])
def test_a_browser_that_is_not_installed_is_told_before_the_first_request(there: bool, tmp_path: Path, monkeypatch) -> None:
    if not there:
        monkeypatch.setattr("importlib.util.find_spec", lambda name: None)  # noqa: ARG005 - its signature
    config = load_config(written(tmp_path, ACME, talk=TALK + "render = true\n"))
    assert [site.render for site in config.sites.values()] == [True] * there
    assert ["pip install 'untagged[render]'" in broken.error for broken in config.broken] == [True] * (not there)


DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(("page", "model"), [("adding-a-site.md", SiteTable), ("operators.md", BrandTable)])
def test_every_key_is_on_its_page(page: str, model: type[BaseModel]) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    for key in model.model_fields:
        assert re.search(rf"(?m)^\| `{key}` \|", text), key
