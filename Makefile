# Everything a newcomer types. `make help` lists it.
PORT ?= 8000
PY := .venv/bin/python
export PYTHONUNBUFFERED := 1
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test check fmt bench tools translations clean

help:  ## this list
	@sed -nE 's/\$$\(PORT\)/$(PORT)/; s/^([a-z]+):.*## /make \1\t/p' Makefile | expand -t 20

demo: .venv/base  ## the whole system with demo data at http://localhost:$(PORT)
	@exec env LMS_SITE_URL=$${LMS_SITE_URL:-http://localhost:$(PORT)} $(PY) manage.py demo --port $(PORT)

test: .venv/dev tools  ## the whole suite, on SQLite and, where one answers, on PostgreSQL
	@$(PY) -m tests.run

check: .venv/dev  ## lint, types, import contracts, migrations, translations, templates, system checks
	@$(PY) -m tests.check

fmt: .venv/dev  ## put the code in shape
	@$(PY) -m ruff check --fix-only --quiet .
	@$(PY) -m ruff format --quiet .

bench: .venv/dev  ## what we claim about speed, measured here; writes var/bench.json
	@$(PY) -m benchmarks

translations: .venv/dev  ## bring the message catalogues in step with the code
	@$(PY) manage.py translations --update

tools:  ## the programs that the tests call
	@sh tests/tools.sh

clean:  ## forget the demo's data and the environment
	rm -rf .venv var

.venv/base: requirements/base.txt
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed."; exit 1; }
	@test -x $(PY) || python3 -m venv .venv
	@echo "Installing the packages of requirements/base.txt ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	@touch $@

.venv/dev: .venv/base requirements/dev.txt
	@echo "Installing the packages of requirements/dev.txt ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@
