"""Where an organisation stands with its mandate: what holds, what is missing, what runs out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from organisations.models import Mandate, Organisation

# So long before its end a mandate is said to run out.
RUNS_OUT_SOON = timedelta(days=60)


class Need(StrEnum):
    """What a mandate lacks."""

    PILOT = "pilot"
    ACCOUNT = "account"
    TASKS = "tasks"
    START = "start"
    HOURS = "hours"
    BUDGET = "budget"


def open_needs(mandate: Mandate) -> list[Need]:
    """Return what is missing before anybody can confirm a mandate."""
    found = []
    if not mandate.pilot_name:
        found.append(Need.PILOT)
    elif mandate.pilot_id is None:
        found.append(Need.ACCOUNT)
    if not mandate.tasks:
        found.append(Need.TASKS)
    if mandate.starts_on is None:
        found.append(Need.START)
    return found


def missing_means(mandate: Mandate) -> list[Need]:
    """Return which means a pilot is not given: time, money. Both can be confirmed so."""
    found = []
    if mandate.hours_per_week is None:
        found.append(Need.HOURS)
    if mandate.budget_per_year is None:
        found.append(Need.BUDGET)
    return found


class VersionState(models.TextChoices):
    """What a version of the mandate is today."""

    DRAFT = "draft", _lazy("Entwurf")
    HOLDS = "holds", _lazy("gilt")
    COMING = "coming", _lazy("gilt demnächst")
    ENDED = "ended", _lazy("ausgelaufen")
    REPLACED = "replaced", _lazy("ersetzt")


@dataclass(frozen=True)
class Version:
    """A version of the mandate with what it is today."""

    mandate: Mandate
    state: VersionState


@dataclass(frozen=True)
class MandateStanding:
    """All versions of an organisation's mandate, the latest first, as they stand `today`."""

    versions: tuple[Mandate, ...]
    today: date

    @property
    def draft(self) -> Mandate | None:
        """The version that is being agreed on."""
        return next((one for one in self.versions if not one.is_confirmed), None)

    @property
    def confirmed(self) -> list[Mandate]:
        """The versions that both sides have confirmed, the latest first."""
        return [one for one in self.versions if one.is_confirmed]

    @property
    def latest(self) -> Mandate | None:
        """The latest version that both sides have confirmed; it may begin in future."""
        return self.confirmed[0] if self.confirmed else None

    @property
    def holding(self) -> Mandate | None:
        """The version that holds today: the latest one that has begun, else one to come."""
        begun = [one for one in self.confirmed if one.starts_on and one.starts_on <= self.today]
        return begun[0] if begun else self.latest

    def state_of(self, mandate: Mandate) -> VersionState:
        """Return what one of the versions is today."""
        if not mandate.is_confirmed:
            return VersionState.DRAFT
        if mandate.starts_on and mandate.starts_on > self.today and mandate == self.latest:
            return VersionState.COMING
        if mandate != self.holding:
            return VersionState.REPLACED
        return VersionState.ENDED if self.has_ended else VersionState.HOLDS

    @property
    def all_versions(self) -> list[Version]:
        """All versions with what they are today, the latest first."""
        return [Version(one, self.state_of(one)) for one in self.versions]

    @property
    def has_ended(self) -> bool:
        """Whether the mandate has run out and nothing follows."""
        end = self._end
        return end is not None and end < self.today

    @property
    def ends_soon(self) -> bool:
        """Whether the mandate runs out within sixty days and nothing follows."""
        end = self._end
        return end is not None and self.today <= end <= self.today + RUNS_OUT_SOON

    @property
    def _end(self) -> date | None:
        return self.latest.ends_on if self.latest else None

    @property
    def is_in_force(self) -> bool:
        """Whether there is a confirmed mandate that has not run out."""
        return self.latest is not None and not self.has_ended

    @property
    def missing(self) -> list[str]:
        """Everything that is missing, in words that follow „Es fehlt:“. Empty when all is well."""
        subject = self.latest if self.is_in_force else self.draft
        if subject is None:
            return [_("die Beauftragung selbst")]
        needs = [*open_needs(subject), *missing_means(subject)]
        return [_need_in_words(need) for need in needs] + self._missing_confirmations(subject)

    @property
    def missing_to_hold(self) -> list[str]:
        """What keeps the draft from holding, in words that follow „Es fehlt:“."""
        if self.draft is None:
            return []
        return needs_in_words(open_needs(self.draft)) + self._missing_confirmations(self.draft)

    def _missing_confirmations(self, subject: Mandate) -> list[str]:
        found = []
        if subject.director_confirmed_at is None:
            found.append(_("die Bestätigung der Geschäftsführung"))
        if subject.pilot_confirmed_at is None:
            found.append(_("die Bestätigung der Digitalisierungslots:in"))
        return found


def _need_in_words(need: Need) -> str:
    return {
        Need.PILOT: _("der Name der Digitalisierungslots:in"),
        Need.ACCOUNT: _("eine Digitalisierungslots:in mit Zugang zu Lotse"),
        Need.TASKS: _("die Aufgaben"),
        Need.START: _("der Beginn"),
        Need.HOURS: _("Stunden in der Woche"),
        Need.BUDGET: _("ein Budget"),
    }[need]


def needs_in_words(needs: Iterable[Need]) -> list[str]:
    """Return needs in words that follow „Es fehlt:“."""
    return [_need_in_words(need) for need in needs]


def standing_of(organisation: Organisation) -> MandateStanding:
    """Return where an organisation stands with its mandate, asked in one query."""
    return MandateStanding(tuple(Mandate.objects.of(organisation)), timezone.localdate())
