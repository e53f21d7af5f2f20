# make demo   simulate a crowd with planted operations, scan it, leave demo/report.html
# make test   everything that CI runs
# make nightly  long calibration and overlay runs, and twenty minutes of hostile files; figures go to docs by hand
.PHONY: setup demo test lint types nightly clean
.DEFAULT_GOAL := test

PY := .venv/bin/python
export PATH := $(CURDIR)/.venv/bin:$(PATH)

setup: .venv/.ready

.venv/.ready: pyproject.toml tools/setup.sh tools/java.sh tools/ffmpeg.sh tools/postgres.sh tools/strace.sh tools/debian.sh
	sh tools/setup.sh
	touch $@

demo: setup
	.venv/bin/overt demo --out demo

lint: setup
	.venv/bin/ruff check .
	.venv/bin/lint-imports

types: setup
	.venv/bin/mypy

test: setup lint types
	sh tools/browser.sh
	.venv/bin/pytest -n 2 --dist loadscope --no-loadscope-reorder -m "not nightly"

nightly: setup
	.venv/bin/pytest -m nightly -n 2 -o faulthandler_timeout=0

clean:
	rm -rf .venv demo build dist .mypy_cache .ruff_cache .pytest_cache
