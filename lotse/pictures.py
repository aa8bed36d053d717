"""What charts show and say: drawings of results and systems with their text alternatives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from checks.domain.islands import FlowMethod
from checks.domain.surveying import SystemLandscape, said
from checks.models import System, SystemKind, TransferMethod
from lotse.charts.lines import line_chart
from lotse.charts.systems import MapConnection, MapSystem, MapWords, systems_map
from lotse.charts.wheel import WheelItem, wheel_chart
from measures.domain.progress import MaturityLine
from measures.domain.result import Result


@dataclass(frozen=True)
class Picture:
    """An SVG in which every text is escaped, and what it says."""

    svg: str
    words: str


def maturity_wheel(result: Result, *, leads_on: bool = False) -> Picture:
    """Return the wheel of maturity for a result; where it `leads_on`, each area is a link.

    It opens that area on the page with the result.
    """
    items = [
        WheelItem(
            area.area.title,
            area.fraction,
            area.standing_name,
            f"?feld={area.area.key}#feld-{area.area.key}" if leads_on else "",
        )
        for area in result.areas
    ]
    words = _wheel_in_words(result)
    title = _("Reifegrad je Handlungsfeld als Rad")
    return Picture(wheel_chart(items, title=title, description=words), words)


def small_line(line: MaturityLine) -> Picture:
    """Return the line of an area, or of the whole, over all checks."""
    words = _("%(title)s: %(values)s.") % {
        "title": line.area.title if line.area else _("Im Ganzen"),
        "values": ", ".join(
            _("%(value)d von 100 %(time)s") % {"value": value, "time": time}
            for value, time in zip(line.percents, _times(line.days), strict=True)
        ),
    }
    return Picture(line_chart(line.fractions, words=words), words)


def _times(days: Sequence[date]) -> list[str]:
    """Say when each check was: its month where that is enough to tell them apart, else its day."""
    months = [date_format(day, "F Y") for day in days]
    if len(set(months)) == len(months):
        return [_("im %s") % month for month in months]
    return [_("am %s") % date_format(day, "j. F Y") for day in days]


def landscape_map(landscape: SystemLandscape) -> Picture:
    """Return the map of systems; there has to be a system in use."""
    islands = set(landscape.islands)
    drawn = systems_map(
        [
            MapSystem(system.pk, system.name, _note(system), system in islands)
            for system in landscape.in_use
        ],
        [
            MapConnection(one.source_id, one.target_id, FlowMethod(one.transfer_method), said(one))
            for one in landscape.connections_in_use
        ],
        title=_("Karte der Systeme und ihrer Verbindungen"),
        description=landscape.description,
        words=MapWords(
            methods={FlowMethod(one.value): str(one.label) for one in TransferMethod},
            island=_("Insel"),
            alone=_("Ohne Verbindung"),
        ),
    )
    return Picture(drawn, landscape.description)


def _note(system: System) -> str:
    """Say of which kind a system is, unless its name says so already."""
    kind = str(system.get_kind_display())
    return "" if system.kind == SystemKind.OTHER or kind == system.name else kind


def _wheel_in_words(result: Result) -> str:
    said = "; ".join(
        f"{area.area.title}: {area.percent if area.percent is not None else _('noch offen')}"
        for area in result.areas
    )
    return _("Reifegrad je Handlungsfeld von 0 bis 100. %s.") % said
