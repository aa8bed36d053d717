"""A list of requirements as Markdown, to be pasted wherever people write."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from checks.domain.tool_table import RequirementLine
from lotse.reports.domain.specification import Specification
from organisations.domain.markdown_text import escaped, paragraphs, table_row


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
    for priority, meaning, lines in specification.groups:
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
