SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
# Benchmarks import this repository as the package that QGIS sees, and leave out the threads of
# numpy's linear algebra: nothing calls it, but they keep processors busy just after the start.
BENCH := . scripts/env.sh && PYTHONPATH="$$QGIS_PLUGINPATH:$$PYTHONPATH" OPENBLAS_NUM_THREADS=1 $(PYTHON)

.PHONY: help setup setup-dev demo test lint package sample translations docs models bench bench-costs bench-counties

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 16

setup: ## install what is missing: QGIS by apt, Python packages into .venv
	@scripts/setup.sh

setup-dev:
	@scripts/setup.sh dev

demo: setup ## the full analysis on the sample, with maps
	@. scripts/env.sh && $(PYTHON) scripts/demo.py

PARALLEL = -n 2 --dist loadfile
test: setup-dev ## the test suite; PYTEST_ARGS="-k moran" for a part of it
	@. scripts/env.sh && $(PYTHON) -m pytest $(PARALLEL) $(PYTEST_ARGS)

bench: ## time of the zonal engine beside that of others; BENCH_ARGS="--quick" for a small raster
	@scripts/setup.sh bench
	@$(BENCH) benchmarks/zonal.py $(BENCH_ARGS)

bench-costs: ## what a cell, a stretch and a vertex cost, and all of China; BENCH_ARGS="--size 20000"
	@scripts/setup.sh bench
	@$(BENCH) benchmarks/costs.py $(BENCH_ARGS)

bench-counties: setup-dev ## time and memory of the full analysis on 2,851 made-up counties
	@. scripts/env.sh && $(PYTHON) benchmarks/counties.py $(BENCH_ARGS)

lint: setup-dev ## style and common faults
	@$(PYTHON) -m ruff check .

package: setup ## the zip for the plugin manager, into dist/
	@$(PYTHON) scripts/package.py

sample: setup ## build sample/ again; SAMPLE_ARGS="--help" tells what it needs
	@$(PYTHON) scripts/build_sample.py $(SAMPLE_ARGS)

translations: setup ## update and compile i18n/ from the texts of the code; needs Qt's lrelease
	@$(PYTHON) scripts/update_translations.py

docs: setup ## write the reference of the tools from their help
	@. scripts/env.sh && $(PYTHON) scripts/build_docs.py

models: setup ## write models/ from the tools and the chains of scripts/build_models.py
	@. scripts/env.sh && $(PYTHON) scripts/build_models.py
