# make run, make test and make check are what most people need; `make` alone lists the rest.
# Every variable can be given on the command line: make run PORT=8080, make test KILL_ROUNDS=100 (the others of the
# fault harness are in scripts/test).

SWIFT ?= swift
PYTHON ?= python3
CONFIGURATION ?= debug
BUILD_FLAGS ?=
BINARY ?= .build/$(CONFIGURATION)/starpunk
ARTEFACTS ?= artefacts
VERSION ?=
BUILDER ?= $(shell command -v podman || command -v docker)
IMAGE ?= starpunk
BENCHMARKS ?= $(sort $(wildcard Benchmarks/*.py))
export SWIFT PYTHON BUILD_FLAGS

.DEFAULT_GOAL := help
.PHONY: help run build test lint format check browser bench faults interop docs release image

help: ## list the verbs
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 16

run: ## install what is missing, build, and serve DATA_PATH (default: data) on 127.0.0.1:8000
	@scripts/setup build
	@$(MAKE) --no-print-directory build
	@exec $(BINARY) serve

build: ## build the program
	$(SWIFT) build --configuration $(CONFIGURATION) --product starpunk $(BUILD_FLAGS)

test: ## install what is missing, build, run the suites, a slice of the fault harness, the browser and the container test
	@scripts/setup test
	$(SWIFT) build --product starpunkPackageTests $(BUILD_FLAGS)
	$(SWIFT) build --product starpunk $(BUILD_FLAGS)
	@scripts/test

lint: ## format, walls between the rooms, file lengths, traps, syntax of scripts
	@scripts/lint

format: ## rewrite the Swift sources in the house's format
	$(SWIFT) format --in-place --parallel --recursive Sources Tests Package.swift

check: ## lint, then test: what CI runs
	@scripts/setup test
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory test

browser: ## the desk and the public pages in Chromium; pictures in artefacts/browser
	@scripts/setup test
	@$(MAKE) --no-print-directory build
	@STARPUNK=$(BINARY) ARTEFACTS=$(ARTEFACTS) $(PYTHON) Tests/Browser/run.py

faults: ## the long runs: races, kill -9, every system call, simulated power loss, full disks
	@scripts/setup test
	@$(MAKE) --no-print-directory build
	@STARPUNK=$(BINARY) scripts/test --faults

bench: ## build the release and run the benchmarks
	@scripts/setup bench
	@test -n "$(BENCHMARKS)" || { echo "make bench: there is no benchmark in Benchmarks/" >&2; exit 1; }
	$(SWIFT) build --configuration release --product starpunk $(BUILD_FLAGS)
	$(SWIFT) build --configuration release --product BareServer $(BUILD_FLAGS)
	@set -e; for script in $(BENCHMARKS); do $(PYTHON) "$$script"; done

interop: ## other people's IndieAuth against ours, both ways; fetches them from PyPI
	@scripts/setup test
	@$(MAKE) --no-print-directory build
	@$(PYTHON) -m venv .build/interop
	@.build/interop/bin/pip install --quiet --requirement Tests/Interop/requirements.txt
	@STARPUNK=$(BINARY) .build/interop/bin/python Tests/Interop/run.py

docs: ## the reference of the package's own modules, with DocC, in artefacts/docs
	@scripts/docs $(ARTEFACTS)/docs

release: ## a stripped program with the Swift runtime inside, packed with licence, docs and deploy/
	@scripts/setup build
	@scripts/release $(ARTEFACTS) $(VERSION)

image: ## the container image, with podman or docker
	@test -n "$(BUILDER)" || { echo "make image: neither podman nor docker is on the PATH" >&2; exit 1; }
	$(BUILDER) build $(if $(findstring podman,$(BUILDER)),--format docker) --file deploy/Containerfile --tag $(IMAGE) .
