# The only commands anyone types; CI types the same. Each does all of its own set-up and is safe to repeat.
SHELL := /bin/bash
BIN := .venv/bin
# Each worker has a database server of its own; the tests of one file stay with one worker. `make test WORKERS=0`: without.
WORKERS ?= auto
# In the order of their names, so that the long proofs of tests/assurance are not what everything waits for at the end.
ON_EVERY_CORE = -n $(WORKERS) --maxprocesses=8 --dist loadfile --no-loadscope-reorder
.DEFAULT_GOAL := help
# Where it is set, each of the processes that a run starts compiles a thousand modules anew.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: help demo test test-long assurance test-db check fix bench docs pictures lock environment browser clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

demo: environment ## a whole hub on this machine, with invented cases
	@exec $(BIN)/openmash demo $(ARGS)

test: environment browser ## every test: unit, architecture, integration, web, and whole cases in a real browser
	@exec $(BIN)/python -m pytest $(ON_EVERY_CORE) $(or $(TESTS),tests) $(ARGS)

test-long: environment browser ## what takes too long for every day: half a million steps, mutants, a hundred thousand events
	@OPENMASH_LONG=1 exec $(BIN)/python -m pytest -m long $(or $(TESTS),tests) $(ARGS)

assurance: environment ## measure what is promised and write the figures down (ARGS="-m long": those of test-long)
	@OPENMASH_ASSURANCE=1 $(BIN)/python -m pytest $(or $(TESTS),tests/assurance) $(ARGS)
	@exec $(BIN)/openmash docs

test-db: environment ## the tests of the database part; PG_BINDIR=... chooses the PostgreSQL
	@exec $(BIN)/python -m pytest $(ON_EVERY_CORE) tests/integration tests/web $(ARGS)

check: environment ## format, lint, types, layers, migrations, generated docs, lock file
	@scripts/check

fix: environment ## put format and imports right
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format .

bench: environment ## how fast the pages are, beside a page that does as little as can be
	@exec $(BIN)/python -m bench $(ARGS)

docs: environment ## write the generated part of the documentation
	@exec $(BIN)/openmash docs

pictures: environment browser ## take the documentation's screenshots anew
	@OPENMASH_PICTURES=1 exec $(BIN)/python -m pytest -q tests/functional/test_case_study_2.py tests/functional/test_pictures.py tests/functional/test_wall.py tests/functional/test_operations.py -m "functional or pictures"

lock: environment ## pin the dependencies (ARGS=--upgrade: afresh)
	@scripts/lock $(ARGS)

clean: ## delete .venv and what was made by running; asks nothing, keeps the demo's data
	@rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis test-results

environment:
	@scripts/environment

browser: environment
	@scripts/browser
