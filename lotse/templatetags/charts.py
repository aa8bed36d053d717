"""Charts for templates: the same SVG in pages and in the PDF."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from lotse.charts import WheelItem, wheel_chart
from measures.domain.result import Result

register = template.Library()


@register.simple_tag
def maturity_wheel(result: Result) -> SafeString:
    """Return the wheel of maturity for a result, with its text alternative."""
    items = [
        WheelItem(area.area.title, area.fraction, area.band) for area in result.areas
    ]
    said = "; ".join(
        f"{area.area.title}: {area.percent if area.percent is not None else _('noch offen')}"
        for area in result.areas
    )
    svg = wheel_chart(
        items,
        title=_("Reifegrad je Handlungsfeld als Rad"),
        description=_("Werte von 0 bis 100. %s.") % said,
    )
    return mark_safe(svg)  # noqa: S308 - lotse.charts escapes every text
