# Lotse. `make` alone lists what there is.
.DEFAULT_GOAL := help
SHELL := /bin/sh
VENV := .venv
PYTHON := $(VENV)/bin/python
BENCH_ARGS ?=
RUNS ?= 5
INSTALL := $(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r
NOT_INSTALLED := echo "Die Pakete ließen sich nicht einrichten. Prüfen Sie die Verbindung zum Internet und rufen Sie make noch einmal auf." >&2; exit 1

# Every process that starts would compile all modules anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run demo backup restore quick test faults lint fmt bench screenshots lock clean

help: ## zeigt diese Liste
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1|/' | awk -F'|' '{printf "%-20s %s\n", $$1, $$2}'

run: $(VENV)/.run ## richtet alles ein und startet Lotse auf http://localhost:8000
	@exec $(PYTHON) -m lotse.embedded

demo: $(VENV)/.run ## legt die Demo-Organisationen neu an; andere bleiben unberührt
	@$(PYTHON) manage.py demo

backup: $(VENV)/.run ## sichert alles in eine Datei (TO=Ordner, sonst .data/backups)
	@$(PYTHON) manage.py backup $(if $(TO),--to "$(TO)")

restore: $(VENV)/.run ## spielt eine Sicherung zurück (FILE=Datei), in eine leere Datenbank
	@$(PYTHON) manage.py restore "$(FILE)"

quick: $(VENV)/.dev ## die Tests neben dem, was seit dem letzten Commit geändert ist
	@exec $(PYTHON) -m scripts.quick

test: $(VENV)/.dev ## alle Tests, mit Abdeckung und einer Liste dessen, was hier nicht lief
	@exec $(PYTHON) -m scripts.test $(TEST_ARGS)

faults: $(VENV)/.dev ## tötet Prozesse und prüft, dass nichts verloren geht (RUNS=20: wie oft)
	@LOTSE_FAULT_RUNS=$(RUNS) $(PYTHON) -m pytest tests/lotse/faults -q --no-cov

lint: $(VENV)/.dev ## Stil, Architektur, Typen, Migrationen, Vorlagen und Texte
	@exec $(PYTHON) -m scripts.lint

fmt: $(VENV)/.dev ## bringt den Quelltext in Form
	@$(PYTHON) -m ruff check --fix --quiet . ; $(PYTHON) -m ruff format .

bench: $(VENV)/.dev ## Messungen, nebeneinander in einem Lauf (BENCH_ARGS=--quick für klein)
	@exec $(PYTHON) -m bench $(BENCH_ARGS)

screenshots: $(VENV)/.dev ## nimmt die Bilder der README am laufenden Programm auf
	@exec $(PYTHON) -m scripts.screenshots

lock: $(VENV)/.dev ## schreibt die festen Versionen neu (requirements*.txt)
	@for name in requirements requirements-embedded requirements-dev; do \
		$(PYTHON) -m piptools compile --quiet --generate-hashes --no-strip-extras --allow-unsafe \
			--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header \
			--output-file $$name.txt $$name.in || exit 1; \
	done

clean: ## entfernt die virtuelle Umgebung und Zwischenstände; die Daten in .data bleiben
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage coverage.json staticfiles
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The virtual environment is made anew or filled only when its list of packages changes.
$(VENV)/.python:
	@sh scripts/make_venv.sh $(VENV)
	@touch $@

$(VENV)/.run: requirements.txt requirements-embedded.txt $(VENV)/.python
	@test -e $(VENV)/.dev && test $(VENV)/.dev -nt requirements.txt && test $(VENV)/.dev -nt requirements-embedded.txt || { \
		echo "Pakete werden eingerichtet (einmalig, etwa eine Minute) …"; \
		$(INSTALL) requirements.txt -r requirements-embedded.txt || { $(NOT_INSTALLED); }; }
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.python
	@echo "Pakete für die Entwicklung werden eingerichtet …"
	@$(INSTALL) requirements-dev.txt || { $(NOT_INSTALLED); }
	@touch $@
