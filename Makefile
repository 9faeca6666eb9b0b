# A Python that the pins are tested with (3.11 to 3.13), else any newer one, if it can make a virtual environment;
# `make PYTHON=/path/to/python ...` chooses another.
PYTHON ?= $(shell for wanted in "(3, 11) <= v < (3, 14)" "(3, 11) <= v"; do \
	for candidate in python3 python3.13 python3.12 python3.11 python3.14; do \
	$$candidate -c "import sys, venv, ensurepip; v = sys.version_info; sys.exit(not $$wanted)" >/dev/null 2>&1 \
	&& echo $$candidate && exit; done; done)
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help report test lint format lab clean

help: ## list what make can do here
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1 \2/p' $(MAKEFILE_LIST) | awk '{ printf "  make %-8s", $$2; $$1=$$2=""; print }'

report: .venv/installed ## build data/processed from data/raw and render every report to reports/
	@$(BIN)/discourse build
	@$(BIN)/discourse report

test: lint ## lint, then run the tests
	@$(BIN)/python -m pytest --numprocesses auto --dist worksteal

lint: .venv/installed ## check style, formatting, and that imports only go down
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-cache --config pyproject.toml

format: .venv/installed ## mend style and formatting
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

lab: .venv/installed ## open JupyterLab on notebooks/00-start.ipynb
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m jupyterlab --ServerApp.root_dir=. --LabApp.default_url=/lab/tree/notebooks/00-start.ipynb \
	--LabApp.news_url=None --LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate

clean: ## remove .venv, caches, processed tables and rendered reports (data/raw stays)
	@rm -rf .venv .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@rm -rf data/processed/*.parquet data/processed/manifest.json data/processed/.parts
	@rm -rf reports/*.html reports/*.pdf reports/*.ipynb reports/*-files
	@find reports -maxdepth 1 -name '*.md' ! -name README.md -delete

# Made anew when the pins or the project's own description change.
.venv/installed: pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with its venv module is needed (on Debian and Ubuntu: apt install python3-venv)."; exit 1; }
	@echo "Making .venv with $$($(PYTHON) --version) (once; a minute or a few) ..."
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[lab,dev]'
	@touch $@
