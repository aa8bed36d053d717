"""What a report draws on: collected once, inside the organisation's tenancy."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from checks.domain.check_state import CheckState
from checks.domain.surveying import SystemLandscape
from checks.models import Priority
from lotse.pictures import Picture
from lotse.reports.document.model import Block, Colours, Document, Figure, Logo, Sheet
from lotse.reports.models import OrganisationLogo, Report
from measures.domain.prioritising import Row, ranked_list, upcoming
from measures.domain.ranking import TOP_GROUP
from measures.domain.result import Result
from organisations.domain import instance
from organisations.domain.colours import LIGHT, shades_of
from organisations.domain.founding import UMLAUTS
from organisations.models import Organisation

OWN = Colours()


def day(when: date | datetime) -> str:
    """Return a day in words."""
    return date_format(when, "j. F Y")


def file_name(title: str, about: str, made_at: datetime, ending: str) -> str:
    """Return a file name that says what it is, without characters that some system refuses."""
    words = slugify(about.translate(UMLAUTS))[:80] or "organisation"
    return f"{title}-{words}-{made_at:%Y-%m-%d}.{ending}"


class Material:
    """An organisation with everything that its reports may say, fetched when it is asked for."""

    def __init__(self, organisation: Organisation, report: Report) -> None:
        self.organisation = organisation
        self.report = report
        self.made_at: datetime = timezone.localtime(report.requested_at)
        self.day = day(self.made_at)

    def document(
        self, kind: str, blocks: Iterable[Block], sheets: Iterable[Sheet], **parts: Any
    ) -> Document:
        """Return a document with what all reports of the organisation have in common.

        `kind` stands beside its name at the head of every page; `parts` are the other fields.
        """
        name = self.organisation.name
        return Document(
            organisation=name,
            made_at=self.made_at,
            running=f"{name} · {kind}",
            blocks=tuple(blocks),
            sheets=tuple(sheets),
            logo=self.logo,
            colours=self.colours,
            **({"headline": name} | parts),
        )

    @cached_property
    def check_state(self) -> CheckState:
        """The check that the report is about; there has to be one."""
        check = self.report.check_run
        assert check is not None  # noqa: S101 - a constraint of the table
        check.organisation = self.organisation
        return CheckState(check)

    @cached_property
    def result(self) -> Result:
        """The result of that check."""
        return Result(self.check_state)

    @cached_property
    def landscape(self) -> SystemLandscape:
        """The systems and how data moves between them."""
        return SystemLandscape(self.organisation.pk)

    @cached_property
    def rows(self) -> list[Row]:
        """All measures, ranked ones first."""
        return ranked_list(self.organisation, self.landscape)

    @cached_property
    def ranked(self) -> list[Row]:
        """The measures that have a rank."""
        return [row for row in self.rows if row.ranked]

    @cached_property
    def upcoming(self) -> list[Row]:
        """The measures that have a rank, what was decided on first."""
        return upcoming(self.rows)

    @property
    def next_measures(self) -> list[Row]:
        """The three measures that come next."""
        return self.upcoming[:TOP_GROUP]

    @property
    def musts(self) -> int:
        """How many requirements a future solution has to meet."""
        return sum(one.priority == Priority.MUST for one in self.check_state.requirements)

    @property
    def made_by(self) -> str:
        """Who ordered the report, in words; empty when that person is gone."""
        by = self.report.requested_by
        return _("Erstellt von %s") % by if by else ""

    @property
    def check_in_words(self) -> str:
        """From when the check is."""
        finished_at = self.check_state.check.finished_at
        if finished_at is None:
            return _("Der Check läuft noch, dies ist ein Zwischenstand")
        return _("Check abgeschlossen am %s") % day(timezone.localtime(finished_at))

    @cached_property
    def colours(self) -> Colours:
        """The colours of the instance."""
        accent = instance.current().accent
        if not accent or accent == OWN.accent:
            return OWN
        shades = shades_of(accent, LIGHT)
        return Colours(shades.accent, shades.strong, shades.soft)

    def figure(self, picture: Picture, *, width: int = 0, title: str = "") -> Figure:
        """Return a drawing in the colours of the instance."""
        svg = picture.svg.replace(OWN.accent, self.colours.accent)
        return Figure(svg, picture.words, width, title)

    @cached_property
    def logo(self) -> Logo | None:
        """The logo of the organisation, if it has one."""
        stored = OrganisationLogo.objects.filter(organisation=self.organisation).first()
        if stored is None:
            return None
        content = base64.b64encode(bytes(stored.content)).decode()
        return Logo(stored.media_type, content, stored.width, stored.height)
