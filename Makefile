# Two commands: `make run` starts the app with demo data, `make test` runs every check.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test check setup lock bench clean
.DEFAULT_GOAL := run

run: setup
	@exec $(BIN)/python -m audit_api run

test: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest

setup: .venv/.installed

.venv/.installed: requirements/development.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name one with make PYTHON=python3.x")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/development.txt
	@touch $@

# Rewrites the locks after a change in pyproject.toml.
lock: setup
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command 'make lock' -q -o requirements/production.txt
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command 'make lock' --extra embedded --group dev --group bench --group web \
		-q -o requirements/development.txt

bench: setup
	$(BIN)/python -m bench

clean:
	rm -rf .venv .data web/dist web/node_modules
