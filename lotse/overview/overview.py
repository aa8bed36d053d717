"""Where an organisation stands on its way, and what the one next step is."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checks import queries as checks
from checks.domain.check_state import CheckState
from checks.domain.wording import total_in_words
from checks.models import Check, System
from lotse.jobs.models import State
from lotse.overview.glance import Moved, decisions_of_director
from lotse.overview.measures_step import measures_step
from lotse.overview.milestones import (
    CURRENT,
    DONE,
    TODO,
    MandateProgress,
    Milestone,
    NextStep,
    RoundProgress,
)
from lotse.overview.week import Week
from lotse.reminders.domain.occasions import Team, months_after, reviews
from lotse.reminders.domain.rhythms import rhythm_of
from lotse.reminders.domain.schedule import Occasion
from lotse.reminders.models import ReviewRhythm
from lotse.reports.models import Report
from measures.domain.prioritising import Row, ranked_list, upcoming
from measures.domain.result import Result
from measures.models import Status
from organisations.domain.mandate_standing import standing_of
from organisations.domain.participation import Participation
from organisations.models import Membership, Organisation, Role


class Overview:
    """Everything the overview of an organisation shows, fetched when it is first asked for."""

    def __init__(self, organisation: Organisation, membership: Participation) -> None:
        self.organisation = organisation
        self.membership = membership

    @cached_property
    def mandate(self) -> MandateProgress:
        """How far the mandate is."""
        return MandateProgress(
            standing_of(self.organisation), self.membership, self.organisation.slug
        )

    @cached_property
    def round(self) -> RoundProgress:
        """How far prioritisation rounds are."""
        return RoundProgress(self.organisation, self.membership)

    @cached_property
    def rhythm(self) -> ReviewRhythm:
        """In which rhythm the organisation looks back."""
        return rhythm_of(self.organisation)

    @cached_property
    def members(self) -> list[Membership]:
        """The people of the organisation."""
        return list(Membership.objects.of(self.organisation).with_people())

    @property
    def is_directors(self) -> bool:
        """Whether a director looks, while someone else does the work."""
        is_director = self.membership.role == Role.DIRECTOR
        return is_director and any(one.role == Role.PILOT for one in self.members)

    @cached_property
    def decisions(self) -> list[NextStep]:
        """What a director is asked to decide; nothing for all others."""
        if self.membership.role != Role.DIRECTOR:
            return []
        return decisions_of_director(self.mandate, self.round)

    @cached_property
    def week(self) -> Week:
        """What is due in the coming days, and who looks after it."""
        names = {one.pk: str(one.user) for one in self.members}
        return Week.of(self.rows, names, timezone.localdate())

    @cached_property
    def moved(self) -> Moved:
        """What moved lately."""
        return Moved.among(self.rows)

    @cached_property
    def next_review(self) -> Occasion | None:
        """What comes back next: round, check or mandate."""
        found = reviews(
            self.organisation,
            self.rhythm,
            Team.of([]),
            standing=self.mandate.standing,
            finished=self.finished.check if self.finished else None,
            is_check_running=self.running is not None,
            latest_round=self.round.latest,
        )
        return found[0] if found else None

    @property
    def mandate_gap(self) -> str:
        """What the mandate lacks, in a sentence; empty while one is still at the beginning."""
        has_begun = self.running is not None or self.finished is not None
        return self.mandate.gap if has_begun or self.mandate.standing.latest else ""

    def url(self, name: str, **kwargs: object) -> str:
        """Return the address of a page of the organisation."""
        return reverse(name, kwargs={"slug": self.organisation.slug, **kwargs})

    @cached_property
    def running(self) -> CheckState | None:
        """The check that is being filled in."""
        check = checks.current_check(self.organisation)
        return self._run(check) if check else None

    @cached_property
    def finished(self) -> CheckState | None:
        """The latest closed check."""
        check = Check.objects.of(self.organisation).finished().first()
        return self._run(check) if check else None

    def _run(self, check: Check) -> CheckState:
        check.organisation = self.organisation
        return CheckState(check)

    @cached_property
    def result(self) -> Result | None:
        """The result of the latest closed check."""
        return Result(self.finished) if self.finished else None

    @cached_property
    def rows(self) -> list[Row]:
        """The list of measures."""
        return ranked_list(self.organisation)

    @property
    def open_rows(self) -> list[Row]:
        """Measures that wait to be carried out."""
        return [row for row in self.rows if row.measure.is_open]

    @property
    def unrated_rows(self) -> list[Row]:
        """Open measures without a place, because nothing suggests their ratings."""
        return [row for row in self.rows if row.needs_rating]

    @property
    def rows_in_progress(self) -> list[Row]:
        """Measures being carried out."""
        return [row for row in self.rows if row.measure.status == Status.IN_PROGRESS]

    @property
    def has_begun(self) -> bool:
        """Whether any measure is or was carried out."""
        return bool(self.rows_in_progress or self.rows_done)

    @property
    def rows_done(self) -> list[Row]:
        """Measures that are carried out."""
        return [row for row in self.rows if row.measure.status == Status.DONE]

    @property
    def waiting_rows(self) -> list[Row]:
        """Measures that nobody has begun, what was decided on first."""
        return [row for row in upcoming(self.rows) if row not in self.rows_in_progress]

    @cached_property
    def latest_report(self) -> Report | None:
        """The latest report on a check."""
        return Report.objects.of(self.organisation).about_checks().newest_first().first()

    @property
    def open_suggestions(self) -> int:
        """How many suggestions wait for a decision."""
        return len(self.result.open_suggestions) if self.result else 0

    @property
    def milestones_ahead(self) -> list[Milestone]:
        """The parts of the way that are not done."""
        return [one for one in self.milestones if one.state != DONE]

    @property
    def milestones_behind(self) -> list[Milestone]:
        """The parts of the way that are done."""
        return [one for one in self.milestones if one.state == DONE]

    @cached_property
    def milestones(self) -> list[Milestone]:
        """The way from the mandate to the report."""
        return [
            self.mandate.milestone,
            self._check_milestone(),
            self._list_milestone(),
            self._rating_milestone(),
            self._doing_milestone(),
            self._report_milestone(),
        ]

    def _check_milestone(self) -> Milestone:
        place = "checks:start" if self.membership.may_edit else "checks:standing"
        title, url = _("Check"), self.url(place)
        if self.running:
            flow = self.running.flow
            text = _("%(answered)d von %(total)s Fragen beantwortet") % {
                "answered": flow.answered,
                "total": total_in_words(flow),
            }
            return Milestone(title, CURRENT, text, url)
        if self.finished and self.result:
            url = self.url("measures:result", check_id=self.finished.check.pk)
            percent = self.result.percent
            text = (
                _("Reifegrad %d von 100") % percent if percent is not None else _("abgeschlossen")
            )
            return Milestone(title, DONE, text, url)
        return Milestone(title, TODO, _("noch nicht begonnen"), url)

    def _list_milestone(self) -> Milestone:
        title, url = _("Maßnahmenliste"), self.url("measures:list")
        if self.open_suggestions:
            text = (
                ngettext("%d Vorschlag offen", "%d Vorschläge offen", self.open_suggestions)
                % self.open_suggestions
            )
            return Milestone(title, CURRENT, text, url)
        if self.rows:
            number = len(self.rows)
            return Milestone(
                title, DONE, ngettext("%d Maßnahme", "%d Maßnahmen", number) % number, url
            )
        return Milestone(title, TODO, _("entsteht aus dem Check"), url)

    def _rating_milestone(self) -> Milestone:
        title, url = _("Bewertung"), self.url("measures:list")
        if not self.open_rows:
            return Milestone(title, DONE if self.rows_done else TODO, _("auf fünf Kriterien"), url)
        unrated = len(self.unrated_rows)
        if unrated:
            return Milestone(title, CURRENT, _("%d noch nicht bewertet") % unrated, url)
        suggested = sum(row.is_provisional for row in self.open_rows)
        text = _("%d vorgeschlagen") % suggested if suggested else _("alle offenen bewertet")
        return Milestone(title, DONE, text, url)

    def _doing_milestone(self) -> Milestone:
        title = _("Umsetzung")
        going, done = len(self.rows_in_progress), len(self.rows_done)
        url = self.url("measures:list") + "?status=in_progress"
        text = _("noch nicht begonnen")
        if going or done:
            text = _("%(going)d in Umsetzung, %(done)d umgesetzt") % {"going": going, "done": done}
        state = CURRENT if going or (done and self.open_rows) else DONE if done else TODO
        return Milestone(title, state, text, url)

    def _report_milestone(self) -> Milestone:
        title, url = _("Bericht"), self.url("reports:list")
        report = self.latest_report
        if report is None:
            return Milestone(title, TODO, _("noch keiner"), url)
        state = DONE if report.state == State.DONE else CURRENT
        return Milestone(title, state, report.get_state_display(), url)

    @cached_property
    def next_step(self) -> NextStep:
        """The one next step, for those who may do it and for those who read along."""
        if not self.membership.may_edit:
            return self.round.own_step or self._reading_step()
        if self.is_directors and (self.running or self.finished):
            return self.decisions[0] if self.decisions else self._nothing_to_decide()
        if self.mandate.confirming_step:
            return self.mandate.confirming_step
        if self.round.own_step:
            return self.round.own_step
        if self.running:
            return self._check_step()
        if not self.finished:
            return self._beginning_step()
        return self._with_systems_beside(self._with_repeating_beside(measures_step(self)))

    def _beginning_step(self) -> NextStep:
        """Lead directors to the mandate first, all others to the check; both find the other one."""
        check = NextStep(
            _("Den Check beginnen"),
            _("Sie sehen, wo Sie stehen und was sich lohnt. Sie können jederzeit unterbrechen."),
            _("Check beginnen"),
            self.url("checks:start"),
        )
        mandate = self.mandate.next_step
        if mandate is None:
            return check
        if self.membership.role == Role.DIRECTOR:
            return replace(mandate, other_action=check.action, other_url=check.url)
        return replace(check, other_action=_("Zuerst die Beauftragung"), other_url=mandate.url)

    def _with_repeating_beside(self, step: NextStep) -> NextStep:
        """Offer to repeat the check once the organisation's rhythm says so."""
        assert self.finished is not None  # noqa: S101 - asked by the caller
        closed_at = self.finished.check.finished_at
        is_due = closed_at is not None and timezone.localdate() >= months_after(
            timezone.localdate(closed_at), self.rhythm.check_months
        )
        start = self.url("checks:start")
        if step.other_url or step.url == start or not is_due:
            return step
        return replace(step, other_action=_("Check wiederholen"), other_url=start)

    def _with_systems_beside(self, step: NextStep) -> NextStep:
        """Offer to note the systems in use, as long as there are none."""
        if step.other_url or System.objects.filter(organisation=self.organisation).exists():
            return step
        return replace(
            step, other_action=_("Systeme aufnehmen"), other_url=self.url("checks:systems")
        )

    def _nothing_to_decide(self) -> NextStep:
        own = self.round.own_step
        return NextStep(
            _("Im Moment ist nichts zu entscheiden"),
            _("Sehen Sie nach, woran gearbeitet wird und wer sich darum kümmert."),
            _("Maßnahmen ansehen"),
            self.url("measures:list"),
            other_action=own.action if own else "",
            other_url=own.url if own else "",
        )

    def _reading_step(self) -> NextStep:
        return NextStep(
            _("Auf dem Laufenden bleiben"),
            _("Sehen Sie nach, welche Maßnahmen anstehen und wer sich darum kümmert."),
            _("Maßnahmen ansehen"),
            self.url("measures:list"),
        )

    def _check_step(self) -> NextStep:
        assert self.running is not None  # noqa: S101 - asked by the caller
        flow = self.running.flow
        if not flow.open_questions:
            return NextStep(
                _("Den Check abschließen"),
                _("Alle Fragen haben eine Antwort. Nach dem Abschluss sehen Sie Ihr Ergebnis."),
                _("Zum Abschluss"),
                self.url("checks:finish"),
            )
        number = len(flow.open_questions)
        return NextStep(
            _("Den Check fortsetzen"),
            ngettext(
                "Es ist noch eine Frage offen. Sie kommen dorthin zurück, wo Sie waren.",
                "Es sind noch %d Fragen offen. Sie kommen dorthin zurück, wo Sie waren.",
                number,
            ).replace("%d", str(number)),
            _("Weiter ausfüllen"),
            self.url("checks:start"),
        )
