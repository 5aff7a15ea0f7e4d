# Everything a newcomer needs: make run, make test. They set up what is missing by themselves.
# make test COVER=1 measures coverage too and fails below the gates; it takes half as long again.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# What decides and what keeps: every branch of it is played by a test.
WHOLLY := conversations/*,conversations/kit/*,conversations/effects/*,bot/lookups/*,bot/engine.py,bot/play.py,bot/presence.py,bot/stage.py,bot/turn.py,bot/crypt.py,bot/config/*,bot/texts.py,bot/yamlfile.py,bot/store/*,bot/telegram/sender.py,bot/telegram/streams.py,bot/telegram/delivery.py,bot/telegram/limits.py,bot/telegram/reader.py,bot/telegram/allowed.py

.PHONY: run test check bench walk drill docs pictures clean

run: $(VENV)/.run
	@$(BIN)/python -m bot run

test: $(VENV)/.dev
	@$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(if $(COVER),--cov --cov-report=term:skip-covered)
	$(if $(COVER),@$(BIN)/python -m coverage report --include='$(WHOLLY)' --fail-under=100 --show-missing)

check: $(VENV)/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest tests/test_imports.py -q --no-cov

bench: $(VENV)/.dev
	@$(BIN)/python -m benchmarks

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Sebaya needs Python 3.11 or newer: make run PYTHON=python3.12"; exit 1; }
	@echo "Setting up in $(VENV) …"
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing: on Debian and Ubuntu, apt install python3-venv"; rm -rf $(VENV); exit 1; }

$(VENV)/.run: pyproject.toml | $(BIN)/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.dev: pyproject.toml | $(BIN)/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ $(VENV)/.run

# Two drills: a backup of the database, restored beside it and compared; and, with Litestream installed, the loss of a whole machine under load.
drill: $(VENV)/.run
	@$(BIN)/python -m bot drill
	@$(BIN)/python -m tests.crash.failover

# The documentation as a site, in site/.
docs: | $(BIN)/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[docs]'
	@NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet && echo "Open site/index.html"

# The strip of pictures in the README, taken from the page (needs Chromium).
pictures: $(VENV)/.dev
	@$(BIN)/python -m tests.story_pictures

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .hypothesis .coverage
