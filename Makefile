# The working day. Everything is made inside this folder; only `make test` touches the system, and only as root.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

PYTHON ?= python3
ARGS ?=
WORKERS ?= 2
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
ROOMS := $(wildcard harness fakes scenarios reports registry kit tests bench)

.PHONY: help run test env bench lint town prove lock system

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo '  ARGS=… is passed on, for example: make run ARGS="--select CARD --lang en"'

run: env ## judge the reference registry against the whole town; writes results/<run id>/
	@$(BIN)/tekigo run $(ARGS)

env: .venv/env.stamp ## only make .venv with the command tekigo in it

test: .venv/test.stamp system lint ## install what the tests need, lint, check types and contracts, run every test
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

lint: .venv/test.stamp ## ruff, mypy and the import contracts
	$(BIN)/ruff check $(ROOMS)
	$(BIN)/mypy $(ROOMS)
	$(BIN)/lint-imports --no-logo

town: env ## start every fake, print the addresses, serve until stopped
	@$(BIN)/tekigo town $(ARGS)

prove: env ## run every deliberate defect and see it killed at the requirement it names
	@$(BIN)/tekigo prove $(ARGS)

# What a measurement compares with and nothing may import: its wheel holds a package `tests`, which would hide ours.
.venv/beside.stamp: .venv/test.stamp locks/beside.txt
	@$(PIP) install --require-hashes --no-deps --upgrade --target .venv/beside -r locks/beside.txt && touch $@ \
	  || echo 'gimei could not be installed; it will be missing from the comparison.' >&2

bench: .venv/beside.stamp ## start, report and per-scenario times, beside bare exchanges
	@$(BIN)/python -m bench $(ARGS)

lock: .venv/test.stamp ## renew locks/ from pyproject.toml (needs the package registry)
	$(PIP) install $$($(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"]["lock"])')
	bash locks/renew $(BIN)/uv

# The environment. A stamp is younger than what it was made from, or the work is done again.

.venv/made.stamp:
	@command -v '$(PYTHON)' >/dev/null || { \
	  echo 'tekigo needs Python 3.11 or newer, and $(PYTHON) was not found. Name one: make env PYTHON=/path/to/python3' >&2; exit 1; }
	@'$(PYTHON)' -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "tekigo needs Python 3.11 or newer; $(PYTHON) is $$('$(PYTHON)' --version 2>&1). Name another: make env PYTHON=python3.12" >&2; exit 1; }
	@'$(PYTHON)' -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo 'This Python cannot make an environment: venv or ensurepip is missing. On Debian: apt-get install python3-venv' >&2; exit 1; }
	@'$(PYTHON)' -m venv .venv
	@touch $@

.venv/env.stamp: .venv/made.stamp locks/run.txt pyproject.toml
	@echo 'Making .venv from locks/run.txt …'
	@$(PIP) install --require-hashes -r locks/run.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/test.stamp: .venv/env.stamp locks/test.txt
	@echo 'Adding what the tests need from locks/test.txt …'
	@$(PIP) install --require-hashes -r locks/test.txt
	@touch $@

# System packages: a Chromium and a font with Japanese letters for the page, a container engine and a PostgreSQL server
# for the stores. Installed only as root on Debian, and nothing that is installed is started: the tests start what they
# need, with folders and sockets of their own. Elsewhere the missing ones are named, and their tests report why they
# are skipped.

system:
	@missing=''; \
	command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || missing="$$missing chromium"; \
	{ command -v fc-list >/dev/null && [ -n "$$(fc-list :lang=ja family)" ]; } || missing="$$missing fonts-ipafont-gothic fontconfig"; \
	PATH="$$PATH:/usr/sbin:/sbin" command -v dockerd >/dev/null || missing="$$missing docker.io"; \
	command -v busybox >/dev/null || missing="$$missing busybox-static"; \
	ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || missing="$$missing postgresql"; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing$$missing …"; \
	  export DEBIAN_FRONTEND=noninteractive; \
	  if [ ! -e /usr/sbin/policy-rc.d ]; then \
	    printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d; chmod +x /usr/sbin/policy-rc.d; trap 'rm -f /usr/sbin/policy-rc.d' EXIT; \
	  fi; \
	  apt-get update -qq; \
	  case "$$missing" in *postgresql*) \
	    apt-get install -y -qq --no-install-recommends postgresql-common >/dev/null; \
	    sed -i 's/^#*create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf;; \
	  esac; \
	  apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	else \
	  echo "Missing on this system:$$missing. The tests that need them will say so." >&2; \
	fi
