import asyncio
import dataclasses
import datetime as dt
import functools
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from mentions.brand import Brand
from mentions.mention import Mention, Quote
from mentions.page import Page
from mentions.site import Site
from pipelines.brands import BrandMatcher, BrandsPipeline, BrandsStep, hold_back_languages, hold_back_page, match_mention

OWNED = Brand(id="Ravelto", terms=("Ravelto",), domains=("ravelto.example",), handles=("@ravelto_help",), exclude=("ravelto comics",))
BRANDS = (
    Brand(id="Acme", terms=("Acmetron",), listings=("https://maps.example/place/42",)),
    Brand(id="Orange", terms=("Orange",), ambiguous=True),
    Brand(id="Lumo", terms=("Lumotek",), languages=("de",)),
)


@functools.cache
def matcher() -> BrandMatcher:
    return BrandMatcher(BRANDS, typos=False)


def mention(text: str = "", key: str = "1", **fields: Any) -> Mention:
    return Mention(site="board", engine="made", key=key, text=text, **fields)


def page(*mentions: Mention) -> Page:
    return Page(
        site="board",
        engine="made",
        url="https://board.example/",
        outcome="ok",
        mentions=mentions,
        fetched_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    )


def test_a_mention_without_brands_is_the_same_object() -> None:
    one = mention("nothing here")
    assert match_mention(matcher(), one) is one


def test_a_mention_matched_again_is_the_same_object() -> None:
    once = match_mention(matcher(), mention("Acmetron"))
    assert match_mention(matcher(), once) is once


def test_what_a_site_is_about_needs_no_words() -> None:
    (match,) = match_mention(matcher(), mention("great!"), about=("Acme",)).brands
    assert ("Acme", 0, 0, "board", "about", False, "listing") == (
        match.brand, match.start, match.end, match.matched, match.rule, match.tagged, match.where,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "listed"),
    [
        ({"subject_url": "https://maps.example/place/42"}, True),
        ({"subject_url": "http://www.maps.example/place/42/"}, True),
        ({"thread_url": "https://maps.example/place/42?page=2"}, True),
        ({"url": "https://maps.example/place/42/reviews/7"}, True),
        ({"url": "https://maps.example/place/421"}, False),
        ({"url": "https://maps.example/place"}, False),
        ({"url": "not an address"}, False),
        ({}, False),
    ],
)
def test_reviews_on_or_under_a_listing_count_whatever_their_words(fields: dict[str, str], listed: bool) -> None:
    brands = match_mention(matcher(), mention("great!", **fields)).brands
    assert ([("Acme", "listing")] if listed else []) == [(match.brand, match.rule) for match in brands]


def test_the_step_takes_out_what_names_no_brand_and_counts_it() -> None:
    done = BrandsStep(matcher(), {})(page(mention("Acmetron!", "1"), mention("nothing", "2"), mention("an orange", "3")))
    assert ["1"] == [one.key for one in done.mentions]
    assert 2 == done.no_brand
    assert ["3"] == [one.key for one in done.look_alikes]


def test_a_stored_post_that_was_read_anew_stays_on_its_page_without_a_brand() -> None:
    done = BrandsStep(matcher(), {})(dataclasses.replace(page(mention("nothing", "1"), mention("nothing", "2")), swept=("2",)))
    assert (["2"], 1) == ([one.key for one in done.mentions], done.no_brand)


def test_the_step_knows_what_its_sites_are_about() -> None:
    sites = {"board": Site(name="board", engine="made", url="https://board.example/", about=("Acme",))}
    assert 1 == len(BrandsStep(matcher(), sites)(page(mention("nothing"))).mentions)


def test_a_page_that_changes_in_nothing_is_the_same_object() -> None:
    step = BrandsStep(matcher(), {})
    empty = page()
    assert step(empty) is empty
    once = step(page(mention("Acmetron")))
    assert step(once) is once


@pytest.mark.parametrize(("language", "kept"), [("de", 1), ("en", 0), (None, 1), ("und", 1)])
def test_a_language_told_later_holds_back_what_it_must(language: str | None, kept: int) -> None:
    found = match_mention(matcher(), mention("Lumotek"))
    told = Mention(site="board", engine="made", key="1", text="Lumotek", brands=found.brands, language=language)
    done = hold_back_languages(told, BRANDS)
    assert kept == len(done.brands)
    assert [f"language: {language}"] * (1 - kept) == [held.reason for held in done.held_back]


@dataclass(frozen=True)
class Context:
    """What `crawler` would put into the settings."""

    brands: tuple[Brand, ...] = BRANDS
    sites: dict[str, Site] = field(default_factory=dict)


def test_scrapys_adapter_reads_the_context() -> None:
    crawler: Any = SimpleNamespace(settings={"UNTAGGED_CONTEXT": Context()})
    step = BrandsPipeline.from_crawler(crawler)
    done = asyncio.run(step.process_item(page(mention("Acmetron", "1"), mention("Lumotek", "2"), mention("x", "3"))))
    assert (["1", "2"], 1) == ([one.key for one in done.mentions], done.no_brand)
    told = page(
        *(Mention(site="board", engine="made", key=one.key, text=one.text, brands=one.brands, language="en") for one in done.mentions)
    )
    late = hold_back_page(told, BRANDS)
    assert (["1"], 1, ["2"]) == ([one.key for one in late.mentions], late.no_brand, [one.key for one in late.look_alikes])


def test_a_page_of_huge_posts_is_read_alike() -> None:
    pipeline = BrandsPipeline(Context())
    many = page(*(mention("Acmetron and more " * 3_000 if number % 2 else "nothing " * 5_000, str(number)) for number in range(6)))
    done = asyncio.run(pipeline.process_item(many))
    assert (["1", "3", "5"], 3) == ([one.key for one in done.mentions], done.no_brand)
    assert done == BrandsStep(matcher(), {})(many)


def test_brands_that_are_edited_while_it_runs_are_looked_for_from_the_next_page_on() -> None:
    context: Any = SimpleNamespace(brands=BRANDS, sites={})
    step = BrandsPipeline(context)
    one = page(mention("Kettlewise"))

    async def at_once() -> list[int]:
        return [len(done.mentions) for done in await asyncio.gather(*(step.process_item(one) for _ in range(3)))]

    assert asyncio.run(at_once()) == [0, 0, 0]
    context.brands = (*BRANDS, Brand(id="Kettlewise", terms=("Kettlewise",)))
    assert asyncio.run(at_once()) == [1, 1, 1]


def test_without_brands_of_one_language_the_late_step_does_nothing() -> None:
    one = page(mention("x"))
    assert hold_back_page(one, ()) is one


@pytest.mark.parametrize(
    ("link", "rule"),
    [
        ("https://ravelto.example/", "link"),
        ("http://shop.ravelto.example:8080/x?y#z", "link"),
        ("https://board.example/go?to=https%3A%2F%2Fwww.ravelto.example%2Fdeals", "link"),
        ("https://vk.com/away.php?to=https://ravelto.example", "link"),
        ("https://t.me/ravelto_help", "handle"),
        ("https://www.youtube.com/@ravelto_help/videos", "handle"),
        ("https://ravelto.example.phish.test/", None),
        ("https://notravelto.example/", None),
        ("https://news.test/ravelto.example", None),
        ("https://news.test/ravelto-review", None),  # a name in an address says where something lies
        ("https://t.me/ravelto_help_not", None),
        ("https://board.example/users/ravelto_help", None),  # no network: another's account
    ],
)
def test_a_link_to_the_brand_s_own_host_or_account_tags(link: str, rule: str | None) -> None:
    """Its words need not show the address."""
    found = match_mention(BrandMatcher([OWNED], typos=False), mention("write to them", links=("https://other.test/", link))).brands
    assert [(match.rule, match.tagged, match.where, match.start, match.end, match.matched) for match in found] == (
        [(rule, True, "link", 0, 0, link)] if rule else []
    )


def test_a_link_that_the_words_show_counts_once_and_makes_a_name_tagged() -> None:
    owned = BrandMatcher([OWNED], typos=False)
    shown = match_mention(owned, mention("see https://ravelto.example/x", links=("https://ravelto.example/x",))).brands
    assert [(match.rule, match.where) for match in shown] == [("link", "text")]
    behind = match_mention(owned, mention("see Ravelto", links=("https://ravelto.example/x", "https://ravelto.example/y"))).brands
    assert [(match.rule, match.where, match.tagged) for match in behind] == [("term", "text", False), ("link", "link", True)]


def test_conditions_hold_for_links_too() -> None:
    brand = Brand(id="Ravelto", terms=("Ravelto",), domains=("ravelto.example",), sites=("shop",), require_all=("kettle",))
    linked = mention("my kettle", links=("https://ravelto.example/",))
    assert match_mention(BrandMatcher([brand], typos=False), linked).brands == ()
    here = BrandMatcher([dataclasses.replace(brand, sites=("board",))], typos=False)
    assert [match.where for match in match_mention(here, linked).brands] == ["link"]
    (held,) = match_mention(here, dataclasses.replace(linked, text="my pot")).held_back
    assert (held.where, held.reason, held.matched) == ("link", "require_all: no kettle", "https://ravelto.example/")


def test_pros_and_cons_are_read_and_replies_and_quotes_are_not() -> None:
    one = mention("fine", title="Ok", pros="it is Acmetron", cons="Acmetrons, ugly", owner_reply="Acmetron thanks you")
    found = match_mention(matcher(), dataclasses.replace(one, quotes=(Quote(text="Acmetron"),))).brands
    assert [(match.where, match.start, match.end, match.matched) for match in found] == [
        ("pros", 6, 14, "Acmetron"),
        ("cons", 0, 9, "Acmetrons"),
    ]


def test_a_post_without_brands_but_a_link_stays_cheap_and_whole() -> None:
    one = mention("nothing here", links=("https://other.test/",))
    assert match_mention(matcher(), one) is one
