"""The system landscape in German sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from checks.domain.islands import MINUTES_AN_HOUR, WEEKS_A_YEAR, Survey, SystemStanding
from checks.models import Connection, System, TransferMethod

STANDINGS: dict[SystemStanding, str | Promise] = {
    SystemStanding.ISLAND: gettext_lazy("Insel"),
    SystemStanding.OPEN: gettext_lazy("verbunden"),
    SystemStanding.END: gettext_lazy("Endpunkt"),
    SystemStanding.ALONE: gettext_lazy("ohne Verbindung"),
}
# From here on decimals would only pretend to know better.
WHOLE_FROM = 10


def number(value: Fraction | Decimal) -> str:
    """Return a number as one says it: whole from 10 on, below with one decimal at most."""
    rounded = round(Fraction(value), 0 if value >= WHOLE_FROM else 1)
    return f"{float(rounded):g}".replace(".", ",")


def duration(minutes: Fraction) -> str:
    """Return about how long something takes, in minutes or hours."""
    about = _rounded(minutes)
    if about < MINUTES_AN_HOUR:
        whole = int(about)
        return ngettext("etwa %d Minute", "etwa %d Minuten", whole) % whole
    hours = about / MINUTES_AN_HOUR
    return _("etwa eine Stunde") if hours == 1 else _("etwa %s Stunden") % number(hours)


def _rounded(minutes: Fraction) -> Fraction:
    """Return minutes as `duration` says them: whole, half hours from one hour on, then whole."""
    if minutes < MINUTES_AN_HOUR:
        return Fraction(max(1, round(minutes)))
    hours = round(minutes / MINUTES_AN_HOUR * 2) / Fraction(2)
    if hours >= WHOLE_FROM:
        hours = Fraction(round(minutes / MINUTES_AN_HOUR))
    return hours * MINUTES_AN_HOUR


def figures(survey: Survey) -> str:
    """Return islands, double entries a week and the time they take in one line.

    Without any connection nobody knows yet whether there are some.
    """
    if not survey.is_connected:
        return _("Noch keine Verbindung aufgenommen")
    islands = len(survey.islands)
    parts = [ngettext("%d Insel", "%d Inseln", islands) % islands if islands else _("Keine Insel")]
    entries = survey.double_entries_a_week
    if entries:
        text = ngettext(
            "%s doppelte Eingabe in der Woche",
            "%s doppelte Eingaben in der Woche",
            1 if entries == 1 else 2,
        )
        parts.append(text % number(entries))
    elif not survey.unmeasured:
        parts.append(_("keine doppelten Eingaben"))
    if survey.minutes_a_week:
        parts.append(duration(survey.minutes_a_week))
    return ", ".join(parts)


def figures_a_year(survey: Survey) -> str:
    """Return what double entries add up to in a year, empty without measured ones.

    It is 52 times what `figures` says for a week, so that both agree for whoever reckons.
    """
    if not survey.minutes_a_week:
        return ""
    return _("Im Jahr sind das %s.") % duration(_rounded(survey.minutes_a_week) * WEEKS_A_YEAR)


def what_is_missing(survey: Survey) -> str:
    """Return for how many connections and systems the figures know nothing, empty for none."""
    said = []
    if survey.unmeasured:
        text = ngettext(
            "Bei %d Verbindung von Hand fehlt noch, wie oft oder wie lange.",
            "Bei %d Verbindungen von Hand fehlt noch, wie oft oder wie lange.",
            survey.unmeasured,
        )
        said.append(text % survey.unmeasured)
    alone = len(survey.alone)
    if alone and survey.is_connected:
        text = ngettext(
            "Zu %d System ist noch keine Verbindung aufgenommen.",
            "Zu %d Systemen ist noch keine Verbindung aufgenommen.",
            alone,
        )
        said.append(text % alone)
    return " ".join(said)


def how_often(connection: Connection) -> str:
    """Return how often data moves, empty when nobody said it."""
    times = connection.times_a_week
    if times is None:
        return ""
    if times == 0:
        return _("nie")
    if times >= 1:
        return _("%s-mal in der Woche") % number(times)
    weeks = round(1 / Fraction(times))
    return ngettext("jede Woche", "etwa alle %d Wochen", weeks).replace("%d", str(weeks))


def how_long(connection: Connection) -> str:
    """Return how long one transfer takes, empty when nobody said it."""
    minutes = connection.minutes
    if minutes is None:
        return ""
    return ngettext("je %d Minute", "je %d Minuten", minutes) % minutes


def said(connection: Connection) -> str:
    """Return a connection in one line."""
    details = [
        connection.data,
        str(connection.get_transfer_method_display()),
        how_often(connection),
        how_long(connection),
    ]
    return f"{connection.source} → {connection.target}: {', '.join(filter(None, details))}"


def description(
    systems: Sequence[System], connections: Sequence[Connection], islands: Sequence[System]
) -> str:
    """Return the map in words: how much there is, which systems are islands, how data moves."""
    what = _("%(systems)s und %(connections)s.") % {
        "systems": ngettext("%d System", "%d Systeme", len(systems)) % len(systems),
        "connections": ngettext("%d Verbindung", "%d Verbindungen", len(connections))
        % len(connections),
    }
    if not connections:
        return what
    counted = Counter(one.transfer_method for one in connections)
    names = ", ".join(str(system) for system in islands)
    return _("%(what)s %(islands)s Wege der Daten: %(ways)s.") % {
        "what": what,
        "islands": _("Inseln: %s.") % names if islands else _("Keine Insel."),
        "ways": ", ".join(
            f"{method.label} {counted[method]}" for method in TransferMethod if counted[method]
        ),
    }
