# Two commands: `make run` starts the app with demo data, `make test` runs every check.
PYTHON ?= python3
BIN := .venv/bin
# One more than processors: a test often waits for a server.
WORKERS := $(shell $(PYTHON) -c 'import os; print(min(8, (os.cpu_count() or 1) + 1))')
# Node and npm come from a wheel in the virtual environment.
NPM := cd web && PATH="$(CURDIR)/$(BIN):$$PATH" npm
WEB := $(shell find web/src web/build web/public web/coach web/desk web/docs -type f) $(wildcard web/*.html web/*.ts web/*.json)

.PHONY: run test check-python check-web setup types lock bench clean
.DEFAULT_GOAL := run

run: setup
	@exec $(BIN)/python -m audit_api run

# Browser tests apart: where one has run, an event loop goes on, and no other kind of test can follow. And one after the
# other: each keeps more than one processor busy, and with half of it a page is as slow as a broken one.
test: setup bench/lighthouse/node_modules/.installed
	@$(MAKE) --no-print-directory -j2 --output-sync=target check-python check-web
	$(BIN)/pytest --numprocesses $(WORKERS) --dist loadgroup tests/unit tests/api
	$(BIN)/pytest tests/e2e

check-python: .venv/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check-web: web/node_modules/.installed
	$(NPM) run --silent check
	$(NPM) run --silent test

setup: .venv/.installed web/dist/.built

.venv/.installed: requirements/development.txt
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14) and "Python 3.11 to 3.13 is needed; name one with make PYTHON=python3.x")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/development.txt
	@touch $@

web/node_modules/.installed: web/package-lock.json .venv/.installed
	$(NPM) ci --silent --ignore-scripts --no-audit --no-fund
	@touch $@

# Apart from the pages: it is larger than all of their packages, and only measures them.
bench/lighthouse/node_modules/.installed: bench/lighthouse/package-lock.json .venv/.installed
	cd bench/lighthouse && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --silent --ignore-scripts --no-audit --no-fund
	@touch $@

web/dist/.built: web/node_modules/.installed $(WEB)
	$(NPM) run --silent build -- --logLevel warn
	@touch $@

# After a change of the API: the types that the pages are checked against.
types: setup
	$(BIN)/python -m audit_api openapi | ($(NPM) run --silent types -- -o src/api/schema.d.ts)

# After a change of the dependencies in pyproject.toml.
lock: .venv/.installed
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command 'make lock' -q -o requirements/production.txt
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command 'make lock' --extra embedded --group dev --group bench --group web \
		-q -o requirements/development.txt

bench: setup bench/lighthouse/node_modules/.installed
	$(BIN)/python -m bench

clean:
	rm -rf .venv .data web/dist web/node_modules bench/lighthouse/node_modules
