"""What stands in a list of requirements that is laid before vendors or compares tools."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from checks.domain.tool_table import RequirementLine, RequirementSheet
from checks.models import Priority, ToolComparison
from lotse.reports.domain.material import file_name
from organisations.domain.auditing import Action, record
from organisations.domain.markdown_text import escaped, paragraphs, table_row
from organisations.models import Organisation, User

TAKEN_ALONG = Action("requirement.taken_along", gettext_lazy("Anforderungsliste ausgegeben"))

# How many tools fit on a page that is higher than wide.
MOST_TOOLS_UPRIGHT = 3
MEANINGS = {
    Priority.MUST: gettext_lazy("Ohne das geht es nicht."),
    Priority.SHOULD: gettext_lazy("Das ist wichtig."),
    Priority.COULD: gettext_lazy("Das wäre schön."),
}


class Specification(RequirementSheet):
    """A list of requirements to take along: those of a comparison, without one all of them.

    With tools it compares them, without it has room for a vendor's answers.
    """

    def __init__(
        self,
        organisation: Organisation,
        comparison: ToolComparison | None = None,
        made_at: datetime | None = None,
    ) -> None:
        super().__init__(organisation, comparison)
        self.made_at = timezone.localtime(made_at)

    @property
    def name(self) -> str:
        """What it is about."""
        return self.comparison.name if self.comparison else _("Anforderungen")

    @property
    def title(self) -> str:
        """The title of the document."""
        organisation = self.organisation.name
        about = f"{organisation}: {self.name}" if self.comparison else organisation
        return _("Anforderungsliste %(about)s, %(day)s") % {"about": about, "day": self.day}

    @property
    def day(self) -> str:
        """The day for which it holds."""
        return date_format(self.made_at, "j. F Y")

    @property
    def purpose(self) -> str:
        """What the organisation says first."""
        return self.comparison.purpose if self.comparison else ""

    @property
    def is_wide(self) -> bool:
        """Whether the pages lie on their side."""
        return len(self.tools) > MOST_TOOLS_UPRIGHT

    @property
    def chapters(self) -> list[tuple[Priority, str, list[RequirementLine]]]:
        """The requirements by priority, with what the priority means."""
        return [(priority, str(MEANINGS[priority]), lines) for priority, lines in self.groups]

    @property
    def extent(self) -> str:
        """How many requirements there are, and how many of them must be met."""
        number = len(self.lines)
        musts = sum(line.requirement.priority == Priority.MUST for line in self.lines)
        whole = ngettext("%d Anforderung", "%d Anforderungen", number) % number
        return _("%(whole)s, davon %(musts)d mit „Muss“") % {"whole": whole, "musts": musts}

    def file_name(self, ending: str) -> str:
        """Return a file name that says what it is, without characters some system refuses."""
        named = f"{self.name} " if self.comparison else ""
        about = f"{named}{self.organisation.name}"
        return file_name("anforderungsliste", about, self.made_at, ending)


def note_taken_along(specification: Specification, by: User) -> None:
    """Enter into the audit trail that someone took the list along as a file."""
    record(
        TAKEN_ALONG,
        organisation_id=specification.organisation.pk,
        by=by,
        subject=specification.name,
    )


def as_markdown(specification: Specification) -> str:
    """Return the whole list: the head, a summary of the tools, and a table for each priority."""
    return "\n".join([*_head(specification), *_summary(specification), *_tables(specification)])


def _head(specification: Specification) -> Iterator[str]:
    yield f"# {_('Anforderungsliste')}: {escaped(specification.name)}"
    yield ""
    organisation = escaped(specification.organisation.name)
    yield f"{organisation}, {_('Stand')} {specification.day}. {specification.extent}."
    yield ""
    yield from paragraphs(specification.purpose)


def _summary(specification: Specification) -> Iterator[str]:
    if not specification.tools:
        return
    yield f"## {_('Zusammenfassung')}"
    yield ""
    for summary in specification.summaries:
        points = summary.outcome.shown_points
        head = f"{_('Platz')} {summary.outcome.place}: **{escaped(summary.tool.name)}**"
        score = "" if points is None else f", {_('%d von 100 Punkten') % points}"
        yield f"- {head}{score}. {summary.headline}"
        for label, lines in (
            (_("Muss, nicht erfüllt"), summary.unmet_musts),
            (_("Muss, nur teilweise erfüllt"), summary.partly_musts),
            (_("Muss, noch offen"), summary.open_musts),
        ):
            for line in lines:
                yield f"  - {label}: {escaped(line.requirement.text)}"
    yield ""


def _tables(specification: Specification) -> Iterator[str]:
    answers = [escaped(tool.name) for tool in specification.tools] or [
        _("Erfüllt?"),
        _("Anmerkung"),
    ]
    for priority, meaning, lines in specification.chapters:
        yield f"## {priority.label}"
        yield ""
        yield meaning
        yield ""
        head = [_("Nr."), _("Anforderung"), _("Handlungsfeld"), _("Wer braucht das?")]
        yield table_row([*head, _("Systeme"), *answers])
        yield table_row(["---:"] + ["---"] * (len(head) + len(answers)))
        for line in lines:
            yield table_row([*_known(line), *_answers(line, len(answers))])
        yield ""


def _known(line: RequirementLine) -> list[str]:
    requirement = line.requirement
    texts = (requirement.text, line.area, requirement.needed_by, line.system_names)
    return [str(line.number), *(escaped(text) or "–" for text in texts)]


def _answers(line: RequirementLine, number: int) -> list[str]:
    if not line.cells:
        return [""] * number
    return [
        f"{cell.label}: {escaped(cell.said.remark)}" if cell.said.remark else cell.label
        for cell in line.cells
    ]
