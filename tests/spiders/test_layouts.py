"""Layouts are data: every selector and pattern in them must be one."""

import importlib
import pkgutil
from dataclasses import fields

import pytest

import spiders.layouts
from spiders.base.locate import check_css, check_line
from spiders.base.markup import Markup, Posts, Rows

CSS = {"block", "body", "skip", "drop", "quotes", "pinned", "empty"}
NOT_LOCATORS = {"kind", "cut", "rating_max", "key_of", "posts", "rows"}
LAYOUTS = [
    pytest.param(layout, id=f"{found.name}.{name}")
    for found in pkgutil.iter_modules(spiders.layouts.__path__)
    for name, layout in vars(importlib.import_module(f"spiders.layouts.{found.name}")).items()
    if isinstance(layout, Markup)
]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_selector_and_pattern_of_a_layout_can_be_used(layout):
    for part in filter(None, (layout, layout.posts, layout.rows)):
        assert isinstance(part, Markup | Posts | Rows)
        for field in fields(part):
            line = getattr(part, field.name)
            if not line or (field.name in NOT_LOCATORS and not isinstance(part, Rows)):
                continue
            check_css(line) if field.name in CSS else check_line(line)


def test_there_are_layouts():
    assert len(LAYOUTS) >= 10
