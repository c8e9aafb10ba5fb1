# `make` alone says what there is. Everything runs in .venv, which makes itself.

.DEFAULT_GOAL := help
.PHONY: help run demo test lint screenshots bench clean

PY := .venv/bin/python

help: ## what you can make
	@echo "make run          open the console (ARGS=\"--config my.yaml\" passes arguments on)"
	@echo "make demo         try it without any key, against simulated providers"
	@echo "make test         run every test (ARGS=\"-k document\" passes arguments on to pytest)"
	@echo "make lint         check format, style, types and layers"
	@echo "make screenshots  draw the README's pictures anew into screenshots/"
	@echo "make bench        measure start, parsing, editing and checking"
	@echo "make clean        remove .venv and caches"

run:
	@sh scripts/venv.sh run
	@echo "no key at hand? make demo shows everything with simulated providers" >&2
	@$(PY) -m rscrew_console $(ARGS)

demo:
	@sh scripts/venv.sh run
	@$(PY) -m rscrew_console demo $(ARGS)

test:
	@sh scripts/venv.sh dev
	@$(PY) -m pytest -n auto --dist worksteal $(ARGS)

lint:
	@sh scripts/venv.sh dev
	@sh scripts/lint.sh

screenshots:
	@sh scripts/venv.sh dev
	@$(PY) scripts/screenshots.py

bench:
	@sh scripts/venv.sh dev
	@$(PY) scripts/bench.py $(ARGS)
	@$(PY) benchmarks/health.py
	@$(PY) benchmarks/fidelity.py tests/corpus

clean:
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
