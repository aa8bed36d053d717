"""Rendered pieces that are kept in memory."""

from django.utils.translation import override

from organisations.views import fragments
from organisations.views.fragments import joined, render_anew, render_once

AREA = "checks/parts/outline_area.html"


def area(title, show=render_once):
    return show(AREA, address="/x/", title=title, given=1, total=2, is_current=False, pages="")


def test_are_the_same_as_when_rendered_anew():
    assert area("Führung") == area("Führung", render_anew)
    assert "1 von 2" in area("Führung")


def test_are_rendered_once_for_the_same_values():
    area("Einmal")
    before = fragments._rendered.cache_info()
    area("Einmal")
    after = fragments._rendered.cache_info()
    assert (after.hits, after.misses) == (before.hits + 1, before.misses)


def test_differ_by_values_and_by_language():
    assert area("Eins") != area("Zwei")
    before = fragments._rendered.cache_info().misses
    with override(None):
        area("Eins")
    assert fragments._rendered.cache_info().misses == before + 1


def test_escape_what_they_are_given():
    assert "&lt;b&gt;" in area("<b>")
    assert joined([area("<b>")]).count("&lt;b&gt;") == 1
