# The two commands a newcomer needs: `make run` shows it working, `make test` checks it. Both make .venv first, once.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test clean

# Installs nothing and crawls only what is new when called again.
run: $(VENV)/.installed
	@$(BIN)/python -m crawler.sample_web

test: $(VENV)/.installed-for-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --config setup.cfg
	$(BIN)/pytest -q -n auto

clean:
	rm -rf $(VENV) untagged.db untagged.db-wal untagged.db-shm

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "untagged needs Python 3.11 or newer: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.made setup.cfg pyproject.toml
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

# The extra `fast` too: nothing may be skipped.
$(VENV)/.installed-for-tests: $(VENV)/.made setup.cfg pyproject.toml
	$(BIN)/python -m pip install --quiet --editable '.[test]'
	@touch $@ $(VENV)/.installed
