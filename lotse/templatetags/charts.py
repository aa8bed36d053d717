"""Charts for templates: the same SVG in pages and in the PDF."""

from __future__ import annotations

import base64

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from checks.domain.islands import Way
from checks.domain.landscape_wording import said
from checks.domain.surveying import SystemLandscape
from checks.models import ConnectionWay, System, SystemKind
from lotse.charts import (
    MapConnection,
    MapSystem,
    MapWords,
    WheelItem,
    line_chart,
    systems_map,
    wheel_chart,
)
from measures.domain.progress import Line
from measures.domain.result import Result

register = template.Library()


@register.simple_tag
def maturity_wheel(result: Result) -> SafeString:
    """Return the wheel of maturity for a result, with its text alternative."""
    return mark_safe(_wheel(result))  # noqa: S308 - lotse.charts escapes every text


@register.simple_tag
def maturity_wheel_image(result: Result) -> SafeString:
    """Return the same wheel as an image with alternative text, for tagged PDFs."""
    return _image(_wheel(result), _in_words(result))


@register.simple_tag
def small_line(line: Line) -> SafeString:
    """Return the line of an area, or of the whole, over all checks."""
    return mark_safe(_small_line(line))  # noqa: S308 - lotse.charts escapes every text


@register.simple_tag
def small_line_image(line: Line) -> SafeString:
    """Return the same line as an image with alternative text, for tagged PDFs."""
    return _image(_small_line(line), _line_in_words(line))


@register.simple_tag
def landscape_map(landscape: SystemLandscape) -> SafeString:
    """Return the map of systems with its text alternative; there has to be a system in use."""
    return mark_safe(_map(landscape))  # noqa: S308 - lotse.charts escapes every text


@register.simple_tag
def landscape_map_image(landscape: SystemLandscape) -> SafeString:
    """Return the same map as an image with alternative text, for tagged PDFs."""
    return _image(_map(landscape), landscape.description)


def _small_line(line: Line) -> str:
    return line_chart(line.fractions, words=_line_in_words(line))


def _line_in_words(line: Line) -> str:
    title = line.area.title if line.area else _("Im Ganzen")
    return _("%(title)s: %(values)s.") % {
        "title": title,
        "values": ", ".join(str(percent) for percent in line.percents),
    }


def _image(svg: str, words: str) -> SafeString:
    encoded = base64.b64encode(svg.encode()).decode()
    return format_html('<img src="data:image/svg+xml;base64,{}" alt="{}">', encoded, words)


def _map(landscape: SystemLandscape) -> str:
    islands = set(landscape.islands)
    return systems_map(
        [
            MapSystem(system.pk, system.name, _note(system), system in islands)
            for system in landscape.in_use
        ],
        [
            MapConnection(one.source_id, one.target_id, Way(one.way), said(one))
            for one in landscape.connections_in_use
        ],
        title=_("Karte der Systeme und ihrer Verbindungen"),
        description=landscape.description,
        words=MapWords(
            ways={Way(way.value): str(way.label) for way in ConnectionWay},
            island=_("Insel"),
            alone=_("Ohne Verbindung"),
        ),
    )


def _note(system: System) -> str:
    """Say of which kind a system is, unless its name says so already."""
    kind = str(system.get_kind_display())
    return "" if system.kind == SystemKind.OTHER or kind == system.name else kind


def _wheel(result: Result) -> str:
    items = [WheelItem(area.area.title, area.fraction, area.band) for area in result.areas]
    return wheel_chart(
        items, title=_("Reifegrad je Handlungsfeld als Rad"), description=_in_words(result)
    )


def _in_words(result: Result) -> str:
    said = "; ".join(
        f"{area.area.title}: {area.percent if area.percent is not None else _('noch offen')}"
        for area in result.areas
    )
    return _("Reifegrad je Handlungsfeld von 0 bis 100. %s.") % said
