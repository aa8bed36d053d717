"""Comparisons of tools in German sentences."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from checks.domain.tool_ranking import MustGroup, ToolResult, ToolVerdict, Weight

GROUPS: dict[MustGroup, str | Promise] = {
    MustGroup.ALL_MUSTS: gettext_lazy("erfüllt alles, was sein muss"),
    MustGroup.MUSTS_UNCERTAIN: gettext_lazy("Muss-Anforderung offen oder nur teilweise erfüllt"),
    MustGroup.MUSTS_UNMET: gettext_lazy("Muss-Anforderung nicht erfüllt"),
}


def headline(outcome: ToolResult) -> str:
    """Return one sentence on the „must“ requirements, which decide before any points."""
    musts = sum(outcome.counts[Weight.MUST, verdict] for verdict in ToolVerdict)
    if not musts:
        return _("Es gibt hier keine Muss-Anforderung.")
    parts = [
        text % number
        for text, number in (
            (_("%d nicht erfüllt"), len(outcome.unmet_musts)),
            (_("%d nur teilweise erfüllt"), len(outcome.partly_musts)),
            (_("%d noch offen"), len(outcome.open_musts)),
        )
        if number
    ]
    if not parts:
        return ngettext(
            "Erfüllt %d von %d Muss-Anforderung.", "Erfüllt %d von %d Muss-Anforderungen.", musts
        ) % (musts, musts)
    text = ngettext("Von %d Muss-Anforderung: ", "Von %d Muss-Anforderungen: ", musts)
    return text % musts + ", ".join(parts) + "."


def overview(outcome: ToolResult, weight: Weight) -> str:
    """Return how many requirements of a weight got which verdict, such as „3 erfüllt, 1 offen“."""
    words = {
        ToolVerdict.NOT_MET: _("nicht erfüllt"),
        ToolVerdict.OPEN: _("offen"),
        ToolVerdict.PARTLY: _("teilweise"),
        ToolVerdict.MET: _("erfüllt"),
    }
    counted = [
        f"{outcome.counts[weight, verdict]} {words[verdict]}"
        for verdict in (ToolVerdict.MET, ToolVerdict.PARTLY, ToolVerdict.NOT_MET, ToolVerdict.OPEN)
        if outcome.counts[weight, verdict]
    ]
    return ", ".join(counted) or "–"
