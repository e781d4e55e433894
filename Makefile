# Everyday commands. `make up` and `make test` are all that a new user needs.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

UV_VERSION := 0.13.9
UV := $(shell command -v uv 2>/dev/null || echo .bootstrap/bin/uv)
BIN := .venv/bin
UI_SOURCES = $(shell find $(1) -type f -not -path '*/node_modules/*' -not -path '*/dist/*' 2>/dev/null)

.PHONY: help up test test-unit lint format lock build openapi e2e mutants clean tools

help:  ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

up: .venv/.installed webui/dist/.built admin-webui/dist/.built local-model/node_modules/.installed  ## install, build and start everything
	@exec ./parley up

tools:
	@command -v node >/dev/null || { echo "Node.js is missing: install nodejs 20 or newer, and npm"; exit 1; }
	@command -v npm >/dev/null || { echo "npm is missing: install it beside Node.js"; exit 1; }
	@command -v python3.11 >/dev/null || { echo "Python 3.11 is missing: install python3.11"; exit 1; }

.bootstrap/bin/uv: | tools
	@echo "Installing uv $(UV_VERSION)"
	@python3.11 -m venv .bootstrap 2>/dev/null || { echo "Python's venv is missing: install python3.11-venv (or put uv on PATH)"; rm -rf .bootstrap; exit 1; }
	@.bootstrap/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

.venv/.installed: requirements.lock | tools
	@[ "$(UV)" != .bootstrap/bin/uv ] || $(MAKE) --no-print-directory .bootstrap/bin/uv
	@echo "Installing Python packages"
	@[ -x .venv/bin/python ] || $(UV) venv --quiet --python 3.11 .venv
	@$(UV) pip sync --quiet --require-hashes requirements.lock
	@touch $@

%/node_modules/.installed: %/package-lock.json | tools
	@echo "Installing the packages of $*"
	@cd $* && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

local-model/node_modules/.installed: local-model/package-lock.json | tools
	@echo "Installing the local model's runtime"
	@cd local-model && npm ci --omit=optional --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

webui/dist/.built: webui/node_modules/.installed $(call UI_SOURCES,webui)
	@echo "Building webui"
	@cd webui && npm run --silent build
	@touch $@

admin-webui/dist/.built: admin-webui/node_modules/.installed $(call UI_SOURCES,admin-webui)
	@echo "Building admin-webui"
	@cd admin-webui && npm run --silent build
	@touch $@

build: webui/dist/.built admin-webui/dist/.built  ## build both interfaces

lint: .venv/.installed  ## formatters, ruff, mypy, pyright, import-linter
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pyright
	$(BIN)/lint-imports

format: .venv/.installed  ## rewrite what formatters can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

test-unit: .venv/.installed  ## the inner loop, without sockets
	$(BIN)/pytest -q -n auto tests/unit

test: lint test-unit build local-model/node_modules/.installed  ## everything that CI runs
	$(BIN)/pytest -q tests/integration --force-enable-socket
	cd local-model && npm test --silent
	cd webui && npm run --silent check && npm test --silent
	cd admin-webui && npm run --silent check && npm test --silent
	tests/e2e/run

e2e: build local-model/node_modules/.installed .venv/.installed  ## the browser journeys
	tests/e2e/run

openapi: .venv/.installed  ## write the OpenAPI documents and the interfaces' typed clients
	$(BIN)/python -m entrypoints.openapi chat > webui/openapi.json
	$(BIN)/python -m entrypoints.openapi admin > admin-webui/openapi.json
	cd webui && npm run --silent generate
	cd admin-webui && npm run --silent generate

lock:  ## write requirements.lock after a change of dependencies
	$(UV) pip compile pyproject.toml --all-extras --group dev --group embedded --generate-hashes \
	  --no-header --no-emit-index-url --quiet -o requirements.lock

mutants: .venv/.installed  ## mutation tests of domain and application
	$(BIN)/mutmut run

clean:  ## remove what was installed and built; data in .parley stays
	rm -rf .venv .bootstrap {webui,admin-webui}/{dist,node_modules} local-model/node_modules mutants
