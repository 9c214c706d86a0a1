# Two targets do everything a newcomer needs: `make demo` and `make test`. Both set up what they use in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# the proof that lies beside the site; the checker confirms it as it is written
PROOF := $(VENV)/proof.json.gz

.PHONY: demo demo-cohort test tests fast dear check build site lint types floors fresh picture fuzz mutants screenshots lock audit git clean

demo: $(VENV)/.demo git
	$(BIN)/b12tables check tables --proof $(PROOF)
	$(BIN)/b12tables build tables --out generated
	$(BIN)/python -m b12tables.proofwalk $(PROOF) tables generated/b12_followup
	$(BIN)/b12tables docs build tables --docs docs --guideline examples/uk-practice --grade generated/grade.json --proof $(PROOF) --out site
	$(BIN)/b12tables eval tables --case examples/after-four-injections.json
	@echo
	@echo "The site is in site/index.html: open it in a browser, no server is needed."

# a synthetic population, answered and reported: nobody is part of it
COHORT := cohort-demo
demo-cohort: $(VENV)/.cohort
	rm -f $(COHORT)/patients.parquet $(COHORT)/results.parquet $(COHORT)/report.html
	mkdir -p $(COHORT)
	$(BIN)/b12tables population $(COHORT)/patients.parquet --rows 20000 --describe examples/cohort/population.toml
	$(BIN)/b12tables cohort $(COHORT)/patients.parquet --map examples/cohort/mapping.toml \
	  --out $(COHORT)/results.parquet --summary $(COHORT)/report.html || test $$? -eq 1
	@echo
	@echo "The report is in $(COHORT)/report.html: open it in a browser."

test: $(VENV)/.test lint types floors fresh
	$(MAKE) tests

# the tests alone: .ci/run has the rest done beside other work
tests: $(VENV)/.test
	$(BIN)/python -m pytest -n auto --dist worksteal --durations 20 --durations-min 10

# before each commit; it names what takes so long that it should be measured anew (make dear)
FAST := -m "not slow and not browser and not office"
fast: $(VENV)/.test lint
	$(BIN)/python -m pytest -n auto --dist worksteal $(FAST) --durations 10 --durations-min 1

# measures what each test costs that is not marked by hand, and writes tests/dear.txt: what `make fast` leaves out
dear: $(VENV)/.test
	rm -f $(VENV)/times*
	B12TABLES_TIMES=$(VENV)/times $(BIN)/python -m pytest -n auto --dist worksteal $(FAST)
	$(BIN)/python tests/dear.py $(VENV)/times*

check: $(VENV)/.demo
	$(BIN)/b12tables check tables

build: $(VENV)/.demo
	$(BIN)/b12tables build tables --out generated

site: $(VENV)/.demo
	$(BIN)/b12tables check tables --proof $(PROOF)
	$(BIN)/b12tables docs build tables --docs docs --guideline examples/uk-practice --grade generated/grade.json --proof $(PROOF) --out site

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.test
	$(BIN)/mypy

floors: $(VENV)/.test
	$(BIN)/lint-imports
	$(BIN)/python tests/house.py

# how the rooms import each other, for docs/architecture.md
picture: $(VENV)/.test
	$(BIN)/python tests/house.py --picture docs/images/rooms.svg

fresh: $(VENV)/.test
	$(BIN)/b12tables build tables --out generated --verify

# breaks what comes in from outside (workbooks, cells, cases, records, addresses) for as long as is wanted
MINUTES ?= 5
fuzz: $(VENV)/.test
	$(BIN)/python -m tests.fuzz $(MINUTES)

# small mistakes in the code itself, some of them drawn at random: which does no test notice? (tests/mutants.py)
MISTAKES ?= 200
mutants: $(VENV)/.test
	$(BIN)/python -m pip install --quiet "cosmic-ray>=8.7,<9" "pytest-cov>=6,<8"
	$(BIN)/python -m tests.mutants $(MISTAKES)

# the pictures that the README shows and names
screenshots: $(VENV)/.test site
	$(BIN)/python tests/site/screenshots.py site docs/images

# `git diff` shows what the sheets say instead of "binary files differ"; outside a git checkout there is nothing to set up
git: $(VENV)/.demo
	@if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then \
	  git config diff.xlsx.textconv "\"$(abspath $(BIN)/b12tables)\" show" && git config diff.xlsx.cachetextconv true; \
	else echo "Not a git checkout: git diff is left as it is."; fi

# the releases that CI installs, with their hashes, for every Python from 3.11 on: run it when pyproject.toml asks for
# something else, or to take newer ones
lock: $(VENV)/.venv-made
	$(BIN)/python -m pip install --quiet uv
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	  --extra test --extra spark --generate-hashes --no-emit-index-url --output-file ci.lock pyproject.toml

# whether a weakness of one of them is known, in a place of its own: the tool needs none of ours
NOT_ASKED = The lists of known weaknesses could not be asked: nothing is said of any release. Try again where they can be reached.
audit: $(VENV)/.venv-made
	$(PYTHON) -m venv $(VENV)/audit
	@$(VENV)/audit/bin/python -m pip install --quiet pip-audit || { echo "$(NOT_ASKED)"; exit 1; }
	@if $(VENV)/audit/bin/pip-audit --strict --disable-pip --requirement ci.lock > $(VENV)/audit/found; \
	then echo "No weakness is known of any release in ci.lock."; \
	elif [ -s $(VENV)/audit/found ]; \
	then cat $(VENV)/audit/found; echo "Weaknesses are known: take newer releases (make lock)."; exit 1; \
	else echo "$(NOT_ASKED)"; exit 1; fi

clean:
	rm -rf $(VENV) site dist

$(VENV)/.venv-made:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "b12tables needs Python 3.11 or newer; call make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	touch $@

$(VENV)/.demo: $(VENV)/.venv-made pyproject.toml generated/pyproject.toml
	$(BIN)/python -m pip install --quiet --editable ".[all]" --editable generated
	touch $@

$(VENV)/.cohort: $(VENV)/.demo pyproject.toml generated/pyproject.toml
	$(BIN)/python -m pip install --quiet --editable ".[all,cohort]" --editable generated
	touch $@

$(VENV)/.test: $(VENV)/.demo pyproject.toml generated/pyproject.toml
	$(BIN)/python -m pip install --quiet --editable ".[test]" --editable generated
	touch $@

# Spark, 450 MB: only for the test that runs on it
$(VENV)/.spark: $(VENV)/.test
	$(BIN)/python -m pip install --quiet --editable ".[test,spark]" --editable generated
	touch $@
