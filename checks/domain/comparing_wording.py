"""What changed between checks in German sentences."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checks.domain.comparing import AreaChange, Coverage, ExceptionChange, Progression, Trend

ARROWS = {Trend.BETTER: "↑", Trend.SAME: "=", Trend.WORSE: "↓"}


def coverage_sentence(coverage: Coverage) -> str:
    """Say how many questions are compared, and why the others are not."""
    if not coverage.compared:
        return _("Keine Frage ist in beiden Checks mit einer Stufe beantwortet.")
    if coverage.compared == coverage.asked > 1:
        said = [_("Verglichen werden alle %d Fragen") % coverage.asked]
    else:
        sentence = ngettext(
            "Verglichen wird %(compared)d von %(asked)d Fragen",
            "Verglichen werden %(compared)d von %(asked)d Fragen",
            coverage.compared,
        )
        said = [sentence % {"compared": coverage.compared, "asked": coverage.asked}]
    said += _why_not(coverage)
    return "; ".join(said) + "."


def _why_not(coverage: Coverage) -> list[str]:
    found = []
    if coverage.reworded:
        found.append(
            ngettext(
                "davon ist %d neu formuliert",
                "davon sind %d neu formuliert",
                coverage.reworded,
            )
            % coverage.reworded
        )
    if coverage.new:
        found.append(ngettext("%d ist neu", "%d sind neu", coverage.new) % coverage.new)
    if coverage.regrouped:
        found.append(
            ngettext(
                "%d wurde geteilt oder zusammengelegt",
                "%d wurden geteilt oder zusammengelegt",
                coverage.regrouped,
            )
            % coverage.regrouped
        )
    if coverage.other_kind:
        found.append(
            ngettext(
                "%d wird jetzt anders beantwortet",
                "%d werden jetzt anders beantwortet",
                coverage.other_kind,
            )
            % coverage.other_kind
        )
    if coverage.without_level:
        found.append(
            ngettext(
                "%d hat nicht in beiden Checks eine Stufe",
                "%d haben nicht in beiden Checks eine Stufe",
                coverage.without_level,
            )
            % coverage.without_level
        )
    if coverage.dropped:
        found.append(
            ngettext(
                "%d frühere Frage gibt es nicht mehr",
                "%d frühere Fragen gibt es nicht mehr",
                coverage.dropped,
            )
            % coverage.dropped
        )
    return found


def exception_words(change: ExceptionChange) -> str:
    """Say what became of the exceptions at a question."""
    said = []
    if change.gone:
        said.append(_("gilt jetzt auch für %s") % ", ".join(one.label for one in change.gone))
    if change.come:
        said.append(_("gilt nicht mehr für %s") % ", ".join(one.label for one in change.come))
    return "; ".join(said)


def trend_words(change: AreaChange) -> str:
    """Return a change in words: „12 Punkte mehr“, „unverändert“, „nicht vergleichbar“."""
    points = abs(change.points)
    if change.trend is None:
        return _("nicht vergleichbar")
    if change.trend is Trend.SAME:
        return _("unverändert")
    if change.trend is Trend.BETTER:
        more = ngettext("%d Punkt mehr", "%d Punkte mehr", points) % points
        return more if points else _("etwas besser")
    less = ngettext("%d Punkt weniger", "%d Punkte weniger", points) % points
    return less if points else _("etwas schlechter")


def since_then(change: AreaChange, then: str) -> str:
    """Say how the whole changed since a day; empty when nothing can be compared."""
    if change.trend is None:
        return ""
    if change.trend is Trend.SAME:
        return _("Das ist so viel wie am %s.") % then
    words = _("%(words)s als am %(day)s.") % {"words": trend_words(change), "day": then}
    return words[:1].upper() + words[1:]


def arrow(change: AreaChange) -> str:
    """Return the arrow beside the words, empty when there is nothing to compare."""
    return ARROWS[change.trend] if change.trend else ""


def overall_sentence(overall: AreaChange) -> str:
    """Say how the whole changed, empty when nothing can be compared."""
    before, after = overall.percents
    if before is None or after is None:
        return ""
    if overall.trend is Trend.SAME:
        return _("Im Ganzen unverändert: %d von 100.") % after
    return _("Im Ganzen von %(before)d auf %(after)d: %(words)s.") % {
        "before": before,
        "after": after,
        "words": trend_words(overall),
    }


def progression_sentence(progression: Progression) -> str:
    """Say on which questions the lines rest."""
    values = {
        "compared": progression.compared,
        "asked": progression.asked,
        "checks": len(progression.shown),
    }
    if not progression.compared:
        return _("Keine Frage ist in allen Checks mit einer Stufe beantwortet.")
    if progression.compared == progression.asked:
        return _("Gezeichnet sind alle %(asked)d Fragen aus %(checks)d Checks.") % values
    return (
        _(
            "Gezeichnet sind die %(compared)d von %(asked)d Fragen, die in allen %(checks)d Checks "
            "eine Stufe haben."
        )
        % values
    )
