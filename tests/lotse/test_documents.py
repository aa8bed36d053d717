"""The documents say each thing once, as text that several people brought together must."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.db import models
from django.test.utils import isolate_apps
from django.urls import path
from django.utils.translation import gettext_lazy

import lotse
from organisations.domain import editing
from organisations.forms.versions import VersionedForm
from organisations.models.editable import EditableModel
from organisations.views import editing as editing_pages

ROOT = Path(__file__).parents[2]
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
# So many characters alike at the beginning of two lines are no chance.
ALIKE = 45


def prose(document: Path) -> list[str]:
    """Return the lines outside code blocks, without the heads of tables."""
    text = re.sub(r"^```.*?^```$", "", document.read_text(), flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"^\|.*\|\n\|[ |:-]+\|$", "", text, flags=re.MULTILINE)
    return text.splitlines()


def begins_alike(lines: list[str]) -> list[str]:
    beginnings = [line.strip()[:ALIKE] for line in lines if len(line.strip()) >= ALIKE]
    return sorted({beginning for beginning in beginnings if beginnings.count(beginning) > 1})


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
class TestADocument:
    def test_has_no_line_twice(self, document):
        assert begins_alike(prose(document)) == []

    def test_has_an_empty_line_before_each_heading(self, document):
        lines = prose(document)
        stuck = [
            line for before, line in pairwise(lines) if re.match(r"#{2,} ", line) and before.strip()
        ]
        assert stuck == []

    def test_has_a_head_above_each_table(self, document):
        text = re.sub(r"^```.*?^```$", "", document.read_text(), flags=re.MULTILINE | re.DOTALL)
        tables = re.findall(r"(?:^\|.*\|$\n?)+", text, flags=re.MULTILINE)
        headless = [table.splitlines()[0] for table in tables if "\n| ---" not in table]
        assert headless == []

    def test_goes_on_after_a_sentence_with_a_new_one(self, document):
        """A line in small letters after a full stop is what a merge left behind."""
        lines = prose(document)
        debris = [
            line
            for before, line in pairwise(lines)
            if re.search(r"[^.]\.$", before) and re.match(r"[a-zäöü]+ [a-zA-ZÄÖÜäöü]", line)
        ]
        assert debris == []


@pytest.mark.parametrize("document", ["README.md", "docs/rundgang.md"])
def test_what_lotse_can_do_stands_once(document):
    text = (ROOT / document).read_text()
    rows = re.findall(r"^(?:\| |- )\*\*(.+?)\*\*", text, flags=re.MULTILINE)
    assert rows
    assert len(rows) == len(set(rows))


def test_the_version_is_the_same_everywhere_and_has_notes():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    latest = re.search(r"^## (\S+) –", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert lotse.__version__ == project["version"] == latest[1]


def test_operators_read_the_wait_that_the_settings_give():
    longest = settings.JOB_LOST_SECONDS + settings.SWEEP_SECONDS
    document = (ROOT / "docs" / "betrieb.md").read_text()
    assert f"nach höchstens {longest:.0f} Sekunden" in document.replace("\n ", "")


@isolate_apps("checks")
def test_the_worked_example_works_and_is_short():
    """A new thing that people edit: model, form, pages and history in fewer than sixty lines."""
    text = (ROOT / "CONTRIBUTING.md").read_text()
    (example,) = re.findall(r"^```python\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    names = vars(editing_pages) | vars(editing) | {"models": models, "forms": forms, "path": path}
    names |= {"EditableModel": EditableModel, "VersionedForm": VersionedForm, "urlpatterns": []}
    names |= {"_": gettext_lazy, "ROOM": "o/<slug:slug>/raeume/<int:room_id>/"}
    names |= {"__name__": "checks.models.room"}
    names["rooms"] = SimpleNamespace()
    *parts, urls = re.split(r"^# .*\.py$", example, flags=re.MULTILINE)[1:]
    for part in parts:
        exec(part, names)
    vars(names["rooms"]).update(names)
    exec(urls, names)
    known = {"organisation_id": 1, "created_by_id": None, "name": "Saal"}
    small, large = (names["Room"](seats=seats, **known) for seats in (9, 90))
    assert names["ROOMS"].differences(small, large) == ({"Plätze": "9"}, {"Plätze": "90"})
    assert set(names["RoomForm"].base_fields) == {"name", "seats", "version"}
    assert [one.name for one in names["urlpatterns"]] == ["new_room", "edit_room", "remove_room"]
    written = [line for line in example.splitlines() if line and not line.startswith("#")]
    assert len(written) < 60


class TestTheGlossary:
    """The terms of the domain in ARCHITECTURE.md are those of the code."""

    @pytest.fixture
    def names(self):
        text = (ROOT / "ARCHITECTURE.md").read_text()
        section = text.partition("## Glossary")[2].partition("\n## ")[0]
        cells = [row.split("|")[2] for row in section.splitlines() if row.startswith("| ")]
        return set(re.findall(r"`([A-Z]\w+)`", " ".join(cells)))

    def test_names_every_model(self, names):
        ours = ("organisations", "checks", "measures", "lotse")
        stored = [one for one in apps.get_models() if one._meta.managed and not one._meta.proxy]
        models = [one for one in stored if one.__module__.split(".")[0] in ours]
        assert {one.__name__ for one in models} - names - {"User"} == set()

    def test_names_nothing_that_is_not_there(self, names):
        folders = ("organisations", "checks", "measures", "lotse")
        code = "".join(
            file.read_text() for folder in folders for file in ROOT.glob(f"{folder}/**/*.py")
        )
        assert {name for name in names if not re.search(rf"^class {name}\b", code, re.M)} == set()
