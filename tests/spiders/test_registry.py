"""Engines are found by their files; a file without its engine is told."""

import sys
from types import ModuleType

import pytest

from mentions.errors import ConfigError
from spiders.base import registry
from spiders.base.registry import engine_class, engines


def test_every_file_holds_the_engine_of_its_name() -> None:
    assert all(engine.engine == name for name, engine in engines().items())


def test_an_unknown_engine_is_told_with_those_there_are() -> None:
    with pytest.raises(ConfigError, match=r"no engine 'nosuch' \(there are: .*phpbb"):
        engine_class("nosuch")


def test_a_file_without_an_engine_is_a_mistake_in_the_configuration_s_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spiders.forums.hollow", ModuleType("spiders.forums.hollow"))
    monkeypatch.setattr(registry, "engine_modules", lambda: {"hollow": "spiders.forums.hollow"})
    with pytest.raises(ConfigError, match=r"spiders\.forums\.hollow has no class with engine = .hollow."):
        engine_class("hollow")


def test_an_engine_s_family_is_the_folder_it_lies_in() -> None:
    assert [name for name, engine in engines().items() if engine.__module__ != f"spiders.{engine.family}.{name}"] == []
