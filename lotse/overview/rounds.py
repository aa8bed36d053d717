"""Prioritisation rounds on the overview: what waits for a person, and when the next one is."""

from __future__ import annotations

from functools import cached_property

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lotse.overview.stages import NextStep
from measures.domain.rounds.opening import next_round_on
from measures.models import PrioritisationRound, RoundState
from organisations.domain.participation import Participation
from organisations.models import Membership, Organisation, Role


class RoundProgress:
    """The rounds of an organisation as the overview shows them to `who` takes part."""

    def __init__(self, organisation: Organisation, who: Participation) -> None:
        self.organisation = organisation
        self.who = who

    @cached_property
    def _rounds(self) -> list[PrioritisationRound]:
        # A membership knows the id of its person without asking for the person.
        user_id = self.who.user_id if isinstance(self.who, Membership) else self.who.user.pk
        rounds = PrioritisationRound.objects.of(self.organisation).with_part_of(user_id)
        return list(rounds[:1])

    @property
    def latest(self) -> PrioritisationRound | None:
        """The latest round of all."""
        return next(iter(self._rounds), None)

    @property
    def current(self) -> PrioritisationRound | None:
        """The round that is not confirmed yet."""
        return next((one for one in self._rounds if one.state != RoundState.CONFIRMED), None)

    def _url(self, name: str, **kwargs: object) -> str:
        return reverse(f"measures:{name}", kwargs={"slug": self.organisation.slug, **kwargs})

    def _of(self, round_: PrioritisationRound, name: str) -> str:
        return self._url(name, prioritisation_round_id=round_.pk)

    @property
    def own_step(self) -> NextStep | None:
        """What a round waits for from this very person; None when it is nothing."""
        round_ = self.current
        if round_ is None:
            return None
        if round_.state == RoundState.CLOSED:
            return self._confirming_step(round_) if self.who.role == Role.DIRECTOR else None
        waits = round_.rates_alone and round_.shown_at is None and round_.waits_for_me  # type: ignore[attr-defined]
        if waits:
            return NextStep(
                _("Maßnahmen für sich bewerten"),
                _("In der laufenden Runde bewertet jede Person zuerst für sich."),
                _("Für mich bewerten"),
                self._of(round_, "alone"),
            )
        if not self.who.may_edit:
            return None
        return NextStep(
            _("Die Priorisierungsrunde fortsetzen"),
            _("Die Runde vom %s läuft. Sie machen dort weiter, wo Sie waren.")
            % date_format(round_.held_on),
            _("Zur Runde"),
            self._of(round_, "round"),
        )

    def _confirming_step(self, round_: PrioritisationRound) -> NextStep:
        return NextStep(
            _("Die Priorisierungsrunde bestätigen"),
            _(
                "Die Runde vom %s ist abgeschlossen. Lesen Sie, was als Nächstes geplant ist, und "
                "bestätigen Sie es oder geben Sie es zurück."
            )
            % date_format(round_.held_on),
            _("Ansehen und entscheiden"),
            self._of(round_, "judge_round"),
        )

    @property
    def due_step(self) -> NextStep | None:
        """The next step once the day of the next round has come."""
        day = next_round_on(self._rounds)
        if day is None or day > timezone.localdate():
            return None
        return NextStep(
            _("Die nächste Priorisierungsrunde eröffnen"),
            _("Vereinbart war der %s.") % date_format(day),
            _("Runde eröffnen"),
            self._url("new_round"),
        )

    @property
    def review(self) -> str:
        """When the next round is, in a sentence; empty when none is agreed on."""
        day = next_round_on(self._rounds)
        if day is None:
            return ""
        if day < timezone.localdate():
            return _("Die nächste Priorisierungsrunde war für den %s vereinbart.") % (
                date_format(day)
            )
        return _("Die nächste Priorisierungsrunde ist am %s.") % date_format(day)

    @property
    def url(self) -> str:
        """The address of all rounds."""
        return self._url("rounds")
