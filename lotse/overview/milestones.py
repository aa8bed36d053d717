"""Milestones and next steps, and those of the mandate and of prioritisation rounds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from measures.domain.rounds.opening import next_round_on
from measures.models import PrioritisationRound, RoundState
from organisations.domain.mandate_standing import (
    MandateStanding,
    missing_means,
    needs_in_words,
    open_needs,
)
from organisations.domain.mandates import confirmable_sides
from organisations.domain.participation import Participation
from organisations.models import Mandate, Membership, Organisation, Role

DONE, CURRENT, TODO = "done", "current", "todo"


@dataclass(frozen=True)
class NextStep:
    """The one thing to do next: a title, a sentence, and where it is done.

    `other_action` and `other_url` name what one may do first instead.
    """

    title: str
    text: str
    action: str
    url: str
    other_action: str = ""
    other_url: str = ""


@dataclass(frozen=True)
class Milestone:
    """One part of the way with its state and a word on it."""

    title: str
    state: str
    text: str
    url: str


class MandateProgress:
    """The mandate as the overview shows it to `who` takes part in an organisation."""

    def __init__(self, standing: MandateStanding, who: Participation, slug: str) -> None:
        self.standing = standing
        self.who = who
        self.url = reverse("organisations:mandate", kwargs={"slug": slug})

    @property
    def gap(self) -> str:
        """What is missing, in a sentence; empty when all is well or everything has run out."""
        if self.standing.has_ended or not self.standing.missing:
            return ""
        return _("Es fehlt noch: %s.") % _listed(self.standing.missing)

    @property
    def milestone(self) -> Milestone:
        """The mandate as a part of the way."""
        state, text = self._state_in_words()
        return Milestone(_("Beauftragung"), state, text, self.url)

    def _state_in_words(self) -> tuple[str, str]:
        standing = self.standing
        if standing.latest is None:
            if standing.draft is None:
                return TODO, _("noch keine")
            return CURRENT, _draft_in_words(standing.draft)
        end = date_format(standing.latest.ends_on, "j.n.Y") if standing.latest.ends_on else ""
        if standing.has_ended:
            return CURRENT, _("am %s ausgelaufen") % end
        if standing.ends_soon:
            return CURRENT, _("läuft am %s aus") % end
        if standing.missing:
            return CURRENT, _("es fehlt: %s") % _listed(standing.missing)
        return DONE, _("von beiden bestätigt")

    @property
    def confirming_step(self) -> NextStep | None:
        """The next step, when a draft waits for this very person."""
        draft = self.standing.draft
        if draft is None or not confirmable_sides(draft, self.who):
            return None
        means = needs_in_words(missing_means(draft))
        if means:
            title = _("Die Beauftragung ergänzen und bestätigen")
            text = _(
                "Es fehlt noch: %s. Ohne eine Person, die dafür Zeit und Geld hat, bleiben "
                "neue Werkzeuge meist liegen."
            ) % _listed(means)
        else:
            title = _("Die Beauftragung bestätigen")
            text = _("Der Entwurf ist vollständig und wartet auf Ihre Bestätigung.")
        return NextStep(title, text, _("Zur Beauftragung"), self.url)

    @property
    def next_step(self) -> NextStep | None:
        """The next step towards a mandate, None when it holds or waits for someone else."""
        standing = self.standing
        if standing.is_in_force:
            return None
        if standing.draft:
            if not open_needs(standing.draft):
                return None
            title = _("Die Beauftragung fertig ausfüllen")
            text = _("Es fehlt noch: %s.") % _listed(standing.missing)
        elif standing.has_ended:
            title = _("Die Beauftragung verlängern")
            text = _("Sie ist ausgelaufen. Schauen Sie gemeinsam zurück, bevor es weitergeht.")
        else:
            title = _("Die Beauftragung vereinbaren")
            text = _(
                "Wer kümmert sich, mit wie vielen Stunden und welchem Spielraum? Ohne eine Person "
                "mit Auftrag und Zeit gelingt die Einführung neuer Werkzeuge selten."
            )
        return NextStep(title, text, _("Zur Beauftragung"), self.url)


def _listed(words: list[str]) -> str:
    """Return words as people say them: with commas, and „und“ before the last."""
    return _(" und ").join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def _draft_in_words(draft: Mandate) -> str:
    if open_needs(draft):
        return _("wird ausgefüllt")
    if draft.director_confirmed_at is None and draft.pilot_confirmed_at is None:
        return _("wartet auf beide Bestätigungen")
    if draft.director_confirmed_at is None:
        return _("wartet auf die Geschäftsführung")
    return _("wartet auf die Digitalisierungslots:in")


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
            return self.verdict
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

    @property
    def verdict(self) -> NextStep | None:
        """Leads a director to the closed round that waits to be confirmed."""
        round_ = self.current
        is_asked = round_ and round_.state == RoundState.CLOSED and self.who.role == Role.DIRECTOR
        if round_ is None or not is_asked:
            return None
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
