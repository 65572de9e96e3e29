# One command each: `make run` serves, `make test` proves. docs/operating.md says more.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.ONESHELL:
MAKEFLAGS += --no-print-directory

HOST ?= 127.0.0.1
PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
# Each test goes to the core that is free, but for those that share what they set up (`xdist_group`); those that start
# servers come first, as tests/conftest.py puts them.
ON_ALL_CORES := --numprocesses auto --dist loadgroup --no-loadscope-reorder
# A story waits as long as it works.
IN_BROWSERS := --numprocesses $(shell expr $$(getconf _NPROCESSORS_ONLN) + 2) --dist loadfile --no-loadscope-reorder
# Collected where `codev/settings.py` has it; written last, the manifest says when.
MANIFEST := $(subst $() ,\ ,$(or $(CODEV_VAR),var))/static/staticfiles.json
CATALOGUES := $(wildcard locale/*/LC_MESSAGES/django.po)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Else every process of the tests would compile all modules anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test check static unit coverage browser long faults bench bench-quick format lock messages shots tools

run: var/.installed var/.messages $(MANIFEST)
	@export HOST=$(HOST) PORT=$(PORT)
	$(BIN)/python -m codev.local $$HOST $$PORT
	echo "Codev: http://$$HOST:$$PORT/"
	exec $(BIN)/daphne --verbosity 0 --bind $$HOST --port $$PORT codev.asgi:application

test: check browser

check: var/.installed-dev var/.messages tools
	@$(MAKE) --jobs=2 --output-sync=target unit static

static: var/.installed-dev
	@$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m tests.formatting --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python -m codev.messages --check
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/djlint templates --lint --quiet --extension jinja --profile jinja

unit: var/.installed-dev var/.messages tools
	@$(BIN)/pytest $(ON_ALL_CORES) --durations=5

# Each worker measures its own data; pytest-cov puts them together.
coverage: var/.installed-dev var/.messages tools
	@mkdir -p var/coverage
	$(BIN)/pytest $(ON_ALL_CORES) --cov --cov-report=term --cov-report=json:var/coverage/report.json

browser: var/.installed-dev var/.messages tools
	@DJANGO_ALLOW_ASYNC_UNSAFE=1 $(BIN)/pytest $(IN_BROWSERS) --durations=5 tests/e2e

long: var/.installed-dev var/.messages tools
	@HYPOTHESIS_PROFILE=long $(BIN)/pytest tests/sessions/rulebook/test_machine_properties.py tests/sessions/rulebook/test_outlook.py
	$(BIN)/pytest $(ON_ALL_CORES) -m long || [ $$? -eq 5 ]
	DJANGO_ALLOW_ASYNC_UNSAFE=1 $(BIN)/pytest $(IN_BROWSERS) tests/e2e -m long
	$(MAKE) faults SEEDS=200 PAIRS=10000

# Seeds of faults and pairs of conflicting commands on real servers: the tables in docs/reliability.md. With SEED one
# seed is played again.
faults: var/.installed-dev var/.messages tools
	@$(BIN)/python -m tests.faults $(if $(SEED),--seed $(SEED),--seeds $(or $(SEEDS),20) --pairs $(or $(PAIRS),1000))

# What things cost, measured on real servers: figures in var/bench/, the table in docs/performance.md.
bench: var/.installed-dev var/.messages tools
	@$(BIN)/python -m tests.bench $(BENCH)

bench-quick: var/.installed-dev var/.messages
	@$(BIN)/python -m tests.bench quick

format: var/.installed-dev
	@$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .
	$(BIN)/python -m tests.formatting
	$(BIN)/python -m tests.access

messages: var/.installed-dev
	@$(BIN)/python -m codev.messages --update --compile

shots: var/.installed-dev var/.messages tools
	@$(BIN)/python -m tests.e2e.shots

# What tests need beside Python: installed where that is allowed, asked for elsewhere.
tools: var/.installed-dev
	@$(BIN)/python -m tests.tools

lock: var/.installed-dev
	@options="--quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header"
	$(BIN)/uv pip compile $$options pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile $$options --group dev --constraints requirements.txt -o requirements-dev.txt

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Codev needs Python 3.11 or newer.")'
	$(PYTHON) -m venv .venv

var/.installed: requirements.txt | .venv/bin/python
	@mkdir -p var
	$(BIN)/pip install --quiet --require-hashes -r requirements.txt
	touch $@

var/.installed-dev: requirements-dev.txt requirements.txt | .venv/bin/python
	@mkdir -p var
	$(BIN)/pip install --quiet --require-hashes -r requirements.txt -r requirements-dev.txt
	touch $@ var/.installed

var/.messages: $(CATALOGUES) | var/.installed
	@$(BIN)/python -m codev.messages --compile
	touch $@

$(MANIFEST): $(shell find static -type f) codev/joined.py codev/static.py requirements.txt | var/.installed
	@$(BIN)/python -m codev.local
	$(BIN)/python manage.py collectstatic --noinput --verbosity 0
