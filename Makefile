# `make` alone says what there is. Everything runs in .venv, which makes itself.

.DEFAULT_GOAL := help
.PHONY: help run demo test test-thorough test-newest test-oldest test-crewai test-programs test-browser test-docker lint screenshots share release bench clean

PY := .venv/bin/python
# No test can hang: the slowest takes some 20 seconds. A thread ends the process and shows the stacks
# of all its threads, as no signal reaches some calls; pytest-xdist then starts another process.
TIMEOUT := --timeout 180 --timeout-method thread

# More processes than cores: many tests wait for a terminal, a socket or a screen that settles.
CORES := $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
WORKERS := $(shell expr $(CORES) + $(CORES) / 2)

# Programs that tests start would compile every source anew each time.
test test-thorough test-newest test-oldest test-crewai: export PYTHONDONTWRITEBYTECODE :=

help: ## what you can make
	@echo "make run          open the console (ARGS=\"--config my.yaml\" passes arguments on)"
	@echo "make demo         try it without any key, against simulated providers"
	@echo "make test         run every test (ARGS=\"-k document\" passes arguments on to pytest)"
	@echo "make test-thorough  the same with random and many more examples, some hours"
	@echo "make test-newest  run every test against the built wheel, with the newest versions"
	@echo "make test-oldest  the same with the lowest versions that pyproject.toml names"
	@echo "make test-crewai  run the tests against the real CrewAI, in .venv-crewai (some 1.2 GB)"
	@echo "make test-programs  run the tests against the real opencode and Codex (npm, some 800 MB)"
	@echo "make test-browser run the test of rsc serve in a real Chromium (apt install chromium-driver)"
	@echo "make test-docker  build and run the image, where there is a Docker daemon"
	@echo "make lint         check format, style, types and layers"
	@echo "make screenshots  draw the README's pictures anew into screenshots/"
	@echo "make share        write the manual page and the completions anew into share/"
	@echo "make release      a release up to the upload (VERSION=0.2.0): wheel, checksums, tag"
	@echo "make bench        measure start, parsing, editing, checking and calling"
	@echo "make clean        remove the environments and caches"

run:
	@sh scripts/venv.sh run
	@echo "no key at hand? make demo shows everything with simulated providers" >&2
	@$(PY) -m rscrew_console $(ARGS)

demo:
	@sh scripts/venv.sh run
	@$(PY) -m rscrew_console demo $(ARGS)

test:
	@sh scripts/venv.sh dev
	@$(PY) -m pytest -n $(WORKERS) --dist worksteal $(TIMEOUT) $(ARGS)

# Random examples and ten times as many, all kills, every edit through both readers (tests/thorough.py).
test-thorough:
	@sh scripts/venv.sh dev
	@$(PY) -m pytest -n $(WORKERS) --dist worksteal --timeout 3600 --timeout-method thread --hypothesis-profile=search $(ARGS)

# tests/wheel makes fresh environments of its own from the wheel. It is run by itself: pytest 8
# leaves out the rest of a folder where it is asked for it and for one inside of it.
test-newest:
	@sh scripts/venv.sh newest
	@sh scripts/test_wheel.sh .venv-newest $(TIMEOUT) tests/wheel
	@sh scripts/test_wheel.sh .venv-newest $(TIMEOUT) tests $(ARGS)

test-oldest:
	@sh scripts/venv.sh oldest
	@sh scripts/test_wheel.sh .venv-oldest $(TIMEOUT) tests $(ARGS)

# In an environment of its own. CrewAI's warnings are not ours to mend.
test-crewai:
	@sh scripts/venv.sh crewai
	@.venv-crewai/bin/python -m pytest -W default --disable-warnings $(TIMEOUT) tests/optional/test_crewai.py $(ARGS)

# What npm installs are the programs themselves, for Linux and macOS; nothing of them is built here.
test-programs:
	@sh scripts/venv.sh dev
	@npm install --silent --no-audit --no-fund --no-save --prefix .programs @openai/codex@0.171.0 opencode-ai@1.18.33
	@$(PY) -m pytest $(TIMEOUT) tests/optional/test_programs.py $(ARGS)

# Selenium is installed for this alone; its warnings are not ours to mend.
test-browser:
	@sh scripts/venv.sh dev
	@$(PY) -m pip install -q --disable-pip-version-check "selenium>=4.20"
	@$(PY) -m pytest -W default --disable-warnings $(TIMEOUT) tests/browser $(ARGS)

test-docker:
	@sh scripts/venv.sh dev
	@$(PY) -m pytest --timeout 900 tests/docker $(ARGS)

lint:
	@sh scripts/venv.sh dev
	@sh scripts/lint.sh

screenshots:
	@sh scripts/venv.sh dev
	@$(PY) -m scripts.screenshots

share:
	@sh scripts/venv.sh dev
	@$(PY) scripts/share.py

release: lint
	@sh scripts/release.sh $(VERSION)

bench:
	@sh scripts/venv.sh dev
	@$(PY) scripts/bench.py $(ARGS)
	@$(PY) benchmarks/scale.py
	@$(PY) benchmarks/console.py
	@$(PY) benchmarks/health.py
	@$(PY) benchmarks/runtime.py
	@$(PY) benchmarks/classify.py
	@$(PY) benchmarks/fidelity.py tests/corpus

clean:
	@rm -rf .venv .venv-newest .venv-oldest .venv-crewai .programs .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
