# Commands of the repository; `make` alone lists them. Needs Python 3.12, make and pip.

SHELL := /bin/sh
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# uv from PATH, or one of our own.
UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
OWN_UV := $(filter .uv/bin/uv,$(UV))
RUN := $(UV) run --no-sync
SYNCED := .venv/.synced
SOURCES := shared services deploy/launcher
NODE_CLIENT := tests/network/node_client

.PHONY: help up test check lint docs bench compose-test clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

up: $(SYNCED) ## start the whole network and show what happens; Ctrl-C stops it
	@exec $(RUN) beian up

test: $(SYNCED) node-client ## run every test that needs no Docker
	@$(RUN) pytest

check: lint ## lint, and the tests that need no server
	@$(RUN) pytest tests/architecture tests/domain tests/properties tests/wire

lint: $(SYNCED) ## format check, ruff, mypy --strict, import contracts
	@$(RUN) ruff format --check .
	@$(RUN) ruff check .
	@$(RUN) mypy $(SOURCES) tests bench
	@$(RUN) lint-imports

docs: $(SYNCED) ## write the generated documents
	@$(RUN) python -m launcher.documents
	@PYTHONPATH=tests $(RUN) python -m wire.element_report

bench: $(SYNCED) ## print the figures of bench/
	@$(RUN) python -m bench

compose-test: $(SYNCED) ## build docker-compose.yml, file across provinces in it, stop it
	@UV_RUN="$(RUN)" deploy/docker/compose-test

clean: ## stop a network of this checkout and remove what the above made
	@if [ -d .beian ] && [ -x .venv/bin/beian ]; then .venv/bin/beian down 2>/dev/null || true; fi
	rm -rf .beian .venv .uv .mypy_cache .ruff_cache .pytest_cache .hypothesis \
		.import_linter_cache .benchmarks dist $(NODE_CLIENT)/node_modules
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +

# Bytecode is made now, so that the first start is not the one to wait for it.
$(SYNCED): pyproject.toml uv.lock $(OWN_UV)
	@$(UV) sync --locked --quiet --compile-bytecode
	@$(RUN) python -m compileall -q $(SOURCES)
	@touch $@

.uv/bin/uv:
	@for python in python3.12 python3.13 python3; do \
		command -v $$python >/dev/null 2>&1 || continue; \
		$$python -m venv .uv && .uv/bin/python -m pip install --quiet uv && exit 0; \
		rm -rf .uv; \
	done; echo "no python here can make a venv and install uv into it" >&2; exit 1

# The SOAP client of another language, where there is a node to run it.
.PHONY: node-client
node-client:
	@if [ -f $(NODE_CLIENT)/package-lock.json ] && command -v npm >/dev/null 2>&1; then \
		$(MAKE) $(NODE_CLIENT)/node_modules/.package-lock.json; fi

$(NODE_CLIENT)/node_modules/.package-lock.json: $(NODE_CLIENT)/package-lock.json
	@cd $(NODE_CLIENT) && npm ci --silent --no-audit --no-fund
