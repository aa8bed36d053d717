"""Style sheets and scripts: one of each for every kind of page, put together from their parts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

from lotse.bundles import BUNDLES, BundleFinder

TEMPLATES = {path: path.read_text() for path in Path("templates").rglob("*.html")}


@pytest.mark.parametrize("path", BUNDLES)
def test_a_bundle_holds_its_parts_in_their_order(path):
    found = Path(finders.find(path)).read_bytes()
    places = [found.index(Path(finders.find(part)).read_bytes()) for part in BUNDLES[path]]
    assert places == sorted(places)


def test_every_bundle_that_a_page_names_exists_and_every_bundle_is_named():
    named = re.findall(r'static "(bundles/[^"]+)"', "".join(TEMPLATES.values()))
    assert set(named) == set(BUNDLES)


def test_no_page_loads_a_part_besides():
    parts = {part for parts in BUNDLES.values() for part in parts}
    for path, text in TEMPLATES.items():
        assert not parts & set(re.findall(r'static "([^"]+)"', text)), path


def test_a_changed_part_is_put_together_anew(settings, tmp_path, monkeypatch):
    settings.BUNDLES_DIR = tmp_path
    finder = BundleFinder()
    part = tmp_path / "part.css"
    part.write_text("a {}")
    monkeypatch.setattr(finders, "find", lambda _part: str(part))
    place = Path(finder.find("bundles/plain.css"))
    assert place.read_text().startswith("a {}")
    part.write_text("b {}")
    assert finder.find("bundles/plain.css", find_all=True) == [str(place)]
    assert place.read_text().startswith("b {}")
    assert finder.find("bundles/gibtesnicht.css") is None
    assert finder.find("bundles/gibtesnicht.css", find_all=True) == []
    assert finder.check() == []


def test_bundles_are_collected_with_the_fingerprint_in_their_names(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    for path in BUNDLES:
        name, _dot, ending = path.rpartition(".")
        assert list(tmp_path.glob(f"{name}.*.{ending}")), path
