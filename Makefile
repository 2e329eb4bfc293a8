# Every target makes .venv by itself; see CONTRIBUTING.md for what happens inside.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
PYTEST_ARGS ?=
BIN := .venv/bin
STAMP := .venv/.stamp

.PHONY: run test snapshots check bench locale picture clean

run: $(STAMP)
	$(BIN)/diemcau demo

test: $(STAMP)
	$(BIN)/python -m pytest -q -n auto --dist loadgroup --no-loadscope-reorder $(PYTEST_ARGS)

snapshots: $(STAMP)
	DIEMCAU_WRITE_SNAPSHOTS=1 $(BIN)/python -m pytest -q tests/console/test_snapshots.py

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m pytest -q tests/test_architecture.py tests/console/test_locale.py

bench: $(STAMP)
	@for name in $(sort $(basename $(notdir $(wildcard tests/bench/*.py)))); do \
		echo "== $$name"; PYTHONPATH=$(CURDIR)/tests $(BIN)/python -m "bench.$$name" || exit 1; \
	done

locale: $(STAMP)
	@for po in $(sort $(wildcard console/locale/*/LC_MESSAGES/*.po)); do \
		$(BIN)/pybabel compile -i "$$po" -o "$${po%.po}.mo" || exit 1; \
	done

picture: $(STAMP)
	$(BIN)/python docs/picture.py

clean:
	rm -rf .venv build dist

$(STAMP): pyproject.toml constraints.txt
	@.ci/venv "$(PYTHON)"
	@touch $@
