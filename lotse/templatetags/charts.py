"""Charts for templates: the same SVG in pages and in the PDF."""

from __future__ import annotations

import base64

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from lotse.charts import WheelItem, wheel_chart
from measures.domain.result import Result

register = template.Library()


@register.simple_tag
def maturity_wheel(result: Result) -> SafeString:
    """Return the wheel of maturity for a result, with its text alternative."""
    return mark_safe(_wheel(result))  # noqa: S308 - lotse.charts escapes every text


@register.simple_tag
def maturity_wheel_image(result: Result) -> SafeString:
    """Return the same wheel as an image with alternative text, for tagged PDFs."""
    encoded = base64.b64encode(_wheel(result).encode()).decode()
    return format_html(
        '<img src="data:image/svg+xml;base64,{}" alt="{}">', encoded, _in_words(result)
    )


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
