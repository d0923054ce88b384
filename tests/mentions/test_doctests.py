"""The examples in the docstrings of the floor are true."""

import doctest
import importlib
import pkgutil

import pytest

import mentions

MODULES = sorted(f"mentions.{module.name}" for module in pkgutil.iter_modules(mentions.__path__))


@pytest.mark.parametrize("name", MODULES)
def test_examples_are_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
