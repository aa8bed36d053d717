"""An organisation with a finished check and a long list of measures, made by the domain itself."""

from __future__ import annotations

from datetime import timedelta
from types import TracebackType

from django.utils import timezone

from bench.databases import use
from bench.stage import Place
from checks.domain import answering
from checks.domain.answering import AnswerInput
from checks.domain.check_state import CheckState
from checks.models import AnswerState, Catalogue, Check
from lotse.reports.document.model import Document
from lotse.reports.domain.making import PLANS, as_html
from lotse.reports.domain.material import Material
from lotse.reports.domain.ordering import order_progress, order_report
from lotse.reports.models import Format, Report, ReportFile, ReportKind
from measures.domain.prioritising import rate, write_measure
from measures.domain.suggesting import accept_suggestion, suggest_measures
from measures.models import CRITERIA, Measure
from organisations import tenancy
from organisations.domain.founding import found_organisation
from organisations.models import Organisation

ANSWERS, MEASURES = 60, 40
NOTE = "Das steht in einer Liste auf dem Server, die zwei Kolleg:innen von Hand pflegen."


class ReportingOrganisation:
    """Exists for the length of a `with` block, in the database of a place."""

    def __init__(self, place: Place, measures: int = MEASURES) -> None:
        self.place = place
        self.measures = measures
        self.user = place.user
        self.organisation: Organisation
        self.check: Check

    def __enter__(self) -> ReportingOrganisation:
        use(self.place.database)
        catalogue = Catalogue.objects.newest("digitalisierungscheck")
        assert catalogue is not None
        self.organisation = found_organisation(
            self.user,
            name="Sorgenberatung Musterstadt",
            legal_form="association",
            field_of_work="counselling",
            staff_count=14,
        )
        with tenancy.activate(self.organisation):
            self.check = answering.start_check(self.organisation, catalogue, self.user)
            check_state = CheckState(self.check)
            self._answer(check_state)
            answering.finish_check(self.check, self.user)
            self._decide_and_rate(check_state)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with tenancy.activate(self.organisation):
            # The audit trail lets go only of an organisation whose time has come.
            self.organisation.deletes_at = timezone.now() - timedelta(minutes=1)
            self.organisation.save()
            self.organisation.delete()

    def order(self, kind: ReportKind = ReportKind.CHECK) -> Report:
        """Order one more report."""
        with tenancy.activate(self.organisation):
            if kind == ReportKind.PROGRESS:
                since = timezone.localdate() - timedelta(days=90)
                return order_progress(self.organisation, self.check, since, self.user)
            return order_report(self.check, self.user, kind)

    def finished_html(self, kind: ReportKind = ReportKind.CHECK) -> str:
        """Return what WeasyPrint gets to typeset; of a short report, the longest draft."""
        with tenancy.activate(self.organisation):
            report = Report(
                organisation=self.organisation,
                kind=kind,
                check_run=self.check,
                requested_by=self.user,
            )
            if kind == ReportKind.PROGRESS:
                report.since = timezone.localdate() - timedelta(days=90)
            draft = PLANS[kind].build(Material(self.organisation, report))[0]
            assert isinstance(draft, Document)
            return as_html(draft)

    def pages_of_last_report(self) -> int:
        """Return the number of pages. Raises RuntimeError when the report was not made."""
        with tenancy.activate(self.organisation):
            report = Report.objects.of(self.organisation).newest_first().first()
            pdfs = ReportFile.objects.filter(report=report, format=Format.PDF)
            file = pdfs.defer("content").first()
        if file is None:
            raise RuntimeError("Der Bericht ist nicht entstanden.")
        return file.pages

    def _answer(self, check_state: CheckState) -> None:
        """Answer as many questions as a long report has, low enough to need many measures."""
        questions = [*check_state.document.facts, *check_state.document.questions][:ANSWERS]
        for number, question in enumerate(questions):
            said = AnswerInput(
                AnswerState.ANSWERED, level=number % 3 // 2, note=NOTE * (number % 3 == 0)
            )
            if question in check_state.document.facts:
                stored = check_state.answers.get(question.key)
                value = {"yes_no": True, "number": 9}.get(question.kind) or question.options[0].key
                said = AnswerInput(AnswerState.ANSWERED, value=value)
                seen = stored.version if stored else 0
                answering.save_answer(check_state, question, said, seen_version=seen, by=self.user)
            else:
                answering.save_answer(check_state, question, said, seen_version=0, by=self.user)
        for area in check_state.document.areas:
            for starter in area.requirement_prompt.starters:
                answering.note_requirement(
                    check_state,
                    area_key=area.key,
                    question_key="",
                    text=starter,
                    priority="must",
                    needed_by="Verwaltung",
                    by=self.user,
                )

    def _decide_and_rate(self, check_state: CheckState) -> None:
        suggestions = suggest_measures(check_state)[:MEASURES]
        if len(suggestions) < MEASURES:
            raise RuntimeError(f"Nur {len(suggestions)} Vorschläge für den Bericht.")
        taken = [accept_suggestion(check_state, one.template.key, self.user) for one in suggestions]
        for number in range(len(taken), self.measures):
            own = Measure(
                organisation=self.organisation, title=f"Eigene Maßnahme Nummer {number}", why=NOTE
            )
            taken.append(write_measure(own, ["Den ersten Schritt tun."], self.user))
        for number, measure in enumerate(taken):
            values = {
                criterion: (1 + (number * 3 + place * 7) % 5, "Im Team besprochen.")
                for place, criterion in enumerate(CRITERIA)
            }
            rate(measure, values, seen_version=measure.version, by=self.user)
